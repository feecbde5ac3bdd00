/*
 * web-print.c - see web-print.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-print.h"

#include "strings.h"
#include "value.h"
#include "web-parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* What people set, in this order. What the queue does not announce is left out. */
static const char *const options[] = {
    "copies",
    "media",
    "media-source",
    "media-type",
    "sides",
    "page-ranges",
    "number-up",
    "presentation-direction-number-up",
    "page-border",
    "imposition-template",
    "page-delivery",
    "blank-pages",
    "watermark",
    "print-scaling",
    "orientation-requested",
    "print-quality",
    "print-content-optimize",
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

/* What every queue has, and PAPPL does not tell of a driver. Enums are sent as numbers. */
static const struct {
    const char *name;
    const char *values[9];
} usual[] = {
    {"print-scaling",          {"auto", "auto-fit", "fit", "fill", "none"}              },
    {"orientation-requested",  {"3", "4", "5", "6"}                                     },
    {"print-quality",          {"3", "4", "5"}                                          },
    {"print-content-optimize", {"auto", "text", "graphic", "text-and-graphic", "photo"} },
    {"job-hold-until",         {"indefinite", "day-time", "evening", "night", "weekend"}},
};

struct form {
    FILE *page;
    const struct strings_file *names;
    ipp_t *attributes; /* of the queue */
};

/* ---- names ---- */

/* The text of "key", or "key.value" where there is a value; how many bytes it has. NULL: none.
 */
static const char *find_name(const struct form *f, const char *key, const char *value,
                             size_t *n)
{
    char line[256];
    const char *at, *end;
    int used = value != NULL ? snprintf(line, sizeof(line), "\"%s.%s\" = \"", key, value)
                             : snprintf(line, sizeof(line), "\"%s\" = \"", key);

    if (used < 0 || (size_t)used >= sizeof(line))
        return NULL;
    at = strstr(f->names->text, line);
    while (at != NULL && at != f->names->text && at[-1] != '\n')
        at = strstr(at + 1, line);
    if (at == NULL || (end = strstr(at + used, "\";")) == NULL)
        return NULL;
    *n = (size_t)(end - at - used);
    return at + used;
}

/* The name in the browser's language; else the keyword in words of its own. */
static void put_name(const struct form *f, const char *key, const char *value)
{
    size_t n = 0;
    const char *name = find_name(f, key, value, &n);
    char text[256];

    if (name != NULL) {
        snprintf(text, sizeof(text), "%.*s", (int)n, name);
    } else {
        const char *word = value != NULL && isdigit((unsigned char)value[0]) && !value[1]
                               ? ippEnumString(key, atoi(value))
                               : value;

        snprintf(text, sizeof(text), "%s", value != NULL ? word : key);
        for (char *c = text; *c != '\0'; c++)
            *c = *c == '-' ? ' ' : *c;
        text[0] = (char)toupper((unsigned char)text[0]);
    }
    web_put(f->page, "", text, "");
}

/* ---- fields ---- */

static ipp_attribute_t *attribute(const struct form *f, const char *name, const char *suffix)
{
    char full[128];

    snprintf(full, sizeof(full), "%s%s", name, suffix);
    return ippFindAttribute(f->attributes, full, IPP_TAG_ZERO);
}

static void put_choice(const struct form *f, const char *name, const char *value)
{
    web_put(f->page, "<option value=\"", value, "\">");
    put_name(f, name, value);
    fputs("</option>", f->page);
}

static void begin_choices(const struct form *f, const char *name)
{
    web_put(f->page, "<select id=\"", name, "\"");
    web_put(f->page, " name=\"", name, "\"><option value=\"\">&ndash;</option>");
}

static void put_choices(const struct form *f, const char *name, ipp_attribute_t *supported)
{
    begin_choices(f, name);
    for (int i = 0; i < ippGetCount(supported); i++) {
        char number[16];
        const char *value = ippGetString(supported, i, NULL);

        if (ippGetValueTag(supported) == IPP_TAG_INTEGER) {
            snprintf(number, sizeof(number), "%d", ippGetInteger(supported, i));
            value = number;
        }
        if (value != NULL && strncmp(value, "custom_m", 8) != 0) /* limits, no papers */
            put_choice(f, name, value);
    }
    fputs("</select>", f->page);
}

static void put_number(const struct form *f, const char *name, int lower, int upper)
{
    web_put(f->page, "<input type=\"number\" id=\"", name, "\"");
    web_put(f->page, " name=\"", name, "\"");
    fprintf(f->page, " min=\"%d\" max=\"%d\">", lower, upper);
}

static void put_text(const struct form *f, const char *name)
{
    bool secret = strcmp(name, "job-account-pin") == 0;

    fputs(secret ? "<input type=\"password\" autocomplete=\"off\"" : "<input", f->page);
    web_put(f->page, " id=\"", name, "\"");
    web_put(f->page, " name=\"", name, "\" maxlength=\"127\">");
}

/* False: it is none of those that every queue has. */
static bool put_usual(const struct form *f, const char *name)
{
    for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
        if (strcmp(usual[i].name, name) != 0)
            continue;
        begin_choices(f, name);
        for (size_t v = 0; usual[i].values[v] != NULL; v++)
            put_choice(f, name, usual[i].values[v]);
        fputs("</select>", f->page);
        return true;
    }
    if (strcmp(name, "copies") == 0)
        put_number(f, name, 1, VALUE_MAX_COPIES);
    else if (strcmp(name, "page-ranges") == 0)
        put_text(f, name);
    else
        return false;
    return true;
}

