/*
 * decode-ticket.c - the ticket packets of a UFR II LT job.
 * Effects: none.
 * Source: driver/FORMAT-ufr2lt.md, section on the job ticket; never the encoder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/decode-internal.h"

#include <string.h>

enum { BEGIN_JOB = 0x6B, JOB_ATTRIBUTE = 0x15, DOCUMENT_ATTRIBUTE = 0x18 };

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
    case 0x07D9:
        return true;
    default:
        decode_remark(d, "unknown job attribute %04X", a->id);
        return true;
    }
}

static void read_sides(struct decoder *d, unsigned code)
{
    d->ticket.sides = code == 4 ? 2 : 1;
    if (code != 1 && code != 4)
        decode_remark(d, "attribute 07DF has the unknown value %u", code);
}

/* How many bytes of value an attribute needs to be understood; SIZE_MAX: it is not known. */
static size_t document_attribute_size(unsigned id)
{
    switch (id) {
    case 0x002E:
    case 0x003A:
    case 0x0890:
    case 0x08B5:
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
        return SIZE_MAX;
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
    return true;
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
