/*
 * client-devices.c - see client-devices.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-devices.h"

#include "device-usb.h"
#include "driver/device-id.h"

#include <stdio.h>
#include <string.h>

static bool show(void *ctx, const char *info, const char *uri, const char *device_id)
{
    const bool *verbose = ctx;
    const struct model *model = device_id_match(device_id, strlen(device_id));

    if (device_id_is_fax(device_id, strlen(device_id))) {
        printf("%s: takes no print jobs, not offered\n    It says: %s\n", info, device_id);
        return false;
    }
    puts(uri);
    if (*verbose)
        printf("    %s\n    It says: %s\n    Model: %s\n", info, device_id,
               model != NULL ? model->name : "none that it names; find-language may find one");
    return false;
}

int client_devices(const struct discovery *how, bool verbose)
{
    usb_list(verbose, show, &verbose);
    discover_network(how, show, &verbose);
    return fflush(stdout) == 0 ? 0 : 1;
}
