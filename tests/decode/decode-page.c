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

#define FIRST_ATTRIBUTE 0xC0u
#define FIRST_TYPE      0x80u
#define BLOCK_16        0x9Du
#define BLOCK_32        0x9Eu

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
        d->page.x_dpi = d->page.y_dpi = (uint32_t)value(&d->page, 0);
        if (value(&d->page, 0) != 600)
            decode_remark(d, "the resolution is %d", (int)value(&d->page, 0));
        return true;
    case 0xE9:
        d->page.y_dpi = (uint32_t)value(&d->page, 0);
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

/* Opcode 61. Its second one is 0 in all streams. */
static bool plane_attribute(struct decoder *d)
{
    if (d->page.attribute == 0xE6)
        return unsigned_value(d, 0, &d->page.dot_bits);
    if (d->page.attribute != 0xE5)
        decode_remark(d, "unknown attribute %02X of opcode 61", d->page.attribute);
    return true;
}

/* D7 has a sign in the classes of Group 4 and JBIG, though a length has none. */
static uint32_t length_value(const struct page_reader *r)
{
    unsigned size = r->type < FIRST_TYPE ? 4 : 1u << (r->type >> 2 & 3);

    return (uint32_t)((uint64_t)value(r, 0) & (((uint64_t)1 << 8 * size) - 1));
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
        band->length = length_value(&d->page);
        return true;
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
    case OP_PLANE:
        return plane_attribute(d);
    case OP_BAND:
        return band_attribute(d);
    default:
        return true;
    }
}

/*
 * How many rows a page of this height at 600 dpi has. At 400 dpi down the page two stand for
 * three, and what is left at the end is left out: 4676 for the 7016 of A4 [capture m22].
 */
static bool scale_height(struct decoder *d)
{
    struct decode_page *page = &d->page.page;

    page->x_dpi = d->page.x_dpi;
    page->y_dpi = d->page.y_dpi;
    if (page->y_dpi == page->x_dpi)
        return true;
    if (page->x_dpi != 600 || page->y_dpi != 400 || page->orientation != 0)
        return decode_fail(d, "unsupported resolution %u x %u dpi", page->x_dpi, page->y_dpi);
    page->height = page->height / 3 * 2;
    return true;
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
    if (!scale_height(d))
        return false;
    if (page->height == 0)
        return decode_fail(d, "page %u has no rows at this resolution", page->number);
    if (!decode_tell_ticket(d))
        return false;
    r->in_page = true;
    r->dot_bits = 1;
    decode_band_page(d);
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

static bool end_block(struct decoder *d)
{
    d->page.state = PAGE_CODE;
    return !d->page.block_is_band || decode_band_end(d);
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
    if (r->block_is_band && !decode_band_start(d))
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
    if (r->block_is_band && !decode_band_feed(d, bytes, take, used))
        return false;
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
    struct band_memory memory = r->memory;

    memset(r, 0, sizeof *r);
    r->opcode = -1;
    r->x_dpi = r->y_dpi = 600;
    r->memory = memory;
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
