/*
 * compare-gray.c - does a printed page show what another program made of the document?
 * usage: compare-gray [-x DOTS] [-y DOTS] [-t QUARTERS] [-w WORST] [-m MEAN] [-r TIMES]
 *                     REFERENCE.pgm|REFERENCE.ppm PRINTED.pbm
 *
 * REFERENCE is the page in gray or in colour (whose gray is the luma of ITU-R
 * BT.709, as HALFTONE.md and luma.h say), PRINTED the bitmap the machine got (600 dpi); a pixel
 * of the reference is TIMES dots wide and high (2: it has 300 dpi). It lies with its upper left
 * corner at -x, -y on the sheet (0, 0), after it was turned by -t quarters anti-clockwise. The
 * rest of the sheet must be white, and so must the margins, wherever the reference has
 * something.
 *
 * Two programs never draw the same dots: outlines differ by a dot, and a halftone shows a gray
 * only on an average. So what counts is how black an area is. Squares of 32 dots (1.35 mm) are
 * compared:
 *   worst   of one square no more than WORST (8 %) of its area may be black or white wrongly.
 *           A black edge that lies a dot elsewhere is 3 %, and a halftone's cell is 1 %; a
 *           line of 10 point text has 15 to 25 % in each of its squares, and a solid edge that
 *           lies 2 mm elsewhere has 100 %
 *   mean    over all squares that are not white on both, the difference (with its sign) may be
 *           MEAN (2 %): a wrong tone has no square that is very wrong
 * A square may look into its neighbourhood of one dot in each direction: outlines differ by so
 * much, and a pattern of lines would otherwise be judged by it.
 *
 * The tone a gray gets is the stated one: driver/HALFTONE.md, section 3, the usual screen.
 * Exit status 0: it does; 1: it does not; 2: cannot compare. Effects: reads the two files,
 * standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/media.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SQUARE       32u
#define MARGIN       118 /* dots on each side that the machine cannot print: 5 mm */
#define TONE         (1.8 / 1.945)
#define SIDE_MAXIMUM 20000u

/* How black each pixel is: 0 to 255. */
struct picture {
    unsigned width, height;
    uint8_t *ink;
};

struct options {
    long x, y;
    unsigned quarters, times;
    double worst, mean;
};

static uint8_t ink_of_gray(unsigned gray, unsigned maximum)
{
    double white = pow((double)gray / maximum, TONE);

    return (uint8_t)lround(255 * (1 - white));
}

static bool picture_new(struct picture *p, unsigned width, unsigned height)
{
    p->width = width;
    p->height = height;
    p->ink = width - 1 < SIDE_MAXIMUM && height - 1 < SIDE_MAXIMUM
                 ? malloc((size_t)width * height)
                 : NULL;
    return p->ink != NULL;
}

/* A number of a header; comments are passed over. */
static bool read_number(FILE *file, unsigned *number)
{
    int c;

    while ((c = fgetc(file)) == '#' || c == ' ' || c == '\n')
        while (c == '#' && (c = fgetc(file)) != '\n' && c != EOF)
            c = '#';
    ungetc(c, file);
    /* NOLINTNEXTLINE(cert-err34-c): a wrong number is a picture of another size, and differs */
    return fscanf(file, "%u", number) == 1;
}

static unsigned gray_of(const uint8_t *pixel, unsigned components)
{
    return components == 1
               ? pixel[0]
               : (unsigned)lround(0.2126 * pixel[0] + 0.7152 * pixel[1] + 0.0722 * pixel[2]);
}

static bool read_pnm(FILE *file, unsigned components, struct picture *p)
{
    uint8_t ink[256];
    uint8_t pixel[3];
    unsigned width, height, maximum;

    if (!read_number(file, &width) || !read_number(file, &height) ||
        !read_number(file, &maximum) || maximum == 0 || maximum > 255 || fgetc(file) == EOF ||
        !picture_new(p, width, height))
        return false;
    for (unsigned i = 0; i < 256; i++)
        ink[i] = ink_of_gray(i < maximum ? i : maximum, maximum);
    for (size_t i = 0; i < (size_t)width * height; i++) {
        if (fread(pixel, 1, components, file) != components)
            return false;
        p->ink[i] = ink[gray_of(pixel, components)];
    }
    return true;
}

