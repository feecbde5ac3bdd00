/*
 * export-archive.c - the file of an export: a tar with a manifest; see EXPORT.md.
 *
 * Reading it trusts nothing: libarchive is given the tar reader alone, and what it says of an
 * entry is compared with what an export of ours can have.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "export.h"

#include "vault.h"

#include <archive.h>
#include <archive_entry.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#define MANIFEST     "manifest"
#define MAX_MANIFEST ((size_t)64 << 10)
#define SHA_N        32
#define SHA_TEXT     (2 * SHA_N + 1)
#define FIRST_LINE   "canon-printer-app export "

static bool checksum(const struct export_part *part, char text[SHA_TEXT])
{
    uint8_t digest[SHA_N];

    if (gnutls_hash_fast(GNUTLS_DIG_SHA256, part->bytes, part->n, digest) != 0)
        return false;
    for (size_t i = 0; i < SHA_N; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    return true;
}

/* ---- writing ---- */

static char *make_manifest(const struct export *e)
{
    char *text = NULL, sum[SHA_TEXT];
    size_t n = 0;
    FILE *file = open_memstream(&text, &n);
    bool good = file != NULL;

    if (!good)
        return NULL;
    fprintf(file, FIRST_LINE "%d\nversion %s\nhost %s\nmade %s\nsecrets %s\n", EXPORT_FORMAT,
            e->version, e->host, e->made, e->secrets ? "yes" : "no");
    for (size_t i = 0; good && i < e->n; i++) {
        good = checksum(&e->parts[i], sum);
        fprintf(file, "part %s %zu %s\n", e->parts[i].name, e->parts[i].n, sum);
    }
    good = fclose(file) == 0 && good;
    if (good)
        return text;
    free(text);
    return NULL;
}

struct growing {
    uint8_t *bytes;
    size_t n, room;
};

static la_ssize_t take_bytes(struct archive *archive, void *ctx, const void *bytes, size_t n)
{
    struct growing *to = ctx;

    if (n > to->room - to->n) {
        size_t room = 2 * (to->n + n) + 4096;
        uint8_t *larger = realloc(to->bytes, room);

        if (larger == NULL) {
            archive_set_error(archive, ARCHIVE_FATAL, "no memory");
            return -1;
        }
        to->bytes = larger;
        to->room = room;
    }
    memcpy(to->bytes + to->n, bytes, n);
    to->n += n;
    return (la_ssize_t)n;
}

static bool put_entry(struct archive *archive, const char *name, const void *bytes, size_t n)
{
    struct archive_entry *entry = archive_entry_new();
    bool good = entry != NULL;

    if (good) {
        archive_entry_set_pathname(entry, name);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0600);
        archive_entry_set_size(entry, (la_int64_t)n);
        good = archive_write_header(archive, entry) == ARCHIVE_OK &&
               (n == 0 || archive_write_data(archive, bytes, n) == (la_ssize_t)n);
    }
    archive_entry_free(entry);
    return good;
}

static bool put_all(const struct export *e, struct growing *to)
{
    char *manifest = make_manifest(e);
    struct archive *archive = archive_write_new();
    bool good = manifest != NULL && archive != NULL &&
                archive_write_set_format_ustar(archive) == ARCHIVE_OK &&
                archive_write_add_filter_none(archive) == ARCHIVE_OK &&
                archive_write_open2(archive, to, NULL, take_bytes, NULL, NULL) == ARCHIVE_OK &&
                put_entry(archive, MANIFEST, manifest, strlen(manifest));

    for (size_t i = 0; good && i < e->n; i++)
        good = put_entry(archive, e->parts[i].name, e->parts[i].bytes, e->parts[i].n);
    good = good && archive_write_close(archive) == ARCHIVE_OK;
    if (archive != NULL)
        archive_write_free(archive);
    free(manifest);
    return good;
}

uint8_t *export_write(const struct export *e, const char *password, size_t *n, char *why,
                      size_t why_size)
{
    struct growing tar = {NULL, 0, 0};
    bool good = put_all(e, &tar);
    uint8_t *sealed;

    *n = tar.n;
    if (good && password == NULL)
        return tar.bytes;
    sealed = good ? export_seal(tar.bytes, tar.n, password, n) : NULL;
    if (tar.bytes != NULL)
        vault_wipe(tar.bytes, tar.n);
    free(tar.bytes);
    if (sealed == NULL)
        snprintf(why, why_size, "The file could not be made: there is no memory.");
    return sealed;
}

/* ---- reading ---- */

static bool refuse(char *why, size_t why_size, const char *sentence)
{
    snprintf(why, why_size, "%s", sentence);
    return false;
}

static const char not_ours[] = "This is no file that canon-printer-app export has written.";
static const char damaged[] = "The file is damaged: it does not have what its list says.";

/* An entry's bytes, bounded; false: they are too many, or broken off. */
static bool read_entry(struct archive *archive, struct archive_entry *entry, size_t max,
                       uint8_t **bytes, size_t *n)
{
    la_int64_t size = archive_entry_size(entry);

    *bytes = NULL;
    if (!archive_entry_size_is_set(entry) || size < 0 || (uint64_t)size > max ||
        archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != NULL ||
        archive_entry_symlink(entry) != NULL || archive_entry_sparse_count(entry) > 0)
        return false;
    *n = (size_t)size;
    *bytes = malloc(*n + 1);
    if (*bytes == NULL)
        return false;
    (*bytes)[*n] = '\0';
    for (size_t have = 0; have < *n;) {
        la_ssize_t got = archive_read_data(archive, *bytes + have, *n - have);

        if (got <= 0) {
            free(*bytes);
            *bytes = NULL;
            return false;
        }
        have += (size_t)got;
    }
    return true;
}

