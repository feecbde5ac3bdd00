/*
 * pdf-text.h - a text of people as a string of PDF.
 * Effects: memory.
 * Source: ISO 32000-1, 7.3.4 and 7.9.2.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_PDF_TEXT_H
#define SERVER_SCAN_PDF_TEXT_H

/*
 * pdf_text - the string with its brackets: "(plain)" where all of it is printable ASCII, else
 * UTF-16 as "<FEFF...>".
 *
 * utf8   untrusted: each byte that is no UTF-8 becomes U+FFFD
 *
 * The caller frees it. NULL without memory.
 */
char *pdf_text(const char *utf8);

#endif
