/*
 * status-scanners.c - the scanners on the first page.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "status-parts.h"

#include "server/scan-words.h"
#include "server/scan/scanner.h"

#include <stdlib.h>
#include <string.h>

struct gathering {
    struct scanner *list[SCANNERS_MAX];
    size_t n;
};

static bool gather(void *ctx, struct scanner *scanner)
{
    struct gathering *g = ctx;

    g->list[g->n++] = scanner;
    return g->n < SCANNERS_MAX;
}

static bool has_trouble(const struct scanner_facts *facts)
{
    return facts->trouble != SCAN_OK && facts->trouble != SCAN_NO_DOCS &&
           facts->trouble != SCAN_CANCELED && facts->trouble != SCAN_BUSY;
}

static void put_state(struct visit *visit, const struct scanner_facts *facts)
{
    char sentence[1300];
    const char *key = "status.scan-ready", *color = "ok";

    if (facts->device[0] == '\0')
        key = "status.scan-none", color = "busy";
    else if (facts->scanning)
        key = "status.scan-scanning";
    else if (facts->printing)
        key = "status.scan-printing", color = "busy";
    else if (has_trouble(facts))
        key = "status.scan-trouble", color = "bad";
    else if (!facts->known)
        key = "status.scan-unknown", color = "busy";
    page_put(visit, "<p><span class=\"state %s\">%w</span></p>\n", color, key);
    if (has_trouble(facts) && facts->device[0] != '\0') {
        scan_words_state(facts, sentence, sizeof(sentence));
        page_put(visit, "<p class=\"notice bad\" lang=\"en\" dir=\"ltr\">%s</p>\n", sentence);
    } else if (facts->feeder == SCAN_FEEDER_LOADED)
        page_put(visit, "<p>%w</p>\n", "status.scan-feeder");
}

static void put_scanner(struct visit *visit, struct scanner *scanner)
{
    struct scanner_facts *facts = malloc(sizeof(*facts));
    char model[300];

    if (facts == NULL)
        return;
    scanner_facts(scanner, facts);
    scan_words_model(&facts->caps, model, sizeof(model));
    page_put(visit, "<section class=\"panel\">\n<h3><bdi>%s</bdi></h3>\n", facts->name);
    if (model[0] != '\0')
        page_put(visit, "<p class=\"soft\"><bdi>%s</bdi></p>\n", model);
    put_state(visit, facts);
    page_put(visit, "<p><a class=\"button\" href=\"/scan\" aria-label=\"");
    page_say(visit, "status.of", "what", visit_word(visit, "status.to-scan"), "name",
             facts->name, NULL);
    page_put(visit, "\">%w</a></p>\n</section>\n", "status.to-scan");
    free(facts);
}

void scanners_put(struct visit *visit)
{
    struct gathering g = {.n = 0};

    scanners_each(gather, &g);
    page_put(visit, "<section id=\"scanners\">\n");
    if (g.n > 0)
        page_put(visit, "<h2>%w</h2>\n<div class=\"grid\">\n", "status.scanners");
    for (size_t i = 0; i < g.n; i++)
        put_scanner(visit, g.list[i]);
    page_put(visit, g.n > 0 ? "</div>\n</section>\n" : "</section>\n");
}
