/*
 * scan-job.c - see scan-job.h: jobs, their pages, and how long both are kept.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scan-run.h"

#include "machine-share.h"

#include "server/device-net.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define MAX_KEPT 10     /* jobs of a scanner */
#define KEEP_MS  300000 /* after their end */
#define TICK_MS  500

static atomic_uint_fast64_t bytes_waiting;

uint64_t scan_bytes_reserve(uint64_t wanted, uint64_t limit)
{
    uint_fast64_t used = atomic_load(&bytes_waiting);
    uint64_t n;

    do {
        n = used < limit ? limit - used : 0;
        if (n > wanted)
            n = wanted;
    } while (!atomic_compare_exchange_weak(&bytes_waiting, &used, used + n));
    return n;
}

void scan_bytes_return(uint64_t bytes)
{
    atomic_fetch_sub(&bytes_waiting, bytes);
}

/* ---- references ---- */

static struct scan_job *job_new(struct scanner *s, const struct scan_settings *settings,
                                const struct scan_handover *handover,
                                const struct scan_asker *asker)
{
    struct scan_job *job = calloc(1, sizeof(*job));
    uint8_t id[16];

    if (job == NULL || getrandom(id, sizeof(id), 0) != (ssize_t)sizeof(id)) {
        free(job);
        return NULL;
    }
    for (size_t i = 0; i < sizeof(id); i++)
        snprintf(job->info.id + 2 * i, 3, "%02x", id[i]);
    atomic_init(&job->references, 1);
    job->scanner = s;
    job->handover = *handover;
    job->info.settings = *settings;
    job->info.asker = *asker;
    job->info.began = time(NULL);
    job->interest = net_clock_ms();
    job->opening = true;
    pthread_mutex_init(&job->mutex, NULL);
    net_cond_init(&job->changed);
    return job;
}

struct scan_job *scan_job_hold(struct scan_job *job)
{
    atomic_fetch_add(&job->references, 1);
    return job;
}

/* With the job's mutex, or when nobody else has it: pages below n are no longer kept. */
static void drop_pages(struct scan_job *job, unsigned n)
{
    for (; job->dropped < n && job->dropped < job->info.made; job->dropped++) {
        struct scan_page *page = job->pages[job->dropped];

        scan_bytes_return(scan_page_facts(page)->bytes);
        scan_page_release(page);
        job->pages[job->dropped] = NULL;
    }
}

void scan_job_release(struct scan_job *job)
{
    if (job == NULL || atomic_fetch_sub(&job->references, 1) != 1)
        return;
    drop_pages(job, job->info.made);
    free(job->pages);
    pthread_cond_destroy(&job->changed);
    pthread_mutex_destroy(&job->mutex);
    free(job);
}

/* ---- for the thread of the job ---- */

static bool has_ended(const struct scan_job *job)
{
    return job->info.state >= SCAN_JOB_COMPLETED;
}

bool scan_job_is_canceled(void *ctx)
{
    struct scan_job *job = ctx;
    bool canceled;

    pthread_mutex_lock(&job->mutex);
    canceled = job->cancel;
    pthread_mutex_unlock(&job->mutex);
    return canceled;
}

bool scan_job_await_room(struct scan_job *job)
{
    bool canceled;

    pthread_mutex_lock(&job->mutex);
    while (!job->cancel && job->handover.ahead > 0 &&
           job->info.made - job->info.taken >= job->handover.ahead)
        pthread_cond_wait(&job->changed, &job->mutex); /* patience cancels it */
    canceled = job->cancel;
    pthread_mutex_unlock(&job->mutex);
    return !canceled;
}

