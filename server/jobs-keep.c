/*
 * jobs-keep.c - see jobs.h: jobs from an earlier run, and what time brings.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "jobs-parts.h"

#include "job-file.h"
#include "log.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A job whose client sends no document within this time is forgotten (multiple-operation-time-
 * out). */
#define DOCUMENT_SECONDS 300

/* Counts of pages and toner are kept so often. */
#define COUNT_SECONDS 60

enum due { DUE_RELEASE, DUE_OVERDUE, DUE_LEFT };

/* With the lock: a reference to a job that time has done something to; NULL: none. */
static struct job *next_due(struct jobs *jobs, time_t now, enum due *due, time_t *since)
{
    for (struct job *job = jobs->first; job != NULL; job = job->next) {
        bool left = job->state == IPP_JSTATE_HELD && job->reasons == JOB_DATA_INSUFFICIENT &&
                    now - job->touched > DOCUMENT_SECONDS;
        bool released =
            job_is_active(job) && job->hold == JOB_HELD_UNTIL && job->hold_time <= now;
        bool overdue = jobs_is_overdue(job, now);

        if ((released || left || overdue) && !job->cancel) {
            *since = job->hold_time;
            *due = overdue ? DUE_OVERDUE : released ? DUE_RELEASE : DUE_LEFT;
            job->cancel = overdue; /* nobody begins with it any more */
            job->holders++;
            return job;
        }
    }
    return NULL;
}

/* With the lock: a printed job that is kept too long or too many; a reference. */
static struct job *next_unkept(struct jobs *jobs, time_t now)
{
    for (struct job_queue *queue = jobs->queues; queue != NULL; queue = queue->next) {
        unsigned kept = 0;
        struct job *oldest = NULL;

        for (struct job *job = jobs->first; job != NULL; job = job->next)
            if (job->queue == queue && job->kept && !queue->strange) {
                kept++;
                if (oldest == NULL || job->completed < oldest->completed)
                    oldest = job;
            }
        if (oldest != NULL && (kept > queue->keep_printed || queue->gone ||
                               (queue->keep_hours > 0 &&
                                now - oldest->completed > (time_t)queue->keep_hours * 3600))) {
            oldest->holders++;
            oldest->kept = false;
            oldest->reasons &= ~(uint32_t)JOB_RESTARTABLE;
            return oldest;
        }
    }
    return NULL;
}

void jobs_tick(struct jobs *jobs, time_t now)
{
    struct job_queue *queue;
    struct job *job;
    enum due due;
    time_t since;

    for (;;) {
        jobs_lock(jobs);
        job = next_due(jobs, now, &due, &since);
        jobs_unlock(jobs);
        if (job == NULL)
            break;
        if (due == DUE_OVERDUE)
            jobs_end_overdue(job);
        else if (due == DUE_RELEASE)
            (void)job_set_hold(job, JOB_NOT_HELD, since);
        else
            job_abort(job, 0, "No document came for the job.");
        job_release(job);
    }
    do {
        jobs_lock(jobs);
        queue = now - jobs->counted >= COUNT_SECONDS ? jobs_next_unsaved(jobs) : NULL;
        jobs_unlock(jobs);
        if (queue != NULL)
            jobs_save_queue(queue);
        else if (now - jobs->counted >= COUNT_SECONDS)
            jobs->counted = now;
    } while (queue != NULL);
    for (;;) {
        jobs_lock(jobs);
        job = next_unkept(jobs, now);
        jobs_unlock(jobs);
        if (job == NULL)
            break;
        (void)job_save(job);
        jobs_remove_documents(jobs, job->id);
        job_release(job);
    }
    jobs_forget_old(jobs);
}

/* ---- loading ---- */

/* A queue of an earlier run: what is set for it is known when its printer is. */
static struct job_queue *known_queue(struct jobs *jobs, int id)
{
    struct job_queue *queue = jobs_need_queue(jobs, id);

    if (queue != NULL)
        queue->strange = true;
    return queue;
}

static void load_queue(struct jobs *jobs, const char *name)
{
    ipp_t *message = message_read(jobs->folder, name);
    struct job_queue kept = {.id = 0}, *queue;

    if (message == NULL || !queue_file_unpack(message, &kept) ||
        (queue = known_queue(jobs, kept.id)) == NULL)
        log_say(LOG_SAY_ERROR, "The file '%s' is damaged; the queue runs.", name);
    else {
        queue->paused = kept.paused;
        queue->hold_new = kept.hold_new;
        queue->refusing = kept.refusing;
        queue->pages = kept.pages;
        queue->toner.dots = kept.toner.dots;
        snprintf(queue->toner_changed, sizeof(queue->toner_changed), "%s", kept.toner_changed);
        snprintf(queue->name, sizeof(queue->name), "%s", kept.name);
    }
    ippDelete(message);
}

/* An active job of an earlier run. Pages that it had begun to make are made again, the same;
 * what was printed of them is in their note. */
static void load_active(struct job *job)
{
    job->accepted = job->committed = true;
    job->source =
        (job->source || job->has_source) && !spool_has_pages(job->jobs->spool, job->id);
    job->patient = job->source;
    if ((job->reasons & JOB_TO_STOP_POINT) != 0)
        job->cancel = true;
    job->message[0] = '\0';
    jobs_settle_job(job);
}

/* A copy under another name is not another job. */
static bool is_name_of(const char *name, int id)
{
    char right[64];

    snprintf(right, sizeof(right), "job-%09d.ipp", id);
    return strcmp(name, right) == 0;
}

