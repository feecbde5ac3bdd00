/*
 * printers-options.c - what a job gets that does not say: each default of a queue as a field,
 * in words, changed by Set-Printer-Attributes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ask.h"
#include "printers-parts.h"

#include "server/printer.h"
#include "server/queue-settings.h"

#include <stdlib.h>
#include <string.h>

enum kind {
    CHOICE, /* of NAME-supported */
    NUMBER, /* within it */
    TEXT,
    SECRET,  /* never shown; empty: as it was */
    COLUMN,  /* of media-col-default */
    SETTING, /* of ours, queue-settings.h: yes or no */
};

/* usual: what it is without anybody's choice; NULL: as the model says. */
static const struct option {
    const char *group; /* a key; NULL: the same as before */
    const char *name;
    enum kind kind;
    const char *usual;
} options[] = {
    {"printers.group-paper",   "media",                            COLUMN,  NULL       },
    {NULL,                     "media-source",                     COLUMN,  NULL       },
    {NULL,                     "media-type",                       COLUMN,  NULL       },
    {"printers.group-sides",   "sides",                            CHOICE,  "one-sided"},
    {NULL,                     "binding-edge",                     CHOICE,  NULL       },
    {NULL,                     "binding-shift",                    NUMBER,  NULL       },
    {"printers.group-quality", "print-quality",                    CHOICE,  "4"        },
    {NULL,                     "print-content-optimize",           CHOICE,  "auto"     },
    {NULL,                     "toner-save",                       CHOICE,  NULL       },
    {NULL,                     "image-refinement",                 CHOICE,  NULL       },
    {NULL,                     "halftone",                         CHOICE,  NULL       },
    {NULL,                     "brightness",                       NUMBER,  NULL       },
    {NULL,                     "contrast",                         NUMBER,  NULL       },
    {"printers.group-pages",   "print-scaling",                    CHOICE,  "auto"     },
    {NULL,                     "orientation-requested",            CHOICE,  "7"        },
    {NULL,                     "number-up",                        CHOICE,  NULL       },
    {NULL,                     "presentation-direction-number-up", CHOICE,  NULL       },
    {NULL,                     "page-border",                      CHOICE,  NULL       },
    {NULL,                     "imposition-template",              CHOICE,  NULL       },
    {NULL,                     "page-delivery",                    CHOICE,  NULL       },
    {NULL,                     "blank-pages",                      CHOICE,  NULL       },
    {NULL,                     "watermark",                        TEXT,    NULL       },
    {"printers.group-finish",  "copies-order",                     CHOICE,  NULL       },
    {"printers.group-missing", "other-paper",                      CHOICE,  NULL       },
    {NULL,                     "blank-jobs",                       CHOICE,  NULL       },
    {NULL,                     "stop-program-code",                CHOICE,  NULL       },
    {"printers.group-release", "release-jobs",                     CHOICE,  NULL       },
    {NULL,                     "release-within",                   TEXT,    NULL       },
    {NULL,                     "job-account-id",                   TEXT,    NULL       },
    {NULL,                     "job-account-pin",                  SECRET,  NULL       },
    {"printers.group-keep",    "keep-printed",                     NUMBER,  NULL       },
    {NULL,                     "keep-printed-hours",               NUMBER,  NULL       },
    {NULL,                     "thumbnails",                       SETTING, "no"       },
};
#define NUM_OPTIONS (sizeof(options) / sizeof(options[0]))

/* What a page is about. */
struct form {
    pappl_printer_t *printer;
    ipp_t *answer; /* of the queue */
    char now[NUM_OPTIONS][PRINTERS_VALUE], typed[NUM_OPTIONS][PRINTERS_VALUE];
    bool bad[NUM_OPTIONS];
};

static ipp_attribute_t *find(ipp_t *answer, const char *name, const char *kind)
{
    char whole[128];

    snprintf(whole, sizeof(whole), "%s%s", name, kind);
    return ippFindAttribute(answer, whole, IPP_TAG_ZERO);
}

