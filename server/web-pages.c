/*
 * web-pages.c - see web-pages.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-pages.h"

#include "own-page-job.h"
#include "printer.h"

#include <string.h>

void web_put_pages(const struct web_drawing *drawing, pappl_printer_t *printer)
{
    const struct model *model = printer_model(printer);

    if (!drawing->local || model == NULL)
        return;
    fputs("<div>", drawing->page);
    web_begin_form(drawing, "queue", papplPrinterGetID(printer));
    fputs("<select name=\"tray\" aria-label=\"Tray\">", drawing->page);
    for (size_t i = 0; i < model->caps->num_sources; i++) {
        const struct media_source *source = model->caps->sources[i];

        web_put(drawing->page, "<option value=\"", source->name, "\">");
        web_put(drawing->page, "", source->label, "</option>");
    }
    fputs("</select>"
          "<button name=\"action\" value=\"test-page\">Test page</button>"
          "<button name=\"action\" value=\"calibration-page\">Calibration page</button>",
          drawing->page);
    web_end_form(drawing, "demo-page", "Demonstration");
    fputs("</div>\n", drawing->page);
}

/* As media-col, the way in which a tray is asked for. */
static void add_tray(ipp_t *attributes, const char *tray)
{
    ipp_t *column = ippNew();

    ippAddString(column, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-source", NULL, tray);
    ippAddCollection(attributes, IPP_TAG_JOB, "media-col", column);
    ippDelete(column);
}

static bool print(struct web_drawing *drawing, struct job_queue *queue,
                  const struct web_form *form, enum own_page_kind kind)
{
    pappl_system_t *system = papplClientGetSystem(drawing->client);
    struct own_page_order order = {.printer =
                                       papplSystemFindPrinter(system, NULL, queue->id, NULL),
                                   .queue = queue,
                                   .kind = kind,
                                   .host = drawing->host,
                                   .attributes = ippNew()};
    const char *tray = web_field(form, "tray");
    enum submission_result result;
    char why[512];
    int id;

    if (media_source_find(tray) != NULL)
        add_tray(order.attributes, tray);
    result = own_page_order(&order, &id, why, sizeof(why));
    ippDelete(order.attributes);
    return result == SUBMISSION_TAKEN;
}

bool web_print_test(struct web_drawing *drawing, struct job_queue *queue,
                    const struct web_form *form)
{
    return print(drawing, queue, form, OWN_PAGE_TEST);
}

bool web_print_calibration(struct web_drawing *drawing, struct job_queue *queue,
                           const struct web_form *form)
{
    return print(drawing, queue, form, OWN_PAGE_CALIBRATION);
}

bool web_print_demo(struct web_drawing *drawing, struct job_queue *queue,
                    const struct web_form *form)
{
    return print(drawing, queue, form, OWN_PAGE_DEMO);
}
