/*
 * resample.h - gray lines of one size become gray lines of another.
 * Effects: none.
 *
 * Two methods, chosen by the caller and applied to each direction on its own:
 *   area    a target sample is the mean of the source area under it, the source being squares.
 *           Never aliases; copies exactly at equal sizes and replicates at whole factors.
 *   smooth  where the target is larger, linear interpolation between the centres of the two
 *           nearest source samples; else area.
 * Integer arithmetic: the same input gives the same output on every machine. The result is
 * within 0.54 of the exact value (area) or 2 (smooth), and exact where all samples are equal.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_RESAMPLE_H
#define DRIVER_RESAMPLE_H

#include "result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Larger sizes would overflow; the caller refuses them. */
#define RESAMPLE_MAX_SOURCE 400000u
#define RESAMPLE_MAX_TARGET 800000u

/* All sizes are at least 1. */
struct resample_params {
    uint32_t width; /* source */
    uint32_t height;
    uint32_t target_width;
    uint32_t target_height;
    uint32_t first_column; /* of the target, the part that is wanted; both at least 1 wide */
    uint32_t num_columns;
    uint32_t first_row;
    uint32_t num_rows;
    bool smooth;
};

struct resample; /* in the caller's memory */

/* Memory for these sizes: grows with the wanted columns and the source columns under them. */
size_t resample_work_size(const struct resample_params *params);

/* The source columns that the wanted ones need: [*first, *first + *count). */
void resample_source_columns(const struct resample_params *params, uint32_t *first,
                             uint32_t *count);

/* resample_start - begin a page in work, aligned as malloc does. Cannot fail. */
struct resample *resample_start(void *work, const struct resample_params *params);

/*
 * resample_push - the next source line. resample_pull() must have returned NULL before.
 *
 * gray   samples of the columns that resample_source_columns() tells; copied
 * same   they equal those of the line before: gray is then not read
 */
void resample_push(struct resample *r, const uint8_t *gray, bool same);

/*
 * resample_pull - the next wanted target line: num_columns samples, good until the next call.
 *
 * NULL: another source line is needed, or all wanted lines have been given. A line that must be
 * equal to the one before is found without work.
 */
const uint8_t *resample_pull(struct resample *r);

#endif
