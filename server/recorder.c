/*
 * recorder.c - see recorder.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "recorder.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of a record that is too long: its beginning, and its end. */
#define KEEP_FIRST (RECORD_MAX / 4)
#define KEEP_LAST  (RECORD_MAX / 4)

struct other_line {
    time_t when;
    char text[RECORD_LENGTH];
};

/* guards the lines below, and the files: one of them may just be shortened */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct other_line others[RECORD_LINES];
static unsigned num_others; /* ever */

static void file_of(const char *folder, int id, char *path, size_t n)
{
    snprintf(path, n, "%s/job-%09d.log", folder, id);
}

static void put_stamp(const struct timespec *when, char *stamp, size_t n)
{
    struct tm utc;
    size_t used = 0;

    stamp[0] = '\0';
    if (gmtime_r(&when->tv_sec, &utc) != NULL)
        used = strftime(stamp, n, "%Y-%m-%dT%H:%M:%S", &utc);
    if (used > 0)
        snprintf(stamp + used, n - used, ".%03ldZ", when->tv_nsec / 1000000);
}

/* Whole lines from the middle of a record are left out. */
static void shorten(int fd)
{
    static const char mark[] = "... lines are left out here ...\n";
    char *text = malloc(2 * RECORD_MAX);
    ssize_t n = text != NULL ? pread(fd, text, 2 * RECORD_MAX, 0) : 0;
    size_t first = KEEP_FIRST, last = (size_t)(n > 0 ? n : 0);

    if (last > KEEP_FIRST + KEEP_LAST) {
        last -= KEEP_LAST;
        while (first > 0 && text[first - 1] != '\n')
            first--;
        while (last < (size_t)n && text[last - 1] != '\n')
            last++;
        if (ftruncate(fd, (off_t)first) == 0 && write(fd, mark, sizeof(mark) - 1) > 0)
            (void)!write(fd, text + last, (size_t)n - last);
    }
    free(text);
}

static void add_to_file(const char *path, const char *line, size_t n)
{
    struct stat info;
    int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);

    if (fd < 0)
        return;
    if (fstat(fd, &info) == 0) {
        if ((size_t)info.st_size + n > RECORD_MAX)
            shorten(fd);
        if (fstat(fd, &info) == 0 && write(fd, line, n) != (ssize_t)n &&
            ftruncate(fd, info.st_size) != 0)
            (void)unlink(path); /* the disk is full, and a line is cut in half */
    }
    close(fd);
}

static void add_other(time_t when, const char *text)
{
    struct other_line *line = &others[num_others++ % RECORD_LINES];

    line->when = when;
    snprintf(line->text, sizeof(line->text), "%s", text);
}

void recorder_line(const char *folder, const char *text)
{
    char path[1200], line[1200], stamp[48];
    struct timespec now;
    int id = 0, used = 0, n;

    clock_gettime(CLOCK_REALTIME, &now);
    put_stamp(&now, stamp, sizeof(stamp));
    if (sscanf(text, "[Job %d] %n", &id, &used) != 1 || used == 0 || id <= 0) {
        pthread_mutex_lock(&mutex);
        add_other(now.tv_sec, text);
        pthread_mutex_unlock(&mutex);
        return;
    }
    n = snprintf(line, sizeof(line), "%s %s\n", stamp, text + used);
    if (n <= 0 || (size_t)n >= sizeof(line))
        return;
    file_of(folder, id, path, sizeof(path));
    pthread_mutex_lock(&mutex);
    add_to_file(path, line, (size_t)n);
    pthread_mutex_unlock(&mutex);
}

void recorder_remove(const char *folder, int id)
{
    char path[1200];

    file_of(folder, id, path, sizeof(path));
    (void)unlink(path);
}

bool recorder_copy(const char *folder, int id, FILE *to)
{
    char path[1200], piece[4096];
    FILE *from;
    size_t n;

    file_of(folder, id, path, sizeof(path));
    pthread_mutex_lock(&mutex);
    from = fopen(path, "re");
    while (from != NULL && (n = fread(piece, 1, sizeof(piece), from)) > 0)
        (void)fwrite(piece, 1, n, to);
    if (from != NULL)
        (void)fclose(from);
    pthread_mutex_unlock(&mutex);
    return from != NULL;
}

static bool is_of_other_queue(const char *text, const char *queue)
{
    size_t n = strlen(queue);

    return strncmp(text, "Queue ", 6) == 0 &&
           (strncmp(text + 6, queue, n) != 0 || text[6 + n] != ':');
}

unsigned recorder_copy_others(time_t from, time_t to, const char *queue, FILE *out)
{
    unsigned first, count = 0;

    pthread_mutex_lock(&mutex);
    first = num_others > RECORD_LINES ? num_others - RECORD_LINES : 0;
    for (unsigned i = first; i < num_others; i++) {
        const struct other_line *line = &others[i % RECORD_LINES];
        struct timespec when = {.tv_sec = line->when};
        char stamp[48];

        if (line->when < from || line->when > to || is_of_other_queue(line->text, queue))
            continue;
        put_stamp(&when, stamp, sizeof(stamp));
        fprintf(out, "%.19sZ %s\n", stamp, line->text);
        count++;
    }
    pthread_mutex_unlock(&mutex);
    return count;
}

void recorder_sweep(const char *folder, bool (*known)(void *ctx, int id), void *ctx)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry;

    while (entries != NULL && (entry = readdir(entries)) != NULL) {
        int id = 0, used = 0;

        if (sscanf(entry->d_name, "job-%9d.log%n", &id, &used) == 1 && used > 0 &&
            entry->d_name[used] == '\0' && !known(ctx, id))
            (void)unlinkat(dirfd(entries), entry->d_name, 0);
    }
    if (entries != NULL)
        closedir(entries);
}
