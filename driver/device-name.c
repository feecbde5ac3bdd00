/*
 * device-name.c - see device-name.h.
 *
 * A name is letters, a number and perhaps letters: iR 1025 iF. Several of a group stand with
 * slashes or a dash between them, the first letters said once: iR1020/1024/1025, D400-450,
 * iR2270/iR2870.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/device-name.h"

#include <stddef.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MAX_LETTERS  24
#define MAX_MEMBERS  8

struct member {
    char letters[MAX_LETTERS]; /* "ir", small and without blanks and dashes */
    unsigned number;
    char tail[MAX_LETTERS]; /* "plus" */
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
    return (unsigned char)c <= ' ' || c == 0x7F;
}

static const char *skip_blanks(const char *text)
{
    while (*text && is_blank(*text))
        text++;
    return text;
}

/* The text behind string if it begins with it, else NULL. */
static const char *behind(const char *text, const char *string)
{
    for (; *string; text++, string++)
        if (lower(*text) != lower(*string))
            return NULL;
    return text;
}

bool device_name_has(const char *text, const char *string)
{
    for (; *text; text++)
        if (behind(text, string))
            return true;
    return false;
}

/* Behind the maker's name and the brands that are no part of the model's. */
static const char *skip_brands(const char *text)
{
    static const char *const brands[] = {"Canon", "imageCLASS", "i-SENSYS", "Satera"};

    for (size_t i = 0; i < COUNT(brands); i++) {
        const char *p = behind(skip_blanks(text), brands[i]);

        text = p && (is_blank(*p) || *p == '\0') ? p : text;
    }
    return skip_blanks(text);
}

/* The letters before a number; NULL: something else stands there, or none. */
static const char *take_letters(const char *text, char letters[MAX_LETTERS])
{
    size_t n = 0;

    for (; *text && !is_digit(*text); text++) {
        if (is_letter(*text) && n < MAX_LETTERS - 1)
            letters[n++] = lower(*text);
        else if (is_letter(*text) || (!is_blank(*text) && *text != '-'))
            return NULL;
    }
    letters[n] = '\0';
    if (strcmp(letters, "imagerunner") == 0)
        memcpy(letters, "ir", sizeof "ir");
    if (strcmp(letters, "imagerunneradvance") == 0)
        memcpy(letters, "iradv", sizeof "iradv");
    return n > 0 && is_digit(*text) ? text : NULL;
}

/* A number and the letters at it; NULL: none. */
static const char *take_number(const char *text, struct member *m)
{
    size_t n = 0;

    if (!is_digit(*text))
        return NULL;
    m->number = 0;
    for (; is_digit(*text); text++)
        if (m->number < 100000) /* larger than any model's */
            m->number = m->number * 10 + (unsigned)(*text - '0');
    for (; is_letter(*text); text++)
        if (n < MAX_LETTERS - 1)
            m->tail[n++] = lower(*text);
    m->tail[n] = '\0';
    return text;
}

/* The next member; the letters of the one before hold on. NULL: there is none. */
static const char *take_member(const char *text, struct member *m)
{
    if (is_letter(*text))
        text = take_letters(text, m->letters);
    return text ? take_number(text, m) : NULL;
}

/* Behind the mark between two members; NULL: no other one follows. */
static const char *next_member(const char *text)
{
    return (*text == '/' || *text == '-') && (is_digit(text[1]) || is_letter(text[1]))
               ? text + 1
               : NULL;
}

static size_t read_members(const char *text, struct member members[MAX_MEMBERS])
{
    struct member m = {.letters = ""};
    size_t n = 0;

    while (text && n < MAX_MEMBERS && (text = take_member(text, &m)) != NULL) {
        members[n++] = m;
        text = next_member(text);
    }
    return n;
}

/* Letters that tell network, fax, send, feeder and two-sided machines apart: not for us. */
static bool is_trim(const struct member *m)
{
    bool is_ir = strcmp(m->letters, "ir") == 0;

    return strlen(m->tail) <= (is_ir ? 2u : 3u) &&
           strspn(m->tail, is_ir ? "afijn" : "adfinwx") == strlen(m->tail);
}

static bool is_one_of(const struct member *m, const struct member *list, size_t n, bool *exact)
{
    for (size_t i = 0; i < n; i++) {
        bool same = strcmp(m->tail, list[i].tail) == 0;

        if (strcmp(m->letters, list[i].letters) == 0 && m->number == list[i].number &&
            (same || (list[i].tail[0] == '\0' && is_trim(m)))) {
            *exact = *exact && same;
            return true;
        }
    }
    return false;
}

const char *device_name_rest(const char *text, const char *prefix, bool *exact)
{
    struct member list[MAX_MEMBERS], m = {.letters = ""};
    size_t n = read_members(prefix, list);
    const char *next = skip_brands(text), *end;

    *exact = true;
    do {
        end = take_member(next, &m);
        if (!end || !is_one_of(&m, list, n, exact))
            return NULL;
        next = next_member(end);
    } while (next);
    return *end == '\0' || *end == '/' || *end == '(' || is_blank(*end) ? end : NULL;
}
