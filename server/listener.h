/*
 * listener.h - TCP ports of the old printing protocols: one thread waits for connections, each
 * connection has a thread of its own.
 *
 * At most LISTENER_CLIENTS at a time, a fourth of them of one address; more wait in the
 * system's queue, more of one address are closed. Silent ones are ended by who serves them.
 * Effects: sockets, threads, the log.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_LISTENER_H
#define SERVER_LISTENER_H

#include "jobs.h"
#include "ways.h"

#include <pappl/pappl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LISTENER_CLIENTS 64

/* A connection. */
struct listener_client {
    int fd; /* closed by the listener */
    char host[64];
    pappl_system_t *system;
    struct jobs *jobs;
    const struct way_listen *at;
};

/* Serves a connection to its end. */
typedef void listener_serve(struct listener_client *client);

listener_serve listen_raw; /* listen-raw.c */
listener_serve listen_lpd; /* listen-lpd.c */

/* listener_open - take an address; at: kept by pointer. False and a sentence. */
bool listener_open(const struct way_listen *at, listener_serve *serve, char *why,
                   size_t why_size);

void listeners_start(pappl_system_t *system, struct jobs *jobs);
void listeners_stop(void); /* no new connections */

/* ---- for who serves ---- */

/* listener_wait - until there are bytes or the other side has ended; false: 60 s of silence. */
bool listener_wait(const struct listener_client *client);

/* listener_send - all n bytes; false: the connection is gone, or takes nothing for 60 s. */
bool listener_send(const struct listener_client *client, const void *bytes, size_t n);

/* listener_settle - the last answer was sent: see that it arrives, though the other side may be
 * sending still. Closing a socket with bytes in it that nobody reads throws away both. */
void listener_settle(const struct listener_client *client);

/* listener_read - exactly n bytes; false: they did not come. */
bool listener_read(const struct listener_client *client, void *bytes, size_t n);

#endif
