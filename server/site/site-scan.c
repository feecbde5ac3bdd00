/*
 * site-scan.c - the site's part "scan": the scanners, and for each one the page to scan from
 * (web-scan.h), below /scan/NAME/. Who may is said twice: web-allow for the site, and
 * scan-allow as for every other way to scan.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parts.h"

#include "server/http/http-access.h"
#include "server/scan/scanner.h"
#include "server/scan/web-scan-parts.h"
#include "server/scan/web-scan.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#define WHERE "/scan/*"

/* ---- who may ---- */

static bool may_scan(const struct visit *visit)
{
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    bool may = false;

    if (getaddrinfo(visit->request->host, NULL, &hints, &found) == 0)
        may = http_access_check(found->ai_addr);
    if (found != NULL)
        freeaddrinfo(found);
    return may;
}

/* ---- all scanners ---- */

static void put_scanner(struct visit *visit, struct scanner *scanner)
{
    static const struct web_tray nobody; /* as it is for somebody who has scanned nothing */
    struct scanner_facts facts;
    struct web_status status;
    char path[400];

    scanner_facts(scanner, &facts);
    web_status(&nobody, &facts, facts.feeder == SCAN_FEEDER_LOADED, &status);
    web_scan_path(facts.name, path, sizeof(path));
    page_put(visit,
             "<section class=\"panel\"><h2><bdi>%s</bdi></h2>\n"
             "<p><span class=\"state %s\">%s</span></p>\n",
             facts.name, status.tone, status.text);
    if (status.hint[0] != '\0')
        page_put(visit, "<p>%s</p>\n", status.hint);
    page_put(visit, "<p><a class=\"button primary\" href=\"%s\" aria-label=\"", path);
    page_say(visit, "scan.with", "name", facts.name, NULL);
    page_put(visit, "\">%w</a></p></section>\n", "scan.title");
}

static void put_how(struct visit *visit)
{
    static const char *const systems[][2] = {
        {"Windows",         "scan.from-windows"},
        {"macOS",           "scan.from-mac"    },
        {"Linux",           "scan.from-linux"  },
        {"iPhone, Android", "scan.from-phone"  },
    };

    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n<p>%w</p>\n<dl>\n", "scan.how",
             "scan.from-here");
    for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++)
        page_put(visit, "<dt>%s</dt><dd>%w</dd>\n", systems[i][0], systems[i][1]);
    page_put(visit, "</dl></section>\n");
}

static struct http_answer *get_list(struct visit *visit)
{
    struct scanner *list[SCANNERS_MAX];
    size_t n;

    if (!may_scan(visit))
        return visit_refuse(visit, 403, "scan.not-allowed");
    web_scan_speak(visit->language);
    n = scanners_list(list);
    if (!page_begin(visit, "nav.scan", SECTION_SCAN, NULL))
        return NULL;
    if (n == 0)
        page_put(visit,
                 "<section class=\"panel\"><h2>%w</h2>\n<p>%w</p>\n<p>%w</p></section>\n",
                 "scan.none", "scan.none-usb", "scan.none-other");
    else
        page_put(visit, "<div class=\"grid\">\n");
    for (size_t i = 0; i < n; i++)
        put_scanner(visit, list[i]);
    if (n > 0) {
        page_put(visit, "</div>\n");
        put_how(visit);
    }
    return page_end(visit, 200);
}

/* ---- one scanner ---- */

/* The scanner of an address, and the request as its own listener would have it. NULL: refused,
 * by answer. */
static struct scanner *open_scanner(struct visit *visit, struct http_request *inner,
                                    struct http_answer **answer)
{
    struct scanner *scanner = scanner_find(visit->request->piece[0]);
    struct scanner_facts facts;

