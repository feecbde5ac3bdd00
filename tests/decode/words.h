/*
 * words.h - what the numbers of a UFR II LT ticket mean, in PWG and IPP words.
 * Effects: none. Source: driver/FORMAT-ufr2lt.md (tables), never driver/media.c.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECODE_WORDS_H
#define DECODE_WORDS_H

#include <stdint.h>

/* Each is NULL where the number is not known. */
const char *word_size(unsigned ticket_number);
const char *word_source(unsigned code);
const char *word_type(unsigned code);
const char *word_collate(unsigned finishing);
const char *word_edge(unsigned code);

/* "device", "off" or "on", for the tickets' -1, 1 and 2; NULL for others. */
const char *word_choice(int code);

/* "one-sided", "two-sided-long-edge" or "two-sided-short-edge". */
const char *word_sides(unsigned sides, unsigned edge);

/* Dots of the paper at 600 dpi; 0 where the size is not known. */
uint32_t paper_width(unsigned ticket_number);
uint32_t paper_height(unsigned ticket_number);

#endif
