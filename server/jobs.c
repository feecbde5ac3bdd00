/*
 * jobs.c - see jobs.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "jobs.h"

#include "job-file.h"
#include "log.h"
#include "recorder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Numbers are reserved in blocks of this many: after a crash so many are skipped at most, and
 * none that a client may have been told is given again. */
#define ID_BLOCK 16

/* Room between two jobs' places for one that is moved there. */
#define ORDER_STEP ((uint64_t)1 << 20)

/* A job whose client sends no document within this time is forgotten (multiple-operation-time-
 * out). */
#define DOCUMENT_SECONDS 300

/* Counts of pages and toner are kept so often. */
#define COUNT_SECONDS 60

struct jobs {
    pthread_mutex_t mutex;
    pthread_mutex_t reserve_mutex; /* one who puts numbers aside; before mutex */
    struct spool *spool;
    char folder[1024];
    struct jobs_limits limits;
    struct job *first, *last;
    struct job_queue *queues;
    int next_id, reserved_id;
    uint64_t next_order;
    unsigned num_active, num_ended;
    time_t began;
    time_t counted; /* of jobs_tick: when counts were kept last */
};

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
    "job-queued",
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

/* With the lock. */
static struct job_queue *need_queue(struct jobs *jobs, int id)
{
    struct job_queue *queue = find_queue(jobs, id);
    pthread_condattr_t monotonic;

    if (queue != NULL || (queue = calloc(1, sizeof(*queue))) == NULL)
        return queue;
    queue->jobs = jobs;
    queue->id = id;
    queue->state_time = time(NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&queue->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    queue->next = jobs->queues;
    jobs->queues = queue;
    return queue;
}

struct job_queue *jobs_queue(struct jobs *jobs, int id)
{
    struct job_queue *queue;

    jobs_lock(jobs);
    queue = need_queue(jobs, id);
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

static void save_queue(struct job_queue *queue)
{
    char name[64];
    ipp_t *message;

    snprintf(name, sizeof(name), "queue-%d.ipp", queue->id);
    jobs_lock(queue->jobs);
    message = queue_file_pack(queue);
    jobs_wake(queue);
    jobs_unlock(queue->jobs);
    if (message == NULL || !message_write(queue->jobs->folder, name, message))
        log_say(LOG_SAY_ERROR, "The state of the queue %s could not be kept: %s.", queue->name,
                strerror(errno));
    ippDelete(message);
}

static void set_flag(struct job_queue *queue, bool *flag, bool value, const char *what)
{
    bool same;

    jobs_lock(queue->jobs);
    same = *flag == value;
    *flag = value;
    queue->state_time = same ? queue->state_time : time(NULL);
    jobs_unlock(queue->jobs);
    if (same)
        return;
    log_say(LOG_SAY_INFO, "Queue %s: %s%s.", queue->name, value ? "" : "no longer ", what);
    save_queue(queue);
}

void queue_set_paused(struct job_queue *queue, bool paused)
{
    set_flag(queue, &queue->paused, paused, "paused");
}

void queue_set_hold_new(struct job_queue *queue, bool hold)
{
    set_flag(queue, &queue->hold_new, hold, "holding new jobs");
}

void queue_set_refusing(struct job_queue *queue, bool refusing)
{
    set_flag(queue, &queue->refusing, refusing, "refusing jobs");
}

/* With the lock: a queue whose counts are to be kept; NULL: none. */
static struct job_queue *next_unsaved(struct jobs *jobs)
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

/* With the lock: what an ended job took of the toner, by what of it was sent. */
static void count_toner(struct job *job)
{
    double share = job->impressions > 0
                       ? (double)job->impressions_completed / (double)job->impressions
                       : 0;

    job->queue->toner.dots += (uint64_t)((double)job->dots * (share < 1 ? share : 1));
    job->queue->unsaved = true;
}

/* ---- jobs ---- */

static void free_job(struct job *job)
{
    if (job == NULL)
        return;
    document_release(job->document);
    ippDelete(job->attributes);
    free(job->intent);
    pthread_mutex_destroy(&job->save_mutex);
    free(job);
}

static struct job *new_job(struct jobs *jobs)
{
    struct job *job = calloc(1, sizeof(*job));

