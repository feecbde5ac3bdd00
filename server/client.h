/*
 * client.h - the sub-commands about jobs. They ask the server that runs; a job's number is
 * enough, whichever queue has it.
 * Effects: requests to the server, standard output, a report's file.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_H
#define SERVER_CLIENT_H

#include <stdbool.h>

/* client_knows - whether a sub-command is one of these. */
bool client_knows(const char *name);

/* client_run - do it; the exit status. argv as main() has it. */
int client_run(int argc, char *argv[], const char *name);

/* client_port - a port number; 0: it is none. */
unsigned client_port(const char *text);

#endif
