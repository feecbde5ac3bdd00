/*
 * test-snmp.c - requests byte for byte, replies good, damaged and lying.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/snmp.h"
#include "tests/unit/tap.h"

#include <string.h>

static const uint32_t sys_descr[] = {1, 3, 6, 1, 2, 1, 1, 1, 0};
#define OID       sys_descr, sizeof sys_descr / sizeof sys_descr[0]
#define OID_BYTES 0x06, 0x08, 0x2B, 6, 1, 2, 1, 1, 1, 0

/* A reply to request 0x1234 by hand: the value's type and length are to be put in. */
#define REPLY(version, pdu, id, status, value_length, ...)                                     \
    {                                                                                          \
        0x30, 37 + (value_length), 2, 1, version, 4, 6, 'p', 'u', 'b', 'l', 'i', 'c', pdu,     \
            24 + (value_length), 2, 2, 0x12, id, 2, 1, status, 2, 1, 0, 0x30,                  \
            14 + (value_length)-2, 0x30, 12 + (value_length)-2, OID_BYTES, __VA_ARGS__         \
    }

static struct snmp_value value;

static enum snmp_reply decode(const uint8_t *bytes, size_t n)
{
    return snmp_decode_reply(bytes, n, 0x1234, OID, &value);
}

static void test_request(void)
{
    static const uint8_t expected[] = {
        0x30, 41,   2,    1,    0,    4,    6, 'p', 'u', 'b', 'l', 'i', 'c',  0xA0, 28,
        2,    4,    0x12, 0x34, 0x56, 0x78, 2, 1,   0,   2,   1,   0,   0x30, 14,   0x30,
        12,   0x06, 0x08, 0x2B, 6,    1,    2, 1,   1,   1,   0,   5,   0};
    static const uint32_t canon[] = {1, 3, 6, 1, 4, 1, 1602, 4294967295u};
    static const uint8_t canon_bytes[] = {0x06, 12,   0x2B, 6,    1,    4,    1,
                                          0x8C, 0x42, 0x8F, 0xFF, 0xFF, 0xFF, 0x7F};
    static const uint32_t wrong[] = {1, 40, 3};
    uint8_t out[400], exact[sizeof expected];
    char community[201];
    size_t n = snmp_encode_get(out, sizeof out, "public", 0x12345678, OID);

    ok(n == sizeof expected && memcmp(out, expected, n) == 0,
       "A GetRequest is the bytes of RFC 1157");
    ok(snmp_encode_get(exact, sizeof exact, "public", 0x12345678, OID) == sizeof exact,
       "It may fill its buffer to the last byte");
    ok(snmp_encode_get(exact, sizeof exact - 1, "public", 0x12345678, OID) == 0,
       "It is not written where it does not fit");
    n = snmp_encode_get(out, sizeof out, "public", 1, canon, 8);
    ok(n > sizeof canon_bytes + 2 &&
           memcmp(out + n - 2 - sizeof canon_bytes, canon_bytes, sizeof canon_bytes) == 0,
       "Large numbers of an object's name take several bytes");
    memset(community, 'c', 200);
    community[200] = '\0';
    n = snmp_encode_get(out, sizeof out, community, 1, OID);
    ok(n > 200 && out[0] == 0x30 && out[1] == 0x81 && (size_t)out[2] + 3 == n,
       "A long packet has its length in the long form");
    ok(snmp_encode_get(out, sizeof out, "public", 1, wrong, 3) == 0 &&
           snmp_encode_get(out, sizeof out, "public", 1, OID - 8) == 0,
       "What is no object's name is refused");
}