/* A field as the option's values want it. False: the queue has no such option. */
static bool put_field(const struct form *f, const char *name)
{
    ipp_attribute_t *supported = attribute(f, name, "-supported");
    int upper = 0, lower;

    if (put_usual(f, name))
        return true;
    if (supported == NULL && attribute(f, name, "-default") == NULL)
        return false;
    if (supported != NULL && ippGetValueTag(supported) == IPP_TAG_RANGE) {
        lower = ippGetRange(supported, 0, &upper);
        put_number(f, name, lower, upper);
    } else if (supported != NULL)
        put_choices(f, name, supported);
    else
        put_text(f, name);
    return true;
}

/* A row is made before it is known whether there is one. */
static void put_row(struct form *f, const char *name)
{
    FILE *page = f->page;
    char *text = NULL;
    size_t n = 0;
    bool has;

    f->page = open_memstream(&text, &n);
    if (f->page == NULL) {
        f->page = page;
        return;
    }
    web_put(f->page, "<tr><th><label for=\"", name, "\">");
    put_name(f, name, NULL);
    fputs("</label></th><td>", f->page);
    has = put_field(f, name);
    fputs("</td></tr>\n", f->page);
    if (fclose(f->page) == 0 && has)
        fwrite(text, 1, n, page);
    f->page = page;
    free(text);
}

/* ---- the page ---- */

static void put_page(struct form *f, pappl_printer_t *printer)
{
    char path[256] = "";

    papplPrinterGetPath(printer, NULL, path, sizeof(path));
    web_put_head(f->page, "Print", "");
    web_put(f->page, "<h1>Print on ", papplPrinterGetName(printer), "</h1>\n");
    web_put(
        f->page,
        "<form class=\"print\" method=\"post\" enctype=\"multipart/form-data\" action=\"/print",
        path, "\">\n<input type=\"hidden\" name=\"answer\" value=\"html\">\n<table>\n");
    fputs("<tr><th><label for=\"file\">File</label></th><td><input type=\"file\" id=\"file\" "
          "name=\"file\" required>"
          "</td></tr>\n",
          f->page);
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
        put_row(f, options[i]);
    fputs("</table>\n<button>Print</button>\n</form>\n"
          "<p>What is left empty is as the queue is set. <a href=\"/\">All queues</a></p>\n"
          "</body>\n</html>\n",
          f->page);
}

bool web_print_form(pappl_client_t *client, pappl_printer_t *printer)
{
    http_t *http = papplClientGetHTTP(client);
    struct form f = {.names = strings_find(httpGetField(http, HTTP_FIELD_ACCEPT_LANGUAGE)),
                     .attributes = papplPrinterGetDriverAttributes(printer)};
    char *text = NULL;
    size_t n = 0;
    bool sent = false;

    f.page = f.attributes != NULL ? open_memstream(&text, &n) : NULL;
    if (f.page != NULL) {
        put_page(&f, printer);
        if (fclose(f.page) == 0)
            sent = papplClientRespond(client, HTTP_STATUS_OK, NULL, "text/html", 0, n) &&
                   httpWrite2(http, text, n) == (ssize_t)n && httpFlushWrite(http) >= 0;
    }
    free(text);
    ippDelete(f.attributes);
    return sent;
}
