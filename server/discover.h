/*
 * discover.h - machines in the network, found without their address: by DNS-SD and by SNMP.
 * Effects: UDP packets to the networks of this computer; a client of Avahi in a thread of its
 * own; the clock.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DISCOVER_H
#define SERVER_DISCOVER_H

#include <stdbool.h>
#include <stddef.h>

/* The longest a search takes. */
#define DISCOVER_MS 3000

struct discovery {
    bool all; /* also printers that are none of ours */
    /* Whom to ask by SNMP, "ADDRESS[:PORT],...", IPv4: machines that a broadcast does not
     * reach. NULL: every network this computer is in. */
    const char *snmp;
    bool no_dnssd; /* SNMP alone */
};

/* discover_check - can the list of addresses be used? False and a sentence in why. */
bool discover_check(const char *snmp, char *why, size_t why_size);

/*
 * discover_network - call found for each machine, until it returns true; at most 256.
 *
 * info        "Canon iR1024 /P (192.0.2.7)"
 * uri         socket:// or lpd://, with a numeric address
 * device_id   in the form of IEEE-1284, made of what the machine said of itself
 *
 * Takes DISCOVER_MS at most, and about half of it where Avahi does not run. What machines say
 * is untrusted: it is kept to printable characters and bounded lengths.
 */
void discover_network(const struct discovery *discovery,
                      bool (*found)(void *ctx, const char *info, const char *uri,
                                    const char *device_id),
                      void *ctx);

#endif
