/*
 * device-id.c - IEEE-1284 device ids: parse, match, score.
 * Effects: none.
 * Source: IEEE Std 1284-2000 clause 7.6. No whole id of these machines is public; what is known
 * is the shape of MDL, "iR1018/1022/1023 (UFRII LT)": slashes, a space and brackets in the
 * name, the language of the interface in the brackets, and "(FAX)" for an interface that
 * answers as a printer and swallows jobs. CMD is LIPSLX,CPCA on sister machines and never names
 * UFR II, so it is not looked at.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/device-id.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MAX_VALUE    256 /* longer names than this are none of ours */

/* ---- letters, as ASCII has them ---- */

static char lower(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Spaces, and every control character: nothing in an id is meant to steer a terminal. */
static bool is_blank(char c)
{
    return (unsigned char)c <= ' ' || c == 0x7F;
}

static bool equal(const char *a, size_t a_size, const char *b, size_t b_size)
{
    if (a_size != b_size)
        return false;
    for (size_t i = 0; i < a_size; i++)
        if (lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

/* Where string stands in text; NULL when nowhere. */
static const char *find(const char *text, const char *string)
{
    size_t n = strlen(string);

    for (size_t left = strlen(text); left >= n; text++, left--)
        if (equal(text, n, string, n))
            return text;
    return NULL;
}

/* The text behind string if it begins with it, else NULL. */
static const char *behind(const char *text, const char *string)
{
    size_t n = strlen(string);

    return strlen(text) >= n && equal(text, n, string, n) ? text + n : NULL;
}

static const char *skip_blanks(const char *text)
{
    while (*text && is_blank(*text))
        text++;
    return text;
}

/* ---- keys and values ---- */

/* A stretch of an id. */
struct span {
    const char *at;
    size_t n;
};

static struct span trimmed(struct span s)
{
    for (; s.n > 0 && is_blank(s.at[0]); s.n--)
        s.at++;
    while (s.n > 0 && is_blank(s.at[s.n - 1]))
        s.n--;
    return s;
}

/* Cuts the bytes before the next mark, or all that is left, off the front of rest. */
static struct span cut(struct span *rest, char mark)
{
    struct span head = {rest->at, 0};

    while (head.n < rest->n && rest->at[head.n] != mark)
        head.n++;
    rest->at += head.n;
    rest->n -= head.n;
    if (rest->n > 0) {
        rest->at++;
        rest->n--;
    }
    return head;
}

/* The number of the group of keys that mean the same, or -1. */
static int key_group(const char *key, size_t n)
{
    static const struct {
        int group;
        const char *name;
    } names[] = {
        {0, "MFG"         },
        {0, "MANUFACTURER"},
        {1, "MDL"         },
        {1, "MODEL"       },
        {2, "CMD"         },
        {2, "COMMAND SET" },
        {3, "SN"          },
        {3, "SERN"        },
        {3, "SERIALNUMBER"},
        {4, "CLS"         },
        {4, "CLASS"       },
        {5, "DES"         },
        {5, "DESCRIPTION" },
    };

    for (size_t i = 0; i < COUNT(names); i++)
        if (equal(names[i].name, strlen(names[i].name), key, n))
            return names[i].group;
    return -1;
}

static bool same_key(struct span found, const char *key)
{
    int group = key_group(key, strlen(key));

    if (group >= 0)
        return key_group(found.at, found.n) == group;
    return equal(found.at, found.n, key, strlen(key));
}

static void copy_value(struct span from, char *value, size_t value_size)
{
    size_t i;

    if (value_size == 0)
        return;
    for (i = 0; i < from.n && i < value_size - 1; i++)
        if (is_blank(from.at[i]))
            value[i] = ' ';
        else
            value[i] = from.at[i];
    value[i] = '\0';
}

bool device_id_get(const char *id, size_t n, const char *key, char *value, size_t value_size)
{
    struct span rest = {id, n};

    while (rest.n > 0) {
        struct span pair = cut(&rest, ';');
        struct span name = trimmed(cut(&pair, ':'));

        if (name.n > 0 && same_key(name, key)) {
            copy_value(trimmed(pair), value, value_size);
            return true;
        }
    }
    copy_value((struct span){"", 0}, value, value_size);
    return false;
}

/* ---- names of machines ---- */

/* Moves *text behind a number and tells it; false when there is none. */
static bool take_number(const char **text, unsigned *number)
{
    unsigned n = 0;

    if (!is_digit(**text))
        return false;
    for (; is_digit(**text); (*text)++)
        n = n < 100000 ? n * 10 + (unsigned)(**text - '0') : n; /* too large for any model */
    *number = n;
    return true;
}

/* True when number is one of "1020/1024/1025". */
static bool is_member(const char *numbers, unsigned number)
{
    unsigned member = 0;

    while (take_number(&numbers, &member)) {
        if (member == number)
            return true;
        if (*numbers == '/')
            numbers++;
    }
    return false;
}

/* Behind the letters that tell network, fax, send and feeder apart: A, F, i, iF, J, N. */
static const char *skip_trim(const char *text)
{
    for (size_t i = 0; i < 2 && *text && find("afijn", (char[]){*text, '\0'}); i++)
        text++;
    return text;
}

/*
 * What follows the machine's name in text, when it names a machine of this prefix; else NULL.
 * Understands "iR1020/1024/1025 (UFRII LT)", "Canon iR1024 /P", "imageRUNNER 1025iF".
 */
static const char *behind_name(const char *text, const char *prefix)
{
    const char *numbers = prefix, *p;
    unsigned number = 0;

    while (*numbers && !is_digit(*numbers))
        numbers++;
    text = skip_blanks(text);
    p = behind(text, "Canon");
    text = skip_blanks(p ? p : text);
    p = behind(text, "imageRUNNER");
    if (!p)
        p = behind(text, "iR");
    if (!p)
        return NULL;
    p = skip_blanks(p);
    do {
        if (!take_number(&p, &number) || !is_member(numbers, number))
            return NULL;
        p = skip_trim(p);
    } while (*p == '/' && is_digit(p[1]) && p++);
    return *p == '\0' || *p == '/' || *p == '(' || is_blank(*p) ? p : NULL;
}

/* Letters and digits of a are those of b: "(UFR II LT)" is "(UFRII LT)". */
static bool same_suffix(const char *a, const char *b)
{
    for (;;) {
        a = skip_blanks(a);
        b = skip_blanks(b);
        if (lower(*a) != lower(*b))
            return false;
        if (!*a)
            return true;
        a++;
        b++;
    }
}

/* How much better than UFR II LT a language serves where a machine has it as well. */
static unsigned language_rank(const struct model *model)
{
    if (same_suffix(model->suffix, "(PCL6)"))
        return 3;
    if (same_suffix(model->suffix, "(PCL5e)"))
        return 2;
    return 1;
}

/*
 * An interface that names its language takes only that: a job in another is swallowed without
 * a word. One that names none takes UFR II LT, the only language that every machine of these
 * groups has; PCL needs a kit.
 */
static unsigned name_score(const struct model *model, const char *name)
{
    const char *rest = behind_name(name, model->model_prefix);
    const char *bracket;

    if (!rest || find(name, "FAX"))
        return 0;
    bracket = strchr(rest, '(');
    if (bracket)
        return same_suffix(bracket, model->suffix) ? 10 + language_rank(model) : 0;
    return language_rank(model) == 1 ? 1 : 0;
}

static bool is_printer_class(const char *id, size_t n)
{
    char class[MAX_VALUE];

    return !device_id_get(id, n, "CLS", class, sizeof class) || class[0] == '\0' ||
           find(class, "PRINTER");
}

unsigned device_id_score(const struct model *model, const char *id, size_t n)
{
    char maker[MAX_VALUE], name[MAX_VALUE];

    if (!device_id_get(id, n, "MFG", maker, sizeof maker) || !behind(maker, "Canon") ||
        !device_id_get(id, n, "MDL", name, sizeof name) || !is_printer_class(id, n))
        return 0;
    return name_score(model, name);
}

const struct model *device_id_match(const char *id, size_t n)
{
    const struct model *best = NULL;
    unsigned best_score = 0;

    for (size_t i = 0; i < num_models; i++) {
        unsigned score = device_id_score(&models[i], id, n);

        if (score > best_score) {
            best = &models[i];
            best_score = score;
        }
    }
    return best;
}

const struct model *device_name_match(const char *name)
{
    const struct model *best = NULL;
    unsigned best_score = 0;

    for (size_t i = 0; name && i < num_models; i++) {
        unsigned score = name_score(&models[i], name);

        if (score > best_score) {
            best = &models[i];
            best_score = score;
        }
    }
    return best;
}
