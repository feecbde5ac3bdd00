/*
 * printers-labels.c - names of options and their values, and what a queue tells of them.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ask.h"
#include "names.h"
#include "printers-parts.h"

#include "driver/media.h"

#include <string.h>

static const char *name_of_size(const char *value)
{
    const struct media *media = media_find(value);

    return media != NULL ? media->label : value;
}

void printers_label(enum words_language language, const char *name, const char *value,
                    char *text, size_t n)
{
    char key[200];

    if (value != NULL)
        snprintf(key, sizeof(key), "printers.o.%s.%s", name, value);
    else
        snprintf(key, sizeof(key), "printers.o.%s", name);
    if (word_exists(key)) {
        snprintf(text, n, "%s", word(language, key));
        return;
    }
    if (name_find(language, name, value != NULL ? value : "", text, n))
        return;
    if (value == NULL)
        value = name;
    snprintf(text, n, "%s", strcmp(name, "media") == 0 ? name_of_size(value) : value);
}

ipp_t *printers_attributes(pappl_printer_t *printer, char *why, size_t why_size)
{
    ipp_t *request = ask_new(IPP_OP_GET_PRINTER_ATTRIBUTES, papplPrinterGetID(printer));

    if (request == NULL)
        return NULL;
    ippAddString(request, IPP_TAG_OPERATION, IPP_CONST_TAG(IPP_TAG_KEYWORD),
                 "requested-attributes", NULL, "all");
    return ask(request, why, why_size);
}

void printers_value(ipp_attribute_t *attr, int i, char *text, size_t n)
{
    const char *string;

    text[0] = '\0';
    if (attr == NULL || i >= ippGetCount(attr))
        return;
    switch ((int)ippGetValueTag(attr)) {
    case IPP_TAG_INTEGER:
    case IPP_TAG_ENUM:
        snprintf(text, n, "%d", ippGetInteger(attr, i));
        break;
    case IPP_TAG_KEYWORD:
    case IPP_TAG_NAME:
    case IPP_TAG_NAMELANG:
    case IPP_TAG_TEXT:
    case IPP_TAG_TEXTLANG:
        string = ippGetString(attr, i, NULL);
        snprintf(text, n, "%s", string != NULL ? string : "");
        break;
    default:
        break;
    }
}
