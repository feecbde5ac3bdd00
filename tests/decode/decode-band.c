/*
 * decode-band.c - the bands of a page in whichever compression, see decode-internal.h.
 * Effects: memory for one decoded band.
 * Source: driver/FORMAT-ufr2lt.md, sections on the page description and on each compression.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/decode-internal.h"

#include <stdlib.h>
#include <string.h>

#define WIDEST_BAND_SPARE 1024u /* dots a band may be wider than its page */

/* Is there a band such as its attributes say, and is it the next one of the page? */
static bool check_band(struct decoder *d)
{
    const struct page_reader *r = &d->page;
    const struct band_attributes *band = &r->band;

    if (!band->has_size || !band->has_place || !band->has_compression)
        return decode_fail(d, "a band without size, place or compression");
    if (band->compression != COMPRESSION_PACKBITS && band->compression != COMPRESSION_SLIM &&
        band->compression != COMPRESSION_G4 && band->compression != COMPRESSION_JBIG)
        return decode_fail(d, "unsupported compression %u", band->compression);
    if (r->dot_bits != 1 && r->dot_bits != 2)
        return decode_fail(d, "unsupported number of bits of a dot: %u", (unsigned)r->dot_bits);
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
    if ((uint64_t)band->rows * r->dot_bits * (band->width / 8) > DECODE_MAX_BAND)
        return decode_fail(d, "a band of %u x %u dots is too large", (unsigned)band->width,
                           (unsigned)band->rows);
    if (r->block > DECODE_MAX_DATA)
        return decode_fail(d, "a band with %u bytes of data", (unsigned)r->block);
    return true;
}

/* What is wrong with the open band; NULL while all is well. */
static const char *band_error(const struct page_reader *r)
{
    switch (r->band.compression) {
    case COMPRESSION_PACKBITS:
        return r->memory.packbits.error;
    case COMPRESSION_G4:
        return r->memory.g4.error;
    case COMPRESSION_JBIG:
        return r->memory.jbig.error;
    default:
        return r->memory.slim.error;
    }
}

static bool check_error(struct decoder *d)
{
    const char *error = band_error(&d->page);

    return !error || decode_fail(d, "page %u, band at row %d: %s", d->page.page.number,
                                 (int)d->page.band.y, error);
}

static bool reserve(struct decoder *d, size_t needed)
{
    struct band_memory *m = &d->page.memory;

    if (needed <= m->bits_size)
        return true;
    free(m->bits);
    m->bits = malloc(needed);
    m->bits_size = m->bits ? needed : 0;
    return m->bits || decode_fail(d, "no memory for a band of %zu bytes", needed);
}

static void start_decoder(struct page_reader *r)
{
    struct band_memory *m = &r->memory;
    size_t rows = r->band.rows;
    struct unjbig_image image = {r->band.width * r->dot_bits, r->page.height};

    switch (r->band.compression) {
    case COMPRESSION_PACKBITS:
        unpackbits_start(&m->packbits, m->bits, m->stride, rows, r->block);
        break;
    case COMPRESSION_G4:
        ung4_start(&m->g4, m->bits, m->stride, rows, r->block);
        break;
    case COMPRESSION_JBIG:
        unjbig_start(&m->jbig, m->bits, m->stride, rows, r->block, &image);
        break;
    default:
        unslim_start(&m->slim, m->bits, m->stride, rows, r->block);
    }
}

void decode_band_page(struct decoder *d)
{
    unjbig_page(&d->page.memory.jbig);
}

bool decode_band_start(struct decoder *d)
{
    struct page_reader *r = &d->page;

    if (r->band_done)
        return decode_fail(d, "a second data block in a band");
    if (!check_band(d))
        return false;
    if (r->band.has_length && r->band.length != r->block)
        decode_remark(d, "attribute D7 says %u bytes, the data block %u",
                      (unsigned)r->band.length, (unsigned)r->block);
    r->memory.stride = (size_t)r->dot_bits * (r->band.width / 8);
    if (!reserve(d, r->memory.stride * r->band.rows))
        return false;
    start_decoder(r);
    return check_error(d);
}

bool decode_band_feed(struct decoder *d, const uint8_t *bytes, size_t n, size_t *used)
{
    struct band_memory *m = &d->page.memory;

    switch (d->page.band.compression) {
    case COMPRESSION_PACKBITS:
        *used = unpackbits_feed(&m->packbits, bytes, n);
        break;
    case COMPRESSION_G4:
        *used = ung4_feed(&m->g4, bytes, n);
        break;
    case COMPRESSION_JBIG:
        *used = unjbig_feed(&m->jbig, bytes, n);
        break;
    default:
        *used = unslim_feed(&m->slim, bytes, n);
    }
    return check_error(d);
}

