/*
 * text.h - sentences put together in the caller's memory, cut where it ends.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_TEXT_H
#define DRIVER_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* A text of at most size - 1 bytes and a NUL, which is there after every call. */
struct text {
    char *bytes;
    size_t size;
    size_t used; /* without the NUL */
};

/* Begin an empty text in bytes; size may be 0, then nothing is ever written. */
void text_init(struct text *text, char *bytes, size_t size);

/* Append a string. What does not fit is left out. */
void text_put(struct text *text, const char *string);

/* Append a number in decimal. */
void text_put_number(struct text *text, uint32_t number);

#endif
