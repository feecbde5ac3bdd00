/*
 * device-id.c - IEEE-1284 device ids: parse, match, score.
 * Effects: none.
 * Source: IEEE Std 1284-2000 clause 7.6. No whole id of these machines is public; what is known
 * is the shape of MDL, "iR1018/1022/1023 (UFRII LT)": slashes, a space and brackets in the
 * name, the language of the interface in the brackets, and "(FAX)" for an interface that
 * answers as a printer and swallows jobs. CMD is LIPSLX,CPCA on sister machines, which means
 * UFR II LT; later ones have CID:CA_UFRIILT_OIP beside it.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/device-id.h"

#include "driver/device-language.h"
#include "driver/device-name.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MAX_VALUE    256  /* longer names than this are none of ours */
#define MAX_COMMAND  1024 /* some machines name a great many */

/* ---- letters, as ASCII has them ---- */

static char lower(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return c;
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

/* "Canon", "CANON INC." */
static bool is_canon(const char *maker)
{
    static const char canon[] = "Canon";

    return strlen(maker) >= sizeof canon - 1 &&
           equal(maker, sizeof canon - 1, canon, sizeof canon - 1);
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

/* ---- rows and machines ---- */

/* The words in the brackets behind a name, "(UFRII LT)" without them; n 0: there are none. */
static struct span in_brackets(const char *name)
{
    const char *open = strchr(name, '(');
    const char *end = open ? strchr(open, ')') : NULL;

    if (!open)
        return (struct span){name, 0};
    return (struct span){open + 1, end ? (size_t)(end - open) - 1 : strlen(open) - 1};
}

/* Letters and digits are the same: "(UFR II LT)" is "(UFRII LT)". */
static bool same_suffix(const char *a, const char *b)
{
    for (;;) {
        while (*a && is_blank(*a))
            a++;
        while (*b && is_blank(*b))
            b++;
        if (lower(*a) != lower(*b))
            return false;
        if (!*a)
            return true;
        a++;
        b++;
    }
}

/* How much better than others a row serves where a machine has several languages. Of several
 * rows for one language, "(LIPSLX)" or "(UFRII LT, Japan)", the one that is usual outside
 * Japan. */
static unsigned rank_of(const struct model *model)
{
    switch (device_language_of(model)) {
    case DEVICE_PCLXL:
        return 4;
    case DEVICE_PCL5:
        return 3;
    default:
        return device_name_has(model->suffix, "UFR") && !strchr(model->suffix, ',') ? 2 : 1;
    }
}

/*
 * A row for one group of machines. An interface that names its language behind its name takes
 * only that: a job in another is swallowed without a word. Else the languages of CMD, or of
 * SNMP, are what it takes. One that names none takes UFR II LT, the only language that every
 * machine of these groups has; PCL needs a kit.
 */
static unsigned group_score(const struct model *model, const char *name, unsigned languages)
{
    bool exact;
    const char *rest = device_name_rest(name, model->model_prefix, &exact);
    const char *bracket = rest ? strchr(rest, '(') : NULL;
    unsigned best = 10 * rank_of(model) + (exact ? 1 : 0);

    if (!rest)
        return 0;
    if (bracket)
        return same_suffix(bracket, model->suffix) ? 200 + best : 0;
    if (languages & DEVICE_PAGES)
        return languages & device_language_of(model) ? 100 + best : 0;
    return device_language_of(model) == DEVICE_UFR2 ? best : 0;
}

/* A row for any machine: only of one that names the language, and after all others. */
static unsigned generic_score(const struct model *model, const char *name, unsigned languages)
{
    const struct span bracket = in_brackets(name);
    unsigned only = device_languages(bracket.at, bracket.n) & DEVICE_PAGES;

    if (device_is_variant(model))
        return 0;
    return (only ? only : languages) & device_language_of(model) ? rank_of(model) : 0;
}

static unsigned score(const struct model *model, const char *name, unsigned languages)
{
    if (!name[0] || device_name_has(name, "FAX"))
        return 0;
    return device_is_generic(model) ? generic_score(model, name, languages)
                                    : group_score(model, name, languages);
}

static bool is_printer_class(const char *id, size_t n)
{
    char class[MAX_VALUE];

    return !device_id_get(id, n, "CLS", class, sizeof class) || class[0] == '\0' ||
           device_name_has(class, "PRINTER");
}

unsigned device_id_languages(const char *id, size_t n)
{
    char command[MAX_COMMAND], id_of_canon[MAX_VALUE];

    (void)device_id_get(id, n, "CMD", command, sizeof command);
    (void)device_id_get(id, n, "CID", id_of_canon, sizeof id_of_canon);
    return device_languages(command, strlen(command)) |
           device_languages(id_of_canon, strlen(id_of_canon));
}

bool device_id_is_fax(const char *id, size_t n)
{
    char name[MAX_VALUE], class[MAX_VALUE];
    unsigned languages = device_id_languages(id, n);

    (void)device_id_get(id, n, "MDL", name, sizeof name);
    (void)device_id_get(id, n, "CLS", class, sizeof class);
    return device_name_has(name, "FAX") || device_name_has(class, "FAX") ||
           (languages & DEVICE_FAX && !(languages & DEVICE_PAGES));
}

unsigned device_id_score(const struct model *model, const char *id, size_t n)
{
    char maker[MAX_VALUE], name[MAX_VALUE];

    if (!device_id_get(id, n, "MFG", maker, sizeof maker) ||
        !device_id_get(id, n, "MDL", name, sizeof name) || !is_printer_class(id, n) ||
        device_id_is_fax(id, n) || (!device_is_generic(model) && !is_canon(maker)))
        return 0;
    return score(model, name, device_id_languages(id, n));
}

const struct model *device_id_match(const char *id, size_t n)
{
    const struct model *best = NULL;
    unsigned best_score = 0;

    for (size_t i = 0; i < num_models; i++) {
        unsigned this_score = device_id_score(&models[i], id, n);

        if (this_score > best_score) {
            best = &models[i];
            best_score = this_score;
        }
    }
    return best;
}

const struct model *device_said_match(const char *name, unsigned languages)
{
    const struct model *best = NULL;
    unsigned best_score = 0;

    for (size_t i = 0; name && i < num_models; i++) {
        unsigned this_score = score(&models[i], name, languages);

        if (this_score > best_score) {
            best = &models[i];
            best_score = this_score;
        }
    }
    return best;
}

const struct model *device_name_match(const char *name)
{
    return device_said_match(name, 0);
}

bool device_group_fits(const struct model *model, const char *name)
{
    bool exact;

    return name && !device_is_generic(model) &&
           device_name_rest(name, model->model_prefix, &exact) != NULL;
}
