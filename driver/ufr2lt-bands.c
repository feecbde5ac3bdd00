/*
 * ufr2lt-bands.c - see ufr2lt-bands.h.
 * Effects: none of its own.
 * Source: driver/FORMAT-ufr2lt.md sections 4, 6 and 9.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ufr2lt-bands.h"

#include "g4.h"
#include "jbig.h"
#include "packbits.h"

#include <string.h>

enum {
    HEAD_ROOM = 32, /* before a band's data */
    WIDE_BAND = 40960,
    PACKBITS_NOTHING = 0x80, /* stands behind the last row of each band */
    MAX_ROWS = INT16_MAX     /* a band's y is a signed 16 bit number */
};

static size_t round_up(size_t n, size_t to)
{
    return (n + to - 1) / to * to;
}

bool ufr2lt_codes_whole_pages(const struct ufr2lt_params *params)
{
    return params->codec == CODEC_G4 || params->codec == CODEC_JBIG;
}

/* Rows of a page's bands. */
static uint32_t rows_of_bands(const struct ufr2lt_params *params,
                              const struct ufr2lt_page *page)
{
    uint32_t width = page->turned ? page->height : page->width;

    if (params->codec == CODEC_G4)
        return page->rows;
    if (params->band_dots != 0)
        return params->band_dots / width;
    if (params->band_rows_wide != 0 && params->band_rows * (page->band_width / 8) > WIDE_BAND)
        return params->band_rows_wide;
    return params->band_rows;
}

/* ---- memory ---- */

/* A band that ends early needs room for the row too many that shows it. */
static size_t slim_block(const struct ufr2lt_params *params, size_t stride)
{
    size_t whole = slim_buffer_size(params->band_rows, stride);
    size_t early = params->band_max_bytes + slim_buffer_size(2, stride);

    return params->band_max_bytes != 0 && early < whole ? early : whole;
}

/* Narrow pages of the same number of dots have more rows, and no more bytes but for one or two
 * in each row: a count for the row's last bytes. */
static size_t packbits_block(const struct ufr2lt_params *params, size_t stride)
{
    if (params->band_dots != 0)
        return (size_t)params->band_dots / 8 * 2;
    return params->band_rows * packbits_bound(stride) + 1;
}

static size_t block_size(const struct ufr2lt_params *params, size_t stride)
{
    switch (params->codec) {
    case CODEC_SLIM:
        return slim_block(params, stride);
    case CODEC_PACKBITS:
        return packbits_block(params, stride);
    case CODEC_G4:
    case CODEC_JBIG:
        break;
    }
    return 0;
}

static size_t history_size(const struct ufr2lt_params *params, size_t stride)
{
    return params->codec == CODEC_SLIM ? slim_history_size(stride) : stride;
}

size_t ufr2lt_bands_memory(const struct ufr2lt_params *params, size_t max_stride)
{
    return round_up(history_size(params, max_stride), 16) + HEAD_ROOM +
           block_size(params, max_stride);
}

void ufr2lt_bands_init(struct ufr2lt_bands *b, const struct ufr2lt_params *params,
                       size_t max_stride, uint8_t *memory, const struct sink *out,
                       enum result (*edge)(void *ctx))
{
    memset(b, 0, sizeof *b);
    b->params = params;
    b->max_stride = max_stride;
    b->out = *out;
    b->edge = edge;
    b->history = memory;
    b->block = memory + round_up(history_size(params, max_stride), 16);
}

/* ---- bands row by row ---- */

static enum result start_band(struct ufr2lt_bands *b)
{
    b->band_y = b->y;
    b->used = 0;
    if (b->params->codec != CODEC_SLIM)
        return RESULT_OK;
    return slim_start_band(&b->slim, b->block + HEAD_ROOM,
                           slim_block(b->params, b->max_stride));
}

/* How the open band ends. */
static enum slim_end band_end(const struct ufr2lt_bands *b)
{
    if (b->y < b->page.rows)
        return SLIM_END_BAND;
    return b->params->page_ends_twice ? SLIM_END_PAGE_TWICE : SLIM_END_PAGE;
}

static enum result end_band(struct ufr2lt_bands *b)
{
    uint8_t *block = b->block + HEAD_ROOM, head[UFR2LT_BAND_HEAD_MAX];
    size_t n, num_head;

    if (b->params->codec == CODEC_SLIM) {
        n = slim_end_band(&b->slim, band_end(b));
    } else {
        block[b->used++] = PACKBITS_NOTHING;
        n = b->used;
    }
    num_head = ufr2lt_band_head(head, &b->page, b->band_y, b->y - b->band_y, n);
    memcpy(block - num_head, head, num_head); /* one write to the record */
    return sink_write(&b->out, block - num_head, num_head + n);
}

