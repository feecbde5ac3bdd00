/*
 * client-migrate.h - the sub-command migrate: queues that CUPS has with the maker's driver
 * become queues here; those of CUPS stay as they are.
 * Effects: asks CUPS and the server of this computer; reads files; starts this program again
 * (add); standard output and error.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_MIGRATE_H
#define SERVER_CLIENT_MIGRATE_H

#include <stdbool.h>

bool client_migrate_knows(const char *name);

/* client_migrate - argv as main got it. The exit status. */
int client_migrate(int argc, char *argv[], const char *name);

#endif
