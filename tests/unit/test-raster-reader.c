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
                         cups_page_header2_t *first, enum pixel *pixel)
{
    struct raster_reader *reader;
    cups_page_header2_t h;
    enum pixel kind;
    unsigned whole = 0;
    uint8_t line[4096];

    d->at = 0;
    reader = raster_reader_new(get, d);
    why[0] = '\0';
    while (reader != NULL && raster_reader_page(reader, &h, &kind)) {
        unsigned y = 0;

        while (y < h.cupsHeight && raster_reader_line(reader, line)) {
            if (y == 0 && whole == 0 && first_line != NULL)
                memcpy(first_line, line, h.cupsBytesPerLine);
            y++;
        }
        if (whole == 0 && first != NULL)
            *first = h;
        if (whole == 0 && pixel != NULL)
            *pixel = kind;
        if (y < h.cupsHeight)
            break;
        whole++;
    }
    if (reader != NULL)
        snprintf(why, 200, "%s", raster_reader_error(reader));
    raster_reader_free(reader);
    return whole;
}

/* A line of 4 pixels of a kind comes as it is. */
static void check_kind(const char *name, cups_cspace_t space, unsigned depth, unsigned colors,
                       enum pixel wanted)
{
    cups_page_header2_t h = make_header(4, 2, depth, colors, space), seen = h;
    uint8_t line[32] = {0x6a, 255, 7, 128, 3, 1, 2, 0, 99, 98, 97, 96};
    uint8_t got[4096] = {0};
    enum pixel pixel = PIXEL_CMYK8;
    struct document d = make_document(&h, 1, line);
    char why[200];

    ok(read_all(&d, why, got, &seen, &pixel) == 1 && why[0] == '\0' && pixel == wanted,
       "A page of %s is told as such %s", name, why);
    ok(seen.cupsBytesPerLine == h.cupsBytesPerLine &&
           memcmp(got, line, h.cupsBytesPerLine) == 0,
       "The lines of %s come as they are", name);
    free(d.bytes);
}

static void test_kinds(void)
{
    check_kind("sgray_1", CUPS_CSPACE_SW, 1, 1, PIXEL_GRAY1);
    check_kind("sgray_8", CUPS_CSPACE_SW, 8, 1, PIXEL_GRAY8);
    check_kind("sgray_16", CUPS_CSPACE_SW, 16, 1, PIXEL_GRAY16);
    check_kind("device gray", CUPS_CSPACE_W, 8, 1, PIXEL_GRAY8);
    check_kind("black_1", CUPS_CSPACE_K, 1, 1, PIXEL_BLACK1);
    check_kind("black_8", CUPS_CSPACE_K, 8, 1, PIXEL_BLACK8);
    check_kind("srgb_8", CUPS_CSPACE_SRGB, 8, 3, PIXEL_RGB8);
    check_kind("srgb_16", CUPS_CSPACE_SRGB, 16, 3, PIXEL_RGB16);
    check_kind("adobe-rgb_8", CUPS_CSPACE_ADOBERGB, 8, 3, PIXEL_RGB8);
    check_kind("rgb_8", CUPS_CSPACE_RGB, 8, 3, PIXEL_RGB8);
    check_kind("cmyk_8", CUPS_CSPACE_CMYK, 8, 4, PIXEL_CMYK8);
}

/* 16 bits of black and CMYK become 8; both as 4 samples. */
static void check_narrow(const char *name, unsigned width, unsigned colors, cups_cspace_t space,
                         enum pixel wanted)
{
    cups_page_header2_t h = make_header(width, 1, 16, colors, space), seen = h;
    uint16_t samples[4] = {0, 65535, 32896, 127};
    uint8_t line[8], got[4096] = {0};
    enum pixel pixel = PIXEL_GRAY1;
    struct document d;
    char why[200];

    memcpy(line, samples, sizeof(line));
    d = make_document(&h, 1, line);
    ok(read_all(&d, why, got, &seen, &pixel) == 1 && pixel == wanted && got[0] == 0 &&
           got[1] == 255 && got[2] == 128 && got[3] == 0,
       "Samples of %s are rounded to 8 bits %s", name, why);
    ok(seen.cupsBitsPerColor == 8 && seen.cupsBitsPerPixel == 8 * colors &&
           seen.cupsBytesPerLine == 4,
       "The header of %s says so", name);
    free(d.bytes);
}

static void test_words(void)
{
    cups_page_header2_t h = make_header(4, 1, 8, 1, CUPS_CSPACE_SW), seen = h;
    uint8_t line[4] = {0};
    struct document d;
    char why[200];

    memset(h.MediaType, 'm', sizeof(h.MediaType));
    memset(h.OutputType, 'o', sizeof(h.OutputType));
    memset(h.cupsPageSizeName, 's', sizeof(h.cupsPageSizeName));
    d = make_document(&h, 1, line);
    ok(read_all(&d, why, NULL, &seen, NULL) == 1 && strlen(seen.MediaType) == 63 &&
           strlen(seen.OutputType) == 63 && strlen(seen.cupsPageSizeName) == 63,
       "Words without an end get one");
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
    ok(read_all(&d, why, NULL, NULL, NULL) == 2 && why[0] == '\0',
       "A whole document has no error (pieces of %zu bytes)", piece);
    /* one that ends exactly after its first page is a whole document of one page */
    for (size_t n = 0; n < whole; n++) {
        unsigned pages;

        d.n = n;
        pages = read_all(&d, why, NULL, NULL, NULL);
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
    ok(read_all(&d, why, NULL, NULL, NULL) == 0 && why[0] != '\0', "A page %s is refused: %s",
       what, why);
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
    refuse("in an ink of the device", offsetof(cups_page_header2_t, cupsColorSpace),
           CUPS_CSPACE_DEVICE1);
    refuse("in CIE Lab", offsetof(cups_page_header2_t, cupsColorSpace), CUPS_CSPACE_CIELab);
    refuse("in an unknown colour space", offsetof(cups_page_header2_t, cupsColorSpace), 15);
    refuse("of 4 bits", offsetof(cups_page_header2_t, cupsBitsPerColor), 4);
    memset(garbage.bytes, 'x', 64);
    ok(read_all(&garbage, why, NULL, NULL, NULL) == 0 && why[0] != '\0',
       "Something else than a raster is refused with a reason");
    ok(read_all(&nothing, why, NULL, NULL, NULL) == 0 && why[0] != '\0',
       "An empty document is refused with a reason");
    free(garbage.bytes);
}

int main(void)
{
    test_kinds();
    check_narrow("black_16", 4, 1, CUPS_CSPACE_K, PIXEL_BLACK8);
    check_narrow("cmyk_16", 1, 4, CUPS_CSPACE_CMYK, PIXEL_CMYK8);
    test_words();
    test_truncation(0);
    test_truncation(1);
    test_truncation(7);
    test_truncation(1000);
    test_truncation(1796); /* a header */
    test_headers();
    return tap_done();
}
