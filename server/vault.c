/*
 * vault.c - see vault.h.
 *
 * A sealed text is "sealed1-" and, in hexadecimal digits, the nonce, the encrypted secret
 * padded with zeros to a multiple of 16 bytes, and the tag.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "vault.h"

#include "whole-file.h"

#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define CIPHER    GNUTLS_CIPHER_AES_256_GCM
#define NONCE     ((size_t)12)
#define TAG       ((size_t)16)
#define PAD       ((size_t)16)
#define MAX_PLAIN (VAULT_SECRET_MAX + 1)
#define MAX_BYTES (NONCE + MAX_PLAIN + TAG)

#define MARK      VAULT_LOST
#define FILE_HEAD "canon-printer-app key 1\n"

_Static_assert(sizeof(MARK) + 2 * (NONCE + MAX_PLAIN + TAG) <= VAULT_TEXT_MAX, "too short");
_Static_assert(sizeof(MARK) + 2 * (NONCE + PAD + TAG) <= VAULT_SHORT_TEXT, "too short");

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards both */
static uint8_t the_key[VAULT_KEY_BYTES];
static bool has_key;

void vault_wipe(void *bytes, size_t n)
{
    gnutls_memset(bytes, 0, n);
}

void vault_use(const uint8_t *key)
{
    pthread_mutex_lock(&mutex);
    has_key = key != NULL;
    if (has_key)
        memcpy(the_key, key, sizeof(the_key));
    else
        vault_wipe(the_key, sizeof(the_key));
    pthread_mutex_unlock(&mutex);
}

/* ---- digits ---- */

static void put_hex(const uint8_t *bytes, size_t n, char *text)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < n; i++) {
        *text++ = digits[bytes[i] >> 4];
        *text++ = digits[bytes[i] & 15];
    }
    *text = '\0';
}

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* How many bytes the digits at the text's beginning are; SIZE_MAX: more than room. */
static size_t get_hex(const char *text, uint8_t *bytes, size_t room)
{
    size_t n = 0;

    while (digit_of(text[0]) >= 0 && digit_of(text[1]) >= 0) {
        if (n == room)
            return SIZE_MAX;
        bytes[n++] = (uint8_t)(digit_of(text[0]) << 4 | digit_of(text[1]));
        text += 2;
    }
    return n;
}

/* ---- the file ---- */

static bool make_key(const char *path, char *why, size_t why_size)
{
    uint8_t key[VAULT_KEY_BYTES];
    char text[sizeof(FILE_HEAD) + 2 * sizeof(key) + 2];
    bool good = gnutls_rnd(GNUTLS_RND_KEY, key, sizeof(key)) == 0;

    memcpy(text, FILE_HEAD, sizeof(FILE_HEAD));
    if (good)
        put_hex(key, sizeof(key), text + strlen(text));
    memcpy(text + strlen(text), "\n", 2);
    if (good && !whole_file_replace(path, text)) {
        good = false;
        snprintf(why, why_size, "The key of this computer cannot be kept in '%s': %s.", path,
                 strerror(errno));
    }
    if (good)
        vault_use(key);
    vault_wipe(key, sizeof(key));
    vault_wipe(text, sizeof(text));
    return good;
}

/* Whether the text of a file is a key. */
static bool take_key(const char *text, size_t n)
{
    uint8_t key[VAULT_KEY_BYTES];
    size_t head = strlen(FILE_HEAD);
    bool good = n == head + 2 * sizeof(key) + 1 && memcmp(text, FILE_HEAD, head) == 0 &&
                text[n - 1] == '\n' && get_hex(text + head, key, sizeof(key)) == sizeof(key);

    if (good)
        vault_use(key);
    vault_wipe(key, sizeof(key));
    return good;
}

/* A file that is none of ours is kept: perhaps somebody can mend it. */
static bool replace_damaged(const char *path, char *why, size_t why_size)
{
    char damaged[1100], more[400] = "";

    snprintf(damaged, sizeof(damaged), "%s.damaged", path);
    if (rename(path, damaged) != 0) {
        snprintf(why, why_size, "The key in '%s' is damaged, and cannot be put aside: %s.",
                 path, strerror(errno));
        return false;
    }
    if (!make_key(path, more, sizeof(more))) {
        snprintf(why, why_size, "%s", more);
        return false;
    }
    snprintf(why, why_size,
             "The key in '%s' is damaged; there is a new one. PINs of departments have to be "
             "set again, and jobs that wait with one or for a code to be sent again.",
             path);
    return true;
}

