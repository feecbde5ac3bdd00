/*
 * http-request.h - one request from its first line to the end of its answer.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_HTTP_REQUEST_H
#define SERVER_HTTP_REQUEST_H

#include "http-parts.h"

struct http_incoming;

/* http_incoming_new - its first line has come; uri: NULL or the target, copied. NULL: no
 * memory. */
struct http_incoming *http_incoming_new(const struct http_settings *settings,
                                        struct http_connections *connections,
                                        struct http_connection *connection, const char *uri);

/*
 * http_incoming_go_on - what libmicrohttpd's access handler does: first with the head of the
 * request, then with each piece of its body, at last with none. MHD_NO: disconnect.
 */
enum MHD_Result http_incoming_go_on(struct http_incoming *in, struct MHD_Connection *mhd,
                                    const char *method, const char *version, const char *bytes,
                                    size_t n);

/* http_incoming_free - sent: all that was answered went out. */
void http_incoming_free(struct http_incoming *in, bool sent);

#endif
