/*
 * compat-tls.c - one certificate for all connections.
 *
 * libcups (2.4) looks for the certificate of a connection by the name that the connection's own
 * address is found to have in DNS, and makes one when there is none: a question to DNS for each
 * connection, a certificate for each name, and two at once for two clients at once. Only an
 * HTTP upgrade tells it the name, by the Host field. So the field is set to the name of our
 * certificate before a connection is encrypted; it is read anew with the first request. And
 * PAPPL (1.3, 1.4) has libcups keep certificates in the home folder of the user. Effects: as
 * the functions they stand for, with another name and folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"

#include <stdio.h>

typedef int (*set_fn)(const char *, const char *, int);
typedef int (*encrypt_fn)(http_t *, http_encryption_t);

/* Set once, before there are clients; "" in programs that are none of servers. */
static char folder[1100], name[256];

void compat_tls(const char *in_folder, const char *of_name)
{
    snprintf(folder, sizeof(folder), "%s", in_folder);
    snprintf(name, sizeof(name), "%s", of_name);
}

int cupsSetServerCredentials(const char *path, const char *common_name, int auto_create)
{
    set_fn next = (set_fn)compat_next("cupsSetServerCredentials");

    if (next == NULL)
        return 0;
    if (folder[0] == '\0')
        return next(path, common_name, auto_create);
    return next(folder, name, 0);
}

int httpEncryption(http_t *http, http_encryption_t encryption)
{
    encrypt_fn next = (encrypt_fn)compat_next("httpEncryption");

    if (name[0] != '\0' && !httpIsEncrypted(http))
        httpSetField(http, HTTP_FIELD_HOST, name);
    return next != NULL ? next(http, encryption) : -1;
}
