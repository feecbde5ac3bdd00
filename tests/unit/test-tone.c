/*
 * test-tone.c - brightness and contrast against values computed by hand with powers and roots.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/halftone.h"
#include "driver/tone.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static uint8_t gray(int value, int brightness, int contrast)
{
    const struct tone_adjust adjust = {brightness, contrast};

    return tone_gray((uint8_t)value, &adjust);
}

static void test_values(void)
{
    static const struct {
        const char *name;
        int value, brightness, contrast, expected;
    } rows[] = {
        {"Full brightness is the root: 255 * (64 / 255)^0.5",          64,  100,  0,    128},
        {"Full darkness is the square: 255 * (128 / 255)^2",           128, -100, 0,    64 },
        {"Half brightness is the power 0.7071",                        64,  50,   0,    96 },
        {"Full contrast below the middle: 255 * (2 * 64 / 255)^2 / 2", 64,  0,    100,  32 },
        {"Full contrast above the middle is the mirror",               192, 0,    100,  224},
        {"No contrast below the middle: 255 * (2 * 64 / 255)^0.5 / 2", 64,  0,    -100, 90 },
        {"Contrast comes before brightness",                           64,  100,  100,  91 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int found = gray(rows[i].value, rows[i].brightness, rows[i].contrast);

        if (!ok(found == rows[i].expected, "%s", rows[i].name))
            printf("# found %d, expected %d\n", found, rows[i].expected);
    }
}

static bool keeps_ends(int brightness, int contrast)
{
    return gray(0, brightness, contrast) == 0 && gray(255, brightness, contrast) == 255;
}

static bool is_monotonic(int brightness, int contrast)
{
    for (int value = 1; value < 256; value++)
        if (gray(value, brightness, contrast) < gray(value - 1, brightness, contrast))
            return false;
    return true;
}

static bool is_lighter(int brightness)
{
    for (int value = 1; value < 255; value++)
        if (gray(value, brightness, 0) < gray(value, brightness - 10, 0))
            return false;
    return true;
}

static void test_curves(void)
{
    bool ends = true, monotonic = true, lighter = true, same = true, middle = true;

    for (int b = -TONE_MAX; b <= TONE_MAX; b += 10)
        for (int c = -TONE_MAX; c <= TONE_MAX; c += 10) {
            ends = ends && keeps_ends(b, c);
            monotonic = monotonic && is_monotonic(b, c);
        }
    for (int b = -TONE_MAX + 10; b <= TONE_MAX; b += 10)
        lighter = lighter && is_lighter(b);
    for (int value = 0; value < 256; value++)
        same = same && gray(value, 0, 0) == value;
    for (int c = -TONE_MAX; c <= TONE_MAX; c++)
        middle = middle && abs(gray(128, 0, c) - 128) <= 1;
    ok(ends, "Black stays black and white stays white, whatever is asked");
    ok(monotonic, "Of two grays the lighter one never becomes darker");
    ok(lighter, "More brightness never makes a gray darker");
    ok(same, "Nothing asked changes no gray");
    ok(middle, "Contrast leaves the middle gray");
}

/* The share of dots, in percent, of an area of one gray. */
static double dots_of(uint8_t value, int brightness, int contrast)
{
    enum { WIDTH = 960, HEIGHT = 960 };
    const struct halftone_params params = {
        .width = WIDTH, .stride = WIDTH / 8, .adjust = {brightness, contrast}
    };
    void *work = malloc(halftone_work_size(&params));
    uint8_t line[WIDTH];
    unsigned long dots = 0;
    struct halftone *h;

    if (work == NULL)
        return -1;
    memset(line, value, sizeof line);
    h = halftone_start(work, &params, HALFTONE_BEST);
    for (int y = 0; y <= HEIGHT; y++) {
        const uint8_t *bits = y < HEIGHT ? halftone_push(h, line) : halftone_finish(h);

        for (int i = 0; bits != NULL && i < WIDTH / 8; i++)
            dots += (unsigned)__builtin_popcount(bits[i]);
    }
    free(work);
    return 100.0 * (double)dots / ((double)WIDTH * HEIGHT);
}

static bool near(double a, double b)
{
    return a - b < 0.3 && b - a < 0.3;
}

static void test_dots(void)
{
    ok(near(dots_of(64, 100, 0), dots_of(128, 0, 0)),
       "A brightened gray gets the dots of the gray it becomes");
    ok(near(dots_of(192, 0, 100), dots_of(224, 0, 0)), "So does one of more contrast");
    ok(near(dots_of(64, 0, 100), dots_of(32, 0, 0)), "On the dark side, too");
    ok(dots_of(0, 100, -100) == 100 && dots_of(255, -100, 100) == 0,
       "Black gets all dots and white none");
}

int main(void)
{
    test_values();
    test_curves();
    test_dots();
    return tap_done();
}
