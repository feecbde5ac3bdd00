/*
 * scanner-search.c - finds the scanners of queues whose machine is on USB, and asks those that
 * were never seen what they can do.
 *
 * Looking takes seconds and a process, so it is done only while something is missing: when
 * queues change, when something was plugged in, and else less and less often.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scanner-parts.h"

#include "machine-share.h"
#include "scanner-queues.h"

#include "server/device-net.h"
#include "server/log.h"

#include <string.h>

#define USB_LOOK_MS 3000 /* between two looks whether something was plugged in */
#define MAX_DEVICES 32

static const int64_t pauses[] = {10000, 20000, 60000, 120000, 300000, 600000};

#define NUM_PAUSES (sizeof(pauses) / sizeof(pauses[0]))

struct devices {
    char names[MAX_DEVICES][SCAN_DEVICE_SIZE];
    const char *list[MAX_DEVICES];
    size_t n;
};

/* With the lock: the index of a scanner's queue, -1: none. */
static int queue_index(const struct scanner *s)
{
    for (size_t i = 0; i < registry.num_queues; i++)
        if (registry.queues[i].printer_id == s->record.printer_id)
            return (int)i;
    return -1;
}

/* With the lock: whether an earlier queue has the same machine. */
static bool is_second(int queue)
{
    const struct scanner_queue *q = &registry.queues[queue];

    for (size_t i = 0; i < registry.num_queues; i++)
        if (registry.queues[i].printer_id < q->printer_id &&
            share_same(registry.queues[i].uri, q->uri))
            return true;
    return false;
}

/* With the lock. */
static bool is_auto(const struct scanner *s)
{
    int queue = queue_index(s);

    return !s->deleted && strcmp(s->record.settings.device, "auto") == 0 && queue >= 0 &&
           scanner_match_usb(&registry.queues[queue]) && !is_second(queue);
}

/* With the lock: its device is to be looked for. */
static bool is_sought(const struct scanner *s)
{
    return is_auto(s) && (s->record.device[0] == '\0' || s->trouble == SCAN_GONE);
}

/* With the lock: its device is to be asked what it can do. */
static bool is_unknown(const struct scanner *s)
{
    return scanner_shown(s) && s->record.device[0] != '\0' &&
           (!s->record.known || s->trouble == SCAN_GONE);
}

static bool any(bool (*is)(const struct scanner *))
{
    for (const struct scanner *s = registry.scanners; s != NULL; s = s->next)
        if (is(s))
            return true;
    return false;
}

static bool take_device(void *ctx, const char *name, const char *maker, const char *model)
{
    struct devices *devices = ctx;

    (void)maker;
    (void)model;
    if (devices->n < MAX_DEVICES && strlen(name) < SCAN_DEVICE_SIZE) {
        snprintf(devices->names[devices->n], SCAN_DEVICE_SIZE, "%s", name);
        devices->list[devices->n] = devices->names[devices->n];
        devices->n++;
    }
    return devices->n < MAX_DEVICES;
}

/* With the lock. True: it has another device now. */
static bool match(struct scanner *s, const struct devices *devices)
{
    int found = scanner_match(registry.queues, registry.num_queues, (size_t)queue_index(s),
                              devices->list, devices->n);

    if (found < 0)
        return false;
    if (strcmp(s->record.device, devices->list[found]) == 0)
        return false;
    snprintf(s->record.device, sizeof(s->record.device), "%s", devices->list[found]);
    s->record.known = false;
    return true;
}

static bool is_listed(const struct devices *devices, const char *name)
{
    for (size_t i = 0; i < devices->n; i++)
        if (strcmp(devices->list[i], name) == 0)
            return true;
    return false;
}

/* Look for the devices of queues. listed: out: devices are all that there are. */
static void list_devices(struct devices *devices, bool *listed)
{
    char why[512] = "";
    bool changed = false;
    enum scan_result result =
        scan_process_list("pixma", take_device, devices, why, sizeof(why));

    *listed = result == SCAN_OK;
    if (!*listed) {
        log_say(LOG_SAY_DEBUG, "Scanners cannot be listed: %s", why);
        return;
    }
    registry_lock();
    for (struct scanner *s = registry.scanners; s != NULL; s = s->next)
        if (is_sought(s))
            changed = match(s, devices) || changed;
    registry_unlock();
    if (changed)
        registry_save();
}

