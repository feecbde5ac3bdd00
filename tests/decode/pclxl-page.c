/*
 * pclxl-page.c - what BeginPage says of paper and sides, in words.
 * Effects: none.
 * Source: driver/FORMAT-pclxl.md section 4; never the encoder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pclxl-internal.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { NO_SIZE = 255 };

/* Tenths of a millimetre; NULL at the end. */
static const struct size {
    unsigned number;
    const char *name;
    const char *printers; /* name of it, where a stream has no number */
    double width, length;
} sizes[] = {
    {0,       "na_letter_8.5x11in",       "LETTER",    2159,    2794},
    {1,       "na_legal_8.5x14in",        "LEGAL",     2159,    3556},
    {2,       "iso_a4_210x297mm",         "A4",        2100,    2970},
    {3,       "na_executive_7.25x10.5in", "EXEC",      1841.5,  2667},
    {4,       "na_ledger_11x17in",        "LEDGER",    2794,    4318},
    {5,       "iso_a3_297x420mm",         "A3",        2970,    4200},
    {6,       "na_number-10_4.125x9.5in", "COM10",     1047.75, 2413},
    {7,       "na_monarch_3.875x7.5in",   "MONARCH",   984.25,  1905},
    {8,       "iso_c5_162x229mm",         "C5",        1620,    2290},
    {9,       "iso_dl_110x220mm",         "DL",        1100,    2200},
    {10,      "jis_b4_257x364mm",         "JIS B4",    2570,    3640},
    {11,      "jis_b5_182x257mm",         "JIS B5",    1820,    2570},
    {12,      "iso_b5_176x250mm",         "B5",        1760,    2500},
    {14,      "jpn_hagaki_100x148mm",     "JPOST",     1000,    1480},
    {15,      "jpn_oufuku_148x200mm",     "JPOSTD",    1480,    2000},
    {16,      "iso_a5_148x210mm",         "A5",        1480,    2100},
    {17,      "iso_a6_105x148mm",         "A6",        1050,    1480},
    {18,      "jis_b6_128x182mm",         "JIS B6",    1280,    1820},
    {NO_SIZE, "na_invoice_5.5x8.5in",     "STATEMENT", 1397,    2159},
    {0,       NULL,                       NULL,        0,       0   },
};

static const char *const sources[] = {
    "default", "auto", "manual", "by-pass-tray", "tray-1", "tray-2", "envelope", "tray-3",
};

static const struct {
    const char *printers, *name;
} types[] = {
    {"Plain",        "stationery"            },
    {"Recycled",     "stationery-recycled"   },
    {"Color",        "stationery-colored"    },
    {"Bond",         "stationery-fine"       },
    {"Heavy",        "stationery-heavyweight"},
    {"Card Stock",   "cardstock"             },
    {"Transparency", "transparency"          },
    {"Labels",       "labels"                },
    {"Envelope",     "envelope"              },
    {"Prepunched",   "stationery-prepunched" },
    {"Letterhead",   "stationery-letterhead" },
    {"Preprinted",   "stationery-preprinted" },
};

/* An array of bytes as text; "" where there is none. */
static void get_text(const struct pclxl_decoder *d, unsigned attribute, char *text, size_t n)
{
    const struct xl_value *value = pclxl_find(d, attribute);
    size_t i;

    for (i = 0; value && value->kind == 0 && value->array && i < value->kept && i < n - 1; i++)
        text[i] = (char)d->pool[value->at + i];
    text[i] = '\0';
}

static const struct size *custom_size(struct pclxl_decoder *d, struct size *custom)
{
    static const double tenths[] = {254, 10, 1};
    const struct xl_value *value = pclxl_find(d, XL_CUSTOM_SIZE);
    uint32_t units = pclxl_unsigned(d, XL_CUSTOM_UNITS, 0);

    if (!value || value->kept < 2 || units > 2)
        return NULL;
    custom->width = pclxl_number(d, value, 0) * tenths[units];
    custom->length = pclxl_number(d, value, 1) * tenths[units];
    for (const struct size *s = sizes; s->name; s++)
        if (s->width - custom->width < 1 && custom->width - s->width < 1 &&
            s->length - custom->length < 1 && custom->length - s->length < 1)
            custom->name = s->name;
    return custom;
}

static const struct size *named_size(struct pclxl_decoder *d)
{
    const struct xl_value *value = pclxl_find(d, XL_MEDIA_SIZE);
    char name[64];

    if (!value)
        return NULL;
    get_text(d, XL_MEDIA_SIZE, name, sizeof name);
    for (const struct size *s = sizes; s->name; s++)
        if (value->array ? strcasecmp(s->printers, name) == 0
                         : s->number != NO_SIZE && s->number == pclxl_number(d, value, 0))
            return s;
    pclxl_remark(d, "page %u has an unknown size; taken for Letter", d->page.number);
    return &sizes[0];
}

static uint32_t dots(double tenths, double units)
{
    double x = tenths * units / 254 + 0.5;

    return x < 0 || x > DECODE_MAX_SIDE ? 0 : (uint32_t)x;
}

static bool get_size(struct pclxl_decoder *d)
{
    struct size custom = {NO_SIZE, "", "", 0, 0};
    const struct size *size = custom_size(d, &custom);
    uint32_t turned = pclxl_unsigned(d, XL_ORIENTATION, 0) & 1;

    if (!size)
        size = named_size(d);
    if (!size) {
        pclxl_remark(d, "page %u has no size; taken for Letter", d->page.number);
        size = &sizes[0];
    }
    if (turned)
        pclxl_remark(d, "page %u is landscape: shown as it is written", d->page.number);
    snprintf(d->page_ticket.media_name, sizeof d->page_ticket.media_name, "%s", size->name);
    d->page.width = dots(turned ? size->length : size->width, d->units_x);
    d->page.height = dots(turned ? size->width : size->length, d->units_y);
    if (d->page.width == 0 || d->page.height == 0)
        return pclxl_fail(d, "page %u has an impossible size", d->page.number);
    return true;
}

static void get_source(struct pclxl_decoder *d)
{
    char *name = d->page_ticket.source_name;
    size_t n = sizeof d->page_ticket.source_name;
    uint32_t source = pclxl_unsigned(d, XL_MEDIA_SOURCE, 0);

    if (!pclxl_find(d, XL_MEDIA_SOURCE))
        return;
    if (source < sizeof sources / sizeof sources[0])
        snprintf(name, n, "%s", sources[source]);
    else
        snprintf(name, n, "tray-%u", (unsigned)source - 4);
}

/* A name that is not known stays as it is. */
static void get_type(struct pclxl_decoder *d)
{
    char *name = d->page_ticket.type_name;

    get_text(d, XL_MEDIA_TYPE, name, sizeof d->page_ticket.type_name);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (strcasecmp(types[i].printers, name) == 0) {
            snprintf(name, sizeof d->page_ticket.type_name, "%s", types[i].name);
            return;
        }
}

static void get_sides(struct pclxl_decoder *d)
{
    const struct xl_value *mode = pclxl_find(d, XL_DUPLEX_MODE);

    d->page_ticket.sides = mode ? 2 : 1;
    d->page_ticket.edge = mode && pclxl_number(d, mode, 0) == 0 ? 3 : 4;
}

bool pclxl_page_values(struct pclxl_decoder *d)
{
    get_source(d);
    get_type(d);
    get_sides(d);
    return get_size(d);
}
