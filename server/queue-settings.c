/*
 * queue-settings.c - see queue-settings.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "queue-settings.h"

#include "log.h"
#include "whole-file.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FILE ((size_t)4 << 20)

struct setting {
    int queue;
    char *name, *value; /* value lies behind name in one piece */
};

static struct {
    pthread_mutex_t mutex; /* guards all */
    char path[1100];
    struct setting *list;
    size_t n, size;
} all = {.mutex = PTHREAD_MUTEX_INITIALIZER};

/* ---- the list, with the mutex ---- */

static struct setting *find(int queue, const char *name)
{
    for (size_t i = 0; i < all.n; i++)
        if (all.list[i].queue == queue && strcmp(all.list[i].name, name) == 0)
            return &all.list[i];
    return NULL;
}

static bool make(struct setting *setting, int queue, const char *name, const char *value)
{
    size_t n = strlen(name) + 1, v = strlen(value) + 1;
    char *text = malloc(n + v);

    if (text == NULL)
        return false;
    memcpy(text, name, n);
    memcpy(text + n, value, v);
    *setting = (struct setting){queue, text, text + n};
    return true;
}

static bool add(const struct setting *setting)
{
    if (all.n == all.size) {
        size_t size = all.size > 0 ? 2 * all.size : 16;
        struct setting *list = realloc(all.list, size * sizeof(*list));

        if (list == NULL)
            return false;
        all.list = list;
        all.size = size;
    }
    all.list[all.n++] = *setting;
    return true;
}

static void remove_at(size_t i)
{
    free(all.list[i].name);
    all.list[i] = all.list[--all.n];
}

static void clear(void)
{
    while (all.n > 0)
        remove_at(all.n - 1);
}

/* ---- the file ---- */

static bool name_ok(const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

    return n > 0 && n <= QUEUE_SETTING_NAME_MAX && name[n] == '\0';
}

static bool value_ok(const char *value)
{
    for (const char *p = value; *p != '\0'; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            return false;
    return strlen(value) <= QUEUE_SETTING_VALUE_MAX;
}

static void take_line(char *line)
{
    char *name = strchr(line, '\t'), *value = name != NULL ? strchr(name + 1, '\t') : NULL;
    struct setting one;
    char *end;
    long queue;

    if (value == NULL)
        return;
    *name++ = *value++ = '\0';
    queue = strtol(line, &end, 10);
    if (queue < 1 || queue > 1000000 || *end != '\0' || !name_ok(name) || !value_ok(value) ||
        value[0] == '\0' || find((int)queue, name) != NULL)
        return;
    if (make(&one, (int)queue, name, value) && !add(&one))
        free(one.name);
}

void queue_settings_open(const char *state_file)
{
    pthread_mutex_lock(&all.mutex);
    clear();
    snprintf(all.path, sizeof(all.path), "%s.queue-settings", state_file);
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

    for (size_t i = 0; good && i < all.n; i++)
        fprintf(file, "%d\t%s\t%s\n", all.list[i].queue, all.list[i].name, all.list[i].value);
    good = good && fclose(file) == 0 && whole_file_replace(all.path, text);
    free(text);
    return good;
}

/* ---- get, set ---- */

bool queue_setting_get(int queue, const char *name, char *value, size_t n)
{
    const struct setting *found;
    bool good;

    value[0] = '\0';
    pthread_mutex_lock(&all.mutex);
    found = find(queue, name);
    good = found != NULL && strlen(found->value) < n;
    if (good)
        memcpy(value, found->value, strlen(found->value) + 1);
    pthread_mutex_unlock(&all.mutex);
    return good;
}

/* With the mutex. The old value comes back when the new one cannot be kept. */
static bool change(int queue, const char *name, const char *value)
{
    struct setting *found = find(queue, name), old = {0, NULL, NULL}, fresh;

    if (value[0] != '\0' && !make(&fresh, queue, name, value))
        return false;
    if (found != NULL) {
        old = *found;
        *found = all.list[--all.n];
    }
    if (value[0] != '\0' && !add(&fresh)) {
        free(fresh.name);
        if (old.name != NULL)
            (void)add(&old); /* there is room: its own */
        return false;
    }
    if (keep()) {
        free(old.name);
        return true;
    }
    if (value[0] != '\0')
        remove_at(all.n - 1);
    if (old.name != NULL)
        (void)add(&old);
    return false;
}

bool queue_setting_set(int queue, const char *name, const char *value, char *why,
                       size_t why_size)
{
    bool good;

    if (queue < 1 || !name_ok(name) || !value_ok(value)) {
        snprintf(why, why_size, "The value is too long, or has characters that it may not.");
        return false;
    }
    pthread_mutex_lock(&all.mutex);
    good = change(queue, name, value);
    if (!good)
        snprintf(why, why_size, "The setting could not be kept: %s.", strerror(errno));
    pthread_mutex_unlock(&all.mutex);
    return good;
}

void queue_settings_forget(int queue)
{
    bool any = false;

    pthread_mutex_lock(&all.mutex);
    for (size_t i = all.n; i-- > 0;)
        if (all.list[i].queue == queue) {
            remove_at(i);
            any = true;
        }
    if (any && !keep())
        log_say(LOG_SAY_ERROR, "The file '%s' cannot be written: %s.", all.path,
                strerror(errno));
    pthread_mutex_unlock(&all.mutex);
}

void queue_settings_each(int queue,
                         void (*each)(void *ctx, const char *name, const char *value),
                         void *ctx)
{
    pthread_mutex_lock(&all.mutex);
    for (size_t i = 0; i < all.n; i++)
        if (all.list[i].queue == queue)
            each(ctx, all.list[i].name, all.list[i].value);
    pthread_mutex_unlock(&all.mutex);
}
