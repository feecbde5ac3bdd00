/*
 * printers-pages.c - pages of our own on a machine, and by them the language it speaks.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "printers-parts.h"

#include "driver/device-language.h"
#include "server/finder.h"
#include "server/own-page-job.h"
#include "server/printer.h"

#include <string.h>

static const char *asker(const struct visit *visit)
{
    return visit->user[0] != '\0' ? visit->user : "web";
}

/* ---- test page and others ---- */

void printers_put_trays(struct visit *visit, const struct model *model)
{
    char label[128];

    for (size_t i = 0; model != NULL && i < model->caps->num_sources; i++) {
        const char *name = model->caps->sources[i]->name;

        printers_label(visit->language, "media-source", name, label, sizeof(label));
        printers_put_option(visit, name, label, false);
    }
}

/* As media-col, the way in which a tray is asked for. */
static void add_tray(ipp_t *attributes, const char *tray)
{
    ipp_t *column = ippNew();

    ippAddString(column, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-source", NULL, tray);
    ippAddCollection(attributes, IPP_TAG_JOB, "media-col", column);
    ippDelete(column);
}

static bool print(struct visit *visit, pappl_printer_t *printer, enum own_page_kind kind,
                  char *why, size_t why_size)
{
    struct own_page_order order = {
        .printer = printer,
        .queue = jobs_queue(site.jobs, papplPrinterGetID(printer)),
        .kind = kind,
        .user = asker(visit),
        .host = visit->request->host,
        .attributes = ippNew(),
    };
    const struct media_source *tray = media_source_find(visit_field(visit, "tray"));
    enum submission_result result = SUBMISSION_FAILED;
    int id;

    if (tray != NULL && caps_has_source(printer_model(printer)->caps, tray))
        add_tray(order.attributes, tray->name);
    if (kind == OWN_PAGE_CALIBRATION && strcmp(visit_field(visit, "sides"), "two") == 0)
        ippAddString(order.attributes, IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", NULL,
                     "two-sided-long-edge");
    if (order.queue != NULL)
        result = own_page_order(&order, &id, why, why_size);
    ippDelete(order.attributes);
    return result == SUBMISSION_TAKEN;
}

struct http_answer *printers_post_page(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);
    enum own_page_kind kind;
    char why[512] = "";

    if (printer == NULL)
        return refusal;
    if (!own_page_kind_find(visit_field(visit, "kind"), &kind) ||
        printer_model(printer) == NULL)
        return visit_refuse(visit, 400, "printers.no-such-page");
    if (!print(visit, printer, kind, why, sizeof(why))) {
        printers_refuse(visit, "printers.not-printed", why);
        return printers_get_one(visit);
    }
    return printers_go(visit, printer, kind == OWN_PAGE_CALIBRATION ? "/calibration" : "",
                       "printers-page");
}

/* ---- the language ---- */

static void put_answer(struct visit *visit, pappl_printer_t *printer, unsigned number,
                       const struct model *model)
{
    char digits[16], label[256];

    snprintf(digits, sizeof(digits), "%u", number);
    printers_form(visit, printer, "/language");
    page_put(visit, "<input type=\"hidden\" name=\"number\" value=\"%u\">", number);
    if (model != NULL) {
        say_into(visit->language, label, sizeof(label), "printers.finder-number", "n", digits,
                 "language", device_language_name(model), NULL);
        page_put(visit, "<button class=\"printers-number\" aria-label=\"%s\"><b>%u</b>", label,
                 number);
        page_put(visit, "<span>%s</span></button></form>\n", device_language_name(model));
    } else
        page_put(visit, "<button class=\"printers-number\">%w</button></form>\n",
                 "printers.finder-nothing");
}

static void put_numbers(struct visit *visit, pappl_printer_t *printer, const struct finder *f)
{
    page_put(visit,
             "<section class=\"panel\"><h2>%w</h2><p>%w</p><div class=\"printers-numbers\">\n",
             "printers.finder-which", "printers.finder-look");
    for (size_t i = 0; i < f->n; i++)
        put_answer(visit, printer, (unsigned)i + 1, f->pages[i].model);
    put_answer(visit, printer, 0, NULL);
    page_put(visit, "</div></section>\n");
}

static void put_start(struct visit *visit, pappl_printer_t *printer, bool again)
{
    const struct model *model = printer_model(printer);
    char name[128] = "";

    if (model != NULL)
        model_make_and_model(model, name, sizeof(name));
    page_put(visit, "<section class=\"panel\"><h2>%w</h2><p>%w</p><p>", "printers.finder",
             "printers.finder-why");
    page_say(visit, "printers.finder-now", "model", name, NULL);
    page_put(visit, "</p><div class=\"buttons\">");
    printers_form(visit, printer, "/language");
    page_put(visit,
             "<input type=\"hidden\" name=\"start\" value=\"yes\"><button class=\"%s\">%w"
             "</button></form><a class=\"button\" href=\"/printers/%d\">%w</a></div>"
             "</section>\n",
             again ? "" : "primary", again ? "printers.finder-again" : "printers.finder-start",
             papplPrinterGetID(printer), "printers.finder-skip");
}

static struct http_answer *show_language(struct visit *visit, pappl_printer_t *printer,
                                         unsigned status)
{
    struct finder f;
    bool waits = finder_look(papplPrinterGetID(printer), &f);

    if (!printers_begin(visit, printer, "printers.finder-title"))
        return NULL;
    if (waits)
        put_numbers(visit, printer, &f);
    put_start(visit, printer, waits);
    return page_end(visit, status);
}

struct http_answer *printers_get_language(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);

    return printer != NULL ? show_language(visit, printer, 200) : refusal;
}

static struct http_answer *start_finder(struct visit *visit, pappl_printer_t *printer)
{
    const struct finder_asker who = {.user = asker(visit), .host = visit->request->host};
    struct finder f;
    char why[512] = "";

    if (!finder_start(printer, NULL, &who, &f, why, sizeof(why))) {
        printers_refuse(visit, "printers.not-printed", why);
        return show_language(visit, printer, 400);
    }
    return printers_go(visit, printer, "/language", "");
}

struct http_answer *printers_post_language(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);
    const char *number = visit_field(visit, "number");
    const struct model *model;
    char why[512] = "";
    char *end;
    long value = strtol(number, &end, 10);

    if (printer == NULL)
        return refusal;
    if (visit_field(visit, "start")[0] != '\0')
        return start_finder(visit, printer);
    if (number[0] < '0' || number[0] > '9' || *end != '\0' || value > FINDER_MAX) {
        printers_refuse(visit, "printers.number-bad", "");
        return show_language(visit, printer, 400);
    }
    if (!finder_answer(printer, (int)value, &model, why, sizeof(why)) ||
        !printers_keep(printer, why, sizeof(why))) {
        printers_refuse(visit, "printers.number-bad", why);
        return show_language(visit, printer, 400);
    }
    return printers_go(visit, printer, value == 0 ? "/language" : "",
                       value == 0 ? "printers-no-language" : "printers-language");
}
