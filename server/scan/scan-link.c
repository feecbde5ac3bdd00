/*
 * scan-link.c - see scan-link.h.
 *
 * The process leads a group of its own: drivers that fork to read the scanner are ended with
 * it. It is not made to die with its parent (PR_SET_PDEATHSIG): that counts the thread that has
 * started it for the parent, and threads that open a scanner end before it. The socket's end
 * tells it better.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier,cert-dcl*): pidfd_open, the way */
#endif
#include "scan-link.h"
#include "server/device-net.h"
#include "server/renderer-programs.h"
#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FIRST_FREE_FD 10   /* ours lie above what the child gets */
#define REAP_MS       2000 /* a killed process takes no longer, unless the kernel holds it */
#define MAX_UNDEAD    32

static char other_program[1024];

/* Killed, but held by the kernel in a call to a device: they are waited for later. */
static pthread_mutex_t undead_lock = PTHREAD_MUTEX_INITIALIZER;
static pid_t undead[MAX_UNDEAD];

void scan_link_program(const char *path)
{
    snprintf(other_program, sizeof other_program, "%s", path == NULL ? "" : path);
}

/* ---- start ---- */

/* Standard error stays: what SANE_DEBUG_... asks for is said there. ctx: its socket. */
static int add_actions(void *ctx, posix_spawn_file_actions_t *actions)
{
    const int *theirs = ctx;
    int error = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);

    if (error == 0)
        error = posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0);
    if (error == 0)
        error = posix_spawn_file_actions_adddup2(actions, *theirs, WIRE_FD);
    return error;
}

static int spawn(pid_t *pid, const char *program, int theirs)
{
    extern char **environ;
    const char *const arguments[] = {program, NULL};
    const char *const *environment;

    memcpy(&environment, &environ, sizeof(environment)); /* adds a const, as C wants it */
    return spawn_program(pid, arguments, environment, SPAWN_GROUP, add_actions, &theirs);
}

static void bury(void)
{
    pthread_mutex_lock(&undead_lock);
    for (size_t i = 0; i < MAX_UNDEAD; i++)
        if (undead[i] > 0 && waitpid(undead[i], NULL, WNOHANG) != 0)
            undead[i] = 0;
    pthread_mutex_unlock(&undead_lock);
}

bool scan_link_start(struct scan_link *link, char *why, size_t why_size)
{
    char program[1024];
    int ends[2], theirs, error = 0;

    bury();
    *link = (struct scan_link){.socket = -1};
    if (other_program[0] != '\0')
        snprintf(program, sizeof program, "%s", other_program);
    else if (!program_find_own("canon-sane", program, sizeof program)) {
        snprintf(why, why_size, "canon-sane, a part of this program, is not installed");
        return false;
    }
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        snprintf(why, why_size, "no socket for canon-sane: %s", strerror(errno));
        return false;
    }
    theirs = fcntl(ends[1], F_DUPFD_CLOEXEC, FIRST_FREE_FD);
    error = theirs < 0 ? errno : spawn(&link->pid, program, theirs);
    close(ends[1]);
    if (theirs >= 0)
        close(theirs);
    if (error == 0) {
        link->socket = ends[0];
        return true;
    }
    link->pid = 0;
    close(ends[0]);
    snprintf(why, why_size, "%s could not be started: %s", program, strerror(error));
    return false;
}

/* ---- frames ---- */

bool scan_link_send(struct scan_link *link, enum wire_type type, unsigned batch,
                    const uint8_t *bytes, size_t n)
{
    uint8_t frame[WIRE_HEAD + WIRE_MAX_SMALL];

    if (link->socket < 0 || n > WIRE_MAX_SMALL)
        return false;
    wire_put_head(frame, &(struct wire_head){type, batch, (uint32_t)n});
    if (n > 0)
        memcpy(frame + WIRE_HEAD, bytes, n);
    n += WIRE_HEAD;
    return send(link->socket, frame, n, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)n;
}

