/*
 * document.c - pages to encode, see document.h.
 * Effects: reads files.
 * Source: PWG 5102.4 and cups/raster.h for raster, netpbm's pbm(5) for PBM.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/ufr2lt/document.h"

#include <cups/raster.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SNIFFED        8u
#define MAX_LINE_BYTES (8u << 20)

struct document {
    FILE *file;
    uint8_t first[SNIFFED]; /* bytes that were read to see what it is */
    size_t first_have, first_at;
    cups_raster_t *raster; /* NULL: PBM */
    bool plain;            /* P1 */
    unsigned pages;
    uint32_t lines_left;
    size_t line_bytes; /* as they stand in the file */
    uint8_t *raster_line;
};

static size_t read_bytes(struct document *d, void *bytes, size_t n)
{
    size_t have = 0;

    for (; have < n && d->first_at < d->first_have; have++)
        ((uint8_t *)bytes)[have] = d->first[d->first_at++];
    return have + fread((uint8_t *)bytes + have, 1, n - have, d->file);
}

static int read_byte(struct document *d)
{
    return d->first_at < d->first_have ? d->first[d->first_at++] : getc(d->file);
}

/* libcups asks for bytes. */
static ssize_t read_raster(void *ctx, unsigned char *bytes, size_t n)
{
    return (ssize_t)read_bytes(ctx, bytes, n);
}

static bool is_raster(const uint8_t *p, size_t n)
{
    static const char *const magics[] = {"RaS2", "2SaR", "RaS3", "3SaR",
                                         "RaSt", "tSaR", "UNIR"};
    size_t i;

    for (i = 0; i < sizeof magics / sizeof magics[0]; i++)
        if (n >= 4 && memcmp(p, magics[i], 4) == 0)
            return true;
    return false;
}

static bool is_pbm(const uint8_t *p, size_t n)
{
    return n >= 3 && p[0] == 'P' && (p[1] == '4' || p[1] == '1');
}

struct document *document_open(const char *path, char *why, size_t why_size)
{
    struct document *d = calloc(1, sizeof *d);

    if (!d) {
        snprintf(why, why_size, "out of memory");
        return NULL;
    }
    d->file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!d->file) {
        snprintf(why, why_size, "%s", strerror(errno));
        free(d);
        return NULL;
    }
    d->first_have = fread(d->first, 1, sizeof d->first, d->file);
    if (is_raster(d->first, d->first_have)) {
        d->raster = cupsRasterOpenIO(read_raster, d, CUPS_RASTER_READ);
        if (d->raster)
            return d;
        snprintf(why, why_size, "damaged raster");
    } else if (is_pbm(d->first, d->first_have)) {
        return d;
    } else {
        snprintf(why, why_size, "neither PWG raster, URF nor PBM (P4 or P1)");
    }
    document_close(d);
    return NULL;
}

void document_close(struct document *d)
{
    if (!d)
        return;
    if (d->raster)
        cupsRasterClose(d->raster);
    if (d->file && d->file != stdin)
        fclose(d->file);
    free(d->raster_line);
    free(d);
}

/* ---- PBM ---- */

/* White space and comments; the byte behind them. */
static int skip_blanks(struct document *d)
{
    int c = read_byte(d);

    while (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '#') {
        if (c == '#')
            while (c != '\n' && c != EOF)
                c = read_byte(d);
        else
            c = read_byte(d);
    }
    return c;
}

/* A number and the one blank behind it. */
static bool read_number(struct document *d, uint32_t limit, uint32_t *number)
{
    int c = skip_blanks(d);
    uint32_t n = 0;

    if (c < '0' || c > '9')
        return false;
    for (; c >= '0' && c <= '9'; c = read_byte(d)) {
        n = 10 * n + (uint32_t)(c - '0');
        if (n > limit)
            return false;
    }
    *number = n;
    return n > 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r');
}

static int pbm_page(struct document *d, struct document_page *page, char *why, size_t why_size)
{
    int c = skip_blanks(d);

    if (c == EOF && d->pages > 0)
        return 0;
    if (c == 'P')
        c = read_byte(d);
    if (c != '4' && c != '1') {
        snprintf(why, why_size, "no PBM picture begins here");
        return -1;
    }
    d->plain = c == '1';
    if (!read_number(d, PIPELINE_MAX_WIDTH, &page->width) ||
        !read_number(d, PIPELINE_MAX_HEIGHT, &page->height)) {
        snprintf(why, why_size, "a PBM of impossible size");
        return -1;
    }
    page->pixel = PIXEL_BLACK1;
    d->line_bytes = (page->width + 7) / 8;
    d->lines_left = page->height;
    d->pages++;
    return 1;
}

/* A line of 0s and 1s becomes bits. */
static bool plain_line(struct document *d, uint8_t *line, uint32_t width)
{
    uint32_t x;

    memset(line, 0, d->line_bytes);
    for (x = 0; x < width; x++) {
        int c = skip_blanks(d);

        if (c != '0' && c != '1')
            return false;
        if (c == '1')
            line[x / 8] |= (uint8_t)(0x80 >> x % 8);
    }
    return true;
}

/* ---- raster ---- */

