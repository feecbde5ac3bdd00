/*
 * gray-pages.h - gray pages drawn for tests: paper with noise, shades, bars, discs.
 * Effects: memory. A failure in here ends the program.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_GRAY_PAGES_H
#define UNIT_GRAY_PAGES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct gray_page {
    uint32_t width, height;
    uint8_t *gray;
};

static inline struct gray_page gray_page_new(uint32_t width, uint32_t height, uint8_t paper)
{
    struct gray_page p = {width, height, malloc((size_t)width * height)};

    if (!p.gray) {
        fprintf(stderr, "no memory for a test page\n");
        exit(99);
    }
    memset(p.gray, paper, (size_t)width * height);
    return p;
}

static inline void gray_page_free(struct gray_page *p)
{
    free(p->gray);
    p->gray = NULL;
}

static inline void gray_bar(struct gray_page *p, uint32_t x, uint32_t y, uint32_t width,
                            uint32_t height, uint8_t gray)
{
    uint32_t i;

    for (i = 0; i < height; i++)
        memset(p->gray + (size_t)(y + i) * p->width + x, gray, width);
}

static inline void gray_disc(struct gray_page *p, int32_t x, int32_t y, int32_t radius,
                             uint8_t gray)
{
    int32_t i, j;

    for (j = -radius; j <= radius; j++)
        for (i = -radius; i <= radius; i++)
            if (i * i + j * j <= radius * radius)
                p->gray[(size_t)(y + j) * p->width + (size_t)(x + i)] = gray;
}

/* n letters of about 8 points at 300 dpi from (x, y) on: 18 x 24 dots with strokes of 4. */
static inline void gray_letters(struct gray_page *p, uint32_t x, uint32_t y, unsigned n,
                                uint8_t ink)
{
    for (; n > 0; n--, x += 24) {
        gray_bar(p, x, y, 4, 24, ink);
        gray_bar(p, x + 14, y, 4, 24, ink);
        gray_bar(p, x, y + (n % 3) * 10, 18, 4, ink);
    }
}

/* Each sample moves by up to so much either way, the same each time. */
static inline void gray_noise(struct gray_page *p, unsigned most)
{
    uint32_t seed = 99;
    size_t i;

    for (i = 0; i < (size_t)p->width * p->height; i++) {
        int gray;

        seed = seed * 1103515245 + 12345;
        gray = p->gray[i] + (int)((seed >> 16) % (2 * most + 1)) - (int)most;
        p->gray[i] = (uint8_t)(gray < 0 ? 0 : gray > 255 ? 255 : gray);
    }
}

/* Darker to the right, down to share percent of what it is. */
static inline void gray_shade(struct gray_page *p, unsigned percent)
{
    uint32_t x, y;

    for (y = 0; y < p->height; y++)
        for (x = 0; x < p->width; x++) {
            uint8_t *gray = p->gray + (size_t)y * p->width + x;

            *gray = (uint8_t)(*gray - *gray * (100 - percent) / 100 * x / p->width);
        }
}

#endif
