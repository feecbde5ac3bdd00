/*
 * device-net.c - names, connections, waits that end.
 * Effects: sockets, the resolver (in a thread of its own), the clock.
 * Source: POSIX.1-2008; tcp(7) for the Linux ioctl, which is left out elsewhere.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/device-net.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/sockios.h>
#endif

/* Look-ups that were left to themselves end when the resolver gives up, after half a minute or
 * so; a queue that tries again all night must not pile up threads meanwhile. */
#define MAX_LOOKUPS 16

/* Room in the kernel for data on its way. A third of it is free when poll() says writable, so
 * a piece of 16 KiB then always goes in one call; and it is small enough that the count of
 * bytes sent means something when a machine stops. */
#define SEND_BUFFER (64 * 1024)

int64_t net_clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void net_cond_init(pthread_cond_t *cond)
{
    pthread_condattr_t monotonic;

    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(cond, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

bool net_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex, int64_t until)
{
    struct timespec end = {(time_t)(until / 1000), (long)(until % 1000) * 1000000};

    if (until == INT64_MAX)
        return pthread_cond_wait(cond, mutex) == 0;
    return pthread_cond_timedwait(cond, mutex, &end) == 0;
}

const char *net_reason(int error)
{
    static const struct {
        int error;
        const char *words;
    } table[] = {
        {ECONNREFUSED, "connection refused"             },
        {ECONNRESET,   "connection reset"               },
        {ECONNABORTED, "connection reset"               },
        {EPIPE,        "connection closed"              },
        {ETIMEDOUT,    "no answer"                      },
        {EHOSTUNREACH, "not reachable"                  },
        {EHOSTDOWN,    "not reachable"                  },
        {ENETUNREACH,  "no network leads to it"         },
        {ENETDOWN,     "the network is down"            },
        {ECANCELED,    "canceled"                       },
        {EMFILE,       "too many open files"            },
        {ENFILE,       "too many open files"            },
        {EACCES,       "not permitted"                  },
        {EPERM,        "not permitted"                  },
        {ENOSPC,       "the disk is full"               },
        {EDQUOT,       "the disk quota is used up"      },
        {EROFS,        "the disk is read-only"          },
        {ENOENT,       "it does not exist"              },
        {ENOTDIR,      "it is not a folder"             },
        {ELOOP,        "it is a symbolic link"          },
        {EIO,          "the disk reports an error"      },
        {EFBIG,        "the file would become too large"},
        {ENOMEM,       "out of memory"                  },
    };
    size_t i;

    for (i = 0; i < sizeof table / sizeof table[0]; i++)
        if (table[i].error == error)
            return table[i].words;
    return strerror(error);
}

static bool is_canceled(const struct net_limits *limits)
{
    return limits->canceled && limits->canceled(limits->ctx);
}

/* A look-up that two threads hold; the last one frees it. */
struct lookup {
    pthread_mutex_t mutex; /* guards all below but host, port, type */
    pthread_cond_t changed;
    unsigned holders;
    bool done;
    int status; /* of getaddrinfo */
    struct net_addresses addresses;
    char host[256];
    uint16_t port;
    int type;
};

static atomic_uint num_lookups;

static int look_up(const char *host, uint16_t port, int type, int flags,
                   struct net_addresses *addresses)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = type, .ai_flags = flags};
    struct addrinfo *list = NULL;
    struct addrinfo *item;
    char service[8];
    int status;

    snprintf(service, sizeof service, "%u", (unsigned)port);
    addresses->n = 0;
    status = getaddrinfo(host, service, &hints, &list);
    if (status != 0)
        return status;
    for (item = list; item && addresses->n < NET_MAX_ADDRESSES; item = item->ai_next) {
        if (item->ai_addrlen > sizeof addresses->list[0].address)
            continue;
        memcpy(&addresses->list[addresses->n].address, item->ai_addr, item->ai_addrlen);
        addresses->list[addresses->n++].size = item->ai_addrlen;
    }
    freeaddrinfo(list);
    return addresses->n > 0 ? 0 : EAI_NONAME;
}

static struct lookup *lookup_new(const char *host, uint16_t port, int type)
{
    struct lookup *l = calloc(1, sizeof *l);

    if (!l)
        return NULL;
    snprintf(l->host, sizeof l->host, "%s", host);
    l->port = port;
    l->type = type;
    l->holders = 1;
    pthread_mutex_init(&l->mutex, NULL);
    net_cond_init(&l->changed);
    return l;
}

static void lookup_release(struct lookup *l)
{
    bool last;

    pthread_mutex_lock(&l->mutex);
    last = --l->holders == 0;
    pthread_mutex_unlock(&l->mutex);
    if (!last)
        return;
    pthread_cond_destroy(&l->changed);
    pthread_mutex_destroy(&l->mutex);
    free(l);
}

static void *lookup_run(void *ctx)
{
    struct lookup *l = ctx;
    struct net_addresses addresses;
    int status = look_up(l->host, l->port, l->type, 0, &addresses);

    pthread_mutex_lock(&l->mutex);
    l->addresses = addresses;
    l->status = status;
    l->done = true;
    pthread_cond_signal(&l->changed);
    pthread_mutex_unlock(&l->mutex);
    lookup_release(l);
    atomic_fetch_sub(&num_lookups, 1);
    return NULL;
}

static bool lookup_start(struct lookup *l)
{
    pthread_attr_t attributes;
    pthread_t thread;
    bool started;

    if (atomic_fetch_add(&num_lookups, 1) >= MAX_LOOKUPS) {
        atomic_fetch_sub(&num_lookups, 1);
        return false;
    }
    l->holders++; /* nobody else has it yet */
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    started = pthread_create(&thread, &attributes, lookup_run, l) == 0;
    pthread_attr_destroy(&attributes);
    if (!started) {
        l->holders--;
        atomic_fetch_sub(&num_lookups, 1);
    }
    return started;
}

