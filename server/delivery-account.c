/*
 * delivery-account.c - what was sent and arrived, what hinders, and where to go on after a
 * break.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "delivery-parts.h"

#include "device-net.h"
#include "device.h"
#include "driver/pdl.h"
#include "log.h"
#include "resume.h"
#include "scan/machine-share.h"

#include <stdio.h>
#include <string.h>

/* A page that is on its way is completed when the job is canceled (in white), its sender failed
 * or the program ends: the machine would wait for the rest. But only as long as it takes
 * something: not after so long a silence, nor for so long in all. */
static const struct patience {
    int64_t silence_ms, total_ms;
} for_cancel = {2000, 10000}, for_failed = {60000, 60000}, for_stop = {1000, 5000};

#define COUNT_MS 60000

/* The account on the disk is synced at the end of a page, but not more often. */
#define SYNC_MS 1000

/* A machine that answers to SNMP does so within this time. */
#define FRESH_MS 500

uint64_t delivery_boot_number(void)
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

/* Since the computer was started, sleep included. */
static int64_t boot_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t delivery_wall_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- what is told ---- */

/* What somebody may have to put in by hand; "" for a job that takes its paper from a drawer. It
 * is no state: whether it lies there already the machine tells nobody. */
static void feed_hint(const struct run *run, const struct status_words *words, char *text,
                      size_t n)
{
    const struct media_type *type = run->stored.ticket.job.type;

    text[0] = '\0';
    if (run->stored.model != NULL &&
        strcmp(run->stored.ticket.job.source->name, "by-pass-tray") == 0)
        status_feed_sentence(words, strcmp(type->name, "auto") != 0 ? type->label : NULL, text,
                             n);
}

/* With the lock. */
static void note_paper(const struct run *run)
{
    const struct job_params *ticket = &run->stored.ticket.job;
    struct job_queue *queue = run->job->queue;

    queue->paper = run->stored.model != NULL ? ticket->media : NULL;
    queue->paper_from = queue->paper != NULL && strcmp(ticket->source->name, "auto") != 0
                            ? ticket->source
                            : NULL;
}

void run_tell(struct run *run)
{
    struct job_queue *queue = run->job->queue;
    const struct job_params *ticket = &run->stored.ticket.job;
    struct status_words words = {NULL, NULL, NULL};
    struct device_status status;
    uint32_t reasons = 0;
    char text[512], hint[256];
    bool is_new;

    delivery_status(queue, &status);
    if (run->stored.model != NULL) {
        words.size = ticket->media->label;
        words.source = strcmp(ticket->source->name, "auto") != 0 ? ticket->source->label : NULL;
    }
    words.panel = status.panel;
    feed_hint(run, &words, hint, sizeof(hint));
    snprintf(text, sizeof(text), "%s", run->why);
    if (run->wait == DEVICE_CONNECTING)
        reasons = REASON_OFFLINE;
    else if (run->wait == DEVICE_BUSY && (reasons = delivery_hindrances(status.reasons)) != 0)
        status_sentence(reasons, &words, text, sizeof(text));
    jobs_lock(queue->jobs);
    is_new = delivery_set_state(queue, reasons, run->wait == DEVICE_BUSY && reasons != 0,
                                run->wait == DEVICE_READY ? "" : text);
    note_paper(run);
    if (job_is_active(run->job)) {
        uint32_t stay = run->job->reasons & (JOB_INCOMING | JOB_TO_STOP_POINT);
        bool stopped = reasons != 0;

        run->job->state = stopped ? IPP_JSTATE_STOPPED : IPP_JSTATE_PROCESSING;
        run->job->reasons = stay | (stopped ? JOB_PRINTER_STOPPED : JOB_PRINTING);
        if (!run->job->failed) /* then it says why */
            snprintf(run->job->message, sizeof(run->job->message), "%s",
                     run->wait == DEVICE_READY ? hint : text);
    }
    jobs_unlock(queue->jobs);
    if (is_new)
        log_say(LOG_SAY_WARN, "[Job %d] Queue %s: %s", run->job->id, queue->name, text);
    share_tell(run->d->uri, run->wait == DEVICE_READY ? "" : text); /* who wants to scan */
    run->told = net_clock_ms();
}

