/*
 * talk.c - standard input to a TCP port of this computer, what comes back to standard output.
 *
 * usage: talk [-l LINES] PORT
 *
 * When the input ends the sending side is closed, as programs do that speak old printing
 * protocols; a shell cannot. It ends when the other side has ended, or, with -l, when as many
 * lines have come (the sending side stays open until then), or after 20 s.
 * Exit status: 0, 1 when there is no connection, 2 for wrong arguments, 3 when time was up.
 * Effects: a connection, standard input and output. SPDX-License-Identifier: Apache-2.0
 */
#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LIMIT_MS 20000

static long now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int connect_to(unsigned port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0 ? fd : -1;
}

/* Bytes of the other side; false: it has ended, or all lines are there. */
static bool take(int fd, long *lines)
{
    char bytes[4096];
    ssize_t n = read(fd, bytes, sizeof(bytes));

    if (n <= 0)
        return false;
    (void)fwrite(bytes, 1, (size_t)n, stdout);
    fflush(stdout);
    for (ssize_t i = 0; i < n; i++)
        if (bytes[i] == '\n' && *lines > 0 && --*lines == 0)
            return false;
    return true;
}

/* Bytes of standard input; false: there are no more, or nobody takes them. */
static bool give(int fd)
{
    char bytes[4096];
    ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes)), sent = 0;

    for (ssize_t at = 0; at < n; at += sent)
        if ((sent = send(fd, bytes + at, (size_t)(n - at), MSG_NOSIGNAL)) <= 0)
            return false;
    return n > 0;
}

static int talk(int fd, long lines)
{
    bool giving = true, hold = lines > 0;
    long end = now_ms() + LIMIT_MS, left;

    while ((left = end - now_ms()) > 0) {
        struct pollfd fds[2] = {
            {.fd = fd,                         .events = POLLIN},
            {.fd = giving ? STDIN_FILENO : -1, .events = POLLIN},
        };

        if (poll(fds, 2, (int)left) <= 0)
            continue;
        if (fds[0].revents != 0 && !take(fd, &lines))
            return 0;
        if (fds[1].revents != 0 && !give(fd)) {
            giving = false;
            if (!hold)
                (void)shutdown(fd, SHUT_WR);
        }
    }
    return 3;
}

int main(int argc, char **argv)
{
    long lines = argc == 4 && strcmp(argv[1], "-l") == 0 ? strtol(argv[2], NULL, 10) : 0;
    int fd;

    if (argc != 2 && lines <= 0) {
        fprintf(stderr, "usage: talk [-l LINES] PORT\n");
        return 2;
    }
    fd = connect_to((unsigned)strtoul(argv[argc - 1], NULL, 10));
    return fd >= 0 ? talk(fd, lines) : 1;
}
