/*
 * test-page-change.c - pages that are turned, cut, made smaller, straightened, and stored in
 * other colours and encodings; how crooked pages are.
 * Effects: temporary files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/page-change.h"
#include "tests/unit/scan-pages.h"
#include "tests/unit/tap.h"

#include <math.h>

static struct scan_page *change(struct scan_page *page, const struct page_change *how)
{
    char why[300] = "";
    struct scan_page *made = page_change(page, how, pictures_folder(), 1u << 28, why, 300);

    if (!made)
        diag("%s", why);
    return made;
}

static struct page_change nothing(enum scan_encoding encoding, enum scan_color color)
{
    return (struct page_change){.encoding = encoding, .color = color};
}

/* 300 dpi: a pixel is a unit. Samples 1 to 6 in three columns. */
static struct scan_page *six(void)
{
    struct samples s = samples_new(SCAN_GRAY, 3, 2);
    struct scan_page *page;

    memcpy(s.bytes, "\x01\x02\x03\x04\x05\x06", 6);
    page = page_of(&s, SCAN_PNG, 300);
    samples_free(&s);
    return page;
}

static bool made_is(struct scan_page *page, const struct page_change *how, uint32_t width,
                    uint32_t height, const char *expected)
{
    struct scan_page *made = change(page, how);
    uint8_t *samples = made ? page_samples(made) : NULL;
    bool is = samples && scan_page_facts(made)->width == width &&
              scan_page_facts(made)->height == height &&
              memcmp(samples, expected, (size_t)width * height) == 0;

    free(samples);
    scan_page_release(made);
    return is;
}

static void test_quarters(void)
{
    static const char *const expected[4] = {"\1\2\3\4\5\6", "\4\1\5\2\6\3", "\6\5\4\3\2\1",
                                            "\3\6\2\5\1\4"};
    struct scan_page *page = six();
    struct page_change how = nothing(SCAN_PNG, SCAN_GRAY);
    unsigned i;

    for (i = 0; i < 8; i++) {
        how.quarters = i;
        ok(made_is(page, &how, i % 2 ? 2 : 3, i % 2 ? 3 : 2, expected[i % 4]),
           "Turned clockwise by %u quarters", i);
    }
    how.quarters = 1;
    how.crop = (struct scan_area){1, 0, 2, 2};
    ok(made_is(page, &how, 2, 2, "\5\2\6\3"), "It is cut first, then turned");
    scan_page_release(page);
}

static void test_crop(void)
{
    struct scan_page *page = six(), *same;
    struct page_change how = nothing(SCAN_PNG, SCAN_COLOR);

    how.crop = (struct scan_area){1, 1, 1, 1};
    ok(made_is(page, &how, 1, 1, "\5"), "One pixel is cut out");
    how.crop = (struct scan_area){2, 0, 1000, 1000};
    ok(made_is(page, &how, 1, 2, "\3\6"), "A cut beyond the page ends with it");
    how.crop = (struct scan_area){UINT32_MAX, UINT32_MAX, 1, 1};
    ok(made_is(page, &how, 1, 1, "\6"), "One that begins beyond it is its last pixel");
    how.crop = (struct scan_area){0, 0, 3, 2};
    same = change(page, &how);
    ok(same == page && page_change_nothing(page, &how), "A cut of all of it is the same page");
    scan_page_release(same);
    scan_page_release(page);
}

/* A colour page of A4 at 75 dpi, whose tiles in the file are larger than it. */
static void test_color(void)
{
    struct samples s = samples_pattern(SCAN_COLOR, 620, 877);
    struct scan_page *page = page_of(&s, SCAN_PNG, 75), *made;
    struct page_change how = nothing(SCAN_PNG, SCAN_COLOR);
    uint8_t *samples;
    uint32_t x, y;
    bool same = true;

    how.quarters = 1;
    made = change(page, &how);
    samples = made ? page_samples(made) : NULL;
    for (y = 0; samples && y < 620; y++)
        for (x = 0; x < 877; x++)
            same = same && memcmp(samples + ((size_t)y * 877 + x) * 3,
                                  s.bytes + s.stride * (876 - x) + (size_t)3 * y, 3) == 0;
    ok(samples && same, "Each pixel of a colour page turns with all its colours");
    free(samples);
    scan_page_release(made);
    scan_page_release(page);
    samples_free(&s);
}

