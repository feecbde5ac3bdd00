/*
 * scratch.c - nameless temporary files, every operation checked and complete.
 * Effects: files in the folder given.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE  /* O_TMPFILE. NOLINT(bugprone-reserved-identifier,cert-dcl*): is the way  \
                      */
#endif
#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define MIB (UINT64_C(1) << 20)

/* Where the file system knows no O_TMPFILE (NFS, old overlays): a name for a moment. */
static int open_and_unlink(const char *folder)
{
    char path[1024];
    int fd, n = snprintf(path, sizeof path, "%s/canon-printer-app-XXXXXX", folder);

    if (n < 0 || (size_t)n >= sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    fd = mkostemp(path, O_CLOEXEC); /* mode 0600 */
    if (fd >= 0 && unlink(path) != 0) {
        int unlink_error = errno;

        close(fd);
        errno = unlink_error;
        return -1;
    }
    return fd;
}

static int open_nameless(const char *folder)
{
#ifdef O_TMPFILE
    /* O_EXCL: nobody, we included, can give it a name later. */
    int fd = open(folder, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);

    if (fd >= 0)
        return fd;
#endif
    return open_and_unlink(folder);
}

bool scratch_open(struct scratch *scratch, struct scratch_space *space, char *why,
                  size_t why_size)
{
    *scratch = (struct scratch)SCRATCH_NONE;
    scratch->fd = open_nameless(space->folder);
    if (scratch->fd < 0) {
        snprintf(why, why_size, "No temporary file can be made in %s: %s", space->folder,
                 strerror(errno));
        return false;
    }
    scratch->space = space;
    return true;
}

/* Take the bytes up to end from the space. */
static bool charge(struct scratch *scratch, uint64_t end, char *why, size_t why_size)
{
    uint64_t more = end > scratch->size ? end - scratch->size : 0;

    if (more > scratch->space->left) {
        snprintf(why, why_size,
                 "The picture needs more temporary space than the %llu MiB it may have",
                 (unsigned long long)((scratch->size + scratch->space->left + MIB - 1) / MIB));
        return false;
    }
    scratch->space->left -= more;
    scratch->size += more;
    return true;
}

static bool write_failed(const struct scratch *scratch, uint64_t at, int error, char *why,
                         size_t why_size)
{
    snprintf(why, why_size, "Writing a temporary file in %s failed after %llu MiB: %s",
             scratch->space->folder, (unsigned long long)(at / MIB), strerror(error));
    return false;
}

bool scratch_write(struct scratch *scratch, uint64_t at, const void *bytes, size_t n, char *why,
                   size_t why_size)
{
    const uint8_t *next = bytes;

    if (at > INT64_MAX - n)
        return write_failed(scratch, at, EFBIG, why, why_size);
    if (!charge(scratch, at + n, why, why_size))
        return false;
    while (n > 0) {
        ssize_t done = pwrite(scratch->fd, next, n, (off_t)at);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0) /* 0 for n > 0: no progress, nothing to wait for */
            return write_failed(scratch, at, done < 0 ? errno : ENOSPC, why, why_size);
        next += done;
        at += (uint64_t)done;
        n -= (size_t)done;
    }
    return true;
}

bool scratch_read(const struct scratch *scratch, uint64_t at, void *bytes, size_t n, char *why,
                  size_t why_size)
{
    uint8_t *next = bytes;

    while (n > 0) {
        ssize_t done = at > INT64_MAX ? 0 : pread(scratch->fd, next, n, (off_t)at);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0) {
            snprintf(why, why_size, "Reading a temporary file in %s failed: %s",
                     scratch->space->folder,
                     done < 0 ? strerror(errno) : "it is shorter than what was written");
            return false;
        }
        next += done;
        at += (uint64_t)done;
        n -= (size_t)done;
    }
    return true;
}

void scratch_close(struct scratch *scratch)
{
    if (scratch->fd < 0)
        return;
    close(scratch->fd);
    scratch->space->left += scratch->size;
    *scratch = (struct scratch)SCRATCH_NONE;
}

bool scratch_make_folder(const char *parent, char *path, size_t path_size, char *why,
                         size_t why_size)
{
    int n = snprintf(path, path_size, "%s/in-XXXXXX", parent);

    if (n < 0 || (size_t)n >= path_size)
        errno = ENAMETOOLONG;
    else if (mkdtemp(path) != NULL)
        return true;
    snprintf(why, why_size, "No temporary folder can be made in %s: %s", parent,
             strerror(errno));
    path[0] = '\0';
    return false;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    (void)remove(path); /* what stays is removed at the next start */
    return 0;
}

void scratch_remove_folder(const char *path)
{
    (void)nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}