bool scan_job_add(struct scan_job *job, struct scan_page *page)
{
    bool added = true;

    pthread_mutex_lock(&job->mutex);
    if (job->info.made == job->room) {
        size_t room = 2 * job->room + 8;
        struct scan_page **more = realloc(job->pages, room * sizeof(struct scan_page *));

        added = more != NULL;
        if (added) {
            job->pages = more;
            job->room = room;
        }
    }
    if (added) {
        job->pages[job->info.made++] = page;
        pthread_cond_broadcast(&job->changed);
    }
    pthread_mutex_unlock(&job->mutex);
    if (!added) {
        scan_bytes_return(scan_page_facts(page)->bytes);
        scan_page_release(page);
    }
    return added;
}

void scan_job_end(struct scan_job *job, enum scan_result result, const char *why)
{
    pthread_mutex_lock(&job->mutex);
    if (!has_ended(job)) {
        if (job->abandoned)
            why = "Nobody fetched the pages.";
        job->info.result = result;
        job->info.state = result == SCAN_OK         ? SCAN_JOB_COMPLETED
                          : result == SCAN_CANCELED ? SCAN_JOB_CANCELED
                                                    : SCAN_JOB_ABORTED;
        snprintf(job->info.why, sizeof(job->info.why), "%s",
                 result == SCAN_OK               ? ""
                 : why != NULL && why[0] != '\0' ? why
                                                 : scan_result_text(result));
        job->info.ended = time(NULL);
        job->ended_at = net_clock_ms();
        if (job->abandoned)
            drop_pages(job, job->info.made);
        pthread_cond_broadcast(&job->changed);
    }
    pthread_mutex_unlock(&job->mutex);
}

/* ---- how long they are kept ---- */

/* With the registry's lock: of the scanner's jobs those that go; in a list of their own. */
static struct scan_job *take_old(struct scanner *s, int64_t now)
{
    struct scan_job *old = NULL, **at = &s->jobs;
    unsigned n = 0;

    while (*at != NULL) {
        struct scan_job *job = *at;
        bool goes;

        pthread_mutex_lock(&job->mutex);
        goes = job != s->active && has_ended(job) &&
               (n >= MAX_KEPT || now - job->ended_at > KEEP_MS);
        pthread_mutex_unlock(&job->mutex);
        n++;
        if (!goes) {
            at = &job->next;
            continue;
        }
        *at = job->next;
        job->next = old;
        old = job;
    }
    return old;
}

/* With the registry's lock. True: it is to be looked at again soon. */
static bool look_at_patience(struct scan_job *job, int64_t now)
{
    bool watched, cancel = false;

    pthread_mutex_lock(&job->mutex);
    watched =
        job->handover.patience_s > 0 && (!has_ended(job) || job->dropped < job->info.made);
    if (watched && job->waiters == 0 &&
        now - job->interest > (int64_t)job->handover.patience_s * 1000) {
        job->abandoned = true;
        if (has_ended(job))
            drop_pages(job, job->info.made);
        else
            cancel = !job->cancel;
    }
    pthread_mutex_unlock(&job->mutex);
    if (cancel)
        scan_job_cancel(job, 0);
    return watched;
}

int64_t scan_jobs_tick(void)
{
    struct scan_job *old = NULL;
    int64_t now = net_clock_ms(), next = KEEP_MS;

    for (struct scanner *s = registry.scanners; s != NULL; s = s->next) {
        struct scan_job *some = take_old(s, now), **last = &some;

        while (*last != NULL)
            last = &(*last)->next;
        *last = old;
        old = some;
        for (struct scan_job *job = s->jobs; job != NULL; job = job->next)
            if (look_at_patience(job, now))
                next = TICK_MS;
            else if (next > 10000)
                next = 10000;
    }
    if (old == NULL)
        return next;
    registry_unlock();
    while (old != NULL) {
        struct scan_job *job = old;

        old = job->next;
        scan_job_release(job);
    }
    registry_lock();
    return 0;
}

void scan_jobs_cancel_all(void)
{
    registry_lock();
    for (struct scanner *s = registry.scanners; s != NULL; s = s->next)
        if (s->active != NULL)
            scan_job_cancel(s->active, 0);
    registry_unlock();
}

