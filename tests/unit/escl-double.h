/*
 * escl-double.h - scanners and scan jobs that do what a test's script says, in place of
 * scanner.c and scan-job.c; nothing of these is linked. A job's pages are there when the script
 * says so, by nobody's clock.
 * Effects: memory; scratch files; the ends of a program that runs out of them.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_ESCL_DOUBLE_H
#define UNIT_ESCL_DOUBLE_H

#include "escl-facts.h"
#include "scan-pages.h"

#include <pthread.h>

#define DOUBLE_MAX_PAGES 12

struct scan_job {
    unsigned references;
    struct scanner *scanner;
    struct scan_job *next;
    struct scan_job_info info;
    struct scan_page *pages[DOUBLE_MAX_PAGES];
    unsigned dropped, waiters, asked;
};

struct scanner {
    struct scanner_facts facts;
    struct scan_job *jobs; /* newest first */
    bool shown;
};

/* What the next job does. */
static struct {
    enum scan_result start; /* it is refused so */
    unsigned ready;         /* pages that it has at once */
    bool ends;              /* and then it has ended, so: */
    enum scan_result end;
    size_t huge; /* bytes of a page of no picture; 0: pages that are good */
    bool noise;  /* pages that are more than a socket takes */
} script;

static struct scanner scanners[2];
static pthread_mutex_t double_mutex = PTHREAD_MUTEX_INITIALIZER; /* guards all of it */
static pthread_cond_t double_changed = PTHREAD_COND_INITIALIZER;
static void (*double_watcher)(void *ctx);

static void double_lock(void)
{
    pthread_mutex_lock(&double_mutex);
}

static void double_unlock(void)
{
    pthread_cond_broadcast(&double_changed);
    pthread_mutex_unlock(&double_mutex);
}

/* ---- pages ---- */

/* Told apart by their width: 100 + n. */
static struct scan_page *double_page(const struct scan_settings *settings, unsigned n)
{
    struct samples samples =
        samples_pattern(settings->color, 100 + n, script.noise ? 20000 : 60);
    uint32_t random = 1;
    struct scan_page *page;

    for (size_t i = 0; script.noise && i < samples.stride * samples.height; i++) {
        random = random * 1664525 + 1013904223;
        samples.bytes[i] = (uint8_t)(random >> 24);
    }
    page = page_of(&samples, settings->encoding, 75);
    samples_free(&samples);
    return page;
}

static struct scan_page *double_huge_page(size_t n)
{
    struct scan_page_facts facts = {.encoding = SCAN_JPEG, .color = SCAN_GRAY, .width = 5};
    uint8_t *bytes = pictures_alloc(n);
    struct scan_page *page;

    for (size_t i = 0; i < n; i++)
        bytes[i] = (uint8_t)(i * 7 + i / 251);
    page = page_of_bytes(bytes, n, &facts);
    free(bytes);
    return page;
}

/* With the lock. */
static void double_add(struct scan_job *job)
{
    unsigned n = job->info.made;

    job->pages[n] =
        script.huge ? double_huge_page(script.huge) : double_page(&job->info.settings, n);
    job->info.made++;
}

static void double_end(struct scan_job *job, enum scan_result result)
{
    if (job->info.state >= SCAN_JOB_COMPLETED)
        return;
    job->info.state = result == SCAN_OK         ? SCAN_JOB_COMPLETED
                      : result == SCAN_CANCELED ? SCAN_JOB_CANCELED
                                                : SCAN_JOB_ABORTED;
    job->info.result = result;
    job->info.ended = time(NULL);
    job->scanner->facts.scanning = false;
}

/* ---- scan-job.h ---- */

struct scan_job *scan_job_hold(struct scan_job *job)
{
    double_lock();
    job->references++;
    double_unlock();
    return job;
}

void scan_job_release(struct scan_job *job)
{
    bool last;

    if (job == NULL)
        return;
    double_lock();
    last = --job->references == 0;
    double_unlock();
    if (!last)
        return;
    for (unsigned i = job->dropped; i < job->info.made; i++)
        scan_page_release(job->pages[i]);
    free(job);
}

enum scan_result scan_job_start(struct scanner *scanner, const struct scan_settings *settings,
                                const struct scan_handover *handover,
                                const struct scan_asker *asker, struct scan_job **out,
                                char *why, size_t why_size)
{
    static unsigned count;
    struct scan_job *job;

    *out = NULL;
    snprintf(why, why_size, "As the script says.");
    if (script.start != SCAN_OK)
        return script.start;
    if (handover->ahead != 2 || handover->patience_s == 0 ||
        (job = calloc(1, sizeof(*job))) == NULL)
        return SCAN_NO_MEMORY;
    double_lock();
    job->references = 2; /* one is the scanner's */
    job->scanner = scanner;
    snprintf(job->info.id, sizeof(job->info.id), "%032x", ++count);
    job->info.settings = *settings;
    job->info.asker = *asker;
    job->info.state = SCAN_JOB_PROCESSING;
    scanner->facts.scanning = true;
    for (unsigned i = 0; i < script.ready; i++)
        double_add(job);
    if (script.ends)
        double_end(job, script.end);
    job->next = scanner->jobs;
    scanner->jobs = job;
    *out = job;
    double_unlock();
    return SCAN_OK;
}

