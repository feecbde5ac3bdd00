/*
 * test-requested.c - requested-attributes as a set of names.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/requested.h"

#include "tests/unit/tap.h"

#include <stdio.h>
#include <string.h>

static ipp_t *request;

/* The names of a list with commas, read; what requested_read says in *good. */
static struct requested set_of(const char *list, bool *good)
{
    char names[8192], *rest = names, *name;
    ipp_attribute_t *attr = NULL;
    struct requested set;

    ippDelete(request);
    request = ippNew();
    snprintf(names, sizeof names, "%s", list);
    while ((name = strsep(&rest, ",")) != NULL)
        if (attr == NULL)
            attr = ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD,
                                "requested-attributes", NULL, name);
        else
            ippSetString(request, &attr, ippGetCount(attr), name);
    *good = requested_read(&set, attr);
    return set;
}

static void test_names(void)
{
    bool good;
    struct requested set = set_of("printer-state,sides-default,x", &good);

    ok(good, "Names of attributes are read");
    ok(requested_has(&set, "printer-state") && requested_has(&set, "sides-default") &&
           requested_has(&set, "x"),
       "Each that was asked for is there");
    ok(!requested_has(&set, "printer-state-message") && !requested_has(&set, "printer-stat") &&
           !requested_has(&set, "sides-supported") && !requested_has(&set, "y") &&
           !requested_has(&set, ""),
       "No other is, however much it looks like one");
    set = set_of("printer-state,printer-state", &good);
    ok(good && requested_has(&set, "printer-state"), "One may be named twice");
}

static void test_all(void)
{
    bool good;
    struct requested set = set_of("all", &good);

    ok(good && requested_has(&set, "sides-default") &&
           !requested_has(&set, "media-col-database"),
       "All are all but the list of papers");
    set = set_of("printer-description,all,media-col-database", &good);
    ok(good && requested_has(&set, "toner-save") && requested_has(&set, "media-col-database"),
       "Beside all a group says nothing more, and the list of papers may be named");
}

static void test_groups(void)
{
    bool good;

    (void)set_of("printer-state,job-template", &good);
    ok(!good, "A group of attributes is left to others");
    (void)set_of("printer-description", &good);
    ok(!good, "Also alone");
    (void)set_of("job-template-x,description", &good);
    ok(good, "Not what looks like one");
}

static void test_many(void)
{
    char list[4096] = "a0";
    bool good;
    struct requested set;

    for (int i = 1; i < REQUESTED_MAX; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), ",a%d", i);
    set = set_of(list, &good);
    ok(good && requested_has(&set, "a0") && requested_has(&set, "a127") &&
           !requested_has(&set, "a128"),
       "As many as there is room for are read");
    snprintf(list + strlen(list), sizeof list - strlen(list), ",a128");
    (void)set_of(list, &good);
    ok(!good, "One more is too many");
    snprintf(list + strlen(list), sizeof list - strlen(list), ",all,media-col-database");
    set = set_of(list, &good);
    ok(good && requested_has(&set, "sides"), "But not where all are asked for");
}

int main(void)
{
    test_names();
    test_all();
    test_groups();
    test_many();
    ippDelete(request);
    return tap_done();
}
