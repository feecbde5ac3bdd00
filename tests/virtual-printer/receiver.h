/*
 * receiver.h - the bytes of a connection: questions in PJL, jobs, and what belongs to neither.
 * Effects: those of job.h. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_RECEIVER_H
#define VIRTUAL_PRINTER_RECEIVER_H

#include "tests/virtual-printer/job.h"

#define PJL_LINE 1024u
#define PJL_HEAD 8192u

struct receiver {
    struct job_store *store;
    const char *pjl_id; /* "iR1020/1024/1025" */
    unsigned languages; /* ANY_ bits; jobs in others are thrown away without a word */
    void (*reply)(void *ctx, const char *text, size_t n); /* may be NULL */
    void *ctx;
    struct job *job;              /* NULL between jobs */
    struct any_decoder *dropped;  /* finds the end of a job that is thrown away */
    bool dropped_ended, dropping; /* it has come; all is thrown away up to the next UEL */
    char line[PJL_LINE];          /* of PJL, or of the escape sequence before it */
    size_t line_have;
    char head[PJL_HEAD]; /* what came before the line: it belongs to a job in PCL */
    size_t head_have;
    bool out_of_memory;
    unsigned complete, broken; /* jobs */
};

/* receiver_start - a new connection; members before job are set by the caller. */
void receiver_start(struct receiver *r);

void receiver_feed(struct receiver *r, const uint8_t *bytes, size_t n);

/* receiver_end - the connection is over; aborted as in job_finish(). */
void receiver_end(struct receiver *r, const char *aborted);

#endif
