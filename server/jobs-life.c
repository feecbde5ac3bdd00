/*
 * jobs-life.c - see jobs.h: the way of a job in, and its end.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "accounting.h"
#include "jobs-guard.h"
#include "jobs-parts.h"
#include "jobs-quota.h"

#include "log.h"
#include "recorder.h"
#include "thumbnail.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool job_begin_document(struct job *job, char *why, size_t why_size)
{
    struct document *document = document_create(job->jobs->spool, job->id, why, why_size);
    bool ended;

    if (document == NULL)
        return false;
    jobs_lock(job->jobs);
    ended = !job_is_active(job) || job->cancel;
    if (!ended) {
        job->document = document;
        job->receiving = true;
        job->reasons = JOB_INCOMING;
        job->touched = time(NULL);
    }
    jobs_unlock(job->jobs);
    if (ended) {
        document_release(document);
        snprintf(why, why_size, "The job was canceled.");
    }
    return !ended;
}

void jobs_settle_job(struct job *job)
{
    uint32_t incoming = !job->receiving ? 0 : job->accepted ? JOB_TRANSFORMING : JOB_INCOMING;

    if (!job_is_active(job) || job->delivering)
        return;
    if (jobs_is_held(job)) {
        job->state = IPP_JSTATE_HELD;
        job->reasons = incoming | jobs_gate_reasons(job);
        if (job->hold != JOB_NOT_HELD)
            job->reasons |= JOB_HOLD_UNTIL_SPECIFIED;
    } else {
        job->state = IPP_JSTATE_PENDING;
        job->reasons = incoming;
    }
    jobs_wake(job->queue);
}

void job_more(struct job *job, unsigned impressions, uint64_t dots)
{
    jobs_lock(job->jobs);
    job->impressions = impressions;
    job->dots = dots;
    job->touched = time(NULL);
    jobs_settle_job(job);
    jobs_wake(job->queue);
    jobs_unlock(job->jobs);
}

struct document *job_document(struct job *job)
{
    struct document *document;

    jobs_lock(job->jobs);
    document = job->document != NULL ? document_hold(job->document) : NULL;
    jobs_unlock(job->jobs);
    return document;
}

/* Commit the document that grew. False and a sentence. */
static bool commit(struct job *job, char *why, size_t why_size)
{
    struct document *document = job_document(job);
    bool kept = document != NULL && document_commit(document) == RESULT_OK;

    if (document == NULL)
        snprintf(why, why_size, "The job was canceled.");
    else if (!kept)
        snprintf(why, why_size, "%s", document_error(document));
    document_release(document);
    return kept;
}

/* The list's reference is given up: the document is opened again when it is needed, a thousand
 * may wait. */
static void put_away(struct job *job, const char *what)
{
    struct document *listed;
    char name[sizeof(job->queue->name)];
    unsigned pages;

    jobs_lock(job->jobs);
    job->accepted = true;
    listed = job->document;
    job->document = NULL;
    pages = job->impressions;
    snprintf(name, sizeof(name), "%s", job->queue->name);
    jobs_settle_job(job);
    jobs_wake(job->queue);
    jobs_wake_sources(job->jobs);
    jobs_unlock(job->jobs);
    document_release(listed);
    if (pages > 0)
        log_say(LOG_SAY_INFO, "[Job %d] %s for %s: %u page%s.", job->id, what, name, pages,
                pages == 1 ? "" : "s");
    else
        log_say(LOG_SAY_INFO, "[Job %d] %s for %s.", job->id, what, name);
}

/* What came is whole and committed, or not. */
static void note_committed(struct job *job, bool kept)
{
    jobs_lock(job->jobs);
    job->receiving = false;
    job->committed = kept;
    job->reasons &= ~(uint32_t)(JOB_INCOMING | JOB_TRANSFORMING);
    if (kept) {
        jobs_guard_blank(job);
        jobs_quota_check(job);
    }
    jobs_settle_job(job);
    jobs_unlock(job->jobs);
}

/* Whether it is beyond what its sender may print, and was aborted for that. */
static bool is_beyond(struct job *job, char *why, size_t why_size)
{
    bool refused;

    jobs_lock(job->jobs);
    refused = jobs_quota_is_refused(job);
    jobs_unlock(job->jobs);
    if (refused) {
        snprintf(why, why_size, QUOTA_REFUSED_SENTENCE);
        job_abort(job, JOB_ACCOUNT_LIMIT, why);
    }
    return refused;
}

/* The pages of a source are whole. What came stays: there may be other paper to make them for.
 */
