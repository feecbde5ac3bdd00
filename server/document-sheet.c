/*
 * document-sheet.c - see document-sheet.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "document-sheet.h"

#include <stdlib.h>
#include <string.h>

struct layout_wish sheet_wish(const struct job_options *o)
{
    return (struct layout_wish){.number_up = o->number_up,
                                .booklet = o->page.booklet,
                                .direction = o->direction,
                                .scaling = o->scaling,
                                .orientation = o->orientation};
}

unsigned sheet_pages(const struct job_options *o)
{
    return o->page.booklet ? 1 : o->number_up;
}

unsigned sheet_cell(const struct sheet *s, const struct intake *in, const struct job_options *o)
{
    return o->page.booklet ? intake_half(in) : s->num_cells;
}

bool sheet_add(struct sheet *s, uint32_t width, uint32_t height,
               const struct page_turn_how *before, unsigned quarters,
               const struct layout_place *place, struct scratch_space *space, char *why,
               size_t why_size)
{
    /* clockwise is half a turn, then anti-clockwise */
    bool half = quarters == 1 || quarters == 2;
    const struct page_turn_how how = {.mirror = half != (before != NULL && before->mirror),
                                      .flip = half != (before != NULL && before->flip),
                                      .quarter = quarters % 2 == 1};
    struct sheet_cell *cell = &s->cells[s->num_cells];

    *cell =
        (struct sheet_cell){.lines = page_turn_new(width, height, &how, space, why, why_size),
                            .place = *place,
                            .line_width = width,
                            .width = how.quarter ? height : width,
                            .height = how.quarter ? width : height};
    if (cell->lines == NULL)
        return false;
    s->num_cells++;
    s->quarters = quarters;
    return true;
}

static bool is_white(const uint8_t *line, uint32_t width)
{
    return line[0] == 255 && memcmp(line, line + 1, width - 1) == 0;
}

bool sheet_put(struct sheet *s, const uint8_t *line, char *why, size_t why_size)
{
    struct sheet_cell *cell = &s->cells[s->num_cells - 1];

    if (!cell->inked)
        cell->inked = !is_white(line, cell->line_width);
    return page_turn_put(cell->lines, line, why, why_size);
}

bool sheet_leave_out(struct sheet *s, const struct job_options *o, struct intake *in)
{
    if (!o->page.remove_blank || sheet_pages(o) == 1 || s->cells[s->num_cells - 1].inked)
        return false;
    sheet_drop(s);
    intake_leave_out(in);
    return true;
}

void sheet_drop(struct sheet *s)
{
    page_turn_free(s->cells[--s->num_cells].lines);
}

void sheet_clear(struct sheet *s)
{
    while (s->num_cells > 0)
        sheet_drop(s);
}

/* Line y of a page, false: the intake is told why. */
static bool read_line(struct sheet_cell *cell, uint32_t y, uint8_t *line, struct intake *in)
{
    char why[256] = "";
    bool good = page_turn_read(cell->lines, y, line, why, sizeof(why));

    if (!good)
        intake_fail(in, 0, why);
    return good;
}

/* One page alone is the source. */
static bool print_one(struct sheet_cell *cell, uint8_t *line, struct intake *in)
{
    const struct page_source source = {.pixel = PIXEL_GRAY8,
                                       .width = cell->width,
                                       .height = cell->height,
                                       .x = cell->place.x,
                                       .y = cell->place.y,
                                       .target_width = cell->place.width,
                                       .target_height = cell->place.height,
                                       .clip_margins = true};
    bool good = intake_source(in, &source);

    for (uint32_t y = 0; good && y < cell->height; y++)
        good = read_line(cell, y, line, in) && intake_line(in, line);
    return good;
}

/* A line of a page into the line of the sheet, as far as it reaches. */
static void copy_line(const struct sheet_cell *cell, const uint8_t *piece, uint8_t *line,
                      uint32_t width)
{
    int64_t from = cell->place.x, to = from + cell->width;
    int64_t first = from < 0 ? 0 : from, end = to > width ? (int64_t)width : to;

    if (first < end)
        memcpy(line + first, piece + (first - from), (size_t)(end - first));
}

static bool print_line(struct sheet *s, uint32_t y, uint8_t *piece, uint8_t *line,
                       uint32_t width, struct intake *in)
{
    memset(line, 255, width);
    for (unsigned i = 0; i < s->num_cells; i++) {
        struct sheet_cell *cell = &s->cells[i];
        int64_t row = (int64_t)y - cell->place.y;

        if (row < 0 || row >= cell->height)
            continue;
        if (!read_line(cell, (uint32_t)row, piece, in))
            return false;
        copy_line(cell, piece, line, width);
    }
    return intake_line(in, line);
}

/* Several: the whole side is the source. */
static bool print_several(struct sheet *s, const struct page_params *page, uint8_t *piece,
                          uint8_t *line, struct intake *in)
{
    const struct page_source source = {.pixel = PIXEL_GRAY8,
                                       .width = page->paper_width,
                                       .height = page->paper_height,
                                       .target_width = page->paper_width,
                                       .target_height = page->paper_height,
                                       .clip_margins = true};
    bool good = intake_source(in, &source);

    for (uint32_t y = 0; good && y < page->paper_height; y++)
        good = print_line(s, y, piece, line, page->paper_width, in);
    return good;
}

static void tell_marks(const struct sheet *s, struct intake *in)
{
    struct page_marks marks = {.quarters = s->quarters, .num_places = s->num_cells};

    for (unsigned i = 0; i < s->num_cells; i++)
        marks.places[i] = s->cells[i].place;
    intake_marks(in, &marks);
}

bool sheet_print(struct sheet *s, const struct page_params *page, struct intake *in)
{
    uint8_t *piece, *line = malloc(page->paper_width);
    uint32_t widest = 1;
    bool good = false;

    for (unsigned i = 0; i < s->num_cells; i++)
        widest = s->cells[i].width > widest ? s->cells[i].width : widest;
    tell_marks(s, in);
    piece = malloc(widest);
    if (piece == NULL || line == NULL)
        intake_fail(in, 0, "There is not enough memory for the page.");
    else if (s->num_cells == 1)
        good = print_one(&s->cells[0], piece, in);
    else
        good = print_several(s, page, piece, line, in);
    free(piece);
    free(line);
    sheet_clear(s);
    return good && intake_end_page(in);
}
