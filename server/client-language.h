/*
 * client-language.h - the sub-command find-language.
 * Effects: asks the server; standard output and error.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_LANGUAGE_H
#define SERVER_CLIENT_LANGUAGE_H

#include "client-link.h"

/* What was asked for; NULL: nothing. */
struct language_order {
    const char *answer;  /* the number that came out */
    const char *models;  /* to try, "a,b" */
    const char *machine; /* its URI: make the queue first */
};

/* client_language - print the pages, or take the answer. queue: its name, NULL for the only
 * one. The exit status. */
int client_language(struct link *link, const char *queue, const struct language_order *order);

#endif
