/*
 * queues.h - jobs for tests: a folder for them, jobs with documents of known bytes, and the
 * order they are in.
 * Effects: a temporary folder, the one of spools.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_QUEUES_H
#define UNIT_QUEUES_H

#include "server/jobs.h"
#include "tests/unit/spools.h"

#include <cups/cups.h>

#define MANY                                                                                   \
    {                                                                                          \
        {UINT64_C(1) << 40, UINT64_C(1) << 40, 0}, 100000, 100                                 \
    }

static inline struct jobs *queues_open(const struct jobs_limits *limits)
{
    struct jobs *jobs = jobs_open(spools_folder, limits, spools_why, sizeof(spools_why));

    if (jobs == NULL)
        diag("%s", spools_why);
    return jobs;
}

static inline struct job_request queues_request(const char *name)
{
    return (struct job_request){.queue = 1,
                                .name = name,
                                .user = "anna",
                                .host = "192.0.2.7",
                                .format = "image/pwg-raster",
                                .priority = 50};
}

static inline struct job *queues_create(struct jobs *jobs, const struct job_request *request)
{
    spools_why[0] = '\0';
    return job_create(jobs, request, spools_why, sizeof(spools_why));
}

/* A ticket and pages whose bytes the number of the job tells, as a client's thread writes them.
 * False when the job is gone meanwhile. */
static inline bool queues_write(struct job *job, unsigned pages, size_t page_bytes)
{
    struct document *document;
    bool good = job_begin_document(job, spools_why, sizeof(spools_why));

    if (!good)
        return false;
    jobs_lock(job->jobs);
    document = job->document != NULL ? document_hold(job->document) : NULL;
    jobs_unlock(job->jobs);
    if (document == NULL)
        return false;
    good = spools_record(document, RECORD_TICKET, (unsigned)job->id, 60) == RESULT_OK;
    job_more(job, 0, 0);
    for (unsigned page = 0; good && page < pages; page++) {
        good = spools_record(document, RECORD_PAGE, (unsigned)job->id + page + 1, page_bytes) ==
               RESULT_OK;
        job_more(job, page + 1, (page + 1) * UINT64_C(1000));
    }
    document_release(document);
    return good;
}

static inline bool queues_accept(struct job *job)
{
    return job_accept(job, spools_why, sizeof(spools_why));
}

/* A job of a page or two that is accepted. A reference, NULL when it was not. */
static inline struct job *queues_put(struct jobs *jobs, const struct job_request *request)
{
    struct job *job = queues_create(jobs, request);

    if (job != NULL && queues_write(job, 1 + (unsigned)job->id % 2, 500) && queues_accept(job))
        return job;
    diag("%s", spools_why);
    job_release(job);
    return NULL;
}

/* Whether the document of a job that was made so is kept whole. */
static inline bool queues_has_document(struct jobs *jobs, int id)
{
    struct document *d = document_open(jobs_spool(jobs), id, spools_why, sizeof(spools_why));
    size_t pages = 1 + (size_t)id % 2;
    bool same = d != NULL && document_records(d) == pages + 1 &&
                spools_is(d, 0, RECORD_TICKET, (unsigned)id, 60);

    for (size_t page = 0; same && page < pages; page++)
        same = spools_is(d, page + 1, RECORD_PAGE, (unsigned)(id + (int)page + 1), 500);
    document_release(d);
    return same;
}

struct queues_list {
    char text[1000];
    size_t used;
};

static inline bool queues_add(void *ctx, struct job *job)
{
    struct queues_list *list = ctx;

    list->used += (size_t)snprintf(list->text + list->used, sizeof(list->text) - list->used,
                                   "%s%d", list->used > 0 ? " " : "", job->id);
    return list->used < sizeof(list->text) - 20;
}

/* The numbers of jobs in order, "3 1 2". */
static inline bool queues_are(struct jobs *jobs, enum jobs_which which, const char *wanted)
{
    struct queues_list list = {.used = 0};

    jobs_lock(jobs);
    jobs_each(jobs, NULL, which, queues_add, &list);
    jobs_unlock(jobs);
    if (strcmp(list.text, wanted) != 0)
        diag("jobs are '%s', not '%s'", list.text, wanted);
    return strcmp(list.text, wanted) == 0;
}

/* What a delivery would take now; its number, 0: nothing. A reference in *job. */
static inline int queues_next(struct jobs *jobs, int queue, struct job **job)
{
    struct job_queue *q = jobs_queue(jobs, queue);
    time_t until;

    jobs_lock(jobs);
    *job = jobs_next(q, time(NULL), &until);
    jobs_unlock(jobs);
    return *job != NULL ? (*job)->id : 0;
}

/* Print the next job, as far as this module can tell. Its number. */
static inline int queues_print(struct jobs *jobs, int queue)
{
    struct job *job;
    int id = queues_next(jobs, queue, &job);

    if (job != NULL)
        job_end(job, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed.");
    job_release(job);
    return id;
}

static inline bool queues_is(struct job *job, ipp_jstate_t state, uint32_t reasons)
{
    bool same;

    jobs_lock(job->jobs);
    same = job->state == state && job->reasons == reasons;
    if (!same)
        diag("job %d: state %d, reasons %x", job->id, (int)job->state, (unsigned)job->reasons);
    jobs_unlock(job->jobs);
    return same;
}

/* Empty the folder, for the next test. */
static inline void queues_clear(void)
{
    DIR *folder = opendir(spools_folder);
    const struct dirent *entry;

    while (folder != NULL && (entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.')
            (void)unlinkat(dirfd(folder), entry->d_name, 0);
    if (folder != NULL)
        closedir(folder);
}

#endif
