/*
 * device-stream.c - TCP to a machine that may be off, busy, out of paper or gone.
 * Effects: sockets, the clock, the job's events.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/device-stream.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Read at most this much before looking again whether the machine takes data or the job was
 * canceled: one that talks without end must not hold us. */
#define READ_ROUNDS 16

static void tell_busy(struct link *link)
{
    link_wait(link, DEVICE_BUSY,
              "The printer at %s takes no data: it prints something else, or needs paper or "
              "help; look at its panel.",
              link->uri.host);
}

static void tell_unreachable(struct link *link, const char *reason)
{
    link_wait(link, DEVICE_CONNECTING,
              "The printer at %s cannot be reached on port %u (%s); it is tried again until it "
              "is switched on and free.",
              link->uri.host, (unsigned)link->uri.port, reason);
}

const char *stream_reason(const struct stream *s)
{
    return net_reason(s->error ? s->error : EPIPE);
}

void stream_close(struct stream *s, bool abort)
{
    const struct linger reset = {1, 0};

    if (!s->open)
        return;
    if (abort)
        setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(s->fd);
    s->open = false;
}

/* Wait before the next attempt, each time longer. */
static enum stream_end back_off(struct stream *s, struct link *link)
{
    unsigned delay = s->delay ? s->delay : link->times.retry_min;

    s->delay = delay < link->times.retry_max / 2 ? delay * 2 : link->times.retry_max;
    return link_pause(link, delay) ? STREAM_OK : STREAM_CANCELED;
}

enum stream_end stream_back_off(struct stream *s, struct link *link, const char *message)
{
    stream_close(s, true);
    if (message)
        link_wait(link, DEVICE_CONNECTING, "%s", message);
    else
        tell_unreachable(link, stream_reason(s));
    return back_off(s, link);
}

/* One attempt. False with the reason told, or canceled. */
static bool try_connect(struct stream *s, struct link *link)
{
    struct net_limits limits = {net_clock_ms() + link->times.lookup, link_canceled, link};
    struct net_addresses addresses;
    char why[256];
    int error;

    if (!net_resolve(link->uri.host, link->uri.port, SOCK_STREAM, &limits, &addresses, why,
                     sizeof why)) {
        if (!link->canceled)
            link_wait(link, DEVICE_CONNECTING, "%s It is tried again.", why);
        return false;
    }
    limits.deadline = INT64_MAX;
    s->fd = net_connect(&addresses, link->times.connect, &limits, &error);
    if (s->fd < 0 && error != ECANCELED)
        tell_unreachable(link, net_reason(error));
    return s->fd >= 0;
}

enum stream_end stream_connect(struct stream *s, struct link *link)
{
    while (!try_connect(s, link))
        if (back_off(s, link) == STREAM_CANCELED)
            return STREAM_CANCELED;
    s->open = true;
    s->ended = false;
    s->monologue = false;
    s->error = 0;
    s->num_replies = 0;
    return STREAM_OK;
}

/* Read what is there. False when the connection is lost. */
static bool read_replies(struct stream *s)
{
    unsigned char bytes[4096];
    unsigned i;

    for (i = 0; i < READ_ROUNDS; i++) {
        ssize_t n = recv(s->fd, bytes, sizeof bytes, MSG_DONTWAIT);
        size_t keep = STREAM_REPLIES - s->num_replies;

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return true;
        if (n < 0) {
            s->error = errno;
            return false;
        }
        if (n == 0) {
            s->ended = true;
            return true;
        }
        if (keep > (size_t)n)
            keep = (size_t)n;
        memcpy(s->replies + s->num_replies, bytes, keep);
        s->num_replies += keep;
    }
    return true;
}

