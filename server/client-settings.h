/*
 * client-settings.h - the sub-command settings: what is set of the server, and changing it; of
 * the server that runs or, where none does, of its settings file.
 * Effects: requests to the server, the file, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_SETTINGS_H
#define SERVER_CLIENT_SETTINGS_H

/* client_settings - do it; the exit status. argv as main() has it. */
int client_settings(int argc, char *argv[]);

#endif
