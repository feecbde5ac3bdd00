/*
 * halftone.h - 8-bit gray lines become 600 dpi dots.
 * Effects: none.
 * Source: driver/HALFTONE.md: the method, what it was compared with, the tone curve.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_HALFTONE_H
#define DRIVER_HALFTONE_H

#include "pdl.h"
#include "ticket.h"
#include "tone.h"

struct halftone; /* in the caller's memory, halftone_work_size() bytes */

struct halftone_params {
    uint32_t width; /* gray samples in a line */
    size_t stride;  /* bytes in a line of dots, >= (width + 7) / 8; the rest is 0 */
    enum content content;
    enum quality quality;
    enum halftone_screen screen;
    struct tone_adjust
        adjust; /* worked into the tone of grays; edges are found in the original */
};

/* Which instructions to use; all give identical dots. */
enum halftone_path {
    HALFTONE_BEST,
    HALFTONE_SCALAR,
    HALFTONE_SSE2,
    HALFTONE_AVX2,
    HALFTONE_NEON
};

/* True when this processor can run the path (HALFTONE_BEST always). */
bool halftone_has_path(enum halftone_path path);

/* Memory for a page of params->width x any height, to be aligned as malloc does. */
size_t halftone_work_size(const struct halftone_params *params);

/* halftone_start - a new page begins in work. Cannot fail. */
struct halftone *halftone_start(void *work, const struct halftone_params *params,
                                enum halftone_path path);

/*
 * halftone_push - the next gray line of the page, from the top.
 *
 * gray   width samples; 0 is black, 255 is white (PWG sgray_8). It is copied if it is needed
 *        later, so it may be reused at once.
 *
 * Dots need the line below, so the first call returns NULL and each later one the dots of the
 * line BEFORE the given one: stride bytes, MSB is the left dot, 1 is black. The pointer is good
 * until the next call. Same input, same output, on every machine and path.
 */
const uint8_t *halftone_push(struct halftone *h, const uint8_t *gray);

/* halftone_finish - the dots of the last line; NULL when no line was pushed. */
const uint8_t *halftone_finish(struct halftone *h);

/*
 * halftone_tone - the stated tone curve: the share of black dots (0..65535 of 65535) a large
 * area of this gray value (0 black .. 255 white) gets. Monotonic; 0 gives 65535, 255 gives 0.
 */
uint16_t halftone_tone(const struct halftone_params *params, uint8_t gray);

#endif
