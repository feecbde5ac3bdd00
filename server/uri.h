/*
 * uri.h - device URIs: what a person or a program wrote becomes a place to send bytes to.
 * Effects: none.
 * Source: RFC 3986 for the syntax; README.md for the forms we take.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_URI_H
#define SERVER_URI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum uri_scheme { URI_SOCKET, URI_LPD, URI_USB, URI_FILE };

/* The longest URI taken, without its NUL. */
#define URI_MAX 1023

/* All strings are decoded and hold no control characters; "" and -1: not given. */
struct uri {
    enum uri_scheme scheme;

    /* socket, lpd */
    char host[256]; /* name, or numeric address without brackets (IPv6 may end in %ZONE) */
    uint16_t port;
    uint16_t snmp_port;      /* 161 unless given */
    char snmp_community[64]; /* "public" unless given */

    /* lpd */
    char user[32];
    char queue[128];
    bool stream; /* send while the job is made, without its length */

    /* usb */
    char make[128];
    char model[256]; /* MDL of the IEEE-1284 id, "iR1018/1022/1023 (UFRII LT)" */
    char serial[128];
    char usb_port[32]; /* bus and ports, "1-2.4": for machines without a serial number */
    int usb_interface;

    /* file */
    char folder[URI_MAX + 1]; /* absolute, without . and .. and a slash at its end */
};

/*
 * uri_parse - read
 *
 *   socket://HOST[:9100][?snmp-port=N&snmp-community=NAME]
 *   lpd://[USER@]HOST[:515]/QUEUE[?stream=yes&snmp-port=N&snmp-community=NAME]
 *   usb://MAKE/MODEL[?serial=SN&port=BUS-PORTS&interface=N]
 *   file:///FOLDER
 *
 * HOST is a name, an IPv4 address or an IPv6 address in brackets. MODEL may hold slashes,
 * blanks and brackets as they are or percent-encoded: CUPS writes the slashes of these
 * machines' names unencoded.
 *
 * stream=yes: the LPD protocol wants a job's length before its data, so a job is kept until it
 * is whole. With this it is sent from its first byte on with the length 0, which some servers
 * (LPRng, many printers) take for "until the connection ends". Others print nothing, so it is
 * not done unless asked for.
 *
 * False and one sentence in why (why_size bytes) when it is none of these.
 */
bool uri_parse(const char *text, struct uri *uri, char *why, size_t why_size);

/*
 * uri_format_usb - the URI of a USB machine from make, model, serial, usb_port and
 * usb_interface of uri; what is not given is left out. False when it does not fit into n bytes.
 */
bool uri_format_usb(const struct uri *uri, char *text, size_t n);

/*
 * uri_format_network - the URI of a machine at a numeric IPv4 address or a name: scheme, host,
 * port, queue (lpd) and snmp_port of uri. Ports that are the usual ones are left out. False
 * when it does not fit into n bytes, or would not be read back.
 */
bool uri_format_network(const struct uri *uri, char *text, size_t n);

#endif
