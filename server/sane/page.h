/*
 * page.h - one page from the driver to the server.
 * Effects: those of the driver; the socket.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SANE_PAGE_H
#define SERVER_SANE_PAGE_H

#include "device.h"

struct batch {
    struct device *device;
    struct scan_params params; /* as they were set */
    bool set;
    bool started; /* the driver was, and is not at rest */
};

/* page_scan - the next page: IMAGE and LINES go out; result: what is to be sent at its end. */
void page_scan(struct batch *batch, const struct scan_params *params,
               struct wire_result *result);

/* page_finish - the batch is over: the device is at rest. */
void page_finish(struct batch *batch);

#endif
