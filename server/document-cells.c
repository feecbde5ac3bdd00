/*
 * document-cells.c - see document-cells.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "document-cells.h"

#include "documents.h"

#include <stdlib.h>

/* Of the files' own sentences: what it means to the person. */
static const char no_room[] = "The computer's disk has no room for the pages of a side.";

bool cells_wanted(const struct job_options *o)
{
    return o->number_up > 1 || o->page.booklet;
}

void cells_init(struct cells *c, struct intake *in, const struct job_options *o)
{
    *c = (struct cells){
        .in = in,
        .options = o,
        .space = {document_limits()->folder, document_limits()->max_temporary}
    };
}

static bool fail(struct cells *c, const char *why)
{
    intake_fail(c->in, 0, why);
    return false;
}

/* In a cell a page is at least a dot; larger than a sheet it is cut off anyway. */
static uint32_t dots(double length)
{
    return length < 1 ? 1 : length > PIPELINE_MAX_WIDTH ? PIPELINE_MAX_WIDTH : (uint32_t)length;
}

/* How large the page comes out. Not rounded up: it must not be a dot wider than its place. */
static void target_size(struct cells *c, const struct cell_page *page, uint32_t size[2])
{
    enum scaling scaling = c->layout.wish.scaling;
    double scale;

    if (page->fit && scaling != SCALING_NONE)
        c->layout.wish.scaling = SCALING_FIT;
    scale = layout_scale(&c->layout, &page->size);
    c->layout.wish.scaling = scaling;
    size[0] = dots(page->size.width * scale + 0.001);
    size[1] = dots(page->size.height * scale + 0.001);
}

static bool start_resample(struct cells *c, const struct cell_page *page,
                           const uint32_t size[2])
{
    const struct resample_params params = {.width = page->width,
                                           .height = page->height,
                                           .target_width = size[0],
                                           .target_height = size[1],
                                           .num_columns = size[0],
                                           .num_rows = size[1]};

    c->resample = NULL;
    if (page->width == size[0] && page->height == size[1])
        return true;
    free(c->work);
    c->work = malloc(resample_work_size(&params));
    if (c->work == NULL)
        return fail(c, "There is not enough memory for the page.");
    c->resample = resample_start(c->work, &params);
    return true;
}

bool cells_page(struct cells *c, const struct page_wish *wish, const struct cell_page *page)
{
    const struct layout_wish layout = sheet_wish(c->options);
    struct layout_place place;
    uint32_t size[2];
    char why[256] = "";

    if (c->sheet.num_cells == 0) {
        if (!intake_page(c->in, wish, &c->side))
            return false;
        layout_start(&c->layout, &c->side, &layout, &page->size);
    }
    target_size(c, page, size);
    layout_place(&c->layout, sheet_cell(&c->sheet, c->in, c->options), size[0], size[1],
                 &place);
    if (!start_resample(c, page, size))
        return false;
    return sheet_add(&c->sheet, size[0], size[1], page->how, c->layout.quarters, &place,
                     &c->space, why, sizeof(why)) ||
           fail(c, no_room);
}

static bool put(struct cells *c, const uint8_t *gray)
{
    char why[256] = "";

    return sheet_put(&c->sheet, gray, why, sizeof(why)) || fail(c, no_room);
}

bool cells_line(struct cells *c, const uint8_t *gray)
{
    if (c->resample == NULL)
        return put(c, gray);
    resample_push(c->resample, gray, false);
    while ((gray = resample_pull(c->resample)) != NULL)
        if (!put(c, gray))
            return false;
    return true;
}

bool cells_end_page(struct cells *c)
{
    return sheet_leave_out(&c->sheet, c->options, c->in) ||
           c->sheet.num_cells < sheet_pages(c->options) ||
           sheet_print(&c->sheet, &c->side, c->in);
}

bool cells_end(struct cells *c)
{
    return c->sheet.num_cells == 0 || sheet_print(&c->sheet, &c->side, c->in);
}

void cells_clear(struct cells *c)
{
    sheet_clear(&c->sheet);
    free(c->work);
    c->work = NULL;
}
