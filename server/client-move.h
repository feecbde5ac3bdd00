/*
 * client-move.h - the sub-commands export and import: everything that a person has set, into
 * one file and out of it.
 * Effects: files; standard input, output and error.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_MOVE_H
#define SERVER_CLIENT_MOVE_H

#include <stdbool.h>

bool client_move_knows(const char *name);

/* client_move - run one; argv as main got it. The exit status. */
int client_move(int argc, char *argv[], const char *name);

#endif
