/*
 * profile-command.c - a document is given to a program (profile-parts.h).
 *
 *   PROGRAM FILE...     in a folder of their own, which is removed afterwards, with
 *   CANON_SCAN_PROFILE, CANON_SCAN_SCANNER, CANON_SCAN_PAGES, CANON_SCAN_TYPE, CANON_SCAN_NAME
 *
 * It is the administrator's, so nobody else may be able to change it. Effects: processes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profile-parts.h"

#include "server/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILES 1000

unsigned profile_command_seconds = 600;

bool profile_command_check(const char *path, char *why, size_t why_size)
{
    struct stat info;
    const char *wrong = NULL;

    if (path[0] != '/')
        wrong = "is no path from the root";
    else if (stat(path, &info) != 0)
        wrong = "is not there";
    else if (!S_ISREG(info.st_mode) || access(path, X_OK) != 0)
        wrong = "is no program that the server may run";
    else if (info.st_uid != 0 && info.st_uid != geteuid())
        wrong = "belongs to somebody else: it must be root's, or of the server's user";
    else if ((info.st_mode & 022) != 0)
        wrong = "can be changed by others: take their right to write away";
    if (wrong != NULL)
        snprintf(why, why_size, "'%.300s' %s.", path, wrong);
    return wrong == NULL;
}

/* ---- arguments, environment ---- */

struct call {
    const char *arguments[MAX_FILES + 2];
    char *files[MAX_FILES];
    size_t n;
    char texts[6][1300];
    const char *environment[9];
};

static bool name_files(struct call *call, const struct profile_document *document,
                       const char *program)
{
    call->arguments[0] = program;
    for (; call->n < document->n && call->n < MAX_FILES; call->n++) {
        if ((call->files[call->n] = malloc(1200)) == NULL)
            return false;
        profile_document_path(document, call->n, call->files[call->n], 1200);
        call->arguments[call->n + 1] = call->files[call->n];
    }
    return call->n == document->n;
}

static void set_environment(struct call *call, const struct profile_document *document,
                            const struct scan_profile *profile)
{
    char name[PROFILE_NAME_SIZE];
    size_t n = 0;

    profile_name_make(profile->pattern[0] != '\0' ? profile->pattern : PROFILE_DEFAULT_PATTERN,
                      &document->facts, 1, name);
    snprintf(call->texts[0], sizeof(call->texts[0]), "CANON_SCAN_PROFILE=%s", document->title);
    snprintf(call->texts[1], sizeof(call->texts[1]), "CANON_SCAN_SCANNER=%s",
             document->scanner);
    snprintf(call->texts[2], sizeof(call->texts[2]), "CANON_SCAN_PAGES=%u", document->pages);
    snprintf(call->texts[3], sizeof(call->texts[3]), "CANON_SCAN_TYPE=%s", document->type);
    snprintf(call->texts[4], sizeof(call->texts[4]), "CANON_SCAN_NAME=%s", name);
    snprintf(call->texts[5], sizeof(call->texts[5]), "HOME=%s", document->folder);
    for (; n < 6; n++)
        call->environment[n] = call->texts[n];
    call->environment[n++] = "PATH=/usr/local/bin:/usr/bin:/bin";
    call->environment[n] = "LANG=C.UTF-8";
}

/* Its last line, for the person. */
static const char *last_line(char *said)
{
    size_t n = strlen(said);
    char *newline;

    while (n > 0 && (said[n - 1] == '\n' || said[n - 1] == ' '))
        said[--n] = '\0';
    for (char *c = said; *c != '\0'; c++)
        if (((unsigned char)*c < 0x20 && *c != '\n') || *c == 0x7f)
            *c = ' ';
    newline = strrchr(said, '\n');
    return newline != NULL ? newline + 1 : said;
}

static bool run(struct call *call, const struct profile_document *document,
                const struct scan_profile *profile, const struct profile_place *place,
                char *what, size_t what_size)
{
    char said[2000];
    int status = profile_child_run(call->arguments, call->environment, document->folder,
                                   profile_command_seconds, 0, place, said, sizeof(said));
    const char *line = last_line(said);

    if (line[0] != '\0')
        log_say(status == 0 ? LOG_SAY_INFO : LOG_SAY_WARN, "Profile %s: %s says: %s",
                profile->name, profile->where, line);
    if (status == 0)
        snprintf(what, what_size, "Given to %s.", profile->where);
    else if (status < 0)
        snprintf(what, what_size, "%s failed. %s", profile->where, line);
    else
        snprintf(what, what_size, "%s failed with status %d%s%s", profile->where, status,
                 line[0] != '\0' ? ": " : ".", line);
    return status == 0;
}

bool profile_to_command(const struct profile_document *document,
                        const struct scan_profile *profile, const struct profile_place *place,
                        char *what, size_t what_size)
{
    struct call *call;
    bool good = false;

    if (!profile_command_check(profile->where, what, what_size))
        return false;
    if ((call = calloc(1, sizeof(*call))) == NULL) {
        snprintf(what, what_size, "There is no memory.");
        return false;
    }
    if (name_files(call, document, profile->where)) {
        set_environment(call, document, profile);
        good = run(call, document, profile, place, what, what_size);
    } else
        snprintf(what, what_size, "There are too many pages for a command.");
    for (size_t i = 0; i < call->n; i++)
        free(call->files[i]);
    free(call);
    return good;
}
