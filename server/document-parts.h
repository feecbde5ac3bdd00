/*
 * document-parts.h - what the readers of documents share. For documents.c and document-*.c
 * only.
 *
 * documents.c tells formats apart and takes a document in, document-raster.c reads PWG and
 * Apple raster, document-picture.c pictures, document-file.c keeps a document in a file,
 * document-pages.c prints the pages of a file (PDF, PostScript, text). document-sheet.c puts
 * pages together where they are turned or several lie on a sheet; those of raster and pictures
 * get their size for it by document-cells.c.
 * Effects: see documents.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DOCUMENT_PARTS_H
#define SERVER_DOCUMENT_PARTS_H

#include "document-input.h"
#include "documents.h"
#include "intake.h"
#include "scratch.h"

/* Pages of PWG or Apple raster to their end, those that are wanted into the intake; what fails
 * is told to it. */
void document_read_raster(struct intake *in, struct document_input *input,
                          const struct job_options *options);

/* What the first page of raster asks, before anything of the input is read. False: that cannot
 * be told from its beginning. */
bool document_first_page(struct document_input *input, struct page_wish *wish);

/* One picture, JPEG or PNG. canceled and ctx are asked while it is decoded. */
void document_read_picture(struct intake *in, struct document_input *input,
                           const struct job_options *options, bool (*canceled)(void *ctx),
                           void *ctx);

/*
 * The pages of a document that renderer.h renders (PDF, PostScript, text), as page-ranges,
 * number-up, print-scaling and orientation-requested say (driver/layout.h): each side into the
 * intake as soon as its last page is rendered; what fails is told to it.
 *
 * fd       a file; the caller's
 * format   one that renderer_can() knows
 * options  where they name no paper, each page's size chooses its own, except for fit and
 *          fill: those mean the queue's usual paper then
 *
 * Returns when the document has ended, failed or was canceled.
 */
void document_print_pages(struct intake *in, int fd, const char *format,
                          const struct job_options *options, bool (*canceled)(void *ctx),
                          void *ctx);

/* The same for any format but the machine's own: what else would have become pages as it came
 * in. */
void document_make_pages(struct intake *in, int fd, const char *format,
                         const struct job_options *options, bool (*canceled)(void *ctx),
                         void *ctx);

/* A nameless file for a document, and more bytes at its end: scratch.h, in words about the
 * document. False and a sentence. */
bool document_scratch(struct scratch *file, struct scratch_space *space, char *why,
                      size_t why_size);
bool document_keep(struct scratch *file, const void *bytes, size_t n, char *why,
                   size_t why_size);

/* The whole document into such a file. False and a sentence; the file is closed then. */
bool document_to_file(struct document_input *input, struct scratch *file,
                      struct scratch_space *space, char *why, size_t why_size);

#endif
