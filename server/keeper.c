/*
 * keeper.c - see keeper.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "keeper.h"

#include "delivery.h"
#include "device-usb.h"
#include "finder.h"
#include "guards.h"
#include "ipp-events.h"
#include "ipp-jobs.h"
#include "log-ring.h"
#include "log.h"
#include "printer.h"
#include "recorder.h"
#include "scan/machine-share.h"
#include "status.h"
#include "device-net.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

/* The longest time the program's end waits for a page that is on its way. */
#define STOP_MS 6000

/* One question to a machine on USB. */
#define USB_STATUS_MS 500

static struct jobs *all_jobs;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards stopping */
static pthread_cond_t changed;
static bool stopping, running;
static pthread_t thread;

static void put_line(void *ctx, enum log_level level, const char *text)
{
    static const pappl_loglevel_t levels[] = {PAPPL_LOGLEVEL_DEBUG, PAPPL_LOGLEVEL_INFO,
                                              PAPPL_LOGLEVEL_WARN, PAPPL_LOGLEVEL_ERROR};

    papplLog(ctx, levels[level], "%s", text);
    log_ring_add(level, text);
    recorder_line(jobs_folder(all_jobs), text);
}

struct jobs *keeper_open(const char *folder, const struct jobs_limits *limits, char *why,
                         size_t why_size)
{
    all_jobs = jobs_open(folder, limits, why, why_size);
    return all_jobs;
}

static void printer_deleted(int printer_id)
{
    struct job_queue *queue = jobs_queue(all_jobs, printer_id);

    if (queue == NULL)
        return;
    jobs_lock(all_jobs);
    queue->gone = true;
    jobs_wake(queue);
    jobs_unlock(all_jobs);
}

/* Queues whose printer was deleted, when their delivery has ended. */
static void note_gone(void *ctx, struct job_queue *queue)
{
    struct job_queue **gone = ctx;

    if (queue->gone && queue->delivery != NULL && !queue->delivering)
        *gone = queue;
}

static void *look_after_time(void *ctx)
{
    unsigned seconds = 0;
    bool ending;

    (void)ctx;
    do {
        struct job_queue *gone = NULL;
        struct timespec until;

        jobs_tick(all_jobs, time(NULL));
        guards_tick(all_jobs);
        jobs_each_queue(all_jobs, note_gone, &gone);
        if (gone != NULL) {
            (void)delivery_stop(gone, 0);
            finder_forget(gone->id);
        }
        ipp_events_look();
        if (++seconds % 30 == 0)
            (void)malloc_trim(0); /* what a storm of clients left behind */
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec++;
        pthread_mutex_lock(&mutex);
        if (!stopping)
            (void)pthread_cond_timedwait(&changed, &mutex, &until);
        ending = stopping;
        pthread_mutex_unlock(&mutex);
    } while (!ending);
    return NULL;
}

/* Not while it scans: how these machines take a question about the one side in the middle of
 * the other's work nobody has measured. */
static bool ask_usb(const struct uri *uri, uint8_t *byte)
{
    char text[URI_MAX + 1];

    return (!uri_format_usb(uri, text, sizeof(text)) || share_holder(text) != SHARE_SCAN) &&
           usb_port_status(uri, USB_STATUS_MS, byte);
}

void keeper_start(pappl_system_t *system)
{
    log_to(put_line, system);
    status_set_usb_hook(ask_usb);
    printer_on_delete(printer_deleted);
    net_cond_init(&changed);
    running = pthread_create(&thread, NULL, look_after_time, NULL) == 0;
}

void keeper_serve(pappl_printer_t *printer)
{
    struct job_queue *queue = jobs_queue(all_jobs, papplPrinterGetID(printer));

    ipp_follow_printer(printer);
    if (queue != NULL)
        ipp_events_watch(queue);
    if (queue == NULL || !delivery_start(queue))
        log_say(LOG_SAY_ERROR, "The queue %s cannot be served: no thread.",
                papplPrinterGetName(printer));
}

struct stop {
    struct job_queue *list[256];
    size_t n;
};

static void note_queue(void *ctx, struct job_queue *queue)
{
    struct stop *stop = ctx;

    if (queue->delivery != NULL && stop->n < sizeof(stop->list) / sizeof(stop->list[0]))
        stop->list[stop->n++] = queue;
}

void keeper_stop(void)
{
    struct stop stop = {.n = 0};

    pthread_mutex_lock(&mutex);
    stopping = true;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&mutex);
    if (running)
        pthread_join(thread, NULL);
    jobs_each_queue(all_jobs, note_queue, &stop);
    for (size_t i = 0; i < stop.n; i++)
        (void)delivery_stop(stop.list[i], 0); /* all at once */
    for (size_t i = 0; i < stop.n; i++)
        (void)delivery_stop(stop.list[i], STOP_MS);
    jobs_settle(all_jobs);
}
