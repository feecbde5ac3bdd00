/*
 * client-administrator.h - the sub-command administrator: who administrates, and who may print.
 * Effects: asks the server; terminal, standard input and output.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_ADMINISTRATOR_H
#define SERVER_CLIENT_ADMINISTRATOR_H

#include <stdbool.h>

/* client_administrator_knows - whether a sub-command is this one. */
bool client_administrator_knows(const char *name);

/* client_administrator - do it; the exit status. argv as main() has it. */
int client_administrator(int argc, char *argv[]);

#endif
