/*
 * renderer-child.c - see renderer-child.h.
 *
 * A canceled job is only known by asking (canceled()), so waits are cut into ticks. The end of
 * a child is known by its pidfd, and by waitpid() at each tick where the kernel has none: the
 * end of its pipes alone says nothing, a program that was taken over may close them and go on.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE    /* POSIX_SPAWN_SETSID. NOLINT(bugprone-reserved-identifier,cert-dcl*): the \
                          way */
#endif
#include "renderer-child.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TICK_MS       100
#define LOOK_MS       1000 /* between two looks at the temporary files */
#define MAX_ARGUMENTS 64
#define SOURCE_FD     3  /* in the child: CHILD_SOURCE */
#define FIRST_FREE_FD 10 /* copies made here lie above all that the child gets */

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* ---- start ---- */

/* What the child gets, as descriptors of ours that do not lie where the child's will. */
struct ends {
    int source, input, output, errors;
};

static int copy_up(int fd)
{
    return fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
}

static bool pipe_up(int *read_end, int *write_end)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    *read_end = copy_up(ends[0]);
    *write_end = copy_up(ends[1]);
    close(ends[0]);
    close(ends[1]);
    return *read_end >= 0 && *write_end >= 0 && fcntl(*read_end, F_SETFL, O_NONBLOCK) == 0;
}

static bool open_ends(struct child *child, const struct child_plan *plan, struct ends *ends)
{
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

    *ends = (struct ends){-1, -1, -1, -1};
    ends->input = copy_up(plan->input >= 0 ? plan->input : null);
    ends->source = copy_up(plan->source >= 0 ? plan->source : null);
    if (null >= 0)
        close(null);
    if (ends->input < 0 || ends->source < 0 || !pipe_up(&child->errors, &ends->errors))
        return false;
    if (plan->output < 0)
        return pipe_up(&child->output, &ends->output);
    ends->output = copy_up(plan->output);
    return ends->output >= 0;
}

static void close_ends(struct ends *ends)
{
    close_fd(&ends->source);
    close_fd(&ends->input);
    close_fd(&ends->output);
    close_fd(&ends->errors);
}

/* The command line of the sandbox; the program's own follows. */
struct command {
    char memory[24], cpu[24], file[24], keep[8], parent[16];
    const char *arguments[MAX_ARGUMENTS];
};

static int spawn(pid_t *pid, const struct command *command, const struct ends *ends)
{
    char *arguments[MAX_ARGUMENTS]; /* as posix_spawn() wants them, which leaves them alone */
    extern char **environ;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    int error;

    if ((error = posix_spawn_file_actions_init(&actions)) != 0)
        return error;
    if ((error = posix_spawnattr_init(&attributes)) != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return error;
    }
    memcpy(arguments, command->arguments, sizeof arguments);
    /* The server ignores some signals and its threads block others; the child must not. */
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETSID);
    if ((error = posix_spawn_file_actions_adddup2(&actions, ends->input, 0)) == 0 &&
        (error = posix_spawn_file_actions_adddup2(&actions, ends->output, 1)) == 0 &&
        (error = posix_spawn_file_actions_adddup2(&actions, ends->errors, 2)) == 0 &&
        (error = posix_spawn_file_actions_adddup2(&actions, ends->source, SOURCE_FD)) == 0)
        error = posix_spawn(pid, arguments[0], &actions, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static bool make_command(struct command *c, const char *sandbox, const struct child_plan *plan)
{
    const char *snap = getenv("SNAP"); /* NOLINT(concurrency-mt-unsafe): never changed here */
    size_t n = 0;

    snprintf(c->memory, sizeof c->memory, "%llu", (unsigned long long)plan->memory);
    snprintf(c->cpu, sizeof c->cpu, "%u", plan->cpu_seconds);
    snprintf(c->file, sizeof c->file, "%llu", (unsigned long long)plan->max_file);
    snprintf(c->keep, sizeof c->keep, "%d", SOURCE_FD);
    snprintf(c->parent, sizeof c->parent, "%ld", (long)getpid());
    const char *const first[] = {sandbox,       "--memory", c->memory,  "--cpu",   c->cpu,
                                 "--file-size", c->file,    "--parent", c->parent, "--write",
                                 plan->folder,  "--keep",   c->keep};

    for (; n < sizeof first / sizeof first[0]; n++)
        c->arguments[n] = first[n];
    if (snap != NULL && snap[0] == '/') { /* where its programs and fonts are then */
        c->arguments[n++] = "--read";
        c->arguments[n++] = snap;
    }
    c->arguments[n++] = "--";
    for (size_t i = 0; plan->arguments[i] != NULL; i++) {
        if (n + 1 >= MAX_ARGUMENTS)
            return false;
        c->arguments[n++] = plan->arguments[i];
    }
    c->arguments[n] = NULL;
    return true;
}

bool child_start(struct child *child, const char *sandbox, const struct child_plan *plan,
                 char *why, size_t why_size)
{
    struct command command = {0};
    struct ends ends;
    struct stat info = {0};
    int error = E2BIG;

    *child = (struct child)CHILD_NONE;
    child->folder = plan->folder;
    child->file = plan->output;
    if (plan->source >= 0 && fstat(plan->source, &info) == 0) {
        child->source_device = info.st_dev;
        child->source_file = info.st_ino;
    }
    if (!open_ends(child, plan, &ends))
        error = errno;
    else if (make_command(&command, sandbox, plan))
        error = spawn(&child->pid, &command, &ends);
    close_ends(&ends);
    if (error == 0)
        return true;
    child->pid = 0;
    child_end(child);
    snprintf(why, why_size, "%s could not be started: %s", plan->arguments[0], strerror(error));
    return false;
}

/* ---- watch ---- */

/* What it says is for the log and for telling errors apart: the end of it is enough. */
static void take_errors(struct child *child)
{
    char part[1024];
    ssize_t n = read(child->errors, part, sizeof part);
    size_t room = sizeof child->said - 1, more = n > 0 ? (size_t)n : 0;

    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        close_fd(&child->errors);
    if (child->said_length + more > room) {
        size_t drop = child->said_length + more - room;

        memmove(child->said, child->said + drop, child->said_length - drop);
        child->said_length -= drop;
    }
    memcpy(child->said + child->said_length, part, more);
    child->said_length += more;
    child->said[child->said_length] = '\0';
}

/* Files in a folder: those that have a name there, or those of /proc/PID/fd without one. */
static uint64_t files_in(const struct child *child, const char *folder, bool named)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    uint64_t bytes = 0;
    struct stat info;

    while (dir != NULL && (entry = readdir(dir)) != NULL)
        if (fstatat(dirfd(dir), entry->d_name, &info, named ? AT_SYMLINK_NOFOLLOW : 0) == 0 &&
            S_ISREG(info.st_mode) && (info.st_nlink > 0) == named &&
            (info.st_dev != child->source_device || info.st_ino != child->source_file))
            bytes += (uint64_t)info.st_blocks * 512;
    if (dir != NULL)
        closedir(dir);
    return bytes;
}

