/*
 * release-code.h - the code that a job waits for: what of it is kept, and whether one that
 * somebody gives is it.
 *
 * Clients send it as it is or as its SHA-256 (job-password of PWG 5100.11), people type it; so
 * the SHA-256 is what all ways have in common. Of that a salted hash by yescrypt is kept, which
 * takes 16 MiB and a moment for each guess (libcrypt, as for the passwords of this computer's
 * users), and that is sealed (vault.h): codes have few digits, and no hash alone would keep
 * somebody who has the spool from trying all of them.
 * Effects: time. SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_RELEASE_CODE_H
#define SERVER_RELEASE_CODE_H

#include "vault.h"

/* Characters of a code that is sent or typed as it is. */
#define CODE_MIN 4
#define CODE_MAX 32

struct release_code {
    uint8_t digest[32];
};

enum code_answer {
    CODE_RIGHT,
    CODE_WRONG,
    CODE_LOST, /* it cannot be checked: sealed with another key, or damaged */
};

/* code_from_bytes - n bytes in the way of job-password-encryption: "none", "sha2-256". False:
 * of another length, not printable ASCII, or a way that is not known. */
bool code_from_bytes(const char *encryption, const void *bytes, size_t n,
                     struct release_code *code);

/* code_from_text - as somebody types it, spaces around it left out. */
bool code_from_text(const char *text, struct release_code *code);

/* code_keep - what is kept of it. False without a key or memory. */
bool code_keep(const struct release_code *code, char kept[VAULT_TEXT_MAX]);

/* code_check - whether it is the one. One at a time: guesses by many clients take no more
 * memory than one. */
enum code_answer code_check(const struct release_code *code, const char *kept);

#endif
