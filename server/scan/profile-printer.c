/*
 * profile-printer.c - a document is printed on a queue (profile-parts.h): a copy.
 * Effects: print jobs.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profile-parts.h"

#include "server/submission.h"
#include "server/ways.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool print_one(const struct submission *s, const char *path, int *id, char *why,
                      size_t why_size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct document_input input;
    struct stat info;
    bool good = false;

    why[0] = '\0';
    if (fd >= 0 && fstat(fd, &info) == 0) {
        input_from_fd(&input, fd, (uint64_t)info.st_size);
        good = submission_print(s, &input, id, why, why_size) == SUBMISSION_TAKEN;
        if (!good && why[0] == '\0')
            snprintf(why, why_size, "It was canceled.");
    } else
        snprintf(why, why_size, "%s.", strerror(errno));
    if (fd >= 0)
        close(fd);
    return good;
}

bool profile_to_printer(pappl_system_t *system, const struct profile_document *document,
                        const struct scan_profile *profile, char *what, size_t what_size)
{
    struct submission s = {.printer =
                               system != NULL ? way_printer(system, profile->where) : NULL,
                           .name = document->title,
                           .user = "scanner",
                           .format = document->type};
    char path[1200], why[512] = "";

    if (s.printer == NULL) {
        snprintf(what, what_size, "There is no queue '%.200s' to print on.", profile->where);
        return false;
    }
    for (size_t i = 0; i < document->n; i++) {
        int id = 0;

        profile_document_path(document, i, path, sizeof(path));
        if (!print_one(&s, path, &id, why, sizeof(why))) {
            snprintf(what, what_size, "%.200s does not print it: %s", profile->where, why);
            return false;
        }
        snprintf(what, what_size, "Printed on %.200s as job %d.", profile->where, id);
    }
    return true;
}
