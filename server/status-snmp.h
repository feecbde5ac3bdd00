/*
 * status-snmp.h - a machine's status by SNMP version 1: what is asked, when, and what is kept
 * of the answers. Used by one thread. Effects: UDP packets, the resolver, the clock. Source:
 * RFC 1213 (sysUpTime), RFC 2790 (hrPrinter), RFC 3805 (prtMarker, prtInput, console).
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_STATUS_SNMP_H
#define SERVER_STATUS_SNMP_H

#include "driver/status.h"
#include "server/status.h"
#include "server/uri.h"

#include <netdb.h>
#include <stdbool.h>
#include <stdint.h>

#define SNMP_ROWS 4   /* of a table that are asked for: supplies, trays */
#define SNMP_TEXT 127 /* bytes of a string that are kept */

/* In the order of the questions. The first is one that every agent has: only it is asked of a
 * machine that is silent. What seldom changes is last, so that a change of the others can have
 * it asked in the same round. */
enum snmp_column {
    UPTIME,
    ERROR_STATE,
    PRINTER_STATUS,
    DEVICE_STATUS,
    PANEL,
    LIFE_COUNT,
    SUPPLY_LEVEL,
    TRAY_LEVEL,
    TRAY_STATUS,
    SUPPLY_TYPE,
    FIRST_SLOW = SUPPLY_TYPE, /* from here on: what seldom changes */
    SUPPLY_UNIT,
    SUPPLY_MAX,
    SUPPLY_DESCRIPTION,
    TRAY_NAME,
    TRAY_MAX,
    TRAY_UNIT,
    TRAY_FEED,
    TRAY_XFEED,
    TRAY_MEDIA,
    NUM_SNMP_COLUMNS,
};

/* The last answer for one object. */
struct snmp_seen {
    bool known;
    bool ever;       /* it was heard once, so silence does not make it missing */
    bool missing;    /* not asked for until missing_ms are over */
    uint8_t unheard; /* times in a row that it was not answered, though others were */
    uint8_t num_text;
    char text[SNMP_TEXT];
    int64_t number; /* STATUS_NO_VALUE for a string */
};

struct snmp_status {
    const struct uri *uri; /* socket or lpd */
    const struct status_times *times;
    bool (*canceled)(void *ctx); /* asked each 100 ms */
    void *ctx;

    /* its own */
    struct snmp_seen values[NUM_SNMP_COLUMNS][SNMP_ROWS];
    char address[NI_MAXHOST]; /* numeric; "": to be looked up */
    unsigned turn;            /* which of a name's addresses */
    int64_t slow_at, missing_at;
};

/*
 * snmp_status_ask - one round of questions. uri, times, canceled and ctx must be set, all else
 * be zeros before the first.
 *
 * False when the machine is silent, which costs one time-out, or when canceled. What it told
 * before is kept then; see snmp_status_forget.
 */
bool snmp_status_ask(struct snmp_status *q);

/* snmp_status_forget - as if it had never been asked. */
void snmp_status_forget(struct snmp_status *q);

/* snmp_status_compose - what is known by all answers so far; out as status_init left it. */
void snmp_status_compose(const struct snmp_status *q, struct device_status *out);

#endif
