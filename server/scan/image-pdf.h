/*
 * image-pdf.h - a PDF of scanned pages, in one pass: each page's encoded bytes go in as they
 * are (JPEG as DCTDecode, PNG as FlateDecode with its predictors), but for black and white,
 * whose dots are packed again as CCITTFaxDecode, a third as large; the number of pages need not
 * be known before.
 *
 * No library: what there is for C in Debian 12 (cairo, libharu) holds a document in memory up
 * to its end, or packs the pictures again. Effects: none of its own; bytes go to the sink.
 * Source: ISO 32000-1, sections 7.3 to 7.5, 7.4.6, 8.9.5.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_IMAGE_PDF_H
#define SERVER_SCAN_IMAGE_PDF_H

#include "scan-page.h"

#include <time.h>

struct pdf_writer;

struct pdf_facts {
    const char *title;   /* UTF-8; NULL: none */
    const char *creator; /* the scanner's make and model */
    time_t made;         /* 0: not told */
};

/* pdf_writer_new - the header goes out. out is copied, facts are not kept. NULL without memory.
 */
struct pdf_writer *pdf_writer_new(const struct pdf_facts *facts, const struct sink *out);

/*
 * pdf_writer_page - a page more.
 *
 * quarters   turned clockwise by so many quarters when it is shown (/Rotate)
 *
 * Reads the page once. RESULT_FORMAT when the page is not what its facts say, or damaged.
 */
MUST_CHECK enum result pdf_writer_page(struct pdf_writer *w, struct scan_page *page,
                                       unsigned quarters);

/* pdf_writer_end - the end of the document. One without pages is one without pages: callers
 * have one at least. */
MUST_CHECK enum result pdf_writer_end(struct pdf_writer *w);

void pdf_writer_free(struct pdf_writer *w);

#endif
