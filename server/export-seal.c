/*
 * export-seal.c - a file that only a password opens; see EXPORT.md.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "export.h"

#include "vault.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <string.h>

#define HEAD_N     (sizeof(EXPORT_SEAL_HEAD) - 1)
#define SALT_N     ((size_t)16)
#define NONCE_N    ((size_t)12)
#define TAG_N      ((size_t)16)
#define KEY_N      ((size_t)32)
#define PREFIX_N   (HEAD_N + 4 + SALT_N + NONCE_N)
#define ITERATIONS 600000u

/* A file that asks for more keeps whoever opens it waiting for nothing. */
#define MIN_ITERATIONS 100000u
#define MAX_ITERATIONS 5000000u

static bool derive(const char *password, const uint8_t *salt, unsigned iterations, uint8_t *key)
{
    gnutls_datum_t from = {(unsigned char *)(uintptr_t)password, (unsigned)strlen(password)};
    gnutls_datum_t with = {(unsigned char *)(uintptr_t)salt, SALT_N};

    return gnutls_pbkdf2(GNUTLS_MAC_SHA256, &from, &with, iterations, key, KEY_N) == 0;
}

static bool open_cipher(gnutls_aead_cipher_hd_t *cipher, const char *password,
                        const uint8_t *salt, unsigned iterations)
{
    uint8_t key[KEY_N];
    gnutls_datum_t of = {key, sizeof(key)};
    bool good = derive(password, salt, iterations, key) &&
                gnutls_aead_cipher_init(cipher, GNUTLS_CIPHER_AES_256_GCM, &of) == 0;

    vault_wipe(key, sizeof(key));
    return good;
}

uint8_t *export_seal(const uint8_t *bytes, size_t n, const char *password, size_t *sealed_n)
{
    size_t room = n + TAG_N;
    uint8_t *sealed = malloc(PREFIX_N + room);
    gnutls_aead_cipher_hd_t cipher;
    bool good;

    if (sealed == NULL)
        return NULL;
    memcpy(sealed, EXPORT_SEAL_HEAD, HEAD_N);
    for (size_t i = 0; i < 4; i++)
        sealed[HEAD_N + i] = (uint8_t)(ITERATIONS >> (24 - 8 * i));
    good = gnutls_rnd(GNUTLS_RND_KEY, sealed + HEAD_N + 4, SALT_N + NONCE_N) == 0 &&
           open_cipher(&cipher, password, sealed + HEAD_N + 4, ITERATIONS);
    if (good) {
        good = gnutls_aead_cipher_encrypt(cipher, sealed + PREFIX_N - NONCE_N, NONCE_N, sealed,
                                          PREFIX_N - NONCE_N, TAG_N, bytes, n,
                                          sealed + PREFIX_N, &room) == 0;
        gnutls_aead_cipher_deinit(cipher);
    }
    *sealed_n = PREFIX_N + room;
    if (good)
        return sealed;
    free(sealed);
    return NULL;
}

bool export_is_sealed(const uint8_t *bytes, size_t n)
{
    return n >= HEAD_N && memcmp(bytes, EXPORT_SEAL_HEAD, HEAD_N) == 0;
}

uint8_t *export_unseal(const uint8_t *bytes, size_t n, const char *password, size_t *plain_n)
{
    gnutls_aead_cipher_hd_t cipher;
    unsigned iterations = 0;
    uint8_t *plain;
    size_t room;
    bool good = false;

    if (!export_is_sealed(bytes, n) || n < PREFIX_N + TAG_N)
        return NULL;
    for (size_t i = 0; i < 4; i++)
        iterations = iterations << 8 | bytes[HEAD_N + i];
    if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS)
        return NULL;
    room = n - PREFIX_N;
    if ((plain = malloc(room + 1)) == NULL)
        return NULL;
    if (open_cipher(&cipher, password, bytes + HEAD_N + 4, iterations)) {
        good = gnutls_aead_cipher_decrypt(cipher, bytes + PREFIX_N - NONCE_N, NONCE_N, bytes,
                                          PREFIX_N - NONCE_N, TAG_N, bytes + PREFIX_N,
                                          n - PREFIX_N, plain, &room) == 0;
        gnutls_aead_cipher_deinit(cipher);
    }
    *plain_n = room;
    if (good)
        return plain;
    free(plain);
    return NULL;
}
