/*
 * jobs-source.c - see jobs.h: jobs that were accepted as they came, and the making of their
 * pages.
 *
 * Such a job has two documents: what came (options and source), committed when it was accepted,
 * and its pages, which grow while they are made, are printed meanwhile, and are what is printed
 * from their commit on. The first one stays until the job has ended: its pages may have to be
 * made again, for other paper (jobs-guard.c).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "jobs-parts.h"

#include <stdio.h>

void job_is_source(struct job *job)
{
    jobs_lock(job->jobs);
    job->source = job->has_source = true;
    jobs_unlock(job->jobs);
}

bool job_begin_pages(struct job *job, char *why, size_t why_size)
{
    struct document *pages =
        document_create(job->jobs->spool, SPOOL_PAGES(job->id), why, why_size);
    bool ended;

    if (pages == NULL)
        return false;
    jobs_lock(job->jobs);
    ended = !job_is_active(job) || job->cancel;
    if (!ended) {
        job->document = pages;
        job->receiving = true;
        jobs_settle_job(job);
    }
    jobs_unlock(job->jobs);
    if (ended) {
        document_release(pages);
        document_remove(job->jobs->spool, SPOOL_PAGES(job->id));
        snprintf(why, why_size, "The job was canceled.");
    }
    return !ended;
}

/* Held ones after the others: they have time, but what is wrong with them is to be known. */
static bool goes_before(struct job *left, struct job *right)
{
    bool left_held = jobs_is_held(left), right_held = jobs_is_held(right);

    return left_held != right_held ? right_held : jobs_compare_place(&left, &right) < 0;
}

struct job *jobs_next_source(struct jobs *jobs)
{
    struct job *best = NULL;

    for (struct job *job = jobs->first; job != NULL; job = job->next)
        if (job_is_active(job) && job->source && job->accepted && !job->making &&
            !job->cancel && !job->failed && !job->queue->gone &&
            (best == NULL || goes_before(job, best)))
            best = job;
    if (best != NULL) {
        best->making = true;
        best->holders++;
    }
    return best;
}

void jobs_wait_source(struct jobs *jobs)
{
    (void)pthread_cond_wait(&jobs->sources, &jobs->mutex);
}

void jobs_wake_sources(struct jobs *jobs)
{
    pthread_cond_broadcast(&jobs->sources);
}

struct document *job_open_document(struct job *job, char *why, size_t why_size)
{
    struct document *document = job_document(job);

    if (document != NULL)
        return document;
    return document_open(job->jobs->spool,
                         spool_has_pages(job->jobs->spool, job->id) ? SPOOL_PAGES(job->id)
                                                                    : job->id,
                         why, why_size);
}

void jobs_remove_documents(struct jobs *jobs, int id)
{
    document_remove(jobs->spool, id);
    document_remove(jobs->spool, SPOOL_PAGES(id));
}
