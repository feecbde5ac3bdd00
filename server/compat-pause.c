/*
 * compat-pause.c - a paused queue prints nothing, raster neither.
 *
 * PAPPL prints raster as it comes, paused or not, and takes the queue for running again after
 * it. So who pauses and resumes is noted here as well; a raster job waits at its start, with
 * its sender, and the queue is paused anew so that it stays so after a job that is canceled.
 * Effects: as papplPrinterPause and papplPrinterResume.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define POLL_NS (100 * 1000 * 1000L)

typedef void (*printer_fn)(pappl_printer_t *);

struct paused {
    const pappl_printer_t *printer;
    struct paused *next;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards all_paused */
static pthread_cond_t resumed = PTHREAD_COND_INITIALIZER;
static struct paused *all_paused;

/* Where the note of a printer is, or the end of the list. With the mutex held. */
static struct paused **find(const pappl_printer_t *printer)
{
    struct paused **link = &all_paused;

    while (*link != NULL && (*link)->printer != printer)
        link = &(*link)->next;
    return link;
}

void papplPrinterPause(pappl_printer_t *printer)
{
    printer_fn next = (printer_fn)compat_next("papplPrinterPause");
    struct paused **link;

    pthread_mutex_lock(&mutex);
    link = find(printer);
    if (*link == NULL && (*link = calloc(1, sizeof(**link))) != NULL)
        (*link)->printer = printer;
    pthread_mutex_unlock(&mutex);
    if (next != NULL)
        next(printer);
}

void compat_forget_pause(const pappl_printer_t *printer)
{
    struct paused **link, *gone;

    pthread_mutex_lock(&mutex);
    link = find(printer);
    gone = *link;
    if (gone != NULL)
        *link = gone->next;
    pthread_cond_broadcast(&resumed);
    pthread_mutex_unlock(&mutex);
    free(gone);
}

void papplPrinterResume(pappl_printer_t *printer)
{
    printer_fn next = (printer_fn)compat_next("papplPrinterResume");

    if (next != NULL)
        next(printer);
    compat_forget_pause(printer);
}

bool compat_is_paused(const pappl_printer_t *printer)
{
    bool is;

    pthread_mutex_lock(&mutex);
    is = *find(printer) != NULL;
    pthread_mutex_unlock(&mutex);
    return is;
}

/* Until somebody resumes a queue, or a moment has passed. */
static void wait_a_moment(const pappl_printer_t *printer)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += POLL_NS;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&mutex);
    if (*find(printer) != NULL)
        (void)pthread_cond_timedwait(&resumed, &mutex, &until);
    pthread_mutex_unlock(&mutex);
}

void compat_wait_while_paused(pappl_printer_t *printer, bool (*canceled)(void *ctx), void *ctx)
{
    printer_fn pause = (printer_fn)compat_next("papplPrinterPause");

    if (compat_is_paused(printer) && pause != NULL)
        pause(printer);
    while (compat_is_paused(printer) && !canceled(ctx))
        wait_a_moment(printer);
}
