/*
 * import.c - putting an import in its place; see import.h.
 *
 * The steps, each of which can be the last one before a crash:
 *
 *     STATE.import.part    is being written; thrown away
 *     STATE.import         is whole: from here on it will be valid
 *     STATE.import/saved   what was here is in STATE.before-import
 *     each part            written beside its place and renamed; doing it again does no harm
 *     STATE.import.done    it is valid; thrown away
 * SPDX-License-Identifier: Apache-2.0
 */
#include "import.h"

#include "scratch.h"
#include "whole-file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct places {
    const char *state;
    char part[1100], ready[1100], done[1100], saved[1120];
    char before[1100], before_part[1100];
};

static bool find_places(struct places *p, const char *state_file, char *why, size_t why_size)
{
    p->state = state_file;
    if (strlen(state_file) > 1024) {
        snprintf(why, why_size, "The name of the state file is too long.");
        return false;
    }
    snprintf(p->part, sizeof(p->part), "%.1024s.import.part", state_file);
    snprintf(p->ready, sizeof(p->ready), "%.1024s.import", state_file);
    snprintf(p->done, sizeof(p->done), "%.1024s.import.done", state_file);
    snprintf(p->saved, sizeof(p->saved), "%.1024s.import/saved", state_file);
    snprintf(p->before, sizeof(p->before), "%.1024s.before-import", state_file);
    snprintf(p->before_part, sizeof(p->before_part), "%.1024s.before-import.part", state_file);
    return true;
}

static bool fail(char *why, size_t why_size, const char *path)
{
    snprintf(why, why_size, "'%s' cannot be written: %s.", path, strerror(errno));
    return false;
}

/* ---- folders of parts ---- */

/* Where a part is within a folder of ours; "tls/x" is "tls-x" there: one level will do. */
static bool place_in(const char *folder, const char *name, char *path, size_t size)
{
    bool tls = strncmp(name, "tls/", 4) == 0;

    return (size_t)snprintf(path, size, "%s/%s%s", folder, tls ? "tls-" : "",
                            tls ? name + 4 : name) < size;
}

static bool is_there(const char *path)
{
    struct stat info;

    return lstat(path, &info) == 0;
}

/* A folder with all parts of an export, on the disk. */
static bool write_folder(const struct export *e, const char *folder, char *why, size_t why_size)
{
    char path[1400] = "";

    scratch_remove_folder(folder);
    if (mkdir(folder, 0700) != 0)
        return fail(why, why_size, folder);
    for (size_t i = 0; i < e->n; i++)
        if (!place_in(folder, e->parts[i].name, path, sizeof(path)) ||
            !whole_file_write(path, (const char *)e->parts[i].bytes, true))
            return fail(why, why_size, path);
    (void)place_in(folder, "state", path, sizeof(path));
    whole_file_sync_folder(path);
    return true;
}

bool import_stage(const struct export *e, const char *state_file, char *why, size_t why_size)
{
    struct places p;

    if (!find_places(&p, state_file, why, why_size))
        return false;
    if (!write_folder(e, p.part, why, why_size)) {
        scratch_remove_folder(p.part);
        return false;
    }
    scratch_remove_folder(p.ready); /* one that nobody has made valid */
    if (rename(p.part, p.ready) != 0)
        return fail(why, why_size, p.ready);
    whole_file_sync_folder(p.ready);
    return true;
}

bool import_waits(const char *state_file)
{
    struct places p;
    char why[200];

    return find_places(&p, state_file, why, sizeof(why)) && is_there(p.ready);
}

void import_cancel(const char *state_file)
{
    struct places p;
    char why[200];

    if (find_places(&p, state_file, why, sizeof(why)) && rename(p.ready, p.done) == 0)
        scratch_remove_folder(p.done);
}

/* ---- making it valid ---- */

static bool save_before(const struct places *p, char *why, size_t why_size)
{
    struct export *here = calloc(1, sizeof(*here));
    bool good = here != NULL;

    if (!good)
        snprintf(why, why_size, "There is no memory.");
    good = good && export_collect(here, p->state, true, why, why_size);
    if (good && here->n > 0) { /* nothing here is nothing to be kept */
        good = write_folder(here, p->before_part, why, why_size);
        if (good) {
            scratch_remove_folder(p->before);
            good = rename(p->before_part, p->before) == 0 || fail(why, why_size, p->before);
        }
    }
    if (here != NULL)
        export_clear(here);
    free(here);
    if (good && !whole_file_write(p->saved, "", true))
        good = fail(why, why_size, p->saved);
    if (good)
        whole_file_sync_folder(p->saved);
    return good;
}

/* A part that is staged goes to its place; one that is not is taken away where it belongs to
 * what is. Secrets and administrators of here stay: without them the server would be open. */
static bool put_part(const struct places *p, const char *name, char *why, size_t why_size)
{
    char from[1400], to[1400];
    size_t n = 0;
    char *bytes;
    bool good;

    if (!place_in(p->ready, name, from, sizeof(from)) ||
        !export_path(p->state, name, to, sizeof(to)))
        return false;
    bytes = whole_file_read(from, EXPORT_MAX_BYTES, &n);
    if (bytes == NULL) {
        if (errno != ENOENT) {
            snprintf(why, why_size, "'%s' cannot be read: %s.", from, strerror(errno));
            return false;
        }
        if (!export_is_secret(name) && strcmp(name, "administrators") != 0 && unlink(to) != 0 &&
            errno != ENOENT)
            return fail(why, why_size, to);
        return true;
    }
    bytes[n] = '\0';
    good = whole_file_replace(to, bytes) || fail(why, why_size, to);
    free(bytes);
    return good;
}

static bool put_certificates(const struct places *p, char *why, size_t why_size)
{
    char folder[1100], name[300];
    const struct dirent *entry;
    DIR *dir = opendir(p->ready);
    bool good = dir != NULL;

    snprintf(folder, sizeof(folder), "%.1024s.tls", p->state);
    while (good && (entry = readdir(dir)) != NULL) {
        if (strncmp(entry->d_name, "tls-", 4) != 0)
            continue;
        snprintf(name, sizeof(name), "tls/%s", entry->d_name + 4);
        if (mkdir(folder, 0700) != 0 && errno != EEXIST)
            good = fail(why, why_size, folder);
        else
            good = put_part(p, name, why, why_size);
    }
    if (dir != NULL)
        closedir(dir);
    return good;
}

bool import_finish(const char *state_file, bool *done, char *why, size_t why_size)
{
    struct places p;
    char previous[1100];

    *done = false;
    if (!find_places(&p, state_file, why, why_size))
        return false;
    scratch_remove_folder(p.part);
    scratch_remove_folder(p.done);
    if (!is_there(p.ready))
        return true;
    if (!is_there(p.saved) && !save_before(&p, why, why_size))
        return false;
    for (size_t i = 0; export_names(i) != NULL; i++)
        if (!put_part(&p, export_names(i), why, why_size))
            return false;
    if (!put_certificates(&p, why, why_size))
        return false;
    /* the state before is that of other queues */
    snprintf(previous, sizeof(previous), "%.1024s.previous", state_file);
    (void)unlink(previous);
    whole_file_sync_folder(state_file);
    if (rename(p.ready, p.done) != 0)
        return fail(why, why_size, p.done);
    scratch_remove_folder(p.done);
    *done = true;
    return true;
}
