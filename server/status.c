/*
 * status.c - asks a queue's machine how it is, again and again, on a thread of its own.
 * Effects: a thread per queue, UDP packets (status-snmp.c), USB by the hook, the clock.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/status.h"

#include "server/device-net.h"
#include "server/status-snmp.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#define GIVE_UP    2 /* rounds without an answer until nothing is known */
#define MAX_SHIFTS 8 /* of a time between rounds, so that it does not overflow */

const struct status_times status_default_times = {
    .object_ms = 1000,
    .printing_ms = 2000,
    .idle_ms = 30000,
    .silent_ms = 120000,
    .slow_ms = 60000,
    .missing_ms = 600000,
};

static _Atomic(bool (*)(const struct uri *, uint8_t *)) usb_hook;

struct status {
    struct uri uri;
    struct status_times times;
    void (*changed)(void *ctx);
    void *ctx;
    bool has_thread;
    pthread_t thread;
    atomic_bool stopping; /* set under mutex */

    pthread_mutex_t mutex; /* guards until the end of this part */
    pthread_cond_t wake;   /* the thread is to look again */
    pthread_cond_t served_more;
    struct device_status published;
    bool printing;
    uint64_t asked;   /* tickets given by status_fresh */
    uint64_t served;  /* the last ticket that a whole round came after */
    bool last_answer; /* of the last round */

    /* the thread's own */
    struct snmp_status snmp;
    unsigned silent; /* rounds in a row without an answer */
    bool ever;       /* it answered once */
    int64_t round_at;
};

/* ---- the thread ---- */

static bool is_stopping(void *ctx)
{
    struct status *s = ctx;

    return atomic_load(&s->stopping);
}

static bool ask_usb(struct status *s, struct device_status *out)
{
    bool (*hook)(const struct uri *, uint8_t *) = atomic_load(&usb_hook);
    uint8_t byte = 0;

    if (!hook || !hook(&s->uri, &byte))
        return false;
    status_from_port(out, byte);
    return true;
}

/* What is known after a round that was or was not answered. A single round of silence may be a
 * lost packet. */
static void run_round(struct status *s, struct device_status *now, bool *answered)
{
    s->round_at = net_clock_ms();
    if (s->uri.scheme == URI_USB) {
        *answered = ask_usb(s, now);
    } else {
        *answered = snmp_status_ask(&s->snmp);
        if (*answered)
            snmp_status_compose(&s->snmp, now);
    }
    s->silent = *answered ? 0 : s->silent + 1;
    s->ever |= *answered;
    if (*answered)
        return;
    if (s->silent >= GIVE_UP)
        snmp_status_forget(&s->snmp);
    else
        *now = s->published; /* only this thread writes it */
}

static void publish(struct status *s, const struct device_status *now, bool answered,
                    uint64_t ticket)
{
    bool differs;

    pthread_mutex_lock(&s->mutex);
    differs = !status_same(&s->published, now);
    s->published = *now;
    s->last_answer = answered;
    s->served = ticket;
    pthread_cond_broadcast(&s->served_more);
    pthread_mutex_unlock(&s->mutex);
    if (differs && s->changed && !atomic_load(&s->stopping))
        s->changed(s->ctx);
}

static int64_t interval(const struct status *s)
{
    const struct status_times *t = &s->times;
    int64_t ms = s->printing ? t->printing_ms : t->idle_ms;
    int64_t limit = s->printing ? t->idle_ms : t->silent_ms;
    unsigned shifts = s->silent < MAX_SHIFTS ? s->silent : MAX_SHIFTS;

    if (s->silent == 1 && s->ever) /* a lost packet, or the end: soon told apart */
        return t->printing_ms;
    if (s->silent == 0 || ms >= limit)
        return ms;
    ms <<= shifts;
    return ms < limit ? ms : limit;
}

/* Until the next round is due. False at the end; else its ticket. */
static bool wait_for_round(struct status *s, uint64_t *ticket)
{
    pthread_mutex_lock(&s->mutex);
    while (!atomic_load(&s->stopping) && s->asked == s->served) {
        int64_t at = s->round_at + interval(s);
        const struct timespec until = {(time_t)(at / 1000), (long)(at % 1000) * 1000000};

        if (net_clock_ms() >= at)
            break;
        pthread_cond_timedwait(&s->wake, &s->mutex, &until);
    }
    *ticket = s->asked;
    pthread_mutex_unlock(&s->mutex);
    return !atomic_load(&s->stopping);
}

