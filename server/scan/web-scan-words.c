/*
 * web-scan-words.c - see web-scan-words.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-scan-words.h"

#include <stdio.h>
#include <string.h>

#define KEY_SIZE 64

static const char *const keys[] = {
#define W(key) #key,
#include "web-scan-words.def"
#undef W
};

static _Thread_local enum words_language spoken = WORDS_EN;

void web_speak(enum words_language language)
{
    spoken = language;
}

enum words_language web_spoken(void)
{
    return spoken;
}

const char *web_word(enum web_word which)
{
    char key[KEY_SIZE];
    const char *text;

    snprintf(key, sizeof(key), "scan.%s", keys[which]);
    for (char *c = key; *c != '\0'; c++)
        if (*c == '_')
            *c = '-';
    text = word(spoken, key);
    return text != key ? text : keys[which];
}

const char *web_word_key(enum web_word which)
{
    return keys[which];
}

enum web_word web_word_find(const char *key, size_t n)
{
    enum web_word which = 0;

    while (which < NUM_WEB_WORDS &&
           (strlen(keys[which]) != n || memcmp(keys[which], key, n) != 0))
        which++;
    return which;
}

void web_word_fill(char *text, size_t size, enum web_word which, unsigned n)
{
    const char *whole = web_word(which), *at = strstr(whole, "{n}");

    if (at == NULL)
        snprintf(text, size, "%s", whole);
    else
        snprintf(text, size, "%.*s%u%s", (int)(at - whole), whole, n, at + 3);
}
