/*
 * submission.h - a document that comes in by another way than IPP (raw socket, LPD, HTTP
 * upload, watched folder) becomes a job of a queue, with the queue's defaults and the limits
 * that IPP has. Effects: makes a job, reads the input to its end.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SUBMISSION_H
#define SERVER_SUBMISSION_H

#include "document-input.h"
#include "job-options.h"
#include "jobs.h"
#include "release-code.h"

#include <cups/ipp.h>
#include <pappl/pappl.h>

struct submission {
    pappl_printer_t *printer;
    const char *name, *user, *host;  /* UTF-8; host: the sender's address. NULL: not known */
    const char *format;              /* MIME type; NULL or octet-stream: by its first bytes */
    ipp_t *attributes;               /* job template attributes; NULL: none. The caller's */
    const struct release_code *code; /* the job waits for it; NULL: for none */
};

enum submission_result {
    SUBMISSION_TAKEN,
    SUBMISSION_REFUSED, /* of a kind or with wishes that are not printed; nothing was read of
                           it, or too little: trying again is of no use */
    SUBMISSION_BUSY,    /* no room, or the queue takes no jobs now: try again later */
    SUBMISSION_FAILED,  /* damaged, or it broke off; canceled */
};

/*
 * submission_print - take a document.
 *
 * job_id   out: of the job; 0 when none was made. NULL is fine
 * why      out: a sentence when it was not taken; "" when it was canceled
 *
 * TAKEN: the job is on the disk and will be printed.
 */
enum submission_result submission_print(const struct submission *s,
                                        struct document_input *input, int *job_id, char *why,
                                        size_t why_size);

/*
 * submission_made - the same for a document that is made here.
 *
 * make   begins and accepts the job's document, or aborts the job, as document_receive does
 */
enum submission_result submission_made(const struct submission *s,
                                       bool (*make)(void *ctx, struct job *job, char *why,
                                                    size_t why_size),
                                       void *ctx, int *job_id, char *why, size_t why_size);

/* submission_can - whether the queue has what attributes ask. False and a sentence with the
 * first thing it has not. */
bool submission_can(pappl_printer_t *printer, ipp_t *attributes, char *why, size_t why_size);

/* ---- its steps, for IPP, which answers between them ---- */

/* submissions_setup - the jobs of all queues, before there are clients. */
void submissions_setup(struct jobs *jobs);

/*
 * submission_format - the document's format: the one that is said, else what its first bytes
 * say.
 *
 * input   before its first byte is read; NULL: there is no document yet
 *
 * NULL: it is not printed, and a sentence in why.
 */
const char *submission_format(pappl_printer_t *printer, const char *said,
                              struct document_input *input, char *why, size_t why_size);

/* submission_is_refused - whether a job of a person (NULL: not known) is refused because all
 * that they may print this month is used up (jobs-quota.h). */
bool submission_is_refused(pappl_printer_t *printer, const char *user);

/* submission_hold - how a job with these options is held. */
enum job_hold submission_hold(const struct job_options *options);

/* submission_create - a job without its document, a reference. NULL and a sentence: there are
 * too many, or its code cannot be kept. */
struct job *submission_create(const struct submission *s, char *why, size_t why_size);

/* submission_receive - its document: accept the job, or abort it. False and a sentence; "" when
 * it was canceled meanwhile. format: of submission_format. */
bool submission_receive(pappl_printer_t *printer, struct job *job, const char *format,
                        struct document_input *input, char *why, size_t why_size);

#endif
