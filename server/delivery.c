/*
 * delivery.c - see delivery.h: the thread of a queue.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "delivery-parts.h"

#include "device-net.h"
#include "log.h"
#include "queue-settings.h"
#include "quota.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* After a job the machine is asked often for so long at least. */
#define WATCH_MS 15000

void delivery_wait(struct job_queue *queue, int64_t ms)
{
    int64_t end = net_clock_ms() + ms;
    struct timespec until = {(time_t)(end / 1000), (long)(end % 1000) * 1000000};

    if (ms > 0)
        jobs_wait(queue, &until);
}

bool delivery_set_state(struct job_queue *queue, uint32_t reasons, bool stopped,
                        const char *message)
{
    bool is_new = strcmp(queue->message, message) != 0;

    if (queue->reasons == reasons && queue->stopped == stopped && !is_new)
        return false;
    queue->reasons = reasons;
    queue->stopped = stopped;
    queue->state_time = time(NULL);
    snprintf(queue->message, sizeof(queue->message), "%s", message);
    return is_new && message[0] != '\0';
}

uint32_t delivery_hindrances(uint32_t reasons)
{
    uint32_t some = 0;

    for (unsigned i = 0; i < NUM_REASONS; i++)
        if ((reasons & (1u << i)) != 0 && status_reason_severity(1u << i) == SEVERITY_ERROR)
            some |= 1u << i;
    return some;
}

static void status_changed(void *ctx)
{
    struct delivery *d = ctx;

    jobs_lock(d->queue->jobs);
    d->queue->state_time = time(NULL);
    jobs_wake(d->queue);
    jobs_unlock(d->queue->jobs);
}

/* With the lock, given up meanwhile: another device, or the first one. */
static void follow_uri(struct delivery *d)
{
    struct job_queue *queue = d->queue;
    struct status *old, *fresh;

    while (d->changed != queue->changed) {
        d->changed = queue->changed;
        snprintf(d->uri, sizeof(d->uri), "%s", queue->uri);
        jobs_unlock(queue->jobs);
        fresh = d->uri[0] != '\0' ? status_start(d->uri, status_changed, d) : NULL;
        pthread_mutex_lock(&d->status_mutex);
        old = d->status;
        d->status = fresh;
        d->life = -1;
        pthread_mutex_unlock(&d->status_mutex);
        status_stop(old);
        jobs_lock(queue->jobs);
    }
}

/* With the lock: between jobs the machine is asked often as long as it prints what it has, or
 * needs a person: what goes wrong then is to be seen soon, and its end, too. */
static void watch(struct delivery *d)
{
    struct device_status status;

    status_get(d->status, &status);
    if (d->status != NULL)
        status_busy(d->status, (d->printed != 0 && net_clock_ms() - d->printed < WATCH_MS) ||
                                   status.state == MACHINE_PRINTING ||
                                   status.state == MACHINE_WARMUP ||
                                   delivery_hindrances(status.reasons) != 0);
}

static bool first_active(void *ctx, struct job *job)
{
    struct job **found = ctx;

    job->holders++;
    *found = job;
    return false;
}

/* With the lock, given up meanwhile: the printer was deleted, and its jobs with it. */
static void cancel_all(struct delivery *d)
{
    struct job *job;

    do {
        job = NULL;
        jobs_each(d->queue->jobs, d->queue, JOBS_ACTIVE, first_active, &job);
        if (job == NULL)
            break;
        jobs_unlock(d->queue->jobs);
        (void)job_cancel(job);
        job_release(job);
        jobs_lock(d->queue->jobs);
    } while (true);
}

static void *serve(void *ctx)
{
    struct delivery *d = ctx;
    struct job_queue *queue = d->queue;
    int gone;

    jobs_lock(queue->jobs);
    while (!d->stopping && !queue->gone) {
        time_t now = time(NULL), until = 0;
        struct job *job;

        follow_uri(d);
        job = d->uri[0] != '\0' ? jobs_next(queue, now, &until) : NULL;
        if (job == NULL) {
            watch(d);
            if (!d->stopping && !queue->gone && d->changed == queue->changed)
                delivery_wait(queue, until > now ? (int64_t)(until - now) * 1000 : WATCH_MS);
            continue;
        }
        queue->delivering = true;
        jobs_unlock(queue->jobs);
        run_job(d, job);
        job_release(job);
        jobs_lock(queue->jobs);
        queue->delivering = false;
        queue->paper = NULL;
        queue->paper_from = NULL;
        (void)delivery_set_state(queue, 0, false, "");
    }
    if (queue->gone) {
        cancel_all(d);
        queue_forget(queue);
    }
    d->ended = true;
    gone = queue->gone ? queue->id : 0;
    jobs_wake(queue);
    jobs_unlock(queue->jobs);
    if (gone != 0) {
        queue_settings_forget(gone);
        quota_forget(gone);
    }
    return NULL;
}

bool delivery_start(struct job_queue *queue)
{
    struct delivery *d = calloc(1, sizeof(*d));
    pthread_attr_t attributes;
    bool started;

    if (d == NULL)
        return false;
    d->queue = queue;
    d->changed = queue->changed - 1;
    d->life = -1;
    pthread_mutex_init(&d->status_mutex, NULL);
    jobs_lock(queue->jobs);
    started = queue->delivery == NULL;
    if (started)
        queue->delivery = d;
    jobs_unlock(queue->jobs);
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (started && pthread_create(&d->thread, &attributes, serve, d) != 0) {
        jobs_lock(queue->jobs);
        queue->delivery = NULL;
        jobs_unlock(queue->jobs);
        started = false;
    }
    pthread_attr_destroy(&attributes);
    if (!started) {
        pthread_mutex_destroy(&d->status_mutex);
        free(d);
    }
    return started;
}

bool delivery_stop(struct job_queue *queue, unsigned wait)
{
    int64_t end = net_clock_ms() + wait;
    struct delivery *d;
    bool ended = true;

    jobs_lock(queue->jobs);
    d = queue->delivery;
    if (d != NULL) {
        d->stopping = true;
        jobs_wake(queue);
        while (!d->ended && net_clock_ms() < end)
            delivery_wait(queue, end - net_clock_ms());
        ended = d->ended;
        if (ended)
            queue->delivery = NULL;
    }
    jobs_unlock(queue->jobs);
    if (d == NULL || !ended)
        return ended;
    status_stop(d->status);
    pthread_mutex_destroy(&d->status_mutex);
    free(d);
    return true;
}

void delivery_status(struct job_queue *queue, struct device_status *status)
{
    struct delivery *d;

    status_init(status);
    jobs_lock(queue->jobs); /* so that it is not freed meanwhile */
    d = queue->delivery;
    if (d != NULL) {
        pthread_mutex_lock(&d->status_mutex);
        status_get(d->status, status);
        pthread_mutex_unlock(&d->status_mutex);
    }
    jobs_unlock(queue->jobs);
}
