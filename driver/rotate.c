/*
 * rotate.c - a page turned by a small angle, see rotate.h.
 *
 * Where a sample comes from: its place from the middle, turned back. Going one pixel to the
 * right moves that by (cosine, -sine), so each line begins at one place and goes on in steps.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "rotate.h"

#include <string.h>

#define WHITE 255u

/* Lines beside those that one line crosses: one for the other neighbour, and for rounding. */
#define MORE_LINES 4u

struct rotate {
    struct rotate_params params;
    uint32_t ring_lines, pushed, pulled;
    size_t stride;
    uint8_t *ring; /* line y is number y % ring_lines */
    uint8_t *line;
};

static uint32_t ring_lines_of(const struct rotate_params *p)
{
    int64_t sine = p->sine < 0 ? -(int64_t)p->sine : p->sine;
    uint32_t crossed = (uint32_t)(p->width * sine / ROTATE_ONE) + MORE_LINES;

    return crossed < p->height ? crossed : p->height;
}

static size_t aligned(size_t n)
{
    return (n + 15) / 16 * 16;
}

size_t rotate_work_size(const struct rotate_params *params)
{
    size_t stride = (size_t)params->width * params->channels;

    return aligned(sizeof(struct rotate)) + aligned(stride) + stride * ring_lines_of(params);
}

struct rotate *rotate_start(void *work, const struct rotate_params *params)
{
    struct rotate *r = work;

    r->params = *params;
    r->ring_lines = ring_lines_of(params);
    r->pushed = r->pulled = 0;
    r->stride = (size_t)params->width * params->channels;
    r->line = (uint8_t *)work + aligned(sizeof *r);
    r->ring = r->line + aligned(r->stride);
    return r;
}

void rotate_push(struct rotate *r, const uint8_t *line)
{
    memcpy(r->ring + (size_t)(r->pushed % r->ring_lines) * r->stride, line, r->stride);
    r->pushed++;
}

/* A place on the page, in 1/ROTATE_ONE of a pixel. */
struct place {
    int64_t x, y;
};

/* Where the pixel of the turned page comes from. The middle is half a pixel's multiple, so
 * everything is doubled up to the end. */
static struct place origin(const struct rotate_params *p, int64_t x, int64_t y)
{
    int64_t across = 2 * x - ((int64_t)p->width - 1), down = 2 * y - ((int64_t)p->height - 1);
    struct place from = {across * p->cosine + down * p->sine,
                         down * p->cosine - across * p->sine};

    from.x = (from.x + ((int64_t)p->width - 1) * ROTATE_ONE) / 2;
    from.y = (from.y + ((int64_t)p->height - 1) * ROTATE_ONE) / 2;
    return from;
}

/* The whole pixels of a place, rounded down also below 0. */
static int64_t whole(int64_t place)
{
    return place >= 0 ? place / ROTATE_ONE : -((-place + ROTATE_ONE - 1) / ROTATE_ONE);
}

/* The 2 * 2 pixels around a place lie on the page. */
static void blend(const struct rotate *r, const uint8_t *above, const uint8_t *below,
                  uint32_t across, uint32_t down, uint8_t *to)
{
    unsigned n = r->params.channels, c;

    for (c = 0; c < n; c++) {
        uint32_t top = above[c] * (256 - across) + above[c + n] * across;
        uint32_t bottom = below[c] * (256 - across) + below[c + n] * across;

        to[c] = (uint8_t)((top * (256 - down) + bottom * down + 32768) >> 16);
    }
}

static unsigned sample(const struct rotate *r, int64_t x, int64_t y, unsigned c)
{
    if (x < 0 || y < 0 || x >= r->params.width || y >= r->params.height)
        return WHITE;
    return r
        ->ring[(size_t)(y % r->ring_lines) * r->stride + (size_t)x * r->params.channels + c];
}

/* At the page's rim some of the four are white. */
static void blend_rim(const struct rotate *r, int64_t x, int64_t y, uint32_t across,
                      uint32_t down, uint8_t *to)
{
    unsigned c;

    for (c = 0; c < r->params.channels; c++) {
        uint32_t top = sample(r, x, y, c) * (256 - across) + sample(r, x + 1, y, c) * across;
        uint32_t bottom =
            sample(r, x, y + 1, c) * (256 - across) + sample(r, x + 1, y + 1, c) * across;

        to[c] = (uint8_t)((top * (256 - down) + bottom * down + 32768) >> 16);
    }
}

static void pixel(const struct rotate *r, const struct place *from, uint8_t *to)
{
    int64_t x = whole(from->x), y = whole(from->y);
    uint32_t across = (uint32_t)((from->x - x * ROTATE_ONE) >> 22);
    uint32_t down = (uint32_t)((from->y - y * ROTATE_ONE) >> 22);
    size_t n = r->params.channels;

    if (x < -1 || y < -1 || x >= r->params.width || y >= r->params.height) {
        memset(to, WHITE, n);
        return;
    }
    if (x < 0 || y < 0 || x + 1 >= r->params.width || y + 1 >= r->params.height) {
        blend_rim(r, x, y, across, down, to);
        return;
    }
    blend(r, r->ring + (size_t)(y % r->ring_lines) * r->stride + (size_t)x * n,
          r->ring + (size_t)((y + 1) % r->ring_lines) * r->stride + (size_t)x * n, across, down,
          to);
}

/* The last line of the page that line y of the turned one needs. */
static int64_t last_needed(const struct rotate *r, uint32_t y)
{
    struct place left = origin(&r->params, 0, y);
    struct place right = origin(&r->params, (int64_t)r->params.width - 1, y);
    int64_t last = whole(left.y > right.y ? left.y : right.y) + 1;

    return last < r->params.height ? last : (int64_t)r->params.height - 1;
}

const uint8_t *rotate_pull(struct rotate *r)
{
    const struct rotate_params *p = &r->params;
    struct place from;
    uint32_t x;

    if (r->pulled == p->height || last_needed(r, r->pulled) >= r->pushed)
        return NULL;
    from = origin(p, 0, r->pulled);
    for (x = 0; x < p->width; x++) {
        pixel(r, &from, r->line + (size_t)x * p->channels);
        from.x += p->cosine;
        from.y -= p->sine;
    }
    r->pulled++;
    return r->line;
}
