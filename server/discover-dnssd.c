/*
 * discover-dnssd.c - machines that announce themselves (DNS-SD), through Avahi.
 * Effects: a connection to D-Bus and Avahi while it searches.
 * Source: RFC 6763; Bonjour Printing Specification 1.2.1 for the keys of TXT.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/device-id.h"
#include "server/announce-txt.h"
#include "server/device-net.h"
#include "server/discover-list.h"

#include <avahi-client/client.h>
#include <avahi-client/lookup.h>
#include <avahi-common/malloc.h>
#include <avahi-common/simple-watch.h>
#include <stdio.h>
#include <string.h>

struct browse {
    struct discover_list *list;
    bool all;
    AvahiClient *client;
    unsigned browsing; /* types whose services have not all been told */
    unsigned asking;   /* services whose address is asked for */
    unsigned asked;    /* and was, in all */
    bool failed;
};

/* ---- one service ---- */

/* "" without the key. */
static void get_text(AvahiStringList *txt, const char *key, char *to, size_t size)
{
    AvahiStringList *pair = avahi_string_list_find(txt, key);
    char *value = NULL;
    size_t n = 0;

    to[0] = '\0';
    if (!pair || avahi_string_list_get_pair(pair, NULL, &value, &n) < 0)
        return;
    if (value)
        discover_text(to, size, value, n);
    avahi_free(value);
}

/* "(Canon iR1020/1024/1025)" without the brackets. */
static void get_product(AvahiStringList *txt, char *to, size_t size)
{
    size_t n;

    get_text(txt, "product", to, size);
    n = strlen(to);
    if (n >= 2 && to[0] == '(' && to[n - 1] == ')') {
        memmove(to, to + 1, n - 2);
        to[n - 2] = '\0';
    }
}

/* The first of what a machine calls itself that is one of ours, else the first that is
 * anything. False: none of ours, and no other is wanted. */
static bool get_machine(AvahiStringList *txt, const char *instance, bool all,
                        struct discovered *machine)
{
    char names[4][sizeof machine->name];
    size_t i, first = 4;

    get_text(txt, "usb_MFG", machine->maker, sizeof machine->maker);
    get_text(txt, "usb_MDL", machine->model, sizeof machine->model);
    get_text(txt, "ty", names[0], sizeof names[0]);
    get_product(txt, names[1], sizeof names[1]);
    snprintf(names[2], sizeof names[2], "%s", machine->model);
    discover_text(names[3], sizeof names[3], instance, strlen(instance));
    for (i = 0; i < 4; i++) {
        if (first == 4 && names[i][0])
            first = i;
        if (device_name_match(names[i])) {
            memcpy(machine->name, names[i], sizeof machine->name);
            return true;
        }
    }
    if (first < 4)
        memcpy(machine->name, names[first], sizeof machine->name);
    return all && first < 4;
}

/* The languages: usb_CMD, and what pdl has of documents in a machine's own. */
static void get_languages(AvahiStringList *txt, struct discovered *machine)
{
    static const struct {
        const char *format, *word;
    } formats[] = {
        {"application/vnd.hp-PCLXL",   "PCLXL"     },
        {"application/vnd.hp-pclxl",   "PCLXL"     },
        {"application/vnd.hp-PCL",     "PCL"       },
        {"application/vnd.hp-pcl",     "PCL"       },
        {"application/vnd.canon-cpca", "CPCA"      },
        {"application/vnd.canon-ufr2", "UFRII"     },
        {"application/postscript",     "POSTSCRIPT"},
    };
    char pdl[256], *rest = NULL;

    get_text(txt, "usb_CMD", machine->command, sizeof machine->command);
    get_text(txt, "pdl", pdl, sizeof pdl);
    for (const char *format = strtok_r(pdl, ",", &rest); format;
         format = strtok_r(NULL, ",", &rest))
        for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
            size_t used = strlen(machine->command);

            if (strcmp(format, formats[i].format) == 0 && used + 12 < sizeof machine->command)
                snprintf(machine->command + used, sizeof machine->command - used, "%s%s",
                         used > 0 ? "," : "", formats[i].word);
        }
}

