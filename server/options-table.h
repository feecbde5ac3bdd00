/*
 * options-table.h - the options of the server, a row each: by it they are read from the command
 * line and from the settings file, written, and shown.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_OPTIONS_TABLE_H
#define SERVER_OPTIONS_TABLE_H

#include "options.h"

enum option_kind {
    OPTION_PORT,   /* unsigned; "" is 0: the program chooses */
    OPTION_COUNT,  /* unsigned, min to max */
    OPTION_MIB,    /* uint64_t in bytes, written in MiB, min to max of these */
    OPTION_SWITCH, /* bool: yes, no */
    OPTION_TEXT,   /* char[size] */
    OPTION_HOST,   /* char[size], a name or address */
    OPTION_PATH,   /* char[size] */
    OPTION_ACCESS, /* char[size], a list of http-access.h */
    OPTION_LEVEL,  /* pappl_loglevel_t */
    OPTION_GAMMA,  /* unsigned in hundredths, min to max; "" is 0 */
    OPTION_FLAGS,  /* pappl_soptions_t: words with commas between */
    OPTION_WAY,    /* one of ways.h */
};

/* A person may keep it in the settings file: nothing that names files or folders. */
#define OPTION_KEPT 1u

/* It can be changed while the server runs. */
#define OPTION_AT_ONCE 2u

struct option_row {
    const char *name;
    enum option_kind kind;
    size_t offset, size; /* of the member of struct options */
    uint64_t min, max;
    unsigned flags;
};

/* All of them; fewer than OPTIONS_MAX. */
extern const struct option_row option_rows[];
extern const size_t num_option_rows;

/* option_find - the row of a name; NULL: there is none. */
const struct option_row *option_find(const char *name);

/*
 * option_set - a value, as a person writes it, into options.
 *
 * value  "" only where the row's kind knows it
 *
 * False: it is none; options is as before.
 */
bool option_set(struct options *options, const struct option_row *row, const char *value);

/* option_text - the value as option_set takes it, in size bytes, cut to it; "" where nothing is
 * set. */
void option_text(const struct options *options, const struct option_row *row, char *text,
                 size_t size);

/* option_from - where the value comes from; option_mark - and that it does. */
enum option_from option_from(const struct options *options, const struct option_row *row);
void option_mark(struct options *options, const struct option_row *row, enum option_from from);

#endif
