/*
 * main.c - canon-sane: the program that loads SANE's drivers for the server, one process for
 * each opened scanner; see server/scan/scan-wire.h for what it is told and tells.
 *
 * usage: started by the server only, with a socket as descriptor 3.
 *
 * It ends when the socket does. One thread owns the device; the other one listens (talk.h).
 * Effects: scanners; reads SANE_CONFIG_DIR, LD_LIBRARY_PATH, SANE_DEBUG_... as SANE does.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl*): close_range, the way */
#endif
#include "config.h"
#include "page.h"
#include "talk.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Three passes take 512 MiB (planes.h), drivers what they take. */
#define MAX_MEMORY ((rlim_t)2 << 30)

#ifdef __SANITIZE_ADDRESS__
/* What drivers lose is not ours to mend, and gone with the process. */
int __lsan_is_turned_off(void); /* NOLINT(bugprone-reserved-identifier,cert-dcl*): its name */
int __lsan_is_turned_off(void)  /* NOLINT(bugprone-reserved-identifier,cert-dcl*): its name */
{
    return 1;
}
#endif

static struct device device;
static struct batch batch = {.device = &device};
static bool begun; /* SANE */

static void fail(struct wire_result *result, enum scan_result why_result, const char *why)
{
    result->result = why_result;
    snprintf(result->why, sizeof result->why, "%s", why);
}

static void send_device(const SANE_Device *listed)
{
    struct wire_device d;
    uint8_t bytes[WIRE_MAX_SMALL];

    if (listed->name == NULL || strlen(listed->name) >= sizeof d.name)
        return;
    snprintf(d.name, sizeof d.name, "%s", listed->name);
    snprintf(d.maker, sizeof d.maker, "%s", listed->vendor == NULL ? "" : listed->vendor);
    snprintf(d.model, sizeof d.model, "%s", listed->model == NULL ? "" : listed->model);
    talk_send(WIRE_DEVICE, bytes, wire_put_device(bytes, &d));
}

static void list(const uint8_t *bytes, size_t n, struct wire_result *result)
{
    const SANE_Device **devices = NULL;
    char only[WIRE_NAME_SIZE];
    SANE_Status status;

    if (begun || !wire_get_name(bytes, n, only) || scan_driver_leads_back(only)) {
        fail(result, SCAN_INVALID, "");
        return;
    }
    begun = config_init(only, result->why, sizeof result->why);
    if (!begun) {
        result->result = SCAN_IO;
        return;
    }
    status = sane_get_devices(&devices, SANE_FALSE);
    if (status != SANE_STATUS_GOOD)
        device_failed(result, status, "looking for scanners");
    else
        for (; devices != NULL && *devices != NULL; devices++)
            send_device(*devices);
}

static void drivers(struct wire_result *result)
{
    char *names = config_drivers(), *rest = names, *name;
    uint8_t bytes[WIRE_MAX_SMALL];

    if (names == NULL)
        fail(result, SCAN_NO_MEMORY, "");
    while ((name = strsep(&rest, "\n")) != NULL)
        if (name[0] != '\0')
            talk_send(WIRE_DRIVER, bytes, wire_put_name(bytes, name));
    free(names);
}

static void open_device(const uint8_t *bytes, size_t n, struct wire_result *result)
{
    char name[WIRE_NAME_SIZE], driver[WIRE_NAME_SIZE];
    uint8_t answer[WIRE_MAX_SMALL];
    struct scan_caps caps;

    if (begun || !wire_get_name(bytes, n, name) ||
        !scan_device_driver(name, driver, sizeof driver) || scan_driver_leads_back(driver)) {
        fail(result, SCAN_INVALID, "");
        return;
    }
    begun = config_init(driver, result->why, sizeof result->why);
    if (!begun)
        result->result = SCAN_IO;
    else if (device_open(&device, name, &caps, result) == SCAN_OK)
        talk_send(WIRE_CAPS, answer, wire_put_caps(answer, &caps));
}

static void sensors(struct wire_result *result)
{
    struct scan_sensors sensed;
    uint8_t answer[WIRE_MAX_SMALL];

    if (device.handle == NULL) {
        fail(result, SCAN_INVALID, "");
        return;
    }
    device_sensors(&device, &sensed);
    talk_send(WIRE_SENSED, answer, wire_put_sensors(answer, &sensed));
}

static void start(const uint8_t *bytes, size_t n, struct wire_result *result)
{
    struct scan_params params;

    if (device.handle == NULL || !wire_get_params(bytes, n, &params))
        fail(result, SCAN_INVALID, "");
    else
        page_scan(&batch, &params, result);
}

static void finish(void)
{
    page_finish(&batch);
    batch.set = false;
}

/* Every request ends with a result. */
static void answer(const struct wire_head *head, const uint8_t *bytes)
{
    struct wire_result result = {SCAN_OK, ""};

    switch (head->type) {
    case WIRE_LIST:
        list(bytes, head->n, &result);
        break;
    case WIRE_DRIVERS:
        drivers(&result);
        break;
    case WIRE_OPEN:
        open_device(bytes, head->n, &result);
        break;
    case WIRE_SENSORS:
        sensors(&result);
        break;
    case WIRE_START:
        start(bytes, head->n, &result);
        break;
    case WIRE_FINISH:
        finish();
        break;
    case WIRE_CANCEL:
    case WIRE_QUIT:
    case WIRE_DEVICE:
    case WIRE_CAPS:
    case WIRE_SENSED:
    case WIRE_IMAGE:
    case WIRE_LINES:
    case WIRE_RESULT:
    case WIRE_DRIVER:
        fail(&result, SCAN_INVALID, "");
    }
    talk_send_result(&result);
    if (head->type == WIRE_FINISH)
        talk_finished();
}

/* A driver that takes memory without end is refused more, and ended by the kernel before the
 * server is. */
static void limit_memory(void)
{
    FILE *file = fopen("/proc/self/oom_score_adj", "we");

    if (file != NULL) {
        fputs("500", file);
        fclose(file);
    }
#ifndef __SANITIZE_ADDRESS__ /* which reserves terabytes */
    setrlimit(RLIMIT_DATA, &(struct rlimit){MAX_MEMORY, MAX_MEMORY});
#endif
}

/* What a server in trouble leaves open is closed; a driver that crashes writes no core. */
static bool prepare(void)
{
    struct stat info;

    close_range(WIRE_FD + 1, ~0u, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    limit_memory();
    signal(SIGPIPE, SIG_IGN);
    umask(077);
    return fstat(WIRE_FD, &info) == 0 && S_ISSOCK(info.st_mode) && talk_start();
}

int main(void)
{
    struct wire_head head;
    uint8_t bytes[WIRE_MAX_SMALL];

    if (!prepare()) {
        fputs("canon-sane: this program is started by canon-printer-app.\n", stderr);
        return 2;
    }
    while (talk_next(&head, bytes))
        answer(&head, bytes);
    if (device.handle != NULL) {
        page_finish(&batch);
        sane_close(device.handle);
    }
    if (begun)
        sane_exit();
    _exit(0);
}
