/*
 * delivery-job.c - one job from its first part to its end, whatever comes between.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "delivery-parts.h"

#include "device-net.h"
#include "device.h"
#include "log.h"
#include "pin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Between two attempts after a job broke off; and how long its machine is asked what it
 * printed. */
#define RETRY_MIN_MS 250

#define RETRY_MAX_MS 30000

/* A job that breaks off so often at the same page is held: something in it does that. */
#define MAX_FAILS 6

#define NOTE_MAGIC 0x43504E31u

/* How many pages the machine has of a job that ends early. */
static const char *sent_before(const struct run *run, char *text, size_t n)
{
    const struct job *job = run->job;

    if (run->stored.model == NULL && job->started) /* a file in the machine's language */
        snprintf(text, n, "A part of it had been sent before.");
    else if (job->impressions_completed == 0)
        snprintf(text, n,
                 run->account.begun != 0 ? "No whole page was printed."
                                         : "Nothing was printed.");
    else
        snprintf(text, n, "%u page%s had been sent before.", job->impressions_completed,
                 job->impressions_completed == 1 ? "" : "s");
    return text;
}

/* What became of the page a canceled job was at. cut: the machine has it in part. */
static const char *last_page(const struct run *run, bool cut)
{
    if (cut)
        return run->job->impressions_completed == 0 ? " A page was cut off."
                                                    : " The page after them was cut off.";
    if (!run->white_end)
        return "";
    return run->job->impressions_completed == 1 ? " It ends in white."
                                                : " The last one ends in white.";
}

/* Behind others, with a blank; what does not fit is left out. */
static void add_sentences(char *text, size_t size, const char *more)
{
    size_t used = strlen(text), n = strlen(more);

    if (used > 0 && n > 0 && used + 1 < size)
        text[used++] = ' ';
    if (n >= size - used)
        n = size - used - 1;
    memcpy(text + used, more, n);
    text[used + n] = '\0';
}

/* End or put back a job that is not to go on now. cut: a page is with the machine in part. */
static void leave(struct run *run, bool cut)
{
    struct job *job = run->job;
    char sent[128], broke[400], text[sizeof(job->message)];
    enum wish wish = run_wish(run);

    sent_before(run, sent, sizeof(sent));
    resume_sum_explain(&job->breaks, broke, sizeof(broke));
    if (wish == WISH_CANCEL) {
        snprintf(text, sizeof(text), "Canceled. %s%s", sent, last_page(run, cut));
        add_sentences(text, sizeof(text), broke);
        job_end(job, IPP_JSTATE_CANCELED, JOB_CANCELED_BY_USER, text);
    } else if (wish == WISH_FAILED) {
        uint32_t reasons;

        jobs_lock(job->jobs);
        snprintf(text, sizeof(text), "%s", job->message);
        reasons =
            job->reasons & (JOB_FORMAT_ERROR | JOB_UNPRINTABLE | JOB_ERRORS | JOB_PASSWORD);
        jobs_unlock(job->jobs);
        add_sentences(text, sizeof(text), sent);
        add_sentences(text, sizeof(text), broke);
        job_end(job, IPP_JSTATE_ABORTED, reasons | JOB_ABORTED_BY_SYSTEM, text);
    } else
        job_put_back(job);
}

void run_finish(struct run *run)
{
    struct job *job = run->job;
    bool remarks = job->remarks[0] != '\0' || job->breaks.times > 0;
    char text[sizeof(job->message)];

    resume_sum_explain(&job->breaks, text, sizeof(text));
    add_sentences(text, sizeof(text), remarks ? job->remarks : "Printed.");
    job_end(job, IPP_JSTATE_COMPLETED, remarks ? JOB_WITH_WARNINGS : JOB_SUCCESSFUL, text);
}

static void next_part(struct run *run)
{
    run->earlier +=
        (run->account.base + (unsigned)run->num_ends) * run->stored.ticket.job.copies;
    if (run->stored.model != NULL)
        run_sum(run, run->account.base + (unsigned)run->num_ends, &run->earlier_sides,
                &run->earlier_sheets);
    run->account.part++;
    run->account.base = 0;
    run->account.begun = 0;
    run->account.fails = 0;
    run_keep_account(run);
}

