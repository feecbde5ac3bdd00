/*
 * pages.h - lines of text laid out on the pages of a PDF, one line at a time.
 * Effects: writes to a descriptor; reads fonts.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef TEXT_PDF_PAGES_H
#define TEXT_PDF_PAGES_H

#include <stdbool.h>
#include <stddef.h>

struct pages;

/*
 * pages_new - a PDF without pages.
 *
 * fd              where its bytes go, as pages are done
 * width, height   of the sheet, points
 * margin          of all sides, points; less than half of them
 *
 * NULL: no memory.
 */
struct pages *pages_new(int fd, double width, double height, double margin);

/* pages_line - one line, UTF-8 without ends of lines; wrapped at words, then at characters. It
 * runs from the right where its first letter of a direction does. */
void pages_line(struct pages *p, const char *utf8, size_t n);

/* pages_break - the next line begins a page. At the very start there is nothing to end. */
void pages_break(struct pages *p);

/* pages_end - the last page and the end of the PDF, which has at least one page; frees p.
 * False: something could not be written or there was no memory. */
bool pages_end(struct pages *p);

#endif
