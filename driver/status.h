/*
 * status.h - what a machine tells of itself: replies of every channel become one struct.
 * Effects: none.
 * Source: RFC 2790 (hrPrinter), RFC 3805 (prtInput, prtMarkerSupplies), RFC 8011 section 5.4.12
 * and PWG 5100.9 (keywords), USB printer class 1.1 section 4.2.2, the PJL manual's status
 * codes.
 *
 * Bytes and numbers from a machine are hostile: every decoder takes any.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_STATUS_H
#define DRIVER_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One bit per keyword of printer-state-reasons with its severity, the most pressing first:
 * that is the order sentences are given in. */
enum {
    REASON_MEDIA_JAM = 1 << 0,
    REASON_COVER_OPEN = 1 << 1,
    REASON_DOOR_OPEN = 1 << 2,
    REASON_INPUT_TRAY_MISSING = 1 << 3,
    REASON_OUTPUT_TRAY_MISSING = 1 << 4,
    REASON_SUPPLY_MISSING = 1 << 5, /* no toner cartridge, no drum unit */
    REASON_TONER_EMPTY = 1 << 6,
    REASON_MEDIA_NEEDED = 1 << 7, /* a job waits for paper */
    REASON_MEDIA_EMPTY = 1 << 8,  /* no paper */
    REASON_OUTPUT_FULL = 1 << 9,
    REASON_WASTE_FULL = 1 << 10,
    REASON_DRUM_EMPTY = 1 << 11, /* the drum unit is worn out */
    REASON_OFFLINE = 1 << 12,
    REASON_ATTENTION = 1 << 13,  /* something that only its panel tells */
    REASON_TRAY_EMPTY = 1 << 14, /* one source is empty, others may do */
    REASON_TONER_LOW = 1 << 15,
    REASON_MEDIA_LOW = 1 << 16,
    REASON_OUTPUT_NEAR_FULL = 1 << 17,
    REASON_WASTE_NEAR_FULL = 1 << 18,
    REASON_DRUM_LOW = 1 << 19,
    REASON_SERVICE = 1 << 20, /* it prints, but asks for maintenance */
};
#define NUM_REASONS 21

/* What a reason means for printing: the suffix of its keyword. */
enum severity { SEVERITY_WARNING, SEVERITY_ERROR };

/* status_reason_keyword - "media-empty-error", "toner-low-warning"; NULL when reason is not
 * exactly one bit of the above. */
const char *status_reason_keyword(uint32_t reason);

/* The same without its suffix, "media-empty": as libraries with severities of their own want
 * it. REASON_ATTENTION and REASON_SERVICE are "other". */
const char *status_reason_name(uint32_t reason);
enum severity status_reason_severity(uint32_t reason);

/* What sentences may name; each may be NULL or "". */
struct status_words {
    const char *size;   /* label of the paper that is wanted, "A4" */
    const char *source; /* label of where from, "Drawer 1"; NULL for the automatic choice */
    const char *panel;  /* what the machine's panel shows */
};

/*
 * status_reason_sentence - what a person is to do, "Load A4 in drawer 1."
 *
 * reason  one bit
 * words   NULL: names nothing
 * text    out: n bytes at most with its NUL; "" when reason is not one bit
 */
void status_reason_sentence(uint32_t reason, const struct status_words *words, char *text,
                            size_t n);

/* status_sentence - the sentences of all bits of reasons, the most pressing first, with a blank
 * between; what another one says already is left out ("low" beside "empty"), and so is what
 * does not fit whole. 256 bytes hold any one with the labels of driver/media.h. */
void status_sentence(uint32_t reasons, const struct status_words *words, char *text, size_t n);

/*
 * status_feed_sentence - what a person puts in by hand, "Put A5 (labels) into the bypass tray."
 *
 * type  label of the type; NULL or "" for any
 */
void status_feed_sentence(const struct status_words *words, const char *type, char *text,
                          size_t n);

/* hrPrinterStatus */
enum machine_state {
    MACHINE_UNKNOWN,
    MACHINE_OTHER, /* none of the following: it stands, or sleeps */
    MACHINE_IDLE,
    MACHINE_PRINTING,
    MACHINE_WARMUP,
};

enum supply_kind { SUPPLY_UNKNOWN, SUPPLY_OTHER, SUPPLY_TONER, SUPPLY_DRUM, SUPPLY_WASTE };

/* What is used up; for SUPPLY_WASTE the level is the room that is left. */
struct supply {
    enum supply_kind kind;
    char description[64];
    int level_percent; /* 0..100; -1: not known */
    bool some_left;    /* the machine says no more than that there is some */
    bool estimate;     /* computed by us, not measured by the machine: say so */
};

