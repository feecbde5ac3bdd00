/*
 * document-sheet.h - a side of a sheet made of pages that are turned, or lie several on it:
 * their lines are put away until the side is complete. For document-pages.c only.
 * Effects: nameless temporary files, as large as the pages.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DOCUMENT_SHEET_H
#define SERVER_DOCUMENT_SHEET_H

#include "driver/layout.h"
#include "intake.h"
#include "page-turn.h"

/* Members are for document-sheet.c, but for num_cells: pages put so far. All 0 at first. */
struct sheet {
    unsigned num_cells;
    struct sheet_cell {
        struct page_turn *lines;
        struct layout_place place; /* dots of the sheet */
        uint32_t width, height;    /* of lines, after the turn */
    } cells[LAYOUT_MAX_UP];
};

/*
 * sheet_add - begin the next page of a side.
 *
 * width, height  pixels of its lines, as they will be put; at most PIPELINE_MAX_WIDTH and
 *                PIPELINE_MAX_HEIGHT
 * quarters       how far it is to be turned clockwise
 * place          where it lies then
 * space          must outlive the sheet
 *
 * False and a sentence in why.
 */
bool sheet_add(struct sheet *s, uint32_t width, uint32_t height, unsigned quarters,
               const struct layout_place *place, struct scratch_space *space, char *why,
               size_t why_size);

/* sheet_put - the page's next line from the top; false and a sentence. */
bool sheet_put(struct sheet *s, const uint8_t *line, char *why, size_t why_size);

/* sheet_drop - take the last page back: it did not come whole. */
void sheet_drop(struct sheet *s);

/*
 * sheet_print - all pages onto the side that intake_page has begun; the sheet is empty then.
 *
 * One page alone may be of another size than its place: the pipeline makes it fit. Several must
 * not be.
 *
 * False: the intake knows why.
 */
bool sheet_print(struct sheet *s, const struct page_params *page, struct intake *in);

void sheet_clear(struct sheet *s);

#endif
