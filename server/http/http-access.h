/*
 * http-access.h - whose addresses may use the scanners, the web page, the printers.
 *
 *   scan-allow=local     this computer and the networks its interfaces are in (the default)
 *   scan-allow=private   that, and all networks that no router of the internet knows: RFC 1918,
 *                        100.64.0.0/10, link-local ones, fc00::/7
 *   scan-allow=all
 *   scan-allow=192.0.2.0/24,2001:db8::/32,local     a list
 *
 * eSCL knows no passwords that clients would send: the network is the boundary.
 * Effects: http_access_check and http_access_own ask the system for its interfaces.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_HTTP_ACCESS_H
#define SERVER_HTTP_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define HTTP_ACCESS_MAX 32

struct http_access {
    bool all, local;
    bool near_by; /* "private" */
    struct http_network {
        uint8_t address[16]; /* IPv4 as ::ffff:a.b.c.d */
        unsigned bits;       /* of 128 */
    } networks[HTTP_ACCESS_MAX];
    size_t n;
};

/* http_access_parse - a list as above. False: it makes no sense. Pure. */
bool http_access_parse(struct http_access *access, const char *list);

/* http_access_set - who may, and the other names of this computer (host-names.h), for all
 * servers from now on. */
void http_access_set(const struct http_access *access, const char *host_aliases);

/* http_access_names - those other names alone. */
void http_access_names(const char *host_aliases);

/* http_access_allows - whether a list lets this address in; this computer always may. */
bool http_access_allows(const struct http_access *access, const struct sockaddr *address);

/* http_access_check - whether this address may. This computer always may. */
bool http_access_check(const struct sockaddr *address);

/* http_access_own - whether it is an address of this computer. */
bool http_access_own(const struct sockaddr *address);

/* http_access_in - whether an address is in a network. Pure. */
bool http_access_in(const uint8_t address[16], const struct http_network *network);

/* http_access_host - whether Host, and Origin where it is not "", are ours and agree. */
bool http_access_host(const char *host, const char *origin, bool tls);

#endif
