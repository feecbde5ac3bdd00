/*
 * client-words.c - see client-words.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-words.h"

#include <stdlib.h>
#include <string.h>

static const char option[] = "watermark=";

static int needs_quotes(const char *argument)
{
    const char *words = argument + strlen(option);

    return strncmp(argument, option, strlen(option)) == 0 && strchr(words, '=') == NULL &&
           words[0] != '\'' && words[0] != '"' && strpbrk(words, " \t'\"\\") != NULL;
}

static char *quoted(const char *argument)
{
    char *text = malloc(2 * strlen(argument) + 3), *to = text;

    if (text == NULL)
        return NULL;
    memcpy(to, option, strlen(option));
    to += strlen(option);
    *to++ = '"';
    for (const char *from = argument + strlen(option); *from != '\0'; from++) {
        if (*from == '"' || *from == '\\')
            *to++ = '\\';
        *to++ = *from;
    }
    *to++ = '"';
    *to = '\0';
    return text;
}

void client_quote_words(int argc, char *argv[])
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], "-o") == 0 && needs_quotes(argv[i + 1])) {
            char *text = quoted(argv[i + 1]);

            if (text != NULL)
                argv[i + 1] = text;
        }
}
