/*
 * printers-one.c - the page of one printer: what it is, its name, address and model, and how to
 * be rid of it.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ask.h"
#include "printers-parts.h"
#include "sign-in.h"

#include "driver/device-language.h"
#include "server/ipp-printer.h"
#include "server/charset.h"
#include "server/identify.h"
#include "server/own-page-facts.h"
#include "server/printer-model.h"
#include "server/printer.h"
#include "server/queue-name.h"

#include <string.h>

/* ---- shared ---- */

pappl_printer_t *printers_find(struct visit *visit, struct http_answer **refusal)
{
    int id = visit_id(visit, 0);
    pappl_printer_t *printer =
        id != 0 ? papplSystemFindPrinter(site.system, NULL, id, NULL) : NULL;

    if (printer == NULL || papplPrinterIsDeleted(printer)) {
        *refusal = visit_refuse(visit, 404, "printers.gone");
        return NULL;
    }
    return printer;
}

struct http_answer *printers_go(struct visit *visit, pappl_printer_t *printer,
                                const char *below, const char *notice)
{
    char path[128];

    snprintf(path, sizeof(path), "/printers/%d%s", papplPrinterGetID(printer), below);
    return visit_go(visit, path, notice);
}

bool printers_begin(struct visit *visit, pappl_printer_t *printer, const char *title)
{
    char name[QUEUE_NAME_MAX + 1];

    if (!page_begin(visit, title, SECTION_PRINTERS, "printers.js"))
        return false;
    queue_human_name(printer, name, sizeof(name));
    page_put(visit, "<p><a class=\"target\" href=\"/printers/%d\">",
             papplPrinterGetID(printer));
    page_say(visit, "printers.up", "name", name, NULL);
    page_put(visit, "</a></p>\n");
    return true;
}

void printers_form(struct visit *visit, pappl_printer_t *printer, const char *below)
{
    char path[128];

    snprintf(path, sizeof(path), "/printers/%d%s", papplPrinterGetID(printer), below);
    page_form(visit, path, "");
}

