/*
 * profile-folder.c - a document is saved in a folder (profile-parts.h).
 *
 * A file has its name when all of it is on the disk, and none that is there is replaced: it is
 * written under another name, and gets its own by a link, which fails where the name is taken.
 * File systems without links (FAT, some servers) rename, also without replacing. Effects:
 * files.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* renameat2. NOLINT(bugprone-reserved-identifier,cert-dcl*): the way */
#endif
#include "profile-parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define LAST_NUMBER 1000000u
#define MAX_FILES   10000

struct saving {
    const struct profile_document *document;
    const char *pattern;
    int folder;
    char unique[20]; /* of the names in between */
    mode_t mode;
};

static void name_between(const struct saving *s, size_t i, char *name, size_t size)
{
    snprintf(name, size, ".scan-%s-%zu.part", s->unique, i);
}

static void name_final(const struct saving *s, unsigned number, size_t i, char *name,
                       size_t size)
{
    char base[PROFILE_NAME_SIZE];

    profile_name_make(s->pattern, &s->document->facts, number, base);
    if (s->document->n == 1)
        snprintf(name, size, "%s.%s", base, s->document->extension);
    else
        snprintf(name, size, "%s-%zu.%s", base, i + 1, s->document->extension);
}

/* ---- writing ---- */

static bool copy_bytes(int from, int to)
{
    uint8_t bytes[65536];
    ssize_t n;

    while ((n = read(from, bytes, sizeof(bytes))) != 0) {
        ssize_t done = 0;

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        while (done < n) {
            ssize_t one = write(to, bytes + done, (size_t)(n - done));

            if (one < 0 && errno != EINTR)
                return false;
            done += one > 0 ? one : 0;
        }
    }
    return true;
}

static bool write_between(const struct saving *s, size_t i)
{
    char path[1200], name[64];
    int from, to, error = 0;

    profile_document_path(s->document, i, path, sizeof(path));
    name_between(s, i, name, sizeof(name));
    if ((from = open(path, O_RDONLY | O_CLOEXEC)) < 0)
        return false;
    to = openat(s->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (to < 0 || !copy_bytes(from, to) || fsync(to) != 0)
        error = errno;
    if (error == 0)
        (void)fchmod(to, s->mode); /* some file systems have no modes */
    if (to >= 0 && close(to) != 0 && error == 0)
        error = errno;
    close(from);
    errno = error;
    return error == 0;
}

static void remove_between(const struct saving *s)
{
    char name[64];
    int error = errno;

    for (size_t i = 0; i < s->document->n; i++) {
        name_between(s, i, name, sizeof(name));
        (void)unlinkat(s->folder, name, 0);
    }
    errno = error;
}

/* ---- names ---- */

static bool is_taken(const struct saving *s, unsigned number)
{
    char name[PROFILE_NAME_SIZE + 40];
    struct stat info;

    name_final(s, number, 0, name, sizeof(name));
    return fstatat(s->folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0;
}

/* The number to begin with: behind those that are taken, without asking for each. */
static unsigned first_free(const struct saving *s)
{
    unsigned high = 1, low;

    while (high < LAST_NUMBER && is_taken(s, high))
        high *= 2;
    for (low = high / 2; low + 1 < high;) {
        unsigned middle = low + (high - low) / 2;

        if (is_taken(s, middle))
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* Give a file its name. False with errno: EEXIST: it is taken. */
static bool give_name(const struct saving *s, size_t i, const char *name)
{
    char between[64];
    struct stat info;

    name_between(s, i, between, sizeof(between));
    if (linkat(s->folder, between, s->folder, name, 0) == 0)
        return true;
    if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS && errno != EMLINK)
        return false;
    if (renameat2(s->folder, between, s->folder, name, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
        return false;
    /* neither is known there: as well as it goes */
    if (fstatat(s->folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return false;
    }
    return errno == ENOENT && renameat(s->folder, between, s->folder, name) == 0;
}

/* All of them, or none. */
static bool give_names(const struct saving *s, unsigned number)
{
    char name[PROFILE_NAME_SIZE + 40];

    for (size_t i = 0; i < s->document->n; i++) {
        name_final(s, number, i, name, sizeof(name));
        if (give_name(s, i, name))
            continue;
        for (int error = errno; i > 0; errno = error) {
            char between[64];

            name_final(s, number, --i, name, sizeof(name));
            name_between(s, i, between, sizeof(between));
            /* where it was renamed it goes back, where it was linked it is there already */
            if (renameat2(s->folder, name, s->folder, between, RENAME_NOREPLACE) != 0)
                (void)unlinkat(s->folder, name, 0);
        }
        return false;
    }
    return true;
}

static bool save(struct saving *s, unsigned *number)
{
    for (size_t i = 0; i < s->document->n; i++)
        if (!write_between(s, i))
            return false;
    for (*number = first_free(s); *number < LAST_NUMBER; (*number)++) {
        if (give_names(s, *number)) {
            (void)fsync(s->folder); /* not every file system can */
            return true;
        }
        if (errno != EEXIST)
            return false;
    }
    return false;
}

bool profile_to_folder(const struct profile_document *document,
                       const struct scan_profile *profile, char *what, size_t what_size)
{
    struct saving s = {.document = document,
                       .pattern = profile->pattern[0] != '\0' ? profile->pattern
                                                              : PROFILE_DEFAULT_PATTERN};
    char name[PROFILE_NAME_SIZE + 40];
    struct stat info = {0};
    uint64_t by_chance = 0;
    unsigned number = 0;
    bool good = false;

    s.folder = open(profile->where, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (s.folder >= 0 && fstat(s.folder, &info) == 0 && document->n <= MAX_FILES &&
        getrandom(&by_chance, sizeof(by_chance), 0) == (ssize_t)sizeof(by_chance)) {
        snprintf(s.unique, sizeof(s.unique), "%016llx", (unsigned long long)by_chance);
        s.mode = 0600 | (info.st_mode & 0044); /* who may look into it may read what is in it */
        good = save(&s, &number);
        remove_between(&s);
    }
    name_final(&s, number, 0, name, sizeof(name));
    if (!good)
        snprintf(what, what_size, "The scan cannot be saved in '%s': %s.", profile->where,
                 strerror(errno));
    else if (document->n == 1)
        snprintf(what, what_size, "Saved as %s/%s", profile->where, name);
    else
        snprintf(what, what_size, "Saved as %s/%s and %zu more.", profile->where, name,
                 document->n - 1);
    if (s.folder >= 0)
        close(s.folder);
    return good;
}
