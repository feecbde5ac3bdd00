/*
 * raster-reader.c - see raster-reader.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "raster-reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How a line becomes 8 bits a pixel. */
enum shape {
    SHAPE_PASS, /* it is */
    SHAPE_BITS, /* 1 bit */
    SHAPE_16,   /* 16 bits gray or black */
    SHAPE_RGB8,
    SHAPE_RGB16,
    SHAPE_CMYK8,
};

struct raster_reader {
    cups_raster_t *raster; /* NULL: what came is no raster */
    ssize_t (*read)(void *ctx, unsigned char *buffer, size_t n);
    void *ctx;
    enum shape shape;
    uint32_t width;
    size_t line_bytes;     /* of the stream's lines */
    uint8_t *line;         /* line_bytes, when a line is converted */
    size_t header_request; /* bytes the library asks for at a page boundary, see read_bytes */
    size_t first_request;  /* asked for first in this reading of a header; 0: nothing yet */
    bool header_begun;     /* a byte came in this reading of a header */
    bool ended;            /* the data is at its end */
    unsigned pages;
    char error[160];
};

static bool fail(struct raster_reader *r, const char *why)
{
    if (r->error[0] == '\0')
        snprintf(r->error, sizeof(r->error), "%s", why);
    return false;
}

/*
 * The library's way to its bytes. At a page boundary nothing is left in the library's buffer,
 * so it asks for a whole header at once and gets none of it; asking for another number (the
 * rest of it, or a new buffer for its last bytes) means that a part of a header came before.
 */
static ssize_t read_bytes(void *ctx, unsigned char *buffer, size_t n)
{
    struct raster_reader *r = ctx;
    ssize_t got;

    if (r->first_request == 0)
        r->first_request = n;
    got = r->read(r->ctx, buffer, n);
    if (got <= 0)
        r->ended = true;
    else
        r->header_begun = true;
    return got;
}

struct raster_reader *
raster_reader_new(ssize_t (*read)(void *ctx, unsigned char *buffer, size_t n), void *ctx)
{
    struct raster_reader *r = calloc(1, sizeof(*r));

    if (r == NULL)
        return NULL;
    r->read = read;
    r->ctx = ctx;
    r->raster = cupsRasterOpenIO(read_bytes, r, CUPS_RASTER_READ);
    if (r->raster == NULL)
        (void)fail(r, "The document is not a PWG or Apple raster, or it is empty.");
    return r;
}

/* The pixels of a header as one of our shapes; false when they are none we know. */
static bool shape_of(const cups_page_header2_t *h, enum shape *shape)
{
    bool gray = h->cupsColorSpace == CUPS_CSPACE_W || h->cupsColorSpace == CUPS_CSPACE_SW ||
                h->cupsColorSpace == CUPS_CSPACE_K;
    bool rgb = h->cupsColorSpace == CUPS_CSPACE_RGB || h->cupsColorSpace == CUPS_CSPACE_SRGB ||
               h->cupsColorSpace == CUPS_CSPACE_ADOBERGB;

    if (gray && h->cupsBitsPerPixel == h->cupsBitsPerColor) {
        *shape = h->cupsBitsPerColor == 1    ? SHAPE_BITS
                 : h->cupsBitsPerColor == 16 ? SHAPE_16
                                             : SHAPE_PASS;
        return h->cupsBitsPerColor == 1 || h->cupsBitsPerColor == 8 ||
               h->cupsBitsPerColor == 16;
    }
    if (rgb && h->cupsBitsPerPixel == 3 * h->cupsBitsPerColor) {
        *shape = h->cupsBitsPerColor == 16 ? SHAPE_RGB16 : SHAPE_RGB8;
        return h->cupsBitsPerColor == 8 || h->cupsBitsPerColor == 16;
    }
    *shape = SHAPE_CMYK8;
    return h->cupsColorSpace == CUPS_CSPACE_CMYK && h->cupsBitsPerColor == 8 &&
           h->cupsBitsPerPixel == 32;
}

/* What is wrong with a header, NULL if nothing is. */
static const char *judge(const cups_page_header2_t *h, enum shape *shape)
{
    if (h->cupsWidth == 0 || h->cupsHeight == 0)
        return "The document has a page without size.";
    if (h->cupsWidth > RASTER_MAX_WIDTH || h->cupsHeight > RASTER_MAX_HEIGHT)
        return "The document has a page that is too large.";
    if (h->HWResolution[0] < RASTER_MIN_DPI || h->HWResolution[0] > RASTER_MAX_DPI ||
        h->HWResolution[1] < RASTER_MIN_DPI || h->HWResolution[1] > RASTER_MAX_DPI)
        return "The document has a page whose resolution makes no sense.";
    if (h->cupsColorOrder != CUPS_ORDER_CHUNKED || !shape_of(h, shape))
        return "The document has a page in colours that cannot be read.";
    if (h->cupsBytesPerLine != (h->cupsWidth * h->cupsBitsPerPixel + 7) / 8)
        return "The document has a damaged page header.";
    return NULL;
}

