/*
 * test-recorder.c - flight records of jobs, and the log in a file that is turned over.
 * Effects: files below one temporary folder; standard error, for a while.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/log-file.h"
#include "server/recorder.h"
#include "tests/unit/tap.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static const char *path_of(const char *name)
{
    static char path[512];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

/* What a function writes to a stream; to be freed. */
static char *record_of(int id)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    bool there = recorder_copy(folder, id, out);

    fclose(out);
    if (there)
        return text;
    free(text);
    return NULL;
}

static char *others(time_t from, time_t to, const char *queue, unsigned *count)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);

    *count = recorder_copy_others(from, to, queue, out);
    fclose(out);
    return text;
}

static off_t size_of(const char *name)
{
    struct stat info;

    return stat(path_of(name), &info) == 0 ? info.st_size : -1;
}

static void test_lines(void)
{
    char *text;
    struct stat info;

    ok(record_of(7) == NULL, "A job without lines has no record.");
    recorder_line(folder, "[Job 7] Accepted for office: 2 pages.");
    recorder_line(folder, "[Job 8] Of another job.");
    recorder_line(folder, "[Job 7] completed: Printed.");
    text = record_of(7);
    ok(text != NULL && strstr(text, "Z Accepted for office: 2 pages.\n") != NULL &&
           strstr(text, "Z completed: Printed.\n") != NULL,
       "A job's lines are in its record, with their time.");
    ok(text != NULL && strstr(text, "another") == NULL, "Lines of other jobs are not.");
    free(text);
    ok(stat(path_of("job-000000007.log"), &info) == 0 && (info.st_mode & 0777) == 0600,
       "Only the owner reads it.");
    recorder_remove(folder, 7);
    ok(record_of(7) == NULL, "A forgotten job has none.");
}

static bool whole_lines(const char *text)
{
    size_t n = strlen(text);

    if (n == 0 || text[n - 1] != '\n')
        return false;
    for (const char *line = text; *line != '\0'; line = strchr(line, '\n') + 1)
        if (strncmp(line, "...", 3) != 0 && (strncmp(line, "20", 2) != 0 || line[10] != 'T'))
            return false;
    return true;
}

static void test_long(void)
{
    char line[128], last[64], *text;

    for (int i = 0; i < 4000; i++) {
        snprintf(line, sizeof(line), "[Job 9] Line %d of many, as a job in trouble has them.",
                 i);
        recorder_line(folder, line);
    }
    snprintf(last, sizeof(last), "Line %d of many", 3999);
    text = record_of(9);
    ok(size_of("job-000000009.log") <= (off_t)RECORD_MAX, "A long record stays in its bounds.");
    ok(text != NULL && strstr(text, "Line 0 of many") != NULL, "It has its beginning,");
    ok(text != NULL && strstr(text, last) != NULL, "and its end,");
    ok(text != NULL && strstr(text, "left out") != NULL, "says that something is left out,");
    ok(text != NULL && whole_lines(text), "and no line is cut.");
    free(text);
}

static void test_others(void)
{
    time_t now = time(NULL);
    unsigned count;
    char *text;

    recorder_line(folder, "Queue office: Load A4 in drawer 1.");
    recorder_line(folder, "Queue office-2: paused.");
    recorder_line(folder, "The disk is full.");
    text = others(now - 5, now + 5, "office", &count);
    ok(count == 2 && strstr(text, "Load A4") != NULL && strstr(text, "disk") != NULL &&
           strstr(text, "paused") == NULL,
       "What concerns no job is remembered, of other queues it is left out.");
    free(text);
    text = others(now - 50, now - 10, "office", &count);
    ok(count == 0, "Of another time, too.");
    free(text);
    for (int i = 0; i < 2 * RECORD_LINES; i++)
        recorder_line(folder, "Queue office: Again.");
    text = others(now - 5, now + 60, "office", &count);
    ok(count == RECORD_LINES && strstr(text, "Load A4") == NULL,
       "The latest lines are remembered.");
    free(text);
}

