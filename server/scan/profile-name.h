/*
 * profile-name.h - names of files by a pattern: "%Y-%m-%d %n".
 *
 *   %Y %y %m %d %j   the date: year, year without century, month, day, day of the year
 *   %H %M %S         the time
 *   %n               the first number that gives a name that is free; %3n: at least three
 * digits %s %p %h         the scanner, the profile, this computer
 *   %%               a percent sign
 *
 * Whatever comes of it is one name within a folder, also on the file systems of Windows: no
 * slash, no ":", no dot or blank at its ends, no hyphen at its beginning, which programs would
 * take for an option. Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_PROFILE_NAME_H
#define SERVER_SCAN_PROFILE_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/* Longest name with its NUL; an extension and numbers of pages fit behind it in any folder. */
#define PROFILE_NAME_SIZE 201

struct profile_name_facts {
    struct tm when;
    const char *scanner, *profile, *host; /* UTF-8 */
};

/* profile_name_check - whether a pattern is one; else a sentence. Not "": that is no pattern.
 */
bool profile_name_check(const char *pattern, char *why, size_t why_size);

/* profile_name_counts - whether there is a %n in it. */
bool profile_name_counts(const char *pattern);

/*
 * profile_name_make - the name, without an extension.
 *
 * number   for %n; where the pattern has none, 2 and more come behind the name
 * name     out: PROFILE_NAME_SIZE bytes, UTF-8, never ""
 */
void profile_name_make(const char *pattern, const struct profile_name_facts *facts,
                       unsigned number, char *name);

#endif
