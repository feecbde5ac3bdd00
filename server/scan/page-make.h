/*
 * page-make.h - the lines of a scan source become one encoded page: as large as it was asked
 * for (padded with white, cut), in the asked colour, brightness, contrast, gamma, threshold.
 *
 * Line by line: memory grows with the width only.
 * Effects: those of the source; a scratch file.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_PAGE_MAKE_H
#define SERVER_SCAN_PAGE_MAKE_H

#include "scan-page.h"

/* A page as a person asks for it. */
struct scan_settings {
    enum scan_input input;
    enum scan_color color;
    unsigned dpi;          /* any; the nearest that the device has is taken (page_plan) */
    struct scan_area area; /* any; width 0: all that is offered */
    enum scan_encoding encoding;
    unsigned quality;         /* of JPEG, 1 to 100; 0: 88 */
    int brightness, contrast; /* -100 to 100, 0: as it is */
    double gamma;             /* 1: as it is, more: lighter; 0 is 1 */
    int threshold;            /* 1 to 255: gray below it is black; 0: adaptive */
    bool measure_blank;       /* find out whether the page is blank */
    bool drop_blank;          /* and leave such pages out of a feeder's stack */
    bool straighten;          /* level crooked sheets (page_skew) */
    unsigned max_pages;       /* of a feeder; 0: as many as there are */
};

/* What is to be scanned for the settings, and where it comes to lie on the page. */
struct page_plan {
    struct scan_params want; /* for the source; of an area out of its reach: a strip at the
                                edge, none of which lies on the page */
    uint32_t width, height;  /* of the page, pixels */
    uint32_t left, top;      /* of the scanned dots on the page; may lie beyond it */
};

/*
 * page_plan - clamp settings to what a device can. Pure.
 *
 * Offered is at least A4 and Letter (2550 x 3508, Legal's 4200 in a feeder that reaches 3472 or
 * more), whatever the glass reaches. False: there is no such input at all.
 */
bool page_plan(const struct scan_caps *caps, const struct scan_settings *settings,
               struct page_plan *plan);

/* page_offered - the largest area that is offered of an input. Pure. */
void page_offered(const struct scan_caps *caps, enum scan_input input, uint32_t *width,
                  uint32_t *height);

/*
 * page_make - the source's next page.
 *
 * page   out: complete, a reference; NULL with any result but SCAN_OK
 * why    out: a sentence with such a result, "" when the source knows better
 *
 * Calls the source's start and read_line, never its finish. A page that fails part of the way
 * is thrown away; after SCAN_OK the source was read to the end of its page.
 *
 * Black and white as SCAN_JPEG, which knows no bits: the same dots as gray, and the facts say
 * SCAN_GRAY.
 */
enum scan_result page_make(const struct scan_source *source, const struct page_plan *plan,
                           const struct scan_settings *settings, bool back, const char *folder,
                           uint64_t max_bytes, struct scan_page **page, char *why,
                           size_t why_size);

#endif
