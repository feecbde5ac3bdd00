/*
 * client-values.c - see client-values.h.
 * Source: RFC 8011, PWG 5100.2, 5100.3, 5100.7, 5100.11, 5100.13, 5100.16.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-values.h"

#include "page-options.h"
#include "printer.h"
#include "release-code.h"
#include "value.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DPI 99999

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

int client_number(const char *text, int max)
{
    char *end;
    long number;

    if (text == NULL || !isdigit((unsigned char)text[0]))
        return 0;
    errno = 0;
    number = strtol(text, &end, 10);
    return *end == '\0' && errno == 0 && number <= max ? (int)number : 0;
}

time_t client_next_time(const char *text, time_t now)
{
    struct tm local;
    int hours = 0, minutes = 0, used = 0;
    time_t when;

    if (!isdigit((unsigned char)text[0]) ||
        sscanf(text, "%2d:%2d%n", &hours, &minutes, &used) != 2 || text[used] != '\0' ||
        hours < 0 || hours > 23 || minutes < 0 || minutes > 59 ||
        localtime_r(&now, &local) == NULL)
        return 0;
    local.tm_hour = hours;
    local.tm_min = minutes;
    local.tm_sec = 0;
    local.tm_isdst = -1;
    when = mktime(&local);
    if (when <= now) {
        local.tm_mday++;
        local.tm_isdst = -1;
        when = mktime(&local);
    }
    return when;
}

bool client_is_period(const char *text)
{
    return strcmp(text, "no-hold") != 0 && value_lookup(value_hold, text, &(int){0});
}

bool client_put_code(ipp_t *request, const char *code, char *why, size_t why_size)
{
    struct release_code made;

    if (!code_from_text(code, &made)) {
        snprintf(why, why_size, "A code has %d to %d characters.", CODE_MIN, CODE_MAX);
        return false;
    }
    ippAddOctetString(request, IPP_TAG_OPERATION, "job-password", made.digest,
                      (int)sizeof(made.digest));
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "job-password-encryption", NULL,
                 "sha2-256");
    return true;
}

/* ---- one option ---- */

/* An option, and how its value becomes an attribute; false: it is none. */
struct wish {
    const char *name;
    bool (*put)(ipp_t *request, const struct wish *wish, const char *value);
    int min, max; /* of numbers; for enums their words' values count */
    const struct keyword *words;
    const char *says; /* what a value looks like */
};

static const struct keyword sides_words[] = {
    {"one-sided",            0},
    {"two-sided-long-edge",  0},
    {"two-sided-short-edge", 0},
    {NULL,                   0}
};

static const struct keyword quality_words[] = {
    {"draft",  IPP_QUALITY_DRAFT },
    {"normal", IPP_QUALITY_NORMAL},
    {"high",   IPP_QUALITY_HIGH  },
    {NULL,     0                 }
};

static const struct keyword orientation_words[] = {
    {"portrait",          IPP_ORIENT_PORTRAIT         },
    {"landscape",         IPP_ORIENT_LANDSCAPE        },
    {"reverse-landscape", IPP_ORIENT_REVERSE_LANDSCAPE},
    {"reverse-portrait",  IPP_ORIENT_REVERSE_PORTRAIT },
    {"none",              IPP_ORIENT_NONE             },
    {NULL,                0                           }
};

static const struct keyword content_words[] = {
    {"auto",             0},
    {"text",             0},
    {"graphic",          0},
    {"photo",            0},
    {"text-and-graphic", 0},
    {NULL,               0}
};

static bool put_integer(ipp_t *request, const struct wish *wish, const char *value)
{
    char *end;
    long number;

    errno = 0;
    number = strtol(value, &end, 10);
    if ((!isdigit((unsigned char)value[0]) && value[0] != '-') || end == value ||
        *end != '\0' || errno != 0 || number < wish->min || number > wish->max)
        return false;
    ippAddInteger(request, IPP_TAG_JOB, IPP_TAG_INTEGER, wish->name, (int)number);
    return true;
}

/* By its word, or by its number as other programs take it. */
static bool put_enum(ipp_t *request, const struct wish *wish, const char *value)
{
    int number = client_number(value, INT32_MAX);
    bool good = value_lookup(wish->words, value, &number);

    for (size_t i = 0; !good && wish->words[i].name != NULL; i++)
        good = wish->words[i].value == number;
    if (good)
        ippAddInteger(request, IPP_TAG_JOB, IPP_TAG_ENUM, wish->name, number);
    return good;
}