bool vault_open(const char *path, char *why, size_t why_size)
{
    struct stat info;
    size_t n = 0;
    char *text;
    bool good;

    why[0] = '\0';
    vault_use(NULL);
    if (stat(path, &info) != 0 && errno == ENOENT)
        return make_key(path, why, why_size);
    text = whole_file_read(path, 4096, &n);
    if (text == NULL && errno != EINVAL) {
        snprintf(why, why_size, "The key of this computer cannot be read from '%s': %s.", path,
                 strerror(errno));
        return false;
    }
    if (text != NULL)
        text[n] = '\0';
    good = text != NULL && take_key(text, n);
    if (text != NULL)
        vault_wipe(text, n);
    free(text);
    if (!good)
        return replace_damaged(path, why, why_size);
    if ((info.st_mode & 077) != 0)
        (void)chmod(path, 0600); /* a copy by hand */
    return true;
}

/* ---- secrets ---- */

static gnutls_aead_cipher_hd_t begin(void)
{
    gnutls_aead_cipher_hd_t cipher = NULL;
    gnutls_datum_t key = {the_key, sizeof(the_key)};

    pthread_mutex_lock(&mutex);
    if (!has_key || gnutls_aead_cipher_init(&cipher, CIPHER, &key) != 0)
        cipher = NULL;
    pthread_mutex_unlock(&mutex);
    return cipher;
}

bool vault_seal(const char *purpose, const char *secret, char *text, size_t n)
{
    uint8_t bytes[MAX_BYTES], plain[MAX_PLAIN] = {0};
    size_t length = strlen(secret), padded = (length / PAD + 1) * PAD, room = padded + TAG;
    gnutls_aead_cipher_hd_t cipher;
    bool good = false;

    text[0] = '\0';
    if (length > VAULT_SECRET_MAX || n < sizeof(MARK) + 2 * (NONCE + room) ||
        (cipher = begin()) == NULL)
        return false;
    memcpy(plain, secret, length);
    if (gnutls_rnd(GNUTLS_RND_NONCE, bytes, NONCE) == 0 &&
        gnutls_aead_cipher_encrypt(cipher, bytes, NONCE, purpose, strlen(purpose), TAG, plain,
                                   padded, bytes + NONCE, &room) == 0) {
        memcpy(text, MARK, sizeof(MARK));
        put_hex(bytes, NONCE + room, text + strlen(MARK));
        good = true;
    }
    gnutls_aead_cipher_deinit(cipher);
    vault_wipe(plain, sizeof(plain));
    return good;
}

bool vault_is_sealed(const char *text)
{
    return strncmp(text, MARK, strlen(MARK)) == 0;
}

bool vault_unseal(const char *purpose, const char *text, char *secret, size_t n)
{
    uint8_t bytes[MAX_BYTES], plain[MAX_PLAIN];
    size_t have, room = sizeof(plain);
    gnutls_aead_cipher_hd_t cipher;
    bool good;

    secret[0] = '\0';
    if (!vault_is_sealed(text))
        return false;
    text += strlen(MARK);
    have = get_hex(text, bytes, sizeof(bytes));
    if (have == SIZE_MAX || have < NONCE + PAD + TAG || text[2 * have] != '\0' ||
        (cipher = begin()) == NULL)
        return false;
    good = gnutls_aead_cipher_decrypt(cipher, bytes, NONCE, purpose, strlen(purpose), TAG,
                                      bytes + NONCE, have - NONCE, plain, &room) == 0 &&
           room > 0 && memchr(plain, 0, room) != NULL && strlen((const char *)plain) < n;
    if (good)
        memcpy(secret, plain, strlen((const char *)plain) + 1);
    gnutls_aead_cipher_deinit(cipher);
    vault_wipe(plain, sizeof(plain));
    return good;
}
