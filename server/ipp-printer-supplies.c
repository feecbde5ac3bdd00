/*
 * ipp-printer-supplies.c - what the machine holds: toner, and paper in its trays.
 * Source: PWG 5100.9 (printer-supply), PWG 5100.13 (printer-input-tray), CUPS (marker-).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-printer-parts.h"

#include <stdio.h>
#include <string.h>

static const char *marker_type(const struct supply *supply)
{
    return supply->kind == SUPPLY_TONER   ? "toner"
           : supply->kind == SUPPLY_WASTE ? "waste-toner"
           : supply->kind == SUPPLY_DRUM  ? "opc"
                                          : "other";
}

static const char *supply_type(const struct supply *supply)
{
    return supply->kind == SUPPLY_TONER   ? "toner"
           : supply->kind == SUPPLY_WASTE ? "wasteToner"
           : supply->kind == SUPPLY_DRUM  ? "opc"
                                          : "other";
}

/* -1 not known, -3 some, by the Printer MIB and CUPS alike. */
static int level_of(const struct supply *supply)
{
    return supply->level_percent >= 0 ? supply->level_percent : supply->some_left ? -3 : -1;
}

void amend_supplies(const struct answer *a, const struct device_status *status)
{
    char names[STATUS_SUPPLIES][96], text[256];
    const char *name[STATUS_SUPPLIES], *type[STATUS_SUPPLIES], *color[STATUS_SUPPLIES];
    int level[STATUS_SUPPLIES], low[STATUS_SUPPLIES], high[STATUS_SUPPLIES];
    ipp_attribute_t *supplies = NULL;
    int n = (int)status->num_supplies;

    if (n == 0)
        return;
    for (int i = 0; i < n; i++) {
        const struct supply *s = &status->supplies[i];

        snprintf(names[i], sizeof(names[i]), "%s%s",
                 s->description[0] != '\0' ? s->description : marker_type(s),
                 s->estimate ? " (estimate)" : "");
        name[i] = names[i];
        type[i] = marker_type(s);
        color[i] = s->kind == SUPPLY_TONER ? "#000000" : "none";
        level[i] = level_of(s);
        low[i] = s->kind == SUPPLY_WASTE ? 0 : 10;
        high[i] = s->kind == SUPPLY_WASTE ? 90 : 100;
    }
    if (answer_wants(a, "marker-names"))
        ippAddStrings(a->response, IPP_TAG_PRINTER, IPP_TAG_NAME, "marker-names", n, NULL,
                      name);
    if (answer_wants(a, "marker-types"))
        ippAddStrings(a->response, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "marker-types", n, NULL,
                      type);
    if (answer_wants(a, "marker-colors"))
        ippAddStrings(a->response, IPP_TAG_PRINTER, IPP_TAG_NAME, "marker-colors", n, NULL,
                      color);
    if (answer_wants(a, "marker-levels"))
        ippAddIntegers(a->response, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "marker-levels", n,
                       level);
    if (answer_wants(a, "marker-low-levels"))
        ippAddIntegers(a->response, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "marker-low-levels", n,
                       low);
    if (answer_wants(a, "marker-high-levels"))
        ippAddIntegers(a->response, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "marker-high-levels", n,
                       high);
    if (answer_wants(a, "printer-supply-description"))
        ippAddStrings(a->response, IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-supply-description",
                      n, NULL, name);
    for (int i = 0; answer_wants(a, "printer-supply") && i < n; i++) {
        int size = snprintf(text, sizeof(text),
                            "index=%d;class=%s;type=%s;unit=percent;maxcapacity=100;level=%d;"
                            "colorantname=black;",
                            i + 1,
                            status->supplies[i].kind == SUPPLY_WASTE ? "receptacleThatIsFilled"
                                                                     : "supplyThatIsConsumed",
                            supply_type(&status->supplies[i]), level[i]);

        if (supplies == NULL)
            supplies =
                ippAddOctetString(a->response, IPP_TAG_PRINTER, "printer-supply", text, size);
        else
            ippSetOctetString(a->response, &supplies, i, text, size);
    }
}

/* ---- trays ---- */

/* One of the list in an answer, as the Printer MIB has it: -2 is not known. */
struct tray_text {
    const char *type, *name;
    int length_hmm, width_hmm; /* 0: not known */
    int capacity, level;
};

static void add_tray(const struct answer *a, ipp_attribute_t **trays, const struct tray_text *t)
{
    char text[256];
    int n = snprintf(text, sizeof(text),
                     "type=%s;mediafeed=%d;mediaxfeed=%d;maxcapacity=%d;level=%d;status=0;"
                     "name=%s;",
                     t->type, t->length_hmm > 0 ? t->length_hmm : -2,
                     t->width_hmm > 0 ? t->width_hmm : -2, t->capacity, t->level, t->name);

    if (*trays == NULL)
        *trays = ippAddOctetString(a->response, IPP_TAG_PRINTER, "printer-input-tray", text, n);
    else
        ippSetOctetString(a->response, trays, ippGetCount(*trays), text, n);
}

/* The machine's own word. Windows 11 takes no printer with a tray whose name is a number. */
static void add_told_tray(const struct answer *a, ipp_attribute_t **trays, const struct tray *t)
{
    bool number = t->name[strspn(t->name, "0123456789 ")] == '\0';
    char name[48];
    struct tray_text text = {.type = "sheetFeedAutoRemovableTray",
                             .name = name,
                             .length_hmm = (int)t->length_hmm,
                             .width_hmm = (int)t->width_hmm,
                             .capacity = t->capacity >= 0 ? t->capacity : -2,
                             .level = t->known && t->empty ? 0
                                      : t->level >= 0      ? t->level
                                      : t->level == -3     ? -3
                                                           : -2};

    snprintf(name, sizeof(name), "%s%s", number ? "Tray " : "", t->name);
    add_tray(a, trays, &text);
}

/* What the model has, where the machine does not tell: names are those of media-source. The
 * size is the one the person said lies there. */
static void add_model_trays(const struct answer *a, ipp_attribute_t **trays,
                            const pappl_pr_driver_data_t *data)
{
    for (int i = 0; i < data->num_source; i++) {
        const struct media_source *source = media_source_find(data->source[i]);
        struct tray_text text = {.type = source != NULL && source->drawer
                                             ? "sheetFeedAutoRemovableTray"
                                             : "sheetFeedManual",
                                 .name = data->source[i],
                                 .length_hmm = data->media_ready[i].size_length,
                                 .width_hmm = data->media_ready[i].size_width,
                                 .capacity = -2,
                                 .level = -2};

        if (strcmp(data->source[i], "auto") == 0)
            text.type = "other";
        add_tray(a, trays, &text);
    }
}

void amend_trays(const struct answer *a, const struct device_status *status)
{
    ipp_attribute_t *trays = NULL;
    pappl_pr_driver_data_t data;

    if (!answer_take(a, "printer-input-tray"))
        return;
    for (size_t i = 0; i < status->num_trays; i++)
        add_told_tray(a, &trays, &status->trays[i]);
    if (status->num_trays == 0 && papplPrinterGetDriverData(a->printer, &data) != NULL)
        add_model_trays(a, &trays, &data);
}
