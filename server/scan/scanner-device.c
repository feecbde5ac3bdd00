/*
 * scanner-device.c - who uses a scanner's device, and looks at its sensors.
 *
 * A device is open in one process only. A scan goes before a look at the feeder or the buttons:
 * those let go as soon as somebody wants it. The machine (machine-share.h) is held by scans,
 * looks and the search, for as long as the device is open; the buttons hold it not, since they
 * may do so for days: they let go when a print job comes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scanner-parts.h"

#include "machine-share.h"

#include "server/device-net.h"

#include <string.h>

/* A look is not made more often. */
#define LOOK_MS 5000

/* Nor at a machine that is switched off. */
#define LOOK_GONE_MS 30000

/* The mutex of the table of machines comes after ours: it is a leaf. */
static bool machine_is_free(const struct scanner *s)
{
    return share_holder(s->uri) == SHARE_NOBODY && !share_wanted(s->uri);
}

bool scanner_begin_use(struct scanner *s, enum scanner_use use, char *device)
{
    char uri[sizeof(s->uri)];
    bool taken;

    registry_lock();
    taken = s->use == USE_NOBODY && !s->deleted && s->record.device[0] != '\0';
    if (taken) {
        s->use = use;
        snprintf(device, SCAN_DEVICE_SIZE, "%s", s->record.device);
    }
    memcpy(uri, s->uri, sizeof(uri));
    registry_unlock();
    if (taken && share_take(uri, SHARE_SCAN, 0, NULL, NULL)) {
        registry_lock();
        memcpy(s->share, uri, sizeof(uri));
        registry_unlock();
        return true;
    }
    registry_lock();
    if (taken)
        s->use = USE_NOBODY;
    registry_tell();
    registry_unlock();
    return false;
}

void scanner_end_use(struct scanner *s)
{
    char uri[sizeof(s->share)];

    registry_lock();
    memcpy(uri, s->share, sizeof(uri));
    s->share[0] = '\0';
    registry_unlock();
    if (uri[0] != '\0')
        share_release(uri, SHARE_SCAN);
    registry_lock();
    s->use = USE_NOBODY;
    registry_tell();
    registry_unlock();
}

enum scan_result scanner_await_use(struct scanner *s, char *device, bool (*canceled)(void *ctx),
                                   void *ctx)
{
    enum scan_result result = SCAN_OK;

    registry_lock();
    s->wanted++;
    registry_tell();
    while (result == SCAN_OK) {
        bool busy;

        registry_unlock();
        if (canceled(ctx)) {
            registry_lock();
            result = SCAN_CANCELED;
            break;
        }
        if (scanner_begin_use(s, USE_JOB, device)) {
            registry_lock();
            break;
        }
        registry_lock();
        busy = s->use == USE_NOBODY && share_holder(s->uri) != SHARE_SCAN;
        if (s->deleted || s->record.device[0] == '\0')
            result = SCAN_GONE;
        else if (busy && !machine_is_free(s))
            result = SCAN_BUSY;
        else
            registry_wait(NET_SLICE_MS); /* the other use tells; another queue's does not */
    }
    s->wanted--;
    registry_unlock();
    return result;
}

/* ---- the feeder's sensor ---- */

static void *look(void *ctx)
{
    struct scan_sensors sensors = {.feeder = SCAN_FEEDER_UNKNOWN};
    char device[SCAN_DEVICE_SIZE], why[512] = "";
    struct scanner *s = ctx;

    if (scanner_begin_use(s, USE_LOOK, device)) {
        struct scan_process *process = NULL;
        struct scan_caps caps;
        enum scan_result result = scan_process_open(device, &process, &caps, why, sizeof(why));

        if (result == SCAN_OK && (result = scan_process_sensors(process, &sensors)) != SCAN_OK)
            snprintf(why, sizeof(why), "%s", scan_process_why(process));
        scan_process_close(process);
        scanner_end_use(s);
        if (result == SCAN_OK)
            (void)scanner_learn(s, &caps);
        scanner_note_look(s, result, why);
    }
    scanner_note_feeder(s, sensors.feeder);
    registry_lock();
    s->looking = false;
    registry_unlock();
    registry_thread_ends();
    return NULL;
}

enum scan_feeder scanner_look(struct scanner *s)
{
    int64_t now = net_clock_ms();
    enum scan_feeder feeder;
    int64_t pause;
    bool begin;

    registry_lock();
    feeder = scanner_feeder(s);
    pause = s->trouble == SCAN_GONE ? LOOK_GONE_MS : LOOK_MS;
    begin = registry.running && !registry.stopping && s->record.caps.feeder_sensor &&
            !s->looking && s->active == NULL && s->use == USE_NOBODY && s->wanted == 0 &&
            scanner_shown(s) && (s->looked_at == 0 || now - s->looked_at > pause) &&
            machine_is_free(s);
    s->looking = s->looking || begin;
    registry_unlock();
    if (begin && !registry_thread(look, s)) {
        registry_lock();
        s->looking = false;
        registry_unlock();
    }
    return feeder;
}

/* ---- print jobs ---- */

void scanner_make_way(void *ctx, const char *uri)
{
    (void)ctx;
    registry_lock();
    for (struct scanner *s = registry.scanners; s != NULL; s = s->next) {
        if (!share_same(s->uri, uri))
            continue;
        s->wanted++;
        registry_tell();
        while (s->use == USE_BUTTONS)
            registry_wait(1000);
        s->wanted--;
    }
    registry_unlock();
}
