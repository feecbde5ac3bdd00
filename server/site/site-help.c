/*
 * site-help.c - how to print from whatever one has: steps, addresses, a QR code, a sheet for
 * the wall, a script for Windows. All addresses are those by which the visitor reaches this
 * server.
 *
 *   /help              for a printer (?printer=ID)
 *   /help/sheet        one page of A4
 *   /help/windows/ID   the script
 * SPDX-License-Identifier: Apache-2.0
 */
#include "help-parts.h"
#include "print-parts.h"
#include "qr.h"

#include "server/queue-name.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- where it is ---- */

static bool is_only_here(const char *host)
{
    return strcasecmp(host, "localhost") == 0 || strncmp(host, "127.", 4) == 0 ||
           strcmp(host, "[::1]") == 0;
}

void help_host(const char *field, const char *other, char *host, size_t size)
{
    size_t n = field[0] == '[' ? strcspn(field, "]") + 1 : strcspn(field, ":");

    if (n > strlen(field))
        n = strlen(field);
    snprintf(host, size, "%.*s", (int)(n < size ? n : size - 1), field);
    if ((host[0] == '\0' || is_only_here(host)) && other[0] != '\0')
        snprintf(host, size, "%s", other);
}

static void find_place(const struct visit *visit, pappl_printer_t *printer,
                       struct help_place *p)
{
    char path[256] = "";

    memset(p, 0, sizeof(*p));
    help_host(http_header(visit->request, "Host"), site.host, p->host, sizeof(p->host));
    site_address(p->host, p->site, sizeof(p->site));
    if (printer == NULL)
        return;
    queue_human_name(printer, p->printer, sizeof(p->printer));
    papplPrinterGetPath(printer, NULL, path, sizeof(path));
    snprintf(p->port, sizeof(p->port), "%u", site.ipp_port);
    snprintf(p->queue, sizeof(p->queue), "ipp/print%s", path);
    snprintf(p->ipp, sizeof(p->ipp), "ipp://%s:%s/%s", p->host, p->port, p->queue);
    snprintf(p->http, sizeof(p->http), "http://%s:%s/%s", p->host, p->port, p->queue);
    snprintf(p->windows7, sizeof(p->windows7), "http://%s:%s/printers%s/.printer", p->host,
             p->port, path);
    if (site.tls)
        snprintf(p->ipps, sizeof(p->ipps), "ipps://%s:%s/%s", p->host, p->port, p->queue);
}

static pappl_printer_t *asked_printer(const struct visit *visit)
{
    return print_printer((int)strtol(visit_field(visit, "printer"), NULL, 10));
}

/* ---- pieces ---- */

static void put_code(struct visit *visit, const struct help_place *p)
{
    char label[700];

    say_into(visit->language, label, sizeof(label), "help.qr", "address", p->site, NULL);
    (void)qr_put(visit->page, p->site, label);
}

static void put_address(struct visit *visit, const char *key, const char *address)
{
    if (address[0] != '\0')
        page_put(visit, "<dt>%w</dt><dd><code dir=\"ltr\">%s</code></dd>\n", key, address);
}

static void put_addresses(struct visit *visit, const struct help_place *p)
{
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n<dl>\n", "help.addresses");
    put_address(visit, "help.address", p->ipp);
    put_address(visit, "help.address-tls", p->ipps);
    put_address(visit, "help.page-address", p->site);
    page_put(visit, "</dl></section>\n");
}

static void put_phone(struct visit *visit, const struct help_place *p, int printer)
{
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n<div class=\"phone\">",
             "help.phone");
    put_code(visit, p);
    page_put(visit,
             "<div><p>%w</p><p><code dir=\"ltr\">%s</code></p>"
             "<p><a href=\"/help/sheet?printer=%d\">%w</a></p></div></div></section>\n",
             "help.phone-how", p->site, printer, "help.sheet-link");
}

static void put_missing(struct visit *visit, const struct help_place *p)
{
    static const char *const reasons[] = {
        "help.missing-page",     "help.missing-guest", "help.missing-mdns",
        "help.missing-firewall", "help.missing-name",  "help.missing-allow",
    };

    page_put(visit, "<section class=\"panel\" id=\"missing\"><h2>%w</h2>\n<ul>\n",
             "help.missing");
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        fputs("<li>", visit->page);
        page_say(visit, reasons[i], "host", p->host, "port", p->port, NULL);
        fputs("</li>\n", visit->page);
    }
    page_put(visit, "</ul></section>\n");
}