static bool read_pbm(FILE *file, struct picture *p)
{
    unsigned width, height;

    if (!read_number(file, &width) || !read_number(file, &height) || fgetc(file) == EOF ||
        !picture_new(p, width, height))
        return false;
    for (size_t y = 0; y < height; y++) {
        int byte = 0;

        for (size_t x = 0; x < width; x++) {
            if (x % 8 == 0 && (byte = fgetc(file)) == EOF)
                return false;
            p->ink[y * width + x] = byte >> (7 - x % 8) & 1 ? 255 : 0;
        }
    }
    return true;
}

static bool read_picture(const char *path, struct picture *p)
{
    FILE *file = fopen(path, "rb");
    int kind = 0;
    bool done = false;

    if (file != NULL && fgetc(file) == 'P') {
        kind = fgetc(file);
        done = kind == '4'   ? read_pbm(file, p)
               : kind == '5' ? read_pnm(file, 1, p)
                             : kind == '6' && read_pnm(file, 3, p);
    }
    if (file != NULL)
        fclose(file);
    return done;
}

/* The ink of the turned reference at x, y, in its own pixels. */
static unsigned turned_ink(const struct picture *p, unsigned quarters, long x, long y)
{
    long width = (long)p->width, height = (long)p->height;
    long across = quarters % 2 == 1 ? height : width, down = quarters % 2 == 1 ? width : height;
    long from_x, from_y;

    if (x < 0 || y < 0 || x >= across || y >= down)
        return 0;
    from_x = quarters == 0   ? x
             : quarters == 1 ? width - 1 - y
             : quarters == 2 ? width - 1 - x
                             : y;
    from_y = quarters == 0   ? y
             : quarters == 1 ? x
             : quarters == 2 ? height - 1 - y
                             : height - 1 - x;
    return p->ink[from_y * width + from_x];
}

/* The reference as it should lie on the sheet, each pixel of the sheet's. */
static bool lay_out(const struct picture *reference, const struct options *o,
                    const struct picture *printed, unsigned paper_width, struct picture *wanted)
{
    long times = (long)o->times;

    if (!picture_new(wanted, printed->width, printed->height))
        return false;
    for (long y = 0; y < (long)wanted->height; y++)
        for (long x = 0; x < (long)wanted->width; x++) {
            bool inside = x >= MARGIN && y >= MARGIN && x + MARGIN < (long)paper_width &&
                          y + MARGIN < (long)printed->height;
            long from_x = x - o->x, from_y = y - o->y;

            wanted->ink[(size_t)y * wanted->width + (size_t)x] =
                !inside || from_x < 0 || from_y < 0
                    ? 0
                    : (uint8_t)turned_ink(reference, o->quarters, from_x / times,
                                          from_y / times);
        }
    return true;
}

/* Of a square, moved by a dot or not: how much of its area is black. */
static double black_share(const struct picture *p, unsigned left, unsigned top, int dx, int dy)
{
    unsigned long sum = 0, n = 0;

    for (unsigned y = top; y < top + SQUARE; y++)
        for (unsigned x = left; x < left + SQUARE; x++) {
            long at_x = (long)x + dx, at_y = (long)y + dy;

            if (at_x < 0 || at_y < 0 || at_x >= (long)p->width || at_y >= (long)p->height)
                continue;
            sum += p->ink[(size_t)at_y * p->width + (size_t)at_x];
            n++;
        }
    return n > 0 ? (double)sum / 255 / (double)n : 0;
}