void scan_jobs_forget(void)
{
    struct scan_job *all = NULL;

    registry_lock();
    for (struct scanner *s = registry.scanners; s != NULL; s = s->next)
        while (s->jobs != NULL) {
            struct scan_job *job = s->jobs;

            s->jobs = job->next;
            job->next = all;
            all = job;
        }
    registry_unlock();
    while (all != NULL) {
        struct scan_job *job = all;

        all = job->next;
        scan_job_release(job);
    }
}

/* ---- for others ---- */

static enum scan_result refuse(enum scan_result result, const char *sentence, char *why,
                               size_t n)
{
    snprintf(why, n, "%s", sentence[0] != '\0' ? sentence : scan_result_text(result));
    return result;
}

/* With the registry's lock. */
static enum scan_result may_start(struct scanner *s, const struct scan_settings *settings,
                                  char *why, size_t n)
{
    if (!registry.running || registry.ending || !scanner_shown(s))
        return refuse(SCAN_GONE, "This scanner is switched off here.", why, n);
    if (!s->record.known)
        return refuse(SCAN_INVALID, "The scanner was never seen: switch it on.", why, n);
    if ((unsigned)settings->input >= SCAN_NUM_INPUTS || !s->record.caps.has[settings->input])
        return refuse(SCAN_INVALID, "The scanner has no such place for the paper.", why, n);
    if (s->active != NULL)
        return refuse(SCAN_BUSY, "The scanner is scanning; try again when it is done.", why, n);
    if (share_holder(s->uri) == SHARE_PRINT || share_wanted(s->uri)) {
        scanner_why_busy(s->uri, why, n);
        return SCAN_BUSY;
    }
    if (settings->input != SCAN_PLATEN && scanner_is_empty(s))
        return refuse(SCAN_NO_DOCS, "", why, n);
    if (atomic_load(&bytes_waiting) >= registry.options.max_pages)
        return refuse(SCAN_NO_MEMORY, "Too many scanned pages wait to be fetched.", why, n);
    return SCAN_OK;
}

/* There is no thread for the job. Its list keeps it, as one that failed. */
static enum scan_result undo_start(struct scan_job *job, struct scan_job **out, char *why,
                                   size_t why_size)
{
    scan_job_end(job, SCAN_NO_MEMORY, "");
    registry_lock();
    job->scanner->active = NULL;
    registry_unlock();
    scan_job_release(*out);
    *out = NULL;
    scan_job_release(job); /* the one of its being active */
    scan_job_release(job); /* NOLINT(clang-analyzer-unix.Malloc): and the thread's */
    return refuse(SCAN_NO_MEMORY, "", why, why_size);
}

enum scan_result scan_job_start(struct scanner *s, const struct scan_settings *settings,
                                const struct scan_handover *handover,
                                const struct scan_asker *asker, struct scan_job **out,
                                char *why, size_t why_size)
{
    struct scan_job *job = job_new(s, settings, handover, asker);
    enum scan_result result;

    *out = NULL;
    if (job == NULL)
        return refuse(SCAN_NO_MEMORY, "", why, why_size);
    registry_lock();
    result = may_start(s, settings, why, why_size);
    if (result == SCAN_OK && !page_plan(&s->record.caps, settings, &job->info.plan))
        result = refuse(SCAN_INVALID, "", why, why_size);
    if (result != SCAN_OK) {
        registry_unlock();
        scan_job_release(job);
        return result;
    }
    s->active = scan_job_hold(job);
    job->next = s->jobs;
    s->jobs = scan_job_hold(job);
    snprintf(job->name, sizeof(job->name), "%s", s->record.name);
    registry_tell();
    registry_unlock();
    *out = scan_job_hold(job);
    return registry_thread(scan_job_run, job) ? SCAN_OK : undo_start(job, out, why, why_size);
}

