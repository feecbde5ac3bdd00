/*
 * xl-codecs.h - the compressions of PCL XL image data that we use.
 * Effects: none.
 * Source: driver/FORMAT-pclxl.md section 6.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_XL_CODECS_H
#define DRIVER_XL_CODECS_H

#include <stddef.h>
#include <stdint.h>

/* Rows of an image, one below the other. */
struct xl_rows {
    const uint8_t *bits; /* the first byte of the first row */
    size_t stride;       /* bytes from a row to the next */
    size_t width;        /* bytes of a row that belong to the image, a multiple of 4 */
    uint32_t num_rows;
};

/* Each is the room that the code of such rows needs at most. */
size_t xl_rle_bound(size_t width, uint32_t num_rows);
size_t xl_delta_row_bound(size_t width, uint32_t num_rows);

/*
 * xl_rle - compression 1. No run goes over the end of a row.
 *
 * out  room for xl_rle_bound()
 *
 * Returns the bytes written. Cannot fail.
 */
size_t xl_rle(const struct xl_rows *rows, uint8_t *out);

/* xl_delta_row - compression 3, the first row against a white one: width bytes of 0. As
 * xl_rle().
 */
size_t xl_delta_row(const struct xl_rows *rows, const uint8_t *white, uint8_t *out);

/* xl_plain - compression 0: the rows as they are. out: width * num_rows bytes, as returned. */
size_t xl_plain(const struct xl_rows *rows, uint8_t *out);

#endif
