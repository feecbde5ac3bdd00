/*
 * device.c - one connection to a machine: gathers writes, keeps the first error, hands on to
 * the transport of the URI's scheme.
 * Effects: memory; the transports' effects.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/transport.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct device_times device_default_times = {
    .lookup = 20000,
    .connect = 5000,
    .retry_min = 250,
    .retry_max = 5000,
    .busy = 5000,
    .drain = 1000,
    .ack = 30000,
    .final_ack = 300000,
};

struct device {
    struct link link;
    const struct transport *transport;
    void *state;
    bool connected;
    bool finished;
    enum result result; /* the first that was not RESULT_OK sticks */
    size_t gathered;
    unsigned char gather[DEVICE_GATHER];
};

bool link_canceled(void *ctx)
{
    struct link *link = ctx;
    int64_t now;

    /* Once it was said the job is over: who asked may have had to hand it on as a mere failure
     * to those who then decide whether to try again. */
    if (link->canceled || !link->events.canceled)
        return link->canceled;
    now = net_clock_ms();
    if (now - link->asked_at < NET_SLICE_MS)
        return false;
    link->asked_at = now;
    link->canceled = link->events.canceled(link->events.ctx);
    return link->canceled;
}

static void tell(struct link *link, enum device_wait why, const char *message)
{
    if (link->told == why && strcmp(link->message, message) == 0)
        return;
    link->told = why;
    snprintf(link->message, sizeof link->message, "%s", message);
    if (link->events.waiting)
        link->events.waiting(link->events.ctx, why, link->message);
}

void link_wait(struct link *link, enum device_wait why, const char *message, ...)
{
    char text[sizeof link->message];
    va_list args;

    va_start(args, message);
    vsnprintf(text, sizeof text, message, args);
    va_end(args);
    tell(link, why, text);
}

void link_ready(struct link *link)
{
    if (link->told != DEVICE_READY)
        tell(link, DEVICE_READY, "");
}

void link_offer(const struct link *link, size_t n)
{
    if (link->events.offer)
        link->events.offer(link->events.ctx,
                           atomic_load_explicit(&link->bytes, memory_order_relaxed) + n);
}

void link_took(struct link *link, size_t n)
{
    uint64_t total = atomic_fetch_add_explicit(&link->bytes, n, memory_order_relaxed) + n;

    if (link->events.took)
        link->events.took(link->events.ctx, total);
    if (n == 0)
        return;
    atomic_fetch_add_explicit(&link->writes, 1, memory_order_relaxed);
    link_ready(link);
}

enum result link_fail(struct link *link, const char *sentence, ...)
{
    va_list args;

    va_start(args, sentence);
    vsnprintf(link->error, sizeof link->error, sentence, args);
    va_end(args);
    return RESULT_IO;
}

enum result link_fail_stopped(struct link *link, const char *reason)
{
    return link_fail(link, "The printer stopped taking data after %llu bytes (%s).",
                     (unsigned long long)atomic_load(&link->bytes), reason);
}

enum result link_fail_canceled(struct link *link)
{
    return link_fail(link, "Canceled after %llu bytes were sent.",
                     (unsigned long long)atomic_load(&link->bytes));
}

bool link_pause(struct link *link, unsigned ms)
{
    const int64_t end = net_clock_ms() + ms;
    int64_t now;

    while (!link_canceled(link) && (now = net_clock_ms()) < end) {
        int64_t left = end - now;

        poll(NULL, 0, (int)(left < NET_SLICE_MS ? left : NET_SLICE_MS));
    }
    return !link->canceled;
}

static const struct transport *find_transport(enum uri_scheme scheme)
{
    switch (scheme) {
    case URI_SOCKET:
        return &transport_socket;
    case URI_LPD:
        return &transport_lpd;
    case URI_USB:
        return &transport_usb;
    case URI_FILE:
    default:
        return &transport_file;
    }
}