static enum scan_result double_look(const struct scan_job *job, unsigned n)
{
    if (n < job->dropped)
        return SCAN_NO_DOCS;
    if (n < job->info.made)
        return SCAN_OK;
    if (job->info.state < SCAN_JOB_COMPLETED)
        return SCAN_TIMEOUT;
    return job->info.state == SCAN_JOB_COMPLETED ? SCAN_NO_DOCS : job->info.result;
}

enum scan_result scan_job_page(struct scan_job *job, unsigned n, unsigned wait_ms,
                               struct scan_page **page)
{
    enum scan_result result;
    struct timespec end;

    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_nsec += (long)(wait_ms % 1000) * 1000000;
    end.tv_sec += (time_t)(wait_ms / 1000) + end.tv_nsec / 1000000000;
    end.tv_nsec %= 1000000000;
    *page = NULL;
    double_lock();
    job->waiters++;
    job->asked++;
    pthread_cond_broadcast(&double_changed);
    while ((result = double_look(job, n)) == SCAN_TIMEOUT && wait_ms > 0 &&
           pthread_cond_timedwait(&double_changed, &double_mutex, &end) == 0)
        ;
    if (result == SCAN_OK)
        *page = scan_page_hold(job->pages[n]);
    job->waiters--;
    double_unlock();
    return result;
}

void scan_job_take(struct scan_job *job, unsigned n)
{
    double_lock();
    n = n < job->info.made ? n : job->info.made;
    if (n > job->info.taken)
        job->info.taken = n;
    for (; job->dropped < n; job->dropped++)
        scan_page_release(job->pages[job->dropped]);
    double_unlock();
}

void scan_job_cancel(struct scan_job *job, unsigned wait_ms)
{
    (void)wait_ms;
    double_lock();
    double_end(job, SCAN_CANCELED);
    double_unlock();
}

void scan_job_info(struct scan_job *job, struct scan_job_info *info)
{
    double_lock();
    *info = job->info;
    double_unlock();
}

struct scan_job *scan_job_find(struct scanner *scanner, const char *id)
{
    struct scan_job *job;

    double_lock();
    for (job = scanner->jobs; job != NULL && strcmp(job->info.id, id) != 0; job = job->next)
        ;
    if (job != NULL)
        job->references++;
    double_unlock();
    return job;
}

size_t scan_jobs_recent(struct scanner *scanner, struct scan_job_info *infos, size_t n)
{
    size_t num = 0;

    double_lock();
    for (struct scan_job *job = scanner->jobs; job != NULL && num < n; job = job->next)
        infos[num++] = job->info;
    double_unlock();
    return num;
}

/* ---- scanner.h ---- */

void scanner_facts(struct scanner *scanner, struct scanner_facts *facts)
{
    double_lock();
    *facts = scanner->facts;
    double_unlock();
}

void scanner_set_ports(struct scanner *scanner, unsigned port, unsigned tls_port)
{
    double_lock();
    scanner->facts.port = port;
    scanner->facts.tls_port = tls_port;
    double_unlock();
}

enum scan_feeder scanner_look(struct scanner *scanner)
{
    return scanner->facts.feeder;
}

void scanners_watch(void (*changed)(void *ctx), void *ctx)
{
    (void)ctx;
    double_watcher = changed;
}

void scanners_each(bool (*each)(void *ctx, struct scanner *scanner), void *ctx)
{
    for (size_t i = 0; i < 2; i++)
        if (scanners[i].shown && !each(ctx, &scanners[i]))
            return;
}

/* ---- for tests ---- */

static void double_forget_jobs(struct scanner *scanner)
{
    struct scan_job *job;

    while ((job = scanner->jobs) != NULL) {
        double_lock();
        scanner->jobs = job->next;
        double_unlock();
        scan_job_release(job);
    }
}

/* Until the newest job was asked for a page so often, or for five seconds. */
static bool double_was_asked(struct scanner *scanner, unsigned times)
{
    struct timespec end;
    bool asked;

    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += 5;
    pthread_mutex_lock(&double_mutex);
    while ((scanner->jobs == NULL || scanner->jobs->asked < times) &&
           pthread_cond_timedwait(&double_changed, &double_mutex, &end) == 0)
        ;
    asked = scanner->jobs != NULL && scanner->jobs->asked >= times;
    pthread_mutex_unlock(&double_mutex);
    return asked;
}

static void double_wait_taken(struct scan_job *job, unsigned n)
{
    pthread_mutex_lock(&double_mutex);
    while (job->info.taken < n)
        pthread_cond_wait(&double_changed, &double_mutex);
    pthread_mutex_unlock(&double_mutex);
}

/* The newest job, until somebody waits in it for a page. */
static struct scan_job *double_wait_asked(struct scanner *scanner, unsigned times)
{
    struct scan_job *job;

    pthread_mutex_lock(&double_mutex);
    while ((job = scanner->jobs) == NULL || job->asked < times)
        pthread_cond_wait(&double_changed, &double_mutex);
    pthread_mutex_unlock(&double_mutex);
    return job;
}

#endif
