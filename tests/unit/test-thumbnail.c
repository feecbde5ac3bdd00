/*
 * test-thumbnail.c - small pictures of pages: each cell has the gray of its dots, and sizes
 * fit.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/thumbnail.h"

#include "tests/unit/tap.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

static struct thumbnail picture;

/* A page of this size; rows of lines of which the left half is black where y is in the top. */
static void draw(uint32_t width, uint32_t height, uint32_t top)
{
    size_t stride = (width + 7) / 8;
    uint8_t *black = calloc(1, stride), *white = calloc(1, stride);

    memset(black, 0xff, stride / 2);
    thumbnail_begin(&picture, width, height, stride);
    for (uint32_t y = 0; y < height; y++)
        thumbnail_line(&picture, y < top ? black : white);
    free(black);
    free(white);
}

/* The samples by libpng; to be freed. */
static uint8_t *decode(unsigned *width, unsigned *height)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    size_t n = 0;
    uint8_t *bytes = thumbnail_png(&picture, &n), *samples = NULL;

    if (bytes != NULL && png_image_begin_read_from_memory(&image, bytes, n)) {
        image.format = PNG_FORMAT_GRAY;
        samples = malloc(PNG_IMAGE_SIZE(image));
        if (!png_image_finish_read(&image, NULL, samples, 0, NULL)) {
            free(samples);
            samples = NULL;
        }
    }
    *width = image.width;
    *height = image.height;
    free(bytes);
    return samples;
}

static void try_a4(void)
{
    unsigned width, height;
    uint8_t *samples;

    draw(4960, 7016, 3200); /* 620 bytes: cells of 4 bytes and 32 lines, 155 x 220 */
    samples = decode(&width, &height);
    ok(samples != NULL && width == 155 && height == 220, "A4 fits");
    ok(samples != NULL && samples[0] == 0 && samples[99 * 155] == 0, "what is black is black");
    ok(samples != NULL && samples[100 * 155] == 255, "to the line where it ends");
    ok(samples != NULL && samples[76] == 0 && samples[78] == 255, "and to the dot");
    ok(samples != NULL && samples[77] == 127,
       "a cell of which the left half is black is half gray");
    free(samples);
}

static void try_sizes(void)
{
    unsigned width, height;
    uint8_t *samples;

    draw(1, 1, 1);
    samples = decode(&width, &height);
    ok(samples != NULL && width == 1 && height == 1, "a page of one dot");
    free(samples);
    draw(100, 100000, 0);
    samples = decode(&width, &height);
    ok(samples != NULL && height <= THUMBNAIL_HEIGHT, "a page that is very long");
    free(samples);
    draw(100000, 100, 100);
    samples = decode(&width, &height);
    ok(samples != NULL && width <= THUMBNAIL_WIDTH, "a page that is very wide");
    free(samples);
    thumbnail_begin(&picture, 4960, 7016, 620);
    samples = decode(&width, &height);
    ok(samples != NULL && samples[0] == 255 && height == 220,
       "lines that do not come are white");
    free(samples);
}

int main(void)
{
    try_a4();
    try_sizes();
    return tap_done();
}
