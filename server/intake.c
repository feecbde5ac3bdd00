/*
 * intake.c - see intake.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "intake-parts.h"

#include "documents.h"
#include "driver/pdl.h"
#include "guards.h"
#include "log.h"
#include "pin.h"
#include "ticket-file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sizes of a page and of a sheet that are the same to people: 2.5 mm. */
#define SIZE_TOLERANCE_HMM 250

void intake_fail(struct intake *in, uint32_t reasons, const char *why)
{
    if (in->failed)
        return;
    in->failed = true;
    in->reasons = reasons;
    snprintf(in->why, sizeof(in->why), "%s", why);
    log_say(LOG_SAY_DEBUG, "[Job %d] Page %u: %s", in->job != NULL ? in->job->id : 0,
            in->pages + 1, why);
}

bool intake_check(struct intake *in, enum result result)
{
    if (result == RESULT_OK)
        return true;
    if (in->finish.why[0] != '\0')
        intake_fail(in, 0, in->finish.why);
    else if (in->document != NULL && document_error(in->document)[0] != '\0')
        intake_fail(in, 0, document_error(in->document));
    else if (result == RESULT_FORMAT)
        intake_fail(in, JOB_FORMAT_ERROR, "The page does not have the size it announces.");
    else
        intake_fail(in, JOB_UNPRINTABLE, "This printer cannot print the page.");
    return false;
}

bool intake_is_canceled(const struct intake *in)
{
    return in->job != NULL ? job_is_canceled(in->job) : in->canceled(in->ctx);
}

static bool is_canceled(void *ctx)
{
    return intake_is_canceled(ctx);
}

/* What the job's options want of the dots of its pages. */
static void prepare_finish(struct intake *in)
{
    const struct page_options *o = &in->options->page;

    in->space =
        (struct scratch_space){document_limits()->folder, document_limits()->max_temporary};
    in->finish.remove_blank = o->remove_blank;
    in->finish.border = o->border;
    in->finish.next = &side_ops;
    in->finish.next_work = in;
    if (o->watermark[0] == '\0')
        return;
    in->finish.watermark = in->watermark =
        watermark_new(o->watermark, &in->space, is_canceled, in);
    if (in->watermark == NULL)
        intake_fail(in, 0, "There is not enough memory for the job.");
}

struct intake *intake_open(struct job *job, const struct model *model,
                           const struct job_options *options)
{
    struct intake *in = calloc(1, sizeof(*in));

    if (in == NULL) {
        job_abort(job, 0, "There is not enough memory for the job.");
        return NULL;
    }
    in->job = job;
    in->model = model;
    in->options = options;
    in->document = job_document(job);
    if (in->document == NULL) { /* canceled */
        free(in);
        return NULL;
    }
    if (thumbnails_wanted(job)) /* without memory the job is printed all the same */
        in->thumbnail = malloc(sizeof(*in->thumbnail));
    prepare_finish(in);
    if (intake_orders(in))
        (void)intake_begin_order(in);
    return in;
}

struct intake *intake_open_eye(const struct model *model, const struct job_options *options,
                               const struct pdl_ops *eye, void *eye_work,
                               bool (*canceled)(void *ctx), void *ctx)
{
    struct intake *in = calloc(1, sizeof(*in));

    if (in == NULL)
        return NULL;
    in->model = model;
    in->options = options;
    in->eye = eye;
    in->eye_work = eye_work;
    in->canceled = canceled;
    in->ctx = ctx;
    prepare_finish(in);
    if (intake_orders(in))
        (void)intake_begin_order(in);
    return in;
}

const struct model *intake_model(const struct intake *in)
{
    return in->model;
}

void intake_remark(struct intake *in, const char *sentence)
{
    if (in->job != NULL)
        job_remark(in->job, sentence);
}

/* The stream goes nowhere here: its pages do, by record_write. */
static enum result drop_write(void *ctx, const void *bytes, size_t n)
{
    (void)ctx;
    (void)bytes;
    (void)n;
    return RESULT_OK;
}

static enum result record_write(void *ctx, const void *bytes, size_t n)
{
    struct intake *in = ctx;

    return document_write(in->document, bytes, n);
}

static unsigned copies_of(const struct intake *in)
{
    return in->ticket.job.copies * in->ticket.host_copies;
}

void intake_end_part(struct intake *in)
{
    in->impressions += in->part_pages * (in->begun ? copies_of(in) : 0);
    in->part_pages = 0;
    in->begun = false;
    free(in->work);
    in->work = NULL;
}

