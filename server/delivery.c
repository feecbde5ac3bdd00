/*
 * delivery.c - see delivery.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "delivery.h"

#include "device-net.h"
#include "device.h"
#include "driver/pdl.h"
#include "log.h"
#include "resume.h"
#include "status.h"
#include "ticket-file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A page that is on its way is sent to its end when the job is canceled, its sender failed or
 * the program ends: half a page helps nobody, and the machine would wait for the rest. But only
 * as long as the machine takes it: not after so long a silence, nor for so long in all. */
static const struct patience {
    int64_t silence_ms, total_ms;
} for_cancel = {2000, 10000}, for_failed = {60000, 60000}, for_stop = {1000, 5000};

/* Between two attempts after a job broke off; and how long its machine is asked what it
 * printed. */
#define RETRY_MIN_MS 250
#define RETRY_MAX_MS 30000
#define COUNT_MS     60000

/* A job that breaks off so often at the same page is held: something in it does that. */
#define MAX_FAILS 6

/* After a job the machine is asked often for so long at least. */
#define WATCH_MS 15000

/* The account on the disk is synced at the end of a page, but not more often. */
#define SYNC_MS 1000

#define NOTE_MAGIC 0x43504E31u

/* The account of a document's delivery, its note in the spool (host byte order: a spool does
 * not move between computers). Sides before base of this part are done with. */
struct account {
    uint32_t magic;
    uint32_t part;
    uint32_t base;
    uint32_t begun; /* a job of the machine has been begun with base */
    uint64_t offered, taken, acknowledged;
    uint64_t boot;
    int64_t life, uptime; /* of the machine when the job began; -1: not known */
    int64_t started, moved; /* wall clock, ms: when it began, when something was taken last */
    uint32_t fails, last_side;
};
_Static_assert(sizeof(struct account) <= NOTE_BYTES, "the note is too small");

struct delivery {
    struct job_queue *queue;
    pthread_t thread;
    bool stopping; /* guarded by the lock of jobs, as is ended */
    bool ended;
    pthread_mutex_t status_mutex; /* guards the pointer */
    struct status *status;
    unsigned changed; /* of the queue, when uri and status were taken */
    int64_t printed;  /* ms; when a job was delivered last, 0: none yet */
    char uri[1024];
};

/* How an attempt ended. */
enum outcome {
    OUTCOME_DONE,    /* the part is with the machine */
    OUTCOME_BROKEN,  /* the device failed */
    OUTCOME_LEAVE,   /* canceled, failed, held, stopping: see leave() */
    OUTCOME_DAMAGED, /* the document */
    OUTCOME_MEMORY,
};

/* One job on its way. */
struct run {
    struct delivery *d;
    struct job *job;
    struct document *document;
    struct account account;
    struct stored_ticket stored; /* of the part */
    size_t ticket;               /* its record */
    unsigned first_page;         /* of the part, from 1 */
    unsigned earlier;            /* impressions of the parts before */
    struct device *device;
    void *work;
    struct sink out;
    uint64_t written; /* bytes given to the sink */
    uint64_t prefix;  /* of them, before the first side */
    uint64_t *ends;   /* where sides end in the stream, from side ends_side on */
    size_t num_ends, room_ends;
    unsigned sides_arrived; /* of this machine's job; the machine acknowledged them */
    int64_t ending_since;  /* ms; somebody wants it to end */
    int64_t moved;         /* ms; when the machine took something last */
    int64_t synced, told;  /* ms */
    enum device_wait wait; /* why nothing gets on */
    char why[512];
};

static uint64_t boot_number(void)
{
    char text[64] = "";
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");
    uint64_t number = 1469598103934665603u; /* FNV-1a */

    if (file != NULL) {
        if (fgets(text, sizeof(text), file) == NULL)
            text[0] = '\0';
        (void)fclose(file);
    }
    for (const char *c = text; *c != '\0'; c++)
        number = (number ^ (unsigned char)*c) * 1099511628211u;
    return number;
}

static int64_t wall_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* With the lock: until woken, or ms have passed. */
static void wait_ms(struct job_queue *queue, int64_t ms)
{
    int64_t end = net_clock_ms() + ms;
    struct timespec until = {(time_t)(end / 1000), (long)(end % 1000) * 1000000};

    if (ms > 0)
        jobs_wait(queue, &until);
}

/* ---- what is told ---- */

/* With the lock. True when there is something new to be told. */
static bool set_queue_state(struct job_queue *queue, uint32_t reasons, bool stopped,
                            const char *message)
{
    bool is_new = strcmp(queue->message, message) != 0;

    if (queue->reasons == reasons && queue->stopped == stopped && !is_new)
        return false;
    queue->reasons = reasons;
    queue->stopped = stopped;
    queue->state_time = time(NULL);
    snprintf(queue->message, sizeof(queue->message), "%s", message);
    return is_new && message[0] != '\0';
}

