/*
 * delta-row.h - the codings of PCL that say how a row differs from the one above: delta row
 * (method 3 of PCL 5; in PCL XL behind a length) and compressed replacement delta row (9).
 * Effects: none.
 * Source: driver/FORMAT-pcl5e.md sections 5.4 and 5.6.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_DELTA_ROW_H
#define DRIVER_DELTA_ROW_H

#include <stddef.h>
#include <stdint.h>

/* delta_row_bound - the most bytes that n bytes become, in either coding. */
size_t delta_row_bound(size_t n);

/*
 * delta_row_encode - what turns one row into the next.
 *
 * seed  the row above, n bytes
 * row   n bytes
 * out   room for delta_row_bound(n), neither of the two
 *
 * Returns how many bytes were written; 0 where the rows are alike. Cannot fail.
 */
size_t delta_row_encode(const uint8_t *seed, const uint8_t *row, size_t n, uint8_t *out);

/* delta_row_encode_runs - the same in method 9, which has a short form for a repeated byte. */
size_t delta_row_encode_runs(const uint8_t *seed, const uint8_t *row, size_t n, uint8_t *out);

#endif
