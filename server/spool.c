/*
 * spool.c - see spool.h: the folder, and the documents that are open.
 *
 * A document is doc-000000012.part until it is committed and doc-000000012.doc from then on, so
 * a restart tells them apart by the name alone; one of pages (-12) is pages-000000012. What is
 * in the file: spool-format.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "spool-parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct spool_calls spool_calls = {pwrite, ftruncate, fsync, fdatasync, renameat, unlinkat};

/* ---- names ---- */

void spool_name(char name[SPOOL_NAME], int id, bool final_name)
{
    snprintf(name, SPOOL_NAME, "%s-%09d.%s", id > 0 ? "doc" : "pages", id > 0 ? id : -id,
             final_name ? "doc" : "part");
}

/* The number in the name of a document's file; 0: it is another file. */
static int id_of(const char *name, bool final_name)
{
    char expected[SPOOL_NAME];
    long id = strncmp(name, "doc-", 4) == 0     ? strtol(name + 4, NULL, 10)
              : strncmp(name, "pages-", 6) == 0 ? -strtol(name + 6, NULL, 10)
                                                : 0;

    if (id == 0 || id > INT32_MAX || id < -INT32_MAX)
        return 0;
    spool_name(expected, (int)id, final_name); /* only the one way to write it */
    return strcmp(name, expected) == 0 ? (int)id : 0;
}

/* ---- whole reads and writes ---- */

bool spool_write_all(int fd, uint64_t at, const uint8_t *bytes, size_t n)
{
    while (n > 0) {
        ssize_t put = spool_calls.pwrite(fd, bytes, n, (off_t)at);

        if (put < 0 && errno == EINTR)
            continue;
        if (put == 0)
            errno = ENOSPC; /* no progress, nothing to wait for */
        if (put <= 0)
            return false;
        bytes += put;
        at += (uint64_t)put;
        n -= (size_t)put;
    }
    return true;
}

enum result spool_read_all(int fd, uint64_t at, uint8_t *bytes, size_t n)
{
    while (n > 0) {
        ssize_t got = pread(fd, bytes, n, (off_t)at);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got < 0 ? RESULT_IO : RESULT_FORMAT;
        bytes += got;
        at += (uint64_t)got;
        n -= (size_t)got;
    }
    return RESULT_OK;
}

/* ---- the folder ---- */

static bool is_ours(int folder)
{
    struct stat info;

    return fstat(folder, &info) == 0 && info.st_uid == geteuid() && (info.st_mode & 022) == 0;
}

