/*
 * ipp-printer-answer.c - finding and replacing what PAPPL said; see ipp-printer-parts.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-printer-parts.h"

#include <stdatomic.h>
#include <string.h>

/* ---- what was asked for ---- */

static void read_wanted(struct answer *a)
{
    ipp_attribute_t *attr =
        ippFindAttribute(a->request, "requested-attributes", IPP_TAG_KEYWORD);

    a->groups = NULL;
    a->wants_all = false;
    if (attr == NULL || !requested_read(a->wanted, attr)) {
        a->groups = ippCreateRequestedArray(a->request);
        a->wants_all = a->groups == NULL;
    }
}

static bool wants_everything(const struct answer *a)
{
    return a->wants_all || (a->groups == NULL && a->wanted->all);
}

bool answer_wants(const struct answer *a, const char *name)
{
    return a->wants_all ||
           (a->groups != NULL ? cupsArrayFind(a->groups, (void *)(uintptr_t)name) != NULL
                              : requested_has(a->wanted, name));
}

bool answer_wants_any(const struct answer *a, size_t n, const char *const names[])
{
    for (size_t i = 0; i < n; i++)
        if (answer_wants(a, names[i]))
            return true;
    return false;
}

/* ---- what PAPPL said ---- */

void answer_begin(struct answer *a)
{
    size_t n = 0;

    read_wanted(a);
    memset(a->said, 0, ANSWER_SLOTS * sizeof(a->said[0]));
    for (ipp_attribute_t *attr = ippFirstAttribute(a->response);
         attr != NULL && n < ANSWER_SLOTS - 1; attr = ippNextAttribute(a->response)) {
        const char *name = ippGetName(attr);
        uint32_t hash;
        size_t i;

        if (name == NULL || ippGetGroupTag(attr) != IPP_TAG_PRINTER)
            continue;
        hash = requested_hash(name);
        for (i = hash % ANSWER_SLOTS; a->said[i].used; i = (i + 1) % ANSWER_SLOTS)
            ;
        a->said[i] = (struct answer_slot){.attr = attr, .hash = hash, .used = true};
        n++;
    }
}

void answer_end(struct answer *a)
{
    cupsArrayDelete(a->groups);
}

static struct answer_slot *find_slot(const struct answer *a, const char *name)
{
    uint32_t hash = requested_hash(name);

    for (size_t i = hash % ANSWER_SLOTS; a->said[i].used; i = (i + 1) % ANSWER_SLOTS)
        if (a->said[i].hash == hash && a->said[i].attr != NULL &&
            strcmp(ippGetName(a->said[i].attr), name) == 0)
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

void answer_keep_words(const struct answer *a)
{
    static _Atomic(ipp_t *) kept;
    ipp_t *nothing = NULL, *words;

    if (atomic_load(&kept) != NULL || !wants_everything(a) || (words = ippNew()) == NULL)
        return;
    if (!ippCopyAttributes(words, a->response, 0, NULL, NULL) ||
        !atomic_compare_exchange_strong(&kept, &nothing, words))
        ippDelete(words);
}

/* ---- what is said instead ---- */

/* Take out what PAPPL said; whether ours is to be said. */
static bool makes_room(const struct answer *a, const char *name)
{
    if (!answer_wants(a, name))
        return false;
    (void)answer_take(a, name);
    return true;
}

/* Change what PAPPL said where it has the same form: cheaper than another one. False where
 * there is none such. */
static bool change_number(const struct answer *a, const char *name, ipp_tag_t syntax, int value)
{
    struct answer_slot *slot = find_slot(a, name);

    if (slot == NULL || ippGetValueTag(slot->attr) != syntax || ippGetCount(slot->attr) != 1)
        return false;
    return syntax == IPP_TAG_BOOLEAN ? ippSetBoolean(a->response, &slot->attr, 0, value) != 0
                                     : ippSetInteger(a->response, &slot->attr, 0, value) != 0;
}

void answer_put_boolean(const struct answer *a, const char *name, bool value)
{
    if (!change_number(a, name, IPP_TAG_BOOLEAN, value) && makes_room(a, name))
        ippAddBoolean(a->response, IPP_TAG_PRINTER, name, value);
}

void answer_put_integer(const struct answer *a, const char *name, int value)
{
    if (!change_number(a, name, IPP_TAG_INTEGER, value))
        answer_put_integers(a, name, 1, &value);
}

void answer_put_enum(const struct answer *a, const char *name, int value)
{
    if (!change_number(a, name, IPP_TAG_ENUM, value) && makes_room(a, name))
        ippAddInteger(a->response, IPP_TAG_PRINTER, IPP_TAG_ENUM, name, value);
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
