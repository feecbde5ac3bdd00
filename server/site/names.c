/*
 * names.c - see names.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "names.h"

#include "server/strings.h"

#include <stdio.h>
#include <string.h>

/* The text between quotes, without its backslashes. */
static void unquote(const char *from, char *text, size_t n)
{
    size_t at = 0;

    while (*from != '"' && *from != '\0' && at + 1 < n) {
        if (*from == '\\' && from[1] != '\0')
            from++;
        text[at++] = *from++;
    }
    /* no half a character at the end */
    if (*from != '"')
        while (at > 0 && ((unsigned char)text[at - 1] & 0xc0) == 0x80)
            at--;
    text[at] = '\0';
}

bool name_find(enum words_language language, const char *attribute, const char *keyword,
               char *text, size_t n)
{
    const struct strings_file *file = strings_find(words_tag(language));
    char start[200];
    const char *at = file->text;
    int length = snprintf(start, sizeof(start), "\"%s%s%s\" = \"", attribute,
                          keyword[0] != '\0' ? "." : "", keyword);

    snprintf(text, n, "%s", keyword[0] != '\0' ? keyword : attribute);
    if (length < 0 || (size_t)length >= sizeof(start))
        return false;
    while ((at = strstr(at, start)) != NULL && at != file->text && at[-1] != '\n')
        at++;
    if (at == NULL)
        return false;
    unquote(at + length, text, n);
    return true;
}
