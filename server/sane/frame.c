/*
 * frame.c - see frame.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "frame.h"

#include <string.h>

/* What a driver may put behind a line; more is taken for nonsense. */
#define MAX_PADDING 65536u

static size_t needed(const struct frame_format *f)
{
    size_t samples = f->kind == FRAME_COLOR ? 3 : 1;

    if (f->depth == 1)
        return ((size_t)f->width + 7) / 8 * samples;
    return (size_t)f->width * samples * (f->depth / 8);
}

bool frame_ok(const struct frame_format *f)
{
    return (f->depth == 1 || f->depth == 8 || f->depth == 16) && f->width > 0 &&
           f->width <= SCAN_MAX_WIDTH && f->bytes_per_line >= needed(f) &&
           f->bytes_per_line - needed(f) <= MAX_PADDING;
}

/* BT.601's weights in 1/256. */
uint8_t frame_brightness(uint8_t red, uint8_t green, uint8_t blue)
{
    return (uint8_t)((77u * red + 150u * green + 29u * blue + 128) >> 8);
}

/* Sample n of a line, of 8 or 16 bits. */
static uint8_t sample(const struct frame_format *f, const uint8_t *raw, size_t n)
{
    uint16_t value;

    if (f->depth == 8)
        return raw[n];
    memcpy(&value, raw + 2 * n, sizeof value);
    return (uint8_t)((value * 255u + 32767) / 65535);
}

static bool bit(const uint8_t *bytes, size_t n, size_t step)
{
    return (bytes[n / 8 * step] >> (7 - n % 8)) & 1;
}

static void pixel(const struct frame_format *f, const uint8_t *raw, size_t x, uint8_t rgb[3])
{
    if (f->kind == FRAME_COLOR)
        for (size_t i = 0; i < 3; i++)
            rgb[i] = f->depth > 1 ? sample(f, raw, 3 * x + i) : bit(raw + i, x, 3) ? 255 : 0;
    else if (f->depth > 1)
        rgb[0] = rgb[1] = rgb[2] = sample(f, raw, x);
    else
        rgb[0] = rgb[1] = rgb[2] = bit(raw, x, 1) == (f->kind == FRAME_GRAY) ? 0 : 255;
}

void frame_line(const struct frame_format *f, const uint8_t *raw, bool color, uint8_t *line)
{
    bool three = color && f->kind != FRAME_ONE_COLOR;

    /* As nearly all drivers deliver it. */
    if (f->depth == 8 && three == (f->kind == FRAME_COLOR)) {
        memcpy(line, raw, needed(f));
        return;
    }
    for (size_t x = 0; x < f->width; x++) {
        uint8_t rgb[3];

        pixel(f, raw, x, rgb);
        if (three)
            memcpy(line + 3 * x, rgb, 3);
        else if (f->kind == FRAME_COLOR)
            line[x] = frame_brightness(rgb[0], rgb[1], rgb[2]);
        else
            line[x] = rgb[0];
    }
}