/* The difference of a square that is the least of those a dot around it. */
static double nearest(const struct picture *wanted, double got, unsigned left, unsigned top,
                      double straight)
{
    double best = straight;

    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++) {
            double difference = got - black_share(wanted, left, top, dx, dy);

            if (fabs(difference) < fabs(best))
                best = difference;
        }
    return best;
}

static bool compare(const struct picture *wanted, const struct picture *printed,
                    const struct options *o)
{
    double worst = 0, sum = 0, mean;
    unsigned worst_x = 0, worst_y = 0;
    unsigned long squares = 0;

    for (unsigned y = 0; y < printed->height; y += SQUARE)
        for (unsigned x = 0; x < printed->width; x += SQUARE) {
            double got = black_share(printed, x, y, 0, 0);
            double want = black_share(wanted, x, y, 0, 0), difference = got - want;

            if (got == 0 && want == 0)
                continue;
            squares++;
            sum += difference;
            if (fabs(difference) > fabs(worst))
                difference = nearest(wanted, got, x, y, difference);
            if (fabs(difference) > fabs(worst)) {
                worst = difference;
                worst_x = x;
                worst_y = y;
            }
        }
    mean = squares > 0 ? sum / (double)squares : 0;
    printf("%lu squares with something: worst %+.1f %% at %u, %u; mean %+.2f %%: ", squares,
           100 * worst, worst_x, worst_y, 100 * mean);
    puts(fabs(worst) <= o->worst && fabs(mean) <= o->mean ? "right" : "WRONG");
    return fabs(worst) <= o->worst && fabs(mean) <= o->mean;
}

static bool read_options(int argc, char **argv, struct options *o)
{
    int c;

    *o = (struct options){.times = 2, .worst = 0.08, .mean = 0.02};
    while ((c = getopt(argc, argv, "x:y:t:w:m:r:")) != -1)
        switch (c) {
        case 'x':
            o->x = strtol(optarg, NULL, 10);
            break;
        case 'y':
            o->y = strtol(optarg, NULL, 10);
            break;
        case 't':
            o->quarters = (unsigned)strtoul(optarg, NULL, 10) % 4;
            break;
        case 'w':
            o->worst = strtod(optarg, NULL) / 100;
            break;
        case 'm':
            o->mean = strtod(optarg, NULL) / 100;
            break;
        case 'r':
            o->times = (unsigned)strtoul(optarg, NULL, 10);
            break;
        default:
            return false;
        }
    return argc - optind == 2 && o->times > 0;
}

/* A bitmap is wider than the paper, up to a whole number of words: the last ones are not seen.
 */
static unsigned paper_width_of(const struct picture *printed)
{
    for (size_t i = 0; i < num_media_sizes; i++) {
        const struct media *media = &media_sizes[i];

        if (printed->height == media->length_dots_600 &&
            printed->width >= media->width_dots_600 &&
            printed->width - media->width_dots_600 < 128)
            return media->width_dots_600;
    }
    return printed->width;
}

int main(int argc, char **argv)
{
    struct picture reference = {0}, printed = {0}, wanted = {0};
    struct options options;
    int status = 2;

    if (!read_options(argc, argv, &options)) {
        fprintf(stderr, "usage: compare-gray [-x DOTS] [-y DOTS] [-t QUARTERS] [-w WORST] "
                        "[-m MEAN] [-r TIMES] REFERENCE.pgm|.ppm PRINTED.pbm\n");
        return 2;
    }
    if (!read_picture(argv[optind], &reference))
        fprintf(stderr, "compare-gray: %s: no PGM or PPM\n", argv[optind]);
    else if (!read_picture(argv[optind + 1], &printed))
        fprintf(stderr, "compare-gray: %s: no PBM\n", argv[optind + 1]);
    else if (!lay_out(&reference, &options, &printed, paper_width_of(&printed), &wanted))
        fprintf(stderr, "compare-gray: no memory\n");
    else
        status = compare(&wanted, &printed, &options) ? 0 : 1;
    free(reference.ink);
    free(printed.ink);
    free(wanted.ink);
    return status;
}
