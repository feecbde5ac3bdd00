/*
 * border.c - see border.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "border.h"

/* From the first dot to the one behind the last. */
struct box {
    int64_t left, top, right, bottom;
};

/* Dots of a line from one to before another, which lie within it. */
static void blacken(uint8_t *bits, int64_t from, int64_t to)
{
    for (; from < to && from % 8 != 0; from++)
        bits[from / 8] |= (uint8_t)(0x80 >> from % 8);
    for (; from + 8 <= to; from += 8)
        bits[from / 8] = 0xFF;
    for (; from < to; from++)
        bits[from / 8] |= (uint8_t)(0x80 >> from % 8);
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* What of a place can be printed on. */
static struct box visible(const struct page_params *page, const struct layout_place *place)
{
    int64_t margin = page->margin;

    return (struct box){
        .left = larger(place->x, margin),
        .top = larger(place->y, margin),
        .right = smaller((int64_t)place->x + place->width, page->paper_width - margin),
        .bottom = smaller((int64_t)place->y + place->height, page->paper_height - margin),
    };
}

/* A frame of lines of a width at the inside of a box. */
static void frame(const struct box *box, int64_t width, int64_t y, uint8_t *bits)
{
    if (y < box->top || y >= box->bottom || box->left >= box->right)
        return;
    if (y < box->top + width || y >= box->bottom - width) {
        blacken(bits, box->left, box->right);
        return;
    }
    blacken(bits, box->left, smaller(box->left + width, box->right));
    blacken(bits, larger(box->right - width, box->left), box->right);
}

void border_line(enum border border, const struct page_params *page,
                 const struct layout_place *place, uint32_t y, uint8_t *bits)
{
    int64_t line = larger(page->dpi / BORDER_LINES_PER_INCH, 1);
    bool thick = border == BORDER_SINGLE_THICK || border == BORDER_DOUBLE_THICK;
    int64_t width = thick ? line * BORDER_THICK_LINES : line;
    int64_t in = width + line * BORDER_DISTANCE_LINES;
    struct box box = visible(page, place);

    if (border == BORDER_NONE)
        return;
    frame(&box, width, y, bits);
    if (border != BORDER_DOUBLE && border != BORDER_DOUBLE_THICK)
        return;
    box = (struct box){box.left + in, box.top + in, box.right - in, box.bottom - in};
    frame(&box, width, y, bits);
}
