/*
 * pcl5e-row.c - see pcl5e-row.h.
 * Effects: none.
 * Source: driver/FORMAT-pcl5e.md sections 5 and 6.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pcl5e-row.h"

#include "delta-row.h"
#include "packbits.h"

#include <string.h>

enum { UNENCODED = 0, PACKBITS = 2, DELTA_ROW = 3, REPLACEMENT_DELTA_ROW = 9 };
enum { METHOD_COST = 2 }; /* bytes that say another method */

size_t pcl5e_data_size(size_t width)
{
    size_t delta = delta_row_bound(width), packed = packbits_bound(width);

    return delta > packed ? delta : packed;
}

void pcl5e_rows_start(struct pcl5e_rows *rows)
{
    memset(rows->seed, 0, rows->width);
    rows->has_seed = true;
    rows->method = -1; /* the end of a raster need not keep it */
}

void pcl5e_rows_skip(struct pcl5e_rows *rows)
{
    rows->has_seed = false;
}

size_t pcl5e_row_length(const uint8_t *row, size_t width)
{
    while (width >= 8 && memcmp(row + width - 8, "\0\0\0\0\0\0\0", 8) == 0)
        width -= 8;
    while (width > 0 && row[width - 1] == 0)
        width--;
    return width;
}

/* The shortest so far. */
struct best {
    int method;
    size_t n, cost;
    const uint8_t *data;
};

static void consider(struct best *best, const struct pcl5e_rows *rows, int method, size_t n,
                     const uint8_t *data)
{
    size_t cost = n + (method == rows->method ? 0 : METHOD_COST);

    if (best->data && cost >= best->cost)
        return;
    *best = (struct best){method, n, cost, data};
}

/* Where the best is not. */
static uint8_t *room(const struct pcl5e_rows *rows, const struct best *best)
{
    return best->data == rows->data ? rows->other : rows->data;
}

/* How the row differs from the one above. */
static void consider_deltas(struct best *best, const struct pcl5e_rows *rows,
                            const uint8_t *row)
{
    uint8_t *data = room(rows, best);
    size_t n = delta_row_encode(rows->seed, row, rows->width, data);

    consider(best, rows, DELTA_ROW, n, data);
    if (!rows->method_9)
        return;
    data = room(rows, best);
    n = delta_row_encode_runs(rows->seed, row, rows->width, data);
    consider(best, rows, REPLACEMENT_DELTA_ROW, n, data);
}

size_t pcl5e_rows_encode(struct pcl5e_rows *rows, const uint8_t *row, int *method,
                         const uint8_t **data)
{
    size_t length = pcl5e_row_length(row, rows->width);
    struct best best = {0};
    uint8_t *packed;

    if (rows->has_seed)
        consider_deltas(&best, rows, row);
    if (!best.data || best.n > 0) {
        packed = room(rows, &best);
        consider(&best, rows, PACKBITS, packbits_encode(row, length, packed), packed);
        consider(&best, rows, UNENCODED, length, row);
    }
    *method = best.method == rows->method ? -1 : best.method;
    *data = best.data;
    rows->method = best.method;
    memcpy(rows->seed, row, rows->width);
    rows->has_seed = true;
    return best.n;
}
