/*
 * ufr2lt-sheet.h - a page in memory, for groups that need it whole or otherwise than it is
 * read: turned, with fewer rows, or with two bits for a dot. Effects: none. Source:
 * driver/FORMAT-ufr2lt.md section 9.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_UFR2LT_SHEET_H
#define DRIVER_UFR2LT_SHEET_H

#include <stddef.h>
#include <stdint.h>

/*
 * sheet_turn - eight rows of a page turned by 90 degrees clockwise.
 *
 * bits    rows of stride bytes, MSB left
 * column  byte of a row: its eight columns, from the left, are the eight rows made; the top of
 *         a column is at the right
 * turned  8 rows of turned_stride bytes, white behind the page's last dot; turned_stride * 8 is
 *         not below rows
 */
void sheet_turn(const uint8_t *bits, size_t stride, uint32_t rows, size_t column,
                uint8_t *turned, size_t turned_stride);

/*
 * sheet_two_thirds - each three rows become two, in place; returns how many are left.
 *
 * One or two rows at the end that make no three are dropped, as the maker's driver does. A dot
 * that stands in only one of three rows stays, and two of three become one: thin lines are
 * neither lost nor doubled, and a halftone keeps its tone.
 */
uint32_t sheet_two_thirds(uint8_t *bits, size_t stride, uint32_t rows);

/* sheet_two_bits - each dot becomes two bits, in place: rows of 2 * stride bytes. */
void sheet_two_bits(uint8_t *bits, size_t stride, uint32_t rows);

#endif
