/*
 * test-image-place.c - pictures on sheets, by hand.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/image.h"
#include "tests/unit/tap.h"

/* A sheet of round numbers: 4800 x 7200 dots at 600 dpi, 100 of margin: 4600 x 7000 remain. */
static const struct page_params sheet = {
    .dpi = 600, .paper_width = 4800, .paper_height = 7200, .margin = 100};

static struct image_info picture(uint32_t width, uint32_t height, double x_dpi, double y_dpi)
{
    return (struct image_info){width, height, x_dpi, y_dpi, 0};
}

static void check(const char *name, struct image_info info, const struct page_params *page,
                  enum scaling scaling, int32_t x, int32_t y, uint32_t width, uint32_t height)
{
    struct page_source s = {0};

    image_place(&info, page, scaling, &s);
    if (!ok(s.x == x && s.y == y && s.target_width == width && s.target_height == height &&
                s.pixel == PIXEL_GRAY8 && s.width == info.width && s.height == info.height,
            "%s", name))
        diag("got %ld,%ld %lu x %lu, expected %ld,%ld %lu x %lu", (long)s.x, (long)s.y,
             (unsigned long)s.target_width, (unsigned long)s.target_height, (long)x, (long)y,
             (unsigned long)width, (unsigned long)height);
}

static void test_fit(void)
{
    /* 460 x 460 -> 4600 x 4600, (7200 - 4600) / 2 = 1300 */
    check("FIT: a square fills the width", picture(460, 460, 0, 0), &sheet, SCALING_FIT, 100,
          1300, 4600, 4600);
    /* 100 x 700 -> 1000 x 7000, (4800 - 1000) / 2 = 1900 */
    check("FIT: a high picture fills the height", picture(100, 700, 0, 0), &sheet, SCALING_FIT,
          1900, 100, 1000, 7000);
    check("FIT: a large picture becomes smaller", picture(9200, 1000, 0, 0), &sheet,
          SCALING_FIT, 100, 3350, 4600, 500);
    check("FIT takes no notice of the resolution", picture(9200, 1000, 2400, 2400), &sheet,
          SCALING_FIT, 100, 3350, 4600, 500);
    /* pixels twice as high as wide: 460 x 460 of them are 1 to 2: 3500 x 7000 */
    check("FIT: unequal resolutions keep the shape", picture(460, 460, 600, 300), &sheet,
          SCALING_FIT, 650, 100, 3500, 7000);
    check("FIT: a line of pixels is at least one dot high", picture(60000, 1, 0, 0), &sheet,
          SCALING_FIT, 100, 3599, 4600, 1);
    /* 3 x 4: 4600 wide would be 6133.3 high */
    check("FIT rounds to whole dots", picture(3, 4, 0, 0), &sheet, SCALING_FIT, 100, 533, 4600,
          6133);
}

static void test_ratio_alone(void)
{
    struct image_info info = picture(460, 460, 0, 0);

    info.pixel_aspect = 0.5;
    check("A ratio alone keeps the shape too", info, &sheet, SCALING_FIT, 650, 100, 3500, 7000);
    /* 100 dpi across, 50 dpi down: 2760 x 5520 */
    check("A ratio alone and no scaling: 100 dpi across", info, &sheet, SCALING_NONE, 1020, 840,
          2760, 5520);
}

static void test_fill(void)
{
    check("FILL: a square fills the height and is cut left and right", picture(460, 460, 0, 0),
          &sheet, SCALING_FILL, -1100, 100, 7000, 7000);
    check("FILL: a high picture fills the width and is cut above and below",
          picture(100, 700, 0, 0), &sheet, SCALING_FILL, 100, -12500, 4600, 32200);
    check("FILL: the shape of the area itself is not cut", picture(46, 70, 0, 0), &sheet,
          SCALING_FILL, 100, 100, 4600, 7000);
    check("FILL: an endless picture stays within what a page can have", picture(1, 60000, 0, 0),
          &sheet, SCALING_FILL, 100, -396400, 4600, 800000);
}

static void test_none(void)
{
    check("NONE: the file's own resolution", picture(600, 900, 300, 300), &sheet, SCALING_NONE,
          1800, 2700, 1200, 1800);
    check("NONE: unequal resolutions", picture(600, 600, 600, 300), &sheet, SCALING_NONE, 2100,
          3000, 600, 1200);
    check("NONE: without a resolution 100 dpi", picture(600, 900, 0, 0), &sheet, SCALING_NONE,
          600, 900, 3600, 5400);
    check("NONE: a picture larger than the sheet is cut on all sides",
          picture(1000, 1500, 100, 100), &sheet, SCALING_NONE, -600, -900, 6000, 9000);
    check("NONE: an odd rest goes to the right and below", picture(601, 601, 600, 600), &sheet,
          SCALING_NONE, 2099, 3299, 601, 601);
    check("NONE: an odd rest of a cut picture too", picture(4801, 7201, 600, 600), &sheet,
          SCALING_NONE, -1, -1, 4801, 7201);
    check("NONE: a microscope's resolution is at least one dot", picture(5, 5, 40000, 40000),
          &sheet, SCALING_NONE, 2399, 3599, 1, 1);
    check("NONE: a mistaken resolution stays within what a page can have",
          picture(60000, 60000, 10, 10), &sheet, SCALING_NONE, -397600, -396400, 800000,
          800000);
}

