/*
 * client-say.h - what a sub-command says when something is wrong.
 * Effects: standard error.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_SAY_H
#define SERVER_CLIENT_SAY_H

/* client_complain - a sentence behind the program's name; returns the exit status given. */
__attribute__((format(printf, 2, 3))) int client_complain(int status, const char *format, ...);

/* client_misunderstood - something that was given and makes no sense, "There is no option 'x'."
 * without its full stop; returns EXIT_USAGE. */
int client_misunderstood(const char *what, const char *which);

#endif
