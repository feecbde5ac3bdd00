/*
 * compat-hostname.c - the name of this server is not the name of the computer.
 *
 * papplSystemSetHostName(system, name) does not only note the name under which clients reach
 * the server: it writes /etc/hostname, calls sethostname and renames the computer in Avahi.
 * As root, that renames the machine. The three calls end here, so setting the name is safe.
 * Effects: none but refusing; other files are opened as ever.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"

#include <cups/file.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

typedef cups_file_t *(*file_open_fn)(const char *, const char *);

int avahi_client_set_host_name(void *client, const char *name);

int sethostname(const char *name, size_t length)
{
    (void)name;
    (void)length;
    errno = EPERM;
    return -1;
}

int avahi_client_set_host_name(void *client, const char *name)
{
    (void)client;
    (void)name;
    return 0;
}

cups_file_t *cupsFileOpen(const char *path, const char *mode)
{
    static _Atomic(file_open_fn) known;
    file_open_fn next = known;

    if (path != NULL && mode != NULL && strcmp(path, "/etc/hostname") == 0 && mode[0] != 'r') {
        errno = EPERM;
        return NULL;
    }
    if (next == NULL)
        known = next = (file_open_fn)compat_next("cupsFileOpen");
    return next != NULL ? next(path, mode) : NULL;
}
