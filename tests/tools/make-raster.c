/*
 * make-raster.c - raster documents whose dots a test can foretell.
 *
 * Each page is white with a black frame of 1 mm, 10 mm from the edges, and as many black
 * squares of 5 mm in a row, 20 mm from the top and from the left, as its number; the squares
 * are 5 mm apart. A mark tells documents apart: its bits, the lowest one leftmost, are bars of
 * 3 by 5 mm, 4 mm from one another, 40 mm from the top. Grain, black and white dots that no
 * coding makes small, fills a band from 60 mm below the top on.
 *
 * The page as a bitmap is known too: -c gives the checksums a perfect printer comes to.
 * Effects: standard output, a file. SPDX-License-Identifier: Apache-2.0
 */
#include <cups/raster.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define MARK_BITS 24u

struct wanted {
    const char *format, *type;
    unsigned width_hmm, length_hmm, dpi, pages, sides;
    unsigned mark, grain_hmm;
    bool noise;         /* gray noise instead of the pattern */
    FILE *checksums;    /* of the pages go there, NULL: nowhere */
    const char *second; /* size of the pages with an even number, NULL: the same */
};

static ssize_t put(void *ctx, unsigned char *bytes, size_t n)
{
    (void)ctx;
    return fwrite(bytes, 1, n, stdout) == n ? (ssize_t)n : -1;
}

static bool size_of(const char *name, unsigned *width, unsigned *length)
{
    static const struct {
        const char *name;
        unsigned width, length;
    } sizes[] = {
        {"a4",        21000, 29700},
        {"letter",    21590, 27940},
        {"a5",        14800, 21000},
        {"a4-turned", 29700, 21000},
        {"stamp",     4000,  3000 }
    };

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
        if (strcmp(sizes[i].name, name) == 0) {
            *width = sizes[i].width;
            *length = sizes[i].length;
            return true;
        }
    return false;
}

static unsigned dots(unsigned hmm, unsigned dpi)
{
    return (unsigned)(((uint64_t)hmm * dpi + 1270) / 2540);
}

/* Whether the pattern is black at a dot; all in 1/100 mm. */
static bool black(const struct wanted *w, unsigned page, unsigned x, unsigned y)
{
    bool inside = x >= 1000 && y >= 1000 && x < w->width_hmm - 1000 && y < w->length_hmm - 1000;
    bool deeper = x >= 1100 && y >= 1100 && x < w->width_hmm - 1100 && y < w->length_hmm - 1100;

    if (inside && !deeper)
        return true;
    if (y >= 4000 && y < 4500 && x >= 2000 && x < 2000 + MARK_BITS * 400)
        return (w->mark >> ((x - 2000) / 400) & 1) != 0 && (x - 2000) % 400 < 300;
    return y >= 2000 && y < 2500 && x >= 2000 && x < 2000 + page * 1000 &&
           (x - 2000) % 1000 < 500;
}

/* Whether two rows of the pattern look the same; in 1/100 mm. */
static bool same_row(const struct wanted *w, unsigned a, unsigned b)
{
    const unsigned edges[] = {1000,
                              1100,
                              2000,
                              2500,
                              4000,
                              4500,
                              6000,
                              6000 + w->grain_hmm,
                              w->length_hmm - 1100,
                              w->length_hmm - 1000};

    if (b >= 6000 && b < 6000 + w->grain_hmm) /* each of the grain is another */
        return false;
    for (size_t i = 0; i < sizeof(edges) / sizeof(edges[0]); i++)
        if ((a >= edges[i]) != (b >= edges[i]))
            return false;
    return true;
}

static unsigned row_hmm(const struct wanted *w, unsigned y)
{
    return (unsigned)((uint64_t)y * 2540 / w->dpi);
}

