/*
 * pcl5e-pages.h - the elements a page consists of in PCL 5e: written, and followed in bytes
 * that were recorded.
 * Effects: none.
 * Source: driver/FORMAT-pcl5e.md sections 4 and 5.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_PCL5E_PAGES_H
#define DRIVER_PCL5E_PAGES_H

#include "pdl.h"

enum {
    PCL5E_PAGE_HEAD_MAX = 32, /* room for each of the three */
    PCL5E_ROW_HEAD_MAX = 32,
    PCL5E_PAGE_END = 5,
    PCL5E_MAX_ROWS = 32767, /* what a Y offset can skip */
};

/* pcl5e_page_head - the place of the first row and the begin of the raster, which starts x dots
 * right of the logical page's edge. Returns how many bytes it has. */
size_t pcl5e_page_head(uint8_t *head, uint32_t x);

/*
 * pcl5e_row_head - what stands before the data of a row.
 *
 * skipped  white rows above it that were not sent
 * method   its compression where it is another one than the last row's; else -1
 * n        bytes of data
 *
 * Returns how many bytes it has.
 */
size_t pcl5e_row_head(uint8_t *head, uint32_t skipped, int method, size_t n);

/* pcl5e_page_end - the end of the raster and of the page; PCL5E_PAGE_END bytes. */
void pcl5e_page_end(uint8_t *end);

enum pcl5e_follow_state {
    PCL5E_BETWEEN, /* pages */
    PCL5E_PAGE,    /* a page has been begun */
    PCL5E_LOST,    /* the bytes are not such pages; nothing more is known of what comes */
};

/* Where in recorded pages one is. Read-only; all 0 before the first byte, but for x, height. */
struct pcl5e_follower {
    uint32_t x, height; /* as each page's are */
    enum pcl5e_follow_state state;
    uint32_t rows;    /* of the page, up to the last that was begun */
    size_t data_left; /* bytes of the open row */
    size_t num_head;  /* bytes of the open head */
    uint8_t head[PCL5E_PAGE_HEAD_MAX];
};

/*
 * pcl5e_follow - go on to the end of the element the bytes are in, or to their own end.
 *
 * Returns how many of the n bytes that took, at least one if there is one. Elements are the
 * head of a page, a row with what it skips, the end of a page. Only what the functions above
 * write is taken for one; after anything else the follower is lost, and takes all.
 */
size_t pcl5e_follow(struct pcl5e_follower *f, const uint8_t *bytes, size_t n);

/* pcl5e_follow_can_end - between two elements of a page. */
bool pcl5e_follow_can_end(const struct pcl5e_follower *f);

#endif
