/*
 * test-http-server.c - the scanners' HTTP server, spoken to byte by byte.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "http-client.h"

#include "server/http/http-server.h"
#include "server/tls.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "tap.h"

/* ---- what is served ---- */

/* Streams: how many ended, and how many of them were sent whole. */
static atomic_uint num_done, num_whole;
static pthread_mutex_t gate_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate_changed = PTHREAD_COND_INITIALIZER;
static unsigned num_waiting; /* in the gate */
static bool gate_open;

static void pass_gate(void)
{
    pthread_mutex_lock(&gate_mutex);
    num_waiting++;
    pthread_cond_broadcast(&gate_changed);
    while (!gate_open)
        pthread_cond_wait(&gate_changed, &gate_mutex);
    num_waiting--;
    pthread_mutex_unlock(&gate_mutex);
}

static void set_gate(bool open)
{
    pthread_mutex_lock(&gate_mutex);
    gate_open = open;
    pthread_cond_broadcast(&gate_changed);
    pthread_mutex_unlock(&gate_mutex);
}

static void wait_at_gate(unsigned n)
{
    pthread_mutex_lock(&gate_mutex);
    while (num_waiting < n)
        pthread_cond_wait(&gate_changed, &gate_mutex);
    pthread_mutex_unlock(&gate_mutex);
}

static void count_done(void *ctx, bool all_sent)
{
    (void)ctx;
    num_whole += all_sent;
    num_done++;
    pthread_mutex_lock(&gate_mutex);
    pthread_cond_broadcast(&gate_changed);
    pthread_mutex_unlock(&gate_mutex);
}

/* Until done was called so often in all. */
static void wait_done(unsigned n)
{
    pthread_mutex_lock(&gate_mutex);
    while (num_done < n)
        pthread_cond_wait(&gate_changed, &gate_mutex);
    pthread_mutex_unlock(&gate_mutex);
}

static struct http_answer *hello(const struct http_request *r)
{
    char text[200];

    snprintf(text, sizeof(text), "hello %s %s %s %s %s", r->piece[0], r->method, r->host,
             r->local ? "local" : "remote", r->tls ? "tls" : "plain");
    return http_text(200, "text/plain", text);
}

static struct http_answer *echo(const struct http_request *r)
{
    char *copy = malloc(r->body_n + 1);

    if (copy == NULL || r->body[r->body_n] != '\0') {
        free(copy);
        return NULL;
    }
    memcpy(copy, r->body, r->body_n);
    return http_bytes(201, http_header(r, "content-type"), copy, r->body_n);
}

static void add_field(void *ctx, const char *name, const char *value)
{
    char *text = ctx;
    size_t used = strlen(text);

    snprintf(text + used, 400 - used, "%s=%s;", name, value);
}

static struct http_answer *form(const struct http_request *r)
{
    char text[400] = "";

    http_each(r, add_field, text);
    add_field(text, "a is", http_query(r, "a"));
    return http_text(200, "text/plain", text);
}

static long three_pieces(void *ctx, uint64_t at, void *bytes, size_t n)
{
    (void)ctx;
    (void)n;
    memcpy(bytes, "piece ", 6);
    return at < 18 ? 6 : 0;
}

static long breaks_off(void *ctx, uint64_t at, void *bytes, size_t n)
{
    (void)ctx;
    (void)n;
    memcpy(bytes, "piece ", 6);
    return at < 6 ? 6 : -1;
}

static long endless(void *ctx, uint64_t at, void *bytes, size_t n)
{
    (void)ctx;
    (void)at;
    memset(bytes, 'x', n);
    return (long)n;
}

static long behind_gate(void *ctx, uint64_t at, void *bytes, size_t n)
{
    (void)ctx;
    (void)n;
    if (at > 0)
        pass_gate();
    memcpy(bytes, "piece ", 6);
    return 6;
}

static struct http_answer *stream(const struct http_request *r)
{
    const char *kind = r->piece[0];
    uint64_t size = strcmp(http_query(r, "size"), "") != 0
                        ? strtoull(http_query(r, "size"), NULL, 10)
                        : UINT64_MAX;

