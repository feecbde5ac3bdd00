/*
 * test-resample.c - lines of another size are what exact arithmetic makes of them.
 * Effects: standard output, memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/resample.h"
#include "tests/unit/tap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint32_t random_state = 1;

static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % n;
}

static uint8_t *new_bytes(size_t n)
{
    uint8_t *bytes = calloc(n ? n : 1, 1);

    if (!bytes)
        abort();
    return bytes;
}

/* ---- the exact result, in floating point, a sample at a time ---- */

static double overlap(double a, double b, double c, double d)
{
    double from = a > c ? a : c, to = b < d ? b : d;

    return to > from ? to - from : 0;
}

/* The share of source sample s in target sample t. */
static double share(uint32_t s, uint32_t t, uint32_t source, uint32_t target, bool smooth)
{
    double step = (double)source / target;

    if (smooth && target > source) {
        double at = (t + 0.5) * step - 0.5;

        at = at < 0 ? 0 : at > source - 1 ? source - 1 : at;
        return fmax(0, 1 - fabs(at - s));
    }
    return overlap(s, s + 1.0, t * step, (t + 1) * step) / step;
}

static double exact(const struct resample_params *p, const uint8_t *picture, uint32_t x,
                    uint32_t y)
{
    double sum = 0;

    for (uint32_t sy = 0; sy < p->height; sy++) {
        double wy = share(sy, y, p->height, p->target_height, p->smooth);

        for (uint32_t sx = 0; wy > 0 && sx < p->width; sx++)
            sum += wy * share(sx, x, p->width, p->target_width, p->smooth) *
                   picture[(size_t)sy * p->width + sx];
    }
    return sum;
}

/* ---- running it ---- */

/* The wanted part of the result; *rows tells how many lines came. Tells of equal lines, too,
 * and lets a sanitizer see each byte too many: all memory is of the exact size. */
static uint8_t *resample(const struct resample_params *p, const uint8_t *picture,
                         uint32_t *rows)
{
    void *work = new_bytes(resample_work_size(p));
    uint8_t *result = new_bytes((size_t)p->num_columns * p->num_rows);
    struct resample *r = resample_start(work, p);
    uint32_t first, count;
    const uint8_t *line;

    resample_source_columns(p, &first, &count);
    *rows = 0;
    for (uint32_t y = 0; y < p->height; y++) {
        uint8_t *needed = new_bytes(count);
        bool same = false;

        memcpy(needed, picture + (size_t)y * p->width + first, count);
        if (y > 0)
            same = memcmp(needed, picture + (size_t)(y - 1) * p->width + first, count) == 0;
        resample_push(r, same ? NULL : needed, same);
        free(needed);
        while ((line = resample_pull(r)) != NULL) {
            if (*rows < p->num_rows)
                memcpy(result + (size_t)*rows * p->num_columns, line, p->num_columns);
            ++*rows;
        }
    }
    free(work);
    return result;
}

enum kind { NOISE, LINES, EVEN };

/* Noise; lines that repeat; one gray. */
static uint8_t *new_picture(uint32_t width, uint32_t height, enum kind kind)
{
    uint8_t *picture = new_bytes((size_t)width * height);

    for (uint32_t y = 0; y < height; y++) {
        uint8_t *line = picture + (size_t)y * width;

        if (kind == LINES && y > 0 && random_below(3) > 0)
            memcpy(line, line - width, width);
        else
            for (uint32_t x = 0; x < width; x++)
                line[x] = kind == EVEN ? 77 : (uint8_t)random_below(256);
    }
    return picture;
}

static double worst_error(const struct resample_params *p, const uint8_t *picture,
                          const uint8_t *result)
{
    double worst = 0;

    for (uint32_t y = 0; y < p->num_rows; y++)
        for (uint32_t x = 0; x < p->num_columns; x++)
            worst = fmax(worst, fabs(result[(size_t)y * p->num_columns + x] -
                                     exact(p, picture, p->first_column + x, p->first_row + y)));
    return worst;
}

static struct resample_params whole(uint32_t width, uint32_t height, uint32_t target_width,
                                    uint32_t target_height, bool smooth)
{
    return (struct resample_params){width,        height, target_width,  target_height, 0,
                                    target_width, 0,      target_height, smooth};
}

static void test_sizes(bool smooth, double limit)
{
    static const uint32_t sizes[][4] = {
        {1,  1,  1,  1 },
        {1,  1,  7,  5 },
        {7,  5,  1,  1 },
        {8,  8,  8,  8 },
        {9,  4,  18, 12},
        {30, 20, 10, 5 },
        {31, 17, 13, 11},
        {13, 11, 31, 17},
        {20, 7,  9,  23},
        {9,  23, 20, 7 },
        {2,  2,  41, 37},
        {40, 3,  41, 4 },
    };

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (enum kind kind = NOISE; kind <= EVEN; kind++) {
            struct resample_params p =
                whole(sizes[i][0], sizes[i][1], sizes[i][2], sizes[i][3], smooth);
            uint8_t *picture = new_picture(p.width, p.height, kind);
            uint32_t rows;
            uint8_t *result = resample(&p, picture, &rows);
            double error = worst_error(&p, picture, result);
            static const char *const kinds[] = {"noise", "equal lines", "one gray"};

            if (!ok(rows == p.num_rows && error <= (kind == EVEN ? 0.0001 : limit),
                    "%ux%u to %ux%u, %s, %s", p.width, p.height, p.target_width,
                    p.target_height, smooth ? "smooth" : "area", kinds[kind]))
                diag("%u rows, off by %.3f", rows, error);
            free(picture);
            free(result);
        }
    }
}

