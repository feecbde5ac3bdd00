/*
 * reduce-page.c - a printed sheet made smaller: each square of dots becomes a gray pixel, as
 * black as it is covered.
 * usage: reduce-page FACTOR PRINTED.pbm >SMALL.pgm
 *
 * Dots at the right and at the foot that do not fill a pixel are left out. Exit status 2: the
 * file cannot be read. Effects: reads the file, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIDE_MAXIMUM 20000u

static int complain(const char *what)
{
    fprintf(stderr, "reduce-page: %s\n", what);
    return 2;
}

/* A line of pixels of so many rows of dots. */
static int reduce_line(FILE *in, unsigned factor, unsigned width, unsigned stride,
                       unsigned *counts, unsigned char *row)
{
    memset(counts, 0, (width / factor) * sizeof(*counts));
    for (unsigned y = 0; y < factor; y++) {
        if (fread(row, 1, stride, in) != stride)
            return 0;
        for (unsigned x = 0; x < width / factor * factor; x++)
            counts[x / factor] += (unsigned)row[x / 8] >> (7 - x % 8) & 1u;
    }
    for (unsigned x = 0; x < width / factor; x++)
        putchar((int)(255 - (counts[x] * 255 + factor * factor / 2) / (factor * factor)));
    return 1;
}

int main(int argc, char **argv)
{
    unsigned factor = argc == 3 ? (unsigned)strtoul(argv[1], NULL, 10) : 0, width, height;
    FILE *in = argc == 3 ? fopen(argv[2], "rb") : NULL;
    unsigned *counts;
    unsigned char *row;
    int good = 1;

    if (factor == 0 || factor > 100 || in == NULL)
        return complain("usage: reduce-page FACTOR PRINTED.pbm");
    if (fscanf(in, "P4 %u %u", &width, &height) != 2 || fgetc(in) != '\n' || width < factor ||
        width > SIDE_MAXIMUM || height > SIDE_MAXIMUM)
        return complain("no page of dots");
    counts = calloc(width, sizeof(*counts));
    row = malloc((width + 7) / 8);
    if (counts == NULL || row == NULL)
        return complain("no memory");
    printf("P5\n%u %u\n255\n", width / factor, height / factor);
    for (unsigned y = 0; good && y < height / factor; y++)
        good = reduce_line(in, factor, width, (width + 7) / 8, counts, row);
    free(counts);
    free(row);
    fclose(in);
    return good ? 0 : complain("the page ends too early");
}
