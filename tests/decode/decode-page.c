/*
 * decode-page.c - the page description of a UFR II LT job: opcodes, attributes, bands.
 * Effects: memory for one decoded band.
 * Source: driver/FORMAT-ufr2lt.md, sections on the page description and on geometry.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/decode-internal.h"

#include <stdlib.h>
#include <string.h>

enum {
    OP_MODEL = 0x01,
    OP_PAPER = 0x02,
    OP_PAGE = 0x03,
    OP_END_JOB = 0x11,
    OP_END_DOCUMENT = 0x12,
    OP_END_PAGE = 0x13,
    OP_SOURCE = 0x51,
    OP_PLANE = 0x61,
    OP_BAND = 0x62,
};

enum { COMPRESSION_SLIM = 3 };

#define FIRST_ATTRIBUTE   0xC0u
#define FIRST_TYPE        0x80u
#define BLOCK_16          0x9Du
#define BLOCK_32          0x9Eu
#define WIDEST_BAND_SPARE 1024u /* dots a band may be wider than its page */

static bool stopped(struct decoder *d)
{
    return decode_fail(d, "stopped by the caller");
}

/* The i-th number of the attribute's value. */
static int64_t value(const struct page_reader *r, unsigned i)
{
    unsigned size = 1u << (r->type >> 2 & 3), k;
    int64_t v = 0;

    if (r->type < FIRST_TYPE)
        return i == 0 ? r->type : 0;
    if (i > (r->type & 3u))
        return 0;
    for (k = 0; k < size; k++)
        v = v << 8 | r->value[i * size + k];
    if (r->type & 0x20 && v >> (8 * size - 1))
        v -= (int64_t)1 << 8 * size;
    return v;
}

/* A value that must fit 32 bits without a sign; the text says of what. */
static bool unsigned_value(struct decoder *d, unsigned i, uint32_t *out)
{
    int64_t v = value(&d->page, i);

    if (v < 0)
        return decode_fail(d, "attribute %02X of opcode %02X is negative", d->page.attribute,
                           (unsigned)d->page.opcode);
    *out = (uint32_t)v;
    return true;
}

static bool model_attribute(struct decoder *d)
{
    switch (d->page.attribute) {
    case 0xC1:
        d->ticket.model_id[0] = (unsigned)value(&d->page, 0);
        d->ticket.model_id[1] = (unsigned)value(&d->page, 1);
        return true;
    case 0xD8:
        if (value(&d->page, 0) != 600)
            decode_remark(d, "the resolution is %d", (int)value(&d->page, 0));
        return true;
    case 0xC2:
    case 0xDD:
    case 0xF0:
        return true;
    default:
        decode_remark(d, "unknown attribute %02X of opcode 01", d->page.attribute);
        return true;
    }
}

static bool page_attribute(struct decoder *d)
{
    struct page_reader *r = &d->page;
    uint32_t orientation = 0;

    switch (r->attribute) {
    case 0xE7:
        r->has_page_size = true;
        return unsigned_value(d, 0, &r->page.width) && unsigned_value(d, 1, &r->page.height);
    case 0xDE:
        if (!unsigned_value(d, 0, &orientation))
            return false;
        r->page.orientation = orientation;
        return true;
    case 0xC8:
    case 0xCA:
    case 0xCB:
        return true;
    default:
        decode_remark(d, "unknown attribute %02X of opcode 03", r->attribute);
        return true;
    }
}

static bool band_attribute(struct decoder *d)
{
    struct band_attributes *band = &d->page.band;
    uint32_t compression = 0;

    switch (d->page.attribute) {
    case 0xE3:
        band->has_size = true;
        return unsigned_value(d, 0, &band->width) && unsigned_value(d, 1, &band->rows);
    case 0xE8:
        band->has_place = true;
        band->x = (int32_t)value(&d->page, 0);
        band->y = (int32_t)value(&d->page, 1);
        return true;
    case 0xE1:
        band->has_compression = true;
        if (!unsigned_value(d, 0, &compression))
            return false;
        band->compression = compression;
        return true;
    case 0xD7:
        band->has_length = true;
        return unsigned_value(d, 0, &band->length);
    default:
        decode_remark(d, "unknown attribute %02X of opcode 62", d->page.attribute);
        return true;
    }
}

