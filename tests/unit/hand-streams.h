/*
 * hand-streams.h - UFR II LT streams put together by hand, bit by bit, and what the decoder
 * makes of them: for its tests. The codes are written out as text, so that no encoder has a
 * part in them. Effects: none. Source: driver/FORMAT-ufr2lt.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_HAND_STREAMS_H
#define UNIT_HAND_STREAMS_H

#include "tests/decode/ufr2lt-decode.h"
#include "tests/unit/tap.h"

#include <stdlib.h>
#include <string.h>

/* ---- building streams ---- */

struct buffer {
    uint8_t bytes[1 << 16];
    size_t n;
};

static inline void put(struct buffer *b, const void *bytes, size_t n)
{
    memcpy(b->bytes + b->n, bytes, n);
    b->n += n;
}

/* Bytes from text: "CD CA 10". */
static inline void hex(struct buffer *b, const char *text)
{
    unsigned byte;
    int used;

    for (; sscanf(text, "%2x%n", &byte, &used) == 1; text += used)
        b->bytes[b->n++] = (uint8_t)byte;
}

static inline void put16(struct buffer *b, size_t v)
{
    b->bytes[b->n++] = (uint8_t)(v >> 8);
    b->bytes[b->n++] = (uint8_t)v;
}

static inline void packet_raw(struct buffer *b, unsigned flags, unsigned operation,
                              const void *data, size_t n)
{
    hex(b, "CD CA 10");
    b->bytes[b->n++] = (uint8_t)flags;
    put16(b, operation);
    hex(b, "00 00");
    put16(b, n);
    hex(b, "FF FF 00 00 00 00 00 00 00 00");
    put(b, data, n);
}

static inline void packet(struct buffer *b, unsigned operation, const char *data)
{
    static struct buffer d;

    d.n = 0;
    hex(&d, data);
    packet_raw(b, 0, operation, d.bytes, d.n);
}

/* Bits written as text become code bytes: '0' and '1' count, all else is for the reader. */
static inline void codes(struct buffer *b, const char *text, bool last_of_page)
{
    unsigned bits = 0, have = 0;
    size_t start = b->n;
    const char *p;

    for (p = text; *p; p++) {
        if (*p != '0' && *p != '1')
            continue;
        bits = bits << 1 | (*p == '1');
        if (++have % 8 == 0)
            b->bytes[b->n++] = (uint8_t)(bits ^ 0x43);
    }
    for (; have % 8 != 0;) {
        bits = bits << 1 | 1;
        if (++have % 8 == 0)
            b->bytes[b->n++] = (uint8_t)(bits ^ 0x43);
    }
    while ((b->n - start) % 4 != 0)
        b->bytes[b->n++] = 0xFF ^ 0x43;
    if (last_of_page)
        hex(b, "BD 3C BC BC"); /* FE 7F FF FF */
}

/* 3,6,1,1,0,-6,80 */
#define NORMAL "03 06 01 01 00 FA 50 00"

#define END "11111110 00"

/* The data block of a band. */
static inline void block(struct buffer *b, const char *parameters, bool last, const char *text)
{
    size_t start, n;

    hex(b, parameters);
    b->bytes[b->n++] = !last;
    start = b->n;
    b->n += 4;
    codes(b, text, last);
    n = b->n - start - 4 + (last ? 0 : 4);
    b->bytes[start] = (uint8_t)n;
    b->bytes[start + 1] = (uint8_t)(n >> 8);
    b->bytes[start + 2] = b->bytes[start + 3] = 0;
    hex(b, "80");
}

static inline void page_start(struct buffer *b, size_t width, size_t height)
{
    hex(b, "03 E7 85");
    put16(b, width);
    put16(b, height);
    hex(b, "DE 80 00 C8 00 CA A1 00 00 CB 00 61 E6 80 01 E5 00");
}

static inline void band_raw(struct buffer *b, size_t width, size_t rows, size_t y,
                            const uint8_t *data, size_t n)
{
    hex(b, "62 E3 85");
    put16(b, width);
    put16(b, rows);
    hex(b, "E8 A5 00 00");
    put16(b, y);
    hex(b, "E1 03 D7 84");
    put16(b, n);
    hex(b, "9D");
    put16(b, n);
    put(b, data, n);
}

static inline void band(struct buffer *b, size_t width, size_t rows, size_t y, bool last,
                        const char *parameters, const char *text)
{
    static struct buffer data;

    data.n = 0;
    block(&data, parameters, last, text);
    band_raw(b, width, rows, y, data.bytes, data.n);
}

#define PAGES_START                                                                            \
    "01 C1 85 10 00 10 53 C2 00 D8 84 02 58 DD 80 C8 F0 84 08 00 02 C3 00 C5 00 C6 00 51 F2 "  \
    "00"
#define PAGES_END "12 11"

