/*
 * device-stream.h - a TCP connection that is made again until it stands, and written to with
 * patience. Shared by socket:// and lpd://.
 * Effects: sockets, the clock, the job's events.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DEVICE_STREAM_H
#define SERVER_DEVICE_STREAM_H

#include "server/transport.h"

#define STREAM_REPLIES 64

struct stream {
    bool open; /* fd is valid */
    int fd;
    bool ended;     /* the machine closed its direction */
    bool monologue; /* it is to be silent while we send: what it says is the end, error 0 */
    int error;      /* errno of what was lost; 0: it closed the connection */
    unsigned delay; /* before the next attempt to connect, ms */
    /* The first bytes the machine sent and nobody took; more are dropped. */
    unsigned char replies[STREAM_REPLIES];
    size_t num_replies;
};

enum stream_end {
    STREAM_OK,
    STREAM_LOST, /* see error */
    STREAM_CANCELED,
    STREAM_SILENT, /* no answer until the deadline */
};

/* stream_connect - until connected (STREAM_OK) or canceled. */
enum stream_end stream_connect(struct stream *s, struct link *link);

/* stream_lost - close what was lost, tell it, wait a little longer than the last time. */
enum stream_end stream_back_off(struct stream *s, struct link *link, const char *message);

/*
 * stream_send - all n bytes; waits as long as the machine does, reading what it sends.
 *
 * job   the bytes are the job's own: counted in the link
 */
enum stream_end stream_send(struct stream *s, struct link *link, const void *bytes, size_t n,
                            bool job);

/* stream_acknowledged - the job's bytes TCP knows to have arrived; 0 where it does not tell.
 * Its own bytes and the end of the stream count as if they were the job's last ones. */
uint64_t stream_acknowledged(const struct stream *s, const struct link *link);

/* stream_receive - the next byte from the machine, for at most ms. */
enum stream_end stream_receive(struct stream *s, struct link *link, unsigned ms,
                               unsigned char *byte);

/* stream_end - close the sending direction; wait until all is acknowledged and, a short while,
 * until the machine closes too. STREAM_LOST when it resets instead. */
enum stream_end stream_end_sending(struct stream *s, struct link *link);

/* The words for a lost stream. */
const char *stream_reason(const struct stream *s);

/* abort: what is still on its way is not to arrive. */
void stream_close(struct stream *s, bool abort);

#endif
