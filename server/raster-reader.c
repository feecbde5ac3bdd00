/*
 * raster-reader.c - see raster-reader.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "raster-reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct raster_reader {
    cups_raster_t *raster; /* NULL: what came is no raster */
    ssize_t (*read)(void *ctx, unsigned char *buffer, size_t n);
    void *ctx;
    bool narrow;           /* 16 bits a sample become 8 */
    size_t line_bytes;     /* of the stream's lines */
    uint8_t *line;         /* line_bytes, when narrow */
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

/* The kinds of pixels that are read, PWG 5102.4 and Apple raster. Of what the pipeline takes in
 * 8 bits only, 16 are made 8. */
static const struct kind {
    cups_cspace_t space;
    unsigned depth, colors;
    enum pixel pixel;
    bool narrow;
} kinds[] = {
    {CUPS_CSPACE_SW,       1,  1, PIXEL_GRAY1,  false},
    {CUPS_CSPACE_SW,       8,  1, PIXEL_GRAY8,  false},
    {CUPS_CSPACE_SW,       16, 1, PIXEL_GRAY16, false},
    {CUPS_CSPACE_W,        1,  1, PIXEL_GRAY1,  false},
    {CUPS_CSPACE_W,        8,  1, PIXEL_GRAY8,  false},
    {CUPS_CSPACE_W,        16, 1, PIXEL_GRAY16, false},
    {CUPS_CSPACE_K,        1,  1, PIXEL_BLACK1, false},
    {CUPS_CSPACE_K,        8,  1, PIXEL_BLACK8, false},
    {CUPS_CSPACE_K,        16, 1, PIXEL_BLACK8, true },
    {CUPS_CSPACE_SRGB,     8,  3, PIXEL_RGB8,   false},
    {CUPS_CSPACE_SRGB,     16, 3, PIXEL_RGB16,  false},
    {CUPS_CSPACE_RGB,      8,  3, PIXEL_RGB8,   false},
    {CUPS_CSPACE_RGB,      16, 3, PIXEL_RGB16,  false},
    {CUPS_CSPACE_ADOBERGB, 8,  3, PIXEL_RGB8,   false},
    {CUPS_CSPACE_ADOBERGB, 16, 3, PIXEL_RGB16,  false},
    {CUPS_CSPACE_CMYK,     8,  4, PIXEL_CMYK8,  false},
    {CUPS_CSPACE_CMYK,     16, 4, PIXEL_CMYK8,  true },
};

/* NULL: none we know. */
static const struct kind *kind_of(const cups_page_header2_t *h)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (h->cupsColorSpace == kinds[i].space && h->cupsBitsPerColor == kinds[i].depth &&
            h->cupsBitsPerPixel == kinds[i].depth * kinds[i].colors)
            return &kinds[i];
    return NULL;
}

/* What is wrong with a header, NULL if nothing is. */
static const char *judge(const cups_page_header2_t *h)
{
    if (h->cupsWidth == 0 || h->cupsHeight == 0)
        return "The document has a page without size.";
    if (h->cupsWidth > RASTER_MAX_WIDTH || h->cupsHeight > RASTER_MAX_HEIGHT)
        return "The document has a page that is too large.";
    if (h->HWResolution[0] < RASTER_MIN_DPI || h->HWResolution[0] > RASTER_MAX_DPI ||
        h->HWResolution[1] < RASTER_MIN_DPI || h->HWResolution[1] > RASTER_MAX_DPI)
        return "The document has a page whose resolution makes no sense.";
    if (h->cupsColorOrder != CUPS_ORDER_CHUNKED || kind_of(h) == NULL)
        return "The document has a page in colours that cannot be read.";
    if (h->cupsBytesPerLine != (h->cupsWidth * h->cupsBitsPerPixel + 7) / 8)
        return "The document has a damaged page header.";
    return NULL;
}

/* Words that end, numbers that can be, and lines as they are handed out. */
static void normalise(struct raster_reader *r, cups_page_header2_t *h)
{
    unsigned *total = &h->cupsInteger[CUPS_RASTER_PWG_TotalPageCount];

    r->line_bytes = h->cupsBytesPerLine;
    if (r->narrow) {
        h->cupsBitsPerColor /= 2;
        h->cupsBitsPerPixel /= 2;
        h->cupsBytesPerLine /= 2;
    }
    h->MediaType[sizeof(h->MediaType) - 1] = '\0';
    h->OutputType[sizeof(h->OutputType) - 1] = '\0';
    h->cupsPageSizeName[sizeof(h->cupsPageSizeName) - 1] = '\0';
    *total = *total > 100000 ? 0 : *total;
}

bool raster_reader_page(struct raster_reader *r, cups_page_header2_t *h, enum pixel *pixel)
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
    if ((why = judge(h)) != NULL)
        return fail(r, why);
    *pixel = kind_of(h)->pixel;
    r->narrow = kind_of(h)->narrow;
    normalise(r, h);
    free(r->line);
    r->line = NULL;
    if (r->narrow && (r->line = malloc(r->line_bytes)) == NULL)
        return fail(r, "There is not enough memory for the page.");
    return true;
}

/* Each sample of the line to 8 bits, rounded. */
static void narrow(const struct raster_reader *r, uint8_t *out)
{
    for (size_t i = 0; i < r->line_bytes / 2; i++) {
        uint16_t sample; /* in host order, at any address */

        memcpy(&sample, r->line + 2 * i, 2);
        out[i] = (uint8_t)((sample * 255u + 32767) / 65535);
    }
}

bool raster_reader_line(struct raster_reader *r, uint8_t *line)
{
    uint8_t *to = r->narrow ? r->line : line;

    if (r->error[0] != '\0')
        return false;
    if (cupsRasterReadPixels(r->raster, to, (unsigned)r->line_bytes) != r->line_bytes)
        return fail(r, r->ended ? "The document ends too early." : "The document is damaged.");
    if (r->narrow)
        narrow(r, line);
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