/* With the job's mutex: what page n is now. SCAN_TIMEOUT: not known yet. */
static enum scan_result look_for_page(const struct scan_job *job, unsigned n)
{
    if (n < job->dropped)
        return job->abandoned ? SCAN_CANCELED : SCAN_NO_DOCS;
    if (n < job->info.made)
        return SCAN_OK;
    if (!has_ended(job))
        return SCAN_TIMEOUT;
    if (job->info.state == SCAN_JOB_COMPLETED)
        return SCAN_NO_DOCS;
    return job->info.result == SCAN_TIMEOUT ? SCAN_IO : job->info.result;
}

enum scan_result scan_job_page(struct scan_job *job, unsigned n, unsigned wait_ms,
                               struct scan_page **page)
{
    int64_t end = net_clock_ms() + wait_ms;
    enum scan_result result;

    *page = NULL;
    pthread_mutex_lock(&job->mutex);
    job->waiters++;
    while ((result = look_for_page(job, n)) == SCAN_TIMEOUT && net_clock_ms() < end)
        (void)net_cond_wait(&job->changed, &job->mutex, end);
    if (result == SCAN_OK)
        *page = scan_page_hold(job->pages[n]);
    job->waiters--;
    job->interest = net_clock_ms();
    pthread_mutex_unlock(&job->mutex);
    return result;
}

void scan_job_take(struct scan_job *job, unsigned n)
{
    pthread_mutex_lock(&job->mutex);
    if (n > job->info.made)
        n = job->info.made;
    if (n > job->info.taken)
        job->info.taken = n;
    drop_pages(job, n);
    job->interest = net_clock_ms();
    pthread_cond_broadcast(&job->changed);
    pthread_mutex_unlock(&job->mutex);
}

void scan_job_cancel(struct scan_job *job, unsigned wait_ms)
{
    bool at_once;

    pthread_mutex_lock(&job->mutex);
    if (!has_ended(job)) {
        job->cancel = true;
        if (job->process != NULL) { /* it cannot be closed meanwhile: that takes the mutex */
            struct scan_source source = scan_process_source(job->process);

            source.cancel(source.ctx);
        }
        pthread_cond_broadcast(&job->changed);
    }
    at_once = job->opening && !has_ended(job);
    pthread_mutex_unlock(&job->mutex);
    if (at_once) /* opening cannot be called off; what comes of it is closed again */
        scan_job_end(job, SCAN_CANCELED, "");
    (void)scan_job_wait(job, wait_ms);
}

void scan_job_info(struct scan_job *job, struct scan_job_info *info)
{
    pthread_mutex_lock(&job->mutex);
    *info = job->info;
    pthread_mutex_unlock(&job->mutex);
}

bool scan_job_wait(struct scan_job *job, unsigned wait_ms)
{
    int64_t end = net_clock_ms() + wait_ms;
    bool ended;

    pthread_mutex_lock(&job->mutex);
    while (!has_ended(job) && net_clock_ms() < end)
        (void)net_cond_wait(&job->changed, &job->mutex, end);
    ended = has_ended(job);
    pthread_mutex_unlock(&job->mutex);
    return ended;
}

struct scan_job *scan_job_find(struct scanner *s, const char *id)
{
    struct scan_job *job;

    registry_lock();
    for (job = s->jobs; job != NULL && strcmp(job->info.id, id) != 0; job = job->next)
        ;
    if (job != NULL)
        (void)scan_job_hold(job);
    registry_unlock();
    return job;
}

size_t scan_jobs_recent(struct scanner *s, struct scan_job_info *infos, size_t n)
{
    int64_t now = net_clock_ms();
    size_t num = 0;

    registry_lock();
    for (struct scan_job *job = s->jobs; job != NULL && num < n; job = job->next) {
        pthread_mutex_lock(&job->mutex);
        if (!has_ended(job) || now - job->ended_at <= KEEP_MS)
            infos[num++] = job->info;
        pthread_mutex_unlock(&job->mutex);
    }
    registry_unlock();
    return num;
}
