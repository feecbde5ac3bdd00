/*
 * http-client.h - a client that sends what it is told and shows what came, for tests of HTTP.
 * Effects: sockets of this computer.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_HTTP_CLIENT_H
#define UNIT_HTTP_CLIENT_H

#include "tap.h"

#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Nothing here takes longer; what does has failed. */
#define PATIENCE_MS 20000

static int connect_with(int family, unsigned port)
{
    struct sockaddr_in four = {.sin_family = AF_INET,
                               .sin_port = htons((uint16_t)port),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6,
                               .sin6_port = htons((uint16_t)port),
                               .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    bool v6 = family == AF_INET6;
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd >= 0 && connect(fd, v6 ? (struct sockaddr *)&six : (struct sockaddr *)&four,
                           v6 ? sizeof(six) : sizeof(four)) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static inline int connect_to(unsigned port)
{
    return connect_with(AF_INET, port);
}

static inline bool send_text(int fd, const char *text)
{
    return send(fd, text, strlen(text), MSG_NOSIGNAL) == (ssize_t)strlen(text);
}

/* Whether something, or the end, is there within so much time. */
static bool receive_waits(int fd, int ms)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};

    return poll(&p, 1, ms) > 0;
}

/* -1: reset, or nothing came. */
static inline long receive_some(int fd, char *text, size_t size)
{
    return receive_waits(fd, PATIENCE_MS) ? (long)recv(fd, text, size, 0) : -1;
}

/* Send and receive at the same time: neither side waits for the other to take its bytes. The
 * number of bytes up to the end; reset: out, it did not end but broke off. */
static size_t talk(int fd, const char *bytes, size_t n, char *back, size_t size, bool *reset)
{
    size_t sent = 0, got = 0;

    *reset = false;
    while (got < size) {
        struct pollfd p = {.fd = fd, .events = (short)(POLLIN | (sent < n ? POLLOUT : 0))};
        ssize_t one;

        if (poll(&p, 1, PATIENCE_MS) <= 0)
            break;
        if ((p.revents & POLLOUT) != 0 && sent < n &&
            (one = send(fd, bytes + sent, n - sent, MSG_NOSIGNAL | MSG_DONTWAIT)) > 0)
            sent += (size_t)one;
        if ((p.revents & (POLLIN | POLLHUP | POLLERR)) == 0)
            continue;
        one = recv(fd, back + got, size - got, 0);
        *reset = one < 0;
        if (one <= 0)
            break;
        got += (size_t)one;
    }
    return got;
}

static inline size_t exchange_bytes(unsigned port, const char *bytes, size_t n, char *back,
                                    size_t size)
{
    int fd = connect_to(port);
    bool reset;
    size_t got = fd >= 0 ? talk(fd, bytes, n, back, size, &reset) : 0;

    if (fd >= 0)
        close(fd);
    return got;
}

/* False: the connection was reset. NULs of the answer become dots. */
static bool exchange_with(int family, unsigned port, const char *request, char *text,
                          size_t size)
{
    int fd = connect_with(family, port);
    bool reset = true;
    size_t got = fd >= 0 ? talk(fd, request, strlen(request), text, size - 1, &reset) : 0;

    for (size_t i = 0; i < got; i++)
        if (text[i] == '\0')
            text[i] = '.';
    text[got] = '\0';
    if (fd >= 0)
        close(fd);
    return !reset;
}

static inline bool exchange(unsigned port, const char *request, char *text, size_t size)
{
    return exchange_with(AF_INET, port, request, text, size);
}

/* Whether the answer begins so and has the other text in it. */
static inline void answers(unsigned port, const char *request, const char *start,
                           const char *within, const char *what)
{
    static char text[65536];

    (void)exchange(port, request, text, sizeof(text));
    if (!ok(strncmp(text, start, strlen(start)) == 0 && strstr(text, within) != NULL, "%s",
            what))
        diag("%s", text);
}

static inline void lacks(unsigned port, const char *request, const char *without,
                         const char *what)
{
    static char text[65536];

    (void)exchange(port, request, text, sizeof(text));
    if (!ok(strncmp(text, "HTTP/1.1 2", 10) == 0 && strstr(text, without) == NULL, "%s", what))
        diag("%s", text);
}

/* By TLS, without a look at the certificate; text "": no connection. */
static inline void exchange_tls(unsigned port, const char *priorities, const char *request,
                                char *text, size_t size)
{
    gnutls_certificate_credentials_t credentials;
    gnutls_session_t session;
    int fd = connect_to(port);
    size_t got = 0;
    ssize_t one;

    text[0] = '\0';
    if (fd < 0 || gnutls_certificate_allocate_credentials(&credentials) != 0)
        return;
    gnutls_init(&session, GNUTLS_CLIENT);
    if (priorities == NULL ||
        gnutls_priority_set_direct(session, priorities, NULL) != GNUTLS_E_SUCCESS)
        gnutls_set_default_priority(session);
    gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
    gnutls_transport_set_int(session, fd);
    gnutls_handshake_set_timeout(session, PATIENCE_MS);
    if (gnutls_handshake(session) == GNUTLS_E_SUCCESS &&
        gnutls_record_send(session, request, strlen(request)) > 0)
        while (got < size - 1 &&
               (one = gnutls_record_recv(session, text + got, size - 1 - got)) > 0)
            got += (size_t)one;
    text[got] = '\0';
    gnutls_deinit(session);
    gnutls_certificate_free_credentials(credentials);
    close(fd);
}

#endif
