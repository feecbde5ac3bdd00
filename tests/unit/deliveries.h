/*
 * deliveries.h - a queue whose machine a script plays: jobs with pages that can be told apart,
 * what came out, and waits for what becomes of a job.
 * Effects: loopback sockets, threads, the folder of spools.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_DELIVERIES_H
#define UNIT_DELIVERIES_H

#include "server/delivery.h"
#include "server/ticket-file.h"
#include "tests/device/peer.h"
#include "tests/unit/decoders.h"
#include "tests/unit/queues.h"

#include <time.h>

#define PATIENCE_S 20

#ifndef DELIVERY_MODEL
#define DELIVERY_MODEL "canon_ir1020_ufr2lt"
#endif

static const struct jobs_limits many = MANY;
static const struct model *model;
static const struct media *media; /* the smallest */

/* ---- documents: page n has n black lines at its top, and noise that fills packets ---- */

static inline uint32_t mix(uint32_t h)
{
    h = (h ^ h >> 15) * 0x85EBCA77u;
    h = (h ^ h >> 13) * 0xC2B2AE3Du;
    return h ^ h >> 16;
}

static inline enum result drop_bytes(void *ctx, const void *bytes, size_t n)
{
    (void)ctx;
    (void)bytes;
    (void)n;
    return RESULT_OK;
}

static inline enum result keep_bytes(void *ctx, const void *bytes, size_t n)
{
    return document_write(ctx, bytes, n);
}

static inline struct ticket make_ticket(unsigned host_copies, enum sides sides)
{
    struct wishes wishes;
    struct ticket ticket;

    wishes_init(&wishes);
    wishes.title = "letter";
    wishes.user = "anna";
    ticket_resolve(model, &wishes, &ticket);
    ticket.job.media = media;
    ticket.job.sides = sides;
    ticket.host_copies = host_copies;
    return ticket;
}

/* One job that writes pages into a document, as an intake does. */
struct writer {
    struct job *job;
    struct document *document;
    struct sink nowhere, record;
    struct ticket ticket;
    struct page_params page;
    void *work;
    unsigned pages;
};

static inline bool writer_open(struct writer *w, struct job *job, const struct ticket *ticket)
{
    char text[TICKET_FILE_MAX];
    size_t n = ticket_file_write(model, ticket, text, sizeof(text));

    if (!job_begin_document(job, spools_why, sizeof(spools_why)))
        return false;
    *w = (struct writer){.job = job, .ticket = *ticket};
    jobs_lock(job->jobs);
    w->document = document_hold(job->document);
    jobs_unlock(job->jobs);
    w->nowhere = (struct sink){drop_bytes, NULL};
    w->record = (struct sink){keep_bytes, w->document};
    w->work = calloc(1, model->pdl->work_size(model));
    if (document_begin(w->document, RECORD_TICKET) != RESULT_OK ||
        document_write(w->document, text, n) != RESULT_OK ||
        document_end(w->document) != RESULT_OK ||
        model->pdl->page_params(model, media, &w->page) != RESULT_OK ||
        model->pdl->start_job(w->work, model, &w->ticket.job, &w->nowhere, &w->record) !=
            RESULT_OK)
        return false;
    job_more(job, 0, 0);
    return true;
}

/* noise: lines of it. */
static inline bool writer_page(struct writer *w, unsigned noise)
{
    uint8_t *line = malloc(w->page.stride);
    unsigned number = ++w->pages;
    bool good = document_begin(w->document, RECORD_PAGE) == RESULT_OK &&
                model->pdl->start_page(w->work, &w->page) == RESULT_OK;

    for (uint32_t y = 0; good && y < 100 + noise; y++) {
        memset(line, y >= 10 && y < 10 + number ? 0xff : 0, w->page.stride);
        for (size_t i = 0; y >= 100 && i < w->page.stride / 2; i++)
            line[i] = (uint8_t)mix(y * 8192u + (uint32_t)i);
        good = model->pdl->write_line(w->work, line) == RESULT_OK;
    }
    good = good && model->pdl->end_page(w->work) == RESULT_OK &&
           document_end(w->document) == RESULT_OK;
    job_more(w->job, number * w->ticket.host_copies, number * 1000);
    free(line);
    return good;
}

