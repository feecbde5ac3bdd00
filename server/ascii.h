/*
 * ascii.h - names for a machine whose character set is not known.
 * Effects: none but the C library's tables of characters.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_ASCII_H
#define SERVER_ASCII_H

#include <stddef.h>

/*
 * ascii_from_utf8 - the nearest ASCII: letters lose their marks, other characters become the
 * letters usual for them, or '?'. Control characters become spaces, bytes that are no UTF-8
 * '?'.
 *
 * text   NUL-terminated, untrusted; NULL is ""
 * ascii  out: n bytes with the NUL, n > 0; cut to what fits
 *
 * What the machine shows for other bytes is not known: FORMAT-ufr2lt.md section 10.
 */
void ascii_from_utf8(const char *text, char *ascii, size_t n);

#endif
