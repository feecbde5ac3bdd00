/*
 * test-raster-page.c - what headers of raster pages ask for, how the page lies and where it
 * goes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/raster-page.h"
#include "tests/unit/tap.h"

#include <string.h>

static const struct page_params a4 = {
    .dpi = 600, .paper_width = 4961, .paper_height = 7016, .margin = 118};

static cups_page_header2_t page_of(unsigned width, unsigned height, unsigned x_dpi,
                                   unsigned y_dpi)
{
    cups_page_header2_t h;

    memset(&h, 0, sizeof(h));
    h.cupsWidth = width;
    h.cupsHeight = height;
    h.HWResolution[0] = x_dpi;
    h.HWResolution[1] = y_dpi;
    return h;
}

static struct page_wish wish_of(const cups_page_header2_t *h)
{
    struct page_wish wish;

    raster_page_wish(h, &wish);
    return wish;
}

/* ---- wishes ---- */

static void check_size(const char *name, cups_page_header2_t h, uint32_t width, uint32_t length)
{
    struct page_wish wish = wish_of(&h);

    if (!ok(wish.width_hmm == width && wish.length_hmm == length, "%s", name))
        diag("%u x %u", (unsigned)wish.width_hmm, (unsigned)wish.length_hmm);
}

static void test_sizes(void)
{
    cups_page_header2_t h = page_of(4724, 6780, 600, 600);

    check_size("A page of A4 is for A4", page_of(4961, 7016, 600, 600), 21000, 29700);
    check_size("Rounding makes no other sheet", page_of(4960, 7015, 600, 600), 21000, 29700);
    check_size("Resolutions may be unequal", page_of(2480, 7016, 300, 600), 21000, 29700);
    check_size("Letter is told from A4", page_of(2550, 3300, 300, 300), 21590, 27940);
    check_size("The sheet of a lying page stands", page_of(7016, 4961, 600, 600), 21000, 29700);
    /* 4724 * 2540 / 600 = 19998.3, 6780 * 2540 / 600 = 28702 */
    check_size("A page of an unknown size has its own", h, 19998, 28702);
    h.PageSize[0] = 595;
    h.PageSize[1] = 842;
    check_size("The size in points tells the sheet of a smaller page", h, 21000, 29700);
    h.PageSize[0] = 420;
    h.PageSize[1] = 595;
    check_size("Not one that the page is too large for", h, 19998, 28702);
    snprintf(h.cupsPageSizeName, sizeof(h.cupsPageSizeName), "na_legal_8.5x14in");
    check_size("So does its name", h, 21590, 35560);
    h.PageSize[0] = h.PageSize[1] = 0xffffffff;
    snprintf(h.cupsPageSizeName, sizeof(h.cupsPageSizeName), "custom_x_1x1mm");
    check_size("Not one that nobody knows", h, 19998, 28702);
}

static const char *word(const char *text)
{
    return text != NULL ? text : "-";
}

static void test_media(void)
{
    static const struct {
        unsigned position;
        const char *source;
    } positions[] = {
        {0,          "-"           },
        {1,          "-"           },
        {4,          "by-pass-tray"},
        {19,         "by-pass-tray"},
        {20,         "tray-1"      },
        {21,         "tray-2"      },
        {22,         "-"           },
        {0xffffffff, "-"           }
    };
    static const char *const types[][2] = {
        {"",                    "-"         },
        {"auto",                "-"         },
        {"stationery",          "stationery"},
        {"envelope",            "envelope"  },
        {"photographic-glossy", "-"         }
    };
    cups_page_header2_t h = page_of(4961, 7016, 600, 600);

    for (size_t i = 0; i < sizeof(positions) / sizeof(positions[0]); i++) {
        h.MediaPosition = positions[i].position;
        ok(strcmp(word(wish_of(&h).source), positions[i].source) == 0,
           "Media position %u is %s", positions[i].position, positions[i].source);
    }
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        snprintf(h.MediaType, sizeof(h.MediaType), "%s", types[i][0]);
        ok(strcmp(word(wish_of(&h).type), types[i][1]) == 0, "Media type '%s' is %s",
           types[i][0], types[i][1]);
    }
}

static void test_more_wishes(void)
{
    cups_page_header2_t h = page_of(4961, 7016, 600, 600);
    struct page_wish wish = wish_of(&h);

    ok(wish.sides == -1 && wish.copies == 0 && wish.quality == QUALITY_DEFAULT &&
           wish.content == CONTENT_AUTO && wish.pages == 0,
       "A header of zeros asks for nothing");
    h.NumCopies = 3;
    h.Duplex = 1;
    h.cupsInteger[CUPS_RASTER_PWG_PrintQuality] = 5;
    h.cupsInteger[CUPS_RASTER_PWG_TotalPageCount] = 1;
    snprintf(h.OutputType, sizeof(h.OutputType), "photo");
    wish = wish_of(&h);
    ok(wish.sides == SIDES_LONG_EDGE && wish.copies == 3 && wish.quality == QUALITY_HIGH &&
           wish.content == CONTENT_PHOTO,
       "Sides, copies, quality and content of a header are wishes");
    ok(wish.pages == 0, "Its number of pages is not believed");
    h.Tumble = 1;
    h.NumCopies = 1000;
    h.cupsInteger[CUPS_RASTER_PWG_PrintQuality] = 6;
    snprintf(h.OutputType, sizeof(h.OutputType), "nonsense");
    wish = wish_of(&h);
    ok(wish.sides == SIDES_SHORT_EDGE, "Tumble is the short edge");
    ok(wish.copies == 0 && wish.quality == QUALITY_DEFAULT && wish.content == CONTENT_AUTO,
       "Values that cannot be are none");
}

