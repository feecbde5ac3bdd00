/*
 * image-parts.h - what image-write.c, image-read.c and the two formats share; nobody else
 * includes it.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_IMAGE_PARTS_H
#define SERVER_SCAN_IMAGE_PARTS_H

#include "image-read.h"
#include "image-write.h"

/* A format's writer. open copies what it needs; NULL: no memory, or not in this format. line
 * and end return the sink's result where the sink refused, RESULT_SPACE where the library got
 * no memory. */
struct image_write_ops {
    void *(*open)(const struct image_params *params, const struct sink *out);
    enum result (*line)(void *writer, const uint8_t *line);
    enum result (*end)(void *writer);
    void (*close)(void *writer);
};

extern const struct image_write_ops image_write_jpeg, image_write_png;

/* A format's reader: exactly what the page's facts promise, or a failure. */
struct image_read_ops {
    /* reduce   in: the most it may be read smaller by, a factor of it is taken; out: by what it
     *          is */
    void *(*open)(const struct scan_page *page, unsigned *reduce);
    bool (*line)(void *reader, uint8_t *line); /* as image_writer_line has it */
    void (*close)(void *reader);
};

extern const struct image_read_ops image_read_jpeg, image_read_png;

/* Bytes of a line. */
static inline size_t image_line_bytes(enum scan_color color, uint32_t width)
{
    return color == SCAN_BLACK_AND_WHITE ? ((size_t)width + 7) / 8
           : color == SCAN_GRAY          ? width
                                         : 3 * (size_t)width;
}

#endif
