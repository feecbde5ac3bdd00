/*
 * preview.h - sides as they will come out, as pictures: made by what makes them for the machine
 * (documents, renderer, sandbox, pipeline), and then made smaller. So page ranges, several on a
 * side, borders, booklets and the rest are as on paper.
 * Effects: child processes and temporary files, as renderer.h has them.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_PREVIEW_H
#define SERVER_PREVIEW_H

#include "driver/models.h"
#include "job-options.h"

#include <stdbool.h>
#include <stddef.h>

#define PREVIEW_DPI 100u

struct preview_page {
    void *png; /* of malloc */
    size_t n;
    unsigned width, height; /* pixels */
};

/* Who gets the pages. */
struct preview_taker {
    /* a page, in order; png is the taker's from then on. False: no more are wanted */
    bool (*page)(void *ctx, const struct preview_page *page);
    /* asked all the time; true ends it. From the caller's thread */
    bool (*canceled)(void *ctx);
    void *ctx;
};

/*
 * preview_make - the sides of a document.
 *
 * fd       a file; its offset changes
 * format   one that document_format_usable() knows, not a machine's own
 *
 * False and a sentence: it cannot be printed; pages may have come before. True too when the
 * taker wanted no more.
 */
bool preview_make(int fd, const char *format, const struct model *model,
                  const struct job_options *options, const struct preview_taker *taker,
                  char *why, size_t why_size);

#endif
