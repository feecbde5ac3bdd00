/*
 * server-settings.c - see server-settings.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server-settings.h"

#include "whole-file.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    pthread_mutex_t mutex;   /* guards all, and what changes at once in running */
    struct options *running; /* in force */
    struct options usual;    /* without arguments and file */
    struct options start;    /* without the file */
    struct options next;     /* as the next start will have it */
    char path[1100];
    char *text; /* of the file; NULL: there is none */
    char trouble[4096];
    void (*changed)(const struct options *options);
} all = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static const char *text_of(void)
{
    return all.text != NULL ? all.text : "";
}

/* With the mutex. */
static void read_next(void)
{
    all.next = all.start;
    (void)settings_file_apply(text_of(), &all.next, all.trouble, sizeof(all.trouble));
}

void server_settings_open(struct options *options)
{
    size_t n = 0;

    pthread_mutex_lock(&all.mutex);
    options_init(&all.usual);
    all.running = options;
    all.start = *options;
    snprintf(all.path, sizeof(all.path), "%s.settings", options->state_file);
    free(all.text);
    all.text = whole_file_read(all.path, SETTINGS_FILE_MAX, &n);
    if (all.text != NULL)
        all.text[n] = '\0';
    read_next();
    if (all.text == NULL && errno != ENOENT)
        snprintf(all.trouble, sizeof(all.trouble), "The file '%s' cannot be read: %s.\n",
                 all.path, strerror(errno));
    *options = all.next;
    pthread_mutex_unlock(&all.mutex);
}

void server_settings_trouble(char *text, size_t size)
{
    pthread_mutex_lock(&all.mutex);
    snprintf(text, size, "%s", all.trouble);
    pthread_mutex_unlock(&all.mutex);
}

void server_settings_on_change(void (*changed)(const struct options *options))
{
    all.changed = changed;
}

/* ---- looking ---- */

/* With the mutex. */
static void look(const struct option_row *row, struct server_setting *s)
{
    option_text(all.running, row, s->now, sizeof(s->now));
    option_text(&all.next, row, s->next, sizeof(s->next));
    option_text(&all.usual, row, s->usual, sizeof(s->usual));
    s->from = option_from(&all.next, row);
    s->pending = strcmp(s->now, s->next) != 0;
}

void server_setting_look(const struct option_row *row, struct server_setting *setting)
{
    memset(setting, 0, sizeof(*setting));
    pthread_mutex_lock(&all.mutex);
    if (all.running != NULL)
        look(row, setting);
    pthread_mutex_unlock(&all.mutex);
}

bool server_settings_pending(void)
{
    struct server_setting *s = malloc(sizeof(*s));
    bool pending = false;

    for (size_t i = 0; s != NULL && !pending && i < num_option_rows; i++) {
        server_setting_look(&option_rows[i], s);
        pending = s->pending;
    }
    free(s);
    return pending;
}

const struct options *server_options(void)
{
    return all.running;
}

/* ---- changing ---- */

/* With the mutex: what of the next start can be had at once. */
static void take_at_once(void)
{
    char value[SETTINGS_VALUE_SIZE];

    for (size_t i = 0; i < num_option_rows; i++) {
        const struct option_row *row = &option_rows[i];

        if ((row->flags & OPTION_AT_ONCE) == 0)
            continue;
        option_text(&all.next, row, value, sizeof(value));
        (void)option_set(all.running, row, value);
        option_mark(all.running, row, option_from(&all.next, row));
    }
    if (all.changed != NULL)
        all.changed(all.running);
}

/* The text with all changes; NULL and a sentence. */
static char *changed_text(const struct server_change *changes, size_t n, size_t *bad, char *why,
                          size_t why_size)
{
    char *text = strdup(text_of());

    for (size_t i = 0; text != NULL && i < n; i++) {
        char *more = NULL;

        *bad = i;
        if (option_from(&all.start, changes[i].row) == OPTION_FROM_START)
            snprintf(why, why_size, "%s is set where the server is started.",
                     changes[i].row->name);
        else if (settings_file_may(changes[i].row, changes[i].value, why, why_size)) {
            *bad = n;
            snprintf(why, why_size, "There is no memory left.");
            more = settings_file_set(text, changes[i].row->name, changes[i].value);
        }
        free(text);
        text = more;
    }
    if (text != NULL && strlen(text) > SETTINGS_FILE_MAX) {
        snprintf(why, why_size, "That is more than the settings file may have.");
        free(text);
        text = NULL;
    }
    return text;
}

bool server_settings_change(const struct server_change *changes, size_t n, size_t *bad,
                            char *why, size_t why_size)
{
    char *text;
    bool good = false;

    *bad = n;
    snprintf(why, why_size, "There is no memory left.");
    pthread_mutex_lock(&all.mutex);
    text = all.running != NULL ? changed_text(changes, n, bad, why, why_size) : NULL;
    if (text != NULL && whole_file_replace(all.path, text)) {
        free(all.text);
        all.text = text;
        read_next();
        take_at_once();
        good = true;
    } else if (text != NULL) {
        snprintf(why, why_size, "The settings could not be kept: %s.", strerror(errno));
        free(text);
    }
    pthread_mutex_unlock(&all.mutex);
    return good;
}
