/*
 * ask.h - the site as an IPP client of its own server: settings of queues and the server are
 * changed by the same operations that others use, with the same checks. The server takes these
 * requests for an administrator's; whoever calls has asked whether the visitor is one.
 * Effects: a connection to the server's domain socket; any thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_ASK_H
#define SERVER_SITE_ASK_H

#include <cups/cups.h>
#include <stdbool.h>
#include <stddef.h>

/* ask_new - a request about a queue, by its printer-id; 0: about the system. With
 * requesting-user-name. NULL: no memory, no such queue. */
ipp_t *ask_new(ipp_op_t op, int queue);

/* ask - send it; it is freed. The answer is the caller's to free. NULL and a sentence: it was
 * refused (the server's own words), or not answered. */
ipp_t *ask(ipp_t *request, char *why, size_t why_size);

/* ask_do - where the answer does not matter. */
bool ask_do(ipp_t *request, char *why, size_t why_size);

#endif