static void *run(void *ctx)
{
    struct status *s = ctx;
    struct device_status now;
    uint64_t ticket;
    bool answered;

    s->snmp.uri = &s->uri;
    s->snmp.times = &s->times;
    s->snmp.canceled = is_stopping;
    s->snmp.ctx = s;
    s->round_at = INT64_MIN / 2; /* the first round is due */
    while (wait_for_round(s, &ticket)) {
        status_init(&now);
        run_round(s, &now, &answered);
        if (!atomic_load(&s->stopping))
            publish(s, &now, answered, ticket);
    }
    return NULL;
}

/* ---- for everybody ---- */

void status_set_usb_hook(bool (*usb_port_status)(const struct uri *uri, uint8_t *byte))
{
    atomic_store(&usb_hook, usb_port_status);
}

static void init_cond(pthread_cond_t *cond)
{
    net_cond_init(cond);
}

static void status_free(struct status *s)
{
    pthread_cond_destroy(&s->served_more);
    pthread_cond_destroy(&s->wake);
    pthread_mutex_destroy(&s->mutex);
    free(s);
}

struct status *status_start_with(const char *uri, const struct status_times *times,
                                 void (*changed)(void *ctx), void *ctx)
{
    struct status *s = calloc(1, sizeof *s);
    char why[400];

    if (!s)
        return NULL;
    if (!uri_parse(uri, &s->uri, why, sizeof why)) {
        free(s);
        return NULL;
    }
    s->times = *times;
    s->changed = changed;
    s->ctx = ctx;
    atomic_init(&s->stopping, false);
    status_init(&s->published);
    pthread_mutex_init(&s->mutex, NULL);
    init_cond(&s->wake);
    init_cond(&s->served_more);
    if (s->uri.scheme == URI_FILE)
        return s;
    s->has_thread = pthread_create(&s->thread, NULL, run, s) == 0;
    if (!s->has_thread) {
        status_free(s);
        return NULL;
    }
    return s;
}

struct status *status_start(const char *uri, void (*changed)(void *ctx), void *ctx)
{
    return status_start_with(uri, &status_default_times, changed, ctx);
}

void status_stop(struct status *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->mutex);
    atomic_store(&s->stopping, true);
    pthread_cond_broadcast(&s->wake);
    pthread_mutex_unlock(&s->mutex);
    if (s->has_thread)
        pthread_join(s->thread, NULL);
    status_free(s);
}

void status_get(struct status *s, struct device_status *out)
{
    if (!s) {
        status_init(out);
        return;
    }
    pthread_mutex_lock(&s->mutex);
    *out = s->published;
    pthread_mutex_unlock(&s->mutex);
}

void status_busy(struct status *s, bool printing)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->mutex);
    s->printing = printing;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->mutex);
}

/* Until the ticket was served. Under the mutex. False when the wait ended before. */
static bool wait_served(struct status *s, uint64_t ticket, int64_t deadline,
                        bool (*canceled)(void *ctx), void *ctx)
{
    while (s->served < ticket) {
        int64_t end = net_clock_ms() + NET_SLICE_MS;
        struct timespec until;
        bool stop;

        if (end > deadline)
            end = deadline;
        until = (struct timespec){(time_t)(end / 1000), (long)(end % 1000) * 1000000};
        pthread_cond_timedwait(&s->served_more, &s->mutex, &until);
        if (s->served >= ticket)
            break;
        pthread_mutex_unlock(&s->mutex);
        stop = canceled && canceled(ctx);
        pthread_mutex_lock(&s->mutex);
        if (stop || net_clock_ms() >= deadline)
            break;
    }
    return s->served >= ticket;
}

bool status_fresh(struct status *s, unsigned timeout_ms, bool (*canceled)(void *ctx), void *ctx,
                  struct device_status *out)
{
    const int64_t deadline = net_clock_ms() + timeout_ms;
    struct device_status unused;
    bool fresh = false;

    if (s && s->has_thread) {
        pthread_mutex_lock(&s->mutex);
        s->asked++;
        pthread_cond_signal(&s->wake);
        fresh = wait_served(s, s->asked, deadline, canceled, ctx) && s->last_answer;
        pthread_mutex_unlock(&s->mutex);
    }
    status_get(s, out ? out : &unused);
    return fresh;
}
