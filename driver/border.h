/*
 * border.h - lines around the pages on a side, as dots.
 * Effects: none.
 * Source: the values of page-border in CUPS.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_BORDER_H
#define DRIVER_BORDER_H

#include "layout.h"
#include "pdl.h"

/* page-border */
enum border {
    BORDER_NONE,
    BORDER_SINGLE,
    BORDER_SINGLE_THICK,
    BORDER_DOUBLE,
    BORDER_DOUBLE_THICK,
};

/* A line is 1/120 inch wide, a thick one 1/40; 1/60 of white lies between two. */
#define BORDER_LINES_PER_INCH 120
#define BORDER_THICK_LINES    3
#define BORDER_DISTANCE_LINES 2

/*
 * border_line - the dots of a border in one line of a side.
 *
 * page    the side
 * place   of the page that has the border. The lines lie within it, at its edges; where it
 *         reaches into the part of the sheet that cannot be printed on, at the edge of that
 * y       the line, from 0
 * bits    page->stride bytes, MSB is the left dot: black is added
 *
 * A place too small for the lines is filled by them.
 */
void border_line(enum border border, const struct page_params *page,
                 const struct layout_place *place, uint32_t y, uint8_t *bits);

#endif
