/*
 * machine.c - see machine.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/bench/machine.h"

#include "tests/bench/common.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PIECE ((size_t)1 << 18)

/* Of a machine with a pace: what it has taken but not printed is to be little, as in the
 * machine, not the megabytes of a loopback socket. */
#define SLOW_BUFFER 65536

/* Titles stand in the first packets of a job. */
#define HEAD 2048u

/* What is known of one connection. */
struct incoming {
    uint8_t head[HEAD];
    size_t num_head;
    uint64_t bytes;
    double next; /* when it takes more */
};

static void find_title(struct machine *m, struct incoming *in)
{
    size_t mark = m->mark ? strlen(m->mark) : 0, i;

    for (i = 0; mark > 0 && i + mark < in->num_head; i++) {
        if (memcmp(in->head + i, m->mark, mark) == 0 && m->num_order < MACHINE_MAX_ORDER) {
            m->order[m->num_order++] =
                (unsigned)strtoul((const char *)in->head + i + mark, NULL, 10);
            return;
        }
    }
}

static void account(struct machine *m, struct incoming *in, const uint8_t *bytes, size_t n)
{
    size_t take = HEAD - 1 - in->num_head;
    double at = clock_seconds();

    memcpy(in->head + in->num_head, bytes, take < n ? take : n);
    in->num_head += take < n ? take : n;
    in->bytes += n;
    pthread_mutex_lock(&m->lock);
    if (m->bytes == 0)
        m->first = at;
    m->last = at;
    m->bytes += n;
    if (m->page <= 0 && m->bytes > HEAD)
        m->page = at;
    pthread_cond_broadcast(&m->changed);
    pthread_mutex_unlock(&m->lock);
}

/* A pause is not made up for: a machine does not take faster because it had to wait. */
static void keep_pace(const struct machine *m, struct incoming *in, size_t n)
{
    double now = clock_seconds();

    if (m->rate <= 0)
        return;
    in->next = (in->next > now ? in->next : now) + (double)n / m->rate;
    sleep_seconds(in->next - now);
}

/* The largest piece to read: at a pace, what comes in 5 ms. */
static size_t piece_of(const struct machine *m)
{
    size_t piece = m->rate > 0 ? (size_t)(m->rate / 200) + 1 : PIECE;

    return piece < PIECE ? piece : PIECE;
}

static void take(struct machine *m, int connection, uint8_t *bytes)
{
    struct incoming in = {.bytes = 0};
    ssize_t n;

    while ((n = recv(connection, bytes, piece_of(m), 0)) > 0) {
        account(m, &in, bytes, (size_t)n);
        keep_pace(m, &in, (size_t)n);
    }
    close(connection);
    pthread_mutex_lock(&m->lock);
    if (in.bytes > 0) {
        find_title(m, &in);
        m->jobs++;
        m->ended = clock_seconds();
    }
    pthread_cond_broadcast(&m->changed);
    pthread_mutex_unlock(&m->lock);
}

static void *run(void *ctx)
{
    uint8_t *bytes = malloc(PIECE);
    struct machine *m = ctx;
    int connection;

    while (bytes && (connection = accept(m->listener, NULL, NULL)) >= 0) {
        if (m->kind == MACHINE_PRINTS)
            take(m, connection, bytes);
    }
    free(bytes);
    return NULL;
}

/* Connections that nobody accepts: the system answers no further ones. */
static bool fill_backlog(const struct sockaddr_in *address)
{
    unsigned i;

    for (i = 0; i < 4; i++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);

        if (fd < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0)
            return false;
        (void)connect(fd, (const struct sockaddr *)address, sizeof *address);
    }
    return true;
}

static bool start_thread(struct machine *m)
{
    pthread_t thread;

    return pthread_create(&thread, NULL, run, m) == 0 && pthread_detach(thread) == 0;
}

bool machine_open(struct machine *m, int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int yes = 1, buffer = SLOW_BUFFER;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    m->listener = socket(AF_INET, SOCK_STREAM, 0);
    pthread_mutex_init(&m->lock, NULL);
    pthread_cond_init(&m->changed, NULL);
    if (m->listener < 0 ||
        setsockopt(m->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        ((m->rate > 0 || m->kind == MACHINE_STALLS) &&
         setsockopt(m->listener, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer) != 0) ||
        bind(m->listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(m->listener, m->kind == MACHINE_DARK ? 0 : 4) != 0)
        return false;
    return m->kind == MACHINE_DARK ? fill_backlog(&address) : start_thread(m);
}

/* With the lock. */
static bool wait_change(struct machine *m, double end)
{
    struct timespec until;
    double left = end - clock_seconds();

    if (left <= 0)
        return false;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += (time_t)left + 1;
    (void)pthread_cond_timedwait(&m->changed, &m->lock, &until);
    return true;
}

bool machine_wait_jobs(struct machine *m, unsigned jobs, double seconds)
{
    double end = clock_seconds() + seconds;
    bool came;

    pthread_mutex_lock(&m->lock);
    while (m->jobs < jobs && wait_change(m, end))
        continue;
    came = m->jobs >= jobs;
    pthread_mutex_unlock(&m->lock);
    return came;
}

bool machine_wait_bytes(struct machine *m, uint64_t bytes, double seconds)
{
    double end = clock_seconds() + seconds;
    bool came;

    pthread_mutex_lock(&m->lock);
    while (m->bytes < bytes && wait_change(m, end))
        continue;
    came = m->bytes >= bytes;
    pthread_mutex_unlock(&m->lock);
    return came;
}
