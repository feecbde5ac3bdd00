/*
 * page-options.h - options of a job about its pages as a whole, which the machine's ticket does
 * not have: they are followed here, before anything is sent.
 *
 *   imposition-template  none, signature (a booklet)                   PWG 5100.3
 *   page-delivery        same-order-face-down, reverse-order-face-down,
 *                        system-specified                              PWG 5100.3
 *   page-border          none, single, single-thick, double, double-thick    CUPS
 *   watermark            words, UTF-8                                  our own
 *   blank-pages          print, remove                                 our own
 *   number-up            1, 2, 4, 6, 9, 16                             RFC 8011
 *   presentation-direction-number-up  the words of value_direction     PWG 5100.3
 *
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_PAGE_OPTIONS_H
#define SERVER_PAGE_OPTIONS_H

#include "driver/border.h"
#include "driver/layout.h"

#include <cups/ipp.h>
#include <stdbool.h>
#include <stddef.h>

/* Bytes of a watermark, with the NUL. */
#define WATERMARK_MAX 128

/* All 0: nothing asked. */
struct page_options {
    bool booklet;
    bool reverse;      /* the last sheet first */
    bool remove_blank; /* pages without a dot are left out */
    enum border border;
    unsigned number_up; /* 0: not said */
    enum direction direction;
    char watermark[WATERMARK_MAX]; /* "": none */
};

/* page_options_set - an option by its name and value; false: none of these, or no value of it.
 */
bool page_options_set(struct page_options *o, const char *name, const char *value);

/* own_option_ok - whether an option of our own, of those above or of driver/ticket.h, may have
 * a value. */
bool own_option_ok(const char *name, const char *value);

/*
 * own_option_text - the value of an option of our own, as a client sent it: ASCII as value_text
 * has it, UTF-8 where it is words to be printed, which are not cut; and where IPP has the
 * option in the syntax that it has there only.
 *
 * False: it cannot be read.
 */
bool own_option_text(const char *name, ipp_attribute_t *attr, char *value, size_t n);

/* own_option_words - the keywords that an option of those above can have, the usual one first;
 * NULL: it has none. */
const char *const *own_option_words(const char *name, size_t *n);

#endif
