/*
 * text-lines.c - see text-lines.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "text-lines.h"

#include <string.h>

#define BYTES_OF_CHARACTER 4u
#define NEAR_BYTES         512u /* from the end of a line that is too long, to look for a space */

enum { ESCAPE_NONE, ESCAPE_BEGUN, ESCAPE_PARAMETERS };

static void give_line(struct text_lines *l)
{
    l->line(l->ctx, l->text, l->length);
    l->length = 0;
}

/* Full: what comes before the last space of its end, or all of it. */
static void break_line(struct text_lines *l)
{
    size_t n = l->length, rest;

    while (n > l->length - NEAR_BYTES && l->text[n - 1] != ' ')
        n--;
    if (l->text[n - 1] != ' ')
        n = l->length;
    rest = l->length - n;
    l->line(l->ctx, l->text, n);
    memmove(l->text, l->text + n, rest);
    l->length = rest;
}

static void add_utf8(struct text_lines *l, uint32_t c)
{
    char *to = l->text + l->length;

    if (c < 0x80) {
        to[0] = (char)c;
        l->length += 1;
    } else if (c < 0x800) {
        to[0] = (char)(0xC0u | c >> 6);
        to[1] = (char)(0x80u | (c & 0x3Fu));
        l->length += 2;
    } else if (c < 0x10000) {
        to[0] = (char)(0xE0u | c >> 12);
        to[1] = (char)(0x80u | (c >> 6 & 0x3Fu));
        to[2] = (char)(0x80u | (c & 0x3Fu));
        l->length += 3;
    } else {
        to[0] = (char)(0xF0u | c >> 18);
        to[1] = (char)(0x80u | (c >> 12 & 0x3Fu));
        to[2] = (char)(0x80u | (c >> 6 & 0x3Fu));
        to[3] = (char)(0x80u | (c & 0x3Fu));
        l->length += 4;
    }
}

static void take_back(struct text_lines *l)
{
    while (l->length > 0 && ((uint8_t)l->text[--l->length] & 0xC0u) == 0x80)
        ;
}

/* Whether the character belongs to an escape sequence: ESC [ parameters letter, or ESC and a
 * character. */
static bool in_escape(struct text_lines *l, uint32_t c)
{
    if (c == 0x1B) {
        l->escape = ESCAPE_BEGUN;
        return true;
    }
    if (l->escape == ESCAPE_NONE)
        return false;
    if (l->escape == ESCAPE_BEGUN && c == '[')
        l->escape = ESCAPE_PARAMETERS;
    else if (c < 0x20 || c > 0x7E || l->escape == ESCAPE_BEGUN || c >= 0x40)
        l->escape = ESCAPE_NONE;
    return c >= 0x20 && c <= 0x7E; /* a control character or a letter of a text ends it */
}

static bool is_no_letter(uint32_t c)
{
    return (c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0xFEFF;
}

void text_lines_add(struct text_lines *l, uint32_t c)
{
    bool second = c == '\n' && l->carriage;

    l->carriage = c == '\r';
    if (second || in_escape(l, c))
        return;
    if (c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) {
        give_line(l);
    } else if (c == '\f') {
        if (l->length > 0)
            give_line(l);
        l->page(l->ctx);
    } else if (c == '\b') {
        take_back(l);
    } else if (!is_no_letter(c)) {
        if (l->length + BYTES_OF_CHARACTER > sizeof l->text)
            break_line(l);
        add_utf8(l, c);
    }
}

void text_lines_end(struct text_lines *l)
{
    if (l->length > 0)
        give_line(l);
}