/* The clock reading at most one slice from now, not after the deadline. */
static int64_t slice_end(const struct net_limits *limits)
{
    int64_t end = net_clock_ms() + NET_SLICE_MS;

    return end < limits->deadline ? end : limits->deadline;
}

/* True when the look-up is done, false when the limits were reached. */
static bool lookup_wait(struct lookup *l, const struct net_limits *limits)
{
    bool done;

    for (;;) {
        int64_t end = slice_end(limits);
        const struct timespec until = {(time_t)(end / 1000), (long)(end % 1000) * 1000000};
        int status = 0;

        pthread_mutex_lock(&l->mutex);
        while (!l->done && status == 0)
            status = pthread_cond_timedwait(&l->changed, &l->mutex, &until);
        done = l->done;
        pthread_mutex_unlock(&l->mutex);
        if (done || is_canceled(limits) || net_clock_ms() >= limits->deadline)
            return done;
    }
}

bool net_resolve(const char *host, uint16_t port, int type, const struct net_limits *limits,
                 struct net_addresses *addresses, char *why, size_t why_size)
{
    struct lookup *l;
    bool found = false;

    /* An address needs nobody to be asked. */
    if (look_up(host, port, type, AI_NUMERICHOST | AI_NUMERICSERV, addresses) == 0)
        return true;
    l = lookup_new(host, port, type);
    if (!l || !lookup_start(l)) {
        snprintf(why, why_size, "The address of %s cannot be looked up now.", host);
        goto done;
    }
    if (!lookup_wait(l, limits)) {
        snprintf(why, why_size, "The name service does not answer for %s.", host);
        goto done;
    }
    pthread_mutex_lock(&l->mutex);
    *addresses = l->addresses;
    found = l->status == 0;
    if (!found)
        snprintf(why, why_size, "The address of %s is not known (%s).", host,
                 gai_strerror(l->status));
    pthread_mutex_unlock(&l->mutex);
done:
    if (l)
        lookup_release(l);
    return found;
}

enum net_wait net_poll(int fd, short events, const struct net_limits *limits, short *got)
{
    for (;;) {
        struct pollfd p = {fd, events, 0};
        int64_t wait = slice_end(limits) - net_clock_ms();
        int n = poll(&p, 1, wait > 0 ? (int)wait : 0);

        *got = p.revents;
        if (n > 0)
            return NET_EVENT;
        *got = 0;
        if (is_canceled(limits))
            return NET_CANCELED;
        if (net_clock_ms() >= limits->deadline)
            return NET_DEADLINE;
    }
}

static void tune(int fd)
{
    const int on = 1;
    const int buffer = SEND_BUFFER;

    /* Best effort: each makes the connection better, none is needed. We gather ourselves, so
     * TCP need not wait for more. Keepalive finds a machine that lost its power. */
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
#if defined(TCP_KEEPIDLE) && defined(TCP_KEEPINTVL) && defined(TCP_KEEPCNT)
    {
        const int idle = 30, interval = 10, count = 6;

        setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
        setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
        setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count);
    }
#endif
}

static int open_socket(int family, int type)
{
    int fd = socket(family, type, 0);
    int flags;

    if (fd < 0)
        return -1;
    flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0 ||
        fcntl(fd, F_SETFD, FD_CLOEXEC) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

/* 0, or errno. */
static int finish_connect(int fd, const struct net_limits *limits)
{
    short got;
    int error = 0;
    socklen_t size = sizeof error;

    switch (net_poll(fd, POLLOUT, limits, &got)) {
    case NET_CANCELED:
        return ECANCELED;
    case NET_DEADLINE:
        return ETIMEDOUT;
    case NET_EVENT:
    default:
        break;
    }
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

int net_connect(const struct net_addresses *addresses, unsigned each_ms,
                const struct net_limits *limits, int *error)
{
    size_t i;

    *error = EHOSTUNREACH;
    for (i = 0; i < addresses->n; i++) {
        struct net_limits one = *limits;
        const struct sockaddr *address = (const struct sockaddr *)&addresses->list[i].address;
        int fd = open_socket(address->sa_family, SOCK_STREAM);

        if (fd < 0) {
            *error = errno;
            continue;
        }
        tune(fd);
        if (net_clock_ms() + each_ms < one.deadline)
            one.deadline = net_clock_ms() + each_ms;
        *error = 0;
        if (connect(fd, address, addresses->list[i].size) != 0)
            *error = errno == EINPROGRESS || errno == EINTR ? finish_connect(fd, &one) : errno;
        if (*error == 0)
            return fd;
        close(fd);
        if (*error == ECANCELED)
            break;
    }
    return -1;
}

int net_open_datagram(const struct net_addresses *addresses, char *why, size_t why_size)
{
    size_t i;
    int error = EHOSTUNREACH;

    for (i = 0; i < addresses->n; i++) {
        const struct sockaddr *address = (const struct sockaddr *)&addresses->list[i].address;
        int fd = open_socket(address->sa_family, SOCK_DGRAM);

        if (fd >= 0 && connect(fd, address, addresses->list[i].size) == 0)
            return fd;
        error = errno;
        if (fd >= 0)
            close(fd);
    }
    snprintf(why, why_size, "The printer's address cannot be used (%s).", net_reason(error));
    return -1;
}

int net_unacknowledged(int fd)
{
#ifdef SIOCOUTQ
    int n;

    if (ioctl(fd, SIOCOUTQ, &n) == 0)
        return n;
#else
    (void)fd;
#endif
    return -1;
}