/* The name of a member of media-col for an option. */
static const char *member_of(const char *name)
{
    return strcmp(name, "media") == 0 ? "media-size-name" : name;
}

/* ---- as it is ---- */

static void read_column(struct form *form, const struct option *o, char *text)
{
    ipp_attribute_t *attr =
        ippFindAttribute(form->answer, "media-col-default", IPP_TAG_BEGIN_COLLECTION);
    ipp_t *column = attr != NULL ? ippGetCollection(attr, 0) : NULL;

    if (strcmp(o->name, "media") == 0)
        attr = ippFindAttribute(form->answer, "media-default", IPP_TAG_ZERO);
    else
        attr = column != NULL ? ippFindAttribute(column, o->name, IPP_TAG_ZERO) : NULL;
    printers_value(attr, 0, text, PRINTERS_VALUE);
}

static void read_now(struct form *form)
{
    for (size_t i = 0; i < NUM_OPTIONS; i++) {
        const struct option *o = &options[i];

        if (o->kind == COLUMN)
            read_column(form, o, form->now[i]);
        else if (o->kind == SETTING) {
            if (!queue_setting_get(papplPrinterGetID(form->printer), o->name, form->now[i],
                                   PRINTERS_VALUE))
                snprintf(form->now[i], PRINTERS_VALUE, "%s", o->usual);
        } else if (o->kind != SECRET)
            printers_value(find(form->answer, o->name, "-default"), 0, form->now[i],
                           PRINTERS_VALUE);
        /* the queue says "no value" where there is nothing to tell */
        if (form->now[i][0] == '\0' && o->kind == CHOICE && o->usual != NULL)
            snprintf(form->now[i], PRINTERS_VALUE, "%s", o->usual);
    }
}

static void close_form(struct form *form)
{
    if (form != NULL)
        ippDelete(form->answer);
    free(form);
}

/* NULL, and *refusal is the answer. */
static struct form *open_form(struct visit *visit, struct http_answer **refusal)
{
    pappl_printer_t *printer = printers_find(visit, refusal);
    struct form *form = printer != NULL ? calloc(1, sizeof(*form)) : NULL;
    char why[512] = "";

    if (form == NULL)
        return NULL;
    form->printer = printer;
    form->answer = printers_attributes(printer, why, sizeof(why));
    if (form->answer == NULL) {
        *refusal = visit_refuse(visit, 500, why);
        close_form(form);
        return NULL;
    }
    read_now(form);
    for (size_t i = 0; i < NUM_OPTIONS; i++)
        if (options[i].kind == SECRET ||
            !printers_typed(visit, options[i].name, form->typed[i], PRINTERS_VALUE))
            memcpy(form->typed[i], form->now[i], PRINTERS_VALUE);
    return form;
}

/* ---- the page ---- */

/* An attribute of a field whose value was none. */
static const char *invalid(const struct form *form, const struct option *o)
{
    return form->bad[o - options] ? " aria-invalid=true" : "";
}

static void put_choice(struct visit *visit, const struct form *form, const struct option *o,
                       const char *typed)
{
    ipp_attribute_t *supported = find(form->answer, o->name, "-supported");
    char value[PRINTERS_VALUE], label[256];
    bool shown = typed[0] == '\0';

    page_put(visit, "<select id=\"o-%s\" name=\"%s\" autocomplete=\"off\"", o->name, o->name);
    page_put(visit, " aria-describedby=\"h-%s\"%s>", o->name, invalid(form, o));
    for (int i = 0; i < ippGetCount(supported); i++) {
        printers_value(supported, i, value, sizeof(value));
        if (value[0] == '\0' || strncmp(value, "custom_", 7) == 0)
            continue;
        printers_label(visit->language, o->name, value, label, sizeof(label));
        printers_put_option(visit, value, label, strcmp(value, typed) == 0);
        shown = shown || strcmp(value, typed) == 0;
    }
    if (!shown) { /* or the first one would be set by a form that is only sent back */
        printers_label(visit->language, o->name, typed, label, sizeof(label));
        printers_put_option(visit, typed, label, true);
    }
    page_put(visit, "</select>");
}

