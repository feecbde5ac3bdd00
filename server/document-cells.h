/*
 * document-cells.h - pages that come as pixels (raster, pictures), several on a side or two for
 * a booklet: each is made as large as its cell wants it, by averaging.
 *
 * Pages that are rendered here do not need this: they are rendered in that size. For
 * document-*.c only. Effects: nameless temporary files, as large as the pages on a side.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DOCUMENT_CELLS_H
#define SERVER_DOCUMENT_CELLS_H

#include "document-sheet.h"
#include "driver/resample.h"

/* A page that comes. */
struct cell_page {
    uint32_t width, height;          /* pixels of its lines */
    const struct page_turn_how *how; /* to make it upright, without a quarter; NULL: nothing */
    struct layout_size size;         /* its own, in dots of the sheet */
    bool fit; /* as large as the cell, though the job does not say so: it has no size */
};

/* Members are for document-cells.c. */
struct cells {
    struct intake *in;
    const struct job_options *options;
    struct scratch_space space;
    struct page_params side;
    struct layout layout;
    struct sheet sheet;
    void *work;
    struct resample *resample; /* NULL: lines are taken as they are */
};

/* cells_wanted - whether pages of pixels are to lie so. */
bool cells_wanted(const struct job_options *o);

void cells_init(struct cells *c, struct intake *in, const struct job_options *o);

/* A page, its lines from the top in gray, and its end. False: the intake knows why. wish is for
 * the sheet, where the page is the first one on it. */
bool cells_page(struct cells *c, const struct page_wish *wish, const struct cell_page *page);
bool cells_line(struct cells *c, const uint8_t *gray);
bool cells_end_page(struct cells *c);

/* cells_end - a side that is not full. False: the intake knows why. */
bool cells_end(struct cells *c);

void cells_clear(struct cells *c);

#endif
