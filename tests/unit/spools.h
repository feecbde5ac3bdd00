/*
 * spools.h - a folder for a spool, documents of known bytes, and looks at what is in the files.
 * Effects: a temporary folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_SPOOLS_H
#define UNIT_SPOOLS_H

#include "server/spool-calls.h"
#include "server/spool-format.h"
#include "tests/unit/tap.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PLENTY ((struct spool_limits){UINT64_C(1) << 40, UINT64_C(1) << 40, 0})

static char spools_folder[] = "/tmp/test-spool-XXXXXX";
static char spools_why[300];

static inline struct spool *spools_open(struct spool_limits limits)
{
    struct spool *spool;

    spools_why[0] = '\0';
    spool = spool_open(spools_folder, &limits, spools_why, sizeof(spools_why));
    if (spool == NULL)
        diag("%s", spools_why);
    return spool;
}

static inline struct document *spools_create(struct spool *spool, int id)
{
    return document_create(spool, id, spools_why, sizeof(spools_why));
}

static inline struct document *spools_document(struct spool *spool, int id)
{
    return document_open(spool, id, spools_why, sizeof(spools_why));
}

static inline const char *spools_path(const char *name)
{
    static char path[400];

    snprintf(path, sizeof(path), "%s/%s", spools_folder, name);
    return path;
}

static inline const char *spools_file(int id)
{
    char name[40];

    snprintf(name, sizeof(name), "doc-%09d.doc", id);
    return spools_path(name);
}

/* How many files end so ("": all), and their bytes. */
static inline unsigned spools_files(const char *suffix, uint64_t *bytes)
{
    DIR *folder = opendir(spools_folder);
    const struct dirent *entry;
    unsigned n = 0;

    *bytes = 0;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        size_t length = strlen(entry->d_name), end = strlen(suffix);
        struct stat info;

        if (entry->d_name[0] == '.' || length < end ||
            strcmp(entry->d_name + length - end, suffix) != 0)
            continue;
        n++;
        if (fstatat(dirfd(folder), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0)
            *bytes += (uint64_t)info.st_size;
    }
    if (folder != NULL)
        closedir(folder);
    return n;
}

/* The spool's sum is the bytes of the files that are there. */
static inline bool spools_counts(struct spool *spool)
{
    uint64_t bytes;

    spools_files("", &bytes);
    if (bytes != spool_used(spool))
        diag("%llu bytes in files, %llu counted", (unsigned long long)bytes,
             (unsigned long long)spool_used(spool));
    return bytes == spool_used(spool);
}

static inline bool spools_empty(struct spool *spool)
{
    uint64_t bytes;

    return spools_files("", &bytes) == 0 && spool_used(spool) == 0;
}

/* Byte i of a record that was made from a seed. */
static inline uint8_t spools_byte(unsigned seed, uint64_t i)
{
    return (uint8_t)(seed * 101 + i * 31 + i / 251 + i / 65521);
}

static inline enum result spools_bytes(struct document *d, unsigned seed, size_t n)
{
    uint8_t piece[7001];
    size_t most = seed % 2 == 0 ? sizeof(piece) : 100 + seed;
    enum result result = RESULT_OK;

    for (size_t i = 0; result == RESULT_OK && i < n;) {
        size_t step = n - i < most ? n - i : most;

        for (size_t j = 0; j < step; j++)
            piece[j] = spools_byte(seed, i + j);
        result = document_write(d, piece, step);
        i += step;
    }
    return result;
}

static inline enum result spools_record(struct document *d, enum record_kind kind,
                                        unsigned seed, size_t n)
{
    enum result result = document_begin(d, kind);

    if (result == RESULT_OK)
        result = spools_bytes(d, seed, n);
    return result == RESULT_OK ? document_end(d) : result;
}

struct spools_taken {
    unsigned seed;
    uint64_t n;
    uint64_t fail_at; /* 0: never */
    bool differs;
};

static inline enum result spools_take(void *ctx, const void *bytes, size_t n)
{
    struct spools_taken *t = ctx;
    const uint8_t *from = bytes;

    if (t->fail_at != 0 && t->n + n > t->fail_at)
        return RESULT_IO;
    for (size_t i = 0; i < n; i++)
        t->differs = t->differs || from[i] != spools_byte(t->seed, t->n + i);
    t->n += n;
    return RESULT_OK;
}

static inline bool spools_is(struct document *d, size_t i, enum record_kind kind, unsigned seed,
                             size_t n)
{
    struct spools_taken t = {.seed = seed};
    struct sink sink = {spools_take, &t};

    return document_kind(d, i) == kind && document_length(d, i) == n &&
           document_send(d, i, &sink) == RESULT_OK && t.n == n && !t.differs;
}

static inline const uint8_t *spools_note(unsigned seed)
{
    static uint8_t note[NOTE_BYTES];

    for (size_t i = 0; i < NOTE_BYTES; i++)
        note[i] = spools_byte(seed, i);
    return note;
}

static inline bool spools_note_is(struct document *d, unsigned seed)
{
    uint8_t note[NOTE_BYTES];

    document_get_note(d, note);
    return memcmp(note, spools_note(seed), NOTE_BYTES) == 0;
}

/* Change one byte of a file. */
static inline bool spools_flip(const char *path, uint64_t at)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    uint8_t byte = 0;
    bool done = fd >= 0 && pread(fd, &byte, 1, (off_t)at) == 1;

    byte ^= (uint8_t)(1u << at % 8);
    done = done && pwrite(fd, &byte, 1, (off_t)at) == 1;
    if (fd >= 0)
        close(fd);
    return done;
}

/* The last thing a test does with the folder; whether nothing else was in it. */
static inline bool spools_remove_folder(void)
{
    return rmdir(spools_folder) == 0;
}

#endif
