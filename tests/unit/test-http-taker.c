/*
 * test-http-taker.c - bodies that are taken while they come in, and refusals in words of the
 * server's owner.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "http-client.h"

#include "server/http/http-server.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "tap.h"

#define HOST  "Host: localhost\r\n"
#define CLOSE "Connection: close\r\n\r\n"

/* ---- a taker that counts ---- */

struct taken {
    size_t n, most;
    bool ends_with_z;
};

static atomic_uint num_begun, num_ended, num_handled;

static void *begin(const struct http_request *request, struct http_answer **refusal)
{
    const char *most = http_query(request, "most");
    struct taken *taken;

    if (strcmp(most, "no") == 0) {
        *refusal = http_text(403, "text/plain", "not you");
        return NULL;
    }
    if (strcmp(most, "nothing") == 0)
        return NULL;
    num_begun++;
    taken = calloc(1, sizeof(*taken));
    if (taken != NULL)
        taken->most = most[0] != '\0' ? strtoul(most, NULL, 10) : SIZE_MAX;
    return taken;
}

static bool take(void *data, const uint8_t *bytes, size_t n)
{
    struct taken *taken = data;

    if (n > 0)
        taken->ends_with_z = bytes[n - 1] == 'z';
    taken->n += n;
    return taken->n < taken->most;
}

static void end(void *data)
{
    num_ended++;
    free(data);
}

static const struct http_taker taker = {begin, take, end};

static struct http_answer *tell_taken(const struct http_request *request)
{
    const struct taken *taken = request->taken;
    char text[100];

    num_handled++;
    snprintf(text, sizeof(text), "taken %zu %s body %zu query %s", taken->n,
             taken->ends_with_z ? "to z" : "cut", request->body_n, http_query(request, "most"));
    return http_text(200, "text/plain", text);
}

static struct http_answer *refuse(const struct http_request *request, unsigned status,
                                  const char *sentence)
{
    char text[300];

    snprintf(text, sizeof(text), "In our words: %u for %s %s from %s (%s)", status,
             request->method, request->path, request->host, sentence);
    return http_text(status, "text/x-ours", text);
}

static const struct http_route routes[] = {
    {"POST", "/take",  3000000, tell_taken, &taker, NULL},
    {"POST", "/small", 10,      tell_taken, &taker, NULL},
};

static unsigned start(struct http_server **server)
{
    static struct listen everywhere;
    struct http_settings settings = {.listen = &everywhere,
                                     .routes = routes,
                                     .num_routes = sizeof(routes) / sizeof(routes[0]),
                                     .refuse = refuse};
    char why[200] = "";

    if (!listen_find(&everywhere, "", why, sizeof(why)) ||
        (*server = http_server_start(&settings, why, sizeof(why))) == NULL) {
        diag("%s", why);
        return 0;
    }
    return http_server_port(*server);
}

/* ---- tests ---- */

static void test_taker(unsigned port)
{
    answers(port, "POST /take?most= HTTP/1.1\r\n" HOST "Content-Length: 5\r\n" CLOSE "abcdz",
            "HTTP/1.1 200 ", "taken 5 to z body 0", "A body goes to its taker, and not beside");
    answers(port,
            "POST /take HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n" CLOSE
            "3\r\nabc\r\n4\r\ndefz\r\n0\r\n\r\n",
            "HTTP/1.1 200 ", "taken 7 to z", "Also in chunks");
    answers(port, "POST /take HTTP/1.1\r\n" HOST "Content-Length: 0\r\n" CLOSE, "HTTP/1.1 200 ",
            "taken 0 cut", "Also an empty one");
    answers(port,
            "POST /take?most=2 HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n" CLOSE
            "2\r\nab\r\n4\r\ncdez\r\n0\r\n\r\n",
            "HTTP/1.1 200 ", "taken 2 cut body 0 query 2",
            "What the taker does not want is left out");
    ok(num_begun == 4 && num_handled == 4, "Each is begun and handled once");
    answers(port, "POST /take?most=no HTTP/1.1\r\n" HOST "Content-Length: 3\r\n" CLOSE "abc",
            "HTTP/1.1 403 ", "not you", "A taker refuses in its own words");
    answers(port,
            "POST /take?most=nothing HTTP/1.1\r\n" HOST "Content-Length: 3\r\n" CLOSE "abc",
            "HTTP/1.1 500 ", "log says more", "Without words it is a trouble of the server");
    answers(port, "POST /take?a=%zz HTTP/1.1\r\n" HOST "Content-Length: 3\r\n" CLOSE "abc",
            "HTTP/1.1 400 ", "fields", "A damaged query is refused before");
    ok(num_begun == 4 && num_handled == 4, "Nothing of these was taken");
}

