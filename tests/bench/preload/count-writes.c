/*
 * count-writes.c - loaded before the C library (LD_PRELOAD) into a server that is measured:
 * counts the calls that give bytes to the machine, which is the peer on port $COUNT_PORT. The
 * count so far is kept in the file $COUNT_FILE, as text. Effects: writes that file.
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
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned long count;

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
    FILE *file;

    if (taken <= 0 || !to_the_machine(fd))
        return;
    pthread_mutex_lock(&lock);
    count++;
    if (path && (file = fopen(path, "w"))) {
        fprintf(file, "%lu\n", count);
        fclose(file);
    }
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
