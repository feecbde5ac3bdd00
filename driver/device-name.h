/*
 * device-name.h - the names machines give themselves, against those of our rows. For
 * device-id.c.
 * Effects: none.
 * Source: names in ids, in SNMP and in DNS-SD as README.md tells them.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_DEVICE_NAME_H
#define DRIVER_DEVICE_NAME_H

#include <stdbool.h>

/*
 * device_name_rest - what follows the machine's name in text when that names one or more
 * machines of this prefix and no other; else NULL.
 *
 * text     "iR1020/1024/1025 (UFRII LT)", "Canon iR1024 /P", "imageRUNNER 1025iF"; untrusted
 * prefix   of a row: "iR1020/1024/1025", "MF4500 Series"
 * exact    out: the name has no letters behind its number that the row has not
 */
const char *device_name_rest(const char *text, const char *prefix, bool *exact);

/* device_name_has - whether string stands in text; the case of letters does not count. */
bool device_name_has(const char *text, const char *string);

#endif
