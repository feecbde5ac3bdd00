/*
 * escl-http.c - see escl-http.h: listeners that come and go with the scanners, and what is
 * answered about a scanner itself; its jobs are in escl-jobs.c.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "escl-http.h"

#include "escl-calls.h"
#include "web-scan.h"

#include "server/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_PORT 8010u
#define MORE_PORTS 990u /* behind the first */

/* Settings have about 2 KiB. */
#define MAX_SETTINGS ((size_t)64 * 1024)

/* As many as a scanner keeps, and some of others that scan with it. */
#define MAX_JOBS 32

static const unsigned char icon[] = {
#include "icon-128.png.h"
};

/* A scanner's listeners. */
struct listener {
    struct scanner *scanner; /* NULL: free */
    struct http_server *plain, *tls;
    bool seen; /* while the list is looked through */
};

static struct {
    pthread_mutex_t mutex; /* guards all; not held by handlers */
    bool running;
    struct escl_setup setup;
    struct http_route *routes;
    size_t num_routes;
    struct listener listeners[SCANNERS_MAX];
} escl = {.mutex = PTHREAD_MUTEX_INITIALIZER};

/* ---- what is answered about a scanner ---- */

static struct http_answer *say_xml(char *text)
{
    return text != NULL ? http_bytes(200, "text/xml", text, strlen(text)) : NULL;
}

/* An address of ours, as a client of this listener reaches it. "": there is none. */
static void make_link(const struct http_request *request, const struct scanner_facts *facts,
                      const char *path, char *link, size_t size)
{
    unsigned port = request->tls ? facts->tls_port : facts->port;

    link[0] = '\0';
    if (port != 0)
        snprintf(link, size, "%s://%s:%u%s", request->tls ? "https" : "http", escl.setup.host,
                 port, path);
}

double escl_gamma(const struct http_request *request)
{
    if (escl.setup.mac_gamma == 0 ||
        strstr(http_header(request, "User-Agent"), "AirScanScanner") == NULL)
        return 1;
    return escl.setup.mac_gamma / 100.0;
}

/* From what is kept: nothing is opened for it, and it is the same each time. */
static struct http_answer *get_capabilities(const struct http_request *request)
{
    struct scanner_facts facts;
    char admin[800], picture[320];

    scanner_facts(request->ctx, &facts);
    if (!facts.known)
        return escl_say(503, "The scanner was never seen: switch it on.");
    web_scan_link(facts.name, escl.setup.host, request->tls, admin, sizeof(admin));
    if (admin[0] == '\0')
        make_link(request, &facts, "/", admin, sizeof(admin));
    make_link(request, &facts, "/eSCL/ScannerIcon", picture, sizeof(picture));
    return say_xml(escl_write_capabilities(&facts, admin, picture));
}

/* SANE's two clients send no name of theirs, and know one word for an open cover only. */
static bool is_sane(const struct http_request *request)
{
    return http_header(request, "User-Agent")[0] == '\0';
}

static struct http_answer *get_status(const struct http_request *request)
{
    struct scanner_facts facts;
    struct scan_job_info *jobs = calloc(MAX_JOBS, sizeof(*jobs));
    bool listed[MAX_JOBS] = {false};
    struct escl_status status = {.facts = &facts, .jobs = jobs, .listed = listed};
    char *text;

    if (jobs == NULL)
        return NULL;
    scanner_facts(request->ctx, &facts);
    if (facts.caps.feeder_sensor) {
        (void)scanner_look(request->ctx); /* for the next one who asks */
        scanner_facts(request->ctx, &facts);
    }
    status.num_jobs = scan_jobs_recent(request->ctx, jobs, MAX_JOBS);
    for (size_t i = 0; i < status.num_jobs; i++)
        listed[i] = escl_job_is_told(request->ctx, jobs[i].id, request);
    status.now = time(NULL);
    status.old_words = is_sane(request);
    text = escl_write_status(&status);
    free(jobs);
    return say_xml(text);
}

static struct http_answer *get_icon(const struct http_request *request)
{
    unsigned char *copy = malloc(sizeof(icon));

