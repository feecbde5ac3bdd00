/*
 * ufr2lt-pages.c - see ufr2lt-pages.h.
 * Effects: none.
 * Source: driver/FORMAT-ufr2lt.md section 4.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ufr2lt-pages.h"

#include "bytes.h"

#include <string.h>

enum {
    BAND_FIXED = 17, /* a band's head up to the kind of its data's length */
    AT_ROWS = 5,
    AT_LENGTH = 17,
};

void ufr2lt_page_head(uint8_t *head, const struct page_params *page)
{
    const uint32_t width = page->page_width, height = page->page_height;
    const uint8_t bytes[UFR2LT_PAGE_HEAD] = {
        0x03, 0xE7, 0x85, (uint8_t)(width >> 8), (uint8_t)width, (uint8_t)(height >> 8),
        (uint8_t)height,
        /* orientation and constants */
        0xDE, 0x80, 0x00, 0xC8, 0x00, 0xCA, 0xA1, 0x00, 0x00, 0xCB, 0x00,
        /* one colour */
        0x61, 0xE6, 0x80, 0x01, 0xE5, 0x00};

    memcpy(head, bytes, sizeof bytes);
}

size_t ufr2lt_band_head(uint8_t *head, const struct page_params *page, uint32_t y,
                        uint32_t rows, size_t n)
{
    static const uint8_t fixed[BAND_FIXED] = {0x62, 0xE3, 0x85, 0, 0,    0,    0,    0xE8, 0xA5,
                                              0,    0,    0,    0, 0xE1, 0x03, 0xD7, 0x84};
    uint8_t *p = head + AT_LENGTH;

    memcpy(head, fixed, sizeof fixed);
    put_be16(head + 3, (uint32_t)page->stride * 8);
    put_be16(head + AT_ROWS, rows);
    put_be16(head + 11, y);
    if (n <= UINT16_MAX) {
        put_be16(p, (uint32_t)n);
        p[2] = 0x9D;
        put_be16(p + 3, (uint32_t)n);
        return BAND_FIXED + 5;
    }
    head[AT_LENGTH - 1] = 0x88;
    put_be32(p, (uint32_t)n);
    p[4] = 0x9E;
    put_be32(p + 5, (uint32_t)n);
    return BAND_FIXED + 9;
}

/* Bytes of the open head, as far as those that are there tell. */
static size_t head_size(const struct follower *f)
{
    if (f->head[0] == 0x03)
        return UFR2LT_PAGE_HEAD;
    if (f->head[0] != 0x62)
        return 1;
    if (f->num_head < BAND_FIXED)
        return BAND_FIXED;
    return f->head[AT_LENGTH - 1] == 0x84 ? BAND_FIXED + 5 : BAND_FIXED + 9;
}

static bool begin_page(struct follower *f)
{
    uint8_t wanted[UFR2LT_PAGE_HEAD];

    ufr2lt_page_head(wanted, &f->page);
    if (f->state != FOLLOW_BETWEEN || memcmp(f->head, wanted, sizeof wanted) != 0)
        return false;
    f->state = FOLLOW_PAGE;
    f->rows = 0;
    return true;
}

static bool begin_band(struct follower *f)
{
    const uint8_t *length = f->head + AT_LENGTH;
    uint8_t wanted[UFR2LT_BAND_HEAD_MAX];
    uint32_t rows = get_be16(f->head + AT_ROWS);
    size_t n = f->head[AT_LENGTH - 1] == 0x84 ? get_be16(length) : get_be32(length);

    if (f->state != FOLLOW_PAGE || rows == 0 || rows > f->page.page_height - f->rows ||
        f->num_head != ufr2lt_band_head(wanted, &f->page, f->rows, rows, n) ||
        memcmp(f->head, wanted, f->num_head) != 0)
        return false;
    f->rows += rows;
    f->data_left = n;
    return true;
}

/* The head is complete. False: it is none of ours. */
static bool take_head(struct follower *f)
{
    if (f->head[0] == 0x03)
        return begin_page(f);
    if (f->head[0] == 0x62)
        return begin_band(f);
    if (f->head[0] != UFR2LT_END_OF_PAGE || f->state != FOLLOW_PAGE ||
        f->rows != f->page.page_height)
        return false;
    f->state = FOLLOW_BETWEEN;
    return true;
}

/* Bytes into the open head. */
static size_t follow_head(struct follower *f, const uint8_t *bytes, size_t n)
{
    size_t used = 0;
    bool whole = false;

    while (used < n && !whole) {
        f->head[f->num_head++] = bytes[used++];
        whole = f->num_head == head_size(f);
    }
    if (!whole)
        return used;
    if (!take_head(f))
        f->state = FOLLOW_LOST;
    f->num_head = 0;
    return used;
}

size_t follow(struct follower *f, const uint8_t *bytes, size_t n)
{
    size_t used = 0, data;

    if (f->state != FOLLOW_LOST && f->data_left == 0)
        used = follow_head(f, bytes, n);
    if (f->state == FOLLOW_LOST)
        return n;
    data = f->data_left < n - used ? f->data_left : n - used;
    f->data_left -= data;
    return used + data;
}

uint32_t follow_rows_left(const struct follower *f)
{
    if (f->state != FOLLOW_PAGE || f->data_left > 0 || f->num_head > 0)
        return 0;
    return f->page.page_height - f->rows;
}
