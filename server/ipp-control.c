/*
 * ipp-control.c - operations that look at jobs and change them, and those on queues.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-call.h"

#include "ipp-attributes.h"
#include "log.h"
#include "submission.h"

#include <stdlib.h>
#include <string.h>

/* ---- looking ---- */

void call_get_job_attributes(struct call *c)
{
    cups_array_t *wanted = ippCreateRequestedArray(c->request);
    struct job *job = call_wanted_job(c);

    if (job != NULL) {
        call_done(c);
        jobs_lock(call_jobs);
        ipp_add_job(c->client, c->response, job, wanted);
        jobs_unlock(call_jobs);
    }
    job_release(job);
    cupsArrayDelete(wanted);
}

static bool has_id(const ipp_attribute_t *ids, int id)
{
    ipp_attribute_t *attr;

    memcpy(&attr, &ids, sizeof(attr)); /* libcups' readers take no const */
    for (int i = 0; attr != NULL && i < ippGetCount(attr); i++)
        if (ippGetInteger(attr, i) == id)
            return true;
    return attr == NULL;
}

struct listing {
    struct call *c;
    const ipp_attribute_t *ids; /* NULL: any */
    cups_array_t *wanted;
    uint32_t states; /* 1 << job-state */
    bool mine;
    int limit, count, first_id;
};

static bool list_job(void *ctx, struct job *job)
{
    struct listing *l = ctx;

    if ((l->states & (1u << job->state)) == 0 || job->id < l->first_id ||
        !has_id(l->ids, job->id) || (l->mine && strcmp(l->c->user, job->user) != 0))
        return true;
    if (l->count++ > 0)
        ippAddSeparator(l->c->response);
    ipp_add_job(l->c->client, l->c->response, job, l->wanted);
    return l->limit == 0 || l->count < l->limit;
}

/* Which states a value of which-jobs means; 0: none we know. */
static uint32_t states_of(const char *which)
{
    static const struct {
        const char *keyword;
        uint32_t states;
    } table[] = {
        {"not-completed",      1u << 3 | 1u << 4 | 1u << 5 | 1u << 6},
        {"completed",          1u << 7 | 1u << 8 | 1u << 9          },
        {"all",                ~0u                                  },
        {"pending",            1u << 3                              },
        {"pending-held",       1u << 4                              },
        {"processing",         1u << 5                              },
        {"processing-stopped", 1u << 6                              },
        {"canceled",           1u << 7                              },
        {"aborted",            1u << 8                              },
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (which == NULL || strcmp(which, table[i].keyword) == 0)
            return table[i].states;
    return 0;
}

void call_get_jobs(struct call *c)
{
    ipp_attribute_t *which = ippFindAttribute(c->request, "which-jobs", IPP_TAG_KEYWORD);
    ipp_attribute_t *mine = ippFindAttribute(c->request, "my-jobs", IPP_TAG_BOOLEAN);
    struct listing l = {
        .c = c,
        .ids = ippFindAttribute(c->request, "job-ids", IPP_TAG_INTEGER),
        .states = states_of(which != NULL ? ippGetString(which, 0, NULL) : NULL),
        .mine = mine != NULL && ippGetBoolean(mine, 0),
        .limit = ippGetInteger(ippFindAttribute(c->request, "limit", IPP_TAG_INTEGER), 0),
        .first_id =
            ippGetInteger(ippFindAttribute(c->request, "first-job-id", IPP_TAG_INTEGER), 0),
    };

    if (l.states == 0) {
        call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES,
                     "That value of which-jobs is not known.");
        call_add_unsupported(c, which);
        return;
    }
    if (ippFindAttribute(c->request, "requested-attributes", IPP_TAG_ZERO) != NULL)
        l.wanted = ippCreateRequestedArray(c->request);
    else {
        l.wanted = cupsArrayNew(call_compare_names, NULL);
        cupsArrayAdd(l.wanted, (void *)(uintptr_t) "job-id");
        cupsArrayAdd(l.wanted, (void *)(uintptr_t) "job-uri");
    }
    call_done(c);
    jobs_lock(call_jobs);
    jobs_each(call_jobs, c->queue, JOBS_ALL, list_job, &l);
    jobs_unlock(call_jobs);
    cupsArrayDelete(l.wanted);
}

/* ---- changing one ---- */

void call_cancel_job(struct call *c)
{
    struct job *job = call_own_job(c);

    if (job != NULL) {
        call_log(c, job, "canceled");
        call_answer(c, job_cancel(job), "The job has ended already.");
    }
    job_release(job);
}

