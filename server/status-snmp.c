/*
 * status-snmp.c - a machine's status by SNMP version 1, one object per request.
 * Effects: UDP packets, the resolver, the clock.
 * Source: RFC 1213 (sysUpTime), RFC 2790 (hrPrinter), RFC 3805 (prtMarker, prtInput, console).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/status-snmp.h"

#include "server/device-net.h"
#include "server/snmp.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define LOOKUP_MS 5000 /* for the name service */
#define GIVE_UP   2    /* times an object is not answered until it is not known any more */

_Static_assert(SNMP_ROWS <= STATUS_SUPPLIES && SNMP_ROWS <= STATUS_TRAYS,
               "all rows find a place");

/* Below 1.3.6.1.2.1, without the index of the row. */
/* clang-format off */
static const struct column {
    uint8_t oid[6];
    uint8_t n;
    uint8_t rows; /* 0: one object, the oid is whole */
} columns[NUM_SNMP_COLUMNS] = {
    [UPTIME] =            {{1, 3, 0}, 3, 0},
    [ERROR_STATE] =       {{25, 3, 5, 1, 2, 1}, 6, 0},
    [PRINTER_STATUS] =    {{25, 3, 5, 1, 1, 1}, 6, 0},
    [DEVICE_STATUS] =     {{25, 3, 2, 1, 5, 1}, 6, 0},
    [PANEL] =             {{43, 16, 5, 1, 2, 1}, 6, 1},
    [LIFE_COUNT] =        {{43, 10, 2, 1, 4, 1}, 6, 1},
    [SUPPLY_LEVEL] =      {{43, 11, 1, 1, 9, 1}, 6, SNMP_ROWS},
    [TRAY_LEVEL] =        {{43, 8, 2, 1, 10, 1}, 6, SNMP_ROWS},
    [TRAY_STATUS] =       {{43, 8, 2, 1, 11, 1}, 6, SNMP_ROWS},
    [SUPPLY_TYPE] =       {{43, 11, 1, 1, 5, 1}, 6, SNMP_ROWS},
    [SUPPLY_UNIT] =       {{43, 11, 1, 1, 7, 1}, 6, SNMP_ROWS},
    [SUPPLY_MAX] =        {{43, 11, 1, 1, 8, 1}, 6, SNMP_ROWS},
    [SUPPLY_DESCRIPTION] = {{43, 11, 1, 1, 6, 1}, 6, SNMP_ROWS},
    [TRAY_NAME] =         {{43, 8, 2, 1, 13, 1}, 6, SNMP_ROWS},
    [TRAY_MAX] =          {{43, 8, 2, 1, 9, 1}, 6, SNMP_ROWS},
    [TRAY_UNIT] =         {{43, 8, 2, 1, 3, 1}, 6, SNMP_ROWS},
    [TRAY_FEED] =         {{43, 8, 2, 1, 4, 1}, 6, SNMP_ROWS},
    [TRAY_XFEED] =        {{43, 8, 2, 1, 5, 1}, 6, SNMP_ROWS},
    [TRAY_MEDIA] =        {{43, 8, 2, 1, 12, 1}, 6, SNMP_ROWS},
};
/* clang-format on */

static size_t make_oid(enum snmp_column column, unsigned row, uint32_t *oid)
{
    static const uint8_t mib_2[] = {1, 3, 6, 1, 2, 1};
    size_t n = 0;

    for (size_t i = 0; i < COUNT(mib_2); i++)
        oid[n++] = mib_2[i];
    for (size_t i = 0; i < columns[column].n; i++)
        oid[n++] = columns[column].oid[i];
    if (columns[column].rows > 0)
        oid[n++] = row + 1;
    return n;
}

/* ---- one question ---- */

enum outcome { HEARD, NO_SUCH, UNHEARD };

static void keep(struct snmp_seen *value, const struct snmp_value *got)
{
    bool is_text = got->type == SNMP_STRING;

    value->known = value->ever = true;
    value->number = is_text ? STATUS_NO_VALUE : got->number;
    value->num_text = 0;
    if (is_text) {
        value->num_text = (uint8_t)(got->num_bytes < SNMP_TEXT ? got->num_bytes : SNMP_TEXT);
        memcpy(value->text, got->bytes, value->num_text);
    }
}

