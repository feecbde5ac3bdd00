/*
 * test-http-target.c - the target of a request: path, query, route.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/http/http-target.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

static struct http_target target;

static bool parts(const char *uri, size_t n, const char *first, const char *last)
{
    return http_target_parse(&target, uri) == 0 && target.num_parts == n &&
           (n == 0 ||
            (strcmp(target.parts[0], first) == 0 && strcmp(target.parts[n - 1], last) == 0));
}

static bool refused(const char *uri)
{
    return http_target_parse(&target, uri) == 400;
}

static void test_paths(void)
{
    char longest[HTTP_TARGET_SIZE + 1];

    ok(parts("/", 0, "", "") && strcmp(target.path, "/") == 0, "The root has no parts");
    ok(parts("/eSCL/ScanJobs/7a/NextDocument", 4, "eSCL", "NextDocument"),
       "A path is taken apart at its slashes");
    ok(parts("//eSCL//ScannerStatus/", 2, "eSCL", "ScannerStatus"),
       "Two slashes count as one, and the last one as none");
    ok(parts("/a%20b/%C3%a9", 2, "a b", "\xc3\xa9"), "Parts are decoded");
    ok(parts("/a+b", 1, "a+b", "a+b"), "A plus in a path is a plus");
    ok(parts("/x?y=/../%00", 1, "x", "x") && strcmp(target.query, "y=/../%00") == 0,
       "The query is no part of the path");
    ok(parts("http://[::1]:8010/a?b#c", 1, "a", "a") &&
           strcmp(target.authority, "[::1]:8010") == 0 && strcmp(target.query, "b") == 0,
       "A target with a host is taken, and its host kept");
    ok(parts("http://localhost", 0, "", "") && strcmp(target.path, "/") == 0,
       "Also one with nothing else");
    ok(refused("/a%00b") && refused("/%"), "A NUL is refused");
    ok(refused("/a%2") && refused("/a%2/x") && refused("/%zz") && refused("/%+1"),
       "So are escapes that are damaged");
    ok(refused("/../x") && refused("/a/..") && refused("/%2e%2E/x") && refused("/./x"),
       "So are dots");
    ok(refused("/a%2fb") && refused("/a%5Cb") && refused("/a%0ab"),
       "So are slashes and line ends within a part");
    ok(refused("") && refused("*") && refused("eSCL") && refused("localhost:80"),
       "So is what is no path");
    memset(longest, 'a', sizeof(longest));
    longest[0] = '/';
    longest[HTTP_TARGET_SIZE] = '\0';
    ok(http_target_parse(&target, longest) == 414, "A target that is too long is told so");
    longest[HTTP_TARGET_SIZE - 1] = '\0';
    ok(http_target_parse(&target, longest) == 0, "One byte less is taken");
    ok(refused("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"), "Seventeen parts are refused");
}

static void test_fields(void)
{
    struct http_fields fields = {.n = 0};
    char many[HTTP_MAX_FIELDS * 2 + 10] = "";

    ok(http_fields_add(&fields, "a=1&b=x+y%26z&&c&a=2&=v", 23) && fields.n == 5 &&
           strcmp(http_fields_find(&fields, "a"), "1") == 0 &&
           strcmp(http_fields_find(&fields, "b"), "x y&z") == 0 &&
           strcmp(http_fields_find(&fields, "c"), "") == 0 &&
           strcmp(http_fields_find(&fields, "d"), "") == 0 &&
           strcmp(fields.list[3].value, "2") == 0,
       "Fields are decoded and found");
    ok(http_fields_add(&fields, "e=5", 3) && strcmp(http_fields_find(&fields, "e"), "5") == 0 &&
           strcmp(http_fields_find(&fields, "b"), "x y&z") == 0,
       "More of them leave those that are there");
    ok(!http_fields_add(&fields, "f=%00", 5) && !http_fields_add(&fields, "f=%4", 4) &&
           !http_fields_add(&fields, "f=\0", 3),
       "Damaged ones are refused");
    http_fields_reset(&fields);
    for (size_t i = 0; i < HTTP_MAX_FIELDS; i++) {
        many[2 * i] = 'a';
        many[2 * i + 1] = '&';
    }
    ok(http_fields_add(&fields, many, strlen(many)) && fields.n == HTTP_MAX_FIELDS,
       "As many as there is room for are taken");
    ok(!http_fields_add(&fields, "b", 1), "One more is refused");
    http_fields_reset(&fields);
}

static const struct http_route routes[] = {
    {"GET",     "/",                             0, NULL, NULL, NULL},
    {"GET",     "/eSCL/ScannerStatus",           0, NULL, NULL, NULL},
    {"POST",    "/eSCL/ScanJobs",                0, NULL, NULL, NULL},
    {"DELETE",  "/eSCL/ScanJobs/*",              0, NULL, NULL, NULL},
    {"GET",     "/eSCL/ScanJobs/*",              0, NULL, NULL, NULL},
    {"GET",     "/eSCL/ScanJobs/*/NextDocument", 0, NULL, NULL, NULL},
    {"GET PUT", "/*/*",                          0, NULL, NULL, NULL},
};

/* The number of the route, -1: none. */
static int route(const char *method, const char *path, const char **pieces, char *allow)
{
    const struct http_route *found;

    if (http_target_parse(&target, path) != 0)
        return -2;
    found = http_route_find(routes, sizeof(routes) / sizeof(routes[0]), &target, method, pieces,
                            allow, 100);
    return found != NULL ? (int)(found - routes) : -1;
}

static void test_routes(void)
{
    const char *pieces[HTTP_MAX_PIECES];
    char allow[100];

    ok(route("GET", "/", pieces, allow) == 0 &&
           route("GET", "/eSCL/ScannerStatus?x", pieces, allow) == 1 &&
           route("HEAD", "/eSCL/ScannerStatus", pieces, allow) == 1,
       "A path has its route, for HEAD that of GET");
    ok(route("DELETE", "/eSCL/ScanJobs/7a", pieces, allow) == 3 &&
           strcmp(pieces[0], "7a") == 0 &&
           route("GET", "/eSCL/ScanJobs/%37b/NextDocument", pieces, allow) == 5 &&
           strcmp(pieces[0], "7b") == 0,
       "What stands for a star is told");
    ok(route("PUT", "/a/b", pieces, allow) == 6 && strcmp(pieces[0], "a") == 0 &&
           strcmp(pieces[1], "b") == 0,
       "Also for two of them");
    ok(route("POST", "/eSCL/ScanJobs/7a", pieces, allow) == -1 &&
           strcmp(allow, "DELETE, GET, HEAD") == 0,
       "Without the method, those of all routes of the path are told once each");
    ok(route("GETX", "/", pieces, allow) == -1 && route("", "/", pieces, allow) == -1 &&
           route("G", "/", pieces, allow) == -1 && strcmp(allow, "GET, HEAD") == 0,
       "A method is compared whole");
    ok(route("GET", "/eSCL", pieces, allow) == -1 && allow[0] == '\0' &&
           route("GET", "/eSCL/ScanJobs/1/NextDocument/2", pieces, allow) == -1 &&
           allow[0] == '\0',
       "A path that is shorter or longer is another one");
}

int main(void)
{
    test_paths();
    test_fields();
    test_routes();
    return tap_done();
}
