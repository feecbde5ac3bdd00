/*
 * ipp-call.h - one IPP request about jobs, and what its operations share. For ipp-*.c only.
 *
 * ipp-jobs.c has the way past PAPPL and the dispatch, ipp-print.c the operations that make
 * jobs, ipp-release.c what lets them go, ipp-control.c the others. Each operation answers in
 * any case. Effects: answers clients, changes jobs.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_CALL_H
#define SERVER_IPP_CALL_H

#include "job-options.h"
#include "jobs.h"
#include "release-code.h"

#include <pappl/pappl.h>

extern struct jobs *call_jobs; /* set once, before there are clients */

/* One request. */
struct call {
    pappl_client_t *client;
    ipp_t *request, *response;
    pappl_printer_t *printer;
    struct job_queue *queue;
    const char *user;
    bool has_code; /* of a request that makes a job: it is to wait for it */
    struct release_code code;
};

/* What an answer about one job tells unless more was asked for; NULL at the end. */
extern const char *const call_short_attributes[];

/* call_string - the first value of a request's attribute; NULL: it is not there. */
const char *call_string(ipp_t *request, const char *name, ipp_tag_t tag);

/* call_respond - answer with a status and a sentence; call_done: that it is done. */
void call_respond(struct call *c, ipp_status_t status, const char *text);
void call_done(struct call *c);
void call_answer(struct call *c, enum job_answer result, const char *why_not);

/* call_add_unsupported - after the status: its message belongs to the group before. */
void call_add_unsupported(struct call *c, ipp_attribute_t *attr);

/* call_add_job - attributes of a job to the answer, by names, NULL at the end. */
void call_add_job(struct call *c, struct job *job, const char *const names[]);

/* call_administrates - the client is an administrator (ipp-access.h); else false, and answered.
 * call_may_print - its address may print on the queue; the same. */
bool call_administrates(struct call *c);
bool call_may_print(struct call *c);

/* call_wanted_job - the job a request is about, a reference; NULL and answered. call_own_job:
 * only to who may change it: who made it, and whoever sits at the gateway. */
struct job *call_wanted_job(struct call *c);
struct job *call_own_job(struct call *c);
bool call_owns(struct call *c, const struct job *job);

/* call_log - who did what, for the record of the job. */
void call_log(struct call *c, const struct job *job, const char *what);

/* How names are compared, for cupsArrayNew. */
int call_compare_names(void *a, void *b, void *ctx);

/* call_add_preferred - to the answer to Validate-Job: what would be printed in place of what
 * was asked, where that differs. After the status, before unsupported attributes. */
void call_add_preferred(struct call *c);

/* ---- operations ---- */

void call_print_job(struct call *c);
void call_validate_job(struct call *c);
void call_create_job(struct call *c);
void call_send_document(struct call *c);
void call_close_job(struct call *c);
void call_get_job_attributes(struct call *c);
void call_get_jobs(struct call *c);
void call_cancel_job(struct call *c);
void call_hold_job(struct call *c);
void call_release_job(struct call *c);
bool call_read_code(struct call *c); /* into c; false: it is none, and answered */
void call_set_job_attributes(struct call *c);
void call_reprint_job(struct call *c);
void call_promote_job(struct call *c);
void call_schedule_job(struct call *c);
void call_cancel_some(struct call *c, bool mine, bool current);
void call_set_queue(struct call *c, bool (*set)(struct job_queue *, bool), bool value);
void call_release_new_jobs(struct call *c); /* what was held because new jobs were */

#endif
