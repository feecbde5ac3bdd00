/*
 * threshold.c - gray lines become black and white by their surroundings, see threshold.h.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "threshold.h"

#include <stdbool.h>
#include <string.h>

#define MIN_RADIUS 3u
#define MAX_RADIUS 40u    /* more would overflow the sums of squares' windows */
#define ROOTS      16384u /* no variance of 8-bit samples is larger: 127.5 squared */
#define BINS       32u    /* of a tile's samples */

/* The paper is what a seventh of a tile's samples are brighter than: not the brightest noise,
 * but paper where letters are dense. */
#define PAPER_SHARE 7u
#define REACH       2    /* tiles to each side that show what paper is like */
#define FIRST_PAPER 160u /* until brighter paper was seen */

/* In 1/256. Downwards, paper gets darker from tile to tile by no more than FADE; what is darker
 * than DARK of the paper above is something printed, which is not paper at all: it keeps nearly
 * that above it, so that a dark area does not become its own paper. No paper is darker than
 * DARKEST of the brightest one. */
#define FADE    230u
#define DARK    128u
#define KEEP    253u
#define DARKEST 90u
/* Deviations, in samples: up to the first it is flat, from the second on something is there.
 * Paper's and a scanner's noise are 2 to 5. */
#define FLAT   6u
#define CLEAR  11u
#define FIFTH  51u
#define FLOOR  128u /* the threshold of flat places, of the paper */
#define BOTTOM 77u  /* no threshold is lower, of the paper */

struct threshold {
    uint32_t width, stride;
    unsigned radius, tile, ring_lines;
    uint32_t pushed, pulled;
    bool ended;
    uint32_t *sums, *squares; /* of the columns of the window */
    uint16_t *bins;           /* of the tiles of the row that is coming: BINS each */
    uint8_t *papers;          /* of the tiles, two rows: tile row k is row k % 2 */
    uint8_t *levels;          /* of one row, before neighbours are looked at */
    uint8_t *ring;            /* lines; line y is number y % ring_lines */
    uint8_t *bits;
    uint32_t num_tiles;
    uint64_t per_area, per_square; /* reciprocals of the window's area, in 2^-32 and 2^-48 */
    uint32_t area;
    unsigned brightest;
    uint8_t roots[ROOTS];
};

static unsigned radius_of(unsigned dpi)
{
    unsigned radius = dpi / 20;

    return radius < MIN_RADIUS ? MIN_RADIUS : radius > MAX_RADIUS ? MAX_RADIUS : radius;
}

/* A line is given when its tile is whole, up to 2 radii later; its window begins a radius
 * before it, and needs the line that leaves it as well. */
static unsigned ring_lines_of(unsigned radius)
{
    return 3 * radius + 3;
}

static uint32_t tiles_of(uint32_t width, unsigned radius)
{
    return (width + 2 * radius - 1) / (2 * radius);
}

static size_t aligned(size_t n)
{
    return (n + 15) / 16 * 16;
}

size_t threshold_work_size(uint32_t width, unsigned dpi)
{
    unsigned radius = radius_of(dpi);
    size_t tiles = tiles_of(width, radius);

    return aligned(sizeof(struct threshold)) + 2 * aligned((size_t)width * sizeof(uint32_t)) +
           aligned(tiles * BINS * sizeof(uint16_t)) + aligned(3 * tiles) +
           aligned((size_t)width * ring_lines_of(radius)) + aligned(((size_t)width + 7) / 8);
}

static void *take(uint8_t **work, size_t n)
{
    void *part = *work;

    *work += aligned(n);
    return part;
}

static void fill_roots(uint8_t *roots)
{
    unsigned i, root = 0;

    for (i = 0; i < ROOTS; i++) {
        if ((root + 1) * (root + 1) <= i)
            root++;
        roots[i] = (uint8_t)root;
    }
}

struct threshold *threshold_start(void *work, uint32_t width, unsigned dpi)
{
    struct threshold *t = work;
    uint8_t *left = (uint8_t *)work + aligned(sizeof *t);
    unsigned radius = radius_of(dpi), side = 2 * radius + 1;

