/*
 * announce-services.c - the services of a queue and a scanner, told to Avahi.
 * Effects: D-Bus.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "announce-parts.h"

#include <avahi-common/error.h>
#include <avahi-common/strlst.h>
#include <stdio.h>
#include <string.h>

/* One group, while it is filled; after the first error nothing more is added. */
struct filling {
    AvahiEntryGroup *group;
    AvahiIfIndex interface;
    const char *name;
    int error;
};

static AvahiStringList *list_of(const struct announce_txt *txt)
{
    AvahiStringList *list = NULL;

    /* Avahi puts each before the others, and turns the list round again when it sends it */
    for (size_t i = 0; txt != NULL && i < txt->n; i++) {
        AvahiStringList *more = avahi_string_list_add(list, txt->strings[i]);

        if (more != NULL)
            list = more;
    }
    return list;
}

static void add(struct filling *f, const char *type, unsigned port,
                const struct announce_txt *txt)
{
    AvahiStringList *list;

    if (f->error < 0)
        return;
    list = list_of(txt);
    /* no host: Avahi's own, for which it publishes the addresses */
    f->error =
        avahi_entry_group_add_service_strlst(f->group, f->interface, AVAHI_PROTO_UNSPEC, 0,
                                             f->name, type, NULL, NULL, (uint16_t)port, list);
    avahi_string_list_free(list);
}

static void add_subtype(struct filling *f, const char *type, const char *subtype)
{
    char whole[64];

    snprintf(whole, sizeof(whole), "%s._sub.%s", subtype, type);
    if (f->error >= 0)
        f->error = avahi_entry_group_add_service_subtype(
            f->group, f->interface, AVAHI_PROTO_UNSPEC, 0, f->name, type, NULL, whole);
}

static void add_ipp(struct filling *f, const char *type, unsigned port,
                    const struct announce_txt *txt)
{
    add(f, type, port, txt);
    add_subtype(f, type, "_print");     /* IPP Everywhere */
    add_subtype(f, type, "_universal"); /* AirPrint */
}

static void add_scan(struct filling *f, const struct announce_facts *facts)
{
    const struct announce_scan *scan = &facts->scan;
    struct announce_txt txt;

    if (scan->port != 0) {
        announce_txt_scan(scan, facts->location, false, &txt);
        add(f, "_uscan._tcp", scan->port, &txt);
    }
    if (scan->tls_port != 0) {
        announce_txt_scan(scan, facts->location, true, &txt);
        add(f, "_uscans._tcp", scan->tls_port, &txt);
    }
}

/* The web page has a port of its own. Where there is none, the server says so at the queue's.
 */
static void add_page(struct filling *f, const struct announce_facts *facts, unsigned port,
                     const char *path)
{
    struct announce_txt txt = {.n = 1};

    if (facts->page_port != 0)
        snprintf(txt.strings[0], TXT_SIZE, "path=%s", facts->page);
    else
        snprintf(txt.strings[0], TXT_SIZE, "path=%.240s/", path);
    add(f, "_http._tcp", facts->page_port != 0 ? facts->page_port : port, &txt);
    add_subtype(f, "_http._tcp", "_printer");
}

static enum registered commit(struct filling *f, int *error)
{
    if (f->error >= 0)
        f->error = avahi_entry_group_commit(f->group);
    *error = f->error;
    return f->error >= 0                     ? REGISTERED
           : f->error == AVAHI_ERR_COLLISION ? NAME_TAKEN
                                             : NOT_REGISTERED;
}

enum registered announce_queue(AvahiEntryGroup *group, int interface, unsigned port,
                               const struct announce_facts *facts, int *error)
{
    struct filling f = {group, interface, facts->name, 0};
    struct announce_txt ipp, lpd, raw;

    announce_txt_ipp(facts, &ipp);
    announce_txt_stream(facts, true, &lpd);
    announce_txt_stream(facts, false, &raw);
    /* The first of the family has the name for all. [Bonjour Printing Specification, 4.2] */
    add(&f, "_printer._tcp", facts->lpd_port, facts->lpd_port != 0 ? &lpd : NULL);
    add_ipp(&f, "_ipp._tcp", port, &ipp);
    if (facts->tls)
        add_ipp(&f, "_ipps._tcp", port, &ipp);
    if (facts->raw_port != 0)
        add(&f, "_pdl-datastream._tcp", facts->raw_port, &raw);
    /* In the group of its queue: who finds the name taken for one gives both another. Clients
     * take printer and scanner for one device by name and UUID. */
    add_scan(&f, facts);
    add_page(&f, facts, port, strncmp(facts->path, "ipp/print", 9) == 0 ? facts->path + 9 : "");
    return commit(&f, error);
}

enum registered announce_scanner(AvahiEntryGroup *group, int interface,
                                 const struct announce_facts *facts, int *error)
{
    struct filling f = {group, interface, facts->name, 0};

    add_scan(&f, facts);
    return commit(&f, error);
}

enum registered announce_system(AvahiEntryGroup *group, int interface, unsigned port,
                                const struct announce_facts *facts, int *error)
{
    struct filling f = {group, interface, facts->name, 0};
    struct announce_txt txt = {.n = 0};

    if (facts->tls) { /* [PWG 5100.22, section 4.1] */
        snprintf(txt.strings[txt.n++], TXT_SIZE, "txtvers=1");
        snprintf(txt.strings[txt.n++], TXT_SIZE, "rp=ipp/system");
        snprintf(txt.strings[txt.n++], TXT_SIZE, "note=%.240s", facts->location);
        snprintf(txt.strings[txt.n++], TXT_SIZE, "UUID=%s", facts->uuid);
        add(&f, "_ipps-system._tcp", port, &txt);
    }
    add_page(&f, facts, port, "");
    return commit(&f, error);
}
