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
    AT_COMPRESSION = 14,
    AT_KIND = 16,
    AT_LENGTH = 17,
};

void ufr2lt_page_head(uint8_t *head, const struct ufr2lt_page *page)
{
    const uint32_t width = page->width, height = page->height;
    const uint8_t bytes[UFR2LT_PAGE_HEAD] = {
        0x03, 0xE7, 0x85, (uint8_t)(width >> 8), (uint8_t)width, (uint8_t)(height >> 8),
        (uint8_t)height,
        /* orientation and constants */
        0xDE, 0x80, page->turned, 0xC8, 0x00, 0xCA, 0xA1, 0x00, 0x00, 0xCB, 0x00,
        /* one colour */
        0x61, 0xE6, 0x80, page->depth, 0xE5, 0x00};

    memcpy(head, bytes, sizeof bytes);
}

/* Lengths are signed numbers for machines that take G4 or JBIG, unsigned for the others. */
static bool has_signed_lengths(const struct ufr2lt_page *page)
{
    return page->compression == UFR2LT_G4 || page->compression == UFR2LT_JBIG;
}

size_t ufr2lt_band_head(uint8_t *head, const struct ufr2lt_page *page, uint32_t y,
                        uint32_t rows, size_t n)
{
    static const uint8_t fixed[BAND_FIXED] = {0x62, 0xE3, 0x85, 0, 0,    0, 0,    0xE8, 0xA5,
                                              0,    0,    0,    0, 0xE1, 0, 0xD7, 0x84};
    const bool is_signed = has_signed_lengths(page);
    uint8_t *p = head + AT_LENGTH;

    memcpy(head, fixed, sizeof fixed);
    put_be16(head + 3, page->band_width);
    put_be16(head + AT_ROWS, rows);
    put_be16(head + 11, y);
    head[AT_COMPRESSION] = page->compression;
    if (n <= (is_signed ? INT16_MAX : UINT16_MAX)) {
        head[AT_KIND] = is_signed ? 0xA4 : 0x84;
        put_be16(p, (uint32_t)n);
        p[2] = 0x9D;
        put_be16(p + 3, (uint32_t)n);
        return BAND_FIXED + 5;
    }
    head[AT_KIND] = is_signed ? 0xA8 : 0x88;
    put_be32(p, (uint32_t)n);
    p[4] = 0x9E;
    put_be32(p + 5, (uint32_t)n);
    return BAND_FIXED + 9;
}

/* The length in a band's head has 16 bits, not 32. */
static bool is_short(const struct follower *f)
{
    return (f->head[AT_KIND] & 0x0C) == 0x04;
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
    return is_short(f) ? BAND_FIXED + 5 : BAND_FIXED + 9;
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
    size_t n = is_short(f) ? get_be16(length) : get_be32(length);

    if (f->state != FOLLOW_PAGE || rows == 0 || rows > f->page.rows - f->rows ||
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
    if (f->head[0] != UFR2LT_END_OF_PAGE || f->state != FOLLOW_PAGE || f->rows != f->page.rows)
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
    bool in_data = f->data_left > 0;
    size_t used;

    if (f->state == FOLLOW_LOST)
        return n;
    if (in_data) {
        used = f->data_left < n ? f->data_left : n;
        f->data_left -= used;
        f->at_data = f->data_left == 0;
        return used;
    }
    used = follow_head(f, bytes, n);
    f->at_data = f->data_left > 0;
    return f->state == FOLLOW_LOST ? n : used;
}

bool follow_at_data(const struct follower *f)
{
    return f->at_data;
}

uint32_t follow_rows_left(const struct follower *f)
{
    if (f->state != FOLLOW_PAGE || f->data_left > 0 || f->num_head > 0)
        return 0;
    return f->page.rows - f->rows;
}
