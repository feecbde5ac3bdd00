/*
 * device-language.h - which printer languages a machine names, in whatever words.
 * Effects: none.
 * Source: the CMD values of IEEE-1284 ids of many makers' machines; RFC 3805 and IANA's list
 * for prtInterpreterLangFamily. README.md names what is known of Canon's words.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_DEVICE_LANGUAGE_H
#define DRIVER_DEVICE_LANGUAGE_H

#include "models.h"

/* Bits of a set of languages. */
enum device_language {
    DEVICE_UFR2 = 1 << 0, /* UFR II, UFR II LT, and what Canon calls them in Japan */
    DEVICE_PCL5 = 1 << 1, /* PCL 5, 5e, 5c */
    DEVICE_PCLXL = 1 << 2,
    DEVICE_POSTSCRIPT = 1 << 3,
    DEVICE_PJL = 1 << 4, /* a wrapper of jobs, no language of pages */
    DEVICE_FAX = 1 << 5,
};

/* The languages of pages among them. */
#define DEVICE_PAGES (DEVICE_UFR2 | DEVICE_PCL5 | DEVICE_PCLXL | DEVICE_POSTSCRIPT)

/*
 * device_languages - the languages named in n bytes of words with commas between them, as in
 * "LIPSLX,CPCA" or "PJL,PCL,PCLXL,POSTSCRIPT". Untrusted. What is not known counts nothing; a
 * bare "PCL" counts nothing beside the words of ink-jet printers, whose PCL is another one.
 */
unsigned device_languages(const char *words, size_t n);

/* device_language_family - the language of a number of prtInterpreterLangFamily; 0: another. */
unsigned device_language_family(long family);

/* device_language_of - the language of a row: one bit, or 0. */
unsigned device_language_of(const struct model *model);

/* device_language_name - how people call a row's language: "UFR II LT", "LIPSLX", "PCL 5e". */
const char *device_language_name(const struct model *model);

/* device_is_generic - whether a row is for any machine of its language, not for one group. */
bool device_is_generic(const struct model *model);

/* device_is_variant - whether it is one of several generic rows of a language and not the
 * first, which any machine of the language understands: its owner has to choose it. */
bool device_is_variant(const struct model *model);

#endif
