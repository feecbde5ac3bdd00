/*
 * client-submit.h - the sub-command that prints files, which is also what file names without a
 * sub-command mean. Effects: requests to the server, standard output and input, reads files.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_SUBMIT_H
#define SERVER_CLIENT_SUBMIT_H

/* client_submit - do it; the exit status. argv as main() has it; name: "submit" or "". */
int client_submit(int argc, char *argv[], const char *name);

#endif
