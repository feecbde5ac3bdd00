/*
 * decode-ticket.c - the ticket packets of a UFR II LT job.
 * Effects: none.
 * Source: driver/FORMAT-ufr2lt.md, section on the job ticket; never the encoder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/decode-internal.h"

#include <string.h>

enum { BEGIN_JOB = 0x6B, SETTING = 0x1D, JOB_ATTRIBUTE = 0x15, DOCUMENT_ATTRIBUTE = 0x18 };

/* An attribute and its value, n bytes. */
struct attribute {
    unsigned id;
    const uint8_t *value;
    size_t n;
};

static unsigned be16(const uint8_t *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static uint32_t be32(const uint8_t *p)
{
    return (uint32_t)be16(p) << 16 | be16(p + 2);
}

/* A name: a character set number, a count of bytes, the bytes. */
static bool read_name(struct decoder *d, const struct attribute *a, char name[256], bool *has)
{
    size_t n;

    if (a->n < 3 || a->n - 3 < a->value[2])
        return decode_fail(d, "record %04X is shorter than the name in it", a->id);
    n = a->value[2];
    memcpy(name, a->value + 3, n);
    name[n] = '\0';
    *has = true;
    if (memchr(name, 0, n))
        decode_remark(d, "record %04X has a NUL in its name", a->id);
    return true;
}

static bool read_record(struct decoder *d, const struct attribute *a)
{
    char again[256];
    bool has;

    switch (a->id) {
    case 0x0004:
        return read_name(d, a, d->ticket.title, &d->ticket.has_title);
    case 0x0006:
        return read_name(d, a, d->ticket.user, &d->ticket.has_user);
    case 0x0117:
        if (!read_name(d, a, again, &has))
            return false;
        if (strcmp(again, d->ticket.title) != 0)
            decode_remark(d, "record 0117 differs from the title");
        return true;
    case 0x00F0:
    case 0x0130:
    case 0x000D:
        return true;
    default:
        decode_remark(d, "unknown record %04X", a->id);
        return true;
    }
}

static bool read_begin_job(struct decoder *d)
{
    const uint8_t *p = d->data;
    size_t left = d->data_size;
    unsigned count;

    if (left < 2)
        return decode_fail(d, "packet 6B is shorter than its count of records");
    count = be16(p);
    for (p += 2, left -= 2; count > 0; count--) {
        struct attribute a;

        if (left < 4 || left - 4 < be16(p + 2))
            return decode_fail(d, "packet 6B ends in the middle of a record");
        a = (struct attribute){be16(p), p + 4, be16(p + 2)};
        if (!read_record(d, &a))
            return false;
        p += 4 + a.n;
        left -= 4 + a.n;
    }
    if (left > 0)
        decode_remark(d, "packet 6B has %zu bytes behind its records", left);
    return true;
}

/*
 * What only sisters send, and what needs no understanding to decode their pages: finishing and
 * output (07D9, 07DA, 084A, 084B, 08FD ...), covers and sheets between (0840, 08A5), density
 * and ways of printing (08D3, 0971 ...).
 */
static const uint16_t job_constants[] = {0x07D9, 0x07DA, 0x084A, 0x084B, 0x087D,
                                         0x087E, 0x0880, 0x08A5, 0x08EC, 0x08FD,
                                         0x0907, 0x0918, 0x0921, 0x0958, 0};
static const uint16_t document_constants[] = {0x002E, 0x003A, 0x07F8, 0x07F9, 0x0840,
                                              0x0883, 0x0890, 0x0892, 0x08B5, 0x08D3,
                                              0x0909, 0x0971, 0x0972, 0};

static bool is_constant(const uint16_t *ids, unsigned id)
{
    while (*ids && *ids != id)
        ids++;
    return *ids != 0;
}

static bool too_short(struct decoder *d, const struct attribute *a)
{
    return decode_fail(d, "attribute %04X has only %zu bytes", a->id, a->n);
}

static bool read_job_attribute(struct decoder *d, const struct attribute *a)
{
    switch (a->id) {
    case 0x07D7:
        if (a->n < 2)
            return too_short(d, a);
        d->ticket.sets = be16(a->value);
        return true;
    case 0x07D8:
        if (a->n < 1)
            return too_short(d, a);
        d->ticket.finishing = a->value[0];
        return true;
    default:
        if (!is_constant(job_constants, a->id))
            decode_remark(d, "unknown job attribute %04X", a->id);
        return true;
    }
}

/* A source by its name: the numbers of the sources that have them elsewhere stand for it. */
static bool read_source_name(struct decoder *d, const struct attribute *a)
{
    static const struct {
        const char *name;
        unsigned code;
    } names[] = {
        {"AUTO",      0x0B},
        {"TRAY",      0x07},
        {"CASSETTE1", 0x65},
        {"CASSETTE2", 0x66},
    };
    size_t n, i;

    if (a->n < 3 || a->n - 3 < be16(a->value + 1))
        return decode_fail(d, "record %04X is shorter than the name in it", a->id);
    n = be16(a->value + 1);
    for (i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (n != strlen(names[i].name) || memcmp(a->value + 3, names[i].name, n) != 0)
            continue;
        d->ticket.source = names[i].code;
        return true;
    }
    decode_remark(d, "attribute 07EE names an unknown source");
    return true;
}

/* A setting of the machine by name: eight bytes that are always the same, a name, a value. */
static bool read_setting(struct decoder *d)
{
    static const uint8_t constant[8] = {0, 0, 0, 0, 0, 0x8F, 0, 0xFF};
    size_t at = sizeof constant, i;

    for (i = 0; i < 2; i++) {
        if (d->data_size <= at || d->data_size - at - 1 < d->data[at])
            return decode_fail(d, "packet 1D is shorter than the texts in it");
        at += 1u + d->data[at];
    }
    if (memcmp(d->data, constant, sizeof constant) != 0)
        decode_remark(d, "packet 1D begins with other constants");
    if (at != d->data_size)
        decode_remark(d, "packet 1D has bytes behind its texts");
    return true;
}

static void read_sides(struct decoder *d, unsigned code)
{
    d->ticket.sides = code == 4 || code == 2 ? 2 : 1; /* 2: LBP3410, LBP3900 */
    if (code != 1 && code != 2 && code != 4)
        decode_remark(d, "attribute 07DF has the unknown value %u", code);
}

/* How many bytes of value an attribute needs to be understood; SIZE_MAX: it is not known. */
static size_t document_attribute_size(unsigned id)
{
    switch (id) {
    case 0x07EE:
        return 0;
    case 0x07DF:
    case 0x07E0:
    case 0x085A:
    case 0x082D:
        return 1;
    case 0x07D7:
    case 0x086E:
        return 2;
    case 0x07E1:
    case 0x07ED:
        return 4;
    default:
        return is_constant(document_constants, id) ? 0 : SIZE_MAX;
    }
}

static bool read_document_attribute(struct decoder *d, const struct attribute *a)
{
    struct decode_ticket *t = &d->ticket;
    size_t needed = document_attribute_size(a->id);

    if (needed == SIZE_MAX) {
        decode_remark(d, "unknown document attribute %04X", a->id);
        return true;
    }
    if (a->n < needed)
        return too_short(d, a);
    switch (a->id) {
    case 0x07D7:
        t->copies = be16(a->value);
        break;
    case 0x07DF:
        read_sides(d, a->value[0]);
        break;
    case 0x07E0:
        t->edge = a->value[0];
        break;
    case 0x07E1:
        t->shift = (int32_t)be32(a->value);
        break;
    case 0x086E:
        t->source = a->value[1];
        break;
    case 0x07EE:
        return read_source_name(d, a);
    case 0x085A:
        t->toner_save = a->value[0];
        break;
    case 0x082D:
        t->refinement = a->value[0];
        break;
    case 0x07ED:
        t->type = a->value[0];
        t->size = be16(a->value + 2);
        break;
    default: /* a constant */
        break;
    }
    return true;
}

static bool read_attribute(struct decoder *d)
{
    struct attribute a;

    if (d->data_size < 2)
        return decode_fail(d, "packet %02X is shorter than an attribute's number",
                           d->operation);
    a = (struct attribute){be16(d->data), d->data + 2, d->data_size - 2};
    return d->operation == JOB_ATTRIBUTE ? read_job_attribute(d, &a)
                                         : read_document_attribute(d, &a);
}

bool decode_ticket_packet(struct decoder *d)
{
    if (d->operation == BEGIN_JOB)
        return read_begin_job(d);
    if (d->operation == JOB_ATTRIBUTE || d->operation == DOCUMENT_ATTRIBUTE)
        return read_attribute(d);
    return d->operation != SETTING || read_setting(d);
}

void decode_ticket_start(struct decode_ticket *ticket)
{
    memset(ticket, 0, sizeof *ticket);
    ticket->sets = ticket->copies = 1;
    ticket->sides = 1;
    ticket->edge = 4;
    ticket->toner_save = ticket->refinement = -1;
}

bool decode_tell_ticket(struct decoder *d)
{
    if (d->ticket_told)
        return true;
    d->ticket_told = true;
    if (d->callbacks.ticket && !d->callbacks.ticket(d->callbacks.ctx, &d->ticket))
        return decode_fail(d, "stopped by the caller");
    return true;
}