/* The parts, as they are; the manifest's text apart. */
static bool read_entries(struct archive *archive, struct export *e, char **manifest)
{
    struct archive_entry *entry;
    size_t left = EXPORT_MAX_BYTES, n;
    uint8_t *bytes;
    char path[EXPORT_NAME_SIZE + 8];
    int status;

    while ((status = archive_read_next_header(archive, &entry)) == ARCHIVE_OK) {
        const char *name = archive_entry_pathname(entry);
        bool first = *manifest == NULL, good;

        if (name == NULL || strlen(name) >= EXPORT_NAME_SIZE ||
            first != (strcmp(name, MANIFEST) == 0) ||
            (!first &&
             (!export_path("s", name, path, sizeof(path)) || export_find(e, name) != NULL)) ||
            !read_entry(archive, entry, first ? MAX_MANIFEST : left, &bytes, &n))
            return false;
        left -= first ? 0 : n;
        good = first || export_add(e, name, bytes, n);
        if (first)
            *manifest = (char *)bytes;
        else
            free(bytes);
        if (!good || (first && strlen(*manifest) != n))
            return false;
    }
    return status == ARCHIVE_EOF && *manifest != NULL;
}

/* A line's value into n bytes, when the line begins with a word. */
static void take_fact(const char *line, const char *word, char *to, size_t n)
{
    size_t length = strlen(word);

    if (strncmp(line, word, length) == 0 && line[length] == ' ')
        snprintf(to, n, "%s", line + length + 1);
}

/* "part NAME SIZE SHA256"; false: there is no such part, or it is another one. */
static bool check_part(struct export *e, const char *line)
{
    char name[EXPORT_NAME_SIZE], size[24], sum[SHA_TEXT], is[SHA_TEXT], is_size[24];
    struct export_part *part = NULL;

    if (sscanf(line, "part %159s %23s %64s", name, size, sum) != 3)
        return false;
    for (size_t i = 0; part == NULL && i < e->n; i++)
        if (strcmp(e->parts[i].name, name) == 0)
            part = &e->parts[i];
    if (part == NULL || part->listed || !checksum(part, is))
        return false;
    snprintf(is_size, sizeof(is_size), "%zu", part->n);
    part->listed = true;
    return strcmp(is_size, size) == 0 && strcmp(is, sum) == 0;
}

static bool check_format(const char *manifest, char *why, size_t why_size)
{
    char *end;
    unsigned long format;

    if (strncmp(manifest, FIRST_LINE, sizeof(FIRST_LINE) - 1) != 0)
        return refuse(why, why_size, not_ours);
    format = strtoul(manifest + sizeof(FIRST_LINE) - 1, &end, 10);
    if (*end != '\n' || format == 0)
        return refuse(why, why_size, not_ours);
    if (format > EXPORT_FORMAT)
        return refuse(why, why_size,
                      "The file was written by a newer version of canon-printer-app: install "
                      "that version here, too, and import the file then.");
    return true;
}

static bool check_manifest(struct export *e, char *manifest, char *why, size_t why_size)
{
    size_t parts = 0;
    char secrets[8] = "", *rest = NULL;

    if (!check_format(manifest, why, why_size))
        return false;
    for (char *line = strtok_r(manifest, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        take_fact(line, "version", e->version, sizeof(e->version));
        take_fact(line, "host", e->host, sizeof(e->host));
        take_fact(line, "made", e->made, sizeof(e->made));
        take_fact(line, "secrets", secrets, sizeof(secrets));
        if (strncmp(line, "part ", 5) != 0)
            continue;
        if (!check_part(e, line))
            return refuse(why, why_size, damaged);
        parts++;
    }
    e->secrets = strcmp(secrets, "yes") == 0;
    return parts == e->n || refuse(why, why_size, damaged);
}

static bool read_tar(struct export *e, const uint8_t *bytes, size_t n, char *why,
                     size_t why_size)
{
    struct archive *archive = archive_read_new();
    char *manifest = NULL;
    bool good = archive != NULL && archive_read_support_format_tar(archive) == ARCHIVE_OK &&
                archive_read_open_memory(archive, bytes, n) == ARCHIVE_OK;

    if (!good || !read_entries(archive, e, &manifest))
        good = refuse(why, why_size, manifest == NULL ? not_ours : damaged);
    if (manifest != NULL && !check_format(manifest, why, why_size))
        good = false; /* a newer one may well have parts that are not known here */
    good = good && manifest != NULL && check_manifest(e, manifest, why, why_size);
    if (archive != NULL)
        archive_read_free(archive);
    free(manifest);
    return good;
}

bool export_read(struct export *e, const uint8_t *bytes, size_t n, const char *password,
                 char *why, size_t why_size)
{
    uint8_t *plain;
    size_t plain_n = 0;
    bool good;

    memset(e, 0, sizeof(*e));
    if (n > 2 * EXPORT_MAX_BYTES)
        return refuse(why, why_size, "The file is too large for an export.");
    if (!export_is_sealed(bytes, n))
        return read_tar(e, bytes, n, why, why_size);
    if (password == NULL)
        return refuse(why, why_size, "The file is encrypted: its password is needed.");
    plain = export_unseal(bytes, n, password, &plain_n);
    if (plain == NULL)
        return refuse(why, why_size, "The password is another one, or the file is damaged.");
    good = read_tar(e, plain, plain_n, why, why_size);
    vault_wipe(plain, plain_n);
    free(plain);
    return good;
}
