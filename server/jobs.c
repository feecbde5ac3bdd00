/*
 * jobs.c - see jobs.h: the list of jobs, their queues, their numbers.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "jobs-parts.h"

#include "job-file.h"
#include "log.h"
#include "device-net.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Numbers are reserved in blocks of this many: after a crash so many are skipped at most, and
 * none that a client may have been told is given again. */
#define ID_BLOCK 16

const char *const job_reason_keywords[JOB_NUM_REASONS] = {
    "job-incoming",
    "job-data-insufficient",
    "job-hold-until-specified",
    "job-printing",
    "printer-stopped",
    "processing-to-stop-point",
    "job-canceled-by-user",
    "aborted-by-system",
    "document-format-error",
    "document-unprintable-error",
    "errors-detected",
    "warnings-detected",
    "job-completed-successfully",
    "job-completed-with-warnings",
    "job-restartable",
    "job-transforming",
    "document-password-error",
    "job-password-wait",
    "job-release-wait",
    "job-held-for-review",
    "job-canceled-after-timeout",
    "resources-are-not-ready",
    "account-limit-reached",
};

void jobs_lock(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->mutex);
}

void jobs_unlock(struct jobs *jobs)
{
    pthread_mutex_unlock(&jobs->mutex);
}

struct spool *jobs_spool(struct jobs *jobs)
{
    return jobs->spool;
}

time_t jobs_began(const struct jobs *jobs)
{
    return jobs->began;
}

const char *jobs_folder(const struct jobs *jobs)
{
    return jobs->folder;
}

void jobs_wake(struct job_queue *queue)
{
    pthread_cond_broadcast(&queue->wake);
}

void jobs_wait(struct job_queue *queue, const struct timespec *until)
{
    (void)pthread_cond_timedwait(&queue->wake, &queue->jobs->mutex, until);
}

bool job_is_active(const struct job *job)
{
    return job->state < IPP_JSTATE_CANCELED;
}

/* ---- queues ---- */

static struct job_queue *find_queue(struct jobs *jobs, int id)
{
    struct job_queue *queue = jobs->queues;

    while (queue != NULL && queue->id != id)
        queue = queue->next;
    return queue;
}

struct job_queue *jobs_need_queue(struct jobs *jobs, int id)
{
    struct job_queue *queue = find_queue(jobs, id);

    if (queue != NULL || (queue = calloc(1, sizeof(*queue))) == NULL)
        return queue;
    queue->jobs = jobs;
    queue->id = id;
    queue->state_time = time(NULL);
    net_cond_init(&queue->wake);
    queue->next = jobs->queues;
    jobs->queues = queue;
    return queue;
}

struct job_queue *jobs_queue(struct jobs *jobs, int id)
{
    struct job_queue *queue;

    jobs_lock(jobs);
    queue = jobs_need_queue(jobs, id);
    jobs_unlock(jobs);
    return queue;
}

void jobs_each_queue(struct jobs *jobs, void (*each)(void *ctx, struct job_queue *queue),
                     void *ctx)
{
    jobs_lock(jobs);
    for (struct job_queue *queue = jobs->queues; queue != NULL; queue = queue->next)
        each(ctx, queue);
    jobs_unlock(jobs);
}

bool jobs_save_queue(struct job_queue *queue)
{
    char name[64];
    ipp_t *message;
    bool kept;

    snprintf(name, sizeof(name), "queue-%d.ipp", queue->id);
    jobs_lock(queue->jobs);
    message = queue_file_pack(queue);
    jobs_wake(queue);
    jobs_unlock(queue->jobs);
    kept = message != NULL && message_write(queue->jobs->folder, name, message);
    if (!kept)
        log_say(LOG_SAY_ERROR, "The state of the queue %d could not be kept: %s.", queue->id,
                strerror(errno));
    ippDelete(message);
    return kept;
}

static bool set_flag(struct job_queue *queue, bool *flag, bool value, const char *what)
{
    bool same;

    jobs_lock(queue->jobs);
    same = *flag == value;
    *flag = value;
    queue->state_time = same ? queue->state_time : time(NULL);
    jobs_unlock(queue->jobs);
    if (same)
        return true;
    log_say(LOG_SAY_INFO, "Queue %s: %s%s.", queue->name, value ? "" : "no longer ", what);
    return jobs_save_queue(queue);
}

bool queue_set_paused(struct job_queue *queue, bool paused)
{
    return set_flag(queue, &queue->paused, paused, "paused");
}

bool queue_set_hold_new(struct job_queue *queue, bool hold)
{
    return set_flag(queue, &queue->hold_new, hold, "holding new jobs");
}

bool queue_is_refusing(struct jobs *jobs, int id)
{
    struct job_queue *queue = jobs_queue(jobs, id);
    bool refusing = true;

    jobs_lock(jobs);
    if (queue != NULL)
        refusing = queue->refusing || queue->gone;
    jobs_unlock(jobs);
    return refusing;
}

