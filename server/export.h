/*
 * export.h - everything that a person has set, in one file: to be kept, or taken to another
 * computer. The format is described in EXPORT.md.
 *
 * Not in it: jobs (they belong to this computer's spool), logs, accounting, scans that are yet
 * to be delivered. Secrets (the key of the vault, the key of the certificate) are in it only
 * with a password, and the file is encrypted then; without one they are left out, and so are
 * PINs and passwords that only the key could read.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_EXPORT_H
#define SERVER_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXPORT_FORMAT        1
#define EXPORT_MAX_PARTS     48
#define EXPORT_NAME_SIZE     160
#define EXPORT_MAX_BYTES     ((size_t)32 << 20) /* of a file, and of all of its parts */
#define EXPORT_PASSWORD_MIN  8
#define EXPORT_PASSWORD_SIZE 256

/* A file of the state: its name in the export, its bytes with a NUL behind them. */
struct export_part {
    char name[EXPORT_NAME_SIZE];
    uint8_t *bytes;
    size_t n;
    bool listed; /* the manifest has it; while a file is read */
};

/* Zeroed in the beginning. */
struct export
{
    struct export_part parts[EXPORT_MAX_PARTS];
    size_t n;
    char version[64]; /* of the program that wrote it */
    char host[256];   /* the computer it was made on */
    char made[40];    /* when, "2026-11-27T21:00:00Z" */
    bool secrets;
};

void export_clear(struct export *e);

/* export_find - a part by its name; NULL: there is none. */
const struct export_part *export_find(const struct export *e, const char *name);

/* export_add - a part more, bytes copied. One of that name is replaced. False: no room. */
bool export_add(struct export *e, const char *name, const void *bytes, size_t n);

/* ---- names ---- */

/* export_path - where the part of a name lies beside a state file. False: there is no such
 * part, or the path is too long. The only names of files that an export can have. */
bool export_path(const char *state_file, const char *name, char *path, size_t size);

/* export_is_secret - whether a part is in an export with a password only. */
bool export_is_secret(const char *name);

/* export_names - the parts that are always looked for: one after the other, NULL at the end.
 * Beside them, certificates: "tls/NAME.crt", "tls/NAME.key". */
const char *export_names(size_t i);

/* ---- of this computer ---- */

/*
 * export_collect - read what belongs to a state file, whether a server runs or not: all of it
 * as it was at one moment. A server replaces its files whole, so they are read until they are
 * the same twice.
 *
 * secrets  with them; else sealed PINs and passwords become ones that cannot be read
 *
 * False and a sentence. Where nothing is, it has no parts.
 */
bool export_collect(struct export *e, const char *state_file, bool secrets, char *why,
                    size_t why_size);

/* export_redact - a part's text without PINs and passwords: each is VAULT_LOST then, so that
 * it is known that there was one. To be freed; NULL without memory. Pure. */
char *export_redact(const char *name, const char *text);

/* ---- the file ---- */

/*
 * export_write - the bytes of the file, to be freed.
 *
 * password   NULL: not encrypted; else at least EXPORT_PASSWORD_MIN bytes
 */
uint8_t *export_write(const struct export *e, const char *password, size_t *n, char *why,
                      size_t why_size);

/* export_is_sealed - whether a file wants a password. */
bool export_is_sealed(const uint8_t *bytes, size_t n);

/*
 * export_read - any bytes. Only parts with names of export_path, of sizes that may be, each
 * with the checksum of the manifest, and no others: else false and a sentence. The caller
 * clears e in any case.
 */
bool export_read(struct export *e, const uint8_t *bytes, size_t n, const char *password,
                 char *why, size_t why_size);

/* ---- encryption; export-seal.c ---- */

#define EXPORT_SEAL_HEAD "canon-printer-app sealed 1\n"

/* Both: to be freed; NULL: no memory, or (unseal) another password, or it was changed. */
uint8_t *export_seal(const uint8_t *bytes, size_t n, const char *password, size_t *sealed_n);
uint8_t *export_unseal(const uint8_t *bytes, size_t n, const char *password, size_t *plain_n);

#endif
