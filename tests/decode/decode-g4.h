/*
 * decode-g4.h - the reading side of CCITT Group 4, fed in pieces.
 * Effects: none; memory is the caller's. Source: ITU-T T.6 and T.4; driver/FORMAT-ufr2lt.md,
 * section on Group 4. SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECODE_DECODE_G4_H
#define DECODE_DECODE_G4_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UNG4_LONGEST_CODE 13u /* bits */

/* What a band has that the maker's driver never writes; it decodes all the same. */
enum ung4_oddity {
    UNG4_END = 1 << 0, /* behind the last row is something else than EOFB and zeros to a byte */
};

enum ung4_state { UNG4_MODE, UNG4_FIRST_RUN, UNG4_SECOND_RUN, UNG4_TAIL };

/* One band on its way. All members are private to decode-g4.c but the last two. */
struct ung4 {
    uint8_t *row; /* the one being made */
    size_t stride;
    uint32_t width;
    size_t rows_left;
    bool has_above; /* the row above is in front of row; else it is white */
    enum ung4_state state;
    bool at_start;   /* of the row: a change at dot 0 is still to the right */
    uint32_t x;      /* dots of the row that are made */
    uint32_t length; /* of the run being read, as far as its codes have come */
    bool black;      /* the colour of the next run */
    uint64_t window; /* the low window_bits bits are not decoded yet */
    unsigned window_bits;
    unsigned tail_bits; /* bits seen behind the last row, up to 32 */
    uint64_t block;     /* bytes of the data block */
    uint64_t seen;      /* of them, fed */
    bool has_tables;
    uint16_t runs[2][1 << UNG4_LONGEST_CODE]; /* by the next 13 bits: dots << 4 | bits */

    const char *error; /* NULL while all is well */
    unsigned oddities; /* enum ung4_oddity, complete after ung4_finish */
};

/* As unslim_start, unslim_feed and unslim_finish in decode-slim.h; *u is zero the first time.
 */
void ung4_start(struct ung4 *u, uint8_t *out, size_t stride, size_t rows, uint64_t block);
size_t ung4_feed(struct ung4 *u, const uint8_t *bytes, size_t n);
bool ung4_finish(struct ung4 *u);

#endif
