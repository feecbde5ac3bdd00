/*
 * web-scan-words.c - see web-scan-words.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-scan-words.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *key, *text;
} words[] = {
#define W(key, text) {#key, text},
#include "web-scan-words.def"
#undef W
};

const char *web_word(enum web_word word)
{
    return words[word].text;
}

const char *web_word_key(enum web_word word)
{
    return words[word].key;
}

enum web_word web_word_find(const char *key, size_t n)
{
    enum web_word word = 0;

    while (word < NUM_WEB_WORDS &&
           (strlen(words[word].key) != n || memcmp(words[word].key, key, n) != 0))
        word++;
    return word;
}

void web_word_fill(char *text, size_t size, enum web_word word, unsigned n)
{
    const char *whole = web_word(word), *at = strstr(whole, "{n}");

    if (at == NULL)
        snprintf(text, size, "%s", whole);
    else
        snprintf(text, size, "%.*s%u%s", (int)(at - whole), whole, n, at + 3);
}