static bool end_attribute(struct decoder *d)
{
    struct page_reader *r = &d->page;

    r->state = PAGE_CODE;
    switch (r->opcode) {
    case OP_MODEL:
        return model_attribute(d);
    case OP_PAPER:
        if (r->attribute == 0xC3)
            d->ticket.doc_size = (unsigned)value(r, 0);
        else if (r->attribute == 0xC5)
            d->ticket.doc_duplex = (unsigned)value(r, 0);
        return true;
    case OP_SOURCE:
        if (r->attribute == 0xF2)
            d->ticket.doc_source = (unsigned)value(r, 0);
        return true;
    case OP_PAGE:
        return page_attribute(d);
    case OP_BAND:
        return band_attribute(d);
    default:
        return true;
    }
}

/* Opcode 03 and its attributes are complete. */
static bool start_page(struct decoder *d)
{
    struct page_reader *r = &d->page;
    struct decode_page *page = &r->page;

    if (!r->has_page_size)
        return decode_fail(d, "page %u has no size", page->number);
    if (page->width == 0 || page->height == 0 || page->width > DECODE_MAX_SIDE ||
        page->height > DECODE_MAX_SIDE)
        return decode_fail(d, "page %u has the impossible size %u x %u", page->number,
                           (unsigned)page->width, (unsigned)page->height);
    if (page->orientation == 1) {
        uint32_t width = page->width;

        page->width = page->height;
        page->height = width;
    } else if (page->orientation != 0) {
        decode_remark(d, "page %u has the unknown orientation %u", page->number,
                      page->orientation);
    }
    if (!decode_tell_ticket(d))
        return false;
    r->in_page = true;
    if (d->callbacks.page_start && !d->callbacks.page_start(d->callbacks.ctx, page))
        return stopped(d);
    return true;
}

/* The opcode before this one is complete. */
static bool finish_opcode(struct decoder *d)
{
    if (d->page.opcode == OP_PAGE)
        return start_page(d);
    if (d->page.opcode == OP_BAND && !d->page.band_done)
        return decode_fail(d, "a band without data");
    return true;
}

static bool end_page(struct decoder *d)
{
    struct page_reader *r = &d->page;

    if (!r->in_page)
        return decode_fail(d, "a page ends that has not begun");
    if (r->rows_done != r->page.height)
        return decode_fail(d, "page %u ends after %u of its %u rows", r->page.number,
                           (unsigned)r->rows_done, (unsigned)r->page.height);
    r->in_page = false;
    if (d->callbacks.page_end && !d->callbacks.page_end(d->callbacks.ctx, &r->page))
        return stopped(d);
    return true;
}

static bool start_opcode(struct decoder *d, uint8_t opcode)
{
    struct page_reader *r = &d->page;

    if (!finish_opcode(d))
        return false;
    if (r->opcode < 0 && opcode != OP_MODEL)
        decode_remark(d, "the page description begins with opcode %02X", opcode);
    if (r->job_ended)
        decode_remark(d, "opcode %02X after the end of the job", opcode);
    r->opcode = opcode;
    switch (opcode) {
    case OP_PAGE:
        if (r->in_page)
            return decode_fail(d, "a page begins inside page %u", r->page.number);
        r->page = (struct decode_page){.number = r->page.number + 1};
        r->rows_done = 0;
        r->has_page_size = false;
        return true;
    case OP_BAND:
        if (!r->in_page)
            return decode_fail(d, "a band outside a page");
        memset(&r->band, 0, sizeof r->band);
        r->band_done = false;
        return true;
    case OP_END_PAGE:
        return end_page(d);
    case OP_END_DOCUMENT:
    case OP_END_JOB:
        if (r->in_page)
            return decode_fail(d, "the document ends inside page %u", r->page.number);
        if (opcode == OP_END_DOCUMENT)
            r->document_ended = true;
        else
            r->job_ended = true;
        return true;
    case OP_MODEL:
    case OP_PAPER:
    case OP_SOURCE:
    case OP_PLANE:
        return true;
    default:
        decode_remark(d, "unknown opcode %02X", opcode);
        return true;
    }
}

static bool unsupported_compression(struct decoder *d, unsigned compression)
{
    static const char *const names[] = {"", "PackBits", "", "SLIM", "CCITT Group 4", "JBIG"};
    const char *name = compression < sizeof names / sizeof names[0] ? names[compression] : "";

    return decode_fail(d, "unsupported compression %u%s%s%s: only 3 (SLIM) can be decoded",
                       compression, *name ? " (" : "", name, *name ? ")" : "");
}

