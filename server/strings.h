/*
 * strings.h - names of our options, papers and states in the languages of people, as files that
 * clients fetch from printer-strings-uri.
 * Effects: none; any thread.
 * Source: PWG 5100.13 (printer-strings-uri); the .strings form as CUPS and macOS read it.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_STRINGS_H
#define SERVER_STRINGS_H

#include <stddef.h>

/*
 * One file, built into the program. Lines in UTF-8, nothing else between them:
 *     "attribute" = "text";
 *     "attribute.keyword" = "text";
 * All files have the same keys.
 */
struct strings_file {
    const char *language; /* "de", as in printer-strings-languages-supported */
    const char *text;     /* ends with a 0 byte, which n does not count */
    size_t n;
};

/* strings_find - the file for a person who asked for language, which may come from a client: a
 * natural language ("pt-br", "ZH-Hans") or the name of a locale ("de_AT.UTF-8"). Only its
 * first part counts. English for a language we do not have, "" and NULL; never NULL. */
const struct strings_file *strings_find(const char *language);

/* strings_languages - those there are, *n of them, by the alphabet. */
const char *const *strings_languages(size_t *n);

#endif
