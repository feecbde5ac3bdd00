/*
 * xl-codecs.c - see xl-codecs.h.
 * Effects: none.
 * Source: driver/FORMAT-pclxl.md section 6.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "xl-codecs.h"

#include "bytes.h"
#include "delta-row.h"
#include "packbits.h"

#include <string.h>

enum { ROW_LENGTH = 2 }; /* bytes before a row in delta row */

size_t xl_rle_bound(size_t width, uint32_t num_rows)
{
    return packbits_bound(width) * num_rows;
}

size_t xl_delta_row_bound(size_t width, uint32_t num_rows)
{
    return (ROW_LENGTH + delta_row_bound(width)) * num_rows;
}

size_t xl_plain(const struct xl_rows *rows, uint8_t *out)
{
    for (uint32_t y = 0; y < rows->num_rows; y++)
        memcpy(out + y * rows->width, rows->bits + y * rows->stride, rows->width);
    return rows->width * rows->num_rows;
}

size_t xl_rle(const struct xl_rows *rows, uint8_t *out)
{
    size_t used = 0;

    for (uint32_t y = 0; y < rows->num_rows; y++)
        used += packbits_encode(rows->bits + y * rows->stride, rows->width, out + used);
    return used;
}

size_t xl_delta_row(const struct xl_rows *rows, const uint8_t *white, uint8_t *out)
{
    const uint8_t *seed = white;
    size_t used = 0;

    for (uint32_t y = 0; y < rows->num_rows; y++) {
        const uint8_t *row = rows->bits + y * rows->stride;
        size_t n = delta_row_encode(seed, row, rows->width, out + used + ROW_LENGTH);

        put_le16(out + used, (uint32_t)n);
        used += ROW_LENGTH + n;
        seed = row;
    }
    return used;
}
