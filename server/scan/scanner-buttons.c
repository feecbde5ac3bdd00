/*
 * scanner-buttons.c - watches the buttons of scanners: a thread for each that is watched, which
 * has the device open while nobody else wants it.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scanner-parts.h"

#include "machine-share.h"

#include "server/device-net.h"
#include "server/log.h"

#include <stdio.h>

#define ASK_MS       1000
#define RETRY_MIN_MS 5000
#define RETRY_MAX_MS 60000

/* With the lock. */
static bool is_watched(const struct scanner *s)
{
    return s->pressed != NULL && !s->deleted && !registry.stopping;
}

/* With the lock: somebody else is to have the device. */
static bool must_let_go(const struct scanner *s)
{
    return !is_watched(s) || s->wanted > 0 || s->active != NULL || !scanner_shown(s);
}

/* With the lock. The machine is looked at after the use was noted: a print job that comes later
 * finds it there. */
static bool begin(struct scanner *s, char *device)
{
    if (must_let_go(s) || s->use != USE_NOBODY || s->record.device[0] == '\0' ||
        s->record.caps.num_buttons == 0)
        return false;
    s->use = USE_BUTTONS;
    if (share_holder(s->uri) != SHARE_NOBODY || share_wanted(s->uri)) {
        s->use = USE_NOBODY;
        registry_tell();
        return false;
    }
    snprintf(device, SCAN_DEVICE_SIZE, "%s", s->record.device);
    return true;
}

/* Without the lock: ask until a button was pressed or somebody else wants it. The buttons. */
static uint32_t ask(struct scanner *s, struct scan_process *process, enum scan_result *result)
{
    struct scan_sensors sensors = {.buttons = 0};
    bool let_go = false;

    while (!let_go) {
        sensors.buttons = 0;
        *result = scan_process_sensors(process, &sensors);
        if (*result != SCAN_OK)
            return 0;
        scanner_note_feeder(s, sensors.feeder);
        if (sensors.buttons != 0)
            return sensors.buttons;
        registry_lock();
        let_go = must_let_go(s);
        for (int64_t end = net_clock_ms() + ASK_MS; !let_go && net_clock_ms() < end;) {
            registry_wait(end - net_clock_ms());
            let_go = must_let_go(s);
        }
        registry_unlock();
    }
    return 0;
}

static void tell(struct scanner *s, uint32_t buttons)
{
    void (*pressed)(void *, struct scanner *, unsigned);
    void *ctx;

    registry_lock();
    pressed = is_watched(s) ? s->pressed : NULL;
    ctx = s->pressed_ctx;
    registry_unlock();
    for (unsigned i = 0; pressed != NULL && i < SCAN_MAX_BUTTONS; i++)
        if ((buttons & (1u << i)) != 0)
            pressed(ctx, s, i + 1);
}

/* One time that the device is open. False: it could not be used. The device is closed before
 * the button is told, so that the scan that it starts need not wait. */
static bool watch_once(struct scanner *s, const char *device)
{
    struct scan_process *process = NULL;
    struct scan_caps caps;
    char why[512] = "";
    uint32_t buttons = 0;
    enum scan_result result = scan_process_open(device, &process, &caps, why, sizeof(why));

    if (result == SCAN_OK) {
        buttons = ask(s, process, &result);
        if (result != SCAN_OK)
            snprintf(why, sizeof(why), "%s", scan_process_why(process));
    }
    scan_process_close(process);
    scanner_end_use(s);
    scanner_note_look(s, result, why);
    if (buttons != 0)
        tell(s, buttons);
    return result == SCAN_OK;
}

static void *watch(void *ctx)
{
    struct scanner *s = ctx;
    int64_t pause = RETRY_MIN_MS;
    char device[SCAN_DEVICE_SIZE];

    registry_lock();
    while (is_watched(s)) {
        if (!begin(s, device)) {
            registry_wait(ASK_MS);
            continue;
        }
        registry_unlock();
        if (watch_once(s, device))
            pause = RETRY_MIN_MS;
        else {
            int64_t end = net_clock_ms() + pause;

            pause = pause < RETRY_MAX_MS / 2 ? pause * 2 : RETRY_MAX_MS;
            registry_lock();
            while (is_watched(s) && net_clock_ms() < end)
                registry_wait(end - net_clock_ms());
            registry_unlock();
        }
        registry_lock();
    }
    s->has_button_thread = false;
    registry_unlock();
    registry_thread_ends();
    return NULL;
}

static void start(struct scanner *s)
{
    bool begin_one;

    registry_lock();
    begin_one = registry.running && is_watched(s) && !s->has_button_thread;
    s->has_button_thread = s->has_button_thread || begin_one;
    registry_unlock();
    if (!begin_one || registry_thread(watch, s))
        return;
    registry_lock();
    s->has_button_thread = false;
    registry_unlock();
    log_say(LOG_SAY_ERROR, "The buttons of a scanner are not watched: no thread.");
}

void scanner_watch_buttons(struct scanner *s,
                           void (*pressed)(void *ctx, struct scanner *scanner, unsigned button),
                           void *ctx)
{
    registry_lock();
    s->pressed = pressed;
    s->pressed_ctx = ctx;
    registry_tell();
    registry_unlock();
    start(s);
}
