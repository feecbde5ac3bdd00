/*
 * client-scan.h - the sub-commands about scanners: scanners, scanner, scan, profiles, profile.
 * Effects: asks the server; those of client-scan-file.h; standard output and error.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_SCAN_H
#define SERVER_CLIENT_SCAN_H

#include <stdbool.h>

bool client_scan_knows(const char *name);

/* client_scan - run one; argv as main got it. The exit status. */
int client_scan(int argc, char *argv[], const char *name);

#endif
