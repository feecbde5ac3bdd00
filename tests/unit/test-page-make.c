/*
 * test-page-make.c - lines of a source become pages: placed, padded, cut, in other colours and
 * tones, black and white; sources that lie or fail; disks and memory that run out.
 * Effects: temporary files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/scan-pages.h"
#include "tests/unit/tap.h"

/* The linker puts these before the C library's (see the Makefile): the one that makes the count
 * 0 fails. NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): its names */
void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);

static unsigned until_failure;

void *__wrap_malloc(size_t size)
{
    return until_failure > 0 && --until_failure == 0 ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return until_failure > 0 && --until_failure == 0 ? NULL : __real_calloc(n, size);
}
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

static struct page_plan plan_of(uint32_t width, uint32_t height, uint32_t left, uint32_t top)
{
    struct page_plan plan = {.width = width, .height = height, .left = left, .top = top};

    plan.want.dpi = 300;
    plan.want.area.width = width;
    plan.want.area.height = height;
    return plan;
}

static struct scan_settings settings_of(enum scan_color color, enum scan_encoding encoding)
{
    return (struct scan_settings){.color = color, .encoding = encoding, .threshold = 128};
}

/* The samples of the page that comes, gray or RGB; NULL: none. */
static uint8_t *make(struct lines_source *lines, const struct page_plan *plan,
                     const struct scan_settings *settings, enum scan_result *result)
{
    const struct scan_source source = lines_scan_source(lines);
    struct scan_page *page = NULL;
    uint8_t *samples = NULL;
    char why[300];

    *result = page_make(&source, plan, settings, false, pictures_folder(), 1u << 30, &page, why,
                        sizeof why);
    if (page)
        samples = page_samples(page);
    scan_page_release(page);
    return samples;
}

/* A gray source of 3 x 2 samples. */
static struct samples small(void)
{
    struct samples s = samples_new(SCAN_GRAY, 3, 2);

    memcpy(s.bytes, "\x00\x40\x80\xC0\xFF\x7F", 6);
    return s;
}

static bool page_is(struct lines_source *lines, const struct page_plan *plan,
                    const struct scan_settings *settings, const char *expected, size_t n)
{
    enum scan_result result;
    uint8_t *samples = make(lines, plan, settings, &result);
    bool is = result == SCAN_OK && samples && memcmp(samples, expected, n) == 0;
    size_t i;

    for (i = 0; !is && samples && i < n; i++)
        diag("%zu: %02x", i, samples[i]);
    free(samples);
    return is;
}

static void test_places(void)
{
    struct samples s = small();
    struct lines_source lines = {.samples = &s};
    struct scan_settings gray = settings_of(SCAN_GRAY, SCAN_PNG);
    struct page_plan plan = plan_of(3, 2, 0, 0);

    ok(page_is(&lines, &plan, &gray, "\x00\x40\x80\xC0\xFF\x7F", 6),
       "A page as large as it comes");
    plan = plan_of(5, 4, 1, 1);
    ok(page_is(
           &lines, &plan, &gray,
           "\xFF\xFF\xFF\xFF\xFF\xFF\x00\x40\x80\xFF\xFF\xC0\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF",
           20),
       "A larger page has white on all sides");
    plan = plan_of(2, 1, 0, 0);
    ok(page_is(&lines, &plan, &gray, "\x00\x40", 2), "What comes too much is cut");
    ok(lines.y == 2, "But read to its end");
    plan = plan_of(2, 2, 1, 1);
    ok(page_is(&lines, &plan, &gray, "\xFF\xFF\xFF\x00", 4), "Cut and padded at once");
    plan = plan_of(2, 2, 2, 0);
    ok(page_is(&lines, &plan, &gray, "\xFF\xFF\xFF\xFF", 4) && lines.y == 2,
       "What lies beyond the page is read and not shown");
    lines.hide_height = true;
    plan = plan_of(3, 3, 0, 0);
    ok(page_is(&lines, &plan, &gray, "\x00\x40\x80\xC0\xFF\x7F\xFF\xFF\xFF", 9),
       "A page of unknown height is padded at its end");
    samples_free(&s);
}

static void test_colors(void)
{
    struct samples s = small(), c = samples_new(SCAN_COLOR, 2, 1);
    struct lines_source gray = {.samples = &s}, color = {.samples = &c};
    struct scan_settings want = settings_of(SCAN_COLOR, SCAN_PNG);
    struct page_plan plan = plan_of(3, 1, 0, 0);

    memcpy(c.bytes, "\xFF\x00\x00\x0A\x14\x1E", 6);
    ok(page_is(&gray, &plan, &want, "\0\0\0\x40\x40\x40\x80\x80\x80", 9),
       "Gray that came where colour was asked for is three equal samples");
    ok(page_is(&color, &plan, &want, "\xFF\x00\x00\x0A\x14\x1E\xFF\xFF\xFF", 9),
       "Colour stays as it is, white beside it");
    want = settings_of(SCAN_GRAY, SCAN_PNG);
    /* 0.2126 * 255 = 54.2; 0.2126 * 10 + 0.7152 * 20 + 0.0722 * 30 = 18.6 */
    ok(page_is(&color, &plan, &want, "\x36\x13\xFF", 3),
       "Colour becomes gray where that was asked for");
    want = settings_of(SCAN_BLACK_AND_WHITE, SCAN_PNG);
    plan = plan_of(3, 2, 0, 0);
    ok(page_is(&gray, &plan, &want, "\x00\x00\xFF\xFF\xFF\x00", 6),
       "At a threshold of 128, 127 is black and 128 white");
    want.threshold = 65;
    ok(page_is(&gray, &plan, &want, "\x00\x00\xFF\xFF\xFF\xFF", 6), "At 65, 127 is white");
    want.encoding = SCAN_JPEG;
    want.quality = 100;
    ok(page_is(&gray, &plan, &want, "\x00\x00\xFF\xFF\xFF\xFF", 6), "Dots as a JPEG are gray");
    samples_free(&s);
    samples_free(&c);
}

