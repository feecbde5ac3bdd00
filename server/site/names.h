/*
 * names.h - names of options and their values for people, as strings.h has them for clients.
 * Effects: none; any thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_NAMES_H
#define SERVER_SITE_NAMES_H

#include "words.h"

/*
 * name_find - what an attribute ("media-source"), or one of its values, is called.
 *
 * keyword  of the value, "tray-1"; "" for the attribute itself
 * text     out: n bytes at most; the keyword (or attribute) itself where it has no name
 *
 * False: it has none.
 */
bool name_find(enum words_language language, const char *attribute, const char *keyword,
               char *text, size_t n);

#endif
