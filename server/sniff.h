/*
 * sniff.h - what a document is, by its first bytes.
 *
 * Whatever is named here and not printed is refused by its name. Text is what is left when
 * nothing else fits and every byte of it could be text: a printer language that is printed as
 * text costs a ream of paper, a text that is refused costs a moment.
 * Effects: none. Source: the specifications of the formats; file signatures as the `file`
 * program's documentation and IANA's registrations tell them.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SNIFF_H
#define SERVER_SNIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sniffed {
    const char *format; /* MIME type; NULL: none that is known. Fixed, as are the others */
    const char *what;   /* for a sentence, with article: "a PDF document", "nothing" */
    size_t offset;      /* where it begins: behind a byte order mark, blanks, Ctrl-D */
    /* Of text/plain: "utf-8" (ASCII too), "utf-16le", "utf-16be", or "windows-1252" for eight
     * bits of a code page that is not known. NULL for others. */
    const char *charset;
    bool tbcp; /* PostScript in Adobe's tagged binary protocol: offset is behind its mark */
};

/*
 * sniff - look at the beginning of a document that is in no wrapper.
 *
 * bytes  n bytes, untrusted; 4096 are enough for all that is told here
 * whole  the document has no more than these
 *
 * text/plain is plain text only: program code of printers (PostScript without "%!", PCL, PJL)
 * and marked-up text (HTML, XML, RTF) are not.
 */
void sniff(const uint8_t *bytes, size_t n, bool whole, struct sniffed *result);

#endif
