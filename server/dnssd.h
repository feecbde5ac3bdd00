/*
 * dnssd.h - the names that printers are announced by (DNS-SD).
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DNSSD_H
#define SERVER_DNSSD_H

#include <stddef.h>

/* The longest name a service can have, in bytes (RFC 1035, section 2.3.4). */
#define DNSSD_MAX_NAME 63

/*
 * dnssd_next_name - the name to try after one that is taken: "office", "office (2)",
 * "office (3)" and so on (RFC 6762, section 9).
 *
 * host   NULL, or the computer's name, which then is the first thing to tell two apart:
 *        "office (host)", "office (host) (2)"
 * next   out: at most DNSSD_MAX_NAME bytes and a NUL; UTF-8 characters are kept whole
 */
void dnssd_next_name(const char *name, const char *host, char next[DNSSD_MAX_NAME + 1]);

/* dnssd_cut_name - a name as far as it fits; next as above. */
void dnssd_cut_name(const char *name, char next[DNSSD_MAX_NAME + 1]);

#endif
