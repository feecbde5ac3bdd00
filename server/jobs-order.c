/*
 * jobs-order.c - see jobs.h: which job is next, and what changes that.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "jobs-guard.h"
#include "jobs-parts.h"
#include "jobs-quota.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int jobs_compare_place(const void *a, const void *b)
{
    const struct job *left = *(struct job *const *)a, *right = *(struct job *const *)b;

    if (left->delivering != right->delivering)
        return left->delivering ? -1 : 1;
    if (left->priority != right->priority)
        return left->priority > right->priority ? -1 : 1;
    if (left->order != right->order)
        return left->order < right->order ? -1 : 1;
    return left->id - right->id;
}

static int compare_end(const void *a, const void *b)
{
    const struct job *left = *(struct job *const *)a, *right = *(struct job *const *)b;

    if (left->completed != right->completed)
        return left->completed > right->completed ? -1 : 1;
    return right->id - left->id;
}

struct job **jobs_sorted(struct jobs *jobs, const struct job_queue *queue, bool active,
                         size_t *n)
{
    size_t room = active ? jobs->num_active : jobs->num_ended;
    struct job **list = malloc((room + 1) * sizeof(struct job *));

    *n = 0;
    for (struct job *job = jobs->first; list != NULL && job != NULL; job = job->next)
        if (job_is_active(job) == active && (queue == NULL || job->queue == queue) && *n < room)
            list[(*n)++] = job;
    if (list != NULL)
        qsort(list, *n, sizeof(struct job *), active ? jobs_compare_place : compare_end);
    return list;
}

/* ---- control ---- */

enum job_answer job_cancel(struct job *job)
{
    bool delivering;

    jobs_lock(job->jobs);
    if (!job_is_active(job)) {
        jobs_unlock(job->jobs);
        return JOB_NOT_POSSIBLE;
    }
    job->cancel = true;
    delivering = job->delivering;
    if (delivering)
        job->reasons |= JOB_TO_STOP_POINT;
    jobs_wake(job->queue);
    jobs_unlock(job->jobs);
    if (delivering) {
        (void)job_save(job); /* so that it is not printed after a crash */
        return JOB_DONE;
    }
    job_end(job, IPP_JSTATE_CANCELED, JOB_CANCELED_BY_USER,
            job->impressions_completed == 0 ? "Canceled. Nothing was printed." : "Canceled.");
    return JOB_DONE;
}

enum job_answer job_set_hold(struct job *job, enum job_hold hold, time_t until)
{
    bool possible, saved;

    jobs_lock(job->jobs);
    possible = job_is_active(job) && !job->cancel &&
               !(job->delivering && job->started && hold != JOB_NOT_HELD);
    if (possible) {
        if (hold == JOB_NOT_HELD && until == 0) /* since when it could be printed */
            until = job->hold != JOB_NOT_HELD ? time(NULL) : job->hold_time;
        job->hold = hold;
        job->hold_time = until;
        if (!jobs_is_held(job) && job->message[0] != '\0' && !job->delivering)
            job->message[0] = '\0';
        if (job->reasons != JOB_DATA_INSUFFICIENT)
            jobs_settle_job(job);
        jobs_wake(job->queue);
        jobs_wake_sources(job->jobs);
    }
    saved = job->saved_once;
    jobs_unlock(job->jobs);
    if (possible && saved)
        (void)job_save(job);
    return possible ? JOB_DONE : JOB_NOT_POSSIBLE;
}

enum job_answer job_set_priority(struct job *job, int priority)
{
    bool possible, saved;

    jobs_lock(job->jobs);
    possible = job_is_active(job) && !job->delivering;
    if (possible)
        job->priority = priority;
    jobs_wake(job->queue);
    saved = job->saved_once;
    jobs_unlock(job->jobs);
    if (possible && saved)
        (void)job_save(job);
    return possible ? JOB_DONE : JOB_NOT_POSSIBLE;
}

/* With the lock: place and class for a job directly behind another, or at the top (NULL).
 * False: there is no room between its neighbours. */
static bool place_behind(struct job *job, struct job *const *list, size_t n,
                         const struct job *after)
{
    const struct job *next = NULL;

    for (size_t i = 0; next == NULL && i < n; i++)
        if (list[i] != job && !list[i]->delivering &&
            (after == NULL || jobs_compare_place(&list[i], &after) > 0))
            next = list[i];
    if (after == NULL && next == NULL)
        return true;
    job->priority = after != NULL ? after->priority : next->priority;
    if (after == NULL)
        job->order = next->order - ORDER_STEP / 2;
    else if (next != NULL && next->priority == job->priority)
        job->order = after->order + (next->order - after->order) / 2;
    else
        job->order = after->order + ORDER_STEP / 2;
    return after == NULL || job->order != after->order;
}

/* With the lock: the same jobs with room between them again. */
static void make_room(struct job *const *list, size_t n)
{
    uint64_t order = n > 0 ? list[0]->order : 0;

    for (size_t i = 0; i < n; i++)
        order = list[i]->order < order ? list[i]->order : order;
    for (size_t i = 0; i < n; i++)
        list[i]->order = order += ORDER_STEP;
    if (n > 0 && list[0]->jobs->next_order < order)
        list[0]->jobs->next_order = order;
}

/* Keep the descriptions of jobs that hold a reference for it. */
static void save_all(struct job **list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool saved;

        jobs_lock(list[i]->jobs);
        saved = list[i]->saved_once;
        jobs_unlock(list[i]->jobs);
        if (saved)
            (void)job_save(list[i]);
        job_release(list[i]);
    }
}