static void test_parts(void)
{
    bool right = true;

    for (unsigned i = 0; i < 300; i++) {
        struct resample_params p =
            whole(1 + random_below(20), 1 + random_below(20), 1 + random_below(40),
                  1 + random_below(40), random_below(2));
        uint8_t *picture = new_picture(p.width, p.height, LINES);
        uint32_t rows;
        uint8_t *result;

        p.first_column = random_below(p.target_width);
        p.num_columns = 1 + random_below(p.target_width - p.first_column);
        p.first_row = random_below(p.target_height);
        p.num_rows = 1 + random_below(p.target_height - p.first_row);
        result = resample(&p, picture, &rows);
        right = right && rows == p.num_rows && worst_error(&p, picture, result) <= 2;
        free(picture);
        free(result);
    }
    ok(right, "Any part of the target is what it is in the whole");
}

static void test_exact_factors(void)
{
    struct resample_params p = whole(5, 4, 15, 8, false);
    uint8_t *picture = new_picture(5, 4, NOISE);
    uint32_t rows;
    uint8_t *result = resample(&p, picture, &rows);
    bool right = true;

    for (uint32_t y = 0; y < 8; y++)
        for (uint32_t x = 0; x < 15; x++)
            right = right && result[y * 15 + x] == picture[y / 2 * 5 + x / 3];
    ok(right, "Area replicates at whole factors");
    free(result);
    p = whole(5, 4, 5, 4, false);
    result = resample(&p, picture, &rows);
    ok(memcmp(result, picture, 20) == 0, "Area copies at equal sizes");
    free(result);
    p.smooth = true;
    result = resample(&p, picture, &rows);
    ok(memcmp(result, picture, 20) == 0, "So does smooth");
    free(result);
    free(picture);
}

/* The largest sizes: white stays white and black black, where sums are the largest. */
static void test_limits(void)
{
    static const uint32_t sizes[][2] = {
        {RESAMPLE_MAX_SOURCE,     1                      },
        {RESAMPLE_MAX_SOURCE,     2                      },
        {RESAMPLE_MAX_SOURCE - 1, RESAMPLE_MAX_SOURCE    },
        {RESAMPLE_MAX_SOURCE,     RESAMPLE_MAX_SOURCE - 1},
        {RESAMPLE_MAX_SOURCE - 1, RESAMPLE_MAX_TARGET    },
        {1,                       RESAMPLE_MAX_TARGET    },
    };

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (unsigned turn = 0; turn < 4; turn++) {
            bool smooth = turn & 1, down = turn & 2;
            struct resample_params p = down ? whole(1, sizes[i][0], 1, sizes[i][1], smooth)
                                            : whole(sizes[i][0], 1, sizes[i][1], 1, smooth);
            uint8_t *picture = new_bytes(sizes[i][0]), *result;
            uint32_t rows;
            bool white = true;

            /* Two kinds of samples, so that nothing is told to be equal to the one before. */
            for (uint32_t j = 0; j < sizes[i][0]; j++)
                picture[j] = (uint8_t)(254 + (j & 1));
            result = resample(&p, picture, &rows);
            for (uint32_t j = 0; j < sizes[i][1]; j++)
                white = white && result[j] >= 254;
            ok(white && rows == p.num_rows, "%u samples to %u, %s the page, %s", sizes[i][0],
               sizes[i][1], down ? "down" : "across", smooth ? "smooth" : "area");
            free(picture);
            free(result);
        }
    }
}

/* A picture finer than the target can show is its mean, not a pattern. */
static void test_aliasing(void)
{
    struct resample_params p = whole(90, 90, 31, 31, false);
    uint8_t *picture = new_bytes((size_t)90 * 90), *result;
    uint32_t rows;
    unsigned low = 255, high = 0;

    for (uint32_t i = 0; i < 90 * 90; i++)
        picture[i] = (i / 90 + i % 90) % 2 ? 255 : 0;
    result = resample(&p, picture, &rows);
    for (uint32_t i = 0; i < 31 * 31; i++) {
        low = result[i] < low ? result[i] : low;
        high = result[i] > high ? result[i] : high;
    }
    ok(low > 110 && high < 145, "A fine chequerboard becomes an even gray (%u to %u)", low,
       high);
    free(picture);
    free(result);
}

static void test_memory(void)
{
    struct resample_params low = whole(5000, 10, 2500, 7, false);
    struct resample_params high = whole(5000, 400000, 2500, 700000, false);

    ok(resample_work_size(&low) == resample_work_size(&high),
       "Memory does not depend on the height");
    high.target_width = 800000;
    high.num_columns = 10;
    ok(resample_work_size(&high) < 4096, "Memory is for what is wanted only");
}

int main(void)
{
    test_sizes(false, 0.54);
    test_sizes(true, 2);
    test_parts();
    test_exact_factors();
    test_limits();
    test_aliasing();
    test_memory();
    return tap_done();
}
