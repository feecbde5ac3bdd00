/*
 * luma.h - pixels of any kind become 8-bit gray.
 * Effects: none.
 *
 * Colour becomes the luma of ITU-R BT.709, whose primaries sRGB has, taken of the encoded
 * values as they are: 0.2126 R + 0.7152 G + 0.0722 B. That is what people see on other
 * monochrome printers and what sgray_8 of a client's own conversion looks like. Adobe RGB is
 * taken as sRGB: the difference in gray is below what a laser printer shows.
 * CMYK becomes (1 - C, 1 - M, 1 - Y) * (1 - K), then luma. 16 bits are rounded to 8.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_LUMA_H
#define DRIVER_LUMA_H

#include "pipeline.h"

/*
 * luma_line - gray samples of part of a line.
 *
 * line   a whole line of pixels
 * first  the first pixel wanted
 * gray   out: count samples; 0 is black, 255 is white
 */
void luma_line(enum pixel pixel, const uint8_t *line, uint32_t first, uint32_t count,
               uint8_t *gray);

#endif
