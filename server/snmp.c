/*
 * snmp.c - SNMP version 1, GET of one object; a strict reader of BER.
 * Effects: snmp_get sends and receives UDP packets.
 * Source: RFC 1157; ITU-T X.690 clause 8.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/snmp.h"

#include "server/device-net.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    TAG_SEQUENCE = 0x30,
    TAG_GET_REQUEST = 0xA0,
    TAG_GET_RESPONSE = 0xA2,
    VERSION_1 = 0,
    ERROR_NO_SUCH_NAME = 2,
    RESEND_MS = 1000,
    SLICE_MS = 100,
};

/* A packet is written from its end to its start: the length of what is inside is then known
 * when its header is written. */
struct ber_writer {
    uint8_t *start;
    uint8_t *at; /* the first byte written so far */
    bool full;
};

static void put_bytes(struct ber_writer *w, const void *bytes, size_t n)
{
    if (w->full || (size_t)(w->at - w->start) < n) {
        w->full = true;
        return;
    }
    w->at -= n;
    memcpy(w->at, bytes, n);
}

static void put_byte(struct ber_writer *w, unsigned byte)
{
    uint8_t b = (uint8_t)byte;

    put_bytes(w, &b, 1);
}

/* Tag and length before the n bytes just written. */
static void put_header(struct ber_writer *w, unsigned tag, size_t n)
{
    if (n >= 0x100) {
        put_byte(w, (unsigned)n & 0xFF);
        put_byte(w, (unsigned)(n >> 8) & 0xFF);
        put_byte(w, 0x82);
    } else {
        put_byte(w, (unsigned)n);
        if (n >= 0x80)
            put_byte(w, 0x81);
    }
    put_byte(w, tag);
}

static void put_integer(struct ber_writer *w, int32_t v)
{
    uint32_t u = (uint32_t)v;
    const uint8_t bytes[4] = {(uint8_t)(u >> 24), (uint8_t)(u >> 16), (uint8_t)(u >> 8),
                              (uint8_t)u};
    size_t skip = 0;

    /* the shortest form: no nine leading bits alike (X.690 8.3.2) */
    while (skip < 3 && ((bytes[skip] == 0 && bytes[skip + 1] < 0x80) ||
                        (bytes[skip] == 0xFF && bytes[skip + 1] >= 0x80)))
        skip++;
    put_bytes(w, bytes + skip, 4 - skip);
    put_header(w, SNMP_INTEGER, 4 - skip);
}

static void put_oid_number(struct ber_writer *w, uint32_t v)
{
    unsigned more = 0;

    do {
        put_byte(w, (v & 0x7F) | more);
        more = 0x80;
        v >>= 7;
    } while (v > 0);
}

static void put_oid(struct ber_writer *w, const uint32_t *oid, size_t n)
{
    const uint8_t *end = w->at;
    size_t i;

    for (i = n - 1; i >= 2; i--)
        put_oid_number(w, oid[i]);
    put_oid_number(w, oid[0] * 40 + oid[1]);
    put_header(w, SNMP_OID, (size_t)(end - w->at));
}

size_t snmp_encode_get(uint8_t *out, size_t size, const char *community, int32_t request_id,
                       const uint32_t *oid, size_t num_oid)
{
    struct ber_writer w = {out, out + size, false};
    const uint8_t *end = out + size;
    size_t n;

    if (num_oid < 2 || num_oid > SNMP_MAX_OID || oid[0] > 2 || oid[1] > 39 || size > 0xFFFF)
        return 0;
    put_header(&w, SNMP_NULL, 0);
    put_oid(&w, oid, num_oid);
    put_header(&w, TAG_SEQUENCE, (size_t)(end - w.at)); /* the variable */
    put_header(&w, TAG_SEQUENCE, (size_t)(end - w.at)); /* the list of variables */
    put_integer(&w, 0);                                 /* error index */
    put_integer(&w, 0);                                 /* error status */
    put_integer(&w, request_id);
    put_header(&w, TAG_GET_REQUEST, (size_t)(end - w.at));
    put_bytes(&w, community, strlen(community));
    put_header(&w, SNMP_STRING, strlen(community));
    put_integer(&w, VERSION_1);
    put_header(&w, TAG_SEQUENCE, (size_t)(end - w.at));
    if (w.full)
        return 0;
    n = (size_t)(end - w.at);
    memmove(out, w.at, n);
    return n;
}

/* Bytes still to be read of one level. */
struct ber {
    const uint8_t *at;
    size_t n;
};

/* The next element; false when it is not whole. Lengths are definite and at most two bytes
 * long: a packet is no longer. */
