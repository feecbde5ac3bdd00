/*
 * test-layout.c - how pages lie on a sheet. All expected numbers were worked out by hand.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/layout.h"
#include "tap.h"

/* 100 dpi and easy numbers: 800 x 1000 dots with margins of 50; 2.5 mm are 9.84 dots. */
static const struct page_params sheet = {.dpi = 100,
                                         .paper_width = 800,
                                         .paper_height = 1000,
                                         .page_width = 800,
                                         .page_height = 1000,
                                         .margin = 50,
                                         .stride = 100};

static const struct layout_size upright = {800, 1000}, wide = {1000, 800};

static struct layout lay(unsigned number_up, enum direction direction, enum scaling scaling,
                         enum orientation orientation, struct layout_size first)
{
    const struct layout_wish wish = {.number_up = number_up,
                                     .direction = direction,
                                     .scaling = scaling,
                                     .orientation = orientation};
    struct layout l;

    layout_start(&l, &sheet, &wish, &first);
    return l;
}

static struct layout lay_one(enum scaling scaling, enum orientation orientation,
                             struct layout_size first)
{
    return lay(1, DIRECTION_TORIGHT_TOBOTTOM, scaling, orientation, first);
}

static bool near(double a, double b)
{
    return a > b - 1e-9 && a < b + 1e-9;
}

static double scale_of(enum scaling scaling, double width, double height)
{
    const struct layout_size size = {width, height};
    struct layout l = lay_one(scaling, ORIENTATION_NONE, size);

    return layout_scale(&l, &size);
}

static bool lies(const struct layout *l, unsigned cell, uint32_t width, uint32_t height,
                 struct layout_place wanted)
{
    struct layout_place at;

    layout_place(l, cell, width, height, &at);
    if (at.x == wanted.x && at.y == wanted.y && at.width == wanted.width &&
        at.height == wanted.height)
        return true;
    diag("cell %u: %u x %u at %d, %d", cell, (unsigned)at.width, (unsigned)at.height, at.x,
         at.y);
    return false;
}

/* ---- one page on a sheet ---- */

static void test_scale(void)
{
    ok(near(scale_of(SCALING_AUTO, 800, 1000), 1) &&
           near(scale_of(SCALING_AUTO_FIT, 800, 1000), 1) &&
           near(scale_of(SCALING_NONE, 800, 1000), 1) &&
           near(scale_of(SCALING_FILL, 800, 1000), 1),
       "A page as large as the sheet is printed in its own size");
    ok(near(scale_of(SCALING_FIT, 800, 1000), 0.875),
       "But for fit: then it is made smaller to keep its margins");
    ok(near(scale_of(SCALING_AUTO, 809.8, 1009.8), 1) &&
           near(scale_of(SCALING_AUTO, 791, 991), 1),
       "2.5 mm more or less are nothing");
    ok(near(scale_of(SCALING_AUTO, 810, 1000), 700.0 / 810) &&
           near(scale_of(SCALING_AUTO, 800, 1010), 700.0 / 800),
       "A page that is wider, or longer, is made to fit the printable area");
    ok(near(scale_of(SCALING_AUTO_FIT, 700, 1800), 0.5) &&
           near(scale_of(SCALING_NONE, 700, 1800), 1),
       "So it is for auto-fit, not for none");
    ok(near(scale_of(SCALING_AUTO, 350, 500), 1) &&
           near(scale_of(SCALING_AUTO_FIT, 350, 500), 1) &&
           near(scale_of(SCALING_NONE, 350, 500), 1),
       "A smaller page stays as it is");
    ok(near(scale_of(SCALING_FIT, 350, 500), 1.8) &&
           near(scale_of(SCALING_FILL, 350, 500), 16.0 / 7),
       "Or fits the printable area, or fills the sheet");
    ok(near(scale_of(SCALING_AUTO, 1000, 800), 1) &&
           near(scale_of(SCALING_FIT, 1000, 800), 0.875),
       "A landscape page is compared with the sheet on its side");
    ok(scale_of(SCALING_FIT, 0, 0) > 0 && scale_of(SCALING_FILL, 0, 5) > 0,
       "A page without extent has a scale");
}

