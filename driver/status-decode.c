/*
 * status-decode.c - values and replies of a machine become struct device_status.
 * Effects: none.
 * Source: RFC 2790 (hrPrinterDetectedErrorState, hrPrinterStatus, hrDeviceStatus); RFC 3805
 * (prtInput, prtMarkerSupplies, PrtSubUnitStatusTC, section 2.2.13.2 for what the two states
 * mean together); USB printer class 1.1 section 4.2.2; HP's PJL reference, appendix D.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "status.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- hrPrinter ---- */

/* Bit 0, the highest of the first octet, first. */
static const uint32_t error_bits[] = {
    REASON_MEDIA_LOW,           /* lowPaper */
    REASON_MEDIA_EMPTY,         /* noPaper */
    REASON_TONER_LOW,           /* lowToner */
    REASON_TONER_EMPTY,         /* noToner */
    REASON_DOOR_OPEN,           /* doorOpen */
    REASON_MEDIA_JAM,           /* jammed */
    REASON_OFFLINE,             /* offline */
    REASON_SERVICE,             /* serviceRequested */
    REASON_INPUT_TRAY_MISSING,  /* inputTrayMissing */
    REASON_OUTPUT_TRAY_MISSING, /* outputTrayMissing */
    REASON_SUPPLY_MISSING,      /* markerSupplyMissing */
    REASON_OUTPUT_NEAR_FULL,    /* outputNearFull */
    REASON_OUTPUT_FULL,         /* outputFull */
    REASON_TRAY_EMPTY,          /* inputTrayEmpty: one of several */
    REASON_SERVICE,             /* overduePreventMaint */
};

void status_from_error_state(struct device_status *s, const uint8_t *octets, size_t n)
{
    for (size_t i = 0; i < COUNT(error_bits) && i / 8 < n; i++) {
        bool set = (octets[i / 8] & 0x80 >> i % 8) != 0;

        status_add(s, set ? error_bits[i] : 0, error_bits[i]);
    }
}

static bool stands(const struct device_status *s)
{
    for (size_t i = 0; i < NUM_REASONS; i++) {
        uint32_t bit = s->reasons & UINT32_C(1) << i;

        if (bit && status_reason_severity(bit) == SEVERITY_ERROR)
            return true;
    }
    return false;
}

void status_from_hr_status(struct device_status *s, int64_t printer, int64_t device)
{
    enum { RUNNING = 2, DOWN = 5 };
    static const enum machine_state states[] = {MACHINE_UNKNOWN,  MACHINE_OTHER,
                                                MACHINE_UNKNOWN,  MACHINE_IDLE,
                                                MACHINE_PRINTING, MACHINE_WARMUP};

    if (printer > 0 && printer < (int64_t)COUNT(states))
        s->state = states[printer];
    if (s->state != MACHINE_OTHER)
        return;
    /* "standby" and "unavailable" of RFC 3805 2.2.13.2: told by the pair alone */
    s->asleep = device == RUNNING && !stands(s);
    if (device == DOWN)
        status_add(s, stands(s) ? 0 : REASON_ATTENTION, REASON_ATTENTION);
}

/* ---- prtMarkerSupplies ---- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* word is in lower case */
static bool contains(const char *text, const char *word)
{
    for (; *text; text++) {
        size_t i = 0;

        while (word[i] && lower(text[i]) == word[i])
            i++;
        if (!word[i])
            return true;
    }
    return false;
}

/* prtMarkerSuppliesType; where a machine leaves it open the description may tell [inferred]. */
static enum supply_kind supply_kind(int64_t type, const char *description)
{
    switch (type) {
    case 3:  /* toner */
    case 21: /* tonerCartridge */
        return SUPPLY_TONER;
    case 4: /* wasteToner */
        return SUPPLY_WASTE;
    case 9: /* opc */
        return SUPPLY_DRUM;
    case 1: /* other */
    case 2: /* unknown */
    case STATUS_NO_VALUE:
        break;
    default:
        return SUPPLY_OTHER;
    }
    if (contains(description, "waste"))
        return SUPPLY_WASTE;
    if (contains(description, "drum"))
        return SUPPLY_DRUM;
    if (contains(description, "toner"))
        return SUPPLY_TONER;
    return type == 1 ? SUPPLY_OTHER : SUPPLY_UNKNOWN;
}

