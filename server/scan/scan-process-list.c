/*
 * scan-process-list.c - see scan-process.h: looking for devices.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scan-process-parts.h"

#include "server/charset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* SANE's list of devices has an end, whatever a driver says. */
#define MAX_DEVICES 1000
#define MAX_DRIVERS 256
#define DRIVER_SIZE 64

struct listing {
    bool (*found)(void *ctx, const char *name, const char *maker, const char *model);
    void *ctx;
    unsigned n;
    bool enough;
};

static bool take_device(void *ctx, const uint8_t *bytes, size_t n)
{
    struct listing *listing = ctx;
    struct wire_device device;
    char driver[WIRE_NAME_SIZE], maker[WIRE_MAKER_SIZE], model[WIRE_MODEL_SIZE];

    if (!wire_get_device(bytes, n, &device) || ++listing->n > MAX_DEVICES)
        return false;
    if (listing->enough || !scan_process_plain_name(device.name) ||
        !scan_device_driver(device.name, driver, sizeof driver) ||
        scan_driver_leads_back(driver))
        return true;
    charset_tidy((const uint8_t *)device.maker, strlen(device.maker), maker, sizeof maker);
    charset_tidy((const uint8_t *)device.model, strlen(device.model), model, sizeof model);
    listing->enough = !listing->found(listing->ctx, device.name, maker, model);
    return true;
}

/* In a process of its own. only: "" for all. */
static enum scan_result list_drivers(const char *only, struct listing *listing, char *why,
                                     size_t why_size)
{
    struct scan_process *p = scan_process_new(why, why_size);
    uint8_t bytes[WIRE_MAX_SMALL];
    enum scan_result result;

    if (p == NULL)
        return SCAN_NO_MEMORY;
    result = scan_process_ask(p, WIRE_LIST, bytes, wire_put_name(bytes, only), p->times.list,
                              WIRE_DEVICE, take_device, listing, "looking for scanners");
    snprintf(why, why_size, "%s", p->why);
    scan_process_close(p);
    return result;
}

struct drivers {
    char names[MAX_DRIVERS][DRIVER_SIZE];
    size_t n;
};

static bool take_driver(void *ctx, const uint8_t *bytes, size_t n)
{
    struct drivers *drivers = ctx;
    char name[WIRE_NAME_SIZE];

    if (!wire_get_name(bytes, n, name) || drivers->n == MAX_DRIVERS ||
        !scan_device_driver(name, drivers->names[drivers->n], DRIVER_SIZE) ||
        scan_driver_leads_back(name))
        return false;
    for (size_t i = 0; i < drivers->n; i++)
        if (strcmp(drivers->names[i], drivers->names[drivers->n]) == 0)
            return true;
    drivers->n++;
    return true;
}

static void find_drivers(struct drivers *drivers, char *why, size_t why_size)
{
    struct scan_process *p = scan_process_new(why, why_size);

    drivers->n = 0;
    if (p == NULL)
        return;
    scan_process_ask(p, WIRE_DRIVERS, NULL, 0, p->times.list, WIRE_DRIVER, take_driver, drivers,
                     "looking for drivers");
    scan_process_close(p);
}

/* One driver that crashes or hangs takes the others with it: each by itself then. */
static enum scan_result list_each(struct listing *listing, char *why, size_t why_size)
{
    struct drivers *drivers = malloc(sizeof *drivers);
    enum scan_result result = SCAN_CRASHED;

    if (drivers == NULL)
        return SCAN_NO_MEMORY;
    find_drivers(drivers, why, why_size);
    for (size_t i = 0; i < drivers->n && !listing->enough; i++) {
        char said[WIRE_WHY_SIZE];

        if (list_drivers(drivers->names[i], listing, said, sizeof said) == SCAN_OK)
            result = SCAN_OK;
        else
            snprintf(why, why_size, "%s: %s", drivers->names[i], said);
    }
    free(drivers);
    return result;
}

enum scan_result scan_process_list(const char *only,
                                   bool (*found)(void *ctx, const char *name, const char *maker,
                                                 const char *model),
                                   void *ctx, char *why, size_t why_size)
{
    struct listing listing = {found, ctx, 0, false};
    char driver[WIRE_NAME_SIZE];
    enum scan_result result;

    if (only != NULL && (!scan_device_driver(only, driver, sizeof driver) ||
                         strcmp(driver, only) != 0 || scan_driver_leads_back(only))) {
        snprintf(why, why_size, "there is no such driver, or it leads to other servers");
        return SCAN_INVALID;
    }
    result = list_drivers(only == NULL ? "" : only, &listing, why, why_size);
    if (only == NULL && listing.n == 0 && (result == SCAN_CRASHED || result == SCAN_TIMEOUT))
        return list_each(&listing, why, why_size);
    return result;
}
