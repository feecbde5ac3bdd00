/*
 * renderings.c - see renderings.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "renderings.h"

#include "document-parts.h"
#include "guards.h"
#include "intent.h"
#include "jobs-guard.h"
#include "log.h"
#include "message-bytes.h"
#include "printer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* At least two, so that one endless document does not hold up all the others; more do not pay:
 * a page is made faster than it is printed. */
#define MIN_THREADS 2
#define MAX_THREADS 4

/* Higher than what any client asks. */
#define MAX_OPTIONS ((size_t)1 << 20)

static pappl_system_t *all_printers;
static struct jobs *all_jobs;
static bool stopping; /* guarded by the lock of the jobs */
static pthread_t threads[MAX_THREADS];
static unsigned num_threads;

/* A job's document as it came. */
struct material {
    const struct model *model;
    const struct intent *intent; /* the job's own, or ... */
    struct intent *read;         /* after a restart, from the disk */
    struct scratch_space space;
    struct scratch file;
};

static bool is_stopping(void)
{
    bool so;

    jobs_lock(all_jobs);
    so = stopping;
    jobs_unlock(all_jobs);
    return so;
}

static bool is_unwanted(void *ctx)
{
    return is_stopping() || job_is_canceled(ctx) || job_is_remade(ctx);
}

/* ---- what was kept ---- */

struct bytes {
    uint8_t *bytes;
    size_t at, room;
};

static enum result bytes_write(void *ctx, const void *bytes, size_t n)
{
    struct bytes *b = ctx;

    if (n > b->room - b->at)
        return RESULT_SPACE;
    memcpy(b->bytes + b->at, bytes, n);
    b->at += n;
    return RESULT_OK;
}

/* What was asked, from the disk; NULL: it is damaged. */
static struct intent *load_intent(const struct job *job, struct document *document,
                                  pappl_printer_t *printer)
{
    size_t n = (size_t)document_length(document, 0);
    struct bytes bytes = {.bytes = n <= MAX_OPTIONS ? malloc(n + 1) : NULL, .room = n};
    struct sink sink = {bytes_write, &bytes};
    struct intent *intent = NULL;
    ipp_t *attributes = NULL;

    if (bytes.bytes != NULL && document_send(document, 0, &sink) == RESULT_OK)
        attributes = message_unpack(bytes.bytes, bytes.at);
    free(bytes.bytes);
    if (attributes != NULL)
        intent = intent_new(attributes, printer, job->name, job->user);
    ippDelete(attributes);
    return intent;
}

/* What was asked, as it was understood when the job was made; after a restart with the queue's
 * defaults as they are now. */
static bool find_intent(const struct job *job, struct document *document, struct material *m)
{
    pappl_printer_t *printer;

    m->intent = job->intent;
    if (m->intent != NULL)
        return true;
    printer = papplSystemFindPrinter(all_printers, NULL, job->queue->id, NULL);
    if (printer != NULL)
        m->intent = m->read = load_intent(job, document, printer);
    return m->intent != NULL;
}

/* On its way into a nameless file. */
struct copy {
    struct scratch *file;
    char *why; /* of what goes wrong here */
    size_t why_size;
};

static enum result copy_write(void *ctx, const void *bytes, size_t n)
{
    struct copy *c = ctx;

    return document_keep(c->file, bytes, n, c->why, c->why_size) ? RESULT_OK : RESULT_SPACE;
}

/* False and a sentence. */
static bool read_material(struct job *job, struct material *m, char *why, size_t why_size)
{
    struct document *document = document_open(jobs_spool(all_jobs), job->id, why, why_size);
    struct copy copy = {&m->file, why, why_size};
    struct sink sink = {copy_write, &copy};
    enum result result = RESULT_FORMAT;

    if (document == NULL)
        return false;
    snprintf(why, why_size, "What was kept of the job on the disk is damaged.");
    if (document_records(document) == 2 && document_kind(document, 0) == RECORD_OPTIONS &&
        document_kind(document, 1) == RECORD_SOURCE && find_intent(job, document, m) &&
        document_scratch(&m->file, &m->space, why, why_size))
        result = document_send(document, 1, &sink);
    document_release(document);
    return result == RESULT_OK;
}

/* ---- making ---- */

static void make(struct job *job, const struct material *m)
{
    struct intake *in = intake_open(job, m->model, &m->intent->options);
    char why[512];

    if (in == NULL)
        return;
    document_make_pages(in, m->file.fd, job->format, &m->intent->options, is_unwanted, job);
    if (is_stopping())
        intake_drop(in);
    else if (job_is_remade(job)) {
        intake_drop(in);
        job_drop_pages(job);
    } else if (!intake_close(in, why, sizeof(why)) && job_is_remade(job))
        job_drop_pages(job);
}

static void make_pages(struct job *job)
{
    /* the spool has its limit already */
    struct material m = {
        .space = {document_limits()->folder, UINT64_MAX},
          .file = SCRATCH_NONE
    };
    char why[512] = "";

    jobs_lock(all_jobs);
    m.model = job->queue->gone ? NULL : model_find(job->queue->model);
    jobs_unlock(all_jobs);
    if (m.model == NULL) /* its printer is being deleted, and its jobs with it */
        return;
    if (read_material(job, &m, why, sizeof(why)) && guard_text(job, m.file.fd) &&
        job_begin_pages(job, why, sizeof(why)))
        make(job, &m);
    else if (!is_unwanted(job))
        job_abort(job, JOB_ERRORS, why);
    scratch_close(&m.file);
    free(m.read);
}

static void *work(void *ctx)
{
    (void)ctx;
    jobs_lock(all_jobs);
    while (!stopping) {
        struct job *job = jobs_next_source(all_jobs);

        if (job == NULL) {
            jobs_wait_source(all_jobs);
            continue;
        }
        jobs_unlock(all_jobs);
        make_pages(job);
        job_release(job);
        jobs_lock(all_jobs);
    }
    jobs_unlock(all_jobs);
    return NULL;
}

void renderings_start(pappl_system_t *system, struct jobs *jobs)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned wanted = processors > MAX_THREADS   ? MAX_THREADS
                      : processors > MIN_THREADS ? (unsigned)processors
                                                 : MIN_THREADS;

    all_printers = system;
    all_jobs = jobs;
    stopping = false;
    while (num_threads < wanted && pthread_create(&threads[num_threads], NULL, work, NULL) == 0)
        num_threads++;
    if (num_threads == 0)
        log_say(LOG_SAY_ERROR, "Documents other than raster and pictures wait: no thread.");
}

void renderings_stop(void)
{
    if (all_jobs == NULL)
        return;
    jobs_lock(all_jobs);
    stopping = true;
    jobs_wake_sources(all_jobs);
    jobs_unlock(all_jobs);
    for (unsigned i = 0; i < num_threads; i++)
        (void)pthread_join(threads[i], NULL);
    num_threads = 0;
}
