/*
 * scanner-match.c - see scanner-match.h.
 * Source: names of devices as SANE's pixma driver makes them: "pixma:", vendor and product as 8
 * hexadecimal digits, "_" and the serial number that USB tells, where there is one.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scanner-match.h"

#include "machine-share.h"

#include "server/uri.h"

#include <string.h>
#include <strings.h>

bool scanner_match_usb(const struct scanner_queue *queue)
{
    struct uri uri;

    return uri_parse(queue->uri, &uri, NULL, 0) && uri.scheme == URI_USB;
}

const char *scanner_match_serial(const char *device)
{
    if (strncmp(device, "pixma:", 6) != 0 || strspn(device + 6, "0123456789ABCDEFabcdef") != 8)
        return NULL;
    device += 14;
    if (*device == '_')
        return device + 1;
    return *device == '\0' ? device : NULL;
}

/* Queues of one machine count once. */
static size_t count_machines(const struct scanner_queue *queues, size_t n)
{
    size_t machines = 0;

    for (size_t i = 0; i < n; i++) {
        bool known = !scanner_match_usb(&queues[i]);

        for (size_t j = 0; j < i && !known; j++)
            known = share_same(queues[i].uri, queues[j].uri);
        machines += !known;
    }
    return machines;
}

static int only_device(const char *const *devices, size_t n)
{
    int found = -1;

    for (size_t i = 0; i < n; i++)
        if (scanner_match_serial(devices[i]) != NULL) {
            if (found >= 0)
                return -1;
            found = (int)i;
        }
    return found;
}

int scanner_match(const struct scanner_queue *queues, size_t num_queues, size_t queue,
                  const char *const *devices, size_t num_devices)
{
    const char *serial;
    struct uri uri;
    int only;

    if (!uri_parse(queues[queue].uri, &uri, NULL, 0) || uri.scheme != URI_USB)
        return -1;
    for (size_t i = 0; i < num_queues; i++)
        if (queues[i].printer_id < queues[queue].printer_id &&
            share_same(queues[i].uri, queues[queue].uri))
            return -1;
    for (size_t i = 0; i < num_devices && uri.serial[0] != '\0'; i++) {
        serial = scanner_match_serial(devices[i]);
        if (serial != NULL && strcasecmp(serial, uri.serial) == 0)
            return (int)i;
    }
    only = only_device(devices, num_devices);
    if (only < 0 || count_machines(queues, num_queues) != 1)
        return -1;
    serial = scanner_match_serial(devices[only]);
    return uri.serial[0] == '\0' || serial[0] == '\0' ? only : -1;
}

bool scanner_match_may_be(const struct scanner_queue *queue, const char *device)
{
    const char *serial = scanner_match_serial(device);
    struct uri uri;

    return uri_parse(queue->uri, &uri, NULL, 0) && uri.scheme == URI_USB && serial != NULL &&
           (serial[0] == '\0' || uri.serial[0] == '\0' || strcasecmp(serial, uri.serial) == 0);
}
