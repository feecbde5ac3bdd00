/*
 * test-border.c - lines around pages, dot by dot. All expected places were worked out by hand.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/border.h"
#include "tap.h"

#include <string.h>

/* 120 dpi: a line is one dot, a thick one three, two white ones between two lines. */
static const struct page_params side = {.dpi = 120,
                                        .paper_width = 100,
                                        .paper_height = 60,
                                        .page_width = 104,
                                        .page_height = 60,
                                        .margin = 5,
                                        .stride = 13};

static uint8_t dots[60][13];

static void draw(enum border border, struct layout_place place)
{
    memset(dots, 0, sizeof(dots));
    for (uint32_t y = 0; y < 60; y++)
        border_line(border, &side, &place, y, dots[y]);
}

/* Line y as it is, and as a list of runs "from-to,..." of black dots. */
static bool has(uint32_t y, const char *runs)
{
    char found[200] = "";
    size_t n = 0;

    for (unsigned x = 0; x < 104; x++) {
        unsigned from = x;

        while (x < 104 && (dots[y][x / 8] & 0x80 >> x % 8) != 0)
            x++;
        if (x > from)
            n += (size_t)snprintf(found + n, sizeof(found) - n, "%s%u-%u", n > 0 ? "," : "",
                                  from, x - 1);
    }
    if (strcmp(found, runs) != 0)
        diag("line %u: %s", (unsigned)y, found);
    return strcmp(found, runs) == 0;
}

static void check_kinds(void)
{
    const struct layout_place place = {20, 10, 40, 30}; /* to 59, 39 */

    draw(BORDER_NONE, place);
    ok(has(10, "") && has(25, ""), "No border is none");
    draw(BORDER_SINGLE, place);
    ok(has(9, "") && has(10, "20-59") && has(11, "20-20,59-59") && has(38, "20-20,59-59") &&
           has(39, "20-59") && has(40, ""),
       "A single line goes round the page, within it");
    draw(BORDER_SINGLE_THICK, place);
    ok(has(9, "") && has(12, "20-59") && has(13, "20-22,57-59") && has(36, "20-22,57-59") &&
           has(37, "20-59") && has(39, "20-59") && has(40, ""),
       "A thick one is three times as wide");
    draw(BORDER_DOUBLE, place);
    ok(has(10, "20-59") && has(11, "20-20,59-59") && has(12, "20-20,59-59") &&
           has(13, "20-20,23-56,59-59") && has(14, "20-20,23-23,56-56,59-59") &&
           has(36, "20-20,23-56,59-59") && has(37, "20-20,59-59") && has(39, "20-59"),
       "Two lines have white between them");
    draw(BORDER_DOUBLE_THICK, place);
    ok(has(12, "20-59") && has(13, "20-22,57-59") && has(14, "20-22,57-59") &&
           has(15, "20-22,25-54,57-59") && has(17, "20-22,25-54,57-59") &&
           has(18, "20-22,25-27,52-54,57-59") && has(34, "20-22,25-54,57-59") &&
           has(35, "20-22,57-59") && has(39, "20-59"),
       "Two thick ones do, too");
}

static void check_places(void)
{
    draw(BORDER_SINGLE, (struct layout_place){-10, -10, 1000, 1000});
    ok(has(4, "") && has(5, "5-94") && has(6, "5-5,94-94") && has(54, "5-94") && has(55, ""),
       "A page that reaches beyond what can be printed has its border there");
    draw(BORDER_SINGLE, (struct layout_place){90, 50, 20, 20});
    ok(has(50, "90-94") && has(51, "90-90,94-94") && has(54, "90-94"),
       "One that reaches beyond it on one side has three lines in its place");
    draw(BORDER_DOUBLE_THICK, (struct layout_place){20, 10, 4, 4});
    ok(has(10, "20-23") && has(13, "20-23") && has(14, ""),
       "A place that is too small is filled");
    draw(BORDER_DOUBLE_THICK, (struct layout_place){200, 100, 40, 40});
    ok(has(5, "") && has(54, ""), "A page beside the sheet has none");
    memset(dots, 0, sizeof(dots));
    dots[20][4] = 0x10;
    border_line(BORDER_SINGLE, &side, &(struct layout_place){20, 10, 40, 30}, 20, dots[20]);
    ok(has(20, "20-20,35-35,59-59"), "What was black stays black");
}

int main(void)
{
    check_kinds();
    check_places();
    return tap_done();
}
