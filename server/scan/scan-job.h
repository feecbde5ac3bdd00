/*
 * scan-job.h - one scan: a thread that opens the device, makes page after page, and holds them
 * until they are taken. eSCL, the page on the web and the profiles all scan by this.
 *
 * A job goes PENDING, PROCESSING, then COMPLETED, CANCELED or ABORTED. A scanner has one active
 * job. Pages of a feeder are complete sheets: half a page is never given away.
 * Effects: threads; those of page-make.h and scan-process.h; a line in the log for each job
 * (who, what, how it ended).
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SCAN_JOB_H
#define SERVER_SCAN_SCAN_JOB_H

#include "page-make.h"
#include "scanner.h"

enum scan_job_state {
    SCAN_JOB_PENDING,
    SCAN_JOB_PROCESSING,
    SCAN_JOB_COMPLETED,
    SCAN_JOB_CANCELED,
    SCAN_JOB_ABORTED,
};

/* Who asks, for the log and the list of jobs. */
struct scan_asker {
    char way[16];    /* "escl", "web", "profile" */
    char host[64];   /* address; "" for the machine's own button */
    char agent[128]; /* what it calls itself; "" */
};

/* How pages are handed over. */
struct scan_handover {
    unsigned ahead; /* pages that may wait for their taker; 0: any number */
    unsigned
        patience_s; /* without anybody waiting for a page or taking one: canceled. 0: never */
};

struct scan_job;

/* 32 hexadecimal digits by chance, and a NUL. */
#define SCAN_JOB_ID_SIZE 33

/* A copy of what is known of a job at one moment. */
struct scan_job_info {
    char id[SCAN_JOB_ID_SIZE];
    enum scan_job_state state;
    enum scan_result
        result;    /* SCAN_OK until it ended; also at the end of a stack with a page */
    char why[512]; /* a sentence, when it is ABORTED */
    struct scan_settings settings;
    struct page_plan plan;
    struct scan_asker asker;
    unsigned made;  /* pages that are complete */
    unsigned taken; /* of these, by their taker */
    unsigned blank; /* left out */
    time_t began, ended;
};

/*
 * scan_job_start - begin a scan; the device is opened by the job's thread.
 *
 * job   out: a reference
 *
 * SCAN_BUSY: the scanner has an active job, or its machine prints. SCAN_NO_DOCS: the feeder was
 * chosen and its sensor says empty, or it ran out a moment ago. SCAN_INVALID: it has no such
 * input, or was never seen. SCAN_NO_MEMORY: no room for pages.
 */
enum scan_result scan_job_start(struct scanner *scanner, const struct scan_settings *settings,
                                const struct scan_handover *handover,
                                const struct scan_asker *asker, struct scan_job **job,
                                char *why, size_t why_size);

/*
 * scan_job_page - wait for page n, from 0.
 *
 * page   out: a reference, complete
 *
 * SCAN_OK; SCAN_TIMEOUT: not yet after wait_ms; SCAN_NO_DOCS: there is no such page and will be
 * none: the platen has one, the stack is at its end (also when there were no pages), or the
 * page was taken; anything else: the job ended so before this page (SCAN_IO where the scanner
 * did not answer in time; info has SCAN_TIMEOUT). Pages before it stay good. SCAN_CANCELED also
 * when nobody fetched the pages for so long that they are gone.
 */
enum scan_result scan_job_page(struct scan_job *job, unsigned n, unsigned wait_ms,
                               struct scan_page **page);

/* scan_job_take - pages below n are no longer wanted from this job; it may go on. */
void scan_job_take(struct scan_job *job, unsigned n);

/* scan_job_cancel - from any thread; waits up to wait_ms for its end. Harmless when it ended.
 */
void scan_job_cancel(struct scan_job *job, unsigned wait_ms);

void scan_job_info(struct scan_job *job, struct scan_job_info *info);

/* scan_job_wait - for its end; false: not after wait_ms. */
bool scan_job_wait(struct scan_job *job, unsigned wait_ms);

/* scan_job_find - one of the scanner's jobs by its id, a reference; NULL. */
struct scan_job *scan_job_find(struct scanner *scanner, const char *id);

/* scan_jobs_recent - the last ones, newest first, at most n, ended ones not older than five
 * minutes; the number of them. */
size_t scan_jobs_recent(struct scanner *scanner, struct scan_job_info *infos, size_t n);

/* NULL is fine for release. */
struct scan_job *scan_job_hold(struct scan_job *job);
void scan_job_release(struct scan_job *job);

#endif
