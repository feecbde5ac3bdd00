/*
 * web-language.c - see web-language.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-language.h"

#include "driver/device-language.h"
#include "finder.h"
#include "log.h"

#include <stdlib.h>

static void put_answer(const struct web_drawing *drawing, int queue, unsigned number,
                       const char *label)
{
    web_begin_form(drawing, "queue", queue);
    fprintf(drawing->page, "<input type=\"hidden\" name=\"number\" value=\"%u\">", number);
    web_end_form(drawing, "language-is", label);
}

static void put_numbers(const struct web_drawing *drawing, int queue, const struct finder *f)
{
    char label[100];

    fputs("<p>Which number came out?</p>\n", drawing->page);
    for (size_t i = 0; i < f->n; i++) {
        snprintf(label, sizeof(label), "%zu: %s", i + 1,
                 device_language_name(f->pages[i].model));
        put_answer(drawing, queue, (unsigned)i + 1, label);
    }
    put_answer(drawing, queue, 0, "None");
    fputc('\n', drawing->page);
}

void web_put_language(const struct web_drawing *drawing, const struct job_queue *queue)
{
    struct finder f;

    if (!drawing->local)
        return;
    if (finder_look(queue->id, &f)) {
        put_numbers(drawing, queue->id, &f);
        return;
    }
    web_begin_form(drawing, "queue", queue->id);
    web_end_form(drawing, "find-language", "Which language does it speak?");
    fputc('\n', drawing->page);
}

static pappl_printer_t *printer_of(const struct web_drawing *drawing,
                                   const struct job_queue *queue)
{
    return papplSystemFindPrinter(papplClientGetSystem(drawing->client), NULL, queue->id, NULL);
}

bool web_find_language(struct web_drawing *drawing, struct job_queue *queue,
                       const struct web_form *form)
{
    const struct finder_asker asker = {.user = "web", .host = drawing->host};
    struct finder f;
    char why[512] = "";
    bool good;

    (void)form;
    good = finder_start(printer_of(drawing, queue), NULL, &asker, &f, why, sizeof(why));
    if (!good)
        log_say(LOG_SAY_ERROR, "%s: the language cannot be asked for: %s", queue->name, why);
    return good;
}

bool web_answer_language(struct web_drawing *drawing, struct job_queue *queue,
                         const struct web_form *form)
{
    const char *number = web_field(form, "number");
    const struct model *model;
    char why[512] = "";
    char *end;
    long value = strtol(number, &end, 10);

    if (number[0] < '0' || number[0] > '9' || *end != '\0' || value > FINDER_MAX)
        return false;
    return finder_answer(printer_of(drawing, queue), (int)value, &model, why, sizeof(why));
}