static void put_number(struct visit *visit, const struct form *form, const struct option *o,
                       const char *typed)
{
    int upper = 0, lower = ippGetRange(find(form->answer, o->name, "-supported"), 0, &upper);

    page_put(visit,
             "<input type=\"number\" id=\"o-%s\" name=\"%s\" min=\"%d\" max=\"%d\" step=\"1\" "
             "required value=\"%s\" aria-describedby=\"h-%s\"%s>",
             o->name, o->name, lower, upper, typed, o->name, invalid(form, o));
}

static void put_setting(struct visit *visit, const struct option *o, const char *typed)
{
    page_put(visit, "<select id=\"o-%s\" name=\"%s\" aria-describedby=\"h-%s\">", o->name,
             o->name, o->name);
    printers_put_option(visit, "no", visit_word(visit, "printers.no"),
                        strcmp(typed, "yes") != 0);
    printers_put_option(visit, "yes", visit_word(visit, "printers.yes"),
                        strcmp(typed, "yes") == 0);
    page_put(visit, "</select>");
}

static void put_text(struct visit *visit, const struct form *form, const struct option *o,
                     const char *typed)
{
    if (o->kind == SECRET)
        page_put(visit,
                 "<input type=\"password\" id=\"o-%s\" name=\"%s\" maxlength=\"20\" "
                 "autocomplete=\"new-password\" aria-describedby=\"h-%s\"%s>",
                 o->name, o->name, o->name, invalid(form, o));
    else
        page_put(visit,
                 "<input type=\"text\" id=\"o-%s\" name=\"%s\" autocomplete=\"off\" "
                 "maxlength=\"100\" value=\"%s\" "
                 "aria-describedby=\"h-%s\"%s>",
                 o->name, o->name, typed, o->name, invalid(form, o));
}

static void put_help(struct visit *visit, const struct form *form, size_t i)
{
    char key[128];

    page_put(visit, "<p class=\"help\" id=\"h-%s\">", options[i].name);
    if (form->bad[i])
        page_put(visit, "<strong class=\"printers-bad\">%w</strong> ", "printers.value-bad");
    snprintf(key, sizeof(key), "printers.h.%s", options[i].name);
    if (word_exists(key))
        page_put(visit, "%w", key);
    page_put(visit, "</p>");
}

/* A queue that lacks an option has no field of it. */
static bool is_there(const struct form *form, const struct option *o)
{
    ipp_attribute_t *supported = find(form->answer, o->name, "-supported");

    return (o->kind != CHOICE && o->kind != COLUMN && o->kind != NUMBER) ||
           ippGetCount(supported) > (o->kind == NUMBER ? 0 : 1);
}

static void put_option(struct visit *visit, const struct form *form, size_t i)
{
    const struct option *o = &options[i];
    char label[256];

    printers_label(visit->language, o->name, NULL, label, sizeof(label));
    page_put(visit, "<div class=\"field\"><label for=\"o-%s\">%s</label>", o->name, label);
    if (o->kind == CHOICE || o->kind == COLUMN)
        put_choice(visit, form, o, form->typed[i]);
    else if (o->kind == NUMBER)
        put_number(visit, form, o, form->typed[i]);
    else if (o->kind == SETTING)
        put_setting(visit, o, form->typed[i]);
    else
        put_text(visit, form, o, form->typed[i]);
    put_help(visit, form, i);
    page_put(visit, "</div>\n");
}

static void put_options(struct visit *visit, const struct form *form)
{
    bool open = false;

    for (size_t i = 0; i < NUM_OPTIONS; i++) {
        if (options[i].group != NULL) {
            page_put(visit, open ? "</section>\n" : "");
            page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n", options[i].group);
            open = true;
        }
        if (is_there(form, &options[i]))
            put_option(visit, form, i);
    }
    page_put(visit, "</section>\n");
}

