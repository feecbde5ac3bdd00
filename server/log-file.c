/*
 * log-file.c - see log-file.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "log-file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define TEND_SECONDS 1

static char path[1024];
static uint64_t max_size;
static int terminal = -1;
static sem_t wake;
static volatile sig_atomic_t reopen_wanted;
static pthread_mutex_t tending = PTHREAD_MUTEX_INITIALIZER;

bool log_file_name(const char *name)
{
    return name[0] != '\0' && strcmp(name, "-") != 0 && strcmp(name, "syslog") != 0;
}

static int open_log(const char *name)
{
    /* O_APPEND: two writers at the same time do not write over each other */
    return open(name, O_WRONLY | O_CREAT | O_APPEND | O_NOCTTY | O_CLOEXEC, 0600);
}

bool log_file_check(const char *name)
{
    int fd = open_log(name);

    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

/* Lines go there from now on, and not one is cut: a write that has begun has its file. */
static bool switch_to(int fd)
{
    bool good = dup2(fd, STDERR_FILENO) >= 0;
    int error = errno;

    if (fd != STDERR_FILENO)
        close(fd);
    errno = error;
    return good;
}

static bool reopen(void)
{
    int fd = open_log(path);

    return fd >= 0 && switch_to(fd);
}

/* Whether the file has still its name: it may have been moved or deleted by hand. */
static bool is_in_place(const struct stat *open_file)
{
    struct stat named;

    return stat(path, &named) == 0 && named.st_dev == open_file->st_dev &&
           named.st_ino == open_file->st_ino;
}

static void numbered(char *name, size_t n, int i)
{
    if (i > 0)
        snprintf(name, n, "%s.%d", path, i);
    else
        snprintf(name, n, "%s", path);
}

/*
 * The new file is opened first, under another name: on a full disk or in a folder that cannot
 * be written everything stays as it is. Whoever is killed in the middle finds at the next start
 * no file, and begins one.
 */
static void turn_over(void)
{
    char from[1100], to[1100], fresh[1100];
    int fd;

    snprintf(fresh, sizeof(fresh), "%s.new", path);
    (void)unlink(fresh);
    fd = open_log(fresh);
    if (fd < 0)
        return;
    for (int i = LOG_FILE_KEEP - 1; i >= 0; i--) {
        numbered(from, sizeof(from), i);
        numbered(to, sizeof(to), i + 1);
        if (rename(from, to) != 0 && i == 0) {
            (void)unlink(fresh);
            close(fd);
            return;
        }
    }
    (void)rename(fresh, path);
    (void)switch_to(fd);
}

void log_file_tend(void)
{
    struct stat info;

    pthread_mutex_lock(&tending);
    if (path[0] == '\0' || fstat(STDERR_FILENO, &info) != 0)
        ;
    else if (reopen_wanted || (S_ISREG(info.st_mode) && !is_in_place(&info))) {
        reopen_wanted = 0;
        (void)reopen(); /* if not now, in a second */
    } else if (S_ISREG(info.st_mode) && max_size > 0 && (uint64_t)info.st_size > max_size)
        turn_over();
    pthread_mutex_unlock(&tending);
}

static void *tend(void *ctx)
{
    (void)ctx;
    for (;;) {
        struct timespec until;

        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += TEND_SECONDS;
        while (sem_timedwait(&wake, &until) != 0 && errno == EINTR)
            ;
        log_file_tend();
    }
    return NULL;
}

static bool start_thread(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all, before;
    bool started;

    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    started = pthread_create(&thread, &attributes, tend, NULL) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return started;
}

void log_file_limit(uint64_t max_bytes)
{
    pthread_mutex_lock(&tending);
    max_size = max_bytes;
    pthread_mutex_unlock(&tending);
}

int log_file_terminal(void)
{
    return terminal;
}

void log_file_settle(void)
{
    if (terminal >= 0)
        close(terminal);
    terminal = -1;
}

bool log_file_begin(const char *name, uint64_t max_bytes)
{
    int error;

    if ((size_t)snprintf(path, sizeof(path), "%s", name) >= sizeof(path)) {
        path[0] = '\0';
        errno = ENAMETOOLONG;
        return false;
    }
    max_size = max_bytes;
    terminal = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    sem_init(&wake, 0, 0);
    if (reopen() && start_thread())
        return true;
    error = errno;
    path[0] = '\0';
    if (terminal >= 0)
        (void)dup2(terminal, STDERR_FILENO);
    log_file_settle();
    errno = error;
    return false;
}

void log_file_reopen(int signal_number)
{
    int error = errno;

    (void)signal_number;
    reopen_wanted = 1;
    if (path[0] != '\0')
        (void)sem_post(&wake);
    errno = error;
}
