/*
 * image-write.h - scanned lines become an encoded page, a line at a time, in memory that grows
 * with the width only.
 *
 * write-jpeg.c (libjpeg-turbo), write-png.c (libpng).
 * Effects: none of their own; bytes go to the sink.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_IMAGE_WRITE_H
#define SERVER_SCAN_IMAGE_WRITE_H

#include "scan-page.h"

struct image_writer;

struct image_params {
    enum scan_encoding encoding;
    enum scan_color color;  /* black and white: PNG only */
    uint32_t width, height; /* pixels; exactly so many lines follow */
    unsigned dpi;           /* JFIF density, pHYs */
    unsigned quality;       /* of JPEG, 1 to 100 */
};

/* image_writer_new - begin. out is copied. NULL without memory, or what cannot be encoded so.
 */
struct image_writer *image_writer_new(const struct image_params *params,
                                      const struct sink *out);

/*
 * image_writer_line - the next line: SCAN_BLACK_AND_WHITE (width + 7) / 8 bytes, the left dot
 * in the highest bit, 1 is black; SCAN_GRAY width bytes; SCAN_COLOR 3 * width bytes.
 *
 * The first result that is not RESULT_OK stays.
 */
MUST_CHECK enum result image_writer_line(struct image_writer *w, const uint8_t *line);

/* image_writer_end - all lines were given: what waits goes out. RESULT_FORMAT when lines are
 * missing. */
MUST_CHECK enum result image_writer_end(struct image_writer *w);

/* image_writer_free - at any time. NULL is fine. */
void image_writer_free(struct image_writer *w);

#endif
