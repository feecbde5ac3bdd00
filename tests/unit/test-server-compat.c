/*
 * test-server-compat.c - the guards before libcups.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/compat.h"
#include "tap.h"

#include <cups/cups.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- collections ---- */

static ipp_t *make_message(void)
{
    ipp_t *message = ippNew(), *column = ippNew(), *size = ippNew();

    ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", 21000);
    ippAddCollection(column, IPP_TAG_ZERO, "media-size", size);
    ippAddString(column, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-type", NULL, "stationery");
    ippAddString(message, IPP_TAG_PRINTER, IPP_TAG_NAME, "printer-name", NULL, "office");
    ippAddCollection(message, IPP_TAG_PRINTER, "media-col-default", column);
    ippAddString(message, IPP_TAG_PRINTER, IPP_TAG_TEXT, "job-account-pin-default", NULL, "1");
    ippAddInteger(message, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "copies-default", 1);
    ippDelete(size);
    ippDelete(column);
    return message;
}

static int all(void *ctx, ipp_t *dst, ipp_attribute_t *attr)
{
    (void)ctx;
    (void)dst;
    (void)attr;
    return 1;
}

static int no_collections(void *ctx, ipp_t *dst, ipp_attribute_t *attr)
{
    (void)ctx;
    (void)dst;
    return ippGetValueTag(attr) != IPP_TAG_BEGIN_COLLECTION;
}

static void test_collections(void)
{
    ipp_t *from = make_message(), *to = ippNew(), *plain = ippNew(), *single = ippNew();
    ipp_attribute_t *old = ippFindAttribute(from, "media-col-default", IPP_TAG_ZERO);
    ipp_attribute_t *new;

    ok(ippCopyAttributes(to, from, 0, NULL, NULL) != 0, "Attributes are copied");
    new = ippFindAttribute(to, "media-col-default", IPP_TAG_ZERO);
    ok(new != NULL &&ippGetCollection(new, 0) != ippGetCollection(old, 0),
       "A collection is copied, not shared");
    ok(ippGetCollection(ippFindAttribute(to, "media-col-default/media-size", IPP_TAG_ZERO),
                        0) !=
           ippGetCollection(
               ippFindAttribute(from, "media-col-default/media-size", IPP_TAG_ZERO), 0),
       "So is a collection in a collection");
    ok(ippGetInteger(
           ippFindAttribute(to, "media-col-default/media-size/x-dimension", IPP_TAG_ZERO), 0) ==
           21000,
       "What is in it is the same");
    ok(ippFindAttribute(to, "copies-default", IPP_TAG_INTEGER) != NULL &&
           ippFindAttribute(to, "job-account-pin-default", IPP_TAG_TEXT) != NULL,
       "Plain attributes are copied too");
    ippCopyAttributes(plain, from, 0, no_collections, NULL);
    ok(ippFindAttribute(plain, "media-col-default", IPP_TAG_ZERO) == NULL &&
           ippFindAttribute(plain, "printer-name", IPP_TAG_ZERO) != NULL,
       "The caller's filter still decides");
    ippDelete(plain);
    plain = ippNew(); /* as the attributes a job keeps */
    ippCopyAttributes(plain, from, 0, all, NULL);
    ok(ippFindAttribute(plain, "job-account-pin-default", IPP_TAG_ZERO) != NULL,
       "A job gets its PIN");
    ippDelete(plain);
    plain = ippNewRequest(IPP_OP_GET_JOBS);
    ippCopyAttributes(plain, from, 0, all, NULL);
    ok(ippFindAttribute(plain, "job-account-pin-default", IPP_TAG_ZERO) == NULL &&
           ippFindAttribute(plain, "copies-default", IPP_TAG_ZERO) != NULL,
       "The PIN is left out of answers");
    new = ippCopyAttribute(single, old, 0);
    ok(new != NULL &&ippGetCollection(new, 0) != ippGetCollection(old, 0),
       "One collection alone is copied as well");
    ippDelete(single);
    ippDelete(plain);
    ippDelete(to);
    ippDelete(from);
}

/* ---- the computer's name ---- */

int avahi_client_set_host_name(void *client, const char *name);

static void test_hostname(void)
{
    char before[256] = "", after[256] = "";

    gethostname(before, sizeof(before));
    ok(sethostname("other", 5) == -1 && errno == EPERM, "The computer cannot be renamed");
    gethostname(after, sizeof(after));
    ok(strcmp(before, after) == 0, "It has its name still");
    ok(cupsFileOpen("/etc/hostname", "w") == NULL, "/etc/hostname is not written");
    ok(avahi_client_set_host_name(NULL, "other") == 0, "Avahi is not told another name");
}

/* A request for two attribute names; the array made of it points into it. */
static ipp_t *request_for(const char *first, const char *second)
{
    const char *const names[] = {first, second};
    ipp_t *request = ippNewRequest(IPP_OP_GET_PRINTER_ATTRIBUTES);

    ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", 2, NULL,
                  names);
    return request;
}

static bool finds(cups_array_t *array, const char *name)
{
    char key[64];

    snprintf(key, sizeof key, "%s", name);
    return cupsArrayFind(array, key) != NULL;
}

static void test_requested(void)
{
    ipp_t *requests[] = {request_for("all", "media-col-database"),
                         request_for("media-ready", "all"),
                         request_for("printer-state", "media-ready")};
    cups_array_t *all = ippCreateRequestedArray(requests[0]);
    cups_array_t *most = ippCreateRequestedArray(requests[1]);
    cups_array_t *two = ippCreateRequestedArray(requests[2]);

    ok(all && finds(all, "toner-save-supported") && finds(all, "media-col-database"),
       "Who asks for all and for the media database gets both, and our own options");
    ok(most && finds(most, "toner-save-supported") && !finds(most, "media-col-database"),
       "Who asks for all and something else does not get the media database");
    ok(two && finds(two, "printer-state") && finds(two, "media-ready") && !finds(two, "sides"),
       "Who asks for two attributes gets two");
    cupsArrayDelete(all);
    cupsArrayDelete(most);
    cupsArrayDelete(two);
    for (size_t i = 0; i < 3; i++)
        ippDelete(requests[i]);
}

int main(void)
{
    test_collections();
    test_hostname();
    test_requested();
    return tap_done();
}