    memset(work, 0, threshold_work_size(width, dpi));
    t->width = width;
    t->stride = (width + 7) / 8;
    t->radius = radius;
    t->tile = 2 * radius;
    t->ring_lines = ring_lines_of(radius);
    t->num_tiles = tiles_of(width, radius);
    t->area = side * side;
    t->per_area = (UINT64_C(1) << 32) / t->area + 1;
    t->per_square = (UINT64_C(1) << 48) / ((uint64_t)t->area * t->area);
    t->brightest = FIRST_PAPER;
    t->sums = take(&left, width * sizeof(uint32_t));
    t->squares = take(&left, width * sizeof(uint32_t));
    t->bins = take(&left, (size_t)t->num_tiles * BINS * sizeof(uint16_t));
    t->papers = take(&left, (size_t)3 * t->num_tiles);
    t->levels = t->papers + (size_t)2 * t->num_tiles;
    t->ring = take(&left, (size_t)width * t->ring_lines);
    t->bits = take(&left, t->stride);
    fill_roots(t->roots);
    return t;
}

static uint8_t *line_at(const struct threshold *t, uint32_t y)
{
    return t->ring + (size_t)(y % t->ring_lines) * t->width;
}

/* The level that a share of a tile's samples are brighter than; empties its bins. */
static uint8_t paper_level(uint16_t *bins)
{
    unsigned total = 0, above = 0, i;

    for (i = 0; i < BINS; i++)
        total += bins[i];
    for (i = BINS - 1; i > 0; i--) {
        above += bins[i];
        if (above * PAPER_SHARE >= total)
            break;
    }
    memset(bins, 0, BINS * sizeof *bins);
    return (uint8_t)(i * (256 / BINS) + 256 / BINS / 2);
}

static unsigned brightest_near(const uint8_t *levels, uint32_t i, uint32_t n)
{
    uint32_t first = i < REACH ? 0 : i - REACH, last = i + REACH < n ? i + REACH : n - 1;
    unsigned most = 0;

    for (; first <= last; first++)
        if (levels[first] > most)
            most = levels[first];
    return most;
}

/* A row of tiles is whole: what paper is like in it. */
static void finish_tiles(struct threshold *t, uint32_t row)
{
    uint8_t *papers = t->papers + (size_t)(row % 2) * t->num_tiles;
    const uint8_t *above = t->papers + (size_t)((row + 1) % 2) * t->num_tiles;
    uint32_t i;

    for (i = 0; i < t->num_tiles; i++) {
        t->levels[i] = paper_level(t->bins + (size_t)i * BINS);
        if (t->levels[i] > t->brightest)
            t->brightest = t->levels[i];
    }
    for (i = 0; i < t->num_tiles; i++) {
        unsigned paper = brightest_near(t->levels, i, t->num_tiles);
        unsigned before = row == 0 ? 0 : above[i];
        unsigned faded = before * (paper * 256 < before * DARK ? KEEP : FADE) / 256;
        unsigned darkest = t->brightest * DARKEST / 256;

        paper = paper < faded ? faded : paper;
        papers[i] = (uint8_t)(paper < darkest ? darkest : paper);
    }
}

void threshold_push(struct threshold *t, const uint8_t *gray)
{
    uint32_t i, x = 0;

    memcpy(line_at(t, t->pushed), gray, t->width);
    for (i = 0; i < t->num_tiles; i++) {
        uint16_t *bins = t->bins + (size_t)i * BINS;
        uint32_t end = x + t->tile < t->width ? x + t->tile : t->width;

        for (; x < end; x++)
            bins[gray[x] / (256 / BINS)]++;
    }
    t->pushed++;
    if (t->pushed % t->tile == 0) /* NOLINT(clang-analyzer-core.DivideZero): at least 6 */
        finish_tiles(t, t->pushed / t->tile - 1);
}

void threshold_end(struct threshold *t)
{
    if (!t->ended && t->pushed % t->tile != 0)
        finish_tiles(t, t->pushed / t->tile);
    t->ended = true;
}

/* A line joins the window `times` times. */
static void join(struct threshold *t, const uint8_t *line, uint32_t times)
{
    uint32_t x;

    for (x = 0; x < t->width; x++) {
        t->sums[x] += line[x] * times;
        t->squares[x] += (uint32_t)line[x] * line[x] * times;
    }
}

static void replace(struct threshold *t, const uint8_t *leaves, const uint8_t *joins)
{
    uint32_t x;

    for (x = 0; x < t->width; x++) {
        t->sums[x] += joins[x];
        t->sums[x] -= leaves[x];
        t->squares[x] += (uint32_t)joins[x] * joins[x];
        t->squares[x] -= (uint32_t)leaves[x] * leaves[x];
    }
}

