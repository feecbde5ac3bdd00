/*
 * discover.c - see discover.h. The two kinds of search run side by side: Avahi in a thread of
 * its own, since its library waits for a D-Bus or an Avahi that hangs as long as it likes; the
 * thread is then left to itself.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/discover.h"

#include "driver/device-id.h"
#include "server/device-net.h"
#include "server/discover-list.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SNMP_MS      1500
#define DNSSD_MS     2500 /* Avahi tells "all for now" after about one second */
#define MAX_NETWORKS 64
#define MAX_THREADS  4 /* left to themselves, before Avahi is not asked any more */

/* ---- the list ---- */

void discover_text(char *to, size_t size, const char *from, size_t n)
{
    size_t i, used = 0;

    for (i = 0; i < n && used + 1 < size; i++) {
        unsigned char c = (unsigned char)from[i];

        if (c > ' ' && c != 0x7F && c != ';')
            to[used++] = from[i];
        else if (used > 0 && to[used - 1] != ' ')
            to[used++] = ' ';
    }
    while (used > 0 && to[used - 1] == ' ')
        used--;
    to[used] = '\0';
}

static void append(struct discover_list *list, const struct discovered *machine)
{
    size_t i;

    for (i = 0; i < list->n; i++)
        if (strcmp(list->machines[i].uri, machine->uri) == 0) {
            /* found in two ways, of which one may tell more */
            if (!list->machines[i].command[0])
                memcpy(list->machines[i].command, machine->command, sizeof machine->command);
            return;
        }
    if (list->n < DISCOVER_MAX)
        list->machines[list->n++] = *machine;
}

void discover_add(struct discover_list *list, const struct discovered *machine,
                  const struct uri *at)
{
    struct discovered complete = *machine;

    if (uri_format_network(at, complete.uri, sizeof complete.uri))
        append(list, &complete);
}

/* "Canon iR1024 /P" is maker and model. */
static void make_device_id(const struct discovered *machine, char *id, size_t size)
{
    static const char canon[] = "Canon ";
    const bool is_canon = strncasecmp(machine->name, canon, sizeof canon - 1) == 0 ||
                          device_name_match(machine->name);
    const char *model = machine->name;
    const char *command = machine->command;
    const char *key = command[0] ? "CMD:" : "", *end = command[0] ? ";" : "";

    if (machine->maker[0] && machine->model[0]) {
        snprintf(id, size, "MFG:%s;MDL:%s;%s%s%sCLS:PRINTER;", machine->maker, machine->model,
                 key, command, end);
        return;
    }
    if (strncasecmp(model, canon, sizeof canon - 1) == 0)
        model += sizeof canon - 1;
    snprintf(id, size, "%sMDL:%s;%s%s%sCLS:PRINTER;", is_canon ? "MFG:Canon;" : "", model, key,
             command, end);
}

static void tell(const struct discover_list *list,
                 bool (*found)(void *ctx, const char *info, const char *uri,
                               const char *device_id),
                 void *ctx)
{
    char info[200], id[500];
    struct uri at;
    size_t i;

    for (i = 0; i < list->n; i++) {
        const struct discovered *m = &list->machines[i];

        uri_parse(m->uri, &at, NULL, 0);
        snprintf(info, sizeof info, "%s (%.40s%s)", m->name, at.host,
                 at.scheme == URI_LPD ? ", LPD" : "");
        make_device_id(m, id, sizeof id);
        if (found(ctx, info, m->uri, id))
            return;
    }
}

/* ---- whom to ask ---- */

/* One ADDRESS[:PORT]. */
static bool read_address(const char *text, size_t n, struct sockaddr_in *address)
{
    struct uri uri;
    char whole[80];

    if (n == 0 || n > 40)
        return false;
    snprintf(whole, sizeof whole, "socket://%.*s%s", (int)n, text,
             memchr(text, ':', n) ? "" : ":161");
    memset(address, 0, sizeof *address);
    address->sin_family = AF_INET;
    if (!uri_parse(whole, &uri, NULL, 0) ||
        inet_pton(AF_INET, uri.host, &address->sin_addr) != 1)
        return false;
    address->sin_port = htons(uri.port);
    return true;
}

/* The number of addresses; 0 and *bad, *bad_size: what is wrong. */
static size_t read_addresses(const char *list, struct sockaddr_in *to, size_t max,
                             const char **bad, size_t *bad_size)
{
    size_t n = 0;

    for (;;) {
        *bad = list;
        *bad_size = strcspn(list, ",");
        if (n == max || !read_address(list, *bad_size, &to[n]))
            return 0;
        n++;
        list += *bad_size;
        if (*list == '\0')
            return n;
        list++;
    }
}

bool discover_check(const char *snmp, char *why, size_t why_size)
{
    struct sockaddr_in to[MAX_NETWORKS];
    const char *bad;
    size_t bad_size;

    if (read_addresses(snmp, to, MAX_NETWORKS, &bad, &bad_size) > 0)
        return true;
    snprintf(why, why_size, "\"%.*s\" is not an IPv4 address, or one too many.",
             (int)(bad_size < 40 ? bad_size : 40), bad);
    return false;
}

