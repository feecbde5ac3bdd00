/*
 * snmp.h - the answers of an SNMP version 1 agent (RFC 1157) with a small table.
 * Effects: none. SPDX-License-Identifier: Apache-2.0
 */
#ifndef VIRTUAL_PRINTER_SNMP_H
#define VIRTUAL_PRINTER_SNMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SNMP_MAX_OID 32u

enum snmp_type {
    SNMP_INTEGER = 0x02,
    SNMP_STRING = 0x04,
    SNMP_OID = 0x06,
    SNMP_COUNTER = 0x41,
    SNMP_TICKS = 0x43,
};

/* One value the agent knows. */
struct snmp_value {
    const char *oid; /* "1.3.6.1.2.1.1.1.0" */
    enum snmp_type type;
    int32_t number;
    const char *text; /* of a string, or an OID in digits */
    size_t text_size; /* of a string; 0: strlen(text) */
};

/*
 * snmp_answer - the answer to one datagram.
 *
 * values     in the order of their OIDs
 * community  what the question must say
 * answer     at least 2048 bytes
 *
 * Returns its bytes; 0 when there is none: not version 1, another community, or damaged. As
 * version 1 demands, one OID that is not known makes the whole question fail.
 */
size_t snmp_answer(const uint8_t *question, size_t n, const struct snmp_value *values,
                   size_t num_values, const char *community, uint8_t *answer,
                   size_t answer_size);

#endif
