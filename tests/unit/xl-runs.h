/*
 * xl-runs.h - jobs in PCL XL for tests: run in exactly the memory they ask for, and read back.
 * Effects: memory from malloc.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_XL_RUNS_H
#define UNIT_XL_RUNS_H

#include "driver/pdl.h"
#include "tests/decode/pclxl-decode.h"
#include "tests/unit/buffer.h"
#include "tests/unit/tap.h"

#define MONARCH "na_monarch_3.875x7.5in"

static const struct pdl_ops *const pdl = &pdl_pclxl;

static uint64_t random_state = 1;

static inline uint32_t next_random(void)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33);
}

/* A job with its memory. */
struct run {
    const struct model *model;
    struct job_params job;
    struct page_params page;
    void *work;
    struct buffer out, record;
    struct sink sink, record_sink;
};

static inline bool setup(struct run *r, const char *model, const char *media)
{
    memset(r, 0, sizeof *r);
    r->model = model_find(model);
    if (!r->model)
        return ok(false, "There is a model %s", model);
    r->job = (struct job_params){.title = "T",
                                 .user = "U",
                                 .media = media_find(media),
                                 .source = media_source_find("auto"),
                                 .type = media_type_find("auto"),
                                 .copies = 1};
    r->sink = (struct sink){buffer_write, &r->out};
    r->record_sink = (struct sink){buffer_write, &r->record};
    r->work = malloc(pdl->work_size(r->model));
    return r->work && pdl->page_params(r->model, r->job.media, &r->page) == RESULT_OK;
}

static inline enum result start(struct run *r, bool record)
{
    return pdl->start_job(r->work, r->model, &r->job, &r->sink,
                          record ? &r->record_sink : NULL);
}

static inline void teardown(struct run *r)
{
    free(r->work);
    buffer_free(&r->out);
    buffer_free(&r->record);
}

/* In pieces, each in memory of its own: a byte read too far is found. */
static inline enum result replay(struct run *r, const uint8_t *bytes, size_t n, size_t piece)
{
    enum result result = RESULT_OK;

    while (result == RESULT_OK && n > 0) {
        size_t m = n < piece ? n : piece;
        uint8_t *copy = malloc(m);

        memcpy(copy, bytes, m);
        result = pdl->replay(r->work, copy, m);
        free(copy);
        bytes += m;
        n -= m;
    }
    return result;
}

/* How often the bytes of a text in hexadecimal stand in b. */
static inline unsigned count_hex(const struct buffer *b, const char *hex)
{
    struct buffer wanted = {.bytes = NULL};
    unsigned count = 0;

    buffer_append_hex(&wanted, hex);
    for (size_t i = 0; i + wanted.n <= b->n; i++)
        count += memcmp(b->bytes + i, wanted.bytes, wanted.n) == 0;
    buffer_free(&wanted);
    return count;
}

/* What the decoder made of a job. */
struct seen {
    struct decode_ticket ticket;
    struct decode_page page; /* the last */
    unsigned pages, jobs, remarks;
    struct buffer bits; /* of all pages, one after the other */
    size_t stride;
};

static inline bool seen_ticket(void *ctx, const struct decode_ticket *ticket)
{
    ((struct seen *)ctx)->ticket = *ticket;
    return true;
}

static inline bool seen_band(void *ctx, const struct decode_page *page, uint32_t y,
                             uint32_t rows, size_t stride, const uint8_t *bits)
{
    struct seen *s = ctx;

    (void)y;
    s->page = *page;
    s->stride = stride;
    s->pages++;
    return buffer_append(&s->bits, bits, rows * stride);
}

static inline bool seen_job(void *ctx)
{
    ((struct seen *)ctx)->jobs++;
    return true;
}

static inline void seen_remark(void *ctx, uint64_t offset, const char *text)
{
    ((struct seen *)ctx)->remarks++;
    diag("at %llu: %s", (unsigned long long)offset, text);
}

/* True when the stream is one whole job without a remark. s->bits is the caller's to free. */
static inline bool look(const struct buffer *stream, struct seen *s)
{
    const struct decode_callbacks callbacks = {.ticket = seen_ticket,
                                               .band = seen_band,
                                               .job_end = seen_job,
                                               .remark = seen_remark,
                                               .ctx = s};
    struct pclxl_decoder *d = pclxl_decoder_new(&callbacks);
    bool whole;

    memset(s, 0, sizeof *s);
    whole = d && pclxl_decoder_feed(d, stream->bytes, stream->n) && pclxl_decoder_finish(d);
    if (d && !whole)
        diag("%s at byte %llu", pclxl_decoder_error(d),
             (unsigned long long)pclxl_decoder_offset(d));
    pclxl_decoder_free(d);
    return whole && s->jobs == 1 && s->remarks == 0;
}

#endif
