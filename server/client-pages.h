/*
 * client-pages.h - the sub-commands test-page and calibrate: pages of our own, and what was
 * read on them.
 * Effects: asks the server; standard output and error.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_PAGES_H
#define SERVER_CLIENT_PAGES_H

#include <stdbool.h>

bool client_pages_knows(const char *name);

/* client_pages - run one; argv as main got it. The exit status. */
int client_pages(int argc, char *argv[], const char *name);

#endif