enum result ufr2lt_bands_open(struct ufr2lt_bands *b, const struct ufr2lt_page *page,
                              const struct slim_params *slim, uint32_t y)
{
    enum result result = RESULT_OK;

    b->page = *page;
    b->stride = (size_t)page->band_width * page->depth / 8;
    b->band_rows = rows_of_bands(b->params, page);
    b->y = y;
    if (page->rows == 0 || page->rows > MAX_ROWS || b->stride == 0 ||
        b->stride > b->max_stride || b->band_rows == 0)
        return RESULT_UNSUPPORTED;
    if (b->params->codec == CODEC_PACKBITS &&
        b->band_rows * packbits_bound(b->stride) + 1 > packbits_block(b->params, b->max_stride))
        return RESULT_UNSUPPORTED;
    if (b->params->codec == CODEC_SLIM)
        result = slim_init(&b->slim, slim, b->stride, b->history);
    return result == RESULT_OK ? start_band(b) : result;
}

/*
 * One row into the open band. Where blocks must stay below a size the row is taken back when it
 * was too much, and begins the next band. A row too large by itself stays: rows are not cut.
 */
static enum result slim_row_in_band(struct ufr2lt_bands *b, const uint8_t *bits)
{
    const uint32_t limit = b->params->band_max_bytes;
    struct slim_state before;
    enum result result;

    slim_mark(&b->slim, &before);
    result = slim_row(&b->slim, bits);
    if (limit == 0 || result != RESULT_OK || b->y == b->band_y || slim_size(&b->slim) < limit)
        return result;
    slim_rewind(&b->slim, &before);
    result = end_band(b);
    if (result == RESULT_OK)
        result = start_band(b);
    return result == RESULT_OK ? slim_row(&b->slim, bits) : result;
}

enum result ufr2lt_bands_row(struct ufr2lt_bands *b, const uint8_t *bits)
{
    enum result result = RESULT_OK;

    if (b->params->codec == CODEC_SLIM)
        result = slim_row_in_band(b, bits);
    else
        b->used += packbits_encode(bits, b->stride, b->block + HEAD_ROOM + b->used);
    if (result != RESULT_OK)
        return result;
    b->y++;
    if (b->y == b->page.rows)
        return end_band(b);
    if (b->y - b->band_y < b->band_rows)
        return RESULT_OK;
    result = end_band(b);
    return result == RESULT_OK ? start_band(b) : result;
}

/* ---- pages coded as a whole ---- */

static enum result count_bytes(void *ctx, const void *bytes, size_t n)
{
    (void)bytes;
    *(size_t *)ctx += n;
    return RESULT_OK;
}

static enum result run_g4(const struct ufr2lt_bands *b, const uint8_t *bits,
                          const struct sink *out)
{
    struct g4 g;
    enum result result = RESULT_OK;

    g4_init(&g, b->page.band_width, b->history, out);
    for (uint32_t y = 0; result == RESULT_OK && y < b->page.rows; y++)
        result = g4_row(&g, bits + y * b->stride);
    return result == RESULT_OK ? g4_end(&g) : result;
}

static enum result begin_data(struct ufr2lt_bands *b, const uint8_t *head, size_t n)
{
    enum result result = sink_write(&b->out, head, n);

    return result == RESULT_OK ? b->edge(b->out.ctx) : result;
}

/* The length stands before the data: once to count, once to send. */
static enum result g4_page(struct ufr2lt_bands *b, const uint8_t *bits)
{
    size_t n = 0, num_head;
    const struct sink counter = {count_bytes, &n};
    uint8_t head[UFR2LT_BAND_HEAD_MAX];
    enum result result = run_g4(b, bits, &counter);

    if (result != RESULT_OK)
        return result;
    num_head = ufr2lt_band_head(head, &b->page, 0, b->page.rows, n);
    result = begin_data(b, head, num_head);
    if (result == RESULT_OK)
        result = run_g4(b, bits, &b->out);
    return result == RESULT_OK ? b->edge(b->out.ctx) : result;
}

static enum result put_jbig_band(void *ctx, uint32_t y, uint32_t rows, const uint8_t *bytes,
                                 size_t n)
{
    struct ufr2lt_bands *b = ctx;
    uint8_t head[UFR2LT_BAND_HEAD_MAX];
    size_t num_head = ufr2lt_band_head(head, &b->page, y, rows, n);
    enum result result = begin_data(b, head, num_head);

    if (result == RESULT_OK)
        result = sink_write(&b->out, bytes, n);
    return result == RESULT_OK ? b->edge(b->out.ctx) : result;
}

enum result ufr2lt_bands_whole(struct ufr2lt_bands *b, const uint8_t *bits)
{
    const struct jbig_bands bands = {put_jbig_band, b};

    b->y = b->page.rows;
    if (b->params->codec == CODEC_G4)
        return g4_page(b, bits);
    return jbig_encode_page(bits, b->stride, b->page.band_width * b->page.depth, b->page.rows,
                            b->band_rows, &bands);
}
