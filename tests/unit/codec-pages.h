/*
 * codec-pages.h - bitmaps that codecs are tried with: random ones of many kinds, and a page of
 * text. Effects: memory; reads tests/golden. SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_CODEC_PAGES_H
#define UNIT_CODEC_PAGES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_KINDS 9u
#define TEXT_PAGE  "tests/golden/text-com10/page-1.pbm"

/* Rows of stride bytes, MSB left, 1 black, bits right of width 0. Free bits. */
struct bitmap {
    uint32_t width, height;
    size_t stride;
    uint8_t *bits;
};

/* The same numbers in every run. */
static inline uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static inline void set_dot(const struct bitmap *b, uint32_t x, uint32_t y)
{
    b->bits[y * b->stride + x / 8] |= (uint8_t)(0x80 >> x % 8);
}

static inline bool dot_of_kind(const struct bitmap *b, unsigned kind, uint32_t x, uint32_t y,
                               uint32_t *state)
{
    switch (kind) {
    case 0:
        return false;
    case 1:
        return true;
    case 2:
        return x == b->width - 1 && y == b->height - 1;
    case 3:
        return (x + y) % 2;
    case 4:
        return next_random(state) % 2; /* noise */
    case 5:
        return next_random(state) % 97 == 0;
    case 6: /* slanted bars: changes near those above, on both sides */
        return (x + (y % 8 < 4 ? y : 8 - y) * (y / 8 % 5)) % 23 < 9;
    case 7: /* bars that come and go */
        return (y / 5 % 2 && x % 31 < 12) || (y % 7 == 0 && x > b->width / 3);
    default: /* bytes alike, in runs of any length */
        return x % 8 ? b->bits[y * b->stride + x / 8] & 0x80
                     : (x > 0 && next_random(state) % 3
                            ? b->bits[y * b->stride + x / 8 - 1] & 0x80
                            : next_random(state) % 2);
    }
}

/* A page of one of the PAGE_KINDS. */
static inline struct bitmap make_bitmap(unsigned kind, uint32_t width, uint32_t height)
{
    struct bitmap b = {width, height, ((size_t)width + 7) / 8, NULL};
    uint32_t state = kind * 7919 + width, x, y;

    b.bits = calloc(height, b.stride);
    for (y = 0; y < height; y++)
        for (x = 0; x < width; x++)
            if (dot_of_kind(&b, kind, x, y, &state))
                set_dot(&b, x, y);
    return b;
}

/* The golden page of text; bits are NULL when it cannot be read. */
static inline struct bitmap text_bitmap(void)
{
    struct bitmap b = {.bits = NULL};
    FILE *file = fopen(TEXT_PAGE, "rb");
    unsigned width = 0, height = 0;
    char line[80];

    if (!file)
        return b;
    if (fgets(line, sizeof line, file) && strncmp(line, "P4", 2) == 0 &&
        fgets(line, sizeof line, file) && sscanf(line, "%u %u", &width, &height) == 2) {
        b = (struct bitmap){width, height, ((size_t)width + 7) / 8, NULL};
        b.bits = malloc(b.stride * height);
        if (b.bits && fread(b.bits, b.stride, height, file) != height) {
            free(b.bits);
            b.bits = NULL;
        }
    }
    fclose(file);
    return b;
}

#endif
