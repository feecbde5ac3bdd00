/*
 * fuzz-snmp.c - any bytes as an SNMP reply.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/snmp.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint32_t oid[] = {1, 3, 6, 1, 2, 1, 1, 1, 0};
    struct snmp_value value;

    if (snmp_decode_reply(data, size, 0x1234, oid, 9, &value) == SNMP_REPLY_VALUE &&
        (value.num_bytes > SNMP_MAX_STRING || value.bytes[value.num_bytes] != '\0' ||
         value.num_oid > SNMP_MAX_OID))
        abort();
    return 0;
}