/* The window's columns for line y; beyond the page are its first and last line again. */
static void move_window(struct threshold *t, uint32_t y)
{
    uint32_t last = t->pushed - 1, i;

    if (y > 0) {
        uint32_t leaves = y > t->radius ? y - t->radius - 1 : 0;
        uint32_t joins = y + t->radius < last ? y + t->radius : last;

        replace(t, line_at(t, leaves), line_at(t, joins));
        return;
    }
    join(t, line_at(t, 0), t->radius + 1);
    for (i = 1; i <= t->radius; i++)
        join(t, line_at(t, i < last ? i : last), 1);
}

/* What is darker is black, for a window of this mean and deviation. per_paper: 2^24 / paper. */
static unsigned limit(unsigned mean, unsigned deviation, unsigned paper, uint32_t per_paper)
{
    unsigned share = (unsigned)((uint64_t)deviation * per_paper >> 16); /* of the paper, /256 */
    unsigned flat = paper * FLOOR / 256, bottom = paper * BOTTOM / 256, local;

    if (deviation <= FLAT)
        return flat;
    local = mean - (share >= 128 ? 0 : mean * FIFTH * (128 - share) / (256 * 128));
    local = local < bottom ? bottom : local;
    if (deviation >= CLEAR)
        return local;
    return (flat * (CLEAR - deviation) + local * (deviation - FLAT)) / (CLEAR - FLAT);
}

struct window {
    uint32_t sum, squares;
};

static unsigned window_limit(const struct threshold *t, const struct window *w, unsigned paper,
                             uint32_t per_paper)
{
    uint64_t spread = (uint64_t)w->squares * t->area - (uint64_t)w->sum * w->sum;
    uint32_t variance = (uint32_t)(spread * t->per_square >> 48);

    return limit((unsigned)(w->sum * t->per_area >> 32),
                 t->roots[variance < ROOTS ? variance : ROOTS - 1], paper, per_paper);
}

/* Around the first dot; beyond the line are its first and last dot again. */
static struct window first_window(const struct threshold *t)
{
    struct window w = {t->sums[0] * (t->radius + 1), t->squares[0] * (t->radius + 1)};
    uint32_t i, last = t->width - 1;

    for (i = 1; i <= t->radius; i++) {
        w.sum += t->sums[i < last ? i : last];
        w.squares += t->squares[i < last ? i : last];
    }
    return w;
}

static void step(const struct threshold *t, struct window *w, uint32_t x)
{
    uint32_t last = t->width - 1;
    uint32_t joins = x + t->radius + 1 < last ? x + t->radius + 1 : last;
    uint32_t leaves = x > t->radius ? x - t->radius : 0;

    w->sum += t->sums[joins] - t->sums[leaves];
    w->squares += t->squares[joins] - t->squares[leaves];
}

static void decide(struct threshold *t, uint32_t y)
{
    const uint8_t *papers = t->papers + (size_t)(y / t->tile % 2) * t->num_tiles;
    const uint8_t *gray = line_at(t, y);
    struct window w = first_window(t);
    uint32_t i, x = 0;

    memset(t->bits, 0, t->stride);
    for (i = 0; i < t->num_tiles; i++) {
        uint32_t end = x + t->tile < t->width ? x + t->tile : t->width;
        uint32_t per_paper = (1u << 24) / papers[i];

        for (; x < end; x++) {
            if (gray[x] < window_limit(t, &w, papers[i], per_paper))
                t->bits[x / 8] |= (uint8_t)(0x80 >> x % 8);
            step(t, &w, x);
        }
    }
}

const uint8_t *threshold_pull(struct threshold *t)
{
    uint32_t y = t->pulled;

    if (t->ended ? y >= t->pushed
                 : t->pushed < (y / t->tile + 1) * t->tile || t->pushed <= y + t->radius)
        return NULL;
    t->pulled++;
    move_window(t, y);
    decide(t, y);
    return t->bits;
}

void threshold_fixed(const uint8_t *gray, uint32_t width, unsigned level, uint8_t *bits)
{
    uint32_t x;

    memset(bits, 0, ((size_t)width + 7) / 8);
    for (x = 0; x < width; x++)
        if (gray[x] < level)
            bits[x / 8] |= (uint8_t)(0x80 >> x % 8);
}
