/*
 * talk.h - the socket to the server: requests come in by a thread of their own, so that a
 * cancel is heard while the driver works; answers go out by the thread that owns the device.
 *
 * A cancel is obeyed by the owner between two calls of the driver. Only one that does not come
 * back from a call for half a second is canceled from the other thread, as SANE permits: not
 * all drivers bear that well.
 * Effects: the socket WIRE_FD, a thread; the end of the process when the server does not need
 * it any more and the driver does not come to an end.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SANE_TALK_H
#define SERVER_SANE_TALK_H

#include "server/scan/scan-wire.h"

#include <sane/sane.h>

/* talk_start - begin to listen. False: no thread. */
bool talk_start(void);

/* talk_next - wait for the next request. False: there will be none, the end. bytes: out, at
 * most WIRE_MAX_SMALL. */
bool talk_next(struct wire_head *head, uint8_t bytes[WIRE_MAX_SMALL]);

/* talk_send - an answer; waits until the server takes it. Once it is gone, nothing happens, and
 * talk_canceled() tells. */
void talk_send(enum wire_type type, const uint8_t *bytes, size_t n);
void talk_send_result(const struct wire_result *result);

/* talk_canceled - whether this batch is canceled, or the server is gone. talk_finished - the
 * next batch begins. */
bool talk_canceled(void);
void talk_finished(void);

/* Around a call of the driver that may take long. */
void talk_call_begins(SANE_Handle handle);
void talk_call_ends(void);

#endif