static bool take(struct ber *from, unsigned *tag, struct ber *content)
{
    size_t length, header = 2;

    if (from->n < 2)
        return false;
    *tag = from->at[0];
    length = from->at[1];
    if (length == 0x81 && from->n >= 3) {
        length = from->at[2];
        header = 3;
    } else if (length == 0x82 && from->n >= 4) {
        length = (size_t)from->at[2] << 8 | from->at[3];
        header = 4;
    } else if (length >= 0x80) {
        return false;
    }
    if (length > from->n - header)
        return false;
    content->at = from->at + header;
    content->n = length;
    from->at += header + length;
    from->n -= header + length;
    return true;
}

static bool take_tag(struct ber *from, unsigned tag, struct ber *content)
{
    unsigned got;

    return take(from, &got, content) && got == tag;
}

/* Up to 8 bytes. Counters and gauges are unsigned; some agents forget the leading 0 byte they
 * then need. */
static bool read_integer(struct ber s, bool is_signed, int64_t *number)
{
    uint64_t v = is_signed && s.n > 0 && s.at[0] >= 0x80 ? UINT64_MAX : 0;
    size_t i;

    if (s.n == 0 || s.n > (is_signed ? 4u : 5u) || (s.n == 5 && s.at[0] != 0))
        return false;
    for (i = 0; i < s.n; i++)
        v = v << 8 | s.at[i];
    *number = (int64_t)v;
    return true;
}

static bool take_integer(struct ber *from, int64_t *number)
{
    struct ber content;

    return take_tag(from, SNMP_INTEGER, &content) && read_integer(content, true, number);
}

static bool read_oid(struct ber s, uint32_t *oid, size_t *num_oid)
{
    size_t i, n = 0;
    uint32_t v = 0;

    if (s.n == 0 || s.at[s.n - 1] >= 0x80)
        return false;
    for (i = 0; i < s.n; i++) {
        if (v > UINT32_MAX >> 7)
            return false;
        v = v << 7 | (s.at[i] & 0x7F);
        if (s.at[i] >= 0x80)
            continue;
        if (n == 0) { /* the first two numbers share one */
            oid[n++] = v < 80 ? v / 40 : 2;
            v -= oid[0] * 40;
        }
        if (n == SNMP_MAX_OID)
            return false;
        oid[n++] = v;
        v = 0;
    }
    *num_oid = n;
    return true;
}

static bool read_value(unsigned tag, struct ber s, struct snmp_value *value)
{
    memset(value, 0, sizeof *value);
    value->type = (enum snmp_type)tag;
    switch (tag) {
    case SNMP_NULL:
        return s.n == 0;
    case SNMP_INTEGER:
        return read_integer(s, true, &value->number);
    case SNMP_COUNTER:
    case SNMP_GAUGE:
    case SNMP_TICKS:
        return read_integer(s, false, &value->number);
    case SNMP_OID:
        return read_oid(s, value->oid, &value->num_oid);
    case SNMP_STRING:
    case SNMP_ADDRESS:
    case SNMP_OPAQUE:
        value->num_bytes = s.n < SNMP_MAX_STRING ? s.n : SNMP_MAX_STRING;
        memcpy(value->bytes, s.at, value->num_bytes);
        return true;
    default:
        return false;
    }
}

/* The one variable of a response: is it the one that was asked for, and its value. */
static enum snmp_reply read_variable(struct ber list, const uint32_t *oid, size_t num_oid,
                                     struct snmp_value *value)
{
    struct ber variable, name, content;
    uint32_t got[SNMP_MAX_OID];
    size_t num_got;
    unsigned tag;

    if (!take_tag(&list, TAG_SEQUENCE, &variable) || !take_tag(&variable, SNMP_OID, &name) ||
        !take(&variable, &tag, &content) || !read_oid(name, got, &num_got))
        return SNMP_REPLY_BAD;
    if (num_got != num_oid || memcmp(got, oid, num_oid * sizeof *oid) != 0)
        return SNMP_REPLY_OTHER;
    /* noSuchObject and noSuchInstance, which a version 2 agent may send all the same */
    if (tag == 0x80 || tag == 0x81)
        return SNMP_REPLY_NO_SUCH;
    return read_value(tag, content, value) ? SNMP_REPLY_VALUE : SNMP_REPLY_BAD;
}