/* -1: not known. Some machines give percent without saying that 100 is all. */
static int level_percent(int64_t level, int64_t max, int64_t unit)
{
    enum { UNIT_PERCENT = 19 };
    int64_t percent;

    if (max <= 0 && unit == UNIT_PERCENT && level <= 100)
        max = 100;
    if (level < 0 || max <= 0)
        return -1;
    if (level >= max)
        return 100;
    percent = max <= INT64_MAX / 100 ? level * 100 / max : level / (max / 100);
    if (percent == 0 && level > 0)
        percent = 1; /* 0 is empty */
    return percent < 100 ? (int)percent : 100;
}

static void add_level_reasons(struct device_status *s, const struct supply *supply)
{
    static const struct {
        enum supply_kind kind;
        uint32_t empty, low;
    } table[] = {
        {SUPPLY_TONER, REASON_TONER_EMPTY, REASON_TONER_LOW      },
        {SUPPLY_DRUM,  REASON_DRUM_EMPTY,  REASON_DRUM_LOW       },
        {SUPPLY_WASTE, REASON_WASTE_FULL,  REASON_WASTE_NEAR_FULL},
    };

    if (supply->level_percent < 0)
        return;
    for (size_t i = 0; i < COUNT(table); i++) {
        uint32_t set = supply->level_percent == 0                    ? table[i].empty
                       : supply->level_percent <= STATUS_LOW_PERCENT ? table[i].low
                                                                     : 0;

        if (table[i].kind == supply->kind)
            status_add(s, set, table[i].empty | table[i].low);
    }
}

void status_from_supply(struct device_status *s, const struct status_supply_row *row)
{
    struct supply *supply;

    if (s->num_supplies >= STATUS_SUPPLIES ||
        (row->num_description == 0 && row->type == STATUS_NO_VALUE &&
         row->level == STATUS_NO_VALUE))
        return;
    supply = &s->supplies[s->num_supplies++];
    memset(supply, 0, sizeof *supply);
    status_text(supply->description, sizeof supply->description, row->description,
                row->num_description);
    supply->kind = supply_kind(row->type, supply->description);
    supply->level_percent = level_percent(row->level, row->max, row->unit);
    supply->some_left = row->level == -3;
    add_level_reasons(s, supply);
}

/* ---- prtInput ---- */

/* 0: not known, or no size a machine prints on. */
static uint32_t dimension_hmm(int64_t value, int64_t unit)
{
    enum { TEN_THOUSANDTHS_OF_INCHES = 3, MICROMETRES = 4, LIMIT = 2000000 };

    if (value <= 0 || value > LIMIT)
        return 0;
    if (unit == TEN_THOUSANDTHS_OF_INCHES)
        return (uint32_t)((value * 254 + 500) / 1000);
    if (unit == MICROMETRES)
        return (uint32_t)((value + 5) / 10);
    return 0;
}

/* Paper may lie across: the feed's direction says nothing of the sheet's. */
static void put_size(struct tray *tray, const struct status_tray_row *row)
{
    uint32_t a = dimension_hmm(row->feed_dim, row->unit);
    uint32_t b = dimension_hmm(row->xfeed_dim, row->unit);

    if (a == 0 || b == 0)
        return;
    tray->width_hmm = a < b ? a : b;
    tray->length_hmm = a < b ? b : a;
}

/* PrtSubUnitStatusTC: availability in the lowest three bits, 32 for off-line. "On request" is
 * what an empty source may say, so it is not out of order. */
static bool is_unavailable(int64_t status)
{
    enum { AVAILABILITY = 7, BROKEN = 3, OFF_LINE = 32 };

    return status >= 0 && status < 128 &&
           ((status & AVAILABILITY) == BROKEN || (status & OFF_LINE) != 0);
}

static int count_of(int64_t value)
{
    return value >= 0 && value <= INT32_MAX ? (int)value : -1;
}

