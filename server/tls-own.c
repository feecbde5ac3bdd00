/*
 * tls-own.c - see tls-own.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tls-own.h"

#include "host-names.h"
#include "tls.h"
#include "whole-file.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_CHAIN  8
#define DAY        ((time_t)86400)
#define MAX_BYTES  ((size_t)256 << 10)
#define SHA256_LEN 32

static gnutls_datum_t datum(const char *text)
{
    gnutls_datum_t d = {(unsigned char *)(uintptr_t)text, (unsigned)strlen(text)};

    return d;
}

/* ---- reading ---- */

static void add_name(char *names, size_t size, const char *name)
{
    size_t n = strlen(names);

    snprintf(names + n, size - n, "%s%s", n > 0 ? ", " : "", name);
}

static void read_names(gnutls_x509_crt_t certificate, struct tls_facts *facts)
{
    for (unsigned i = 0;; i++) {
        char name[300] = "";
        size_t n = sizeof(name) - 1;
        int type = gnutls_x509_crt_get_subject_alt_name(certificate, i, name, &n, NULL);

        if (type == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
            break;
        if (type == GNUTLS_SAN_DNSNAME && n < sizeof(name))
            add_name(facts->names, sizeof(facts->names), name);
        else if (type < 0 && type != GNUTLS_E_SHORT_MEMORY_BUFFER)
            break;
    }
    if (facts->names[0] == '\0') {
        size_t n = sizeof(facts->names);

        (void)gnutls_x509_crt_get_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0, 0,
                                            facts->names, &n);
    }
}

static void read_certificate(gnutls_x509_crt_t certificate, struct tls_facts *facts)
{
    unsigned char bytes[SHA256_LEN];
    size_t n = sizeof(bytes);

    memset(facts, 0, sizeof(*facts));
    read_names(certificate, facts);
    if (gnutls_x509_crt_get_fingerprint(certificate, GNUTLS_DIG_SHA256, bytes, &n) == 0)
        for (size_t i = 0; i < n; i++)
            snprintf(facts->fingerprint + 3 * i, 4, "%02X%s", bytes[i], i + 1 < n ? ":" : "");
    n = sizeof(facts->issuer);
    (void)gnutls_x509_crt_get_issuer_dn(certificate, facts->issuer, &n);
    facts->from = gnutls_x509_crt_get_activation_time(certificate);
    facts->until = gnutls_x509_crt_get_expiration_time(certificate);
    facts->by_itself = gnutls_x509_crt_check_issuer(certificate, certificate) != 0;
}

/* The certificates of a text, at most MAX_CHAIN; 0: there are none. To be freed. */
static unsigned import_chain(const char *text, gnutls_x509_crt_t chain[MAX_CHAIN])
{
    gnutls_datum_t pem = datum(text);
    unsigned n = MAX_CHAIN;

    return gnutls_x509_crt_list_import(chain, &n, &pem, GNUTLS_X509_FMT_PEM,
                                       GNUTLS_X509_CRT_LIST_IMPORT_FAIL_IF_EXCEED) > 0
               ? n
               : 0;
}

static void free_chain(gnutls_x509_crt_t chain[MAX_CHAIN], unsigned n)
{
    while (n > 0)
        gnutls_x509_crt_deinit(chain[--n]);
}

bool tls_facts(struct tls_facts *facts)
{
    gnutls_x509_crt_t chain[MAX_CHAIN];
    const char *certificate, *key;
    size_t size = 0;
    unsigned n;
    char *text;

    if (!tls_files(&certificate, &key) ||
        (text = whole_file_read(certificate, MAX_BYTES, &size)) == NULL)
        return false;
    text[size] = '\0';
    n = import_chain(text, chain);
    if (n > 0)
        read_certificate(chain[0], facts);
    free_chain(chain, n);
    free(text);
    return n > 0;
}

/* ---- one's own ---- */

/* Whether a key is the certificate's. */
static enum tls_own check_key(gnutls_x509_crt_t certificate, const char *text)
{
    gnutls_datum_t pem = datum(text);
    unsigned char of_key[SHA256_LEN], of_certificate[SHA256_LEN];
    size_t n = sizeof(of_key), m = sizeof(of_certificate);
    gnutls_x509_privkey_t key;
    enum tls_own result = TLS_OWN_NO_KEY;

    if (gnutls_x509_privkey_init(&key) != 0)
        return TLS_OWN_NO_KEY;
    if (gnutls_x509_privkey_import2(key, &pem, GNUTLS_X509_FMT_PEM, NULL, 0) == 0 &&
        gnutls_x509_privkey_get_key_id(key, GNUTLS_KEYID_USE_SHA256, of_key, &n) == 0)
        result = gnutls_x509_crt_get_key_id(certificate, GNUTLS_KEYID_USE_SHA256,
                                            of_certificate, &m) == 0 &&
                         n == m && memcmp(of_key, of_certificate, n) == 0
                     ? TLS_OWN_GOOD
                     : TLS_OWN_MISMATCH;
    gnutls_x509_privkey_deinit(key);
    return result;
}

enum tls_own tls_own_check(const char *certificate, const char *key, const char *const names[],
                           size_t n, size_t *which)
{
    gnutls_x509_crt_t chain[MAX_CHAIN];
    unsigned length = import_chain(certificate, chain);
    enum tls_own result;
    time_t now = time(NULL);

    *which = 0;
    if (length == 0)
        return TLS_OWN_NO_CERTIFICATE;
    result = check_key(chain[0], key);
    if (result == TLS_OWN_GOOD &&
        (gnutls_x509_crt_get_activation_time(chain[0]) > now ||
         gnutls_x509_crt_get_expiration_time(chain[0]) < now + TLS_OWN_DAYS * DAY))
        result = TLS_OWN_EXPIRED;
    for (; result == TLS_OWN_GOOD && *which < n; ++*which)
        if (gnutls_x509_crt_check_hostname(chain[0], names[*which]) == 0)
            result = TLS_OWN_NAME;
    if (result == TLS_OWN_NAME)
        --*which;
    free_chain(chain, length);
    return result;
}

/* The certificate goes first and comes last: half way there is none, and the next start makes
 * one. */
static bool write_files(const char *certificate, const char *key)
{
    const char *certificate_path, *key_path;

    if (!tls_files(&certificate_path, &key_path)) {
        errno = ENOENT;
        return false;
    }
    if (unlink(certificate_path) != 0 && errno != ENOENT)
        return false;
    return whole_file_replace(key_path, key) &&
           whole_file_replace(certificate_path, certificate);
}

enum tls_own tls_own_keep(const char *certificate, const char *key, char *name,
                          size_t name_size)
{
    struct host_names wanted;
    const char *names[MAX_HOST_NAMES];
    enum tls_own result;
    size_t which;

    name[0] = '\0';
    tls_names(&wanted);
    for (size_t i = 0; i < wanted.n; i++)
        names[i] = wanted.names[i];
    result = tls_own_check(certificate, key, names, wanted.n, &which);
    if (result == TLS_OWN_NAME)
        snprintf(name, name_size, "%s", names[which]);
    if (result == TLS_OWN_GOOD && !write_files(certificate, key))
        result = TLS_OWN_FAILED;
    return result;
}
