/*
 * image-read.h - a page of ours as lines again: for turning, cutting, straightening, looking at
 * it small, and other encodings.
 * Effects: memory; reads the page.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_IMAGE_READ_H
#define SERVER_SCAN_IMAGE_READ_H

#include "scan-page.h"

struct image_reader;

#define IMAGE_MAX_REDUCE 64u

/*
 * image_reader_new - begin at the top. The page stays held until free. NULL: damaged, or no
 * memory.
 *
 * reduce   1, or, up to IMAGE_MAX_REDUCE, read it smaller: each pixel is the mean of reduce *
 * reduce ones; width and height are those of the page divided by it, rounded up. Black and
 * white becomes gray then.
 */
struct image_reader *image_reader_new(struct scan_page *page, unsigned reduce);

/* What the lines are; black and white as in image_writer_line. */
enum scan_color image_reader_color(const struct image_reader *r);
uint32_t image_reader_width(const struct image_reader *r);
uint32_t image_reader_height(const struct image_reader *r);

/* image_reader_line - the next one, in the layout of image_writer_line; false: damaged, or
 * there is none. */
bool image_reader_line(struct image_reader *r, uint8_t *line);

void image_reader_free(struct image_reader *r);

#endif
