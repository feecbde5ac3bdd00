/*
 * watermark.h - a few words across a sheet, as a PDF of one page.
 * Effects: writes to a descriptor; reads fonts.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef TEXT_PDF_WATERMARK_H
#define TEXT_PDF_WATERMARK_H

#include <stdbool.h>

/*
 * watermark_write - the words in light gray, from the lower left to the upper right, as large
 * as the sheet allows; one line, however long.
 *
 * fd              where the PDF goes
 * width, height   of the sheet as the reader holds it, points
 * utf8            the words
 *
 * False: it could not be written or there was no memory.
 */
bool watermark_write(int fd, double width, double height, const char *utf8);

#endif