/* Letters, digits, dots, hyphens and underscores. */
static bool is_keyword(const char *value)
{
    size_t n = strlen(value);

    if (n == 0 || n > 255)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)value[i]) && strchr("-_.", value[i]) == NULL)
            return false;
    return true;
}

static bool put_keyword(ipp_t *request, const struct wish *wish, const char *value)
{
    int meaning;

    if (wish->words != NULL ? !value_lookup(wish->words, value, &meaning) : !is_keyword(value))
        return false;
    ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, wish->name, NULL, value);
    return true;
}

static bool put_name(ipp_t *request, const struct wish *wish, const char *value)
{
    if (value[0] == '\0' || strlen(value) > 255)
        return false;
    ippAddString(request, IPP_TAG_JOB, IPP_TAG_NAME, wish->name, NULL, value);
    return true;
}

static bool put_words(ipp_t *request, const struct wish *wish, const char *value)
{
    if (!own_option_ok(wish->name, value))
        return false;
    ippAddString(request, IPP_TAG_JOB, IPP_TAG_TEXT, wish->name, NULL, value);
    return true;
}

static bool put_number_up(ipp_t *request, const struct wish *wish, const char *value)
{
    unsigned number;

    return put_integer(request, wish, value) &&
           value_number_up(value_find(request, wish->name), &number);
}

/* "2-3,5,9-": from the left to the right. */
static bool put_ranges(ipp_t *request, const struct wish *wish, const char *value)
{
    int first[VALUE_MAX_RANGES], last[VALUE_MAX_RANGES], n = 0;
    const char *at = value;

    for (;; at++) {
        char *end;
        unsigned long from, to;

        if (!isdigit((unsigned char)*at) || n == VALUE_MAX_RANGES)
            return false;
        from = to = strtoul(at, &end, 10);
        if (*end == '-' && !isdigit((unsigned char)end[1])) {
            to = INT32_MAX;
            end++;
        } else if (*end == '-')
            to = strtoul(end + 1, &end, 10);
        if (from < 1 || to < from || to > INT32_MAX)
            return false;
        first[n] = (int)from;
        last[n++] = (int)to;
        at = end;
        if (*at != ',')
            break;
    }
    if (*at != '\0')
        return false;
    ippAddRanges(request, IPP_TAG_JOB, wish->name, n, first, last);
    return true;
}

/* 600, 600dpi or 600x300dpi */
static bool put_resolution(ipp_t *request, const struct wish *wish, const char *value)
{
    unsigned long x, y;
    char *end;

    if (!isdigit((unsigned char)value[0]))
        return false;
    x = y = strtoul(value, &end, 10);
    if (*end == 'x' && isdigit((unsigned char)end[1]))
        y = strtoul(end + 1, &end, 10);
    if (x < 1 || x > MAX_DPI || y < 1 || y > MAX_DPI ||
        (*end != '\0' && strcmp(end, "dpi") != 0))
        return false;
    ippAddResolution(request, IPP_TAG_JOB, wish->name, IPP_RES_PER_INCH, (int)x, (int)y);
    return true;
}

static bool put_format(ipp_t *request, const struct wish *wish, const char *value)
{
    const char *slash = strchr(value, '/');

    if (slash == NULL || slash == value || slash[1] == '\0' || strlen(value) > 255 ||
        strpbrk(value, " \t") != NULL)
        return false;
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, wish->name, NULL, value);
    return true;
}

static bool put_fidelity(ipp_t *request, const struct wish *wish, const char *value)
{
    bool yes = strcmp(value, "true") == 0 || strcmp(value, "yes") == 0;

    if (!yes && strcmp(value, "false") != 0 && strcmp(value, "no") != 0)
        return false;
    ippAddBoolean(request, IPP_TAG_OPERATION, wish->name, (char)yes);
    return true;
}

/* Checked by client_put_code, for its sentence. */
static bool put_code(ipp_t *request, const struct wish *wish, const char *value)
{
    char why[128];

    (void)wish;
    return client_put_code(request, value, why, sizeof(why));
}

static bool put_proof(ipp_t *request, const struct wish *wish, const char *value)
{
    int copies = client_number(value, wish->max);
    ipp_t *proof;

    if (copies < wish->min)
        return false;
    proof = ippNew();
    ippAddInteger(proof, IPP_TAG_ZERO, IPP_TAG_INTEGER, "proof-print-copies", copies);
    ippAddCollection(request, IPP_TAG_JOB, wish->name, proof);
    ippDelete(proof);
    return true;
}

