/*
 * profile-keep.c - documents that could not be delivered (profile-parts.h): each is a folder in
 * STATE.undelivered, with its files and, when it is whole, its profile as the file "profile".
 *
 * They are tried again, more and more seldom, for some days; then they wait for a person.
 * Commands are not tried again: what they did before they failed nobody knows.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profile-parts.h"

#include "server/log.h"
#include "server/scratch.h"
#include "server/whole-file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DAY_SECONDS  ((time_t)86400)
#define TRY_SECONDS  (3 * DAY_SECONDS)
#define KEEP_SECONDS (30 * DAY_SECONDS)
#define PREFIX       "in-" /* of scratch_make_folder */

/* ---- keeping ---- */

/* On the disk, as far as it can be said. */
static void sync_files(const struct profile_document *document)
{
    char path[1200];

    for (size_t i = 0; i < document->n; i++) {
        int fd;

        profile_document_path(document, i, path, sizeof(path));
        if ((fd = open(path, O_RDONLY | O_CLOEXEC)) >= 0) {
            (void)fsync(fd);
            close(fd);
        }
    }
}

bool profile_keep(struct profile_document *document, const struct scan_profile *profile,
                  char *why, size_t why_size)
{
    struct scan_profile of_scanner = *profile;
    char path[1200], lines[4000], text[4200];

    snprintf(of_scanner.scanner, sizeof(of_scanner.scanner), "%s", document->scanner);
    sync_files(document);
    snprintf(path, sizeof(path), "%s/profile", document->folder);
    if (profile_print(&of_scanner, lines, sizeof(lines)) &&
        snprintf(text, sizeof(text), "[profile %s]\n%s", profile->name, lines) > 0 &&
        whole_file_replace(path, text)) {
        document->folder[0] = '\0'; /* not to be removed any more */
        return true;
    }
    snprintf(why, why_size, "It cannot be kept in '%.300s': %s.", document->folder,
             strerror(errno));
    return false;
}

/* ---- looking ---- */

static void count_trouble(void *ctx, unsigned line, const char *why)
{
    (void)ctx;
    (void)line;
    (void)why;
}

/* The profile of a kept document; when: out, since when it is there. */
static bool read_profile(const char *folder, struct scan_profile *profile, time_t *when)
{
    struct profile_list *list = malloc(sizeof(*list));
    char path[1200], *text;
    struct stat info;
    size_t n = 0;
    bool good = false;

    snprintf(path, sizeof(path), "%s/profile", folder);
    text = list != NULL && stat(path, &info) == 0 ? whole_file_read(path, PROFILE_FILE_MAX, &n)
                                                  : NULL;
    if (text != NULL) {
        profile_file_parse(text, n, list, count_trouble, NULL);
        good = list->n == 1;
        if (good) {
            *profile = list->profiles[0];
            *when = info.st_mtime;
        }
    }
    free(text);
    free(list);
    return good;
}

static int by_age(const void *left, const void *right)
{
    const struct profile_kept *a = left, *b = right;

    return (a->when > b->when) - (a->when < b->when);
}

size_t profile_kept_list(const char *folder, struct profile_kept *kept, size_t max)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    size_t n = 0;

    while (dir != NULL && n < max && (entry = readdir(dir)) != NULL) {
        struct profile_kept *one = &kept[n];

        if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) != 0 ||
            (size_t)snprintf(one->folder, sizeof(one->folder), "%s/%s", folder,
                             entry->d_name) >= sizeof(one->folder))
            continue;
        if (read_profile(one->folder, &one->profile, &one->when))
            n++;
    }
    if (dir != NULL)
        closedir(dir);
    qsort(kept, n, sizeof(*kept), by_age);
    return n;
}

/* What was being made when the program ended. */
void profile_kept_tidy(const char *folder)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        char path[1100], profile[1200];

        if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) != 0 ||
            (size_t)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name) >=
                sizeof(path))
            continue;
        snprintf(profile, sizeof(profile), "%s/profile", path);
        if (access(profile, F_OK) != 0)
            scratch_remove_folder(path);
    }
    if (dir != NULL)
        closedir(dir);
}

/* ---- limits ---- */

void profile_kept_limit(const struct profile_kept *kept, size_t n)
{
    time_t now = time(NULL);

    for (size_t i = 0; i < n; i++) {
        bool old = kept[i].when + KEEP_SECONDS < now;

        if (!old && n - i <= PROFILE_KEPT_MAX)
            break;
        log_say(LOG_SAY_ERROR,
                "Profile %s: a scan that could not be delivered is removed, %s: %s.",
                kept[i].profile.name, old ? "a month old" : "as there are too many",
                kept[i].folder);
        scratch_remove_folder(kept[i].folder);
    }
}

bool profile_kept_tried(const struct profile_kept *kept)
{
    return kept->profile.target != PROFILE_COMMAND && kept->when + TRY_SECONDS > time(NULL);
}