/* RLIMIT_FSIZE holds for each file alone, and Ghostscript removes the names of its files as
 * soon as it has opened them. */
static bool files_too_large(struct child *child, const struct child_watch *watch, int64_t now)
{
    char opened[32];

    if (now - child->last_look < LOOK_MS)
        return false;
    child->last_look = now;
    snprintf(opened, sizeof opened, "/proc/%ld/fd", (long)child->pid);
    return files_in(child, child->folder, true) + files_in(child, opened, false) >
           watch->max_files;
}

static bool has_ended(struct child *child)
{
    pid_t pid;

    if (child->pid == 0)
        return true;
    do
        pid = waitpid(child->pid, &child->status, WNOHANG);
    while (pid < 0 && errno == EINTR);
    if (pid == 0)
        return false;
    child->pid = 0; /* or somebody else has reaped it: there is nothing to wait for */
    return true;
}

/* Up to a tick, for output, errors or the end. */
static void wait_tick(struct child *child)
{
    struct pollfd fds[3] = {
        {.fd = child->output, .events = POLLIN},
        {.fd = child->errors, .events = POLLIN},
        {.fd = -1,            .events = POLLIN}
    };

#ifdef SYS_pidfd_open
    if (child->output < 0) /* else the end of the pipe comes first */
        fds[2].fd = (int)syscall(SYS_pidfd_open, child->pid, 0);
#endif
    (void)poll(fds, 3, TICK_MS);
    if (fds[2].fd >= 0)
        close(fds[2].fd);
    if (fds[1].revents != 0)
        take_errors(child);
}

/* One more tick of waiting since start; CHILD_BYTES: go on. */
static enum child_result keep_waiting(struct child *child, const struct child_watch *watch,
                                      int64_t start)
{
    int64_t now = now_ms();

    if (watch->canceled != NULL && watch->canceled(watch->ctx))
        return CHILD_CANCELED;
    if (files_too_large(child, watch, now))
        return CHILD_FULL;
    if (now - start > (int64_t)watch->seconds * 1000)
        return CHILD_SLOW;
    wait_tick(child);
    return CHILD_BYTES;
}

/* The end of all output; what it said last is taken too. */
static enum child_result ended(struct child *child)
{
    while (child->errors >= 0) {
        struct pollfd fd = {.fd = child->errors, .events = POLLIN};

        if (poll(&fd, 1, 0) <= 0)
            break;
        take_errors(child);
    }
    return CHILD_ENDED;
}

enum child_result child_wait(struct child *child, const struct child_watch *watch)
{
    int64_t start = now_ms();
    struct stat info;

    while (!has_ended(child)) {
        enum child_result result = keep_waiting(child, watch, start);

        if (result != CHILD_BYTES)
            return result;
        if (child->file >= 0 && fstat(child->file, &info) == 0 &&
            info.st_size != child->file_size) {
            child->file_size = info.st_size;
            start = now_ms();
        }
    }
    return ended(child);
}

enum child_result child_read(struct child *child, const struct child_watch *watch, void *bytes,
                             size_t n, size_t *got)
{
    int64_t start = now_ms();

    while (child->output >= 0) {
        ssize_t done = read(child->output, bytes, n);
        enum child_result result;

        if (done > 0) {
            *got = (size_t)done;
            return files_too_large(child, watch, start) ? CHILD_FULL : CHILD_BYTES;
        }
        if (done == 0 || (errno != EAGAIN && errno != EINTR)) {
            close_fd(&child->output);
            break;
        }
        if ((result = keep_waiting(child, watch, start)) != CHILD_BYTES)
            return result;
    }
    return child_wait(child, watch);
}

void child_end(struct child *child)
{
    if (!has_ended(child)) {
        pid_t pid;

        kill(-child->pid, SIGKILL); /* its group, which it has had from its start */
        do
            pid = waitpid(child->pid, &child->status, 0);
        while (pid < 0 && errno == EINTR);
        child->pid = 0;
    }
    close_fd(&child->output);
    close_fd(&child->errors);
}