/* The next scanner that is to be asked, after one; NULL. */
static struct scanner *next_unknown(struct scanner *after, const struct devices *devices,
                                    bool listed)
{
    struct scanner *s;

    registry_lock();
    for (s = after != NULL ? after->next : registry.scanners; s != NULL; s = s->next)
        if (is_unknown(s) && (!listed || !is_auto(s) || is_listed(devices, s->record.device)))
            break;
    registry_unlock();
    return s;
}

/* What is the same as the last time is not said again. */
static void say(const char *name, const char *device, enum scan_result result, const char *why,
                bool is_new)
{
    log_say(is_new ? LOG_SAY_INFO : LOG_SAY_DEBUG, "The scanner %s (%s) %s%s", name, device,
            result == SCAN_OK ? "is there." : "cannot be used: ",
            result == SCAN_OK ? ""
            : why[0] != '\0'  ? why
                              : scan_result_text(result));
}

static void ask(struct scanner *s)
{
    struct scan_process *process = NULL;
    char device[SCAN_DEVICE_SIZE], why[512] = "";
    char name[SCANNER_NAME_SIZE];
    struct scan_caps caps;
    enum scan_result result, before;
    bool learnt = false;

    if (!scanner_begin_use(s, USE_SEARCH, device))
        return;
    registry_lock();
    memcpy(name, s->record.name, sizeof(name));
    before = s->trouble;
    registry_unlock();
    result = scan_process_open(device, &process, &caps, why, sizeof(why));
    scan_process_close(process);
    scanner_end_use(s);
    if (result == SCAN_OK)
        learnt = scanner_learn(s, &caps);
    scanner_note_look(s, result, why);
    say(name, device, result, why, learnt || result != before);
}

static void search_once(void)
{
    struct devices devices = {.n = 0};
    bool listed = false, sought;

    registry_lock();
    sought = any(is_sought);
    registry_unlock();
    if (sought)
        list_devices(&devices, &listed);
    for (struct scanner *s = NULL;
         !registry_is_stopping() && (s = next_unknown(s, &devices, listed)) != NULL;)
        ask(s);
}

/* With the lock: until it is time to search, or something changed that may end the wait. */
static bool is_time(int64_t due, uint64_t *usb, int64_t *looked)
{
    int64_t now = net_clock_ms();
    uint64_t state;

    if (!any(is_sought) && !any(is_unknown)) {
        registry_wait(60000);
        return false;
    }
    if (now >= due)
        return true;
    if (now - *looked >= USB_LOOK_MS) {
        *looked = now;
        registry_unlock();
        state = scanner_usb_state();
        registry_lock();
        if (state != *usb) {
            *usb = state;
            return true;
        }
        if (registry.stopping || registry.search_now || registry.queues_changed)
            return false;
    }
    registry_wait(due - now < USB_LOOK_MS ? due - now : USB_LOOK_MS);
    return false;
}

void *scanner_search(void *ctx)
{
    uint64_t usb = scanner_usb_state();
    int64_t due = 0, looked = net_clock_ms();
    size_t tries = 0;

    (void)ctx;
    registry_lock();
    while (!registry.stopping) {
        if (registry.queues_changed) { /* said after each change of anything */
            registry.queues_changed = false;
            registry_unlock();
            scanner_follow_queues();
            registry_lock();
            continue;
        }
        if (registry.search_now) {
            registry.search_now = false;
            registry_tell(); /* it begins: see scanner_settle */
            due = 0;
            tries = 0;
        }
        if (!is_time(due, &usb, &looked))
            continue;
        registry_unlock();
        search_once();
        registry_lock();
        registry.searches++;
        registry_tell();
        due = net_clock_ms() + pauses[tries < NUM_PAUSES ? tries : NUM_PAUSES - 1];
        tries++;
    }
    registry_unlock();
    registry_thread_ends();
    return NULL;
}