/* What of a machine's reasons keeps it from printing. */
static uint32_t hindrances(uint32_t reasons)
{
    uint32_t some = 0;

    for (unsigned i = 0; i < NUM_REASONS; i++)
        if ((reasons & (1u << i)) != 0 && status_reason_severity(1u << i) == SEVERITY_ERROR)
            some |= 1u << i;
    return some;
}

/* Why nothing gets on, as the machine itself tells it, else as the channel does. */
static void tell(struct run *run)
{
    struct job_queue *queue = run->job->queue;
    const struct job_params *ticket = &run->stored.ticket.job;
    struct status_words words = {NULL, NULL, NULL};
    struct device_status status;
    uint32_t reasons = 0;
    char text[512];
    bool is_new;

    delivery_status(queue, &status);
    if (run->stored.model != NULL) {
        words.size = ticket->media->label;
        words.source = strcmp(ticket->source->name, "auto") != 0 ? ticket->source->label : NULL;
    }
    words.panel = status.panel;
    snprintf(text, sizeof(text), "%s", run->why);
    if (run->wait == DEVICE_CONNECTING)
        reasons = REASON_OFFLINE;
    else if (run->wait == DEVICE_BUSY && (reasons = hindrances(status.reasons)) != 0)
        status_sentence(reasons, &words, text, sizeof(text));
    jobs_lock(queue->jobs);
    is_new = set_queue_state(queue, reasons, run->wait == DEVICE_BUSY && reasons != 0,
                             run->wait == DEVICE_READY ? "" : text);
    if (job_is_active(run->job)) {
        uint32_t stay = run->job->reasons & (JOB_INCOMING | JOB_TO_STOP_POINT);
        bool stopped = reasons != 0;

        run->job->state = stopped ? IPP_JSTATE_STOPPED : IPP_JSTATE_PROCESSING;
        run->job->reasons = stay | (stopped ? JOB_PRINTER_STOPPED : JOB_PRINTING);
        if (!run->job->failed) /* then it says why */
            snprintf(run->job->message, sizeof(run->job->message), "%s",
                 run->wait == DEVICE_READY ? "" : text);
    }
    jobs_unlock(queue->jobs);
    if (is_new)
        log_say(LOG_SAY_WARN, "[Job %d] Queue %s: %s", run->job->id, queue->name, text);
    run->told = net_clock_ms();
}

static void device_waiting(void *ctx, enum device_wait why, const char *message)
{
    struct run *run = ctx;

    run->wait = why;
    snprintf(run->why, sizeof(run->why), "%s", message);
    tell(run);
}

/* ---- whether to go on ---- */

enum wish { WISH_NONE, WISH_CANCEL, WISH_FAILED, WISH_STOP, WISH_BACK };

static enum wish wish_of(struct run *run)
{
    struct job_queue *queue = run->job->queue;
    const struct delivery *d = run->d;
    enum wish wish = WISH_NONE;

    jobs_lock(queue->jobs);
    if (run->job->cancel || queue->gone)
        wish = WISH_CANCEL;
    else if (run->job->failed)
        wish = WISH_FAILED;
    else if (d->stopping)
        wish = WISH_STOP;
    else if (queue->paused || run->job->hold != JOB_NOT_HELD || queue->changed != d->changed)
        wish = WISH_BACK;
    jobs_unlock(queue->jobs);
    return wish;
}

/* Something that ends the job at the next page boundary, or before its first. */
static bool wants_end(struct run *run)
{
    enum wish wish = wish_of(run);

    return wish != WISH_NONE && (wish != WISH_BACK || run->account.begun == 0);
}

/* ---- the account ---- */

static void keep_account(struct run *run)
{
    unsigned char note[NOTE_BYTES] = {0};

    memcpy(note, &run->account, sizeof(run->account));
    if (!document_set_note(run->document, note))
        log_say(LOG_SAY_ERROR, "[Job %d] The account of what was sent cannot be kept.",
                run->job->id);
}

static void device_offer(void *ctx, uint64_t total)
{
    struct run *run = ctx;

    run->account.offered = total;
    run->account.begun = 1;
    keep_account(run);
}

static void count_impressions(struct run *run)
{
    struct job *job = run->job;
    unsigned copies = run->stored.model != NULL ? run->stored.ticket.job.copies : 1;

    jobs_lock(job->jobs);
    job->impressions_completed =
        run->earlier + (run->account.base + run->sides_arrived) * copies;
    if (!job->receiving && job->impressions_completed > job->impressions)
        job->impressions_completed = job->impressions; /* white backs are no pages */
    job->bytes = run->account.taken;
    job->started = true;
    jobs_unlock(job->jobs);
}

