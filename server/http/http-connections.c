/*
 * http-connections.c - the connections of a server: how many, of whom, and which of them have
 * made no progress for too long (http-parts.h).
 *
 * libmicrohttpd has limits of its own, and none of them will do. Its time-out begins anew with
 * each byte, so that a client that sends one now and then stays for ever; in the last second
 * before it, the thread of a connection asks without a pause. Its number of connections of an
 * address makes no exception for this computer. So one thread watches over all of them: what is
 * too slow has its socket shut down, by which the connection's own thread ends it.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "http-parts.h"

#include "http-access.h"
#include "server/device-net.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

/* A body may come slowly, but not more slowly than this. */
#define BODY_BYTES_PER_MS 8u

struct http_connection {
    struct http_connection *next;
    struct sockaddr_storage address;
    char host[INET6_ADDRSTRLEN + 20];
    int fd;
    bool own;
    uint64_t deadline; /* ms; UINT64_MAX: none */
};

struct http_connections {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    pthread_t watcher;
    unsigned idle_ms;
    /* Guarded by mutex. */
    struct http_connection *first;
    uint64_t wakes_at; /* the watcher, by itself */
    bool stop;
};

/* ---- the watcher ---- */

/* Disconnect what is over its time; the next deadline. */
static uint64_t end_slow_ones(struct http_connections *all)
{
    uint64_t now = (uint64_t)net_clock_ms(), next = UINT64_MAX;

    for (struct http_connection *one = all->first; one != NULL; one = one->next) {
        if (one->deadline <= now) {
            (void)shutdown(one->fd, SHUT_RDWR);
            one->deadline = UINT64_MAX;
        }
        if (one->deadline < next)
            next = one->deadline;
    }
    return next;
}

static void *watch(void *ctx)
{
    struct http_connections *all = ctx;

    pthread_mutex_lock(&all->mutex);
    while (!all->stop) {
        all->wakes_at = end_slow_ones(all);
        (void)net_cond_wait(&all->changed, &all->mutex,
                            all->wakes_at == UINT64_MAX ? INT64_MAX : (int64_t)all->wakes_at);
    }
    pthread_mutex_unlock(&all->mutex);
    return NULL;
}

struct http_connections *http_connections_new(unsigned idle_ms)
{
    struct http_connections *all = calloc(1, sizeof(*all));

    if (all == NULL)
        return NULL;
    all->idle_ms = idle_ms;
    all->wakes_at = UINT64_MAX;
    pthread_mutex_init(&all->mutex, NULL);
    net_cond_init(&all->changed);
    if (pthread_create(&all->watcher, NULL, watch, all) == 0)
        return all;
    pthread_cond_destroy(&all->changed);
    pthread_mutex_destroy(&all->mutex);
    free(all);
    return NULL;
}

void http_connections_free(struct http_connections *all)
{
    if (all == NULL)
        return;
    pthread_mutex_lock(&all->mutex);
    all->stop = true;
    pthread_cond_signal(&all->changed);
    pthread_mutex_unlock(&all->mutex);
    pthread_join(all->watcher, NULL);
    pthread_cond_destroy(&all->changed);
    pthread_mutex_destroy(&all->mutex);
    free(all);
}

/* ---- connections ---- */

static bool same_host(const struct sockaddr_storage *a, const struct sockaddr *b)
{
    if (a->ss_family != b->sa_family)
        return false;
    if (b->sa_family == AF_INET)
        return ((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr ==
               ((const struct sockaddr_in *)(const void *)b)->sin_addr.s_addr;
    return b->sa_family == AF_INET6 &&
           memcmp(&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr,
                  &((const struct sockaddr_in6 *)(const void *)b)->sin6_addr,
                  sizeof(struct in6_addr)) == 0;
}

bool http_connections_room(struct http_connections *all, const struct sockaddr *address,
                           bool own)
{
    size_t n = 0, of_it = 0;

    pthread_mutex_lock(&all->mutex);
    for (const struct http_connection *one = all->first; one != NULL; one = one->next) {
        n++;
        of_it += same_host(&one->address, address);
    }
    pthread_mutex_unlock(&all->mutex);
    return n < HTTP_MAX_CLIENTS && (own || of_it < HTTP_MAX_CLIENTS / 4);
}

static socklen_t size_of(const struct sockaddr *address)
{
    return address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                          : sizeof(struct sockaddr_in);
}

void http_address_text(const struct sockaddr *address, char *text, size_t size)
{
    if (getnameinfo(address, size_of(address), text, (socklen_t)size, NULL, 0,
                    NI_NUMERICHOST) != 0)
        snprintf(text, size, "?");
}

static void set_deadline(struct http_connections *all, struct http_connection *one,
                         uint64_t deadline)
{
    one->deadline = deadline;
    if (deadline < all->wakes_at)
        pthread_cond_signal(&all->changed);
}

struct http_connection *http_connection_open(struct http_connections *all, int fd,
                                             const struct sockaddr *address)
{
    struct http_connection *one = calloc(1, sizeof(*one));

    if (one == NULL)
        return NULL;
    one->fd = fd;
    memcpy(&one->address, address, size_of(address));
    one->own = http_access_own(address);
    http_address_text(address, one->host, sizeof(one->host));
    pthread_mutex_lock(&all->mutex);
    one->next = all->first;
    all->first = one;
    set_deadline(all, one, (uint64_t)net_clock_ms() + all->idle_ms);
    pthread_mutex_unlock(&all->mutex);
    return one;
}

void http_connection_close(struct http_connections *all, struct http_connection *one)
{
    struct http_connection **link = &all->first;

    if (one == NULL)
        return;
    pthread_mutex_lock(&all->mutex);
    while (*link != NULL && *link != one)
        link = &(*link)->next;
    if (*link == one)
        *link = one->next;
    pthread_mutex_unlock(&all->mutex);
    free(one);
}

void http_connection_does(struct http_connections *all, struct http_connection *one,
                          enum http_activity activity, size_t n)
{
    uint64_t deadline = UINT64_MAX, now = (uint64_t)net_clock_ms();

    pthread_mutex_lock(&all->mutex);
    if (activity == HTTP_TAKES && n > 0) {
        /* time for what came, and no more than the usual time in advance */
        deadline = one->deadline == UINT64_MAX ? UINT64_MAX
                                               : one->deadline + 1 + n / BODY_BYTES_PER_MS;
        if (deadline > now + all->idle_ms)
            deadline = now + all->idle_ms;
    } else if (activity != HTTP_WORKS)
        deadline = now + all->idle_ms;
    set_deadline(all, one, deadline);
    pthread_mutex_unlock(&all->mutex);
}

const char *http_connection_host(const struct http_connection *one)
{
    return one->host;
}

bool http_connection_own(const struct http_connection *one)
{
    return one->own;
}