/* Find where to go on: in this part, or in the next one when the machine had all of it. */
static void go_on(struct run *run, bool own)
{
    size_t record;

    run_go_on_after(run, own);
    run->num_ends = 0;
    if (run_next_side(run, run->account.base, &record) == NEXT_END)
        next_part(run);
}

/* Wait a little before the next attempt, each time longer. */
static void back_off(struct run *run, unsigned *delay)
{
    struct job_queue *queue = run->job->queue;
    int64_t end = net_clock_ms() + *delay;

    run->wait = DEVICE_CONNECTING;
    run_tell(run);
    while (!run_wants_end(run) && net_clock_ms() < end) {
        jobs_lock(queue->jobs);
        delivery_wait(queue, end - net_clock_ms());
        jobs_unlock(queue->jobs);
    }
    run->wait = DEVICE_READY;
    *delay = *delay < RETRY_MAX_MS / 2 ? *delay * 2 : RETRY_MAX_MS;
}

/* It breaks off again and again at the same page. */
static bool is_hopeless(struct run *run)
{
    if (run->account.fails < MAX_FAILS)
        return false;
    job_remark(run->job,
               "The machine broke off again and again at the same page, so the job is "
               "held. Release it to try again, or cancel it.");
    jobs_lock(run->job->jobs);
    run->job->hold = JOB_HELD;
    jobs_unlock(run->job->jobs);
    run->account.fails = 0;
    run_keep_account(run);
    (void)job_save(run->job);
    return true;
}

/* Bring the account up to date with how an attempt ended. next: see run_send_part. */
static void note_outcome(struct run *run, enum outcome outcome, unsigned next)
{
    if (outcome == OUTCOME_BROKEN || outcome == OUTCOME_MEMORY)
        return;
    run_note_arrived(run, run->account.taken);
    if (outcome == OUTCOME_DONE)
        return;
    /* all up to next is with the machine, and its job was ended */
    if (run->account.begun != 0)
        run->account.base = next;
    else
        run->white_end = false; /* it stayed here */
    run->account.begun = 0;
    run->num_ends = 0;
    run_keep_account(run);
    (void)document_sync_note(run->document);
}

/* The device failed. True: go on, the account says where. */
static bool go_on_after_break(struct run *run, bool raw, unsigned *delay)
{
    back_off(run, delay);
    if (raw && run->account.begun != 0) {
        run_remark(run, "The connection to the machine broke while the job was printed; it was "
                        "sent again from its beginning.");
        run->account.begun = 0;
        run->account.fails++;
    } else if (run->account.begun != 0)
        go_on(run, false);
    return !is_hopeless(run) && !run_wants_end(run);
}

/* Whether a job whose device failed is to be tried again. A stop finds the account as it is,
 * for the next run of the program. */
static bool may_go_on(struct run *run)
{
    enum wish wish = run_wish(run);

    return wish == WISH_NONE || (wish == WISH_BACK && run->account.begun != 0);
}

/* One attempt at the part. True: go on with the job, the account says where. */
static bool attempt(struct run *run, bool raw, unsigned *delay)
{
    unsigned next = 0;
    char why[256] = "";
    enum outcome outcome = OUTCOME_DAMAGED;
    bool opened = run_open_device(run, why, sizeof(why)), cut = false;

    if (opened) {
        outcome = raw ? run_send_raw(run) : run_send_part(run, &next);
        snprintf(run->why, sizeof(run->why), "%s", device_error(run->device));
        note_outcome(run, outcome, next);
        run_close_device(run);
    }
    switch (outcome) {
    case OUTCOME_DONE:
        *delay = RETRY_MIN_MS;
        next_part(run);
        return true;
    case OUTCOME_BROKEN:
        if (may_go_on(run) && go_on_after_break(run, raw, delay))
            return true;
        cut = run->account.begun != 0;
        break;
    case OUTCOME_DAMAGED:
        job_abort(run->job, JOB_ERRORS,
                  opened ? "What was kept of the job on the disk is damaged." : why);
        break;
    case OUTCOME_MEMORY:
        job_abort(run->job, JOB_ERRORS, "There is not enough memory for the job.");
        break;
    case OUTCOME_LEAVE:
    default:
        break;
    }
    leave(run, cut);
    return false;
}

