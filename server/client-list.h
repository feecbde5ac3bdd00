/*
 * client-list.h - jobs as a table.
 * Effects: requests to the server, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_LIST_H
#define SERVER_CLIENT_LIST_H

#include "client-link.h"

/* client_list - print the jobs of all queues of a link; which: a value of which-jobs. False and
 * said. */
bool client_list(struct link *link, const char *which);

#endif
