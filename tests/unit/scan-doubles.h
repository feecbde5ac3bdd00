/*
 * scan-doubles.h - scanners that tests script, in the place of scan-process.c, and queues in
 * the place of PAPPL's. For tests of scanners and scan jobs; included once.
 * Effects: memory, threads that wait.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_SCAN_DOUBLES_H
#define UNIT_SCAN_DOUBLES_H

#include "server/device-net.h"
#include "server/scan/scan-process.h"
#include "server/scan/scanner-queues.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAKE_NONE (~0u)

/* A scanner. Set under fake_lock where the registry runs already. */
struct fake_scanner {
    char name[SCAN_DEVICE_SIZE];
    bool there; /* is listed and opens */
    struct scan_caps caps;
    enum scan_result open_result;
    unsigned sheets; /* sides that lie in the feeder */
    unsigned height; /* lines of a page, of 64 pixels */
    uint32_t blank;  /* bit n: side n is white */
    double slant;    /* not 0: lines as of text, so much lower with each pixel */
    /* The page, from 0, at which something goes wrong; FAKE_NONE. */
    unsigned fails_at, fails_line; /* line FAKE_NONE: when it begins */
    enum scan_result fails_with;
    unsigned hangs_at, hangs_line; /* until it is canceled or the page is FAKE_NONE */
    bool hangs_open;               /* until it is false; cannot be canceled */
    enum scan_feeder feeder;
    uint32_t buttons;
    /* what was done with it */
    unsigned opened, open, asked, finished;
    bool hanging; /* it does now */
};

static pthread_mutex_t fake_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t fake_changed = PTHREAD_COND_INITIALIZER;
static struct fake_scanner fake_scanners[4];
static unsigned fake_lists;
static struct scanner_queue fake_queues[4];
static size_t num_fake_queues;
static uint64_t fake_usb = 1;

struct scan_process {
    struct fake_scanner *of;
    bool canceled;
    unsigned page, line; /* of the batch */
    struct scan_params want;
};

static inline void fake_lock(void)
{
    pthread_mutex_lock(&fake_mutex);
}

static inline void fake_unlock(void)
{
    pthread_cond_broadcast(&fake_changed);
    pthread_mutex_unlock(&fake_mutex);
}

/* A machine of the family, at rest. */
static inline struct fake_scanner *fake_make(unsigned i, const char *name)
{
    struct fake_scanner *f = &fake_scanners[i];
    struct scan_caps *c = &f->caps;

    memset(f, 0, sizeof(*f));
    snprintf(f->name, sizeof(f->name), "%s", name);
    f->there = true;
    f->height = 40;
    f->fails_at = f->hangs_at = f->fails_line = f->hangs_line = FAKE_NONE;
    snprintf(c->maker, sizeof(c->maker), "Canon");
    snprintf(c->model, sizeof(c->model), "imageRUNNER 1020");
    for (int k = 0; k < SCAN_NUM_INPUTS; k++) {
        c->has[k] = true;
        c->width[k] = 2544;
        c->height[k] = 3472;
    }
    c->gray = c->color = true;
    c->resolutions[0] = 75;
    c->resolutions[1] = 300;
    c->num_resolutions = 2;
    return f;
}

/* Wait for something of the doubles, under their lock, for at most ten seconds. */
#define FAKE_AWAIT(condition)                                                                  \
    do {                                                                                       \
        for (int fake_tries = 0; fake_tries < 2000; fake_tries++) {                            \
            bool fake_there;                                                                   \
            fake_lock();                                                                       \
            fake_there = (condition);                                                          \
            fake_unlock();                                                                     \
            if (fake_there)                                                                    \
                break;                                                                         \
            poll(NULL, 0, 5);                                                                  \
        }                                                                                      \
    } while (0)

/* ---- scan-process.h ---- */

bool scan_device_leads_back(const char *device)
{
    return strncmp(device, "net:", 4) == 0 || strncmp(device, "escl:", 5) == 0;
}

enum scan_result scan_process_list(const char *only,
                                   bool (*found)(void *ctx, const char *name, const char *maker,
                                                 const char *model),
                                   void *ctx, char *why, size_t why_size)
{
    char names[4][SCAN_DEVICE_SIZE];
    size_t n = 0;

    snprintf(why, why_size, "%s", "");
    fake_lock();
    fake_lists++;
    for (size_t i = 0; i < 4; i++)
        if (fake_scanners[i].there &&
            (only == NULL || strncmp(fake_scanners[i].name, only, strlen(only)) == 0))
            memcpy(names[n++], fake_scanners[i].name, SCAN_DEVICE_SIZE);
    fake_unlock();
    for (size_t i = 0; i < n && found(ctx, names[i], "Canon", "iR1020"); i++)
        ;
    return SCAN_OK;
}

enum scan_result scan_process_open(const char *device, struct scan_process **process,
                                   struct scan_caps *caps, char *why, size_t why_size)
{
    struct fake_scanner *f = NULL;
    enum scan_result result = SCAN_GONE;

