/*
 * slim.h - SLIM band compression, the raster coding of UFR II LT.
 * Effects: none.
 * Source: driver/FORMAT-ufr2lt.md section 6.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_SLIM_H
#define DRIVER_SLIM_H

#include "result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The distances of FORMAT-ufr2lt.md 6.1. */
struct slim_params {
    uint8_t run_a, run_b;
    uint8_t line_a, line_b;
    int8_t offset_a, offset_b;
    uint16_t far;
};

extern const struct slim_params slim_params_normal;     /* 3,6,1,1,0,-6,80 */
extern const struct slim_params slim_params_color_tone; /* 2,1,1,1,0,8,80 */

/* The widest row: 10240 dots, A3 with room. */
#define SLIM_MAX_STRIDE 1280

/*
 * slim_bound - the most bytes one band's data block (header, codes, padding, final 80) takes,
 * whatever its pixels are.
 */
size_t slim_bound(size_t rows, size_t stride);

/*
 * slim_buffer_size - what slim_start_band wants for a band of so many rows: slim_bound and a
 * few bytes that the encoder may write beyond the block's end.
 */
size_t slim_buffer_size(size_t rows, size_t stride);

/* slim_history_size - bytes of memory slim_init wants for rows of stride bytes. */
size_t slim_history_size(size_t stride);

/* What a row changes in the state of a band: FORMAT-ufr2lt.md 6.2. Read with slim_ functions.
 */
struct slim_state {
    size_t used;          /* whole bytes in the block so far */
    uint64_t pending;     /* codes not yet in the block, from the most significant bit */
    unsigned num_bits;    /* of them; below 8 between two codes */
    uint64_t newest[2];   /* the dictionary, entry 0 in the low byte of newest[0] */
    unsigned num_newest;  /* entries */
    unsigned selector[3]; /* of line and run, 0 or 1; the third, for far, stays 0 */
    size_t rows;          /* in the band so far */
};

#define SLIM_NUM_COPIES 5 /* line A, line B, run A, run B, far */

/* An encoder. The members are the encoder's own. */
struct slim {
    struct slim_params params;
    size_t stride;
    size_t distance[SLIM_NUM_COPIES]; /* bytes; 0: not used for this stride */
    uint8_t *history;                 /* the caller's; two rows before the next, then room */
    size_t next;                      /* offset of the next row in history */
    uint8_t *block;                   /* the caller's */
    size_t block_size;
    struct slim_state state;
    uint16_t number_code[128]; /* the numbers of section 6.3 */
    uint8_t number_bits[128];
    uint8_t length_bits[SLIM_MAX_STRIDE + 1]; /* of prefix and number for a copy's length */
};

/*
 * slim_init - an encoder for rows of stride bytes.
 *
 * history   slim_history_size(stride) bytes, the caller's, for as long as s is used
 *
 * RESULT_UNSUPPORTED: stride is 0 or above SLIM_MAX_STRIDE, or one of the line distances does
 * not lie in 1 .. 2 * stride bytes, or a run distance or far is 0. (Two rows are all the
 * encoder remembers.)
 */
MUST_CHECK enum result slim_init(struct slim *s, const struct slim_params *params,
                                 size_t stride, void *history);

/*
 * slim_start_band - begin a band; nothing is remembered of the one before.
 *
 * block  size bytes, the caller's, until slim_end_band. With slim_buffer_size() of them no row
 *        can fail; with fewer, slim_row may.
 */
MUST_CHECK enum result slim_start_band(struct slim *s, uint8_t *block, size_t size);

/*
 * slim_row - the next row: stride bytes, MSB is the left dot, 1 is black.
 *
 * RESULT_SPACE: the buffer might not hold the row and the band's end. The row was not encoded;
 * slim_end_band still works.
 */
MUST_CHECK enum result slim_row(struct slim *s, const uint8_t *bits);

/* slim_size - bytes slim_end_band would return now; the greater of both kinds of end. */
size_t slim_size(const struct slim *s);

/*
 * slim_mark, slim_rewind - take back the rows encoded since the mark was taken in this band.
 * After a rewind only slim_end_band or slim_start_band may follow: the rows themselves are
 * forgotten.
 */
void slim_mark(const struct slim *s, struct slim_state *mark);
void slim_rewind(struct slim *s, const struct slim_state *mark);

/* How a band ends: FORMAT-ufr2lt.md 6.4. */
enum slim_end {
    SLIM_END_BAND,       /* more bands of this page follow */
    SLIM_END_PAGE,       /* the page's last band */
    SLIM_END_PAGE_TWICE, /* the same, as machines of class SL1024 get it */
};

/*
 * slim_end_band - complete the block.
 *
 * Returns the number of bytes at block, at most slim_bound(rows, stride).
 */
size_t slim_end_band(struct slim *s, enum slim_end end);

#endif
