/*
 * charset.h - text of clients that is not UTF-8 becomes UTF-8.
 *
 * Old clients write names in the code page of their computer and call it UTF-8. Which code page
 * it was cannot be told from a few bytes; the one of western Europe and America is the most
 * frequent by far, and text in another one stays printable, though it reads wrong.
 * Effects: none; charset_to_utf8 uses the C library's converter.
 * Source: RFC 3629; the Unicode Consortium's table of Windows code page 1252.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CHARSET_H
#define SERVER_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * charset_utf8_length - how many of n bytes are well-formed UTF-8 (no surrogates, no overlong
 * forms, at most U+10FFFF); n: all. A character that is cut off by the end is not counted.
 */
size_t charset_utf8_length(const uint8_t *bytes, size_t n);

/* charset_cut - the length of the longest beginning of UTF-8 text that has at most max bytes
 * and ends between two characters. */
size_t charset_cut(const char *text, size_t max);

/*
 * charset_from_1252 - text of Windows code page 1252 as UTF-8.
 *
 * bytes  n bytes, untrusted. The five that stand for nothing become '?'
 * utf8   out: size bytes with the NUL, size > 0; cut between two characters
 */
void charset_from_1252(const uint8_t *bytes, size_t n, char *utf8, size_t size);

/* charset_tidy - a name of a stranger as one that may be shown and kept: what is no UTF-8 is
 * taken for code page 1252, control characters become spaces, blanks at the ends are left out.
 */
void charset_tidy(const uint8_t *bytes, size_t n, char *utf8, size_t size);

/* charset_known - whether charset_to_utf8 takes text of this character set: those of one byte a
 * character that IANA names iso-8859-N and windows-125N. Upper and lower case are the same. */
bool charset_known(const char *name);

/* charset_to_utf8 - from a character set that charset_known knows; false: it was not possible.
 */
bool charset_to_utf8(const char *name, const char *text, char *utf8, size_t size);

#endif
