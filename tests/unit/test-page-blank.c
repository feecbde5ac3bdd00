/*
 * test-page-blank.c - pages on which nothing is: white, gray, shaded, dusty, punched, with dark
 * edges and the back showing through; and pages with a word on them.
 * Effects: none but memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/page-blank.h"
#include "tests/unit/gray-pages.h"
#include "tests/unit/tap.h"

/* A5 at 300 dpi: 12 dots are a millimetre. */
#define WIDTH  1748u
#define HEIGHT 2480u

static struct gray_page paper(uint8_t gray)
{
    return gray_page_new(WIDTH, HEIGHT, gray);
}

/* With a scanner's noise. */
static bool blank(struct gray_page *p, unsigned dpi)
{
    void *work = malloc(page_blank_work_size(p->width, dpi));
    struct page_blank *b = page_blank_start(work, p->width, dpi);
    uint32_t y;
    bool is;

    gray_noise(p, 6);
    for (y = 0; y < p->height; y++)
        page_blank_line(b, p->gray + (size_t)y * p->width);
    is = page_blank_end(b);
    free(work);
    gray_page_free(p);
    return is;
}

static void test_papers(void)
{
    struct gray_page p = paper(245);

    ok(blank(&p, 300), "White paper is blank");
    p = paper(150);
    ok(blank(&p, 300), "So is gray paper");
    p = paper(240);
    gray_shade(&p, 40);
    ok(blank(&p, 300), "And a page that is shaded towards one side");
    p = paper(20);
    ok(!blank(&p, 300), "A black page is not blank");
    p = gray_page_new(3, 2, 255);
    ok(blank(&p, 300), "A page smaller than a cell is");
}

static void test_traces(void)
{
    struct gray_page p = paper(240);
    uint32_t i;

    for (i = 0; i < 60; i++)
        gray_bar(&p, 80 + i * 397 % (WIDTH - 160), 80 + i * 811 % (HEIGHT - 160), 5, 5, 30);
    ok(blank(&p, 300), "60 specks of dust are nothing");
    p = paper(240);
    gray_bar(&p, 0, 0, WIDTH, 40, 10);
    gray_bar(&p, WIDTH - 50, 0, 50, HEIGHT, 10);
    gray_bar(&p, 0, HEIGHT - 50, WIDTH, 50, 10);
    ok(blank(&p, 300), "Dark edges of 4 mm are nothing");
    p = paper(240);
    gray_disc(&p, 142, 800, 35, 20);
    gray_disc(&p, 142, 1700, 35, 20);
    gray_disc(&p, 900, HEIGHT - 142, 33, 100);
    ok(blank(&p, 300), "Punched holes near an edge are nothing, also near the lower one");
    p = paper(240);
    gray_disc(&p, 874, 1240, 35, 20);
    ok(!blank(&p, 300), "A disc in the middle is something");
    p = paper(240);
    for (i = 0; i < 20; i++)
        gray_letters(&p, 200, 200 + i * 100, 50, 208);
    ok(blank(&p, 300), "The back showing through is nothing: 13 percent darker");
}

static void test_words(void)
{
    struct gray_page p = paper(240);

    gray_letters(&p, 800, 1200, 5, 40);
    ok(!blank(&p, 300), "One word of small print is something");
    p = paper(240);
    gray_letters(&p, 800, HEIGHT - 120, 3, 40);
    ok(!blank(&p, 300), "So is a page number at the foot");
    p = paper(240);
    gray_letters(&p, 70, 800, 5, 40);
    ok(!blank(&p, 300), "And a word in the margin, where holes may be");
    p = paper(240);
    gray_letters(&p, 800, 1200, 8, 140);
    ok(!blank(&p, 300), "A word in pencil");
    p = paper(150);
    gray_letters(&p, 800, 1200, 8, 40);
    ok(!blank(&p, 300), "A word on gray paper");
    p = paper(240);
    gray_bar(&p, 300, 1200, 800, 3, 60);
    ok(!blank(&p, 300), "A thin line across");
    p = gray_page_new(437, 620, 240); /* 75 dpi: its letters are 2 x 1 mm */
    gray_bar(&p, 200, 300, 40, 1, 60);
    ok(!blank(&p, 75), "A line at 75 dpi");
}

int main(void)
{
    test_papers();
    test_traces();
    test_words();
    return tap_done();
}
