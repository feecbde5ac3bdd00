/*
 * recorder.c - see recorder.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "recorder.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void file_of(const char *folder, int id, char *path, size_t n)
{
    snprintf(path, n, "%s/job-%09d.log", folder, id);
}

void recorder_line(const char *folder, const char *text)
{
    char path[1200], line[1200], stamp[32] = "";
    struct timespec now;
    struct tm utc;
    struct stat info;
    int id = 0, used = 0, fd, n;

    if (sscanf(text, "[Job %d] %n", &id, &used) != 1 || used == 0 || id <= 0)
        return;
    file_of(folder, id, path, sizeof(path));
    fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    clock_gettime(CLOCK_REALTIME, &now);
    if (gmtime_r(&now.tv_sec, &utc) != NULL)
        (void)strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S", &utc);
    n = snprintf(line, sizeof(line), "%s.%03ldZ %s\n", stamp, now.tv_nsec / 1000000, text + used);
    if (n > 0 && (size_t)n < sizeof(line) && fstat(fd, &info) == 0 &&
        (size_t)info.st_size + (size_t)n <= RECORD_MAX &&
        write(fd, line, (size_t)n) != (ssize_t)n && ftruncate(fd, info.st_size) != 0)
        (void)unlink(path); /* the disk is full, and a line is cut in half */
    close(fd);
}

void recorder_remove(const char *folder, int id)
{
    char path[1200];

    file_of(folder, id, path, sizeof(path));
    (void)unlink(path);
}