/* What a damaged description told of is not printed, but not thrown away either. */
static void keep_damaged(const struct jobs *jobs, int id)
{
    char from[1200], to[1300];

    snprintf(from, sizeof(from), "%s/doc-%09d.doc", jobs->folder, id);
    snprintf(to, sizeof(to), "%s.damaged", from);
    (void)rename(from, to);
}

static void load_job(struct jobs *jobs, const char *name)
{
    ipp_t *message = message_read(jobs->folder, name);
    struct job *job = jobs_new_job(jobs);
    int queue = 0, id = 0;

    if (message == NULL || job == NULL || !job_file_unpack(message, job, &queue) ||
        !is_name_of(name, job->id) || (job->queue = known_queue(jobs, queue)) == NULL) {
        char from[1200], to[1300];

        snprintf(from, sizeof(from), "%s/%s", jobs->folder, name);
        snprintf(to, sizeof(to), "%s.damaged", from);
        (void)rename(from, to);
        log_say(LOG_SAY_ERROR, "The file '%s' is damaged; it is kept as '%s'.", name, to);
        if (sscanf(name, "job-%9d.ipp", &id) == 1)
            keep_damaged(jobs, id);
        jobs_free_job(job);
        ippDelete(message);
        return;
    }
    ippDelete(message);
    job->saved_once = true;
    if (job_is_active(job))
        load_active(job);
    if (job->id >= jobs->next_id)
        jobs->next_id = job->id + 1;
    if (job->order > jobs->next_order)
        jobs->next_order = job->order;
    jobs_add_job(jobs, job);
}

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);

    return n >= m && strcmp(name + n - m, end) == 0;
}

static void load_folder(struct jobs *jobs)
{
    DIR *folder = opendir(jobs->folder);
    const struct dirent *entry;

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        const char *name = entry->d_name;

        if (ends_with(name, ".new"))
            (void)unlinkat(dirfd(folder), name, 0);
        else if (strncmp(name, "queue-", 6) == 0 && ends_with(name, ".ipp"))
            load_queue(jobs, name);
        else if (strncmp(name, "job-", 4) == 0 && ends_with(name, ".ipp"))
            load_job(jobs, name);
    }
    if (folder != NULL)
        closedir(folder);
}

static void drop_orphan(void *ctx, int id)
{
    struct jobs *jobs = ctx;
    const struct job *job = jobs_find_job(jobs, 0, id > 0 ? id : SPOOL_PAGES(id));

    /* committed, but its description was not: it was not accepted. Or only pages are kept. */
    if (job == NULL || (!job_is_active(job) && !job->kept) ||
        (id > 0 && !job_is_active(job) && spool_has_pages(jobs->spool, id)))
        document_remove(jobs->spool, id);
}

/* Jobs that were asked to end do so now. */
static void end_leftovers(struct jobs *jobs)
{
    struct job *job;

    do {
        jobs_lock(jobs);
        for (job = jobs->first; job != NULL; job = job->next)
            if (job_is_active(job) && job->cancel) {
                job->holders++;
                break;
            }
        jobs_unlock(jobs);
        if (job != NULL)
            job_end(job, IPP_JSTATE_CANCELED, JOB_CANCELED_BY_USER, "Canceled.");
        job_release(job);
    } while (job != NULL);
}

void jobs_set_limits(struct jobs *jobs, const struct jobs_limits *limits)
{
    jobs_lock(jobs);
    jobs->limits = *limits;
    jobs_unlock(jobs);
    spool_set_limits(jobs->spool, &limits->spool);
    jobs_forget_old(jobs);
}

struct jobs *jobs_open(const char *folder, const struct jobs_limits *limits, char *why,
                       size_t why_size)
{
    struct jobs *jobs = calloc(1, sizeof(*jobs));
    int kept;

    if (jobs == NULL) {
        snprintf(why, why_size, "There is no memory left.");
        return NULL;
    }
    pthread_mutex_init(&jobs->mutex, NULL);
    pthread_mutex_init(&jobs->reserve_mutex, NULL);
    pthread_cond_init(&jobs->sources, NULL);
    snprintf(jobs->folder, sizeof(jobs->folder), "%s", folder);
    jobs->limits = *limits;
    jobs->next_id = 1;
    jobs->next_order = FIRST_ORDER;
    jobs->began = time(NULL);
    jobs->spool = spool_open(folder, &limits->spool, why, why_size);
    if (jobs->spool == NULL) {
        jobs_close(jobs);
        return NULL;
    }
    load_folder(jobs);
    kept = (int)number_read(folder, "next-id");
    if (kept > jobs->next_id)
        jobs->next_id = kept;
    jobs->reserved_id = jobs->next_id;
    spool_list(jobs->spool, drop_orphan, jobs);
    end_leftovers(jobs);
    jobs_forget_old(jobs);
    return jobs;
}

void jobs_close(struct jobs *jobs)
{
    if (jobs == NULL)
        return;
    if (jobs->spool != NULL)
        jobs_settle(jobs);
    while (jobs->first != NULL) {
        struct job *job = jobs->first;

        jobs->first = job->next;
        jobs_free_job(job);
    }
    while (jobs->queues != NULL) {
        struct job_queue *queue = jobs->queues;

        jobs->queues = queue->next;
        pthread_cond_destroy(&queue->wake);
        free(queue);
    }
    spool_close(jobs->spool);
    pthread_cond_destroy(&jobs->sources);
    pthread_mutex_destroy(&jobs->reserve_mutex);
    pthread_mutex_destroy(&jobs->mutex);
    free(jobs);
}
