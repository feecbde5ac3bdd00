/*
 * compat-requested.c - a client that asks for all attributes gets all of them.
 *
 * Clients of CUPS ask for "all" together with "media-col-database". libcups 2 turns "all"
 * beside another name into its own list of registered attributes, so the printer's own options
 * (toner save, halftone, ...) are left out of the answer, and no client offers them. Instead,
 * PAPPL gets an array in which every name is found: it only ever looks names up. A group of
 * attributes (job-template, printer-description) is a list of libcups' as well: the options of
 * our own, and the names in other languages for them, are added to it. Effects: as
 * ippCreateRequestedArray.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"
#include "printer.h"
#include "requested.h"

#include <cups/array.h>
#include <cups/ipp.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

typedef cups_array_t *(*requested_fn)(ipp_t *);

/* Every name equals the array's one element; the large database only if it was asked for. */
static int is_requested(void *name, void *element, void *with_database)
{
    (void)element;
    return with_database == NULL && strcmp(name, REQUESTED_DATABASE) == 0 ? 1 : 0;
}

static cups_array_t *everything(bool with_database)
{
    static char element[] = "all";
    cups_array_t *array = cupsArrayNew(is_requested, with_database ? (void *)element : NULL);

    cupsArrayAdd(array, element);
    return array;
}

/* ---- groups ---- */

enum { GROUP_ALL = 1, GROUP_DATABASE = 2, GROUP_JOB = 4, GROUP_PRINTER = 8 };

/* Which of these were named. One walk: libcups' search takes one for each. */
static unsigned groups_of(ipp_attribute_t *requested)
{
    static const struct {
        const char *name;
        unsigned group;
    } known[] = {
        {"all",                 GROUP_ALL     },
        {REQUESTED_DATABASE,    GROUP_DATABASE},
        {"job-template",        GROUP_JOB     },
        {"printer-description", GROUP_PRINTER }
    };
    unsigned groups = 0;

    for (int i = 0, n = ippGetCount(requested); i < n; i++) {
        const char *name = ippGetString(requested, i, NULL);

        for (size_t j = 0; name != NULL && j < sizeof(known) / sizeof(known[0]); j++)
            if (name[0] == known[j].name[0] && strcmp(name, known[j].name) == 0)
                groups |= known[j].group;
    }
    return groups;
}

#define MAX_NAMES 128

/* "toner-save" (of a job), "toner-save-supported", "toner-save-default"; "" behind the last. */
static char job_names[MAX_NAMES][64], printer_names[MAX_NAMES][64];

static void list_names(char names[MAX_NAMES][64], const char *const options[])
{
    size_t n = 0;

    for (size_t i = 0; options[i] != NULL && n + 3 < MAX_NAMES; i++) {
        snprintf(names[n++], sizeof(names[0]), "%s", options[i]);
        snprintf(names[n++], sizeof(names[0]), "%s-supported", options[i]);
        snprintf(names[n++], sizeof(names[0]), "%s-default", options[i]);
    }
}

static void list_all(void)
{
    list_names(job_names, printer_vendor_options);
    list_names(printer_names, printer_queue_options);
}

static void add_name(cups_array_t *wanted, const char *name)
{
    if (cupsArrayFind(wanted, (void *)(uintptr_t)name) == NULL)
        cupsArrayAdd(wanted, (void *)(uintptr_t)name);
}

static void add_groups(cups_array_t *wanted, unsigned groups)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, list_all);
    if ((groups & GROUP_JOB) != 0)
        for (size_t i = 0; i < MAX_NAMES && job_names[i][0] != '\0'; i++)
            add_name(wanted, job_names[i]);
    if ((groups & GROUP_PRINTER) == 0)
        return;
    for (size_t i = 0; i < MAX_NAMES && printer_names[i][0] != '\0'; i++)
        add_name(wanted, printer_names[i]);
    add_name(wanted, "printer-strings-uri");
    add_name(wanted, "printer-strings-languages-supported");
}

cups_array_t *ippCreateRequestedArray(ipp_t *request)
{
    static _Atomic(compat_fn) known;
    requested_fn next = (requested_fn)compat_cached(&known, "ippCreateRequestedArray");
    ipp_attribute_t *requested =
        ippFindAttribute(request, "requested-attributes", IPP_TAG_KEYWORD);
    unsigned groups = requested != NULL ? groups_of(requested) : 0;
    cups_array_t *wanted;

    if ((groups & GROUP_ALL) != 0 && ippGetCount(requested) > 1)
        return everything((groups & GROUP_DATABASE) != 0);
    wanted = next != NULL ? next(request) : NULL;
    if (wanted != NULL && (groups & (GROUP_JOB | GROUP_PRINTER)) != 0)
        add_groups(wanted, groups);
    return wanted;
}
