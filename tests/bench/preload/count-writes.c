/*
 * count-writes.c - loaded before the C library (LD_PRELOAD) into a server that is measured:
 * counts the calls that give bytes to the machine, which is the peer on port $COUNT_PORT. The
 * file $COUNT_FILE has, as text: the calls so far, their bytes, and the time of the last one on
 * the monotonic clock, in seconds. It is one line that always has the same length, so that who
 * reads it meanwhile sees all of it. Effects: writes that file.
 * SPDX-License-Identifier: Apache-2.0
 */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int file = -1;
static unsigned long count;
static unsigned long long bytes_given;

static bool to_the_machine(int fd)
{
    const char *port = getenv("COUNT_PORT");
    struct sockaddr_in peer = {0};
    socklen_t n = sizeof peer;

    return port && getpeername(fd, (struct sockaddr *)&peer, &n) == 0 &&
           peer.sin_family == AF_INET && ntohs(peer.sin_port) == strtoul(port, NULL, 10);
}

static void counted(int fd, ssize_t taken)
{
    const char *path = getenv("COUNT_FILE");
    struct timespec now;
    char line[64];
    int n;

    if (taken <= 0 || !to_the_machine(fd))
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    pthread_mutex_lock(&lock);
    count++;
    bytes_given += (unsigned long long)taken;
    if (path && file < 0)
        file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    n = snprintf(line, sizeof line, "%12lu %18llu %14lld.%09ld\n", count, bytes_given,
                 (long long)now.tv_sec, now.tv_nsec);
    if (file >= 0 && pwrite(file, line, (size_t)n, 0) != n)
        file = -1;
    pthread_mutex_unlock(&lock);
}

/* A data pointer becomes a function: POSIX allows it, ISO C has no words for it. */
#define NEXT(name) (*(__typeof__(name) **)&(void *){dlsym(RTLD_NEXT, #name)})

ssize_t send(int fd, const void *bytes, size_t n, int flags)
{
    ssize_t taken = NEXT(send)(fd, bytes, n, flags);

    counted(fd, taken);
    return taken;
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    ssize_t taken = NEXT(sendmsg)(fd, message, flags);

    counted(fd, taken);
    return taken;
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    ssize_t taken = NEXT(write)(fd, bytes, n);

    counted(fd, taken);
    return taken;
}

ssize_t writev(int fd, const struct iovec *pieces, int n)
{
    ssize_t taken = NEXT(writev)(fd, pieces, n);

    counted(fd, taken);
    return taken;
}
