/*
 * accounting.c - see accounting.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "accounting.h"

#include "log.h"
#include "whole-file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* Jobs that are known to have been recorded: those that were about to end when the program was
 * killed are among the last ones. */
#define NUM_KNOWN 4096

struct sum {
    char user[128];
    int queue;
    unsigned sides;
};

static struct {
    pthread_mutex_t mutex; /* guards all of this; held for moments */
    bool open;
    char month[8]; /* of the sums */
    struct sum *sums;
    size_t n, size;
    struct {
        int job;
        int64_t created;
    } known[NUM_KNOWN];
    size_t next_known;
} counted = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static struct {
    pthread_mutex_t mutex; /* one who reads or writes the files; guards all of this */
    char path[1100];       /* without the month; "": there are none */
    unsigned keep_months;
    char month[8]; /* that was written last */
} files = {.mutex = PTHREAD_MUTEX_INITIALIZER};

/* ---- what is counted; with its mutex ---- */

static bool is_known(const struct usage *usage)
{
    for (size_t i = 0; i < NUM_KNOWN; i++)
        if (counted.known[i].job == usage->job && counted.known[i].created == usage->created)
            return true;
    return false;
}

static void note_known(const struct usage *usage)
{
    counted.known[counted.next_known].job = usage->job;
    counted.known[counted.next_known].created = usage->created;
    counted.next_known = (counted.next_known + 1) % NUM_KNOWN;
}

static struct sum *sum_of(const char *user, int queue)
{
    for (size_t i = 0; i < counted.n; i++)
        if (counted.sums[i].queue == queue && strcasecmp(counted.sums[i].user, user) == 0)
            return &counted.sums[i];
    return NULL;
}

static struct sum *need_sum(const char *user, int queue)
{
    struct sum *sum = sum_of(user, queue);

    if (sum != NULL)
        return sum;
    if (counted.sums == NULL || counted.n == counted.size) {
        size_t size = counted.size > 0 ? 2 * counted.size : 64;
        struct sum *sums = realloc(counted.sums, size * sizeof(*sums));

        if (sums == NULL)
            return NULL;
        counted.sums = sums;
        counted.size = size;
    }
    sum = &counted.sums[counted.n++];
    *sum = (struct sum){.queue = queue};
    snprintf(sum->user, sizeof(sum->user), "%s", user);
    return sum;
}

/* A clock that was put back to an earlier month counts there, in the files. */
static void add_sum(const struct usage *usage)
{
    struct sum *sum;
    char month[8];

    usage_month(usage->time, month);
    if (strcmp(month, counted.month) > 0) {
        memcpy(counted.month, month, sizeof(month));
        counted.n = 0;
    }
    if (strcmp(month, counted.month) == 0 && usage->sides > 0 &&
        (sum = need_sum(usage->user, usage->queue)) != NULL)
        sum->sides = usage_add(sum->sides, usage->sides);
}

bool accounting_count(const struct usage *usage)
{
    bool fresh;

    pthread_mutex_lock(&counted.mutex);
    fresh = counted.open && !is_known(usage);
    if (fresh) {
        note_known(usage);
        add_sum(usage);
    }
    pthread_mutex_unlock(&counted.mutex);
    return fresh;
}

unsigned accounting_used(const char *user, int queue, int64_t now)
{
    unsigned sides = 0;
    char month[8];

    usage_month(now, month);
    pthread_mutex_lock(&counted.mutex);
    for (size_t i = 0; strcmp(month, counted.month) == 0 && i < counted.n; i++)
        if ((queue == 0 || counted.sums[i].queue == queue) &&
            strcasecmp(counted.sums[i].user, user) == 0)
            sides = usage_add(sides, counted.sums[i].sides);
    pthread_mutex_unlock(&counted.mutex);
    return sides;
}

/* ---- the files; with their mutex ---- */

static void name_file(const char *month, char *path, size_t n)
{
    snprintf(path, n, "%s%s", files.path, month);
}

static int compare_months(const void *a, const void *b)
{
    return strcmp(b, a);
}

/* The latest first. */
static size_t list_months(char (*months)[8], size_t max)
{
    char folder[sizeof(files.path)];
    char *slash;
    const char *prefix;
    const struct dirent *entry;
    size_t n = 0;
    DIR *dir;

    snprintf(folder, sizeof(folder), "%s", files.path);
    slash = strrchr(folder, '/');
    prefix = slash != NULL ? strrchr(files.path, '/') + 1 : files.path;
    if (slash != NULL)
        slash[slash == folder] = '\0';
    dir = opendir(slash != NULL ? folder : ".");
    while (dir != NULL && n < max && (entry = readdir(dir)) != NULL)
        if (files.path[0] != '\0' && strncmp(entry->d_name, prefix, strlen(prefix)) == 0 &&
            usage_month_ok(entry->d_name + strlen(prefix)))
            memcpy(months[n++], entry->d_name + strlen(prefix), 8);
    if (dir != NULL)
        closedir(dir);
    qsort(months, n, sizeof(months[0]), compare_months);
    return n;
}

