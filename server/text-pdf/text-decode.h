/*
 * text-decode.h - bytes of a text in an encoding that nobody names become characters.
 * Effects: none.
 * Source: The Unicode Standard, chapter 3 (UTF-8, UTF-16); WHATWG Encoding (windows-1252).
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef TEXT_PDF_TEXT_DECODE_H
#define TEXT_PDF_TEXT_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum text_encoding { TEXT_UTF8, TEXT_UTF16_LE, TEXT_UTF16_BE, TEXT_WINDOWS_1252 };

#define TEXT_REPLACEMENT 0xFFFDu /* for what is no character */

/* Bytes on their way to characters; zero is the start of UTF-8. */
struct text_decoder {
    enum text_encoding encoding;
    uint32_t value;     /* of the sequence so far */
    uint32_t least;     /* smallest value that may be spelled with so many bytes */
    unsigned missing;   /* bytes of the sequence */
    uint32_t high;      /* UTF-16: first half of a pair */
    bool started;       /* the first character has come: a mark of byte order may not follow */
    uint64_t good, bad; /* UTF-8: sequences of more than a byte; broken ones */
};

/*
 * text_decode - characters of some bytes.
 *
 * characters  out: room for 2 * n
 *
 * Gives their number. Sequences may be cut anywhere between two calls. Marks of byte order at
 * the start are left out; what is broken becomes TEXT_REPLACEMENT.
 */
size_t text_decode(struct text_decoder *d, const uint8_t *bytes, size_t n,
                   uint32_t *characters);

/*
 * text_guess - the encoding of a text that begins with some bytes, all of which have been
 * through a decoder of UTF-8.
 *
 * UTF-16 is only known by its mark. One broken byte does not make a long text in UTF-8
 * something else: it must have few good sequences for the broken ones in it.
 */
enum text_encoding text_guess(const uint8_t *first, size_t n, const struct text_decoder *utf8);

#endif
