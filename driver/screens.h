/*
 * screens.h - tiles of thresholds: where a gray gets its dots, and how many.
 * Effects: none. Integers only: the same tile on every machine.
 * Source: driver/HALFTONE.md sections 2 and 3.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_SCREENS_H
#define DRIVER_SCREENS_H

#include "halftone.h"

/* A row of thresholds is repeated to this length: a multiple of every screen's width and of
 * every path's vector. */
#define SCREEN_ROW 192

/* The highest tile. */
#define SCREEN_MAX_ROWS 64

/*
 * The sample at (x, y) of the page becomes a dot when it is less than
 * threshold[y % rows][x % SCREEN_ROW]. Thresholds are 1..255, so 0 is always black and 255
 * always white.
 */
struct screen {
    unsigned rows;
    _Alignas(32) uint8_t threshold[SCREEN_MAX_ROWS][SCREEN_ROW];
};

/* screen_build - the screen of a page: content and quality choose the tone, screen the cells,
 * quality how few dots stand together in the lightest grays. */
void screen_build(struct screen *screen, const struct halftone_params *params);

/* screen_rows - how high the tile of screen_build is. */
unsigned screen_rows(const struct halftone_params *params);

/* screen_dots - how many dots the tile has: its tone is exact to half a dot of these. */
unsigned screen_dots(const struct halftone_params *params);

#endif
