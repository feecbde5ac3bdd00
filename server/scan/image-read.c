/*
 * image-read.c - a page of ours as lines again, as it is or smaller.
 * Effects: memory; reads the page.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "image-parts.h"

#include <stdlib.h>
#include <string.h>

struct image_reader {
    struct scan_page *page; /* held */
    const struct image_read_ops *ops;
    void *format;
    enum scan_color color;  /* of the lines that are given */
    enum scan_color stored; /* of those that come from the format */
    uint32_t width, height;
    uint32_t left;                       /* lines that can still be given */
    uint32_t format_width, format_lines; /* as the format gives them; lines left */
    unsigned reduce;                     /* by what is still to be averaged */
    uint8_t *line;                       /* one of the format's */
    uint32_t *sums;
};

static uint32_t divide_up(uint32_t n, uint32_t by)
{
    return (uint32_t)(((uint64_t)n + by - 1) / by);
}

static unsigned channels(enum scan_color color)
{
    return color == SCAN_COLOR ? 3 : 1;
}

static bool set_sizes(struct image_reader *r, const struct scan_page_facts *facts,
                      unsigned reduce, unsigned by_format)
{
    r->width = divide_up(facts->width, reduce);
    r->height = r->left = divide_up(facts->height, reduce);
    r->format_width = divide_up(facts->width, by_format);
    r->format_lines = divide_up(facts->height, by_format);
    r->reduce = reduce / by_format;
    if (r->reduce == 1)
        return true;
    r->line = malloc(image_line_bytes(r->stored, r->format_width));
    r->sums = calloc((size_t)r->width * channels(r->color), sizeof *r->sums);
    return r->line && r->sums;
}

struct image_reader *image_reader_new(struct scan_page *page, unsigned reduce)
{
    const struct scan_page_facts *facts = scan_page_facts(page);
    unsigned by_format = reduce;
    struct image_reader *r;

    if (reduce == 0 || reduce > IMAGE_MAX_REDUCE || facts->width == 0 || facts->height == 0 ||
        facts->width > SCAN_MAX_WIDTH || facts->height > SCAN_MAX_HEIGHT)
        return NULL;
    r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->page = scan_page_hold(page);
    r->ops = facts->encoding == SCAN_JPEG ? &image_read_jpeg : &image_read_png;
    r->stored = facts->color;
    r->color = reduce > 1 && r->stored == SCAN_BLACK_AND_WHITE ? SCAN_GRAY : r->stored;
    r->format = r->ops->open(page, &by_format);
    if (r->format && set_sizes(r, facts, reduce, by_format))
        return r;
    image_reader_free(r);
    return NULL;
}

enum scan_color image_reader_color(const struct image_reader *r)
{
    return r->color;
}

uint32_t image_reader_width(const struct image_reader *r)
{
    return r->width;
}

uint32_t image_reader_height(const struct image_reader *r)
{
    return r->height;
}

static void add_dots(struct image_reader *r)
{
    uint32_t x;

    for (x = 0; x < r->format_width; x++)
        r->sums[x / r->reduce] += (r->line[x / 8] >> (7 - x % 8) & 1) ? 0 : 255;
}

static void add_samples(struct image_reader *r)
{
    unsigned n = channels(r->stored), c, i;
    const uint8_t *from = r->line;
    uint32_t *sums = r->sums;
    uint32_t x;

    for (x = 0; x < r->format_width; x += r->reduce, sums += n)
        for (i = 0; i < r->reduce && x + i < r->format_width; i++)
            for (c = 0; c < n; c++)
                sums[c] += *from++;
}

/* The means of what was added, of so many lines. */
static void give(struct image_reader *r, unsigned lines, uint8_t *out)
{
    unsigned n = channels(r->color), c;
    uint32_t x;

    for (x = 0; x < r->width; x++) {
        uint32_t across = r->format_width - x * r->reduce;
        uint32_t count = (across < r->reduce ? across : r->reduce) * lines;

        for (c = 0; c < n; c++, out++)
            /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): each has a source pixel */
            *out = (uint8_t)((r->sums[x * n + c] + count / 2) / count);
    }
    memset(r->sums, 0, (size_t)r->width * n * sizeof *r->sums);
}

static bool reduced_line(struct image_reader *r, uint8_t *line)
{
    unsigned lines = r->format_lines < r->reduce ? r->format_lines : r->reduce, i;

    for (i = 0; i < lines; i++) {
        if (!r->ops->line(r->format, r->line))
            return false;
        if (r->stored == SCAN_BLACK_AND_WHITE)
            add_dots(r);
        else
            add_samples(r);
    }
    r->format_lines -= lines;
    give(r, lines, line);
    return true;
}

bool image_reader_line(struct image_reader *r, uint8_t *line)
{
    if (r->left == 0)
        return false;
    r->left--;
    if (r->reduce == 1 ? r->ops->line(r->format, line) : reduced_line(r, line))
        return true;
    r->left = 0; /* libpng and libjpeg are not to be called again after a failure */
    return false;
}

void image_reader_free(struct image_reader *r)
{
    if (!r)
        return;
    if (r->format)
        r->ops->close(r->format);
    free(r->line);
    free(r->sums);
    scan_page_release(r->page);
    free(r);
}
