/*
 * site-migrate.c - the site's part "migrate": printers that the CUPS of this computer has with
 * the maker's driver, to be taken over with what is set in them.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ask.h"
#include "parts.h"

#include "server/log.h"
#include "server/migrate-cups.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define PAGE      "/migrate"
#define MAX_FOUND 50

/* A queue of CUPS that could be one of ours. */
struct found {
    char name[128], nickname[128], uri[1100];
    char why[300]; /* it cannot be reached; "" */
    const struct model *model;
    struct migrate_options options;
};

struct found_list {
    struct found *list;
    size_t n;
    bool answered;
};

static void take(void *ctx, const struct migrate_queue *queue)
{
    struct found_list *all = ctx;
    struct found *one = &all->list[all->n];

    if (queue->model == NULL || all->n == MAX_FOUND)
        return;
    memset(one, 0, sizeof(*one));
    snprintf(one->name, sizeof(one->name), "%.120s", queue->name);
    snprintf(one->nickname, sizeof(one->nickname), "%s", queue->ppd->nickname);
    one->model = queue->model;
    if (!migrate_uri(queue->uri, queue->model, one->uri, sizeof(one->uri), one->why,
                     sizeof(one->why)))
        one->uri[0] = '\0';
    migrate_options(queue->ppd, queue->num_options, queue->options, &one->options);
    all->n++;
}

/* To be freed: list. NULL without memory. */
static struct found_list look(void)
{
    struct found_list all = {.list = calloc(MAX_FOUND, sizeof(struct found))};

    if (all.list != NULL)
        all.answered = migrate_each(take, &all);
    return all;
}

/* ---- the page ---- */

static void put_lost(struct visit *visit, const struct found *one)
{
    bool any = false;

    for (size_t i = 0; i < one->options.n; i++)
        any = any || one->options.list[i].fate == MIGRATE_LOST;
    if (!any)
        return;
    page_put(visit, "<details><summary>%w</summary><ul lang=\"en\" dir=\"ltr\">\n",
             "migrate.lost");
    for (size_t i = 0; i < one->options.n; i++) {
        const struct migrate_option *option = &one->options.list[i];

        if (option->fate == MIGRATE_LOST)
            page_put(visit, "<li><code>%s=%s</code> %s</li>\n", option->keyword, option->choice,
                     option->why != NULL ? option->why : "");
    }
    page_put(visit, "</ul></details>\n");
}

static void put_found(struct visit *visit, const struct found *one, unsigned number)
{
    page_put(visit, "<li class=\"panel\">");
    if (one->uri[0] != '\0')
        page_put(visit,
                 "<label class=\"tick\"><input type=\"checkbox\" name=\"queue-%u\" "
                 "value=\"%s\"><strong><bdi>%s</bdi></strong></label>\n",
                 number, one->name, one->name);
    else
        page_put(visit, "<p><strong><bdi>%s</bdi></strong></p>\n<p>%w</p>\n", one->name,
                 "migrate.no-address");
    page_put(visit, "<p class=\"soft\"><bdi>%s</bdi><br><code dir=\"ltr\">%s</code></p>\n",
             one->nickname, one->uri);
    put_lost(visit, one);
    page_put(visit, "</li>\n");
}

static struct http_answer *show(struct visit *visit, unsigned status)
{
    struct found_list all = look();

    if (all.list == NULL || !page_begin(visit, "migrate.title", SECTION_PRINTERS, NULL)) {
        free(all.list);
        return NULL;
    }
    page_put(visit, "<p>%w</p>\n", "migrate.what");
    if (all.n == 0)
        page_put(visit, "<p class=\"notice busy\">%w</p>\n",
                 all.answered ? "migrate.none" : "migrate.no-cups");
    else {
        page_form(visit, PAGE, "");
        page_put(visit, "<ul class=\"grid migrate-list\">\n");
        for (size_t i = 0; i < all.n; i++)
            put_found(visit, &all.list[i], (unsigned)i);
        page_put(visit, "</ul>\n<p><button class=\"primary\">%w</button></p></form>\n",
                 "migrate.add");
    }
    page_put(visit, "<p><a href=\"/printers\">%w</a></p>\n", "nav.printers");
    free(all.list);
    return page_end(visit, status);
}

static struct http_answer *get_page(struct visit *visit)
{
    return show(visit, 200);
}

/* ---- taking over ---- */

struct seek {
    const char *name;
    bool taken;
};

static void compare(pappl_printer_t *printer, void *ctx)
{
    struct seek *seek = ctx;

    seek->taken = seek->taken || strcasecmp(papplPrinterGetName(printer), seek->name) == 0;
}