/* LINK_FRAME: there is something to read. */
static enum scan_link_news wait_for_bytes(const struct scan_link *link, int wake,
                                          unsigned idle_ms, int64_t deadline)
{
    struct pollfd fds[] = {
        {link->socket, POLLIN, 0},
        {wake,         POLLIN, 0}
    };
    int64_t start = net_clock_ms();
    int64_t until = idle_ms > 0 && start + idle_ms < deadline ? start + idle_ms : deadline;

    for (;;) {
        int64_t left = until - net_clock_ms();
        int n = poll(fds, 2,
                     until == INT64_MAX ? -1
                     : left <= 0        ? 0
                     : left > INT_MAX   ? INT_MAX
                                        : (int)left);

        if (n < 0 && errno != EINTR)
            return LINK_CLOSED;
        if (n > 0)
            return fds[1].revents != 0 ? LINK_WOKEN : LINK_FRAME;
        if (n == 0 && left <= 0)
            return LINK_LATE;
    }
}

/* As many bytes as are still missing up to n. */
static enum scan_link_news fill(struct scan_link *link, size_t n, int wake, unsigned idle_ms,
                                int64_t deadline)
{
    while (link->got < n) {
        enum scan_link_news news = wait_for_bytes(link, wake, idle_ms, deadline);
        ssize_t got;

        if (news != LINK_FRAME)
            return news;
        got = recv(link->socket, link->frame + link->got, n - link->got, MSG_DONTWAIT);
        if (got > 0)
            link->got += (size_t)got;
        else if (got == 0 || (errno != EAGAIN && errno != EINTR))
            return LINK_CLOSED;
    }
    return LINK_FRAME;
}

enum scan_link_news scan_link_receive(struct scan_link *link, int wake, unsigned idle_ms,
                                      int64_t deadline, struct wire_head *head,
                                      const uint8_t **bytes)
{
    enum scan_link_news news;

    if (link->socket < 0)
        return LINK_CLOSED;
    news = fill(link, WIRE_HEAD, wake, idle_ms, deadline);
    if (news != LINK_FRAME)
        return news;
    if (!wire_get_head(link->frame, head))
        return LINK_NONSENSE;
    news = fill(link, WIRE_HEAD + head->n, wake, idle_ms, deadline);
    if (news != LINK_FRAME)
        return news;
    *bytes = link->frame + WIRE_HEAD;
    link->got = 0;
    return LINK_FRAME;
}

/* ---- end ---- */

void scan_link_kill(struct scan_link *link)
{
    if (link->pid > 0)
        kill(-link->pid, SIGKILL);
}

static void wait_for_end(pid_t pid, int *status)
{
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);

    if (fd < 0) { /* an old kernel */
        waitpid(pid, status, 0);
        return;
    }
    poll(&(struct pollfd){fd, POLLIN, 0}, 1, REAP_MS);
    close(fd);
    if (waitpid(pid, status, WNOHANG) != 0)
        return;
    pthread_mutex_lock(&undead_lock);
    for (size_t i = 0; i < MAX_UNDEAD; i++)
        if (undead[i] == 0) {
            undead[i] = pid;
            break;
        }
    pthread_mutex_unlock(&undead_lock);
}

int scan_link_end(struct scan_link *link, unsigned grace_ms)
{
    int status = 0;

    if (link->pid <= 0)
        return 0;
    if (grace_ms > 0 && shutdown(link->socket, SHUT_WR) == 0) {
        int64_t deadline = net_clock_ms() + grace_ms;
        uint8_t rest[4096];

        /* What it still says is of no interest, its end is. */
        while (wait_for_bytes(link, -1, 0, deadline) == LINK_FRAME &&
               recv(link->socket, rest, sizeof rest, 0) > 0)
            ;
    }
    /* It is not waited for before, so the number is still its own. */
    scan_link_kill(link);
    wait_for_end(link->pid, &status);
    close(link->socket);
    link->socket = -1;
    link->pid = 0;
    return WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL ? WTERMSIG(status) : 0;
}
