/*
 * printers-paper.c - what lies in each tray, and the toner cartridge.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ask.h"
#include "printers-parts.h"

#include "server/ipp-printer.h"
#include "server/ipp-jobs.h"
#include "server/printer.h"

#include <string.h>
#include <time.h>

static void field_name(char *text, size_t n, const char *what, const char *source)
{
    snprintf(text, n, "%s.%s", what, source);
}

/* ---- the page ---- */

static void put_sizes(struct visit *visit, const pappl_pr_driver_data_t *data,
                      const struct caps *caps, const char *selected)
{
    char label[128];

    printers_put_option(visit, "", visit_word(visit, "printers.tray-unknown"),
                        selected[0] == '\0');
    for (int i = 0; i < data->num_media; i++) {
        const struct media *media = media_find(data->media[i]);

        if (media == NULL || caps_find_media(caps, media) == NULL)
            continue;
        printers_label(visit->language, "media", media->name, label, sizeof(label));
        printers_put_option(visit, media->name, label, strcmp(selected, media->name) == 0);
    }
}

static void put_types(struct visit *visit, const pappl_pr_driver_data_t *data,
                      const char *selected)
{
    char label[128];

    for (int i = 0; i < data->num_type; i++) {
        printers_label(visit->language, "media-type", data->type[i], label, sizeof(label));
        printers_put_option(visit, data->type[i], label, strcmp(selected, data->type[i]) == 0);
    }
}

static void put_tray(struct visit *visit, const pappl_pr_driver_data_t *data,
                     const struct caps *caps, int i)
{
    char size[128], type[128], label[128], field[96];

    printers_label(visit->language, "media-source", data->source[i], label, sizeof(label));
    field_name(field, sizeof(field), "size", data->source[i]);
    if (!printers_typed(visit, field, size, sizeof(size)))
        snprintf(size, sizeof(size), "%s", data->media_ready[i].size_name);
    page_put(visit,
             "<fieldset class=\"panel\"><legend>%s</legend><div class=\"field\"><label "
             "for=\"%s\">%w</label><select id=\"%s\" name=\"%s\" autocomplete=\"off\">",
             label, field, "printers.size", field, field);
    put_sizes(visit, data, caps, size);
    field_name(field, sizeof(field), "type", data->source[i]);
    if (!printers_typed(visit, field, type, sizeof(type)))
        snprintf(type, sizeof(type), "%s", data->media_ready[i].type);
    page_put(visit,
             "</select></div><div class=\"field\"><label for=\"%s\">%w</label><select "
             "id=\"%s\" name=\"%s\" autocomplete=\"off\">",
             field, "printers.type", field, field);
    put_types(visit, data, type);
    page_put(visit, "</select></div></fieldset>\n");
}

/* What the machine itself says, which counts more. */
static void put_told(struct visit *visit, const struct device_status *status)
{
    bool any = false;

    for (size_t i = 0; i < status->num_trays; i++) {
        const struct tray *tray = &status->trays[i];
        const struct media *media =
            tray->width_hmm != 0 ? media_find_size(tray->width_hmm, tray->length_hmm, 200)
                                 : NULL;

        if (media == NULL)
            continue;
        page_put(visit, any ? "" : "<section class=\"panel\"><h2>%w</h2><p>%w</p><dl>\n",
                 "printers.told", "printers.told-what");
        any = true;
        page_put(visit, "<dt><bdi>%s</bdi></dt><dd>%s</dd>\n", tray->name, media->label);
    }
    page_put(visit, any ? "</dl></section>\n" : "");
}

static void put_toner(struct visit *visit, pappl_printer_t *printer, ipp_t *answer)
{
    ipp_attribute_t *changed = ippFindAttribute(answer, "toner-changed-default", IPP_TAG_ZERO);
    ipp_attribute_t *pages = ippFindAttribute(answer, "toner-pages-default", IPP_TAG_ZERO);
    char when[PRINTERS_VALUE], number[PRINTERS_VALUE];

    printers_value(changed, 0, when, sizeof(when));
    if (!printers_typed(visit, "pages", number, sizeof(number)))
        printers_value(pages, 0, number, sizeof(number));
    page_put(visit, "<section class=\"panel\"><h2>%w</h2><p>%w</p><p>", "printers.toner",
             "printers.toner-help");
    if (when[0] != '\0')
        page_say(visit, "printers.toner-since", "when", when, NULL);
    page_put(visit, "</p>\n");
    printers_form(visit, printer, "/toner");
    page_put(visit,
             "<div class=\"field\"><label for=\"pages\">%w</label><input type=\"number\" "
             "id=\"pages\" name=\"pages\" min=\"0\" max=\"100000\" required value=\"%s\" "
             "aria-describedby=\"pages-help\"><p class=\"help\" "
             "id=\"pages-help\">%w</p></div>\n",
             "printers.toner-pages", number, "printers.toner-pages-help");
    page_put(visit,
             "<p class=\"buttons\"><button name=\"do\" value=\"changed\" "
             "class=\"primary\">%w</button> <button name=\"do\" value=\"pages\">%w</button>"
             "</p></form></section>\n",
             "printers.toner-changed", "printers.toner-save-pages");
}