static void tell_changes(struct intake *in)
{
    char changes[512];

    ticket_explain(in->model, &in->wishes, &in->ticket, changes, sizeof(changes));
    job_remark(in->job, changes);
    job_remark(in->job, in->options->refused);
}

/* The decisions, for the record of the job. */
static void log_ticket(const struct intake *in)
{
    const struct job_params *t = &in->ticket.job;

    log_say(
        LOG_SAY_DEBUG,
        "[Job %d] Ticket from page %u on: %s, %s, %s, sides %d, copies %u by the machine and "
        "%u by the gateway, collate %d, toner save %d, refinement %d, screen %d, account %s.",
        in->job->id, in->pages + 1, t->media->label, t->source->label, t->type->label,
        (int)t->sides, (unsigned)t->copies, (unsigned)in->ticket.host_copies, (int)t->collate,
        (int)t->toner_save, (int)t->refinement, (int)t->screen, t->account ? "yes" : "no");
}

static bool keep_ticket(struct intake *in)
{
    char text[TICKET_FILE_MAX];
    size_t n = 0;

    if (!in->options->pin_lost)
        n = ticket_file_write(in->model, &in->ticket, text, sizeof(text));
    if (n == 0) {
        intake_fail(in, JOB_ERRORS, PIN_LOST_SENTENCE);
        return false;
    }
    return intake_check(in, document_begin(in->document, RECORD_TICKET)) &&
           intake_check(in, document_write(in->document, text, n)) &&
           intake_check(in, document_end(in->document));
}

static bool begin_part(struct intake *in)
{
    const struct pdl_ops *pdl = in->model->pdl;
    const struct sink nowhere = {drop_write, in}, record = {record_write, in};

    tell_changes(in);
    log_ticket(in);
    in->work = calloc(1, pdl->work_size(in->model));
    if (in->work == NULL) {
        intake_fail(in, 0, "There is not enough memory for the job.");
        return false;
    }
    if (!keep_ticket(in))
        return false;
    in->begun = true;
    if (!intake_check(in,
                      pdl->start_job(in->work, in->model, &in->ticket.job, &nowhere, &record)))
        return false;
    job_more(in->job, in->impressions, in->dots);
    return true;
}

/* ---- sides: the language's pages, each a record of the document ---- */

static enum result side_start(void *work, const struct page_params *page)
{
    struct intake *in = work;
    enum result result;

    if (in->eye != NULL) {
        result = in->eye->start_page(in->eye_work, page);
        in->record_open = result == RESULT_OK;
        return result;
    }
    if (!in->begun && !begin_part(in))
        return RESULT_IO;
    in->page_dots = 0;
    if (in->thumbnail != NULL)
        thumbnail_begin(in->thumbnail, page->paper_width, page->paper_height, page->stride);
    result = document_begin(in->document, RECORD_PAGE);
    in->record_open = result == RESULT_OK;
    return result == RESULT_OK ? in->model->pdl->start_page(in->work, page) : result;
}

/* The dots of each line are counted on their way. */
static enum result side_line(void *work, const uint8_t *bits)
{
    struct intake *in = work;

    if (in->eye != NULL)
        return in->eye->write_line(in->eye_work, bits);
    in->page_dots += toner_count_black(bits, in->page.stride);
    if (in->thumbnail != NULL && in->pages < THUMBNAIL_PAGES)
        thumbnail_line(in->thumbnail, bits);
    return in->model->pdl->write_line(in->work, bits);
}

static enum result side_end(void *work)
{
    struct intake *in = work;

    if (in->eye != NULL)
        return in->eye->end_page(in->eye_work);
    return in->model->pdl->end_page(in->work);
}

const struct pdl_ops side_ops = {
    .start_page = side_start, .write_line = side_line, .end_page = side_end};

static void drop_record(struct intake *in)
{
    if (in->record_open && in->document != NULL)
        document_drop(in->document);
    in->record_open = false;
}

bool intake_keep_side(struct intake *in)
{
    if (!in->record_open)
        return true;
    if (in->eye != NULL) {
        in->record_open = false;
        in->pages++;
        in->part_pages++;
        return true;
    }
    if (!intake_check(in, document_end(in->document))) {
        drop_record(in);
        return false;
    }
    in->record_open = false;
    if (in->thumbnail != NULL && in->pages < THUMBNAIL_PAGES)
        thumbnail_keep(in->thumbnail, jobs_folder(in->job->jobs), in->job->id, in->pages + 1);
    in->pages++;
    in->part_pages++;
    in->dots += in->page_dots * copies_of(in) *
                (in->ticket.job.toner_save == CHOICE_ON ? TONER_SAVE_PERCENT : 100) / 100;
    job_more(in->job, in->impressions + in->part_pages * copies_of(in), in->dots);
    return true;
}

