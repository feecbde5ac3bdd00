/*
 * words.h - what the web pages say, in the languages of people.
 *
 * The texts are resources/words/, one file for each part of the site, built into the program:
 *
 *     # a comment
 *     [queue.cancel]
 *     en Cancel
 *     de Abbrechen
 *
 * A key, then a line for each language of words_languages. "{name}" stands for a value that the
 * page puts in. Effects: none but memory, once; any thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_WORDS_H
#define SERVER_SITE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum words_language {
    WORDS_AR,
    WORDS_DE,
    WORDS_EN,
    WORDS_ES,
    WORDS_FR,
    WORDS_IT,
    WORDS_JA,
    WORDS_PL,
    WORDS_PT,
    WORDS_ZH,
    WORDS_LANGUAGES
};

/* Its tag ("de"), and its name in itself ("Deutsch"). */
const char *words_tag(enum words_language language);
const char *words_name(enum words_language language);

/* words_is_rtl - whether it is written from right to left. */
bool words_is_rtl(enum words_language language);

/* words_find_language - of a tag ("de-AT"); false: we have none. */
bool words_find_language(const char *tag, enum words_language *language);

/* words_accept - the best of Accept-Language (RFC 9110, section 12.5.4); English otherwise. */
enum words_language words_accept(const char *accept);

/* word - the text of a key; English where the language lacks it, the key itself where it is
 * none. Never NULL. */
const char *word(enum words_language language, const char *key);

/* word_exists - whether there is such a key. */
bool word_exists(const char *key);

/* words_each_key - all keys with what they say (texts: WORDS_LANGUAGES, NULL where one is
 * missing); for tests. */
void words_each_key(void (*each)(void *ctx, const char *key, const char *const *texts),
                    void *ctx);

#endif