    (void)request;
    if (copy == NULL)
        return NULL;
    memcpy(copy, icon, sizeof(icon));
    return http_add(http_bytes(200, "image/png", copy, sizeof(icon)), "Cache-Control",
                    "max-age=86400");
}

const struct http_route escl_routes[] = {
    {"GET",    "/eSCL/ScannerCapabilities",      0,            get_capabilities,   NULL, NULL},
    {"GET",    "/eSCL/ScannerStatus",            0,            get_status,         NULL, NULL},
    {"GET",    "/eSCL/ScannerIcon",              0,            get_icon,           NULL, NULL},
    {"PUT",    "/eSCL/ScanBufferInfo",           MAX_SETTINGS, escl_buffer_info,   NULL, NULL},
    {"POST",   "/eSCL/ScanJobs",                 MAX_SETTINGS, escl_post_job,      NULL, NULL},
    {"DELETE", "/eSCL/ScanJobs/*",               0,            escl_delete_job,    NULL, NULL},
    {"GET",    "/eSCL/ScanJobs/*/NextDocument",  0,            escl_next_document, NULL, NULL},
    {"GET",    "/eSCL/ScanJobs/*/ScanImageInfo", 0,            escl_image_info,    NULL, NULL},
};
const size_t num_escl_routes = sizeof(escl_routes) / sizeof(escl_routes[0]);

/* ---- ports ---- */

struct port_search {
    const struct listener *listener;
    unsigned port;
    bool taken;
};

static bool is_anothers(void *ctx, struct scanner *scanner)
{
    struct port_search *search = ctx;
    struct scanner_facts facts;

    if (scanner != search->listener->scanner) {
        scanner_facts(scanner, &facts);
        search->taken = facts.port == search->port || facts.tls_port == search->port;
    }
    return !search->taken;
}

/* A port that another scanner had, and will want to have again. */
static bool is_kept(const struct listener *listener, unsigned port)
{
    struct port_search search = {listener, port, false};

    scanners_each(is_anothers, &search);
    return search.taken;
}

/* NULL: it is not to be had; why is filled in. */
static struct http_server *start_at(const struct listener *listener, unsigned port, bool tls,
                                    char *why, size_t why_size)
{
    const struct http_settings settings = {
        .listen = &escl.setup.listen,
        .port = port,
        .tls = tls,
        .routes = escl.routes,
        .num_routes = escl.num_routes,
        .ctx = listener->scanner,
    };

    return http_server_start(&settings, why, why_size);
}

/* first: the port to be had if it can be; 0: none. A port that is free when we ask may be taken
 * when we bind, so binding is the question. A certificate that is none fails at each port. */
static struct http_server *start_server(const struct listener *listener, unsigned first,
                                        bool tls, const char *name)
{
    struct http_server *server = NULL;
    char why[512] = "";
    unsigned start = escl.setup.port != 0 ? escl.setup.port : FIRST_PORT;
    unsigned tries = 0;

    if (first != 0) {
        server = start_at(listener, first, tls, why, sizeof(why));
        if (server == NULL)
            log_say(LOG_SAY_WARN, "The scanner %s gets another port than %u: %s", name, first,
                    why);
    }
    for (unsigned port = start; server == NULL && port <= start + MORE_PORTS && port <= 65535;
         port++)
        if (listen_port_error(&escl.setup.listen, port) == 0 && !is_kept(listener, port)) {
            server = start_at(listener, port, tls, why, sizeof(why));
            if (server == NULL && ++tries == 10)
                break;
        }
    if (server == NULL)
        log_say(LOG_SAY_ERROR, "The scanner %s is not served%s: %s", name,
                tls ? " with encryption" : "", why[0] != '\0' ? why : "there is no free port.");
    return server;
}

static bool is_ours(unsigned port)
{
    for (size_t i = 0; i < SCANNERS_MAX; i++) {
        const struct listener *listener = &escl.listeners[i];

        if ((listener->plain != NULL && http_server_port(listener->plain) == port) ||
            (listener->tls != NULL && http_server_port(listener->tls) == port))
            return true;
    }
    return false;
}

