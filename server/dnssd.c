/*
 * dnssd.c - see dnssd.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "dnssd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How much of a text fits in n bytes without cutting a character. */
static size_t whole_characters(const char *text, size_t n)
{
    size_t length = strlen(text);

    if (length <= n)
        return length;
    while (n > 0 && ((unsigned char)text[n] & 0xc0u) == 0x80u)
        n--;
    return n;
}

/* Where the " (N)" at the end of a name begins, and N; the end of the name and 1 without. */
static size_t number_of(const char *name, unsigned long *number)
{
    const char *open = strrchr(name, '(');
    char *end;

    *number = 1;
    if (open == NULL || open - name < 2 || open[-1] != ' ' || open[1] < '1' || open[1] > '9')
        return strlen(name);
    *number = strtoul(open + 1, &end, 10);
    if (end[0] == ')' && end[1] == '\0' && end - open <= 6)
        return (size_t)(open - 1 - name);
    *number = 1;
    return strlen(name);
}

/* The first n bytes of base, or fewer, and suffix, which is shorter than a name. */
static void join(const char *base, size_t n, const char *suffix, char next[DNSSD_MAX_NAME + 1])
{
    size_t m = strlen(suffix), room = DNSSD_MAX_NAME - m;

    n = whole_characters(base, n < room ? n : room);
    memcpy(next, base, n);
    memcpy(next + n, suffix, m + 1);
}

void dnssd_cut_name(const char *name, char next[DNSSD_MAX_NAME + 1])
{
    join(name, strlen(name), "", next);
}

void dnssd_next_name(const char *name, const char *host, char next[DNSSD_MAX_NAME + 1])
{
    char suffix[DNSSD_MAX_NAME / 2];
    unsigned long number;
    size_t n;

    if (host != NULL) {
        snprintf(suffix, sizeof(suffix), " (%.*s)", DNSSD_MAX_NAME / 2 - 4, host);
        if (strstr(name, suffix) == NULL) {
            join(name, strlen(name), suffix, next);
            return;
        }
    }
    n = number_of(name, &number);
    snprintf(suffix, sizeof(suffix), " (%lu)", number + 1);
    join(name, n, suffix, next);
}