/* ---- pages ---- */

/* The paper that is to be taken instead of what is not loaded; the part may have to wait. */
static void choose_paper(struct intake *in)
{
    const struct media *used;
    char text[160];

    in->wanted = in->ticket.job.media;
    if (in->job == NULL)
        return;
    used = guard_paper(in->job, in->model, &in->ticket, in->options->usual);
    if (used == in->wanted)
        return;
    in->wishes.media = used->name;
    in->wishes.width_hmm = in->wishes.length_hmm = 0;
    in->wishes.source = NULL; /* that of the other paper */
    ticket_resolve(in->model, &in->wishes, &in->ticket);
    snprintf(text, sizeof(text), "Printed on %s, as %s was not loaded.", used->label,
             in->wanted->label);
    job_remark(in->job, text);
}

bool intake_on_other_paper(const struct intake *in)
{
    return in->planned && in->ticket.job.media != in->wanted;
}

const struct media *intake_paper(const struct intake *in, const struct media *wanted)
{
    const struct media *used = in->job != NULL ? guard_paper_instead(in->job, wanted) : NULL;

    return used != NULL ? used : wanted;
}

void intake_plan(struct intake *in, const struct page_wish *wish)
{
    in->wish = *wish;
    job_options_wishes(in->options, wish, &in->wishes);
    ticket_resolve(in->model, &in->wishes, &in->ticket);
    choose_paper(in);
    in->planned = true;
}

/* Another size is another job of the machine: a ticket has one size. A booklet has one size,
 * that of its first page: pages are made to fit. On other paper the parts are the same as on
 * that which was asked. */
static bool needs_plan(const struct intake *in, const struct page_wish *wish)
{
    const struct media *media =
        media_find_size(wish->width_hmm, wish->length_hmm, SIZE_TOLERANCE_HMM);

    return !in->planned || (media != NULL && media != in->wanted && !in->options->page.booklet);
}

static void tell_sizes(struct intake *in)
{
    if (in->wishes.copies > 1 && in->wishes.collate == (int)COLLATE_COLLATED)
        intake_remark(in, "The document has paper of several sizes: the copies of each "
                          "size come together.");
}

bool intake_page(struct intake *in, const struct page_wish *wish, struct page_params *page)
{
    if (in->failed || intake_is_canceled(in))
        return false;
    if (needs_plan(in, wish)) {
        if (in->planned)
            tell_sizes(in);
        if (in->begun)
            intake_end_part(in);
        intake_plan(in, wish);
        in->sizes++;
    }
    if (!intake_check(in,
                      in->model->pdl->page_params(in->model, in->ticket.job.media, &in->page)))
        return false;
    *page = in->page;
    in->finish.marks = (struct page_marks){
        .num_places = 1, .places = {{0, 0, in->page.paper_width, in->page.paper_height}}};
    return true;
}

void intake_marks(struct intake *in, const struct page_marks *marks)
{
    in->finish.marks = *marks;
}

unsigned intake_half(const struct intake *in)
{
    return page_order_half(&in->order, in->aside != NULL ? dot_store_pages(in->aside) : 0);
}

void intake_leave_out(struct intake *in)
{
    in->left_out++;
}

void intake_shift(const struct intake *in, int32_t *x, int32_t *y)
{
    struct offset offset = registration_find(&in->options->registration, in->model->caps,
                                             &in->ticket.job, in->part_pages);

    *x = registration_dots(offset.x_hmm, in->page.dpi);
    *y = registration_dots(offset.y_hmm, in->page.dpi);
}

const struct ticket *intake_ticket(const struct intake *in)
{
    return &in->ticket;
}

/* What the page shows, where the machine really puts it, and its borders with it. Of a page
 * that is kept aside it is not known yet on which side it will be. */
static struct page_source moved(struct intake *in, const struct page_source *source)
{
    struct page_source there = *source;
    int32_t x, y;

    if (in->aside != NULL)
        return there;
    intake_shift(in, &x, &y);
    there.x += x;
    there.y += y;
    for (unsigned i = 0; i < in->finish.marks.num_places; i++) {
        in->finish.marks.places[i].x += x;
        in->finish.marks.places[i].y += y;
    }
    return there;
}

