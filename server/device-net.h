/*
 * device-net.h - what the network transports share: names, connections, waits that end.
 * Effects: sockets, the resolver (in a thread of its own), the clock.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DEVICE_NET_H
#define SERVER_DEVICE_NET_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* The longest sleep between two questions whether to go on. */
#define NET_SLICE_MS 100

/* A clock that never jumps, in milliseconds. */
int64_t net_clock_ms(void);

/* net_cond_init - a condition that is waited for by that clock. */
void net_cond_init(pthread_cond_t *cond);

/* net_cond_wait - with the mutex, given up meanwhile: until it is told or, which is false, the
 * clock says until; INT64_MAX: without an end. As ever, it may return true for nothing. */
bool net_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex, int64_t until);

/* What went wrong, in words for people: "connection refused". */
const char *net_reason(int error);

/* How long a call may take. */
struct net_limits {
    int64_t deadline;            /* on net_clock_ms(); INT64_MAX: none */
    bool (*canceled)(void *ctx); /* may be NULL; asked at least each 100 ms */
    void *ctx;
};

#define NET_MAX_ADDRESSES 8

struct net_addresses {
    struct {
        struct sockaddr_storage address;
        socklen_t size;
    } list[NET_MAX_ADDRESSES];
    size_t n;
};

/*
 * net_resolve - the addresses of a host. type is SOCK_STREAM or SOCK_DGRAM.
 *
 * The C library's resolver cannot be interrupted: a name is looked up in a thread of its own,
 * which is left to itself when the limits are reached first.
 */
bool net_resolve(const char *host, uint16_t port, int type, const struct net_limits *limits,
                 struct net_addresses *addresses, char *why, size_t why_size);

/* How one wait for a socket ended. */
enum net_wait {
    NET_EVENT,
    NET_CANCELED,
    NET_DEADLINE,
};

/* net_poll - wait for events (of poll()) on fd; what came is in *got. */
enum net_wait net_poll(int fd, short events, const struct net_limits *limits, short *got);

/*
 * net_connect - a non-blocking connection to the first address that takes one, or -1.
 *
 * each_ms   for each address
 * error     out: errno of the last address; ECANCELED when canceled
 */
int net_connect(const struct net_addresses *addresses, unsigned each_ms,
                const struct net_limits *limits, int *error);

/* net_open_datagram - a UDP socket that talks to the first usable address only, or -1. */
int net_open_datagram(const struct net_addresses *addresses, char *why, size_t why_size);

/* The number of bytes TCP holds that the other side has not acknowledged; -1: cannot be told
 * on this system. */
int net_unacknowledged(int fd);

#endif