static void note(const struct browse *b, const char *type, const char *instance,
                 const AvahiAddress *address, uint16_t port, AvahiStringList *txt)
{
    struct uri at = {.scheme = URI_SOCKET, .port = port, .snmp_port = 161};
    struct discovered machine = {.maker = ""};
    char gateway[64];

    /* A queue of ours, or of another gateway: a queue for it would print in a circle. */
    get_text(txt, "gateway", gateway, sizeof gateway);
    if (strcmp(gateway, TXT_GATEWAY) == 0)
        return;
    /* Port 0 only keeps others from the name: print servers announce LPD so. */
    if (port == 0 || address->proto != AVAHI_PROTO_INET ||
        !get_machine(txt, instance, b->all, &machine))
        return;
    get_languages(txt, &machine);
    avahi_address_snprint(at.host, sizeof at.host, address);
    if (strcmp(type, "_printer._tcp") == 0) {
        at.scheme = URI_LPD;
        get_text(txt, "rp", at.queue, sizeof at.queue);
        if (!at.queue[0])
            strcpy(at.queue, "auto"); /* [Bonjour Printing: the queue without rp] */
    }
    discover_add(b->list, &machine, &at);
}

static void resolved(AvahiServiceResolver *resolver, AvahiIfIndex interface,
                     AvahiProtocol protocol, AvahiResolverEvent event, const char *name,
                     const char *type, const char *domain, const char *host,
                     const AvahiAddress *address, uint16_t port, AvahiStringList *txt,
                     AvahiLookupResultFlags flags, void *ctx)
{
    struct browse *b = ctx;

    (void)interface;
    (void)protocol;
    (void)domain;
    (void)host;
    (void)flags;
    if (event == AVAHI_RESOLVER_FOUND)
        note(b, type, name, address, port, txt);
    b->asking--;
    avahi_service_resolver_free(resolver);
}

/* ---- all of them ---- */

static void browsed(AvahiServiceBrowser *browser, AvahiIfIndex interface,
                    AvahiProtocol protocol, AvahiBrowserEvent event, const char *name,
                    const char *type, const char *domain, AvahiLookupResultFlags flags,
                    void *ctx)
{
    struct browse *b = ctx;

    (void)browser;
    (void)flags;
    switch (event) {
    case AVAHI_BROWSER_NEW:
        if (b->asked < DISCOVER_MAX &&
            avahi_service_resolver_new(b->client, interface, protocol, name, type, domain,
                                       AVAHI_PROTO_INET, 0, resolved, b)) {
            b->asking++;
            b->asked++;
        }
        break;
    case AVAHI_BROWSER_ALL_FOR_NOW:
        b->browsing--;
        break;
    case AVAHI_BROWSER_FAILURE:
        b->failed = true;
        break;
    case AVAHI_BROWSER_REMOVE:
    case AVAHI_BROWSER_CACHE_EXHAUSTED:
    default:
        break;
    }
}

static void client_changed(AvahiClient *client, AvahiClientState state, void *ctx)
{
    struct browse *b = ctx;

    (void)client;
    b->failed |= state == AVAHI_CLIENT_FAILURE;
}

static void start(struct browse *b)
{
    static const char *const types[] = {"_pdl-datastream._tcp", "_printer._tcp"};
    size_t i;

    for (i = 0; i < sizeof types / sizeof types[0]; i++)
        /* the machines have no IPv6 */
        if (avahi_service_browser_new(b->client, AVAHI_IF_UNSPEC, AVAHI_PROTO_INET, types[i],
                                      NULL, 0, browsed, b))
            b->browsing++;
}

void discover_dnssd(struct discover_list *list, bool all, int64_t deadline)
{
    struct browse b = {.list = list, .all = all};
    AvahiSimplePoll *poll = avahi_simple_poll_new();
    int error;

    if (!poll)
        return;
    b.client = avahi_client_new(avahi_simple_poll_get(poll), 0, client_changed, &b, &error);
    if (b.client) {
        start(&b);
        while (!b.failed && (b.browsing > 0 || b.asking > 0)) {
            int64_t left = deadline - net_clock_ms();

            if (left <= 0 || avahi_simple_poll_iterate(poll, (int)left) != 0)
                break;
        }
        avahi_client_free(b.client); /* with all that was asked of it */
    }
    avahi_simple_poll_free(poll);
}