static bool pixel_of(const cups_page_header2_t *h, enum pixel *pixel)
{
    static const struct {
        cups_cspace_t space;
        unsigned bits, pixel_bits;
        enum pixel pixel;
    } rows[] = {
        {CUPS_CSPACE_W,        1,  1,  PIXEL_GRAY1 },
        {CUPS_CSPACE_SW,       1,  1,  PIXEL_GRAY1 },
        {CUPS_CSPACE_W,        8,  8,  PIXEL_GRAY8 },
        {CUPS_CSPACE_SW,       8,  8,  PIXEL_GRAY8 },
        {CUPS_CSPACE_W,        16, 16, PIXEL_GRAY16},
        {CUPS_CSPACE_SW,       16, 16, PIXEL_GRAY16},
        {CUPS_CSPACE_K,        1,  1,  PIXEL_BLACK1},
        {CUPS_CSPACE_K,        8,  8,  PIXEL_BLACK8},
        {CUPS_CSPACE_RGB,      8,  24, PIXEL_RGB8  },
        {CUPS_CSPACE_RGB,      16, 48, PIXEL_RGB16 },
        {CUPS_CSPACE_SRGB,     8,  24, PIXEL_RGB8  },
        {CUPS_CSPACE_SRGB,     16, 48, PIXEL_RGB16 },
        {CUPS_CSPACE_ADOBERGB, 8,  24, PIXEL_RGB8  },
        {CUPS_CSPACE_ADOBERGB, 16, 48, PIXEL_RGB16 },
        {CUPS_CSPACE_CMYK,     8,  32, PIXEL_CMYK8 },
    };
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (h->cupsColorSpace == rows[i].space && h->cupsBitsPerColor == rows[i].bits &&
            h->cupsBitsPerPixel == rows[i].pixel_bits) {
            *pixel = rows[i].pixel;
            return true;
        }
    return false;
}

static uint32_t to_hmm(uint32_t dots, uint32_t dpi)
{
    return (uint32_t)(((uint64_t)dots * 2540 + dpi / 2) / dpi);
}

static bool sound(const cups_page_header2_t *h, const struct document_page *page)
{
    return page->width > 0 && page->height > 0 && page->width <= PIPELINE_MAX_WIDTH &&
           page->height <= PIPELINE_MAX_HEIGHT && page->x_dpi > 0 && page->y_dpi > 0 &&
           page->x_dpi <= 4800 && page->y_dpi <= 4800 &&
           h->cupsBytesPerLine >= pixel_line_bytes(page->pixel, page->width) &&
           h->cupsBytesPerLine <= MAX_LINE_BYTES;
}

static int raster_page(struct document *d, struct document_page *page, char *why,
                       size_t why_size)
{
    cups_page_header2_t h;
    const char *error;
    uint8_t *line;

    if (!cupsRasterReadHeader2(d->raster, &h)) {
        if (d->pages > 0 && feof(d->file))
            return 0;
        error = cupsRasterErrorString();
        snprintf(why, why_size, "damaged raster%s%s", error ? ": " : "", error ? error : "");
        return -1;
    }
    if (!pixel_of(&h, &page->pixel) || h.cupsColorOrder != CUPS_ORDER_CHUNKED) {
        snprintf(why, why_size, "pixels of color space %u with %u bits cannot be used",
                 (unsigned)h.cupsColorSpace, h.cupsBitsPerPixel);
        return -1;
    }
    page->width = h.cupsWidth;
    page->height = h.cupsHeight;
    page->x_dpi = h.HWResolution[0];
    page->y_dpi = h.HWResolution[1];
    if (!sound(&h, page)) {
        snprintf(why, why_size, "a page of impossible size");
        return -1;
    }
    page->width_hmm = to_hmm(page->width, page->x_dpi);
    page->length_hmm = to_hmm(page->height, page->y_dpi);
    line = realloc(d->raster_line, h.cupsBytesPerLine);
    if (!line) {
        snprintf(why, why_size, "out of memory");
        return -1;
    }
    d->raster_line = line;
    d->line_bytes = h.cupsBytesPerLine;
    d->lines_left = page->height;
    d->pages++;
    return 1;
}

/* ---- both ---- */

int document_page(struct document *d, struct document_page *page, char *why, size_t why_size)
{
    memset(page, 0, sizeof *page);
    return d->raster ? raster_page(d, page, why, why_size) : pbm_page(d, page, why, why_size);
}

bool document_line(struct document *d, const struct document_page *page, uint8_t *line,
                   char *why, size_t why_size)
{
    bool good;

    if (d->raster) {
        good = cupsRasterReadPixels(d->raster, d->raster_line, (unsigned)d->line_bytes) ==
               d->line_bytes;
        if (good)
            memcpy(line, d->raster_line, pixel_line_bytes(page->pixel, page->width));
    } else if (d->plain) {
        good = plain_line(d, line, page->width);
    } else {
        good = read_bytes(d, line, d->line_bytes) == d->line_bytes;
    }
    if (!good)
        snprintf(why, why_size, "page %u breaks off with %u lines missing", d->pages,
                 (unsigned)d->lines_left);
    d->lines_left -= good;
    return good;
}
