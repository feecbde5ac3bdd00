/*
 * restart.c - see restart.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "restart.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char **arguments;
static atomic_bool asked;

void restart_remember(char *argv[])
{
    arguments = argv;
}

void restart_ask(void)
{
    atomic_store(&asked, true);
}

bool restart_asked(void)
{
    return atomic_load(&asked);
}

/* A library may have opened something without O_CLOEXEC: it would stay, and a port with it. */
static void close_at_exec(void)
{
    DIR *folder = opendir("/proc/self/fd");
    const struct dirent *entry;

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        int fd = (int)strtol(entry->d_name, NULL, 10);

        if (fd > STDERR_FILENO)
            (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
    if (folder != NULL)
        closedir(folder);
}

/* Signals that were ignored at the end would be for ever. One that comes meanwhile waits until
 * the new program looks for it (hold_signals of system.c). */
static void reset_signals(void)
{
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP};
    sigset_t ours;

    sigemptyset(&ours);
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        sigaddset(&ours, signals[i]);
    (void)pthread_sigmask(SIG_BLOCK, &ours, NULL);
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        (void)signal(signals[i], SIG_DFL);
}

void restart_now(void)
{
    static const char deleted[] = " (deleted)";
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

    if (arguments == NULL || n <= 0) {
        errno = ENOENT;
        return;
    }
    path[n] = '\0';
    /* an upgrade has put another one in its place: that one, then */
    if ((size_t)n > strlen(deleted) && strcmp(path + n - strlen(deleted), deleted) == 0)
        path[(size_t)n - strlen(deleted)] = '\0';
    close_at_exec();
    reset_signals();
    (void)execv(path, arguments);
}
