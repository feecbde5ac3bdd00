/*
 * client-options.h - the sub-command options: what can be asked of a queue, and what is set.
 * Effects: asks the server; standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_OPTIONS_H
#define SERVER_CLIENT_OPTIONS_H

#include "client-link.h"

/* client_options - of each queue of a link. The exit status; what is wrong is said. */
int client_options(struct link *link);

#endif