static enum outcome ask(struct snmp_status *q, enum snmp_column column, unsigned row)
{
    const struct snmp_target target = {q->address, q->uri->snmp_port, q->uri->snmp_community,
                                       q->canceled, q->ctx};
    struct snmp_seen *value = &q->values[column][row];
    uint32_t oid[SNMP_MAX_OID];
    size_t n = make_oid(column, row, oid);
    struct snmp_value got;
    bool answered = false;
    char why[400];

    if (snmp_get(&target, oid, n, q->times->object_ms, &got, &answered, why, sizeof why) &&
        got.type != SNMP_NULL && got.type != SNMP_OID) {
        keep(value, &got);
        value->unheard = 0;
        return HEARD;
    }
    if (answered) {
        value->known = false;
        value->missing = true;
        return NO_SUCH;
    }
    return UNHEARD;
}

/* ---- a round of questions ---- */

/* One of the name's addresses, the next one each time: snmp_get would look the name up for each
 * object anew. */
static bool find_address(struct snmp_status *q)
{
    const struct net_limits limits = {net_clock_ms() + LOOKUP_MS, q->canceled, q->ctx};
    struct net_addresses addresses;
    char why[400];
    size_t i;

    if (q->address[0])
        return true;
    if (!net_resolve(q->uri->host, q->uri->snmp_port, SOCK_DGRAM, &limits, &addresses, why,
                     sizeof why) ||
        addresses.n == 0)
        return false;
    i = q->turn++ % addresses.n;
    if (getnameinfo((const struct sockaddr *)&addresses.list[i].address, addresses.list[i].size,
                    q->address, sizeof q->address, NULL, 0, NI_NUMERICHOST) != 0)
        q->address[0] = '\0';
    return q->address[0] != '\0';
}

void snmp_status_forget(struct snmp_status *q)
{
    memset(q->values, 0, sizeof q->values);
    q->slow_at = q->missing_at = 0;
}

static void forget_missing(struct snmp_status *q)
{
    for (size_t column = 0; column < NUM_SNMP_COLUMNS; column++)
        for (size_t row = 0; row < SNMP_ROWS; row++) {
            q->values[column][row].missing = false;
            q->values[column][row].unheard = 0;
        }
}

/* Whether an answer means that what seldom changes may have changed. Sheets that a machine
 * counts do not, but that there are none, or some again. */
static bool tells_change(enum snmp_column column, const struct snmp_seen *before,
                         const struct snmp_seen *after)
{
    if (column == TRAY_LEVEL)
        return before->known != after->known || (before->number > 0) != (after->number > 0);
    if (column == TRAY_STATUS || column == ERROR_STATE)
        return before->known != after->known || before->number != after->number ||
               before->num_text != after->num_text ||
               memcmp(before->text, after->text, after->num_text) != 0;
    return false;
}

static void note_answer(struct snmp_status *q, enum snmp_column column,
                        const struct snmp_seen *before, const struct snmp_seen *after)
{
    if (column == UPTIME && before->known && after->known && after->number < before->number) {
        const struct snmp_seen uptime = *after; /* it was switched off and on */

        snmp_status_forget(q);
        q->values[UPTIME][0] = uptime;
    } else if (tells_change(column, before, after)) {
        q->slow_at = 0;
    }
}

/* The machine spoke before in this round, but not now. False: it is enough. */
static bool note_unheard(struct snmp_seen *value, unsigned *in_a_row)
{
    if (value->unheard < GIVE_UP && ++value->unheard == GIVE_UP) {
        value->known = false;
        value->missing = !value->ever;
    }
    return ++*in_a_row < GIVE_UP;
}

/* All rows of a column. False when the round is to end. */
static bool ask_column(struct snmp_status *q, enum snmp_column column, unsigned *unheard)
{
    unsigned rows = columns[column].rows > 0 ? columns[column].rows : 1;

    for (unsigned row = 0; row < rows; row++) {
        struct snmp_seen *value = &q->values[column][row];
        const struct snmp_seen before = *value;

        if (value->missing)
            continue;
        if (q->canceled(q->ctx))
            return false;
        if (ask(q, column, row) == UNHEARD) {
            if (column == UPTIME || !note_unheard(value, unheard))
                return false;
        } else {
            *unheard = 0;
            note_answer(q, column, &before, value);
        }
    }
    return true;
}

