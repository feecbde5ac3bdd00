/*
 * net.c - addresses and sockets of the virtual printer, see net.h.
 * Effects: sockets.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/net.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BACKLOG        8
#define RECEIVE_BUFFER 65536 /* small: what the machine does not read soon stops its sender */

/* Host and port of "HOST:PORT", "[HOST]:PORT" or "PORT". */
static bool split(const char *text, char host[256], char port[16])
{
    const char *colon = strrchr(text, ':');
    size_t n;

    if (!colon) {
        snprintf(host, 256, "127.0.0.1");
        return snprintf(port, 16, "%s", text) < 16;
    }
    n = (size_t)(colon - text);
    if (n >= 2 && text[0] == '[' && text[n - 1] == ']') {
        text++;
        n -= 2;
    }
    if (n >= 256 || snprintf(port, 16, "%s", colon + 1) >= 16)
        return false;
    memcpy(host, text, n);
    host[n] = '\0';
    return true;
}

bool address_parse(const char *text, bool datagrams, struct address *address, char *why,
                   size_t why_size)
{
    struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV}, *list = NULL;
    char host[256], port[16];
    int error;

    hints.ai_socktype = datagrams ? SOCK_DGRAM : SOCK_STREAM;
    if (!split(text, host, port) || port[0] == '\0') {
        snprintf(why, why_size, "\"%s\" is not ADDRESS:PORT", text);
        return false;
    }
    if (strspn(port, "0123456789") != strlen(port) || strlen(port) > 5 || atoi(port) > 65535) {
        snprintf(why, why_size, "\"%s\": %s is no port", text, port);
        return false;
    }
    error = getaddrinfo(host[0] ? host : NULL, port, &hints, &list);
    if (error != 0) {
        snprintf(why, why_size, "\"%s\": %s", text, gai_strerror(error));
        return false;
    }
    memcpy(&address->storage, list->ai_addr, list->ai_addrlen);
    address->size = list->ai_addrlen;
    freeaddrinfo(list);
    return true;
}

void address_print(const struct address *address, char *text, size_t size)
{
    char host[256], port[16];

    if (getnameinfo((const struct sockaddr *)&address->storage, address->size, host,
                    sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        snprintf(text, size, "?");
    else if (address->storage.ss_family == AF_INET6)
        snprintf(text, size, "[%s]:%s", host, port);
    else
        snprintf(text, size, "%s:%s", host, port);
}

int address_listen(struct address *address, bool datagrams)
{
    int on = 1, buffer = RECEIVE_BUFFER, error;
    int fd = socket(address->storage.ss_family, datagrams ? SOCK_DGRAM : SOCK_STREAM, 0);

    if (fd < 0)
        return -1;
    if (!datagrams) {
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    }
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0 &&
        bind(fd, (const struct sockaddr *)&address->storage, address->size) == 0 &&
        getsockname(fd, (struct sockaddr *)&address->storage, &address->size) == 0 &&
        (datagrams || listen(fd, BACKLOG) == 0))
        return fd;
    error = errno;
    close(fd);
    errno = error;
    return -1;
}
