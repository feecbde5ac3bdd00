/*
 * raster-reader.h - raster documents (PWG, Apple) of clients as sound pages, or the reason why
 * not.
 *
 * Trusts no byte: each header is checked, each page comes in one of the kinds of pixels that
 * the pipeline takes, a stream that ends inside a page or a header is told from one that ends
 * between two. Effects: those of the read function.
 * Source: PWG 5102.4.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_RASTER_READER_H
#define SERVER_RASTER_READER_H

#include "driver/pipeline.h"

#include <cups/raster.h>
#include <stdbool.h>
#include <stdint.h>

/* Widest and highest page and the resolutions that are read; anything else is refused. */
#define RASTER_MAX_WIDTH  32768u
#define RASTER_MAX_HEIGHT 65536u
#define RASTER_MAX_LINE   ((size_t)6 * RASTER_MAX_WIDTH) /* bytes: RGB of 16 bits */
#define RASTER_MIN_DPI    50u
#define RASTER_MAX_DPI    2400u

struct raster_reader;

/* raster_reader_new - read gives up to n bytes, 0 or less at the end. NULL without memory. */
struct raster_reader *
raster_reader_new(ssize_t (*read)(void *ctx, unsigned char *buffer, size_t n), void *ctx);

/*
 * raster_reader_page - the next page's header. False at the end of a sound document, or when
 * raster_reader_error says why.
 *
 * header  out: its words end with a NUL, cupsBytesPerLine are those of raster_reader_line
 * pixel   out: what the lines are made of; any kind of gray, black, RGB or CMYK may come
 */
bool raster_reader_page(struct raster_reader *r, cups_page_header2_t *header,
                        enum pixel *pixel);

/* raster_reader_line - the page's next line, cupsBytesPerLine bytes, at most
 * RASTER_MAX_LINE. False: see the error. */
bool raster_reader_line(struct raster_reader *r, uint8_t *line);

/* raster_reader_error - why the document cannot be printed, a sentence; "" while it is sound.
 */
const char *raster_reader_error(const struct raster_reader *r);

void raster_reader_free(struct raster_reader *r); /* NULL is fine */

#endif