    *answer = NULL;
    if (!may_scan(visit)) {
        *answer = visit_refuse(visit, 403, "scan.not-allowed");
        return NULL;
    }
    if (scanner != NULL)
        scanner_facts(scanner, &facts);
    if (scanner == NULL || strcmp(facts.settings.device, "off") == 0) {
        *answer = visit_refuse(visit, 404, "scan.no-scanner");
        return NULL;
    }
    *inner = *visit->request;
    for (size_t i = 0; i + 1 < HTTP_MAX_PIECES; i++)
        inner->piece[i] = visit->request->piece[i + 1];
    inner->ctx = scanner;
    web_scan_speak(visit->language);
    return scanner;
}

/* Its addresses are relative: they need the slash at the end. */
static bool lacks_slash(const struct visit *visit)
{
    size_t n = strlen(visit->request->path);

    return n == 0 || visit->request->path[n - 1] != '/';
}

static struct http_answer *get_page(struct visit *visit)
{
    struct scanner_facts facts;
    struct http_request inner;
    struct http_answer *answer;
    char path[400], cookie[128] = "";
    struct scanner *scanner = open_scanner(visit, &inner, &answer);

    if (scanner == NULL)
        return answer;
    scanner_facts(scanner, &facts);
    web_scan_path(facts.name, path, sizeof(path));
    if (lacks_slash(visit))
        return visit_go(visit, path, "");
    visit->again_seconds = web_scan_waits(&inner) ? 2 : 0;
    if (!page_begin(visit, facts.name, SECTION_SCAN, NULL))
        return NULL;
    if (!web_scan_put(&inner, visit->token, visit->page, cookie, sizeof(cookie))) {
        page_put(visit, "<p class=\"notice bad\" role=\"alert\">%w</p>\n", "scan.too-many");
        return page_end(visit, 503);
    }
    answer = page_end(visit, 200);
    return cookie[0] != '\0' ? http_add(answer, "Set-Cookie", cookie) : answer;
}

/* Everything else that the page asks for. */
static struct http_answer *serve(struct visit *visit)
{
    const struct site_route *route = visit->request->route->data;
    struct http_request inner;
    struct http_answer *answer;

    if (open_scanner(visit, &inner, &answer) == NULL)
        return answer;
    for (size_t i = 0; i < num_web_scan_routes; i++)
        if (strcmp(web_scan_routes[i].path, route->path + strlen(WHERE)) == 0 &&
            strcmp(web_scan_routes[i].methods, route->methods) == 0)
            return http_add(web_scan_routes[i].handle(&inner), "X-Content-Type-Options",
                            "nosniff");
    return NULL;
}

/* ---- the routes ---- */

static const struct site_route routes[] = {
    {"GET",  "/scan",           0, SITE_EVERYBODY, get_list, NULL},
    {"GET",  WHERE,             0, SITE_EVERYBODY, get_page, NULL},
    {"GET",  WHERE "/scan/*",   0, SITE_EVERYBODY, serve,    NULL},
    {"GET",  WHERE "/state",    0, SITE_EVERYBODY, serve,    NULL},
    {"GET",  WHERE "/pages",    0, SITE_EVERYBODY, serve,    NULL},
    {"GET",  WHERE "/preview",  0, SITE_EVERYBODY, serve,    NULL},
    {"GET",  WHERE "/page/*/*", 0, SITE_EVERYBODY, serve,    NULL},
    {"GET",  WHERE "/download", 0, SITE_EVERYBODY, serve,    NULL},
    {"POST", WHERE "/start",    0, SITE_EVERYBODY, serve,    NULL},
    {"POST", WHERE "/cancel",   0, SITE_EVERYBODY, serve,    NULL},
    {"POST", WHERE "/change",   0, SITE_EVERYBODY, serve,    NULL},
    {"POST", WHERE "/card",     0, SITE_EVERYBODY, serve,    NULL},
    {"POST", WHERE "/profile",  0, SITE_EVERYBODY, serve,    NULL},
    {"POST", WHERE "/save",     0, SITE_EVERYBODY, serve,    NULL},
};

const struct site_part site_scan = {routes, sizeof(routes) / sizeof(routes[0]), NULL, NULL};
