/*
 * dnssd.c - see dnssd.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "dnssd.h"

#include "compat.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So many names are tried when a queue is added; the timer goes on with the others. */
#define MAX_TRIES 20

/* The thread that names the system; of the thread that runs the system. */
static pthread_t naming;
static bool naming_started;
static atomic_bool naming_done;

/* How much of a text fits in n bytes without cutting a character. */
static size_t whole_characters(const char *text, size_t n)
{
    size_t length = strlen(text);

    if (length <= n)
        return length;
    while (n > 0 && ((unsigned char)text[n] & 0xc0u) == 0x80u)
        n--;
    return n;
}

/* Where the " (N)" at the end of a name begins, and N; the end of the name and 1 without. */
static size_t number_of(const char *name, unsigned long *number)
{
    const char *open = strrchr(name, '(');
    char *end;

    *number = 1;
    if (open == NULL || open - name < 2 || open[-1] != ' ' || open[1] < '1' || open[1] > '9')
        return strlen(name);
    *number = strtoul(open + 1, &end, 10);
    if (end[0] == ')' && end[1] == '\0' && end - open <= 6)
        return (size_t)(open - 1 - name);
    *number = 1;
    return strlen(name);
}

/* The first n bytes of base, or fewer, and suffix, which is shorter than a name. */
static void join(const char *base, size_t n, const char *suffix, char next[DNSSD_MAX_NAME + 1])
{
    size_t m = strlen(suffix), room = DNSSD_MAX_NAME - m;

    n = whole_characters(base, n < room ? n : room);
    memcpy(next, base, n);
    memcpy(next + n, suffix, m + 1);
}

void dnssd_next_name(const char *name, char next[DNSSD_MAX_NAME + 1])
{
    char suffix[32];
    unsigned long number;
    size_t n = number_of(name, &number);

    snprintf(suffix, sizeof(suffix), " (%lu)", number + 1);
    join(name, n, suffix, next);
}

/* With the option dnssd-host the computer's name is the first thing to tell two apart. */
static void next_name(pappl_system_t *system, const char *name, char next[DNSSD_MAX_NAME + 1])
{
    char host[256], suffix[DNSSD_MAX_NAME / 2];

    if ((papplSystemGetOptions(system) & PAPPL_SOPTIONS_DNSSD_HOST) != 0 &&
        papplSystemGetHostName(system, host, sizeof(host)) != NULL) {
        host[strcspn(host, ".")] = '\0';
        snprintf(suffix, sizeof(suffix), " (%.*s)", DNSSD_MAX_NAME / 2 - 4, host);
        if (strstr(name, suffix) == NULL) {
            join(name, strlen(name), suffix, next);
            return;
        }
    }
    dnssd_next_name(name, next);
}

static void rename_printer(pappl_printer_t *printer)
{
    char name[256], next[DNSSD_MAX_NAME + 1];

    if (papplPrinterGetDNSSDName(printer, name, sizeof(name)) == NULL)
        return;
    next_name(papplPrinterGetSystem(printer), name, next);
    papplLogPrinter(printer, PAPPL_LOGLEVEL_INFO,
                    "The name '%s' is taken in this network; trying '%s'.", name, next);
    papplPrinterSetDNSSDName(printer, next);
}

void dnssd_announce(pappl_printer_t *printer)
{
    char name[256];

    if (papplPrinterGetDNSSDName(printer, name, sizeof(name)) == NULL)
        return;
    if (strlen(name) > DNSSD_MAX_NAME) {
        name[whole_characters(name, DNSSD_MAX_NAME)] = '\0';
        papplPrinterSetDNSSDName(printer, name);
    } else
        /* 1.3 announces the queues it finds at start only. This announces one too, and sets a
         * place that is not set; setting the name would free one that the thread which runs the
         * system may be reading. 1.4 announces it by itself, and then twice is as good. */
        papplPrinterSetGeoLocation(printer, NULL);
    for (int i = 0; i < MAX_TRIES && compat_name_taken(printer); i++)
        rename_printer(printer);
}

static void silence_printer(pappl_printer_t *printer, void *ctx)
{
    (void)ctx;
    papplPrinterSetDNSSDName(printer, NULL);
}

void dnssd_silence(pappl_system_t *system)
{
    papplSystemSetDNSSDName(system, NULL);
    papplSystemIteratePrinters(system, silence_printer, NULL);
}

static void repair_printer(pappl_printer_t *printer, void *ctx)
{
    (void)ctx;
    if (compat_name_taken(printer))
        rename_printer(printer);
}

static void *rename_system(void *ctx)
{
    pappl_system_t *system = ctx;
    char name[256], next[DNSSD_MAX_NAME + 1];

    if (papplSystemGetDNSSDName(system, name, sizeof(name)) != NULL) {
        next_name(system, name, next);
        papplLog(system, PAPPL_LOGLEVEL_INFO,
                 "The name '%s' is taken in this network; trying '%s'.", name, next);
        papplSystemSetDNSSDName(system, next);
    }
    naming_done = true;
    return NULL;
}

void dnssd_repair(pappl_system_t *system)
{
    /* PAPPL's thread that registers again is this one, so it does not do so at the same time */
    papplSystemIteratePrinters(system, repair_printer, NULL);
    if (naming_started && !naming_done)
        return;
    dnssd_end();
    if (!compat_name_taken(system))
        return;
    /* timers have the system locked for reading, naming it locks for writing */
    naming_done = false;
    naming_started = pthread_create(&naming, NULL, rename_system, system) == 0;
}

void dnssd_end(void)
{
    if (naming_started)
        pthread_join(naming, NULL);
    naming_started = false;
}