static void test_auto(void)
{
    check("AUTO: what fits keeps its size", picture(600, 900, 300, 300), &sheet, SCALING_AUTO,
          1800, 2700, 1200, 1800);
    check("AUTO: exactly the area is no reason to scale", picture(4600, 7000, 600, 600), &sheet,
          SCALING_AUTO, 100, 100, 4600, 7000);
    check("AUTO: what does not fit is made to", picture(4600, 7200, 600, 600), &sheet,
          SCALING_AUTO, 164, 100, 4472, 7000);
    check("AUTO: without a resolution it is made to fit", picture(60, 90, 0, 0), &sheet,
          SCALING_AUTO, 100, 150, 4600, 6900);
    check("AUTO_FIT: without a resolution what fits at 100 dpi stays so", picture(60, 90, 0, 0),
          &sheet, SCALING_AUTO_FIT, 2220, 3330, 360, 540);
    check("AUTO_FIT: what does not fit is made to", picture(9200, 1000, 600, 600), &sheet,
          SCALING_AUTO_FIT, 100, 3350, 4600, 500);
}

static void test_odd_sheets(void)
{
    static const struct page_params no_area = {
        .dpi = 600, .paper_width = 100, .paper_height = 100, .margin = 200};

    check("A sheet that is all margin gets one dot", picture(10, 10, 0, 0), &no_area,
          SCALING_FIT, 49, 49, 1, 1);
}

static void test_quarters(void)
{
    static const struct page_params wide = {
        .dpi = 600, .paper_width = 7200, .paper_height = 4800, .margin = 100};
    const struct image_info landscape = picture(300, 200, 0, 0), square = picture(9, 9, 0, 0);
    const struct image_info portrait = picture(200, 300, 0, 0);
    /* More pixels across, but higher than wide: 3 x 4 inches. */
    const struct image_info narrow = picture(900, 600, 300, 150);

    ok(image_quarters(&landscape, &sheet, ORIENTATION_NONE) == 3,
       "A landscape picture is turned anti-clockwise to fill the sheet");
    ok(image_quarters(&portrait, &sheet, ORIENTATION_NONE) == 0, "A portrait one is not");
    ok(image_quarters(&square, &sheet, ORIENTATION_NONE) == 0 &&
           image_quarters(&square, &wide, ORIENTATION_NONE) == 0,
       "A square one is not");
    ok(image_quarters(&narrow, &sheet, ORIENTATION_NONE) == 0,
       "Its size in inches counts, not in pixels");
    ok(image_quarters(&portrait, &wide, ORIENTATION_NONE) == 3 &&
           image_quarters(&landscape, &wide, ORIENTATION_NONE) == 0,
       "On a wide sheet it is the portrait picture that is turned");
    ok(image_quarters(&landscape, &sheet, ORIENTATION_PORTRAIT) == 0 &&
           image_quarters(&portrait, &sheet, ORIENTATION_PORTRAIT) == 0,
       "orientation-requested portrait: as it is, even a landscape picture");
    ok(image_quarters(&landscape, &sheet, ORIENTATION_LANDSCAPE) == 3 &&
           image_quarters(&portrait, &sheet, ORIENTATION_LANDSCAPE) == 3,
       "orientation-requested landscape: a quarter anti-clockwise");
    ok(image_quarters(&landscape, &sheet, ORIENTATION_REVERSE_LANDSCAPE) == 1 &&
           image_quarters(&portrait, &sheet, ORIENTATION_REVERSE_LANDSCAPE) == 1,
       "orientation-requested reverse-landscape: a quarter clockwise");
    ok(image_quarters(&landscape, &sheet, ORIENTATION_REVERSE_PORTRAIT) == 2 &&
           image_quarters(&portrait, &sheet, ORIENTATION_REVERSE_PORTRAIT) == 2,
       "orientation-requested reverse-portrait: upside down");
}

int main(void)
{
    test_fit();
    test_ratio_alone();
    test_fill();
    test_none();
    test_auto();
    test_odd_sheets();
    test_quarters();
    return tap_done();
}
