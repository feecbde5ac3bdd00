/*
 * quota.c - see quota.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "quota.h"

#include "log.h"
#include "whole-file.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MAX_FILE    ((size_t)1 << 20)
#define KEEP_MONTHS 24
#define MOST_MONTHS 240

static struct {
    pthread_mutex_t mutex; /* guards all */
    char path[1100];
    struct people_settings settings;
    struct quota *list;
    size_t n;
} all = {
    .mutex = PTHREAD_MUTEX_INITIALIZER, .settings = {KEEP_MONTHS, false, false}
};

/* ---- the list, with the mutex ---- */

static struct quota *find(int queue, const char *user)
{
    for (size_t i = 0; all.list != NULL && i < all.n; i++)
        if (all.list[i].queue == queue && strcasecmp(all.list[i].user, user) == 0)
            return &all.list[i];
    return NULL;
}

static int compare(const void *a, const void *b)
{
    const struct quota *left = a, *right = b;

    return left->queue != right->queue ? left->queue - right->queue
                                       : strcasecmp(left->user, right->user);
}

static bool add(const struct quota *quota)
{
    struct quota *list;

    if (all.n == QUOTA_MAX || (list = realloc(all.list, (all.n + 1) * sizeof(*list))) == NULL)
        return false;
    all.list = list;
    list[all.n++] = *quota;
    qsort(list, all.n, sizeof(*list), compare);
    return true;
}

static void remove_one(struct quota *quota)
{
    size_t at = (size_t)(quota - all.list);

    memmove(quota, quota + 1, (all.n - at - 1) * sizeof(*quota));
    all.n--;
}