    return http_stream(200, "application/octet-stream", size,
                       strcmp(kind, "three") == 0     ? three_pieces
                       : strcmp(kind, "broken") == 0  ? breaks_off
                       : strcmp(kind, "endless") == 0 ? endless
                                                      : behind_gate,
                       count_done, NULL);
}

static struct http_answer *waits(const struct http_request *r)
{
    (void)r;
    pass_gate();
    return http_text(200, NULL, "waited");
}

static struct http_answer *none(const struct http_request *r)
{
    (void)r;
    return NULL;
}

static struct http_answer *created(const struct http_request *r)
{
    struct http_answer *answer = http_text(201, NULL, "");

    (void)r;
    answer = http_add(answer, "Location", "/jobs/1");
    answer = http_add(answer, "Cache-Control", "max-age=60");
    return http_add(answer, "X-Name", "a\r\nX-Evil: b");
}

static const struct http_route routes[] = {
    {"GET",      "/hello/*",  0,       hello,   NULL, NULL},
    {"POST PUT", "/echo",     1000,    echo,    NULL, NULL},
    {"POST",     "/large",    3000000, echo,    NULL, NULL},
    {"GET POST", "/form",     1000,    form,    NULL, NULL},
    {"GET",      "/stream/*", 0,       stream,  NULL, NULL},
    {"GET",      "/waits",    0,       waits,   NULL, NULL},
    {"GET",      "/none",     0,       none,    NULL, NULL},
    {"POST",     "/created",  0,       created, NULL, NULL},
    {"DELETE",   "/created",  0,       created, NULL, NULL},
};

static struct listen everywhere;

static struct http_server *serve(unsigned idle_ms, bool tls)
{
    struct http_settings settings = {.listen = &everywhere,
                                     .routes = routes,
                                     .num_routes = sizeof(routes) / sizeof(routes[0]),
                                     .idle_ms = idle_ms,
                                     .tls = tls};
    char why[200] = "";
    struct http_server *server = http_server_start(&settings, why, sizeof(why));

    if (server == NULL)
        diag("%s", why);
    return server;
}

/* ---- tests ---- */

#define HOST  "Host: localhost\r\n"
#define CLOSE "Connection: close\r\n\r\n"

static void test_answers(unsigned port)
{
    answers(port, "GET /hello/a%20b HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 200 ",
            "\r\n\r\nhello a b GET 127.0.0.1 local plain", "A page is served");
    answers(port, "GET http://localhost/hello/x HTTP/1.1\r\nHost: evil.example\r\n" CLOSE,
            "HTTP/1.1 200 ", "hello x", "A target with a host counts, and not the field Host");
    answers(port, "HEAD /hello/x HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 200 ",
            "Content-Length: 33\r\n", "HEAD tells the length of the body");
    lacks(port, "HEAD /hello/x HTTP/1.1\r\n" HOST CLOSE, "hello x", "And sends none");
    answers(port, "GET /hello/x HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 200 ",
            "Cache-Control: no-store\r\n", "An answer is not to be kept");
    answers(port, "GET /hello/x HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 200 ",
            "X-Content-Type-Options: nosniff\r\n", "Nor its type guessed");
    answers(port, "GET /hello/x HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 200 ",
            "Referrer-Policy: same-origin\r\n", "Nor its address told to others");
    answers(port, "GET /hello/x HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 200 ",
            "Server: canon-printer-app/", "The server says its name");
    lacks(port, "GET /hello/x HTTP/1.1\r\n" HOST "Origin: http://localhost\r\n" CLOSE,
          "Access-Control", "Pages of other servers are not invited");
    answers(port, "POST /created HTTP/1.1\r\n" HOST "Content-Length: 0\r\n" CLOSE,
            "HTTP/1.1 201 ", "Location: /jobs/1\r\n", "A handler adds fields");
    answers(port, "DELETE /created HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 201 ",
            "Cache-Control: max-age=60\r\n", "And has its own way with what all answers say");
    lacks(port, "DELETE /created HTTP/1.1\r\n" HOST CLOSE, "no-store", "Not both");
    lacks(port, "DELETE /created HTTP/1.1\r\n" HOST CLOSE, "X-Evil",
          "A line end in a field does not begin another one");
    answers(port, "GET /none HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 500 ", "log says more",
            "A handler without an answer is a trouble of the server");
}

