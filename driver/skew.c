/*
 * skew.c - how far the lines of text on a page lean, see skew.h.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "skew.h"

#include <stdbool.h>
#include <string.h>

#define MAX_POINTS 32768u
#define MIN_POINTS 150u
#define COARSE     100 /* steps, in 1/1000 degree */
#define FINE       20
#define LEVEL      150 /* less is level: turning costs sharpness, and nobody sees it */
#define ANGLES     (2 * SKEW_MAX_MILLI / COARSE + 1)

/* How much sharper the best direction must be than the mean one, in 1/256. */
#define CLEARLY 340u

/* Rows of all directions: the page's, and half of its width more on both sides for tan(10
 * degrees), 0.18. */
#define MARGIN 512u
#define ROWS   (SKEW_MAX_HEIGHT + 2 * MARGIN)

struct point {
    int16_t x; /* from the middle */
    uint16_t y;
};

struct skew {
    uint32_t width, y;
    size_t stride;
    uint32_t every, skipped; /* of the points found one of so many is kept; since the last */
    uint32_t num_points;
    uint8_t *above; /* the line before */
    uint64_t scores[ANGLES];
    uint32_t rows[ROWS];
    struct point points[MAX_POINTS];
};

static uint32_t used_width(uint32_t width)
{
    return width < SKEW_MAX_WIDTH ? width : SKEW_MAX_WIDTH;
}

size_t skew_work_size(uint32_t width)
{
    return sizeof(struct skew) + (used_width(width) + 7) / 8;
}

struct skew *skew_start(void *work, uint32_t width)
{
    struct skew *s = work;

    memset(work, 0, skew_work_size(width));
    s->width = used_width(width);
    s->stride = (s->width + 7) / 8;
    s->every = 1;
    s->above = (uint8_t *)work + sizeof *s;
    return s;
}

/* With too many, every other one goes. */
static void thin_out(struct skew *s)
{
    uint32_t i;

    for (i = 0; i < MAX_POINTS / 2; i++)
        s->points[i] = s->points[(size_t)2 * i];
    s->num_points = MAX_POINTS / 2;
    s->every *= 2;
}

static void add_point(struct skew *s, uint32_t x)
{
    if (++s->skipped < s->every)
        return;
    s->skipped = 0;
    if (s->num_points == MAX_POINTS)
        thin_out(s);
    s->points[s->num_points++] =
        (struct point){(int16_t)((int32_t)x - (int32_t)(s->width / 2)), (uint16_t)s->y};
}

void skew_line(struct skew *s, const uint8_t *bits)
{
    size_t i;

    if (s->y >= SKEW_MAX_HEIGHT)
        return;
    for (i = 0; i < s->stride; i++) {
        unsigned edges = s->above[i] & ~bits[i], bit;

        for (bit = 0; edges && bit < 8; bit++)
            if (edges & 0x80u >> bit && i * 8 + bit < s->width)
                add_point(s, (uint32_t)(i * 8 + bit));
    }
    memcpy(s->above, bits, s->stride);
    s->y++;
}

/* tan of so many 1/1000 degrees, in 1/65536; its first three terms are good to 1/65536. */
static int64_t tangent(int milli)
{
    const int64_t one = INT64_C(1) << 30;
    int64_t r = (int64_t)milli * 1874033 / 100; /* pi / 180000, in 2^-30 */
    int64_t square = r * r / one;

    return (r + square * r / one / 3 + 2 * (square * square / one) * r / one / 15) / 16384;
}

/* The sum of the squares of how many points lie in each row in this direction. */
static uint64_t score(struct skew *s, int milli)
{
    int64_t slope = tangent(milli);
    uint64_t sum = 0;
    uint32_t i;

    memset(s->rows, 0, sizeof s->rows);
    for (i = 0; i < s->num_points; i++) {
        int64_t row = s->points[i].y + MARGIN + ((s->points[i].x * slope + 32768) >> 16);

        s->rows[row]++;
    }
    for (i = 0; i < ROWS; i++)
        sum += (uint64_t)s->rows[i] * s->rows[i];
    return sum;
}

/* The best of the fine steps around a coarse one. */
static int refine(struct skew *s, int milli)
{
    int best = milli, m;
    uint64_t most = 0;

    for (m = milli - COARSE; m <= milli + COARSE; m += FINE) {
        uint64_t sum = score(s, m);

        if (sum > most) {
            most = sum;
            best = m;
        }
    }
    return best;
}

int skew_end(struct skew *s)
{
    uint64_t total = 0, most = 0;
    int i, best = 0;

    if (s->num_points < MIN_POINTS)
        return 0;
    for (i = 0; i < ANGLES; i++) {
        s->scores[i] = score(s, i * COARSE - SKEW_MAX_MILLI);
        total += s->scores[i];
        if (s->scores[i] > most) {
            most = s->scores[i];
            best = i;
        }
    }
    if (best == 0 || best == ANGLES - 1 || most * ANGLES * 256 < total * CLEARLY)
        return 0;
    best = refine(s, best * COARSE - SKEW_MAX_MILLI);
    return best > -LEVEL && best < LEVEL ? 0 : best;
}
