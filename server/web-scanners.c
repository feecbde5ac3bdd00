/*
 * web-scanners.c - see web-scanners.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-scanners.h"

#include "scan-words.h"
#include "scan/scanner.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_RECENT 10

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

static void put_row(FILE *page, const char *head, const char *text)
{
    if (text[0] == '\0')
        return;
    web_put(page, "<tr><th>", head, "</th><td>");
    web_put(page, "", text, "</td></tr>\n");
}

/* By the name by which the person came, and encrypted if they came so. */
static void put_link(const struct web_drawing *drawing, const struct scanner_facts *facts)
{
    bool tls = httpIsEncrypted(papplClientGetHTTP(drawing->client)) && facts->tls_port != 0;
    unsigned port = tls || facts->port == 0 ? facts->tls_port : facts->port;
    const char *scheme = tls || facts->port == 0 ? "https" : "http";
    const char *host = papplClientGetHostName(drawing->client);
    const bool colons = strchr(host, ':') != NULL && host[0] != '[';
    char address[400];

    if (port == 0)
        return;
    snprintf(address, sizeof(address), "%s://%s%.256s%s:%u/", scheme, colons ? "[" : "", host,
             colons ? "]" : "", port);
    web_put(drawing->page, "<tr><th>Scan</th><td><a href=\"", address, "\">");
    web_put(drawing->page, "", address, "</a></td></tr>\n");
}

static void put_job(FILE *page, const struct scan_job_info *info)
{
    char text[1300];
    time_t now = time(NULL);

    scan_words_when(info->began, now, text, sizeof(text));
    web_put(page, "<li>", text, ": ");
    scan_words_job(info, text, sizeof(text));
    web_put(page, "<strong>", text, "</strong>; ");
    scan_words_settings(info, text, sizeof(text));
    web_put(page, "", text, "; asked for by ");
    scan_words_asker(&info->asker, text, sizeof(text));
    web_put(page, "", text, "</li>\n");
}

static void put_jobs(FILE *page, struct scanner *scanner)
{
    struct scan_job_info *infos = calloc(MAX_RECENT, sizeof(*infos));
    size_t n = infos != NULL ? scan_jobs_recent(scanner, infos, MAX_RECENT) : 0;

    if (n > 0) {
        fputs("<p>Scans of the last minutes:</p>\n<ul>\n", page);
        for (size_t i = 0; i < n; i++)
            put_job(page, &infos[i]);
        fputs("</ul>\n", page);
    }
    free(infos);
}

static void put_scanner(const struct web_drawing *drawing, struct scanner *scanner)
{
    struct scanner_facts *facts = malloc(sizeof(*facts));
    FILE *page = drawing->page;
    char text[1300];

    if (facts == NULL)
        return;
    scanner_facts(scanner, facts);
    web_put(page, "<h2>Scanner ", facts->name, "</h2>\n<table>\n");
    scan_words_state(facts, text, sizeof(text));
    put_row(page, "State", text);
    scan_words_model(&facts->caps, text, sizeof(text));
    put_row(page, "Model", text);
    scan_words_abilities(&facts->caps, text, sizeof(text));
    put_row(page, "Reads", text);
    put_link(drawing, facts);
    fputs("</table>\n", page);
    put_jobs(page, scanner);
    free(facts);
}

void web_put_scanners(const struct web_drawing *drawing)
{
    struct gathering g = {.n = 0};

    scanners_each(gather, &g);
    for (size_t i = 0; i < g.n; i++)
        put_scanner(drawing, g.list[i]);
    if (g.n > 0)
        fputs("<p>Whoever is in this network can scan what lies on the glass or in the feeder: "
              "take your sheets with you. Each scan is noted here, and in the log.</p>\n",
              drawing->page);
}
