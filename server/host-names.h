/*
 * host-names.h - the names that this computer is reached by, for the Host field of HTTP.
 *
 * A browser sends the name in the address it was given. A page of a stranger that has its own
 * name point at this computer (DNS rebinding) is refused because that name is none of ours.
 * Ours are: literal addresses and localhost, which no stranger can give out; names in .local,
 * which only computers of this network have; the computer's name, bare and with the domains
 * this network searches; what /etc/hosts has beside it; and what the person names. Effects:
 * reads /etc/hosts and the resolver's settings, asks nobody.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_HOST_NAMES_H
#define SERVER_HOST_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#define HOST_NAME_SIZE 256
#define MAX_HOST_NAMES 32

/* Names in lower case without a dot at the end, each once. */
struct host_names {
    char names[MAX_HOST_NAMES][HOST_NAME_SIZE];
    size_t n;
};

/* host_names_add - one name more, or each of a list with commas. Pure. */
void host_names_add(struct host_names *names, const char *list);

/* host_names_add_hosts - from the text of a hosts file what is in a line with the name own.
 * Others in it may be names of strangers that are blocked there. Pure. */
void host_names_add_hosts(struct host_names *names, const char *text, const char *own);

/* host_names_find - the names of this computer as they are now, with those in list. */
void host_names_find(struct host_names *names, const char *list);

/* host_names_own - what clients are told: server_name, or when it is "" the computer's name, in
 * .local when it has no domain. */
void host_names_own(const char *server_name, char *name, size_t size);

/* host_is_address - whether it is a literal IPv4 address, or an IPv6 address in brackets, which
 * may have a zone. Pure. */
bool host_is_address(const char *host);

/*
 * host_is_ours - whether clients may call us so: host is without a port. Names are compared
 * without regard to case and a dot at the end. Pure.
 */
bool host_is_ours(const struct host_names *names, const char *host);

#endif
