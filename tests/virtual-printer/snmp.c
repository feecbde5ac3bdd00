/*
 * snmp.c - the answers of an SNMP version 1 agent, see snmp.h.
 * Effects: none.
 * Source: RFC 1157, ITU-T X.690 for the encoding.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/snmp.h"

#include <stdlib.h>
#include <string.h>

enum {
    TAG_INTEGER = 0x02,
    TAG_STRING = 0x04,
    TAG_NULL = 0x05,
    TAG_OID = 0x06,
    TAG_SEQUENCE = 0x30,
    TAG_GET = 0xA0,
    TAG_GET_NEXT = 0xA1,
    TAG_RESPONSE = 0xA2,
    TAG_SET = 0xA3,
};

enum { NO_ERROR = 0, TOO_BIG = 1, NO_SUCH_NAME = 2 };

#define MAX_BINDINGS 32u

struct oid {
    uint32_t parts[SNMP_MAX_OID];
    size_t n;
};

/* Bytes still to be read. */
struct reader {
    const uint8_t *p;
    size_t n;
};

/* Written from the end, so that each length is known when it is written. */
struct writer {
    uint8_t *start, *p;
    bool full;
};

/* The contents of the next element, which must have this tag. */
static bool read_element(struct reader *r, unsigned tag, struct reader *contents)
{
    size_t length, i, count;

    if (r->n < 2 || r->p[0] != tag)
        return false;
    length = r->p[1];
    r->p += 2;
    r->n -= 2;
    if (length >= 0x80) {
        count = length & 0x7F;
        if (count == 0 || count > 3 || count > r->n)
            return false;
        for (length = 0, i = 0; i < count; i++)
            length = length << 8 | r->p[i];
        r->p += count;
        r->n -= count;
    }
    if (length > r->n)
        return false;
    *contents = (struct reader){r->p, length};
    r->p += length;
    r->n -= length;
    return true;
}

static bool read_integer(struct reader *r, int32_t *number)
{
    struct reader c;
    uint32_t v;

    if (!read_element(r, TAG_INTEGER, &c) || c.n == 0 || c.n > 4)
        return false;
    for (v = c.p[0] & 0x80 ? UINT32_MAX : 0; c.n > 0; c.p++, c.n--)
        v = v << 8 | *c.p;
    *number = (int32_t)v;
    return true;
}

static bool read_oid(struct reader *r, struct oid *oid)
{
    struct reader c;
    uint32_t part = 0;

    if (!read_element(r, TAG_OID, &c) || c.n == 0 || c.p[c.n - 1] & 0x80)
        return false;
    for (oid->n = 0; c.n > 0; c.p++, c.n--) {
        if (part > UINT32_MAX >> 7)
            return false;
        part = part << 7 | (*c.p & 0x7F);
        if (*c.p & 0x80)
            continue;
        if (oid->n == 0) {
            oid->parts[0] = part < 80 ? part / 40 : 2;
            oid->parts[1] = part - 40 * oid->parts[0];
            oid->n = 2;
        } else if (oid->n < SNMP_MAX_OID) {
            oid->parts[oid->n++] = part;
        } else {
            return false;
        }
        part = 0;
    }
    return true;
}

static void parse_oid(const char *text, struct oid *oid)
{
    char *end;

    for (oid->n = 0; *text && oid->n < SNMP_MAX_OID; text = *end == '.' ? end + 1 : end)
        oid->parts[oid->n++] = (uint32_t)strtoul(text, &end, 10);
}

static int compare_oids(const struct oid *a, const struct oid *b)
{
    size_t i;

    for (i = 0; i < a->n && i < b->n; i++)
        if (a->parts[i] != b->parts[i])
            return a->parts[i] < b->parts[i] ? -1 : 1;
    return a->n < b->n ? -1 : a->n > b->n;
}

static void put(struct writer *w, const void *bytes, size_t n)
{
    if (w->full || (size_t)(w->p - w->start) < n) {
        w->full = true;
        return;
    }
    w->p -= n;
    memcpy(w->p, bytes, n);
}

static void put_byte(struct writer *w, size_t byte)
{
    uint8_t b = (uint8_t)byte;

    put(w, &b, 1);
}

/* Tag and length before what has been written since end. */
static void wrap(struct writer *w, unsigned tag, const uint8_t *end)
{
    size_t n = (size_t)(end - w->p);

    if (n < 0x80) {
        put_byte(w, n);
    } else {
        put_byte(w, n & 0xFF);
        put_byte(w, n >> 8);
        put_byte(w, 0x82);
    }
    put_byte(w, tag);
}

static void put_number(struct writer *w, unsigned tag, int32_t number)
{
    const uint8_t *end = w->p;
    int64_t v = tag == TAG_INTEGER ? number : (int64_t)(uint32_t)number;

    /* as many bytes as the sign needs */
    do {
        put_byte(w, (size_t)v & 0xFF);
        if (v >= -128 && v <= 127)
            break;
        v >>= 8;
    } while (!w->full);
    wrap(w, tag, end);
}

