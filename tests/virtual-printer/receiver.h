/*
 * receiver.h - the bytes of a connection: questions in PJL, jobs, and what belongs to neither.
 * Effects: those of job.h. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_RECEIVER_H
#define VIRTUAL_PRINTER_RECEIVER_H

#include "tests/virtual-printer/job.h"

#define PJL_LINE 256u

struct receiver {
    struct job_store *store;
    const char *pjl_id;                                   /* "iR1020/1024/1025" */
    void (*reply)(void *ctx, const char *text, size_t n); /* may be NULL */
    void *ctx;
    struct job *job;     /* NULL between jobs */
    char line[PJL_LINE]; /* of PJL, or of the escape sequence before it */
    size_t line_have;
    bool out_of_memory;
    unsigned complete, broken; /* jobs */
};

/* receiver_start - a new connection; members before job are set by the caller. */
void receiver_start(struct receiver *r);

void receiver_feed(struct receiver *r, const uint8_t *bytes, size_t n);

/* receiver_end - the connection is over; aborted as in job_finish(). */
void receiver_end(struct receiver *r, const char *aborted);

#endif
