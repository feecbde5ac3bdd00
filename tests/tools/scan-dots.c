/*
 * scan-dots.c - a gray picture as a poor scan of it, in black and white by one of three rules.
 * usage: scan-dots adaptive|otsu|LEVEL [DARKEST NOISE] <PGM >PBM
 *
 * DARKEST   the right edge's brightness in percent, beside a book's fold; 100: no shade
 * NOISE     each sample is moved by up to so much
 *
 * adaptive is driver/threshold.h, a LEVEL from 1 to 255 one for the whole page, otsu the level
 * that parts the page's samples best into two groups (N. Otsu, 1979). For 300 dpi.
 * Effects: standard input and output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/threshold.h"
#include "tests/unit/gray-pages.h"

#define DPI     300u
#define MAX_DOT 20000u

/* A line of the head that is no comment. */
static bool head_line(char *line, int size)
{
    while (fgets(line, size, stdin))
        if (line[0] != '#')
            return true;
    return false;
}

/* As Ghostscript writes them: three lines, and comments. */
static struct gray_page read_page(void)
{
    struct gray_page page = {0, 0, NULL};
    char line[200], *end = line;

    if (!head_line(line, sizeof line) || strcmp(line, "P5\n") != 0 ||
        !head_line(line, sizeof line))
        return page;
    page.width = (uint32_t)strtoul(line, &end, 10);
    page.height = (uint32_t)strtoul(end, NULL, 10);
    if (!head_line(line, sizeof line) || strcmp(line, "255\n") != 0 ||
        page.width - 1 >= MAX_DOT || page.height - 1 >= MAX_DOT)
        return page;
    page = gray_page_new(page.width, page.height, 255);
    if (fread(page.gray, 1, (size_t)page.width * page.height, stdin) !=
        (size_t)page.width * page.height)
        gray_page_free(&page);
    return page;
}

/* A scanner's black is not 0, and its paper not 255. */
static void spoil(struct gray_page *page, unsigned darkest, unsigned noise)
{
    size_t i;

    for (i = 0; i < (size_t)page->width * page->height; i++)
        page->gray[i] = (uint8_t)(15 + page->gray[i] * 220 / 255);
    gray_shade(page, darkest);
    gray_noise(page, noise);
}

static unsigned otsu(const struct gray_page *page)
{
    double counts[256] = {0}, all = (double)page->width * page->height, sum = 0, below = 0,
           sum_below = 0, best = 0;
    unsigned level = 128, i;
    size_t n;

    for (n = 0; n < (size_t)page->width * page->height; n++) {
        counts[page->gray[n]]++;
        sum += page->gray[n];
    }
    for (i = 0; i < 255; i++) {
        double apart, between;

        below += counts[i];
        sum_below += counts[i] * i;
        if (below == 0 || below == all)
            continue;
        apart = sum_below / below - (sum - sum_below) / (all - below);
        between = below * (all - below) * apart * apart;
        if (between > best) {
            best = between;
            level = i + 1;
        }
    }
    return level;
}

static void put_line(const uint8_t *bits, uint32_t width)
{
    fwrite(bits, 1, (width + 7) / 8, stdout);
}

static bool write_fixed(const struct gray_page *page, unsigned level)
{
    uint8_t *bits = malloc(((size_t)page->width + 7) / 8);
    uint32_t y;

    for (y = 0; bits && y < page->height; y++) {
        threshold_fixed(page->gray + (size_t)y * page->width, page->width, level, bits);
        put_line(bits, page->width);
    }
    free(bits);
    return bits != NULL;
}

static bool write_adaptive(const struct gray_page *page)
{
    void *work = malloc(threshold_work_size(page->width, DPI));
    struct threshold *t;
    const uint8_t *bits;
    uint32_t y;

    if (!work)
        return false;
    t = threshold_start(work, page->width, DPI);
    for (y = 0; y <= page->height; y++) {
        if (y < page->height)
            threshold_push(t, page->gray + (size_t)y * page->width);
        else
            threshold_end(t);
        while ((bits = threshold_pull(t)) != NULL)
            put_line(bits, page->width);
    }
    free(work);
    return true;
}

int main(int argc, char **argv)
{
    struct gray_page page;
    unsigned level;
    bool good;

    if (argc != 2 && argc != 4) {
        fprintf(stderr, "usage: scan-dots adaptive|otsu|LEVEL [DARKEST NOISE] <PGM >PBM\n");
        return 2;
    }
    page = read_page();
    if (!page.gray) {
        fprintf(stderr, "scan-dots: no PGM of 8 bits\n");
        return 1;
    }
    if (argc == 4)
        spoil(&page, (unsigned)strtoul(argv[2], NULL, 10),
              (unsigned)strtoul(argv[3], NULL, 10));
    level = strcmp(argv[1], "otsu") == 0 ? otsu(&page) : (unsigned)strtoul(argv[1], NULL, 10);
    printf("P4\n%u %u\n", page.width, page.height);
    good = strcmp(argv[1], "adaptive") == 0 ? write_adaptive(&page) : write_fixed(&page, level);
    gray_page_free(&page);
    return good && fflush(stdout) == 0 ? 0 : 1;
}
