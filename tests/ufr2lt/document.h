/*
 * document.h - pages to encode: PWG, URF and CUPS raster, PBM (P4 and P1), read line by line.
 * Effects: reads files. SPDX-License-Identifier: Apache-2.0
 */
#ifndef UFR2LT_DOCUMENT_H
#define UFR2LT_DOCUMENT_H

#include "driver/pipeline.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct document;

struct document_page {
    enum pixel pixel;
    uint32_t width, height;
    uint32_t x_dpi, y_dpi;          /* 0: dots of the machine, as in a PBM */
    uint32_t width_hmm, length_hmm; /* of the sheet it is made for; 0: not said */
};

/* document_open - "-" is standard input. NULL and a sentence in why when it is none of ours. */
struct document *document_open(const char *path, char *why, size_t why_size);

/*
 * document_page - the next page.
 *
 * 1: there is one; 0: the document has ended; -1: it is damaged, see why.
 */
int document_page(struct document *document, struct document_page *page, char *why,
                  size_t why_size);

/* document_line - the next line of the page, pixel_line_bytes() of it, of which there are
 * page->height. False and why when the document breaks off. */
bool document_line(struct document *document, const struct document_page *page, uint8_t *line,
                   char *why, size_t why_size);

void document_close(struct document *document);

#endif