    *process = NULL;
    snprintf(why, why_size, "%s", "");
    fake_lock();
    for (size_t i = 0; i < 4; i++)
        if (fake_scanners[i].there && strcmp(fake_scanners[i].name, device) == 0)
            f = &fake_scanners[i];
    while (f != NULL && f->hangs_open) {
        f->hanging = true;
        pthread_cond_wait(&fake_changed, &fake_mutex);
    }
    if (f != NULL)
        result = f->open_result;
    if (result == SCAN_OK && (*process = calloc(1, sizeof(**process))) != NULL) {
        (*process)->of = f;
        *caps = f->caps;
        f->opened++;
        f->open++;
    }
    fake_unlock();
    return result;
}

/* With the lock, given up meanwhile. */
static enum scan_result fake_hang(struct scan_process *p, unsigned line)
{
    struct fake_scanner *f = p->of;

    while (!p->canceled && f->hangs_at == p->page && f->hangs_line == line) {
        f->hanging = true;
        pthread_cond_broadcast(&fake_changed);
        pthread_cond_wait(&fake_changed, &fake_mutex);
    }
    f->hanging = false;
    if (p->canceled)
        return SCAN_CANCELED;
    return f->fails_at == p->page && f->fails_line == line ? f->fails_with : SCAN_OK;
}

static enum scan_result fake_start(void *ctx, const struct scan_params *want,
                                   struct scan_image *got)
{
    struct scan_process *p = ctx;
    enum scan_result result;

    fake_lock();
    result = fake_hang(p, FAKE_NONE);
    if (result == SCAN_OK && want->input != SCAN_PLATEN && p->page >= p->of->sheets) {
        p->of->sheets = 0;
        result = SCAN_NO_DOCS;
    }
    p->line = 0;
    p->want = *want;
    got->width = want->area.width * want->dpi / SCAN_UNITS;
    got->height = p->of->height;
    got->color = want->color == SCAN_COLOR;
    fake_unlock();
    return result;
}

static inline void fake_slanted(uint8_t *line, size_t width, unsigned y, double slant)
{
    for (size_t x = 0; x < width; x++) {
        int at = (int)(y + 10000 - (double)x * slant) % 24;

        line[x] = x > 60 && x + 60 < width && at < 8 && (x / 3 + (size_t)at) % 3 != 0 ? 0 : 255;
    }
}

/* A side that is not blank has a black beam across it. */
static enum scan_result fake_line(void *ctx, uint8_t *line, bool *end)
{
    struct scan_process *p = ctx;
    size_t width = p->want.area.width * p->want.dpi / SCAN_UNITS;
    enum scan_result result;
    bool black;

    fake_lock();
    result = fake_hang(p, p->line);
    *end = p->line >= p->of->height;
    black = p->line > p->of->height / 3 && p->line < p->of->height / 2 &&
            (p->page > 31 || (p->of->blank & (1u << p->page)) == 0);
    p->line++;
    p->page += *end;
    fake_unlock();
    if (result == SCAN_OK && !*end)
        memset(line, black ? 0 : 255, width * (p->want.color == SCAN_COLOR ? 3 : 1));
    if (result == SCAN_OK && !*end && p->of->slant != 0)
        fake_slanted(line, width, p->line, p->of->slant);
    return result;
}

static void fake_finish(void *ctx)
{
    struct scan_process *p = ctx;

    fake_lock();
    if (p->want.input != SCAN_PLATEN)
        p->of->sheets -= p->page < p->of->sheets ? p->page : p->of->sheets;
    p->page = 0;
    p->of->finished++;
    fake_unlock();
}

static void fake_cancel(void *ctx)
{
    struct scan_process *p = ctx;

    fake_lock();
    p->canceled = true;
    fake_unlock();
}

struct scan_source scan_process_source(struct scan_process *process)
{
    return (struct scan_source){fake_start, fake_line, fake_finish, fake_cancel, process};
}

enum scan_result scan_process_sensors(struct scan_process *process,
                                      struct scan_sensors *sensors)
{
    fake_lock();
    process->of->asked++;
    sensors->feeder = process->of->feeder;
    sensors->buttons = process->of->buttons;
    process->of->buttons = 0;
    fake_unlock();
    return SCAN_OK;
}

const char *scan_process_why(const struct scan_process *process)
{
    (void)process;
    return "The driver says so.";
}

void scan_process_close(struct scan_process *process)
{
    if (process == NULL)
        return;
    fake_lock();
    process->of->open--;
    fake_unlock();
    free(process);
}

/* ---- scanner-queues.h ---- */

static inline void fake_queue(unsigned i, int id, const char *name, const char *uri)
{
    fake_queues[i].printer_id = id;
    snprintf(fake_queues[i].name, sizeof(fake_queues[i].name), "%s", name);
    snprintf(fake_queues[i].uri, sizeof(fake_queues[i].uri), "%s", uri);
    snprintf(fake_queues[i].uuid, sizeof(fake_queues[i].uuid), "00000000-0000-4000-8000-%012d",
             id);
    num_fake_queues = i + 1;
}

size_t scanner_queues(pappl_system_t *system, struct scanner_queue *queues, size_t max)
{
    size_t n;

    (void)system;
    fake_lock();
    n = num_fake_queues < max ? num_fake_queues : max;
    memcpy(queues, fake_queues, n * sizeof(*queues));
    fake_unlock();
    return n;
}

uint64_t scanner_usb_state(void)
{
    uint64_t state;

    fake_lock();
    state = fake_usb;
    fake_unlock();
    return state;
}

#endif
