/*
 * tone.h - lighter, darker, steeper, flatter: what a person asks of the tones of a page.
 * Effects: none. Integers only: the same on every machine.
 * Source: driver/HALFTONE.md section 3.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_TONE_H
#define DRIVER_TONE_H

#include <stdint.h>

#define TONE_MAX 100

/* Each -TONE_MAX..TONE_MAX, 0 changes nothing. */
struct tone_adjust {
    int brightness; /* positive: grays become lighter */
    int contrast;   /* positive: grays move away from the middle one */
};

/*
 * tone_log - how many times a gray must be halved from white, after the adjustment: -log2 of
 * its share of white, in 1/65536.
 *
 * gray  1..255. Black stays black and white stays white whatever is asked, and of two grays the
 *       lighter one never becomes darker.
 */
uint32_t tone_log(uint8_t gray, const struct tone_adjust *adjust);

/* tone_power - 2^-(e / 65536) in 1/65536. */
uint32_t tone_power(uint32_t e);

/* tone_gray - a gray, 0..255, as the adjustment makes it, to the nearest. */
uint8_t tone_gray(uint8_t gray, const struct tone_adjust *adjust);

#endif