/* ---- how it lies ---- */

static void check_how(const char *name, cups_page_header2_t h, unsigned cross, unsigned feed,
                      struct page_turn_how wanted)
{
    struct page_turn_how how;

    h.cupsInteger[CUPS_RASTER_PWG_CrossFeedTransform] = cross;
    h.cupsInteger[CUPS_RASTER_PWG_FeedTransform] = feed;
    raster_page_how(&h, &a4, &how);
    ok(how.mirror == wanted.mirror && how.flip == wanted.flip && how.quarter == wanted.quarter,
       "%s", name);
}

static void test_how(void)
{
    cups_page_header2_t upright = page_of(4961, 7016, 600, 600);

    check_how("An upright page stays", upright, 1, 1, (struct page_turn_how){0});
    check_how("Without transforms too", upright, 0, 0, (struct page_turn_how){0});
    check_how("A page that its client mirrored is mirrored", upright, -1u, 1,
              (struct page_turn_how){.mirror = true});
    check_how("A page that its client turned round is turned round", upright, -1u, -1u,
              (struct page_turn_how){.mirror = true, .flip = true});
    check_how("A lying A4 is turned", page_of(7016, 4961, 600, 600), 1, 1,
              (struct page_turn_how){.quarter = true});
    check_how("A lying one of what can be printed on too", page_of(6780, 4724, 600, 600), 1, 1,
              (struct page_turn_how){.quarter = true});
    check_how("A wide page that fits on the sheet is not", page_of(1200, 900, 300, 300), 1, 1,
              (struct page_turn_how){0});
    check_how("Dots are not lengths: 600 x 300 dpi", page_of(4961, 3508, 600, 300), 1, 1,
              (struct page_turn_how){0});
}

/* ---- where it goes ---- */

static void check_place(const char *name, cups_page_header2_t h, bool turned, int32_t x,
                        int32_t y, uint32_t width, uint32_t height)
{
    struct page_turn_how how = {.quarter = turned};
    struct page_source s;

    raster_page_place(&h, &how, PIXEL_GRAY8, &a4, &s);
    if (!ok(s.x == x && s.y == y && s.target_width == width && s.target_height == height &&
                s.width == (turned ? h.cupsHeight : h.cupsWidth) &&
                s.height == (turned ? h.cupsWidth : h.cupsHeight) && s.clip_margins,
            "%s", name))
        diag("%d %d %u %u", s.x, s.y, s.target_width, s.target_height);
}

static void test_place(void)
{
    cups_page_header2_t h;

    check_place("A page of 600 dpi goes dot for dot", page_of(4961, 7016, 600, 600), false, 0,
                0, 4961, 7016);
    check_place("One that is a dot smaller is not stretched", page_of(4960, 7015, 600, 600),
                false, 0, 0, 4960, 7015);
    check_place("300 dpi are doubled", page_of(2480, 3508, 300, 300), false, 0, 0, 4960, 7016);
    h = page_of(9921, 14031, 1200, 1200);
    raster_page_trim(&h, &a4);
    ok(h.cupsWidth == 9920 && h.cupsHeight == 14030, "Half dots of the sheet are trimmed");
    h = page_of(2481, 3507, 300, 300);
    raster_page_trim(&h, &a4);
    ok(h.cupsWidth == 2481 && h.cupsHeight == 3507, "Whole ones are not");
    h = page_of(1, 9, 1200, 2400);
    raster_page_trim(&h, &a4);
    ok(h.cupsWidth == 1 && h.cupsHeight == 8, "Something is left of any page");
    check_place("1200 dpi are halved", page_of(9922, 14032, 1200, 1200), false, 0, 0, 4961,
                7016);
    check_place("Each direction by its own resolution", page_of(4961, 3508, 600, 300), false, 0,
                0, 4961, 7016);
    check_place("A lying page stands", page_of(7016, 4961, 600, 600), true, 0, 0, 4961, 7016);
    check_place("Its resolutions turn with it", page_of(3508, 4961, 300, 600), true, 0, 0, 4961,
                7016);
    /* (4961 - 4724) / 2 and (7016 - 6780) / 2 */
    check_place("What can be printed on lies inside the margins", page_of(4724, 6780, 600, 600),
                false, 118, 118, 4724, 6780);
    check_place("So at 300 dpi", page_of(2362, 3390, 300, 300), false, 118, 118, 4724, 6780);
    check_place("A small page is at the top left", page_of(2000, 2000, 600, 600), false, 0, 0,
                2000, 2000);
    check_place("One as wide as what can be printed on is too", page_of(4724, 2000, 600, 600),
                false, 0, 0, 4724, 2000);
    /* twice as wide and high: 9922 x 7016 / 14032 */
    check_place("A larger page becomes as large as the sheet", page_of(9922, 14032, 600, 600),
                false, 0, 0, 4961, 7016);
    check_place("In its own shape", page_of(9922, 7016, 600, 600), false, 0, 0, 4961, 3508);
}

int main(void)
{
    test_sizes();
    test_media();
    test_more_wishes();
    test_how();
    test_place();
    return tap_done();
}