/* An option of our own, of the syntax that fits its value. */
static bool put_own(ipp_t *request, const struct wish *wish, const char *value)
{
    int number = client_number(value, INT32_MAX);

    if (number > 0 || strcmp(value, "0") == 0)
        ippAddInteger(request, IPP_TAG_JOB, IPP_TAG_INTEGER, wish->name, number);
    else if (is_keyword(value))
        ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, wish->name, NULL, value);
    else
        return false;
    return true;
}

static const struct wish wishes[] = {
    {"code",                             put_code,       0,    0,                NULL,              "4 to 32 characters"            },
    {"document-format",                  put_format,     0,    0,                NULL,              "a type such as application/pdf"},
    {"finishings",                       put_integer,    3,    3,                NULL,              "3 (none)"                      },
    {"ipp-attribute-fidelity",           put_fidelity,   0,    0,                NULL,              "true or false"                 },
    {"job-account-id",                   put_name,       0,    0,                NULL,              "a department's number"         },
    {"job-account-pin",                  put_name,       0,    0,                NULL,              "a department's PIN"            },
    {"job-accounting-user-id",           put_name,       0,    0,                NULL,              "a department's number"         },
    {"job-password",                     put_code,       0,    0,                NULL,              "4 to 32 characters"            },
    {"job-priority",                     put_integer,    1,    100,              NULL,              "1 to 100"                      },
    {"media-source",                     put_keyword,    0,    0,                NULL,              "a keyword"                     },
    {"media-type",                       put_keyword,    0,    0,                NULL,              "a keyword"                     },
    {"multiple-document-handling",       put_keyword,    0,    0,                value_handling,    NULL                            },
    {"number-up",                        put_number_up,  1,    16,               NULL,              "1, 2, 4, 6, 9 or 16"           },
    {"orientation-requested",            put_enum,       0,    0,                orientation_words, NULL                            },
    {"output-bin",                       put_keyword,    0,    0,                NULL,              "a keyword"                     },
    {"page-ranges",                      put_ranges,     0,    0,                NULL,              "pages such as 2-3,5,9-"        },
    {"presentation-direction-number-up", put_keyword,    0,    0,                value_direction,   NULL                            },
    {"print-color-mode",                 put_keyword,    0,    0,                NULL,              "a keyword"                     },
    {"print-content-optimize",           put_keyword,    0,    0,                content_words,     NULL                            },
    {"print-darkness",                   put_integer,    -100, 100,              NULL,              "-100 to 100"                   },
    {"print-quality",                    put_enum,       0,    0,                quality_words,     NULL                            },
    {"print-rendering-intent",           put_keyword,    0,    0,                NULL,              "a keyword"                     },
    {"print-scaling",                    put_keyword,    0,    0,                value_scaling,     NULL                            },
    {"printer-resolution",               put_resolution, 0,    0,                NULL,
     "dots per inch such as 600 or 600x300dpi"                                                                                      },
    {"proof-print",                      put_proof,      1,    VALUE_MAX_COPIES, NULL,              "a number of copies"            },
    {"sides",                            put_keyword,    0,    0,                sides_words,       NULL                            },
    {"watermark",                        put_words,      0,    0,                NULL,              "words, at most 127 bytes"      },
};

static bool is_secret(const char *name)
{
    return strcmp(name, "job-account-pin") == 0 || strcmp(name, "job-password") == 0 ||
           strcmp(name, "code") == 0;
}

/* Its words with commas between them, or what it says. */
static bool refuse(const struct wish *wish, const char *value, char *why, size_t why_size)
{
    size_t n = (size_t)snprintf(why, why_size, "'%.60s' is no value of %s: ",
                                is_secret(wish->name) ? "(hidden)" : value, wish->name);

    if (wish->words == NULL)
        snprintf(why + n, why_size - n, "%s.", wish->says);
    for (size_t i = 0; wish->words != NULL && wish->words[i].name != NULL && n < why_size; i++)
        n += (size_t)snprintf(why + n, why_size - n, "%s%s", wish->words[i].name,
                              wish->words[i + 1].name == NULL   ? "."
                              : wish->words[i + 2].name == NULL ? " or "
                                                                : ", ");
    return false;
}

/* Options of our own have no row: their names and values are the driver's. */
static bool is_own(const char *name)
{
    for (size_t i = 0; printer_vendor_options[i] != NULL; i++)
        if (strcmp(printer_vendor_options[i], name) == 0)
            return true;
    return false;
}

