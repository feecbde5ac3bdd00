/*
 * machine-snmp.c - what the virtual machine tells over SNMP.
 * Effects: none.
 * Source: RFC 2790 (Host Resources MIB), RFC 3805 (Printer MIB; its section on printer states
 * for hrDeviceStatus and hrPrinterStatus), the OIDs that monitoring tools ask Canon's machines.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/machine.h"

#include <string.h>

#define SERIAL "VIRTUAL0001"

#define MAX_VALUES 96u

/* Values in the order of their OIDs. */
struct table {
    struct snmp_value values[MAX_VALUES];
    char oids[MAX_VALUES][48];
    size_t num;
};

static struct snmp_value *add(struct table *t, enum snmp_type type, const char *oid)
{
    struct snmp_value *v = &t->values[t->num];

    snprintf(t->oids[t->num], sizeof t->oids[0], "%s", oid);
    *v = (struct snmp_value){.oid = t->oids[t->num++], .type = type, .text = ""};
    return v;
}

static void number(struct table *t, const char *oid, int value)
{
    add(t, SNMP_INTEGER, oid)->number = value;
}

static void counter(struct table *t, const char *oid, unsigned value)
{
    add(t, SNMP_COUNTER, oid)->number = (int32_t)value;
}

static void text(struct table *t, const char *oid, const char *value)
{
    add(t, SNMP_STRING, oid)->text = value;
}

/* --- what the numbers are */

/* The bits of hrPrinterDetectedErrorState. */
enum {
    LOW_PAPER_BIT = 0x80,
    NO_PAPER_BIT = 0x40,
    LOW_TONER_BIT = 0x20,
    NO_TONER_BIT = 0x10,
    DOOR_BIT = 0x08,
    JAM_BIT = 0x04,
};

static const int capacities[NUM_TRAYS] = {500, 100};

/* Sheets, 0 for a tray that a fault has emptied; -3: there are some. */
static int tray_level(const struct machine *m, size_t tray)
{
    if (m->engine.sheets[tray] >= 0)
        return m->engine.sheets[tray];
    return machine_reports(m, FAULT_PAPER_OUT) && m->engine.sheets[TRAY_DRAWER] < 0 ? 0 : -3;
}

static bool paper_is_low(const struct machine *m)
{
    int sheets = m->engine.sheets[TRAY_DRAWER];

    return sheets > 0 && sheets <= capacities[TRAY_DRAWER] * LOW_PAPER / 100;
}

static uint8_t error_bits(const struct machine *m)
{
    return (uint8_t)((paper_is_low(m) ? LOW_PAPER_BIT : 0) |
                     (machine_reports(m, FAULT_PAPER_OUT) ? NO_PAPER_BIT : 0) |
                     (machine_reports(m, FAULT_TONER_LOW) ? LOW_TONER_BIT : 0) |
                     (machine_reports(m, FAULT_TONER_OUT) ? NO_TONER_BIT : 0) |
                     (machine_reports(m, FAULT_DOOR) ? DOOR_BIT : 0) |
                     (machine_reports(m, FAULT_JAM) ? JAM_BIT : 0));
}

static bool is_printing(const struct machine *m)
{
    return m->receiving || engine_busy(&m->engine);
}

static const char *panel_text(const struct machine *m)
{
    if (machine_reports(m, FAULT_DOOR))
        return "Cover is open.";
    if (machine_reports(m, FAULT_JAM))
        return "Paper jam.";
    if (machine_reports(m, FAULT_PAPER_OUT))
        return "Supply paper.";
    if (machine_reports(m, FAULT_TONER_OUT))
        return "Replace toner.";
    if (!machine_is_warm(m))
        return "Warming up...";
    if (is_printing(m))
        return "Printing...";
    return machine_reports(m, FAULT_TONER_LOW) ? "Prepare toner." : "Ready to print.";
}

/* down (5), warning (3) or running (2) */
static int device_status(const struct machine *m)
{
    if (machine_needs_help(m))
        return 5;
    return error_bits(m) ? 3 : 2;
}

/* other (1) when a person must come; else warmup (5), printing (4) or idle (3) */
static int printer_status(const struct machine *m)
{
    if (machine_needs_help(m))
        return 1;
    if (!machine_is_warm(m))
        return 5;
    return is_printing(m) ? 4 : 3;
}

/* Percent; -3: there is some. */
static int toner_level(const struct machine *m)
{
    if (machine_reports(m, FAULT_TONER_OUT))
        return 0;
    return m->engine.toner >= 0 ? m->engine.toner : -3;
}

/* --- the groups */

static void add_system(struct table *t, const struct machine *m)
{
    text(t, "1.3.6.1.2.1.1.1.0", m->model->description);
    add(t, SNMP_OID, "1.3.6.1.2.1.1.2.0")->text = "1.3.6.1.4.1.1602";
    add(t, SNMP_TICKS, "1.3.6.1.2.1.1.3.0")->number =
        (int32_t)(uint32_t)((m->now_ms - m->started_ms) / 10);
    text(t, "1.3.6.1.2.1.1.5.0", "virtual-printer");
}