static bool is_eight(void *ctx, int id)
{
    (void)ctx;
    return id == 8;
}

static void test_sweep(void)
{
    close(open(path_of("job-000000008.log.old"), O_CREAT | O_WRONLY, 0600));
    recorder_sweep(folder, is_eight, NULL);
    ok(size_of("job-000000008.log") > 0, "A record of a job that is known stays.");
    ok(size_of("job-000000009.log") == -1, "One of a job that nobody knows goes.");
    ok(size_of("job-000000008.log.old") == 0, "Other files stay.");
}

/* ---- the log ---- */

#define WRITERS 4
#define LINES   5000

static void *write_lines(void *ctx)
{
    const int *writer = ctx;

    for (int i = 0; i < LINES; i++)
        dprintf(STDERR_FILENO, "writer %d line %d to be found again\n", *writer, i);
    return NULL;
}

/* How many whole lines are in a file, and in all its older ones. */
static unsigned count_lines(const char *name, bool *cut)
{
    char line[256];
    unsigned n = 0;
    FILE *file = fopen(path_of(name), "re");
    int writer, number;

    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        n++;
        *cut = *cut ||
               sscanf(line, "writer %d line %d to be found again", &writer, &number) != 2 ||
               strchr(line, '\n') == NULL;
    }
    if (file != NULL)
        fclose(file);
    return n;
}

/* Turned over beside four threads that write: so that it is not done more than three times,
 * when the oldest file goes, as it is meant to, they write no more than that. */
static void test_log(void)
{
    pthread_t threads[WRITERS];
    int numbers[WRITERS];
    unsigned n = 0;
    bool cut = false;
    char name[600];

    ok(!log_file_name("-") && !log_file_name("syslog") && log_file_name("log"),
       "A name is a file's, if it is not one of two words.");
    ok(!log_file_check(path_of("none/log")) && errno == ENOENT, "A folder must exist.");
    snprintf(name, sizeof(name), "%s", path_of("log"));
    if (!ok(log_file_begin(name, 300000), "Standard error becomes a file."))
        return;
    for (int i = 0; i < WRITERS; i++) {
        numbers[i] = i;
        pthread_create(&threads[i], NULL, write_lines, &numbers[i]);
    }
    while (n++ < 100000)
        log_file_tend();
    for (int i = 0; i < WRITERS; i++)
        pthread_join(threads[i], NULL);
    log_file_tend();
    n = count_lines("log", &cut) + count_lines("log.1", &cut) + count_lines("log.2", &cut) +
        count_lines("log.3", &cut);
    ok(size_of("log.1") > 0, "A log that is too large is turned over.");
    ok(n == WRITERS * LINES, "No line is lost by that.");
    ok(!cut, "None is cut.");
    unlink(path_of("log"));
    log_file_tend();
    ok(size_of("log") == 0, "A log that was deleted is made again.");
    rename(name, path_of("moved"));
    log_file_reopen(0);
    log_file_tend();
    dprintf(STDERR_FILENO, "writer 0 line 0 to be found again\n");
    ok(size_of("log") > 0 && size_of("moved") == 0, "One that was moved as well.");
    dup2(log_file_terminal(), STDERR_FILENO);
    log_file_settle();
}

static void remove_all(void)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry;

    while (entries != NULL && (entry = readdir(entries)) != NULL)
        (void)unlinkat(dirfd(entries), entry->d_name, 0);
    if (entries != NULL)
        closedir(entries);
    rmdir(folder);
}

int main(void)
{
    snprintf(folder, sizeof(folder), "/tmp/test-recorder.XXXXXX");
    if (mkdtemp(folder) == NULL)
        return 1;
    test_lines();
    test_long();
    test_others();
    test_sweep();
    test_log();
    remove_all();
    return tap_done();
}