enum snmp_reply snmp_decode_reply(const uint8_t *bytes, size_t n, int32_t request_id,
                                  const uint32_t *oid, size_t num_oid, struct snmp_value *value)
{
    struct ber all = {bytes, n};
    struct ber message, community, pdu, list;
    int64_t version, id, status, index;

    if (!take_tag(&all, TAG_SEQUENCE, &message) || !take_integer(&message, &version) ||
        !take_tag(&message, SNMP_STRING, &community))
        return SNMP_REPLY_BAD;
    if (version != VERSION_1 || message.n == 0 || message.at[0] != TAG_GET_RESPONSE)
        return SNMP_REPLY_OTHER;
    if (!take_tag(&message, TAG_GET_RESPONSE, &pdu) || !take_integer(&pdu, &id) ||
        !take_integer(&pdu, &status) || !take_integer(&pdu, &index) ||
        !take_tag(&pdu, TAG_SEQUENCE, &list))
        return SNMP_REPLY_BAD;
    if (id != request_id)
        return SNMP_REPLY_OTHER;
    if (status != 0)
        return SNMP_REPLY_NO_SUCH;
    return read_variable(list, oid, num_oid, value);
}

/* Not guessable is not needed on a connected socket; different for each request is. */
int32_t snmp_new_request_id(void)
{
    static atomic_uint counter;

    return (int32_t)((atomic_fetch_add(&counter, 1) * 2654435761u + (unsigned)time(NULL)) &
                     0x7FFFFFFFu);
}

/* What is known while one request is open. */
struct request {
    const struct snmp_target *target;
    const uint32_t *oid;
    size_t num_oid;
    int32_t id;
    uint8_t packet[512];
    size_t length;
};

/* Wait until the deadline, sending the request again each second. True when a reply is in. */
static bool ask(int fd, struct request *request, int64_t deadline, struct snmp_value *value,
                enum snmp_reply *reply, int *error)
{
    int64_t send_at = net_clock_ms();
    int64_t now;
    uint8_t bytes[SNMP_MAX_PACKET];

    while ((now = net_clock_ms()) < deadline) {
        struct pollfd p = {fd, POLLIN, 0};
        int64_t until = now + SLICE_MS;
        ssize_t n;

        if (request->target->canceled && request->target->canceled(request->target->ctx)) {
            *error = ECANCELED;
            return false;
        }
        if (now >= send_at) {
            send_at = now + RESEND_MS;
            if (send(fd, request->packet, request->length, MSG_NOSIGNAL) < 0 &&
                errno != EAGAIN && errno != EINTR && errno != ENOBUFS) {
                *error = errno;
                return false;
            }
        }
        if (until > deadline)
            until = deadline;
        if (poll(&p, 1, (int)(until - now)) <= 0)
            continue;
        n = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
        if (n < 0 && errno != EAGAIN && errno != EINTR) {
            *error = errno; /* nobody listens there: the machine's stack says so at once */
            return false;
        }
        if (n <= 0)
            continue;
        *reply = snmp_decode_reply(bytes, (size_t)n, request->id, request->oid,
                                   request->num_oid, value);
        /* Noise is not an answer; a true one may still come. */
        if (*reply == SNMP_REPLY_VALUE || *reply == SNMP_REPLY_NO_SUCH)
            return true;
    }
    *error = ETIMEDOUT;
    return false;
}

bool snmp_get(const struct snmp_target *target, const uint32_t *oid, size_t num_oid,
              unsigned timeout_ms, struct snmp_value *value, bool *answered, char *why,
              size_t why_size)
{
    const int64_t deadline = net_clock_ms() + timeout_ms;
    const struct net_limits limits = {deadline, target->canceled, target->ctx};
    struct request request = {.target = target, .oid = oid, .num_oid = num_oid};
    struct net_addresses addresses;
    enum snmp_reply reply = SNMP_REPLY_BAD;
    int fd, error = 0;
    bool got;

    if (answered)
        *answered = false;
    request.id = snmp_new_request_id();
    request.length = snmp_encode_get(request.packet, sizeof request.packet, target->community,
                                     request.id, oid, num_oid);
    if (request.length == 0) {
        snprintf(why, why_size, "The SNMP request cannot be written.");
        return false;
    }
    if (!net_resolve(target->host, target->port, SOCK_DGRAM, &limits, &addresses, why,
                     why_size))
        return false;
    fd = net_open_datagram(&addresses, why, why_size);
    if (fd < 0)
        return false;
    got = ask(fd, &request, deadline, value, &reply, &error);
    close(fd);
    if (!got) {
        snprintf(why, why_size,
                 "%s does not answer to SNMP version 1 with community \"%s\" (%s).",
                 target->host, target->community, net_reason(error));
        return false;
    }
    if (answered)
        *answered = true;
    if (reply != SNMP_REPLY_VALUE)
        snprintf(why, why_size, "%s does not have this SNMP value.", target->host);
    return reply == SNMP_REPLY_VALUE;
}
