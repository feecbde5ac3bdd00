/*
 * pdf-text.c - a text of people as a string of PDF.
 * Effects: memory.
 * Source: ISO 32000-1, 7.3.4 and 7.9.2; RFC 3629, section 4.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pdf-text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NO_CHARACTER 0xFFFDu

static bool is_plain(const char *text)
{
    for (; *text; text++)
        if (*text < ' ' || *text > '~')
            return false;
    return true;
}

static char *plain_text(const char *text)
{
    char *string = malloc(2 * strlen(text) + 3), *to = string;

    if (!string)
        return NULL;
    *to++ = '(';
    for (; *text; *to++ = *text++)
        if (strchr("()\\", *text))
            *to++ = '\\';
    *to++ = ')';
    *to = '\0';
    return string;
}

/* How many bytes a character has by its first, 0: none begins so; its lowest value. */
static unsigned sequence_length(uint8_t first, uint32_t *least)
{
    if (first < 0x80) {
        *least = 0;
        return 1;
    }
    *least = first < 0xE0 ? 0x80 : first < 0xF0 ? 0x800 : 0x10000;
    return first < 0xC0 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF8 ? 4 : 0;
}

/* The character at *text, which goes on behind it. */
static uint32_t next_character(const uint8_t **text)
{
    const uint8_t *from = *text;
    uint32_t least, c = *from;
    unsigned i, n = sequence_length(*from, &least);

    *text = from + 1;
    if (n == 0)
        return NO_CHARACTER;
    if (n > 1)
        c &= 0x7Fu >> n;
    for (i = 1; i < n; i++) {
        if ((from[i] & 0xC0) != 0x80) /* the final NUL is none */
            return NO_CHARACTER;
        c = c << 6 | (from[i] & 0x3F);
    }
    if (c < least || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return NO_CHARACTER;
    *text = from + n;
    return c;
}

/* A character above U+FFFF is two of UTF-16's, of 4 bytes at least before: 4 digits for each
 * byte are enough. */
static char *unicode_text(const char *text)
{
    const uint8_t *from = (const uint8_t *)text;
    size_t size = 4 * strlen(text) + sizeof "<FEFF>";
    char *string = malloc(size), *to = string;

    if (!string)
        return NULL;
    to += snprintf(to, size, "<FEFF");
    while (*from) {
        uint32_t c = next_character(&from);

        if (c >= 0x10000) {
            to += snprintf(to, 5, "%04X", 0xD7C0 + (unsigned)(c >> 10));
            c = 0xDC00 + (c & 0x3FF);
        }
        to += snprintf(to, 5, "%04X", (unsigned)c);
    }
    memcpy(to, ">", 2);
    return string;
}

char *pdf_text(const char *utf8)
{
    return is_plain(utf8) ? plain_text(utf8) : unicode_text(utf8);
}
