/*
 * test-client-scan.c - scanning into files, from a scripted scanner.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/client-scan-file.h"
#include "server/http/http-server.h"
#include "tap.h"

#include <dirent.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the scanner answers. */
static struct {
    unsigned post, next; /* status; of NextDocument when there is no page */
    unsigned pages;
    bool no_location, breaks, interrupts;
    unsigned late; /* answers of 503 before each page */
} script;
static atomic_uint given, asked, deleted;
static char settings[3000], agent[64];

static struct http_answer *post(const struct http_request *request)
{
    struct http_answer *answer;

    snprintf(settings, sizeof(settings), "%s", (const char *)request->body);
    snprintf(agent, sizeof(agent), "%s", http_header(request, "User-Agent"));
    if (script.post != 201)
        return http_text(script.post, "text/plain", "The machine\nprints now.\n");
    answer = http_text(201, NULL, "");
    return script.no_location ? answer : http_add(answer, "Location", "/eSCL/ScanJobs/7");
}

static long break_off(void *ctx, uint64_t at, void *bytes, size_t n)
{
    (void)ctx;
    if (at > 0 || n < 4)
        return -1;
    memcpy(bytes, "half", 4);
    return 4;
}

static void nothing(void *ctx, bool all_sent)
{
    (void)ctx;
    (void)all_sent;
}

static struct http_answer *next(const struct http_request *request)
{
    char text[32];

    (void)request;
    if (script.interrupts)
        raise(SIGINT);
    if (asked++ < script.late)
        return http_text(503, "text/plain", "Not yet.");
    if (script.breaks)
        return http_stream(200, "image/png", 100, break_off, nothing, NULL);
    if (given == script.pages)
        return http_text(script.next, "text/plain", "Paper is jammed in the feeder.");
    asked = 0;
    snprintf(text, sizeof(text), "page %u", ++given);
    return http_text(200, "image/png", text);
}

static struct http_answer *delete (const struct http_request *request)
{
    (void)request;
    deleted++;
    return http_text(200, NULL, "");
}

static const struct http_route routes[] = {
    {"POST",   "/eSCL/ScanJobs",                4096, post,   NULL, NULL},
    {"GET",    "/eSCL/ScanJobs/7/NextDocument", 0,    next,   NULL, NULL},
    {"DELETE", "/eSCL/ScanJobs/7",              0,    delete, NULL, NULL},
};

/* ---- the client ---- */

static char folder[] = "/tmp/test-client-scan.XXXXXX";
static unsigned port;

static int scan_to(const char *name)
{
    char file[200], why[300];
    struct link link = {.http = NULL};
    struct scan_wishes wishes = {.file = file};
    struct scan_ticket ticket;
    struct scan_fetch fetch = {
        .link = &link, .host = "127.0.0.1", .port = port, .file = file, .ticket = &ticket};

    snprintf(file, sizeof(file), "%s/%s", folder, name);
    given = asked = deleted = 0;
    if (!scan_ticket_make(&wishes, &ticket, why, sizeof(why)))
        return -1;
    return client_scan_file(&fetch);
}

/* Whether a file has this content; NULL: it is not there. Taken away. */
static bool holds(const char *name, const char *content)
{
    char path[200], text[100] = "";
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "r");
    if (file == NULL)
        return content == NULL;
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    (void)unlink(path);
    return content != NULL && strcmp(text, content) == 0;
}

static bool folder_is_empty(void)
{
    DIR *dir = opendir(folder);
    unsigned n = 0;

    while (dir != NULL && readdir(dir) != NULL)
        n++;
    if (dir != NULL)
        closedir(dir);
    return n == 2;
}

static void test_good(void)
{
    script.post = 201;
    script.next = 404;
    script.pages = 1;
    ok(scan_to("a.pdf") == 0 && holds("a.pdf", "page 1"), "A PDF is one document");
    ok(strstr(settings, "<scan:ScanSettings") != NULL &&
           strncmp(agent, "canon-printer-app/", 18) == 0,
       "The settings went out, and who asks");
    ok(deleted == 1, "The job is cleared away");
    script.pages = 3;
    ok(scan_to("b.png") == 0 && holds("b.png", "page 1") && holds("b-2.png", "page 2") &&
           holds("b-3.png", "page 3"),
       "Of pictures each page is a file, up to 404");
    ok(folder_is_empty(), "There is nothing else");
    script.pages = 1;
    script.late = 1;
    ok(scan_to("c.pdf") == 0 && holds("c.pdf", "page 1"),
       "What is not ready is asked for again");
    script.late = 0;
}

static void test_bad(void)
{
    script.post = 503;
    ok(scan_to("a.pdf") == 1 && folder_is_empty(), "A scanner that is busy ends it");
    script.post = 201;
    script.no_location = true;
    ok(scan_to("a.pdf") == 1 && folder_is_empty(), "So does one that tells no job");
    script.no_location = false;
    script.pages = 0;
    ok(scan_to("a.png") == 1 && folder_is_empty(), "An empty feeder leaves no file");
    script.pages = 2;
    script.next = 409;
    ok(scan_to("a.png") == 1 && holds("a.png", "page 1") && holds("a-2.png", "page 2"),
       "Pages before a jam are kept, and it is no success");
    ok(deleted == 1 && folder_is_empty(), "The rest is canceled");
    script.breaks = true;
    ok(scan_to("a.png") == 1 && folder_is_empty(), "Half a page is no file");
    script.breaks = false;
    ok(scan_to("no/a.png") == 1 && deleted == 1,
       "Where no file can be written the scan is canceled");
}

static void test_interrupt(void)
{
    script.pages = 1;
    script.next = 404;
    script.late = 1000;
    script.interrupts = true;
    ok(scan_to("a.pdf") == 1 && folder_is_empty() && deleted == 1,
       "Ctrl-C cancels the scan and leaves no file");
}

static void test_nobody(void)
{
    unsigned served = port;

    port = 1;
    ok(scan_to("a.pdf") == 1 && folder_is_empty(), "A listener that is not there ends it");
    port = served;
}

int main(void)
{
    struct listen listen;
    struct http_settings with = {
        .listen = &listen, .routes = routes, .num_routes = sizeof(routes) / sizeof(routes[0])};
    struct http_server *server;
    char why[300] = "";

    /* the server of the commands is not there: they are told nothing of the job */
    setenv("CUPS_SERVER", "127.0.0.1:1", 1);
    setenv("http_proxy", "http://127.0.0.1:1", 1); /* and no proxy is asked */
    if (mkdtemp(folder) == NULL || !listen_find(&listen, "127.0.0.1", why, sizeof(why)) ||
        (server = http_server_start(&with, why, sizeof(why))) == NULL) {
        ok(false, "There is a listener: %s", why);
        return tap_done();
    }
    port = http_server_port(server);
    test_good();
    test_bad();
    test_nobody();
    test_interrupt(); /* the last: it stays interrupted */
    http_server_stop(server);
    (void)rmdir(folder);
    return tap_done();
}
