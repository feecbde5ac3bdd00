/*
 * print-options.c - the options of a printer as fields of a form: what it announces is there,
 * in the words of strings.h, and of print.words for what every printer has.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "names.h"
#include "print-parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define MAX_KEY 128

/* In this order. What the printer does not announce is left out. */
static const char *const common[] = {
    "copies",
    "media",
    "sides",
    "page-ranges",
    "print-quality",
    "number-up",
    "orientation-requested",
};

static const char *const more[] = {
    "print-scaling",
    "media-source",
    "media-type",
    "print-color-mode",
    "print-content-optimize",
    "presentation-direction-number-up",
    "page-border",
    "imposition-template",
    "page-delivery",
    "blank-pages",
    "watermark",
    "copies-order",
    "toner-save",
    "image-refinement",
    "halftone",
    "brightness",
    "contrast",
    "binding-edge",
    "binding-shift",
    "job-account-id",
    "job-account-pin",
    "job-hold-until",
};
#define NUM(list) (sizeof(list) / sizeof((list)[0]))

bool print_option_is_common(const char *name)
{
    for (size_t i = 0; i < NUM(common); i++)
        if (strcmp(common[i], name) == 0)
            return true;
    return false;
}

bool print_option_is(const char *name)
{
    if (print_option_is_common(name))
        return true;
    for (size_t i = 0; i < NUM(more); i++)
        if (strcmp(more[i], name) == 0)
            return true;
    return false;
}

const char *print_value(const struct print_fields *f, const char *name)
{
    const char *value =
        f->form != NULL ? upload_form_get(f->form, name) : visit_field(f->visit, name);

    return value != NULL ? value : "";
}

/* ---- names ---- */

/* A keyword that nobody has named, as words. */
static void name_keyword(const char *keyword, char *text, size_t size)
{
    snprintf(text, size, "%s", keyword);
    for (char *c = text; *c != '\0'; c++)
        *c = *c == '-' || *c == '_' ? ' ' : *c;
    text[0] = (char)toupper((unsigned char)text[0]);
}

static void name_option(const struct visit *visit, const char *name, const char *value,
                        char *text, size_t size)
{
    char own[MAX_KEY + 16];

    snprintf(own, sizeof(own), "print.option.%s%s%s", name, value != NULL ? "." : "",
             value != NULL ? value : "");
    if (word_exists(own))
        snprintf(text, size, "%s", visit_word(visit, own));
    else if (!name_find(visit->language, name, value != NULL ? value : "", text, size))
        name_keyword(value != NULL ? value : name, text, size);
}

void print_put_option(struct visit *visit, const char *name, const char *value)
{
    char text[512];

    name_option(visit, name, value, text, sizeof(text));
    page_put(visit, "%s", text);
}

/* ---- fields ---- */

static ipp_attribute_t *attribute(const struct print_fields *f, const char *name,
                                  const char *suffix)
{
    char full[MAX_KEY];

    snprintf(full, sizeof(full), "%s%s", name, suffix);
    return ippFindAttribute(f->attributes, full, IPP_TAG_ZERO);
}

/* A value of an attribute as the form sends it; false: it is none that could be sent. */
static bool choice_text(ipp_attribute_t *attr, int i, char *text, size_t size)
{
    const char *string;

    switch ((unsigned)ippGetValueTag(attr)) {
    case IPP_TAG_INTEGER:
    case IPP_TAG_ENUM:
        snprintf(text, size, "%d", ippGetInteger(attr, i));
        return true;
    case IPP_TAG_KEYWORD:
    case IPP_TAG_NAME:
    case IPP_TAG_TEXT:
    case IPP_TAG_NAMELANG:
    case IPP_TAG_TEXTLANG:
        string = ippGetString(attr, i, NULL);
        snprintf(text, size, "%s", string != NULL ? string : "");
        return text[0] != '\0';
    default:
        return false;
    }
}

/* What the printer does when nothing is chosen. */
static void put_default_name(const struct print_fields *f, const char *name)
{
    ipp_attribute_t *usual = attribute(f, name, "-default");
    char value[MAX_KEY], text[512];

    if (usual == NULL || !choice_text(usual, 0, value, sizeof(value))) {
        page_put(f->visit, "%w", "print.as-printer");
        return;
    }
    name_option(f->visit, name, value, text, sizeof(text));
    page_say(f->visit, strcmp(name, "media") == 0 ? "print.as-document" : "print.as-set",
             "value", text, NULL);
}

/* Names that are for programs: limits of sizes, and what only others have words for. */
static bool is_for_people(const char *name, const char *value)
{
    return strncmp(value, "custom_m", 8) != 0 &&
           (strcmp(name, "orientation-requested") != 0 || strcmp(value, "7") != 0);
}

