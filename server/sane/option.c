/*
 * option.c - see option.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "option.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_OPTIONS 4096
#define MAX_TEXT    65536
#define MAX_LIST    65536

SANE_Int option_count(SANE_Handle handle)
{
    SANE_Int n = 0;

    if (sane_control_option(handle, 0, SANE_ACTION_GET_VALUE, &n, NULL) != SANE_STATUS_GOOD)
        return 0;
    return n < 0 ? 0 : n > MAX_OPTIONS ? MAX_OPTIONS : n;
}

bool option_at(SANE_Handle handle, SANE_Int index, struct option *option)
{
    option->handle = handle;
    option->index = index;
    option->is = sane_get_option_descriptor(handle, index);
    return option->is != NULL && option->is->name != NULL && option->is->size >= 0 &&
           option->is->type != SANE_TYPE_GROUP && SANE_OPTION_IS_ACTIVE(option->is->cap);
}

bool option_find(SANE_Handle handle, const char *name, struct option *option)
{
    SANE_Int n = option_count(handle);

    for (SANE_Int i = 1; i < n; i++)
        if (option_at(handle, i, option) && strcmp(option->is->name, name) == 0)
            return true;
    return false;
}

bool option_settable(const struct option *option)
{
    return SANE_OPTION_IS_SETTABLE(option->is->cap);
}

/* What a set value changed besides (info) is seen by looking again; not all drivers bear that
 * nobody asks. */

/* ---- texts ---- */

static bool is_text(const struct option *option)
{
    return option->is->type == SANE_TYPE_STRING && option->is->size > 0 &&
           option->is->size <= MAX_TEXT;
}

bool option_text(const struct option *option, char *text, size_t size)
{
    size_t room = is_text(option) ? (size_t)option->is->size : 0;
    char *value = room == 0 ? NULL : calloc(1, room + 1);
    bool good = value != NULL &&
                sane_control_option(option->handle, option->index, SANE_ACTION_GET_VALUE, value,
                                    NULL) == SANE_STATUS_GOOD &&
                strlen(value) < size;

    if (good)
        strcpy(text, value); /* NOLINT(clang-analyzer-security.insecureAPI.strcpy): it fits */
    free(value);
    return good;
}

const char *option_choice(const struct option *option, size_t n)
{
    if (!is_text(option) || option->is->constraint_type != SANE_CONSTRAINT_STRING_LIST ||
        option->is->constraint.string_list == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (option->is->constraint.string_list[i] == NULL)
            return NULL;
    return option->is->constraint.string_list[n];
}

SANE_Status option_set_text(const struct option *option, const char *text)
{
    size_t room = is_text(option) ? (size_t)option->is->size : 0;
    SANE_Int info = 0;
    SANE_Status status;
    char *value;

    if (!option_settable(option) || strlen(text) >= room)
        return SANE_STATUS_INVAL;
    value = calloc(1, room + 1);
    if (value == NULL)
        return SANE_STATUS_NO_MEM;
    memcpy(value, text, strlen(text));
    status =
        sane_control_option(option->handle, option->index, SANE_ACTION_SET_VALUE, value, &info);
    free(value);
    return status;
}

/* ---- numbers ---- */

static bool is_number(const struct option *option)
{
    return (option->is->type == SANE_TYPE_INT || option->is->type == SANE_TYPE_FIXED) &&
           option->is->size == (SANE_Int)sizeof(SANE_Word);
}

static double value_of(const struct option *option, SANE_Word word)
{
    return option->is->type == SANE_TYPE_FIXED ? SANE_UNFIX(word) : word;
}

bool option_number(const struct option *option, double *value)
{
    SANE_Word word = 0;

    if (!(is_number(option) || (option->is->type == SANE_TYPE_BOOL &&
                                option->is->size == (SANE_Int)sizeof(SANE_Word))) ||
        sane_control_option(option->handle, option->index, SANE_ACTION_GET_VALUE, &word,
                            NULL) != SANE_STATUS_GOOD)
        return false;
    *value = value_of(option, word);
    return true;
}

bool option_listed(const struct option *option, size_t n, double *value)
{
    const SANE_Word *list = option->is->constraint.word_list;

    if (!is_number(option) || option->is->constraint_type != SANE_CONSTRAINT_WORD_LIST ||
        list == NULL || list[0] > MAX_LIST || list[0] < 0 || n >= (size_t)list[0])
        return false;
    *value = value_of(option, list[1 + n]);
    return true;
}

bool option_range(const struct option *option, double *min, double *max, double *step)
{
    double value;
    size_t n = 0;

    *step = 0;
    if (is_number(option) && option->is->constraint_type == SANE_CONSTRAINT_RANGE &&
        option->is->constraint.range != NULL) {
        *min = value_of(option, option->is->constraint.range->min);
        *max = value_of(option, option->is->constraint.range->max);
        *step = value_of(option, option->is->constraint.range->quant);
        return true;
    }
    for (; option_listed(option, n, &value); n++) {
        *min = n == 0 || value < *min ? value : *min;
        *max = n == 0 || value > *max ? value : *max;
    }
    return n > 0;
}

static double nearest_listed(const struct option *option, double wanted)
{
    double best = wanted, value;

    for (size_t n = 0; option_listed(option, n, &value); n++)
        if (n == 0 || fabs(value - wanted) < fabs(best - wanted))
            best = value;
    return best;
}

SANE_Status option_set_number(const struct option *option, double value,
                              enum option_round round)
{
    double unit = option->is->type == SANE_TYPE_FIXED ? 1 << SANE_FIXED_SCALE_SHIFT : 1;
    double min, max, step;
    SANE_Int info = 0;
    SANE_Word word;

    if (!option_settable(option) || !is_number(option))
        return SANE_STATUS_INVAL;
    if (option->is->constraint_type == SANE_CONSTRAINT_WORD_LIST)
        value = nearest_listed(option, value);
    else if (option_range(option, &min, &max, &step))
        value = value < min ? min : value > max ? max : value;
    value *= unit;
    if (fabs(value) > 2e9)
        return SANE_STATUS_INVAL;
    word = (SANE_Word)(round == OPTION_DOWN ? floor(value + 1e-6)
                       : round == OPTION_UP ? ceil(value - 1e-6)
                                            : floor(value + 0.5));
    return sane_control_option(option->handle, option->index, SANE_ACTION_SET_VALUE, &word,
                               &info);
}

SANE_Status option_press(const struct option *option)
{
    SANE_Word word = 0;
    SANE_Int info = 0;

    if (!option_settable(option) || option->is->type != SANE_TYPE_BUTTON)
        return SANE_STATUS_INVAL;
    return sane_control_option(option->handle, option->index, SANE_ACTION_SET_VALUE, &word,
                               &info);
}
