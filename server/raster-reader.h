/*
 * raster-reader.h - raster documents (PWG, Apple) of clients as sound pages in one shape, or
 * the reason why not.
 *
 * Trusts no byte: each header is checked, each page comes as 8-bit gray or black whatever it
 * was (1 and 16 bits, RGB, CMYK), a stream that ends inside a page or a header is told from one
 * that ends between two. Effects: those of the read function.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_RASTER_READER_H
#define SERVER_RASTER_READER_H

#include <cups/raster.h>
#include <stdbool.h>
#include <stdint.h>

/* Widest and highest page and the resolutions that are read; anything else is refused. */
#define RASTER_MAX_WIDTH  32768u
#define RASTER_MAX_HEIGHT 65536u
#define RASTER_MIN_DPI    50u
#define RASTER_MAX_DPI    2400u

struct raster_reader;

/* raster_reader_new - read gives up to n bytes, 0 or less at the end. NULL without memory. */
struct raster_reader *
raster_reader_new(ssize_t (*read)(void *ctx, unsigned char *buffer, size_t n), void *ctx);

/*
 * raster_reader_page - the next page's header: 8 bits a pixel, gray (CUPS_CSPACE_SW, 255 is
 * white) or black (CUPS_CSPACE_K, 0 is white). False at the end of a sound document, or when
 * raster_reader_error says why.
 */
bool raster_reader_page(struct raster_reader *r, cups_page_header2_t *header);

/* raster_reader_line - the page's next line, cupsWidth bytes. False: see the error. */
bool raster_reader_line(struct raster_reader *r, uint8_t *line);

/* raster_reader_error - why the document cannot be printed, a sentence; "" while it is sound.
 */
const char *raster_reader_error(const struct raster_reader *r);

void raster_reader_free(struct raster_reader *r); /* NULL is fine */

#endif
