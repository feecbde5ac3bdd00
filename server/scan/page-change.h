/*
 * page-change.h - a page made of another one: turned, cut, straightened, in another encoding,
 * colour, or size.
 *
 * Memory grows with the width of a page (and with its height, where it is turned by one or
 * three quarters: a scratch file has the dots then), not with its area. Effects: scratch files.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_PAGE_CHANGE_H
#define SERVER_SCAN_PAGE_CHANGE_H

#include "scan-page.h"

struct page_change {
    struct scan_area crop; /* in 1/300 inch of the page as it is; width 0: all of it */
    unsigned quarters;     /* then turned clockwise */
    double degrees;        /* before both: turned clockwise by so much about its middle, at
                              most 15; white comes in at the corners */
    enum scan_encoding encoding; /* of the new page */
    enum scan_color color;       /* of the new page; less than before, never more */
    unsigned quality;            /* of JPEG; 0: 90 */
    unsigned reduce;             /* smaller by this, as image-read.h; 0 or 1: not */
};

/* page_change - a new reference; NULL and a sentence when it failed. folder, max_bytes: as
 * scan_page_new. */
struct scan_page *page_change(struct scan_page *page, const struct page_change *change,
                              const char *folder, uint64_t max_bytes, char *why,
                              size_t why_size);

/* page_change_nothing - whether the change leaves the page as it is: same bytes. */
bool page_change_nothing(const struct scan_page *page, const struct page_change *change);

/* page_skew - by how many degrees clockwise the page is to be turned so that its lines of text
 * lie level, 0 where none can be told, between -10 and 10. */
double page_skew(struct scan_page *page);

#endif
