/*
 * layout.c - see layout.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "layout.h"

/* Sizes that are the same to people: 2.5 mm, as everywhere in this program. */
#define SLACK_HMM 250

/* Between cells: an eighth of an inch. Pages usually bring margins of their own. */
#define GAP_PER_INCH 8

/* For pages that are not landscape. */
static const struct {
    unsigned number_up;
    uint32_t columns, rows;
    bool landscape; /* canvas */
} grids[] = {
    {1,  1, 1, false},
    {2,  2, 1, true },
    {4,  2, 2, false},
    {6,  3, 2, true },
    {9,  3, 3, false},
    {16, 4, 4, false},
};

static size_t find_grid(unsigned number_up)
{
    for (size_t i = 0; i < sizeof(grids) / sizeof(grids[0]); i++)
        if (grids[i].number_up == number_up)
            return i;
    return 0;
}

bool layout_has(unsigned number_up)
{
    return grids[find_grid(number_up)].number_up == number_up;
}

static bool asks_landscape(enum orientation orientation)
{
    return orientation == ORIENTATION_LANDSCAPE || orientation == ORIENTATION_REVERSE_LANDSCAPE;
}

static bool asks_reverse(enum orientation orientation)
{
    return orientation == ORIENTATION_REVERSE_PORTRAIT ||
           orientation == ORIENTATION_REVERSE_LANDSCAPE;
}

/* What is left of a length for one of n cells, at least a dot. */
static uint32_t divide(uint32_t length, uint32_t margin, uint32_t gap, uint32_t n)
{
    uint64_t lost = 2 * (uint64_t)margin + (uint64_t)gap * (n - 1);

    return length >= lost + n ? (uint32_t)((length - lost) / n) : 1;
}

void layout_start(struct layout *l, const struct page_params *sheet,
                  const struct layout_wish *wish, const struct layout_size *first)
{
    size_t grid = find_grid(wish->booklet ? 2 : wish->number_up);
    bool wide_page =
        !wish->booklet && (first->width > first->height || asks_landscape(wish->orientation));
    bool wide = wide_page != grids[grid].landscape; /* the canvas */
    bool turned = wide != (sheet->paper_width > sheet->paper_height);

    l->wish = *wish;
    if (wish->booklet)
        l->wish.direction = DIRECTION_TORIGHT_TOBOTTOM;
    l->quarters = (turned ? 3u : 0u) + (asks_reverse(wish->orientation) ? 2u : 0u);
    l->quarters %= 4;
    l->canvas[0] = turned ? sheet->paper_height : sheet->paper_width;
    l->canvas[1] = turned ? sheet->paper_width : sheet->paper_height;
    l->grid[0] = wide_page ? grids[grid].rows : grids[grid].columns;
    l->grid[1] = wide_page ? grids[grid].columns : grids[grid].rows;
    l->margin = sheet->margin;
    l->gap = sheet->dpi / GAP_PER_INCH;
    l->slack = (double)sheet->dpi * SLACK_HMM / 2540;
    for (int i = 0; i < 2; i++)
        l->cell[i] = divide(l->canvas[i], l->margin, l->gap, l->grid[i]);
}

/* The factor for a page to be as large as an area in one direction, in the other not larger
 * (cover: not smaller). */
static double ratio(const struct layout_size *page, const uint32_t area[2], bool cover)
{
    double by_width = area[0] / (page->width > 1 ? page->width : 1);
    double by_height = area[1] / (page->height > 1 ? page->height : 1);

    return (by_width < by_height) == cover ? by_height : by_width;
}

static double scale_in_cell(const struct layout *l, const struct layout_size *page)
{
    double fit = ratio(page, l->cell, false);
    bool enlarge = l->wish.scaling == SCALING_FIT || l->wish.scaling == SCALING_FILL;

    return enlarge || fit < 1 ? fit : 1;
}

double layout_scale(const struct layout *l, const struct layout_size *page)
{
    bool larger =
        page->width > l->canvas[0] + l->slack || page->height > l->canvas[1] + l->slack;

    if (l->grid[0] * l->grid[1] > 1)
        return scale_in_cell(l, page);
    switch (l->wish.scaling) {
    case SCALING_NONE:
        return 1;
    case SCALING_FILL:
        return ratio(page, l->canvas, true);
    case SCALING_FIT:
        return ratio(page, l->cell, false);
    case SCALING_AUTO:
    case SCALING_AUTO_FIT:
        break;
    }
    return larger ? ratio(page, l->cell, false) : 1;
}

/* Column and row of a cell. */
static void find_cell(const struct layout *l, unsigned cell, uint32_t at[2])
{
    unsigned direction = (unsigned)l->wish.direction;
    unsigned first = direction & 1 ? 1 : 0; /* what is filled first: columns, or rows */

    at[first] = cell % l->grid[first];
    at[1 - first] = cell / l->grid[first] % l->grid[1 - first];
    if (direction & 2)
        at[0] = l->grid[0] - 1 - at[0];
    if (direction & 4)
        at[1] = l->grid[1] - 1 - at[1];
}

/* Half, downwards for both signs. */
static int64_t half(int64_t n)
{
    return n >= 0 ? n / 2 : -((1 - n) / 2);
}

void layout_place(const struct layout *l, unsigned cell, uint32_t width, uint32_t height,
                  struct layout_place *place)
{
    const uint32_t size[2] = {width, height};
    uint32_t cell_at[2];
    int64_t at[2], rest[2]; /* left or above, right or below, on the canvas */

    find_cell(l, cell, cell_at);
    for (int i = 0; i < 2; i++) {
        /* one cell: the middle of the sheet, to the dot */
        bool one = l->grid[0] * l->grid[1] == 1;
        int64_t begin =
            one ? 0 : l->margin + (int64_t)cell_at[i] * ((int64_t)l->cell[i] + l->gap);

        at[i] = begin + half((int64_t)(one ? l->canvas[i] : l->cell[i]) - size[i]);
        rest[i] = (int64_t)l->canvas[i] - at[i] - size[i];
    }
    switch (l->quarters) {
    case 1:
        *place = (struct layout_place){(int32_t)rest[1], (int32_t)at[0], height, width};
        break;
    case 2:
        *place = (struct layout_place){(int32_t)rest[0], (int32_t)rest[1], width, height};
        break;
    case 3:
        *place = (struct layout_place){(int32_t)at[1], (int32_t)rest[0], height, width};
        break;
    default:
        *place = (struct layout_place){(int32_t)at[0], (int32_t)at[1], width, height};
    }
}