void status_from_tray(struct device_status *s, const struct status_tray_row *row)
{
    enum { SOME = -3 };
    struct tray *tray;

    if (s->num_trays >= STATUS_TRAYS ||
        (row->num_name == 0 && row->level == STATUS_NO_VALUE && row->status == STATUS_NO_VALUE))
        return;
    tray = &s->trays[s->num_trays++];
    memset(tray, 0, sizeof *tray);
    status_text(tray->name, sizeof tray->name, row->name, row->num_name);
    status_text(tray->media, sizeof tray->media, row->media, row->num_media);
    tray->level = row->level == SOME ? SOME : count_of(row->level);
    tray->capacity = row->max > 0 ? count_of(row->max) : -1;
    tray->known = tray->level != -1;
    tray->empty = tray->level == 0;
    tray->unavailable = is_unavailable(row->status);
    put_size(tray, row);
}

/* ---- USB ---- */

void status_from_port(struct device_status *s, uint8_t byte)
{
    enum { NO_ERROR = 0x08, SELECTED = 0x10, PAPER_EMPTY = 0x20 };
    uint32_t set = 0;

    if (byte & PAPER_EMPTY)
        set |= REASON_MEDIA_EMPTY;
    else if (!(byte & NO_ERROR))
        set |= REASON_ATTENTION;
    if (!(byte & SELECTED))
        set |= REASON_OFFLINE;
    status_add(s, set, REASON_MEDIA_EMPTY | REASON_ATTENTION | REASON_OFFLINE);
    s->answered = true;
}

/* ---- PJL ---- */

/* What a machine tells by codes that press; when it is ready none of these is so [inferred]. */
#define PJL_STOPS                                                                              \
    (REASON_MEDIA_JAM | REASON_COVER_OPEN | REASON_SUPPLY_MISSING | REASON_TONER_EMPTY |       \
     REASON_MEDIA_NEEDED | REASON_OUTPUT_FULL | REASON_ATTENTION)

/*
 * The first row that has the code counts. Whole thousands are the manual's categories. [spec]
 * is that manual or another maker's after it; [inferred] is what programs for such printers
 * take the code for. None was seen from a machine of this family.
 */
/* clang-format off */
static const struct pjl_code {
    uint32_t first, last;
    enum machine_state state;
    uint32_t set, clear;
} pjl_codes[] = {
    /* [spec] ready; what it clears is inferred */
    {10001, 10001, MACHINE_IDLE, 0, PJL_STOPS | REASON_TONER_LOW | REASON_TRAY_EMPTY},
    {10002, 10002, MACHINE_UNKNOWN, REASON_OFFLINE, 0}, /* [spec] offline */
    {10003, 10003, MACHINE_WARMUP, 0, PJL_STOPS}, /* [spec] warming up */
    {10006, 10006, MACHINE_UNKNOWN, REASON_TONER_LOW, 0}, /* [spec] toner low */
    {10023, 10023, MACHINE_PRINTING, 0, PJL_STOPS}, /* [inferred] processing a job */
    /* [spec] one source is empty, another has the paper */
    {11000, 11999, MACHINE_UNKNOWN, REASON_TRAY_EMPTY, 0},
    /* [inferred] output bins; "full" is the manual's example */
    {15000, 15999, MACHINE_UNKNOWN, REASON_OUTPUT_FULL, 0},
    {40010, 40010, MACHINE_UNKNOWN, REASON_SUPPLY_MISSING, 0}, /* [inferred] no cartridge */
    {40021, 40021, MACHINE_UNKNOWN, REASON_COVER_OPEN, 0}, /* [spec] cover open */
    {40022, 40022, MACHINE_UNKNOWN, REASON_MEDIA_JAM, 0}, /* [inferred] jam */
    /* [spec] it waits */
    {40038, 40038, MACHINE_UNKNOWN, REASON_TONER_LOW | REASON_ATTENTION, 0},
    {40079, 40079, MACHINE_UNKNOWN, REASON_OFFLINE, 0}, /* [inferred] offline */
    {40600, 40600, MACHINE_UNKNOWN, REASON_TONER_EMPTY, 0}, /* [inferred] no toner */
    /* [spec] all others of the category: a person is needed */
    {40000, 40999, MACHINE_UNKNOWN, REASON_ATTENTION, 0},
    {41000, 41999, MACHINE_UNKNOWN, REASON_MEDIA_NEEDED, 0}, /* [spec] load paper */
    {42000, 42999, MACHINE_UNKNOWN, REASON_MEDIA_JAM, 0}, /* [spec] jams */
    {43000, 43999, MACHINE_UNKNOWN, REASON_ATTENTION, 0}, /* [spec] external paper handling */
    {44000, 44999, MACHINE_UNKNOWN, REASON_MEDIA_JAM, 0}, /* [spec] jams of one series */
    {50000, 50999, MACHINE_UNKNOWN, REASON_ATTENTION, 0}, /* [spec] hardware errors */
};
/* clang-format on */

