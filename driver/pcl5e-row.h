/*
 * pcl5e-row.h - one row of a raster in PCL 5e: the compression method it is shortest in.
 * Effects: none.
 * Source: driver/FORMAT-pcl5e.md sections 5 and 6.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_PCL5E_ROW_H
#define DRIVER_PCL5E_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a row may refer to. The memory is the caller's. */
struct pcl5e_rows {
    size_t width; /* bytes of a row */
    bool method_9;
    int method;    /* of the last row; -1: the machine's own */
    bool has_seed; /* seed is the row above, for any reader */
    uint8_t *seed; /* width bytes */
    uint8_t *data; /* pcl5e_data_size(width) bytes, for each of two tries */
    uint8_t *other;
};

size_t pcl5e_data_size(size_t width);

/* pcl5e_rows_start - a raster begins: white is above it. */
void pcl5e_rows_start(struct pcl5e_rows *rows);

/* pcl5e_rows_skip - white rows were skipped: the next row says all of itself. */
void pcl5e_rows_skip(struct pcl5e_rows *rows);

/*
 * pcl5e_rows_encode - the next row, which is not white.
 *
 * row     width bytes
 * method  out: the method, or -1 where it is the last row's
 * data    out: its bytes, in rows->data, rows->other or row
 *
 * Returns how many bytes of data it has.
 */
size_t pcl5e_rows_encode(struct pcl5e_rows *rows, const uint8_t *row, int *method,
                         const uint8_t **data);

/* pcl5e_row_length - bytes up to the last that is not white. */
size_t pcl5e_row_length(const uint8_t *row, size_t width);

#endif
