/*
 * status-scanners.c - the scanners on the first page.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "status-parts.h"

#include "server/scan-words.h"
#include "server/scan/scanner.h"
#include "server/scan/web-scan.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_RECENT 10

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

static void put_link(struct visit *visit, const struct scanner_facts *facts)
{
    char address[400];

    web_scan_path(facts->name, address, sizeof(address));
    page_put(visit, "<p><a class=\"button\" href=\"%s\" aria-label=\"", address);
    page_say(visit, "status.of", "what", visit_word(visit, "status.to-scan"), "name",
             facts->name, NULL);
    page_put(visit, "\">%w</a></p>\n", "status.to-scan");
}

/* The scans of the last minutes: whoever left a sheet on the glass sees who read it. */
static void put_recent(struct visit *visit, struct scanner *scanner)
{
    struct scan_job_info *infos = calloc(MAX_RECENT, sizeof(*infos));
    size_t n = infos != NULL ? scan_jobs_recent(scanner, infos, MAX_RECENT) : 0;
    char when[64], how[1300], who[600];

    if (n > 0)
        page_put(visit, "<h4>%w</h4>\n<ul lang=\"en\" dir=\"ltr\">\n", "status.scan-recent");
    for (size_t i = 0; i < n; i++) {
        scan_words_when(infos[i].began, time(NULL), when, sizeof(when));
        scan_words_job(&infos[i], how, sizeof(how));
        scan_words_asker(&infos[i].asker, who, sizeof(who));
        page_put(visit, "<li>%s: <strong>%s</strong>; ", when, how);
        scan_words_settings(&infos[i], how, sizeof(how));
        page_put(visit, "%s; asked for by %s</li>\n", how, who);
    }
    if (n > 0)
        page_put(visit, "</ul>\n");
    free(infos);
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
    put_link(visit, facts);
    put_recent(visit, scanner);
    page_put(visit, "</section>\n");
    free(facts);
}

void scanners_put(struct visit *visit)
{
    struct scanner *list[SCANNERS_MAX];
    size_t n;

    n = scanners_list(list);
    page_put(visit, "<section id=\"scanners\">\n");
    if (n > 0)
        page_put(visit, "<h2>%w</h2>\n<div class=\"grid\">\n", "status.scanners");
    for (size_t i = 0; i < n; i++)
        put_scanner(visit, list[i]);
    if (n > 0)
        page_put(visit, "</div>\n<p class=\"help\">%w</p>\n", "status.scan-beware");
    page_put(visit, "</section>\n");
}
