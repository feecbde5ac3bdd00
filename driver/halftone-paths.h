/*
 * halftone-paths.h - one line of gray to dots, by each kind of instructions.
 * Effects: none. Private to halftone*.c.
 * Source: driver/HALFTONE.md section 4.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_HALFTONE_PATHS_H
#define DRIVER_HALFTONE_PATHS_H

#include "screens.h"

/* Lines are worked on in blocks of so many samples: two of the largest vectors. */
#define HALFTONE_BLOCK 64

/* Samples before and behind a line that may be read. They are white, as the paper is. */
#define HALFTONE_PAD 32

/* Half-covered samples are dark on the left and upper edges of a stroke and light on the
 * others: the stroke keeps its width. This is the difference that still counts as half. */
#define HALFTONE_TIE 8

/* A line of two unequal rows is drawn in the darker one if it is darker by this. */
#define HALFTONE_UNEQUAL 16

/* A line and its neighbours, each `blocks` blocks long and padded. */
struct halftone_row {
    const uint8_t *above2;
    const uint8_t *above;
    const uint8_t *line;
    const uint8_t *below;
    const uint8_t *threshold; /* SCREEN_ROW of them, aligned to 32 */
    size_t blocks;
    bool edges;       /* look for edges at all */
    uint8_t contrast; /* the least difference between neighbours that is an edge */

    /*
     * For each two vectors of the path, whether samples differed by half an edge or more within
     * the line above or between it and this line; written again for this line and the one
     * below. A path may leave it alone. halftone_steep() bytes.
     */
    uint8_t *steep;
};

/* Writes 4 bytes of dots for each block. Returns whether a sample other than 0 and 255 was
 * among them: without one, the dots depend on nothing but the line itself. */
typedef bool halftone_fn(const struct halftone_row *row, uint8_t *bits);

/* Bytes of halftone_row.steep: the smallest vectors have 16 samples. */
static inline size_t halftone_steep(size_t blocks)
{
    return blocks * (HALFTONE_BLOCK / 32);
}

halftone_fn halftone_row_scalar;

/* NULL where the program is not built for such a processor. */
extern halftone_fn *const halftone_row_sse2;
extern halftone_fn *const halftone_row_avx2;
extern halftone_fn *const halftone_row_neon;

#endif
