/*
 * export.c - the parts of an export, and reading them from this computer; see export.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "export.h"

#include "vault.h"
#include "whole-file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MAX_TRIES 20

/* What lies beside the state file. */
static const struct {
    const char *name, *suffix;
    bool secret;
} files[] = {
    {"state",          "",                false},
    {"identity",       ".identity",       false},
    {"queue-settings", ".queue-settings", false},
    {"accounts",       ".accounts",       false},
    {"people",         ".people",         false},
    {"profiles",       ".profiles",       false},
    {"scanners",       ".scanners",       false},
    {"settings",       ".settings",       false},
    {"administrators", ".administrators", false},
    {"key",            ".key",            true },
};
#define NUM_FILES (sizeof(files) / sizeof(files[0]))

/* ---- parts ---- */

void export_clear(struct export *e)
{
    for (size_t i = 0; i < e->n; i++) {
        vault_wipe(e->parts[i].bytes, e->parts[i].n);
        free(e->parts[i].bytes);
    }
    memset(e, 0, sizeof(*e));
}

static struct export_part *find(struct export *e, const char *name)
{
    for (size_t i = 0; i < e->n; i++)
        if (strcmp(e->parts[i].name, name) == 0)
            return &e->parts[i];
    return NULL;
}

const struct export_part *export_find(const struct export *e, const char *name)
{
    for (size_t i = 0; i < e->n; i++)
        if (strcmp(e->parts[i].name, name) == 0)
            return &e->parts[i];
    return NULL;
}

bool export_add(struct export *e, const char *name, const void *bytes, size_t n)
{
    struct export_part *part = find(e, name);
    uint8_t *copy = malloc(n + 1);

    if (copy == NULL || strlen(name) >= EXPORT_NAME_SIZE ||
        (part == NULL && e->n == EXPORT_MAX_PARTS)) {
        free(copy);
        return false;
    }
    if (n > 0)
        memcpy(copy, bytes, n);
    copy[n] = '\0';
    if (part == NULL) {
        part = &e->parts[e->n++];
        snprintf(part->name, sizeof(part->name), "%s", name);
    } else
        free(part->bytes);
    part->bytes = copy;
    part->n = n;
    return true;
}

/* ---- names ---- */

const char *export_names(size_t i)
{
    return i < NUM_FILES ? files[i].name : NULL;
}

/* "host.example.crt": letters, digits, dots, hyphens and underscores, as tls.c names them. */
static bool is_certificate(const char *name, const char *extension)
{
    size_t n = strlen(name), e = strlen(extension);

    return n > e && n < 128 && name[0] != '.' &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._") ==
               n &&
           strcmp(name + n - e, extension) == 0;
}

static bool is_tls(const char *name)
{
    return strncmp(name, "tls/", 4) == 0 &&
           (is_certificate(name + 4, ".crt") || is_certificate(name + 4, ".key"));
}

bool export_path(const char *state_file, const char *name, char *path, size_t size)
{
    for (size_t i = 0; i < NUM_FILES; i++)
        if (strcmp(files[i].name, name) == 0)
            return (size_t)snprintf(path, size, "%s%s", state_file, files[i].suffix) < size;
    return is_tls(name) && (size_t)snprintf(path, size, "%s.%s", state_file, name) < size;
}

bool export_is_secret(const char *name)
{
    for (size_t i = 0; i < NUM_FILES; i++)
        if (strcmp(files[i].name, name) == 0)
            return files[i].secret;
    return true; /* a certificate is of no use without its key, so both */
}

/* ---- secrets ---- */

/* How long the secret is that begins in a line at column; 0: none does. */
static size_t secret_at(const char *name, const char *line, size_t column)
{
    static const char pin[] = "job-account-pin-default ";
    const char *at = line + column;
    size_t n = strcspn(at, " \t\r\n\"'");

    if (strncmp(at, VAULT_LOST, sizeof(VAULT_LOST) - 1) == 0)
        return n;
    /* what a person wrote by hand and no server has sealed yet */
    if (strcmp(name, "state") == 0 && column == sizeof(pin) - 1 &&
        strncmp(line, pin, sizeof(pin) - 1) == 0)
        return strcspn(at, "\n");
    if (strcmp(name, "accounts") == 0 && line[0] != '#' && column > 0 && at[-1] == '\t') {
        const char *tab = strchr(line, '\t');

        return tab + 1 < at ? strcspn(at, "\n") : 0;
    }
    if (strcmp(name, "profiles") == 0 && column > 0) {
        size_t blank = strspn(line, " \t");
        const char *rest = line + blank;

        if (strncmp(rest, "password", 8) != 0)
            return 0;
        rest += 8 + strspn(rest + 8, " \t");
        if (*rest != '=')
            return 0;
        rest += 1 + strspn(rest + 1, " \t");
        return rest == at ? strcspn(at, "\r\n") : 0;
    }
    return 0;
}

