/*
 * site-settings.c - the site's part "settings": the overview, starting again, and what its
 * pages share. The pages: settings-form.c, settings-tls.c, settings-log.c, settings-about.c.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parts.h"
#include "settings-parts.h"

#include "server/host-names.h"
#include "server/log.h"
#include "server/restart.h"

#include <stdatomic.h>
#include <string.h>
#include <time.h>

/* Seconds until a browser looks for the server that starts again. */
#define RESTART_SECONDS "10"

static atomic_bool certificate_waits;

static const char *const network[] = {
    "server-port",  "listen-hostname", "server-hostname", "host-aliases",   "web-port",
    "web-tls-port", "web-allow",       "print-allow",     "server-options", NULL};
static const char *const ways[] = {"upload", "lpd-listen", "raw-listen", NULL};
static const char *const limits[] = {"max-jobs",  "max-history", "max-storage",
                                     "max-spool", "keep-free",   NULL};
static const char *const scan[] = {"scan", "scan-port", "scan-allow", "scan-mac-gamma", NULL};
static const char *const log_names[] = {"log-level", "log-max-size", NULL};

const struct settings_page settings_pages[] = {
    {"network",   "settings.network", network  },
    {"ways",      "settings.ways",    ways     },
    {"limits",    "settings.limits",  limits   },
    {"scan",      "settings.scan",    scan     },
    {"log-level", "settings.log",     log_names},
};
const size_t num_settings_pages = sizeof(settings_pages) / sizeof(settings_pages[0]);

/* Pages that are no forms of options; other parts of the site have two of them. */
static const char *const links[][3] = {
    {"/settings/tls",    "settings.tls",    "settings.tls-about"   },
    {"/settings/access", "settings.access", "settings.access-about"},
    {"/people",          "settings.people", "settings.people-about"},
    {"/settings/move",   "move.title",      "settings.move-about"  },
    {"/log",             "log.title",       "log.title-about"      },
    {"/about",           "about.title",     "about.title-about"    },
};

const struct settings_page *settings_page_find(const char *piece)
{
    for (size_t i = 0; i < num_settings_pages; i++)
        if (strcmp(settings_pages[i].piece, piece) == 0)
            return &settings_pages[i];
    return NULL;
}

/* ---- what they share ---- */

void settings_note_certificate(void)
{
    atomic_store(&certificate_waits, true);
}

void settings_put_waits(struct visit *visit)
{
    if (!atomic_load(&certificate_waits) && !server_settings_pending())
        return;
    page_put(visit, "<section class=\"notice busy waits\"><h2>%w</h2><p>%w</p>\n",
             "settings.waits", "settings.restart-help");
    page_form(visit, "/settings/restart", "");
    page_put(visit, "<button class=\"primary\">%w</button></form></section>\n",
             "settings.restart");
}

void settings_put_fact(struct visit *visit, const char *key, const char *text, bool latin)
{
    page_put(visit, "<dt>%w</dt><dd><bdi", key);
    fputs(latin ? " lang=\"en\" dir=\"ltr\">" : ">", visit->page);
    page_put(visit, "%s</bdi></dd>\n", text);
}

void settings_put_back(struct visit *visit)
{
    page_put(visit, "<p><a class=\"button\" href=\"/settings\">%w</a></p>\n", "settings.back");
}

void settings_date(time_t when, char *text, size_t size)
{
    struct tm local;

    text[0] = '\0';
    if (localtime_r(&when, &local) != NULL)
        (void)strftime(text, size, "%Y-%m-%d %H:%M", &local);
}

/* ---- the overview ---- */

static void put_link(struct visit *visit, const char *path, const char *piece, const char *key,
                     const char *about)
{
    page_put(
        visit,
        "<li class=\"panel\"><h2><a href=\"%s%s\">%w</a></h2><p class=\"soft\">%w</p></li>\n",
        path, piece, key, about);
}

static void put_page_link(struct visit *visit, const struct settings_page *page)
{
    char about[100];

    snprintf(about, sizeof(about), "%s-about", page->key);
    put_link(visit, "/settings/", page->piece, page->key, about);
}

static void put_trouble(struct visit *visit)
{
    char text[4096], *rest = NULL;

    server_settings_trouble(text, sizeof(text));
    if (text[0] == '\0')
        return;
    page_put(visit, "<section class=\"notice bad\"><h2>%w</h2><ul lang=\"en\" dir=\"ltr\">\n",
             "settings.trouble");
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        page_put(visit, "<li>%s</li>\n", line);
    fputs("</ul></section>\n", visit->page);
}

