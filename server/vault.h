/*
 * vault.h - short secrets that are kept on the disk (PINs of departments, what a job's code is
 * checked against): encrypted with a key of this computer.
 *
 * A sealed secret is a text of letters, digits and hyphens, which can stand wherever the secret
 * stood. It tells neither the secret nor its length, and is good for the purpose it was sealed
 * for only: the PIN of one user is none in the line of another one. Cipher: AES-256-GCM of
 * GnuTLS, which libcups brings anyway, with a nonce by chance. Whoever reads both the key's
 * file and the other files reads the secrets; a copy of the spool, the settings or a backup of
 * them is of no use without it. Effects: the file of the key; any thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_VAULT_H
#define SERVER_VAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VAULT_KEY_BYTES 32

/* Longest secret, and longest text of a sealed one with its NUL. One of up to 15 bytes makes a
 * text of VAULT_SHORT_TEXT bytes at most. */
#define VAULT_SECRET_MAX 127
#define VAULT_TEXT_MAX   324
#define VAULT_SHORT_TEXT 98

/*
 * vault_open - read the key of a file, or make both, mode 0600.
 *
 * why   out: a sentence when something was wrong, "" when not
 *
 * A file that holds no key is kept as PATH.damaged, and a new key made: what was sealed with
 * the old one is lost, which why tells. False: there is no key, and nothing is sealed or
 * unsealed.
 */
bool vault_open(const char *path, char *why, size_t why_size);

/* vault_use - a key from elsewhere, VAULT_KEY_BYTES; NULL: none. */
void vault_use(const uint8_t *key);

/*
 * vault_seal - encrypt.
 *
 * purpose  what it is for; the same words are wanted to unseal it
 * secret   at most VAULT_SECRET_MAX bytes
 * text     out: n bytes, "" when it failed
 *
 * False without a key, or when it does not fit.
 */
bool vault_seal(const char *purpose, const char *secret, char *text, size_t n);

/* Looks like a sealed secret and is none: what stands for a secret that could not be sealed. */
#define VAULT_LOST "sealed1-"

/* vault_is_sealed - whether a text looks like a sealed secret. */
bool vault_is_sealed(const char *text);

/* vault_unseal - the secret again. False, and secret is "": it was sealed with another key or
 * for another purpose, it is damaged, or it does not fit. */
bool vault_unseal(const char *purpose, const char *text, char *secret, size_t n);

/* vault_wipe - forget what was secret: not left out by a compiler that sees no reader. */
void vault_wipe(void *bytes, size_t n);

#endif
