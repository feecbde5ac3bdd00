/*
 * buffer.h - bytes of a test: a growing buffer that is a sink, which can be made to fail, and
 * codes written as text of 0 and 1.
 * Effects: memory from malloc.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_BUFFER_H
#define UNIT_BUFFER_H

#include "driver/sink.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct buffer {
    uint8_t *bytes;
    size_t n, room;
    unsigned writes;     /* so far */
    unsigned fail_write; /* the number of the write that fails, from 1; 0: none */
};

static inline bool buffer_append(struct buffer *b, const void *bytes, size_t n)
{
    if (b->room - b->n < n) {
        size_t room = 2 * (b->room + n);
        uint8_t *more = realloc(b->bytes, room);

        if (!more)
            return false;
        b->bytes = more;
        b->room = room;
    }
    if (n > 0)
        memcpy(b->bytes + b->n, bytes, n);
    b->n += n;
    return true;
}

/* struct sink's write; ctx is the buffer. */
static inline enum result buffer_write(void *ctx, const void *bytes, size_t n)
{
    struct buffer *b = ctx;

    b->writes++;
    return b->writes != b->fail_write && buffer_append(b, bytes, n) ? RESULT_OK : RESULT_IO;
}

static inline bool buffer_equals(const struct buffer *b, const void *bytes, size_t n)
{
    return b->n == n && (n == 0 || memcmp(b->bytes, bytes, n) == 0);
}

static inline void buffer_free(struct buffer *b)
{
    free(b->bytes);
    memset(b, 0, sizeof *b);
}

/* Hexadecimal text, spaces anywhere. */
static inline void buffer_append_hex(struct buffer *b, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";
    unsigned byte = 0, count = 0;

    for (; *text != '\0'; text++) {
        const char *digit = strchr(digits, *text);

        if (!digit)
            continue;
        byte = byte << 4 | (unsigned)(digit - digits);
        if (++count % 2 == 0)
            buffer_append(b, &(uint8_t){(uint8_t)byte}, 1);
    }
}

/* Bits in the making. */
struct bits {
    struct buffer bytes;
    unsigned pending, num_pending;
};

static inline void bits_append(struct bits *b, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text != '0' && *text != '1')
            continue;
        b->pending = b->pending << 1 | (unsigned)(*text - '0');
        if (++b->num_pending == 8) {
            buffer_append(&b->bytes, &(uint8_t){(uint8_t)b->pending}, 1);
            b->pending = b->num_pending = 0;
        }
    }
}

/*
 * A SLIM data block around codes: header, the band's end, padding, XOR, final 80, by
 * FORMAT-ufr2lt.md 6.1 and 6.4. The bits are used up.
 */
static inline void buffer_append_block(struct buffer *b, const char *params_hex, bool last,
                                       struct bits *codes)
{
    struct buffer *bytes = &codes->bytes;
    uint8_t len[4] = {0};
    size_t i, n;

    bits_append(codes, "11111110 00");
    while (codes->num_pending != 0 || bytes->n % 4 != 0)
        bits_append(codes, "1");
    if (last)
        buffer_append_hex(bytes, "FE 7F FF FF");
    n = last ? bytes->n : bytes->n + 4;
    for (i = 0; i < 4; i++)
        len[i] = (uint8_t)(n >> 8 * i);
    for (i = 0; i < bytes->n; i++)
        bytes->bytes[i] ^= 0x43;
    buffer_append_hex(b, params_hex);
    buffer_append_hex(b, last ? "00" : "01");
    buffer_append(b, len, 4);
    buffer_append(b, bytes->bytes, bytes->n);
    buffer_append_hex(b, "80");
    buffer_free(bytes);
}

#endif