static bool header(const struct wanted *w, cups_page_header2_t *h)
{
    bool bits = strstr(w->type, "_1") != NULL && strstr(w->type, "_16") == NULL;
    unsigned depth = bits ? 1 : strstr(w->type, "_16") != NULL ? 16 : 8;
    unsigned colors = strstr(w->type, "rgb") ? 3 : strstr(w->type, "cmyk") ? 4 : 1;

    memset(h, 0, sizeof(*h));
    snprintf(h->MediaClass, sizeof(h->MediaClass), "PwgRaster");
    h->HWResolution[0] = h->HWResolution[1] = w->dpi;
    h->cupsWidth = dots(w->width_hmm, w->dpi);
    h->cupsHeight = dots(w->length_hmm, w->dpi);
    h->PageSize[0] = w->width_hmm * 72 / 2540;
    h->PageSize[1] = w->length_hmm * 72 / 2540;
    h->Duplex = w->sides > 1;
    h->Tumble = w->sides > 2;
    h->NumCopies = 1;
    h->cupsBitsPerColor = depth;
    h->cupsNumColors = colors;
    h->cupsBitsPerPixel = depth * colors;
    h->cupsBytesPerLine = (h->cupsWidth * h->cupsBitsPerPixel + 7) / 8;
    h->cupsColorSpace = colors == 3                ? CUPS_CSPACE_SRGB
                        : colors == 4              ? CUPS_CSPACE_CMYK
                        : strstr(w->type, "black") ? CUPS_CSPACE_K
                                                   : CUPS_CSPACE_SW;
    return true;
}

static void make_black(const cups_page_header2_t *h, unsigned x, uint8_t *line)
{
    bool ink = h->cupsColorSpace == CUPS_CSPACE_K || h->cupsColorSpace == CUPS_CSPACE_CMYK;
    unsigned bytes = h->cupsBitsPerPixel / 8;

    if (h->cupsBitsPerPixel == 1)
        line[x / 8] ^= (uint8_t)(0x80 >> (x % 8));
    else if (h->cupsColorSpace == CUPS_CSPACE_CMYK)
        line[4 * x + 3] = 255;
    else
        memset(line + (size_t)x * bytes, ink ? 255 : 0, bytes);
}

static bool is_grain(const struct wanted *w, unsigned y)
{
    return y >= 6000 && y < 6000 + w->grain_hmm;
}

static uint32_t seed_of(const struct wanted *w, unsigned page, unsigned y)
{
    return ((w->mark * 97u + page) * 65537u + y) * 2654435761u + 1;
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 24;
}

static void draw(const struct wanted *w, const cups_page_header2_t *h, unsigned page,
                 unsigned y, uint8_t *line)
{
    bool ink = h->cupsColorSpace == CUPS_CSPACE_K || h->cupsColorSpace == CUPS_CSPACE_CMYK;
    unsigned y_hmm = row_hmm(w, y);
    uint32_t state = seed_of(w, page, y);

    if (w->noise) {
        for (unsigned i = 0; i < h->cupsBytesPerLine; i++)
            line[i] = (uint8_t)next_random(&state);
        return;
    }
    if (y > 0 && same_row(w, y_hmm, row_hmm(w, y - 1)))
        return; /* it is there */
    memset(line, ink ? 0 : 255, h->cupsBytesPerLine);
    for (unsigned x = 0; x < h->cupsWidth; x++) {
        unsigned x_hmm = x * 2540 / w->dpi;

        if (black(w, page, x_hmm, y_hmm) ||
            (is_grain(w, y_hmm) && x_hmm >= 1500 && x_hmm < w->width_hmm - 1500 &&
             next_random(&state) >= 128))
            make_black(h, x, line);
    }
}

static bool write_page(cups_raster_t *raster, const struct wanted *w, unsigned page)
{
    struct wanted own = *w;
    cups_page_header2_t h;
    uint8_t *line;
    bool good;

    if (page % 2 == 0 && w->second != NULL)
        size_of(w->second, &own.width_hmm, &own.length_hmm);
    header(&own, &h);
    line = malloc(h.cupsBytesPerLine);
    good = line != NULL && cupsRasterWriteHeader2(raster, &h);
    for (unsigned y = 0; good && y < h.cupsHeight; y++) {
        draw(&own, &h, page, y, line);
        good = cupsRasterWritePixels(raster, line, h.cupsBytesPerLine) == h.cupsBytesPerLine;
    }
    free(line);
    return good;
}

/* The checksum of the page as a raw PBM, as the virtual printer's paper.log has it when every
 * dot is right. Bitmaps of the machine are as wide as a multiple of 32 dots. */
