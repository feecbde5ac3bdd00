/*
 * peer.h - the other end of a connection, played by a script in a thread of its own on a free
 * loopback port.
 * Effects: sockets, a thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DEVICE_PEER_H
#define DEVICE_PEER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A peer that waits longer than this for something gives up, so that a broken test ends. */
#define PEER_PATIENCE_S 30

struct peer {
    int listener; /* or the datagram socket */
    uint16_t port;
    int fd; /* the connection, -1: none */
    unsigned connections;
    void (*script)(struct peer *);
    void *ctx;
    bool running;
    pthread_t thread;
    uint8_t *data; /* all that came, over all connections; the thread's until peer_join */
    size_t n, capacity;
    pthread_mutex_t mutex;
    pthread_cond_t opened;
    unsigned gates; /* guarded by mutex */
};

/* peer_new - bound to a port that refuses until peer_start. receive_buffer: bytes, 0: the
 * system's own. NULL when the system does not let us. */
struct peer *peer_new(int receive_buffer);

/* peer_new_datagram - a UDP socket; fd is it. */
struct peer *peer_new_datagram(void);

/* peer_start - take connections, run the script. */
bool peer_start(struct peer *p, void (*script)(struct peer *), void *ctx);

/* peer_join - wait for the script's end; data may be read then. */
void peer_join(struct peer *p);

/* peer_free - join, close, free. */
void peer_free(struct peer *p);

/* For scripts. */
bool peer_accept(struct peer *p);
size_t peer_read(struct peer *p, size_t n); /* up to n bytes more; fewer at the end */
void peer_send(struct peer *p, const void *bytes, size_t n);
void peer_end(struct peer *p);   /* closes */
void peer_reset(struct peer *p); /* closes with a reset */

/* A gate lets one peer_pass go on for each peer_open. From either side. */
void peer_open(struct peer *p);
bool peer_pass(struct peer *p);

#endif