static void test_place(void)
{
    struct layout l = lay_one(SCALING_AUTO, ORIENTATION_NONE, upright);

    ok(l.quarters == 0 && lies(&l, 0, 800, 1000, (struct layout_place){0, 0, 800, 1000}),
       "A page as large as the sheet covers it");
    ok(lies(&l, 0, 797, 997, (struct layout_place){1, 1, 797, 997}) &&
           lies(&l, 0, 803, 1003, (struct layout_place){-2, -2, 803, 1003}),
       "The smaller half of an odd dot is left of and above the page");
    ok(lies(&l, 0, 100, 2000, (struct layout_place){350, -500, 100, 2000}),
       "A page reaches over the sheet on both sides alike");
    l = lay_one(SCALING_AUTO, ORIENTATION_NONE, (struct layout_size){500, 500});
    ok(l.quarters == 0, "A square page is upright");
}

/* A page of 300 x 200 dots on a canvas of 1000 x 800: from 350 to 650, from 300 to 500. */
static void test_turns(void)
{
    struct layout l = lay_one(SCALING_NONE, ORIENTATION_NONE, (struct layout_size){301, 200});

    ok(l.quarters == 3 && lies(&l, 0, 301, 200, (struct layout_place){300, 350, 200, 301}),
       "A landscape page is turned anti-clockwise: its right edge is above");
    l = lay_one(SCALING_NONE, ORIENTATION_PORTRAIT, (struct layout_size){301, 200});
    ok(l.quarters == 3, "So it is where portrait was asked");
    l = lay_one(SCALING_NONE, ORIENTATION_LANDSCAPE, (struct layout_size){301, 200});
    ok(l.quarters == 3, "And where landscape was asked");
    l = lay_one(SCALING_NONE, ORIENTATION_REVERSE_LANDSCAPE, (struct layout_size){301, 201});
    ok(l.quarters == 1 && lies(&l, 0, 301, 201, (struct layout_place){300, 349, 201, 301}),
       "For reverse-landscape clockwise: its left edge is above");
    l = lay_one(SCALING_NONE, ORIENTATION_REVERSE_PORTRAIT, (struct layout_size){301, 200});
    ok(l.quarters == 1, "Reverse-portrait turns a landscape page by 180 degrees, too");
    l = lay_one(SCALING_NONE, ORIENTATION_REVERSE_PORTRAIT, (struct layout_size){201, 301});
    ok(l.quarters == 2 && lies(&l, 0, 201, 301, (struct layout_place){300, 350, 201, 301}),
       "An upright page stands on its head for reverse-portrait, odd dots too");
}

static void test_landscape_asked(void)
{
    struct layout l = lay_one(SCALING_AUTO, ORIENTATION_LANDSCAPE, upright);

    ok(l.quarters == 3 && near(layout_scale(&l, &upright), 0.7),
       "An upright page fits a sheet on its side where landscape was asked");
    ok(lies(&l, 0, 560, 700, (struct layout_place){50, 220, 700, 560}),
       "It stands upright in the middle of it");
    l = lay_one(SCALING_FILL, ORIENTATION_LANDSCAPE, upright);
    ok(near(layout_scale(&l, &upright), 1.25), "Or fills it");
}

/* ---- several ---- */

/* 16 cells and the rest: 800 - 100 - 3 * 12 = 664, / 4 = 166; 1000 - 100 - 36 = 864, / 4 = 216.
 */