static bool accept_pages(struct job *job, char *why, size_t why_size)
{
    if (!commit(job, why, why_size)) {
        job_abort(job, 0, why);
        return false;
    }
    jobs_lock(job->jobs);
    if (job->remake) { /* too late */
        jobs_unlock(job->jobs);
        why[0] = '\0';
        return false;
    }
    job->source = job->making = job->patient = false;
    jobs_unlock(job->jobs);
    note_committed(job, true);
    if (is_beyond(job, why, why_size))
        return false;
    put_away(job, "Ready");
    (void)job_save(job); /* the number of its pages */
    return true;
}

bool job_accept(struct job *job, char *why, size_t why_size)
{
    bool kept;

    jobs_lock(job->jobs);
    kept = job->accepted;
    jobs_unlock(job->jobs);
    if (kept)
        return accept_pages(job, why, why_size);
    kept = commit(job, why, why_size);
    note_committed(job, kept);
    if (kept && is_beyond(job, why, why_size))
        return false;
    /* from here on the delivery may end the job at any moment */
    if (kept && !job_save(job)) {
        snprintf(why, why_size, "The job could not be kept: %s.", strerror(errno));
        kept = false;
    }
    if (!kept) {
        job_abort(job, 0, why);
        return false;
    }
    put_away(job, "Accepted");
    return true;
}

/* What a reason lacks to be a sentence that another one may follow. */
static const char *full_stop(const char *why)
{
    size_t n = strlen(why);

    return n > 0 && strchr(".!?", why[n - 1]) != NULL ? "" : ".";
}

void job_abort(struct job *job, uint32_t reasons, const char *why)
{
    bool delivering;
    char text[700];

    jobs_lock(job->jobs);
    delivering = job->delivering;
    job->receiving = false;
    job->failed = true; /* a source's pages are not made again */
    job->reasons |= reasons;
    snprintf(job->message, sizeof(job->message), "%s%s", why, full_stop(why));
    jobs_wake(job->queue);
    jobs_unlock(job->jobs);
    log_say(LOG_SAY_ERROR, "[Job %d] %s", job->id, why);
    if (delivering) /* it ends the machine's job first and then this one */
        return;
    if (job->impressions_completed == 0)
        snprintf(text, sizeof(text), "%s%s Nothing was printed.", why, full_stop(why));
    else
        snprintf(text, sizeof(text), "%s%s", why, full_stop(why));
    job_end(job, IPP_JSTATE_ABORTED, reasons | JOB_ABORTED_BY_SYSTEM, text);
}

void job_remark(struct job *job, const char *sentence)
{
    size_t used;

    if (sentence[0] == '\0')
        return;
    jobs_lock(job->jobs);
    used = strlen(job->remarks);
    if (strstr(job->remarks, sentence) == NULL)
        snprintf(job->remarks + used, sizeof(job->remarks) - used, "%s%s", used > 0 ? " " : "",
                 sentence);
    else
        used = SIZE_MAX;
    jobs_unlock(job->jobs);
    if (used != SIZE_MAX)
        log_say(LOG_SAY_WARN, "[Job %d] %s", job->id, sentence);
}

bool job_is_canceled(struct job *job)
{
    bool canceled;

    jobs_lock(job->jobs);
    canceled = job->cancel || job->queue->gone;
    jobs_unlock(job->jobs);
    return canceled;
}

/* ---- the end ---- */

/* With the lock: an ended job too many, to be forgotten; NULL: none. */
static struct job *too_old(struct jobs *jobs)
{
    struct job *oldest = NULL;

    if (jobs->num_ended <= jobs->limits.max_history)
        return NULL;
    for (struct job *job = jobs->first; job != NULL; job = job->next)
        if (!job_is_active(job) && !job->kept && !job->delivering &&
            (oldest == NULL || job->completed < oldest->completed))
            oldest = job;
    return oldest;
}

void jobs_forget_old(struct jobs *jobs)
{
    for (;;) {
        struct job *job;
        int id;
        bool last;

        jobs_lock(jobs);
        job = too_old(jobs);
        id = job != NULL ? job->id : 0;
        last = job != NULL && jobs_take_out(jobs, job);
        jobs_unlock(jobs);
        if (job == NULL)
            return;
        jobs_remove_file(jobs, id);
        recorder_remove(jobs->folder, id);
        thumbnails_remove(jobs->folder, id);
        if (last)
            jobs_free_job(job);
    }
}

static const char *state_name(ipp_jstate_t state)
{
    return state == IPP_JSTATE_CANCELED  ? "canceled"
           : state == IPP_JSTATE_ABORTED ? "aborted"
                                         : "completed";
}