static bool finish_decoder(struct page_reader *r)
{
    struct band_memory *m = &r->memory;

    switch (r->band.compression) {
    case COMPRESSION_PACKBITS:
        return unpackbits_finish(&m->packbits);
    case COMPRESSION_G4:
        return ung4_finish(&m->g4);
    case COMPRESSION_JBIG:
        return unjbig_finish(&m->jbig);
    default:
        return unslim_finish(&m->slim);
    }
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

/* Remarks on the bits that are set of oddities. */
static void remark_oddities(struct decoder *d, unsigned oddities, const char *const *texts,
                            size_t num_texts)
{
    size_t i;

    for (i = 0; i < num_texts; i++)
        if (oddities >> i & 1)
            decode_remark(d, "page %u, band at row %d %s", d->page.page.number,
                          (int)d->page.band.y, texts[i]);
}

static void remark_slim(struct decoder *d)
{
    static const char *const texts[] = {"uses unknown parameters", "has another len",
                                        "has another padding", "does not end in 80",
                                        "has a copy beyond the end of a row"};
    const struct page_reader *r = &d->page;
    bool last = r->rows_done == r->page.height;

    remark_oddities(d, r->memory.slim.oddities, texts, sizeof texts / sizeof texts[0]);
    if (r->memory.slim.more == last)
        decode_remark(d, "page %u, band at row %d says that %s", r->page.number, (int)r->band.y,
                      last ? "more bands follow the last" : "it is the last");
}

static void remark_band(struct decoder *d)
{
    static const char *const packbits[] = {"has a packet beyond the end of a row",
                                           "has a count of 80 inside", "does not end in 80"};
    static const char *const g4[] = {"has another end"};
    static const char *const jbig[] = {"has another JBIG header", "does not end in FF 03"};
    const struct page_reader *r = &d->page;

    switch (r->band.compression) {
    case COMPRESSION_PACKBITS:
        remark_oddities(d, r->memory.packbits.oddities, packbits, 3);
        break;
    case COMPRESSION_G4:
        remark_oddities(d, r->memory.g4.oddities, g4, 1);
        break;
    case COMPRESSION_JBIG:
        remark_oddities(d, r->memory.jbig.oddities, jbig, 2);
        break;
    default:
        remark_slim(d);
    }
    if (ink_beyond(r->memory.bits, r->memory.stride, r->band.rows, r->page.width))
        decode_remark(d, "page %u, band at row %d has ink right of the page", r->page.number,
                      (int)r->band.y);
}

/*
 * Two bits of each dot become one, in their own place: 11 is black, 00 is white. What the
 * others would be on paper is not known; they become what they are nearer to. True when there
 * are any.
 */
static bool merge_dot_bits(uint8_t *bits, size_t n)
{
    bool others = false;
    size_t i;
    unsigned k;

    for (i = 0; i < n; i++) {
        unsigned two = (unsigned)bits[2 * i] << 8 | bits[2 * i + 1], one = 0;

        for (k = 16; k > 0; k -= 2) {
            unsigned dot = two >> (k - 2) & 3;

            one = one << 1 | dot >> 1;
            others |= dot == 1 || dot == 2;
        }
        bits[i] = (uint8_t)one;
    }
    return others;
}

static void merge_dots(struct decoder *d)
{
    struct page_reader *r = &d->page;

    if (r->dot_bits != 2)
        return;
    r->memory.stride /= 2;
    if (merge_dot_bits(r->memory.bits, r->memory.stride * r->band.rows))
        decode_remark(d, "page %u, band at row %d has dots between black and white",
                      r->page.number, (int)r->band.y);
}

bool decode_band_end(struct decoder *d)
{
    struct page_reader *r = &d->page;

    if (!finish_decoder(r))
        return check_error(d);
    r->band_done = true;
    r->rows_done += r->band.rows;
    r->page.bands++;
    r->page.bytes += r->block;
    merge_dots(d);
    if (d->callbacks.remark)
        remark_band(d);
    if (d->callbacks.band && !d->callbacks.band(d->callbacks.ctx, &r->page, (uint32_t)r->band.y,
                                                r->band.rows, r->memory.stride, r->memory.bits))
        return decode_fail(d, "stopped by the caller");
    return true;
}

void decode_band_free(struct decoder *d)
{
    free(d->page.memory.bits);
    unjbig_free(&d->page.memory.jbig);
}