struct tray {
    char name[32];
    bool known;       /* empty is told */
    bool empty;       /* has no paper */
    bool unavailable; /* broken, or not in its place */
    int level;        /* sheets (or what the machine counts in); -1: not known, -3: some */
    int capacity;     /* the same unit; -1: not known */
    uint32_t width_hmm, length_hmm; /* portrait; 0: not known */
    char media[32];                 /* what the machine calls the paper; "": not known */
};

#define STATUS_SUPPLIES 4
#define STATUS_TRAYS    8

/* Everything a channel has told. Nothing here is guessed: unknown is a value. */
struct device_status {
    uint32_t reasons; /* REASON_* */
    uint32_t known;   /* the bits that were told, set or not */
    enum machine_state state;
    bool asleep; /* told by the machine: it runs, and neither prints nor is ready */
    struct supply supplies[STATUS_SUPPLIES];
    size_t num_supplies;
    struct tray trays[STATUS_TRAYS];
    size_t num_trays;
    char panel[128];      /* UTF-8 without control characters; "": not known or empty */
    int64_t life_count;   /* sides or sheets it ever printed; -1: not known */
    int64_t uptime_ticks; /* 1/100 s since the agent started; -1: not known */
    bool answered;        /* the machine speaks */
};

/* status_init - nothing is known. */
void status_init(struct device_status *s);

/* status_add - one more reply of the same moment: what any reply reports is so. */
void status_add(struct device_status *s, uint32_t reasons, uint32_t known);

/*
 * status_merge - another channel's status over this one: its reasons are set, only
 * known & ~reasons are cleared; other values are replaced where it has them.
 *
 * Supplies: measured ones replace the list. An estimate is only put where the machine tells no
 * level for that kind, so merge estimates last.
 */
void status_merge(struct device_status *into, const struct device_status *heard);

/* status_same - nothing that is shown differs. uptime_ticks does not count: it always moves. */
bool status_same(const struct device_status *a, const struct device_status *b);

/*
 * status_text - n bytes from a machine as text for people: valid UTF-8, other bytes are '?',
 * control characters and runs of blanks are one blank, none around it. Ends at the first NUL.
 * At most size - 1 bytes, no character cut.
 */
void status_text(char *to, size_t size, const char *from, size_t n);

/* ---- SNMP. Each adds to s what the value tells; values that are none add nothing. ---- */

/* hrPrinterDetectedErrorState: bit 0 is the highest of the first octet. n may be anything; of
 * octets that are not there the bits are not known. */
void status_from_error_state(struct device_status *s, const uint8_t *octets, size_t n);

/* hrPrinterStatus and hrDeviceStatus together, 0 for one that is not there. Call it after
 * status_from_error_state: a machine that is down without saying why needs attention. */
void status_from_hr_status(struct device_status *s, int64_t printer, int64_t device);

#define STATUS_NO_VALUE INT64_MIN /* a number the machine does not have */

/* One row of prtMarkerSupplies. */
struct status_supply_row {
    const char *description; /* num_description bytes as they came */
    size_t num_description;
    int64_t type;  /* prtMarkerSuppliesType */
    int64_t unit;  /* prtMarkerSuppliesSupplyUnit; 19 is percent */
    int64_t max;   /* -1 other, -2 unknown */
    int64_t level; /* the same, -3 some left */
};

/* Levels of 0 and of at most STATUS_LOW_PERCENT are also reasons. Nothing is added to a full
 * list or for a row of which nothing is known. */
void status_from_supply(struct device_status *s, const struct status_supply_row *row);
#define STATUS_LOW_PERCENT 10 /* ours: the machine's own "low" bit does not say where it is */

/* One row of prtInput. */
struct status_tray_row {
    const char *name; /* num_name bytes as they came */
    size_t num_name;
    const char *media;
    size_t num_media;
    int64_t max, level;          /* as those of supplies */
    int64_t status;              /* prtInputStatus, PrtSubUnitStatusTC */
    int64_t unit;                /* prtInputDimUnit: 3 1/10000 inch, 4 micrometre */
    int64_t feed_dim, xfeed_dim; /* -1 other, -2 unknown */
};

void status_from_tray(struct device_status *s, const struct status_tray_row *row);

/* ---- other channels ---- */

/* GET_PORT_STATUS of the USB printer class: bit 5 paper empty, 4 selected, 3 no error. A byte
 * without "no error" and without "paper empty" is REASON_ATTENTION. The other bits are not
 * looked at. */
void status_from_port(struct device_status *s, uint8_t byte);

/*
 * status_from_pjl - a reply to @PJL INFO STATUS: lines CODE=, DISPLAY=, ONLINE=, and CODE2= ...
 *
 * A code tells the one thing that presses most: it sets what it means, and only the codes of a
 * machine that is ready, warms up or prints clear anything. False, and nothing added, when no
 * CODE is in it.
 */
bool status_from_pjl(struct device_status *s, const char *bytes, size_t n);

#endif
