/*
 * tls-own.h - the certificate of this server, read; and one of the person's own in its place.
 * Effects: the files of tls.h; any thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_TLS_OWN_H
#define SERVER_TLS_OWN_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct tls_facts {
    char names[1024]; /* with ", " between them */
    char issuer[400];
    char fingerprint[100]; /* SHA-256, pairs of digits with colons */
    time_t from, until;
    bool by_itself; /* it vouches for itself */
};

/* tls_facts - of the file that is used. False: there is none that can be read. */
bool tls_facts(struct tls_facts *facts);

enum tls_own {
    TLS_OWN_GOOD,
    TLS_OWN_NO_CERTIFICATE, /* no PEM of certificates */
    TLS_OWN_NO_KEY,         /* no PEM of a key, or it has a password */
    TLS_OWN_MISMATCH,       /* they do not belong together */
    TLS_OWN_EXPIRED,        /* not yet valid, or not for TLS_OWN_DAYS more */
    TLS_OWN_NAME,           /* it is for other names */
    TLS_OWN_FAILED,         /* files; errno */
};

/* tls_prepare would make another one of its own before this. */
#define TLS_OWN_DAYS 31

/*
 * tls_own_check - whether a server may use a certificate.
 *
 * certificate  PEM, the server's first, then those between it and a known one
 * key          PEM
 * names        n names that it has to be for
 * which        out: for TLS_OWN_NAME the index of the first it is not for
 *
 * Pure but for the time.
 */
enum tls_own tls_own_check(const char *certificate, const char *key, const char *const names[],
                           size_t n, size_t *which);

/* tls_own_keep - check for this server's names and keep both. name: out, for TLS_OWN_NAME. */
enum tls_own tls_own_keep(const char *certificate, const char *key, char *name,
                          size_t name_size);

#endif