static unsigned drop(const char *before)
{
    char months[ACCOUNTING_MONTHS_MAX][8], path[1200];
    size_t n = list_months(months, ACCOUNTING_MONTHS_MAX);
    unsigned dropped = 0;

    for (size_t i = 0; i < n; i++)
        if (strcmp(months[i], before) < 0) {
            name_file(months[i], path, sizeof(path));
            dropped += unlink(path) == 0;
        }
    return dropped;
}

static void drop_old(const char *now)
{
    char before[8];

    if (files.keep_months == 0)
        return;
    usage_month_step(now, -(int)files.keep_months, before);
    if (drop(before) > 0)
        log_say(LOG_SAY_INFO, "The accounting of months before %s was deleted.", before);
}

/* A line that was cut off is none. */
static bool cut_torn_line(int fd)
{
    off_t end = lseek(fd, 0, SEEK_END);
    char byte = '\n';

    while (end > 0) {
        if (pread(fd, &byte, 1, end - 1) != 1)
            return false;
        if (byte == '\n')
            break;
        end--;
    }
    return end >= 0 && ftruncate(fd, end) == 0;
}

/* All of it or nothing. */
static bool append(int fd, const char *line, size_t n)
{
    off_t end;
    ssize_t put;
    int error;

    if (!cut_torn_line(fd) || (end = lseek(fd, 0, SEEK_END)) < 0)
        return false;
    do
        put = write(fd, line, n);
    while (put < 0 && errno == EINTR);
    if (put == (ssize_t)n)
        return fsync(fd) == 0;
    error = put < 0 ? errno : ENOSPC;
    if (ftruncate(fd, end) != 0)
        log_say(LOG_SAY_ERROR, "A line of the accounting is cut off; the next one mends it.");
    errno = error;
    return false;
}

static bool keep(const struct usage *usage)
{
    char line[USAGE_LINE_MAX], month[8], path[1200];
    size_t n = usage_write(usage, line, sizeof(line));
    bool fresh, good;
    int fd;

    errno = EINVAL;
    if (n == 0)
        return false;
    usage_month(usage->time, month);
    name_file(month, path, sizeof(path));
    fresh = access(path, F_OK) != 0;
    fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
    good = fd >= 0 && append(fd, line, n);
    if (fd >= 0)
        close(fd);
    if (good && fresh)
        whole_file_sync_folder(path);
    if (good && strcmp(month, files.month) != 0) {
        memcpy(files.month, month, sizeof(month));
        drop_old(month);
    }
    return good;
}

bool accounting_keep(const struct usage *usage)
{
    bool good;

    pthread_mutex_lock(&files.mutex);
    good = files.path[0] != '\0' && keep(usage);
    if (!good)
        log_say(LOG_SAY_ERROR, "[Job %d] It is missing in the accounting: %s.", usage->job,
                strerror(errno));
    pthread_mutex_unlock(&files.mutex);
    return good;
}

/* False: each wants no more. */
static bool read_file(const char *month, bool (*each)(void *ctx, const struct usage *usage),
                      void *ctx)
{
    char line[USAGE_LINE_MAX], path[1200];
    struct usage usage;
    bool more = true;
    FILE *file;

    name_file(month, path, sizeof(path));
    file = fopen(path, "re");
    while (file != NULL && more && fgets(line, sizeof(line), file) != NULL) {
        size_t n = strcspn(line, "\n");

        if (line[n] != '\n') /* cut off, or none of ours */
            continue;
        line[n] = '\0';
        if (usage_read(line, &usage))
            more = each(ctx, &usage);
    }
    if (file != NULL)
        (void)fclose(file);
    return more;
}

struct span {
    int64_t from, to;
    bool (*each)(void *ctx, const struct usage *usage);
    void *ctx;
};

static bool if_within(void *ctx, const struct usage *usage)
{
    const struct span *span = ctx;

    return usage->time < span->from || usage->time >= span->to || span->each(span->ctx, usage);
}

/* The files of a month more on both sides: the clock may have been in another zone. */
static void each_within(struct span *span)
{
    char months[ACCOUNTING_MONTHS_MAX][8], first[8], last[8];
    size_t n = list_months(months, ACCOUNTING_MONTHS_MAX);
    bool more = true;

    usage_month(span->from, first);
    usage_month_step(first, -1, first);
    usage_month(span->to, last);
    usage_month_step(last, 1, last);
    while (more && n-- > 0)
        if (strcmp(months[n], first) >= 0 && strcmp(months[n], last) <= 0)
            more = read_file(months[n], if_within, span);
}