static bool take_wish(const cups_option_t *pair, bool ours, ipp_t *request, char *why,
                      size_t why_size)
{
    const struct wish own = {pair->name, put_own, 0,
                             0,          NULL,    "see `canon-printer-app options`"};
    const struct wish *wish = is_own(pair->name) ? &own : NULL;

    for (size_t i = 0; i < COUNT(wishes); i++)
        if (strcmp(wishes[i].name, pair->name) == 0)
            wish = &wishes[i];
    if (wish == NULL) {
        snprintf(why, why_size, "A job has no option '%.100s'.", pair->name);
        return false;
    }
    if (!wish->put(request, wish, pair->value) ||
        (ours && is_own(pair->name) && !own_option_ok(pair->name, pair->value)))
        return refuse(wish, pair->value, why, why_size);
    return true;
}

/* ---- options that are one together ---- */

/* By its PWG name, an old name of IPP, or what people call it: A4, Letter. */
static const pwg_media_t *find_paper(const char *name)
{
    const pwg_media_t *paper = pwgMediaForPWG(name);

    if (paper == NULL)
        paper = pwgMediaForLegacy(name);
    return paper != NULL ? paper : pwgMediaForPPD(name);
}

bool client_put_paper(ipp_t *request, const char *name, char *why, size_t why_size)
{
    const pwg_media_t *paper = find_paper(name);

    if (paper == NULL) {
        snprintf(why, why_size,
                 "'%.60s' is no value of media: a size such as iso_a4_210x297mm or A4.", name);
        return false;
    }
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "media", NULL, paper->pwg);
    return true;
}

static ipp_t *media_size(const pwg_media_t *paper)
{
    ipp_t *size = ippNew();

    ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", paper->width);
    ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", paper->length);
    return size;
}

/* Paper: its name alone is `media`; with a drawer or a kind it is a collection, since a request
 * may have one of the two only. */
static bool take_media(int n, cups_option_t *pairs, ipp_t *request, char *why, size_t why_size)
{
    const char *name = cupsGetOption("media", n, pairs);
    ipp_attribute_t *source = value_find(request, "media-source");
    ipp_attribute_t *type = value_find(request, "media-type");
    const pwg_media_t *paper = name != NULL ? find_paper(name) : NULL;
    ipp_t *column, *size;

    if (name != NULL && paper == NULL) {
        snprintf(why, why_size,
                 "'%.60s' is no value of media: a size such as iso_a4_210x297mm or A4.", name);
        return false;
    }
    if (source == NULL && type == NULL) {
        if (paper != NULL)
            ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", NULL, paper->pwg);
        return true;
    }
    column = ippNew();
    if (paper != NULL) {
        size = media_size(paper);
        ippAddCollection(column, IPP_TAG_ZERO, "media-size", size);
        ippDelete(size);
    }
    if (source != NULL)
        ippAddString(column, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-source", NULL,
                     ippGetString(source, 0, NULL));
    if (type != NULL)
        ippAddString(column, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-type", NULL,
                     ippGetString(type, 0, NULL));
    ippDeleteAttribute(request, source);
    ippDeleteAttribute(request, type);
    ippAddCollection(request, IPP_TAG_JOB, "media-col", column);
    ippDelete(column);
    return true;
}

static bool take_hold(const char *until, time_t now, ipp_t *request, char *why, size_t why_size)
{
    time_t when = client_next_time(until, now);

    if (when != 0)
        ippAddDate(request, IPP_TAG_JOB, "job-hold-until-time", ippTimeToDate(when));
    else if (client_is_period(until) || strcmp(until, "no-hold") == 0)
        ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "job-hold-until", NULL, until);
    else {
        snprintf(why, why_size,
                 "'%.60s' is no value of job-hold-until: HH:MM, no-hold, indefinite, day-time, "
                 "evening, night, second-shift, third-shift or weekend.",
                 until);
        return false;
    }
    return true;
}

bool client_wishes(int n, cups_option_t *pairs, bool ours, time_t now, ipp_t *request,
                   char *why, size_t why_size)
{
    for (int i = 0; i < n; i++) {
        const char *name = pairs[i].name;
        bool good;

        if (strcmp(name, "job-hold-until") == 0)
            good = take_hold(pairs[i].value, now, request, why, why_size);
        else
            good = strcmp(name, "media") == 0 ||
                   take_wish(&pairs[i], ours, request, why, why_size);
        if (!good)
            return false;
    }
    return take_media(n, pairs, request, why, why_size);
}

/* "socket://HOST?x=y" without a path is right, but libcups wants one before the question mark.
 */
char *client_complete_uri(const char *text, char *whole, size_t n)
{
    const char *host = strstr(text, "://");
    size_t head = host != NULL ? strcspn(host + 3, "/?") + (size_t)(host + 3 - text) : 0;
    const char *slash = host != NULL && text[head] == '?' ? "/" : "";

    snprintf(whole, n, "%.*s%s%s", (int)head, text, slash, text + head);
    return whole;
}
