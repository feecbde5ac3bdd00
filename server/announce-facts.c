/*
 * announce-facts.c - what is known of a queue, for its announcement.
 * Effects: asks PAPPL's printer; shortens a name that is too long.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "announce-parts.h"

#include "documents.h"
#include "dnssd.h"
#include "printer.h"
#include "site/site.h"
#include "urf.h"

#include <stdio.h>
#include <string.h>

/* "a", "a,b" */
static void append(char *list, size_t size, const char *item)
{
    size_t n = strlen(list);

    snprintf(list + n, size - n, "%s%s", n > 0 ? "," : "", item);
}

/* What phones ask for first: a list that is too long loses its end. */
static void list_formats(char *list, size_t size)
{
    static const char *const first[] = {"application/pdf", "image/urf", "image/pwg-raster"};
    const size_t num_first = sizeof(first) / sizeof(first[0]);

    for (size_t i = 0; i < num_first; i++)
        if (document_format_usable(first[i]))
            append(list, size, first[i]);
    for (size_t i = 0; document_formats[i] != NULL; i++) {
        bool there = !document_format_usable(document_formats[i]);

        for (size_t j = 0; j < num_first; j++)
            there = there || strcmp(document_formats[i], first[j]) == 0;
        if (!there)
            append(list, size, document_formats[i]);
    }
}

static void list_urf(const struct model *model, char *list, size_t size)
{
    const char *words[URF_MAX_KEYWORDS];
    size_t n = urf_keywords(model, words, URF_MAX_KEYWORDS);

    for (size_t i = 0; i < n; i++)
        append(list, size, words[i]);
}

/* PaperMax has five classes. [Bonjour Printing Specification, 9.2.7] */
static const char *paper_max(const struct caps *caps)
{
    uint32_t widest = 0;

    for (size_t i = 0; i < caps->num_media; i++)
        if (caps->media[i].media->width_hmm > widest)
            widest = caps->media[i].media->width_hmm;
    return widest < 21000   ? "<legal-A4"
           : widest < 27940 ? "legal-A4"
           : widest < 42000 ? "tabloid-A3"
                            : "isoC-A2";
}

static bool prints_two_sides(const struct caps *caps)
{
    for (size_t i = 0; i < caps->num_media; i++)
        if (caps->media[i].duplex)
            return true;
    return false;
}

static void add_model(struct announce_facts *facts, const struct model *model)
{
    char both[200];
    char *blank;

    model_make_and_model(model, both, sizeof(both));
    blank = strchr(both, ' ');
    if (blank != NULL)
        *blank++ = '\0';
    snprintf(facts->maker, sizeof(facts->maker), "%.60s", both);
    snprintf(facts->model, sizeof(facts->model), "%.120s", blank != NULL ? blank : "");
    list_formats(facts->formats, sizeof(facts->formats));
    list_urf(model, facts->urf, sizeof(facts->urf));
    facts->paper_max = paper_max(model->caps);
    facts->duplex = prints_two_sides(model->caps);
}

/* The old ways in; LPD has all queues, a raw port one. */
static void add_ways(const struct announce_setup *setup, struct announce_facts *facts)
{
    facts->lpd_port = setup->lpd_port;
    for (size_t i = 0; i < setup->num_raw && facts->raw_port == 0; i++)
        if (strcmp(setup->raw[i].queue, facts->queue) == 0)
            facts->raw_port = setup->raw[i].port;
}

/* The printer-uuid that IPP tells. */
static void add_uuid(pappl_printer_t *printer, struct announce_facts *facts)
{
    char uuid[IDENTITY_UUID_SIZE];

    if (identity_find(papplPrinterGetID(printer), uuid))
        snprintf(facts->uuid, sizeof(facts->uuid), "%s", uuid + strlen("urn:uuid:"));
}

bool announce_facts(pappl_printer_t *printer, const struct announce_setup *setup,
                    const char *host, struct announce_facts *facts)
{
    const struct model *model = printer_model(printer);
    char name[256] = "", path[256] = "";

    memset(facts, 0, sizeof(*facts));
    if (model == NULL || papplPrinterIsDeleted(printer) ||
        papplPrinterGetDNSSDName(printer, name, sizeof(name)) == NULL || name[0] == '\0')
        return false;
    dnssd_cut_name(name, facts->name);
    if (strcmp(name, facts->name) != 0) /* IPP is to tell the same */
        papplPrinterSetDNSSDName(printer, facts->name);
    papplPrinterGetPath(printer, NULL, path, sizeof(path));
    snprintf(facts->path, sizeof(facts->path), "ipp/print%.240s", path);
    snprintf(facts->queue, sizeof(facts->queue), "%.127s", papplPrinterGetName(printer));
    papplPrinterGetLocation(printer, facts->location, sizeof(facts->location));
    facts->page_port = site_port();
    snprintf(facts->page, sizeof(facts->page), "/printers/%d", papplPrinterGetID(printer));
    if (host[0] != '\0')
        site_link(host, false, facts->page, facts->admin_url, sizeof(facts->admin_url));
    if (host[0] != '\0' && facts->admin_url[0] == '\0')
        httpAssembleURIf(HTTP_URI_CODING_ALL, facts->admin_url, sizeof(facts->admin_url),
                         "http", NULL, host, (int)setup->port, "%s/", path);
    snprintf(facts->kind, sizeof(facts->kind), "document,envelope"); /* as printer.c has it */
    add_model(facts, model);
    add_uuid(printer, facts);
    add_ways(setup, facts);
    facts->tls = setup->tls;
    return true;
}
