/*
 * transport.h - what device.c asks of each kind of connection, and what it gives them.
 * For device*.c and their tests only; others use device.h.
 * Effects: see device.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_TRANSPORT_H
#define SERVER_TRANSPORT_H

#include "server/device.h"
#include "server/device-net.h"
#include "server/uri.h"

#include <stdatomic.h>

/* Small writes are gathered to this many bytes. */
#define DEVICE_GATHER 16384

/* Spans of time in milliseconds. */
struct device_times {
    unsigned lookup;    /* one answer of the name service */
    unsigned connect;   /* one connection to one address */
    unsigned retry_min; /* before the second attempt; doubled for each further one */
    unsigned retry_max;
    unsigned busy;      /* without progress, until DEVICE_BUSY is told */
    unsigned drain;     /* for the machine's end of the connection, once all is acknowledged */
    unsigned ack;       /* one LPD answer before the data */
    unsigned final_ack; /* the LPD answer after the data */
};

extern const struct device_times device_default_times;

/* One device as its transport sees it. Used on the thread that calls device_*(). */
struct link {
    struct uri uri;
    struct device_events events; /* each function may be NULL */
    struct device_times times;
    int64_t asked_at;      /* when canceled() was asked last, or the call began */
    bool canceled;         /* it was true once */
    enum device_wait told; /* what was told last */
    char message[512];
    char error[512];
    atomic_uint_fast64_t bytes; /* may be read from any thread */
    atomic_uint_fast64_t writes;
};

/* True when the job is canceled. Asks only when 100 ms have gone by in the call: what follows a
 * cancellation (the end of the job, which the machine needs) still goes to a machine that takes
 * it. ctx is a struct link, so that it fits struct net_limits. */
bool link_canceled(void *ctx);

/* link_wait - tell that something hinders; once for each change. */
__attribute__((format(printf, 3, 4))) void link_wait(struct link *link, enum device_wait why,
                                                     const char *message, ...);

/* link_ready - tell that it goes on, if a hindrance was told. */
void link_ready(struct link *link);

/*
 * link_offer - the next call may take up to n bytes of the job. Directly before it: after the
 * wait for room, not before.
 */
void link_offer(const struct link *link, size_t n);

/* link_took - the channel has taken n bytes of the job in the call that was offered them; 0
 * when it took none. Directly after each such call, whatever its end. */
void link_took(struct link *link, size_t n);

/* Each keeps the sentence for device_error() and returns RESULT_IO. */
__attribute__((format(printf, 2, 3))) enum result link_fail(struct link *link,
                                                            const char *sentence, ...);
enum result link_fail_stopped(struct link *link, const char *reason);
enum result link_fail_canceled(struct link *link);

/* link_pause - let time go by; false when canceled meanwhile. */
bool link_pause(struct link *link, unsigned ms);

/*
 * One kind of connection. state is state_size bytes, zero at first. After a result that is not
 * RESULT_OK only close is called.
 */
struct transport {
    size_t state_size;

    /* Called once, when the job's first bytes are there. Waits until the machine can be
     * written to, or canceled. */
    enum result (*connect)(void *state, struct link *link);

    /* Takes all n > 0 bytes, or fails. Calls link_offer() and link_took() around each call of
     * the system that may take some. */
    enum result (*write)(void *state, struct link *link, const void *bytes, size_t n);

    /* Bytes the other side has, while the job is under way; at most link->bytes. NULL: this
     * channel tells only at the end. After connect only. */
    uint64_t (*acknowledged)(const void *state, const struct link *link);

    /* All is written. Called only after connect. */
    enum result (*finish)(void *state, struct link *link);

    /* Always called once, after connect only. finished: finish has returned RESULT_OK. */
    void (*close)(void *state, struct link *link, bool finished);
};

extern const struct transport transport_socket;
extern const struct transport transport_lpd;
extern const struct transport transport_usb;
extern const struct transport transport_file;

/* device_set_times - other spans of time than the default ones, before the first write. */
void device_set_times(struct device *d, const struct device_times *times);

#endif