static struct http_answer *get_overview(struct visit *visit)
{
    if (!page_begin(visit, "nav.settings", SECTION_SETTINGS, NULL))
        return NULL;
    settings_put_waits(visit);
    put_trouble(visit);
    fputs("<ul class=\"grid settings-list\">\n", visit->page);
    put_page_link(visit, &settings_pages[0]);
    put_link(visit, links[0][0], "", links[0][1], links[0][2]);
    for (size_t i = 1; i < num_settings_pages; i++)
        put_page_link(visit, &settings_pages[i]);
    for (size_t i = 1; i < sizeof(links) / sizeof(links[0]); i++)
        put_link(visit, links[i][0], "", links[i][1], links[i][2]);
    fputs("</ul>\n", visit->page);
    return page_end(visit, 200);
}

/* ---- starting again ---- */

/* The port of this page at the next start: as it was set, or as it is. */
static void next_port(bool tls, char *port, size_t size)
{
    const struct option_row *row = option_find(tls ? "web-tls-port" : "web-port");
    struct server_setting setting;

    server_setting_look(row, &setting);
    if (setting.pending && setting.next[0] != '\0')
        snprintf(port, size, "%.8s", setting.next);
    else
        snprintf(port, size, "%u", tls ? site_tls_port() : site_port());
}

/* Where the browser finds the page then, by the name that it uses now. */
static void next_address(const struct visit *visit, char *address, size_t size)
{
    const char *host = http_header(visit->request, "Host");
    size_t n = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
    char port[12];

    next_port(visit->request->tls, port, sizeof(port));
    snprintf(address, size, "%s://%.*s:%s/settings?notice=%s",
             visit->request->tls ? "https" : "http", (int)(n < 256 ? n : 256), host, port,
             "settings-restarted");
}

static struct http_answer *post_restart(struct visit *visit)
{
    char address[400], refresh[450];

    if (!page_begin(visit, "settings.restarting", SECTION_SETTINGS, "settings.js"))
        return NULL;
    next_address(visit, address, sizeof(address));
    page_put(
        visit,
        "<p role=\"status\">%w</p>\n<p><a class=\"button\" data-go-on href=\"%s\">%w</a></p>\n",
        "settings.restarting-help", address, "settings.go-on");
    snprintf(refresh, sizeof(refresh), RESTART_SECONDS "; url=%s", address);
    log_say(LOG_SAY_INFO, "The server is to start again, says %s at %s.",
            visit->user[0] != '\0' ? visit->user : "somebody", visit->request->host);
    restart_ask();
    papplSystemShutdown(site.system);
    return http_add(page_end(visit, 200), "Refresh", refresh);
}

static const struct site_route routes[] = {
    {"GET",  "/settings",           0,       SITE_ADMINISTRATOR, get_overview,           NULL},
    {"GET",  "/settings/network",   0,       SITE_ADMINISTRATOR, settings_get_page,      NULL},
    {"POST", "/settings/network",   0,       SITE_ADMINISTRATOR, settings_post_page,     NULL},
    {"GET",  "/settings/ways",      0,       SITE_ADMINISTRATOR, settings_get_page,      NULL},
    {"POST", "/settings/ways",      0,       SITE_ADMINISTRATOR, settings_post_page,     NULL},
    {"GET",  "/settings/limits",    0,       SITE_ADMINISTRATOR, settings_get_page,      NULL},
    {"POST", "/settings/limits",    0,       SITE_ADMINISTRATOR, settings_post_page,     NULL},
    {"GET",  "/settings/scan",      0,       SITE_ADMINISTRATOR, settings_get_page,      NULL},
    {"POST", "/settings/scan",      0,       SITE_ADMINISTRATOR, settings_post_page,     NULL},
    {"GET",  "/settings/log-level", 0,       SITE_ADMINISTRATOR, settings_get_page,      NULL},
    {"POST", "/settings/log-level", 0,       SITE_ADMINISTRATOR, settings_post_page,     NULL},
    {"GET",  "/settings/tls",       0,       SITE_ADMINISTRATOR, settings_get_tls,       NULL},
    {"POST", "/settings/tls",       1 << 18, SITE_ADMINISTRATOR, settings_post_tls,      NULL},
    {"POST", "/settings/tls/new",   0,       SITE_ADMINISTRATOR, settings_post_tls_new,  NULL},
    {"POST", "/settings/restart",   0,       SITE_ADMINISTRATOR, post_restart,           NULL},
    {"GET",  "/log",                0,       SITE_ADMINISTRATOR, settings_get_log,       NULL},
    {"GET",  "/log/lines",          0,       SITE_ADMINISTRATOR, settings_get_log_lines, NULL},
    {"GET",  "/log/text",           0,       SITE_ADMINISTRATOR, settings_get_log_text,  NULL},
    {"GET",  "/about",              0,       SITE_EVERYBODY,     settings_get_about,     NULL},
};

const struct site_part site_settings = {routes, sizeof(routes) / sizeof(routes[0]), NULL, NULL};
