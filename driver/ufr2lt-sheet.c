/*
 * ufr2lt-sheet.c - see ufr2lt-sheet.h.
 * Effects: none.
 * Source: driver/FORMAT-ufr2lt.md section 9.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ufr2lt-sheet.h"

#include <string.h>

/* The eight bits of a byte, one into each of eight rows at dot x. */
static void scatter(uint8_t byte, uint8_t *turned, size_t stride, size_t x)
{
    const uint8_t mask = (uint8_t)(0x80u >> x % 8);

    turned += x / 8;
    for (unsigned i = 0; i < 8; i++, turned += stride)
        if (byte & 0x80u >> i)
            *turned |= mask;
}

void sheet_turn(const uint8_t *bits, size_t stride, uint32_t rows, size_t column,
                uint8_t *turned, size_t turned_stride)
{
    memset(turned, 0, 8 * turned_stride);
    for (uint32_t y = 0; y < rows; y++)
        if (bits[y * stride + column] != 0)
            scatter(bits[y * stride + column], turned, turned_stride, rows - 1 - y);
}

/*
 * Three dots, one above the other, as two. All or none: so both. Else one dot, on the side it
 * lies; where it is in the middle, or both outer ones are there, on the side the mask tells.
 */
static void three_to_two(const uint8_t *in[3], size_t i, uint8_t mask, uint8_t out[2])
{
    const unsigned a = in[0][i], b = in[1][i], c = in[2][i];
    const unsigned all = a & b & c, undecided = ~(a ^ c) & (a ^ b);

    out[0] = (uint8_t)((a & ~c) | all | (undecided & mask));
    out[1] = (uint8_t)((~a & c) | all | (undecided & ~(unsigned)mask));
}

uint32_t sheet_two_thirds(uint8_t *bits, size_t stride, uint32_t rows)
{
    for (size_t group = 0; group < rows / 3; group++) {
        const uint8_t *first = bits + group * 3 * stride;
        const uint8_t *in[3] = {first, first + stride, first + 2 * stride};
        uint8_t *out = bits + group * 2 * stride;
        const uint8_t mask = group % 2 ? 0xAA : 0x55;

        for (size_t i = 0; i < stride; i++) {
            uint8_t two[2];

            three_to_two(in, i, mask, two);
            out[i] = two[0];
            out[stride + i] = two[1];
        }
    }
    return rows / 3 * 2;
}

static unsigned doubled(unsigned nibble)
{
    unsigned bits = 0;

    for (unsigned i = 0; i < 4; i++)
        if (nibble & 1u << i)
            bits |= 3u << 2 * i;
    return bits;
}

/* From the end: what is made lies behind what it is made of. */
void sheet_two_bits(uint8_t *bits, size_t stride, uint32_t rows)
{
    for (size_t i = rows * stride; i-- > 0;) {
        const unsigned byte = bits[i];

        bits[2 * i] = (uint8_t)doubled(byte >> 4);
        bits[2 * i + 1] = (uint8_t)doubled(byte & 15u);
    }
}
