/*
 * toner.h - how much toner is left, estimated from the black dots that were printed.
 *
 * For machines that tell no level. An estimate and always called one: it does not know of
 * copies and faxes the machine made by itself, nor what was in the cartridge at first.
 * Effects: none. Plain numbers, to be kept by the caller.
 * Source: dealers' listings of C-EXV 18 / GPR-22 / NPG-32: about 8,400 pages at 6 %.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_TONER_H
#define DRIVER_TONER_H

#include "status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A4 at 600 dpi is 4961 x 7016 dots; 6 % of 8,400 such pages are black. */
#define TONER_CAPACITY_DOTS (UINT64_C(4961) * 7016 * 8400 * 6 / 100)

/* Toner that a page takes with toner saving on, of what it takes else [unverified]. */
#define TONER_SAVE_PERCENT 70

struct toner_estimate {
    uint64_t dots;          /* black dots since the cartridge was new, at 600 dpi */
    uint64_t capacity_dots; /* 0: no estimate is made */
};

/* toner_reset - a new cartridge; capacity_dots: 0 is TONER_CAPACITY_DOTS. */
void toner_reset(struct toner_estimate *e, uint64_t capacity_dots);

/* toner_add - one printed side. dpi of both directions; percent as TONER_SAVE_PERCENT, 100
 * without toner saving, at most 1000. Stops at UINT64_MAX. */
void toner_add(struct toner_estimate *e, uint64_t black_dots, unsigned dpi, unsigned percent);

/* toner_level_percent - 0..100; -1 when there is no estimate. Above 0 while anything is left.
 */
int toner_level_percent(const struct toner_estimate *e);

/* toner_supply - the estimate as a supply, marked as one, for status_merge. */
void toner_supply(const struct toner_estimate *e, struct supply *supply);

/* toner_count_black - the 1 bits of n bytes of lines; spare bits of a line must be 0. */
uint64_t toner_count_black(const uint8_t *bits, size_t n);

#endif