static void put_oid(struct writer *w, const struct oid *oid)
{
    const uint8_t *end = w->p;
    size_t i;

    for (i = oid->n; i > 1; i--) {
        uint32_t part = oid->parts[i - 1];

        if (i == 2)
            part += 40 * oid->parts[0];
        put_byte(w, part & 0x7F);
        while (part >>= 7)
            put_byte(w, (part & 0x7F) | 0x80);
    }
    wrap(w, TAG_OID, end);
}

static void put_value(struct writer *w, const struct snmp_value *value)
{
    struct oid oid;
    const uint8_t *end = w->p;

    switch (value->type) {
    case SNMP_STRING:
        put(w, value->text, value->text_size ? value->text_size : strlen(value->text));
        wrap(w, TAG_STRING, end);
        break;
    case SNMP_OID:
        parse_oid(value->text, &oid);
        put_oid(w, &oid);
        break;
    case SNMP_INTEGER:
    case SNMP_COUNTER:
    case SNMP_TICKS:
        put_number(w, value->type, value->number);
        break;
    }
}

/* A question in version 1. */
struct question {
    unsigned tag; /* TAG_GET ... */
    int32_t id;
    struct oid oids[MAX_BINDINGS];
    size_t num_oids;
    struct reader bindings; /* as they came */
};

static bool read_question(struct reader *r, const char *community, struct question *q)
{
    struct reader message, text, pdu, list, binding;
    int32_t version, unused;

    if (!read_element(r, TAG_SEQUENCE, &message) || !read_integer(&message, &version) ||
        version != 0 || !read_element(&message, TAG_STRING, &text) ||
        text.n != strlen(community) || memcmp(text.p, community, text.n) != 0 || message.n == 0)
        return false;
    q->tag = message.p[0];
    if ((q->tag != TAG_GET && q->tag != TAG_GET_NEXT && q->tag != TAG_SET) ||
        !read_element(&message, q->tag, &pdu) || !read_integer(&pdu, &q->id) ||
        !read_integer(&pdu, &unused) || !read_integer(&pdu, &unused) ||
        !read_element(&pdu, TAG_SEQUENCE, &list))
        return false;
    q->bindings = list;
    for (q->num_oids = 0; list.n > 0; q->num_oids++)
        if (q->num_oids == MAX_BINDINGS || !read_element(&list, TAG_SEQUENCE, &binding) ||
            !read_oid(&binding, &q->oids[q->num_oids]))
            return false;
    return true;
}

static const struct snmp_value *find(const struct question *q, const struct oid *oid,
                                     const struct snmp_value *values, size_t num_values)
{
    size_t i;

    for (i = 0; i < num_values && q->tag != TAG_SET; i++) {
        struct oid known;
        int order;

        parse_oid(values[i].oid, &known);
        order = compare_oids(&known, oid);
        if (q->tag == TAG_GET ? order == 0 : order > 0)
            return &values[i];
    }
    return NULL;
}

/* Everything before the list of bindings, which stands at w->p. */
static size_t finish(struct writer *w, const struct question *q, int32_t status, int32_t index,
                     const char *community, uint8_t *answer, const uint8_t *end)
{
    size_t n;

    wrap(w, TAG_SEQUENCE, end);
    put_number(w, TAG_INTEGER, index);
    put_number(w, TAG_INTEGER, status);
    put_number(w, TAG_INTEGER, q->id);
    wrap(w, TAG_RESPONSE, end);
    put(w, community, strlen(community));
    put_byte(w, strlen(community));
    put_byte(w, TAG_STRING);
    put_number(w, TAG_INTEGER, 0);
    wrap(w, TAG_SEQUENCE, end);
    if (w->full)
        return 0;
    n = (size_t)(end - w->p);
    memmove(answer, w->p, n);
    return n;
}

/* A failed question comes back as it was, with the error and which binding it was. */
static size_t refuse(const struct question *q, int32_t status, size_t index,
                     const char *community, uint8_t *answer, size_t size)
{
    struct writer w = {answer, answer + size, false};

    put(&w, q->bindings.p, q->bindings.n);
    return finish(&w, q, status, (int32_t)index, community, answer, answer + size);
}

size_t snmp_answer(const uint8_t *question, size_t n, const struct snmp_value *values,
                   size_t num_values, const char *community, uint8_t *answer,
                   size_t answer_size)
{
    struct reader r = {question, n};
    struct writer w = {answer, answer + answer_size, false};
    struct question q;
    size_t i, written;

    if (!read_question(&r, community, &q))
        return 0;
    for (i = 0; i < q.num_oids; i++)
        if (!find(&q, &q.oids[i], values, num_values))
            return refuse(&q, NO_SUCH_NAME, i + 1, community, answer, answer_size);
    for (i = q.num_oids; i > 0; i--) {
        const struct snmp_value *value = find(&q, &q.oids[i - 1], values, num_values);
        const uint8_t *end = w.p;
        struct oid oid;

        parse_oid(value->oid, &oid);
        put_value(&w, value);
        put_oid(&w, &oid);
        wrap(&w, TAG_SEQUENCE, end);
    }
    written = finish(&w, &q, NO_ERROR, 0, community, answer, answer + answer_size);
    return written ? written : refuse(&q, TOO_BIG, 0, community, answer, answer_size);
}