/* ---- pages ---- */

static struct http_answer *get_help(struct visit *visit)
{
    pappl_printer_t *printer = asked_printer(visit);
    struct help_place place;
    int id;

    find_place(visit, printer, &place);
    if (!page_begin(visit, "nav.help", SECTION_HELP, "print.js"))
        return NULL;
    if (printer == NULL) {
        page_put(visit, "<p>%w</p>\n", "print.no-printer");
        return page_end(visit, 200);
    }
    id = papplPrinterGetID(printer);
    page_put(
        visit,
        "<p>%w</p>\n<p><a class=\"button primary\" href=\"/print?printer=%d\">%w</a></p>\n",
        "help.lead", id, "help.from-here");
    print_put_printers(visit, printer, "/help");
    page_put(visit, "<h2>%w</h2>\n", "help.systems");
    help_put_systems(visit, &place, id);
    put_missing(visit, &place);
    put_phone(visit, &place, id);
    put_addresses(visit, &place);
    return page_end(visit, 200);
}

static void put_sheet_system(struct visit *visit, const struct help_place *p, const char *name,
                             const char *key)
{
    page_put(visit, "<h3>%s</h3>\n<p>", name);
    page_say(visit, key, "printer", p->printer, NULL);
    fputc(' ', visit->page);
    page_say(visit, "help.choose", "printer", p->printer, NULL);
    page_put(visit, "</p>\n");
}

static struct http_answer *get_sheet(struct visit *visit)
{
    pappl_printer_t *printer = asked_printer(visit);
    struct help_place p;

    if (printer == NULL)
        return visit_refuse(visit, 404, "print.no-printer");
    find_place(visit, printer, &p);
    if (!page_begin(visit, "help.sheet-link", SECTION_HELP, NULL))
        return NULL;
    page_put(visit, "<p class=\"not-printed\">%w</p>\n<article class=\"panel sheet\"><h2>",
             "help.sheet-print");
    page_say(visit, "help.sheet", "printer", p.printer, NULL);
    page_put(visit, "</h2>\n<div class=\"phone\">");
    put_code(visit, &p);
    page_put(visit, "<div><p>%w</p><p><code dir=\"ltr\">%s</code></p></div></div>\n",
             "help.phone-how", p.site);
    put_sheet_system(visit, &p, "iPhone, iPad", "help.ios");
    put_sheet_system(visit, &p, "Android", "help.android");
    put_sheet_system(visit, &p, "Windows 10, 11", "help.windows");
    put_sheet_system(visit, &p, "Mac", "help.mac");
    put_sheet_system(visit, &p, "Chromebook", "help.chromeos");
    page_put(visit, "<h3>%w</h3><p><code dir=\"ltr\">%s</code></p></article>\n", "help.address",
             p.ipp);
    return page_end(visit, 200);
}

static struct http_answer *get_windows(struct visit *visit)
{
    int id = visit_id(visit, 0);
    pappl_printer_t *printer =
        id != 0 ? papplSystemFindPrinter(site.system, NULL, id, NULL) : NULL;
    struct help_place place;
    struct http_answer *answer;
    char *script, name[400];

    if (printer == NULL)
        return visit_refuse(visit, 404, "print.printer-gone");
    find_place(visit, printer, &place);
    script = help_script(visit->language, place.printer, place.http);
    if (script == NULL)
        return NULL;
    answer = http_text(200, "text/plain; charset=utf-8", script);
    free(script);
    snprintf(name, sizeof(name), "attachment; filename=\"add-%s.ps1\"",
             strrchr(place.queue, '/') + 1); /* letters, digits, '_', '-' by PAPPL */
    answer = http_add(answer, "Content-Disposition", name);
    answer = http_add(answer, "X-Content-Type-Options", "nosniff");
    return http_add(answer, "Cache-Control", "no-store");
}

static const struct site_route routes[] = {
    {"GET", "/help",           0, SITE_EVERYBODY, get_help,    NULL},
    {"GET", "/help/sheet",     0, SITE_EVERYBODY, get_sheet,   NULL},
    {"GET", "/help/windows/*", 0, SITE_EVERYBODY, get_windows, NULL},
};

const struct site_part site_help = {routes, sizeof(routes) / sizeof(routes[0]), NULL, NULL};