/* What poll() found besides data. False when the connection is lost. */
static bool still_there(struct stream *s, short got)
{
    int error = 0;
    socklen_t size = sizeof error;

    if ((got & (POLLERR | POLLNVAL)) == 0)
        return true;
    if (getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
        error = errno;
    s->error = error ? error : ECONNRESET;
    return false;
}

/*
 * One round of waiting: for events, or for anything the machine sends. STREAM_OK with *got 0
 * after the deadline.
 */
static enum stream_end wait_round(struct stream *s, struct link *link, short events,
                                  int64_t deadline, short *got)
{
    const struct net_limits limits = {deadline, link_canceled, link};
    short all = (short)(events | (s->ended ? 0 : POLLIN));

    switch (net_poll(s->fd, all, &limits, got)) {
    case NET_CANCELED:
        return STREAM_CANCELED;
    case NET_DEADLINE:
        return STREAM_OK;
    case NET_EVENT:
    default:
        break;
    }
    if ((*got & POLLIN) && !read_replies(s))
        return STREAM_LOST;
    if (!still_there(s, *got))
        return STREAM_LOST;
    return link_canceled(link) ? STREAM_CANCELED : STREAM_OK;
}

/* Until a piece can be sent. */
static enum stream_end wait_writable(struct stream *s, struct link *link)
{
    int64_t deadline = net_clock_ms() + link->times.busy;
    short got;

    for (;;) {
        enum stream_end end = wait_round(s, link, POLLOUT, deadline, &got);

        if (end != STREAM_OK)
            return end;
        if (s->monologue && s->num_replies > 0) {
            s->error = 0;
            return STREAM_LOST;
        }
        /* both directions closed: what is sent now cannot arrive */
        if (got & POLLHUP) {
            s->error = s->error ? s->error : EPIPE;
            return STREAM_LOST;
        }
        if (got & POLLOUT)
            return STREAM_OK;
        if (net_clock_ms() >= deadline) {
            tell_busy(link);
            deadline = INT64_MAX;
        }
    }
}

/* As send(), with the account of the job's bytes. */
static ssize_t send_some(const struct stream *s, struct link *link, const void *bytes, size_t n,
                         bool job)
{
    ssize_t sent;
    int error;

    if (!job)
        return send(s->fd, bytes, n, MSG_NOSIGNAL);
    link_offer(link, n);
    sent = send(s->fd, bytes, n, MSG_NOSIGNAL);
    error = errno;
    link_took(link, sent > 0 ? (size_t)sent : 0);
    errno = error;
    return sent;
}

enum stream_end stream_send(struct stream *s, struct link *link, const void *bytes, size_t n,
                            bool job)
{
    const unsigned char *from = bytes;

    while (n > 0) {
        enum stream_end end = wait_writable(s, link);
        ssize_t sent;

        if (end != STREAM_OK)
            return end;
        /* It accepted and hung up before it had anything: busy with somebody else. */
        if (s->ended && job && atomic_load(&link->bytes) == 0) {
            s->error = 0;
            return STREAM_LOST;
        }
        sent = send_some(s, link, from, n, job);
        if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
            continue;
        if (sent < 0) {
            s->error = errno;
            return STREAM_LOST;
        }
        if (job)
            s->delay = 0;
        from += sent;
        n -= (size_t)sent;
    }
    return STREAM_OK;
}

uint64_t stream_acknowledged(const struct stream *s, const struct link *link)
{
    uint64_t taken = atomic_load_explicit(&link->bytes, memory_order_relaxed);
    int waiting = s->open ? net_unacknowledged(s->fd) : -1;

    return waiting >= 0 && (uint64_t)waiting < taken ? taken - (uint64_t)waiting : 0;
}

enum stream_end stream_receive(struct stream *s, struct link *link, unsigned ms,
                               unsigned char *byte)
{
    const int64_t deadline = net_clock_ms() + ms;
    int64_t busy = net_clock_ms() + link->times.busy;
    short got;

    while (s->num_replies == 0) {
        enum stream_end end;
        int64_t now = net_clock_ms();

        if (s->ended) {
            s->error = 0;
            return STREAM_LOST;
        }
        if (now >= deadline)
            return STREAM_SILENT;
        if (now >= busy) {
            tell_busy(link);
            busy = INT64_MAX;
        }
        end = wait_round(s, link, 0, busy < deadline ? busy : deadline, &got);
        if (end != STREAM_OK)
            return end;
    }
    *byte = s->replies[0];
    s->num_replies--;
    memmove(s->replies, s->replies + 1, s->num_replies);
    return STREAM_OK;
}

/* What was acknowledged lies in the machine's buffers: printed it is not, if it has no paper.
 */
static bool is_hindered(struct link *link)
{
    if (!link->events.hindered || !link->events.hindered(link->events.ctx))
        return false;
    tell_busy(link);
    return true;
}

enum stream_end stream_end_sending(struct stream *s, struct link *link)
{
    int64_t busy = net_clock_ms() + link->times.busy;
    int64_t drained = INT64_MAX; /* when we stop to wait for the machine's end */
    unsigned step = 5;           /* TCP tells of acknowledgements only when asked */
    short got;

    if (shutdown(s->fd, SHUT_WR) != 0 && errno != ENOTCONN) {
        s->error = errno;
        return STREAM_LOST;
    }
    for (;;) {
        int64_t now = net_clock_ms();
        int waiting = net_unacknowledged(s->fd);
        int64_t until = now + step;
        enum stream_end end;

        if (waiting <= 0 && drained == INT64_MAX)
            drained = now + (waiting < 0 ? 10 : 1) * (int64_t)link->times.drain;
        end = wait_round(s, link, 0, until < drained ? until : drained, &got);
        if (end != STREAM_OK)
            return end;
        if (s->ended && net_unacknowledged(s->fd) <= 0)
            return STREAM_OK;
        if (net_clock_ms() >= drained && !is_hindered(link))
            return STREAM_OK;
        if (net_clock_ms() >= drained)
            drained = net_clock_ms() + NET_SLICE_MS;
        if (now >= busy && drained == INT64_MAX)
            tell_busy(link);
        /* After its end the machine's closing shows as POLLHUP for ever: do not spin. */
        if ((got & POLLHUP) && !link_pause(link, step))
            return STREAM_CANCELED;
        step = step < NET_SLICE_MS ? step * 2 : NET_SLICE_MS;
    }
}
