/*
 * job.h - a job the virtual printer received: decoded as it comes, kept in a folder of its own.
 * Effects: files, events. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_JOB_H
#define VIRTUAL_PRINTER_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/decode/any-decode.h"
#include "tests/virtual-printer/engine.h"

/* What is kept of a page. */
enum pictures { PICTURES_BOTH, PICTURES_PBM, PICTURES_NONE };

/* Where jobs go, and what the machine wants to know of them. */
struct job_store {
    const char *folder;
    enum pictures pictures;
    unsigned next;      /* number of the next job */
    unsigned band_rows; /* the highest band this model gets; 0: any */
    bool failed;        /* a job could not be kept: the disk */

    /* All NULL, or none. Each page that has started ends, if only as half a page. Those that
     * return false say that the machine has stopped there: the job is broken. */
    bool (*job_started)(void *ctx);
    void (*job_ended)(void *ctx);
    bool (*page_started)(void *ctx, const struct side *side);
    bool (*page_ended)(void *ctx, const struct side *side);
    void *ctx;
};

/* job_store_open - make the folder if it is not there, number on after the jobs in it. */
bool job_store_open(struct job_store *store, const char *folder, char *why, size_t why_size);

struct job;

/* NULL when there is no memory. */
struct job *job_start(struct job_store *store, enum any_language language);

/*
 * job_feed - the next bytes. Returns how many belong to this job: all of n, or fewer when it is
 * complete. A damaged job takes and keeps everything.
 */
size_t job_feed(struct job *job, const uint8_t *bytes, size_t n);

/* The job's last packet has come. */
bool job_complete(const struct job *job);

/*
 * job_finish - no more bytes come: give the folder its name and free the job.
 *
 * aborted   why the connection ended inside the job; NULL when the sender ended it
 *
 * True for a complete job that was kept.
 */
bool job_finish(struct job *job, const char *aborted);

#endif
