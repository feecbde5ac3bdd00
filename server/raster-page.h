/*
 * raster-page.h - what the header of a raster page says: the sheet and the other wishes, how
 * the page lies, and where on the sheet it goes.
 * Effects: none.
 * Source: PWG 5102.4 (headers), PWG 5100.7 and RFC 8011 (keywords, orientation).
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_RASTER_PAGE_H
#define SERVER_RASTER_PAGE_H

#include "driver/pipeline.h"
#include "job-options.h"
#include "page-turn.h"

#include <cups/raster.h>

/*
 * raster_page_wish - the wishes for a page; they hold where the request said nothing.
 *
 * h      of raster_reader_page
 * wish   out: the sheet is upright. It is the page's own size; where that is no sheet's, the
 *        one that the header names and that holds the page
 *
 * Left out on purpose: TotalPageCount (it may lie), the image box (what lies outside is white),
 * and Jog, InsertSheet, CutMedia, AlternatePrimary and the like, for which the machines have no
 * part.
 */
void raster_page_wish(const cups_page_header2_t *h, struct page_wish *wish);

/*
 * raster_page_trim - make the page a whole number of dots of the sheet.
 *
 * Where the page's resolution is a multiple of the sheet's, the odd dots at its right and at
 * its bottom go: 9921 dots of 1200 dpi that became 4961 would be stretched, and none of them
 * would lie where it should. h: in and out; the lines that come stay as many and as long as
 * they were.
 */
void raster_page_trim(cups_page_header2_t *h, const struct page_params *page);

/*
 * raster_page_how - what is to be done with the page before it lies upright on the sheet.
 *
 * Undoes what the transforms of the header tell that the client did: this printer asks for
 * backs that are like fronts, and a client that turned one anyway says so. A page that is wider
 * than the sheet is turned by 90 degrees counter-clockwise, as RFC 8011 has landscape; front
 * and back alike, so that the sides of the job mean the edges of the sheet, as they do there.
 */
void raster_page_how(const cups_page_header2_t *h, const struct page_params *page,
                     struct page_turn_how *how);

/* raster_page_undo - the part of it that undoes what the client did: no quarter. */
void raster_page_undo(const cups_page_header2_t *h, struct page_turn_how *how);

/*
 * raster_page_place - where the page goes on the sheet, after raster_page_trim.
 *
 * A page is shown in its true size from the sheet's top left corner, or smaller if it is larger
 * than the sheet. One that has just the size of what can be printed on goes there: some clients
 * send only that part.
 *
 * pixel    of the lines that will come
 * source   out: for intake_source
 */
void raster_page_place(const cups_page_header2_t *h, const struct page_turn_how *how,
                       enum pixel pixel, const struct page_params *page,
                       struct page_source *source);

#endif