char *export_redact(const char *name, const char *text)
{
    /* a secret of one character becomes a longer text; there is at most one in a line and one
     * for two characters */
    size_t room = strlen(text) * sizeof(VAULT_LOST) + 1, n = 0;
    char *out = malloc(room);

    if (out == NULL)
        return NULL;
    for (const char *line = text; *line != '\0';) {
        size_t length = strcspn(line, "\n");

        for (size_t i = 0; i < length;) {
            size_t secret = secret_at(name, line, i);

            if (secret > 0) {
                memcpy(out + n, VAULT_LOST, sizeof(VAULT_LOST) - 1);
                n += sizeof(VAULT_LOST) - 1;
                i += secret;
            } else
                out[n++] = line[i++];
        }
        line += length;
        if (*line == '\n')
            out[n++] = *line++;
    }
    out[n] = '\0';
    return out;
}

static bool redact_all(struct export *e)
{
    bool good = true;

    for (size_t i = 0; good && i < e->n; i++) {
        char *text = export_redact(e->parts[i].name, (const char *)e->parts[i].bytes);

        good = text != NULL && export_add(e, e->parts[i].name, text, strlen(text));
        free(text);
    }
    return good;
}

/* ---- collecting ---- */

static bool take_file(struct export *e, const char *path, const char *name, char *why,
                      size_t why_size)
{
    size_t n = 0;
    char *bytes = whole_file_read(path, EXPORT_MAX_BYTES / 4, &n);
    bool good = bytes != NULL || errno == ENOENT;

    if (!good)
        snprintf(why, why_size, "'%s' cannot be read: %s.", path, strerror(errno));
    if (bytes != NULL) {
        good = export_add(e, name, bytes, n);
        vault_wipe(bytes, n);
        if (!good)
            snprintf(why, why_size, "There are too many files.");
    }
    free(bytes);
    return good;
}

static bool take_certificates(struct export *e, const char *state_file, char *why,
                              size_t why_size)
{
    char folder[1100], name[EXPORT_NAME_SIZE], path[1400];
    const struct dirent *entry;
    DIR *dir;
    bool good = true;

    snprintf(folder, sizeof(folder), "%s.tls", state_file);
    dir = opendir(folder);
    while (good && dir != NULL && (entry = readdir(dir)) != NULL) {
        if ((size_t)snprintf(name, sizeof(name), "tls/%s", entry->d_name) >= sizeof(name) ||
            !export_path(state_file, name, path, sizeof(path)))
            continue;
        good = take_file(e, path, name, why, why_size);
    }
    if (dir != NULL)
        closedir(dir);
    return good;
}

static bool take_all(struct export *e, const char *state_file, bool secrets, char *why,
                     size_t why_size)
{
    char path[1400];
    bool good = true;

    for (size_t i = 0; good && i < NUM_FILES; i++)
        if (secrets || !files[i].secret)
            good = export_path(state_file, files[i].name, path, sizeof(path)) &&
                   take_file(e, path, files[i].name, why, why_size);
    return good && (!secrets || take_certificates(e, state_file, why, why_size));
}

static bool are_same(const struct export *a, const struct export *b)
{
    bool same = a->n == b->n;

    for (size_t i = 0; same && i < a->n; i++) {
        const struct export_part *other = export_find(b, a->parts[i].name);

        same = other != NULL && other->n == a->parts[i].n &&
               memcmp(other->bytes, a->parts[i].bytes, other->n) == 0;
    }
    return same;
}

static void describe(struct export *e, bool secrets)
{
    time_t now = time(NULL);
    struct tm utc;

    snprintf(e->version, sizeof(e->version), "%s", VERSION);
    if (gethostname(e->host, sizeof(e->host) - 1) != 0)
        e->host[0] = '\0';
    e->host[strcspn(e->host, "\n")] = '\0';
    if (gmtime_r(&now, &utc) != NULL)
        (void)strftime(e->made, sizeof(e->made), "%Y-%m-%dT%H:%M:%SZ", &utc);
    e->secrets = secrets;
}

bool export_collect(struct export *e, const char *state_file, bool secrets, char *why,
                    size_t why_size)
{
    static const char changing[] = "The settings are being changed all the time: try again.";
    struct export *again = calloc(1, sizeof(*again));
    bool good = again != NULL, same = false;

    snprintf(why, why_size, "%s", good ? changing : "There is no memory.");
    if (good)
        good = take_all(e, state_file, secrets, why, why_size);
    for (int tries = 0; good && !same && tries < MAX_TRIES; tries++) {
        good = take_all(again, state_file, secrets, why, why_size);
        same = good && are_same(e, again);
        if (good && !same) {
            struct export swap = *e;

            *e = *again;
            *again = swap;
            export_clear(again);
        }
    }
    if (again != NULL)
        export_clear(again);
    free(again);
    if (!good || !same)
        return false;
    describe(e, secrets);
    return secrets || redact_all(e);
}
