/*
 * device-file.c - file://: each job becomes a file of its own in a folder, whole or not at all.
 * Effects: the folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/transport.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Names are tried up to here before we give up. */
#define MAX_NUMBER 999999u

struct folder_job {
    int folder; /* -1: not open */
    int fd;     /* of the temporary file, -1: not open */
    bool named; /* the temporary name exists */
    char temporary[64];
};

static atomic_uint counter;

static enum result fail(struct link *link, const char *what, int error)
{
    return link_fail(link, "%s %s after %llu bytes (%s).", what, link->uri.folder,
                     (unsigned long long)atomic_load(&link->bytes), net_reason(error));
}

static enum result file_connect(void *state, struct link *link)
{
    struct folder_job *job = state;
    unsigned tries;

    job->fd = -1;
    job->folder =
        open(link->uri.folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (job->folder < 0) {
        /* With O_NOFOLLOW a symbolic link is no directory, says the kernel. */
        struct stat info;
        int error = errno;

        if (error == ENOTDIR && lstat(link->uri.folder, &info) == 0 && S_ISLNK(info.st_mode))
            error = ELOOP;
        return link_fail(link, "The folder %s cannot be used (%s).", link->uri.folder,
                         net_reason(error));
    }
    for (tries = 0; job->fd < 0 && tries < 1000; tries++) {
        snprintf(job->temporary, sizeof job->temporary, ".job-%ld-%u.part", (long)getpid(),
                 atomic_fetch_add(&counter, 1));
        job->fd = openat(job->folder, job->temporary,
                         O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (job->fd < 0 && errno != EEXIST)
            break;
    }
    if (job->fd < 0)
        return link_fail(link, "No file can be made in the folder %s (%s).", link->uri.folder,
                         net_reason(errno));
    job->named = true;
    return RESULT_OK;
}

static enum result file_write(void *state, struct link *link, const void *bytes, size_t n)
{
    struct folder_job *job = state;
    const unsigned char *from = bytes;

    while (n > 0) {
        ssize_t written;
        int error;

        link_offer(link, n);
        written = write(job->fd, from, n);
        error = written < 0 ? errno : EIO;
        link_took(link, written > 0 ? (size_t)written : 0);
        if (written < 0 && error == EINTR)
            continue;
        if (written <= 0)
            return fail(link, "Writing stopped in the folder", error);
        from += written;
        n -= (size_t)written;
    }
    return RESULT_OK;
}

/* Give the file a name that nothing has. A link never replaces; where there are no links (FAT,
 * some network disks) the name is taken by an empty file first. 0, or errno. */
static int give_name(struct folder_job *job, const char *name)
{
    int fd;

    if (linkat(job->folder, job->temporary, job->folder, name, 0) == 0) {
        unlinkat(job->folder, job->temporary, 0);
        return 0;
    }
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK)
        return errno;
    fd = openat(job->folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno;
    close(fd);
    if (renameat(job->folder, job->temporary, job->folder, name) == 0)
        return 0;
    fd = errno;
    unlinkat(job->folder, name, 0);
    return fd;
}

static enum result file_finish(void *state, struct link *link)
{
    struct folder_job *job = state;
    time_t now = time(NULL);
    struct tm utc;
    char stamp[32], name[64];
    unsigned number;
    int error = EEXIST;

    if (fsync(job->fd) != 0)
        return fail(link, "The job could not be kept in the folder", errno);
    error = close(job->fd) == 0 ? 0 : errno;
    job->fd = -1;
    if (error != 0)
        return fail(link, "The job could not be kept in the folder", error);
    if (!gmtime_r(&now, &utc) || strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", &utc) == 0)
        strcpy(stamp, "undated");
    error = EEXIST;
    for (number = 1; error == EEXIST && number <= MAX_NUMBER; number++) {
        snprintf(name, sizeof name, "job-%06u-%s.prn", number, stamp);
        error = give_name(job, name);
    }
    if (error != 0)
        return fail(link, "The job could not be named in the folder", error);
    job->named = false;
    /* The name is on the disk only when the folder is. Some file systems cannot, and say
     * EINVAL. */
    if (fsync(job->folder) == 0 || errno == EINVAL)
        return RESULT_OK;
    error = errno;
    unlinkat(job->folder, name, 0);
    return fail(link, "The job could not be kept in the folder", error);
}

static void file_close(void *state, struct link *link, bool finished)
{
    struct folder_job *job = state;

    (void)link;
    (void)finished;
    if (job->fd >= 0)
        close(job->fd);
    if (job->named)
        unlinkat(job->folder, job->temporary, 0);
    if (job->folder >= 0)
        close(job->folder);
}

const struct transport transport_file = {
    .state_size = sizeof(struct folder_job),
    .connect = file_connect,
    .write = file_write,
    .finish = file_finish,
    .close = file_close,
};
