/*
 * site.h - the web site: everything that people see in a browser, on a listener of its own
 * (http-server.h). PAPPL's listener sends browsers here.
 *
 * Each part of the site has a table of its own in parts.h. What is checked before a handler is
 * called: the address may (web-allow), the names of Host and Origin, the method, the size,
 * whether the visitor is an administrator where the route asks for one, and for a POST that its
 * form was made here for this browser. Effects: sockets, threads, the log.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_SITE_H
#define SERVER_SITE_SITE_H

#include "visit.h"

#include "server/jobs.h"
#include "server/listen.h"

#include <pappl/pappl.h>

enum site_who {
    SITE_EVERYBODY,     /* on the networks that may */
    SITE_ADMINISTRATOR, /* others are asked to sign in */
};

struct site_route {
    const char *methods; /* "GET", "POST" */
    const char *path;    /* as in http-server.h */
    size_t max_body;     /* of a POST; 0: 64 KiB */
    enum site_who who;
    struct http_answer *(*handle)(struct visit *visit);
    /* A large body, see http-server.h; the form's token is in the query then, and checked
     * before begin is called. */
    const struct http_taker *taker;
};

struct site_setup {
    pappl_system_t *system;
    struct jobs *jobs;
    const char *state_file; /* beside which the site keeps what it keeps */
    const char *socket;     /* the server's own domain socket, for ask.h */
    const char *allow;      /* whose addresses may look (http-access.h); "" or NULL: local */
    struct listen listen;
    bool plain_sign_in; /* passwords may come unencrypted from other computers */
    bool tls;           /* there is a certificate */
    unsigned port;      /* 0: the first free one from SITE_PORT on */
    unsigned tls_port;  /* 0: the same from SITE_TLS_PORT on */
    unsigned ipp_port;  /* PAPPL's, for addresses that are shown */
    char host[256];     /* as clients are told; "" */
};

#define SITE_PORT     8080u
#define SITE_TLS_PORT 8443u

/* site_setup - what parts may use. Set before there are visits; fixed then. */
extern struct site_setup site;

/* site_start - serve. False and a sentence: printing goes on without. */
bool site_start(const struct site_setup *setup, char *why, size_t why_size);
void site_stop(void); /* harmless when it was not started */

/* The ports; 0: there is no such listener. */
unsigned site_port(void);
unsigned site_tls_port(void);

/* site_address - the site as a client that calls this computer host reaches it,
 * "http://host:8080"; "" when there is none. */
void site_address(const char *host, char *address, size_t size);

/* site_link - the same with a path behind it; tls: encrypted, where the site is. Host may be a
 * literal IPv6 address, with or without brackets. */
void site_link(const char *host, bool tls, const char *path, char *address, size_t size);

#endif
