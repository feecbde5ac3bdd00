/*
 * http-parts.h - what the files of the HTTP server share: answers and connections.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_HTTP_PARTS_H
#define SERVER_HTTP_PARTS_H

#include "http-server.h"

#include <microhttpd.h>
#include <pthread.h>

/* ---- http-answer.c ---- */

/* The answer as libmicrohttpd wants it, with the fields that every answer has; read is called
 * with ctx. NULL: no memory. */
struct MHD_Response *http_answer_response(struct http_answer *answer,
                                          MHD_ContentReaderCallback read, void *ctx);

unsigned http_answer_status(const struct http_answer *answer);
bool http_answer_length_known(const struct http_answer *answer);

/* The next bytes of its body. 0: the end, also where fewer came than were promised, which is
 * then -1. */
long http_answer_read(struct http_answer *answer, uint64_t at, void *bytes, size_t n);

/* Whether all bytes were read. */
bool http_answer_read_all(const struct http_answer *answer);

/* Once for each answer. NULL is fine. */
void http_answer_free(struct http_answer *answer, bool all_sent);

/* ---- http-connections.c: who is connected, and for how long nothing came of it ---- */

enum http_activity {
    HTTP_AWAITS, /* a request, or the rest of its head */
    HTTP_TAKES,  /* its body */
    HTTP_WORKS,  /* a handler or a body's maker has it: no limit */
    HTTP_SENDS,  /* the client is to take what there is */
};

struct http_connections;
struct http_connection;

/* idle_ms: what is slower is disconnected. NULL: no memory, no thread. */
struct http_connections *http_connections_new(unsigned idle_ms);
/* After the last connection is closed. */
void http_connections_free(struct http_connections *all);

/* Whether one more of this address may be: no limit of each address for this computer. */
bool http_connections_room(struct http_connections *all, const struct sockaddr *address,
                           bool own);

/* NULL: no memory. */
struct http_connection *http_connection_open(struct http_connections *all, int fd,
                                             const struct sockaddr *address);
/* Before its descriptor is closed. NULL is fine. */
void http_connection_close(struct http_connections *all, struct http_connection *one);

/* It begins to do something, or, for TAKES and SENDS, goes on with it; n: bytes that came. */
void http_connection_does(struct http_connections *all, struct http_connection *one,
                          enum http_activity activity, size_t n);

/* An address without its port. */
void http_address_text(const struct sockaddr *address, char *text, size_t size);

const char *http_connection_host(const struct http_connection *one);
bool http_connection_own(const struct http_connection *one);

#endif