static void test_refusals(unsigned port)
{
    char longest[4000];

    answers(port, "GET /nowhere HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 404 ",
            "Content-Type: text/plain", "A path that is not there is 404, in a sentence");
    answers(port, "DELETE /echo HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 405 ",
            "Allow: POST, PUT\r\n", "Another method is 405, with those that are allowed");
    answers(port, "OPTIONS /form HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 405 ",
            "Allow: GET, HEAD, POST\r\n", "Asking for rights is 405 too");
    answers(port, "GET /hello/x HTTP/1.1\r\nHost: evil.example\r\n" CLOSE, "HTTP/1.1 421 ",
            "does not know itself", "A stranger's name is 421");
    answers(port, "GET /hello/x HTTP/1.1\r\n" HOST "Origin: null\r\n" CLOSE, "HTTP/1.1 403 ",
            "another server", "A page without an origin is 403");
    answers(port, "POST /created HTTP/1.1\r\n" HOST "Origin: http://evil.example\r\n" CLOSE,
            "HTTP/1.1 403 ", "another server", "So is a stranger's page");
    answers(port, "GET /hello/x HTTP/1.1\r\n" CLOSE, "HTTP/1.1 400 ", "", "No Host is 400");
    answers(port, "GET /hello/x HTTP/1.1\r\n" HOST HOST CLOSE, "HTTP/1.1 400 ", "",
            "Two of them too");
    answers(port, "GET /hello/%00x HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 400 ", "makes no sense",
            "A NUL in the path is 400");
    answers(port, "GET /hello/../hello/x HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 400 ",
            "makes no sense", "Dots are 400");
    answers(port, "GET /form?a=%zz HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 400 ", "fields",
            "A damaged field of the query is 400");
    answers(port, "complete nonsense\r\n\r\n", "HTTP/1.1 ", "", "Nonsense is answered");
    snprintf(longest, sizeof(longest), "GET /hello/%02500d HTTP/1.1\r\n" HOST CLOSE, 0);
    answers(port, longest, "HTTP/1.1 414 ", "too long", "An endless address is 414");
}

