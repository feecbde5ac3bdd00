/*
 * http-server.h - the HTTP listeners of scanners and of the web page, by libmicrohttpd: PAPPL's
 * own server knows no DELETE, no paths that vary and no Location (it answers nothing at all to
 * them).
 *
 * One server has a scanner's plain port or its TLS port, at all addresses that the program
 * listens on. Each connection has a thread of its own, so handlers may wait. What is checked
 * before a handler is called: the client's address may (http-access.h), Host is a name of ours,
 * Origin, where there is one, is the same as Host, the body is not too large (413), the method
 * is one of the route's (405), the path is there (404), no more connections than allowed.
 * Effects: sockets, threads, the log.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_HTTP_SERVER_H
#define SERVER_HTTP_SERVER_H

#include "server/listen.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define HTTP_MAX_CLIENTS                                                                       \
    64 /* connections of a server; a fourth of them of one address, but as                     \
        * many as there are of this computer */
#define HTTP_MAX_PIECES   8
#define HTTP_IDLE_SECONDS 30 /* for the head of a request, and to take 32 KiB of an answer */

/* A request, for the time of its handler. */
struct http_request {
    const char *method; /* "GET"; HEAD is answered as GET without a body by the server */
    const char *path;   /* without the query, as it came, no "%" in it decoded */
    const char *piece[HTTP_MAX_PIECES]; /* what stood for each "*" of the route, decoded */
    const char *host;                   /* the client's address, as text */
    bool local;                         /* it is this computer */
    bool tls;
    const uint8_t *body; /* all of it, and a NUL behind it; "" */
    size_t body_n;
    void *taken;                    /* of the route's taker, where it has one */
    const struct http_route *route; /* that was found; NULL for refuse() of http_settings */
    void *ctx;                      /* of the server */
    void *internal;                 /* for http-server.c */
};

/* http_header - a field of the request, by its name in any case; "" where there is none. */
const char *http_header(const struct http_request *request, const char *name);

/*
 * http_query - a parameter of the query, or, where the body is a form
 * (application/x-www-form-urlencoded), a field of it; decoded; "" where there is none.
 * http_each - all of them.
 */
const char *http_query(const struct http_request *request, const char *name);
void http_each(const struct http_request *request,
               void (*each)(void *ctx, const char *name, const char *value), void *ctx);

/* An answer; made by one of these and returned by the handler, exactly once. NULL: 500. */
struct http_answer;

/* http_text - body copied. http_bytes - body of malloc, which is taken over. type NULL: no
 * Content-Type. */
struct http_answer *http_text(unsigned status, const char *type, const char *body);
struct http_answer *http_bytes(unsigned status, const char *type, void *body, size_t n);

/*
 * http_stream - a body that is made while it is sent.
 *
 * size   UINT64_MAX: not known: chunked for HTTP/1.1, closing for 1.0
 * read   up to n bytes, it may wait; 0 at the end, -1: it broke off, which the client sees
 * done   called once, sent or not
 */
struct http_answer *http_stream(unsigned status, const char *type, uint64_t size,
                                long (*read)(void *ctx, uint64_t at, void *bytes, size_t n),
                                void (*done)(void *ctx, bool all_sent), void *ctx);

/* http_add - a field more. Returns the answer. NULL stays NULL. */
struct http_answer *http_add(struct http_answer *answer, const char *name, const char *value);

/*
 * A body that is too large for memory goes to a taker while it comes in, instead of into
 * request->body; the handler is called behind its end, or behind what the taker refused.
 *
 * begin  the request has its head and its query. NULL, and *refusal: that is the answer
 * take   the next bytes. False: it wants no more; the rest is not read beyond a little
 * end    once for each begin that was not NULL, when the request is over, answered or broken
 * off
 */
struct http_taker {
    void *(*begin)(const struct http_request *request, struct http_answer **refusal);
    bool (*take)(void *taken, const uint8_t *bytes, size_t n);
    void (*end)(void *taken);
};

struct http_route {
    const char *methods; /* "GET POST" */
    const char *path; /* "/eSCL/ScanJobs"; a part that is a star alone stands for any one part
                       * of a path, which is a piece then */
    size_t max_body;  /* of a POST or PUT */
    struct http_answer *(*handle)(const struct http_request *request);
    const struct http_taker *taker; /* NULL: the body is kept in memory */
    const void *data;               /* for the handler */
};

struct http_settings {
    const struct listen *listen;
    unsigned port; /* 0: any free one */
    bool tls;      /* with the certificate of tls.h */
    const struct http_route *routes;
    size_t num_routes;
    void *ctx;
    unsigned idle_ms;                            /* 0: HTTP_IDLE_SECONDS */
    bool (*may)(const struct sockaddr *address); /* who may connect; NULL: http_access_check */
    /* what a person sees for a 404, 405 or 413; NULL: the sentence as plain text. Fields of the
     * query are not read yet. */
    struct http_answer *(*refuse)(const struct http_request *request, unsigned status,
                                  const char *sentence);
};

struct http_server;

/* http_server_start - NULL and a sentence: the port is taken, there is no certificate.
 * settings' members are kept by pointer but for listen. */
struct http_server *http_server_start(const struct http_settings *settings, char *why,
                                      size_t why_size);

unsigned http_server_port(const struct http_server *server);

/* http_server_stop - no new connections, and those that are there end; waits for them. Whoever
 * lets handlers wait has them return first. NULL is fine. */
void http_server_stop(struct http_server *server);

#endif