/* A job with these bytes of page description, in packets of at most piece bytes. */
static inline void job(struct buffer *b, const uint8_t *pages, size_t n, size_t piece)
{
    static struct buffer data;

    packet(b, 0x6B,
           "00 06 00F0 0001 01 0130 0003 030000 000D 0001 04 0004 0006 0003 03 616263 "
           "0117 0006 0003 03 616263 0006 0005 0003 02 7A7A");
    packet(b, 0x14, "00 00 00 00");
    packet(b, 0x15, "07 D7 00 01");
    packet(b, 0x15, "07 D9 17 00 00 00 00");
    packet(b, 0x15, "07 D8 08");
    packet(b, 0x17, "00 00 00 00");
    packet(b, 0x18, "00 2E 83 00 00");
    packet(b, 0x18, "07 D7 00 07");
    packet(b, 0x18, "07 DF 04");
    packet(b, 0x18, "07 E0 03");
    packet(b, 0x18, "08 90 03");
    packet(b, 0x18, "07 E1 FF FF FF FE");
    packet(b, 0x18, "08 6E 01 65 00 00");
    packet(b, 0x18, "00 3A 06 00 00 00 00");
    packet(b, 0x18, "08 5A 02");
    packet(b, 0x18, "07 ED 2F FE 00 0D 00 00 00 00 00 00 00 00 03");
    packet(b, 0x18, "08 2D 01");
    for (;;) {
        size_t take = n < piece ? n : piece;

        data.n = 0;
        hex(&data, "01");
        put(&data, pages, take);
        packet_raw(b, n >= piece ? 2 : 0, 0x1A, data.bytes, data.n);
        pages += take;
        if (n < piece)
            break;
        n -= take;
    }
    packet(b, 0x19, "");
    packet(b, 0x16, "");
    packet(b, 0x13, "00");
}

/* A job of one page of one band with these codes. */
static inline void one_band(struct buffer *b, size_t width, size_t rows, const char *parameters,
                            const char *text)
{
    static struct buffer pages;

    pages.n = 0;
    hex(&pages, PAGES_START);
    page_start(&pages, width, rows);
    band(&pages, width, rows, 0, true, parameters, text);
    hex(&pages, "13" PAGES_END);
    b->n = 0;
    job(b, pages.bytes, pages.n, 65534);
}

/* ---- what comes out ---- */

struct result {
    struct decode_ticket ticket;
    unsigned tickets, starts, ends, jobs, remarks;
    uint8_t bits[1 << 16];
    size_t n;
    char remark[200];
    char error[200];
    uint64_t offset;
    bool finished, idle;
    unsigned stop_at; /* which callback says false: 1 ticket .. 5 job end; 0: none */
};

static inline bool got_ticket(void *ctx, const struct decode_ticket *ticket)
{
    struct result *r = ctx;

    r->tickets++;
    r->ticket = *ticket;
    return r->stop_at != 1;
}

static inline bool got_page(void *ctx, const struct decode_page *page)
{
    struct result *r = ctx;

    r->starts++;
    return r->stop_at != 2 && page->number == r->starts;
}

static inline bool got_band(void *ctx, const struct decode_page *page, uint32_t y,
                            uint32_t rows, size_t stride, const uint8_t *bits)
{
    struct result *r = ctx;

    (void)page;
    (void)y;
    if (r->n + rows * stride <= sizeof r->bits)
        memcpy(r->bits + r->n, bits, rows * stride);
    r->n += rows * stride;
    return r->stop_at != 3;
}

static inline bool got_page_end(void *ctx, const struct decode_page *page)
{
    struct result *r = ctx;

    (void)page;
    r->ends++;
    return r->stop_at != 4;
}

static inline bool got_job_end(void *ctx)
{
    struct result *r = ctx;

    r->jobs++;
    r->starts = 0;
    return r->stop_at != 5;
}

static inline void got_remark(void *ctx, uint64_t offset, const char *text)
{
    struct result *r = ctx;

    (void)offset;
    if (r->remarks++ == 0)
        snprintf(r->remark, sizeof r->remark, "%s", text);
}

/* Decode in pieces, each in memory of exactly its size. */
static inline struct result *decode_pieces(const uint8_t *bytes, size_t n, size_t piece,
                                           unsigned stop)
{
    static struct result r;
    struct decode_callbacks callbacks = {got_ticket,  got_page,   got_band, got_page_end,
                                         got_job_end, got_remark, &r};
    struct decoder *d = decoder_new(&callbacks);
    bool good = true;

    memset(&r, 0, sizeof r);
    r.stop_at = stop;
    while (good && n > 0) {
        size_t take = n < piece ? n : piece;
        uint8_t *copy = malloc(take);

        memcpy(copy, bytes, take);
        good = decoder_feed(d, copy, take);
        free(copy);
        bytes += take;
        n -= take;
    }
    r.idle = decoder_idle(d);
    r.finished = decoder_finish(d);
    snprintf(r.error, sizeof r.error, "%s", decoder_error(d));
    r.offset = decoder_offset(d);
    decoder_free(d);
    return &r;
}

static inline struct result *decode(const struct buffer *b)
{
    return decode_pieces(b->bytes, b->n, b->n, 0);
}

static struct buffer stream, pages;

#endif
