/*
 * scan-run.h - what scan-job.c and scan-run.c share: a job and its thread.
 * Effects: see scan-job.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_SCAN_RUN_H
#define SERVER_SCAN_SCAN_RUN_H

#include "scan-metrics.h"
#include "scanner-parts.h"

#include <stdatomic.h>

/* No stack is higher. */
#define SCAN_MAX_PAGES 999u

struct scan_job {
    atomic_uint references;
    struct scanner *scanner;
    struct scan_job *next; /* guarded by the registry's lock */
    struct scan_handover handover;
    char name[SCANNER_NAME_SIZE]; /* the scanner's */

    pthread_mutex_t mutex; /* guards all below */
    pthread_cond_t changed;
    struct scan_job_info info;
    struct scan_page **pages; /* info.made of them, NULL from the beginning up to dropped */
    size_t room;
    unsigned dropped;
    bool cancel;                  /* somebody wants its end */
    bool abandoned;               /* nobody fetched its pages */
    bool opening;                 /* the device is waited for; nothing was scanned yet */
    struct scan_process *process; /* for cancel; NULL: not open */
    unsigned waiters;             /* calls of scan_job_page */
    int64_t interest;             /* ms; the last sign of a taker */
    int64_t ended_at;             /* ms */
};

/* Counts of all scans since the start. */
struct scan_counts {
    uint64_t begun, pages, blank;
    uint64_t ended[SCAN_TIMEOUT + 1]; /* by result */
};
void scan_counts_get(struct scan_counts *counts);

/* scan_log_begin, scan_log_end - a job's line in the log, and the counts. */
void scan_log_begin(const struct scan_job_info *info, const char *scanner);
void scan_log_end(const struct scan_job_info *info, const char *scanner);

/* scan_job_run - the thread of a job; ctx is a reference to it. */
void *scan_job_run(void *ctx);

/* scan_job_is_canceled - somebody wants its end; ctx is the job. */
bool scan_job_is_canceled(void *ctx);

/* scan_job_await_room - until another page may be made. False: canceled. */
bool scan_job_await_room(struct scan_job *job);

/* scan_job_add - a page more, taken over. False without memory: it was released. */
bool scan_job_add(struct scan_job *job, struct scan_page *page);

/* scan_job_end - it ended, which is told by its thread; the first end counts. */
void scan_job_end(struct scan_job *job, enum scan_result result, const char *why);

/*
 * scan_bytes_reserve - room for a page among all that wait, at most wanted bytes; 0: there is
 * none. scan_bytes_return - so many of them are free again.
 */
uint64_t scan_bytes_reserve(uint64_t wanted, uint64_t limit);
void scan_bytes_return(uint64_t bytes);

#endif
