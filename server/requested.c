/*
 * requested.c - see requested.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "requested.h"

#include <string.h>

/* Of the length and what is in the middle: names are alike at both ends. */
uint32_t requested_hash(const char *name)
{
    size_t n = strlen(name);
    uint64_t word = 0;

    if (n >= sizeof(word))
        memcpy(&word, name + (n - sizeof(word)) / 2, sizeof(word));
    else
        memcpy(&word, name, n);
    return (uint32_t)(((word + n) * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
}

static uint64_t bit_of(uint32_t hash)
{
    return UINT64_C(1) << (hash >> 26);
}

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), n_end = strlen(end);

    return n >= n_end && strcmp(name + n - n_end, end) == 0;
}

/* Whether libcups may know it as a name of several attributes. */
static bool is_group(const char *name)
{
    static const char *const ends[] = {"-description", "-template", "-defaults", "-actuals",
                                       "-status"};

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
        if (ends_with(name, ends[i]))
            return true;
    return false;
}

static void add(struct requested *r, const char *name)
{
    r->names[r->n] = name;
    r->hashes[r->n] = requested_hash(name);
    r->bits |= bit_of(r->hashes[r->n]);
    r->n++;
}

bool requested_read(struct requested *r, ipp_attribute_t *attr)
{
    int n = ippGetCount(attr);
    bool plain = n <= REQUESTED_MAX;

    r->all = false;
    r->n = 0;
    r->bits = 0;
    for (int i = 0; i < n; i++) {
        const char *name = ippGetString(attr, i, NULL);

        if (name == NULL)
            continue;
        r->all = r->all || strcmp(name, "all") == 0;
        plain = plain && !is_group(name);
        /* beside "all" it is the one name that counts */
        if (r->n < REQUESTED_MAX && (plain || strcmp(name, REQUESTED_DATABASE) == 0))
            add(r, name);
    }
    return plain || r->all;
}

static bool is_named(const struct requested *r, const char *name)
{
    uint32_t hash = requested_hash(name);

    if ((r->bits & bit_of(hash)) == 0)
        return false;
    for (size_t i = 0; i < r->n; i++)
        if (r->hashes[i] == hash && strcmp(r->names[i], name) == 0)
            return true;
    return false;
}

bool requested_has(const struct requested *r, const char *name)
{
    if (r->all && strcmp(name, REQUESTED_DATABASE) != 0)
        return true;
    return is_named(r, name);
}
