/*
 * release-code.c - see release-code.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "release-code.h"

#include <crypt.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define METHOD  "$y$" /* yescrypt */
#define PURPOSE "code of a job"

/* The digest as a text with its NUL, for crypt(). */
#define PHRASE (2 * sizeof(((struct release_code *)NULL)->digest) + 1)

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static bool is_printable(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text[i] < ' ' || text[i] > '~')
            return false;
    return n >= CODE_MIN && n <= CODE_MAX;
}

bool code_from_bytes(const char *encryption, const void *bytes, size_t n,
                     struct release_code *code)
{
    if (strcmp(encryption, "sha2-256") == 0) {
        if (n == sizeof(code->digest))
            memcpy(code->digest, bytes, n);
        return n == sizeof(code->digest);
    }
    return strcmp(encryption, "none") == 0 && is_printable(bytes, n) &&
           gnutls_hash_fast(GNUTLS_DIG_SHA256, bytes, n, code->digest) == 0;
}

bool code_from_text(const char *text, struct release_code *code)
{
    size_t n;

    text += strspn(text, " ");
    n = strlen(text);
    while (n > 0 && text[n - 1] == ' ')
        n--;
    return code_from_bytes("none", text, n, code);
}

static void make_phrase(const struct release_code *code, char phrase[PHRASE])
{
    for (size_t i = 0; i < sizeof(code->digest); i++)
        snprintf(phrase + 2 * i, 3, "%02x", code->digest[i]);
}

/* The hash of a code with a setting, or a hash's own. False: without memory, or it is none. */
static bool hash(const struct release_code *code, const char *setting, char *text, size_t n)
{
    struct crypt_data *work = calloc(1, sizeof(*work));
    char phrase[PHRASE];
    const char *made = NULL;
    bool good;

    make_phrase(code, phrase);
    pthread_mutex_lock(&one_at_a_time);
    if (work != NULL)
        made = crypt_rn(phrase, setting, work, (int)sizeof(*work));
    pthread_mutex_unlock(&one_at_a_time);
    good = made != NULL && (size_t)snprintf(text, n, "%s", made) < n;
    vault_wipe(phrase, sizeof(phrase));
    free(work);
    return good;
}

bool code_keep(const struct release_code *code, char kept[VAULT_TEXT_MAX])
{
    char setting[CRYPT_GENSALT_OUTPUT_SIZE], text[VAULT_SECRET_MAX + 1];

    kept[0] = '\0';
    return crypt_gensalt_rn(METHOD, 0, NULL, 0, setting, (int)sizeof(setting)) != NULL &&
           hash(code, setting, text, sizeof(text)) &&
           vault_seal(PURPOSE, text, kept, VAULT_TEXT_MAX);
}

enum code_answer code_check(const struct release_code *code, const char *kept)
{
    char known[VAULT_SECRET_MAX + 1], text[VAULT_SECRET_MAX + 1] = "";

    if (!vault_unseal(PURPOSE, kept, known, sizeof(known)) ||
        !hash(code, known, text, sizeof(text)) || strlen(text) != strlen(known))
        return CODE_LOST;
    return gnutls_memcmp(text, known, strlen(known)) == 0 ? CODE_RIGHT : CODE_WRONG;
}
