/*
 * config.c - see config.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "config.h"

#include "server/scan/scan-wire.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <sane/sane.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where SANE looks when nothing else is told, as Debian builds it. */
#define DEFAULT_DIRS ".:/etc/sane.d"
#define MAX_LINE     1024

/* What SANE_CONFIG_DIR stands for: one that is empty is the default, and the default is added
 * to one that ends in ":". */
static bool configured_dirs(char *dirs, size_t size)
{
    const char *set = getenv("SANE_CONFIG_DIR"); /* NOLINT(concurrency-mt-unsafe): one thread */
    size_t n = set == NULL ? 0 : strlen(set);
    int used;

    if (n == 0)
        used = snprintf(dirs, size, DEFAULT_DIRS);
    else
        used = snprintf(dirs, size, "%s%s", set, set[n - 1] == ':' ? DEFAULT_DIRS : "");
    return used > 0 && (size_t)used < size;
}

/* The next of several folders; false: there is none. */
static bool next_dir(const char **dirs, char *dir, size_t size)
{
    while (**dirs != '\0') {
        size_t n = strcspn(*dirs, ":");
        int used = snprintf(dir, size, "%.*s", (int)n, *dirs);

        *dirs += n + ((*dirs)[n] == ':');
        if (used > 0 && (size_t)used < size)
            return true;
    }
    return false;
}

/* The drivers that a file names, one a line, those that lead back left out. */
static void copy_drivers(const char *path, FILE *out)
{
    FILE *in = fopen(path, "re");
    char line[MAX_LINE], driver[WIRE_NAME_SIZE];

    while (in != NULL && fgets(line, sizeof line, in) != NULL) {
        char *name = line;
        size_t n;

        while (isspace((unsigned char)*name) || *name == '"')
            name++;
        n = strcspn(name, " \t\r\n\"#");
        name[n] = '\0';
        if (scan_device_driver(name, driver, sizeof driver) && strlen(driver) == n &&
            !scan_driver_leads_back(driver))
            fprintf(out, "%s\n", driver);
    }
    if (in != NULL)
        fclose(in);
}

/* The files of the first dll.d. */
static void copy_drop_ins(const char *dirs, FILE *out)
{
    char dir[1024], path[2048];
    struct dirent *entry;
    DIR *folder = NULL;

    while (folder == NULL && next_dir(&dirs, dir, sizeof dir)) {
        snprintf(path, sizeof path, "%s/dll.d", dir);
        folder = opendir(path);
    }
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        size_t n = strlen(entry->d_name);

        if (entry->d_name[0] != '.' && entry->d_name[n - 1] != '~' &&
            (size_t)snprintf(path, sizeof path, "%s/dll.d/%s", dir, entry->d_name) <
                sizeof path)
            copy_drivers(path, out);
    }
    if (folder != NULL)
        closedir(folder);
}

/* The first dll.conf. */
static void copy_list(const char *dirs, FILE *out)
{
    char dir[1024], path[1100];

    while (next_dir(&dirs, dir, sizeof dir)) {
        snprintf(path, sizeof path, "%s/dll.conf", dir);
        if (access(path, R_OK) == 0) {
            copy_drivers(path, out);
            return;
        }
    }
}

static bool write_folder(const char *folder, const char *only, const char *dirs)
{
    char path[1100];
    FILE *list;
    bool good;

    snprintf(path, sizeof path, "%s/dll.d", folder);
    if (mkdir(path, 0700) != 0)
        return false;
    snprintf(path, sizeof path, "%s/dll.aliases", folder);
    list = fopen(path, "wxe");
    if (list == NULL || fclose(list) != 0)
        return false;
    snprintf(path, sizeof path, "%s/dll.conf", folder);
    list = fopen(path, "wxe");
    if (list == NULL)
        return false;
    if (only[0] != '\0')
        fprintf(list, "%s\n", only);
    else {
        copy_drop_ins(dirs, list); /* SANE asks what is read last first */
        copy_list(dirs, list);
    }
    good = ferror(list) == 0;
    return fclose(list) == 0 && good;
}

static void remove_folder(const char *folder)
{
    static const char *const files[] = {"dll.conf", "dll.aliases"};
    char path[1100];

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/dll.d", folder);
    rmdir(path);
    rmdir(folder);
}

/* Read by sane_init() at once; drivers look into it later, too, and may as well not find it. */
static bool init_with(const char *folder, const char *dirs, char *why, size_t why_size)
{
    char all[6144];
    SANE_Status status;

    snprintf(all, sizeof all, "%s:%s", folder, dirs);
    if (setenv("SANE_CONFIG_DIR", all, 1) != 0) { /* NOLINT(concurrency-mt-unsafe): as above */
        snprintf(why, why_size, "no memory");
        return false;
    }
    status = sane_init(NULL, NULL);
    if (status != SANE_STATUS_GOOD)
        snprintf(why, why_size, "SANE does not begin: %s", sane_strstatus(status));
    return status == SANE_STATUS_GOOD;
}

char *config_drivers(void)
{
    char dirs[4096], *names = NULL;
    size_t n;
    FILE *list = configured_dirs(dirs, sizeof dirs) ? open_memstream(&names, &n) : NULL;

    if (list == NULL)
        return NULL;
    copy_drop_ins(dirs, list);
    copy_list(dirs, list);
    if (fclose(list) == 0)
        return names;
    free(names);
    return NULL;
}

bool config_init(const char *only, char *why, size_t why_size)
{
    const char *tmp = getenv("TMPDIR"); /* NOLINT(concurrency-mt-unsafe): one thread */
    char folder[1024], dirs[4096];
    bool good;

    if (!configured_dirs(dirs, sizeof dirs)) {
        snprintf(why, why_size, "SANE_CONFIG_DIR is too long");
        return false;
    }
    snprintf(folder, sizeof folder, "%.1000s/canon-sane-XXXXXX",
             tmp != NULL && tmp[0] == '/' ? tmp : "/tmp");
    if (mkdtemp(folder) == NULL) {
        snprintf(why, why_size, "%s: %s", folder, strerror(errno));
        return false;
    }
    good = write_folder(folder, only, dirs);
    if (!good)
        snprintf(why, why_size, "%s: %s", folder, strerror(errno));
    good = good && init_with(folder, dirs, why, why_size);
    remove_folder(folder);
    return good;
}