bool queue_set_refusing(struct job_queue *queue, bool refusing)
{
    return set_flag(queue, &queue->refusing, refusing, "refusing jobs");
}

struct job_queue *jobs_next_unsaved(struct jobs *jobs)
{
    for (struct job_queue *queue = jobs->queues; queue != NULL; queue = queue->next)
        if (queue->unsaved && !queue->gone) {
            queue->unsaved = false;
            return queue;
        }
    return NULL;
}

void queue_set_cartridge(struct job_queue *queue, const char *name, unsigned pages)
{
    uint64_t capacity = TONER_CAPACITY_DOTS / 8400 * pages;

    if (strcmp(queue->toner_changed, name) != 0) {
        snprintf(queue->toner_changed, sizeof(queue->toner_changed), "%s", name);
        queue->toner.dots = 0;
        queue->unsaved = true;
    }
    queue->toner.capacity_dots = capacity;
}

void queue_forget(struct job_queue *queue)
{
    char path[1200];

    snprintf(path, sizeof(path), "%s/queue-%d.ipp", queue->jobs->folder, queue->id);
    (void)unlink(path);
}

void jobs_count_toner(struct job *job)
{
    double share = job->impressions > 0
                       ? (double)job->impressions_completed / (double)job->impressions
                       : 0;

    job->queue->toner.dots += (uint64_t)((double)job->dots * (share < 1 ? share : 1));
    job->queue->unsaved = true;
}

/* ---- jobs ---- */

void jobs_free_job(struct job *job)
{
    if (job == NULL)
        return;
    document_release(job->document);
    ippDelete(job->attributes);
    free(job->intent);
    pthread_mutex_destroy(&job->save_mutex);
    free(job);
}

struct job *jobs_new_job(struct jobs *jobs)
{
    struct job *job = calloc(1, sizeof(*job));

    if (job == NULL)
        return NULL;
    job->jobs = jobs;
    pthread_mutex_init(&job->save_mutex, NULL);
    return job;
}

void jobs_add_job(struct jobs *jobs, struct job *job)
{
    struct job **link = &jobs->first;

    if (jobs->last != NULL && jobs->last->id < job->id)
        link = &jobs->last->next;
    while (*link != NULL && (*link)->id < job->id)
        link = &(*link)->next;
    job->next = *link;
    *link = job;
    if (job->next == NULL)
        jobs->last = job;
    job->holders++;
    if (job_is_active(job))
        jobs->num_active++;
    else
        jobs->num_ended++;
}

bool jobs_take_out(struct jobs *jobs, struct job *job)
{
    struct job *before = NULL;

    for (struct job *each = jobs->first; each != NULL && each != job; each = each->next)
        before = each;
    if (before != NULL)
        before->next = job->next;
    else
        jobs->first = job->next;
    if (jobs->last == job)
        jobs->last = before;
    jobs->num_ended--;
    return --job->holders == 0;
}

void job_release(struct job *job)
{
    bool last;

    if (job == NULL)
        return;
    jobs_lock(job->jobs);
    last = --job->holders == 0;
    jobs_unlock(job->jobs);
    if (last)
        jobs_free_job(job);
}

struct job *jobs_find_job(struct jobs *jobs, int queue, int id)
{
    struct job *job = jobs->first;

    while (job != NULL && job->id != id)
        job = job->next;
    return job != NULL && (queue == 0 || job->queue->id == queue) ? job : NULL;
}

struct job *job_find(struct jobs *jobs, int queue, int id)
{
    struct job *job;

    jobs_lock(jobs);
    job = jobs_find_job(jobs, queue, id);
    if (job != NULL)
        job->holders++;
    jobs_unlock(jobs);
    return job;
}

static void file_name(int id, char *name, size_t n)
{
    snprintf(name, n, "job-%09d.ipp", id);
}

bool job_save(struct job *job)
{
    char name[64];
    ipp_t *message;
    bool saved;

    file_name(job->id, name, sizeof(name));
    pthread_mutex_lock(&job->save_mutex);
    jobs_lock(job->jobs);
    message = job_file_pack(job);
    jobs_unlock(job->jobs);
    saved = message != NULL && message_write(job->jobs->folder, name, message);
    jobs_lock(job->jobs);
    job->saved_once = job->saved_once || saved;
    jobs_unlock(job->jobs);
    if (!saved)
        log_say(LOG_SAY_ERROR, "[Job %d] Its state could not be kept: %s.", job->id,
                strerror(errno));
    pthread_mutex_unlock(&job->save_mutex);
    ippDelete(message);
    return saved;
}