    if (job == NULL)
        return NULL;
    job->jobs = jobs;
    pthread_mutex_init(&job->save_mutex, NULL);
    return job;
}

/* With the lock. The list holds a reference. */
static void add_job(struct jobs *jobs, struct job *job)
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

/* With the lock; false: somebody still holds it, who will free it. */
static bool take_out(struct jobs *jobs, struct job *job)
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
        free_job(job);
}

static struct job *find_job(struct jobs *jobs, int queue, int id)
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
    job = find_job(jobs, queue, id);
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
    if (saved)
        job->saved_once = true;
    else
        log_say(LOG_SAY_ERROR, "[Job %d] Its state could not be kept: %s.", job->id,
                strerror(errno));
    pthread_mutex_unlock(&job->save_mutex);
    ippDelete(message);
    return saved;
}

static void remove_file(const struct jobs *jobs, int id)
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
           strcmp(name, "job-password") != 0;
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
    struct job *job = new_job(jobs);

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
    job->state = IPP_JSTATE_HELD;
    job->reasons = JOB_DATA_INSUFFICIENT;
    job->created = job->touched = time(NULL);
    lock_with_id(jobs);
    job->queue = need_queue(jobs, request->queue);
    if (job->queue == NULL || jobs->num_active >= jobs->limits.max_active) {
        jobs_unlock(jobs);
        snprintf(why, why_size, "%u jobs are waiting already; try again when some are printed.",
                 jobs->limits.max_active);
        free_job(job);
        return NULL;
    }
    if (job->queue->hold_new && job->hold == JOB_NOT_HELD)
        job->hold = JOB_HELD;
    job->id = jobs->next_id++;
    job->order = jobs->next_order += ORDER_STEP;
    job->holders = 1;
    add_job(jobs, job);
    jobs_unlock(jobs);
    return job;
}

bool job_begin_document(struct job *job, char *why, size_t why_size)
{
    struct document *document = document_create(job->jobs->spool, job->id, why, why_size);

    if (document == NULL)
        return false;
    jobs_lock(job->jobs);
    job->document = document;
    job->receiving = true;
    job->reasons = JOB_INCOMING;
    job->touched = time(NULL);
    jobs_unlock(job->jobs);
    return true;
}

