/*
 * layout.h - how pages of a document lie on a sheet: turned how, how large, where.
 * Effects: none.
 * Source: RFC 8011 section 5.2.7 to 5.2.10 (sides, number-up, orientation-requested), PWG
 * 5100.3 (presentation-direction-number-up), PWG 5100.16 (print-scaling).
 *
 * A sheet is first a canvas as the reader holds it, upright or on its side, with one cell or
 * several; the canvas is then turned onto the sheet, which the machine always takes upright.
 *
 * The canvas. A page is taken to be landscape when it is wider than long, or when the job asks
 * for landscape. One, four, nine or sixteen landscape pages need a landscape canvas; two or six
 * need one for pages that are not landscape. The first page on a sheet decides for all on it.
 * "portrait" does not stand a landscape page up: many clients always send that word, and a
 * landscape page that is made small enough to lie across an upright sheet is what nobody wants.
 * "landscape" with an upright page gives a landscape canvas with the upright page on it.
 *
 * The turn. A landscape canvas lies on an upright sheet turned by 90 degrees anti-clockwise
 * (RFC 8011: landscape is +90); reverse-landscape and reverse-portrait turn 180 degrees
 * further. Front and back are turned alike. That is right for both kinds of two sides: the top
 * of a landscape page is then at the left edge of its side. Over the long edge, the left edge
 * of the back is behind the right edge of the front, which is the landscape page's foot: the
 * reader lifts the foot and reads on, as the long edge is asked for. Over the short edge the
 * machine turns the back's upright image round, its left edge is behind the left edge of the
 * front, and top lies behind top.
 *
 * The size, one page on a sheet (PWG 5100.16):
 *   auto, auto-fit  a page that is larger than the sheet as fit, others as none. A page as
 *                   large as the sheet (2.5 mm are nothing to people) is not larger: it is
 *                   printed 1:1 and loses what lies in the margins, as it would lose it with
 *                   each other driver, and is not made smaller to save a margin that is white
 *                   nearly always. A smaller one is printed 1:1 in the middle, as the standard
 *                   says: a form or a label is of use in its own size only.
 *   none            1:1 in the middle, cut off at the margins
 *   fit             all of it as large as it can be within the printable area, enlarged too
 *   fill            as small as it can be without white beside it on the sheet, cut off
 * The standard's "auto" becomes fill on paper without margins: this machine has none such.
 *
 * The size, several on a sheet: the printable area is divided into cells with a gap between
 * them, and each page lies in the middle of its cell, as fit for fit and fill, else at most
 * 1:1. None is turned in its cell: the sheet is read as a whole.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_LAYOUT_H
#define DRIVER_LAYOUT_H

#include "pdl.h"

/* IPP print-scaling. */
enum scaling { SCALING_AUTO, SCALING_AUTO_FIT, SCALING_FILL, SCALING_FIT, SCALING_NONE };

/* IPP orientation-requested; NONE leaves it to the page. */
enum orientation {
    ORIENTATION_NONE = 0,
    ORIENTATION_PORTRAIT = 3,
    ORIENTATION_LANDSCAPE = 4,
    ORIENTATION_REVERSE_LANDSCAPE = 5,
    ORIENTATION_REVERSE_PORTRAIT = 6,
};

/* IPP presentation-direction-number-up: where the next page lies, then where the next row or
 * column does. Made of three bits: columns are filled first, right to left, upwards. */
enum direction {
    DIRECTION_TORIGHT_TOBOTTOM = 0,
    DIRECTION_TOBOTTOM_TORIGHT = 1,
    DIRECTION_TOLEFT_TOBOTTOM = 2,
    DIRECTION_TOBOTTOM_TOLEFT = 3,
    DIRECTION_TORIGHT_TOTOP = 4,
    DIRECTION_TOTOP_TORIGHT = 5,
    DIRECTION_TOLEFT_TOTOP = 6,
    DIRECTION_TOTOP_TOLEFT = 7,
};

#define LAYOUT_MAX_UP 16

/* layout_has - whether so many pages can lie on a sheet: 1, 2, 4, 6, 9, 16. */
bool layout_has(unsigned number_up);

struct layout_wish {
    unsigned number_up; /* one that layout_has */
    enum direction direction;
    enum scaling scaling;
    enum orientation orientation;
    bool booklet; /* two pages beside each other whatever their shape, for folding:
                   * number_up, direction and landscape orientations do not count */
};

/* A page in its own size, as it is seen, in dots of the sheet. */
struct layout_size {
    double width, height;
};

/* One sheet. Members are for layout.c, but for quarters. */
struct layout {
    struct layout_wish wish;
    unsigned quarters;     /* to turn each page clockwise, 0 to 3 */
    uint32_t canvas[2];    /* width and height in dots, as the reader holds it */
    uint32_t grid[2];      /* columns and rows */
    uint32_t margin;       /* dots, on all four sides */
    uint32_t gap, cell[2]; /* between cells; a cell's width and height */
    double slack;          /* dots that make no difference in size */
};

/* layout_start - a sheet whose first page has this size. */
void layout_start(struct layout *l, const struct page_params *sheet,
                  const struct layout_wish *wish, const struct layout_size *first);

/* layout_scale - the factor by which a page is made larger or smaller, the same in each cell;
 * > 0. Pages without an extent count as one dot. */
double layout_scale(const struct layout *l, const struct layout_size *page);

/* A rectangle in dots of the sheet, after the turn; it may reach over the sheet's edges. */
struct layout_place {
    int32_t x, y;
    uint32_t width, height;
};

/*
 * layout_place - where a page lies that came out at width x height dots, as it is seen.
 *
 * cell   from 0 to number_up - 1 in the order of pages
 *
 * It lies in the middle of its cell; of an odd dot, the smaller half is left of or above it, as
 * the reader sees it. Sizes up to 2^30.
 */
void layout_place(const struct layout *l, unsigned cell, uint32_t width, uint32_t height,
                  struct layout_place *place);

#endif