static void test_dots(void)
{
    struct samples s = samples_pattern(SCAN_BLACK_AND_WHITE, 77, 50);
    struct scan_page *page = page_of(&s, SCAN_PNG, 300), *turned, *back;
    struct page_change how = nothing(SCAN_PNG, SCAN_COLOR);
    struct blob before = page_bytes(page), after = {NULL, 0, 0};

    how.quarters = 1;
    turned = change(page, &how);
    how.quarters = 3;
    back = turned ? change(turned, &how) : NULL;
    if (back)
        after = page_bytes(back);
    ok(turned && scan_page_facts(turned)->color == SCAN_BLACK_AND_WHITE &&
           before.n == after.n && memcmp(before.bytes, after.bytes, after.n) == 0,
       "Dots stay dots: there and back they are the same bytes");
    scan_page_release(back);
    scan_page_release(turned);
    how = nothing(SCAN_JPEG, SCAN_GRAY);
    turned = change(page, &how);
    ok(turned && scan_page_facts(turned)->color == SCAN_GRAY &&
           scan_page_facts(turned)->encoding == SCAN_JPEG,
       "As a JPEG they are gray");
    scan_page_release(turned);
    blob_free(&before);
    blob_free(&after);
    scan_page_release(page);
    samples_free(&s);
}

static void test_less(void)
{
    struct samples s = samples_new(SCAN_COLOR, 8, 8);
    struct scan_page *page, *made;
    struct page_change how = nothing(SCAN_PNG, SCAN_GRAY);
    uint8_t *samples;
    size_t i;

    for (i = 0; i < s.stride * s.height; i++)
        s.bytes[i] = i % 3 == 0 ? 255 : 0;
    page = page_of(&s, SCAN_PNG, 300);
    made = change(page, &how);
    samples = page_samples(made);
    ok(samples && samples[0] == 54 && samples[63] == 54, "Red becomes the gray 54");
    free(samples);
    scan_page_release(made);
    how.reduce = 4;
    how.color = SCAN_COLOR;
    made = change(page, &how);
    samples = page_samples(made);
    ok(samples && scan_page_facts(made)->width == 2 && scan_page_facts(made)->height == 2 &&
           scan_page_facts(made)->dpi == 75 && samples[0] == 255 && samples[1] == 0,
       "A quarter of its size has a quarter of its resolution");
    free(samples);
    scan_page_release(made);
    scan_page_release(page);
    samples_free(&s);
}

/* Rows of small blocks, as words are seen from afar; the same ones each time. */
static struct samples text_page(void)
{
    struct samples s = samples_new(SCAN_GRAY, 1000, 1200);
    uint32_t line, x, y, seed = 7, wide;

    memset(s.bytes, 240, s.stride * s.height);
    for (line = 150; line < 1050; line += 31)
        for (x = 120; x < 860; x += wide + 4) {
            seed = seed * 1103515245 + 12345;
            wide = 3 + (seed >> 16) % 9;
            if ((seed >> 20) % 6 > 0)
                for (y = line - 8 - (seed >> 24) % 8; y < line; y++)
                    memset(s.bytes + s.stride * y + x, 30, wide);
        }
    return s;
}

