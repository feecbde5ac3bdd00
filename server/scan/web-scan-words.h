/*
 * web-scan-words.h - all words of the page to scan from, in one place: web-scan-words.def.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_WEB_SCAN_WORDS_H
#define SERVER_SCAN_WEB_SCAN_WORDS_H

#include <stddef.h>

enum web_word {
#define W(key, text) WORD_##key,
#include "web-scan-words.def"
#undef W
    NUM_WEB_WORDS
};

/* The text of a word, UTF-8. */
const char *web_word(enum web_word word);
#define WORD(key) web_word(WORD_##key)

/* web_word_key - its name. web_word_find - by name; NUM_WEB_WORDS: there is none. */
const char *web_word_key(enum web_word word);
enum web_word web_word_find(const char *key, size_t n);

/* web_word_fill - the text with the number for "{n}". */
void web_word_fill(char *text, size_t size, enum web_word word, unsigned n);

#endif
