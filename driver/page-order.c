/*
 * page-order.c - see page-order.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "page-order.h"

#define PAGES_ON_SHEET 4 /* of a booklet */

/* Pages that fill the sheets of a booklet. */
static uint32_t fill_up(uint32_t pages)
{
    return (pages + PAGES_ON_SHEET - 1) / PAGES_ON_SHEET * PAGES_ON_SHEET;
}

uint32_t page_order_sides(const struct page_order *order, uint32_t pages)
{
    if (order->booklet)
        return fill_up(pages) / 2;
    return order->reverse && order->two_sided ? pages + pages % 2 : pages;
}

/* The side's number in a job that is not reversed: whole sheets change places. */
static uint32_t unreversed(const struct page_order *order, uint32_t sides, uint32_t side)
{
    if (!order->reverse)
        return side;
    if (!order->two_sided)
        return sides - 1 - side;
    return sides - 2 - side + 2 * (side % 2);
}

static uint32_t page_or_white(uint32_t page, uint32_t pages)
{
    return page < pages ? page : PAGE_ORDER_WHITE;
}

unsigned page_order_half(const struct page_order *order, uint32_t page)
{
    return (page % 2 == 0) != order->from_right;
}

void page_order_side(const struct page_order *order, uint32_t pages, uint32_t side,
                     uint32_t on[2])
{
    uint32_t at = unreversed(order, page_order_sides(order, pages), side);

    on[0] = page_or_white(at, pages);
    on[1] = PAGE_ORDER_WHITE;
    if (!order->booklet)
        return;
    /* One from the beginning lies beside one from the end. */
    on[page_order_half(order, at)] = page_or_white(at, pages);
    on[1 - page_order_half(order, at)] = page_or_white(fill_up(pages) - 1 - at, pages);
}
