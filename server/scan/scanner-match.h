/*
 * scanner-match.h - which of SANE's devices is the machine of a queue.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SCANNER_MATCH_H
#define SERVER_SCAN_SCANNER_MATCH_H

#include <stdbool.h>
#include <stddef.h>

/* A queue, as far as scanners need it. */
struct scanner_queue {
    int printer_id;
    char name[128];
    char uri[1024];
    char uuid[46]; /* 36 characters, lower case; "": none yet */
};

/* scanner_match_usb - whether the queue's machine is on USB. */
bool scanner_match_usb(const struct scanner_queue *queue);

/* scanner_match_serial - the serial number in a name of pixma's, "pixma:04A926E6_ABC12345";
 * "": it has none. NULL: no name of pixma's for a machine on USB. */
const char *scanner_match_serial(const char *device);

/*
 * scanner_match - the device of a queue.
 *
 * queues    all of the server
 * devices   names of pixma's
 *
 * The same serial number; where the queue's URI or the device has none, only if there is one
 * machine on USB and one device: a guess would scan what lies on somebody else's glass. Several
 * queues may have one machine; the first of them has its scanner. The index of the device, or
 * -1.
 */
int scanner_match(const struct scanner_queue *queues, size_t num_queues, size_t queue,
                  const char *const *devices, size_t num_devices);

/* scanner_match_may_be - whether a device that was found once can still be the queue's: the
 * serial numbers do not say otherwise. */
bool scanner_match_may_be(const struct scanner_queue *queue, const char *device);

#endif
