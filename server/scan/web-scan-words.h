/*
 * web-scan-words.h - all words of the page to scan from: their keys are web-scan-words.def.
 *
 * Each request has a thread of its own, and each thread its language: whoever answers a request
 * says first which one it is. Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_WEB_SCAN_WORDS_H
#define SERVER_SCAN_WEB_SCAN_WORDS_H

#include "server/site/words.h"

#include <stddef.h>

enum web_word {
#define W(key) WORD_##key,
#include "web-scan-words.def"
#undef W
    NUM_WEB_WORDS
};

/* web_speak - the language of this thread from now on; English before it. */
void web_speak(enum words_language language);
enum words_language web_spoken(void);

/* The text of a word in it, UTF-8, without anything that HTML would take for its own. */
const char *web_word(enum web_word word);
#define WORD(key) web_word(WORD_##key)

/* web_word_key - its name. web_word_find - by name; NUM_WEB_WORDS: there is none. */
const char *web_word_key(enum web_word word);
enum web_word web_word_find(const char *key, size_t n);

/* web_word_fill - the text with the number for "{n}". */
void web_word_fill(char *text, size_t size, enum web_word word, unsigned n);

#endif
