/*
 * test-page-plan.c - what is scanned for what clients ask: papers the glass does not reach,
 * areas beyond it, resolutions it does not have. Effects: none.
 * Source: what eSCL clients send: 2551 for 2550, offset and width beyond the area.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/page-make.h"
#include "tests/unit/tap.h"

#include <string.h>

/* The glass of the imageRUNNER 1020: 215.4 x 294.0 mm. */
static struct scan_caps machine(void)
{
    struct scan_caps caps = {.gray = true, .color = true};
    static const unsigned resolutions[] = {75, 150, 300, 600};

    memcpy(caps.resolutions, resolutions, sizeof resolutions);
    caps.num_resolutions = 4;
    caps.has[SCAN_PLATEN] = caps.has[SCAN_FEEDER] = true;
    caps.width[SCAN_PLATEN] = caps.width[SCAN_FEEDER] = 2544;
    caps.height[SCAN_PLATEN] = caps.height[SCAN_FEEDER] = 3472;
    return caps;
}

static struct page_plan plan_of(enum scan_input input, unsigned dpi, uint32_t x, uint32_t y,
                                uint32_t width, uint32_t height)
{
    struct scan_caps caps = machine();
    struct scan_settings settings = {.input = input, .color = SCAN_COLOR, .dpi = dpi};
    struct page_plan plan = {.width = 0};

    settings.area = (struct scan_area){x, y, width, height};
    (void)page_plan(&caps, &settings, &plan);
    return plan;
}

static bool area_is(const struct page_plan *p, uint32_t x, uint32_t y, uint32_t width,
                    uint32_t height)
{
    const struct scan_area *a = &p->want.area;

    return a->x == x && a->y == y && a->width == width && a->height == height;
}

static bool page_is(const struct page_plan *p, uint32_t width, uint32_t height, uint32_t left,
                    uint32_t top)
{
    return p->width == width && p->height == height && p->left == left && p->top == top;
}

static void test_offered(void)
{
    struct scan_caps caps = machine();
    uint32_t width, height;

    page_offered(&caps, SCAN_PLATEN, &width, &height);
    ok(width == 2550 && height == 3508,
       "Letter's width and A4's height are offered of a smaller glass");
    page_offered(&caps, SCAN_FEEDER, &width, &height);
    ok(width == 2550 && height == 4200, "And Legal's of its feeder");
    caps.height[SCAN_FEEDER] = 3400;
    page_offered(&caps, SCAN_FEEDER, &width, &height);
    ok(height == 3508, "But not of a short feeder");
    caps.width[SCAN_PLATEN] = 3520;
    caps.height[SCAN_PLATEN] = 4990;
    page_offered(&caps, SCAN_PLATEN, &width, &height);
    ok(width == 3520 && height == 4990, "A larger glass is offered as it is");
}

static void test_areas(void)
{
    struct page_plan p = plan_of(SCAN_PLATEN, 300, 0, 0, 0, 0);

    ok(area_is(&p, 0, 0, 2544, 3472) && page_is(&p, 2550, 3508, 0, 0),
       "No area is all that is offered, and scanned is what is within reach");
    p = plan_of(SCAN_PLATEN, 300, 0, 0, 2551, 3508);
    ok(page_is(&p, 2550, 3508, 0, 0), "2551 is taken for 2550");
    p = plan_of(SCAN_PLATEN, 600, 100, 200, 300, 400);
    ok(area_is(&p, 100, 200, 300, 400) && page_is(&p, 600, 800, 0, 0),
       "An area within is scanned as it is, in the pixels of its resolution");
    p = plan_of(SCAN_PLATEN, 75, 2000, 3000, 2480, 3508);
    ok(area_is(&p, 2000, 3000, 544, 472) && page_is(&p, 138, 127, 0, 0),
       "What reaches beyond is cut to what is offered: 550 by 508 are 137.5 by 127 pixels");
    p = plan_of(SCAN_PLATEN, 300, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX);
    ok(page_is(&p, 16, 16, 16, 16) && area_is(&p, 2528, 3456, 16, 16),
       "The largest numbers are the last corner, out of reach: nothing of the strip is shown");
    p = plan_of(SCAN_PLATEN, 300, 0, 0, 1, 1);
    ok(page_is(&p, 16, 16, 0, 0), "The smallest area has 16 units");
    p = plan_of(SCAN_PLATEN, 300, 0, 3480, 2550, 28);
    ok(p.left == 0 && p.top == p.height && p.want.area.height == 16,
       "An area below the glass is white, though something is scanned");
    p = plan_of(SCAN_FEEDER, 300, 0, 0, 2550, 4200);
    ok(page_is(&p, 2550, 4200, 0, 0) && area_is(&p, 0, 0, 2544, 3472),
       "Legal from the feeder is padded");
}

static void test_resolutions(void)
{
    static const unsigned asked[] = {300, 1, 112, 113, 200, 225, 450, 9600, 0};
    static const unsigned taken[] = {300, 75, 75, 150, 150, 300, 600, 600, 75};
    struct scan_caps caps = machine();
    struct scan_settings settings = {.input = SCAN_PLATEN, .dpi = 240};
    struct page_plan plan;
    size_t i;

    for (i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct page_plan p = plan_of(SCAN_PLATEN, asked[i], 0, 0, 300, 300);

        ok(p.want.dpi == taken[i], "%u dpi is scanned with %u", asked[i], taken[i]);
    }
    caps.num_resolutions = 0;
    ok(page_plan(&caps, &settings, &plan) && plan.want.dpi == 300,
       "A device that tells no resolutions is asked for 300");
    caps.num_resolutions = 1;
    caps.resolutions[0] = 9600;
    caps.width[SCAN_PLATEN] = 100000;
    caps.height[SCAN_PLATEN] = 100000;
    ok(page_plan(&caps, &settings, &plan) && plan.width <= 65500 && plan.height <= 65500,
       "No page is larger than a JPEG can be");
}

static void test_kinds(void)
{
    struct scan_caps caps = machine();
    struct scan_settings settings = {.input = SCAN_FEEDER_DUPLEX, .dpi = 300};
    struct page_plan plan;

    ok(!page_plan(&caps, &settings, &plan), "An input that is not there cannot be planned for");
    settings.input = SCAN_FEEDER;
    settings.color = SCAN_BLACK_AND_WHITE;
    ok(page_plan(&caps, &settings, &plan) && plan.want.color == SCAN_GRAY &&
           plan.want.input == SCAN_FEEDER,
       "Black and white is made of gray");
    caps.gray = false;
    ok(page_plan(&caps, &settings, &plan) && plan.want.color == SCAN_COLOR,
       "And of colour where the device has no gray");
    caps.gray = true;
    caps.color = false;
    settings.color = SCAN_COLOR;
    ok(page_plan(&caps, &settings, &plan) && plan.want.color == SCAN_GRAY,
       "Colour is asked for as gray of a device without colours");
}

int main(void)
{
    test_offered();
    test_areas();
    test_resolutions();
    test_kinds();
    return tap_done();
}