static void count_end(struct job_queue *queue, ipp_jstate_t state)
{
    if (state == IPP_JSTATE_CANCELED)
        queue->canceled++;
    else if (state == IPP_JSTATE_ABORTED)
        queue->aborted++;
    else
        queue->completed++;
}

void job_end(struct job *job, ipp_jstate_t state, uint32_t reasons, const char *message)
{
    struct jobs *jobs = job->jobs;
    struct document *document = NULL;
    bool already, known, kept, counted = false;
    struct usage usage;

    jobs_lock(jobs);
    already = !job_is_active(job);
    if (!already) {
        job->state = state;
        job->reasons = reasons;
        job->kept = state == IPP_JSTATE_COMPLETED && job->committed && !job->source &&
                    job->queue->keep_printed > 0 && !job->secret;
        job->code[0] = '\0';
        if (job->kept)
            job->reasons |= JOB_RESTARTABLE;
        job->completed = time(NULL);
        snprintf(job->message, sizeof(job->message), "%s", message);
        count_end(job->queue, state);
        jobs_count_toner(job);
        counted = jobs_account(job, &usage); /* no moment in which its sides are nowhere */
        jobs->num_active--;
        jobs->num_ended++;
        document = job->document;
        job->document = NULL;
    }
    job->delivering = false;
    known = job->accepted || job->saved_once;
    kept = job->kept;
    jobs_wake(job->queue);
    jobs_unlock(jobs);
    if (already)
        return;
    log_say(state == IPP_JSTATE_ABORTED ? LOG_SAY_ERROR : LOG_SAY_INFO, "[Job %d] %s: %s",
            job->id, state_name(state), message);
    /* before the description: a job that ends again after a crash is known there */
    if (counted)
        (void)accounting_keep(&usage);
    /* the description first: were the document gone before it, the job would be lost */
    if ((known || state != IPP_JSTATE_ABORTED) && !job_save(job))
        jobs_remove_file(
            jobs, job->id); /* the disk is full: forgotten is better than printed again */
    if (!kept)
        jobs_remove_documents(jobs, job->id);
    else if (job->has_source)
        document_remove(jobs->spool, job->id); /* its pages are kept */
    document_release(document);
    jobs_forget_old(jobs);
}

void job_put_back(struct job *job)
{
    bool canceled;

    jobs_lock(job->jobs);
    canceled = job->cancel;
    job->delivering = false;
    jobs_settle_job(job);
    jobs_unlock(job->jobs);
    if (canceled)
        job_end(job, IPP_JSTATE_CANCELED, JOB_CANCELED_BY_USER,
                job->impressions_completed == 0 ? "Canceled. Nothing was printed."
                                                : "Canceled.");
}

/* ---- again ---- */

static enum result copy_write(void *ctx, const void *bytes, size_t n)
{
    return document_write(ctx, bytes, n);
}

static bool copy_document(struct document *from, struct document *to)
{
    struct sink sink = {copy_write, to};

    for (size_t i = 0; i < document_records(from); i++)
        if (document_begin(to, document_kind(from, i)) != RESULT_OK ||
            document_send(from, i, &sink) != RESULT_OK || document_end(to) != RESULT_OK)
            return false;
    return true;
}

/* The document of a reprint. False and a sentence. */
static bool fill_again(struct job *again, const struct job *job, struct document *from,
                       char *why, size_t why_size)
{
    struct document *to;
    bool copied;

    if (!job_begin_document(again, why, why_size))
        return false;
    to = job_document(again);
    copied = to != NULL && copy_document(from, to);
    if (!copied)
        snprintf(why, why_size, "%s",
                 to != NULL && document_error(to)[0] != '\0'
                     ? document_error(to)
                     : "The kept document is damaged, or the job was canceled.");
    document_release(to);
    if (!copied)
        return false;
    job_more(again, job->impressions, job->dots);
    return job_accept(again, why, why_size);
}

struct job *job_reprint(struct job *job, const char *user, char *why, size_t why_size)
{
    struct job_request request = {.queue = job->queue->id,
                                  .name = job->name,
                                  .user = user,
                                  .host = job->host,
                                  .format = job->format,
                                  .attributes = job->attributes,
                                  .priority = job->priority,
                                  .released = true};
    struct document *from = job_open_document(job, why, why_size);
    struct job *again = NULL;

    if (from == NULL) {
        snprintf(why, why_size, "The document of job %d is not kept any more.", job->id);
        return NULL;
    }
    again = job_create(job->jobs, &request, why, why_size);
    if (again != NULL && !fill_again(again, job, from, why, why_size)) {
        job_abort(again, 0, why);
        job_release(again);
        again = NULL;
    }
    document_release(from);
    return again;
}
