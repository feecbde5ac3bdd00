/*
 * page-plan.c - what is to be scanned for what was asked, see page-make.h.
 *
 * Nothing is refused: clients round up, know papers and not the glass, and remember resolutions
 * of other devices.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "page-make.h"

#define MIN_SIDE     16u    /* of an area, in 1/300 inch, as it is offered */
#define MAX_PIXELS   65500u /* what a JPEG can have in each direction */
#define LETTER_WIDTH 2550u  /* in 1/300 inch; A4's is 2480 */
#define A4_HEIGHT    3508u  /* Letter's is 3300 */
#define LEGAL_HEIGHT 4200u
#define LONG_FEEDER  3472u /* whose driver says that it reaches so far takes Legal as well */
#define USUAL_DPI    300u

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t most(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

void page_offered(const struct scan_caps *caps, enum scan_input input, uint32_t *width,
                  uint32_t *height)
{
    bool legal = input != SCAN_PLATEN && caps->height[input] >= LONG_FEEDER;

    *width = most(caps->width[input], LETTER_WIDTH);
    *height = most(caps->height[input], legal ? LEGAL_HEIGHT : A4_HEIGHT);
}

/* The nearest one, of two the higher. */
static unsigned choose_dpi(const struct scan_caps *caps, unsigned asked)
{
    unsigned best = caps->num_resolutions ? caps->resolutions[0] : USUAL_DPI;
    size_t i;

    for (i = 1; i < caps->num_resolutions; i++) {
        unsigned dpi = caps->resolutions[i];
        unsigned away = dpi > asked ? dpi - asked : asked - dpi;

        if (away <= (best > asked ? best - asked : asked - best))
            best = dpi;
    }
    return best;
}

/* One direction of an area within what is offered, and within what a page can be. */
static void clamp(uint32_t *from, uint32_t *length, uint32_t offered, unsigned dpi)
{
    uint32_t longest = (uint32_t)((uint64_t)MAX_PIXELS * SCAN_UNITS / dpi);

    *from = least(*from, offered - MIN_SIDE);
    if (*length == 0)
        *length = offered;
    *length = least(most(*length, MIN_SIDE), offered - *from);
    *length = least(*length, longest);
}

/* One direction of what is scanned: as far as the device reaches. False: none of it is within
 * its reach, and a strip at the end of that is taken. */
static bool reach(uint32_t *from, uint32_t *length, uint32_t reached)
{
    if (reached == 0 || *from + *length <= reached)
        return true; /* 0: it does not say how far */
    if (reached >= MIN_SIDE && *from <= reached - MIN_SIDE) {
        *length = reached - *from;
        return true;
    }
    *length = least(MIN_SIDE, reached);
    *from = reached - *length;
    return false;
}

static uint32_t pixels(uint32_t units, unsigned dpi)
{
    return most(1, (uint32_t)(((uint64_t)units * dpi + SCAN_UNITS / 2) / SCAN_UNITS));
}

bool page_plan(const struct scan_caps *caps, const struct scan_settings *settings,
               struct page_plan *plan)
{
    enum scan_input input = settings->input;
    struct scan_area area = settings->area;
    uint32_t width, height;
    bool color;

    if ((unsigned)input >= SCAN_NUM_INPUTS || !caps->has[input])
        return false;
    if (area.width == 0 || area.height == 0)
        area = (struct scan_area){0, 0, 0, 0};
    *plan = (struct page_plan){.want = {.input = input}};
    plan->want.dpi = choose_dpi(caps, settings->dpi);
    if (plan->want.dpi == 0)
        return false;
    page_offered(caps, input, &width, &height);
    clamp(&area.x, &area.width, width, plan->want.dpi);
    clamp(&area.y, &area.height, height, plan->want.dpi);
    plan->width = pixels(area.width, plan->want.dpi);
    plan->height = pixels(area.height, plan->want.dpi);
    if (!reach(&area.x, &area.width, caps->width[input]))
        plan->left = plan->width;
    if (!reach(&area.y, &area.height, caps->height[input]))
        plan->top = plan->height;
    plan->want.area = area;
    color = settings->color == SCAN_COLOR;
    plan->want.color = (color && caps->color) || !caps->gray ? SCAN_COLOR : SCAN_GRAY;
    if (!caps->color)
        plan->want.color = SCAN_GRAY;
    return true;
}