static void add_device(struct table *t, const struct machine *m, const char *bits)
{
    struct snmp_value *errors;

    text(t, "1.3.6.1.2.1.25.3.2.1.3.1", m->model->description);
    number(t, "1.3.6.1.2.1.25.3.2.1.5.1", device_status(m));
    number(t, "1.3.6.1.2.1.25.3.5.1.1.1", printer_status(m));
    errors = add(t, SNMP_STRING, "1.3.6.1.2.1.25.3.5.1.2.1");
    errors->text = bits;
    errors->text_size = 1;
    text(t, "1.3.6.1.2.1.43.5.1.1.17.1", SERIAL);
    text(t, "1.3.6.1.2.1.43.6.1.1.2.1.1", "Front cover");
    number(t, "1.3.6.1.2.1.43.6.1.1.3.1.1", machine_reports(m, FAULT_DOOR) ? 3 : 4);
}

/* prtInputEntry, column by column: micrometres, sheets. Any paper lies in the trays, so that no
 * size is told (-2) but by a setting. */
static void add_trays(struct table *t, const struct machine *m)
{
    static const char *const names[NUM_TRAYS] = {"Drawer 1", "Stack bypass"};
    static const unsigned columns[] = {2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 18};
    size_t i, tray;

    for (i = 0; i < sizeof columns / sizeof columns[0]; i++)
        for (tray = 0; tray < NUM_TRAYS; tray++) {
            int level = tray_level(m, tray);
            const int numbers[] = {
                [2] = tray == TRAY_DRAWER ? 3 : 4, /* a drawer, or fixed to the machine */
                [3] = 4,                           /* micrometres */
                [4] = m->tells_a4 ? 297000 : -2,
                [5] = m->tells_a4 ? 210000 : -2,
                [8] = 8, /* sheets */
                [9] = capacities[tray],
                [10] = level,
                [11] = level == 0 ? 9 : 0, /* on request, with an alert; or ready */
            };
            char oid[48];

            snprintf(oid, sizeof oid, "1.3.6.1.2.1.43.8.2.1.%u.1.%zu", columns[i], tray + 1);
            if (columns[i] < 12)
                number(t, oid, numbers[columns[i]]);
            else
                text(t, oid, columns[i] != 12 ? names[tray] : m->tells_a4 ? "A4" : "");
        }
}

static void add_marker(struct table *t, const struct machine *m)
{
    number(t, "1.3.6.1.2.1.43.10.2.1.3.1.1", 7); /* impressions */
    counter(t, "1.3.6.1.2.1.43.10.2.1.4.1.1", m->engine.life);
    counter(t, "1.3.6.1.2.1.43.10.2.1.5.1.1", m->engine.life - m->life_at_start);
    number(t, "1.3.6.1.2.1.43.11.1.1.4.1.1", 3); /* is consumed */
    number(t, "1.3.6.1.2.1.43.11.1.1.5.1.1", 3); /* toner */
    text(t, "1.3.6.1.2.1.43.11.1.1.6.1.1", "Canon Black Toner");
    number(t, "1.3.6.1.2.1.43.11.1.1.7.1.1", 19); /* percent */
    /* -2: unknown */
    number(t, "1.3.6.1.2.1.43.11.1.1.8.1.1", m->engine.toner >= 0 ? 100 : -2);
    number(t, "1.3.6.1.2.1.43.11.1.1.9.1.1", toner_level(m));
    text(t, "1.3.6.1.2.1.43.12.1.1.4.1.1", "black");
}

/* prtInterpreterTable, column by column: the language's number and its description. */
static void add_languages(struct table *t, const struct machine *m)
{
    static const struct {
        unsigned bit;
        int family;
        const char *description;
    } rows[] = {
        {ANY_UFR2LT, 1,  "UFRII LT"}, /* other: the MIB has no number for it */
        {ANY_PCL5E,  3,  "PCL 5e"  },
        {ANY_PCLXL,  47, "PCL 6"   },
    };
    static const unsigned columns[] = {2, 5};

    for (size_t c = 0; c < 2; c++) {
        unsigned row = 0;

        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
            char oid[48];

            if (!(m->model->languages & rows[i].bit))
                continue;
            snprintf(oid, sizeof oid, "1.3.6.1.2.1.43.15.1.1.%u.1.%u", columns[c], ++row);
            if (columns[c] == 2)
                number(t, oid, rows[i].family);
            else
                text(t, oid, rows[i].description);
        }
    }
}

static void add_rest(struct table *t, const struct machine *m)
{
    add_languages(t, m);
    text(t, "1.3.6.1.2.1.43.16.5.1.2.1.1", panel_text(m));
    text(t, "1.3.6.1.4.1.1602.1.2.1.4.0", SERIAL);
    counter(t, "1.3.6.1.4.1.1602.1.11.1.3.1.4.101", m->engine.life);
    counter(t, "1.3.6.1.4.1.1602.1.11.1.3.1.4.301", m->engine.life);
}

size_t machine_snmp(const struct machine *m, const uint8_t *question, size_t n, uint8_t *answer,
                    size_t answer_size)
{
    const char bits[] = {(char)error_bits(m)};
    struct table t;

    t.num = 0;
    add_system(&t, m);
    add_device(&t, m, bits);
    add_trays(&t, m);
    add_marker(&t, m);
    add_rest(&t, m);
    return snmp_answer(question, n, t.values, t.num, m->community, answer, answer_size);
}
