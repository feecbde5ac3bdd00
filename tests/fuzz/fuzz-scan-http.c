/*
 * fuzz-scan-http.c - any bytes on a connection to a scanner's listener: it answers in HTTP or
 * hangs up, and handlers get what http-server.h promises.
 *
 * Over loopback, for the parser is libmicrohttpd's and reads from sockets only.
 * Effects: a listener on a free port of 127.0.0.1.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/http/http-access.h"
#include "server/http/http-server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Much longer than HTTP_IDLE_SECONDS: only a server that stands still takes so long. */
#define DEADLINE_MS 120000
#define MAX_BODY    4096u

static struct http_server *server;

static void need(bool right, const char *what)
{
    if (!right) {
        fprintf(stderr, "fuzz-scan-http: %s\n", what);
        abort();
    }
}

static void look_at(void *ctx, const char *name, const char *value)
{
    size_t *sum = ctx;

    *sum += strlen(name) + strlen(value);
}

/* Looks at all that a handler can look at. */
static size_t look_at_all(const struct http_request *request)
{
    size_t sum = strlen(request->path) + strlen(request->host);

    need(request->path[0] == '/', "a path does not begin with a slash");
    need(strpbrk(request->path, "?\r\n") == NULL, "a path has more than a path");
    for (size_t i = 0; i < HTTP_MAX_PIECES && request->piece[i] != NULL; i++) {
        need(strchr(request->piece[i], '/') == NULL, "a piece has a slash");
        need(strcmp(request->piece[i], "..") != 0, "a piece leads upwards");
        sum += strlen(request->piece[i]);
    }
    need(request->body_n <= MAX_BODY, "a body is larger than allowed");
    need(request->body[request->body_n] == '\0', "no NUL stands behind a body");
    sum += strlen(http_header(request, "user-agent")) + strlen(http_query(request, "a"));
    http_each(request, look_at, &sum);
    return sum;
}

static struct http_answer *handle_text(const struct http_request *request)
{
    char text[64];

    snprintf(text, sizeof(text), "%zu\n", look_at_all(request));
    return http_add(http_text(200, "text/plain", text), "Location", "/eSCL/ScanJobs/1");
}

static long stream_read(void *ctx, uint64_t at, void *bytes, size_t n)
{
    (void)ctx;
    if (at >= 10000)
        return 0;
    n = n < 997 ? n : 997;
    memset(bytes, 'x', n);
    return (long)n;
}

static void stream_done(void *ctx, bool all_sent)
{
    (void)all_sent;
    free(ctx);
}

static struct http_answer *handle_stream(const struct http_request *request)
{
    look_at_all(request);
    return http_stream(200, "application/pdf", UINT64_MAX, stream_read, stream_done, malloc(1));
}

static const struct http_route routes[] = {
    {"GET",      "/eSCL/ScannerStatus",           0,        handle_text,   NULL, NULL},
    {"POST",     "/eSCL/ScanJobs",                MAX_BODY, handle_text,   NULL, NULL},
    {"DELETE",   "/eSCL/ScanJobs/*",              0,        handle_text,   NULL, NULL},
    {"GET",      "/eSCL/ScanJobs/*/NextDocument", 0,        handle_stream, NULL, NULL},
    {"GET POST", "/form/*/*",                     MAX_BODY, handle_text,   NULL, NULL},
};

static void start_server(void)
{
    static struct listen listen;
    static struct http_access access = {.local = true};
    struct http_settings settings = {
        .listen = &listen, .routes = routes, .num_routes = sizeof(routes) / sizeof(routes[0])};
    char why[512] = "";

    need(listen_find(&listen, "127.0.0.1", why, sizeof(why)), why);
    http_access_set(&access, "");
    server = http_server_start(&settings, why, sizeof(why));
    need(server != NULL, why);
}

static int connect_to_it(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    to.sin_port = htons((uint16_t)http_server_port(server));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    need(fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0, "no connection");
    return fd;
}

/* All that comes until it hangs up; only the beginning is kept. */
static size_t read_answer(int fd, char *head, size_t head_size)
{
    char bytes[4096];
    size_t kept = 0;
    ssize_t n;

    for (;;) {
        struct pollfd wait = {fd, POLLIN, 0};

        need(poll(&wait, 1, DEADLINE_MS) == 1, "it neither answers nor hangs up");
        n = recv(fd, bytes, sizeof(bytes), 0);
        if (n <= 0)
            return kept;
        for (ssize_t i = 0; i < n && kept + 1 < head_size; i++)
            head[kept++] = bytes[i];
        head[kept] = '\0';
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char head[16] = "";
    struct linger no_wait = {1, 0};
    int fd;

    if (server == NULL)
        start_server();
    fd = connect_to_it();
    if (send(fd, data, size, MSG_NOSIGNAL) >= 0)
        shutdown(fd, SHUT_WR);
    if (read_answer(fd, head, sizeof(head)) > 0)
        need(strncmp(head, "HTTP/1.1 ", 9) == 0 || strncmp(head, "HTTP/1.0 ", 9) == 0,
             "an answer is no HTTP");
    /* thousands of connections must not wait for their ports */
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &no_wait, sizeof(no_wait));
    close(fd);
    return 0;
}
