/*
 * profile-help.h - pages, folders and lines of the log for tests of profiles.
 * Effects: files in TMPDIR or /tmp.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_PROFILE_HELP_H
#define UNIT_PROFILE_HELP_H

#include "scan-pages.h"
#include "tap.h"

#include "server/log.h"
#include "server/scan/profile-parts.h"
#include "server/scratch.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the log ---- */

static pthread_mutex_t log_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t log_changed = PTHREAD_COND_INITIALIZER;
static char log_text[65536];

static void take_log(void *ctx, enum log_level level, const char *text)
{
    size_t n;

    (void)ctx;
    (void)level;
    pthread_mutex_lock(&log_mutex);
    n = strlen(log_text);
    snprintf(log_text + n, sizeof(log_text) - n, "%s\n", text);
    pthread_cond_broadcast(&log_changed);
    pthread_mutex_unlock(&log_mutex);
}

static inline bool log_has(const char *words)
{
    bool has;

    pthread_mutex_lock(&log_mutex);
    has = strstr(log_text, words) != NULL;
    pthread_mutex_unlock(&log_mutex);
    return has;
}

static inline void log_clear(void)
{
    pthread_mutex_lock(&log_mutex);
    log_text[0] = '\0';
    pthread_mutex_unlock(&log_mutex);
}

/* Until the log says it; false: it did not in a long time, and what it says is shown. */
static inline bool log_wait(const char *words)
{
    struct timespec until;
    bool has;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 30;
    pthread_mutex_lock(&log_mutex);
    while (strstr(log_text, words) == NULL &&
           pthread_cond_timedwait(&log_changed, &log_mutex, &until) == 0)
        ;
    has = strstr(log_text, words) != NULL;
    if (!has)
        diag("the log does not say '%s' but: %s", words, log_text);
    pthread_mutex_unlock(&log_mutex);
    return has;
}

static inline void log_begin(void)
{
    log_to(take_log, NULL);
}

/* ---- folders ---- */

static inline void new_folder(char *path, size_t size)
{
    char why[200];

    if (!scratch_make_folder(pictures_folder(), path, size, why, sizeof(why))) {
        fprintf(stderr, "%s\n", why);
        exit(99);
    }
}

/* How many entries, dots not counted. */
static inline size_t count_files(const char *path)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;
    size_t n = 0;

    while (dir != NULL && (entry = readdir(dir)) != NULL)
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    if (dir != NULL)
        closedir(dir);
    return n;
}

/* The beginning of a file as text; "" where there is none. */
static inline const char *text_of(const char *folder, const char *name)
{
    static char text[20000];
    char path[1400];
    FILE *file;
    size_t n = 0;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    if ((file = fopen(path, "re")) != NULL) {
        n = fread(text, 1, sizeof(text) - 1, file);
        fclose(file);
    }
    text[n] = '\0';
    return text;
}

static inline void write_file(const char *folder, const char *name, const char *text,
                              unsigned mode)
{
    char path[1400];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    if ((file = fopen(path, "we")) == NULL || fputs(text, file) < 0 || fclose(file) != 0 ||
        chmod(path, (mode_t)mode) != 0) {
        perror(path);
        exit(99);
    }
}

/* ---- pages ---- */

static inline struct scan_page *small_page(enum scan_color color, enum scan_encoding encoding)
{
    struct samples samples = samples_pattern(color, 40, 24);
    struct scan_page *page = page_of(&samples, encoding, 300);

    samples_free(&samples);
    return page;
}

/* A profile that delivers there. */
static inline struct scan_profile profile_to(const char *target, const char *where)
{
    struct scan_profile profile;
    char why[400] = "";

    profile_init(&profile, "Letters");
    if (!profile_apply(&profile, target, where, false, why, sizeof(why)))
        diag("%s", why);
    return profile;
}

#endif