/* Takes the form over. */
static struct http_answer *show(struct visit *visit, struct form *form, unsigned status)
{
    struct http_answer *answer = NULL;

    if (printers_begin(visit, form->printer, "printers.options")) {
        page_put(visit, "<p>%w <a href=\"/people/quiet-hours\">%w</a></p>\n",
                 "printers.options-help", "printers.quiet-link");
        printers_form(visit, form->printer, "/options");
        page_put(visit, "<div class=\"printers-grid\">\n");
        put_options(visit, form);
        page_put(visit, "</div><p><button class=\"primary\">%w</button></p></form>\n",
                 "printers.save");
        printers_form(visit, form->printer, "/reset");
        page_put(visit,
                 "<section class=\"panel\"><h2>%w</h2><p id=\"reset-help\">%w</p><button "
                 "aria-describedby=\"reset-help\">%w</button></section></form>\n",
                 "printers.reset-title", "printers.reset-help", "printers.reset");
        answer = page_end(visit, status);
    }
    close_form(form);
    return answer;
}

struct http_answer *printers_get_options(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    struct form *form = open_form(visit, &refusal);

    return form != NULL ? show(visit, form, 200) : refusal;
}

/* ---- changes ---- */

static bool value_ok(const struct form *form, const struct option *o, const char *value)
{
    ipp_attribute_t *supported = find(form->answer, o->name, "-supported");
    char text[PRINTERS_VALUE], *end;
    long number = strtol(value, &end, 10);
    int upper = 0;

    if (!printers_text_ok(value))
        return false;
    if (o->kind == SETTING)
        return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0;
    if (o->kind == NUMBER)
        return value[0] != '\0' && *end == '\0' &&
               number >= ippGetRange(supported, 0, &upper) && number <= upper;
    if (o->kind == TEXT || o->kind == SECRET)
        return strlen(value) <= 127 && printer_queue_option_ok(o->name, value);
    for (int i = 0; i < ippGetCount(supported); i++) {
        printers_value(supported, i, text, sizeof(text));
        if (strcmp(text, value) == 0 && strncmp(text, "custom_", 7) != 0)
            return true;
    }
    return false;
}

static void add_default(struct form *form, ipp_t *request, const struct option *o,
                        const char *value)
{
    ipp_tag_t tag = ippGetValueTag(find(form->answer, o->name, "-supported"));
    char whole[128];

    snprintf(whole, sizeof(whole), "%s-default", o->name);
    if (tag == IPP_TAG_ENUM || tag == IPP_TAG_INTEGER || tag == IPP_TAG_RANGE)
        ippAddInteger(request, IPP_TAG_PRINTER,
                      tag == IPP_TAG_ENUM ? IPP_TAG_ENUM : IPP_TAG_INTEGER, whole,
                      (int)strtol(value, NULL, 10));
    else
        ippAddString(request, IPP_TAG_PRINTER, tag == IPP_TAG_KEYWORD ? tag : IPP_TAG_TEXT,
                     whole, NULL, value);
}

/* The three of media-col-default go together. */
static void add_column(const struct form *form, ipp_t *request)
{
    ipp_t *column = ippNew();

    for (size_t i = 0; i < NUM_OPTIONS; i++)
        if (options[i].kind == COLUMN && form->typed[i][0] != '\0')
            ippAddString(column, IPP_TAG_ZERO, IPP_TAG_KEYWORD, member_of(options[i].name),
                         NULL, form->typed[i]);
    ippAddCollection(request, IPP_TAG_PRINTER, "media-col-default", column);
    ippDelete(column);
}

static bool changed(const struct form *form, size_t i)
{
    return strcmp(form->typed[i], form->now[i]) != 0;
}

