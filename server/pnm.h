/*
 * pnm.h - headers of binary PBM, PGM and PPM pictures (P4, P5, P6), read byte by byte, as they
 * come from a program that may have been taken over by the document it reads.
 * Effects: none.
 * Source: Netpbm, pbm(5), pgm(5), ppm(5).
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_PNM_H
#define SERVER_PNM_H

#include "driver/pipeline.h"

#include <stdbool.h>
#include <stdint.h>

#define PNM_MAX_HEADER 512 /* bytes, comments included */
#define PNM_MAX_SIDE   1000000000u

enum pnm_step {
    PNM_MORE, /* the header goes on */
    PNM_DONE, /* that was its last byte; the lines follow */
    PNM_BAD,  /* it is none */
};

struct pnm {
    enum pixel pixel;       /* PIXEL_BLACK1, PIXEL_GRAY8 or PIXEL_RGB8 */
    uint32_t width, height; /* 1 to PNM_MAX_SIDE */

    /* while reading */
    unsigned read;   /* bytes */
    unsigned fields; /* numbers that are complete, after the kind */
    uint32_t number;
    bool digits, comment;
};

/* pnm_start - before the first byte of a header. */
void pnm_start(struct pnm *pnm);

/* pnm_byte - the next byte of a header. After PNM_DONE: pixel, width and height are set, and
 * pixel_line_bytes() of them follow for each line. */
enum pnm_step pnm_byte(struct pnm *pnm, uint8_t byte);

#endif