static bool write_crc(const struct wanted *w, unsigned page)
{
    struct wanted own = *w;
    cups_page_header2_t h;
    char head[64];
    unsigned long crc = crc32(0, NULL, 0);
    uint8_t *line;

    own.type = "black_1";
    if (page % 2 == 0 && w->second != NULL)
        size_of(w->second, &own.width_hmm, &own.length_hmm);
    header(&own, &h);
    h.cupsBytesPerLine = (h.cupsWidth + 31) / 32 * 4;
    line = malloc(h.cupsBytesPerLine);
    if (line == NULL)
        return false;
    snprintf(head, sizeof(head), "P4\n%u %u\n", h.cupsBytesPerLine * 8, h.cupsHeight);
    crc = crc32(crc, (const uint8_t *)head, (unsigned)strlen(head));
    for (unsigned y = 0; y < h.cupsHeight; y++) {
        draw(&own, &h, page, y, line);
        crc = crc32(crc, line, h.cupsBytesPerLine);
    }
    free(line);
    return fprintf(w->checksums, "%08lx\n", crc) > 0;
}

static int usage(void)
{
    fputs(
        "Usage: make-raster [-f pwg|urf] [-t TYPE] [-s SIZE] [-S SIZE] [-r DPI]\n"
        "                   [-n PAGES] [-d 1|2|3] [-m MARK] [-g MM] [-c FILE] [-N]\n"
        "Writes a raster document to standard output; with -f crc, for each page a line, the\n"
        "CRC-32 of the PBM file that a printer without fault makes of it.\n"
        "  -t  sgray_8, black_8, black_1, sgray_1, sgray_16, srgb_8, srgb_16, cmyk_8\n"
        "  -s  a4, letter, a5, a4-turned, stamp; -S the size of every second page\n"
        "  -d  sides in the page headers: 1 one, 2 two by the long edge, 3 by the short\n"
        "  -m  a number, below 2^24, that is shown on each page\n"
        "  -N  gray noise instead of the pattern\n",
        stderr);
    return 2;
}

int main(int argc, char *argv[])
{
    struct wanted w = {.format = "pwg", .type = "sgray_8", .dpi = 600, .pages = 1, .sides = 1};
    cups_raster_t *raster;
    bool good = size_of("a4", &w.width_hmm, &w.length_hmm);
    int c;

    while ((c = getopt(argc, argv, "f:t:s:S:r:n:d:m:g:c:N")) != -1) {
        switch (c) {
        case 'f':
            w.format = optarg;
            break;
        case 't':
            w.type = optarg;
            break;
        case 'N':
            w.noise = true;
            break;
        case 's':
            good = size_of(optarg, &w.width_hmm, &w.length_hmm) && good;
            break;
        case 'S':
            w.second = optarg;
            break;
        case 'r':
            w.dpi = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 'n':
            w.pages = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 'm':
            w.mark = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 'c':
            w.checksums = fopen(optarg, "w");
            good = w.checksums != NULL && good;
            break;
        case 'g':
            w.grain_hmm = (unsigned)strtoul(optarg, NULL, 10) * 100;
            break;
        case 'd':
            w.sides = (unsigned)strtoul(optarg, NULL, 10);
            break;
        default:
            return usage();
        }
    }
    if (!good || w.dpi < 10 || w.dpi > 2400 || w.mark >> MARK_BITS != 0 || optind < argc)
        return usage();
    if (w.checksums != NULL)
        for (unsigned page = 1; good && page <= w.pages; page++)
            good = !w.noise && write_crc(&w, page);
    if (w.checksums != NULL)
        good = fclose(w.checksums) == 0 && good;
    raster = cupsRasterOpenIO(put, NULL,
                              strcmp(w.format, "urf") == 0 ? CUPS_RASTER_WRITE_APPLE
                                                           : CUPS_RASTER_WRITE_PWG);
    for (unsigned page = 1; raster != NULL && good && page <= w.pages; page++)
        good = write_page(raster, &w, page);
    cupsRasterClose(raster);
    return raster != NULL && good && fflush(stdout) == 0 ? 0 : 1;
}
