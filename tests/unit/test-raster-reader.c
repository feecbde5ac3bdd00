/*
 * test-raster-reader.c - raster documents of clients: what is read, and what is refused.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/raster-reader.h"
#include "tap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct document {
    uint8_t *bytes;
    size_t n, room, at;
    size_t piece; /* bytes that come at once at most; 0: as many as are asked for */
};

static ssize_t put(void *ctx, unsigned char *bytes, size_t n)
{
    struct document *d = ctx;

    if (d->room - d->n < n) {
        d->room = 2 * (d->room + n);
        d->bytes = realloc(d->bytes, d->room);
    }
    memcpy(d->bytes + d->n, bytes, n);
    d->n += n;
    return (ssize_t)n;
}

static ssize_t get(void *ctx, unsigned char *bytes, size_t n)
{
    struct document *d = ctx;
    size_t left = d->n - d->at;

    if (n > left)
        n = left;
    if (d->piece > 0 && n > d->piece)
        n = d->piece;
    memcpy(bytes, d->bytes + d->at, n);
    d->at += n;
    return (ssize_t)n;
}

static cups_page_header2_t make_header(unsigned width, unsigned height, unsigned depth,
                                       unsigned colors, cups_cspace_t space)
{
    cups_page_header2_t h;

    memset(&h, 0, sizeof(h));
    snprintf(h.MediaClass, sizeof(h.MediaClass), "PwgRaster");
    h.HWResolution[0] = h.HWResolution[1] = 600;
    h.PageSize[0] = 595;
    h.PageSize[1] = 842;
    h.cupsWidth = width;
    h.cupsHeight = height;
    h.cupsBitsPerColor = depth;
    h.cupsBitsPerPixel = depth * colors;
    h.cupsNumColors = colors;
    h.cupsBytesPerLine = (width * depth * colors + 7) / 8;
    h.cupsColorSpace = space;
    h.NumCopies = 1;
    return h;
}

/* pages pages, each line of which is line */
static struct document make_document(cups_page_header2_t *h, unsigned pages, uint8_t *line)
{
    struct document d = {.n = 0};
    cups_raster_t *raster = cupsRasterOpenIO(put, &d, CUPS_RASTER_WRITE_PWG);

    for (unsigned page = 0; page < pages; page++) {
        cupsRasterWriteHeader2(raster, h);
        for (unsigned y = 0; y < h->cupsHeight; y++)
            cupsRasterWritePixels(raster, line, h->cupsBytesPerLine);
    }
    cupsRasterClose(raster);
    return d;
}

/* Read all; pages that were whole, and the error at the end in why. */
static unsigned read_all(struct document *d, char why[200], uint8_t *first_line,
                         cups_page_header2_t *first)
{
    struct raster_reader *reader;
    cups_page_header2_t h;
    unsigned whole = 0;
    uint8_t line[4096];

    d->at = 0;
    reader = raster_reader_new(get, d);
    why[0] = '\0';
    while (reader != NULL && raster_reader_page(reader, &h)) {
        unsigned y = 0;

        while (y < h.cupsHeight && raster_reader_line(reader, line)) {
            if (y == 0 && whole == 0 && first_line != NULL)
                memcpy(first_line, line, h.cupsBytesPerLine);
            y++;
        }
        if (whole == 0 && first != NULL)
            *first = h;
        if (y < h.cupsHeight)
            break;
        whole++;
    }
    if (reader != NULL)
        snprintf(why, 200, "%s", raster_reader_error(reader));
    raster_reader_free(reader);
    return whole;
}

static void test_shapes(void)
{
    static const struct {
        const char *name;
        unsigned depth, colors;
        cups_cspace_t space;
        uint8_t line[32];
        uint8_t wanted[4];
    } shapes[] = {
        {"8-bit gray",  8, 1, CUPS_CSPACE_SW, {0, 255, 7, 128},                                          {0, 255, 7, 128}},
        {"8-bit black", 8, 1, CUPS_CSPACE_K,  {0, 255, 7, 128},                                          {0, 255, 7, 128}},
        {"1-bit gray",  1, 1, CUPS_CSPACE_SW, {0x60},                                                    {0, 255, 255, 0}},
        {"1-bit black", 1, 1, CUPS_CSPACE_K,  {0x60},                                                    {0, 255, 255, 0}},
        {"sRGB",
         8,                3,
         CUPS_CSPACE_SRGB,                    {0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 255},
         {0, 255, 77, 29}                                                                                                },
        {"CMYK",
         8,                4,
         CUPS_CSPACE_CMYK,                    {0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 255, 0, 0, 0, 0, 55},
         {0, 255, 0, 200}                                                                                                },
    };
    char why[200];

    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        cups_page_header2_t h =
            make_header(4, 2, shapes[i].depth, shapes[i].colors, shapes[i].space);
        cups_page_header2_t seen = h;
        uint8_t line[32], got[4096] = {0};
        struct document d;

        memcpy(line, shapes[i].line, sizeof(line));
        d = make_document(&h, 1, line);
        ok(read_all(&d, why, got, &seen) == 1 && why[0] == '\0' &&
               memcmp(got, shapes[i].wanted, 4) == 0,
           "A page of %s arrives as 8 bits a pixel", shapes[i].name);
        ok(seen.cupsBitsPerPixel == 8 && seen.cupsNumColors == 1 &&
               seen.cupsBytesPerLine == 4 &&
               seen.cupsColorSpace ==
                   (shapes[i].space == CUPS_CSPACE_K ? CUPS_CSPACE_K : CUPS_CSPACE_SW),
           "The header of a page of %s says so", shapes[i].name);
        free(d.bytes);
    }
}

