/*
 * compat-requested.c - a client that asks for all attributes gets all of them.
 *
 * Clients of CUPS ask for "all" together with "media-col-database". libcups 2 turns "all"
 * beside another name into its own list of registered attributes, so the printer's own options
 * (toner save, halftone, ...) are left out of the answer, and no client offers them. Instead,
 * PAPPL gets an array in which every name is found: it only ever looks names up. Effects: as
 * ippCreateRequestedArray.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"

#include <cups/array.h>
#include <cups/ipp.h>
#include <string.h>

typedef cups_array_t *(*requested_fn)(ipp_t *);

#define DATABASE "media-col-database"

/* Every name equals the array's one element; the large database only if it was asked for. */
static int is_requested(void *name, void *element, void *with_database)
{
    (void)element;
    return with_database == NULL && strcmp(name, DATABASE) == 0 ? 1 : 0;
}

static cups_array_t *everything(bool with_database)
{
    static char element[] = "all";
    cups_array_t *array = cupsArrayNew(is_requested, with_database ? (void *)element : NULL);

    cupsArrayAdd(array, element);
    return array;
}

cups_array_t *ippCreateRequestedArray(ipp_t *request)
{
    static _Atomic(compat_fn) known;
    requested_fn next = (requested_fn)compat_cached(&known, "ippCreateRequestedArray");
    ipp_attribute_t *requested =
        ippFindAttribute(request, "requested-attributes", IPP_TAG_KEYWORD);

    if (requested != NULL && ippGetCount(requested) > 1 && ippContainsString(requested, "all"))
        return everything(ippContainsString(requested, DATABASE) != 0);
    return next != NULL ? next(request) : NULL;
}
