/*
 * system.h - the server: listeners, state, resources, and its run until it is told to end.
 * Effects: everything a server does.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SYSTEM_H
#define SERVER_SYSTEM_H

#include "options.h"

/* system_run - run the server; the exit status. What is wrong is said on standard error. */
int system_run(const struct options *options);

/* system_socket_alive - whether a server answers at a domain socket. */
bool system_socket_alive(const char *path);

#endif
