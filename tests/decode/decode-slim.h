/*
 * decode-slim.h - the reading side of SLIM, the band compression of UFR II LT, fed in pieces.
 * Effects: none; memory is the caller's. Source: driver/FORMAT-ufr2lt.md, section on SLIM.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECODE_DECODE_SLIM_H
#define DECODE_DECODE_SLIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UNSLIM_HEADER    13u                  /* bytes before the codes */
#define UNSLIM_MIN_BLOCK (UNSLIM_HEADER + 1u) /* and the last byte, 80 */

/* What a band has that the maker's driver never writes; it decodes all the same. */
enum unslim_oddity {
    UNSLIM_PARAMETERS = 1 << 0, /* neither of the two known parameter sets */
    UNSLIM_LENGTH = 1 << 1,     /* the header's len does not fit the block */
    UNSLIM_PADDING = 1 << 2,    /* after the end code stands something else */
    UNSLIM_LAST_BYTE = 1 << 3,  /* the block does not end in 80 */
    UNSLIM_ROW_END = 1 << 4,    /* a copy goes on beyond the end of its row */
};

/* One band on its way. All members are private to decode-slim.c but the last three. */
struct unslim {
    uint8_t *out;
    size_t size;   /* bytes that must come out */
    size_t stride; /* bytes of a row */
    size_t pos;
    uint64_t block;  /* bytes of the data block */
    uint64_t seen;   /* of them, fed */
    uint64_t window; /* the low window_bits bits are not decoded yet */
    unsigned window_bits;
    unsigned prefix; /* added to the next copy */
    long run[2];     /* the distances of 6.2 */
    long line[2];
    long far;
    unsigned run_selected;
    unsigned line_selected;
    uint8_t dictionary[16]; /* the newest first */
    unsigned dictionary_size;
    uint8_t header[UNSLIM_HEADER];
    uint64_t tail_bits; /* bits seen after the end code */
    uint64_t end_bit;   /* where they begin, from the first code bit */
    bool ended;
    bool tail_differs[2]; /* from each of the two ways to end a band */

    const char *error; /* NULL while all is well */
    unsigned oddities; /* enum unslim_oddity, complete after unslim_finish */
    bool more;         /* the header says that more bands of the page follow */
};

/*
 * unslim_start - begin a band.
 *
 * out     rows * stride bytes, kept by the caller until the end; neither is 0
 * block   bytes of the data block that will be fed
 */
void unslim_start(struct unslim *u, uint8_t *out, size_t stride, size_t rows, uint64_t block);

/*
 * unslim_feed - the next n bytes of the block, no more than it has.
 *
 * Returns how many were taken: n, or fewer when u->error tells what is wrong with the band.
 */
size_t unslim_feed(struct unslim *u, const uint8_t *bytes, size_t n);

/* unslim_finish - the whole block was fed. False and u->error when rows are missing. */
bool unslim_finish(struct unslim *u);

#endif
