/*
 * compare-page.c - is a printed page the document's page? Says so in figures.
 * usage: compare-page [-e] [-m MODEL] [-o NAME=VALUE]... [-p PAGE] SOURCE.pwg
 * PRINTED.pbm|PRINTED.png
 *
 * SOURCE is the PWG raster (8-bit gray, 600 dpi) that went in, PRINTED the sheet that came out
 * (PBM or PNG); -m and -o are what it was printed with. Four things must hold:
 *   sheet    PRINTED has the dots of the sheet
 *   margins  nothing is printed where the machine cannot print
 *   shapes   each black pixel of SOURCE is black on the sheet, each white one white: a page
 * that is moved by one dot, turned, mirrored or inverted fails here tones    each cell of gray
 * pixels has as many dots as the stated curve says
 * With -e only pixels whose neighbours are like them are looked at for shapes: SOURCE and
 * PRINTED were rendered by two programs, and an edge that falls between two dots may be at
 * either. Exit status 0: all hold; 1: one does not; 2: cannot compare. Effects: reads the two
 * files, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/halftone.h"
#include "driver/media.h"
#include "driver/models.h"
#include "driver/ticket.h"

#include <cups/raster.h>
#include <fcntl.h>
#include <math.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CELL         24    /* dots, 1 mm */
#define CELL_LIMIT   0.06  /* of its dots may be too many or missing in one cell */
#define MEAN_LIMIT   0.003 /* the same, over all cells */
#define SIDE_MAXIMUM 20000u

/* A page with one byte for each dot or pixel. */
struct page {
    uint32_t width, height;
    uint32_t stride; /* pixels of a line; more than width after page_crop */
    uint8_t *pixels;
};

struct options {
    const struct model *model;
    struct wishes wishes;
    unsigned page;
    bool free_edges;
};

static uint8_t at(const struct page *p, uint32_t x, uint32_t y)
{
    return p->pixels[(size_t)y * p->stride + x];
}

static bool page_new(struct page *p, uint32_t width, uint32_t height)
{
    p->width = p->stride = width;
    p->height = height;
    p->pixels = width - 1 < SIDE_MAXIMUM && height - 1 < SIDE_MAXIMUM
                    ? malloc((size_t)width * height)
                    : NULL;
    return p->pixels != NULL;
}

static bool source_lines(cups_raster_t *raster, const cups_page_header2_t *header,
                         struct page *p)
{
    bool ink = header->cupsColorSpace == CUPS_CSPACE_K;
    uint32_t y;
    size_t i, n = header->cupsWidth;

    if (header->cupsBitsPerPixel != 8 || header->cupsBytesPerLine != header->cupsWidth ||
        header->HWResolution[0] != 600 || header->HWResolution[1] != 600 ||
        !page_new(p, header->cupsWidth, header->cupsHeight))
        return false;
    for (y = 0; y < p->height; y++) {
        uint8_t *line = p->pixels + y * n;

        if (cupsRasterReadPixels(raster, line, (unsigned)n) != n)
            return false;
        for (i = 0; ink && i < n; i++)
            line[i] = (uint8_t)(255 - line[i]);
    }
    return true;
}

static bool source_read(const char *path, unsigned number, struct page *p)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    cups_raster_t *raster = fd < 0 ? NULL : cupsRasterOpen(fd, CUPS_RASTER_READ);
    cups_page_header2_t header;
    bool found = raster != NULL;

    /* All pages up to it are read: the library finds no header before the last line. */
    for (; found && number > 0; number--) {
        free(p->pixels);
        p->pixels = NULL;
        found = cupsRasterReadHeader2(raster, &header) != 0 && source_lines(raster, &header, p);
    }
    if (raster)
        cupsRasterClose(raster);
    if (fd >= 0)
        close(fd);
    return found;
}

static bool pbm_read(FILE *file, struct page *p)
{
    unsigned width, height;
    uint32_t x, y;
    int byte = 0;

    if (fscanf(file, "P4 %u %u", &width, &height) != 2 || fgetc(file) == EOF ||
        !page_new(p, width, height))
        return false;
    for (y = 0; y < height; y++) {
        for (x = 0; x < width; x++) {
            if (x % 8 == 0 && (byte = fgetc(file)) == EOF)
                return false;
            p->pixels[(size_t)y * width + x] = (uint8_t)(byte >> (7 - x % 8) & 1);
        }
    }
    return true;
}

