/*
 * device-id.h - IEEE-1284 device ids: parse, match, score.
 * Effects: none.
 * Source: IEEE Std 1284-2000 clause 7.6; README.md names what is known of these machines' ids.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_DEVICE_ID_H
#define DRIVER_DEVICE_ID_H

#include "models.h"

/*
 * device_id_get - the value of a key ("MFG" also finds "MANUFACTURER", "MDL" "MODEL", "CMD"
 * "COMMAND SET", "SN" "SERN" and "SERIALNUMBER", "CLS" "CLASS", "DES" "DESCRIPTION"; case does
 * not count).
 *
 * id     n bytes of an id without its two length bytes; untrusted
 * value  out: at most value_size - 1 bytes and a NUL; control characters become spaces
 *
 * False and "" when the key is not there.
 */
bool device_id_get(const char *id, size_t n, const char *key, char *value, size_t value_size);

/*
 * device_id_score - how well a machine with this id takes jobs of this model.
 *
 * 0: not at all (another machine, or its fax interface). Greater is better.
 */
unsigned device_id_score(const struct model *model, const char *id, size_t n);

/* device_id_match - the best model for an id; NULL when every score is 0. */
const struct model *device_id_match(const char *id, size_t n);

/*
 * device_name_match - the best model for a bare product name as SNMP ("Canon iR1024 /P"), PJL
 * ("iR1020/1024/1025") or DNS-SD give it; NULL when none fits.
 */
const struct model *device_name_match(const char *name);

#endif
