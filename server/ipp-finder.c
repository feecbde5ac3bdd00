/*
 * ipp-finder.c - see ipp-finder.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-finder.h"

#include "driver/device-language.h"
#include "finder.h"
#include "printer.h"

#include <string.h>

static void add_texts(struct call *c, ipp_tag_t syntax, const char *name,
                      const char *const *texts, size_t n)
{
    if (n > 0)
        ippAddStrings(c->response, IPP_TAG_PRINTER, syntax, name, (int)n, NULL, texts);
}

static void add_search(struct call *c, const struct finder *f)
{
    const char *names[FINDER_MAX], *languages[FINDER_MAX];
    int jobs[FINDER_MAX];

    for (size_t i = 0; i < f->n; i++) {
        names[i] = f->pages[i].model->name;
        languages[i] = device_language_name(f->pages[i].model);
        jobs[i] = f->pages[i].job;
    }
    add_texts(c, IPP_TAG_KEYWORD, "finder-models", names, f->n);
    add_texts(c, IPP_TAG_TEXT, "finder-languages", languages, f->n);
    if (f->n > 0)
        ippAddIntegers(c->response, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "finder-jobs", (int)f->n,
                       jobs);
}

static void add_model(struct call *c, const struct model *model)
{
    char name[128];

    if (model == NULL)
        return;
    model_make_and_model(model, name, sizeof(name));
    ippAddString(c->response, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "finder-model", NULL,
                 model->name);
    ippAddString(c->response, IPP_TAG_PRINTER, IPP_TAG_TEXT, "finder-make-and-model", NULL,
                 name);
}

static bool run(struct call *c, struct finder *f, char *why, size_t why_size)
{
    ipp_attribute_t *answer = ippFindAttribute(c->request, "finder-answer", IPP_TAG_INTEGER);
    const char *user = call_string(c->request, "requesting-user-name", IPP_TAG_ZERO);
    const struct finder_asker asker = {.user = user != NULL ? user : "anonymous",
                                       .host = "localhost"};
    const struct model *model;

    if (answer != NULL)
        return finder_answer(c->printer, ippGetInteger(answer, 0), &model, why, why_size);
    return finder_start(c->printer, call_string(c->request, "finder-models", IPP_TAG_TEXT),
                        &asker, f, why, why_size);
}

void call_finder(struct call *c)
{
    struct finder f = {.n = 0};
    char why[512] = "";

    if (!call_administrates(c))
        return;
    if (!run(c, &f, why, sizeof(why))) {
        call_respond(c, IPP_STATUS_ERROR_NOT_POSSIBLE, why);
        return;
    }
    call_done(c);
    add_search(c, &f);
    add_model(c, printer_model(c->printer));
}