/* The one that was asked for is the first scanner's, before any that is remembered. */
static unsigned first_port(const struct scanner_facts *facts)
{
    unsigned asked = escl.setup.port;

    return asked != 0 && !is_ours(asked) ? asked : facts->port;
}

static unsigned port_of(const struct http_server *server)
{
    return server != NULL ? http_server_port(server) : 0;
}

/* ---- scanners come and go ---- */

static void open_listener(struct listener *listener)
{
    struct scanner_facts facts;
    unsigned port, tls_port;

    scanner_facts(listener->scanner, &facts);
    listener->plain = start_server(listener, first_port(&facts), false, facts.name);
    if (escl.setup.tls && listener->tls == NULL)
        listener->tls = start_server(listener, facts.tls_port, true, facts.name);
    port = port_of(listener->plain);
    tls_port = port_of(listener->tls);
    if (port != facts.port || tls_port != facts.tls_port)
        scanner_set_ports(listener->scanner, port, tls_port);
    if (port != 0)
        log_say(LOG_SAY_INFO, "The scanner %s is at http://%s:%u/.", facts.name,
                escl.setup.host, port);
}

/* Its jobs end first, so that nobody waits for their pages. */
static void close_listener(struct listener *listener)
{
    escl_jobs_cancel(listener->scanner);
    http_server_stop(listener->plain);
    http_server_stop(listener->tls);
    memset(listener, 0, sizeof(*listener));
}

static struct listener *listener_of(const struct scanner *scanner)
{
    for (size_t i = 0; i < SCANNERS_MAX; i++)
        if (escl.listeners[i].scanner == scanner)
            return &escl.listeners[i];
    return NULL;
}

static bool look_at(void *ctx, struct scanner *scanner)
{
    struct listener *listener = listener_of(scanner);

    (void)ctx;
    if (listener == NULL && (listener = listener_of(NULL)) != NULL)
        listener->scanner = scanner;
    if (listener != NULL)
        listener->seen = true;
    return true;
}

/* With the mutex. Those that are gone first: their ports may be wanted. */
static void follow(void)
{
    for (size_t i = 0; i < SCANNERS_MAX; i++)
        escl.listeners[i].seen = false;
    scanners_each(look_at, NULL);
    for (size_t i = 0; i < SCANNERS_MAX; i++)
        if (escl.listeners[i].scanner != NULL && !escl.listeners[i].seen)
            close_listener(&escl.listeners[i]);
    for (size_t i = 0; i < SCANNERS_MAX; i++)
        if (escl.listeners[i].scanner != NULL && escl.listeners[i].plain == NULL)
            open_listener(&escl.listeners[i]);
}

static void scanners_are_other(void *ctx)
{
    (void)ctx;
    pthread_mutex_lock(&escl.mutex);
    if (escl.running)
        follow();
    pthread_mutex_unlock(&escl.mutex);
}

static bool join_routes(void)
{
    escl.num_routes = num_escl_routes + num_web_scan_routes;
    escl.routes = calloc(escl.num_routes, sizeof(*escl.routes));
    if (escl.routes == NULL)
        return false;
    memcpy(escl.routes, escl_routes, num_escl_routes * sizeof(*escl.routes));
    memcpy(escl.routes + num_escl_routes, web_scan_routes,
           num_web_scan_routes * sizeof(*escl.routes));
    return true;
}

void escl_start(const struct escl_setup *setup)
{
    static bool watching;
    bool watch;

    pthread_mutex_lock(&escl.mutex);
    escl.setup = *setup;
    escl.running = join_routes();
    escl_stop_waiting(false);
    watch = !watching;
    watching = true;
    if (escl.running)
        follow();
    pthread_mutex_unlock(&escl.mutex);
    if (watch)
        scanners_watch(scanners_are_other, NULL);
}

void escl_stop(void)
{
    escl_stop_waiting(true);
    pthread_mutex_lock(&escl.mutex);
    escl.running = false;
    for (size_t i = 0; i < SCANNERS_MAX; i++)
        if (escl.listeners[i].scanner != NULL)
            close_listener(&escl.listeners[i]);
    escl_jobs_forget();
    free(escl.routes);
    escl.routes = NULL;
    pthread_mutex_unlock(&escl.mutex);
}
