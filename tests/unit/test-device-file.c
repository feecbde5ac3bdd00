/*
 * test-device-file.c - jobs to a folder: whole or not at all, never over another file.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/device/owner.h"
#include "tests/unit/tap.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/test-device-file-XXXXXX";

static const char *uri_of(const char *inside)
{
    static char uri[200];

    snprintf(uri, sizeof uri, "file://%s%s", folder, inside);
    return uri;
}

/* Names in the folder; the last one is kept. Counts those that begin with a dot in *hidden. */
static unsigned list(const char *path, char *name, size_t size, unsigned *hidden)
{
    DIR *all = opendir(path);
    struct dirent *entry;
    unsigned n = 0;

    *hidden = 0;
    while (all && (entry = readdir(all)) != NULL) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        if (entry->d_name[0] == '.') {
            ++*hidden;
        } else {
            snprintf(name, size, "%s/%s", path, entry->d_name);
            n++;
        }
    }
    if (all)
        closedir(all);
    return n;
}

static void empty(const char *path)
{
    char name[600];
    unsigned hidden;

    while (list(path, name, sizeof name, &hidden) > 0 && unlink(name) == 0)
        ;
}

static enum result send_job(const char *uri, size_t n, char *error, size_t size)
{
    struct owner owner = {.last = DEVICE_READY};
    struct device *d = owner_open(&owner, uri);
    enum result result = RESULT_UNSUPPORTED;

    error[0] = '\0';
    if (d) {
        result = owner_write(d, 0, n, 10000);
        if (result == RESULT_OK)
            result = device_finish(d);
        snprintf(error, size, "%s", device_error(d));
    }
    device_close(d);
    return result;
}

static bool file_same(const char *name, size_t n)
{
    unsigned char *bytes = malloc(n + 1);
    FILE *file = fopen(name, "rb");
    bool same = bytes && file && fread(bytes, 1, n + 1, file) == n && owner_same(bytes, n);

    if (file)
        fclose(file);
    free(bytes);
    return same;
}

static void test_job(void)
{
    struct owner owner = {.last = DEVICE_READY};
    struct device *d = owner_open(&owner, uri_of(""));
    char name[600];
    struct stat info;
    unsigned hidden;

    ok(d && owner_write(d, 0, 200000, 777) == RESULT_OK, "A job is written to a folder");
    ok(list(folder, name, sizeof name, &hidden) == 0 && hidden == 1,
       "Until it is whole it has a hidden name only");
    ok(d && owner_account(&owner, d) && owner.taken > 0 && device_acknowledged(d) == 0,
       "Until then nothing of it is acknowledged");
    ok(d && device_finish(d) == RESULT_OK && device_bytes(d) == 200000 &&
           device_writes(d) <= 200000 / 16384 + 8,
       "It took %llu writes", d ? (unsigned long long)device_writes(d) : 0);
    ok(d && owner_account(&owner, d) && device_acknowledged(d) == 200000,
       "Each was offered before and counted after");
    device_close(d);
    ok(list(folder, name, sizeof name, &hidden) == 1 && hidden == 0 &&
           strstr(name, "/job-000001-") && strstr(name, ".prn") && file_same(name, 200000),
       "Then it is %s, whole", name);
    ok(stat(name, &info) == 0 && (info.st_mode & 0777) == 0600, "Only its owner may read it");
    empty(folder);
}

static void test_given_up(void)
{
    struct owner owner = {.last = DEVICE_READY};
    struct device *d = owner_open(&owner, uri_of(""));
    char name[600];
    unsigned hidden;

    ok(d && owner_write(d, 0, 200000, 777) == RESULT_OK, "A job is begun");
    device_close(d);
    ok(list(folder, name, sizeof name, &hidden) == 0 && hidden == 0,
       "Nothing is left of it when it is given up");
}

static void test_many(void)
{
    char name[600], error[600];
    unsigned hidden, good = 0, i;

    for (i = 0; i < 50; i++)
        good += send_job(uri_of(""), 100 + i, error, sizeof error) == RESULT_OK;
    ok(good == 50 && list(folder, name, sizeof name, &hidden) == 50 && hidden == 0,
       "Fifty jobs within a second or so become fifty files");
    empty(folder);
}

static void test_missing(void)
{
    char error[600], path[200];

    ok(send_job(uri_of("/none"), 10, error, sizeof error) == RESULT_IO &&
           strstr(error, "does not exist"),
       "A folder that is missing is told: %s", error);
    snprintf(path, sizeof path, "%s/file", folder);
    close(open(path, O_CREAT | O_WRONLY, 0600));
    ok(send_job(uri_of("/file"), 10, error, sizeof error) == RESULT_IO &&
           strstr(error, "not a folder"),
       "A file in its place is told: %s", error);
    unlink(path);
    ok(symlink("/tmp", path) == 0 &&
           send_job(uri_of("/file"), 10, error, sizeof error) == RESULT_IO &&
           strstr(error, "symbolic link"),
       "A symbolic link in its place is not followed: %s", error);
    unlink(path);
    mkfifo(path, 0600);
    ok(send_job(uri_of("/file"), 10, error, sizeof error) == RESULT_IO && error[0],
       "Nor is a pipe opened: %s", error);
    unlink(path);
}

static void test_read_only(void)
{
    char error[600];

    if (geteuid() == 0) {
        skip("root may write to a folder that is read-only");
        return;
    }
    chmod(folder, 0500);
    ok(send_job(uri_of(""), 10, error, sizeof error) == RESULT_IO &&
           strstr(error, "not permitted"),
       "A folder we may not write to is told: %s", error);
    chmod(folder, 0700);
}

/* The system's limit on file sizes stands for a full disk: the same call fails, after the same
 * kind of short write. */
static void test_full(size_t limit)
{
    struct rlimit before, small;
    char name[600], error[600];
    unsigned hidden;
    enum result result;

    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = limit;
    setrlimit(RLIMIT_FSIZE, &small);
    result = send_job(uri_of(""), 100000, error, sizeof error);
    setrlimit(RLIMIT_FSIZE, &before);
    snprintf(name, sizeof name, "after %zu bytes", limit);
    ok(result == RESULT_IO && strstr(error, name),
       "A write that fails after %zu bytes ends the job: %s", limit, error);
    ok(list(folder, name, sizeof name, &hidden) == 0 && hidden == 0, "Nothing is left of it");
}

static void test_sentences(void)
{
    ok(strstr(net_reason(ENOSPC), "full") && strstr(net_reason(EROFS), "read-only"),
       "Full and read-only disks have words of their own");
}

int main(void)
{
    size_t limit;

    signal(SIGXFSZ, SIG_IGN);
    if (!ok(mkdtemp(folder) != NULL, "A folder for the test is made"))
        return tap_done();
    test_job();
    test_given_up();
    test_many();
    test_missing();
    test_read_only();
    for (limit = 0; limit < 100000; limit += 12345)
        test_full(limit);
    test_sentences();
    rmdir(folder);
    return tap_done();
}
