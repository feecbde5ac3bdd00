/*
 * profile-store.c - the list of profiles as the file has it now (profiles.h).
 *
 * The file is read again when it changed: a person may edit it while the server runs. Who may
 * write it has programs run as the server's user; so it is not read where others can.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profile-parts.h"

#include "server/log.h"
#include "server/whole-file.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINES_SIZE 4000 /* of a profile */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
/* Guarded by mutex. */
static char file_path[1100];
static struct profile_list list;
static struct stat seen; /* of the file that the list is from; st_ino 0: none */

void profile_store_open(const char *path)
{
    pthread_mutex_lock(&mutex);
    snprintf(file_path, sizeof(file_path), "%s", path);
    memset(&list, 0, sizeof(list));
    memset(&seen, 0, sizeof(seen));
    pthread_mutex_unlock(&mutex);
}

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_size == b->st_size && a->st_mode == b->st_mode &&
           a->st_uid == b->st_uid && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void tell_trouble(void *ctx, unsigned line, const char *why)
{
    (void)ctx;
    log_say(LOG_SAY_WARN, "%s, line %u: %s", file_path, line, why);
}

/* With a password that was written by a person sealed. To be freed. */
static char *read_text(size_t *n)
{
    char *text = whole_file_read(file_path, PROFILE_FILE_MAX, n), *sealed;

    if (text == NULL)
        return NULL;
    sealed = profile_file_seal(text, *n);
    if (sealed == NULL)
        return text;
    if (!whole_file_replace(file_path, sealed))
        log_say(LOG_SAY_WARN, "%s: the password in it cannot be sealed: %s.", file_path,
                strerror(errno));
    (void)stat(file_path, &seen);
    vault_wipe(text, *n);
    free(text);
    *n = strlen(sealed);
    return sealed;
}

static bool may_be_read(const struct stat *info)
{
    if ((info->st_uid == 0 || info->st_uid == geteuid()) && (info->st_mode & 022) == 0)
        return true;
    log_say(LOG_SAY_ERROR,
            "%s can be written by others, and is not read: it says which programs are run. "
            "Give it to the server's user with mode 0600.",
            file_path);
    return false;
}

/* With the mutex. */
static bool refresh(void)
{
    struct stat info;
    char *text;
    size_t n = 0;

    if (stat(file_path, &info) != 0)
        memset(&info, 0, sizeof(info));
    if (is_same(&info, &seen))
        return false;
    seen = info;
    memset(&list, 0, sizeof(list));
    if (info.st_ino == 0 || !may_be_read(&info))
        return true;
    if ((text = read_text(&n)) == NULL) {
        log_say(LOG_SAY_ERROR, "%s cannot be read: %s.", file_path, strerror(errno));
        return true;
    }
    profile_file_parse(text, n, &list, tell_trouble, NULL);
    vault_wipe(text, n);
    free(text);
    return true;
}

bool profile_store_refresh(void)
{
    bool changed;

    pthread_mutex_lock(&mutex);
    changed = refresh();
    pthread_mutex_unlock(&mutex);
    return changed;
}

void profile_store_mail(struct profile_mail *mail)
{
    pthread_mutex_lock(&mutex);
    (void)refresh();
    *mail = list.mail;
    pthread_mutex_unlock(&mutex);
}

void profiles_each(bool (*each)(void *ctx, const struct scan_profile *profile), void *ctx)
{
    struct profile_list *copy = malloc(sizeof(*copy));

    if (copy == NULL)
        return;
    pthread_mutex_lock(&mutex);
    (void)refresh();
    *copy = list;
    pthread_mutex_unlock(&mutex);
    for (size_t i = 0; i < copy->n; i++)
        if (!each(ctx, &copy->profiles[i]))
            break;
    free(copy);
}

bool profile_find(const char *name, struct scan_profile *profile)
{
    bool found = false;

    pthread_mutex_lock(&mutex);
    (void)refresh();
    for (size_t i = 0; i < list.n && !found; i++)
        if (strcmp(list.profiles[i].name, name) == 0) {
            *profile = list.profiles[i];
            found = true;
        }
    pthread_mutex_unlock(&mutex);
    return found;
}

/* ---- changes ---- */

struct check {
    char first[300]; /* "": nothing is wrong */
};

static void note_trouble(void *ctx, unsigned line, const char *why)
{
    struct check *check = ctx;

    (void)line;
    if (check->first[0] == '\0')
        snprintf(check->first, sizeof(check->first), "%s", why);
}

/* Whether a profile stands in a text with just these settings, after a change that was to put
 * it there: whatever is in its values, it is no other line. */
static bool is_in(const char *text, const char *name, const char *lines, char *why,
                  size_t why_size)
{
    struct profile_list *read = malloc(sizeof(*read));
    struct check check = {""};
    char again[LINES_SIZE];
    bool found = false;

    if (read != NULL) {
        profile_file_parse(text, strlen(text), read, note_trouble, &check);
        for (size_t i = 0; i < read->n; i++)
            found |= strcmp(read->profiles[i].name, name) == 0 &&
                     profile_print(&read->profiles[i], again, sizeof(again)) &&
                     strcmp(again, lines) == 0;
    }
    free(read);
    if (!found)
        snprintf(why, why_size, "%s",
                 check.first[0] != '\0' ? check.first : "The profile cannot be kept.");
    return found;
}

/* Put a section in the place of the one of this name; lines NULL: nothing. */
static bool edit(const char *name, const char *lines, char *why, size_t why_size)
{
    size_t n = 0;
    char *text, *fresh = NULL;
    bool good = false;

    pthread_mutex_lock(&mutex);
    errno = 0;
    text = whole_file_read(file_path, PROFILE_FILE_MAX, &n);
    if (text == NULL && errno == ENOENT)
        text = calloc(1, 1);
    if (text != NULL)
        fresh = profile_file_edit(text, n, name, lines);
    if (fresh == NULL || strlen(fresh) > PROFILE_FILE_MAX)
        snprintf(why, why_size, "%s cannot be read: %s.", file_path, strerror(errno));
    else if (lines == NULL || is_in(fresh, name, lines, why, why_size)) {
        good = whole_file_replace(file_path, fresh);
        if (!good)
            snprintf(why, why_size, "%s cannot be written: %s.", file_path, strerror(errno));
    }
    (void)refresh();
    pthread_mutex_unlock(&mutex);
    free(text);
    free(fresh);
    return good;
}

bool profile_set(const struct scan_profile *profile, char *why, size_t why_size)
{
    char lines[LINES_SIZE];

    if (!profile_name_is_good(profile->name)) {
        snprintf(why, why_size,
                 "'%.63s' is no name for a profile: at most 63 bytes, without brackets and "
                 "slashes.",
                 profile->name);
        return false;
    }
    if (profile->where[0] == '\0') {
        snprintf(why, why_size,
                 "The profile does not say where to: folder, mail, command or print.");
        return false;
    }
    if (!profile_print(profile, lines, sizeof(lines))) {
        snprintf(why, why_size, "The profile cannot be kept.");
        return false;
    }
    if (!edit(profile->name, lines, why, why_size))
        return false;
    profiles_changed();
    return true;
}

bool profile_delete(const char *name, char *why, size_t why_size)
{
    struct scan_profile profile;

    if (!profile_find(name, &profile)) {
        snprintf(why, why_size, "There is no profile '%.63s'.", name);
        return false;
    }
    if (!edit(name, NULL, why, why_size))
        return false;
    profiles_changed();
    return true;
}
