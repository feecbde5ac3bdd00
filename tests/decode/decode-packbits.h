/*
 * decode-packbits.h - the reading side of PackBits, fed in pieces.
 * Effects: none; memory is the caller's. Source: driver/FORMAT-ufr2lt.md, section on PackBits.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECODE_DECODE_PACKBITS_H
#define DECODE_DECODE_PACKBITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a band has that the maker's driver never writes; it decodes all the same. */
enum unpackbits_oddity {
    UNPACKBITS_ROW_END = 1 << 0, /* a packet goes on beyond the end of its row */
    UNPACKBITS_NOTHING = 1 << 1, /* a count of 80 before the last byte */
    UNPACKBITS_END = 1 << 2,     /* the block does not end in 80 */
};

/* One band on its way. All members are private to decode-packbits.c but the last two. */
struct unpackbits {
    uint8_t *out;
    size_t size;   /* bytes that must come out */
    size_t stride; /* bytes of a row */
    size_t pos;
    uint64_t block; /* bytes of the data block */
    uint64_t seen;  /* of them, fed */
    size_t left;    /* bytes of the open packet that are still to be made */
    bool is_run;
    bool has_end; /* the block's last byte is 80 */

    const char *error; /* NULL while all is well */
    unsigned oddities; /* enum unpackbits_oddity, complete after unpackbits_finish */
};

/* As unslim_start, unslim_feed and unslim_finish in decode-slim.h. */
void unpackbits_start(struct unpackbits *u, uint8_t *out, size_t stride, size_t rows,
                      uint64_t block);
size_t unpackbits_feed(struct unpackbits *u, const uint8_t *bytes, size_t n);
bool unpackbits_finish(struct unpackbits *u);

#endif