/* Is there a band such as its attributes say, and is it the next one of the page? */
static bool check_band(struct decoder *d)
{
    const struct page_reader *r = &d->page;
    const struct band_attributes *band = &r->band;

    if (!band->has_size || !band->has_place || !band->has_compression)
        return decode_fail(d, "a band without size, place or compression");
    if (band->compression != COMPRESSION_SLIM)
        return unsupported_compression(d, band->compression);
    if (band->width % 8 != 0 || band->width < r->page.width ||
        band->width > r->page.width + WIDEST_BAND_SPARE)
        return decode_fail(d, "a band %u dots wide on a page of %u", (unsigned)band->width,
                           (unsigned)r->page.width);
    if (band->x != 0 || band->y < 0 || (uint32_t)band->y != r->rows_done)
        return decode_fail(d, "a band at (%d, %d) where row %u comes next", (int)band->x,
                           (int)band->y, (unsigned)r->rows_done);
    if (band->rows == 0 || band->rows > r->page.height - r->rows_done)
        return decode_fail(d, "a band of %u rows where the page has %u left",
                           (unsigned)band->rows, (unsigned)(r->page.height - r->rows_done));
    if ((uint64_t)band->rows * (band->width / 8) > DECODE_MAX_BAND)
        return decode_fail(d, "a band of %u x %u dots is too large", (unsigned)band->width,
                           (unsigned)band->rows);
    if (r->block > DECODE_MAX_DATA)
        return decode_fail(d, "a band with %u bytes of data", (unsigned)r->block);
    return true;
}

static bool start_band(struct decoder *d)
{
    struct page_reader *r = &d->page;
    size_t stride = r->band.width / 8;
    size_t needed = stride * r->band.rows;

    if (r->band_done)
        return decode_fail(d, "a second data block in a band");
    if (!check_band(d))
        return false;
    if (r->band.has_length && r->band.length != r->block)
        decode_remark(d, "attribute D7 says %u bytes, the data block %u",
                      (unsigned)r->band.length, (unsigned)r->block);
    if (needed > r->bits_size) {
        free(r->bits);
        r->bits = malloc(needed);
        r->bits_size = r->bits ? needed : 0;
        if (!r->bits)
            return decode_fail(d, "no memory for a band of %zu bytes", needed);
    }
    unslim_start(&r->slim, r->bits, stride, r->band.rows, r->block);
    if (r->slim.error)
        return decode_fail(d, "page %u, band at row %d: %s", r->page.number, (int)r->band.y,
                           r->slim.error);
    return true;
}

/* True when some row has ink right of the page. */
static bool ink_beyond(const uint8_t *bits, size_t stride, uint32_t rows, uint32_t width)
{
    size_t first = width / 8, i;

    for (; rows > 0; rows--, bits += stride) {
        if (width % 8 && bits[first] & 0xFF >> width % 8)
            return true;
        for (i = first + (width % 8 != 0); i < stride; i++)
            if (bits[i])
                return true;
    }
    return false;
}

