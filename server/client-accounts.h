/*
 * client-accounts.h - the sub-command accounts: departments of people.
 * Effects: asks the server; standard input and output.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_ACCOUNTS_H
#define SERVER_CLIENT_ACCOUNTS_H

#include "client-link.h"

/* client_read_pin - one line of standard input, without its end, in n bytes; false: none. */
bool client_read_pin(char *pin, int n);

/*
 * client_accounts - list the table, or set one user's department.
 *
 * user  NULL: list
 * id    digits, NULL or "": take the user out
 * pin   digits, NULL or "": none, "-": a line of standard input, which no list of processes
 *       shows
 *
 * The exit status; what is wrong is said.
 */
int client_accounts(struct link *link, const char *user, const char *id, const char *pin);

#endif
