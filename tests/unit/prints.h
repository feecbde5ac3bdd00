/*
 * prints.h - documents through an intake, and what is then on the sides of paper, by the
 * decoder.
 * Effects: the folder of spools.h, which documents' temporary files use, too.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_PRINTS_H
#define UNIT_PRINTS_H

#include "server/document-parts.h"
#include "server/ticket-file.h"
#include "tests/decode/ufr2lt-decode.h"
#include "tests/unit/queues.h"

#define PRINTS_MAX 24

/* One side. */
struct side {
    uint32_t width, height;
    size_t stride;
    uint8_t *bits; /* 1 is black */
    uint64_t black;
    unsigned part; /* of the machine's jobs, from 1 */
    unsigned size; /* ticket number of the paper */
    bool two_sided;
};

struct prints {
    struct side sides[PRINTS_MAX];
    size_t num_sides;
    unsigned parts;
    struct decode_ticket ticket; /* of the last part */
    unsigned impressions;
    bool accepted, sound;
    char why[300], remarks[1024];
};

static inline bool prints_ticket(void *ctx, const struct decode_ticket *ticket)
{
    struct prints *p = ctx;

    p->ticket = *ticket;
    p->parts++;
    return true;
}

static inline bool prints_page(void *ctx, const struct decode_page *page)
{
    struct prints *p = ctx;
    struct side *s = &p->sides[p->num_sides];

    if (p->num_sides == PRINTS_MAX)
        return false;
    p->num_sides++;
    *s = (struct side){.width = page->width,
                       .height = page->height,
                       .part = p->parts,
                       .size = p->ticket.size,
                       .two_sided = p->ticket.sides == 2};
    return true;
}

static inline bool prints_band(void *ctx, const struct decode_page *page, uint32_t y,
                               uint32_t rows, size_t stride, const uint8_t *bits)
{
    struct prints *p = ctx;
    struct side *s = &p->sides[p->num_sides - 1];

    if (s->bits == NULL) {
        s->stride = stride;
        s->bits = calloc(page->height, stride);
    }
    if (s->bits == NULL || stride != s->stride)
        return false;
    for (uint32_t row = 0; row < rows && y + row < page->height; row++)
        memcpy(s->bits + (y + row) * stride, bits + row * stride, stride);
    for (size_t i = 0; i < rows * stride; i++)
        s->black += (uint64_t)__builtin_popcount(bits[i]);
    return true;
}

static inline enum result prints_feed(void *ctx, const void *bytes, size_t n)
{
    return decoder_feed(ctx, bytes, n) ? RESULT_OK : RESULT_IO;
}

struct prints_text {
    char bytes[TICKET_FILE_MAX];
    size_t n;
};

static inline enum result prints_keep(void *ctx, const void *bytes, size_t n)
{
    struct prints_text *text = ctx;

    if (n > sizeof(text->bytes) - text->n)
        return RESULT_SPACE;
    memcpy(text->bytes + text->n, bytes, n);
    text->n += n;
    return RESULT_OK;
}

/* What is sent to the machine for a part. */
struct prints_part {
    const struct model *model;
    void *work;
};

static inline enum result prints_replay(void *ctx, const void *bytes, size_t n)
{
    struct prints_part *part = ctx;

    return part->model->pdl->replay(part->work, bytes, n);
}

static inline bool prints_end(struct prints_part *part)
{
    bool good = part->work == NULL || part->model->pdl->end_job(part->work, false) == RESULT_OK;

    free(part->work);
    part->work = NULL;
    return good;
}

static inline bool prints_begin(struct prints_part *part, struct document *d, size_t i,
                                struct stored_ticket *ticket, struct decoder *decoder)
{
    const struct sink machine = {prints_feed, decoder};
    struct prints_text text = {.n = 0};
    struct sink keep = {prints_keep, &text};

    if (!prints_end(part) || document_send(d, i, &keep) != RESULT_OK ||
        !ticket_file_read(text.bytes, text.n, ticket))
        return false;
    part->model = ticket->model;
    part->work = calloc(1, part->model->pdl->work_size(part->model));
    return part->work != NULL &&
           part->model->pdl->start_job(part->work, part->model, &ticket->ticket.job, &machine,
                                       NULL) == RESULT_OK;
}

/* The whole records of a document as the machine would print them, once. */
static inline void prints_decode(struct prints *p, struct document *d)
{
    const struct decode_callbacks callbacks = {
        .ticket = prints_ticket, .page_start = prints_page, .band = prints_band, .ctx = p};
    struct decoder *decoder = decoder_new(&callbacks);
    struct prints_part part = {.model = NULL};
    struct sink replay = {prints_replay, &part};
    struct stored_ticket ticket;
    bool good = true;

    for (size_t i = 0; good && i < document_records(d); i++)
        good = document_kind(d, i) == RECORD_TICKET
                   ? prints_begin(&part, d, i, &ticket, decoder)
                   : document_send(d, i, &replay) == RESULT_OK;
    good = prints_end(&part) && good;
    p->sound = decoder_finish(decoder) && good;
    if (!p->sound)
        diag("the stream: %s", decoder_error(decoder));
    decoder_free(decoder);
}