static void put_choices(const struct print_fields *f, const char *name,
                        ipp_attribute_t *supported)
{
    const char *chosen = print_value(f, name);
    ipp_attribute_t *usual = attribute(f, name, "-default");
    char value[MAX_KEY], as_set[MAX_KEY] = "";

    if (usual != NULL)
        (void)choice_text(usual, 0, as_set, sizeof(as_set));
    page_put(f->visit, "<select id=\"option-%s\" name=\"%s\"><option value=\"\">", name, name);
    put_default_name(f, name);
    fputs("</option>", f->visit->page);
    for (int i = 0; i < ippGetCount(supported); i++) {
        if (!choice_text(supported, i, value, sizeof(value)) || !is_for_people(name, value) ||
            (strcmp(value, as_set) == 0 && strcmp(chosen, value) != 0 &&
             strcmp(name, "media") != 0))
            continue;
        page_put(f->visit, "<option value=\"%s\"", value);
        fputs(strcmp(chosen, value) == 0 ? " selected>" : ">", f->visit->page);
        print_put_option(f->visit, name, value);
        fputs("</option>", f->visit->page);
    }
    fputs("</select>", f->visit->page);
}

static void put_number(const struct print_fields *f, const char *name,
                       ipp_attribute_t *supported)
{
    ipp_attribute_t *usual = attribute(f, name, "-default");
    int upper = 0, lower = ippGetRange(supported, 0, &upper);

    page_put(f->visit,
             "<input type=\"number\" id=\"option-%s\" name=\"%s\" min=\"%d\" max=\"%d\" "
             "inputmode=\"numeric\" value=\"%s\"",
             name, name, lower, upper, print_value(f, name));
    if (usual != NULL && ippGetValueTag(usual) == IPP_TAG_INTEGER)
        page_put(f->visit, " placeholder=\"%d\"", ippGetInteger(usual, 0));
    fputs(">", f->visit->page);
}

static void put_text(const struct print_fields *f, const char *name)
{
    bool pages = strcmp(name, "page-ranges") == 0;

    if (strcmp(name, "job-account-pin") == 0) {
        page_put(f->visit,
                 "<input type=\"password\" id=\"option-%s\" name=\"%s\" autocomplete=\"off\" "
                 "inputmode=\"numeric\" maxlength=\"16\">",
                 name, name);
        return;
    }
    page_put(f->visit,
             "<input type=\"text\" id=\"option-%s\" name=\"%s\" maxlength=\"127\" "
             "autocomplete=\"off\" value=\"%s\"",
             name, name, print_value(f, name));
    if (pages)
        fputs(" placeholder=\"1-3, 5\" dir=\"ltr\" pattern=\"[0-9,\\s\\-]*\"", f->visit->page);
    fputs(">", f->visit->page);
}

static void begin_field(const struct print_fields *f, const char *name)
{
    page_put(f->visit, "<div class=\"field\"><label for=\"option-%s\">", name);
    print_put_option(f->visit, name, NULL);
    fputs("</label>", f->visit->page);
}

static bool is_choice(ipp_attribute_t *supported)
{
    ipp_tag_t tag = supported != NULL ? ippGetValueTag(supported) : IPP_TAG_ZERO;

    return tag == IPP_TAG_KEYWORD || tag == IPP_TAG_ENUM || tag == IPP_TAG_INTEGER ||
           tag == IPP_TAG_NAME;
}

/* A field as the option's values want it; of one value there is nothing to choose. */
static void put_field(const struct print_fields *f, const char *name)
{
    ipp_attribute_t *supported = attribute(f, name, "-supported");

    if (strcmp(name, "job-account-pin") == 0
            ? attribute(f, "job-account-id", "-supported") == NULL
            : supported == NULL && attribute(f, name, "-default") == NULL)
        return;
    if (is_choice(supported) && ippGetCount(supported) < 2)
        return;
    begin_field(f, name);
    if (is_choice(supported))
        put_choices(f, name, supported);
    else if (supported != NULL && ippGetValueTag(supported) == IPP_TAG_RANGE)
        put_number(f, name, supported);
    else
        put_text(f, name);
    fputs("</div>\n", f->visit->page);
}

void print_put_common(const struct print_fields *f)
{
    for (size_t i = 0; i < NUM(common); i++)
        put_field(f, common[i]);
}

/* A code is worth nothing to somebody who has read it on its way. */
static void put_code(const struct print_fields *f)
{
    if (ippFindAttribute(f->attributes, "job-password-supported", IPP_TAG_ZERO) == NULL)
        return;
    page_put(f->visit, "<div class=\"field\">");
    if (f->secret)
        page_put(f->visit,
                 "<label for=\"code\">%w</label><input type=\"password\" id=\"code\" "
                 "name=\"code\" minlength=\"4\" maxlength=\"32\" autocomplete=\"off\" "
                 "aria-describedby=\"code-help\"><p class=\"help\" id=\"code-help\">%w</p>",
                 "print.code", "print.code-help");
    else
        page_put(f->visit, "<p class=\"help\">%w</p>",
                 site_tls_port() != 0 ? "print.code-tls" : "print.code-no-tls");
    page_put(f->visit, "</div>\n");
}

void print_put_more(const struct print_fields *f)
{
    for (size_t i = 0; i < NUM(more); i++)
        put_field(f, more[i]);
    put_code(f);
}
