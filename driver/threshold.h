/*
 * threshold.h - gray lines become black and white where the paper is not equally bright
 * everywhere: under a book's fold, on gray or coloured paper, in light letters on dark.
 *
 * What is compared with what, in a window of a tenth of an inch around each dot and against the
 * paper, the brightest of the last tenths of an inch nearby:
 *   something is there   (the samples differ by more than paper and scanner make them differ):
 *                        black is what is darker than their mean less a fifth, and less than
 *                        that where they differ much (Sauvola's rule, with the local paper for
 *                        white), so that thin gray letters, shaded ones and light ones on dark
 *                        are all told from their ground
 *   it is flat           black is what is darker than half of the paper: no specks come of
 *                        noise, and broad strokes and dark areas are not hollow
 * and in between a mixture of both.
 *
 * Lines come out with a delay. Memory is the caller's, grows with the width and the square of
 * the resolution's share in it (a fifth of an inch of lines), not with the height.
 * Effects: none. Integers only: the same on every machine.
 * Source: J. Sauvola, M. Pietikainen, Adaptive document image binarization, Pattern Recognition
 * 33 (2000); server/SCANNING.md for what was measured.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_THRESHOLD_H
#define DRIVER_THRESHOLD_H

#include <stddef.h>
#include <stdint.h>

#define THRESHOLD_MAX_WIDTH 65535u

struct threshold; /* in the caller's memory */

/* threshold_work_size - memory for lines of so many samples, 1 to THRESHOLD_MAX_WIDTH. */
size_t threshold_work_size(uint32_t width, unsigned dpi);

/* threshold_start - begin a page in work, aligned as malloc does. Cannot fail. */
struct threshold *threshold_start(void *work, uint32_t width, unsigned dpi);

/* threshold_push - the next line, width samples: 0 is black, 255 white; copied.
 * threshold_pull() must have returned NULL before. */
void threshold_push(struct threshold *t, const uint8_t *gray);

/* threshold_end - there are no more lines; those that wait can be pulled. */
void threshold_end(struct threshold *t);

/* threshold_pull - the next line in the order they came: (width + 7) / 8 bytes, the left dot in
 * the highest bit, 1 is black, spare bits 0; good until the next call. NULL: another one is
 * needed first, or all were given. */
const uint8_t *threshold_pull(struct threshold *t);

/* threshold_fixed - one line with one threshold for all: black is what is darker than level. */
void threshold_fixed(const uint8_t *gray, uint32_t width, unsigned level, uint8_t *bits);

#endif