/* Print what `read` gives to an intake, and decode it. To be freed by prints_free. */
static inline void prints_take(struct prints *p, struct jobs *jobs,
                               const struct job_options *options,
                               void (*read)(struct intake *in, struct job *job, void *ctx),
                               void *ctx)
{
    struct job_request request = queues_request("letter");
    struct job *job = queues_create(jobs, &request);
    struct document *document;
    struct intake *in;

    memset(p, 0, sizeof(*p));
    if (job == NULL || !job_begin_document(job, p->why, sizeof(p->why)) ||
        (document = job_document(job)) == NULL) {
        job_release(job);
        return;
    }
    in = intake_open(job, &models[0], options);
    read(in, job, ctx);
    p->accepted = intake_close(in, p->why, sizeof(p->why));
    prints_decode(p, document); /* open, it can be read though the job was aborted */
    document_release(document);
    jobs_lock(jobs);
    snprintf(p->remarks, sizeof(p->remarks), "%s", job->remarks);
    p->impressions = job->impressions;
    jobs_unlock(jobs);
    if (p->accepted)
        job_end(job, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed.");
    job_release(job);
}

struct prints_rendered {
    int fd;
    const char *format;
    const struct job_options *options;
    bool (*canceled)(void *ctx);
    void *ctx;
};

static inline void prints_render(struct intake *in, struct job *job, void *ctx)
{
    const struct prints_rendered *r = ctx;

    (void)job;
    document_print_pages(in, r->fd, r->format, r->options, r->canceled, r->ctx);
}

/* Print a document that is rendered. canceled may be NULL. To be freed by prints_free. */
static inline void prints_run(struct prints *p, struct jobs *jobs, int fd, const char *format,
                              const struct job_options *options, bool (*canceled)(void *ctx),
                              void *ctx)
{
    struct prints_rendered r = {fd, format, options, canceled, ctx};

    prints_take(p, jobs, options, prints_render, &r);
}

static inline void prints_free(struct prints *p)
{
    for (size_t i = 0; i < p->num_sides; i++)
        free(p->sides[i].bits);
    memset(p, 0, sizeof(*p));
}

static inline bool side_dot(const struct side *s, int64_t x, int64_t y)
{
    if (x < 0 || y < 0 || x >= s->width || y >= s->height || s->bits == NULL)
        return false;
    return s->bits[(size_t)y * s->stride + (size_t)x / 8] & 0x80u >> x % 8;
}

/* Dots of a rectangle that are black. */
static inline uint64_t side_count(const struct side *s, int64_t x, int64_t y, int64_t w,
                                  int64_t h)
{
    uint64_t n = 0;

    for (int64_t row = y; row < y + h; row++)
        for (int64_t column = x; column < x + w; column++)
            n += side_dot(s, column, row);
    return n;
}

/* Whether a rectangle is black, and the dots around it are white. */
static inline bool side_has(const struct side *s, int64_t x, int64_t y, int64_t w, int64_t h)
{
    uint64_t inside = side_count(s, x, y, w, h);
    uint64_t with_edge = side_count(s, x - 1, y - 1, w + 2, h + 2);

    if (inside == (uint64_t)(w * h) && with_edge == inside)
        return true;
    diag("%lld x %lld at %lld, %lld: %llu dots, %llu with the edge", (long long)w, (long long)h,
         (long long)x, (long long)y, (unsigned long long)inside, (unsigned long long)with_edge);
    for (uint32_t row = 0; row < s->height; row++)
        for (uint32_t column = 0; column < s->width; column++)
            if (side_dot(s, column, row)) {
                diag("the first dot of the side is at %u, %u of %u x %u", (unsigned)column,
                     (unsigned)row, (unsigned)s->width, (unsigned)s->height);
                return false;
            }
    diag("the side is white");
    return false;
}

/* As a queue has them that nobody has set: A4. */
static inline struct job_options prints_options(void)
{
    return (struct job_options){.title = "letter",
                                .user = "anna",
                                .media = "iso_a4_210x297mm",
                                .width_hmm = 21000,
                                .length_hmm = 29700,
                                .copies = 1,
                                .collate = COLLATE_COLLATED,
                                .quality = QUALITY_NORMAL,
                                .number_up = 1,
                                .ranges = {{1, UINT32_MAX}},
                                .num_ranges = 1,
                                .priority = 50};
}

#endif