/* With the lock: what a job that has data is. */
static void settle(struct job *job)
{
    uint32_t incoming = job->receiving ? JOB_INCOMING : 0;

    if (!job_is_active(job) || job->delivering)
        return;
    if (job->hold != JOB_NOT_HELD) {
        job->state = IPP_JSTATE_HELD;
        job->reasons = incoming | JOB_HOLD_UNTIL_SPECIFIED;
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
    settle(job);
    jobs_wake(job->queue);
    jobs_unlock(job->jobs);
}

static unsigned printed_pages(const struct job *job)
{
    return job->impressions_completed;
}

/* A reference to the document of a job; NULL: it has ended meanwhile. */
static struct document *own_document(struct job *job)
{
    struct document *document;

    jobs_lock(job->jobs);
    document = job->document != NULL ? document_hold(job->document) : NULL;
    jobs_unlock(job->jobs);
    return document;
}

bool job_accept(struct job *job, char *why, size_t why_size)
{
    struct document *document = own_document(job), *listed = NULL;
    bool kept = document != NULL && document_commit(document) == RESULT_OK;
    unsigned pages;

    if (document == NULL)
        snprintf(why, why_size, "The job was canceled.");
    else if (!kept)
        snprintf(why, why_size, "%s", document_error(document));
    document_release(document);
    jobs_lock(job->jobs);
    job->receiving = false;
    job->committed = kept;
    job->reasons &= ~(uint32_t)JOB_INCOMING;
    settle(job);
    jobs_unlock(job->jobs);
    /* from here on the delivery may end the job at any moment */
    if (kept && !job_save(job)) {
        snprintf(why, why_size, "The job could not be kept: %s.", strerror(errno));
        kept = false;
    }
    if (!kept) {
        job_abort(job, 0, why);
        return false;
    }
    jobs_lock(job->jobs);
    job->accepted = true;
    listed = job->document;
    job->document = NULL; /* opened again when it is needed: a thousand may wait */
    pages = job->impressions;
    jobs_wake(job->queue);
    jobs_unlock(job->jobs);
    log_say(LOG_SAY_INFO, "[Job %d] Accepted for %s: %u page%s.", job->id, job->queue->name,
            pages, pages == 1 ? "" : "s");
    document_release(listed);
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
    job->failed = true;
    job->reasons |= reasons;
    snprintf(job->message, sizeof(job->message), "%s%s", why, full_stop(why));
    jobs_wake(job->queue);
    jobs_unlock(job->jobs);
    log_say(LOG_SAY_ERROR, "[Job %d] %s", job->id, why);
    if (delivering) /* it ends the machine's job first and then this one */
        return;
    if (printed_pages(job) == 0)
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

/* ---- the end ---- */

/* With the lock: an ended job too many, to be forgotten; NULL: none. */
static struct job *too_old(struct jobs *jobs)
{
    if (jobs->num_ended <= jobs->limits.max_history)
        return NULL;
    for (struct job *job = jobs->first; job != NULL; job = job->next)
        if (!job_is_active(job) && !job->kept && !job->delivering)
            return job;
    return NULL;
}

static void forget_old(struct jobs *jobs)
{
    for (;;) {
        struct job *job;
        int id;
        bool last;

        jobs_lock(jobs);
        job = too_old(jobs);
        id = job != NULL ? job->id : 0;
        last = job != NULL && take_out(jobs, job);
        jobs_unlock(jobs);
        if (job == NULL)
            return;
        remove_file(jobs, id);
        recorder_remove(jobs->folder, id);
        if (last)
            free_job(job);
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
    bool already, known, kept;

    jobs_lock(jobs);
    already = !job_is_active(job);
    if (!already) {
        job->state = state;
        job->reasons = reasons;
        job->kept = state == IPP_JSTATE_COMPLETED && job->committed &&
                    job->queue->keep_printed > 0;
        if (job->kept)
            job->reasons |= JOB_RESTARTABLE;
        job->completed = time(NULL);
        snprintf(job->message, sizeof(job->message), "%s", message);
        count_end(job->queue, state);
        count_toner(job);
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
    /* the description first: were the document gone before it, the job would be lost */
    if ((known || state != IPP_JSTATE_ABORTED) && !job_save(job))
        remove_file(jobs, job->id); /* the disk is full: forgotten is better than printed again */
    if (!kept)
        document_remove(jobs->spool, job->id);
    document_release(document);
    forget_old(jobs);
}

void job_put_back(struct job *job)
{
    jobs_lock(job->jobs);
    job->delivering = false;
    settle(job);
    jobs_unlock(job->jobs);
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
    bool possible;

    jobs_lock(job->jobs);
    possible = job_is_active(job) && !job->cancel &&
               !(job->delivering && job->started && hold != JOB_NOT_HELD);
    if (possible) {
        job->hold = hold;
        job->hold_time = until;
        if (hold == JOB_NOT_HELD && job->message[0] != '\0' && !job->delivering)
            job->message[0] = '\0';
        if (job->reasons != JOB_DATA_INSUFFICIENT)
            settle(job);
        jobs_wake(job->queue);
    }
    jobs_unlock(job->jobs);
    if (possible && job->saved_once)
        (void)job_save(job);
    return possible ? JOB_DONE : JOB_NOT_POSSIBLE;
}

enum job_answer job_set_priority(struct job *job, int priority)
{
    bool possible;

    jobs_lock(job->jobs);
    possible = job_is_active(job) && !job->delivering;
    if (possible)
        job->priority = priority;
    jobs_wake(job->queue);
    jobs_unlock(job->jobs);
    if (possible && job->saved_once)
        (void)job_save(job);
    return possible ? JOB_DONE : JOB_NOT_POSSIBLE;
}

/* The order jobs are printed in. */
static int compare_place(const void *a, const void *b)
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

/* With the lock: the jobs of a queue (NULL: all) in order; to be freed. */
static struct job **sorted_jobs(struct jobs *jobs, const struct job_queue *queue, bool active,
                                size_t *n)
{
    size_t room = active ? jobs->num_active : jobs->num_ended;
    struct job **list = malloc((room + 1) * sizeof(struct job *));

    *n = 0;
    for (struct job *job = jobs->first; list != NULL && job != NULL; job = job->next)
        if (job_is_active(job) == active && (queue == NULL || job->queue == queue) && *n < room)
            list[(*n)++] = job;
    if (list != NULL)
        qsort(list, *n, sizeof(struct job *), active ? compare_place : compare_end);
    return list;
}

/* With the lock: place and class for a job directly behind list[at], or before list[0]. */
static void place_behind(struct job *job, struct job *const *list, size_t n, const struct job *after)
{
    const struct job *before = after, *next = NULL;

    for (size_t i = 0; i < n; i++)
        if (list[i] != job && !list[i]->delivering &&
            (before == NULL || compare_place(&list[i], &before) > 0)) {
            next = list[i];
            break;
        }
    if (before != NULL)
        job->priority = before->priority;
    else if (next != NULL)
        job->priority = next->priority;
    if (before != NULL && next != NULL && next->priority == job->priority)
        job->order = before->order + (next->order - before->order) / 2;
    else if (before != NULL)
        job->order = before->order + ORDER_STEP / 2;
    else if (next != NULL)
        job->order = next->order - ORDER_STEP / 2;
}

enum job_answer job_promote(struct job *job, const struct job *after)
{
    size_t n;
    struct job **list;
    bool possible;

    jobs_lock(job->jobs);
    possible = job_is_active(job) && !job->delivering && job != after &&
               (after == NULL || (job_is_active(after) && after->queue == job->queue));
    list = possible ? sorted_jobs(job->jobs, job->queue, true, &n) : NULL;
    possible = list != NULL;
    if (possible)
        place_behind(job, list, n, after);
    free(list);
    jobs_wake(job->queue);
    jobs_unlock(job->jobs);
    if (possible && job->saved_once)
        (void)job_save(job);
    return possible ? JOB_DONE : JOB_NOT_POSSIBLE;
}

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
    to = own_document(again);
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
                                  .priority = job->priority};
    struct document *from = document_open(job->jobs->spool, job->id, why, why_size);
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
    int from, to, at, left;
    struct tm local;

    if (!parse_quiet(quiet, &from, &to) || localtime_r(&now, &local) == NULL)
        return false;
    at = local.tm_hour * 60 + local.tm_min;
    if (from < to ? at < from || at >= to : at < from && at >= to)
        return false;
    left = (to - at + 24 * 60) % (24 * 60);
    *until = now + (time_t)left * 60 - local.tm_sec;
    return true;
}

/* With the lock: may the delivery begin with it? Its document is whole, or on its way. */
static bool is_ready(const struct job *job)
{
    return job->state == IPP_JSTATE_PENDING && !job->cancel &&
           (job->accepted || (job->receiving && document_records(job->document) > 0));
}

/* A job whose document is still coming may begin early, but not before one that is whole when
 * it has no page yet: its sender may be slow. */
static bool has_page(const struct job *job)
{
    return job->accepted || document_records(job->document) > 1;
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
        if (*place == NULL || compare_place(&job, place) < 0)
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
    job->reasons = (job->receiving ? JOB_INCOMING : 0) | JOB_PRINTING;
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
        list = sorted_jobs(jobs, queue, active != 0, &n);
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

/* ---- time ---- */

/* With the lock: a reference to a job that time has done something to; NULL: none. */
static struct job *next_due(struct jobs *jobs, time_t now, bool *released)
{
    for (struct job *job = jobs->first; job != NULL; job = job->next) {
        bool left = job->state == IPP_JSTATE_HELD && job->reasons == JOB_DATA_INSUFFICIENT &&
                    now - job->touched > DOCUMENT_SECONDS;

        *released =
            job_is_active(job) && job->hold == JOB_HELD_UNTIL && job->hold_time <= now;
        if ((*released || left) && !job->cancel) {
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
            if (job->queue == queue && job->kept) {
                kept++;
                if (oldest == NULL || job->completed < oldest->completed)
                    oldest = job;
            }
        if (oldest != NULL &&
            (kept > queue->keep_printed || queue->gone ||
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
    bool released;

    for (;;) {
        jobs_lock(jobs);
        job = next_due(jobs, now, &released);
        jobs_unlock(jobs);
        if (job == NULL)
            break;
        if (released)
            (void)job_set_hold(job, JOB_NOT_HELD, 0);
        else
            job_abort(job, 0, "No document came for the job.");
        job_release(job);
    }
    do {
        jobs_lock(jobs);
        queue = now - jobs->counted >= COUNT_SECONDS ? next_unsaved(jobs) : NULL;
        jobs_unlock(jobs);
        if (queue != NULL)
            save_queue(queue);
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
        document_remove(jobs->spool, job->id);
        job_release(job);
    }
    forget_old(jobs);
}

/* ---- loading ---- */

static void load_queue(struct jobs *jobs, const char *name)
{
    ipp_t *message = message_read(jobs->folder, name);
    struct job_queue kept = {.id = 0}, *queue;

    if (message == NULL || !queue_file_unpack(message, &kept) ||
        (queue = need_queue(jobs, kept.id)) == NULL)
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

/* An active job of an earlier run. */
static void load_active(struct job *job)
{
    job->accepted = job->committed = true;
    if ((job->reasons & JOB_TO_STOP_POINT) != 0)
        job->cancel = true;
    job->message[0] = '\0';
    settle(job);
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
    struct job *job = new_job(jobs);
    int queue = 0, id = 0;

    if (message == NULL || job == NULL || !job_file_unpack(message, job, &queue) ||
        (job->queue = need_queue(jobs, queue)) == NULL) {
        char from[1200], to[1300];

        snprintf(from, sizeof(from), "%s/%s", jobs->folder, name);
        snprintf(to, sizeof(to), "%s.damaged", from);
        (void)rename(from, to);
        log_say(LOG_SAY_ERROR, "The file '%s' is damaged; it is kept as '%s'.", name, to);
        if (sscanf(name, "job-%9d.ipp", &id) == 1)
            keep_damaged(jobs, id);
        free_job(job);
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
    add_job(jobs, job);
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
    const struct job *job = find_job(jobs, 0, id);

    /* committed, but its description was not: it was not accepted */
    if (job == NULL || (!job_is_active(job) && !job->kept))
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
    snprintf(jobs->folder, sizeof(jobs->folder), "%s", folder);
    jobs->limits = *limits;
    jobs->next_id = 1;
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
    forget_old(jobs);
    return jobs;
}

void jobs_settle(struct jobs *jobs)
{
    struct job_queue *queue;
    int next;

    do {
        jobs_lock(jobs);
        queue = next_unsaved(jobs);
        jobs_unlock(jobs);
        if (queue != NULL)
            save_queue(queue);
    } while (queue != NULL);
    pthread_mutex_lock(&jobs->reserve_mutex);
    jobs_lock(jobs);
    next = jobs->next_id;
    jobs->reserved_id = next; /* whoever still comes puts numbers aside anew */
    jobs_unlock(jobs);
    (void)number_write(jobs->folder, "next-id", (unsigned long)next);
    pthread_mutex_unlock(&jobs->reserve_mutex);
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
        free_job(job);
    }
    while (jobs->queues != NULL) {
        struct job_queue *queue = jobs->queues;

        jobs->queues = queue->next;
        pthread_cond_destroy(&queue->wake);
        free(queue);
    }
    spool_close(jobs->spool);
    pthread_mutex_destroy(&jobs->reserve_mutex);
    pthread_mutex_destroy(&jobs->mutex);
    free(jobs);
}
