/*
 * compat-log.c - a log of more than a megabyte does not hang the start.
 *
 * PAPPL before 1.4.7 turns its log over when it is larger than its limit, 1 MiB until it is
 * told otherwise, and logs that while it holds the lock of the log. It may be told only after
 * papplSystemCreate, which logs already: with a log of that size, be it standard error that
 * somebody sends to a file, the program waits for itself for ever. So standard error is no file
 * while the system is made.
 * Effects: standard error, for a moment; papplSystemCreate.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"

#include <fcntl.h>
#include <unistd.h>

pappl_system_t *compat_system_create(pappl_soptions_t options, const char *name, int port,
                                     const char *subtypes, const char *spool, const char *log,
                                     pappl_loglevel_t level)
{
    int kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    pappl_system_t *system;

    if (kept >= 0 && nothing >= 0)
        (void)dup2(nothing, STDERR_FILENO);
    system = papplSystemCreate(options, name, port, subtypes, spool, log, level, NULL, false);
    if (system != NULL)
        papplSystemSetMaxLogSize(system, 0);
    if (kept >= 0) {
        (void)dup2(kept, STDERR_FILENO);
        close(kept);
    }
    if (nothing >= 0)
        close(nothing);
    return system;
}