/* Marks those that are none. */
static bool check(struct form *form)
{
    bool good = true;

    for (size_t i = 0; i < NUM_OPTIONS; i++) {
        form->bad[i] = changed(form, i) && !value_ok(form, &options[i], form->typed[i]);
        good = good && !form->bad[i];
    }
    return good;
}

static bool keep_settings(const struct form *form, char *why, size_t why_size)
{
    for (size_t i = 0; i < NUM_OPTIONS; i++)
        if (options[i].kind == SETTING && changed(form, i) &&
            !queue_setting_set(papplPrinterGetID(form->printer), options[i].name,
                               strcmp(form->typed[i], options[i].usual) != 0 ? form->typed[i]
                                                                             : "",
                               why, why_size))
            return false;
    return true;
}

static bool keep(struct form *form, char *why, size_t why_size)
{
    ipp_t *request = ask_new(IPP_OP_SET_PRINTER_ATTRIBUTES, papplPrinterGetID(form->printer));
    bool column = false, any = false;

    if (request == NULL)
        return false;
    for (size_t i = 0; i < NUM_OPTIONS; i++) {
        if (!changed(form, i) || options[i].kind == SETTING)
            continue;
        any = true;
        if (options[i].kind == COLUMN)
            column = true;
        else
            add_default(form, request, &options[i], form->typed[i]);
    }
    if (column)
        add_column(form, request);
    if (any)
        return ask_do(request, why, why_size) && keep_settings(form, why, why_size);
    ippDelete(request);
    return keep_settings(form, why, why_size);
}

/* Takes the form over. */
static struct http_answer *change(struct visit *visit, struct form *form)
{
    pappl_printer_t *printer = form->printer;
    char why[512] = "";

    if (!check(form)) {
        printers_refuse(visit, "printers.values-bad", "");
        return show(visit, form, 400);
    }
    if (!keep(form, why, sizeof(why))) {
        printers_refuse(visit, "printers.not-kept", why);
        return show(visit, form, 400);
    }
    close_form(form);
    return printers_go(visit, printer, "/options", "printers-saved");
}

struct http_answer *printers_post_options(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    struct form *form = open_form(visit, &refusal);

    if (form == NULL)
        return refusal;
    for (size_t i = 0; i < NUM_OPTIONS; i++)
        if (options[i].kind == SECRET)
            (void)printers_typed(visit, options[i].name, form->typed[i], PRINTERS_VALUE);
    return change(visit, form);
}

/* ---- as it was in the beginning ---- */

static void usual_column(const pappl_pr_driver_data_t *data, const char *name, char *text)
{
    const pappl_media_col_t *media = &data->media_default;

    snprintf(text, PRINTERS_VALUE, "%s",
             strcmp(name, "media") == 0          ? media->size_name
             : strcmp(name, "media-source") == 0 ? media->source
                                                 : media->type);
}

struct http_answer *printers_post_reset(struct visit *visit)
{
    struct http_answer *refusal = NULL;
    struct form *form = open_form(visit, &refusal);
    pappl_pr_driver_data_t data;
    ipp_t *attrs = NULL;

    if (form == NULL)
        return refusal;
    memset(&data, 0, sizeof(data));
    if (printer_model(form->printer) == NULL ||
        !printer_describe(printer_model(form->printer), &data, &attrs)) {
        close_form(form);
        return NULL;
    }
    for (size_t i = 0; i < NUM_OPTIONS; i++) {
        const struct option *o = &options[i];

        if (o->kind == COLUMN)
            usual_column(&data, o->name, form->typed[i]);
        else if (o->usual != NULL)
            snprintf(form->typed[i], PRINTERS_VALUE, "%s", o->usual);
        else if (o->kind != SECRET && find(attrs, o->name, "-default") != NULL)
            printers_value(find(attrs, o->name, "-default"), 0, form->typed[i], PRINTERS_VALUE);
    }
    printer_undescribe(&data);
    ippDelete(attrs);
    return change(visit, form);
}
