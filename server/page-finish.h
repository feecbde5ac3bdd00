/*
 * page-finish.h - what is done with the dots of a side between the halftone and the language:
 * sides without a dot are left out, borders and a watermark are added.
 *
 * Dots are only ever added: what is black stays black, so text under a watermark is untouched,
 * and both lie on each kind of document alike. Effects: those of watermark.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_PAGE_FINISH_H
#define SERVER_PAGE_FINISH_H

#include "driver/border.h"
#include "watermark.h"

/* How pages lie on a side. */
struct page_marks {
    unsigned quarters; /* the pages are turned so far clockwise */
    unsigned num_places;
    struct layout_place places[LAYOUT_MAX_UP];
};

/* A side on its way. All 0 at first; next and next_work are to be set. */
struct page_finish {
    bool remove_blank;
    enum border border;
    struct watermark *watermark; /* NULL: none; not ours */
    struct page_marks marks;     /* of the side that comes */

    const struct pdl_ops *next; /* start_page, write_line, end_page */
    void *next_work;

    bool blank;    /* the last side had no dot and was left out; good after end_page */
    char why[256]; /* what went wrong here; "" */

    /* its own */
    struct page_params page;
    bool passed; /* the side has been begun behind us */
    uint32_t lines;
    uint8_t *line;
    size_t line_size;
};

/* Begins, lines and ends of sides; work is a struct page_finish. RESULT_IO: see why, or it is
 * of next. */
extern const struct pdl_ops page_finish_ops;

/* page_finish_clear - free what it has taken. */
void page_finish_clear(struct page_finish *f);

#endif
