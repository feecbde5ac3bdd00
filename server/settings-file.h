/*
 * settings-file.h - the text of the settings file: what a person has set of the server beside
 * its command line, by the page or by hand.
 *
 *     # a comment
 *     max-jobs=200
 *
 * NAME=VALUE lines, by the names of options-table.h. What the command line sets wins. A line
 * that makes no sense is left out and told of, and stays in the file: whoever wrote it will
 * want to see it. Effects: none but memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SETTINGS_FILE_H
#define SERVER_SETTINGS_FILE_H

#include "options-table.h"

#include <stdbool.h>
#include <stddef.h>

#define SETTINGS_VALUE_SIZE 8192              /* with its NUL */
#define SETTINGS_FILE_MAX   ((size_t)1 << 17) /* bytes */

/*
 * settings_file_apply - what the text says, into options, but for what the start has set.
 *
 * trouble  out: a sentence for each line that was left out, with '\n' behind it; cut to size
 *
 * How many lines were left out.
 */
size_t settings_file_apply(const char *text, struct options *options, char *trouble,
                           size_t size);

/* settings_file_set - the text with that value, or without the name for "". To be freed. NULL:
 * no memory. */
char *settings_file_set(const char *text, const char *name, const char *value);

/* settings_file_may - whether a value may be kept. False and a sentence. */
bool settings_file_may(const struct option_row *row, const char *value, char *why,
                       size_t why_size);

#endif
