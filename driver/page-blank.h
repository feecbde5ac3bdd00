/*
 * page-blank.h - whether anything is on a scanned page, found while its lines pass.
 *
 * The page is looked at in cells of 1/75 inch. A cell has ink when it is clearly darker than
 * the paper around it: the paper of its part of the line, which is followed slowly, so that
 * gray and coloured paper, shades, and the back of the sheet showing through are none. Cells
 * that touch, or are a millimetre apart in a line, are one mark: a word. It is a page with
 * something on it from the first mark of 2 square millimetres of ink on: a short word of small
 * print. What does not count: the outermost 5 mm (dark edges of the lid, the sheet's own
 * edges), smaller marks (dust), and round ones of a punch's size that lie within 25 mm of an
 * edge.
 *
 * In doubt a page is not blank.
 * Effects: none. Memory is the caller's and grows with the width in inches.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_PAGE_BLANK_H
#define DRIVER_PAGE_BLANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE_BLANK_MAX_WIDTH 65535u

struct page_blank; /* in the caller's memory */

/* page_blank_work_size - memory for lines of so many samples, 1 to PAGE_BLANK_MAX_WIDTH, at a
 * resolution of at least 1. */
size_t page_blank_work_size(uint32_t width, unsigned dpi);

/* page_blank_start - begin a page in work, aligned as malloc does. Cannot fail. */
struct page_blank *page_blank_start(void *work, uint32_t width, unsigned dpi);

/* page_blank_line - the next line, width samples: 0 is black, 255 white. */
void page_blank_line(struct page_blank *b, const uint8_t *gray);

/* page_blank_end - after the last line: nothing is on the page. */
bool page_blank_end(struct page_blank *b);

#endif
