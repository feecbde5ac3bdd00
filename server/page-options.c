/*
 * page-options.c - see page-options.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "page-options.h"

#include "charset.h"
#include "driver/ticket.h"
#include "value.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_WORDS 6

static void set_booklet(struct page_options *o, int value)
{
    o->booklet = value != 0;
}

static void set_reverse(struct page_options *o, int value)
{
    o->reverse = value != 0;
}

static void set_border(struct page_options *o, int value)
{
    o->border = (enum border)value;
}

static void set_blank(struct page_options *o, int value)
{
    o->remove_blank = value != 0;
}

/* Words in the order of their values, but for synonyms of the first one at the end. */
static const struct option {
    const char *name;
    void (*set)(struct page_options *o, int value);
    const char *words[MAX_WORDS];
    int values[MAX_WORDS];
} options[] = {
    {"imposition-template", set_booklet, {"none", "signature"},                                                   {0, 1}},
    {"page-delivery",
     set_reverse,                        {"same-order-face-down", "reverse-order-face-down", "system-specified"},
     {0, 1, 0}                                                                                                          },
    {"page-border",
     set_border,                         {"none", "single", "single-thick", "double", "double-thick"},
     {BORDER_NONE, BORDER_SINGLE, BORDER_SINGLE_THICK, BORDER_DOUBLE, BORDER_DOUBLE_THICK}                              },
    {"blank-pages",         set_blank,   {"print", "remove"},                                                     {0, 1}},
};

static const struct option *find(const char *name)
{
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
        if (strcmp(options[i].name, name) == 0)
            return &options[i];
    return NULL;
}

/* Words that can be drawn: whole, in UTF-8, on one line, something to be seen. */
static bool set_watermark(struct page_options *o, const char *value)
{
    size_t n = strlen(value);

    if (n >= sizeof(o->watermark) || charset_utf8_length((const uint8_t *)value, n) != n ||
        value[strspn(value, " ")] == '\0')
        return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)value[i] < ' ' || value[i] == 0x7F)
            return false;
    memcpy(o->watermark, value, n + 1);
    return true;
}

static bool set_number_up(struct page_options *o, const char *value)
{
    char *end;
    unsigned long number = isdigit((unsigned char)value[0]) ? strtoul(value, &end, 10) : 0;

    if (number < 1 || number > LAYOUT_MAX_UP || *end != '\0' || !layout_has((unsigned)number))
        return false;
    o->number_up = (unsigned)number;
    return true;
}

static bool set_direction(struct page_options *o, const char *value)
{
    int direction;

    if (!value_lookup(value_direction, value, &direction))
        return false;
    o->direction = (enum direction)direction;
    return true;
}

bool page_options_set(struct page_options *o, const char *name, const char *value)
{
    const struct option *option = find(name);

    if (strcmp(name, "watermark") == 0)
        return set_watermark(o, value);
    if (strcmp(name, "number-up") == 0)
        return set_number_up(o, value);
    if (strcmp(name, "presentation-direction-number-up") == 0)
        return set_direction(o, value);
    for (size_t i = 0; option != NULL && i < MAX_WORDS && option->words[i] != NULL; i++)
        if (strcmp(option->words[i], value) == 0) {
            option->set(o, option->values[i]);
            return true;
        }
    return false;
}

bool own_option_ok(const char *name, const char *value)
{
    struct page_options ignored;
    struct wishes wishes;

    wishes_init(&wishes);
    return page_options_set(&ignored, name, value) ||
           wishes_set(&wishes, name, value) == RESULT_OK;
}

bool own_option_text(const char *name, ipp_attribute_t *attr, char *value, size_t n)
{
    const char *words;
    unsigned number_up;

    if (strcmp(name, "number-up") == 0)
        return value_number_up(attr, &number_up) &&
               snprintf(value, n, "%u", number_up) < (int)n;
    if (strcmp(name, "presentation-direction-number-up") == 0 && value_keyword(attr) == NULL)
        return false;
    if (strcmp(name, "watermark") != 0)
        return value_text(attr, value, n);
    words = value_one(attr, IPP_TAG_TEXT) || value_one(attr, IPP_TAG_TEXTLANG)
                ? ippGetString(attr, 0, NULL)
                : value_word(attr);
    if (words == NULL || strlen(words) >= n)
        return false;
    memcpy(value, words, strlen(words) + 1);
    return true;
}

const char *const *own_option_words(const char *name, size_t *n)
{
    const struct option *option = find(name);

    for (*n = 0; option != NULL && *n < MAX_WORDS && option->words[*n] != NULL; ++*n)
        ;
    return option != NULL ? option->words : NULL;
}