static void test_16_bits(void)
{
    cups_page_header2_t h = make_header(3, 1, 16, 1, CUPS_CSPACE_SW);
    uint16_t line[3] = {0, 65535, 32896};
    uint8_t bytes[6], got[4096] = {0};
    struct document d;
    char why[200];

    memcpy(bytes, line, sizeof(bytes));
    d = make_document(&h, 1, bytes);
    ok(read_all(&d, why, got, NULL) == 1 && got[0] == 0 && got[1] == 255 && got[2] == 128,
       "16-bit samples are rounded to 8 bits");
    free(d.bytes);
}

/* piece: how the bytes come; a connection gives what it has. */
static void test_truncation(size_t piece)
{
    cups_page_header2_t h = make_header(200, 40, 8, 1, CUPS_CSPACE_SW);
    uint8_t line[200];
    struct document d;
    unsigned silent = 0, wrong = 0;
    char why[200];
    size_t whole;

    for (unsigned i = 0; i < sizeof(line); i++)
        line[i] = (uint8_t)(i * 37);
    d = make_document(&h, 2, line);
    whole = d.n;
    d.piece = piece;
    ok(read_all(&d, why, NULL, NULL) == 2 && why[0] == '\0',
       "A whole document has no error (pieces of %zu bytes)", piece);
    /* one that ends exactly after its first page is a whole document of one page */
    for (size_t n = 0; n < whole; n++) {
        unsigned pages;

        d.n = n;
        pages = read_all(&d, why, NULL, NULL);
        if (why[0] == '\0' && pages != 1)
            silent++;
        if (pages > 1)
            wrong++;
        if (why[0] == '\0' && pages == 1 && n != 4 + (whole - 4) / 2)
            silent++;
    }
    ok(silent == 0, "A document cut off at any byte is noticed (pieces of %zu: %u times not)",
       piece, silent);
    ok(wrong == 0, "No page of a cut-off document counts as whole that is not");
    free(d.bytes);
}

static void be32(uint8_t *p, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* A document whose header was changed behind its writer's back at an offset. */
static void refuse(const char *what, size_t offset, uint32_t value)
{
    cups_page_header2_t h = make_header(64, 4, 8, 1, CUPS_CSPACE_SW);
    uint8_t line[64] = {0};
    struct document d = make_document(&h, 1, line);
    char why[200];

    be32(d.bytes + 4 + offset, value);
    ok(read_all(&d, why, NULL, NULL) == 0 && why[0] != '\0', "A page %s is refused: %s", what,
       why);
    free(d.bytes);
}

static void test_headers(void)
{
    struct document garbage = {.bytes = malloc(64), .n = 64};
    struct document nothing = {.bytes = garbage.bytes, .n = 0};
    char why[200];

    refuse("without width", offsetof(cups_page_header2_t, cupsWidth), 0);
    refuse("wider than any paper", offsetof(cups_page_header2_t, cupsWidth), 0x7fffffff);
    refuse("higher than any paper", offsetof(cups_page_header2_t, cupsHeight), 0xffffffff);
    refuse("of 1 dpi", offsetof(cups_page_header2_t, HWResolution), 1);
    refuse("of a million dpi", offsetof(cups_page_header2_t, HWResolution), 1000000);
    refuse("in an unknown order", offsetof(cups_page_header2_t, cupsColorOrder), 2);
    refuse("in an unknown colour space", offsetof(cups_page_header2_t, cupsColorSpace), 15);
    refuse("of 4 bits", offsetof(cups_page_header2_t, cupsBitsPerColor), 4);
    memset(garbage.bytes, 'x', 64);
    ok(read_all(&garbage, why, NULL, NULL) == 0 && why[0] != '\0',
       "Something else than a raster is refused with a reason");
    ok(read_all(&nothing, why, NULL, NULL) == 0 && why[0] != '\0',
       "An empty document is refused with a reason");
    free(garbage.bytes);
}

int main(void)
{
    test_shapes();
    test_16_bits();
    test_truncation(0);
    test_truncation(1);
    test_truncation(7);
    test_truncation(1000);
    test_truncation(1796); /* a header */
    test_headers();
    return tap_done();
}
