/*
 * access-people.h - the administrators: names, and what their passwords are checked against.
 *
 * The file STATE.administrators has a line for each: name, a tab, a hash by yescrypt (libcrypt,
 * as for the passwords of this computer's users), which takes memory and a moment for each
 * guess. No file: nobody administrates yet. A file that cannot be read, or has nobody in it, is
 * not "nobody": it would open the server to whoever is first. Effects: the file, time; any
 * thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_ACCESS_PEOPLE_H
#define SERVER_ACCESS_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>

#define ACCESS_PEOPLE_MAX 32
#define ACCESS_NAME_SIZE  64 /* bytes of a name with its NUL */

/* Characters of a password, and its bytes at most. Nothing else is asked of one: length is what
 * counts. */
#define ACCESS_PASSWORD_MIN   10
#define ACCESS_PASSWORD_MAX   128
#define ACCESS_PASSWORD_BYTES 500

enum access_answer {
    ACCESS_DONE,
    ACCESS_BAD_NAME,
    ACCESS_SHORT,
    ACCESS_LONG,
    ACCESS_BAD_TEXT, /* of the password: no UTF-8, or control characters */
    ACCESS_UNKNOWN,  /* there is no such administrator */
    ACCESS_WRONG,    /* name or password */
    ACCESS_LAST,     /* it is the last one */
    ACCESS_FULL,
    ACCESS_TAKEN, /* somebody administrates already */
    ACCESS_BUSY,  /* too many are being checked */
    ACCESS_WAIT,  /* too many were wrong (access.h) */
    ACCESS_NOT_KEPT,
    ACCESS_ANSWERS
};

/* access_answer_text - a sentence in English; access_answer_key - the key of one in words. */
const char *access_answer_text(enum access_answer answer);
const char *access_answer_key(enum access_answer answer);

/* access_people_open - read the file of a state file. why: a sentence when it is damaged; "".
 */
void access_people_open(const char *state_file, char *why, size_t why_size);

/* access_people_any - whether somebody administrates; then this computer does no more. */
bool access_people_any(void);

/* access_people_list - their names, at most max; how many there are. */
size_t access_people_list(char (*names)[ACCESS_NAME_SIZE], size_t max);

enum access_who { ACCESS_ANY, ACCESS_FIRST };

/* access_people_set - a new administrator, or a new password. ACCESS_FIRST: only if there is
 * none. */
enum access_answer access_people_set(const char *name, const char *password,
                                     enum access_who who);

/* access_people_remove - the last one only when that is meant. */
enum access_answer access_people_remove(const char *name, bool even_the_last);

/* access_people_check - whether it is their password: DONE, WRONG, BUSY. Takes as long for a
 * name that is none. One at a time; a few wait, more are busy. */
enum access_answer access_people_check(const char *name, const char *password);

/* access_people_changes - another number after each change: what was known of passwords before
 * is not worth anything any more. */
unsigned access_people_changes(void);

/* access_password_check - whether it may be one: DONE, SHORT, LONG, BAD_TEXT. Pure. */
enum access_answer access_password_check(const char *password);

/* access_name_check - whether it may be a name: 1 to 63 bytes of UTF-8 without control
 * characters, colons, which HTTP's Basic has no way to send, and spaces around it. Pure. */
bool access_name_check(const char *name);

#endif