static void test_bodies(unsigned port)
{
    char large[1400];

    answers(port,
            "POST /echo HTTP/1.1\r\n" HOST "Content-Type: text/x\r\nContent-Length: 5\r\n" CLOSE
            "12345",
            "HTTP/1.1 201 ", "\r\n\r\n12345", "A body comes to its handler");
    answers(port,
            "PUT /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n" CLOSE
            "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n",
            "HTTP/1.1 201 ", "\r\n\r\nabcdefg", "Also one in chunks");
    snprintf(large, sizeof(large),
             "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1001\r\n" CLOSE "%01001d", 0);
    answers(port, large, "HTTP/1.1 413 ", "too large", "One that is too large is 413");
    answers(port, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 9999999999\r\n" CLOSE "x",
            "HTTP/1.1 413 ", "too large", "An enormous one is refused before it is sent");
    answers(port,
            "POST /echo HTTP/1.1\r\n" HOST
            "Content-Length: 1001\r\nExpect: 100-continue\r\n" CLOSE,
            "HTTP/1.1 413 ", "too large", "So is one that asks before");
    answers(port,
            "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\nExpect: 100-continue\r\n" CLOSE
            "abc",
            "HTTP/1.1 100 ", "\r\n\r\nabc", "One that asks and is small is told to go on");
    snprintf(large, sizeof(large),
             "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n" CLOSE
             "3e9\r\n%01001d\r\n0\r\n\r\n",
             0);
    answers(port, large, "HTTP/1.1 413 ", "too large", "Chunks are counted");
    answers(port, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: abc\r\n" CLOSE,
            "HTTP/1.1 400 ", "", "A length that is none is 400");
    answers(port, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: -1\r\n" CLOSE,
            "HTTP/1.1 400 ", "", "So is a negative one");
    answers(port,
            "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\nContent-Length: 4\r\n" CLOSE
            "abcd",
            "HTTP/1.1 400 ", "how long", "So are two");
    answers(port,
            "POST /echo HTTP/1.1\r\n" HOST
            "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n" CLOSE "3\r\nabc\r\n0\r\n\r\n",
            "HTTP/1.1 400 ", "how long", "So is a length beside chunks");
    answers(port, "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n" CLOSE,
            "HTTP/1.1 400 ", "how long", "So is an encoding that is not known");
    answers(port,
            "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n" CLOSE "xyz\r\n",
            "HTTP/1.1 400 ", "", "So are damaged chunks");
    answers(port,
            "POST /form?a=1&b=x+y HTTP/1.1\r\n" HOST
            "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
            "Content-Length: 9\r\n" CLOSE "a=2&c=%26",
            "HTTP/1.1 200 ", "a=1;b=x y;a=2;c=&;a is=1;", "A form's fields are read");
    answers(port,
            "POST /form HTTP/1.1\r\n" HOST "Content-Type: text/plain\r\n"
            "Content-Length: 3\r\n" CLOSE "a=2",
            "HTTP/1.1 200 ", "\r\n\r\na is=;", "Another body is no form");
    answers(port, "GET /hello/x HTTP/1.1\r\n" HOST "Content-Length: 3\r\n" CLOSE "abc",
            "HTTP/1.1 413 ", "too large", "A body where none belongs is 413");
}

static void test_connections(unsigned port)
{
    answers(port,
            "GET /hello/1 HTTP/1.1\r\n" HOST "\r\n"
            "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc"
            "GET /nowhere HTTP/1.1\r\n" HOST "\r\n"
            "GET /hello/4 HTTP/1.1\r\n" HOST CLOSE,
            "HTTP/1.1 200 ", "hello 4", "Requests that come together are answered in turn");
    answers(port, "GET /stream/three HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 200 ",
            "Transfer-Encoding: chunked\r\n", "A body of unknown length comes in chunks");
    lacks(port, "GET /stream/three HTTP/1.0\r\n\r\n", "chunked", "Not for HTTP/1.0");
    answers(port, "GET /stream/three HTTP/1.0\r\n\r\n", "HTTP/1.1 200 ",
            "\r\n\r\npiece piece piece ", "Which gets it until the end of the connection");
    answers(port, "GET /stream/three?size=18 HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 200 ",
            "Content-Length: 18\r\n", "One of known length has its length");
    answers(port, "POST /echo HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc", "HTTP/1.1 201 ",
            "\r\n\r\nabc", "HTTP/1.0 needs no Host");
    answers(port, "GET /hello/x HTTP/1.0\r\nOrigin: http://evil.example\r\n\r\n",
            "HTTP/1.1 400 ", "", "Unless a page asks");
}

static void test_streams(unsigned port)
{
    char text[4096];
    unsigned done = num_done, whole = num_whole;
    int fd;

    (void)exchange(port, "GET /stream/three HTTP/1.1\r\n" HOST CLOSE, text, sizeof(text));
    wait_done(done + 1);
    ok(num_done == done + 1 && num_whole == whole + 1, "What was sent whole is told so, once");
    (void)exchange(port, "HEAD /stream/three HTTP/1.1\r\n" HOST CLOSE, text, sizeof(text));
    wait_done(done + 2);
    ok(num_done == done + 2 && num_whole == whole + 1, "HEAD sends no body, which is told");
    (void)exchange(port, "GET /stream/broken HTTP/1.1\r\n" HOST CLOSE, text, sizeof(text));
    ok(strstr(text, "piece ") != NULL && strstr(text, "\r\n0\r\n") == NULL,
       "What breaks off has no last chunk");
    ok(!exchange(port, "GET /stream/broken HTTP/1.0\r\n\r\n", text, sizeof(text)),
       "For HTTP/1.0 the connection is reset");
    (void)exchange(port, "GET /stream/three?size=30 HTTP/1.1\r\n" HOST CLOSE, text,
                   sizeof(text));
    wait_done(done + 5);
    ok(num_done == done + 5 && num_whole == whole + 1,
       "What broke off, or was too short, was not sent whole");
    fd = connect_to(port);
    (void)send_text(fd, "GET /stream/endless HTTP/1.1\r\n" HOST CLOSE);
    (void)receive_some(fd, text, 100);
    close(fd);
    wait_done(done + 6);
    ok(num_done == done + 6 && num_whole == whole + 1,
       "A reader that goes away ends the stream, once");
}

