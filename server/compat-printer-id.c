/*
 * compat-printer-id.c - a queue tells the number it has.
 *
 * Before 1.4.3 PAPPL gives a new queue its number only after writing printer-id, 0, into its
 * attributes. The sub-commands delete and default ask for that number and give up. So a number
 * is chosen before the queue is made. And its UUID is kept (compat-uuid.c).
 * Effects: as papplPrinterCreate; identity.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "compat.h"
#include "identity.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

typedef pappl_printer_t *(*create_fn)(pappl_system_t *, int, const char *, const char *,
                                      const char *, const char *);

/* The next number: above every number that was given, here or in an earlier run. */
static int choose_id(pappl_system_t *system, int wanted)
{
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards next */
    static int next = 1;
    int id;

    pthread_mutex_lock(&mutex);
    if (next < papplSystemGetNextPrinterID(system))
        next = papplSystemGetNextPrinterID(system);
    id = wanted != 0 ? wanted : next;
    if (next <= id)
        next = id + 1;
    pthread_mutex_unlock(&mutex);
    return id;
}

static bool lives(void *ctx, int id)
{
    return papplSystemFindPrinter(ctx, NULL, id, NULL) != NULL;
}

/* While the state is read not all queues are there yet, and none is new. */
static void keep_uuid(pappl_system_t *system)
{
    if (!identity_keep_queues(papplSystemIsRunning(system) ? lives : NULL, system))
        papplLog(system, PAPPL_LOGLEVEL_ERROR,
                 "The queue's UUID could not be kept: %s. Clients will take it for another "
                 "printer after the next start.",
                 strerror(errno));
}

pappl_printer_t *papplPrinterCreate(pappl_system_t *system, int printer_id, const char *name,
                                    const char *driver_name, const char *device_id,
                                    const char *device_uri)
{
    static _Atomic(compat_fn) known;
    create_fn next = (create_fn)compat_cached(&known, "papplPrinterCreate");
    int id = choose_id(system, printer_id);
    pappl_printer_t *printer;

    if (next == NULL)
        return NULL;
    compat_making_queue(id, name, printer_id == 0);
    printer = next(system, id, name, driver_name, device_id, device_uri);
    compat_making_queue(0, NULL, false);
    if (printer != NULL)
        keep_uuid(system);
    return printer;
}
