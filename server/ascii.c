/*
 * ascii.c - see ascii.h. The C library's iconv knows how letters are written without their
 * marks, in any locale of UTF-8; C.UTF-8 is always there.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ascii.h"

#include <iconv.h>
#include <locale.h>
#include <stdbool.h>
#include <string.h>

/* Bytes of the UTF-8 sequence that begins here, 1 for what begins none. */
static size_t sequence_length(const char *text, size_t n)
{
    unsigned char lead = (unsigned char)text[0];
    size_t wanted = lead >= 0xF8   ? 1
                    : lead >= 0xF0 ? 4
                    : lead >= 0xE0 ? 3
                    : lead >= 0xC0 ? 2
                                   : 1;
    size_t i;

    for (i = 1; i < wanted && i < n && ((unsigned char)text[i] & 0xC0) == 0x80; i++)
        ;
    return i;
}

static bool is_plain(char c)
{
    return (unsigned char)c >= 0x20 && (unsigned char)c < 0x7F;
}

/* One character that is not plain; the number of bytes put, at most room. */
static size_t put_character(iconv_t to_ascii, char *from, size_t n, char *to, size_t room)
{
    char near[16], *out = near;
    size_t left = sizeof(near), count = 1;

    if (n == 1 && (unsigned char)from[0] < 0x80)
        near[0] = ' ';
    else if (to_ascii == (iconv_t)-1 || iconv(to_ascii, &from, &n, &out, &left) == (size_t)-1 ||
             out == near)
        near[0] = '?';
    else
        count = (size_t)(out - near);
    if (to_ascii != (iconv_t)-1)
        (void)iconv(to_ascii, NULL, NULL, NULL, NULL);
    if (count > room)
        return 0;
    memcpy(to, near, count);
    return count;
}

void ascii_from_utf8(const char *text, char *ascii, size_t n)
{
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = utf8 != (locale_t)0 ? uselocale(utf8) : (locale_t)0;
    iconv_t to_ascii = iconv_open("ASCII//TRANSLIT", "UTF-8");
    size_t left = text ? strlen(text) : 0, used = 0;

    while (left > 0 && used + 1 < n) {
        size_t length = sequence_length(text, left);
        char character[4];

        if (is_plain(*text)) {
            ascii[used++] = *text;
        } else {
            memcpy(character, text, length);
            used += put_character(to_ascii, character, length, ascii + used, n - 1 - used);
        }
        text += length;
        left -= length;
    }
    ascii[used] = '\0';
    if (to_ascii != (iconv_t)-1)
        (void)iconv_close(to_ascii);
    if (utf8 != (locale_t)0) {
        (void)uselocale(before);
        freelocale(utf8);
    }
}