/* The answer to such a request waits until settings are on the disk, and they are followed. */
bool printers_keep(pappl_printer_t *printer, char *why, size_t why_size)
{
    ipp_t *request = ask_new(IPP_OP_SET_PRINTER_ATTRIBUTES, papplPrinterGetID(printer));
    char place[256] = "";

    if (request == NULL)
        return false;
    papplPrinterGetLocation(printer, place, sizeof(place));
    ippAddString(request, IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-location", NULL, place);
    return ask_do(request, why, why_size);
}

void printers_refuse(struct visit *visit, const char *key, const char *detail)
{
    snprintf(visit->refusal, sizeof(visit->refusal), "%s%s%s", visit_word(visit, key),
             detail[0] != '\0' ? " " : "", detail);
}

struct wanted {
    const char *name;
    char *value;
    size_t n;
    bool found;
};

static void take_field(void *ctx, const char *name, const char *value)
{
    struct wanted *wanted = ctx;

    if (!wanted->found && strcmp(name, wanted->name) == 0 && strlen(value) < wanted->n) {
        snprintf(wanted->value, wanted->n, "%s", value);
        wanted->found = true;
    }
}

bool printers_typed(const struct visit *visit, const char *name, char *value, size_t n)
{
    struct wanted wanted = {name, value, n, false};

    value[0] = '\0';
    http_each(visit->request, take_field, &wanted);
    return wanted.found;
}

bool printers_text_ok(const char *text)
{
    size_t n = strlen(text);

    for (const char *p = text; *p != '\0'; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7F)
            return false;
    return charset_utf8_length((const uint8_t *)text, n) == n;
}

void printers_put_option(struct visit *visit, const char *value, const char *label,
                         bool selected)
{
    page_put(visit, "<option value=\"%s\"", value);
    page_put(visit, selected ? " selected>%s</option>" : ">%s</option>", label);
}

/* ---- what it is ---- */

static void put_fact(struct visit *visit, const char *key, const char *text)
{
    page_put(visit, "<dt>%w</dt><dd><bdi>%s</bdi></dd>\n", key,
             text[0] != '\0' ? text : visit_word(visit, "printers.unknown"));
}

static void put_number(struct visit *visit, const char *key, int64_t number)
{
    char text[32] = "";

    if (number >= 0)
        snprintf(text, sizeof(text), "%lld", (long long)number);
    put_fact(visit, key, text);
}

/* The level as a word beside a bar, which a person who does not see it needs no. */
static void put_supply(struct visit *visit, const struct supply *supply)
{
    char text[128], number[16];

    snprintf(number, sizeof(number), "%d", supply->level_percent);
    page_put(visit, "<dt>%w</dt><dd>",
             supply->kind == SUPPLY_TONER   ? "printers.toner"
             : supply->kind == SUPPLY_DRUM  ? "printers.drum"
             : supply->kind == SUPPLY_WASTE ? "printers.waste"
                                            : "printers.supply");
    if (supply->level_percent >= 0) {
        say_into(visit->language, text, sizeof(text),
                 supply->estimate ? "printers.level-estimate" : "printers.level", "n", number,
                 NULL);
        page_put(visit,
                 "%s<meter min=\"0\" max=\"100\" low=\"11\" optimum=\"100\" "
                 "value=\"%d\" aria-hidden=\"true\"></meter>",
                 text, supply->level_percent);
    } else
        page_put(visit, "%w", supply->some_left ? "printers.some" : "printers.unknown");
    page_put(visit, "</dd>\n");
}

static void put_facts(struct visit *visit, pappl_printer_t *printer)
{
    const struct model *model = printer_model(printer);
    struct job_queue *queue = jobs_queue(site.jobs, papplPrinterGetID(printer));
    char text[URI_MAX + 1] = "", place[256] = "";
    struct device_status status;
    uint64_t pages = 0;

    status_init(&status);
    if (queue != NULL) {
        queue_status(queue, &status);
        jobs_lock(site.jobs);
        pages = queue->pages;
        jobs_unlock(site.jobs);
    }
    page_put(visit, "<section class=\"panel\"><h2>%w</h2><dl>\n", "printers.what");
    if (model != NULL)
        model_make_and_model(model, text, sizeof(text));
    put_fact(visit, "printers.model", text);
    put_fact(visit, "printers.language", model != NULL ? device_language_name(model) : "");
    own_fact_uri(papplPrinterGetDeviceURI(printer), text, sizeof(text));
    put_fact(visit, "printers.address", text);
    papplPrinterGetLocation(printer, place, sizeof(place));
    put_fact(visit, "printers.place", place);
    put_fact(visit, "printers.queue", papplPrinterGetName(printer));
    put_number(visit, "printers.pages-here", (int64_t)pages);
    put_number(visit, "printers.pages-machine", status.life_count);
    for (size_t i = 0; i < status.num_supplies; i++)
        put_supply(visit, &status.supplies[i]);
    if (status.num_supplies == 0)
        put_fact(visit, "printers.toner", "");
    page_put(visit, "</dl><p class=\"buttons\"><a class=\"button\" href=\"/jobs?printer=%d\">",
             papplPrinterGetID(printer));
    page_put(visit, "%w</a> <a class=\"button\" href=\"/print?printer=%d\">%w</a></p>",
             "nav.jobs", papplPrinterGetID(printer), "nav.print");
    page_put(visit, "</section>\n");
}

/* ---- what administrators change ---- */

static void put_links(struct visit *visit, int id)
{
    static const char *const links[][3] = {
        {"options",     "printers.options",     "printers.options-what"    },
        {"paper",       "printers.paper",       "printers.paper-what"      },
        {"calibration", "printers.calibration", "printers.calibration-what"},
        {"language",    "printers.finder",      "printers.finder-what"     },
    };

    page_put(visit, "<section class=\"panel\"><h2>%w</h2><ul class=\"printers-links\">\n",
             "printers.settings");
    for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
        page_put(visit,
                 "<li><a class=\"target\" href=\"/printers/%d/%s\">%w</a>"
                 "<span class=\"soft\">%w</span></li>\n",
                 id, links[i][0], links[i][1], links[i][2]);
    page_put(visit,
             "<li><a class=\"target\" href=\"/people\">%w</a><span "
             "class=\"soft\">%w</span></li></ul></section>\n",
             "nav.people", "printers.people-what");
}

static void put_name(struct visit *visit, pappl_printer_t *printer)
{
    char name[QUEUE_NAME_MAX + 1], place[256] = "", typed[256];

    queue_human_name(printer, name, sizeof(name));
    papplPrinterGetLocation(printer, place, sizeof(place));
    if (printers_typed(visit, "name", typed, sizeof(name)))
        snprintf(name, sizeof(name), "%.127s", typed);
    if (printers_typed(visit, "place", typed, sizeof(typed)))
        snprintf(place, sizeof(place), "%s", typed);
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n", "printers.name-place");
    printers_form(visit, printer, "/name");
    page_put(visit,
             "<div class=\"field\"><label for=\"name\">%w</label><input type=\"text\" "
             "id=\"name\" name=\"name\" maxlength=\"63\" required value=\"%s\" "
             "aria-describedby=\"name-help\"><p class=\"help\" id=\"name-help\">",
             "printers.name", name);
    page_say(visit, "printers.name-help", "queue", papplPrinterGetName(printer), NULL);
    page_put(visit,
             "</p></div><div class=\"field\"><label for=\"place\">%w</label><input "
             "type=\"text\" id=\"place\" name=\"place\" maxlength=\"127\" value=\"%s\"></div>"
             "<button class=\"primary\">%w</button></form></section>\n",
             "printers.place", place, "printers.save");
}

static void put_address(struct visit *visit, pappl_printer_t *printer)
{
    char uri[URI_MAX + 1], model[128];
    const struct model *now = printer_model(printer);

    if (!printers_typed(visit, "address", uri, sizeof(uri)))
        snprintf(uri, sizeof(uri), "%s", papplPrinterGetDeviceURI(printer));
    if (!printers_typed(visit, "model", model, sizeof(model)))
        snprintf(model, sizeof(model), "%s", now != NULL ? now->name : "auto");
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n", "printers.machine");
    printers_form(visit, printer, "/address");
    page_put(
        visit,
        "<div class=\"field\"><label for=\"address\">%w</label><input type=\"text\" "
        "id=\"address\" name=\"address\" dir=\"ltr\" required value=\"%s\" "
        "autocapitalize=\"none\" spellcheck=\"false\" aria-describedby=\"address-help\"><p "
        "class=\"help\" id=\"address-help\">%w</p></div>"
        "<button>%w</button></form>\n",
        "printers.address", uri, "printers.address-help", "printers.address-change");
    printers_form(visit, printer, "/model");
    page_put(visit,
             "<div class=\"field\"><label for=\"model\">%w</label><select id=\"model\" "
             "name=\"model\" autocomplete=\"off\" data-search=\"%w\">",
             "printers.model", "printers.model-search");
    printers_put_models(visit, model);
    page_put(visit, "</select></div><button>%w</button></form></section>\n",
             "printers.model-change");
}

static void put_pages(struct visit *visit, pappl_printer_t *printer)
{
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n", "printers.pages");
    printers_form(visit, printer, "/page");
    page_put(visit,
             "<div class=\"field\"><label for=\"tray\">%w</label><select id=\"tray\" "
             "name=\"tray\">",
             "printers.tray");
    printers_put_trays(visit, printer_model(printer));
    page_put(visit,
             "</select></div><p class=\"buttons\"><button name=\"kind\" "
             "value=\"test\">%w</button> <button name=\"kind\" value=\"demo\">%w</button> "
             "</p></form>\n",
             "printers.test-page", "printers.demo-page");
    printers_form(visit, printer, "/identify");
    page_put(visit,
             "<p class=\"help\" id=\"identify-help\">%w</p><button "
             "aria-describedby=\"identify-help\">%w</button></form></section>\n",
             "printers.identify-help", "printers.identify");
}

static void put_who(struct visit *visit, pappl_printer_t *printer)
{
    char back[64];

    snprintf(back, sizeof(back), "/printers/%d", papplPrinterGetID(printer));
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n", "printers.who-prints");
    access_put_form(visit, papplPrinterGetID(printer), back);
    page_put(visit, "</section>\n");
}

static void put_end(struct visit *visit, pappl_printer_t *printer)
{
    int id = papplPrinterGetID(printer);

    page_put(visit, "<section class=\"panel\"><h2>%w</h2><div class=\"buttons\">\n",
             "printers.more");
    if (papplSystemGetDefaultPrinterID(site.system) != id) {
        printers_form(visit, printer, "/default");
        page_put(visit, "<button>%w</button></form>\n", "printers.make-default");
    } else
        page_put(visit, "<p>%w</p>\n", "printers.is-default");
    page_put(visit,
             "<a class=\"button danger\" href=\"/printers/%d/delete\">%w</a></div></section>\n",
             id, "printers.delete");
}

static struct http_answer *show(struct visit *visit, pappl_printer_t *printer, unsigned status)
{
    char name[QUEUE_NAME_MAX + 1];

    queue_human_name(printer, name, sizeof(name));
    if (!page_begin(visit, name, SECTION_PRINTERS, "printers.js"))
        return NULL;
    page_put(visit, "<p><a class=\"target\" href=\"/printers\">%w</a></p>\n", "printers.all");
    page_put(visit, "<div class=\"printers-grid\">\n");
    put_facts(visit, printer);
    if (visit->admin) {
        put_links(visit, papplPrinterGetID(printer));
        put_name(visit, printer);
        put_address(visit, printer);
        put_pages(visit, printer);
        put_who(visit, printer);
        put_end(visit, printer);
    }
    page_put(visit, "</div>\n");
    return page_end(visit, status);
}

struct http_answer *printers_get_one(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);

    return printer != NULL ? show(visit, printer, 200) : refusal;
}