bool intake_source(struct intake *in, const struct page_source *wanted)
{
    struct page_source there = moved(in, wanted), *source = &there;
    size_t size = pipeline_work_size(&in->page, source);

    if (in->failed)
        return false;
    if (size > in->pipeline_size) {
        free(in->pipeline_work);
        in->pipeline_work = malloc(size);
        in->pipeline_size = in->pipeline_work != NULL ? size : 0;
    }
    if (in->pipeline_work == NULL) {
        intake_fail(in, 0, "There is not enough memory for the page.");
        return false;
    }
    in->page_open = true;
    in->lines = 0;
    in->lines_wanted = source->height;
    return intake_check(in,
                        pipeline_start_page(in->pipeline_work, &page_finish_ops, &in->finish,
                                            &in->page, &in->ticket, source, &in->pipeline));
}

bool intake_line(struct intake *in, const uint8_t *line)
{
    if (in->failed || !in->page_open)
        return false;
    in->lines++;
    return intake_check(in, pipeline_write_line(in->pipeline, line));
}

static void drop_page(struct intake *in)
{
    drop_record(in);
    in->page_open = false;
}

bool intake_end_page(struct intake *in)
{
    if (in->page_open && !in->failed && in->lines < in->lines_wanted && !intake_is_canceled(in))
        intake_fail(in, JOB_FORMAT_ERROR, "The document ends too early.");
    if (in->failed || !in->page_open || intake_is_canceled(in) ||
        !intake_check(in, pipeline_end_page(in->pipeline)) || !intake_keep_side(in)) {
        drop_page(in);
        return false;
    }
    in->page_open = false;
    in->left_out += in->finish.blank;
    return true;
}

/* ---- the end ---- */

/* Accept the job, or end it. */
static bool settle(struct intake *in, char *why, size_t why_size)
{
    if (intake_is_canceled(in)) {
        (void)job_cancel(in->job); /* if the queue is gone */
        jobs_lock(in->job->jobs);
        in->job->receiving = false;
        jobs_unlock(in->job->jobs);
        return false;
    }
    if (!in->failed && in->pages == 0 && in->left_out > 0)
        intake_fail(in, 0, "All pages are blank, and blank pages were to be left out.");
    if (!in->failed && in->pages == 0)
        intake_fail(in, JOB_FORMAT_ERROR, "The document has no pages.");
    if (in->failed) {
        snprintf(why, why_size, "%s", in->why);
        job_abort(in->job, in->reasons, in->why);
        return false;
    }
    return job_accept(in->job, why, why_size);
}

void intake_drop(struct intake *in)
{
    if (in == NULL)
        return;
    drop_page(in);
    document_release(in->document);
    page_finish_clear(&in->finish);
    watermark_free(in->watermark);
    dot_store_free(in->aside);
    free(in->work);
    free(in->pipeline_work);
    free(in->thumbnail);
    free(in);
}

bool intake_close_eye(struct intake *in, char *why, size_t why_size)
{
    bool good;

    snprintf(why, why_size, "There is not enough memory for the page.");
    if (in == NULL)
        return false;
    drop_page(in);
    if (in->aside != NULL && !in->failed)
        (void)intake_end_order(in);
    if (!in->failed && in->pages == 0)
        intake_fail(in, 0,
                    in->left_out > 0
                        ? "All pages are blank, and blank pages were to be left out."
                        : "The document has no pages.");
    good = !in->failed;
    snprintf(why, why_size, "%s", in->why);
    intake_drop(in);
    return good;
}

static void tell_left_out(struct intake *in)
{
    char text[64];

    if (in->left_out == 0 || in->pages == 0)
        return;
    snprintf(text, sizeof(text),
             in->left_out == 1 ? "1 blank page was left out." : "%u blank pages were left out.",
             in->left_out);
    job_remark(in->job, text);
}

bool intake_close(struct intake *in, char *why, size_t why_size)
{
    bool accepted;

    why[0] = '\0';
    if (in == NULL) {
        snprintf(why, why_size, "There is not enough memory for the job.");
        return false;
    }
    drop_page(in);
    if (in->aside != NULL && !in->failed)
        (void)intake_end_order(in);
    drop_page(in);
    tell_left_out(in);
    intake_end_part(in);
    document_release(in->document); /* the job has it, until it is whole */
    in->document = NULL;
    accepted = settle(in, why, why_size);
    intake_drop(in);
    return accepted;
}