void accounting_each(int64_t from, int64_t to,
                     bool (*each)(void *ctx, const struct usage *usage), void *ctx)
{
    struct span span = {from, to, each, ctx};

    pthread_mutex_lock(&files.mutex);
    each_within(&span);
    pthread_mutex_unlock(&files.mutex);
}

size_t accounting_months(char (*months)[8], size_t max)
{
    size_t n;

    pthread_mutex_lock(&files.mutex);
    n = list_months(months, max);
    pthread_mutex_unlock(&files.mutex);
    return n;
}

unsigned accounting_drop(const char *month)
{
    unsigned n;

    pthread_mutex_lock(&files.mutex);
    n = drop(month);
    pthread_mutex_unlock(&files.mutex);
    return n;
}

void accounting_keep_months(unsigned months)
{
    char now[8];

    usage_month((int64_t)time(NULL), now);
    pthread_mutex_lock(&files.mutex);
    files.keep_months = months;
    drop_old(now);
    pthread_mutex_unlock(&files.mutex);
}

/* ---- a person is forgotten ---- */

struct rewriting {
    FILE *out;
    const char *user;
    unsigned changed;
};

static bool write_again(void *ctx, const struct usage *usage)
{
    struct rewriting *r = ctx;
    struct usage nobody = *usage;
    char line[USAGE_LINE_MAX];

    if (strcasecmp(usage->user, r->user) == 0) {
        nobody.user[0] = nobody.host[0] = nobody.department[0] = nobody.title[0] = '\0';
        r->changed++;
    }
    if (usage_write(&nobody, line, sizeof(line)) > 0)
        fputs(line, r->out);
    return true;
}

static bool rewrite(const char *month, const char *user, unsigned *changed)
{
    char path[1200], *text = NULL;
    size_t n = 0;
    struct rewriting r = {open_memstream(&text, &n), user, 0};
    bool good = r.out != NULL;

    if (good) {
        (void)read_file(month, write_again, &r);
        good = fclose(r.out) == 0;
    }
    name_file(month, path, sizeof(path));
    good = good && (r.changed == 0 || whole_file_replace(path, text));
    free(text);
    *changed += good ? r.changed : 0;
    return good;
}

static bool take_in(void *ctx, const struct usage *usage)
{
    (void)ctx;
    pthread_mutex_lock(&counted.mutex);
    note_known(usage);
    add_sum(usage);
    pthread_mutex_unlock(&counted.mutex);
    return true;
}

/* A person who is forgotten has printed nothing in this month. */
static void forget_sums(const char *user)
{
    pthread_mutex_lock(&counted.mutex);
    for (size_t i = counted.n; i-- > 0;)
        if (strcasecmp(counted.sums[i].user, user) == 0)
            counted.sums[i] = counted.sums[--counted.n];
    pthread_mutex_unlock(&counted.mutex);
}

bool accounting_forget(const char *user, unsigned *changed, char *why, size_t why_size)
{
    char months[ACCOUNTING_MONTHS_MAX][8];
    bool good = true;
    size_t n;

    *changed = 0;
    pthread_mutex_lock(&files.mutex);
    n = list_months(months, ACCOUNTING_MONTHS_MAX);
    for (size_t i = 0; good && i < n; i++)
        good = rewrite(months[i], user, changed);
    if (!good)
        snprintf(why, why_size, "The accounting cannot be written: %s.", strerror(errno));
    else
        forget_sums(user);
    pthread_mutex_unlock(&files.mutex);
    return good;
}

/* ---- the beginning ---- */

/* The month and the one before: of which job the end may have been recorded and not kept. */
static void load(void)
{
    char months[ACCOUNTING_MONTHS_MAX][8];
    size_t n = list_months(months, ACCOUNTING_MONTHS_MAX);

    for (size_t i = n < 2 ? n : 2; i-- > 0;)
        (void)read_file(months[i], take_in, NULL);
}

void accounting_open(const char *state_file)
{
    pthread_mutex_lock(&files.mutex);
    snprintf(files.path, sizeof(files.path), "%s.accounting.", state_file);
    files.month[0] = '\0';
    pthread_mutex_lock(&counted.mutex);
    counted.open = true;
    counted.n = counted.next_known = 0;
    memset(counted.known, 0, sizeof(counted.known));
    memcpy(counted.month, "2000-01", 8);
    pthread_mutex_unlock(&counted.mutex);
    load();
    pthread_mutex_unlock(&files.mutex);
}
