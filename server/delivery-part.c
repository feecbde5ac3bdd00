/*
 * delivery-part.c - one job of the machine: the stream of a part of the document.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "delivery-parts.h"

#include "device.h"
#include "driver/pdl.h"
#include "jobs-guard.h"
#include "log.h"

#include <stdlib.h>
#include <string.h>

/* ---- what the document has ---- */

bool run_find_part(struct run *run, uint32_t part)
{
    size_t records = document_records(run->document);
    uint32_t found = 0;

    run->first_page = 1;
    for (size_t i = 0; i < records; i++) {
        if (document_kind(run->document, i) != RECORD_TICKET)
            run->first_page++;
        else if (found++ == part) {
            run->ticket = i;
            return true;
        }
    }
    return false;
}

struct text {
    char bytes[TICKET_FILE_MAX];
    size_t n;
};

static enum result take_text(void *ctx, const void *bytes, size_t n)
{
    struct text *text = ctx;

    if (n > sizeof(text->bytes) - text->n)
        return RESULT_SPACE;
    memcpy(text->bytes + text->n, bytes, n);
    text->n += n;
    return RESULT_OK;
}

/* A job with a proof goes through its document twice: first for the copies that are looked at,
 * then for the others. 0: none are left of this part. */
static void share_copies(struct run *run)
{
    struct ticket *ticket = &run->stored.ticket;
    uint32_t *copies = ticket->host_copies > 1 ? &ticket->host_copies : &ticket->job.copies;
    uint32_t proof = run->job->proof_copies;

    if (proof == 0)
        return;
    if (proof > *copies)
        proof = *copies;
    *copies = run->account.rest != 0 ? *copies - proof : proof;
}

bool run_read_ticket(struct run *run)
{
    struct text text = {.n = 0};
    struct sink sink = {take_text, &text};

    if (document_send(run->document, run->ticket, &sink) != RESULT_OK ||
        !ticket_file_read(text.bytes, text.n, &run->stored))
        return false;
    share_copies(run);
    return true;
}

bool run_has_copies(const struct run *run)
{
    return run->stored.ticket.host_copies > 0 && run->stored.ticket.job.copies > 0;
}

bool run_is_whole(struct run *run)
{
    bool whole;

    jobs_lock(run->job->jobs);
    whole = !run->job->receiving;
    jobs_unlock(run->job->jobs);
    return whole;
}

unsigned run_part_pages(struct run *run, bool *all)
{
    bool whole = run_is_whole(run);
    size_t records = document_records(run->document);
    size_t i = run->ticket + 1;

    while (i < records && document_kind(run->document, i) == RECORD_PAGE)
        i++;
    *all = i < records || whole;
    return (unsigned)(i - run->ticket - 1);
}

unsigned run_set_sides(const struct run *run, unsigned pages)
{
    const struct ticket *ticket = &run->stored.ticket;

    return ticket->host_copies > 1 && ticket->job.sides != SIDES_ONE ? pages + pages % 2
                                                                     : pages;
}

/* White pages are not printed before it is known that there are others. */
static bool awaits_ink(struct run *run)
{
    bool awaits;

    jobs_lock(run->job->jobs);
    awaits = job_awaits_ink(run->job);
    jobs_unlock(run->job->jobs);
    return awaits;
}

enum next run_next_side(struct run *run, unsigned side, size_t *record)
{
    bool all;
    unsigned pages = run_part_pages(run, &all);
    unsigned sides = run_set_sides(run, pages);

    if (side < pages && awaits_ink(run))
        return NEXT_WAIT;
    if (side < pages) {
        *record = run->ticket + 1 + side;
        return NEXT_PAGE;
    }
    if (!all)
        return NEXT_WAIT;
    if (sides == 0 || side / sides >= run->stored.ticket.host_copies)
        return NEXT_END;
    if (side % sides >= pages)
        return NEXT_BLANK;
    *record = run->ticket + 1 + side % sides;
    return NEXT_PAGE;
}

