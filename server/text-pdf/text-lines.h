/*
 * text-lines.h - characters become lines: ends of lines of all systems, new pages, and nothing
 * left that is no letter.
 * Effects: calls the function that takes the lines.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef TEXT_PDF_TEXT_LINES_H
#define TEXT_PDF_TEXT_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A longer line is broken, at a space if there is one near: what is laid out at a time is
 * bounded, whatever comes. */
#define TEXT_LINE_BYTES 8192u

struct text_lines {
    /* a line in UTF-8, not NUL-terminated, tabs in it; n may be 0 */
    void (*line)(void *ctx, const char *utf8, size_t n);
    void (*page)(void *ctx); /* a form feed, between two lines */
    void *ctx;

    /* all else is zero at the start */
    char text[TEXT_LINE_BYTES];
    size_t length;
    bool carriage;  /* the last character was a carriage return */
    uint8_t escape; /* in a terminal's escape sequence: 1 after ESC, 2 in its parameters */
};

/*
 * text_lines_add - one more character.
 *
 * CR, LF, CR LF, NEL, line and paragraph separators end a line. A backspace takes back the
 * character before it, so that letters which are overstruck to look bold come once. Sequences
 * that colour a terminal are left out, and all other control characters but the tab.
 */
void text_lines_add(struct text_lines *l, uint32_t character);

/* text_lines_end - the last line, if it has no end. */
void text_lines_end(struct text_lines *l);

#endif