void jobs_remove_file(const struct jobs *jobs, int id)
{
    char name[64], path[1200];

    file_name(id, name, sizeof(name));
    snprintf(path, sizeof(path), "%s/%s", jobs->folder, name);
    (void)unlink(path);
}

/* Put a block of numbers aside: on the disk first. Without the lock, one thread at a time. */
static void reserve_ids(struct jobs *jobs)
{
    int until;

    pthread_mutex_lock(&jobs->reserve_mutex);
    jobs_lock(jobs);
    until = jobs->next_id < jobs->reserved_id ? 0 : jobs->next_id + ID_BLOCK;
    jobs_unlock(jobs);
    if (until != 0) { /* else somebody else has done it meanwhile */
        if (!number_write(jobs->folder, "next-id", (unsigned long)until))
            log_say(LOG_SAY_ERROR, "The next job number could not be kept: %s.",
                    strerror(errno));
        jobs_lock(jobs);
        jobs->reserved_id = until;
        jobs_unlock(jobs);
    }
    pthread_mutex_unlock(&jobs->reserve_mutex);
}

/* Take the lock when there is a number nobody has had. */
static void lock_with_id(struct jobs *jobs)
{
    jobs_lock(jobs);
    while (jobs->next_id >= jobs->reserved_id) {
        jobs_unlock(jobs);
        reserve_ids(jobs);
        jobs_lock(jobs);
    }
}

static int is_not_secret(void *ctx, ipp_t *message, ipp_attribute_t *attr)
{
    const char *name = ippGetName(attr);

    (void)ctx;
    (void)message;
    return name != NULL && strcmp(name, "job-account-pin") != 0 &&
           strncmp(name, "job-password", 12) != 0;
}

/* A client's text, no character cut in half. */
static void copy_text(char *to, size_t size, const char *from)
{
    size_t n = strlen(from);

    if (n >= size)
        for (n = size - 1; n > 0 && ((unsigned char)from[n] & 0xC0) == 0x80;)
            n--;
    memcpy(to, from, n);
    to[n] = '\0';
}

struct job *job_create(struct jobs *jobs, const struct job_request *request, char *why,
                       size_t why_size)
{
    struct job *job = jobs_new_job(jobs);

    if (job == NULL) {
        snprintf(why, why_size, "There is no memory left for the job.");
        return NULL;
    }
    copy_text(job->name, sizeof(job->name), request->name);
    copy_text(job->user, sizeof(job->user), request->user);
    copy_text(job->host, sizeof(job->host), request->host);
    copy_text(job->format, sizeof(job->format), request->format);
    job->attributes = ippNew();
    ippCopyAttributes(job->attributes, request->attributes, 0, is_not_secret, NULL);
    job->priority = request->priority;
    job->hold = request->hold;
    job->hold_time = request->hold_time;
    job->proof = request->proof > 0 ? PROOF_WANTED : PROOF_NONE;
    job->proof_copies = request->proof;
    if (request->code != NULL) {
        copy_text(job->code, sizeof(job->code), request->code);
        job->secret = true;
        job->gates = GATE_CODE;
    }
    job->state = IPP_JSTATE_HELD;
    job->reasons = JOB_DATA_INSUFFICIENT;
    job->created = job->touched = time(NULL);
    lock_with_id(jobs);
    job->queue = jobs_need_queue(jobs, request->queue);
    if (job->queue == NULL || jobs->num_active >= jobs->limits.max_active) {
        jobs_unlock(jobs);
        snprintf(why, why_size, "%u jobs are waiting already; try again when some are printed.",
                 jobs->limits.max_active);
        jobs_free_job(job);
        return NULL;
    }
    if (job->queue->hold_new && job->hold == JOB_NOT_HELD)
        job->hold = JOB_HELD;
    if (job->queue->release_all && !request->released && job->gates == 0)
        job->gates = GATE_OWNER;
    if (request->released) /* somebody has seen it */
        job->asked = GATE_BLANK | GATE_CODE_TEXT;
    job->id = jobs->next_id++;
    job->order = jobs->next_order += ORDER_STEP;
    job->holders = 1;
    jobs_add_job(jobs, job);
    jobs_unlock(jobs);
    return job;
}

void jobs_settle(struct jobs *jobs)
{
    struct job_queue *queue;
    int next;

    do {
        jobs_lock(jobs);
        queue = jobs_next_unsaved(jobs);
        jobs_unlock(jobs);
        if (queue != NULL)
            jobs_save_queue(queue);
    } while (queue != NULL);
    pthread_mutex_lock(&jobs->reserve_mutex);
    jobs_lock(jobs);
    next = jobs->next_id;
    jobs->reserved_id = next; /* whoever still comes puts numbers aside anew */
    jobs_unlock(jobs);
    (void)number_write(jobs->folder, "next-id", (unsigned long)next);
    pthread_mutex_unlock(&jobs->reserve_mutex);
}
