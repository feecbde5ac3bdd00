/*
 * announce.c - see announce.h: the thread that announces.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "announce.h"

#include "announce-parts.h"
#include "compat.h"
#include "device-net.h"
#include "dnssd.h"
#include "log.h"
#include "site/site.h"

#include <avahi-common/error.h>
#include <avahi-common/simple-watch.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

/* How long after the last look at the queues another is due though nobody told of a change. */
#define LOOK_MS 30000

/* How long after D-Bus was not there it is tried again. */
#define RETRY_MS 5000

/* An Avahi that hangs is not waited for at the end. */
#define STOP_MS 1000

/* A queue, a scanner without one, or the server's page (id 0), and what Avahi has of it. */
struct entry {
    struct entry *next;
    int id;
    const struct scanner *scanner;       /* NULL: it is none */
    char other_name[DNSSD_MAX_NAME + 1]; /* of a scanner whose own was taken; "" */
    struct announce_facts facts;
    AvahiEntryGroup *groups[LISTEN_MAX_INTERFACES];
    bool announced;  /* told to Avahi, with these facts */
    bool taken;      /* the name belongs to somebody else */
    bool seen;       /* in this look at the queues */
    bool complained; /* that it could not be announced, once */
};

/* Of the thread alone. */
static struct announce_setup setup;
static struct entry *entries;
static struct announce_scanners scanners; /* of this look */
static AvahiClient *client;
static bool ready;        /* Avahi runs and has a name for this computer */
static atomic_bool works; /* the same, for other threads */
static bool lost;         /* it is gone: the client is of no use any more */
static bool withdraw;     /* what was announced is not true any more */
static bool said_missing; /* that nothing is announced, once */

/* Shared; a look is due, and the thread's life. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static AvahiSimplePoll *poller; /* NULL: the thread does not run */
static bool look_due, stopping;

/* ---- what others call ---- */

/* With the mutex. */
static void wake(void)
{
    if (poller != NULL)
        avahi_simple_poll_wakeup(poller);
}

void announce_changed(void)
{
    pthread_mutex_lock(&mutex);
    look_due = true;
    wake();
    pthread_mutex_unlock(&mutex);
}

/* Whether who finds the server also finds this. */
static bool is_there(const struct way_listen *way, const struct listen *server)
{
    struct listen at;
    char why[256];

    return listen_find(&at, way->host, why, sizeof(why)) && listen_covers(&at, server);
}

void announce_ways(struct announce_setup *with, const struct ways_options *ways)
{
    for (size_t i = 0; i < ways->num_raw; i++)
        if (is_there(&ways->raw[i], &with->listen))
            with->raw[with->num_raw++] = ways->raw[i];
    for (size_t i = 0; i < ways->num_lpd && with->lpd_port == 0; i++)
        if (is_there(&ways->lpd[i], &with->listen))
            with->lpd_port = ways->lpd[i].port;
}

/* ---- Avahi's words; called inside avahi_simple_poll_iterate and avahi_client_new ---- */

static void say_missing(const char *why)
{
    if (!said_missing)
        log_say(LOG_SAY_WARN,
                "Printers are not announced in the network (DNS-SD): %s. They are found by "
                "their address, and announced as soon as Avahi is there.",
                why);
    said_missing = true;
}

static void client_changed(AvahiClient *of, AvahiClientState state, void *ctx)
{
    (void)ctx;
    ready = state == AVAHI_CLIENT_S_RUNNING;
    atomic_store(&works, ready);
    switch (state) {
    case AVAHI_CLIENT_S_RUNNING:
        if (said_missing)
            log_say(LOG_SAY_INFO, "Avahi is there: printers are announced in the network.");
        said_missing = false;
        announce_changed();
        break;
    case AVAHI_CLIENT_S_REGISTERING: /* the computer gets a name, or another one */
    case AVAHI_CLIENT_S_COLLISION:
        withdraw = true;
        break;
    case AVAHI_CLIENT_CONNECTING:
        say_missing("Avahi does not run");
        break;
    case AVAHI_CLIENT_FAILURE:
    default:
        say_missing(avahi_strerror(avahi_client_errno(of)));
        lost = true;
        break;
    }
}

