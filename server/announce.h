/*
 * announce.h - the queues and scanners are found: this program's registration at Avahi (DNS-SD,
 * mDNS).
 *
 * A thread of its own compares the queues and scanners with what is announced: when something
 * changed, when Avahi comes, comes back or says that a name is taken, and each half minute for
 * what nobody told. It waits for Avahi, nobody waits for it. PAPPL's own registration gets
 * nowhere (compat-dnssd.c): it is not repaired when Avahi is restarted, waits for Avahi with
 * its locks held, and its records lack what clients look for.
 *
 * A name that is taken is changed in PAPPL, which keeps it and tells it as printer-dns-sd-name.
 * Everything works without Avahi and without D-Bus; printers are then found by their address.
 * Effects: a thread; D-Bus; names of PAPPL's objects; the log.
 * Source: RFC 6762, 6763; Bonjour Printing Specification 1.2.1.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_ANNOUNCE_H
#define SERVER_ANNOUNCE_H

#include "listen.h"
#include "ways.h"

#include <pappl/pappl.h>
#include <stdbool.h>

struct announce_setup {
    pappl_system_t *system;
    unsigned port;
    bool tls;
    char host[256];       /* that clients are told; "": Avahi's name of this computer */
    struct listen listen; /* announced only where the server listens */
    /* The old ways in that are open wherever the server listens. Without LPD _printer._tcp is
     * announced with port 0, which keeps the name. */
    struct way_listen raw[WAYS_MAX];
    size_t num_raw;
    unsigned lpd_port;
};

/* announce_ways - note those of the ways in that are open wherever setup->listen is. Asks for
 * addresses by name. */
void announce_ways(struct announce_setup *setup, const struct ways_options *ways);

/* announce_start - begin; once, when the system runs: PAPPL reads names without locks before.
 */
void announce_start(const struct announce_setup *setup);

/* announce_changed - a queue was added, changed or deleted. From any thread, with any locks;
 * returns at once. */
void announce_changed(void);

/* announce_works - whether Avahi runs and takes what is announced. */
bool announce_works(void);

/* announce_stop - withdraw everything. An Avahi that does not answer is not waited for: it
 * withdraws what this program announced when the program ends. */
void announce_stop(void);

#endif
