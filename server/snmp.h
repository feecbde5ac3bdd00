/*
 * snmp.h - ask a machine one value over SNMP version 1.
 * Effects: snmp_get sends and receives UDP packets; the rest has none.
 * Source: RFC 1157 (messages), ITU-T X.690 clause 8 (BER).
 *
 * Our own and not a library: GET with one object is all these machines are asked (they keep
 * silent to version 2c, and one missing object fails a whole version 1 request), and net-snmp
 * would add megabytes to a server that is to stay below 16 MiB.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SNMP_H
#define SERVER_SNMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SNMP_MAX_OID    32   /* numbers in an object's name */
#define SNMP_MAX_STRING 1024 /* bytes of a value we keep; more are cut off */
#define SNMP_MAX_PACKET 2048 /* bytes of a reply we read */

enum snmp_type {
    SNMP_NULL = 0x05,
    SNMP_INTEGER = 0x02,
    SNMP_STRING = 0x04,
    SNMP_OID = 0x06,
    SNMP_ADDRESS = 0x40,
    SNMP_COUNTER = 0x41,
    SNMP_GAUGE = 0x42,
    SNMP_TICKS = 0x43,
    SNMP_OPAQUE = 0x44,
};

struct snmp_value {
    enum snmp_type type;
    int64_t number;                  /* INTEGER, COUNTER, GAUGE, TICKS */
    char bytes[SNMP_MAX_STRING + 1]; /* STRING, ADDRESS, OPAQUE: as they came, and a NUL */
    size_t num_bytes;
    uint32_t oid[SNMP_MAX_OID]; /* OID */
    size_t num_oid;
};

/*
 * snmp_encode_get - a GetRequest for one object.
 *
 * out   size bytes; 128 + the community's length are enough
 * oid   2 .. SNMP_MAX_OID numbers, the first below 3 and the second below 40
 *
 * The packet's length; 0 when it does not fit or the object's name is not one.
 */
size_t snmp_encode_get(uint8_t *out, size_t size, const char *community, int32_t request_id,
                       const uint32_t *oid, size_t num_oid);

/* snmp_new_request_id - another number for each request. */
int32_t snmp_new_request_id(void);

/* How a reply is to be taken. */
enum snmp_reply {
    SNMP_REPLY_VALUE,
    SNMP_REPLY_NO_SUCH, /* answered, but it does not have this object */
    SNMP_REPLY_OTHER,   /* another request's reply, or no message of version 1: wait on */
    SNMP_REPLY_BAD,     /* breaks the format */
};

/* snmp_decode_reply - n untrusted bytes; value is filled for SNMP_REPLY_VALUE only. */
enum snmp_reply snmp_decode_reply(const uint8_t *bytes, size_t n, int32_t request_id,
                                  const uint32_t *oid, size_t num_oid,
                                  struct snmp_value *value);

/* Where to ask and for how long. */
struct snmp_target {
    const char *host; /* name or numeric address */
    uint16_t port;    /* 161 */
    const char *community;
    bool (*canceled)(void *ctx); /* may be NULL; asked each 100 ms */
    void *ctx;
};

/*
 * snmp_get - ask for one object; asks again each second.
 *
 * Ends after timeout_ms at the latest. False and a sentence in why: *answered, may be NULL,
 * tells whether the machine spoke at all (it may just not have the object).
 */
bool snmp_get(const struct snmp_target *target, const uint32_t *oid, size_t num_oid,
              unsigned timeout_ms, struct snmp_value *value, bool *answered, char *why,
              size_t why_size);

#endif
