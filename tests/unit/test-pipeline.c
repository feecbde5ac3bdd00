/*
 * test-pipeline.c - lines of any kind come out as the dots they should, where they should.
 * Effects: standard output, memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/luma.h"
#include "driver/pipeline.h"
#include "driver/resample.h"
#include "tests/unit/tap.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const pixel_names[] = {"gray8", "black8", "gray1", "black1",
                                          "rgb8",  "gray16", "rgb16", "cmyk8"};
#define NUM_PIXELS 8u

static uint32_t random_state = 1;

static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % n;
}

static void *new_bytes(size_t n)
{
    void *bytes = calloc(n ? n : 1, 1);

    if (!bytes)
        abort();
    return bytes;
}

/* ---- a language that keeps what it is given ---- */

struct recorder {
    const struct page_params *page;
    uint8_t *bits; /* paper_height lines */
    uint32_t lines;
    unsigned starts, ends;
    uint32_t fail_at; /* calls until one fails; 0: none does */
    unsigned calls_after;
    bool failed;
};

static enum result call(struct recorder *r)
{
    r->calls_after += r->failed;
    if (r->fail_at > 0 && --r->fail_at == 0)
        r->failed = true;
    return r->failed ? RESULT_IO : RESULT_OK;
}

static enum result record_start(void *work, const struct page_params *page)
{
    struct recorder *r = work;

    r->page = page;
    r->starts++;
    return call(r);
}

static enum result record_line(void *work, const uint8_t *bits)
{
    struct recorder *r = work;
    enum result result = call(r);

    if (result != RESULT_OK)
        return result;
    if (r->lines == r->page->paper_height)
        return RESULT_FORMAT;
    memcpy(r->bits + r->lines++ * r->page->stride, bits, r->page->stride);
    return RESULT_OK;
}

static enum result record_end(void *work)
{
    struct recorder *r = work;

    r->ends++;
    return call(r);
}

static const struct pdl_ops recorder_ops = {.name = "recorder",
                                            .start_page = record_start,
                                            .write_line = record_line,
                                            .end_page = record_end};

/* ---- pages ---- */

static struct page_params small_page(void)
{
    return (struct page_params){.dpi = 600,
                                .paper_width = 203,
                                .paper_height = 97,
                                .page_width = 224,
                                .page_height = 97,
                                .margin = 9,
                                .stride = 32};
}

static size_t sheet_bytes(const struct page_params *page)
{
    return page->stride * page->paper_height;
}

/* A picture of random pixels, some lines equal to the one above, some of one value. */
static uint8_t *new_picture(const struct page_source *s)
{
    size_t n = pixel_line_bytes(s->pixel, s->width);
    uint8_t *picture = new_bytes(n * s->height);

    for (uint32_t y = 0; y < s->height; y++) {
        uint32_t kind = random_below(4);

        if (kind == 0 && y > 0)
            memcpy(picture + y * n, picture + (y - 1) * n, n);
        else if (kind == 1)
            memset(picture + y * n, (int)random_below(2) * 255, n);
        else
            for (size_t i = 0; i < n; i++)
                picture[y * n + i] = (uint8_t)random_below(256);
    }
    return picture;
}

static const struct ticket any_ticket = {.content = CONTENT_AUTO};

/* Runs lines of a picture through the pipeline; each line in memory of its exact size. */
static enum result run(struct recorder *r, const struct page_params *page,
                       const struct ticket *ticket, const struct page_source *source,
                       const uint8_t *picture, uint32_t lines)
{
    size_t n = pixel_line_bytes(source->pixel, source->width);
    void *work = new_bytes(pipeline_work_size(page, source));
    struct pipeline *p;
    enum result result = pipeline_start_page(work, &recorder_ops, r, page, ticket, source, &p);

    for (uint32_t y = 0; result == RESULT_OK && y < lines; y++) {
        uint8_t *line = new_bytes(n);

        memcpy(line, picture + y * n, n);
        result = pipeline_write_line(p, line);
        free(line);
    }
    if (p && result == RESULT_OK)
        result = pipeline_end_page(p);
    free(work);
    return result;
}