static void test_grids(void)
{
    struct layout l = lay(4, 0, SCALING_AUTO, ORIENTATION_NONE, upright);

    /* cells of (700 - 12) / 2 = 344 and (900 - 12) / 2 = 444 */
    ok(l.quarters == 0 && lies(&l, 0, 344, 444, (struct layout_place){50, 50, 344, 444}) &&
           lies(&l, 1, 344, 444, (struct layout_place){406, 50, 344, 444}) &&
           lies(&l, 2, 344, 444, (struct layout_place){50, 506, 344, 444}) &&
           lies(&l, 3, 344, 444, (struct layout_place){406, 506, 344, 444}),
       "Four upright pages on an upright sheet, row by row");
    ok(near(layout_scale(&l, &upright), 0.43), "They are made smaller to fit their cells");
    l = lay(2, 0, SCALING_AUTO, ORIENTATION_NONE, upright);
    /* canvas 1000 x 800; cells of (900 - 12) / 2 = 444 and 700 */
    ok(l.quarters == 3 && lies(&l, 0, 444, 700, (struct layout_place){50, 506, 700, 444}) &&
           lies(&l, 1, 444, 700, (struct layout_place){50, 50, 700, 444}),
       "Two upright pages side by side on a sheet on its side: the first is below when the "
       "sheet is upright");
    l = lay(2, 0, SCALING_AUTO, ORIENTATION_NONE, wide);
    ok(l.quarters == 0 && lies(&l, 0, 700, 444, (struct layout_place){50, 50, 700, 444}) &&
           lies(&l, 1, 700, 444, (struct layout_place){50, 506, 700, 444}),
       "Two landscape pages one above the other on an upright sheet");
    l = lay(6, 0, SCALING_AUTO, ORIENTATION_NONE, upright);
    /* canvas 1000 x 800; cells of (900 - 24) / 3 = 292 and (700 - 12) / 2 = 344 */
    ok(l.quarters == 3 && lies(&l, 0, 292, 344, (struct layout_place){50, 658, 344, 292}) &&
           lies(&l, 2, 292, 344, (struct layout_place){50, 50, 344, 292}) &&
           lies(&l, 3, 292, 344, (struct layout_place){406, 658, 344, 292}),
       "Six upright pages in two rows of three on a sheet on its side");
    l = lay(6, 0, SCALING_AUTO, ORIENTATION_NONE, wide);
    ok(l.quarters == 0 && lies(&l, 1, 344, 292, (struct layout_place){406, 50, 344, 292}) &&
           lies(&l, 5, 344, 292, (struct layout_place){406, 658, 344, 292}),
       "Six landscape pages in three rows of two on an upright one");
    l = lay(9, 0, SCALING_AUTO, ORIENTATION_NONE, upright);
    /* (700 - 24) / 3 = 225 */
    ok(l.quarters == 0 && lies(&l, 8, 225, 292, (struct layout_place){524, 658, 225, 292}),
       "Nine in three rows of three");
    l = lay(16, 0, SCALING_AUTO, ORIENTATION_NONE, wide);
    ok(l.quarters == 3 && lies(&l, 0, 216, 166, (struct layout_place){50, 734, 166, 216}) &&
           lies(&l, 15, 216, 166, (struct layout_place){584, 50, 166, 216}),
       "Sixteen landscape pages on a sheet on its side");
    l = lay(2, 0, SCALING_AUTO, ORIENTATION_REVERSE_PORTRAIT, upright);
    ok(l.quarters == 1 && lies(&l, 0, 444, 700, (struct layout_place){50, 50, 700, 444}),
       "Reverse-portrait turns the sheet by 180 degrees more");
    l = lay(4, 0, SCALING_AUTO, ORIENTATION_LANDSCAPE, upright);
    ok(l.quarters == 3, "Landscape has cells for landscape pages");
}