static bool user_ok(const char *user)
{
    for (const char *p = user; *p != '\0'; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            return false;
    return user[0] != '\0' && strlen(user) <= QUOTA_USER_MAX;
}

/* ---- the file ---- */

static bool read_long(const char *text, long least, long most, long *value)
{
    char *end;

    *value = strtol(text, &end, 10);
    return end != text && *end == '\0' && *value >= least && *value <= most;
}

static void take_limit(char *fields)
{
    char *rest, *queue = strtok_r(fields, "\t", &rest), *sides = strtok_r(NULL, "\t", &rest);
    struct quota one = {.queue = 0};
    long number;

    if (queue == NULL || sides == NULL || !read_long(queue, 0, 1000000, &number) ||
        !read_long(sides, QUOTA_NO_LIMIT, QUOTA_SIDES_MAX, &one.sides) || !user_ok(rest) ||
        find((int)number, rest) != NULL)
        return;
    one.queue = (int)number;
    snprintf(one.user, sizeof(one.user), "%s", rest);
    (void)add(&one);
}

static void take_line(char *line)
{
    char *value = strchr(line, '\t');
    long number;

    if (value == NULL)
        return;
    *value++ = '\0';
    if (strcmp(line, "limit") == 0)
        take_limit(value);
    else if (strcmp(line, "keep-months") == 0 && read_long(value, 0, MOST_MONTHS, &number))
        all.settings.keep_months = (unsigned)number;
    else if (strcmp(line, "titles") == 0)
        all.settings.titles = strcmp(value, "yes") == 0;
    else if (strcmp(line, "beyond") == 0)
        all.settings.refuse = strcmp(value, "refuse") == 0;
}

void quota_open(const char *state_file)
{
    pthread_mutex_lock(&all.mutex);
    all.n = 0;
    all.settings = (struct people_settings){KEEP_MONTHS, false, false};
    snprintf(all.path, sizeof(all.path), "%s.people", state_file);
    if (!whole_file_lines(all.path, MAX_FILE, take_line))
        log_say(LOG_SAY_ERROR, "The file '%s' cannot be read: %s.", all.path, strerror(errno));
    pthread_mutex_unlock(&all.mutex);
}

static bool keep(void)
{
    char *text = NULL;
    size_t n = 0;
    FILE *file = open_memstream(&text, &n);
    bool good = file != NULL;

    if (good) {
        fprintf(file, "keep-months\t%u\ntitles\t%s\nbeyond\t%s\n", all.settings.keep_months,
                all.settings.titles ? "yes" : "no", all.settings.refuse ? "refuse" : "hold");
        for (size_t i = 0; i < all.n; i++)
            fprintf(file, "limit\t%d\t%ld\t%s\n", all.list[i].queue, all.list[i].sides,
                    all.list[i].user);
        good = fclose(file) == 0 && whole_file_replace(all.path, text);
    }
    free(text);
    return good;
}

/* ---- get, set ---- */

/* With the mutex; the old list comes back when the new one cannot be kept. */
static bool change(const struct quota *quota)
{
    struct quota *found = find(quota->queue, quota->user), old;
    bool had = found != NULL;

    if (had) {
        old = *found;
        remove_one(found);
    }
    if (quota->sides >= QUOTA_NO_LIMIT && !add(quota)) {
        errno = ENOSPC;
    } else if (keep())
        return true;
    else if (quota->sides >= QUOTA_NO_LIMIT)
        remove_one(find(quota->queue, quota->user));
    if (had)
        (void)add(&old); /* there is room: its own */
    return false;
}

bool quota_set(const struct quota *quota, char *why, size_t why_size)
{
    bool good;

    if (!user_ok(quota->user) || quota->queue < 0 || quota->sides > QUOTA_SIDES_MAX) {
        snprintf(why, why_size, "A limit is a name of up to %d bytes and up to %d sides.",
                 QUOTA_USER_MAX, QUOTA_SIDES_MAX);
        return false;
    }
    pthread_mutex_lock(&all.mutex);
    good = change(quota);
    if (!good)
        snprintf(why, why_size, "The limit could not be kept: %s.", strerror(errno));
    pthread_mutex_unlock(&all.mutex);
    return good;
}

size_t quota_list(struct quota *list, size_t max)
{
    size_t n;

    pthread_mutex_lock(&all.mutex);
    n = all.n;
    if (n > 0 && max > 0)
        memcpy(list, all.list, (n < max ? n : max) * sizeof(*list));
    pthread_mutex_unlock(&all.mutex);
    return n;
}

void people_settings_get(struct people_settings *settings)
{
    pthread_mutex_lock(&all.mutex);
    *settings = all.settings;
    pthread_mutex_unlock(&all.mutex);
}

bool people_settings_set(const struct people_settings *settings, char *why, size_t why_size)
{
    struct people_settings old;
    bool good;

    if (settings->keep_months > MOST_MONTHS) {
        snprintf(why, why_size, "Accounting is kept for up to %d months.", MOST_MONTHS);
        return false;
    }
    pthread_mutex_lock(&all.mutex);
    old = all.settings;
    all.settings = *settings;
    good = keep();
    if (!good) {
        all.settings = old;
        snprintf(why, why_size, "The settings could not be kept: %s.", strerror(errno));
    }
    pthread_mutex_unlock(&all.mutex);
    return good;
}

void quota_forget(int queue)
{
    bool any = false;

    pthread_mutex_lock(&all.mutex);
    for (size_t i = all.n; i-- > 0;)
        if (all.list[i].queue == queue) {
            remove_one(&all.list[i]);
            any = true;
        }
    if (any && !keep())
        log_say(LOG_SAY_ERROR, "The file '%s' cannot be written: %s.", all.path,
                strerror(errno));
    pthread_mutex_unlock(&all.mutex);
}

/* ---- what they mean ---- */

/* With the mutex: of a person in a queue, or in all; theirs before everybody's. */
static long limit_of(int queue, const char *user)
{
    const struct quota *found = find(queue, user);

    if (found == NULL)
        found = find(queue, "*");
    return found != NULL ? found->sides : QUOTA_NO_LIMIT;
}

bool quota_applies(int queue, const char *user)
{
    bool applies;

    pthread_mutex_lock(&all.mutex);
    applies = all.n > 0 &&
              (limit_of(0, user) != QUOTA_NO_LIMIT || limit_of(queue, user) != QUOTA_NO_LIMIT);
    pthread_mutex_unlock(&all.mutex);
    return applies;
}

long quota_left(int queue, const char *user, unsigned (*used)(void *ctx, int queue), void *ctx)
{
    long limits[2], left = QUOTA_NO_LIMIT;

    pthread_mutex_lock(&all.mutex);
    limits[0] = limit_of(0, user);
    limits[1] = limit_of(queue, user);
    pthread_mutex_unlock(&all.mutex);
    for (size_t i = 0; i < 2; i++) {
        long sides;

        if (limits[i] == QUOTA_NO_LIMIT)
            continue;
        sides = (long)used(ctx, i == 0 ? 0 : queue);
        sides = sides < limits[i] ? limits[i] - sides : 0;
        if (left == QUOTA_NO_LIMIT || sides < left)
            left = sides;
    }
    return left;
}