struct device *device_open(const char *uri, const struct device_events *events, char *why,
                           size_t why_size)
{
    struct device *d = calloc(1, sizeof *d);

    if (!d) {
        snprintf(why, why_size, "There is no memory left.");
        return NULL;
    }
    if (!uri_parse(uri, &d->link.uri, why, why_size)) {
        free(d);
        return NULL;
    }
    d->transport = find_transport(d->link.uri.scheme);
    d->state = calloc(1, d->transport->state_size);
    if (!d->state) {
        snprintf(why, why_size, "There is no memory left.");
        free(d);
        return NULL;
    }
    if (events)
        d->link.events = *events;
    d->link.times = device_default_times;
    d->link.told = DEVICE_READY;
    return d;
}

void device_set_times(struct device *d, const struct device_times *times)
{
    d->link.times = *times;
}

/* What each call that may wait does first. */
static enum result begin(struct device *d)
{
    d->link.asked_at = net_clock_ms();
    if (d->result == RESULT_OK && d->finished)
        d->result = link_fail(&d->link, "The job was finished before.");
    return d->result;
}

static enum result put(struct device *d, const void *bytes, size_t n)
{
    if (n > 0 && d->result == RESULT_OK)
        d->result = d->transport->write(d->state, &d->link, bytes, n);
    return d->result;
}

static enum result send_gathered(struct device *d)
{
    size_t n = d->gathered;

    d->gathered = 0;
    return put(d, d->gather, n);
}

enum result device_write(struct device *d, const void *bytes, size_t n)
{
    const unsigned char *from = bytes;

    if (begin(d) != RESULT_OK)
        return d->result;
    if (!d->connected) {
        d->connected = true;
        d->result = d->transport->connect(d->state, &d->link);
    }
    while (n > 0 && d->result == RESULT_OK) {
        size_t take = DEVICE_GATHER - d->gathered;

        if (d->gathered == 0 && n >= DEVICE_GATHER)
            return put(d, from, n);
        if (take > n)
            take = n;
        memcpy(d->gather + d->gathered, from, take);
        d->gathered += take;
        from += take;
        n -= take;
        if (d->gathered == DEVICE_GATHER)
            send_gathered(d);
    }
    return d->result;
}

enum result device_flush(struct device *d)
{
    return begin(d) == RESULT_OK ? send_gathered(d) : d->result;
}

enum result device_finish(struct device *d)
{
    if (begin(d) != RESULT_OK || send_gathered(d) != RESULT_OK)
        return d->result;
    if (d->connected)
        d->result = d->transport->finish(d->state, &d->link);
    d->finished = d->result == RESULT_OK;
    return d->result;
}

void device_close(struct device *d)
{
    if (!d)
        return;
    if (d->connected)
        d->transport->close(d->state, &d->link, d->finished);
    free(d->state);
    free(d);
}

uint64_t device_bytes(const struct device *d)
{
    return atomic_load_explicit(&d->link.bytes, memory_order_relaxed);
}

uint64_t device_writes(const struct device *d)
{
    return atomic_load_explicit(&d->link.writes, memory_order_relaxed);
}

uint64_t device_acknowledged(const struct device *d)
{
    if (d->finished)
        return device_bytes(d);
    if (!d->connected || !d->transport->acknowledged)
        return 0;
    return d->transport->acknowledged(d->state, &d->link);
}

/* Of lpd the machine sees nothing before the job is whole, and drops what then breaks off: it
 * was told the length. Without a length the end of the connection is the end of the job. Of
 * file the name comes last. */
static bool takes_parts(const struct uri *uri)
{
    return uri->scheme == URI_SOCKET || uri->scheme == URI_USB ||
           (uri->scheme == URI_LPD && uri->stream);
}

bool device_takes_parts(const char *text)
{
    struct uri uri;

    return uri_parse(text, &uri, NULL, 0) && takes_parts(&uri);
}

bool device_keeps_part(const struct device *d)
{
    return takes_parts(&d->link.uri);
}

const char *device_error(const struct device *d)
{
    return d->link.error;
}
