/*
 * intake.h - a document on its way in: its pages become records of the spool, in the machine's
 * language.
 *
 * A struct intake takes pages line by line. Nothing happens until the first page: then the
 * ticket is resolved and kept. A page is kept when it is whole, and may be on its way to the
 * machine at once. Pages of another size begin a new part with a ticket of its own. Where the
 * job wants a booklet or the last page first, the pages are kept aside until all have come
 * (intake-order.c). Effects: the job and its document; nameless temporary files.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_INTAKE_H
#define SERVER_INTAKE_H

#include "driver/pipeline.h"
#include "job-options.h"
#include "jobs.h"
#include "page-finish.h"

struct intake;

/*
 * intake_open - for a job whose document was begun.
 *
 * model    of the queue
 * options  until intake_close
 *
 * NULL without memory, the job was aborted then; or when it was canceled.
 */
struct intake *intake_open(struct job *job, const struct model *model,
                           const struct job_options *options);

/*
 * intake_open_eye - for somebody who wants to see the sides: there is no job, nothing is kept.
 *
 * eye       gets each side as the language would: start_page, write_line, end_page. A result
 *           that is not RESULT_OK ends it
 * canceled  asked while pages are made; with ctx
 */
struct intake *intake_open_eye(const struct model *model, const struct job_options *options,
                               const struct pdl_ops *eye, void *eye_work,
                               bool (*canceled)(void *ctx), void *ctx);

/* intake_model - of the queue. */
const struct model *intake_model(const struct intake *in);

/*
 * intake_page - begin a page: resolve the ticket for it.
 *
 * page     out: the sheet, for placing the source on it
 */
bool intake_page(struct intake *in, const struct page_wish *wish, struct page_params *page);

/* intake_on_other_paper - whether the page's paper was decided to be another than it asks for:
 * it is made to fit then. */
bool intake_on_other_paper(const struct intake *in);

/* intake_paper - what was decided to be taken for a size; itself if nothing was. */
const struct media *intake_paper(const struct intake *in, const struct media *wanted);

/*
 * intake_marks - how what the page shows lies on it: where borders go, and which way a
 * watermark runs. After intake_page; without it the page is upright and fills the sheet.
 */
void intake_marks(struct intake *in, const struct page_marks *marks);

/* intake_half - of a booklet: the half of its side that the next page lies on, 0 left, 1 right.
 */
unsigned intake_half(const struct intake *in);

/* intake_leave_out - a page of the document is blank and was left out by the caller. */
void intake_leave_out(struct intake *in);

/* intake_ticket - of the part, after intake_page. intake_shift - by how many dots the page that
 * was begun is moved to the right and down (driver/registration.h). */
const struct ticket *intake_ticket(const struct intake *in);
void intake_shift(const struct intake *in, int32_t *x, int32_t *y);

/* intake_source - what the page shows; to be called once after intake_page. It is moved as the
 * queue is calibrated, and what gets over the edge of what can be printed is cut off. */
bool intake_source(struct intake *in, const struct page_source *source);

/* intake_line - the next line of the source. False: the page is given up. */
bool intake_line(struct intake *in, const uint8_t *line);

/* intake_end_page - the page is whole: keep it, or leave it out if it is blank and the job says
 * so. */
bool intake_end_page(struct intake *in);

/* intake_remark - tell the person something beside how it went; "" is nothing. */
void intake_remark(struct intake *in, const char *sentence);

/* intake_fail - give up: the first reason is kept. reasons: JOB_ bits. */
void intake_fail(struct intake *in, uint32_t reasons, const char *why);

/*
 * intake_close - the document has ended: accept the job, or abort it, and free everything.
 *
 * why   out: why it was not accepted; "" when it was canceled
 *
 * True when the job was accepted. NULL gives false.
 */
bool intake_close(struct intake *in, char *why, size_t why_size);

/* intake_close_eye - the document has ended: sides that wait for it, then free everything.
 * False, and why in a sentence. NULL gives false. */
bool intake_close_eye(struct intake *in, char *why, size_t why_size);

/* intake_drop - the document is given up by us, the job is not: free everything. NULL is fine.
 */
void intake_drop(struct intake *in);

#endif