static void group_changed(AvahiEntryGroup *group, AvahiEntryGroupState state, void *ctx)
{
    struct entry *entry = ctx;

    (void)group;
    if (state == AVAHI_ENTRY_GROUP_COLLISION)
        entry->taken = true;
    if (state == AVAHI_ENTRY_GROUP_COLLISION || state == AVAHI_ENTRY_GROUP_FAILURE) {
        entry->announced = false;
        announce_changed();
    }
}

/* ---- what there is to announce; PAPPL's locks are held, so Avahi is not talked to ---- */

static struct entry *find_entry(int id, const struct scanner *scanner)
{
    struct entry *entry = entries;

    while (entry != NULL && (entry->id != id || entry->scanner != scanner))
        entry = entry->next;
    if (entry == NULL && (entry = calloc(1, sizeof(*entry))) != NULL) {
        entry->id = id;
        entry->scanner = scanner;
        entry->next = entries;
        entries = entry;
    }
    return entry;
}

/* What Avahi knows this computer by, or what clients are to. */
static const char *host_name(void)
{
    const char *name = setup.host[0] != '\0' ? setup.host
                       : client != NULL      ? avahi_client_get_host_name_fqdn(client)
                                             : NULL;

    return name != NULL ? name : "";
}

/* The next name to try. With the option dnssd-host the computer's name comes first. */
static void next_name(const char *name, char next[DNSSD_MAX_NAME + 1])
{
    char host[256];
    bool with_host = (papplSystemGetOptions(setup.system) & PAPPL_SOPTIONS_DNSSD_HOST) != 0 &&
                     papplSystemGetHostName(setup.system, host, sizeof(host)) != NULL;

    if (with_host)
        host[strcspn(host, ".")] = '\0';
    dnssd_next_name(name, with_host ? host : NULL, next);
    log_say(LOG_SAY_INFO, "The name %s is taken in this network; trying %s.", name, next);
}

static void take_facts(struct entry *entry, const struct announce_facts *facts)
{
    entry->seen = true;
    if (announce_same(&entry->facts, facts))
        return;
    entry->facts = *facts;
    entry->announced = entry->complained = false;
}

/* A callback of papplSystemIteratePrinters, so the printer lives. */
static void look_at_printer(pappl_printer_t *printer, void *ctx)
{
    struct announce_facts facts;
    struct entry *entry = find_entry(papplPrinterGetID(printer), NULL);
    const struct announce_scan *scan;
    char next[DNSSD_MAX_NAME + 1];

    (void)ctx;
    if (entry == NULL || !announce_facts(printer, &setup, host_name(), &facts))
        return;
    if (entry->taken && strcmp(entry->facts.name, facts.name) == 0) {
        next_name(facts.name, next);
        papplPrinterSetDNSSDName(printer, next);
        memcpy(facts.name, next, sizeof(next));
    }
    entry->taken = false;
    scan = announce_scan_of(&scanners, papplPrinterGetID(printer));
    if (scan != NULL)
        facts.scan = *scan;
    take_facts(entry, &facts);
}

/* One that has no queue. Another name lasts as long as the program: there is nobody but Avahi
 * who would tell it. */
static void look_at_scanner(const struct announce_scanner *scanner)
{
    struct announce_facts facts;
    struct entry *entry = find_entry(0, scanner->scanner);

    if (entry == NULL)
        return;
    memset(&facts, 0, sizeof(facts));
    facts.scan = scanner->scan;
    if (entry->taken)
        next_name(entry->facts.name, entry->other_name);
    entry->taken = false;
    dnssd_cut_name(entry->other_name[0] != '\0' ? entry->other_name : scanner->name,
                   facts.name);
    papplSystemGetLocation(setup.system, facts.location, sizeof(facts.location));
    take_facts(entry, &facts);
}

