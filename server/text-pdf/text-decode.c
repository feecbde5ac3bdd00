/*
 * text-decode.c - see text-decode.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "text-decode.h"

#define BYTE_ORDER_MARK 0xFEFFu
#define LAST_CHARACTER  0x10FFFFu

/* Sequences that there must be for each broken one. */
#define GOOD_FOR_BAD 4u

/* 0x80 to 0x9F of Windows-1252; the rest of it is Latin-1. 0: not used. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static bool is_surrogate(uint32_t c)
{
    return c >= 0xD800 && c <= 0xDFFF;
}

static size_t put(struct text_decoder *d, uint32_t c, uint32_t *characters)
{
    bool mark = c == BYTE_ORDER_MARK && !d->started;

    d->started = true;
    *characters = c;
    return mark ? 0 : 1;
}

/* The first byte of a sequence. */
static size_t begin_utf8(struct text_decoder *d, uint8_t byte, uint32_t *characters)
{
    if (byte < 0x80)
        return put(d, byte, characters);
    if (byte >= 0xC2 && byte <= 0xDF) {
        d->value = byte & 0x1Fu;
        d->missing = 1;
        d->least = 0x80;
    } else if (byte >= 0xE0 && byte <= 0xEF) {
        d->value = byte & 0x0Fu;
        d->missing = 2;
        d->least = 0x800;
    } else if (byte >= 0xF0 && byte <= 0xF4) {
        d->value = byte & 0x07u;
        d->missing = 3;
        d->least = 0x10000;
    } else {
        d->bad++;
        return put(d, TEXT_REPLACEMENT, characters);
    }
    return 0;
}

static size_t decode_utf8(struct text_decoder *d, uint8_t byte, uint32_t *characters)
{
    size_t n = 0;

    if (d->missing > 0 && (byte & 0xC0u) != 0x80) { /* broken off; the byte begins anew */
        d->missing = 0;
        d->bad++;
        n = put(d, TEXT_REPLACEMENT, characters);
    }
    if (d->missing == 0)
        return n + begin_utf8(d, byte, characters + n);
    d->value = d->value << 6 | (byte & 0x3Fu);
    if (--d->missing > 0)
        return n;
    if (d->value < d->least || d->value > LAST_CHARACTER || is_surrogate(d->value)) {
        d->bad++;
        d->value = TEXT_REPLACEMENT;
    } else {
        d->good++;
    }
    return n + put(d, d->value, characters + n);
}

/* Two bytes are a unit, two units may be a pair. */
static size_t decode_utf16(struct text_decoder *d, uint8_t byte, uint32_t *characters)
{
    uint32_t unit, high = d->high;
    size_t n = 0;

    if (d->missing == 0) {
        d->value = byte;
        d->missing = 1;
        return 0;
    }
    d->missing = 0;
    unit = d->encoding == TEXT_UTF16_BE ? d->value << 8 | byte : (uint32_t)byte << 8 | d->value;
    d->high = 0;
    if (high != 0 && unit >= 0xDC00 && unit <= 0xDFFF)
        return put(d, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00), characters);
    if (high != 0)
        n = put(d, TEXT_REPLACEMENT, characters);
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        d->high = unit;
        return n;
    }
    return n + put(d, is_surrogate(unit) ? TEXT_REPLACEMENT : unit, characters + n);
}

static size_t decode_1252(struct text_decoder *d, uint8_t byte, uint32_t *characters)
{
    uint32_t c = byte;

    if (byte >= 0x80 && byte <= 0x9F)
        c = windows_1252[byte - 0x80] ? windows_1252[byte - 0x80] : TEXT_REPLACEMENT;
    return put(d, c, characters);
}

size_t text_decode(struct text_decoder *d, const uint8_t *bytes, size_t n, uint32_t *characters)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        if (d->encoding == TEXT_UTF8)
            count += decode_utf8(d, bytes[i], characters + count);
        else if (d->encoding == TEXT_WINDOWS_1252)
            count += decode_1252(d, bytes[i], characters + count);
        else
            count += decode_utf16(d, bytes[i], characters + count);
    return count;
}

enum text_encoding text_guess(const uint8_t *first, size_t n, const struct text_decoder *utf8)
{
    if (n >= 2 && first[0] == 0xFF && first[1] == 0xFE)
        return TEXT_UTF16_LE;
    if (n >= 2 && first[0] == 0xFE && first[1] == 0xFF)
        return TEXT_UTF16_BE;
    return utf8->good / GOOD_FOR_BAD >= utf8->bad ? TEXT_UTF8 : TEXT_WINDOWS_1252;
}