static void test_values(void)
{
    static const uint8_t string[] = REPLY(0, 0xA2, 0x34, 0, 4, 4, 2, 'i', 'R');
    static const uint8_t minus[] = REPLY(0, 0xA2, 0x34, 0, 3, 2, 1, 0xFD);
    static const uint8_t counter[] =
        REPLY(0, 0xA2, 0x34, 0, 7, 0x41, 5, 0, 0xFF, 0xFF, 0xFF, 0xFE);
    static const uint8_t gauge[] = REPLY(0, 0xA2, 0x34, 0, 6, 0x42, 4, 0xFF, 0xFF, 0xFF, 0xFF);
    static const uint8_t null[] = REPLY(0, 0xA2, 0x34, 0, 2, 5, 0);
    static const uint8_t oid[] = REPLY(0, 0xA2, 0x34, 0, 6, 6, 4, 0x2B, 6, 0x8C, 0x42);

    ok(decode(string, sizeof string) == SNMP_REPLY_VALUE && value.type == SNMP_STRING &&
           value.num_bytes == 2 && !strcmp(value.bytes, "iR"),
       "A string is read");
    ok(decode(minus, sizeof minus) == SNMP_REPLY_VALUE && value.number == -3,
       "A negative number is read: toner \"some left\" is -3");
    ok(decode(counter, sizeof counter) == SNMP_REPLY_VALUE && value.number == 4294967294,
       "A counter is not negative");
    ok(decode(gauge, sizeof gauge) == SNMP_REPLY_VALUE && value.number == 4294967295,
       "Nor is a gauge whose leading byte was forgotten");
    ok(decode(null, sizeof null) == SNMP_REPLY_VALUE && value.type == SNMP_NULL,
       "No value is a value");
    ok(decode(oid, sizeof oid) == SNMP_REPLY_VALUE && value.num_oid == 4 &&
           value.oid[3] == 1602,
       "An object's name is read");
}

static void test_others(void)
{
    static const uint8_t no_such[] = REPLY(0, 0xA2, 0x34, 2, 2, 5, 0);
    static const uint8_t other_id[] = REPLY(0, 0xA2, 0x35, 0, 4, 4, 2, 'i', 'R');
    static const uint8_t version_2[] = REPLY(1, 0xA2, 0x34, 0, 4, 4, 2, 'i', 'R');
    static const uint8_t request[] = REPLY(0, 0xA0, 0x34, 0, 4, 4, 2, 'i', 'R');
    static const uint8_t no_object[] = REPLY(0, 0xA2, 0x34, 0, 2, 0x80, 0);
    uint8_t changed[] = REPLY(0, 0xA2, 0x34, 0, 4, 4, 2, 'i', 'R');

    ok(decode(no_such, sizeof no_such) == SNMP_REPLY_NO_SUCH,
       "noSuchName is an answer without a value");
    ok(decode(no_object, sizeof no_object) == SNMP_REPLY_NO_SUCH, "So is noSuchObject");
    ok(decode(other_id, sizeof other_id) == SNMP_REPLY_OTHER,
       "The answer to another request is not ours");
    ok(decode(version_2, sizeof version_2) == SNMP_REPLY_OTHER, "Another version is not ours");
    ok(decode(request, sizeof request) == SNMP_REPLY_OTHER, "A request is no answer");
    changed[sizeof changed - 5] = 9;
    ok(decode(changed, sizeof changed) == SNMP_REPLY_OTHER,
       "Another object's value is not ours");
}

static void test_damage(void)
{
    static const uint8_t good[] = REPLY(0, 0xA2, 0x34, 0, 4, 4, 2, 'i', 'R');
    static const uint8_t long_number[] = REPLY(0, 0xA2, 0x34, 0, 7, 2, 5, 1, 2, 3, 4, 5);
    static const uint8_t empty_number[] = REPLY(0, 0xA2, 0x34, 0, 2, 2, 0);
    static const uint8_t cut_oid[] = REPLY(0, 0xA2, 0x34, 0, 4, 6, 2, 0x2B, 0x86);
    static const uint8_t indefinite[] = {0x30, 0x80, 2, 1, 0, 0, 0};
    size_t n, cut = 0;
    uint8_t longer[sizeof good];

    for (n = 0; n < sizeof good; n++)
        cut += decode(good, n) == SNMP_REPLY_BAD;
    ok(cut == sizeof good, "A reply cut off anywhere is bad");
    ok(decode(long_number, sizeof long_number) == SNMP_REPLY_BAD &&
           decode(empty_number, sizeof empty_number) == SNMP_REPLY_BAD,
       "Numbers of 0 or 5 significant bytes are bad");
    ok(decode(cut_oid, sizeof cut_oid) == SNMP_REPLY_BAD,
       "An object's name that ends in the middle of a number is bad");
    ok(decode(indefinite, sizeof indefinite) == SNMP_REPLY_BAD, "Indefinite lengths are bad");
    memcpy(longer, good, sizeof good);
    longer[sizeof good - 3] = 3; /* the string's length */
    ok(decode(longer, sizeof longer) == SNMP_REPLY_BAD,
       "A string longer than what holds it is bad");
}

int main(void)
{
    test_request();
    test_values();
    test_others();
    test_damage();
    return tap_done();
}