static void test_cells(void)
{
    struct layout l = lay(4, 0, SCALING_AUTO, ORIENTATION_NONE, upright);
    const struct layout_size small = {100, 100};

    ok(lies(&l, 0, 301, 444, (struct layout_place){71, 50, 301, 444}),
       "A page lies in the middle of its cell");
    ok(near(layout_scale(&l, &wide), 0.344),
       "A landscape page among upright ones is made small enough for its cell");
    ok(near(layout_scale(&l, &small), 1), "A small page stays as it is");
    l = lay(4, 0, SCALING_NONE, ORIENTATION_NONE, upright);
    ok(near(layout_scale(&l, &small), 1) && near(layout_scale(&l, &upright), 0.43),
       "None keeps small pages, too, but no page leaves its cell");
    l = lay(4, 0, SCALING_FIT, ORIENTATION_NONE, upright);
    ok(near(layout_scale(&l, &small), 3.44), "Fit makes a small page as large as its cell");
    l = lay(4, 0, SCALING_FILL, ORIENTATION_NONE, upright);
    ok(near(layout_scale(&l, &small), 3.44), "So does fill: a page never covers another");
}

/* Where the first three of six landscape pages lie: in columns 0, 1 and rows 0, 1, 2. */
static void test_directions(void)
{
    static const struct {
        enum direction direction;
        const char *name;
        unsigned at[3][2]; /* column, row */
    } wanted[] = {
        {DIRECTION_TORIGHT_TOBOTTOM, "toright-tobottom", {{0, 0}, {1, 0}, {0, 1}}},
        {DIRECTION_TOBOTTOM_TORIGHT, "tobottom-toright", {{0, 0}, {0, 1}, {0, 2}}},
        {DIRECTION_TOLEFT_TOBOTTOM,  "toleft-tobottom",  {{1, 0}, {0, 0}, {1, 1}}},
        {DIRECTION_TOBOTTOM_TOLEFT,  "tobottom-toleft",  {{1, 0}, {1, 1}, {1, 2}}},
        {DIRECTION_TORIGHT_TOTOP,    "toright-totop",    {{0, 2}, {1, 2}, {0, 1}}},
        {DIRECTION_TOTOP_TORIGHT,    "totop-toright",    {{0, 2}, {0, 1}, {0, 0}}},
        {DIRECTION_TOLEFT_TOTOP,     "toleft-totop",     {{1, 2}, {0, 2}, {1, 1}}},
        {DIRECTION_TOTOP_TOLEFT,     "totop-toleft",     {{1, 2}, {1, 1}, {1, 0}}},
    };

    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        struct layout l = lay(6, wanted[i].direction, SCALING_AUTO, ORIENTATION_NONE, wide);
        bool good = true;

        for (unsigned cell = 0; cell < 3; cell++)
            good =
                lies(&l, cell, 344, 292,
                     (struct layout_place){50 + (int)wanted[i].at[cell][0] * 356,
                                           50 + (int)wanted[i].at[cell][1] * 304, 344, 292}) &&
                good;
        ok(good, "Pages go %s", wanted[i].name);
    }
}

/* ---- every sheet ---- */

static bool overlap(const struct layout_place *a, const struct layout_place *b)
{
    return a->x < b->x + (int64_t)b->width && b->x < a->x + (int64_t)a->width &&
           a->y < b->y + (int64_t)b->height && b->y < a->y + (int64_t)a->height;
}

static bool is_inside(const struct page_params *page, const struct layout_place *at)
{
    return at->x >= (int64_t)page->margin && at->y >= (int64_t)page->margin &&
           at->x + (int64_t)at->width <= (int64_t)page->paper_width - page->margin &&
           at->y + (int64_t)at->height <= (int64_t)page->paper_height - page->margin;
}

/* Whether pages that are made to fit lie apart from each other, within what can be printed on.
 */
static bool pages_are_apart(const struct page_params *page, const struct layout_wish *wish,
                            const struct layout_size *size)
{
    struct layout_place at[LAYOUT_MAX_UP];
    struct layout l;
    double scale;

    layout_start(&l, page, wish, size);
    scale = layout_scale(&l, size);
    for (unsigned i = 0; i < wish->number_up; i++) {
        layout_place(&l, i, (uint32_t)(size->width * scale + 1e-6),
                     (uint32_t)(size->height * scale + 1e-6), &at[i]);
        if (!is_inside(page, &at[i]))
            return false;
        for (unsigned j = 0; j < i; j++)
            if (overlap(&at[i], &at[j]))
                return false;
    }
    return true;
}