/* What the machine has by now: counted, and told. bytes: of this job of the machine. */
static void note_arrived(struct run *run, uint64_t bytes)
{
    unsigned before = run->sides_arrived;
    struct job_queue *queue = run->job->queue;

    if (bytes > run->account.acknowledged)
        run->account.acknowledged = bytes;
    while (run->sides_arrived < run->num_ends && run->ends[run->sides_arrived] <= bytes)
        run->sides_arrived++;
    if (run->sides_arrived == before && run->job->started)
        return;
    count_impressions(run);
    jobs_lock(queue->jobs);
    queue->pages += run->sides_arrived - before;
    queue->unsaved = true;
    jobs_unlock(queue->jobs);
    if (run->sides_arrived > before)
        log_say(LOG_SAY_DEBUG, "[Job %d] %u sides, %llu bytes have arrived.", run->job->id,
                run->account.base + run->sides_arrived, (unsigned long long)bytes);
}

static void device_took(void *ctx, uint64_t total)
{
    struct run *run = ctx;

    if (total > run->account.taken) {
        run->moved = net_clock_ms();
        run->account.moved = wall_ms();
    }
    run->account.taken = total;
    note_arrived(run, device_acknowledged(run->device));
    keep_account(run);
    if (net_clock_ms() - run->synced > SYNC_MS) {
        (void)document_sync_note(run->document);
        run->synced = net_clock_ms();
    }
}

/* The device asks, while it waits. A job whose page is on its way gets some time to end
 * properly; one that never reached the machine ends at once. */
static bool device_canceled(void *ctx)
{
    struct run *run = ctx;
    const struct patience *patience;
    enum wish wish = wish_of(run);
    int64_t now = net_clock_ms();

    note_arrived(run, device_acknowledged(run->device));
    if (run->wait != DEVICE_READY && now - run->told > 1000)
        tell(run);
    if (wish == WISH_NONE)
        return false;
    if (device_bytes(run->device) == 0)
        return true;
    if (wish == WISH_BACK)
        return false;
    if (run->ending_since == 0)
        run->ending_since = run->moved = now;
    patience = wish == WISH_CANCEL   ? &for_cancel
               : wish == WISH_FAILED ? &for_failed
                                     : &for_stop;
    return now - run->moved > patience->silence_ms ||
           now - run->ending_since > patience->total_ms;
}

/* ---- the document's parts ---- */

/* The record of the part's ticket. False: there is no such part (yet). */
static bool find_part(struct run *run, uint32_t part)
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

static bool read_ticket(struct run *run)
{
    struct text text = {.n = 0};
    struct sink sink = {take_text, &text};

    return document_send(run->document, run->ticket, &sink) == RESULT_OK &&
           ticket_file_read(text.bytes, text.n, &run->stored);
}

/* Is the document's end known? */
static bool is_whole(struct run *run)
{
    bool whole;

    jobs_lock(run->job->jobs);
    whole = !run->job->receiving;
    jobs_unlock(run->job->jobs);
    return whole;
}

/* Pages of the part so far; *all: there will be no more. */
static unsigned part_pages(struct run *run, bool *all)
{
    bool whole = is_whole(run);
    size_t records = document_records(run->document);
    size_t i = run->ticket + 1;

    while (i < records && document_kind(run->document, i) == RECORD_PAGE)
        i++;
    *all = i < records || whole;
    return (unsigned)(i - run->ticket - 1);
}

/* Sides of one set: a white one is added where the next set would begin on a back. */
static unsigned set_sides(const struct run *run, unsigned pages)
{
    const struct ticket *ticket = &run->stored.ticket;

    return ticket->host_copies > 1 && ticket->job.sides != SIDES_ONE ? pages + pages % 2 : pages;
}

/* What comes next at a side. */
enum next { NEXT_PAGE, NEXT_BLANK, NEXT_WAIT, NEXT_END };

static enum next next_side(struct run *run, unsigned side, size_t *record)
{
    bool all;
    unsigned pages = part_pages(run, &all);
    unsigned sides = set_sides(run, pages);

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

static enum result device_sink(void *ctx, const void *bytes, size_t n)
{
    struct run *run = ctx;

    run->written += n;
    return device_write(run->device, bytes, n);
}

static enum result count_sink(void *ctx, const void *bytes, size_t n)
{
    struct run *run = ctx;

