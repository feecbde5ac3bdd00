/*
 * page-turn.h - gray lines of a page that was sent lying on its side, upside down or mirrored,
 * as the lines of the upright page.
 *
 * Effects: a nameless temporary file, where the lines come in another order.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_PAGE_TURN_H
#define SERVER_PAGE_TURN_H

#include "scratch.h"

#include <stdint.h>

/* What is to be done with a page, in this order. */
struct page_turn_how {
    bool mirror;  /* right and left change places */
    bool flip;    /* top and bottom do */
    bool quarter; /* turn by 90 degrees counter-clockwise: the right edge becomes the top */
};

struct page_turn;

/*
 * page_turn_new - for a page of width x height samples, both at least 1.
 *
 * space   where the file goes; must outlive the turn
 *
 * NULL and a sentence in why when there is no memory or no file.
 */
struct page_turn *page_turn_new(uint32_t width, uint32_t height,
                                const struct page_turn_how *how, struct scratch_space *space,
                                char *why, size_t why_size);

/* page_turn_put - the next line as it came, width samples; false and a sentence. */
bool page_turn_put(struct page_turn *turn, const uint8_t *line, char *why, size_t why_size);

/*
 * page_turn_read - line y of the upright page, after all have been put; best one after the
 * other. It has height samples after a quarter turn, else width. False and a sentence.
 */
bool page_turn_read(struct page_turn *turn, uint32_t y, uint8_t *line, char *why,
                    size_t why_size);

/* page_turn_mirror - right and left of n samples change places. */
void page_turn_mirror(uint8_t *samples, size_t n);

/* NULL is fine. */
void page_turn_free(struct page_turn *turn);

#endif