static void load_account(struct run *run)
{
    unsigned char note[NOTE_BYTES];

    document_get_note(run->document, note);
    memcpy(&run->account, note, sizeof(run->account));
    if (run->account.magic != NOTE_MAGIC) {
        memset(&run->account, 0, sizeof(run->account));
        run->account.magic = NOTE_MAGIC;
        run->account.last_side = UINT32_MAX;
    }
}

/* An earlier run of the program was at it. Its part may have been with the machine wholly:
 * that is the end of it, unless the computer lost its power, and the machine perhaps, too. */
static void take_up(struct run *run)
{
    run_tally_bytes(run);
    if (run_recount(run) && device_takes_parts(run->d->uri) &&
        run->account.boot == delivery_boot_number()) {
        next_part(run);
        return;
    }
    go_on(run, true);
}

static bool is_raw(struct run *run)
{
    return document_records(run->document) > 0 && document_kind(run->document, 0) == RECORD_RAW;
}

static void deliver_raw(struct run *run)
{
    unsigned delay = RETRY_MIN_MS;

    if (run->account.begun != 0)
        run_remark(run,
                   "This program was ended while the job was printed; it was sent again from "
                   "its beginning.");
    while (run->account.part == 0)
        if (!attempt(run, true, &delay))
            return;
    run_finish(run);
}

/* The next part, when it is there. False: there is none any more. */
static bool wait_for_part(struct run *run)
{
    struct job_queue *queue = run->job->queue;

    for (;;) {
        bool whole = run_is_whole(run); /* before looking: what comes last is not missed */

        if (run_find_part(run, run->account.part))
            return true;
        if (whole || run_wants_end(run))
            return false;
        jobs_lock(queue->jobs);
        delivery_wait(queue, 200);
        jobs_unlock(queue->jobs);
    }
}

/* Whether the job has to wait for paper before its next part: unlike a pause, which lets a job
 * go on to its end. */
static bool lacks_paper(struct run *run)
{
    bool lacks;

    jobs_lock(run->job->jobs);
    lacks = run->account.begun == 0 && (run->job->gates & GATE_PAPER) != 0;
    if (lacks)
        run->job->message[0] = '\0';
    jobs_unlock(run->job->jobs);
    return lacks;
}

static void deliver_pages(struct run *run)
{
    unsigned delay = RETRY_MIN_MS;

    run_count_earlier(run);
    for (;;) {
        uint32_t part = run->account.part;

        if (!wait_for_part(run)) {
            enum wish wish = run_wish(run);

            if (wish == WISH_CANCEL || wish == WISH_FAILED || !run_is_whole(run))
                leave(run, false);
            else if (run_end_pass(run))
                continue;
            return;
        }
        if (!run_read_ticket(run) || run->stored.pin_lost) {
            job_abort(run->job, JOB_ERRORS,
                      run->stored.pin_lost
                          ? PIN_LOST_SENTENCE
                          : "What was kept of the job on the disk is damaged.");
            leave(run, false);
            return;
        }
        if (!run_has_copies(run)) {
            next_part(run);
            continue;
        }
        if (lacks_paper(run)) {
            leave(run, false);
            return;
        }
        if (run->account.begun != 0)
            take_up(run);
        if (run->account.part == part) /* what an earlier run of the program had sent */
            run_tally(run, run->account.base);
        if (run->account.part == part && !attempt(run, false, &delay))
            return;
    }
}

void run_job(struct delivery *d, struct job *job)
{
    struct run *run = calloc(1, sizeof(*run));
    char why[256] = "There is not enough memory for the job.";

    if (run != NULL)
        run->document = job_open_document(job, why, sizeof(why));
    if (run == NULL || run->document == NULL) {
        char text[400];

        snprintf(text, sizeof(text), "What was kept of the job is lost. %s", why);
        job_end(job, IPP_JSTATE_ABORTED, JOB_ABORTED_BY_SYSTEM, text);
        free(run);
        return;
    }
    run->d = d;
    run->job = job;
    log_say(LOG_SAY_INFO, "[Job %d] Delivery to %s begins.", job->id, d->uri);
    if (d->status != NULL)
        status_busy(d->status, true);
    load_account(run);
    if (is_raw(run))
        deliver_raw(run);
    else
        deliver_pages(run);
    d->printed = net_clock_ms();
    document_release(run->document);
    free(run->ends);
    free(run->work);
    free(run);
}
