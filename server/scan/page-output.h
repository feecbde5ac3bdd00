/*
 * page-output.h - gray or colour lines become a page of any colour and encoding; the last part
 * of page-make.c and page-change.c.
 * Effects: memory; bytes go to the page.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_PAGE_OUTPUT_H
#define SERVER_SCAN_PAGE_OUTPUT_H

#include "scan-page.h"

struct page_output;

struct page_output_params {
    enum scan_encoding encoding;
    enum scan_color color; /* black and white as SCAN_JPEG: the same dots as gray */
    uint32_t width, height;
    unsigned dpi;
    unsigned quality; /* of JPEG; 0: the usual one */
    int threshold;    /* of black and white: 1 to 255, 0: adaptive */
};

/* page_output_new - begin. The page is the caller's, and lives as long as this. NULL without
 * memory, or when the disk refuses the first bytes. */
struct page_output *page_output_new(const struct page_output_params *params,
                                    struct scan_page *page);

/* page_output_line - the next of height lines: for SCAN_COLOR 3 * width samples, else width
 * gray ones; not changed. False: bytes were refused, or there was no memory. */
bool page_output_line(struct page_output *o, const uint8_t *line);

/*
 * page_output_end - after the last line; completes the page unless it fails.
 *
 * facts   of what is not told here: input, back, blank; the rest is set
 */
bool page_output_end(struct page_output *o, struct scan_page_facts *facts);

/* NULL is fine. */
void page_output_free(struct page_output *o);

/* page_output_why - a sentence on why something here failed, from the page it was for. */
const char *page_output_why(const struct scan_page *page);

#endif