enum job_answer job_promote(struct job *job, const struct job *after)
{
    size_t n = 0, num_changed = 0;
    struct job **list, *changed[1] = {job};
    bool possible, roomy = true;

    jobs_lock(job->jobs);
    possible = job_is_active(job) && !job->delivering && job != after &&
               (after == NULL || (job_is_active(after) && after->queue == job->queue));
    if (after != NULL && after->delivering)
        after = NULL; /* nothing is nearer to it than the top */
    list = possible ? jobs_sorted(job->jobs, job->queue, true, &n) : NULL;
    possible = list != NULL;
    if (possible && !(roomy = place_behind(job, list, n, after))) {
        make_room(list, n);
        (void)place_behind(job, list, n, after);
        num_changed = n;
    }
    for (size_t i = 0; i < num_changed; i++)
        list[i]->holders++;
    if (possible && roomy)
        job->holders++;
    jobs_wake(job->queue);
    jobs_unlock(job->jobs);
    if (possible && roomy)
        save_all(changed, 1);
    else if (possible)
        save_all(list, num_changed);
    free(list);
    return possible ? JOB_DONE : JOB_NOT_POSSIBLE;
}

/* ---- the delivery ---- */

/* Minutes of the day; -1: none. */
static int clock_minutes(const char *text, const char **end)
{
    int hours = 0, minutes = 0, used = 0;

    if (sscanf(text, "%2d:%2d%n", &hours, &minutes, &used) < 2 || hours < 0 || hours > 24 ||
        minutes < 0 || minutes > 59)
        return -1;
    *end = text + used;
    return (hours * 60 + minutes) % (24 * 60);
}

static bool parse_quiet(const char *quiet, int *from, int *to)
{
    const char *rest = quiet;

    *from = clock_minutes(quiet, &rest);
    if (*from < 0 || *rest != '-')
        return false;
    *to = clock_minutes(rest + 1, &rest);
    return *to >= 0 && *rest == '\0' && *from != *to;
}

bool queue_quiet_hours_ok(const char *quiet)
{
    int from, to;

    return parse_quiet(quiet, &from, &to);
}

bool queue_is_quiet(const char *quiet, time_t now, time_t *until)
{
    int from, to, at;
    struct tm local;

    if (!parse_quiet(quiet, &from, &to) || localtime_r(&now, &local) == NULL)
        return false;
    at = local.tm_hour * 60 + local.tm_min;
    if (from < to ? at < from || at >= to : at < from && at >= to)
        return false;
    /* by the calendar: a night in which the clock is changed has another length */
    local.tm_mday += to <= at;
    local.tm_hour = to / 60;
    local.tm_min = to % 60;
    local.tm_sec = 0;
    local.tm_isdst = -1;
    *until = mktime(&local);
    return *until > now;
}

/* A job whose document is still coming may begin early, but not before one that is whole when
 * it has no page yet, or white ones only: its sender may be slow. */
static bool has_page(const struct job *job)
{
    return !job->receiving || (document_records(job->document) > 1 && !job_awaits_ink(job));
}

/* With the lock: may the delivery begin with it? Its document is whole, or on its way. What a
 * client sends begins with its ticket, so that a machine that sleeps warms up meanwhile; pages
 * that are made here come soon, and that there is none is more likely. */
static bool is_ready(const struct job *job)
{
    bool growing;

    /* one that has ended may still be received, without a document */
    if (job->state != IPP_JSTATE_PENDING || job->cancel || job->remake || jobs_quota_waits(job))
        return false;
    growing = job->receiving && document_records(job->document) > 0;
    return job->source ? job->accepted && growing && has_page(job) && !job->patient
                       : job->accepted || growing;
}

/* With the lock. */
static struct job *first_ready(struct job_queue *queue)
{
    struct job *best = NULL, *early = NULL;

    for (struct job *job = queue->jobs->first; job != NULL; job = job->next) {
        struct job **place = &best;

        if (job->queue != queue || !is_ready(job))
            continue;
        if (!has_page(job))
            place = &early;
        if (*place == NULL || jobs_compare_place(&job, place) < 0)
            *place = job;
    }
    return best != NULL ? best : early;
}

struct job *jobs_next(struct job_queue *queue, time_t now, time_t *wait_until)
{
    struct job *job = NULL;

    *wait_until = 0;
    if (queue->gone || queue->paused)
        return NULL;
    job = first_ready(queue);
    if (job == NULL || queue_is_quiet(queue->quiet, now, wait_until))
        return NULL;
    job->delivering = true;
    job->state = IPP_JSTATE_PROCESSING;
    job->reasons = JOB_PRINTING;
    if (job->receiving)
        job->reasons |= job->accepted ? JOB_TRANSFORMING : JOB_INCOMING;
    if (job->processing == 0)
        job->processing = now;
    job->holders++;
    return job;
}

/* ---- looking ---- */

void jobs_each(struct jobs *jobs, const struct job_queue *queue, enum jobs_which which,
               bool (*each)(void *ctx, struct job *job), void *ctx)
{
    bool more = true;

    for (int active = 1; active >= 0; active--) {
        size_t n;
        struct job **list;

        if (which == (active ? JOBS_ENDED : JOBS_ACTIVE))
            continue;
        list = jobs_sorted(jobs, queue, active != 0, &n);
        for (size_t i = 0; more && list != NULL && i < n; i++)
            more = each(ctx, list[i]);
        free(list);
    }
}

unsigned jobs_count(struct jobs *jobs, const struct job_queue *queue)
{
    unsigned n = 0;

    if (queue == NULL)
        return jobs->num_active;
    for (struct job *job = jobs->first; job != NULL; job = job->next)
        n += job->queue == queue && job_is_active(job);
    return n;
}