    (void)bytes;
    run->written += n;
    return RESULT_OK;
}

static enum result replay_sink(void *ctx, const void *bytes, size_t n)
{
    struct run *run = ctx;

    return run->stored.model->pdl->replay(run->work, bytes, n);
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
    run->ends[run->num_ends++] =
        run->written + run->stored.model->pdl->pending(run->work);
    return true;
}

static enum result start_stream(struct run *run, enum result (*write)(void *, const void *, size_t))
{
    const struct pdl_ops *pdl = run->stored.model->pdl;
    enum result result;

    run->out = (struct sink){write, run};
    run->written = 0;
    run->num_ends = 0;
    run->sides_arrived = 0;
    free(run->work);
    run->work = calloc(1, pdl->work_size(run->stored.model));
    if (run->work == NULL)
        return RESULT_SPACE;
    result = pdl->start_job(run->work, run->stored.model, &run->stored.ticket.job, &run->out,
                            NULL);
    if (result == RESULT_OK)
        result = pdl->flush(run->work);
    run->prefix = run->written;
    return result;
}

static enum result emit_side(struct run *run, enum next what, size_t record)
{
    const struct pdl_ops *pdl = run->stored.model->pdl;
    struct sink sink = {replay_sink, run};
    struct page_params page;
    enum result result;

    if (what == NEXT_PAGE)
        result = document_send(run->document, record, &sink);
    else {
        result = pdl->page_params(run->stored.model, run->stored.ticket.job.media, &page);
        if (result == RESULT_OK)
            result = pdl->start_page(run->work, &page);
        if (result == RESULT_OK)
            result = pdl->end_page(run->work);
    }
    return result != RESULT_OK ? result : note_end(run) ? RESULT_OK : RESULT_SPACE;
}

/* ---- one job of the machine ---- */

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

    while (!wants_end(run) && next_side(run, side, &record) == NEXT_WAIT) {
        jobs_lock(queue->jobs);
        if (run->job->receiving && !run->job->failed && !run->job->cancel)
            wait_ms(queue, 200);
        jobs_unlock(queue->jobs);
    }
}

static void say_page(struct run *run, unsigned side)
{
    bool all;
    unsigned pages = part_pages(run, &all), sides = set_sides(run, pages);

    if (sides > 0)
        log_say(LOG_SAY_DEBUG, "[Job %d] Sending page %u (side %u of this part).", run->job->id,
                run->first_page + side % sides, side + 1);
}

/* Is a side the back of a sheet that is begun? Where the job is to go on later, it ends after
 * it: else the pages would change partners. */
static bool is_midsheet(const struct run *run, unsigned side)
{
    return run->stored.ticket.job.sides != SIDES_ONE && (side - run->account.base) % 2 != 0;
}

/* All sides from account.base on. OUTCOME_LEAVE: ended early, at a page boundary. */
static enum outcome send_sides(struct run *run, unsigned *side)
{
    enum result result = device_flush(run->device); /* it can warm up */

    while (result == RESULT_OK) {
        size_t record = 0;
        enum next what;

        wait_for_page(run, *side);
        if (wants_end(run) && (wish_of(run) != WISH_STOP || !is_midsheet(run, *side)))
            return OUTCOME_LEAVE;
        what = next_side(run, *side, &record);
        if (what == NEXT_END)
            return OUTCOME_DONE;
        if (what == NEXT_WAIT && wants_end(run))
            return OUTCOME_LEAVE;
        if (what == NEXT_WAIT)
            continue;
        say_page(run, *side);
        result = emit_side(run, what, record);
        if (result == RESULT_OK)
            result = device_flush(run->device);
        *side += result == RESULT_OK;
    }
    return outcome_of(run, result);
}

/* The part's job of the machine, from account.base on. *next: the side after the last one that
 * is wholly with the machine, should the outcome be OUTCOME_LEAVE. */
static enum outcome send_part(struct run *run, unsigned *next)
{
    const struct pdl_ops *pdl = run->stored.model->pdl;
    unsigned side = run->account.base;
    enum result result = start_stream(run, device_sink);
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

/* A file in the machine's own language goes as it is. */
static enum outcome send_raw(struct run *run)
{
    struct sink sink = {raw_sink, run};
    enum result result = RESULT_OK;

