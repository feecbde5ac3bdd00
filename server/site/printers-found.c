/*
 * printers-found.c - machines in reach, looked for by a thread while people watch the page.
 * Effects: those of discover.h, USB.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "printers-parts.h"

#include "driver/device-id.h"
#include "server/device-net.h"
#include "server/device-usb.h"
#include "server/discover.h"
#include "server/own-page-facts.h"
#include "server/queue-name.h"

#include <pthread.h>
#include <string.h>

#define FRESH_MS 120000 /* how long what was found is shown without looking again */

static struct {
    pthread_mutex_t mutex; /* guards all that follows */
    struct printers_machine list[PRINTERS_MAX_FOUND];
    size_t n;
    char snmp[512];
    bool running, stopping, joinable;
    bool again;    /* for snmp, as soon as the search that goes on has ended */
    int64_t began; /* net_clock_ms; 0: never */
    pthread_t thread;
} search = {.mutex = PTHREAD_MUTEX_INITIALIZER};

/* ---- the search ---- */

static bool is_listed(const char *uri)
{
    for (size_t i = 0; i < search.n; i++)
        if (strcmp(search.list[i].uri, uri) == 0)
            return true;
    return false;
}

static bool take(void *ctx, const char *info, const char *uri, const char *device_id)
{
    const char *id = device_id != NULL ? device_id : "";
    bool enough;

    (void)ctx;
    pthread_mutex_lock(&search.mutex);
    if (!device_id_is_fax(id, strlen(id)) && strlen(uri) <= URI_MAX && !is_listed(uri) &&
        search.n < PRINTERS_MAX_FOUND) {
        struct printers_machine *one = &search.list[search.n++];

        snprintf(one->info, sizeof(one->info), "%s", info);
        snprintf(one->uri, sizeof(one->uri), "%s", uri);
        one->model = device_id_match(id, strlen(id));
    }
    enough = search.stopping || search.again || search.n == PRINTERS_MAX_FOUND;
    pthread_mutex_unlock(&search.mutex);
    return enough;
}

/* Without the mutex. */
static void look(const char *snmp)
{
    struct discovery how = {.all = true};

    if (snmp[0] != '\0') {
        how.snmp = snmp;
        how.no_dnssd = true;
    } else
        usb_list(false, take, NULL);
    discover_network(&how, take, NULL);
}

static void *run(void *ctx)
{
    char snmp[sizeof(search.snmp)];

    (void)ctx;
    pthread_mutex_lock(&search.mutex);
    do {
        search.again = false;
        search.n = 0;
        search.began = net_clock_ms();
        memcpy(snmp, search.snmp, sizeof(snmp));
        pthread_mutex_unlock(&search.mutex);
        look(snmp);
        pthread_mutex_lock(&search.mutex);
    } while (search.again && !search.stopping);
    search.running = false;
    pthread_mutex_unlock(&search.mutex);
    return NULL;
}

/* With the mutex. The thread before has nothing to do any more but to end. */
static void begin(void)
{
    if (search.joinable)
        pthread_join(search.thread, NULL);
    search.n = 0;
    search.began = net_clock_ms();
    search.joinable = search.running = pthread_create(&search.thread, NULL, run, NULL) == 0;
}

void printers_search(const char *snmp)
{
    pthread_mutex_lock(&search.mutex);
    if (!search.running || strcmp(search.snmp, snmp) != 0) {
        snprintf(search.snmp, sizeof(search.snmp), "%s", snmp);
        search.again = search.running;
    }
    if (!search.running && !search.stopping)
        begin();
    pthread_mutex_unlock(&search.mutex);
}

bool printers_was_searched(void)
{
    bool was;

    pthread_mutex_lock(&search.mutex);
    was = search.began != 0 && net_clock_ms() - search.began < FRESH_MS;
    pthread_mutex_unlock(&search.mutex);
    return was;
}

bool printers_found(struct printers_machine found[PRINTERS_MAX_FOUND], size_t *n)
{
    bool running;

    pthread_mutex_lock(&search.mutex);
    *n = search.n;
    memcpy(found, search.list, search.n * sizeof(found[0]));
    running = search.running;
    pthread_mutex_unlock(&search.mutex);
    return running;
}

void printers_stop_search(void)
{
    bool join;

    pthread_mutex_lock(&search.mutex);
    search.stopping = true;
    join = search.joinable;
    search.joinable = false;
    pthread_mutex_unlock(&search.mutex);
    if (join)
        pthread_join(search.thread, NULL);
    pthread_mutex_lock(&search.mutex);
    search.stopping = false;
    pthread_mutex_unlock(&search.mutex);
}
