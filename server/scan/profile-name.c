/*
 * profile-name.c - see profile-name.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profile-name.h"

#include "server/charset.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Those of strftime that depend on no language. */
#define OF_TIME "YymdjHMS"

/* A name while it grows; what does not fit is left out. */
struct growing {
    char text[1024];
    size_t n;
};

static void add(struct growing *name, const char *text)
{
    size_t n = strlen(text);

    if (n > sizeof(name->text) - 1 - name->n)
        n = charset_cut(text, sizeof(name->text) - 1 - name->n);
    memcpy(name->text + name->n, text, n);
    name->n += n;
    name->text[name->n] = '\0';
}

/* The end of what stands behind a percent sign: its letter. digits: out, the width; 0: none. */
static const char *letter_of(const char *at, unsigned *digits)
{
    *digits = 0;
    if (at[0] >= '1' && at[0] <= '9' && at[1] == 'n')
        *digits = (unsigned)(*at++ - '0');
    return at;
}

bool profile_name_check(const char *pattern, char *why, size_t why_size)
{
    size_t n = strlen(pattern);

    if (n == 0 || charset_utf8_length((const uint8_t *)pattern, n) != n) {
        snprintf(why, why_size, "'%.100s' is no name for a file.", pattern);
        return false;
    }
    for (const char *at = strchr(pattern, '%'); at != NULL; at = strchr(at + 1, '%')) {
        unsigned digits;

        at = letter_of(at + 1, &digits);
        if (*at == '\0' || strchr(OF_TIME "nsph%", *at) == NULL) {
            snprintf(
                why, why_size,
                "'%%%.1s' means nothing in a name. There are %%Y %%y %%m %%d %%j %%H %%M %%S "
                "%%n %%s %%p %%h and %%%%.",
                at);
            return false;
        }
    }
    return true;
}

bool profile_name_counts(const char *pattern)
{
    for (const char *at = strchr(pattern, '%'); at != NULL; at = strchr(at + 1, '%')) {
        unsigned digits;

        at = letter_of(at + 1, &digits);
        if (*at == 'n')
            return true;
        if (*at == '\0')
            return false;
    }
    return false;
}

static void add_number(struct growing *name, unsigned digits, unsigned number)
{
    char text[32];

    snprintf(text, sizeof(text), "%0*u", (int)digits, number);
    add(name, text);
}

static void add_time(struct growing *name, const struct tm *when, char letter)
{
    const struct {
        char letter;
        unsigned digits;
        int value;
    } parts[] = {
        {'Y', 4, when->tm_year + 1900},
        {'y', 2, when->tm_year % 100 },
        {'m', 2, when->tm_mon + 1    },
        {'d', 2, when->tm_mday       },
        {'j', 3, when->tm_yday + 1   },
        {'H', 2, when->tm_hour       },
        {'M', 2, when->tm_min        },
        {'S', 2, when->tm_sec        },
    };

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (parts[i].letter == letter && parts[i].value >= 0)
            add_number(name, parts[i].digits, (unsigned)parts[i].value);
}

static void add_letter(struct growing *name, const struct profile_name_facts *facts,
                       char letter, unsigned digits, unsigned number)
{
    if (letter == 'n')
        add_number(name, digits, number);
    else if (letter == 's')
        add(name, facts->scanner);
    else if (letter == 'p')
        add(name, facts->profile);
    else if (letter == 'h')
        add(name, facts->host);
    else if (letter == '%')
        add(name, "%");
    else
        add_time(name, &facts->when, letter);
}

static void expand(struct growing *name, const char *pattern,
                   const struct profile_name_facts *facts, unsigned number)
{
    while (*pattern != '\0') {
        char plain[64];
        size_t n = strcspn(pattern, "%");
        unsigned digits;

        if (n > 0) {
            n = n < sizeof(plain) ? n : charset_cut(pattern, sizeof(plain) - 1);
            if (n == 0) /* no UTF-8: not for ever */
                return;
            memcpy(plain, pattern, n);
            plain[n] = '\0';
            add(name, plain);
            pattern += n;
            continue;
        }
        pattern = letter_of(pattern + 1, &digits);
        add_letter(name, facts, *pattern, digits, number);
        pattern += *pattern != '\0';
    }
}

/* Without what means something to a file system or a program. In place: it only gets shorter.
 */
static void make_plain(char *text)
{
    char *out = text;
    size_t n;

    for (const char *at = text; *at != '\0'; at++) {
        bool dropped =
            (unsigned char)*at < 0x20 || *at == 0x7f || strchr("/\\:*?\"<>|", *at) != NULL;

        dropped |= out == text && strchr(".- ", *at) != NULL;
        if (!dropped)
            *out++ = *at;
    }
    *out = '\0';
    n = charset_cut(text, PROFILE_NAME_SIZE - 1);
    while (n > 0 && (text[n - 1] == '.' || text[n - 1] == ' '))
        n--;
    text[n] = '\0';
}

void profile_name_make(const char *pattern, const struct profile_name_facts *facts,
                       unsigned number, char *name)
{
    struct growing grown = {.n = 0};
    char behind[16] = "";

    grown.text[0] = '\0';
    expand(&grown, pattern, facts, number);
    grown.text[charset_utf8_length((const uint8_t *)grown.text, grown.n)] = '\0';
    make_plain(grown.text);
    if (!profile_name_counts(pattern) && number > 1)
        snprintf(behind, sizeof(behind), " %u", number);
    grown.n = charset_cut(grown.text, PROFILE_NAME_SIZE - 1 - strlen(behind));
    grown.text[grown.n] = '\0';
    if (grown.n == 0)
        memcpy(grown.text, "scan", 5);
    snprintf(name, PROFILE_NAME_SIZE, "%.*s%s", PROFILE_NAME_SIZE - 1 - (int)strlen(behind),
             grown.text, behind);
}
