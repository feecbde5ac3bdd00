/*
 * slim.h - SLIM band compression, the raster coding of UFR II LT.
 * Effects: none.
 * Source: driver/FORMAT-ufr2lt.md section 6.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_SLIM_H
#define DRIVER_SLIM_H

#include "result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The distances of FORMAT-ufr2lt.md 6.1. */
struct slim_params {
    uint8_t run_a, run_b;
    uint8_t line_a, line_b;
    int8_t offset_a, offset_b;
    uint16_t far;
};

extern const struct slim_params slim_params_normal;     /* 3,6,1,1,0,-6,80 */
extern const struct slim_params slim_params_color_tone; /* 2,1,1,1,0,8,80 */

/* slim_bound - the most bytes one band's data block (header, codes, padding, final 80) takes.
 */
size_t slim_bound(size_t rows, size_t stride);

#endif
