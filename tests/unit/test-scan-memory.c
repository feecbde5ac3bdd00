/*
 * test-scan-memory.c - memory for pages of 600 dpi grows with their width, not with their
 * height: peaks of processes of their own are compared, and told with the time they took.
 * Effects: child processes, temporary files of a page's size.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/image-pdf.h"
#include "server/scan/page-change.h"
#include "tests/unit/scan-pages.h"
#include "tests/unit/tap.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A4 at 600 dpi; in colour 104 MB of samples. */
#define WIDTH  4960u
#define HEIGHT 7016u
#define FEW    400u /* lines, of which nothing grows any more */
#define MORE   6144 /* KiB that the whole page may take beyond the few lines */

/* Lines that are computed: paper with something like letters, and noise. */
struct lines {
    uint32_t y, height;
    uint32_t seed;
    bool color;
};

static enum scan_result start(void *ctx, const struct scan_params *want, struct scan_image *got)
{
    struct lines *l = ctx;

    *got = (struct scan_image){WIDTH, 0, want->color == SCAN_COLOR};
    l->color = got->color;
    return SCAN_OK;
}

static enum scan_result read_line(void *ctx, uint8_t *line, bool *end)
{
    struct lines *l = ctx;
    uint32_t x, n = l->color ? 3 * WIDTH : WIDTH;

    *end = l->y == l->height;
    for (x = 0; !*end && x < n; x++) {
        uint32_t column = l->color ? x / 3 : x;

        l->seed = l->seed * 1664525 + 1013904223;
        line[x] =
            (uint8_t)((l->y % 100 < 50 && column * 7 % 45 < 12 && column % 300 < 250 ? 40
                                                                                     : 235) +
                      (l->seed >> 29));
    }
    l->y++;
    return SCAN_OK;
}

static void nothing(void *ctx)
{
    (void)ctx;
}

struct work {
    const char *name;
    enum scan_color color;
    enum scan_encoding encoding;
    bool blank, pdf, level;
    unsigned quarters;
};

static enum result forget(void *ctx, const void *bytes, size_t n)
{
    (void)bytes;
    *(uint64_t *)ctx += n;
    return RESULT_OK;
}

static bool write_pdf(struct scan_page *page)
{
    const struct pdf_facts facts = {"t", NULL, 0};
    uint64_t n = 0;
    const struct sink sink = {forget, &n};
    struct pdf_writer *w = pdf_writer_new(&facts, &sink);
    bool good = w && pdf_writer_page(w, page, 0) == RESULT_OK && pdf_writer_end(w) == RESULT_OK;

    pdf_writer_free(w);
    return good;
}

static bool change(struct scan_page *page, const struct work *work)
{
    const struct page_change how = {.encoding = work->encoding,
                                    .color = work->color,
                                    .quarters = work->quarters,
                                    .degrees = work->level ? 2 : 0};
    char why[300];
    struct scan_page *made = page_change(page, &how, pictures_folder(), 1u << 30, why, 300);

    scan_page_release(made);
    return made != NULL;
}

static bool run(const struct work *work, uint32_t height)
{
    struct lines lines = {.height = height, .seed = 1};
    const struct scan_source source = {start, read_line, nothing, nothing, &lines};
    const struct scan_settings settings = {
        .color = work->color, .encoding = work->encoding, .measure_blank = work->blank};
    struct page_plan plan = {.width = WIDTH, .height = height};
    struct scan_page *page;
    char why[300];
    bool good;

    plan.want.dpi = 600;
    plan.want.color = work->color == SCAN_COLOR ? SCAN_COLOR : SCAN_GRAY;
    if (page_make(&source, &plan, &settings, false, pictures_folder(), 1u << 30, &page, why,
                  300) != SCAN_OK)
        return false;
    good = (!work->pdf || write_pdf(page)) &&
           (!(work->quarters || work->level) || change(page, work));
    scan_page_release(page);
    return good;
}

/* The peak of a process that does it, KiB; -1: it failed. */
static long peak(const struct work *work, uint32_t height, double *seconds)
{
    struct timespec began, ended;
    struct rusage usage;
    int status = -1;
    pid_t child;

    clock_gettime(CLOCK_MONOTONIC, &began);
    child = fork();
    if (child == 0)
        _exit(run(work, height) ? 0 : 1);
    if (child < 0 || wait4(child, &status, 0, &usage) != child || status != 0)
        return -1;
    clock_gettime(CLOCK_MONOTONIC, &ended);
    *seconds =
        (double)(ended.tv_sec - began.tv_sec) + (double)(ended.tv_nsec - began.tv_nsec) / 1e9;
    return usage.ru_maxrss;
}

static void check(const struct work *work)
{
    double seconds = 0;
    long few = peak(work, FEW, &seconds), whole = peak(work, HEIGHT, &seconds);

    ok(few > 0 && whole > 0 && whole - few <= MORE, "%s: %u lines need no more memory than %u",
       work->name, HEIGHT, FEW);
    diag("%ld KiB for %u lines, %ld KiB for %u, which took %.2f s", few, FEW, whole, HEIGHT,
         seconds);
}

int main(void)
{
    static const struct work works[] = {
        {.name = "A colour JPEG",                   .color = SCAN_COLOR, .encoding = SCAN_JPEG, .blank = true},
        {.name = "A colour PNG in a PDF",
         .color = SCAN_COLOR,
         .encoding = SCAN_PNG,
         .pdf = true                                                                                         },
        {.name = "Dots in a PDF",
         .color = SCAN_BLACK_AND_WHITE,
         .encoding = SCAN_PNG,
         .pdf = true                                                                                         },
        {.name = "A gray JPEG turned by a quarter",
         .color = SCAN_GRAY,
         .encoding = SCAN_JPEG,
         .quarters = 1                                                                                       },
        {.name = "A gray JPEG turned by 2 degrees",
         .color = SCAN_GRAY,
         .encoding = SCAN_JPEG,
         .level = true                                                                                       },
    };
    size_t i;

    for (i = 0; i < sizeof works / sizeof *works; i++)
        check(&works[i]);
    return tap_done();
}
