/*
 * pin.c - see pin.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pin.h"

#include "value.h"

#include <stdio.h>
#include <string.h>

/* More than a sealed one needs. */
#define MAX_VALUE 128

_Static_assert(MAX_VALUE >= VAULT_SHORT_TEXT, "too short");

bool pin_is(const char *name)
{
    return strcmp(name, "job-account-pin") == 0;
}

bool pin_seal_text(char *text, size_t n)
{
    char sealed[VAULT_TEXT_MAX];

    if (text[0] == '\0' || vault_is_sealed(text))
        return true;
    if (!vault_seal(PIN_PURPOSE, text, sealed, sizeof(sealed)) ||
        (size_t)snprintf(text, n, "%s", sealed) >= n) {
        text[0] = '\0';
        return false;
    }
    return true;
}

bool pin_unseal_text(char *text, size_t n)
{
    char plain[MAX_VALUE];
    bool good;

    if (!vault_is_sealed(text))
        return true;
    good = vault_unseal(PIN_PURPOSE, text, plain, sizeof(plain)) && strlen(plain) < n;
    snprintf(text, n, "%s", good ? plain : "");
    vault_wipe(plain, sizeof(plain));
    return good;
}

bool pin_seal_attribute(ipp_t *attributes, const char *name, bool trusted)
{
    ipp_attribute_t *attr = value_find(attributes, name);
    ipp_tag_t group = attr != NULL ? ippGetGroupTag(attr) : IPP_TAG_ZERO;
    char text[VAULT_TEXT_MAX] = "", given[MAX_VALUE] = "";
    bool good;

    if (attr == NULL || !value_text(attr, given, sizeof(given)) || given[0] == '\0' ||
        (trusted && vault_is_sealed(given)))
        return true;
    good = vault_seal(PIN_PURPOSE, given, text, sizeof(text));
    vault_wipe(given, sizeof(given));
    ippDeleteAttribute(attributes, attr);
    if (good)
        ippAddString(attributes, group, IPP_TAG_TEXT, name, NULL, text);
    return good;
}
