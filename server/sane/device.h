/*
 * device.h - a SANE device: opened, asked what it can do, set for a page.
 * Effects: those of the driver.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SANE_DEVICE_H
#define SERVER_SANE_DEVICE_H

#include "server/scan/scan-wire.h"

#include <sane/sane.h>

#define DEVICE_TEXT_SIZE 256

/* How both sides of a sheet are asked for where there is no source for it. */
enum device_duplex { DUPLEX_BY_SOURCE, DUPLEX_BY_MODE, DUPLEX_BY_SWITCH };

struct device {
    SANE_Handle handle;
    char source[SCAN_NUM_INPUTS][DEVICE_TEXT_SIZE]; /* "": there is nothing to be set */
    bool has[SCAN_NUM_INPUTS];
    enum device_duplex duplex;
    char button[SCAN_MAX_BUTTONS][DEVICE_TEXT_SIZE]; /* names of options */
    bool down[SCAN_MAX_BUTTONS];                     /* at the last question */
    size_t num_buttons;
};

/* device_failed - a result that failed, of SANE's status and what was being done; returns its
 * result. */
enum scan_result device_failed(struct wire_result *result, SANE_Status status,
                               const char *doing);

/* device_open - open it, and find out what it can do. caps: out. The driver was chosen by
 * config_init(). */
enum scan_result device_open(struct device *device, const char *name, struct scan_caps *caps,
                             struct wire_result *result);

/* device_sensors - ask its feeder and its buttons. */
void device_sensors(struct device *device, struct scan_sensors *sensors);

/* device_set - set all options for a page: source, mode, depth, resolution, area, in this
 * order, since each may reset what comes after. */
enum scan_result device_set(struct device *device, const struct scan_params *params,
                            struct wire_result *result);

/* What device-caps.c and device.c share. device_set_input, device_set_color - the source; the
 * mode, and 8 bits. */
SANE_Status device_set_input(struct device *device, enum scan_input input);
SANE_Status device_set_color(struct device *device, bool color);

/* device_caps - what it can do, by trying each source; buttons and sources are kept in device.
 * False: it is no scanner that we can use. */
bool device_caps(struct device *device, struct scan_caps *caps);

#endif
