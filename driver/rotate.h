/*
 * rotate.h - lines of a page become those of the page turned by a small angle about its middle.
 *
 * Each sample is interpolated between the four around its place on the page; what comes from
 * beyond it is white. The turned page is as large as the page.
 * Effects: none. Integers only: the same on every machine.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_ROTATE_H
#define DRIVER_ROTATE_H

#include <stddef.h>
#include <stdint.h>

#define ROTATE_ONE (INT32_C(1) << 30)

struct rotate_params {
    uint32_t width, height; /* up to 65535 and 400000, at least 1 */
    unsigned channels;      /* samples of a pixel, 1 or 3 */
    int32_t sine, cosine;   /* of the angle clockwise, in 1/ROTATE_ONE; the angle is below 45
                               degrees */
};

struct rotate; /* in the caller's memory */

/* rotate_work_size - memory: as many lines as the angle makes one line cross. */
size_t rotate_work_size(const struct rotate_params *params);

/* rotate_start - begin a page in work, aligned as malloc does. Cannot fail. */
struct rotate *rotate_start(void *work, const struct rotate_params *params);

/* rotate_push - the next line of the page, width pixels; copied. rotate_pull() must have
 * returned NULL before, and fewer than height lines been pushed. */
void rotate_push(struct rotate *r, const uint8_t *line);

/* rotate_pull - the next line of the turned page, good until the next call. NULL: another line
 * is needed first, or all height were given. */
const uint8_t *rotate_pull(struct rotate *r);

#endif