/* Bytes of a regular file; false: it is none. */
static bool size_of(const struct spool *spool, const char *name, uint64_t *size)
{
    struct stat info;

    if (fstatat(spool->folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0 ||
        !S_ISREG(info.st_mode) || info.st_size < 0)
        return false;
    *size = (uint64_t)info.st_size;
    return true;
}

/* Call each for every entry of the folder until it returns false with errno. */
static bool scan(struct spool *spool, bool (*each)(void *ctx, const char *name), void *ctx)
{
    /* not dup: it would share the place in the folder with other scans */
    int fd = openat(spool->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *entry;
    bool good = folder != NULL;
    int error;

    while (good && (errno = 0, entry = readdir(folder)) != NULL)
        good = each(ctx, entry->d_name);
    good = good && errno == 0;
    error = errno;
    if (folder != NULL)
        closedir(folder);
    else if (fd >= 0)
        close(fd);
    errno = error;
    return good;
}

static bool take_stock(void *ctx, const char *name)
{
    struct spool *spool = ctx;
    uint64_t size;

    if (id_of(name, false) > 0)
        return spool_calls.unlinkat(spool->folder, name, 0) == 0;
    if ((id_of(name, true) != 0 || id_of(name, false) < 0) && size_of(spool, name, &size))
        spool->used += size;
    return true;
}

struct spool *spool_open(const char *folder, const struct spool_limits *limits, char *why,
                         size_t why_size)
{
    struct spool *spool = calloc(1, sizeof(*spool));

    if (spool == NULL) {
        snprintf(why, why_size, "There is no memory for the jobs that wait.");
        return NULL;
    }
    pthread_mutex_init(&spool->mutex, NULL);
    spool->limits = *limits;
    spool->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (spool->folder < 0)
        snprintf(why, why_size, "The folder '%s' cannot be opened: %s.", folder,
                 strerror(errno));
    else if (!is_ours(spool->folder))
        snprintf(why, why_size, "Others own the folder '%s' or may write to it.", folder);
    else if (!scan(spool, take_stock, spool))
        snprintf(why, why_size, "The jobs in the folder '%s' cannot be counted: %s.", folder,
                 strerror(errno));
    else
        return spool;
    spool_close(spool);
    return NULL;
}

void spool_close(struct spool *spool)
{
    if (spool == NULL)
        return;
    if (spool->folder >= 0)
        close(spool->folder);
    pthread_mutex_destroy(&spool->mutex);
    free(spool);
}

uint64_t spool_used(struct spool *spool)
{
    uint64_t used;

    pthread_mutex_lock(&spool->mutex);
    used = spool->used;
    pthread_mutex_unlock(&spool->mutex);
    return used;
}

struct document *spool_find(const struct spool *spool, int id)
{
    struct document *d = spool->open;

    while (d != NULL && (d->id != id || d->state == DOCUMENT_LOST))
        d = d->next;
    return d;
}

bool spool_has_pages(struct spool *spool, int id)
{
    const struct document *d;
    char name[SPOOL_NAME];
    uint64_t size;
    bool there;

    spool_name(name, SPOOL_PAGES(id), true);
    pthread_mutex_lock(&spool->mutex);
    d = spool_find(spool, SPOOL_PAGES(id));
    there = d != NULL ? d->state == DOCUMENT_COMMITTED : size_of(spool, name, &size);
    pthread_mutex_unlock(&spool->mutex);
    return there;
}

bool spool_reopen_pages(struct spool *spool, int id)
{
    char from[SPOOL_NAME], to[SPOOL_NAME];
    bool done;

    spool_name(from, SPOOL_PAGES(id), true);
    spool_name(to, SPOOL_PAGES(id), false);
    pthread_mutex_lock(&spool->mutex);
    done = spool_find(spool, SPOOL_PAGES(id)) == NULL &&
           spool_calls.renameat(spool->folder, from, spool->folder, to) == 0;
    pthread_mutex_unlock(&spool->mutex);
    if (done)
        (void)spool_calls.fsync(spool->folder); /* not every file system can */
    return done;
}

struct ids {
    struct spool *spool;
    int *ids;
    size_t n, room;
};

static bool add_id(void *ctx, const char *name)
{
    struct ids *all = ctx;
    int id = id_of(name, true) != 0 ? id_of(name, true) : id_of(name, false);
    uint64_t size;

    if (id == 0 || !size_of(all->spool, name, &size))
        return true;
    if (all->n == all->room) {
        size_t room = 2 * all->room + 64;
        int *larger = realloc(all->ids, room * sizeof(*larger));

        if (larger == NULL)
            return false;
        all->ids = larger;
        all->room = room;
    }
    all->ids[all->n++] = id;
    return true;
}

void spool_list(struct spool *spool, void (*found)(void *ctx, int id), void *ctx)
{
    struct ids all = {.spool = spool};

    /* collected first: found may open and remove documents */
    (void)scan(spool, add_id, &all);
    for (size_t i = 0; i < all.n; i++) {
        const struct document *d;
        bool committed;

        pthread_mutex_lock(&spool->mutex);
        d = spool_find(spool, all.ids[i]);
        committed = d == NULL || d->state == DOCUMENT_COMMITTED || d->id < 0;
        pthread_mutex_unlock(&spool->mutex);
        if (committed)
            found(ctx, all.ids[i]);
    }
    free(all.ids);
}

/* ---- a document's life ---- */

struct document *document_new(struct spool *spool, int id)
{
    struct document *d = calloc(1, sizeof(*d));

    if (d == NULL)
        return NULL;
    d->spool = spool;
    d->id = id;
    d->fd = -1;
    d->refs = 1;
    pthread_mutex_init(&d->mutex, NULL);
    pthread_mutex_init(&d->note_mutex, NULL);
    return d;
}

void document_free(struct document *d)
{
    if (d == NULL)
        return;
    if (d->fd >= 0)
        close(d->fd);
    free(d->records);
    free(d->buffer);
    pthread_mutex_destroy(&d->mutex);
    pthread_mutex_destroy(&d->note_mutex);
    free(d);
}

void spool_uncharge(struct document *d, uint64_t end)
{
    d->spool->used -= d->charged - end;
    d->charged = end;
}

void spool_discard(struct document *d)
{
    char name[SPOOL_NAME];

    if (d->state == DOCUMENT_LOST)
        return;
    spool_name(name, d->id, d->final_name);
    d->state = DOCUMENT_LOST;
    /* what cannot be deleted still takes its room, until the next start deletes it */
    if (spool_calls.unlinkat(d->spool->folder, name, 0) == 0 || errno == ENOENT)
        spool_uncharge(d, 0);
}

void spool_link(struct document *d)
{
    d->next = d->spool->open;
    d->spool->open = d;
}

/* Under the spool's mutex. */
static void unlink_open(struct document *d)
{
    struct document **at = &d->spool->open;

    while (*at != d)
        at = &(*at)->next;
    *at = d->next;
}

struct document *document_hold(struct document *d)
{
    pthread_mutex_lock(&d->spool->mutex);
    d->refs++;
    pthread_mutex_unlock(&d->spool->mutex);
    return d;
}

void document_release(struct document *d)
{
    struct spool *spool = d != NULL ? d->spool : NULL;
    bool last;

    if (d == NULL)
        return;
    pthread_mutex_lock(&spool->mutex);
    last = --d->refs == 0;
    if (last) {
        if (d->state == DOCUMENT_WRITING && d->id > 0)
            spool_discard(d);
        unlink_open(d);
    }
    pthread_mutex_unlock(&spool->mutex);
    if (last)
        document_free(d);
}

/* Under the spool's mutex: of a document that is not open. */
static void remove_file(struct spool *spool, int id, bool final_name)
{
    char name[SPOOL_NAME];
    uint64_t size;

    spool_name(name, id, final_name);
    if (size_of(spool, name, &size) && spool_calls.unlinkat(spool->folder, name, 0) == 0)
        spool->used -= size < spool->used ? size : spool->used;
}

void document_remove(struct spool *spool, int id)
{
    struct document *d;

    pthread_mutex_lock(&spool->mutex);
    d = spool_find(spool, id);
    if (d != NULL)
        spool_discard(d);
    else {
        remove_file(spool, id, true);
        if (id < 0)
            remove_file(spool, id, false);
    }
    pthread_mutex_unlock(&spool->mutex);
}
