/*
 * site-people.c - the site's part "people": its pages, and what they share.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "people-parts.h"

#include "parts.h"

#include <stdlib.h>
#include <string.h>

#define IMPORT_BYTES ((size_t)1 << 20)

/* ---- pages ---- */

static const struct {
    const char *path, *key;
} tabs[] = {
    [PEOPLE_USAGE] = {"/people",             "people.usage"      },
    [PEOPLE_LIMITS] = {"/people/limits",      "people.limits"     },
    [PEOPLE_DEPARTMENTS] = {"/people/departments", "people.departments"},
    [PEOPLE_QUIET] = {"/people/quiet-hours", "people.quiet"      },
};

bool people_begin(struct visit *visit, enum people_tab tab)
{
    if (!page_begin(visit, tabs[tab].key, SECTION_PEOPLE, NULL))
        return false;
    page_put(visit, "<ul class=\"people-tabs\" aria-label=\"%w\">\n", "people.pages");
    for (size_t i = 0; i < sizeof(tabs) / sizeof(tabs[0]); i++) {
        page_put(visit, "<li><a href=\"%s\"", tabs[i].path);
        fputs(i == tab ? " aria-current=\"page\"" : "", visit->page);
        page_put(visit, ">%w</a></li>\n", tabs[i].key);
    }
    page_put(visit, "</ul>\n");
    return true;
}

struct http_answer *people_refuse(struct visit *visit, const char *sentence,
                                  struct http_answer *(*page)(struct visit *visit))
{
    snprintf(visit->refusal, sizeof(visit->refusal), "%s", visit_word(visit, sentence));
    return page(visit);
}

struct http_answer *people_file(char *text, size_t n, const char *name)
{
    char disposition[128];
    struct http_answer *answer = http_bytes(200, "text/csv; charset=utf-8", text, n);

    snprintf(disposition, sizeof(disposition), "attachment; filename=\"%s\"", name);
    answer = http_add(answer, "Content-Disposition", disposition);
    answer = http_add(answer, "X-Content-Type-Options", "nosniff");
    return http_add(answer, "Cache-Control", "no-store");
}

/* ---- fields ---- */

bool people_number(const struct visit *visit, const char *name, long least, long most,
                   long *number)
{
    const char *text = visit_field(visit, name);
    char *end;

    if (text[0] < '0' || text[0] > '9' || strlen(text) > 9)
        return false;
    *number = strtol(text, &end, 10);
    return *end == '\0' && *number >= least && *number <= most;
}

void people_put_hidden(struct visit *visit, const char *name, const char *value)
{
    page_put(visit, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, value);
}

size_t people_page(const struct visit *visit, size_t n)
{
    size_t last = n > 0 ? (n - 1) / PEOPLE_PAGE : 0;
    long page;

    if (!people_number(visit, "page", 0, 1000000, &page))
        return 0;
    return (size_t)page < last ? (size_t)page : last;
}

static void put_page_link(struct visit *visit, const char *path, const char *query, size_t page,
                          const char *key)
{
    page_put(visit, "<a class=\"button\" href=\"%s?%spage=%u\">%w</a>\n", path, query,
             (unsigned)page, key);
}

void people_put_pager(struct visit *visit, const char *path, const char *query, size_t page,
                      size_t n)
{
    char at[24], all[24];

    if (n <= PEOPLE_PAGE)
        return;
    snprintf(at, sizeof(at), "%zu", page + 1);
    snprintf(all, sizeof(all), "%zu", (n - 1) / PEOPLE_PAGE + 1);
    page_put(visit, "<p class=\"row\">");
    if (page > 0)
        put_page_link(visit, path, query, page - 1, "people.page-before");
    page_put(visit, "<span>");
    page_say(visit, "people.page-of", "page", at, "pages", all, NULL);
    page_put(visit, "</span>\n");
    if ((page + 1) * PEOPLE_PAGE < n)
        put_page_link(visit, path, query, page + 1, "people.page-after");
    page_put(visit, "</p>\n");
}

/* ---- printers ---- */

struct listing {
    struct people_printer *list;
    size_t n, max;
};

static void note_printer(void *ctx, struct job_queue *queue)
{
    struct listing *l = ctx;

    if (queue->gone || queue->strange || queue->name[0] == '\0' || l->n == l->max)
        return;
    l->list[l->n].id = queue->id;
    memcpy(l->list[l->n].name, queue->name, sizeof(queue->name));
    memcpy(l->list[l->n].quiet, queue->quiet, sizeof(queue->quiet));
    l->n++;
}

static int compare_names(const void *a, const void *b)
{
    const struct people_printer *left = a, *right = b;

    return strcmp(left->name, right->name);
}

size_t people_printers(struct people_printer *list, size_t max)
{
    struct listing l = {list, 0, max};

    jobs_each_queue(site.jobs, note_printer, &l);
    qsort(list, l.n, sizeof(*list), compare_names);
    return l.n;
}

const char *people_printer_name(const struct people_printer *list, size_t n, int id)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].id == id)
            return list[i].name;
    return "";
}

void people_put_printers(struct visit *visit, const char *id, const char *all, int chosen)
{
    struct people_printer *list = calloc(PEOPLE_PRINTERS, sizeof(*list));
    size_t n = list != NULL ? people_printers(list, PEOPLE_PRINTERS) : 0;

    page_put(visit, "<select name=\"printer\" id=\"%s\"><option value=\"0\">%w</option>\n", id,
             all);
    for (size_t i = 0; i < n; i++) {
        page_put(visit, "<option value=\"%d\"", list[i].id);
        fputs(list[i].id == chosen ? " selected" : "", visit->page);
        page_put(visit, ">%s</option>\n", list[i].name);
    }
    page_put(visit, "</select>\n");
    free(list);
}

/* ---- routes ---- */

#define ADMIN SITE_ADMINISTRATOR

static const struct site_route routes[] = {
    {"GET",  "/people",                    0,            ADMIN, people_get_usage,              NULL},
    {"GET",  "/people/usage.csv",          0,            ADMIN, people_get_usage_csv,          NULL},
    {"POST", "/people/settings",           0,            ADMIN, people_post_settings,          NULL},
    {"POST", "/people/forget",             0,            ADMIN, people_post_forget,            NULL},
    {"POST", "/people/drop",               0,            ADMIN, people_post_drop,              NULL},
    {"GET",  "/people/limits",             0,            ADMIN, people_get_limits,             NULL},
    {"POST", "/people/limits",             0,            ADMIN, people_post_limit,             NULL},
    {"POST", "/people/limits/remove",      0,            ADMIN, people_post_limit_remove,      NULL},
    {"POST", "/people/limits/beyond",      0,            ADMIN, people_post_beyond,            NULL},
    {"POST", "/people/limits/release",     0,            ADMIN, people_post_release,           NULL},
    {"GET",  "/people/departments",        0,            ADMIN, people_get_departments,        NULL},
    {"GET",  "/people/departments.csv",    0,            ADMIN, people_get_departments_csv,    NULL},
    {"POST", "/people/departments",        0,            ADMIN, people_post_department,        NULL},
    {"POST", "/people/departments/remove", 0,            ADMIN, people_post_department_remove, NULL},
    {"POST", "/people/departments/import", IMPORT_BYTES, ADMIN, people_post_import,            NULL},
    {"GET",  "/people/quiet-hours",        0,            ADMIN, people_get_quiet,              NULL},
    {"POST", "/people/quiet-hours",        0,            ADMIN, people_post_quiet,             NULL},
};

const struct site_part site_people = {routes, sizeof(routes) / sizeof(routes[0]), NULL, NULL};
