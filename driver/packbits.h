/*
 * packbits.h - PackBits, the run-length code of TIFF, of some sisters' page data and of PCL's
 * raster method 2.
 * Effects: none.
 * Source: TIFF 6.0 section 9; driver/FORMAT-ufr2lt.md section 11.1.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_PACKBITS_H
#define DRIVER_PACKBITS_H

#include <stddef.h>
#include <stdint.h>

/*
 * packbits_bound - the most bytes that n bytes can become: four for every three, where a byte
 * by itself and two alike take turns.
 */
size_t packbits_bound(size_t n);

/*
 * packbits_encode - one row by itself: no packet goes on into the next call's.
 *
 * bytes  n of them
 * out    room for packbits_bound(n); not the same memory
 *
 * Returns how many bytes were written, 0 for none. Cannot fail. Two bytes alike already are a
 * run, as in the maker's streams, which this reproduces; keeping them inside literals would
 * save about 1 %. The count -128 is never used.
 */
size_t packbits_encode(const uint8_t *bytes, size_t n, uint8_t *out);

#endif