static void remark_band(struct decoder *d)
{
    static const char *const texts[] = {"uses unknown parameters", "has another len",
                                        "has another padding", "does not end in 80",
                                        "has a copy beyond the end of a row"};
    const struct page_reader *r = &d->page;
    bool last = r->rows_done == r->page.height;
    size_t i;

    for (i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (r->slim.oddities & 1u << i)
            decode_remark(d, "page %u, band at row %d %s", r->page.number, (int)r->band.y,
                          texts[i]);
    if (r->slim.more == last)
        decode_remark(d, "page %u, band at row %d says that %s", r->page.number, (int)r->band.y,
                      last ? "more bands follow the last" : "it is the last");
    if (ink_beyond(r->bits, r->slim.stride, r->band.rows, r->page.width))
        decode_remark(d, "page %u, band at row %d has ink right of the page", r->page.number,
                      (int)r->band.y);
}

static bool end_band(struct decoder *d)
{
    struct page_reader *r = &d->page;

    if (!unslim_finish(&r->slim))
        return decode_fail(d, "page %u, band at row %d: %s", r->page.number, (int)r->band.y,
                           r->slim.error);
    r->band_done = true;
    r->rows_done += r->band.rows;
    r->page.bands++;
    r->page.bytes += r->block;
    if (d->callbacks.remark)
        remark_band(d);
    if (d->callbacks.band && !d->callbacks.band(d->callbacks.ctx, &r->page, (uint32_t)r->band.y,
                                                r->band.rows, r->slim.stride, r->bits))
        return stopped(d);
    return true;
}

static bool end_block(struct decoder *d)
{
    d->page.state = PAGE_CODE;
    return !d->page.block_is_band || end_band(d);
}

static bool start_block(struct decoder *d)
{
    struct page_reader *r = &d->page;
    unsigned i;

    r->block = 0;
    for (i = 0; i < r->value_size; i++)
        r->block = r->block << 8 | r->value[i];
    r->block_left = r->block;
    r->block_is_band = r->opcode == OP_BAND;
    r->state = PAGE_BLOCK;
    if (r->block_is_band ? !start_band(d) : false)
        return false;
    if (!r->block_is_band)
        decode_remark(d, "opcode %02X has a data block", (unsigned)r->opcode);
    return r->block > 0 || end_block(d);
}

/* Some bytes of a data block; *used of n were taken. */
static bool feed_block(struct decoder *d, const uint8_t *bytes, size_t n, size_t *used)
{
    struct page_reader *r = &d->page;
    size_t take = n < r->block_left ? n : r->block_left;

    *used = take;
    if (r->block_is_band) {
        *used = unslim_feed(&r->slim, bytes, take);
        if (r->slim.error)
            return decode_fail(d, "page %u, band at row %d: %s", r->page.number, (int)r->band.y,
                               r->slim.error);
    }
    r->block_left -= (uint32_t)take;
    return r->block_left > 0 || end_block(d);
}

/* A byte where an opcode, an attribute or a data block may begin. */
static bool feed_code(struct decoder *d, uint8_t byte)
{
    struct page_reader *r = &d->page;

    if (byte < FIRST_TYPE)
        return start_opcode(d, byte);
    if (r->opcode < 0)
        return decode_fail(d, "the page description begins with byte %02X", byte);
    if (byte >= FIRST_ATTRIBUTE) {
        r->attribute = byte;
        r->state = PAGE_TYPE;
        return true;
    }
    if (byte != BLOCK_16 && byte != BLOCK_32)
        return decode_fail(d, "byte %02X is no opcode, attribute or data block", byte);
    r->value_size = byte == BLOCK_16 ? 2 : 4;
    r->value_have = 0;
    r->state = PAGE_BLOCK_LENGTH;
    return true;
}

/* The byte behind an attribute's id. */
static bool feed_type(struct decoder *d, uint8_t byte)
{
    struct page_reader *r = &d->page;

    r->type = byte;
    r->value_have = 0;
    if (byte < FIRST_TYPE)
        return end_attribute(d);
    /* bits 0-1 count, 2-3 size, 5 sign; nothing is known of the others */
    if (byte & 0x50 || (byte >> 2 & 3) == 3)
        return decode_fail(d, "attribute %02X has a value of the unknown type %02X",
                           r->attribute, byte);
    r->value_size = ((byte & 3u) + 1) << (byte >> 2 & 3);
    r->state = PAGE_VALUE;
    return true;
}

static bool feed_value(struct decoder *d, uint8_t byte)
{
    struct page_reader *r = &d->page;

    r->value[r->value_have++] = byte;
    if (r->value_have < r->value_size)
        return true;
    return r->state == PAGE_VALUE ? end_attribute(d) : start_block(d);
}

void decode_page_start(struct page_reader *r)
{
    uint8_t *bits = r->bits;
    size_t bits_size = r->bits_size;

    memset(r, 0, sizeof *r);
    r->opcode = -1;
    r->bits = bits;
    r->bits_size = bits_size;
}

bool decode_page_feed(struct decoder *d, const uint8_t *bytes, size_t n)
{
    struct page_reader *r = &d->page;

    while (n > 0) {
        size_t used = 1;
        bool good;

        if (r->state == PAGE_BLOCK) {
            /* count after it: a fault's offset is where the block's bytes stop making sense */
            good = feed_block(d, bytes, n, &used);
        } else if (r->state == PAGE_CODE) {
            good = feed_code(d, *bytes);
        } else if (r->state == PAGE_TYPE) {
            good = feed_type(d, *bytes);
        } else {
            good = feed_value(d, *bytes);
        }
        d->offset += used;
        if (!good)
            return false;
        bytes += used;
        n -= used;
    }
    return true;
}

bool decode_page_finish(struct decoder *d)
{
    const struct page_reader *r = &d->page;

    if (r->in_page)
        return decode_fail(d, "the job ends inside page %u, after %u of %u rows",
                           r->page.number, (unsigned)r->rows_done, (unsigned)r->page.height);
    if (r->state != PAGE_CODE)
        return decode_fail(d, "the page description ends in the middle of opcode %02X",
                           (unsigned)r->opcode);
    if (r->opcode >= 0 && !finish_opcode(d))
        return false;
    if (r->in_page)
        return decode_fail(d, "the job ends inside page %u", r->page.number);
    if (r->opcode >= 0 && !(r->document_ended && r->job_ended))
        decode_remark(d, "the page description has no end of document and job");
    if (!d->page_data_ended && r->opcode >= 0)
        decode_remark(d, "the last packet 1A is not marked as the last");
    return true;
}
