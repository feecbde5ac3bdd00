/*
 * queue-name.c - see queue-name.h.
 *
 * Whoever asks PAPPL for the address keeps the pointer, as PAPPL lets him: so an address that
 * was given out stays in memory until the program ends.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "queue-name.h"

#include "announce.h"
#include "compat.h"
#include "dnssd.h"
#include "ipp-jobs.h"
#include "printer.h"
#include "queue-settings.h"
#include "uri.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME    "human-name"
#define ADDRESS "address"

typedef const char *(*uri_fn)(pappl_printer_t *);

/* ---- names ---- */

void queue_human_name(pappl_printer_t *printer, char *text, size_t n)
{
    if (!queue_setting_get(papplPrinterGetID(printer), NAME, text, n))
        snprintf(text, n, "%s", papplPrinterGetName(printer));
}

bool queue_rename(pappl_printer_t *printer, const char *name, char *why, size_t why_size)
{
    char announced[DNSSD_MAX_NAME + 1];

    if (strlen(name) > QUEUE_NAME_MAX) {
        snprintf(why, why_size, "The name is too long.");
        return false;
    }
    if (!queue_setting_set(papplPrinterGetID(printer), NAME, name, why, why_size))
        return false;
    dnssd_cut_name(name[0] != '\0' ? name : papplPrinterGetName(printer), announced);
    papplPrinterSetDNSSDName(printer, announced);
    announce_changed();
    return true;
}

/* ---- addresses ---- */

struct known_uri {
    struct known_uri *next;
    char text[];
};

/* The same text in memory that stays; NULL without memory. */
static const char *keep(const char *uri)
{
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards known */
    static struct known_uri *known;
    struct known_uri *one;
    size_t n = strlen(uri) + 1;

    pthread_mutex_lock(&mutex);
    for (one = known; one != NULL && strcmp(one->text, uri) != 0;)
        one = one->next;
    if (one == NULL && (one = malloc(sizeof(*one) + n)) != NULL) {
        memcpy(one->text, uri, n);
        one->next = known;
        known = one;
    }
    pthread_mutex_unlock(&mutex);
    return one != NULL ? one->text : NULL;
}

const char *papplPrinterGetDeviceURI(pappl_printer_t *printer)
{
    static _Atomic(compat_fn) known;
    uri_fn next = (uri_fn)compat_cached(&known, "papplPrinterGetDeviceURI");
    char uri[URI_MAX + 1];
    const char *ours = NULL;

    if (printer != NULL &&
        queue_setting_get(papplPrinterGetID(printer), ADDRESS, uri, sizeof(uri)))
        ours = keep(uri);
    return ours != NULL ? ours : next != NULL ? next(printer) : NULL;
}

bool queue_set_address(pappl_printer_t *printer, const char *uri, char *why, size_t why_size)
{
    if (!printer_accept_uri(uri, why, why_size) ||
        !queue_setting_set(papplPrinterGetID(printer), ADDRESS, uri, why, why_size))
        return false;
    ipp_follow_printer(printer);
    announce_changed();
    return true;
}
