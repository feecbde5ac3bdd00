/*
 * ipp-requests.h - a queue without a machine, and requests with any attribute, for tests.
 * Effects: a folder in /tmp, for as long as the queue is there.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_IPP_REQUESTS_H
#define UNIT_IPP_REQUESTS_H

#include "server/printer.h"

#include <cups/cups.h>
#include <pappl/pappl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static pappl_system_t *test_system;
static pappl_printer_t *printer;

/* 2024-07-03, a Wednesday, 10:00 UTC */
#define NOW ((time_t)1720000800)

/* ---- the queue ---- */

static char test_folder[] = "/tmp/test-requests.XXXXXX";

static inline bool make_queue(void)
{
    int n;
    pappl_pr_driver_t *drivers = printer_drivers(&n);

    if (mkdtemp(test_folder) == NULL)
        return false;
    test_system = papplSystemCreate(PAPPL_SOPTIONS_MULTI_QUEUE, "Test", 0, NULL, test_folder,
                                    "/dev/null", PAPPL_LOGLEVEL_FATAL, NULL, false);
    if (test_system == NULL)
        return false;
    papplSystemSetPrinterDrivers(test_system, n, drivers, NULL, NULL, printer_driver_cb, NULL);
    printer = papplPrinterCreate(test_system, 0, "office", "canon_ir1020_ufr2lt", NULL,
                                 "socket://127.0.0.1:9");
    return printer != NULL;
}

static inline void remove_queue(void)
{
    papplSystemDelete(test_system);
    rmdir(test_folder);
}

/* ---- attributes ---- */

/* One attribute with up to two values. */
struct value { /* NOLINT(clang-analyzer-optin.performance.Padding): tables read in this order */
    const char *name;
    ipp_tag_t syntax;
    const char *text;
    int number, other; /* integer, enum, boolean; range; x and y of a resolution */
    int count;         /* 0: one value */
};

static inline const ipp_uchar_t *date_of(const char *bytes)
{
    static ipp_uchar_t date[11];

    memset(date, 0, sizeof(date));
    for (size_t i = 0; i < sizeof(date); i++) {
        char digits[3] = {bytes[2 * i], bytes[2 * i + 1], '\0'};

        date[i] = (ipp_uchar_t)strtoul(digits, NULL, 16);
    }
    return date;
}

static inline void add_words(ipp_t *ipp, ipp_tag_t group, const struct value *v)
{
    const char *const texts[2] = {v->text, v->text};

    ippAddStrings(ipp, group, v->syntax, v->name, v->count > 0 ? v->count : 1,
                  v->syntax == IPP_TAG_NAMELANG || v->syntax == IPP_TAG_TEXTLANG ? "en" : NULL,
                  texts);
}

static inline void add_numbers(ipp_t *ipp, ipp_tag_t group, const struct value *v)
{
    const int numbers[2] = {v->number, v->count > 1 ? v->other : 0};

    ippAddIntegers(ipp, group, v->syntax, v->name, v->count > 0 ? v->count : 1, numbers);
}

static inline void add_ranges(ipp_t *ipp, ipp_tag_t group, const struct value *v)
{
    const int lower[2] = {v->number, v->number}, upper[2] = {v->other, v->other};

    ippAddRanges(ipp, group, v->name, v->count > 0 ? v->count : 1, lower, upper);
}

static inline void add_collections(ipp_t *ipp, ipp_tag_t group, const struct value *v)
{
    ipp_t *inner = ippNew(), *outer = ippNew();
    const ipp_t *both[2] = {outer, outer};

    ippAddInteger(inner, IPP_TAG_ZERO, IPP_TAG_INTEGER, v->name, 1);
    ippAddCollection(outer, IPP_TAG_ZERO, v->name, inner);
    ippAddCollections(ipp, group, v->name, v->count > 0 ? v->count : 1, both);
    ippDelete(inner);
    ippDelete(outer);
}

static inline void add(ipp_t *ipp, ipp_tag_t group, const struct value *v)
{
    ipp_tag_t syntax = v->syntax;

    if (syntax == IPP_TAG_INTEGER || syntax == IPP_TAG_ENUM)
        add_numbers(ipp, group, v);
    else if (syntax == IPP_TAG_BOOLEAN)
        ippAddBoolean(ipp, group, v->name, (char)v->number);
    else if (syntax == IPP_TAG_RANGE)
        add_ranges(ipp, group, v);
    else if (syntax == IPP_TAG_RESOLUTION)
        ippAddResolution(ipp, group, v->name, v->count == 2 ? IPP_RES_PER_CM : IPP_RES_PER_INCH,
                         v->number, v->other);
    else if (syntax == IPP_TAG_DATE)
        ippAddDate(ipp, group, v->name, date_of(v->text));
    else if (syntax == IPP_TAG_STRING)
        ippAddOctetString(ipp, group, v->name, v->text, (int)strlen(v->text));
    else if (syntax == IPP_TAG_BEGIN_COLLECTION)
        add_collections(ipp, group, v);
    else if (syntax < IPP_TAG_INTEGER)
        ippAddOutOfBand(ipp, group, syntax, v->name);
    else
        add_words(ipp, group, v);
}

/* A media-col; what is NULL or 0 is left out. */
static inline void add_media_col(ipp_t *ipp, const char *size_name, int x, int y,
                                 const char *source, const char *type)
{
    ipp_t *column = ippNew(), *size = ippNew();

    if (size_name != NULL)
        ippAddString(column, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-size-name", NULL, size_name);
    if (x != 0) {
        ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", x);
        ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", y);
        ippAddCollection(column, IPP_TAG_ZERO, "media-size", size);
    }
    if (source != NULL)
        ippAddString(column, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-source", NULL, source);
    if (type != NULL)
        ippAddString(column, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-type", NULL, type);
    ippAddCollection(ipp, IPP_TAG_JOB, "media-col", column);
    ippDelete(size);
    ippDelete(column);
}

static inline ipp_t *new_request(void)
{
    ipp_t *request = ippNewRequest(IPP_OP_PRINT_JOB);

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL,
                 "ipp://localhost/ipp/print/office");
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, "Letter");
    return request;
}

#endif