/* ---- the stream ---- */

enum result run_device_sink(void *ctx, const void *bytes, size_t n)
{
    struct run *run = ctx;

    run->written += n;
    return device_write(run->device, bytes, n);
}

enum result run_count_sink(void *ctx, const void *bytes, size_t n)
{
    struct run *run = ctx;

    (void)bytes;
    run->written += n;
    return RESULT_OK;
}

/* A page is given to the language in pieces of this size, and after each a cancel is looked
 * for: when a slow machine has taken what was kept waiting, not much more is begun. It costs a
 * lock for each, a few hundred for a page. */
#define REPLAY_PIECE 4096

/* A canceled job's page ends in white from here on. Not that of one that is to be stopped: it
 * goes on later, and then has its pages whole. */
static enum result cut_if_canceled(struct run *run)
{
    if (run->cut || run_wish(run) != WISH_CANCEL)
        return RESULT_OK;
    run->cut = true;
    return run->stored.model->pdl->cut(run->work);
}

static enum result replay_sink(void *ctx, const void *bytes, size_t n)
{
    struct run *run = ctx;
    const struct pdl_ops *pdl = run->stored.model->pdl;
    const uint8_t *p = bytes;
    enum result result = RESULT_OK;

    while (result == RESULT_OK && n > 0) {
        size_t piece = n < REPLAY_PIECE ? n : REPLAY_PIECE;

        result = pdl->replay(run->work, p, piece);
        if (result == RESULT_OK && run->to_device)
            result = cut_if_canceled(run);
        p += piece;
        n -= piece;
    }
    return result;
}

static bool note_end(struct run *run)
{
    if (run->num_ends == run->room_ends) {
        size_t room = 2 * run->room_ends + 64;
        uint64_t *larger = realloc(run->ends, room * sizeof(*larger));

        if (larger == NULL)
            return false;
        run->ends = larger;
        run->room_ends = room;
    }
    run->ends[run->num_ends++] = run->written + run->stored.model->pdl->pending(run->work);
    return true;
}

enum result run_start_stream(struct run *run,
                             enum result (*write)(void *, const void *, size_t))
{
    const struct pdl_ops *pdl = run->stored.model->pdl;
    enum result result;

    run->out = (struct sink){write, run};
    run->to_device = write == run_device_sink;
    run->cut = run->white_end = false;
    run->written = 0;
    run->num_ends = 0;
    run->sides_arrived = 0;
    free(run->work);
    run->work = calloc(1, pdl->work_size(run->stored.model));
    if (run->work == NULL)
        return RESULT_SPACE;
    result =
        pdl->start_job(run->work, run->stored.model, &run->stored.ticket.job, &run->out, NULL);
    if (result == RESULT_OK)
        result = pdl->flush(run->work);
    run->prefix = run->written;
    if (run->to_device && run->wait == DEVICE_READY)
        run_hint(run);
    return result;
}

enum result run_emit_side(struct run *run, enum next what, size_t record)
{
    const struct pdl_ops *pdl = run->stored.model->pdl;
    struct sink sink = {replay_sink, run};
    struct page_params page;
    enum result result;

    if (what == NEXT_PAGE) {
        result = document_send(run->document, record, &sink);
        run->white_end = run->cut && pdl->white_rows(run->work) > 0;
    } else {
        result = pdl->page_params(run->stored.model, run->stored.ticket.job.media, &page);
        if (result == RESULT_OK)
            result = pdl->start_page(run->work, &page);
        if (result == RESULT_OK)
            result = pdl->end_page(run->work);
    }
    return result != RESULT_OK ? result : note_end(run) ? RESULT_OK : RESULT_SPACE;
}

/* ---- sending ---- */

static enum outcome outcome_of(const struct run *run, enum result result)
{
    if (result == RESULT_OK)
        return OUTCOME_DONE;
    if (result == RESULT_SPACE)
        return OUTCOME_MEMORY;
    if (result == RESULT_IO && device_error(run->device)[0] != '\0')
        return OUTCOME_BROKEN;
    return OUTCOME_DAMAGED;
}