/* ---- actions ---- */

struct http_answer *printers_post_name(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);
    char name[QUEUE_NAME_MAX + 1], place[128], why[512] = "";

    if (printer == NULL)
        return refusal;
    if (!printers_typed(visit, "name", name, sizeof(name)) || !printers_text_ok(name) ||
        name[strspn(name, " ")] == '\0' ||
        !printers_typed(visit, "place", place, sizeof(place)) || !printers_text_ok(place)) {
        printers_refuse(visit, "printers.name-bad", "");
        return show(visit, printer, 400);
    }
    papplPrinterSetLocation(printer, place);
    if (!queue_rename(printer, name, why, sizeof(why)) ||
        !printers_keep(printer, why, sizeof(why))) {
        printers_refuse(visit, "printers.not-kept", why);
        return show(visit, printer, 500);
    }
    return printers_go(visit, printer, "", "printers-saved");
}

struct http_answer *printers_post_address(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);
    char uri[URI_MAX + 1], why[512] = "";

    if (printer == NULL)
        return refusal;
    if (!printers_complete(visit, visit_field(visit, "address"), uri))
        return show(visit, printer, 400);
    if (!queue_set_address(printer, uri, why, sizeof(why))) {
        printers_refuse(visit, "printers.not-kept", why);
        return show(visit, printer, 400);
    }
    return printers_go(visit, printer, "", "printers-saved");
}

