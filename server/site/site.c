/*
 * site.c - see site.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "site.h"

#include "parts.h"

#include "server/http/http-access.h"
#include "server/log.h"

#include <stdlib.h>
#include <string.h>

#define FORM_BYTES ((size_t)64 * 1024)
#define MORE_PORTS 90u /* behind the first */

struct site_setup site;

static const struct site_part *const parts[] = {
    &site_shell, &site_sign_in,  &site_status, &site_queue,    &site_print, &site_help,
    &site_scan,  &site_printers, &site_people, &site_settings, &site_move,  &site_migrate,
};
#define NUM_PARTS (sizeof(parts) / sizeof(parts[0]))

static struct {
    struct http_server *plain, *tls;
    struct http_route *routes;
    size_t num_routes;
    struct http_access allow;
} running;

/* ---- a request ---- */

static void look_at_taste(struct visit *visit)
{
    char value[8];

    visit->language = words_accept(http_header(visit->request, "Accept-Language"));
    if (visit_cookie(visit, "language", value, sizeof(value)))
        (void)words_find_language(value, &visit->language);
    if (visit_cookie(visit, "theme", value, sizeof(value)) &&
        (strcmp(value, "light") == 0 || strcmp(value, "dark") == 0))
        snprintf(visit->theme, sizeof(visit->theme), "%s", value);
}

static void begin_visit(struct visit *visit, const struct http_request *request)
{
    memset(visit, 0, sizeof(*visit));
    visit->request = request;
    look_at_taste(visit);
    sign_in_look(visit);
}

/* NULL: the route's handler may be called. */
static struct http_answer *check(struct visit *visit, const struct site_route *route)
{
    bool get = strcmp(visit->request->method, "GET") == 0;

    if (route->who == SITE_ADMINISTRATOR && !visit->admin)
        return get ? sign_in_ask(visit) : visit_refuse(visit, 403, "site.not-allowed");
    if (!get && !sign_in_token_ok(visit, visit_field(visit, "token")))
        return visit_refuse(visit, 403, "site.old-form");
    return NULL;
}

static struct http_answer *handle(const struct http_request *request)
{
    const struct site_route *route = request->route->data;
    struct http_answer *refusal;
    struct visit visit;

    begin_visit(&visit, request);
    refusal = check(&visit, route);
    return refusal != NULL ? refusal : route->handle(&visit);
}

/* A large body is not taken before it is clear that it may be. */
static void *begin_taking(const struct http_request *request, struct http_answer **refusal)
{
    const struct site_route *route = request->route->data;
    struct visit visit;

    begin_visit(&visit, request);
    *refusal = check(&visit, route);
    return *refusal == NULL ? route->taker->begin(request, refusal) : NULL;
}

static struct http_answer *refuse(const struct http_request *request, unsigned status,
                                  const char *sentence)
{
    struct visit visit;

    begin_visit(&visit, request);
    return visit_refuse(&visit, status, status == 404 ? "site.no-page" : sentence);
}

static bool may_connect(const struct sockaddr *address)
{
    return http_access_allows(&running.allow, address);
}

/* ---- start, stop ---- */

/* http-server.h wants takers by pointer: one for each route that has one. */
static const struct http_taker *wrap_taker(const struct http_taker *taker)
{
    struct http_taker *wrapped = malloc(sizeof(*wrapped));

    if (wrapped != NULL)
        *wrapped = (struct http_taker){begin_taking, taker->take, taker->end};
    return wrapped;
}

static bool add_route(const struct site_route *route)
{
    struct http_route *one = &running.routes[running.num_routes];

    *one = (struct http_route){
        route->methods, route->path, route->max_body != 0 ? route->max_body : FORM_BYTES,
        handle,         NULL,        route};
    if (route->taker != NULL && (one->taker = wrap_taker(route->taker)) == NULL)
        return false;
    running.num_routes++;
    return true;
}

static bool make_routes(void)
{
    size_t n = 0;

    for (size_t i = 0; i < NUM_PARTS; i++)
        n += parts[i]->num_routes;
    running.routes = calloc(n + 1, sizeof(*running.routes));
    for (size_t i = 0; running.routes != NULL && i < NUM_PARTS; i++)
        for (size_t j = 0; j < parts[i]->num_routes; j++)
            if (!add_route(&parts[i]->routes[j]))
                return false;
    return running.routes != NULL;
}

static void free_routes(void)
{
    for (size_t i = 0; i < running.num_routes; i++)
        free((void *)(uintptr_t)running.routes[i].taker);
    free(running.routes);
    running.routes = NULL;
    running.num_routes = 0;
}

/* The port that was asked for or nothing; else the first free one. */
static struct http_server *listen_on(bool tls, unsigned port, unsigned first, char *why,
                                     size_t why_size)
{
    struct http_settings settings = {
        .listen = &site.listen,
        .tls = tls,
        .routes = running.routes,
        .num_routes = running.num_routes,
        .may = may_connect,
        .refuse = refuse,
    };
    struct http_server *server = NULL;

    for (unsigned i = 0; server == NULL && i < (port != 0 ? 1 : MORE_PORTS); i++) {
        settings.port = port != 0 ? port : first + i;
        server = http_server_start(&settings, why, why_size);
    }
    return server;
}

bool site_start(const struct site_setup *setup, char *why, size_t why_size)
{
    const char *allow =
        setup->allow != NULL && setup->allow[0] != '\0' ? setup->allow : "local";
    char text[512] = "";

    site = *setup;
    if (!http_access_parse(&running.allow, allow)) {
        snprintf(why, why_size, "web-allow=%s makes no sense.", allow);
        return false;
    }
    if (!make_routes()) {
        snprintf(why, why_size, "There is no memory for the web page.");
        return false;
    }
    for (size_t i = 0; i < NUM_PARTS; i++)
        if (parts[i]->start != NULL)
            parts[i]->start();
    running.plain = listen_on(false, site.port, SITE_PORT, why, why_size);
    if (running.plain != NULL && site.tls &&
        (running.tls = listen_on(true, site.tls_port, SITE_TLS_PORT, text, sizeof(text))) ==
            NULL)
        log_say(LOG_SAY_ERROR, "The web page is not served with encryption: %s", text);
    if (running.plain == NULL)
        site_stop();
    else
        log_say(LOG_SAY_INFO, "The web page is on port %u.", site_port());
    return running.plain != NULL;
}

void site_stop(void)
{
    if (running.routes == NULL)
        return;
    http_server_stop(running.plain);
    http_server_stop(running.tls);
    running.plain = running.tls = NULL;
    for (size_t i = 0; i < NUM_PARTS; i++)
        if (parts[i]->stop != NULL)
            parts[i]->stop();
    free_routes();
}

unsigned site_port(void)
{
    return running.plain != NULL ? http_server_port(running.plain) : 0;
}

unsigned site_tls_port(void)
{
    return running.tls != NULL ? http_server_port(running.tls) : 0;
}

void site_link(const char *host, bool tls, const char *path, char *address, size_t size)
{
    bool secure = tls && site_tls_port() != 0;
    bool bare = strchr(host, ':') != NULL && host[0] != '[';

    address[0] = '\0';
    if (site_port() != 0)
        snprintf(address, size, "%s://%s%s%s:%u%s", secure ? "https" : "http", bare ? "[" : "",
                 host, bare ? "]" : "", secure ? site_tls_port() : site_port(), path);
}

void site_address(const char *host, char *address, size_t size)
{
    site_link(host, false, "", address, size);
}
