/*
 * spool-calls.h - the calls by which the spool changes files, as a table, so that a test can
 * let each of them fail or be the last thing the program did. Effects: none of its own.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SPOOL_CALLS_H
#define SERVER_SPOOL_CALLS_H

#include <sys/types.h>

/* Each member is the system's function of the same name. */
struct spool_calls {
    ssize_t (*pwrite)(int fd, const void *bytes, size_t n, off_t at);
    int (*ftruncate)(int fd, off_t size);
    int (*fsync)(int fd);
    int (*fdatasync)(int fd);
    int (*renameat)(int from_folder, const char *from, int to_folder, const char *to);
    int (*unlinkat)(int folder, const char *name, int flags);
};

/* Those of the system. A test puts its own here before any other thread uses the spool. */
extern struct spool_calls spool_calls;

#endif