struct http_answer *printers_post_model(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);
    const char *name = visit_field(visit, "model");
    const struct model *model;
    char why[512] = "";
    bool certain;

    if (printer == NULL)
        return refusal;
    model = strcmp(name, "auto") == 0
                ? printers_detect(visit, papplPrinterGetDeviceURI(printer), &certain)
                : model_find(name);
    if (model == NULL) {
        if (visit->refusal[0] == '\0')
            printers_refuse(visit, "printers.model-bad", "");
        return show(visit, printer, 400);
    }
    if (!printer_set_model(printer, model) || !printers_keep(printer, why, sizeof(why))) {
        printers_refuse(visit, "printers.not-kept", why);
        return show(visit, printer, 500);
    }
    return printers_go(visit, printer, "", "printers-saved");
}

/* A request about a printer, whose number stands there by this name. NULL: it is done; else
 * what is shown instead. */
static struct http_answer *ask_about(struct visit *visit, pappl_printer_t *printer, ipp_op_t op,
                                     ipp_tag_t group, const char *name)
{
    ipp_t *request = ask_new(op, 0);
    char why[512] = "";

    ippAddInteger(request, group, IPP_TAG_INTEGER, name, papplPrinterGetID(printer));
    if (request != NULL && ask_do(request, why, sizeof(why)))
        return NULL;
    printers_refuse(visit, "printers.not-kept", why);
    return show(visit, printer, 500);
}

struct http_answer *printers_post_default(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);

    if (printer != NULL)
        refusal = ask_about(visit, printer, IPP_OP_SET_SYSTEM_ATTRIBUTES, IPP_TAG_SYSTEM,
                            "system-default-printer-id");
    return refusal != NULL || printer == NULL
               ? refusal
               : printers_go(visit, printer, "", "printers-saved");
}

struct http_answer *printers_post_identify(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);

    if (printer == NULL)
        return refusal;
    identify_begin(papplPrinterGetID(printer), NULL);
    return printers_go(visit, printer, "", "printers-identify");
}

/* ---- the end of a printer ---- */

struct http_answer *printers_get_delete(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);
    struct job_queue *queue;
    unsigned jobs = 0;
    char name[QUEUE_NAME_MAX + 1], number[16];

    if (printer == NULL)
        return refusal;
    queue = jobs_queue(site.jobs, papplPrinterGetID(printer));
    if (queue != NULL) {
        jobs_lock(site.jobs);
        jobs = jobs_count(site.jobs, queue);
        jobs_unlock(site.jobs);
    }
    if (!printers_begin(visit, printer, "printers.delete"))
        return NULL;
    queue_human_name(printer, name, sizeof(name));
    snprintf(number, sizeof(number), "%u", jobs);
    page_put(visit, "<section class=\"panel\"><p>");
    page_say(visit, "printers.delete-ask", "name", name, NULL);
    page_put(visit, "</p><p>");
    page_say(visit, jobs > 0 ? "printers.delete-jobs" : "printers.delete-no-jobs", "n", number,
             NULL);
    page_put(visit, "</p><div class=\"buttons\">");
    printers_form(visit, printer, "/delete");
    page_put(visit,
             "<button class=\"danger\">%w</button></form><a class=\"button\" "
             "href=\"/printers/%d\">%w</a></div></section>\n",
             "printers.delete-yes", papplPrinterGetID(printer), "printers.delete-no");
    return page_end(visit, 200);
}

struct http_answer *printers_post_delete(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);

    if (printer != NULL)
        refusal =
            ask_about(visit, printer, IPP_OP_DELETE_PRINTER, IPP_TAG_OPERATION, "printer-id");
    return refusal != NULL || printer == NULL
               ? refusal
               : visit_go(visit, "/printers", "printers-deleted");
}
