/*
 * ufr2lt-pages.h - the elements a page consists of in UFR II LT: written, and followed in bytes
 * that were recorded.
 * Effects: none.
 * Source: driver/FORMAT-ufr2lt.md section 4.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_UFR2LT_PAGES_H
#define DRIVER_UFR2LT_PAGES_H

#include "result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    UFR2LT_PAGE_HEAD = 24,     /* opcodes 03 and 61 */
    UFR2LT_BAND_HEAD_MAX = 26, /* opcode 62 with its attributes, up to the data */
    UFR2LT_END_OF_PAGE = 0x13,
};

/* Kinds of compression, as attribute E1 tells them. */
enum { UFR2LT_PACKBITS = 1, UFR2LT_SLIM = 3, UFR2LT_G4 = 4, UFR2LT_JBIG = 5 };

/* A page as the stream has it. */
struct ufr2lt_page {
    uint32_t width, height; /* of the sheet, as the page's first opcode tells: E7 */
    bool turned;            /* DE: the bitmap is turned by 90 degrees clockwise */
    uint8_t depth;          /* E6: bits of a dot, 1 or 2 */
    uint8_t compression;    /* E1 */
    uint32_t band_width;    /* E3: dots of a row of the bitmap */
    uint32_t rows;          /* of the bitmap */
};

/* ufr2lt_page_head - what stands before a page's first band. head: UFR2LT_PAGE_HEAD bytes. */
void ufr2lt_page_head(uint8_t *head, const struct ufr2lt_page *page);

/*
 * ufr2lt_band_head - what stands before a band's data.
 *
 * head  UFR2LT_BAND_HEAD_MAX bytes
 * y     the band's first row
 * n     bytes of data
 *
 * Returns how many bytes it has.
 */
size_t ufr2lt_band_head(uint8_t *head, const struct ufr2lt_page *page, uint32_t y,
                        uint32_t rows, size_t n);

enum follow_state {
    FOLLOW_BETWEEN, /* pages */
    FOLLOW_PAGE,    /* a page has been begun */
    FOLLOW_LOST,    /* the bytes are not such pages; nothing more is known of what comes */
};

/* Where in recorded pages one is. Read-only; all 0 before the first byte, but for page. */
struct follower {
    struct ufr2lt_page page; /* as each page is */
    enum follow_state state;
    uint32_t rows;    /* of the page, in bands that were begun */
    size_t data_left; /* bytes of the open band's data */
    bool at_data;     /* the last byte was the last before or of a band's data */
    size_t num_head;  /* bytes of the open head */
    uint8_t head[UFR2LT_BAND_HEAD_MAX];
};

/*
 * follow - go on to the end of the element the bytes are in, or to their own end.
 *
 * Returns how many of the n bytes that took, at least one if there is one. Elements are a page
 * with its first opcodes, a band's head, a band's data, the end of a page. Only what the
 * functions above write for f->page is taken for one, with bands that lie one below the other;
 * after anything else the follower is lost, and takes all.
 */
size_t follow(struct follower *f, const uint8_t *bytes, size_t n);

/* follow_at_data - a band's data begins here, or has just ended. */
bool follow_at_data(const struct follower *f);

/* follow_rows_left - rows of the page that are in no band yet; 0 where no band can begin. */
uint32_t follow_rows_left(const struct follower *f);

#endif
