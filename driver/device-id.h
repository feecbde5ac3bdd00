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
 * 0: not at all (another machine, its fax interface, a language it does not name). Greater is
 * better: a language in brackets behind MDL, then one of CMD, then a bare name, which has UFR
 * II LT; of several languages PCL 6, then PCL 5e, then UFR II LT. A machine that is none of
 * ours has a score for a generic row if it names the language. No two rows have one score for
 * an id.
 */
unsigned device_id_score(const struct model *model, const char *id, size_t n);

/* device_id_match - the best model for an id; NULL when every score is 0. */
const struct model *device_id_match(const char *id, size_t n);

/* device_id_languages - the languages an id names in CMD and CID, see device-language.h. */
unsigned device_id_languages(const char *id, size_t n);

/* device_id_is_fax - whether it is the id of a fax interface: those answer as printers do, and
 * swallow jobs. */
bool device_id_is_fax(const char *id, size_t n);

/*
 * device_said_match - the best model for a machine that is known by its name and by the
 * languages it names elsewhere (SNMP, DNS-SD), 0 where it names none.
 *
 * name   as SNMP ("Canon iR1024 /P"), PJL ("iR1020/1024/1025") or DNS-SD give it
 *
 * A machine that is none of ours gets a generic row where it names the language. NULL when
 * nothing fits.
 */
const struct model *device_said_match(const char *name, unsigned languages);

/* device_name_match - the same by the name alone: never a generic row. */
const struct model *device_name_match(const char *name);

/* device_group_fits - whether a row is for machines of this name, in whatever language. */
bool device_group_fits(const struct model *model, const char *name);

#endif
