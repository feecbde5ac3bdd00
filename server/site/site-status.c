/*
 * site-status.c - the first page: all printers and scanners at a glance. Its content is a
 * fragment, too, which a script renews while somebody looks.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parts.h"
#include "status-parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PAGE_PRINTERS 50 /* on one page */
#define BRIEF_FROM    5  /* as many are shown without what is in them */
#define RENEW_SECONDS 30 /* without a script */

/* ---- which printers ---- */

struct listing {
    int ids[1000];
    size_t n;
};

static void note_printer(pappl_printer_t *printer, void *data)
{
    struct listing *listing = data;

    if (listing->n < sizeof(listing->ids) / sizeof(listing->ids[0]))
        listing->ids[listing->n++] = papplPrinterGetID(printer);
}

/* The page that was asked for, from 0; the last one where there are not so many. */
static size_t page_number(const struct visit *visit, size_t num_printers)
{
    long page = strtol(visit_field(visit, "page"), NULL, 10);
    size_t pages = num_printers > 0 ? (num_printers - 1) / PAGE_PRINTERS : 0;

    if (page < 0)
        return 0;
    return (size_t)page < pages ? (size_t)page : pages;
}

static void put_paging(struct visit *visit, size_t page, size_t num_printers)
{
    if (num_printers <= PAGE_PRINTERS)
        return;
    page_put(visit, "<p class=\"row\">\n");
    if (page > 0)
        page_put(visit, "<a class=\"button\" href=\"/?page=%u\">%w</a>\n", (unsigned)page - 1,
                 "status.before");
    if ((page + 1) * PAGE_PRINTERS < num_printers)
        page_put(visit, "<a class=\"button\" href=\"/?page=%u\">%w</a>\n", (unsigned)page + 1,
                 "status.more");
    page_put(visit, "</p>\n");
}

/* ---- the content ---- */

static void put_welcome(struct visit *visit)
{
    page_put(visit,
             "<section class=\"panel welcome\" id=\"welcome\">\n<h2>%w</h2>\n<p>%w</p>\n",
             "status.welcome", "status.no-printer");
    if (visit->admin)
        page_put(
            visit,
            "<p>%w</p>\n<p><a class=\"button primary\" href=\"/printers/add\">%w</a></p>\n",
            "status.add-why", "status.add");
    else
        page_put(visit,
                 "<p>%w</p>\n<p><a class=\"button primary\" href=\"/sign-in\">%w</a></p>\n",
                 "status.who-adds", "nav.sign-in");
    page_put(visit, "</section>\n");
}

static void put_time(struct visit *visit)
{
    time_t now = time(NULL);
    struct tm local;
    char text[16] = "";

    if (localtime_r(&now, &local) != NULL)
        (void)strftime(text, sizeof(text), "%H:%M:%S", &local);
    page_put(visit, "<p class=\"soft as-of\" id=\"as-of\">");
    page_say(visit, "status.as-of", "time", text, NULL);
    page_put(visit, " <a class=\"unscripted\" href=\"/\">%w</a></p>\n", "status.renew");
}

/* How many of several are in order: before them, as it is what is looked for first. */
static void put_summary(struct visit *visit, const struct listing *listing, size_t first,
                        size_t end)
{
    unsigned good = 0, all = 0;
    char g[16], a[16];

    for (size_t i = first; i < end; i++) {
        pappl_printer_t *printer =
            papplSystemFindPrinter(site.system, NULL, listing->ids[i], NULL);

        good += printer != NULL && panel_in_order(printer);
        all += printer != NULL;
    }
    if (all < 2)
        return;
    snprintf(g, sizeof(g), "%u", good);
    snprintf(a, sizeof(a), "%u", all);
    page_put(visit, "<p class=\"summary\" id=\"summary\"><span class=\"state %s\">",
             good == all ? "ok" : "bad");
    page_say(visit, "status.summary", "good", g, "all", a, NULL);
    page_put(visit, "</span></p>\n");
}

static void put_printers(struct visit *visit, const struct listing *listing, size_t page)
{
    size_t first = page * PAGE_PRINTERS, end = first + PAGE_PRINTERS;

    if (end > listing->n)
        end = listing->n;
    put_summary(visit, listing, first, end);
    page_put(visit, "<div class=\"printers%s\" id=\"printers\">\n",
             listing->n >= BRIEF_FROM ? " many"
             : listing->n == 1        ? " single"
                                      : "");
    for (size_t i = first; i < end; i++) {
        pappl_printer_t *printer =
            papplSystemFindPrinter(site.system, NULL, listing->ids[i], NULL);

        if (printer != NULL)
            panel_put(visit, printer, listing->n >= BRIEF_FROM);
    }
    page_put(visit, "</div>\n");
}

static void put_content(struct visit *visit)
{
    struct listing listing = {.n = 0};
    size_t page;

    papplSystemIteratePrinters(site.system, note_printer, &listing);
    page = page_number(visit, listing.n);
    if (listing.n == 0)
        put_welcome(visit);
    else
        put_printers(visit, &listing, page);
    put_paging(visit, page, listing.n);
    scanners_put(visit);
    put_time(visit);
}

/* ---- routes ---- */

static struct http_answer *get_page(struct visit *visit)
{
    visit->again_seconds = RENEW_SECONDS;
    if (!page_begin(visit, "nav.status", SECTION_STATUS, NULL))
        return NULL;
    page_put(visit, "<div data-renew=\"/status?page=%d\" data-every=\"3\">\n",
             (int)strtol(visit_field(visit, "page"), NULL, 10));
    put_content(visit);
    page_put(visit, "</div>\n");
    return page_end(visit, 200);
}

static struct http_answer *get_content(struct visit *visit)
{
    if (!page_fragment_begin(visit))
        return NULL;
    put_content(visit);
    return page_fragment_end(visit);
}

static const struct site_route routes[] = {
    {"GET", "/",       0, SITE_EVERYBODY, get_page,    NULL},
    {"GET", "/status", 0, SITE_EVERYBODY, get_content, NULL},
};

const struct site_part site_status = {routes, sizeof(routes) / sizeof(routes[0]), NULL, NULL};
