/*
 * frame.h - lines as SANE's drivers deliver them become lines as the server wants them: 8 bits,
 * gray or colour.
 *
 * Effects: none.
 * Source: SANE standard 1.06, sections 3.2 and 4.3.8: one bit of gray is 1 for black, one bit
 * of a colour is 1 for light, 8 pixels of red, green and blue follow each other byte by byte;
 * 16 bits are in the order of this machine.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SANE_FRAME_H
#define SERVER_SANE_FRAME_H

#include "server/scan/scan.h"

/* What a line of a driver holds. */
enum frame_kind { FRAME_GRAY, FRAME_COLOR, FRAME_ONE_COLOR };

struct frame_format {
    enum frame_kind kind;
    unsigned depth;        /* 1, 8 or 16 bits a sample */
    uint32_t width;        /* pixels */
    size_t bytes_per_line; /* with what is behind the last pixel */
};

/* frame_ok - whether a format is possible, and within what a scanner has. */
bool frame_ok(const struct frame_format *format);

/*
 * frame_line - one line.
 *
 * raw    format->bytes_per_line bytes
 * color  what is wanted: 3 bytes a pixel, or one. Gray of a colour is its brightness, a colour
 *        of gray is gray
 * line   out. FRAME_ONE_COLOR: one byte a pixel, whatever is wanted
 */
void frame_line(const struct frame_format *format, const uint8_t *raw, bool color,
                uint8_t *line);

/* frame_brightness - of a colour. */
uint8_t frame_brightness(uint8_t red, uint8_t green, uint8_t blue);

#endif