/* Columns from .. to - 1. False when the round is to end. */
static bool ask_columns(struct snmp_status *q, unsigned from, unsigned to, unsigned *unheard)
{
    for (unsigned column = from; column < to; column++)
        if (!ask_column(q, (enum snmp_column)column, unheard))
            return false;
    return true;
}

bool snmp_status_ask(struct snmp_status *q)
{
    const int64_t now = net_clock_ms();
    unsigned unheard = 0;

    if (now >= q->missing_at) {
        forget_missing(q);
        q->missing_at = now + q->times->missing_ms;
    }
    q->values[UPTIME][0].missing = false; /* "no such object" is an answer, too */
    if (!find_address(q) || !ask_column(q, UPTIME, &unheard)) {
        q->address[0] = '\0'; /* it may have another one next time */
        return false;
    }
    if (!ask_columns(q, UPTIME + 1, FIRST_SLOW, &unheard) || now < q->slow_at)
        return true;
    q->slow_at = 0;
    if (ask_columns(q, FIRST_SLOW, NUM_SNMP_COLUMNS, &unheard))
        q->slow_at = now + q->times->slow_ms;
    return true;
}

/* ---- what the answers tell ---- */

static int64_t number(const struct snmp_status *q, enum snmp_column column, unsigned row)
{
    const struct snmp_seen *value = &q->values[column][row];

    return value->known ? value->number : STATUS_NO_VALUE;
}

/* A counter: never negative. */
static int64_t count(const struct snmp_status *q, enum snmp_column column)
{
    int64_t n = number(q, column, 0);

    return n >= 0 ? n : -1;
}

static const char *text(const struct snmp_status *q, enum snmp_column column, unsigned row,
                        size_t *n)
{
    const struct snmp_seen *value = &q->values[column][row];

    *n = value->known ? value->num_text : 0;
    return value->text;
}

static void compose_supply(const struct snmp_status *q, unsigned row, struct device_status *out)
{
    struct status_supply_row supply = {
        .type = number(q, SUPPLY_TYPE, row),
        .unit = number(q, SUPPLY_UNIT, row),
        .max = number(q, SUPPLY_MAX, row),
        .level = number(q, SUPPLY_LEVEL, row),
    };

    supply.description = text(q, SUPPLY_DESCRIPTION, row, &supply.num_description);
    status_from_supply(out, &supply);
}

static void compose_tray(const struct snmp_status *q, unsigned row, struct device_status *out)
{
    struct status_tray_row tray = {
        .max = number(q, TRAY_MAX, row),
        .level = number(q, TRAY_LEVEL, row),
        .status = number(q, TRAY_STATUS, row),
        .unit = number(q, TRAY_UNIT, row),
        .feed_dim = number(q, TRAY_FEED, row),
        .xfeed_dim = number(q, TRAY_XFEED, row),
    };

    tray.name = text(q, TRAY_NAME, row, &tray.num_name);
    tray.media = text(q, TRAY_MEDIA, row, &tray.num_media);
    status_from_tray(out, &tray);
}

void snmp_status_compose(const struct snmp_status *q, struct device_status *out)
{
    uint8_t octets[SNMP_TEXT];
    const char *from;
    size_t n;

    out->answered = true;
    from = text(q, ERROR_STATE, 0, &n);
    memcpy(octets, from, n);
    status_from_error_state(out, octets, n);
    for (unsigned row = 0; row < SNMP_ROWS; row++)
        compose_supply(q, row, out);
    for (unsigned row = 0; row < SNMP_ROWS; row++)
        compose_tray(q, row, out);
    status_from_hr_status(out, number(q, PRINTER_STATUS, 0), number(q, DEVICE_STATUS, 0));
    from = text(q, PANEL, 0, &n);
    status_text(out->panel, sizeof out->panel, from, n);
    out->life_count = count(q, LIFE_COUNT);
    out->uptime_ticks = count(q, UPTIME);
}
