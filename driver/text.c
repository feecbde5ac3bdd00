/*
 * text.c - sentences put together in the caller's memory.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/text.h"

static void put_byte(struct text *text, char byte)
{
    if (text->size == 0 || text->used >= text->size - 1)
        return;
    text->bytes[text->used++] = byte;
    text->bytes[text->used] = '\0';
}

void text_init(struct text *text, char *bytes, size_t size)
{
    text->bytes = bytes;
    text->size = size;
    text->used = 0;
    if (size > 0)
        bytes[0] = '\0';
}

void text_put(struct text *text, const char *string)
{
    while (*string)
        put_byte(text, *string++);
}

void text_put_number(struct text *text, uint32_t number)
{
    char digits[10]; /* a uint32_t has at most 10 */
    size_t n = 0;

    do {
        digits[n++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (n > 0)
        put_byte(text, digits[--n]);
}
