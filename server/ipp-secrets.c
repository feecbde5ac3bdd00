/*
 * ipp-secrets.c - see ipp-secrets.h.
 * Source: PWG 5100.11 (job-password).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-secrets.h"

#include "pin.h"
#include "value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CODE            "job-password"
#define CODE_PURPOSE    "code in a request"
#define ACCOUNT_PURPOSE "PIN in a request"

#define HEX (2 * sizeof(((struct release_code *)NULL)->digest) + 1)

/* ---- in ---- */

/* The octets of a code, however a client sends them. */
static const void *octets_of(ipp_attribute_t *attr, char *text, size_t size, size_t *n)
{
    if (ippGetCount(attr) == 1 && ippGetValueTag(attr) == IPP_TAG_STRING) {
        int length = 0;
        const void *bytes = ippGetOctetString(attr, 0, &length);

        *n = length > 0 ? (size_t)length : 0;
        return bytes;
    }
    *n = value_text(attr, text, size) ? strlen(text) : 0;
    return text;
}

static const char *encryption_of(ipp_t *request)
{
    const char *word = value_word(value_find(request, "job-password-encryption"));

    return word != NULL ? word : "none";
}

static void seal_code(ipp_t *request, ipp_attribute_t *attr, char *sealed, size_t size)
{
    char text[128] = "", hex[HEX];
    struct release_code code;
    size_t n = 0;
    const void *bytes = octets_of(attr, text, sizeof(text), &n);

    if (bytes != NULL && code_from_bytes(encryption_of(request), bytes, n, &code)) {
        for (size_t i = 0; i < sizeof(code.digest); i++)
            snprintf(hex + 2 * i, 3, "%02x", code.digest[i]);
        (void)vault_seal(CODE_PURPOSE, hex, sealed, size);
        vault_wipe(hex, sizeof(hex));
    }
    vault_wipe(&code, sizeof(code));
    vault_wipe(text, sizeof(text));
}

static void seal_text(ipp_attribute_t *attr, const char *purpose, char *sealed, size_t size)
{
    char text[128] = "";

    if (value_text(attr, text, sizeof(text)) && text[0] != '\0' &&
        !vault_seal(purpose, text, sealed, size))
        snprintf(sealed, size, "%s", VAULT_LOST);
    vault_wipe(text, sizeof(text));
}

static bool is_secret(ipp_attribute_t *attr)
{
    const char *name = ippGetName(attr);

    return name != NULL &&
           (strcmp(name, CODE) == 0 || pin_is(name) || strcmp(name, SECRET_ACCOUNT_PIN) == 0);
}

static bool is_string(ipp_attribute_t *attr)
{
    switch ((int)ippGetValueTag(attr)) {
    case IPP_TAG_TEXT:
    case IPP_TAG_TEXTLANG:
    case IPP_TAG_NAME:
    case IPP_TAG_NAMELANG:
    case IPP_TAG_KEYWORD:
        return true;
    default:
        return false;
    }
}

/* What stands in place of a secret, VAULT_TEXT_MAX bytes; "": nothing that can be used. */
static void seal_value(ipp_t *request, ipp_attribute_t *attr, char *sealed)
{
    sealed[0] = '\0';
    if (strcmp(ippGetName(attr), CODE) == 0)
        seal_code(request, attr, sealed, VAULT_TEXT_MAX);
    else
        seal_text(attr, pin_is(ippGetName(attr)) ? PIN_PURPOSE : ACCOUNT_PURPOSE, sealed,
                  VAULT_TEXT_MAX);
}

/* In its place among the others: their order is the standard's. */
static void seal_strings(ipp_t *request)
{
    for (ipp_attribute_t *attr = ippFirstAttribute(request); attr != NULL;
         attr = ippNextAttribute(request)) {
        bool octets = ippGetValueTag(attr) == IPP_TAG_STRING;
        char sealed[VAULT_TEXT_MAX];

        if (!is_secret(attr) || (!octets && !is_string(attr)))
            continue;
        seal_value(request, attr, sealed);
        if (ippGetCount(attr) > 1)
            (void)ippDeleteValues(request, &attr, 1, ippGetCount(attr) - 1);
        if (octets)
            (void)ippSetOctetString(request, &attr, 0, sealed, (int)strlen(sealed));
        else
            (void)ippSetString(request, &attr, 0, sealed);
    }
}

/* One whose value is no string, such as a number; NULL: none. */
static ipp_attribute_t *find_other(ipp_t *request)
{
    ipp_attribute_t *attr = ippFirstAttribute(request);

    while (attr != NULL &&
           (!is_secret(attr) || is_string(attr) || ippGetValueTag(attr) == IPP_TAG_STRING))
        attr = ippNextAttribute(request);
    return attr;
}

/* A number cannot become a text where it is: it goes to the end, among a job's attributes. Of
 * several the last one counts. */
static void seal_others(ipp_t *request)
{
    char name[64] = "", sealed[VAULT_TEXT_MAX] = "";
    ipp_attribute_t *attr;

    while ((attr = find_other(request)) != NULL) {
        snprintf(name, sizeof(name), "%s", ippGetName(attr));
        seal_value(request, attr, sealed);
        ippDeleteAttribute(request, attr);
    }
    if (name[0] != '\0')
        ippAddString(request, IPP_TAG_JOB, IPP_TAG_TEXT, name, NULL, sealed);
}

void ipp_seal_secrets(ipp_t *request)
{
    seal_strings(request);
    seal_others(request);
}

/* ---- out ---- */

/* The sealed text of an attribute; "": there is none. False: it is not there. */
static bool read_sealed(ipp_t *request, const char *name, char *sealed, size_t size)
{
    ipp_attribute_t *attr = ippFindAttribute(request, name, IPP_TAG_ZERO);
    int length = 0;
    const void *bytes;

    sealed[0] = '\0';
    if (attr == NULL)
        return false;
    if (ippGetValueTag(attr) != IPP_TAG_STRING) {
        (void)value_text(attr, sealed, size);
        return true;
    }
    bytes = ippGetOctetString(attr, 0, &length);
    if (bytes != NULL && length > 0 && (size_t)length < size) {
        memcpy(sealed, bytes, (size_t)length);
        sealed[length] = '\0';
    }
    return true;
}

enum secret_code ipp_read_code(ipp_t *request, struct release_code *code)
{
    char sealed[VAULT_TEXT_MAX], hex[HEX] = "";
    bool good;

    if (!read_sealed(request, CODE, sealed, sizeof(sealed)))
        return SECRET_NONE;
    good = vault_unseal(CODE_PURPOSE, sealed, hex, sizeof(hex)) && strlen(hex) == HEX - 1;
    for (size_t i = 0; good && i < sizeof(code->digest); i++) {
        char digits[3] = {hex[2 * i], hex[2 * i + 1], '\0'};

        code->digest[i] = (uint8_t)strtoul(digits, NULL, 16);
    }
    vault_wipe(hex, sizeof(hex));
    return good ? SECRET_CODE : SECRET_WRONG;
}

bool ipp_read_account_pin(ipp_t *request, char *pin, size_t n)
{
    char sealed[VAULT_TEXT_MAX];

    pin[0] = '\0';
    return !read_sealed(request, SECRET_ACCOUNT_PIN, sealed, sizeof(sealed)) ||
           vault_unseal(ACCOUNT_PURPOSE, sealed, pin, n);
}
