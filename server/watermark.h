/*
 * watermark.h - words that lie across each side of a job, as dots to be added to its own.
 *
 * They are drawn once for each size of sheet and each way a page lies on it, by the program
 * that lays out text (RENDERING.md), and kept in a nameless file: a side takes a line at a
 * time. Effects: child processes, nameless temporary files.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_WATERMARK_H
#define SERVER_WATERMARK_H

#include "driver/pdl.h"
#include "scratch.h"

#include <stdbool.h>

struct watermark;

/*
 * watermark_new - nothing is drawn yet.
 *
 * text      UTF-8, kept by pointer
 * space     for the files; must outlive it
 * canceled  asked while it is drawn; ctx is for it
 *
 * NULL without memory.
 */
struct watermark *watermark_new(const char *text, struct scratch_space *space,
                                bool (*canceled)(void *ctx), void *ctx);

/*
 * watermark_draw - the words for a sheet, if they are not drawn already; on the thread that
 * reads them.
 *
 * quarters   how far the side's pages are turned clockwise, 0 to 3
 *
 * False and a sentence; "" when it was canceled.
 */
bool watermark_draw(struct watermark *w, const struct page_params *page, unsigned quarters,
                    char *why, size_t why_size);

/* watermark_line - add line y of what was drawn last to a line of the sheet. False and a
 * sentence. */
bool watermark_line(struct watermark *w, uint32_t y, uint8_t *bits, char *why, size_t why_size);

void watermark_free(struct watermark *w); /* NULL is fine */

#endif