static void test_tones(void)
{
    struct samples s = small();
    struct lines_source lines = {.samples = &s};
    struct scan_settings want = settings_of(SCAN_GRAY, SCAN_PNG);
    struct page_plan plan = plan_of(4, 1, 0, 0);

    want.brightness = -50;
    ok(page_is(&lines, &plan, &want, "\x00\x00\x40\xFF", 4),
       "Darker: 64 less, and the white beside stays white");
    want.brightness = 0;
    want.contrast = 50;
    ok(page_is(&lines, &plan, &want, "\x00\x00\x80\xFF", 4),
       "Twice the contrast about the middle");
    want.contrast = 0;
    want.gamma = 2; /* sqrt(64 / 255) * 255 = 127.7; sqrt(128 / 255) * 255 = 180.7 */
    ok(page_is(&lines, &plan, &want, "\x00\x80\xB5\xFF", 4),
       "A gamma of 2 takes the square root");
    samples_free(&s);
}

static void test_facts(void)
{
    struct samples s = small();
    struct lines_source lines = {.samples = &s};
    const struct scan_source source = lines_scan_source(&lines);
    struct scan_settings want = settings_of(SCAN_BLACK_AND_WHITE, SCAN_JPEG);
    struct page_plan plan = plan_of(3, 2, 0, 0);
    const struct scan_page_facts *facts;
    struct scan_page *page;
    char why[100] = "x";

    want.input = SCAN_FEEDER_DUPLEX;
    plan.want.area.x = 77;
    ok(page_make(&source, &plan, &want, true, pictures_folder(), 1u << 20, &page, why, 100) ==
               SCAN_OK &&
           !why[0],
       "A page comes");
    facts = scan_page_facts(page);
    ok(facts->encoding == SCAN_JPEG && facts->color == SCAN_GRAY && facts->width == 3 &&
           facts->height == 2 && facts->dpi == 300 && facts->input == SCAN_FEEDER_DUPLEX &&
           facts->back && !facts->blank && facts->bytes > 100,
       "Its facts say what it is");
    ok(lines.asked.area.x == 77, "The source was asked for what the plan says");
    scan_page_release(page);
    samples_free(&s);
}

static void test_bad_sources(void)
{
    struct samples s = samples_pattern(SCAN_GRAY, 100, 50);
    struct lines_source lines = {.samples = &s, .result = SCAN_JAMMED, .fail_at = 49};
    const struct scan_source source = lines_scan_source(&lines);
    struct scan_settings want = settings_of(SCAN_GRAY, SCAN_PNG);
    struct page_plan plan = plan_of(100, 50, 0, 0);
    struct scan_page *page;
    char why[300];
    enum scan_result result;

    result = page_make(&source, &plan, &want, false, "/tmp", 1u << 20, &page, why, 300);
    ok(result == SCAN_JAMMED && !page, "A page whose last line jams is none");
    lines.result = SCAN_OK;
    lines.endless = true;
    result = page_make(&source, &plan, &want, false, "/tmp", 1u << 20, &page, why, 300);
    ok(result == SCAN_CRASHED && !page && why[0], "A source that does not end is given up");
    lines.endless = false;
    s.width = 0;
    result = page_make(&source, &plan, &want, false, "/tmp", 1u << 20, &page, why, 300);
    ok(result == SCAN_CRASHED && !page, "A width of 0 is refused");
    s.width = 65536;
    result = page_make(&source, &plan, &want, false, "/tmp", 1u << 20, &page, why, 300);
    ok(result == SCAN_CRASHED && !page, "So is one of 65536");
    s.width = 100;
    result = page_make(&source, &plan, &want, false, "/tmp", 100, &page, why, 300);
    ok(result == SCAN_NO_MEMORY && !page && strstr(why, "space"),
       "A page of more bytes than allowed is none, and says so");
    result = page_make(&source, &plan, &want, false, "/nonexistent", 300, &page, why, 300);
    ok(result == SCAN_NO_MEMORY && !page && strstr(why, "/nonexistent"),
       "So does a folder that is gone");
    samples_free(&s);
}

/* Until all succeed. libpng and libjpeg take their memory by themselves, from the C library's
 * own functions, which are not these. */
static void check_memory(enum scan_color color, enum scan_encoding encoding)
{
    struct samples s = samples_pattern(SCAN_COLOR, 100, 50);
    struct lines_source lines = {.samples = &s};
    const struct scan_source source = lines_scan_source(&lines);
    struct scan_settings want = settings_of(color, encoding);
    struct page_plan plan = plan_of(100, 50, 0, 0);
    struct scan_page *page = NULL;
    bool told = true;
    unsigned n;
    char why[300];

    want.threshold = 0;
    want.measure_blank = true;
    for (n = 1; n < 50 && !page; n++) {
        enum scan_result result;

        until_failure = n;
        result = page_make(&source, &plan, &want, false, "/tmp", 1u << 20, &page, why, 300);
        told = told && (page ? result == SCAN_OK : result == SCAN_NO_MEMORY && why[0]);
    }
    until_failure = 0;
    ok(told && page && n > 5, "Each of %u allocations fails once, and no page comes then",
       n - 2);
    scan_page_release(page);
    samples_free(&s);
}

int main(void)
{
    test_places();
    test_colors();
    test_tones();
    test_facts();
    test_bad_sources();
    check_memory(SCAN_COLOR, SCAN_JPEG);
    check_memory(SCAN_BLACK_AND_WHITE, SCAN_PNG);
    return tap_done();
}