static struct http_answer *show(struct visit *visit, pappl_printer_t *printer, unsigned status)
{
    struct job_queue *queue = jobs_queue(site.jobs, papplPrinterGetID(printer));
    const struct model *model = printer_model(printer);
    struct device_status machine;
    pappl_pr_driver_data_t data;
    char why[512] = "";
    ipp_t *answer = printers_attributes(printer, why, sizeof(why));

    status_init(&machine);
    if (queue != NULL)
        queue_status(queue, &machine);
    if (model == NULL || papplPrinterGetDriverData(printer, &data) == NULL ||
        !printers_begin(visit, printer, "printers.paper")) {
        ippDelete(answer);
        return NULL;
    }
    page_put(visit, "<p>%w <a href=\"/printers/%d/options#o-other-paper\">%w</a></p>\n",
             "printers.paper-help", papplPrinterGetID(printer), "printers.paper-link");
    put_told(visit, &machine);
    printers_form(visit, printer, "/paper");
    page_put(visit, "<div class=\"printers-grid\">\n");
    for (int i = 0; i < data.num_source; i++)
        if (data.num_source == 1 || strcmp(data.source[i], "auto") != 0)
            put_tray(visit, &data, model->caps, i);
    page_put(visit, "</div><p><button class=\"primary\">%w</button></p></form>\n",
             "printers.save");
    put_toner(visit, printer, answer);
    ippDelete(answer);
    return page_end(visit, status);
}

struct http_answer *printers_get_paper(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);

    return printer != NULL ? show(visit, printer, 200) : refusal;
}

/* ---- changes ---- */

/* What the form says of a tray. False: it makes no sense. */
static bool read_tray(const struct visit *visit, const struct caps *caps,
                      const pappl_pr_driver_data_t *data, const char *source,
                      pappl_media_col_t *ready)
{
    char size[128], type[128], field[96];
    const struct media *media;

    field_name(field, sizeof(field), "size", source);
    if (!printers_typed(visit, field, size, sizeof(size)))
        return true; /* as it was */
    memset(ready, 0, sizeof(*ready));
    if (size[0] == '\0')
        return true;
    field_name(field, sizeof(field), "type", source);
    if (!printers_typed(visit, field, type, sizeof(type)))
        snprintf(type, sizeof(type), "%s", data->media_default.type);
    media = media_find(size);
    if (media == NULL || caps_find_media(caps, media) == NULL ||
        caps_find_type(caps, media_type_find(type)) == NULL)
        return false;
    snprintf(ready->size_name, sizeof(ready->size_name), "%s", media->name);
    snprintf(ready->source, sizeof(ready->source), "%s", source);
    snprintf(ready->type, sizeof(ready->type), "%.*s", (int)sizeof(ready->type) - 1, type);
    ready->size_width = (int)media->width_hmm;
    ready->size_length = (int)media->length_hmm;
    ready->left_margin = ready->right_margin = data->left_right;
    ready->top_margin = ready->bottom_margin = data->bottom_top;
    return true;
}

struct http_answer *printers_post_paper(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);
    const struct model *model = printer != NULL ? printer_model(printer) : NULL;
    pappl_pr_driver_data_t data;
    char why[512] = "";

    if (model == NULL || papplPrinterGetDriverData(printer, &data) == NULL)
        return refusal;
    for (int i = 0; i < data.num_source; i++)
        if (!read_tray(visit, model->caps, &data, data.source[i], &data.media_ready[i])) {
            printers_refuse(visit, "printers.values-bad", "");
            return show(visit, printer, 400);
        }
    if (!papplPrinterSetReadyMedia(printer, data.num_source, data.media_ready) ||
        !printers_keep(printer, why, sizeof(why))) {
        printers_refuse(visit, "printers.not-kept", why);
        return show(visit, printer, 400);
    }
    return printers_go(visit, printer, "/paper", "printers-saved");
}

bool printers_set_text(pappl_printer_t *printer, const char *name, const char *value, char *why,
                       size_t why_size)
{
    ipp_t *request = ask_new(IPP_OP_SET_PRINTER_ATTRIBUTES, papplPrinterGetID(printer));
    char whole[128];

    if (request == NULL)
        return false;
    snprintf(whole, sizeof(whole), "%s-default", name);
    ippAddString(request, IPP_TAG_PRINTER, IPP_TAG_TEXT, whole, NULL, value);
    return ask_do(request, why, why_size);
}

struct http_answer *printers_post_toner(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);
    const char *pages = visit_field(visit, "pages");
    char when[64], why[512] = "";
    time_t now = time(NULL);
    struct tm tm;

    if (printer == NULL)
        return refusal;
    if (!printer_queue_option_ok("toner-pages", pages)) {
        printers_refuse(visit, "printers.values-bad", "");
        return show(visit, printer, 400);
    }
    strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S", localtime_r(&now, &tm));
    if (!printers_set_text(printer, "toner-pages", pages, why, sizeof(why)) ||
        (strcmp(visit_field(visit, "do"), "changed") == 0 &&
         !printers_set_text(printer, "toner-changed", when, why, sizeof(why)))) {
        printers_refuse(visit, "printers.not-kept", why);
        return show(visit, printer, 500);
    }
    return printers_go(visit, printer, "/paper", "printers-saved");
}
