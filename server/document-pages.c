/*
 * document-pages.c - documents whose pages are made by a renderer. There is none yet, so none of
 * them is taken (renderer_can).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "document-parts.h"

void document_print_pages(struct intake *in, int fd, const char *format,
                          const struct job_options *options, bool (*canceled)(void *ctx),
                          void *ctx)
{
    (void)fd;
    (void)format;
    (void)options;
    (void)canceled;
    (void)ctx;
    intake_fail(in, JOB_UNPRINTABLE, "This computer has no renderer for the document.");
}
