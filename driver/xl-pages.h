/*
 * xl-pages.h - the elements a page consists of in PCL XL: written, and followed in bytes that
 * were recorded.
 * Effects: none.
 * Source: driver/FORMAT-pclxl.md sections 4, 5 and 9.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_XL_PAGES_H
#define DRIVER_XL_PAGES_H

#include "pdl.h"

enum {
    XL_PAGE_HEAD_MAX = 128,
    XL_BAND_HEAD = 54, /* SetCursor to the length of the data */
    XL_PAGE_END = 6,   /* EndPage with its copies */
    XL_BAND_ROWS = 128,
};

enum { XL_END_IMAGE = 0xB2 };

enum xl_compression { XL_NONE = 0, XL_RLE = 1, XL_DELTA_ROW = 3 };

/* Where an image lies on the page, in dots, and what its data is. */
struct xl_band {
    uint32_t x, y;
    uint32_t width, rows;
    enum xl_compression compression;
    uint32_t size; /* bytes of data, no more than the dots themselves have */
};

/*
 * xl_page_head - what stands before a page's first band. Of the same length for both sides.
 *
 * head  out: XL_PAGE_HEAD_MAX bytes
 * back  of a sheet; only where the job is two-sided
 *
 * Returns how many bytes it has.
 */
size_t xl_page_head(uint8_t *head, const struct job_params *job, bool back);

/* xl_band_head - what stands before a band's data. head: XL_BAND_HEAD bytes. */
void xl_band_head(uint8_t *head, const struct xl_band *band);

/* xl_page_end - what ends a page. end: XL_PAGE_END bytes. */
void xl_page_end(uint8_t *end, const struct job_params *job);

enum xl_state {
    XL_BETWEEN, /* pages */
    XL_IN_PAGE, /* a page has been begun */
    XL_LOST,    /* the bytes are not such pages; nothing more is known of what comes */
};

/* What xl_follow() has come to. */
enum xl_element {
    XL_PART,     /* the head of an element is not complete yet */
    XL_HEAD,     /* a page's head is */
    XL_BAND,     /* a band's head is: its data follow */
    XL_DATA,     /* bytes of a band's data or the end of its image */
    XL_END,      /* a page's end is complete */
    XL_STRANGER, /* bytes that are no element; so are all that follow */
};

/* Where in recorded pages one is. Read-only. */
struct xl_follower {
    const struct job_params *job;
    struct page_params page; /* as each page is */
    enum xl_state state;
    uint32_t rows;    /* of the page down to the end of the last band that was begun */
    size_t data_left; /* bytes of the open band's data and the end of its image */
    size_t num_head;  /* bytes of the head the last call was in; they stay until the next */
    bool head_done;   /* it is complete */
    uint8_t head[XL_PAGE_HEAD_MAX];
};

/* xl_follower_init - before the first page. job must stay where it is. */
void xl_follower_init(struct xl_follower *f, const struct job_params *job,
                      const struct page_params *page);

/*
 * xl_follow - go on to the end of an element's head, or of its data, or of the bytes.
 *
 * used  out: how many of the n bytes that took, at least one. n is not 0.
 *
 * Only what the functions above write for this job is an element, on either side of a sheet,
 * with bands that lie one below the other. At XL_STRANGER f->head has the bytes that were taken
 * for a head, the used ones among them; later strangers are not kept.
 */
enum xl_element xl_follow(struct xl_follower *f, const uint8_t *bytes, size_t n, size_t *used);

/* xl_follow_within - inside an element that was begun. */
bool xl_follow_within(const struct xl_follower *f);

#endif
