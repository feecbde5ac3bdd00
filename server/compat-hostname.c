/*
 * compat-hostname.c - the name of this server is not the name of the computer.
 *
 * papplSystemSetHostName(system, name) does not only note the name under which clients reach
 * the server: it writes /etc/hostname, calls sethostname and renames the computer in Avahi.
 * As root, that renames the machine. The three calls end here, so setting the name is safe.
 *
 * And when Avahi says that it runs, PAPPL takes the computer's name in place of the one that
 * was set, makes printer.lan out of it printer.local, and refuses clients that use the right
 * one. The name once told to compat_server_name stays. Effects: none but refusing and that
 * name; other files are opened as ever.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"

#include <cups/file.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

typedef cups_file_t *(*file_open_fn)(const char *, const char *);

static _Atomic(const char *) server_name;

int avahi_client_set_host_name(void *client, const char *name);
const char *avahi_client_get_host_name_fqdn(void *client);

void compat_server_name(const char *name)
{
    server_name = name;
}

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

const char *avahi_client_get_host_name_fqdn(void *client)
{
    typedef const char *(*get_fn)(void *);
    get_fn next = (get_fn)compat_next("avahi_client_get_host_name_fqdn");
    const char *name = server_name;

    return name != NULL ? name : next != NULL ? next(client) : NULL;
}

/* What a client's Host field is compared with. */
char *papplSystemGetHostName(pappl_system_t *system, char *buffer, size_t bufsize)
{
    typedef char *(*get_fn)(pappl_system_t *, char *, size_t);
    static _Atomic(compat_fn) known; /* each request asks */
    get_fn next = (get_fn)compat_cached(&known, "papplSystemGetHostName");
    const char *name = server_name;

    if (name == NULL || buffer == NULL || bufsize == 0)
        return next != NULL ? next(system, buffer, bufsize) : NULL;
    papplCopyString(buffer, name, bufsize);
    return buffer;
}

cups_file_t *cupsFileOpen(const char *path, const char *mode)
{
    static _Atomic(compat_fn) known;
    file_open_fn next = (file_open_fn)compat_cached(&known, "cupsFileOpen");

    if (path != NULL && mode != NULL && strcmp(path, "/etc/hostname") == 0 && mode[0] != 'r') {
        errno = EPERM;
        return NULL;
    }
    return next != NULL ? next(path, mode) : NULL;
}
