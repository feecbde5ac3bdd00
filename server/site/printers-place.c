/*
 * printers-place.c - the calibration: where on the sheet the machine prints, for each tray.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "printers-parts.h"

#include "driver/registration.h"
#include "server/printer.h"

#include <string.h>

static const char *const edges[4] = {"front-x", "front-y", "back-x", "back-y"};
static const char *const edge_words[4] = {"printers.front-x", "printers.front-y",
                                          "printers.back-x", "printers.back-y"};

static void field_name(char *text, size_t n, const char *edge, const char *source)
{
    snprintf(text, n, "%s.%s", edge, source);
}

static void read_registration(pappl_printer_t *printer, struct registration *r)
{
    ipp_t *attrs = papplPrinterGetDriverAttributes(printer);
    char text[REGISTRATION_TEXT];

    printers_value(ippFindAttribute(attrs, "registration-default", IPP_TAG_ZERO), 0, text,
                   sizeof(text));
    ippDelete(attrs);
    (void)registration_read(text, r);
}

static bool has_tray(const struct registration *r, const struct media_source *source)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->trays[i].source == source)
            return true;
    return false;
}

static struct registration_tray of_tray(const struct registration *r,
                                        const struct media_source *source)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->trays[i].source == source)
            return r->trays[i];
    return (struct registration_tray){
        source, {0, 0},
         {0, 0}
    };
}

static void put_mm(char *text, size_t n, int32_t hmm)
{
    snprintf(text, n, "%s%d.%02d", hmm < 0 ? "-" : "", abs(hmm) / 100, abs(hmm) % 100);
}

static void put_row(struct visit *visit, const struct registration *r,
                    const struct media_source *source)
{
    const struct registration_tray tray = of_tray(r, source);
    const int32_t values[4] = {tray.front.x_hmm, tray.front.y_hmm, tray.back.x_hmm,
                               tray.back.y_hmm};
    char label[128], name[400], field[96], value[64];

    printers_label(visit->language, "media-source", source->name, label, sizeof(label));
    page_put(visit, "<tr><th scope=\"row\">%s</th>", label);
    for (size_t i = 0; i < 4; i++) {
        field_name(field, sizeof(field), edges[i], source->name);
        if (!printers_typed(visit, field, value, sizeof(value)))
            put_mm(value, sizeof(value), values[i]);
        snprintf(name, sizeof(name), "%s: %s", label, visit_word(visit, edge_words[i]));
        page_put(visit,
                 "<td data-label=\"%w\"><input type=\"text\" inputmode=\"decimal\" size=\"7\" "
                 "dir=\"ltr\" name=\"%s\" aria-label=\"%s\" value=\"%s\"></td>",
                 edge_words[i], field, name, value);
    }
    page_put(visit, "</tr>\n");
}

static void put_numbers(struct visit *visit, pappl_printer_t *printer)
{
    const struct caps *caps = printer_model(printer)->caps;
    struct registration r;

    read_registration(printer, &r);
    page_put(visit, "<section class=\"panel\"><h2>%w</h2><p>%w</p>\n", "printers.place-enter",
             "printers.place-enter-help");
    printers_form(visit, printer, "/calibration");
    page_put(visit, "<table class=\"cards\"><thead><tr><th scope=\"col\">%w</th>",
             "printers.tray");
    for (size_t i = 0; i < 4; i++)
        page_put(visit, "<th scope=\"col\">%w</th>", edge_words[i]);
    page_put(visit, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < caps->num_sources; i++)
        put_row(visit, &r, caps->sources[i]);
    page_put(visit,
             "</tbody></table><p><button class=\"primary\">%w</button></p></form>"
             "</section>\n",
             "printers.save");
}

static struct http_answer *show(struct visit *visit, pappl_printer_t *printer, unsigned status)
{
    if (printer_model(printer) == NULL ||
        !printers_begin(visit, printer, "printers.calibration"))
        return NULL;
    page_put(visit, "<section class=\"panel\"><h2>%w</h2><p>%w</p>\n", "printers.place-print",
             "printers.place-print-help");
    printers_form(visit, printer, "/page");
    page_put(visit,
             "<input type=\"hidden\" name=\"kind\" value=\"calibration\"><div "
             "class=\"field\"><label for=\"tray\">%w</label><select id=\"tray\" "
             "name=\"tray\">",
             "printers.tray");
    printers_put_trays(visit, printer_model(printer));
    page_put(visit,
             "</select></div><label class=\"tick\"><input type=\"checkbox\" name=\"sides\" "
             "value=\"two\"> %w</label><button>%w</button></form></section>\n",
             "printers.place-sides", "printers.place-button");
    put_numbers(visit, printer);
    return page_end(visit, status);
}

struct http_answer *printers_get_calibration(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);

    return printer != NULL ? show(visit, printer, 200) : refusal;
}

/* ---- changes ---- */

/* A comma is how many people write a point. Nothing typed is 0. */
static bool read_side(const struct visit *visit, const char *x, const char *y,
                      const struct media_source *source, struct offset *offset, bool *said)
{
    char fields[2][96], values[2][32], text[80];

    field_name(fields[0], sizeof(fields[0]), x, source->name);
    field_name(fields[1], sizeof(fields[1]), y, source->name);
    *said = false;
    for (int i = 0; i < 2; i++) {
        char *comma;

        *said = printers_typed(visit, fields[i], values[i], sizeof(values[i])) || *said;
        if ((comma = strchr(values[i], ',')) != NULL)
            *comma = '.';
        if (values[i][0] == '\0')
            snprintf(values[i], sizeof(values[i]), "0");
    }
    snprintf(text, sizeof(text), "%s,%s", values[0], values[1]);
    return registration_read_offset(text, offset);
}

static bool is_zero(const struct offset *offset)
{
    return offset->x_hmm == 0 && offset->y_hmm == 0;
}

/* Trays that are not moved take none of the few places of the setting. */
static bool read_trays(const struct visit *visit, const struct caps *caps,
                       struct registration *r)
{
    for (size_t i = 0; i < caps->num_sources; i++) {
        const struct media_source *source = caps->sources[i];
        struct offset front, back;
        bool front_said, back_said;

        if (!read_side(visit, edges[0], edges[1], source, &front, &front_said) ||
            !read_side(visit, edges[2], edges[3], source, &back, &back_said))
            return false;
        if (is_zero(&front) && is_zero(&back) && !has_tray(r, source))
            continue;
        if (!registration_set(r, source, front_said ? &front : NULL, back_said ? &back : NULL))
            return false;
    }
    return true;
}

struct http_answer *printers_post_calibration(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    pappl_printer_t *printer = printers_find(visit, &refusal);
    char text[REGISTRATION_TEXT], why[512] = "";
    struct registration r;

    if (printer == NULL || printer_model(printer) == NULL)
        return refusal;
    read_registration(printer, &r);
    if (!read_trays(visit, printer_model(printer)->caps, &r)) {
        printers_refuse(visit, "printers.place-bad", "");
        return show(visit, printer, 400);
    }
    registration_write(&r, text);
    if (!printers_set_text(printer, "registration", text, why, sizeof(why))) {
        printers_refuse(visit, "printers.not-kept", why);
        return show(visit, printer, 500);
    }
    return printers_go(visit, printer, "/calibration", "printers-saved");
}