/* The name it has in CUPS, "-2" and so on behind it where it is taken. */
static void free_name(const char *wanted, char *name, size_t size)
{
    snprintf(name, size, "%.100s", wanted);
    for (unsigned i = 2; i < 1000; i++) {
        struct seek seek = {name, false};

        papplSystemIteratePrinters(site.system, compare, &seek);
        if (!seek.taken)
            return;
        snprintf(name, size, "%.100s-%u", wanted, i);
    }
}

static int create(const struct found *one, char *why, size_t why_size)
{
    ipp_t *request = ask_new(IPP_OP_CREATE_PRINTER, 0), *answer;
    char name[128];
    int id;

    if (request == NULL)
        return 0;
    free_name(one->name, name, sizeof(name));
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "printer-service-type", NULL,
                 "print");
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "smi55357-driver", NULL,
                 one->model->name);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "smi55357-device-uri", NULL,
                 one->uri);
    ippAddString(request, IPP_TAG_PRINTER, IPP_TAG_NAME, "printer-name", NULL, name);
    answer = ask(request, why, why_size);
    id = ippGetInteger(ippFindAttribute(answer, "printer-id", IPP_TAG_INTEGER), 0);
    ippDelete(answer);
    return id;
}

/* "media..." are members of one attribute, under another name for the size. */
static void add_media(ipp_t *column, const struct migrate_option *option)
{
    ippAddString(column, IPP_TAG_ZERO, IPP_TAG_KEYWORD,
                 strcmp(option->name, "media") == 0 ? "media-size-name" : option->name, NULL,
                 option->value);
}

static void add_default(ipp_t *request, const struct migrate_option *option)
{
    static const char *const qualities[] = {"draft", "normal", "high"};
    char whole[64];

    snprintf(whole, sizeof(whole), "%s-default", option->name);
    for (int i = 0; strcmp(option->name, "print-quality") == 0 && i < 3; i++)
        if (strcmp(option->value, qualities[i]) == 0)
            ippAddInteger(request, IPP_TAG_PRINTER, IPP_TAG_ENUM, whole, IPP_QUALITY_DRAFT + i);
    if (strcmp(option->name, "number-up") == 0)
        ippAddInteger(request, IPP_TAG_PRINTER, IPP_TAG_INTEGER, whole,
                      (int)strtol(option->value, NULL, 10));
    else if (strcmp(option->name, "print-quality") != 0)
        ippAddString(request, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, whole, NULL, option->value);
}

static bool set_options(int id, const struct migrate_options *options, char *why,
                        size_t why_size)
{
    ipp_t *request = ask_new(IPP_OP_SET_PRINTER_ATTRIBUTES, id), *column = ippNew();
    bool media = false;

    if (request == NULL) {
        ippDelete(column);
        return false;
    }
    for (size_t i = 0; i < options->n; i++) {
        const struct migrate_option *option = &options->list[i];

        if (option->fate != MIGRATE_TAKEN)
            continue;
        if (strncmp(option->name, "media", 5) == 0) {
            add_media(column, option);
            media = true;
        } else
            add_default(request, option);
    }
    if (media)
        ippAddCollection(request, IPP_TAG_PRINTER, "media-col-default", column);
    ippDelete(column);
    return ask_do(request, why, why_size);
}

static bool is_ticked(struct visit *visit, const char *name)
{
    char field[32];

    for (unsigned i = 0; i < MAX_FOUND; i++) {
        snprintf(field, sizeof(field), "queue-%u", i);
        if (strcmp(visit_field(visit, field), name) == 0)
            return true;
    }
    return false;
}

static struct http_answer *post_page(struct visit *visit)
{
    struct found_list all = look();
    unsigned added = 0;
    char why[512] = "";
    bool good = true;

    for (size_t i = 0; good && i < all.n; i++) {
        const struct found *one = &all.list[i];
        int id;

        if (one->uri[0] == '\0' || !is_ticked(visit, one->name))
            continue;
        id = create(one, why, sizeof(why));
        good = id != 0 && set_options(id, &one->options, why, sizeof(why));
        added += good;
        if (!good)
            say_into(visit->language, visit->refusal, sizeof(visit->refusal), "migrate.failed",
                     "name", one->name, "why", why, NULL);
    }
    free(all.list);
    log_say(LOG_SAY_INFO, "%u printers of CUPS were taken over by the page.", added);
    if (good && added == 0)
        snprintf(visit->refusal, sizeof(visit->refusal), "%s",
                 visit_word(visit, "migrate.choose"));
    return visit->refusal[0] != '\0' ? show(visit, 400)
                                     : visit_go(visit, "/printers", "migrated");
}

static const struct site_route routes[] = {
    {"GET",  PAGE, 0, SITE_ADMINISTRATOR, get_page,  NULL},
    {"POST", PAGE, 0, SITE_ADMINISTRATOR, post_page, NULL},
};

const struct site_part site_migrate = {routes, sizeof(routes) / sizeof(routes[0]), NULL, NULL};
