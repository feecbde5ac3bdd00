/*
 * planes.h - red, green and blue of a scanner that reads them one after the other, until all
 * three are there: the one place where a page is in memory.
 * Effects: memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SANE_PLANES_H
#define SERVER_SANE_PLANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All three together: A4 in 600 dpi takes 100 million bytes. */
#define PLANES_MAX (512u << 20)

/* Zeros are an empty one. */
struct planes {
    uint8_t *samples[3];
    size_t room[3];
    uint32_t lines[3];
    uint32_t width;
    unsigned now;
    unsigned seen; /* bits */
};

/* planes_begin - the lines of a colour follow: 0 red, 1 green, 2 blue. False: it was there
 * already. width is the same for all. */
bool planes_begin(struct planes *planes, unsigned color, uint32_t width);

/* planes_line - room for the next line, width bytes. NULL: too large, or no memory. */
uint8_t *planes_line(struct planes *planes);

/* planes_height - lines that all three have. planes_get - one of them, as colour or gray. */
uint32_t planes_height(const struct planes *planes);
void planes_get(const struct planes *planes, uint32_t y, bool color, uint8_t *line);

void planes_free(struct planes *planes);

#endif
