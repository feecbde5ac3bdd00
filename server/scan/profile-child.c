/*
 * profile-child.c - programs of the person (profile-parts.h): run without a shell, in a folder
 * of their own, with an end.
 *
 * Not in the sandbox that renders documents (renderer-child.h): what a person chose to have run
 * may do what the server's user may.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE    /* prlimit, addchdir. NOLINT(bugprone-reserved-identifier,cert-dcl*): the \
                          way */
#endif
#include "profile-parts.h"
#include "server/device-net.h"
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TICK_MS 50

/* ---- start ---- */

/* Where it works, and what takes its words. */
struct surroundings {
    const char *folder;
    int said;
};

static int add_actions(void *ctx, posix_spawn_file_actions_t *actions)
{
    const struct surroundings *its = ctx;
    int error = posix_spawn_file_actions_addchdir_np(actions, its->folder);

    if (error == 0)
        error = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    if (error == 0)
        error = posix_spawn_file_actions_adddup2(actions, its->said, 1);
    if (error == 0)
        error = posix_spawn_file_actions_adddup2(actions, its->said, 2);
    return error;
}

static void limit(pid_t pid, unsigned seconds, uint64_t memory)
{
    struct rlimit time = {seconds, seconds}, space = {memory, memory}, none = {0, 0};

    (void)prlimit(pid, RLIMIT_CPU, &time, NULL);
    (void)prlimit(pid, RLIMIT_CORE, &none, NULL);
    if (memory > 0)
        (void)prlimit(pid, RLIMIT_AS, &space, NULL);
}

/* ---- watch ---- */

/* The end of what it said. */
struct tail {
    char *text;
    size_t n, size;
};

static void keep_tail(struct tail *tail, const char *bytes, size_t n)
{
    size_t room = tail->size - 1;

    if (n > room) {
        bytes += n - room;
        n = room;
    }
    if (tail->n + n > room) {
        size_t drop = tail->n + n - room;

        memmove(tail->text, tail->text + drop, tail->n - drop);
        tail->n -= drop;
    }
    memcpy(tail->text + tail->n, bytes, n);
    tail->n += n;
    tail->text[tail->n] = '\0';
}

/* True: nothing more will come. */
static bool take_said(int fd, struct tail *tail)
{
    char bytes[1024];
    ssize_t n;

    while ((n = read(fd, bytes, sizeof(bytes))) > 0)
        keep_tail(tail, bytes, (size_t)n);
    return n == 0 || (errno != EAGAIN && errno != EINTR);
}

static bool has_ended(pid_t pid, int *status)
{
    pid_t ended;

    do
        ended = waitpid(pid, status, WNOHANG);
    while (ended < 0 && errno == EINTR);
    if (ended < 0)
        *status = -1;
    return ended != 0;
}

/* Until it has ended by itself; false: it was ended, and the tail has a sentence. */
static bool watch(pid_t pid, int fd, unsigned seconds, const struct profile_place *place,
                  struct tail *tail, int *status)
{
    int64_t until = net_clock_ms() + (int64_t)seconds * 1000;
    const char *why = NULL;

    while (!has_ended(pid, status)) {
        struct pollfd p = {.fd = fd, .events = POLLIN};

        if (place->canceled != NULL && place->canceled(place->ctx))
            why = "It was ended because the server ends.";
        else if (net_clock_ms() >= until)
            why = "It took too long and was ended.";
        if (why != NULL) {
            (void)kill(-pid, SIGKILL);
            while (waitpid(pid, status, 0) < 0 && errno == EINTR)
                ;
            tail->n = (size_t)snprintf(tail->text, tail->size, "%s", why);
            return false;
        }
        (void)poll(&p, 1, TICK_MS);
        /* closed by a program that goes on: no reason to ask without a pause */
        if ((p.revents & (POLLIN | POLLHUP)) != 0 && take_said(fd, tail))
            (void)poll(NULL, 0, TICK_MS);
    }
    (void)take_said(fd, tail);
    return true;
}

int profile_child_run(const char *const *arguments, const char *const *environment,
                      const char *folder, unsigned seconds, uint64_t memory,
                      const struct profile_place *place, char *said, size_t said_size)
{
    struct tail tail = {said, 0, said_size};
    struct surroundings its;
    int ends[2], status = 0, error;
    bool ended;
    pid_t pid = 0;

    said[0] = '\0';
    if (pipe2(ends, O_CLOEXEC) != 0) {
        snprintf(said, said_size, "%s could not be started: %s", arguments[0], strerror(errno));
        return -1;
    }
    (void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
    its = (struct surroundings){folder, ends[1]};
    error = spawn_program(&pid, arguments, environment, SPAWN_SESSION, add_actions, &its);
    close(ends[1]);
    if (error != 0) {
        close(ends[0]);
        snprintf(said, said_size, "%s could not be started: %s", arguments[0], strerror(error));
        return -1;
    }
    limit(pid, seconds, memory);
    ended = watch(pid, ends[0], seconds, place, &tail, &status);
    close(ends[0]);
    if (!ended)
        return -1;
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    snprintf(said, said_size, "It was ended by signal %d.", WTERMSIG(status));
    return -1;
}
