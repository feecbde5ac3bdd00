/*
 * pcl5e-prints.h - jobs in PCL 5e for its tests: given line by line, and looked at through the
 * decoder.
 * Effects: memory from malloc.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_PCL5E_PRINTS_H
#define UNIT_PCL5E_PRINTS_H

#include "driver/pdl.h"
#include "tests/decode/pcl5e-decode.h"
#include "tests/unit/buffer.h"
#include "tests/unit/tap.h"

#include <stdio.h>

static const struct pdl_ops *const pdl = &pdl_pcl5e;

#define MONARCH "na_monarch_3.875x7.5in" /* 2325 x 4500 dots, the logical page from 150 on */
#define FIRST   19u                      /* the byte its rows begin with, dot 152 */
#define END     2175u                    /* the first dot right of the logical page */

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
    r->job = (struct job_params){.title = "title",
                                 .user = "user",
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

static uint32_t random_state = 1;

static inline uint32_t next_random(void)
{
    random_state = random_state * 1664525u + 1013904223u;
    return random_state >> 8;
}

/* A page of so many lines, with some bytes of dots in each where there are any. */
static inline enum result send_page(struct run *r, uint32_t lines, unsigned dots)
{
    uint8_t line[1280];
    enum result result = pdl->start_page(r->work, &r->page);

    for (uint32_t y = 0; result == RESULT_OK && y < lines; y++) {
        memset(line, 0, r->page.stride);
        for (unsigned i = 0; i < dots && y % 7 != 3; i++)
            line[next_random() % r->page.stride] = (uint8_t)next_random();
        result = pdl->write_line(r->work, line);
    }
    return result == RESULT_OK ? pdl->end_page(r->work) : result;
}

/* ---- what a stream holds ---- */

#define SEEN_PAGES 4u

struct seen {
    struct decode_ticket ticket;
    unsigned tickets, pages, jobs, remarks;
    uint32_t width, height;
    uint32_t rows[SEEN_PAGES];   /* of each page, up to the last that is not white */
    uint32_t hashes[SEEN_PAGES]; /* of the dots of each page's rows above limit */
    uint32_t limit[SEEN_PAGES];  /* 0: all */
    uint32_t left, right;        /* of all dots */
};

static inline bool seen_ticket(void *ctx, const struct decode_ticket *ticket)
{
    struct seen *s = ctx;

    s->ticket = *ticket;
    s->tickets++;
    return true;
}

static inline void see_line(struct seen *s, unsigned page, uint32_t y, size_t stride,
                            const uint8_t *bits)
{
    for (size_t i = 0; i < stride; i++) {
        if (s->limit[page] == 0 || y < s->limit[page])
            s->hashes[page] = (s->hashes[page] ^ bits[i]) * 0x01000193u;
        if (bits[i] == 0)
            continue;
        s->rows[page] = y + 1;
        for (uint32_t x = (uint32_t)i * 8; x < i * 8 + 8; x++)
            if (bits[i] & 0x80u >> x % 8) {
                s->left = x < s->left ? x : s->left;
                s->right = x > s->right ? x : s->right;
            }
    }
}

static inline bool seen_band(void *ctx, const struct decode_page *page, uint32_t y,
                             uint32_t rows, size_t stride, const uint8_t *bits)
{
    struct seen *s = ctx;

    s->width = page->width;
    s->height = page->height;
    for (uint32_t i = 0; i < rows && s->pages < SEEN_PAGES; i++)
        see_line(s, s->pages, y + i, stride, bits + i * stride);
    return true;
}

static inline bool seen_page_end(void *ctx, const struct decode_page *page)
{
    (void)page;
    ((struct seen *)ctx)->pages++;
    return true;
}

static inline bool seen_job_end(void *ctx)
{
    ((struct seen *)ctx)->jobs++;
    return true;
}

static inline void seen_remark(void *ctx, uint64_t offset, const char *text)
{
    ((struct seen *)ctx)->remarks++;
    diag("remark at %llu: %s", (unsigned long long)offset, text);
}

/* Whether the stream is whole and nothing is odd in it. */
static inline bool look(const struct buffer *b, struct seen *s)
{
    const struct decode_callbacks callbacks = {
        seen_ticket, NULL, seen_band, seen_page_end, seen_job_end, seen_remark, s};
    struct pcl5e_decoder *d = pcl5e_decoder_new(&callbacks);
    bool fine;

    s->left = UINT32_MAX;
    fine = d && pcl5e_decoder_feed(d, b->bytes, b->n) && pcl5e_decoder_finish(d);
    if (d && !fine)
        diag("%s", pcl5e_decoder_error(d));
    pcl5e_decoder_free(d);
    return fine && s->remarks == 0;
}

/* Whether the bytes are in the stream, as often as told. */
static inline bool has(const struct buffer *b, const char *text, unsigned times)
{
    size_t n = strlen(text);
    unsigned found = 0;

    for (size_t i = 0; i + n <= b->n; i++)
        found += memcmp(b->bytes + i, text, n) == 0;
    return found == times;
}

#endif