static bool png_read(const char *path, struct page *p)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    size_t i;
    bool done;

    if (!png_image_begin_read_from_file(&image, path))
        return false;
    image.format = PNG_FORMAT_GRAY;
    done = page_new(p, image.width, image.height) &&
           png_image_finish_read(&image, NULL, p->pixels, 0, NULL);
    png_image_free(&image);
    for (i = 0; done && i < (size_t)p->width * p->height; i++)
        p->pixels[i] = p->pixels[i] < 128;
    return done;
}

/* 1 is a black dot */
static bool printed_read(const char *path, struct page *p)
{
    FILE *file = fopen(path, "rb");
    int first = file ? fgetc(file) : EOF;
    bool done = false;

    if (first == 'P') {
        ungetc(first, file);
        done = pbm_read(file, p);
    }
    if (file)
        fclose(file);
    return first == 'P' ? done : first != EOF && png_read(path, p);
}

static bool verdict(bool right)
{
    printf(": %s\n", right ? "right" : "WRONG");
    return right;
}

/* A bitmap as the machine is sent it is wider than the paper, up to a whole number of words. */
static void page_crop(struct page *p, const struct media *media)
{
    if (p->width > media->width_dots_600 && p->width - media->width_dots_600 < 128)
        p->width = media->width_dots_600;
}

static bool check_sheet(const struct page *source, const struct page *printed,
                        const struct media *media)
{
    printf("sheet    %u x %u dots (%s has %u x %u)", printed->width, printed->height,
           media->label, media->width_dots_600, media->length_dots_600);
    return verdict(printed->width == media->width_dots_600 &&
                   printed->height == media->length_dots_600 &&
                   labs((long)source->width - (long)printed->width) <= 4 &&
                   labs((long)source->height - (long)printed->height) <= 4);
}

static bool printable(const struct page *p, uint32_t margin, uint32_t x, uint32_t y)
{
    return x >= margin && y >= margin && x + margin < p->width && y + margin < p->height;
}

static bool check_margins(const struct page *printed, uint32_t margin)
{
    unsigned long outside = 0;
    uint32_t x, y;

    for (y = 0; y < printed->height; y++) {
        for (x = 0; x < printed->stride; x++)
            outside += at(printed, x, y) && !printable(printed, margin, x, y);
    }
    printf("margins  %lu dots in the %u that cannot be printed on each side", outside, margin);
    return verdict(outside == 0);
}

/* Whether a pixel's neighbours, those beside the page left out, are like it. */
static bool is_inside(const struct page *p, uint32_t x, uint32_t y)
{
    uint32_t left = x > 0 ? x - 1 : 0, right = x + 1 < p->width ? x + 1 : x;
    uint32_t top = y > 0 ? y - 1 : 0, bottom = y + 1 < p->height ? y + 1 : y;

    for (uint32_t j = top; j <= bottom; j++)
        for (uint32_t i = left; i <= right; i++)
            if (at(p, i, j) != at(p, x, y))
                return false;
    return true;
}

static bool check_shapes(const struct page *source, const struct page *printed, uint32_t margin,
                         bool free_edges)
{
    unsigned long black = 0, white = 0, wrong = 0;
    uint32_t x, y;

    for (y = margin; y + margin < printed->height && y < source->height; y++) {
        for (x = margin; x + margin < printed->width && x < source->width; x++) {
            uint8_t gray = at(source, x, y), dot = at(printed, x, y);

            if (free_edges && (gray == 0 || gray == 255) && !is_inside(source, x, y))
                continue;
            black += gray == 0;
            white += gray == 255;
            wrong += (gray == 0 && !dot) || (gray == 255 && dot);
        }
    }
    printf("shapes   %lu black and %lu white pixels, %lu of them wrong", black, white, wrong);
    return verdict(wrong == 0);
}

/* The error of a cell's dots as a share of its area; false if not all of it is gray. */
static bool cell_error(const struct page *source, const struct page *printed,
                       const struct halftone_params *params, uint32_t left, uint32_t top,
                       double *error)
{
    double want = 0, got = 0;
    uint32_t x, y;

    for (y = top; y < top + CELL; y++) {
        for (x = left; x < left + CELL; x++) {
            uint8_t gray = at(source, x, y);

            if (gray == 0 || gray == 255)
                return false;
            want += halftone_tone(params, gray) / 65535.0;
            got += at(printed, x, y);
        }
    }
    *error = (got - want) / (CELL * CELL);
    return true;
}