/* Bodies larger than the pieces they come in. */
static void test_large(unsigned port)
{
    static const char head[] =
        "POST /large HTTP/1.1\r\n" HOST "Content-Length: 2900000\r\n" CLOSE;
    size_t n = sizeof(head) - 1 + 2900000, got;
    char *bytes = malloc(n), *back = malloc(n + 1000);
    bool same = false;

    if (bytes != NULL && back != NULL) {
        memcpy(bytes, head, sizeof(head) - 1);
        for (size_t i = sizeof(head) - 1; i < n; i++)
            bytes[i] = (char)(i * 2654435761u >> 13);
        got = exchange_bytes(port, bytes, n, back, n + 1000);
        same = got > 2900000 &&
               memcmp(back + got - 2900000, bytes + sizeof(head) - 1, 2900000) == 0;
    }
    ok(same, "A large body comes and goes as it is");
    free(bytes);
    free(back);
}

static uint32_t random_state = 1;

static uint32_t random_below(uint32_t n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % n;
}

/* A request with some of its bytes changed, left out or doubled. */
static size_t damage(char *bytes, size_t n, size_t size)
{
    for (uint32_t times = 1 + random_below(4); times > 0; times--) {
        size_t at = random_below((uint32_t)n), part = random_below((uint32_t)(n - at)) + 1;

        switch (random_below(4)) {
        case 0:
            bytes[at] = (char)random_below(256);
            break;
        case 1:
            bytes[at] = "\r\n :%/.0"[random_below(8)];
            break;
        case 2:
            memmove(bytes + at, bytes + at + part, n - at - part);
            n = n - part > 0 ? n - part : 1;
            break;
        default:
            if (n + part < size) {
                memmove(bytes + at + part, bytes + at, n - at);
                n += part;
            }
        }
    }
    return n;
}

static void test_nonsense(unsigned port)
{
    static const char *const seeds[] = {
        "GET /hello/a%20b?x=1&y=%26 HTTP/1.1\r\n" HOST "Origin: http://localhost\r\n" CLOSE,
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n" CLOSE "12345",
        "PUT /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n" CLOSE
        "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n",
        ("POST /form?a=1&b=x+y HTTP/1.0\r\n"
         "Content-Type: application/x-www-form-urlencoded\r\n"
         "Content-Length: 9\r\n\r\na=2&c=%26"),
    };
    unsigned sent = 0;
    char text[1000];

    for (unsigned i = 0; i < 1500; i++) {
        const char *seed = seeds[i % 4];
        char bytes[1000], back[4000];
        size_t n = strlen(seed);
        int fd = connect_to(port);

        snprintf(bytes, sizeof(bytes), "%s", seed);
        n = damage(bytes, n, sizeof(bytes));
        if (fd >= 0 && send(fd, bytes, n, MSG_NOSIGNAL) == (ssize_t)n &&
            shutdown(fd, SHUT_WR) == 0) {
            while (receive_some(fd, back, sizeof(back)) > 0)
                ;
            sent++;
        }
        if (fd >= 0)
            close(fd);
    }
    (void)exchange(port, "GET /hello/x HTTP/1.1\r\n" HOST CLOSE, text, sizeof(text));
    ok(sent > 1000 && strstr(text, "hello x") != NULL,
       "After %u damaged requests the server serves", sent);
}