    for (size_t i = 0; result == RESULT_OK && i < document_records(run->document); i++)
        result = document_send(run->document, i, &sink);
    if (result == RESULT_OK)
        result = device_finish(run->device);
    return outcome_of(run, result);
}

static bool open_device(struct run *run, char *why, size_t why_size)
{
    struct device_events events = {.canceled = device_canceled,
                                   .waiting = device_waiting,
                                   .offer = device_offer,
                                   .took = device_took,
                                   .ctx = run};
    struct device_status status;

    run->device = device_open(run->d->uri, &events, why, why_size);
    delivery_status(run->job->queue, &status);
    run->account.begun = 0;
    run->account.offered = run->account.taken = run->account.acknowledged = 0;
    run->account.boot = boot_number();
    run->account.life = status.answered ? status.life_count : -1;
    run->account.uptime = status.answered ? status.uptime_ticks : -1;
    run->account.started = run->account.moved = wall_ms();
    keep_account(run);
    return run->device != NULL;
}

static void close_device(struct run *run)
{
    device_close(run->device);
    run->device = NULL;
    run->ending_since = 0;
}

/* ---- after a break ---- */

static unsigned sides_within(const struct run *run, uint64_t bytes)
{
    unsigned n = 0;

    while (n < run->num_ends && run->ends[n] <= bytes)
        n++;
    return run->account.base + n;
}

/* What an earlier run of the program had sent: the stream is made again and only counted. True
 * when all of the machine's job had gone. */
static bool recount(struct run *run)
{
    unsigned side = run->account.base;
    enum result result = start_stream(run, count_sink);
    enum next what = NEXT_PAGE;
    size_t record = 0;

    while (result == RESULT_OK &&
           (run->num_ends == 0 || run->ends[run->num_ends - 1] <= run->account.offered) &&
           (what = next_side(run, side, &record)) <= NEXT_BLANK) {
        result = emit_side(run, what, record);
        side++;
    }
    if (result != RESULT_OK || what != NEXT_END ||
        run->stored.model->pdl->end_job(run->work, false) != RESULT_OK)
        return false;
    return run->account.taken >= run->written;
}

/* With a machine that counts: ask it, when it answers again, what it has printed. */
static void ask_counter(struct run *run, struct broken_job *broken)
{
    struct delivery *d = run->d;
    int64_t end = net_clock_ms() + COUNT_MS;
    struct device_status status = {.answered = false};

    if (run->account.life < 0 || d->status == NULL)
        return;
    while (net_clock_ms() < end && wish_of(run) == WISH_NONE &&
           !status_fresh(d->status, 2000, NULL, NULL, &status)) {
        jobs_lock(d->queue->jobs);
        wait_ms(d->queue, 200);
        jobs_unlock(d->queue->jobs);
        status.answered = false;
    }
    if (!status.answered || status.uptime_ticks < 0 || run->account.uptime < 0)
        return;
    broken->restart_known = true;
    broken->restarted =
        status.uptime_ticks <
        run->account.uptime + (wall_ms() - run->account.started) / 10 - 500;
    if (broken->restarted && status.life_count >= run->account.life)
        broken->counted = status.life_count - run->account.life;
}

/* Find where to go on, and tell. own: it was this program that ended. */
static void go_on_after(struct run *run, bool own)
{
    const struct ticket *ticket = &run->stored.ticket;
    bool all, same_boot = own && run->account.boot == boot_number();
    unsigned pages = part_pages(run, &all);
    struct broken_job broken = {
        .base = run->account.base,
        .total = all ? set_sides(run, pages) * ticket->host_copies : 0,
        .taken = sides_within(run, run->account.taken),
        .offered = sides_within(run, run->account.offered),
        .acknowledged = sides_within(run, run->account.acknowledged),
        .begun = run->account.begun != 0,
        .takes_parts = device_takes_parts(run->d->uri),
        .own_end = same_boot,
        .two_sided = ticket->job.sides != SIDES_ONE,
        .copies = ticket->job.copies,
        .whole_sets = ticket->job.collate != COLLATE_UNCOLLATED && ticket->job.copies > 1,
        .restart_known = same_boot,
        .counted = -1,
        .seconds = (double)(run->account.moved - run->account.started) / 1000,
        .pages_per_minute = run->stored.model->caps->pages_per_minute,
    };
    struct resume resume;
    char text[400];
    unsigned index = broken.taken - broken.base;

    broken.midway = run->account.taken > (index > 0 ? run->ends[index - 1] : run->prefix);
    if (!same_boot)
        ask_counter(run, &broken); /* the power may have failed for both */
    resume_decide(&broken, &resume);
    resume_explain(&broken, &resume, run->first_page, set_sides(run, pages), text, sizeof(text));
    if (resume.side > broken.base || resume.cut_to > resume.cut_from ||
        resume.twice_to > resume.twice_from)
        job_remark(run->job, text); /* else it begins, as if nothing had been */
    run->account.fails = resume.side == run->account.last_side ? run->account.fails + 1 : 1;
    run->account.last_side = resume.side;
    run->account.base = resume.side;
    run->account.begun = 0;
    keep_account(run);
    (void)document_sync_note(run->document);
    run->sides_arrived = 0;
    count_impressions(run);
}

/* ---- a whole job ---- */

static const char *sent_before(const struct run *run, char *text, size_t n)
{
    const struct job *job = run->job;

    if (run->stored.model == NULL && job->started) /* a file in the machine's language */
        snprintf(text, n, "A part of it had been sent before.");
    else if (job->impressions_completed == 0)
        snprintf(text, n, "Nothing was printed.");
    else
        snprintf(text, n, "%u page%s had been sent before.", job->impressions_completed,
                 job->impressions_completed == 1 ? "" : "s");
    return text;
}

/* End or put back a job that is not to go on now. cut: a page is with the machine in part. */
static void leave(struct run *run, bool cut)
{
    struct job *job = run->job;
    char sent[128], text[700];
    enum wish wish = wish_of(run);

    sent_before(run, sent, sizeof(sent));
    if (wish == WISH_CANCEL) {
        snprintf(text, sizeof(text), "Canceled. %s%s", sent,
                 cut ? " The page after them was cut off." : "");
        job_end(job, IPP_JSTATE_CANCELED, JOB_CANCELED_BY_USER, text);
    } else if (wish == WISH_FAILED) {
        char why[512];
        uint32_t reasons;

        jobs_lock(job->jobs);
        snprintf(why, sizeof(why), "%s", job->message);
        reasons = job->reasons & (JOB_FORMAT_ERROR | JOB_UNPRINTABLE | JOB_ERRORS);
        jobs_unlock(job->jobs);
        snprintf(text, sizeof(text), "%s %s", why, sent);
        job_end(job, IPP_JSTATE_ABORTED, reasons | JOB_ABORTED_BY_SYSTEM, text);
    } else
        job_put_back(job);
}

static void finish_job(struct job *job)
{
    bool remarks = job->remarks[0] != '\0';
    char text[sizeof(job->message)];

    snprintf(text, sizeof(text), "%.*s", (int)sizeof(text) - 1,
             remarks ? job->remarks : "Printed.");
    job_end(job, IPP_JSTATE_COMPLETED, remarks ? JOB_WITH_WARNINGS : JOB_SUCCESSFUL, text);
}

static void next_part(struct run *run)
{
    run->earlier +=
        (run->account.base + (unsigned)run->num_ends) * run->stored.ticket.job.copies;
    run->account.part++;
    run->account.base = 0;
    run->account.begun = 0;
    run->account.fails = 0;
    keep_account(run);
}

/* Wait a little before the next attempt, each time longer. */
static void back_off(struct run *run, unsigned *delay)
{
    struct job_queue *queue = run->job->queue;
    int64_t end = net_clock_ms() + *delay;

    run->wait = DEVICE_CONNECTING;
    tell(run);
    while (!wants_end(run) && net_clock_ms() < end) {
        jobs_lock(queue->jobs);
        wait_ms(queue, end - net_clock_ms());
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
    job_remark(run->job, "The machine broke off again and again at the same page, so the job is "
                         "held. Release it to try again, or cancel it.");
    jobs_lock(run->job->jobs);
    run->job->hold = JOB_HELD;
    jobs_unlock(run->job->jobs);
    run->account.fails = 0;
    keep_account(run);
    (void)job_save(run->job);
    return true;
}

/* One attempt at the part. True: go on with the job, the account says where. */
static bool attempt(struct run *run, bool raw, unsigned *delay)
{
    unsigned next = 0;
    char why[256] = "";
    enum outcome outcome;

    if (!open_device(run, why, sizeof(why))) {
        job_abort(run->job, JOB_ERRORS, why);
        leave(run, false);
        return false;
    }
    outcome = raw ? send_raw(run) : send_part(run, &next);
    snprintf(run->why, sizeof(run->why), "%s", device_error(run->device));
    if (outcome == OUTCOME_DONE) {
        *delay = RETRY_MIN_MS;
        note_arrived(run, run->account.taken);
    }
    if (outcome == OUTCOME_LEAVE || outcome == OUTCOME_DAMAGED) {
        /* all up to next is with the machine, and its job was ended */
        if (run->account.begun != 0)
            run->account.base = next;
        run->account.begun = 0;
        run->num_ends = 0;
        keep_account(run);
        (void)document_sync_note(run->document);
    }
    close_device(run);
    if (outcome == OUTCOME_DONE) {
        next_part(run);
        return true;
    }
    if (outcome == OUTCOME_DAMAGED || outcome == OUTCOME_MEMORY)
        job_abort(run->job, JOB_ERRORS,
                  outcome == OUTCOME_MEMORY ? "There is not enough memory for the job."
                                            : "What was kept of the job on the disk is damaged.");
    if (outcome != OUTCOME_BROKEN || wish_of(run) == WISH_CANCEL ||
        wish_of(run) == WISH_FAILED ||
        (run->account.begun == 0 && wish_of(run) != WISH_NONE)) {
        leave(run, outcome == OUTCOME_BROKEN && run->account.begun != 0);
        return false;
    }
    if (wish_of(run) == WISH_STOP) {
        leave(run, false); /* the account tells the next run where it stood */
        return false;
    }
    back_off(run, delay);
    if (raw) {
        if (run->account.begun != 0)
            job_remark(run->job, "The connection to the machine broke while the job was printed; "
                                 "it was sent again from its beginning.");
        run->account.begun = 0;
        run->account.fails++;
    } else if (run->account.begun != 0)
        go_on_after(run, false);
    if (is_hopeless(run) || wants_end(run)) {
        leave(run, false);
        return false;
    }
    return true;
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

/* Impressions of the parts that are done. */
static void count_earlier(struct run *run)
{
    for (uint32_t part = 0; part < run->account.part && find_part(run, part); part++) {
        bool all;

        if (read_ticket(run))
            run->earlier += set_sides(run, part_pages(run, &all)) *
                            run->stored.ticket.host_copies * run->stored.ticket.job.copies;
    }
}

/* An earlier run of the program was at it. Its part may have been with the machine wholly:
 * that is the end of it, unless the computer lost its power, and the machine perhaps, too. */
static void take_up(struct run *run)
{
    size_t record;

    if (recount(run) && run->account.boot == boot_number()) {
        next_part(run);
        return;
    }
    go_on_after(run, true);
    run->num_ends = 0;
    if (next_side(run, run->account.base, &record) == NEXT_END)
        next_part(run);
}

static bool is_raw(struct run *run)
{
    return document_records(run->document) > 0 &&
           document_kind(run->document, 0) == RECORD_RAW;
}

static void deliver_raw(struct run *run)
{
    unsigned delay = RETRY_MIN_MS;

    if (run->account.begun != 0)
        job_remark(run->job, "This program was ended while the job was printed; it was sent "
                             "again from its beginning.");
    while (run->account.part == 0)
        if (!attempt(run, true, &delay))
            return;
    finish_job(run->job);
}

/* The next part, when it is there. False: there is none any more. */
static bool wait_for_part(struct run *run)
{
    struct job_queue *queue = run->job->queue;

    for (;;) {
        bool whole = is_whole(run); /* before looking: what comes last is not missed */

        if (find_part(run, run->account.part))
            return true;
        if (whole || wants_end(run))
            return false;
        jobs_lock(queue->jobs);
        wait_ms(queue, 200);
        jobs_unlock(queue->jobs);
    }
}

static void deliver_pages(struct run *run)
{
    unsigned delay = RETRY_MIN_MS;

    count_earlier(run);
    for (;;) {
        uint32_t part = run->account.part;

        if (!wait_for_part(run)) {
            enum wish wish = wish_of(run);

            if (wish == WISH_CANCEL || wish == WISH_FAILED || !is_whole(run))
                leave(run, false);
            else
                finish_job(run->job);
            return;
        }
        if (!read_ticket(run)) {
            job_abort(run->job, JOB_ERRORS, "What was kept of the job on the disk is damaged.");
            leave(run, false);
            return;
        }
        if (run->account.begun != 0)
            take_up(run);
        if (run->account.part == part && !attempt(run, false, &delay))
            return;
    }
}

static void deliver(struct delivery *d, struct job *job)
{
    struct run *run = calloc(1, sizeof(*run));
    char why[256] = "There is not enough memory for the job.";

    if (run != NULL) {
        jobs_lock(job->jobs);
        run->document = job->document != NULL ? document_hold(job->document) : NULL;
        jobs_unlock(job->jobs);
        if (run->document == NULL)
            run->document = document_open(jobs_spool(job->jobs), job->id, why, sizeof(why));
    }
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

/* ---- the thread ---- */

static void status_changed(void *ctx)
{
    struct delivery *d = ctx;

    jobs_lock(d->queue->jobs);
    d->queue->state_time = time(NULL);
    jobs_wake(d->queue);
    jobs_unlock(d->queue->jobs);
}

/* With the lock, given up meanwhile: another device, or the first one. */
static void follow_uri(struct delivery *d)
{
    struct job_queue *queue = d->queue;
    struct status *old, *fresh;

    while (d->changed != queue->changed) {
        d->changed = queue->changed;
        snprintf(d->uri, sizeof(d->uri), "%s", queue->uri);
        jobs_unlock(queue->jobs);
        fresh = d->uri[0] != '\0' ? status_start(d->uri, status_changed, d) : NULL;
        pthread_mutex_lock(&d->status_mutex);
        old = d->status;
        d->status = fresh;
        pthread_mutex_unlock(&d->status_mutex);
        status_stop(old);
        jobs_lock(queue->jobs);
    }
}

/* With the lock: between jobs the machine is asked often as long as it prints what it has, or
 * needs a person: what goes wrong then is to be seen soon, and its end, too. */
static void watch(struct delivery *d)
{
    struct device_status status;

    status_get(d->status, &status);
    if (d->status != NULL)
        status_busy(d->status, (d->printed != 0 && net_clock_ms() - d->printed < WATCH_MS) ||
                                   status.state == MACHINE_PRINTING ||
                                   status.state == MACHINE_WARMUP ||
                                   hindrances(status.reasons) != 0);
}

static bool first_active(void *ctx, struct job *job)
{
    struct job **found = ctx;

    job->holders++;
    *found = job;
    return false;
}

/* With the lock, given up meanwhile: the printer was deleted, and its jobs with it. */
static void cancel_all(struct delivery *d)
{
    struct job *job;

    do {
        job = NULL;
        jobs_each(d->queue->jobs, d->queue, JOBS_ACTIVE, first_active, &job);
        if (job == NULL)
            break;
        jobs_unlock(d->queue->jobs);
        (void)job_cancel(job);
        job_release(job);
        jobs_lock(d->queue->jobs);
    } while (true);
}

static void *serve(void *ctx)
{
    struct delivery *d = ctx;
    struct job_queue *queue = d->queue;

    jobs_lock(queue->jobs);
    while (!d->stopping && !queue->gone) {
        time_t now = time(NULL), until = 0;
        struct job *job;

        follow_uri(d);
        job = d->uri[0] != '\0' ? jobs_next(queue, now, &until) : NULL;
        if (job == NULL) {
            watch(d);
            if (!d->stopping && !queue->gone && d->changed == queue->changed)
                wait_ms(queue, until > now ? (int64_t)(until - now) * 1000 : WATCH_MS);
            continue;
        }
        queue->delivering = true;
        jobs_unlock(queue->jobs);
        deliver(d, job);
        job_release(job);
        jobs_lock(queue->jobs);
        queue->delivering = false;
        (void)set_queue_state(queue, 0, false, "");
    }
    if (queue->gone) {
        cancel_all(d);
        queue_forget(queue);
    }
    d->ended = true;
    jobs_wake(queue);
    jobs_unlock(queue->jobs);
    return NULL;
}

bool delivery_start(struct job_queue *queue)
{
    struct delivery *d = calloc(1, sizeof(*d));
    pthread_attr_t attributes;
    bool started;

    if (d == NULL)
        return false;
    d->queue = queue;
    d->changed = queue->changed - 1;
    pthread_mutex_init(&d->status_mutex, NULL);
    jobs_lock(queue->jobs);
    started = queue->delivery == NULL;
    if (started)
        queue->delivery = d;
    jobs_unlock(queue->jobs);
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (started && pthread_create(&d->thread, &attributes, serve, d) != 0) {
        jobs_lock(queue->jobs);
        queue->delivery = NULL;
        jobs_unlock(queue->jobs);
        started = false;
    }
    pthread_attr_destroy(&attributes);
    if (!started) {
        pthread_mutex_destroy(&d->status_mutex);
        free(d);
    }
    return started;
}

bool delivery_stop(struct job_queue *queue, unsigned wait)
{
    int64_t end = net_clock_ms() + wait;
    struct delivery *d;
    bool ended = true;

    jobs_lock(queue->jobs);
    d = queue->delivery;
    if (d != NULL) {
        d->stopping = true;
        jobs_wake(queue);
        while (!d->ended && net_clock_ms() < end)
            wait_ms(queue, end - net_clock_ms());
        ended = d->ended;
        if (ended)
            queue->delivery = NULL;
    }
    jobs_unlock(queue->jobs);
    if (d == NULL || !ended)
        return ended;
    status_stop(d->status);
    pthread_mutex_destroy(&d->status_mutex);
    free(d);
    return true;
}

void delivery_status(struct job_queue *queue, struct device_status *status)
{
    struct delivery *d;

    status_init(status);
    jobs_lock(queue->jobs); /* so that it is not freed meanwhile */
    d = queue->delivery;
    if (d != NULL) {
        pthread_mutex_lock(&d->status_mutex);
        status_get(d->status, status);
        pthread_mutex_unlock(&d->status_mutex);
    }
    jobs_unlock(queue->jobs);
}
