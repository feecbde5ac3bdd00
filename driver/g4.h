/*
 * g4.h - the fax code of two dimensions, CCITT Group 4, a row at a time. The first bit is the
 * lowest of its byte (FillOrder 2 in TIFF's words), as this device's sisters read it.
 * Effects: none of its own; bytes go to the sink it was given.
 * Source: ITU-T T.6; driver/FORMAT-ufr2lt.md section 11.2.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_G4_H
#define DRIVER_G4_H

#include "sink.h"

#include <stdint.h>

#define G4_BUFFER 1024u

/* A page on its way. The members are its own. */
struct g4 {
    struct sink out;
    uint32_t width;
    size_t stride;
    uint8_t *reference; /* the row above, the caller's */
    uint32_t bits;      /* not in buffer yet, the first one lowest */
    unsigned num_bits;  /* under 8 between codes */
    size_t used;
    enum result result;
    uint8_t buffer[G4_BUFFER];
};

/*
 * g4_init - begin a page. Nothing is written yet.
 *
 * width      dots of a row, not 0
 * reference  (width + 7) / 8 bytes, the caller's, for as long as g is used; made white here
 * out        copied; gets up to G4_BUFFER bytes at a time
 *
 * The functions below return the first result that was not RESULT_OK, the sink's, and do
 * nothing more after it. There is no state but g and reference: running the same rows twice,
 * first into a sink that counts, tells the length of a page before it is written.
 */
void g4_init(struct g4 *g, uint32_t width, uint8_t *reference, const struct sink *out);

/* g4_row - the next row: (width + 7) / 8 bytes, MSB left, 1 is black; spare bits do not count.
 */
MUST_CHECK enum result g4_row(struct g4 *g, const uint8_t *bits);

/* g4_end - the end of the page's code (EOFB), zero bits up to a whole byte, and all that waits.
 */
MUST_CHECK enum result g4_end(struct g4 *g);

#endif