static void *ask_hello(void *ctx)
{
    char text[1000];

    (void)exchange(*(unsigned *)ctx, "GET /hello/x HTTP/1.1\r\n" HOST CLOSE, text,
                   sizeof(text));
    return strstr(text, "hello x") != NULL ? ctx : NULL;
}

static void *ask_waits(void *ctx)
{
    char text[1000];

    (void)exchange(*(unsigned *)ctx, "GET /waits HTTP/1.1\r\n" HOST CLOSE, text, sizeof(text));
    return strstr(text, "waited") != NULL ? ctx : NULL;
}

static unsigned many(unsigned n, void *(*ask)(void *ctx), pthread_t *threads, unsigned *port)
{
    unsigned started = 0;

    while (started < n && pthread_create(&threads[started], NULL, ask, port) == 0)
        started++;
    return started;
}

static unsigned join_all(pthread_t *threads, unsigned n)
{
    unsigned good = 0;

    for (unsigned i = 0; i < n; i++) {
        void *result = NULL;

        pthread_join(threads[i], &result);
        good += result != NULL;
    }
    return good;
}

static void test_many(unsigned port)
{
    pthread_t threads[100];
    unsigned n, good;
    char text[1000];

    /* as many as there may be, all of them waiting in their handlers */
    set_gate(false);
    n = many(HTTP_MAX_CLIENTS, ask_waits, threads, &port);
    wait_at_gate(HTTP_MAX_CLIENTS);
    (void)exchange(port, "GET /hello/x HTTP/1.1\r\n" HOST CLOSE, text, sizeof(text));
    ok(text[0] == '\0', "One connection more than there may be is ended at once");
    set_gate(true);
    good = join_all(threads, n);
    ok(good == HTTP_MAX_CLIENTS, "And those that were there get their answers");
    n = many(100, ask_hello, threads, &port);
    good = join_all(threads, n);
    ok(good > 0, "Of a hundred at once some are served (%u)", good);
    do /* until those are gone */
        (void)exchange(port, "GET /hello/x HTTP/1.1\r\n" HOST CLOSE, text, sizeof(text));
    while (text[0] == '\0');
    ok(strstr(text, "hello x") != NULL, "And afterwards everybody again");
}

