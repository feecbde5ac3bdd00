/*
 * site-printers.c - the site's part "printers": the list of them, and which pages there are.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parts.h"
#include "printers-parts.h"
#include "state-words.h"

#include "server/own-page-facts.h"
#include "server/printer.h"
#include "server/queue-name.h"

#include <string.h>

#define ROWS 50 /* of a page of the list */

/* Which printers a page of the list has. */
struct rows {
    int ids[ROWS];
    size_t n, skip;
    bool more;
};

static void take_row(pappl_printer_t *printer, void *ctx)
{
    struct rows *rows = ctx;

    if (papplPrinterIsDeleted(printer))
        return;
    if (rows->skip > 0)
        rows->skip--;
    else if (rows->n < ROWS)
        rows->ids[rows->n++] = papplPrinterGetID(printer);
    else
        rows->more = true;
}

static void put_state(struct visit *visit, int id)
{
    struct job_queue *queue = jobs_queue(site.jobs, id);
    struct state_view state;
    char text[256];

    if (queue == NULL)
        return;
    state_look(queue, &state);
    state_say(visit->language, &state, text, sizeof(text));
    page_put(visit, "<span class=\"state %s\">%s</span>", state_class(&state), text);
}

static void put_row(struct visit *visit, int id)
{
    pappl_printer_t *printer = papplSystemFindPrinter(site.system, NULL, id, NULL);
    char name[QUEUE_NAME_MAX + 1], model[128] = "", place[256] = "", address[URI_MAX + 1];

    if (printer == NULL)
        return;
    queue_human_name(printer, name, sizeof(name));
    papplPrinterGetLocation(printer, place, sizeof(place));
    own_fact_uri(papplPrinterGetDeviceURI(printer), address, sizeof(address));
    if (printer_model(printer) != NULL)
        model_make_and_model(printer_model(printer), model, sizeof(model));
    page_put(visit, "<tr><th scope=\"row\"><a class=\"target\" href=\"/printers/%d\">%s</a>",
             id, name);
    if (papplSystemGetDefaultPrinterID(site.system) == id)
        page_put(visit, " <span class=\"badge\">%w</span>", "printers.default");
    page_put(visit, "</th><td data-label=\"%w\">", "printers.state");
    put_state(visit, id);
    page_put(visit, "</td><td data-label=\"%w\">%s</td>", "printers.place",
             place[0] != '\0' ? place : "-");
    page_put(visit, "<td data-label=\"%w\"><bdi>%s</bdi></td>", "printers.model", model);
    page_put(visit, "<td data-label=\"%w\"><code dir=\"ltr\">%s</code></td></tr>\n",
             "printers.address", address);
}

static void put_list(struct visit *visit, const struct rows *rows)
{
    page_put(visit,
             "<section class=\"panel\"><table class=\"cards\"><thead><tr><th "
             "scope=\"col\">%w</th><th scope=\"col\">%w</th><th scope=\"col\">%w</th>",
             "printers.name", "printers.state", "printers.place");
    page_put(visit, "<th scope=\"col\">%w</th><th scope=\"col\">%w</th></tr></thead><tbody>\n",
             "printers.model", "printers.address");
    for (size_t i = 0; i < rows->n; i++)
        put_row(visit, rows->ids[i]);
    page_put(visit, "</tbody></table></section>\n");
}

static struct http_answer *get_list(struct visit *visit)
{
    int page = atoi(visit_field(visit, "page"));
    struct rows rows = {.n = 0};

    page = page > 0 && page < 1000 ? page : 1;
    rows.skip = (size_t)(page - 1) * ROWS;
    papplSystemIteratePrinters(site.system, take_row, &rows);
    if (!page_begin(visit, "nav.printers", SECTION_PRINTERS, NULL))
        return NULL;
    if (rows.n > 0)
        put_list(visit, &rows);
    else
        page_put(visit, "<section class=\"panel\"><p>%w</p></section>\n", "printers.none");
    page_put(visit, "<p class=\"buttons\">");
    if (visit->admin)
        page_put(visit, "<a class=\"button primary\" href=\"/printers/add\">%w</a> ",
                 "printers.add");
    else
        page_put(visit, "<span class=\"soft\">%w</span> ", "printers.who-changes");
    if (page > 1)
        page_put(visit, "<a class=\"button\" href=\"/printers?page=%d\">%w</a> ", page - 1,
                 "printers.page-before");
    if (rows.more)
        page_put(visit, "<a class=\"button\" href=\"/printers?page=%d\">%w</a>", page + 1,
                 "printers.page-next");
    page_put(visit, "</p>\n");
    return page_end(visit, 200);
}

#define EVERYBODY     SITE_EVERYBODY
#define ADMINISTRATOR SITE_ADMINISTRATOR

static const struct site_route routes[] = {
    {"GET",  "/printers",               0, EVERYBODY,     get_list,                  NULL},
    {"GET",  "/printers/add",           0, ADMINISTRATOR, printers_get_add,          NULL},
    {"POST", "/printers/add",           0, ADMINISTRATOR, printers_post_add,         NULL},
    {"GET",  "/printers/found",         0, ADMINISTRATOR, printers_get_found,        NULL},
    {"POST", "/printers/search",        0, ADMINISTRATOR, printers_post_search,      NULL},
    {"GET",  "/printers/*",             0, EVERYBODY,     printers_get_one,          NULL},
    {"POST", "/printers/*/name",        0, ADMINISTRATOR, printers_post_name,        NULL},
    {"POST", "/printers/*/address",     0, ADMINISTRATOR, printers_post_address,     NULL},
    {"POST", "/printers/*/model",       0, ADMINISTRATOR, printers_post_model,       NULL},
    {"POST", "/printers/*/default",     0, ADMINISTRATOR, printers_post_default,     NULL},
    {"POST", "/printers/*/identify",    0, ADMINISTRATOR, printers_post_identify,    NULL},
    {"GET",  "/printers/*/delete",      0, ADMINISTRATOR, printers_get_delete,       NULL},
    {"POST", "/printers/*/delete",      0, ADMINISTRATOR, printers_post_delete,      NULL},
    {"GET",  "/printers/*/options",     0, ADMINISTRATOR, printers_get_options,      NULL},
    {"POST", "/printers/*/options",     0, ADMINISTRATOR, printers_post_options,     NULL},
    {"POST", "/printers/*/reset",       0, ADMINISTRATOR, printers_post_reset,       NULL},
    {"GET",  "/printers/*/paper",       0, ADMINISTRATOR, printers_get_paper,        NULL},
    {"POST", "/printers/*/paper",       0, ADMINISTRATOR, printers_post_paper,       NULL},
    {"POST", "/printers/*/toner",       0, ADMINISTRATOR, printers_post_toner,       NULL},
    {"GET",  "/printers/*/calibration", 0, ADMINISTRATOR, printers_get_calibration,  NULL},
    {"POST", "/printers/*/calibration", 0, ADMINISTRATOR, printers_post_calibration, NULL},
    {"POST", "/printers/*/page",        0, ADMINISTRATOR, printers_post_page,        NULL},
    {"GET",  "/printers/*/language",    0, ADMINISTRATOR, printers_get_language,     NULL},
    {"POST", "/printers/*/language",    0, ADMINISTRATOR, printers_post_language,    NULL},
};

const struct site_part site_printers = {routes, sizeof(routes) / sizeof(routes[0]), NULL,
                                        printers_stop_search};
