/*
 * image.h - pictures (JPEG, PNG) as lines of 8-bit gray, in memory that does not grow with
 * them. Knows no PAPPL. Effects: reads the file, makes nameless temporary files.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IMAGE_H
#define SERVER_IMAGE_H

#include "driver/layout.h"
#include "driver/pipeline.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum image_format { IMAGE_UNKNOWN, IMAGE_JPEG, IMAGE_PNG };

/* By the first bytes, never by the name. */
enum image_format image_sniff(const uint8_t *bytes, size_t n);

struct image_limits {
    uint32_t max_width, max_height; /* pixels, of the picture as it is stored */
    uint64_t max_pixels;
    uint64_t max_temporary;       /* bytes in nameless files */
    const char *temporary_folder; /* copied */
    bool (*canceled)(void *ctx);  /* asked at least once a line; may be NULL */
    void *ctx;
};

struct image_info {
    uint32_t width, height; /* upright, after the EXIF orientation */
    double x_dpi, y_dpi;    /* as the file says, 0: it says nothing */
    double pixel_aspect;    /* width of a pixel to its height; 0: y_dpi / x_dpi, else square.
                             * Some files say this alone. */
};

struct image;

/*
 * image_open - begin to read a picture.
 *
 * The lines come upright: an EXIF orientation is applied. Colour becomes luma as driver/luma.h
 * has it, transparency white; CMYK and 16 bits are understood. A PNG's gAMA is followed, ICC
 * profiles are not: one gray of one black toner is all that is left of colour.
 *
 * Memory grows with the width only: for 20 000 pixels up to 2 MiB straight through and up to 6
 * MiB turned, interlaced or progressive. max_temporary must allow width * height bytes for each
 * of turning and interlace, and 2 bytes for each sample of each component of a progressive
 * JPEG.
 *
 * NULL and a sentence in why (why_size bytes) when it is none of ours, damaged or too large.
 */
struct image *image_open(const char *path, const struct image_limits *limits,
                         struct image_info *info, char *why, size_t why_size);

/*
 * image_turn - turn the lines still to come by quarters * 90 degrees clockwise; before
 * the first image_read_line only. info, may be NULL, gets the new size. False
 * as image_open.
 */
bool image_turn(struct image *image, unsigned quarters, struct image_info *info, char *why,
                size_t why_size);

/*
 * image_read_line - the next line from the top: width gray samples, 0 is black, 255 is white.
 *
 * The first line of a picture that is turned, interlaced or progressive comes when the whole
 * file has been read.
 *
 * False when the file is damaged or ends early, the temporary space does not suffice or the
 * job was canceled: why says so; lines read before are good.
 */
bool image_read_line(struct image *image, uint8_t *gray, char *why, size_t why_size);

/* NULL is fine. */
void image_close(struct image *image);

/* image_size - the size a picture says it has, in dots of a page; 100 dpi where it says none.
 * Pure. */
void image_size(const struct image_info *info, unsigned page_dpi, double *width,
                double *height);

/* image_quarters - how far to turn a picture of this size for this page. Pure. */
unsigned image_quarters(const struct image_info *info, const struct page_params *page,
                        enum orientation orientation);

/*
 * image_place - the target rectangle of a picture (already turned) on a page. Pure.
 *
 * FILL covers the printable area and cuts, FIT shows all of it within the printable area, NONE
 * prints at the file's own resolution (or 1:1 pixels at 100 dpi where it says none), centred
 * and cut; AUTO is NONE if that fits the printable area and the file says a resolution, else
 * FIT; AUTO_FIT is NONE if it fits, else FIT. Fills x, y, target_width and target_height,
 * pixel, width, height of source.
 */
void image_place(const struct image_info *info, const struct page_params *page,
                 enum scaling scaling, struct page_source *source);

#endif
