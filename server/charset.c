/*
 * charset.c - see charset.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "charset.h"

#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* 0x80 to 0x9F of code page 1252; 0: nothing. The rest is as in Unicode. */
static const uint16_t upper_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* Character sets of which we let the C library convert: small tables, no states. Those with
 * shift states have crashed converters more than once, and no client needs them. */
static const char *const known_sets[] = {
    "iso-8859-1",   "iso-8859-2",   "iso-8859-3",   "iso-8859-4",   "iso-8859-5",
    "iso-8859-6",   "iso-8859-7",   "iso-8859-8",   "iso-8859-9",   "iso-8859-10",
    "iso-8859-13",  "iso-8859-14",  "iso-8859-15",  "iso-8859-16",  "windows-1250",
    "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255",
    "windows-1256", "windows-1257", "windows-1258",
};

/* The bytes of the character that begins here; 0: none does, or it is cut off. */
static size_t character(const uint8_t *b, size_t n)
{
    size_t more = b[0] < 0x80                    ? 0
                  : b[0] >= 0xC2 && b[0] <= 0xDF ? 1
                  : b[0] >= 0xE0 && b[0] <= 0xEF ? 2
                  : b[0] >= 0xF0 && b[0] <= 0xF4 ? 3
                                                 : 4;

    if (more == 4 || more >= n)
        return 0;
    for (size_t i = 1; i <= more; i++)
        if ((b[i] & 0xC0) != 0x80)
            return 0;
    if ((b[0] == 0xE0 && b[1] < 0xA0) || (b[0] == 0xED && b[1] > 0x9F) ||
        (b[0] == 0xF0 && b[1] < 0x90) || (b[0] == 0xF4 && b[1] > 0x8F))
        return 0;
    return more + 1;
}

size_t charset_utf8_length(const uint8_t *bytes, size_t n)
{
    size_t at = 0, step;

    while (at < n && (step = character(bytes + at, n - at)) > 0)
        at += step;
    return at;
}

size_t charset_cut(const char *text, size_t max)
{
    size_t n = strlen(text);

    if (n <= max)
        return n;
    for (n = max; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80; n--)
        ;
    return n;
}

/* Below U+10000; the number of bytes. */
static size_t encode(uint16_t c, uint8_t out[3])
{
    if (c < 0x80) {
        out[0] = (uint8_t)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (uint8_t)(0xC0 | c >> 6);
        out[1] = (uint8_t)(0x80 | (c & 0x3F));
        return 2;
    }
    out[0] = (uint8_t)(0xE0 | c >> 12);
    out[1] = (uint8_t)(0x80 | (c >> 6 & 0x3F));
    out[2] = (uint8_t)(0x80 | (c & 0x3F));
    return 3;
}

void charset_from_1252(const uint8_t *bytes, size_t n, char *utf8, size_t size)
{
    size_t used = 0;

    for (size_t i = 0; i < n; i++) {
        uint16_t c =
            bytes[i] >= 0x80 && bytes[i] < 0xA0 ? upper_1252[bytes[i] - 0x80] : bytes[i];
        uint8_t character_bytes[3];
        size_t length = encode(c != 0 ? c : '?', character_bytes);

        if (used + length >= size)
            break;
        memcpy(utf8 + used, character_bytes, length);
        used += length;
    }
    utf8[used] = '\0';
}

void charset_tidy(const uint8_t *bytes, size_t n, char *utf8, size_t size)
{
    size_t first = 0, last;

    if (charset_utf8_length(bytes, n) == n) {
        size_t length = n < size ? n : size - 1;

        memcpy(utf8, bytes, length);
        utf8[length] = '\0';
        while (length > 0 && charset_utf8_length(bytes, length) < length)
            utf8[--length] = '\0';
    } else
        charset_from_1252(bytes, n, utf8, size);
    last = strlen(utf8);
    for (size_t i = 0; i < last; i++)
        if ((unsigned char)utf8[i] < 0x20 || utf8[i] == 0x7F)
            utf8[i] = ' ';
    while (last > 0 && utf8[last - 1] == ' ')
        last--;
    while (first < last && utf8[first] == ' ')
        first++;
    memmove(utf8, utf8 + first, last - first);
    utf8[last - first] = '\0';
}

bool charset_known(const char *name)
{
    if (strcmp(name, "utf-8") == 0)
        return false; /* what nearly all say */
    for (size_t i = 0; i < sizeof(known_sets) / sizeof(known_sets[0]); i++)
        if (strcasecmp(name, known_sets[i]) == 0)
            return true;
    return false;
}

bool charset_to_utf8(const char *name, const char *text, char *utf8, size_t size)
{
    char *from; /* text: iconv does not write to it */
    size_t left = strlen(text), room = size - 1;
    iconv_t converter;
    bool good;

    if (!charset_known(name))
        return false;
    /* Windows' clients that say the one mean the other, which differs in control characters. */
    if (strcasecmp(name, "iso-8859-1") == 0 || strcasecmp(name, "windows-1252") == 0) {
        charset_from_1252((const uint8_t *)text, left, utf8, size);
        return true;
    }
    memcpy(&from, &text, sizeof(from));
    converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1) /* NOLINT(performance-no-int-to-ptr): POSIX says so */
        return false;
    good = iconv(converter, &from, &left, &utf8, &room) != (size_t)-1;
    *utf8 = '\0';
    (void)iconv_close(converter);
    return good;
}