static void look_at_system(void)
{
    struct announce_facts facts;
    struct entry *entry = find_entry(0, NULL);
    const char *uuid = papplSystemGetUUID(setup.system);
    char name[256] = "", next[DNSSD_MAX_NAME + 1];

    if (entry == NULL || papplSystemGetDNSSDName(setup.system, name, sizeof(name)) == NULL ||
        name[0] == '\0')
        return;
    memset(&facts, 0, sizeof(facts));
    dnssd_cut_name(name, facts.name);
    if (entry->taken && strcmp(entry->facts.name, facts.name) == 0) {
        next_name(facts.name, next);
        papplSystemSetDNSSDName(setup.system, next);
        memcpy(facts.name, next, sizeof(next));
    }
    entry->taken = false;
    papplSystemGetLocation(setup.system, facts.location, sizeof(facts.location));
    if (uuid != NULL && strlen(uuid) + 1 == IDENTITY_UUID_SIZE)
        memcpy(facts.uuid, uuid + strlen("urn:uuid:"), 37);
    facts.tls = setup.tls;
    facts.page_port = site_port();
    snprintf(facts.page, sizeof(facts.page), "/");
    take_facts(entry, &facts);
}

/* ---- telling Avahi ---- */

static void drop_groups(struct entry *entry)
{
    for (size_t i = 0; i < LISTEN_MAX_INTERFACES; i++) {
        if (entry->groups[i] != NULL)
            avahi_entry_group_free(entry->groups[i]);
        entry->groups[i] = NULL;
    }
    entry->announced = false;
}

static enum registered tell_interface(struct entry *entry, size_t i, int interface, int *error)
{
    AvahiEntryGroup *group = avahi_entry_group_new(client, group_changed, entry);

    if (group == NULL) {
        *error = avahi_client_errno(client);
        return NOT_REGISTERED;
    }
    entry->groups[i] = group;
    if (entry->scanner != NULL)
        return announce_scanner(group, interface, &entry->facts, error);
    if (entry->id == 0)
        return announce_system(group, interface, setup.port, &entry->facts, error);
    return announce_queue(group, interface, setup.port, &entry->facts, error);
}

/* Announced on all interfaces or on none: half a printer would be a riddle. */
static void tell(struct entry *entry)
{
    int numbers[LISTEN_MAX_INTERFACES] = {AVAHI_IF_UNSPEC}, error = 0;
    size_t n = setup.listen.everywhere ? 1 : listen_interfaces(&setup.listen, numbers);
    enum registered result = REGISTERED;

    drop_groups(entry);
    for (size_t i = 0; i < n && result == REGISTERED; i++)
        result = tell_interface(entry, i, numbers[i], &error);
    entry->announced = n > 0 && result == REGISTERED && !entry->taken;
    if (entry->announced)
        log_say(LOG_SAY_DEBUG, "%s is announced in the network.", entry->facts.name);
    else
        drop_groups(entry);
    if (result == NAME_TAKEN) {
        entry->taken = true;
        announce_changed();
    }
    if (result == NOT_REGISTERED && !entry->complained) {
        log_say(LOG_SAY_WARN, "%s could not be announced in the network: %s.",
                entry->facts.name, avahi_strerror(error));
        entry->complained = true;
    }
}

static void look(void)
{
    for (struct entry *entry = entries; entry != NULL; entry = entry->next)
        entry->seen = false;
    announce_gather(&scanners, host_name());
    papplSystemIteratePrinters(setup.system, look_at_printer, NULL);
    for (size_t i = 0; i < scanners.n; i++)
        if (scanners.list[i].printer_id == 0)
            look_at_scanner(&scanners.list[i]);
    look_at_system();
    for (struct entry **at = &entries; *at != NULL;) {
        struct entry *entry = *at;

        if (entry->seen) {
            if (!entry->announced && ready && !lost)
                tell(entry);
            at = &entry->next;
        } else {
            drop_groups(entry);
            *at = entry->next;
            free(entry);
        }
    }
}

