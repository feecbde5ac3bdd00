/*
 * option.h - options of a SANE device by name, their types and limits checked: drivers differ
 * in what they have, and some in what they say of it.
 *
 * Descriptors are asked for anew each time, so an option that changed with another one
 * (SANE_INFO_RELOAD_OPTIONS) is seen as it is.
 * Effects: those of the driver.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SANE_OPTION_H
#define SERVER_SANE_OPTION_H

#include <sane/sane.h>
#include <stdbool.h>
#include <stddef.h>

struct option {
    SANE_Handle handle;
    SANE_Int index;
    const SANE_Option_Descriptor *is;
};

/* option_count - numbers of options are below it. */
SANE_Int option_count(SANE_Handle handle);

/* option_find - an active one. option_at - by its number. False: there is none. */
bool option_find(SANE_Handle handle, const char *name, struct option *option);
bool option_at(SANE_Handle handle, SANE_Int index, struct option *option);

/* option_settable - whether a program may set it. */
bool option_settable(const struct option *option);

/* option_text - the value of a text; false: it has none. option_choice - one of the texts that
 * it may be, from 0; NULL: no more, or it is not of that kind. */
bool option_text(const struct option *option, char *text, size_t size);
const char *option_choice(const struct option *option, size_t n);

/* option_number - the value of a number (one), in its unit, or of a switch (0 or 1). */
bool option_number(const struct option *option, double *value);

/* option_range - the least and the greatest that a number may be; step: 0: any, or a list.
 * Without limits: false. option_listed - one of the numbers that it may be, from 0. */
bool option_range(const struct option *option, double *min, double *max, double *step);
bool option_listed(const struct option *option, size_t n, double *value);

/* How a number is rounded to what can be set. */
enum option_round { OPTION_NEAREST, OPTION_DOWN, OPTION_UP };

/* option_set_text, option_set_number - set it; a number is brought within its limits.
 * option_press - a button of the program. */
SANE_Status option_set_text(const struct option *option, const char *text);
SANE_Status option_set_number(const struct option *option, double value,
                              enum option_round round);
SANE_Status option_press(const struct option *option);

#endif
