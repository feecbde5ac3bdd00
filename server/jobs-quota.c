/*
 * jobs-quota.c - see jobs-quota.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "jobs-quota.h"

#include "accounting.h"
#include "jobs-parts.h"
#include "log.h"
#include "quota.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- how much is left; with the lock ---- */

struct asking {
    struct jobs *jobs;
    const char *user;
    const struct job *but; /* it does not count; NULL */
    time_t now;
};

/* Jobs that were let through and have not ended. */
static bool is_reserved(const struct asking *a, const struct job *job, int queue)
{
    return job != a->but && job_is_active(job) && job->committed && !job->source &&
           (job->gates & GATE_QUOTA) == 0 && (queue == 0 || job->queue->id == queue) &&
           strcasecmp(job->user, a->user) == 0;
}

static unsigned used(void *ctx, int queue)
{
    const struct asking *a = ctx;
    unsigned sides = accounting_used(a->user, queue, (int64_t)a->now);

    for (const struct job *job = a->jobs->first; job != NULL; job = job->next)
        if (is_reserved(a, job, queue))
            sides = usage_add(sides, job->impressions);
    return sides;
}

static long left(struct jobs *jobs, int queue, const char *user, const struct job *but)
{
    struct asking asking = {jobs, user, but, time(NULL)};

    return quota_left(queue, user, used, &asking);
}

long jobs_quota_left(struct jobs *jobs, int queue, const char *user)
{
    return left(jobs, queue, user, NULL);
}

bool jobs_quota_refuses(struct jobs *jobs, int queue, const char *user)
{
    struct people_settings settings;
    bool none;

    people_settings_get(&settings);
    if (!settings.refuse || !quota_applies(queue, user))
        return false;
    jobs_lock(jobs);
    none = left(jobs, queue, user, NULL) == 0;
    jobs_unlock(jobs);
    return none;
}

/* ---- a job ---- */

void jobs_quota_check(struct job *job)
{
    long some;

    if (job->source || job->started || job->delivering || (job->asked & GATE_QUOTA) != 0 ||
        !quota_applies(job->queue->id, job->user))
        return;
    some = left(job->jobs, job->queue->id, job->user, job);
    if (some == QUOTA_NO_LIMIT || (some > 0 && job->impressions <= (unsigned long)some))
        job->gates &= ~(uint32_t)GATE_QUOTA;
    else
        job->gates |= GATE_QUOTA;
}

bool jobs_quota_is_refused(const struct job *job)
{
    struct people_settings settings;

    people_settings_get(&settings);
    return settings.refuse && (job->gates & GATE_QUOTA) != 0;
}

bool jobs_quota_waits(const struct job *job)
{
    return job->receiving && !job->started && (job->asked & GATE_QUOTA) == 0 &&
           quota_applies(job->queue->id, job->user);
}

enum job_answer job_quota_release(struct job *job)
{
    bool possible;

    jobs_lock(job->jobs);
    possible = job_is_active(job) && !job->cancel && (job->gates & GATE_QUOTA) != 0;
    if (possible) {
        job->gates &= ~(uint32_t)GATE_QUOTA;
        job->asked |= GATE_QUOTA;
        job->message[0] = '\0';
        jobs_settle_job(job);
        jobs_wake(job->queue);
    }
    jobs_unlock(job->jobs);
    if (!possible)
        return JOB_NOT_POSSIBLE;
    log_say(LOG_SAY_INFO, "[Job %d] Released beyond the limit of its sender.", job->id);
    (void)job_save(job);
    return JOB_DONE;
}

/* ---- the end ---- */

bool jobs_account(const struct job *job, struct usage *u)
{
    struct people_settings settings;

    memset(u, 0, sizeof(*u));
    /* of a file in the machine's own language only bytes are known */
    if (job->tally.sides == 0 && !(job->tally.raw && job->tally.bytes > 0))
        return false;
    people_settings_get(&settings);
    u->time = (int64_t)job->completed;
    u->created = (int64_t)job->created;
    u->queue = job->queue->id;
    u->job = job->id;
    snprintf(u->printer, sizeof(u->printer), "%s", job->queue->name);
    snprintf(u->user, sizeof(u->user), "%.127s", job->user);
    snprintf(u->host, sizeof(u->host), "%s", job->host);
    snprintf(u->department, sizeof(u->department), "%s", job->tally.department);
    u->sides = job->tally.sides;
    u->sheets = job->tally.sheets;
    u->copies = job->tally.copies;
    snprintf(u->paper, sizeof(u->paper), "%s", job->tally.paper);
    u->two_sided = job->tally.two_sided;
    u->bytes = job->tally.bytes;
    snprintf(u->state, sizeof(u->state), "%s",
             job->state == IPP_JSTATE_CANCELED  ? "canceled"
             : job->state == IPP_JSTATE_ABORTED ? "aborted"
                                                : "completed");
    if (settings.titles && !job->secret)
        snprintf(u->title, sizeof(u->title), "%s", job->name);
    return accounting_count(u);
}
