/*
 * page-order.h - in which order the sides of a job go to the machine, and which pages are on
 * them: booklets, the last page first.
 * Effects: none.
 * Source: PWG 5100.3 (imposition-template, page-delivery).
 *
 * A booklet is a stack of sheets, folded together: two pages on each side, four on a sheet. The
 * sheet outside comes first, with the last page and the first one on its front. Where the pages
 * do not fill the last sheet, the last ones are white.
 *
 * In reverse order the sheets come the other way round, with front and back as they were: a
 * sheet's back that would have stayed empty at the end of the job is a white page now.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_PAGE_ORDER_H
#define DRIVER_PAGE_ORDER_H

#include <stdbool.h>
#include <stdint.h>

struct page_order {
    bool booklet;
    bool from_right; /* a booklet that is read from the right to the left */
    bool reverse;
    bool two_sided; /* two sides on a sheet */
};

/* No page: that half of a side, or the side, stays white. */
#define PAGE_ORDER_WHITE UINT32_MAX

/* More pages than these are not ordered. */
#define PAGE_ORDER_MAX_PAGES (UINT32_MAX / 4)

/* page_order_sides - how many sides so many pages make. */
uint32_t page_order_sides(const struct page_order *order, uint32_t pages);

/*
 * page_order_side - what is on a side, counted from 0 as they are sent.
 *
 * on   out: pages, from 0: of a booklet those at the left and at the right, else one and
 *      PAGE_ORDER_WHITE
 */
void page_order_side(const struct page_order *order, uint32_t pages, uint32_t side,
                     uint32_t on[2]);

/* page_order_half - the half of its side that a page of a booklet is on, whatever the number of
 * pages will be: 0 left, 1 right. */
unsigned page_order_half(const struct page_order *order, uint32_t page);

#endif
