/*
 * announce-parts.h - what the files of the announcement share.
 * Effects: see the functions.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_ANNOUNCE_PARTS_H
#define SERVER_ANNOUNCE_PARTS_H

#include "announce-txt.h"
#include "announce.h"
#include "identity.h"
#include "scan/scanner.h"

#include <avahi-client/client.h>
#include <avahi-client/publish.h>

/*
 * announce_facts - what is to be announced of a queue. False when nothing is: it is being
 * deleted, or has no name. host may be "". Takes PAPPL's lock of the printer.
 */
bool announce_facts(pappl_printer_t *printer, const struct announce_setup *setup,
                    const char *host, struct announce_facts *facts);

/* The scanners that are to be announced. */
struct announce_scanners {
    struct announce_scanner {
        const struct scanner *scanner;
        int printer_id; /* of its queue, with which it is announced; 0: it has none */
        char name[SCANNER_NAME_SIZE];
        struct announce_scan scan;
    } list[SCANNERS_MAX];
    size_t n;
};

/* announce_gather - all of them. Takes the registry's lock, so not with PAPPL's held. */
void announce_gather(struct announce_scanners *all, const char *host);

/* announce_scan_of - that of a queue; NULL: it has none. */
const struct announce_scan *announce_scan_of(const struct announce_scanners *all,
                                             int printer_id);

/* What became of a registration. */
enum registered { REGISTERED, NAME_TAKEN, NOT_REGISTERED };

/*
 * announce_queue, announce_scanner, announce_system - put the services of a queue and its
 * scanner, of a scanner without a queue, and of the server's page, into an empty group and
 * commit it. Talks to Avahi; called by the thread that does so.
 *
 * interface   its number, or AVAHI_IF_UNSPEC
 * error       out: Avahi's, with NOT_REGISTERED
 */
enum registered announce_queue(AvahiEntryGroup *group, int interface, unsigned port,
                               const struct announce_facts *facts, int *error);
enum registered announce_scanner(AvahiEntryGroup *group, int interface,
                                 const struct announce_facts *facts, int *error);
enum registered announce_system(AvahiEntryGroup *group, int interface, unsigned port,
                                const struct announce_facts *facts, int *error);

#endif