static void test_skew(void)
{
    static const double turns[] = {0, 0.5, -1.3, 3, -6};
    struct samples s = text_page(), white = samples_new(SCAN_GRAY, 600, 800);
    struct scan_page *page = page_of(&s, SCAN_PNG, 150), *turned;
    struct page_change how = nothing(SCAN_PNG, SCAN_GRAY);
    size_t i;

    for (i = 0; i < sizeof turns / sizeof *turns; i++) {
        double skew;

        how.degrees = turns[i];
        turned = change(page, &how);
        skew = turned ? page_skew(turned) : 99;
        ok(fabs(skew + turns[i]) <= 0.15,
           "A page turned by %.1f degrees is to be turned back: %.2f", turns[i], skew);
        scan_page_release(turned);
    }
    scan_page_release(page);
    memset(white.bytes, 250, white.stride * white.height);
    page = page_of(&white, SCAN_PNG, 150);
    ok(page_skew(page) == 0, "A white page is not crooked");
    scan_page_release(page);
    white.bytes[0] = 0;
    for (i = 1; i < white.stride * white.height; i++)
        white.bytes[i] = (uint8_t)(white.bytes[i - 1] * 37u + i / 3 * 101u + (i >> 7));
    page = page_of(&white, SCAN_PNG, 150);
    ok(page_skew(page) == 0, "Nor is noise");
    scan_page_release(page);
    samples_free(&white);
    samples_free(&s);
}

/* A black square at the left of a white page, half way up. Turned clockwise by 10 degrees about
 * the middle, from 40 left of it, it lies 40 * sin(10) = 6.9 higher. */
static void test_degrees(void)
{
    struct samples s = samples_new(SCAN_GRAY, 101, 101);
    struct scan_page *page, *made;
    struct page_change how = nothing(SCAN_PNG, SCAN_GRAY);
    uint8_t *samples;
    uint32_t y;

    memset(s.bytes, 255, s.stride * s.height);
    for (y = 49; y <= 51; y++)
        memset(s.bytes + s.stride * y + 9, 0, 3);
    page = page_of(&s, SCAN_PNG, 300);
    how.degrees = 10;
    made = change(page, &how);
    samples = page_samples(made);
    /* cos(10) * 40 = 39.4 left of the middle, at 50 */
    ok(samples && samples[(size_t)43 * 101 + 11] < 40 && samples[(size_t)50 * 101 + 10] == 255,
       "What is at the left rises when the page is turned clockwise");
    ok(samples && samples[0] == 255 && samples[101 * 101 - 1] == 255,
       "White comes in at the corners");
    free(samples);
    scan_page_release(made);
    scan_page_release(page);
    samples_free(&s);
}

static void test_trouble(void)
{
    struct samples s = samples_pattern(SCAN_COLOR, 300, 300);
    struct scan_page *page = page_of(&s, SCAN_PNG, 300), *cut;
    struct page_change how = nothing(SCAN_JPEG, SCAN_COLOR);
    struct scan_page_facts facts = *scan_page_facts(page);
    struct blob bytes = page_bytes(page);
    char why[300] = "";

    ok(!page_change(page, &how, pictures_folder(), 500, why, 300) && strstr(why, "space"),
       "A page that becomes larger than allowed is none, and says so");
    how.quarters = 1;
    ok(!page_change(page, &how, "/nonexistent", 1u << 20, why, 300) &&
           strstr(why, "/nonexistent"),
       "So does a folder that is gone");
    cut = page_of_bytes(bytes.bytes, bytes.n / 2, &facts);
    ok(!page_change(cut, &how, pictures_folder(), 1u << 20, why, 300) &&
           strstr(why, "damaged") && page_skew(cut) == 0,
       "Half of a page is damaged, and not crooked");
    scan_page_release(cut);
    how.degrees = 1000;
    how.crop = (struct scan_area){0, 0, UINT32_MAX, UINT32_MAX};
    how.reduce = 7;
    cut = change(page, &how);
    ok(cut && scan_page_facts(cut)->width == 43, "Nonsense is limited: 300 / 7 pixels stay");
    scan_page_release(cut);
    blob_free(&bytes);
    scan_page_release(page);
    samples_free(&s);
}

int main(void)
{
    test_quarters();
    test_crop();
    test_color();
    test_dots();
    test_less();
    test_degrees();
    test_skew();
    test_trouble();
    return tap_done();
}