static void test_time(void)
{
    struct http_server *server = serve(200, false);
    unsigned port = server != NULL ? http_server_port(server) : 0, done = num_done;
    char text[1000];
    int fd = connect_to(port);

    ok(receive_some(fd, text, sizeof(text)) == 0, "A client that says nothing is disconnected");
    close(fd);
    fd = connect_to(port);
    for (size_t n = 0; n < 10000 && send_text(fd, n == 0 ? "GET / HTTP/1.1\r\nX: " : "x");
         n++) {
        if (receive_waits(fd, 20))
            break;
    }
    ok(receive_some(fd, text, sizeof(text)) <= 0,
       "So is one that sends a byte of its head now and then");
    close(fd);
    fd = connect_to(port);
    (void)send_text(fd, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 900\r\n\r\nx");
    ok(receive_some(fd, text, sizeof(text)) == 0, "So is one that keeps its body");
    close(fd);
    fd = connect_to(port);
    (void)send_text(fd, "GET /stream/endless HTTP/1.1\r\n" HOST "\r\n");
    wait_done(done + 1);
    ok(num_done == done + 1, "So is one that does not take its answer");
    close(fd);
    set_gate(false);
    fd = connect_to(port);
    (void)send_text(fd, "GET /waits HTTP/1.1\r\n" HOST CLOSE);
    wait_at_gate(1);
    ok(!receive_waits(fd, 500), "A handler may take longer");
    set_gate(true);
    ok(receive_some(fd, text, sizeof(text)) > 0 && strncmp(text, "HTTP/1.1 200 ", 13) == 0,
       "And its answer comes");
    close(fd);
    http_server_stop(server);
}

static void test_stop(void)
{
    struct http_server *server = serve(0, false);
    unsigned port = server != NULL ? http_server_port(server) : 0, done = num_done,
             whole = num_whole;
    int fds[4];
    char text[1000];

    set_gate(true);
    for (size_t i = 0; i < 4; i++)
        fds[i] = connect_to(port);
    (void)send_text(fds[0], "GET /stream/endless HTTP/1.1\r\n" HOST "\r\n");
    (void)send_text(fds[1], "GET /stream/gate HTTP/1.1\r\n" HOST "\r\n");
    (void)send_text(fds[2], "GET /hel");
    (void)receive_some(fds[0], text, 10);
    (void)receive_some(fds[1], text, 10);
    http_server_stop(server);
    ok(num_done == done + 2 && num_whole == whole,
       "The end of the server ends what is being sent, and waits for it");
    for (size_t i = 0; i < 4; i++)
        close(fds[i]);
    fds[0] = connect_to(port);
    ok(fds[0] < 0, "And nobody listens any more");
    http_server_stop(NULL);
}

static void test_access(void)
{
    struct http_server *server = serve(0, false), *second;
    struct http_settings settings = {.listen = &everywhere,
                                     .routes = routes,
                                     .num_routes = 1,
                                     .port = server != NULL ? http_server_port(server) : 0};
    char why[200] = "", text[1000];

    second = http_server_start(&settings, why, sizeof(why));
    ok(second == NULL && strstr(why, "cannot be used") != NULL,
       "A port that is taken is told in a sentence");
    http_server_stop(second);
    (void)exchange_with(AF_INET6, settings.port, "GET /hello/x HTTP/1.1\r\n" HOST CLOSE, text,
                        sizeof(text));
    ok(strstr(text, "hello x GET ::1 local") != NULL, "IPv6 has the same port");
    http_server_stop(server);
}

static void test_tls(void)
{
    char folder[] = "/tmp/test-http-server-XXXXXX", state[100], what[300] = "", text[1000] = "";
    const char *certificate, *key;
    struct http_server *server = NULL;

    ok(!tls_files(&certificate, &key) && serve(0, true) == NULL,
       "Without a certificate no encrypted server starts");
    if (mkdtemp(folder) == NULL)
        return;
    snprintf(state, sizeof(state), "%s/state", folder);
    ok(tls_prepare(state, "localhost", "", what, sizeof(what)) &&
           (server = serve(0, true)) != NULL,
       "With one it does");
    if (tls_files(&certificate, &key) && server != NULL) {
        exchange_tls(http_server_port(server), NULL,
                     "GET /hello/x HTTP/1.1\r\n" HOST "Origin: https://localhost\r\n" CLOSE,
                     text, sizeof(text));
        ok(strstr(text, "hello x GET 127.0.0.1 local tls") != NULL, "Pages come encrypted");
        exchange_tls(http_server_port(server), "NORMAL:-VERS-ALL:+VERS-TLS1.1",
                     "GET /hello/x HTTP/1.1\r\n" HOST CLOSE, text, sizeof(text));
        ok(text[0] == '\0', "But not by TLS 1.1");
        (void)exchange(http_server_port(server), "GET /hello/x HTTP/1.1\r\n" HOST CLOSE, text,
                       sizeof(text));
        ok(strstr(text, "hello") == NULL, "Nor plain");
        unlink(certificate);
        unlink(key);
        http_server_stop(server);
    }
    snprintf(state, sizeof(state), "%s/state.tls", folder);
    rmdir(state);
    rmdir(folder);
}

int main(void)
{
    char why[200] = "";
    struct http_server *server;
    unsigned port;

    if (!listen_find(&everywhere, "", why, sizeof(why)) || (server = serve(0, false)) == NULL) {
        ok(false, "A server starts: %s", why);
        return tap_done();
    }
    port = http_server_port(server);
    test_answers(port);
    test_refusals(port);
    test_bodies(port);
    test_connections(port);
    test_streams(port);
    test_large(port);
    test_nonsense(port);
    test_many(port);
    http_server_stop(server);
    test_time();
    test_stop();
    test_access();
    test_tls();
    return tap_done();
}