void run_hint(struct run *run)
{
    const struct job_params *ticket = &run->stored.ticket.job;
    const struct status_words words = {ticket->media->label, ticket->source->label, NULL};
    char hint[256];

    feed_hint(run, &words, hint, sizeof(hint));
    jobs_lock(run->job->jobs);
    note_paper(run);
    if (hint[0] != '\0' && job_is_active(run->job) && !run->job->failed)
        snprintf(run->job->message, sizeof(run->job->message), "%s", hint);
    jobs_unlock(run->job->jobs);
}

static void device_waiting(void *ctx, enum device_wait why, const char *message)
{
    struct run *run = ctx;

    run->wait = why;
    snprintf(run->why, sizeof(run->why), "%s", message);
    run_tell(run);
}

/* ---- whether to go on ---- */

enum wish run_wish(struct run *run)
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
    else if (queue->paused || run->job->hold != JOB_NOT_HELD || run->job->gates != 0 ||
             queue->changed != d->changed)
        wish = WISH_BACK;
    jobs_unlock(queue->jobs);
    return wish;
}

bool run_wants_end(struct run *run)
{
    enum wish wish = run_wish(run);
    bool blank;

    jobs_lock(run->job->jobs);
    blank =
        (run->job->gates & GATE_BLANK) != 0; /* all that the machine has is the job's head */
    jobs_unlock(run->job->jobs);
    return wish != WISH_NONE && (wish != WISH_BACK || run->account.begun == 0 || blank);
}

/* ---- the account ---- */

void run_remark(struct run *run, const char *sentence)
{
    job_remark(run->job, sentence);
    (void)job_save(run->job);
}

void run_keep_account(struct run *run)
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
    run_keep_account(run);
}

void run_sum(struct run *run, unsigned stream, unsigned *sides, unsigned *sheets)
{
    const struct ticket *ticket = &run->stored.ticket;
    bool all, two = ticket->job.sides != SIDES_ONE;
    unsigned pages = run_part_pages(run, &all), set = run_set_sides(run, pages), rest, sets;

    if (set == 0)
        return;
    sets = stream / set;
    rest = stream % set;
    /* backs that are white, so that a set begins on a front, are not printed on */
    *sides += (sets * pages + (rest < pages ? rest : pages)) * ticket->job.copies;
    *sheets += (two ? sets * ((pages + 1) / 2) + (rest + 1) / 2 : stream) * ticket->job.copies;
}

void run_tally(struct run *run, unsigned stream)
{
    const struct ticket *ticket = &run->stored.ticket;
    struct job_tally tally = {.sides = run->earlier_sides, .sheets = run->earlier_sheets};
    struct job *job = run->job;

    if (run->stored.model != NULL)
        run_sum(run, stream, &tally.sides, &tally.sheets);
    jobs_lock(job->jobs);
    job->tally.raw = run->stored.model == NULL;
    job->tally.sides = tally.sides;
    job->tally.sheets = tally.sheets;
    if (run->stored.model != NULL) {
        job->tally.copies = ticket->host_copies * ticket->job.copies;
        if (run->account.rest != 0) /* the proof is printed, too */
            job->tally.copies += job->proof_copies;
        job->tally.two_sided = ticket->job.sides != SIDES_ONE;
        snprintf(job->tally.paper, sizeof(job->tally.paper), "%s", ticket->job.media->name);
        if (ticket->job.account)
            snprintf(job->tally.department, sizeof(job->tally.department), "%lu",
                     (unsigned long)ticket->job.department_id);
    }
    jobs_unlock(job->jobs);
}

void run_count_impressions(struct run *run)
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
    run_tally(run, run->account.base + run->sides_arrived);
}