/* ---- the thread ---- */

static void open_client(void)
{
    int error = 0;

    lost = false;
    client = avahi_client_new(avahi_simple_poll_get(poller), AVAHI_CLIENT_NO_FAIL,
                              client_changed, NULL, &error);
    if (client == NULL)
        say_missing(avahi_strerror(error));
}

static void close_client(void)
{
    for (struct entry *entry = entries; entry != NULL; entry = entry->next)
        drop_groups(entry);
    if (client != NULL)
        avahi_client_free(client);
    client = NULL;
    ready = lost = withdraw = false;
    atomic_store(&works, false);
}

static void withdraw_all(void)
{
    for (struct entry *entry = entries; entry != NULL; entry = entry->next)
        drop_groups(entry);
    withdraw = false;
}

static bool take_look(bool *ending)
{
    bool due;

    pthread_mutex_lock(&mutex);
    *ending = stopping;
    due = look_due && ready;
    if (due)
        look_due = false;
    pthread_mutex_unlock(&mutex);
    return due;
}

/* Until time, or until somebody has something to say. */
static void wait_until(int64_t time_ms)
{
    int64_t left = time_ms - net_clock_ms();
    struct timespec soon;

    if (left < 0)
        left = 0;
    if (avahi_simple_poll_iterate(poller, (int)left) >= 0 || errno == EINTR)
        return;
    /* it has no memory or no file: not again at once */
    clock_gettime(CLOCK_MONOTONIC, &soon);
    soon.tv_sec++;
    pthread_mutex_lock(&mutex);
    if (!stopping)
        (void)pthread_cond_timedwait(&changed, &mutex, &soon);
    pthread_mutex_unlock(&mutex);
}

static void *run(void *ctx)
{
    int64_t next_look = 0;
    bool ending = false;

    (void)ctx;
    while (!ending) {
        if (lost)
            close_client();
        if (client == NULL)
            open_client();
        if (withdraw)
            withdraw_all();
        if (ready && net_clock_ms() >= next_look)
            announce_changed();
        if (take_look(&ending)) {
            look();
            next_look = net_clock_ms() + LOOK_MS;
        } else if (!ending && !lost)
            wait_until(client == NULL ? net_clock_ms() + RETRY_MS
                       : ready        ? next_look
                                      : net_clock_ms() + LOOK_MS);
    }
    close_client();
    pthread_mutex_lock(&mutex);
    avahi_simple_poll_free(poller);
    poller = NULL;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
    return NULL;
}

static void scanner_changed(void *ctx)
{
    (void)ctx;
    announce_changed();
}

void announce_start(const struct announce_setup *with)
{
    pthread_attr_t detached;
    pthread_t thread;

    setup = *with;
    net_cond_init(&changed);
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    pthread_mutex_lock(&mutex);
    poller = avahi_simple_poll_new();
    look_due = true;
    if (poller != NULL && pthread_create(&thread, &detached, run, NULL) != 0) {
        avahi_simple_poll_free(poller);
        poller = NULL;
    }
    if (poller == NULL)
        log_say(LOG_SAY_ERROR, "Printers are not announced in the network: no thread.");
    pthread_mutex_unlock(&mutex);
    pthread_attr_destroy(&detached);
    scanners_watch(scanner_changed, NULL);
}

bool announce_works(void)
{
    return atomic_load(&works);
}

void announce_stop(void)
{
    struct timespec until;
    int error = 0;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += STOP_MS / 1000;
    pthread_mutex_lock(&mutex);
    stopping = true;
    wake();
    while (poller != NULL && error == 0)
        error = pthread_cond_timedwait(&changed, &mutex, &until);
    pthread_mutex_unlock(&mutex);
}