static inline bool writer_close(struct writer *w)
{
    bool good = job_accept(w->job, spools_why, sizeof(spools_why));

    document_release(w->document);
    free(w->work);
    return good;
}

/* A job with pages, accepted. */
static inline struct job *put_job(struct jobs *jobs, int queue, unsigned pages, unsigned noise,
                                  unsigned host_copies, enum sides sides)
{
    struct job_request request = queues_request("letter");
    struct ticket ticket = make_ticket(host_copies, sides);
    struct job *job;
    struct writer w;
    bool good;

    request.queue = queue;
    job = queues_create(jobs, &request);
    good = job != NULL && writer_open(&w, job, &ticket);
    for (unsigned page = 0; good && page < pages; page++)
        good = writer_page(&w, noise);
    if (!good || !writer_close(&w))
        diag("the job was not made: %s", spools_why);
    return job;
}

/* ---- what came out ---- */

struct paper {
    unsigned pages[64]; /* numbers by their black lines; 0: white */
    size_t num_pages;
    unsigned jobs_ended;
    unsigned black;    /* of the open page */
    uint32_t last_ink; /* its lowest row that has some */
    bool finished;     /* the stream ends between jobs */
};

static inline bool on_page_start(void *ctx, const struct decode_page *page)
{
    struct paper *p = ctx;

    (void)page;
    p->black = 0;
    p->last_ink = 0;
    return true;
}

static inline bool on_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                           size_t stride, const uint8_t *bits)
{
    struct paper *p = ctx;

    (void)page;
    for (size_t i = 0; i < rows * stride; i++)
        if (bits[i] != 0)
            p->last_ink = y + (uint32_t)(i / stride);
    for (uint32_t row = 0; row < rows; row++)
        p->black += y + row >= 10 && y + row < 100 && bits[row * stride + stride / 3] == 0xff;
    return true;
}

static inline bool on_page_end(void *ctx, const struct decode_page *page)
{
    struct paper *p = ctx;

    (void)page;
    if (p->num_pages < sizeof(p->pages) / sizeof(p->pages[0]))
        p->pages[p->num_pages++] = p->black;
    return true;
}

static inline bool on_job_end(void *ctx)
{
    struct paper *p = ctx;

    p->jobs_ended++;
    return true;
}

static inline void decode(struct paper *p, const uint8_t *bytes, size_t n)
{
    const struct decode_callbacks callbacks = {.page_start = on_page_start,
                                               .band = on_band,
                                               .page_end = on_page_end,
                                               .job_end = on_job_end,
                                               .ctx = p};
    const struct decoder_calls *calls = decoder_calls_of(model);
    void *d = calls != NULL ? calls->start(model, &callbacks) : NULL;
    const char *error;

    memset(p, 0, sizeof(*p));
    if (d == NULL)
        return;
    p->finished = calls->feed(d, bytes, n) && calls->finish(d);
    error = calls->error(d);
    if (error[0] != '\0' && strncmp(error, "the stream ends", 15) != 0)
        diag("the stream of %zu bytes is damaged: %s", n, error);
    calls->free(d);
}

/* Whether the pages are those, "1 2 3 "; and with how many ends of jobs. */
static inline bool paper_is(const struct paper *p, const char *wanted, unsigned ends)
{
    char text[400] = "";
    size_t used = 0;

    for (size_t i = 0; i < p->num_pages; i++)
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%u ", p->pages[i]);
    if (strcmp(text, wanted) == 0 && p->jobs_ended == ends && p->finished == (ends > 0))
        return true;
    diag("pages %s, %u jobs ended, %s", text, p->jobs_ended,
         p->finished ? "complete" : "broken off");
    return false;
}

/* ---- the machine ---- */

#define CONNECTIONS 16

/* A machine that takes connections one after the other. */
struct machine {
    struct peer *peer;
    unsigned connections;       /* it takes before it ends */
    size_t breaks[CONNECTIONS]; /* resets after so many bytes; 0: takes all */
    bool gate[CONNECTIONS];     /* passes a gate before it closes or resets */
    size_t ends[CONNECTIONS];   /* where the bytes of each end */
};

