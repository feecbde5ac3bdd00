/*
 * device-socket.c - socket://: raw bytes to a TCP port, by custom 9100.
 * Effects: sockets, the clock, the job's events.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/device-stream.h"

static enum result fail(struct stream *s, struct link *link, enum stream_end end)
{
    if (end == STREAM_CANCELED)
        return link_fail_canceled(link);
    return link_fail_stopped(link, stream_reason(s));
}

static enum result socket_connect(void *state, struct link *link)
{
    enum stream_end end = stream_connect(state, link);

    if (end != STREAM_OK)
        return fail(state, link, end);
    link_ready(link);
    return RESULT_OK;
}

static enum result socket_write(void *state, struct link *link, const void *bytes, size_t n)
{
    struct stream *s = state;

    for (;;) {
        enum stream_end end = stream_send(s, link, bytes, n, true);

        if (end == STREAM_OK)
            return RESULT_OK;
        /* A job of which the machine may have a part cannot go on over another connection. */
        if (end != STREAM_LOST || atomic_load(&link->bytes) > 0)
            return fail(s, link, end);
        end = stream_back_off(s, link, NULL);
        if (end == STREAM_OK)
            end = stream_connect(s, link);
        if (end != STREAM_OK)
            return fail(s, link, end);
    }
}

static uint64_t socket_acknowledged(const void *state, const struct link *link)
{
    return stream_acknowledged(state, link);
}

static enum result socket_finish(void *state, struct link *link)
{
    enum stream_end end = stream_end_sending(state, link);

    if (end != STREAM_OK)
        return fail(state, link, end);
    link_ready(link);
    return RESULT_OK;
}

static void socket_close(void *state, struct link *link, bool finished)
{
    (void)link;
    /* A job given up: what the kernel still holds would only make the machine print more of
     * half a job, or hold the connection while it waits for paper. */
    stream_close(state, !finished);
}

const struct transport transport_socket = {
    .state_size = sizeof(struct stream),
    .connect = socket_connect,
    .write = socket_write,
    .acknowledged = socket_acknowledged,
    .finish = socket_finish,
    .close = socket_close,
};