static bool sizes_are_apart(const struct page_params *page, const struct layout_wish *wish)
{
    bool good = true;

    for (double side = 90; side < 20000; side *= 1.7) {
        const struct layout_size size = {side, 4961}, lying = {7016, side};

        good =
            good && pages_are_apart(page, wish, &size) && pages_are_apart(page, wish, &lying);
    }
    return good;
}

static void test_every_sheet(void)
{
    static const unsigned ups[] = {1, 2, 4, 6, 9, 16};
    static const enum orientation orientations[] = {ORIENTATION_NONE, ORIENTATION_LANDSCAPE,
                                                    ORIENTATION_REVERSE_LANDSCAPE,
                                                    ORIENTATION_REVERSE_PORTRAIT};

    for (size_t i = 0; i < models[0].caps->num_media; i++) {
        const struct media *media = models[0].caps->media[i].media;
        struct page_params page;
        bool good = models[0].pdl->page_params(&models[0], media, &page) == RESULT_OK;

        for (size_t up = 0; up < 6; up++)
            for (size_t o = 0; o < 4; o++)
                for (int direction = 0; direction < 8; direction++) {
                    const struct layout_wish wish = {ups[up], (enum direction)direction,
                                                     SCALING_FIT, orientations[o], false};

                    good = good && sizes_are_apart(&page, &wish);
                }
        ok(good, "Pages that fit lie apart and where %s can be printed on", media->label);
    }
}

static void test_limits(void)
{
    const struct page_params tiny = {
        .dpi = 600, .paper_width = 3, .paper_height = 2, .margin = 5};
    const struct layout_wish wish = {16, 0, SCALING_FIT, ORIENTATION_NONE, false};
    struct layout l;

    ok(layout_has(1) && layout_has(2) && layout_has(4) && layout_has(6) && layout_has(9) &&
           layout_has(LAYOUT_MAX_UP) && !layout_has(0) && !layout_has(3) && !layout_has(25),
       "1, 2, 4, 6, 9 and 16 pages can lie on a sheet, no other numbers");
    layout_start(&l, &tiny, &wish, &upright);
    ok(layout_scale(&l, &upright) > 0, "On a sheet that is all margin a page has a size, too");
    l = lay_one(SCALING_AUTO, ORIENTATION_NONE, upright);
    ok(lies(&l, 0, 1u << 30, 1, (struct layout_place){400 - (1 << 29), 499, 1u << 30, 1}),
       "A page may be very wide");
}

/* Cells of 444 x 700 beside each other on a canvas of 1000 x 800, which is turned. */
static void test_booklet(void)
{
    const struct layout_wish wish = {.number_up = 9,
                                     .direction = DIRECTION_TOTOP_TOLEFT,
                                     .orientation = ORIENTATION_LANDSCAPE,
                                     .booklet = true};
    struct layout_place left, right;
    struct layout l;

    layout_start(&l, &sheet, &wish, &wide);
    layout_place(&l, 0, 444, 355, &left);
    layout_place(&l, 1, 444, 355, &right);
    ok(l.quarters == 3 && near(layout_scale(&l, &wide), 0.444),
       "A wide page of a booklet is as small as half a sheet wants it");
    ok(left.x == 222 && left.y == 506 && left.width == 355 && left.height == 444 &&
           right.x == 222 && right.y == 50 && right.width == 355 && right.height == 444,
       "Two pages lie left and right of the fold, whatever was asked of directions");
}

int main(void)
{
    test_booklet();
    test_scale();
    test_place();
    test_turns();
    test_landscape_asked();
    test_grids();
    test_cells();
    test_directions();
    test_every_sheet();
    test_limits();
    return tap_done();
}