/* Until there is another page, or something else to do. */
static void wait_for_page(struct run *run, unsigned side)
{
    struct job_queue *queue = run->job->queue;
    size_t record;

    while (!run_wants_end(run) && run_next_side(run, side, &record) == NEXT_WAIT) {
        run_note_arrived(run, device_acknowledged(run->device));
        jobs_lock(queue->jobs);
        if (run->job->receiving && !run->job->failed && !run->job->cancel)
            delivery_wait(queue, 200);
        jobs_unlock(queue->jobs);
    }
}

static void say_page(struct run *run, unsigned side)
{
    bool all;
    unsigned pages = run_part_pages(run, &all), sides = run_set_sides(run, pages);

    if (sides > 0)
        log_say(LOG_SAY_DEBUG, "[Job %d] Sending page %u (side %u of this part).", run->job->id,
                run->first_page + side % sides, side + 1);
}

/* Where a job is to go on later, it does not end before the back of a sheet: pages would change
 * partners. Nor within sets that the machine makes. */
static bool is_indivisible(const struct run *run, unsigned side)
{
    const struct job_params *job = &run->stored.ticket.job;

    return (job->sides != SIDES_ONE && (side - run->account.base) % 2 != 0) ||
           (job->copies > 1 && job->collate != COLLATE_UNCOLLATED && side > run->account.base);
}

/* All sides from account.base on. OUTCOME_LEAVE: ended early, at a page boundary. */
static enum outcome send_sides(struct run *run, unsigned *side)
{
    enum result result = device_flush(run->device); /* it can warm up */

    while (result == RESULT_OK) {
        size_t record = 0;
        enum next what;

        wait_for_page(run, *side);
        if (run_wants_end(run) && (run_wish(run) != WISH_STOP || !is_indivisible(run, *side)))
            return OUTCOME_LEAVE;
        what = run_next_side(run, *side, &record);
        if (what == NEXT_END)
            return OUTCOME_DONE;
        if (what == NEXT_WAIT && run_wants_end(run))
            return OUTCOME_LEAVE;
        if (what == NEXT_WAIT)
            continue;
        say_page(run, *side);
        result = run_emit_side(run, what, record);
        if (result == RESULT_OK)
            result = device_flush(run->device);
        *side += result == RESULT_OK;
    }
    return outcome_of(run, result);
}

enum outcome run_send_part(struct run *run, unsigned *next)
{
    const struct pdl_ops *pdl = run->stored.model->pdl;
    unsigned side = run->account.base;
    enum result result = run_start_stream(run, run_device_sink);
    enum outcome outcome = outcome_of(run, result);

    if (outcome == OUTCOME_DONE)
        outcome = send_sides(run, &side);
    *next = side;
    if (outcome != OUTCOME_DONE && outcome != OUTCOME_LEAVE && outcome != OUTCOME_DAMAGED)
        return outcome;
    if (outcome != OUTCOME_DONE && run->account.begun == 0)
        return outcome; /* the machine need not hear of it */
    result = pdl->end_job(run->work, outcome != OUTCOME_DONE);
    if (result == RESULT_OK)
        result = device_finish(run->device);
    return result == RESULT_OK ? outcome : outcome_of(run, result);
}

static enum result raw_sink(void *ctx, const void *bytes, size_t n)
{
    struct run *run = ctx;

    return device_write(run->device, bytes, n);
}

enum outcome run_send_raw(struct run *run)
{
    struct sink sink = {raw_sink, run};
    enum result result = RESULT_OK;

    for (size_t i = 0; result == RESULT_OK && i < document_records(run->document); i++)
        result = document_send(run->document, i, &sink);
    if (result == RESULT_OK)
        result = device_finish(run->device);
    return outcome_of(run, result);
}