/* Whether Set-Job-Attributes knows an attribute of the job group. */
static bool is_settable(ipp_attribute_t *attr)
{
    const char *name = ippGetName(attr);

    return name == NULL || ippGetGroupTag(attr) != IPP_TAG_JOB ||
           strcmp(name, "job-priority") == 0 || strcmp(name, "job-hold-until") == 0 ||
           strcmp(name, "job-hold-until-time") == 0;
}

static bool refuse_unsettable(struct call *c)
{
    bool refused = false;

    for (ipp_attribute_t *attr = ippFirstAttribute(c->request); attr != NULL;
         attr = ippNextAttribute(c->request)) {
        if (is_settable(attr))
            continue;
        if (!refused)
            call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_NOT_SETTABLE,
                         "Only the priority and the time of a job can be changed.");
        refused = true;
        call_add_unsupported(c, attr);
    }
    return refused;
}

static bool asks_for_time(ipp_t *request)
{
    return ippFindAttribute(request, "job-hold-until", IPP_TAG_ZERO) != NULL ||
           ippFindAttribute(request, "job-hold-until-time", IPP_TAG_ZERO) != NULL;
}

void call_set_job_attributes(struct call *c)
{
    struct job *job = call_own_job(c);
    struct job_options *options = malloc(sizeof(*options));
    enum job_answer result = JOB_DONE;

    if (job != NULL && options != NULL && !refuse_unsettable(c)) {
        job_options_read(options, c->request, c->printer, NULL, NULL, time(NULL));
        if (ippFindAttribute(c->request, "job-priority", IPP_TAG_INTEGER) != NULL)
            result = job_set_priority(job, options->priority);
        if (result == JOB_DONE && asks_for_time(c->request))
            result = job_set_hold(job, submission_hold(options), options->hold_time);
        call_log(c, job, "changed");
        call_answer(c, result, "The job is printed already, or has ended.");
    }
    free(options);
    job_release(job);
}

void call_hold_job(struct call *c)
{
    struct job *job = call_own_job(c);
    struct job_options *options = malloc(sizeof(*options));
    enum job_hold hold = JOB_HELD;

    if (job != NULL && options != NULL) {
        /* job-hold-until is an operation attribute here; "night" at night holds nothing */
        job_options_read(options, c->request, c->printer, NULL, NULL, time(NULL));
        if (asks_for_time(c->request))
            hold = submission_hold(options);
        call_log(c, job, "held");
        call_answer(c, job_set_hold(job, hold, options->hold_time),
                    "The job is printed already, or has ended.");
    }
    free(options);
    job_release(job);
}

void call_reprint_job(struct call *c)
{
    struct job *job = call_own_job(c), *again;
    char why[256] = "";

    if (job != NULL && !call_may_print(c)) {
        job_release(job);
        job = NULL;
    }
    if (job == NULL)
        return;
    again = job_reprint(job, c->user, why, sizeof(why));
    if (again != NULL) {
        call_done(c);
        call_add_job(c, again, call_short_attributes);
    } else
        call_respond(c, IPP_STATUS_ERROR_NOT_POSSIBLE, why);
    job_release(again);
    job_release(job);
}

void call_promote_job(struct call *c)
{
    struct job *job = call_administrates(c) ? call_wanted_job(c) : NULL;

    if (job != NULL)
        call_log(c, job, "printed next");
    if (job != NULL)
        call_answer(c, job_promote(job, NULL), "The job is printed already, or has ended.");
    job_release(job);
}

void call_schedule_job(struct call *c)
{
    int id =
        ippGetInteger(ippFindAttribute(c->request, "predecessor-job-id", IPP_TAG_INTEGER), 0);
    struct job *job = call_administrates(c) ? call_wanted_job(c) : NULL;
    struct job *after = job != NULL ? job_find(call_jobs, c->queue->id, id) : NULL;

    if (job != NULL && id != 0 && after == NULL)
        papplClientRespondIPP(c->client, IPP_STATUS_ERROR_NOT_FOUND, "There is no job %d.", id);
    else if (job != NULL) {
        call_log(c, job, "moved");
        call_answer(c, job_promote(job, after),
                    "One of the jobs is printed already, or has ended.");
    }
    job_release(after);
    job_release(job);
}

/* ---- changing many ---- */

struct picked {
    struct job **list;
    size_t n, room;
    struct call *c;
    const ipp_attribute_t *ids;
    bool mine, current;
};

static bool pick(void *ctx, struct job *job)
{
    struct picked *p = ctx;

    if (!has_id(p->ids, job->id) || (p->mine && strcmp(p->c->user, job->user) != 0) ||
        (p->current && !job->delivering))
        return true;
    if (p->n == p->room) {
        size_t room = 2 * p->room + 32;
        struct job **larger = realloc(p->list, room * sizeof(struct job *));

        if (larger == NULL)
            return false;
        p->list = larger;
        p->room = room;
    }
    job->holders++;
    p->list[p->n++] = job;
    return !p->current;
}

