/*
 * tls.c - see tls.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tls.h"

#include "compat.h"

#include <cups/cups.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define KEEP_SECONDS  ((time_t)3650 * 86400)
#define RENEW_SECONDS ((time_t)30 * 86400) /* before the end */

/* Set once, before there are clients. */
static char certificate_path[1400], key_path[1400];
static char own_folder[1100], own_name[300], own_aliases[1024];

/* As libcups names the files of a certificate. */
static void file_name(const char *folder, const char *name, const char *extension, char *path,
                      size_t size)
{
    size_t n = (size_t)snprintf(path, size, "%s/", folder);

    for (; *name != '\0' && n + 1 < size; name++) {
        bool kept = (*name >= '0' && *name <= '9') || (*name >= 'a' && *name <= 'z') ||
                    (*name >= 'A' && *name <= 'Z') || *name == '-' || *name == '.';

        path[n] = *name;
        if (!kept)
            path[n] = '_';
        n++;
    }
    snprintf(path + n, size - n, ".%s", extension);
}

/* Whether the key is there; libcups says no more of it. */
static bool has_key(const char *folder, const char *name)
{
    char path[1400], start[10] = "";
    FILE *file;
    bool good;

    file_name(folder, name, "key", path, sizeof(path));
    if ((file = fopen(path, "r")) == NULL)
        return false;
    good = fread(start, 1, sizeof(start), file) == sizeof(start) &&
           memcmp(start, "-----BEGIN", sizeof(start)) == 0;
    fclose(file);
    return good;
}

/* NULL when the certificate that is there will do, else why a new one is made. */
static const char *why_new(const char *folder, const char *name,
                           const struct host_names *wanted)
{
    cups_array_t *credentials = NULL;
    const char *why = NULL;

    if (httpLoadCredentials(folder, &credentials, name) != 0 || credentials == NULL)
        return "there was none";
    if (!has_key(folder, name))
        why = "its key was missing";
    else if (httpCredentialsGetExpiration(credentials) < time(NULL) + RENEW_SECONDS)
        why = "it is about to expire";
    for (size_t i = 0; why == NULL && i < wanted->n; i++)
        if (!httpCredentialsAreValidForName(credentials, wanted->names[i]))
            why = "it was for other names";
    httpFreeCredentials(credentials);
    return why;
}

/* With all names of this computer in it. Those of the network of today are no reason to make
 * another tomorrow. */
static bool make(const char *folder, const char *name, const char *aliases)
{
    struct host_names all;
    const char *names[MAX_HOST_NAMES];
    char path[1400];

    host_names_find(&all, aliases);
    for (size_t i = 0; i < all.n; i++)
        names[i] = all.names[i];
    /* the key is written first: without this, half way, it would not fit the old certificate */
    file_name(folder, name, "crt", path, sizeof(path));
    if (unlink(path) != 0 && errno != ENOENT)
        return false;
    return cupsMakeServerCredentials(folder, name, (int)all.n, names,
                                     time(NULL) + KEEP_SECONDS) != 0;
}

bool tls_prepare(const char *state_file, const char *name, const char *aliases, char *what,
                 size_t what_size)
{
    char folder[1100];
    struct host_names wanted = {.n = 0};
    const char *why;

    what[0] = '\0';
    snprintf(folder, sizeof(folder), "%s.tls", state_file);
    host_names_add(&wanted, name);
    host_names_add(&wanted, aliases);
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        snprintf(what, what_size, "The folder '%s' for the certificate cannot be made: %s.",
                 folder, strerror(errno));
        return false;
    }
    if ((why = why_new(folder, name, &wanted)) != NULL) {
        errno = 0;
        if (!make(folder, name, aliases)) {
            snprintf(what, what_size, "The certificate in '%s' cannot be made: %s.", folder,
                     errno != 0 ? strerror(errno) : cupsLastErrorString());
            return false;
        }
        snprintf(what, what_size, "A certificate for %s was made: %s.", name, why);
    }
    compat_tls(folder, name);
    snprintf(own_folder, sizeof(own_folder), "%s", folder);
    snprintf(own_name, sizeof(own_name), "%s", name);
    snprintf(own_aliases, sizeof(own_aliases), "%s", aliases);
    file_name(folder, name, "crt", certificate_path, sizeof(certificate_path));
    file_name(folder, name, "key", key_path, sizeof(key_path));
    return true;
}

void tls_names(struct host_names *names)
{
    names->n = 0;
    host_names_add(names, own_name);
    host_names_add(names, own_aliases);
}

bool tls_renew(void)
{
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    bool good;

    if (own_folder[0] == '\0') {
        errno = ENOENT;
        return false;
    }
    pthread_mutex_lock(&mutex);
    good = make(own_folder, own_name, own_aliases);
    pthread_mutex_unlock(&mutex);
    return good;
}

bool tls_files(const char **certificate, const char **key)
{
    *certificate = certificate_path;
    *key = key_path;
    return certificate_path[0] != '\0';
}
