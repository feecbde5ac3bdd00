/*
 * unwrap.h - documents as printer drivers wrap them: what was wrapped, and what the wrapper
 * asks of the printer.
 *
 * Drivers for PostScript printers put PJL (printer job language) before and after a document:
 *
 *   ESC %-12345X @PJL SET COPIES=2 <newline> ... @PJL ENTER LANGUAGE=POSTSCRIPT <newline>
 *   %!PS-Adobe-3.0 ... ESC %-12345X
 *
 * others a Ctrl-D, and some quote control characters (TBCP). A look at the beginning tells what
 * there is; then the document is passed through, and comes out bare.
 * Effects: none; unwrap_apply changes a message. Source: HP, "Printer Job Language Technical
 * Reference Manual"; Adobe, "Serial and Parallel Communications Protocols and Extensions".
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_UNWRAP_H
#define SERVER_UNWRAP_H

#include "sniff.h"

#include <cups/ipp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What PJL said; keywords of IPP, which are fixed. */
struct unwrap_wishes {
    int copies;                         /* 1 to 999; 0: it said nothing */
    bool collated;                      /* they are sets (QTY, not COPIES) */
    const char *sides, *media, *source; /* NULL: it said nothing */
    const char *toner_save;             /* "on", "off"; NULL */
    bool duplex, duplex_said;           /* what sides is made of */
    bool short_edge;
    char name[256], user[256]; /* UTF-8, without control characters; "" */
};

struct unwrap_info {
    struct sniffed document; /* offset counts from the first byte of all; format NULL and what
                                "PJL without a document" when there is only PJL */
    bool wrapped;            /* there is a universal exit; the next one ends the document */
    char language[32];       /* what ENTER LANGUAGE says, in capitals; "" */
    struct unwrap_wishes wishes;
};

/*
 * unwrap_look - what a document is.
 *
 * start  its first n bytes, untrusted: INPUT_PEEK_MAX, fewer only if there are no more
 * whole  there are no more
 *
 * True when the format is known, printed or not. PJL of which the end is not within start makes
 * a document of an unknown kind.
 */
bool unwrap_look(const uint8_t *start, size_t n, bool whole, struct unwrap_info *info);

/* unwrap_apply - add what PJL asks to job attributes that say nothing about it (copies, sides,
 * media and its source, toner-save). job-name and the user are the caller's. */
void unwrap_apply(const struct unwrap_wishes *wishes, ipp_t *attributes);

/* A document on its way. Members are for unwrap.c. */
struct unwrap {
    size_t skip;      /* of the beginning, still to come */
    bool tbcp, quote; /* its protocol; the last byte was the quoting one */
    bool postscript;  /* a Ctrl-D at its end is none of its bytes */
    bool wrapped, ended;
    uint8_t held[64]; /* what may be the end: decided by what follows */
    size_t num_held;
};

/* The most bytes unwrap_pass gives for n, and unwrap_finish. */
#define UNWRAP_ROOM(n) ((n) + 64)

void unwrap_begin(struct unwrap *u, const struct unwrap_info *info);

/*
 * unwrap_pass - the next n bytes of all, from the very first on; the document's bytes among
 * them, and those that were held back before.
 *
 * out  UNWRAP_ROOM(n) bytes; not within in
 *
 * Returns how many there are. Behind the document's end: 0.
 */
size_t unwrap_pass(struct unwrap *u, const uint8_t *in, size_t n, uint8_t *out);

/* unwrap_finish - there are no more bytes: those held back that belong to the document. */
size_t unwrap_finish(struct unwrap *u, uint8_t *out);

/* unwrap_needed - false: a document without any wrapper, which may be read as it is. */
bool unwrap_needed(const struct unwrap_info *info);

#endif
