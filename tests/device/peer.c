/*
 * peer.c - the other end of a connection, played by a script.
 * Effects: sockets, a thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/device/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static struct peer *new_socket(int type, int receive_buffer)
{
    struct peer *p = calloc(1, sizeof *p);
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    const struct timeval patience = {PEER_PATIENCE_S, 0};

    if (!p)
        return NULL;
    p->fd = -1;
    pthread_mutex_init(&p->mutex, NULL);
    pthread_cond_init(&p->opened, NULL);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    p->listener = socket(AF_INET, type, 0);
    if (receive_buffer)
        setsockopt(p->listener, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    setsockopt(p->listener, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (p->listener < 0 ||
        bind(p->listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        getsockname(p->listener, (struct sockaddr *)&address, &size) != 0) {
        peer_free(p);
        return NULL;
    }
    p->port = ntohs(address.sin_port);
    return p;
}

struct peer *peer_new(int receive_buffer)
{
    return new_socket(SOCK_STREAM, receive_buffer);
}

struct peer *peer_new_datagram(void)
{
    struct peer *p = new_socket(SOCK_DGRAM, 0);

    if (p)
        p->fd = p->listener;
    return p;
}

static void *run(void *ctx)
{
    struct peer *p = ctx;

    p->script(p);
    return NULL;
}

bool peer_start(struct peer *p, void (*script)(struct peer *), void *ctx)
{
    p->script = script;
    p->ctx = ctx;
    if (p->fd != p->listener && listen(p->listener, 8) != 0)
        return false;
    p->running = pthread_create(&p->thread, NULL, run, p) == 0;
    return p->running;
}

void peer_join(struct peer *p)
{
    if (p->running)
        pthread_join(p->thread, NULL);
    p->running = false;
}

void peer_free(struct peer *p)
{
    if (!p)
        return;
    peer_join(p);
    if (p->fd >= 0 && p->fd != p->listener)
        close(p->fd);
    if (p->listener >= 0)
        close(p->listener);
    pthread_cond_destroy(&p->opened);
    pthread_mutex_destroy(&p->mutex);
    free(p->data);
    free(p);
}

bool peer_accept(struct peer *p)
{
    const struct timeval patience = {PEER_PATIENCE_S, 0};

    p->fd = accept(p->listener, NULL, NULL);
    if (p->fd < 0)
        return false;
    p->connections++;
    setsockopt(p->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(p->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    return true;
}

static bool make_room(struct peer *p, size_t n)
{
    size_t capacity = p->capacity ? p->capacity : 65536;
    uint8_t *larger;

    while (capacity - p->n < n)
        capacity *= 2;
    if (capacity == p->capacity)
        return true;
    larger = realloc(p->data, capacity);
    if (!larger)
        return false;
    p->data = larger;
    p->capacity = capacity;
    return true;
}

size_t peer_read(struct peer *p, size_t n)
{
    size_t before = p->n;

    while (n > 0) {
        size_t piece = n < 4096 ? n : 4096;
        ssize_t got;

        if (!make_room(p, piece))
            break;
        got = recv(p->fd, p->data + p->n, piece, 0);
        if (got <= 0)
            break;
        p->n += (size_t)got;
        n -= (size_t)got;
    }
    return p->n - before;
}

void peer_send(struct peer *p, const void *bytes, size_t n)
{
    const uint8_t *from = bytes;

    while (n > 0) {
        ssize_t sent = send(p->fd, from, n, MSG_NOSIGNAL);

        if (sent <= 0)
            return;
        from += sent;
        n -= (size_t)sent;
    }
}

void peer_end(struct peer *p)
{
    if (p->fd >= 0)
        close(p->fd);
    p->fd = -1;
}

void peer_reset(struct peer *p)
{
    const struct linger now = {1, 0};

    if (p->fd >= 0)
        setsockopt(p->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    peer_end(p);
}

void peer_open(struct peer *p)
{
    pthread_mutex_lock(&p->mutex);
    p->gates++;
    pthread_cond_signal(&p->opened);
    pthread_mutex_unlock(&p->mutex);
}

bool peer_pass(struct peer *p)
{
    struct timespec until;
    bool passed;
    int status = 0;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PEER_PATIENCE_S;
    pthread_mutex_lock(&p->mutex);
    while (p->gates == 0 && status == 0)
        status = pthread_cond_timedwait(&p->opened, &p->mutex, &until);
    passed = p->gates > 0;
    if (passed)
        p->gates--;
    pthread_mutex_unlock(&p->mutex);
    return passed;
}