/* Why a job of a list cannot be canceled by this client; IPP_STATUS_OK: it can. */
static ipp_status_t why_not(struct call *c, int id, bool mine)
{
    struct job *job = job_find(call_jobs, c->queue->id, id);
    ipp_status_t status = IPP_STATUS_OK;

    if (job == NULL)
        return IPP_STATUS_ERROR_NOT_FOUND;
    jobs_lock(call_jobs);
    if (!call_owns(c, job) || (mine && strcmp(c->user, job->user) != 0))
        status = IPP_STATUS_ERROR_NOT_AUTHORIZED;
    else if (!job_is_active(job))
        status = IPP_STATUS_ERROR_NOT_POSSIBLE;
    jobs_unlock(call_jobs);
    job_release(job);
    return status;
}

/* Whether each job that is named can be canceled; else answered, and none is (PWG 5100.11). */
static bool can_cancel_all(struct call *c, bool mine)
{
    ipp_attribute_t *ids = ippFindAttribute(c->request, "job-ids", IPP_TAG_INTEGER);
    ipp_attribute_t *bad = NULL;

    for (int i = 0; i < ippGetCount(ids); i++) {
        ipp_status_t status = why_not(c, ippGetInteger(ids, i), mine);

        if (status == IPP_STATUS_OK)
            continue;
        if (bad == NULL) {
            call_respond(c, status,
                         status == IPP_STATUS_ERROR_NOT_FOUND
                             ? "One of these jobs is not known."
                         : status == IPP_STATUS_ERROR_NOT_POSSIBLE
                             ? "One of these jobs has ended already."
                             : "One of these jobs belongs to somebody else.");
            bad = ippAddInteger(c->response, IPP_TAG_UNSUPPORTED_GROUP, IPP_TAG_INTEGER,
                                "job-ids", ippGetInteger(ids, i));
        } else
            (void)ippSetInteger(c->response, &bad, ippGetCount(bad), ippGetInteger(ids, i));
    }
    return bad == NULL;
}

void call_cancel_some(struct call *c, bool mine, bool current)
{
    struct picked p = {.c = c,
                       .ids = ippFindAttribute(c->request, "job-ids", IPP_TAG_INTEGER),
                       .mine = mine,
                       .current = current};
    size_t refused = 0;

    if (!can_cancel_all(c, mine))
        return;
    jobs_lock(call_jobs);
    jobs_each(call_jobs, c->queue, JOBS_ACTIVE, pick, &p);
    jobs_unlock(call_jobs);
    for (size_t i = 0; i < p.n; i++) {
        if (call_owns(c, p.list[i])) {
            call_log(c, p.list[i], "canceled");
            (void)job_cancel(p.list[i]);
        } else
            refused++;
        job_release(p.list[i]);
    }
    free(p.list);
    if (p.ids != NULL && p.n == 0)
        call_respond(c, IPP_STATUS_ERROR_NOT_FOUND, "None of these jobs waits.");
    else if (current && p.n == 0)
        call_respond(c, IPP_STATUS_ERROR_NOT_POSSIBLE, "No job is printed now.");
    else if (refused > 0)
        call_respond(c, IPP_STATUS_ERROR_NOT_AUTHORIZED, "Some jobs belong to others.");
    else
        call_done(c);
}

static void answer_kept(struct call *c, bool kept)
{
    if (kept)
        call_done(c);
    else
        call_respond(c, IPP_STATUS_OK,
                     "It is so now, but will not be after a restart: the disk "
                     "of the gateway took no note of it.");
}

void call_set_queue(struct call *c, bool (*set)(struct job_queue *, bool), bool value)
{
    if (call_administrates(c))
        answer_kept(c, set(c->queue, value));
}

static bool is_held(void *ctx, struct job *job)
{
    struct picked *p = ctx;

    return job->hold == JOB_HELD ? pick(p, job) : true;
}

void call_release_new_jobs(struct call *c)
{
    struct picked p = {.c = c};
    bool kept;

    if (!call_administrates(c))
        return;
    kept = queue_set_hold_new(c->queue, false);
    jobs_lock(call_jobs);
    jobs_each(call_jobs, c->queue, JOBS_ACTIVE, is_held, &p);
    jobs_unlock(call_jobs);
    for (size_t i = 0; i < p.n; i++) {
        (void)job_set_hold(p.list[i], JOB_NOT_HELD, 0);
        job_release(p.list[i]);
    }
    free(p.list);
    answer_kept(c, kept);
}
