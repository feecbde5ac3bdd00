/*
 * luma.c - pixels of any kind become 8-bit gray.
 * Effects: none.
 * Source: ITU-R BT.709 (weights), PWG 5102.4 (kinds of pixels).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/luma.h"

#include <string.h>

/* The weights in 65536ths; they add up to 65536, so that gray stays the gray it is. */
#define RED   13933u
#define GREEN 46871u
#define BLUE  4732u

/* Rounded; of 8-bit or 16-bit values alike. */
static uint32_t luma(uint32_t r, uint32_t g, uint32_t b)
{
    return (RED * r + GREEN * g + BLUE * b + 32768) >> 16;
}

/* v * 255 / 65535, rounded: exact for every v. */
static uint8_t to_8_bits(uint32_t v)
{
    return (uint8_t)((v * 255 + 32895) >> 16);
}

static uint32_t get_16(const uint8_t *p)
{
    uint16_t v; /* in host order, at any address */

    memcpy(&v, p, sizeof v);
    return v;
}

static void from_black8(const uint8_t *in, uint32_t count, uint8_t *gray)
{
    uint32_t i = 0;
    uint64_t eight;

    for (; count - i >= sizeof eight; i += (uint32_t)sizeof eight) {
        memcpy(&eight, in + i, sizeof eight);
        eight = ~eight;
        memcpy(gray + i, &eight, sizeof eight);
    }
    for (; i < count; i++)
        gray[i] = (uint8_t)~in[i];
}

static void from_rgb8(const uint8_t *in, uint32_t count, uint8_t *gray)
{
    for (uint32_t i = 0; i < count; i++, in += 3)
        gray[i] = (uint8_t)luma(in[0], in[1], in[2]);
}

static void from_gray16(const uint8_t *in, uint32_t count, uint8_t *gray)
{
    for (uint32_t i = 0; i < count; i++, in += 2)
        gray[i] = to_8_bits(get_16(in));
}

static void from_rgb16(const uint8_t *in, uint32_t count, uint8_t *gray)
{
    for (uint32_t i = 0; i < count; i++, in += 6)
        gray[i] = to_8_bits(luma(get_16(in), get_16(in + 2), get_16(in + 4)));
}

static void from_cmyk8(const uint8_t *in, uint32_t count, uint8_t *gray)
{
    for (uint32_t i = 0; i < count; i++, in += 4) {
        uint32_t light = luma(255u - in[0], 255u - in[1], 255u - in[2]);

        gray[i] = (uint8_t)((light * (255u - in[3]) + 127) / 255);
    }
}

/* ones is the gray of a 1 bit, zeros of a 0 bit. Eight at a time where all are equal. */
static void from_bits(const uint8_t *line, uint32_t first, uint32_t count, uint8_t zeros,
                      uint8_t ones, uint8_t *gray)
{
    uint32_t i = 0;

    while (i < count) {
        uint32_t at = first + i;
        uint8_t byte = line[at / 8];

        if (at % 8 == 0 && count - i >= 8 && (byte == 0x00 || byte == 0xFF)) {
            memset(gray + i, byte ? ones : zeros, 8);
            i += 8;
        } else {
            gray[i++] = byte & (0x80u >> at % 8) ? ones : zeros;
        }
    }
}

void luma_line(enum pixel pixel, const uint8_t *line, uint32_t first, uint32_t count,
               uint8_t *gray)
{
    switch (pixel) {
    case PIXEL_GRAY8:
        memcpy(gray, line + first, count);
        break;
    case PIXEL_BLACK8:
        from_black8(line + first, count, gray);
        break;
    case PIXEL_GRAY1:
        from_bits(line, first, count, 0, 255, gray);
        break;
    case PIXEL_BLACK1:
        from_bits(line, first, count, 255, 0, gray);
        break;
    case PIXEL_RGB8:
        from_rgb8(line + (size_t)first * 3, count, gray);
        break;
    case PIXEL_GRAY16:
        from_gray16(line + (size_t)first * 2, count, gray);
        break;
    case PIXEL_RGB16:
        from_rgb16(line + (size_t)first * 6, count, gray);
        break;
    case PIXEL_CMYK8:
        from_cmyk8(line + (size_t)first * 4, count, gray);
        break;
    }
}