static bool check_tones(const struct page *source, const struct page *printed, uint32_t margin,
                        const struct halftone_params *params)
{
    unsigned long cells = 0, outside = 0;
    double sum = 0, worst = 0, error;
    uint32_t x, y;

    for (y = margin; y + CELL + margin <= printed->height && y + CELL <= source->height;
         y += CELL) {
        for (x = margin; x + CELL + margin <= printed->width && x + CELL <= source->width;
             x += CELL) {
            if (!cell_error(source, printed, params, x, y, &error))
                continue;
            cells++;
            sum += error;
            outside += fabs(error) > CELL_LIMIT;
            worst = fmax(worst, fabs(error));
        }
    }
    sum = cells ? sum / (double)cells : 0;
    printf("tones    %lu cells of gray: %+.2f %% of dots over all, %.2f %% in the worst cell, "
           "%lu cells beyond %.1f %%",
           cells, 100 * sum, 100 * worst, outside, 100 * CELL_LIMIT);
    return verdict(outside == 0 && fabs(sum) <= MEAN_LIMIT);
}

static bool compare(const struct page *source, struct page *printed,
                    const struct options *options, const struct media *media)
{
    uint32_t margin = media->margin_hmm * 600 / 2540;
    struct ticket ticket;
    struct halftone_params params = {.width = source->width, .stride = source->width};
    bool right;

    ticket_resolve(options->model, &options->wishes, &ticket);
    params.stride = (params.width + 7) / 8;
    params.content = ticket.content;
    params.quality = ticket.quality;
    params.screen = ticket.job.screen;
    page_crop(printed, media);
    if (!check_sheet(source, printed, media))
        return false;
    right = check_margins(printed, margin);
    right = check_shapes(source, printed, margin, options->free_edges) && right;
    return check_tones(source, printed, margin, &params) && right;
}

static bool read_options(int argc, char **argv, struct options *options)
{
    char *equals;
    int c;

    wishes_init(&options->wishes);
    options->model = model_find("canon_ir1020_ufr2lt");
    options->page = 1;
    options->free_edges = false;
    while ((c = getopt(argc, argv, "em:o:p:")) != -1) {
        if (c == 'm')
            options->model = model_find(optarg);
        else if (c == 'e')
            options->free_edges = true;
        else if (c == 'p')
            options->page = (unsigned)strtoul(optarg, NULL, 10);
        else if (c != 'o' || !(equals = strchr(optarg, '=')))
            return false;
        else {
            *equals = '\0';
            if (wishes_set(&options->wishes, optarg, equals + 1) != RESULT_OK)
                return false;
        }
    }
    return options->model && options->page > 0 && argc - optind == 2;
}

int main(int argc, char **argv)
{
    struct options options;
    struct page source = {0}, printed = {0};
    const struct media *media;
    int status = 2;

    if (!read_options(argc, argv, &options)) {
        fprintf(stderr, "usage: compare-page [-e] [-m MODEL] [-o NAME=VALUE]... [-p PAGE] "
                        "SOURCE.pwg PRINTED.pbm|PRINTED.png\n");
        return 2;
    }
    if (!source_read(argv[optind], options.page, &source))
        fprintf(stderr, "compare-page: %s: no page %u of 8-bit gray at 600 dpi\n", argv[optind],
                options.page);
    else if (!printed_read(argv[optind + 1], &printed))
        fprintf(stderr, "compare-page: %s: no PBM or PNG of a page\n", argv[optind + 1]);
    else if (!(media =
                   media_find_size(source.width * 2540 / 600, source.height * 2540 / 600, 100)))
        fprintf(stderr, "compare-page: %s: %u x %u is no sheet of this machine\n", argv[optind],
                source.width, source.height);
    else
        status = compare(&source, &printed, &options, media) ? 0 : 1;
    if (status != 2)
        puts(status == 0 ? "the page is right" : "the page is WRONG");
    free(source.pixels);
    free(printed.pixels);
    return status;
}
