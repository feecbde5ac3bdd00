/*
 * discover-list.h - what the two kinds of search share: a list of machines. For discover*.c.
 * Effects: see discover.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DISCOVER_LIST_H
#define SERVER_DISCOVER_LIST_H

#include "server/uri.h"

#include <netinet/in.h>

#define DISCOVER_MAX 256

/* A machine as it tells of itself, cleaned by discover_add(). */
struct discovered {
    char name[128]; /* "Canon iR1024 /P" */
    char maker[64]; /* "" where it is not told apart */
    char model[128];
    char command[160]; /* its languages as CMD has them, "" where it names none */
    char uri[300];
};

struct discover_list {
    size_t n;
    struct discovered machines[DISCOVER_MAX];
};

/* discover_text - n untrusted bytes as text for people and device ids: no control characters,
 * no semicolon, no blanks around it. */
void discover_text(char *to, size_t size, const char *from, size_t n);

/*
 * discover_add - another machine, unless one with its URI is there or the list is full.
 *
 * machine   name, maker and model as discover_text() leaves them; uri is not looked at
 * at        scheme, host, port, queue and snmp_port
 */
void discover_add(struct discover_list *list, const struct discovered *machine,
                  const struct uri *at);

/* discover_snmp - ask the n addresses, and collect answers for ms. */
void discover_snmp(struct discover_list *list, const struct sockaddr_in *to, size_t n, bool all,
                   unsigned ms);

/* discover_dnssd - browse until nothing more is to be expected, or the deadline on
 * net_clock_ms(). Returns soon where Avahi or D-Bus does not run. */
void discover_dnssd(struct discover_list *list, bool all, int64_t deadline);

#endif