/* The broadcast addresses of this computer's networks, each once. */
static size_t list_networks(struct sockaddr_in *to, size_t max)
{
    struct ifaddrs *all = NULL;
    struct ifaddrs *item;
    size_t i, n = 0;

    if (getifaddrs(&all) != 0)
        return 0;
    for (item = all; item && n < max; item = item->ifa_next) {
        const struct sockaddr *address = item->ifa_broadaddr;

        if ((item->ifa_flags & (IFF_UP | IFF_BROADCAST | IFF_LOOPBACK)) !=
                (IFF_UP | IFF_BROADCAST) ||
            !item->ifa_addr || item->ifa_addr->sa_family != AF_INET || !address ||
            address->sa_family != AF_INET)
            continue;
        memcpy(&to[n], address, sizeof to[n]);
        to[n].sin_port = htons(161);
        for (i = 0; i < n && to[i].sin_addr.s_addr != to[n].sin_addr.s_addr; i++)
            ;
        n += i == n;
    }
    freeifaddrs(all);
    return n;
}

/* ---- Avahi's thread ---- */

/* A search that two threads hold; the last one frees it. */
struct browsing {
    pthread_mutex_t mutex; /* guards holders and done; list is the thread's until done */
    pthread_cond_t changed;
    unsigned holders;
    bool done;
    bool all;
    int64_t deadline;
    struct discover_list list;
};

static atomic_uint num_threads;

static void browsing_release(struct browsing *b)
{
    bool last;

    pthread_mutex_lock(&b->mutex);
    last = --b->holders == 0;
    pthread_mutex_unlock(&b->mutex);
    if (!last)
        return;
    pthread_cond_destroy(&b->changed);
    pthread_mutex_destroy(&b->mutex);
    free(b);
}

static void *browse(void *ctx)
{
    struct browsing *b = ctx;

    discover_dnssd(&b->list, b->all, b->deadline);
    pthread_mutex_lock(&b->mutex);
    b->done = true;
    pthread_cond_signal(&b->changed);
    pthread_mutex_unlock(&b->mutex);
    browsing_release(b);
    atomic_fetch_sub(&num_threads, 1);
    return NULL;
}

static struct browsing *browsing_new(bool all)
{
    struct browsing *b = calloc(1, sizeof *b);

    if (!b)
        return NULL;
    b->all = all;
    b->deadline = net_clock_ms() + DNSSD_MS;
    b->holders = 1;
    pthread_mutex_init(&b->mutex, NULL);
    net_cond_init(&b->changed);
    return b;
}

/* NULL when DNS-SD cannot be searched now. */
static struct browsing *browsing_start(bool all)
{
    struct browsing *b = NULL;
    pthread_attr_t attributes;
    pthread_t thread;
    bool started = false;

    if (atomic_fetch_add(&num_threads, 1) < MAX_THREADS && (b = browsing_new(all)) != NULL) {
        b->holders++; /* nobody else has it yet */
        pthread_attr_init(&attributes);
        pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
        started = pthread_create(&thread, &attributes, browse, b) == 0;
        pthread_attr_destroy(&attributes);
    }
    if (started)
        return b;
    atomic_fetch_sub(&num_threads, 1);
    if (b) {
        b->holders--;
        browsing_release(b);
    }
    return NULL;
}

/* Add what was found until the time on the clock, if the thread has ended by then. */
static void browsing_end(struct browsing *b, int64_t until, struct discover_list *list)
{
    const struct timespec end = {(time_t)(until / 1000), (long)(until % 1000) * 1000000};
    int status = 0;
    bool done;
    size_t i;

    pthread_mutex_lock(&b->mutex);
    while (!b->done && status == 0)
        status = pthread_cond_timedwait(&b->changed, &b->mutex, &end);
    done = b->done;
    pthread_mutex_unlock(&b->mutex);
    for (i = 0; done && list && i < b->list.n; i++)
        append(list, &b->list.machines[i]);
    browsing_release(b);
}

void discover_network(const struct discovery *discovery,
                      bool (*found)(void *ctx, const char *info, const char *uri,
                                    const char *device_id),
                      void *ctx)
{
    const int64_t start = net_clock_ms();
    struct browsing *browsing = discovery->no_dnssd ? NULL : browsing_start(discovery->all);
    struct discover_list *list = calloc(1, sizeof *list);
    struct sockaddr_in to[MAX_NETWORKS];
    const char *bad;
    size_t n, bad_size;

    n = discovery->snmp ? read_addresses(discovery->snmp, to, MAX_NETWORKS, &bad, &bad_size)
                        : list_networks(to, MAX_NETWORKS);
    if (list)
        discover_snmp(list, to, n, discovery->all, SNMP_MS);
    if (browsing)
        browsing_end(browsing, start + DISCOVER_MS, list);
    if (list)
        tell(list, found, ctx);
    free(list);
}
