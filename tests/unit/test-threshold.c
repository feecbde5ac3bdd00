/*
 * test-threshold.c - black and white by the surroundings: flat paper stays free of specks,
 * shaded and gray letters are found, light ones on dark too, broad strokes are not hollow.
 * Effects: none but memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/threshold.h"
#include "tests/unit/gray-pages.h"
#include "tests/unit/tap.h"

#define DPI 300u

/* The page's dots; 0 or 1 each. NULL when there are not as many lines as the page has. */
static uint8_t *dots_of(const struct gray_page *p)
{
    void *work = malloc(threshold_work_size(p->width, DPI));
    uint8_t *dots = calloc(p->height, p->width);
    struct threshold *t = threshold_start(work, p->width, DPI);
    const uint8_t *bits;
    uint32_t x, y = 0, pushed = 0;
    bool whole = true;

    while (y < p->height) {
        while ((bits = threshold_pull(t)) != NULL) {
            for (x = 0; x < p->width; x++)
                dots[(size_t)y * p->width + x] = bits[x / 8] >> (7 - x % 8) & 1;
            if (p->width % 8 != 0 && (bits[p->width / 8] & 0xFF >> p->width % 8) != 0)
                whole = false;
            y++;
        }
        if (pushed < p->height)
            threshold_push(t, p->gray + (size_t)pushed++ * p->width);
        else if (y < p->height)
            threshold_end(t);
    }
    whole = whole && !threshold_pull(t);
    free(work);
    if (whole)
        return dots;
    free(dots);
    return NULL;
}

/* Parts in a thousand of a rectangle that are black. */
static unsigned black(const struct gray_page *p, const uint8_t *dots, uint32_t x, uint32_t y,
                      uint32_t width, uint32_t height)
{
    uint64_t n = 0;
    uint32_t i, j;

    for (j = y; j < y + height; j++)
        for (i = x; i < x + width; i++)
            n += dots[(size_t)j * p->width + i];
    return (unsigned)(n * 1000 / ((uint64_t)width * height));
}

static void test_flat(void)
{
    static const uint8_t papers[] = {255, 235, 180, 120};
    size_t i;

    for (i = 0; i < sizeof papers; i++) {
        struct gray_page p = gray_page_new(301, 400, papers[i]);
        uint8_t *dots;

        gray_noise(&p, 8);
        dots = dots_of(&p);
        ok(dots && black(&p, dots, 0, 0, 301, 400) == 0,
           "Noise on flat paper of %u makes no speck", papers[i]);
        free(dots);
        gray_page_free(&p);
    }
}

/* All strokes of the letters are black and nothing else is: counted against a page of the same
 * letters without shade and noise at a fixed threshold. */
static unsigned wrong_letters(uint8_t paper, uint8_t ink, unsigned shade, unsigned noise)
{
    struct gray_page p = gray_page_new(1200, 600, paper), clean = gray_page_new(1200, 600, 255);
    unsigned wrong = 0;
    uint8_t *dots;
    size_t i;

    for (i = 0; i < 8; i++) {
        gray_letters(&p, 40, 50 + (uint32_t)i * 60, 46, ink);
        gray_letters(&clean, 40, 50 + (uint32_t)i * 60, 46, 0);
    }
    gray_shade(&p, shade);
    gray_noise(&p, noise);
    dots = dots_of(&p);
    for (i = 0; dots && i < (size_t)1200 * 600; i++)
        wrong += dots[i] != (clean.gray[i] == 0);
    free(dots);
    gray_page_free(&p);
    gray_page_free(&clean);
    return dots ? wrong : 99999;
}

static void test_letters(void)
{
    ok(wrong_letters(240, 30, 100, 4) == 0, "Dark letters on white are exact");
    ok(wrong_letters(240, 180, 100, 4) == 0, "So are gray letters");
    ok(wrong_letters(240, 40, 30, 4) == 0, "And letters on a page shaded down to a third");
    ok(wrong_letters(130, 40, 100, 4) == 0, "And dark ones on gray paper");
}

static void test_dark(void)
{
    struct gray_page p = gray_page_new(1200, 1500, 235);
    uint8_t *dots;
    uint32_t i;

    gray_bar(&p, 100, 200, 1000, 1100, 45); /* nearly four inches down */
    for (i = 0; i < 5; i++)
        gray_letters(&p, 200, 300 + i * 60, 30, 225);
    gray_noise(&p, 5);
    dots = dots_of(&p);
    ok(dots && black(&p, dots, 200, 300, 4, 24) == 0 && black(&p, dots, 206, 372, 6, 6) == 1000,
       "Light letters on dark are white, and dark in their counters");
    ok(dots && black(&p, dots, 110, 620, 980, 670) >= 999, "A large dark area is not hollow");
    ok(dots && black(&p, dots, 0, 1360, 1200, 100) == 0, "Below it is paper again");
    free(dots);
    gray_page_free(&p);
}

static void test_sizes(void)
{
    static const struct {
        uint32_t width, height;
    } sizes[] = {
        {1,   1  },
        {1,   100},
        {100, 1  },
        {7,   29 },
        {31,  31 },
        {33,  61 }
    };
    bool good = true;
    size_t i;

    for (i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct gray_page p = gray_page_new(sizes[i].width, sizes[i].height, 230);
        uint8_t *dots = dots_of(&p);

        good = good && dots && black(&p, dots, 0, 0, p.width, p.height) == 0;
        free(dots);
        gray_page_free(&p);
    }
    ok(good, "Pages smaller than the window have all their lines");
}

static void test_fixed(void)
{
    static const uint8_t gray[10] = {0, 99, 100, 101, 255, 0, 0, 0, 0, 100};
    uint8_t bits[2] = {0xFF, 0xFF};

    threshold_fixed(gray, 10, 100, bits);
    ok(bits[0] == 0xC7 && bits[1] == 0x80, "With one threshold, black is what is below it");
}

int main(void)
{
    test_flat();
    test_letters();
    test_dark();
    test_sizes();
    test_fixed();
    return tap_done();
}