static void add_pjl_code(struct device_status *s, uint32_t code)
{
    for (size_t i = 0; i < COUNT(pjl_codes); i++) {
        const struct pjl_code *row = &pjl_codes[i];

        if (code < row->first || code > row->last)
            continue;
        if (row->state != MACHINE_UNKNOWN)
            s->state = row->state;
        status_add(s, row->set, row->clear);
        return;
    }
}

/* One line, without its end. */
struct line {
    const char *at;
    size_t n;
};

static struct line next_line(const char **bytes, size_t *n)
{
    struct line line = {*bytes, 0};

    while (line.n < *n && line.at[line.n] != '\r' && line.at[line.n] != '\n')
        line.n++;
    *bytes += line.n < *n ? line.n + 1 : line.n;
    *n -= line.n < *n ? line.n + 1 : line.n;
    while (line.n > 0 && (line.at[0] == ' ' || line.at[0] == '\f')) {
        line.at++;
        line.n--;
    }
    while (line.n > 0 && line.at[line.n - 1] == ' ')
        line.n--;
    return line;
}

/* The value of "NAME=value", or of "NAME2=value": a machine may tell several at once. */
static bool take_name(struct line *line, const char *name)
{
    size_t i = strlen(name);

    if (line->n <= i || memcmp(line->at, name, i) != 0)
        return false;
    if (line->at[i] >= '2' && line->at[i] <= '9')
        i++;
    while (i < line->n && line->at[i] == ' ')
        i++;
    if (i >= line->n || line->at[i] != '=')
        return false;
    for (i++; i < line->n && line->at[i] == ' ';)
        i++;
    line->at += i;
    line->n -= i;
    return true;
}

/* False when it is no number of five digits, as all codes are. */
static bool read_code(struct line value, uint32_t *code)
{
    *code = 0;
    if (value.n != 5)
        return false;
    for (size_t i = 0; i < value.n; i++) {
        if (value.at[i] < '0' || value.at[i] > '9')
            return false;
        *code = *code * 10 + (uint32_t)(value.at[i] - '0');
    }
    return true;
}

static void put_display(struct device_status *s, struct line value)
{
    if (value.n >= 2 && value.at[0] == '"' && value.at[value.n - 1] == '"') {
        value.at++;
        value.n -= 2;
    }
    if (!s->panel[0])
        status_text(s->panel, sizeof s->panel, value.at, value.n);
}

static bool equals(struct line value, const char *word)
{
    return value.n == strlen(word) && memcmp(value.at, word, value.n) == 0;
}

bool status_from_pjl(struct device_status *s, const char *bytes, size_t n)
{
    struct device_status heard;
    bool offline = false, told = false, any = false;
    uint32_t code;

    status_init(&heard);
    while (n > 0) {
        struct line line = next_line(&bytes, &n);

        if (take_name(&line, "CODE")) {
            if (read_code(line, &code)) {
                add_pjl_code(&heard, code);
                any = true;
            }
        } else if (take_name(&line, "DISPLAY")) {
            put_display(&heard, line);
        } else if (take_name(&line, "ONLINE")) {
            offline = equals(line, "FALSE");
            told = offline || equals(line, "TRUE");
        }
    }
    if (!any)
        return false;
    /* A machine that stands for another reason calls itself not online as well. */
    if (told)
        status_add(&heard, offline && !stands(&heard) ? REASON_OFFLINE : 0, REASON_OFFLINE);
    heard.answered = true;
    status_merge(s, &heard);
    return true;
}
