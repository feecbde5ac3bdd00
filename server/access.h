/*
 * access.h - who administrates: what the web page and IPP ask, with the state of this server.
 *
 * An administrator is who has signed in or sends a password (access-people.h), and root and
 * the server's own user at its domain socket. As long as there is none, whoever sits at this
 * computer is one, and others may become the first with a code that is made at each start.
 * Each sign-in, each wrong try and each change of administrators is a line of the log, never
 * with a password. Effects: memory, the log, access-people.h; any thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_ACCESS_H
#define SERVER_ACCESS_H

#include "access-people.h"
#include "access-session.h"

#define ACCESS_CODE_SIZE 12 /* "ABCDE-FGHJK" with its NUL */

/*
 * access_try - whether name and password are an administrator's.
 *
 * from   the address of who says so, as text
 * wait   out: seconds until another try may be, for ACCESS_WAIT
 *
 * DONE, WRONG, BUSY, WAIT.
 */
enum access_answer access_try(const char *from, const char *name, const char *password,
                              unsigned *wait);

/* access_try_code - the same for the code of the first visit; wrong too often, it becomes
 * another one, which the log tells. */
enum access_answer access_try_code(const char *from, const char *code, unsigned *wait);

/* access_code - the code; a new one is made where there is none, and told in the log. False:
 * there is an administrator, who makes it needless, or no randomness. */
bool access_code(char code[ACCESS_CODE_SIZE]);

/* access_code_same - whether somebody typed a code: small letters, spaces and hyphens are as
 * good. Pure. */
bool access_code_same(const char *typed, const char *code);

/* access_add, access_remove - access_people_set and access_people_remove, told in the log, and
 * what was signed in of them is over. by: who does it, from where. */
enum access_answer access_add(const char *name, const char *password, enum access_who who,
                              const char *by);
enum access_answer access_remove(const char *name, bool even_the_last, const char *by);

/* ---- sessions of the web page, see access-session.h ---- */

bool access_begin(const char *user, const char *from, char id[ACCESS_SESSION_ID]);
bool access_user(const char *id, char user[ACCESS_NAME_SIZE]);
void access_end(const char *id, const char *from);
size_t access_end_others(const char *but_id, const char *by);
size_t access_count(void);

#endif