/* The dots of a page; NULL if it went wrong. */
static uint8_t *dots_of(const struct page_params *page, const struct ticket *ticket,
                        const struct page_source *source, const uint8_t *picture,
                        uint32_t lines)
{
    struct recorder r = {.bits = new_bytes(sheet_bytes(page))};

    if (run(&r, page, ticket, source, picture, lines) == RESULT_OK &&
        r.lines == page->paper_height && r.starts == 1 && r.ends == 1)
        return r.bits;
    free(r.bits);
    return NULL;
}

/* ---- what the dots should be ---- */

/* The gray sheet of a picture that is already gray and of the target's size. */
static uint8_t *place(const struct page_params *page, const struct page_source *s,
                      const uint8_t *gray, uint32_t lines)
{
    uint8_t *sheet = new_bytes((size_t)page->paper_width * page->paper_height);
    int64_t m = s->clip_margins ? page->margin : 0;

    memset(sheet, 255, (size_t)page->paper_width * page->paper_height);
    for (int64_t y = m; y < (int64_t)page->paper_height - m; y++)
        for (int64_t x = m; x < (int64_t)page->paper_width - m; x++)
            if (x >= s->x && x < s->x + (int64_t)s->target_width && y >= s->y &&
                y < s->y + (int64_t)lines)
                sheet[y * page->paper_width + x] =
                    gray[(size_t)(y - s->y) * s->target_width + (size_t)(x - s->x)];
    return sheet;
}

static uint8_t *halftone_sheet(const struct page_params *page, const struct ticket *ticket,
                               const uint8_t *sheet)
{
    struct halftone_params params = {.width = page->paper_width,
                                     .stride = page->stride,
                                     .content = ticket->content,
                                     .quality = ticket->quality,
                                     .screen = ticket->job.screen};
    void *work = new_bytes(halftone_work_size(&params));
    struct halftone *h = halftone_start(work, &params, HALFTONE_SCALAR);
    uint8_t *bits = new_bytes(sheet_bytes(page));

    for (uint32_t y = 0; y < page->paper_height; y++) {
        const uint8_t *dots = halftone_push(h, sheet + (size_t)y * page->paper_width);

        if (dots)
            memcpy(bits + (y - 1) * page->stride, dots, page->stride);
    }
    memcpy(bits + (page->paper_height - 1) * page->stride, halftone_finish(h), page->stride);
    free(work);
    return bits;
}

/* A picture in gray, at the target's size. */
static uint8_t *gray_at_target(const struct page_source *s, const uint8_t *picture, bool smooth)
{
    size_t n = pixel_line_bytes(s->pixel, s->width);
    struct resample_params params = {.width = s->width,
                                     .height = s->height,
                                     .target_width = s->target_width,
                                     .target_height = s->target_height,
                                     .num_columns = s->target_width,
                                     .num_rows = s->target_height,
                                     .smooth = smooth};
    void *work = new_bytes(resample_work_size(&params));
    struct resample *r = resample_start(work, &params);
    uint8_t *gray = new_bytes((size_t)s->target_width * s->target_height);
    uint8_t *line = new_bytes(s->width);
    const uint8_t *got;
    size_t at = 0;

    for (uint32_t y = 0; y < s->height; y++) {
        luma_line(s->pixel, picture + y * n, 0, s->width, line);
        resample_push(r, line, false);
        for (; (got = resample_pull(r)) != NULL; at += s->target_width)
            memcpy(gray + at, got, s->target_width);
    }
    free(line);
    free(work);
    return gray;
}

static bool is_right(const struct page_params *page, const struct ticket *ticket,
                     const struct page_source *s, bool smooth)
{
    uint8_t *picture = new_picture(s);
    uint8_t *gray = gray_at_target(s, picture, smooth);
    uint8_t *sheet = place(page, s, gray, s->target_height);
    uint8_t *want = halftone_sheet(page, ticket, sheet);
    uint8_t *got = dots_of(page, ticket, s, picture, s->height);
    bool right = got && memcmp(got, want, sheet_bytes(page)) == 0;

    free(picture);
    free(gray);
    free(sheet);
    free(want);
    free(got);
    return right;
}

/* ---- tests ---- */

