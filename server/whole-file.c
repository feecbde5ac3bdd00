/*
 * whole-file.c - see whole-file.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "whole-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *whole_file_read(const char *path, size_t max, size_t *n)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    char *bytes = NULL;
    size_t have = 0;

    if (fd < 0)
        return NULL;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && (uintmax_t)info.st_size <= max)
        bytes = malloc((size_t)info.st_size + 1);
    else
        errno = EINVAL;
    while (bytes != NULL && have < (size_t)info.st_size) {
        ssize_t got = read(fd, bytes + have, (size_t)info.st_size - have);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        have += (size_t)got;
    }
    close(fd);
    *n = have;
    return bytes;
}

bool whole_file_lines(const char *path, size_t max, void (*take)(char *line))
{
    size_t n = 0;
    char *rest, *text = whole_file_read(path, max, &n);

    if (text == NULL)
        return errno == ENOENT;
    text[n] = '\0';
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest))
        take(line);
    free(text);
    return true;
}

bool whole_file_write(const char *path, const char *text, bool to_disk)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    size_t left = strlen(text);
    bool good = fd >= 0;

    while (good && left > 0) {
        ssize_t n = write(fd, text, left);

        if (n < 0 && errno == EINTR)
            continue;
        good = n > 0;
        if (good) {
            text += n;
            left -= (size_t)n;
        }
    }
    good = good && (!to_disk || fsync(fd) == 0);
    if (fd >= 0 && close(fd) != 0)
        good = false;
    return good;
}

void whole_file_sync_folder(const char *path)
{
    char folder[1024];
    char *slash;
    int fd;

    snprintf(folder, sizeof(folder), "%s", path);
    slash = strrchr(folder, '/');
    if (slash == NULL)
        snprintf(folder, sizeof(folder), ".");
    else
        slash[slash == folder] = '\0';
    if ((fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) >= 0) {
        (void)fsync(fd); /* not every file system can */
        close(fd);
    }
}

bool whole_file_replace(const char *path, const char *text)
{
    char fresh[1100];

    if ((size_t)snprintf(fresh, sizeof(fresh), "%s.new", path) >= sizeof(fresh)) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (!whole_file_write(fresh, text, true) || rename(fresh, path) != 0)
        return false;
    whole_file_sync_folder(path);
    return true;
}
