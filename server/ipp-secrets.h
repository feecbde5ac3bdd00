/*
 * ipp-secrets.h - PINs and codes in requests: sealed as soon as a request has been read.
 *
 * PAPPL writes all attributes of a request to the log when that is a detailed one, before
 * anybody else sees them. So a PIN is replaced by its sealed form (pin.h), the code of a job by
 * that of its SHA-256.
 * Effects: none but those of the vault.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_SECRETS_H
#define SERVER_IPP_SECRETS_H

#include "release-code.h"

#include <cups/ipp.h>

/* Text of the attribute account-pin, see ipp-accounts.h; sealed for this. */
#define SECRET_ACCOUNT_PIN "account-pin"

/* ipp_seal_secrets - of a request. What cannot be sealed becomes what cannot be unsealed. */
void ipp_seal_secrets(ipp_t *request);

enum secret_code {
    SECRET_NONE,  /* there is no code in the request */
    SECRET_CODE,  /* there is */
    SECRET_WRONG, /* what is there is none: too short or long, or of a way we do not know */
};

/* ipp_read_code - the code of a request that was sealed. */
enum secret_code ipp_read_code(ipp_t *request, struct release_code *code);

/* ipp_read_account_pin - of such a request. False: it cannot be told. "" without. */
bool ipp_read_account_pin(ipp_t *request, char *pin, size_t n);

#endif
