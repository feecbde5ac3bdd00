/*
 * pin.h - the PIN of a department as it is kept among a job's attributes and a queue's
 * settings: sealed (vault.h). What a client sends is sealed before it is kept anywhere, and
 * unsealed where a job's options are read. Effects: none but those of the vault.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_PIN_H
#define SERVER_PIN_H

#include "vault.h"

#include <cups/ipp.h>

/* What a PIN is sealed for, see vault.h. */
#define PIN_PURPOSE "PIN of a department"

/* pin_is - whether an option's name is that of the PIN. */
bool pin_is(const char *name);

/* pin_seal_text - in place; one that is sealed or "" stays. False, and it is "": there is no
 * key. n: at least VAULT_SHORT_TEXT. */
bool pin_seal_text(char *text, size_t n);

/* pin_unseal_text - in place; one that is not sealed stays, an older version kept it so. False,
 * and it is "": the key it was sealed with is lost. */
bool pin_unseal_text(char *text, size_t n);

/*
 * pin_seal_attribute - the value of an attribute of this name, if there is one.
 *
 * trusted   it may be sealed already; what a client sent is sealed whatever it looks like
 *
 * False: there is no key, and the attribute is taken out.
 */
bool pin_seal_attribute(ipp_t *attributes, const char *name, bool trusted);

/* What a job says that cannot have its PIN. */
#define PIN_LOST_SENTENCE                                                                      \
    "The PIN of the department cannot be read any more: the key of this computer was lost. "   \
    "Set it again, and send the job again."

#endif
