/*
 * drawing.h - a page as a list of boxes, letters and pictures, painted line by line: no page is
 * ever in memory.
 *
 * Places are dots of 600 dpi from the top left corner. What lies outside the page is cut off.
 * Effects: none but memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DRAWING_H
#define SERVER_DRAWING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Dots of so many 1/100 mm, the nearest; of 600 dpi. */
int32_t drawing_dots(int32_t hmm);

#define DRAWING_DPI   600
#define DRAWING_BLACK 0
#define DRAWING_WHITE 255

/* Liberation Sans: TINY 5 points, TEXT 9, STRONG 9 bold, HEADING 22 bold. TEXT and STRONG have
 * Latin, Greek and Cyrillic, the others ASCII. */
enum drawing_face { FACE_TINY, FACE_TEXT, FACE_STRONG, FACE_HEADING };

/* Of resources/pages/. */
enum drawing_picture {
    PICTURE_EMBLEM,
    PICTURE_LINES,
    PICTURE_SMALL_TEXT,
    PICTURE_ROSETTE,
    PICTURE_SPECIMEN,
    PICTURE_DIGITS, /* 0 to 9 in a row, each PICTURE_DIGIT_WIDTH wide */
    PICTURE_PHOTO,
    NUM_PICTURES
};
#define PICTURE_DIGIT_WIDTH 800

struct drawing;

/* drawing_new - a white page; NULL without memory. */
struct drawing *drawing_new(uint32_t width, uint32_t height);

/* NULL is fine. */
void drawing_free(struct drawing *d);

/* A box of one gray; without an extent it is nothing. */
void drawing_box(struct drawing *d, int32_t x, int32_t y, int32_t width, int32_t height,
                 uint8_t gray);

/* The outline of a box, its lines `thick` dots wide and inside. */
void drawing_frame(struct drawing *d, int32_t x, int32_t y, int32_t width, int32_t height,
                   int32_t thick);

/* From black at the left to white at the right. */
void drawing_ramp(struct drawing *d, int32_t x, int32_t y, int32_t width, int32_t height);

/*
 * drawing_text - a line of letters.
 *
 * x, y    where its base line begins
 * text    UTF-8, untrusted. Letters the face has not are shown in ASCII (ascii.h)
 * room    dots it may be wide; what is longer ends in "...". 0: as wide as it is
 *
 * Its width in dots.
 */
int32_t drawing_text(struct drawing *d, enum drawing_face face, int32_t x, int32_t y,
                     const char *text, int32_t room);

/* drawing_text_width - how wide it would be. Pure. */
int32_t drawing_text_width(enum drawing_face face, const char *text);

/* drawing_line_height - from base line to base line. */
int32_t drawing_line_height(enum drawing_face face);

/* The size in which a picture was drawn. */
void drawing_picture_size(enum drawing_picture picture, int32_t *width, int32_t *height);

/* drawing_picture - a picture in that size; drawing_scaled - in another one, for photos: the
 * nearest pixel is taken; drawing_part - of it, a part as high as the picture. */
void drawing_picture(struct drawing *d, enum drawing_picture picture, int32_t x, int32_t y);
void drawing_scaled(struct drawing *d, enum drawing_picture picture, int32_t x, int32_t y,
                    int32_t width, int32_t height);
void drawing_part(struct drawing *d, enum drawing_picture picture, int32_t x, int32_t y,
                  int32_t from, int32_t width);

/* drawing_is_whole - whether there was memory for all of it. */
bool drawing_is_whole(const struct drawing *d);

/*
 * drawing_line - the next line from the top: width samples, 0 is black. Nothing can be added
 * after the first. False: a picture cannot be read, or there is no memory.
 */
bool drawing_line(struct drawing *d, uint8_t *gray);

#endif
