/*
 * document-sheet.h - a side of a sheet made of pages that are turned, or lie several on it:
 * their lines are put away until the side is complete. For document-*.c only.
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
        uint32_t line_width;       /* of lines as they are put */
        uint32_t width, height;    /* of lines, after the turn */
        bool inked;                /* a line of it is not white */
    } cells[LAYOUT_MAX_UP];
    unsigned quarters; /* of the pages */
};

/* sheet_wish - how a job wants its pages to lie. sheet_pages - how many on a side that is made:
 * of a booklet one, the other half comes from another side. sheet_cell - the cell that the next
 * page of a sheet goes to. */
struct layout_wish sheet_wish(const struct job_options *o);
unsigned sheet_pages(const struct job_options *o);
unsigned sheet_cell(const struct sheet *s, const struct intake *in,
                    const struct job_options *o);

/*
 * sheet_add - begin the next page of a side.
 *
 * width, height  pixels of its lines, as they will be put; at most PIPELINE_MAX_WIDTH and
 *                PIPELINE_MAX_HEIGHT
 * how            what is to be done with it before it is upright, NULL: nothing
 * quarters       how far it is to be turned clockwise then
 * place          where it lies at last
 * space          must outlive the sheet
 *
 * False and a sentence in why.
 */
bool sheet_add(struct sheet *s, uint32_t width, uint32_t height,
               const struct page_turn_how *how, unsigned quarters,
               const struct layout_place *place, struct scratch_space *space, char *why,
               size_t why_size);

/* sheet_put - the page's next line from the top; false and a sentence. */
bool sheet_put(struct sheet *s, const uint8_t *line, char *why, size_t why_size);

/* sheet_drop - take the last page back: it did not come whole, or is not wanted. */
void sheet_drop(struct sheet *s);

/* sheet_leave_out - whether the last page, which came whole, was blank, is not wanted for that,
 * and was taken back. Blank is a page all of whose samples are white: no dot could come of it.
 * Of a page alone on its side this is not asked: the intake counts its dots. */
bool sheet_leave_out(struct sheet *s, const struct job_options *o, struct intake *in);

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