static void test_line_bytes(void)
{
    static const size_t of_9[NUM_PIXELS] = {9, 9, 2, 2, 27, 18, 54, 36};

    for (unsigned i = 0; i < NUM_PIXELS; i++)
        ok(pixel_line_bytes((enum pixel)i, 9) == of_9[i] &&
               pixel_line_bytes((enum pixel)i, PIPELINE_MAX_WIDTH) > 0,
           "Nine pixels of %s are %zu bytes", pixel_names[i], of_9[i]);
    ok(pixel_line_bytes((enum pixel)99, 9) == 0, "Pixels of no kind have no bytes");
}

static double exact_luma(double r, double g, double b)
{
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

static void test_colours(void)
{
    double worst8 = 0, worst16 = 0, worst_cmyk = 0;
    bool neutral = true, gray16 = true;

    for (unsigned i = 0; i < 50000; i++) {
        uint8_t c[4] = {(uint8_t)random_below(256), (uint8_t)random_below(256),
                        (uint8_t)random_below(256), (uint8_t)random_below(256)};
        uint16_t w[3] = {(uint16_t)random_below(65536), (uint16_t)random_below(65536),
                         (uint16_t)random_below(65536)};
        uint8_t wide[6], gray;

        luma_line(PIXEL_RGB8, c, 0, 1, &gray);
        worst8 = fmax(worst8, fabs(gray - exact_luma(c[0], c[1], c[2])));
        memcpy(wide, w, sizeof wide);
        luma_line(PIXEL_RGB16, wide, 0, 1, &gray);
        worst16 = fmax(worst16, fabs(gray - exact_luma(w[0], w[1], w[2]) / 257));
        luma_line(PIXEL_CMYK8, c, 0, 1, &gray);
        worst_cmyk =
            fmax(worst_cmyk, fabs(gray - exact_luma(255 - c[0], 255 - c[1], 255 - c[2]) *
                                             (255 - c[3]) / 255));
    }
    ok(worst8 < 0.51, "sRGB becomes BT.709 luma (off by %.3f)", worst8);
    ok(worst16 < 0.51, "So does 16-bit RGB (off by %.3f)", worst16);
    ok(worst_cmyk < 1.01, "CMYK becomes the luma of what the ink leaves (off by %.3f)",
       worst_cmyk);
    for (unsigned v = 0; v < 65536; v++) {
        uint16_t w[3] = {(uint16_t)v, (uint16_t)v, (uint16_t)v};
        uint8_t wide[6], c[3] = {(uint8_t)v, (uint8_t)v, (uint8_t)v}, a, b, g;

        memcpy(wide, w, sizeof wide);
        luma_line(PIXEL_GRAY16, wide, 0, 1, &g);
        luma_line(PIXEL_RGB16, wide, 0, 1, &a);
        luma_line(PIXEL_RGB8, c, 0, 1, &b);
        neutral = neutral && a == g && b == (uint8_t)v;
        gray16 = gray16 && g == (uint8_t)floor(v / 257.0 + 0.5);
    }
    ok(neutral, "Gray in RGB stays the gray it is");
    ok(gray16, "16-bit gray is rounded");
}

static void test_bits_to_gray(void)
{
    static const uint8_t line[] = {0x00, 0xFF, 0xA5, 0x00, 0x80};
    bool right = true;

    for (uint32_t first = 0; first < 33; first++)
        for (uint32_t count = 1; first + count <= 33; count++) {
            uint8_t gray[33], black[33];

            luma_line(PIXEL_GRAY1, line, first, count, gray);
            luma_line(PIXEL_BLACK1, line, first, count, black);
            for (uint32_t i = 0; i < count; i++) {
                bool bit = line[(first + i) / 8] >> (7 - (first + i) % 8) & 1;

                right = right && gray[i] == (bit ? 255 : 0) && black[i] == (bit ? 0 : 255);
            }
        }
    ok(right, "Any part of a line of bits is found, of either sense");
}

/* Every kind of pixel at every kind of place, at the machine's resolution. */
static void test_places(void)
{
    struct page_params page = small_page();

    for (unsigned pixel = 0; pixel < NUM_PIXELS; pixel++) {
        bool right = true;

        for (unsigned i = 0; i < 40; i++) {
            struct page_source s = {.pixel = (enum pixel)pixel,
                                    .width = 1 + random_below(300),
                                    .height = 1 + random_below(150),
                                    .x = (int32_t)random_below(400) - 200,
                                    .y = (int32_t)random_below(200) - 100,
                                    .clip_margins = random_below(2)};

            if (pixel == PIXEL_GRAY1 || pixel == PIXEL_BLACK1)
                continue; /* they are not halftoned: test_dots */
            s.target_width = s.width;
            s.target_height = s.height;
            right = right && is_right(&page, &any_ticket, &s, false);
        }
        if (pixel != PIXEL_GRAY1 && pixel != PIXEL_BLACK1)
            ok(right, "%s is placed, cut at the edges and halftoned", pixel_names[pixel]);
    }
}

static bool bit_at(const uint8_t *line, size_t x)
{
    return line[x / 8] >> (7 - x % 8) & 1;
}

static bool dots_are_right(const struct page_params *page, const struct page_source *s)
{
    size_t n = pixel_line_bytes(s->pixel, s->width);
    uint8_t *picture = new_picture(s);
    uint8_t *got = dots_of(page, &any_ticket, s, picture, s->height);
    int64_t m = s->clip_margins ? page->margin : 0;
    bool right = got != NULL;

    for (int64_t y = 0; right && y < page->paper_height; y++)
        for (int64_t x = 0; right && x < (int64_t)page->stride * 8; x++) {
            int64_t sx = x - s->x, sy = y - s->y;
            bool in = x >= m && x < (int64_t)page->paper_width - m && y >= m &&
                      y < (int64_t)page->paper_height - m && sx >= 0 && sx < s->width &&
                      sy >= 0 && sy < s->height;
            bool want = in && bit_at(picture + (size_t)sy * n, (size_t)sx) ==
                                  (s->pixel == PIXEL_BLACK1);

            right = bit_at(got + (size_t)y * page->stride, (size_t)x) == want;
        }
    free(picture);
    free(got);
    return right;
}

static void test_dots(void)
{
    struct page_params page = small_page();

    for (int pixel = PIXEL_GRAY1; pixel <= PIXEL_BLACK1; pixel++) {
        bool right = true;

        for (unsigned i = 0; i < 120; i++) {
            struct page_source s = {.pixel = (enum pixel)pixel,
                                    .width = 1 + random_below(300),
                                    .height = 1 + random_below(150),
                                    .x = (int32_t)random_below(400) - 200,
                                    .y = (int32_t)random_below(200) - 100,
                                    .clip_margins = random_below(2)};

            s.target_width = s.width;
            s.target_height = s.height;
            right = right && dots_are_right(&page, &s);
        }
        ok(right, "%s in the machine's resolution is printed dot for dot", pixel_names[pixel]);
    }
}

static void test_other_sizes(void)
{
    struct page_params page = small_page();

    for (unsigned pixel = 0; pixel < NUM_PIXELS; pixel++) {
        bool bits = pixel == PIXEL_GRAY1 || pixel == PIXEL_BLACK1, right = true;

        for (unsigned i = 0; i < 30; i++) {
            struct page_source s = {.pixel = (enum pixel)pixel,
                                    .width = 1 + random_below(200),
                                    .height = 1 + random_below(90),
                                    .x = (int32_t)random_below(120) - 60,
                                    .y = (int32_t)random_below(80) - 40,
                                    .target_width = 1 + random_below(300),
                                    .target_height = 1 + random_below(150),
                                    .clip_margins = random_below(2)};
            bool whole = (s.target_width <= s.width || s.target_width % s.width == 0) &&
                         (s.target_height <= s.height || s.target_height % s.height == 0) &&
                         s.target_width / s.width <= 4 && s.target_height / s.height <= 4;

            right = right && is_right(&page, &any_ticket, &s, !bits && !whole);
        }
        ok(right, "%s of another size is resampled, placed and halftoned", pixel_names[pixel]);
    }
}

static void test_enlarging(void)
{
    struct page_params page = small_page();
    struct page_source s = {.pixel = PIXEL_GRAY8,
                            .width = 70,
                            .height = 30,
                            .target_width = 140,
                            .target_height = 60};
    struct ticket photo = {.content = CONTENT_PHOTO};

    ok(is_right(&page, &any_ticket, &s, false), "A page of half the resolution is replicated");
    ok(is_right(&page, &photo, &s, true), "A photo is interpolated");
    s.target_width = 210;
    ok(is_right(&page, &any_ticket, &s, false), "Whole factors may differ in the directions");
    s.target_width = 350;
    ok(is_right(&page, &any_ticket, &s, true), "A factor of 5 is interpolated");
    s.target_width = 141;
    ok(is_right(&page, &any_ticket, &s, true), "So is an odd factor");
    s.pixel = PIXEL_BLACK1;
    ok(is_right(&page, &photo, &s, false), "Bits are not, even of a photo");
}

static void test_short_page(void)
{
    struct page_params page = small_page();
    struct page_source s = {.pixel = PIXEL_GRAY8,
                            .width = 150,
                            .height = 80,
                            .x = 20,
                            .y = 5,
                            .target_width = 150,
                            .target_height = 80};
    uint8_t *picture = new_picture(&s);

    for (uint32_t lines = 0; lines <= 80; lines += 20) {
        uint8_t *sheet = place(&page, &s, picture, lines);
        uint8_t *want = halftone_sheet(&page, &any_ticket, sheet);
        uint8_t *got = dots_of(&page, &any_ticket, &s, picture, lines);

        ok(got && memcmp(got, want, sheet_bytes(&page)) == 0,
           "With %u of 80 lines the rest is white", lines);
        free(sheet);
        free(want);
        free(got);
    }
    free(picture);
}

static void test_too_many_lines(void)
{
    struct page_params page = small_page();
    struct page_source s = {.pixel = PIXEL_GRAY8,
                            .width = 150,
                            .height = 3,
                            .target_width = 150,
                            .target_height = 3};
    struct recorder r = {.bits = new_bytes(sheet_bytes(&page))};
    uint8_t *picture = new_bytes((size_t)150 * 4);

    ok(run(&r, &page, &any_ticket, &s, picture, 4) == RESULT_FORMAT,
       "A line too many is refused");
    free(picture);
    free(r.bits);
}

/* Fails each call of the language in turn. */
static void test_torture(void)
{
    struct page_params page = small_page();
    struct page_source s = {.pixel = PIXEL_RGB8,
                            .width = 90,
                            .height = 40,
                            .target_width = 180,
                            .target_height = 80,
                            .y = 10};
    uint8_t *picture = new_picture(&s);
    bool told = true, quiet = true;
    uint32_t n;

    for (n = 1;; n++) {
        struct recorder r = {.bits = new_bytes(sheet_bytes(&page)), .fail_at = n};
        enum result result = run(&r, &page, &any_ticket, &s, picture, s.height);

        free(r.bits);
        if (!r.failed)
            break;
        told = told && result == RESULT_IO;
        quiet = quiet && r.calls_after == 0;
    }
    ok(n == page.paper_height + 3, "Each of %u calls was failed once", n - 1);
    ok(told, "Every failure of the language is told");
    ok(quiet, "Nothing more is asked of it afterwards");
    free(picture);
}

static void test_sticky(void)
{
    struct page_params page = small_page();
    struct page_source s = {.pixel = PIXEL_GRAY8,
                            .width = 203,
                            .height = 97,
                            .target_width = 203,
                            .target_height = 97};
    struct recorder r = {.bits = new_bytes(sheet_bytes(&page)), .fail_at = 10};
    void *work = new_bytes(pipeline_work_size(&page, &s));
    uint8_t *line = new_bytes(203);
    struct pipeline *p;
    unsigned good = 0;

    if (pipeline_start_page(work, &recorder_ops, &r, &page, &any_ticket, &s, &p) == RESULT_OK)
        for (unsigned y = 0; y < 200; y++)
            good += pipeline_write_line(p, line) == RESULT_OK;
    ok(good == 9 && p && pipeline_end_page(p) == RESULT_IO,
       "The first failure stays, even when too many lines follow");
    ok(r.calls_after == 0 && r.ends == 0, "No page is ended after a failure");
    free(line);
    free(work);
    free(r.bits);
}

static bool refuses(struct page_source s)
{
    struct page_params page = small_page();
    struct recorder r = {.page = NULL};
    struct pipeline *p = (struct pipeline *)&r;
    void *work = new_bytes(pipeline_work_size(&page, &s));
    enum result result =
        pipeline_start_page(work, &recorder_ops, &r, &page, &any_ticket, &s, &p);

    free(work);
    return result == RESULT_FORMAT && p == NULL && r.starts == 0;
}

static void test_hostile(void)
{
    const struct page_source good = {.pixel = PIXEL_GRAY8,
                                     .width = 10,
                                     .height = 10,
                                     .target_width = 10,
                                     .target_height = 10};
    struct page_source s;

    ok(!refuses(good), "A good source is taken");
#define REFUSES(member, value)                                                                 \
    s = good;                                                                                  \
    s.member = (value);                                                                        \
    ok(refuses(s), "Refuses " #member " of " #value)
    REFUSES(width, 0);
    REFUSES(height, 0);
    REFUSES(target_width, 0);
    REFUSES(target_height, 0);
    REFUSES(width, PIPELINE_MAX_WIDTH + 1);
    REFUSES(height, PIPELINE_MAX_HEIGHT + 1);
    REFUSES(target_width, 4 * PIPELINE_MAX_WIDTH + 1);
    REFUSES(target_height, 4 * PIPELINE_MAX_WIDTH + 1);
    REFUSES(width, UINT32_MAX);
    REFUSES(height, UINT32_MAX);
    REFUSES(pixel, (enum pixel)8);
    REFUSES(pixel, (enum pixel) - 1);
}

/* Places far away and sizes at the limits: a page comes, white or not. */
static void test_far_away(void)
{
    static const int32_t places[] = {INT32_MIN, -800000, -799999, -1, 0, 96, 203, INT32_MAX};
    struct page_params page = small_page();
    bool all = true;

    for (size_t i = 0; i < 64; i++) {
        struct page_source s = {.pixel = PIXEL_GRAY8,
                                .width = i % 3 ? 5 : PIPELINE_MAX_WIDTH,
                                .height = 5,
                                .x = places[i % 8],
                                .y = places[i / 8],
                                .target_width = i % 2 ? 5 : 4 * PIPELINE_MAX_WIDTH,
                                .target_height = i % 5 ? 5 : 4 * PIPELINE_MAX_WIDTH};
        uint8_t *picture = new_picture(&s);
        uint8_t *got = dots_of(&page, &any_ticket, &s, picture, s.height);

        all = all && got != NULL;
        free(picture);
        free(got);
    }
    ok(all, "A source may lie anywhere and be of any size");
    page.margin = 150;
    {
        struct page_source s = {.pixel = PIXEL_BLACK8,
                                .width = 203,
                                .height = 97,
                                .target_width = 203,
                                .target_height = 97,
                                .clip_margins = true};
        uint8_t *picture = new_picture(&s), *got;
        bool white = true;

        memset(picture, 255, (size_t)203 * 97);
        got = dots_of(&page, &any_ticket, &s, picture, s.height);
        for (size_t i = 0; got && i < sheet_bytes(&page); i++)
            white = white && got[i] == 0;
        ok(got && white, "Margins wider than the sheet leave it white");
        free(picture);
        free(got);
    }
}

static void test_memory(void)
{
    struct page_params page = small_page();
    struct page_source low = {.pixel = PIXEL_RGB8,
                              .width = 3000,
                              .height = 10,
                              .target_width = 200,
                              .target_height = 7};
    struct page_source high = low;

    high.height = PIPELINE_MAX_HEIGHT;
    high.target_height = 90;
    ok(pipeline_work_size(&page, &low) == pipeline_work_size(&page, &high),
       "Memory does not depend on the height");
    high.width = PIPELINE_MAX_WIDTH;
    ok(pipeline_work_size(&page, &high) < 4u << 20, "The widest source takes less than 4 MiB");
    page.paper_width = UINT32_MAX;
    ok(pipeline_work_size(&page, &high) >= UINT32_MAX, "A sum of sizes does not wrap");
}

int main(void)
{
    test_line_bytes();
    test_colours();
    test_bits_to_gray();
    test_places();
    test_dots();
    test_other_sizes();
    test_enlarging();
    test_short_page();
    test_too_many_lines();
    test_torture();
    test_sticky();
    test_hostile();
    test_far_away();
    test_memory();
    return tap_done();
}