static inline void play(struct peer *p)
{
    struct machine *m = p->ctx;

    for (unsigned i = 0; i < m->connections && peer_accept(p); i++) {
        (void)peer_read(p, m->breaks[i] > 0 ? m->breaks[i] : SIZE_MAX);
        m->ends[i] = p->n;
        if (m->gate[i] && !peer_pass(p))
            return;
        if (m->breaks[i] > 0)
            peer_reset(p);
        else
            peer_end(p);
    }
}

static inline void machine_uri(const struct machine *m, char *uri, size_t n)
{
    snprintf(uri, n, "socket://127.0.0.1:%u", (unsigned)m->peer->port);
}

static inline void machine_decode(const struct machine *m, unsigned connection, struct paper *p)
{
    size_t from = connection > 0 ? m->ends[connection - 1] : 0;

    decode(p, m->peer->data + from, m->ends[connection] - from);
}

/* ---- queues ---- */

static inline struct job_queue *serve(struct jobs *jobs, int id, const char *uri)
{
    struct job_queue *queue = jobs_queue(jobs, id);

    jobs_lock(jobs);
    snprintf(queue->uri, sizeof(queue->uri), "%s", uri);
    snprintf(queue->name, sizeof(queue->name), "queue-%d", id);
    queue->changed++;
    jobs_unlock(jobs);
    if (!delivery_start(queue))
        diag("no delivery");
    return queue;
}

/* Wait, with the lock, until something is so; looked at on each change and now and then. */
static inline bool wait_until(struct job_queue *queue, bool (*is)(const struct job *job),
                              struct job *job)
{
    struct timespec end, until;
    bool done;

    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += PATIENCE_S;
    jobs_lock(queue->jobs);
    while (!(done = is(job))) {
        clock_gettime(CLOCK_MONOTONIC, &until);
        if (until.tv_sec >= end.tv_sec)
            break;
        until.tv_nsec += 20000000;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        jobs_wait(queue, &until);
    }
    if (!done)
        diag("job %d: state %d, reasons %x, %u sides, '%s' '%s'", job->id, (int)job->state,
             (unsigned)job->reasons, job->impressions_completed, job->message, job->remarks);
    jobs_unlock(queue->jobs);
    return done;
}

static inline bool is_ended(const struct job *job)
{
    return !job_is_active(job) && !job->delivering;
}

static inline bool is_connecting(const struct job *job)
{
    return job->delivering && job->state == IPP_JSTATE_STOPPED;
}

static inline bool has_message(const struct job *job)
{
    return job->delivering && job->message[0] != '\0';
}

static inline bool is_held(const struct job *job)
{
    return !job->delivering && job->state == IPP_JSTATE_HELD;
}

static inline bool is_pending(const struct job *job)
{
    return !job->delivering && job->state == IPP_JSTATE_PENDING;
}

static inline bool has_side(const struct job *job)
{
    return job->impressions_completed > 0;
}

static inline bool is_started(const struct job *job)
{
    return job->started;
}

static inline bool ended_as(struct job_queue *queue, struct job *job, ipp_jstate_t state,
                            uint32_t reasons, const char *message)
{
    bool same = wait_until(queue, is_ended, job);

    jobs_lock(queue->jobs);
    same = same && job->state == state && job->reasons == reasons &&
           strstr(job->message, message) != NULL;
    if (!same)
        diag("job %d: state %d, reasons %x, '%s'", job->id, (int)job->state,
             (unsigned)job->reasons, job->message);
    jobs_unlock(queue->jobs);
    return same;
}

static inline void stop(struct job_queue *queue)
{
    if (!delivery_stop(queue, PATIENCE_S * 1000))
        ok(false, "The delivery ends");
}

static inline void find_smallest(void)
{
    model = model_find(DELIVERY_MODEL);
    for (size_t i = 0; i < model->caps->num_media; i++) {
        const struct media *each = model->caps->media[i].media;

        if (media == NULL ||
            each->width_hmm * each->length_hmm < media->width_hmm * media->length_hmm)
            media = each;
    }
}

#endif
