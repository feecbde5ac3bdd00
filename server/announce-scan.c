/*
 * announce-scan.c - what is known of the scanners, for their announcement.
 *
 * A scanner is announced when it was seen once, so that clients are told what it can do, and
 * while its listeners are open.
 * Effects: asks the registry of scanners.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "announce-parts.h"

#include "scan-words.h"

#include <stdio.h>
#include <string.h>

static void read_scan(const struct scanner_facts *facts, const char *host,
                      struct announce_scan *scan)
{
    memset(scan, 0, sizeof(*scan));
    scan->port = facts->port;
    scan->tls_port = facts->tls_port;
    scan_words_model(&facts->caps, scan->make_model, sizeof(scan->make_model));
    snprintf(scan->uuid, sizeof(scan->uuid), "%s", facts->uuid);
    snprintf(scan->host, sizeof(scan->host), "%s", host);
    scan->platen = facts->caps.has[SCAN_PLATEN];
    scan->feeder = facts->caps.has[SCAN_FEEDER];
    scan->duplex = facts->caps.has[SCAN_FEEDER_DUPLEX];
    scan->gray = facts->caps.gray;
    scan->color = facts->caps.color;
}

struct gathering {
    struct announce_scanners *all;
    const char *host;
};

static bool gather(void *ctx, struct scanner *scanner)
{
    const struct gathering *g = ctx;
    struct announce_scanners *all = g->all;
    struct announce_scanner *one = &all->list[all->n];
    struct scanner_facts facts;

    scanner_facts(scanner, &facts);
    if (!facts.known || (facts.port == 0 && facts.tls_port == 0))
        return true;
    one->scanner = scanner;
    one->printer_id = facts.printer_id;
    snprintf(one->name, sizeof(one->name), "%s", facts.name);
    read_scan(&facts, g->host, &one->scan);
    all->n++;
    return all->n < SCANNERS_MAX;
}

void announce_gather(struct announce_scanners *all, const char *host)
{
    struct gathering g = {all, host};

    all->n = 0;
    scanners_each(gather, &g);
}

const struct announce_scan *announce_scan_of(const struct announce_scanners *all,
                                             int printer_id)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->list[i].printer_id == printer_id)
            return &all->list[i].scan;
    return NULL;
}
