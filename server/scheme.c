/*
 * scheme.c - see scheme.h.
 *
 * PAPPL opens a device while it holds the printer's lock: one that is slow stops every client.
 * Its own devices can neither be canceled nor be timed, and its file: writes to any file of any
 * name. So these stand in their place. Registering a first scheme keeps PAPPL 1.3 from adding
 * its own ones; later versions replace theirs of the same name, and those without a replacement
 * here are removed by a call that only later versions have.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scheme.h"

#include "compat.h"
#include "device.h"
#include "discover.h"

#include <pappl/pappl.h>
#include <string.h>

/* A device that is "open" has nothing: the job has the real one. */
static int nothing;

static bool scheme_open(pappl_device_t *device, const char *uri, const char *job)
{
    (void)uri;
    (void)job;
    papplDeviceSetData(device, &nothing);
    return true;
}

static void scheme_close(pappl_device_t *device)
{
    papplDeviceSetData(device, NULL);
}

static ssize_t scheme_read(pappl_device_t *device, void *buffer, size_t n)
{
    (void)device;
    (void)buffer;
    (void)n;
    return -1;
}

static ssize_t scheme_write(pappl_device_t *device, const void *buffer, size_t n)
{
    (void)device;
    (void)buffer;
    (void)n;
    return -1;
}

static pappl_preason_t scheme_status(pappl_device_t *device)
{
    (void)device;
    return PAPPL_PREASON_NONE;
}

struct listing {
    pappl_device_cb_t cb;
    void *data;
};

/* What the callback returns is to be true to end the listing; but the one for the IPP operation
 * of PAPPL 1.3 and 1.4 means the opposite, and the others never end it. */
static bool found(void *ctx, const char *info, const char *uri, const char *device_id)
{
    const struct listing *listing = ctx;

    listing->cb(info, uri, device_id, listing->data);
    return false;
}

static bool list_usb(pappl_device_cb_t cb, void *data, pappl_deverror_cb_t error,
                     void *error_data)
{
    struct listing listing = {cb, data};

    (void)error;
    (void)error_data;
    device_list(found, &listing);
    return false;
}

/* Called on the thread of the client that asks, or of the sub-command; takes some seconds. */
static bool list_network(pappl_device_cb_t cb, void *data, pappl_deverror_cb_t error,
                         void *error_data)
{
    const struct discovery discovery = {.all = false};
    struct listing listing = {cb, data};

    (void)error;
    (void)error_data;
    discover_network(&discovery, found, &listing);
    return false;
}

static void add(const char *scheme, pappl_devtype_t type, pappl_devlist_cb_t list)
{
    papplDeviceAddScheme2(scheme, type, list, scheme_open, scheme_close, scheme_read,
                          scheme_write, scheme_status, NULL, NULL);
}

void scheme_register(void)
{
    typedef void (*remove_fn)(const char *);
    static const char *const unwanted[] = {"dnssd", "snmp"};
    remove_fn remove = (remove_fn)compat_optional("papplDeviceRemoveScheme");

    /* lists those of lpd too */
    add("socket", PAPPL_DEVTYPE_CUSTOM_NETWORK, list_network);
    add("lpd", PAPPL_DEVTYPE_CUSTOM_NETWORK, NULL);
    add("usb", PAPPL_DEVTYPE_USB, list_usb);
    add("file", PAPPL_DEVTYPE_CUSTOM_LOCAL, NULL);
    for (size_t i = 0; remove != NULL && i < sizeof(unwanted) / sizeof(unwanted[0]); i++)
        remove(unwanted[i]);
}
