/*
 * status.h - asks a queue's machine how it is, again and again, on a thread of its own.
 *
 * socket and lpd: SNMP version 1, one object per request. usb: the port status, by a hook.
 * file: nothing can be asked. Nobody who wants to know ever waits for the machine, but in
 * status_fresh. Effects: a thread per queue, UDP packets, USB by the hook, the clock.
 * Source: RFC 1213, 2790, 3805.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_STATUS_H
#define SERVER_STATUS_H

#include "driver/status.h"
#include "server/uri.h"

#include <stdbool.h>
#include <stdint.h>

struct status;

/*
 * status_start - begin to ask the machine at a device URI.
 *
 * changed  may be NULL; called on the poller's thread, with no lock held, when what status_get
 *          gives is no longer the same (status_same). Must not call status_stop.
 *
 * Does not block. NULL when the URI cannot be used or memory or threads are short.
 */
struct status *status_start(const char *uri, void (*changed)(void *ctx), void *ctx);

/* status_stop - end the thread (within about 100 ms) and free. Waits for a changed that runs,
 * so hold no lock that it takes. No other call may be on its way. NULL is fine. */
void status_stop(struct status *status);

/*
 * status_get - a copy of what is known now: complete by itself, nothing of it needs to be
 * merged with what was known before. From any thread; NULL gives nothing known.
 *
 * A machine that falls silent is taken as it was for one more round, then nothing is known.
 */
void status_get(struct status *status, struct device_status *out);

/* status_busy - a job prints (asked every 2 s) or none does (every 30 s). A machine that does
 * not answer is asked less and less, down to every 120 s (30 s while printing). */
void status_busy(struct status *status, bool printing);

/*
 * status_fresh - ask now, and wait for what is then known.
 *
 * canceled  may be NULL; asked each 100 ms, true ends the wait
 * out       may be NULL; always filled as by status_get
 *
 * True when the machine answered to questions that began after the call.
 */
bool status_fresh(struct status *status, unsigned timeout_ms, bool (*canceled)(void *ctx),
                  void *ctx, struct device_status *out);

/*
 * status_set_usb_hook - how to read the port status byte of a machine on USB; NULL (as at the
 * start): there is no way. True: *byte is it. It is called on pollers' threads, must end within
 * a second or so and must not disturb a job that prints.
 */
void status_set_usb_hook(bool (*usb_port_status)(const struct uri *uri, uint8_t *byte));

/* Spans of time; tests make them short. */
struct status_times {
    unsigned object_ms;   /* for one object's answer */
    unsigned printing_ms; /* between rounds while a job prints */
    unsigned idle_ms;     /* between rounds else */
    unsigned silent_ms;   /* the longest time between rounds to a machine that is silent */
    unsigned slow_ms;     /* between questions for what seldom changes: names, sizes */
    unsigned missing_ms;  /* until an object the machine did not have is asked for again */
};
extern const struct status_times status_default_times;

/* status_start_with - the same with other times; copied. */
struct status *status_start_with(const char *uri, const struct status_times *times,
                                 void (*changed)(void *ctx), void *ctx);

#endif
