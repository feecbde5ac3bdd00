/*
 * ipp-printer-answer.c - finding and replacing what PAPPL said; see ipp-printer-parts.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-printer-parts.h"

#include <stdint.h>
#include <string.h>

bool answer_wants(const struct answer *a, const char *name)
{
    return a->wanted == NULL || cupsArrayFind(a->wanted, (void *)(uintptr_t)name) != NULL;
}

/* ---- what PAPPL said ---- */

/* FNV-1a */
static size_t slot_of(const char *name)
{
    uint32_t hash = 2166136261u;

    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * 16777619u;
    return hash % ANSWER_SLOTS;
}

void answer_begin(struct answer *a)
{
    size_t n = 0;

    a->wanted = ippCreateRequestedArray(a->request);
    memset(a->said, 0, ANSWER_SLOTS * sizeof(a->said[0]));
    for (ipp_attribute_t *attr = ippFirstAttribute(a->response);
         attr != NULL && n < ANSWER_SLOTS - 1; attr = ippNextAttribute(a->response)) {
        size_t i;

        if (ippGetName(attr) == NULL || ippGetGroupTag(attr) != IPP_TAG_PRINTER)
            continue;
        for (i = slot_of(ippGetName(attr)); a->said[i].used; i = (i + 1) % ANSWER_SLOTS)
            ;
        a->said[i].attr = attr;
        a->said[i].used = true;
        n++;
    }
}

static struct answer_slot *find_slot(const struct answer *a, const char *name)
{
    for (size_t i = slot_of(name); a->said[i].used; i = (i + 1) % ANSWER_SLOTS)
        if (a->said[i].attr != NULL && strcmp(ippGetName(a->said[i].attr), name) == 0)
            return &a->said[i];
    return NULL;
}

ipp_attribute_t *answer_find(const struct answer *a, const char *name)
{
    const struct answer_slot *slot = find_slot(a, name);

    return slot != NULL ? slot->attr : NULL;
}

bool answer_take(const struct answer *a, const char *name)
{
    struct answer_slot *slot = find_slot(a, name);

    if (slot == NULL)
        return false;
    ippDeleteAttribute(a->response, slot->attr);
    slot->attr = NULL; /* the slot stays used: others may lie behind it */
    return true;
}

/* ---- what is said instead ---- */

/* Take out what PAPPL said; whether ours is to be said. */
static bool makes_room(const struct answer *a, const char *name)
{
    (void)answer_take(a, name);
    return answer_wants(a, name);
}

void answer_put_boolean(const struct answer *a, const char *name, bool value)
{
    if (makes_room(a, name))
        ippAddBoolean(a->response, IPP_TAG_PRINTER, name, value);
}

void answer_put_integer(const struct answer *a, const char *name, int value)
{
    answer_put_integers(a, name, 1, &value);
}

void answer_put_integers(const struct answer *a, const char *name, int n, const int values[])
{
    if (makes_room(a, name))
        ippAddIntegers(a->response, IPP_TAG_PRINTER, IPP_TAG_INTEGER, name, n, values);
}

void answer_put_range(const struct answer *a, const char *name, int low, int high)
{
    if (makes_room(a, name))
        ippAddRange(a->response, IPP_TAG_PRINTER, name, low, high);
}

void answer_put_keywords(const struct answer *a, const char *name, int n,
                         const char *const values[])
{
    answer_put_strings(a, IPP_CONST_TAG(IPP_TAG_KEYWORD), name, n, values);
}

void answer_put_strings(const struct answer *a, ipp_tag_t syntax, const char *name, int n,
                        const char *const values[])
{
    if (makes_room(a, name))
        ippAddStrings(a->response, IPP_TAG_PRINTER, syntax, name, n, NULL, values);
}

void answer_put_no_value(const struct answer *a, const char *name)
{
    if (makes_room(a, name))
        ippAddOutOfBand(a->response, IPP_TAG_PRINTER, IPP_TAG_NOVALUE, name);
}