static void test_limits(unsigned port)
{
    unsigned before = num_begun, handled = num_handled;

    answers(port, "POST /small HTTP/1.1\r\n" HOST "Content-Length: 10\r\n" CLOSE "012345678z",
            "HTTP/1.1 200 ", "taken 10 to z", "As much as is allowed is taken");
    answers(port, "POST /small HTTP/1.1\r\n" HOST "Content-Length: 11\r\n" CLOSE "012345678zz",
            "HTTP/1.1 413 ", "too large", "More is refused");
    ok(num_begun == before + 1 && num_handled == handled + 1, "Before it is begun");
    answers(port,
            "POST /small HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n" CLOSE
            "6\r\nabcdef\r\n6\r\nghijkl\r\n0\r\n\r\n",
            "HTTP/1.1 413 ", "too large", "In chunks, too");
    ok(num_begun == before + 2 && num_handled == handled + 1,
       "What was begun then is not handled");
}

static void test_large(unsigned port)
{
    static const char head[] =
        "POST /take HTTP/1.1\r\n" HOST "Content-Length: 2900000\r\n" CLOSE;
    size_t n = sizeof(head) - 1 + 2900000, got = 0;
    char *bytes = malloc(n), back[1000] = "";

    if (bytes != NULL) {
        memcpy(bytes, head, sizeof(head) - 1);
        memset(bytes + sizeof(head) - 1, 'z', n - sizeof(head) + 1);
        got = exchange_bytes(port, bytes, n, back, sizeof(back) - 1);
    }
    back[got] = '\0';
    ok(strstr(back, "taken 2900000 to z body 0") != NULL, "A large body is taken whole");
    free(bytes);
}

static void test_broken(unsigned port)
{
    char text[1000];
    int fd = connect_to(port);
    unsigned before = num_begun;

    (void)send_text(fd, "POST /take HTTP/1.1\r\n" HOST "Content-Length: 900\r\n\r\nabc");
    (void)shutdown(fd, SHUT_WR);
    while (receive_some(fd, text, sizeof(text)) > 0)
        ;
    close(fd);
    ok(num_begun == before + 1, "One that breaks off was begun");
}

static void test_refusals(unsigned port)
{
    char text[1000];

    answers(port, "GET /nowhere?a=1 HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 404 ",
            "In our words: 404 for GET /nowhere from 127.0.0.1",
            "A page that is not there is told in the owner's words");
    answers(port, "GET /nowhere HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 404 ",
            "Content-Type: text/x-ours", "With the owner's type");
    answers(port, "GET /take HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 405 ", "In our words: 405",
            "So is another method");
    answers(port, "GET /take HTTP/1.1\r\n" HOST CLOSE, "HTTP/1.1 405 ", "Allow: POST\r\n",
            "Which is still told those that are allowed");
    (void)exchange(port, "HEAD /nowhere HTTP/1.1\r\n" HOST CLOSE, text, sizeof(text));
    ok(strncmp(text, "HTTP/1.1 404 ", 13) == 0 && strstr(text, "In our words") == NULL,
       "Who asks for the head gets no words");
    answers(port, "GET /nowhere HTTP/1.1\r\nHost: evil.example\r\n" CLOSE, "HTTP/1.1 421 ",
            "does not know itself", "A stranger's name is not told in them");
}

int main(void)
{
    struct http_server *server = NULL;
    unsigned port = start(&server);

    if (port == 0) {
        ok(false, "A server starts");
        return tap_done();
    }
    test_taker(port);
    test_limits(port);
    test_large(port);
    test_broken(port);
    test_refusals(port);
    http_server_stop(server);
    ok(num_begun == num_ended && num_begun > 0, "What was begun was ended, once each (%u)",
       (unsigned)num_ended);
    return tap_done();
}