/* The same page in 8-bit gray or black. */
static void normalise(struct raster_reader *r, cups_page_header2_t *h)
{
    unsigned *total = &h->cupsInteger[CUPS_RASTER_PWG_TotalPageCount];

    r->width = h->cupsWidth;
    r->line_bytes = h->cupsBytesPerLine;
    if (h->cupsColorSpace != CUPS_CSPACE_K)
        h->cupsColorSpace = CUPS_CSPACE_SW;
    h->cupsBitsPerColor = 8;
    h->cupsBitsPerPixel = 8;
    h->cupsNumColors = 1;
    h->cupsBytesPerLine = h->cupsWidth;
    *total = *total > 100000 ? 0 : *total;
}

bool raster_reader_page(struct raster_reader *r, cups_page_header2_t *h)
{
    const char *why;

    if (r->error[0] != '\0')
        return false;
    r->first_request = 0;
    r->header_begun = false;
    if (!cupsRasterReadHeader2(r->raster, h)) {
        if (r->pages > 0 && r->ended && !r->header_begun &&
            r->first_request == r->header_request)
            return false; /* between two pages */
        return fail(r, r->ended ? "The document ends too early." : "The document is damaged.");
    }
    if (r->pages++ == 0)
        r->header_request = r->first_request;
    if ((why = judge(h, &r->shape)) != NULL)
        return fail(r, why);
    normalise(r, h);
    free(r->line);
    r->line = NULL;
    if (r->shape != SHAPE_PASS && (r->line = malloc(r->line_bytes)) == NULL)
        return fail(r, "There is not enough memory for the page.");
    return true;
}

static uint16_t sample16(const uint8_t *line, size_t i)
{
    uint16_t value;

    memcpy(&value, line + 2 * i, 2);
    return value;
}

/* Luma of ITU-R BT.601, in 1/256; the shares add up to 256. */
static unsigned luma(unsigned r, unsigned g, unsigned b)
{
    return (77 * r + 150 * g + 29 * b + 128) >> 8;
}

static void convert(const struct raster_reader *r, uint8_t *out)
{
    const uint8_t *in = r->line;

    for (size_t i = 0; i < r->width; i++) {
        switch (r->shape) {
        case SHAPE_BITS:
            out[i] = in[i / 8] & (0x80 >> (i % 8)) ? 255 : 0;
            break;
        case SHAPE_16:
            out[i] = (uint8_t)((sample16(in, i) * 255u + 32767) / 65535);
            break;
        case SHAPE_RGB8:
            out[i] = (uint8_t)luma(in[3 * i], in[3 * i + 1], in[3 * i + 2]);
            break;
        case SHAPE_RGB16:
            out[i] = (uint8_t)((luma(sample16(in, 3 * i), sample16(in, 3 * i + 1),
                                     sample16(in, 3 * i + 2)) *
                                    255u +
                                32767) /
                               65535);
            break;
        case SHAPE_CMYK8: {
            unsigned ink = luma(in[4 * i], in[4 * i + 1], in[4 * i + 2]) + in[4 * i + 3];

            out[i] = (uint8_t)(255 - (ink > 255 ? 255 : ink));
            break;
        }
        case SHAPE_PASS:
            break;
        }
    }
}

bool raster_reader_line(struct raster_reader *r, uint8_t *line)
{
    uint8_t *to = r->shape == SHAPE_PASS ? line : r->line;

    if (r->error[0] != '\0')
        return false;
    if (cupsRasterReadPixels(r->raster, to, (unsigned)r->line_bytes) != r->line_bytes)
        return fail(r, r->ended ? "The document ends too early." : "The document is damaged.");
    if (r->shape != SHAPE_PASS)
        convert(r, line);
    return true;
}

const char *raster_reader_error(const struct raster_reader *r)
{
    return r->error;
}

void raster_reader_free(struct raster_reader *r)
{
    if (r == NULL)
        return;
    if (r->raster != NULL)
        cupsRasterClose(r->raster);
    free(r->line);
    free(r);
}
