/*
 * page-finish.c - see page-finish.h.
 *
 * A side that may be blank is held back as a number of white lines until its first dot: nothing
 * needs to be kept, and nothing has to be taken back.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "page-finish.h"

#include <stdlib.h>
#include <string.h>

static bool has_dots(const struct page_finish *f, const uint8_t *bits)
{
    return bits[0] != 0 ||
           (f->page.stride > 1 && memcmp(bits, bits + 1, f->page.stride - 1) != 0);
}

static bool adds_marks(const struct page_finish *f)
{
    return f->border != BORDER_NONE || f->watermark != NULL;
}

static enum result add_marks(struct page_finish *f, uint32_t y)
{
    for (unsigned i = 0; i < f->marks.num_places; i++)
        border_line(f->border, &f->page, &f->marks.places[i], y, f->line);
    if (f->watermark == NULL ||
        watermark_line(f->watermark, y, f->line, f->why, sizeof(f->why)))
        return RESULT_OK;
    return RESULT_IO;
}

/* A line with its marks; NULL: a white one. Lines of the language below the sheet have none. */
static enum result pass_line(struct page_finish *f, uint32_t y, const uint8_t *bits)
{
    enum result result = RESULT_OK;

    if (bits == NULL)
        memset(f->line, 0, f->page.stride);
    else
        memcpy(f->line, bits, f->page.stride);
    if (adds_marks(f) && y < f->page.paper_height)
        result = add_marks(f, y);
    return result == RESULT_OK ? f->next->write_line(f->next_work, f->line) : result;
}

/* The side is to be printed: what was held back of it goes on. */
static enum result pass_begin(struct page_finish *f)
{
    enum result result;

    f->passed = true;
    if (f->watermark != NULL &&
        !watermark_draw(f->watermark, &f->page, f->marks.quarters, f->why, sizeof(f->why)))
        return RESULT_IO;
    result = f->next->start_page(f->next_work, &f->page);
    for (uint32_t y = 0; result == RESULT_OK && y < f->lines; y++)
        result = pass_line(f, y, NULL);
    return result;
}

static enum result start_page(void *work, const struct page_params *page)
{
    struct page_finish *f = work;

    f->page = *page;
    f->passed = f->blank = false;
    f->lines = 0;
    f->why[0] = '\0';
    if (page->stride > f->line_size) {
        free(f->line);
        f->line = malloc(page->stride);
        f->line_size = f->line != NULL ? page->stride : 0;
    }
    if (f->line == NULL) {
        strcpy(f->why, "There is not enough memory for the page.");
        return RESULT_IO;
    }
    return f->remove_blank ? RESULT_OK : pass_begin(f);
}

static enum result write_line(void *work, const uint8_t *bits)
{
    struct page_finish *f = work;
    enum result result = RESULT_OK;

    if (!f->passed && has_dots(f, bits))
        result = pass_begin(f);
    if (result == RESULT_OK && f->passed)
        result = adds_marks(f) ? pass_line(f, f->lines, bits)
                               : f->next->write_line(f->next_work, bits);
    f->lines++;
    return result;
}

static enum result end_page(void *work)
{
    struct page_finish *f = work;
    enum result result = RESULT_OK;

    f->blank = !f->passed;
    if (f->blank)
        return RESULT_OK;
    for (; result == RESULT_OK && adds_marks(f) && f->lines < f->page.paper_height; f->lines++)
        result = pass_line(f, f->lines, NULL);
    return result == RESULT_OK ? f->next->end_page(f->next_work) : result;
}

const struct pdl_ops page_finish_ops = {
    .start_page = start_page, .write_line = write_line, .end_page = end_page};

void page_finish_clear(struct page_finish *f)
{
    free(f->line);
    f->line = NULL;
    f->line_size = 0;
}
