/*
 * output.h - the bytes of a PDF from cairo to a descriptor.
 * Effects: writes to the descriptor.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef TEXT_PDF_OUTPUT_H
#define TEXT_PDF_OUTPUT_H

#include <cairo.h>

/* output_write - all n bytes, for cairo's surfaces; ctx: an int, the descriptor. */
cairo_status_t output_write(void *ctx, const unsigned char *bytes, unsigned n);

#endif