void run_note_arrived(struct run *run, uint64_t bytes)
{
    unsigned before = run->sides_arrived;
    struct job_queue *queue = run->job->queue;

    if (bytes > run->account.acknowledged)
        run->account.acknowledged = bytes;
    while (run->sides_arrived < run->num_ends && run->ends[run->sides_arrived] <= bytes)
        run->sides_arrived++;
    if (run->sides_arrived == before && run->job->started)
        return;
    run_count_impressions(run);
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

    if (total > run->account.taken)
        run->moved = net_clock_ms();
    run->account.taken = total;
    run_note_arrived(run, device_acknowledged(run->device));
    run_keep_account(run);
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
    enum wish wish = run_wish(run);
    int64_t now = net_clock_ms();

    run_note_arrived(run, device_acknowledged(run->device));
    if (run->wait != DEVICE_READY && now - run->told > 1000)
        run_tell(run);
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

/* As it last told. */
static bool device_hindered(void *ctx)
{
    struct run *run = ctx;
    struct device_status status;

    status_get(run->d->status, &status);
    return status.answered && delivery_hindrances(status.reasons) != 0;
}

static bool is_called_off(void *ctx)
{
    return run_wish(ctx) != WISH_NONE;
}

/*
 * What the machine's counter will be when it has printed all that it got before: asked now, if
 * it has answered lately. Pages of earlier jobs may still be in it, so the count is taken when
 * it is idle, and what was sent since is added.
 */
static void note_counter(struct run *run)
{
    struct delivery *d = run->d;
    struct device_status status;

    status_get(d->status, &status);
    if (status.answered && status.life_count >= 0)
        (void)status_fresh(d->status, FRESH_MS, is_called_off, run, &status);
    if (status.answered && status.state == MACHINE_IDLE) {
        d->life = status.life_count;
        d->since = 0;
    }
    run->account.life = status.answered && d->life >= 0 ? d->life + (int64_t)d->since : -1;
    run->account.uptime = status.answered ? status.uptime_ticks : -1;
}

bool run_open_device(struct run *run, char *why, size_t why_size)
{
    struct device_events events = {.canceled = device_canceled,
                                   .waiting = device_waiting,
                                   .offer = device_offer,
                                   .took = device_took,
                                   .hindered = device_hindered,
                                   .ctx = run};

    run->device = device_open(run->d->uri, &events, why, why_size);
    run->account.begun = 0;
    run->account.offered = run->account.taken = run->account.acknowledged = 0;
    run->account.boot = delivery_boot_number();
    note_counter(run);
    run->account.started = delivery_wall_ms();
    run->account.ticks = boot_ms();
    run->synced = net_clock_ms();
    run_keep_account(run);
    return run->device != NULL;
}

void run_tally_bytes(struct run *run)
{
    jobs_lock(run->job->jobs);
    run->job->tally.bytes += run->account.taken;
    jobs_unlock(run->job->jobs);
}

void run_close_device(struct run *run)
{
    run_tally_bytes(run);
    if (run->stored.model != NULL)
        run->d->since += (uint64_t)run->sides_arrived * run->stored.ticket.job.copies;
    device_close(run->device);
    run->device = NULL;
    run->ending_since = 0;
}

/* ---- after a break ---- */

/* Since the job of the machine began. A clock that was set is no matter while the computer
 * runs; after its start there is no other than the wall's. */
static int64_t elapsed_ms(const struct run *run)
{
    int64_t ms = run->account.boot == delivery_boot_number()
                     ? boot_ms() - run->account.ticks
                     : delivery_wall_ms() - run->account.started;

    return ms > 0 ? ms : 0;
}

static unsigned sides_within(const struct run *run, uint64_t bytes)
{
    unsigned n = 0;

    while (n < run->num_ends && run->ends[n] <= bytes)
        n++;
    return run->account.base + n;
}

bool run_recount(struct run *run)
{
    unsigned side = run->account.base;
    enum result result = run_start_stream(run, run_count_sink);
    enum next what = NEXT_PAGE;
    size_t record = 0;

    while (result == RESULT_OK &&
           (run->num_ends == 0 || run->ends[run->num_ends - 1] <= run->account.offered) &&
           (what = run_next_side(run, side, &record)) <= NEXT_BLANK) {
        result = run_emit_side(run, what, record);
        side++;
    }
    if (result != RESULT_OK || what != NEXT_END ||
        run->stored.model->pdl->end_job(run->work, false) != RESULT_OK)
        return false;
    return run->account.taken >= run->written;
}

/* Was the machine restarted since its job began? Up for a shorter time than that, it was. Up as
 * long as it should be, give or take the ways of two questions, it was not. In between nobody
 * knows, unless the difference is too large for any network. All in 1/100 s. */
static void judge_restart(const struct run *run, int64_t up, struct broken_job *broken)
{
    int64_t elapsed = elapsed_ms(run) / 10, expected = run->account.uptime + elapsed;

    broken->restarted = up + 5 < elapsed || up < expected - 500;
    broken->restart_known = broken->restarted || up >= expected - 20 - elapsed / 100;
}

/* With a machine that counts: ask it, when it answers again, what it has printed. */
static void ask_counter(struct run *run, struct broken_job *broken)
{
    struct delivery *d = run->d;
    int64_t end = net_clock_ms() + COUNT_MS;
    struct device_status status = {.answered = false};

    if (run->account.life < 0 || d->status == NULL)
        return;
    while (net_clock_ms() < end && run_wish(run) == WISH_NONE &&
           !status_fresh(d->status, 2000, NULL, NULL, &status)) {
        jobs_lock(d->queue->jobs);
        delivery_wait(d->queue, 200);
        jobs_unlock(d->queue->jobs);
        status.answered = false;
    }
    if (!status.answered || status.uptime_ticks < 0 || run->account.uptime < 0)
        return;
    judge_restart(run, status.uptime_ticks, broken);
    run->d->life = -1; /* what it has now is not what it was sent */
    if (!broken->restart_known || !broken->restarted || status.life_count < 0)
        return;
    broken->counted =
        status.life_count > run->account.life ? status.life_count - run->account.life : 0;
}

/* Kept before the account forgets it: a second end of the program must not lose it. */
static void note_break(struct run *run, const struct broken_job *broken,
                       const struct resume *resume, unsigned sides)
{
    char text[400];

    resume_explain(broken, resume, run->first_page, sides, text, sizeof(text));
    jobs_lock(run->job->jobs);
    resume_add(&run->job->breaks, broken, resume, run->first_page, sides);
    jobs_unlock(run->job->jobs);
    log_say(LOG_SAY_WARN, "[Job %d] %s", run->job->id, text);
    (void)job_save(run->job);
}

void run_go_on_after(struct run *run, bool own)
{
    const struct ticket *ticket = &run->stored.ticket;
    bool all, same_boot = own && run->account.boot == delivery_boot_number();
    unsigned pages = run_part_pages(run, &all);
    struct broken_job broken = {
        .base = run->account.base,
        .total = all ? run_set_sides(run, pages) * ticket->host_copies : 0,
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
        .seconds = (double)elapsed_ms(run) / 1000,
        .pages_per_minute = run->stored.model->caps->pages_per_minute,
    };
    struct resume resume;
    unsigned index = broken.taken - broken.base;

    broken.midway = run->account.offered > (index > 0 ? run->ends[index - 1] : run->prefix);
    if (own && !same_boot && broken.total > 0) {
        broken.offered = broken.total; /* the account may be a second old */
        broken.midway = true;
    }
    ask_counter(run, &broken); /* it may have been switched off meanwhile, too */
    resume_decide(&broken, &resume);
    if (resume.side > broken.base || resume.cut_to > resume.cut_from ||
        resume.twice_to > resume.twice_from) /* else it begins, as if nothing had been */
        note_break(run, &broken, &resume, run_set_sides(run, pages));
    run->account.fails = resume.side == run->account.last_side ? run->account.fails + 1 : 1;
    run->account.last_side = resume.side;
    run->account.base = resume.side;
    run->account.begun = 0;
    run_keep_account(run);
    (void)document_sync_note(run->document);
    run->sides_arrived = 0;
    run_count_impressions(run);
}
