/*
 * drawing-pictures.h - the letters and pictures that are built into the program. For drawing*.c
 * only.
 * Effects: none but memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DRAWING_PICTURES_H
#define SERVER_DRAWING_PICTURES_H

#include "drawing.h"

/* One letter: where its dots lie, from the beginning of the base line, and its bits, each row
 * in whole bytes. */
struct letter {
    uint32_t code; /* Unicode; ascending in a face */
    int16_t advance, left, top;
    uint16_t width, height;
    uint32_t bits; /* the first byte */
};

/* letter_find - NULL: the face has none. letter_row - the bits of row y of it. */
const struct letter *letter_find(enum drawing_face face, uint32_t code);
const uint8_t *letter_row(enum drawing_face face, const struct letter *letter, uint32_t y);

struct picture_reader;

/* picture_open - NULL without memory. */
struct picture_reader *picture_open(enum drawing_picture picture);

/* picture_row - row y from the top, gray, as wide as the picture; rows are asked for in
 * ascending order, each as often as one likes. NULL: it cannot be read. */
const uint8_t *picture_row(struct picture_reader *reader, uint32_t y);

void picture_close(struct picture_reader *reader); /* NULL is fine */

#endif
