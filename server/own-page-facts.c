/*
 * own-page-facts.c - see own-page-facts.h.
 * Source: RFC 2790 hrDeviceDescr, RFC 1213 sysDescr, RFC 3805 prtGeneralSerialNumber.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "own-page-facts.h"

#include "ipp-printer.h"
#include "printer.h"
#include "snmp.h"
#include "uri.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define ASK_MS 1000 /* for each of three objects */

#define NOT_KNOWN "not known"

__attribute__((format(printf, 3, 4))) static void add(struct own_facts *facts, const char *name,
                                                      const char *format, ...)
{
    char *line = facts->lines[facts->n];
    int used = snprintf(line, OWN_FACT_BYTES, "%s\t", name);
    va_list args;

    if (facts->n + 1 >= OWN_PAGE_LINES || used < 0)
        return;
    va_start(args, format);
    vsnprintf(line + used, OWN_FACT_BYTES - (size_t)used, format, args);
    va_end(args);
    /* a machine may have told anything */
    for (char *c = line + used; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            *c = ' ';
    facts->n++;
}

/* ---- what is pure ---- */

void own_fact_uri(const char *uri, char *text, size_t n)
{
    const char *host = strstr(uri, "://"), *at, *end;

    host = host != NULL ? host + 3 : uri;
    end = host + strcspn(host, "/?#");
    at = memchr(host, '@', (size_t)(end - host));
    snprintf(text, n, "%.*s%.*s", (int)(host - uri), uri,
             (int)strcspn(at != NULL ? at + 1 : host, "?#"), at != NULL ? at + 1 : host);
    if (text[0] != '\0' && text[strlen(text) - 1] == '/')
        text[strlen(text) - 1] = '\0';
}

void own_fact_toner(const struct device_status *status, char *text, size_t n)
{
    snprintf(text, n, NOT_KNOWN);
    for (size_t i = 0; i < status->num_supplies; i++) {
        const struct supply *s = &status->supplies[i];

        if (s->kind != SUPPLY_TONER)
            continue;
        if (s->level_percent >= 0)
            snprintf(text, n, "%d %%%s", s->level_percent, s->estimate ? " (estimate)" : "");
        else if (s->some_left)
            snprintf(text, n, "some left");
        return;
    }
}

/* ---- what the machine says of itself ---- */

static void add_asked(struct own_facts *facts, const char *name,
                      const struct snmp_target *target, const uint32_t *oid, size_t num_oid)
{
    struct snmp_value value;
    char text[OWN_FACT_BYTES / 2], why[256];

    text[0] = '\0';
    if (target->host != NULL &&
        snmp_get(target, oid, num_oid, ASK_MS, &value, NULL, why, sizeof(why)) &&
        value.type == SNMP_STRING)
        status_text(text, sizeof(text), value.bytes, value.num_bytes);
    add(facts, name, "%s", text[0] != '\0' ? text : NOT_KNOWN);
}

/* Only of a machine that has answered lately: one that is silent would be waited for. */
static void add_identity(struct own_facts *facts, const char *uri, bool answers)
{
    static const uint32_t device[] = {1, 3, 6, 1, 2, 1, 25, 3, 2, 1, 3, 1};
    static const uint32_t system[] = {1, 3, 6, 1, 2, 1, 1, 1, 0};
    static const uint32_t serial[] = {1, 3, 6, 1, 2, 1, 43, 5, 1, 1, 17, 1};
    struct snmp_target target = {.host = NULL};
    struct uri parts;
    char why[256];

    if (answers && uri_parse(uri, &parts, why, sizeof(why)) &&
        (parts.scheme == URI_SOCKET || parts.scheme == URI_LPD))
        target = (struct snmp_target){
            .host = parts.host, .port = parts.snmp_port, .community = parts.snmp_community};
    add_asked(facts, "Machine's name", &target, device, sizeof(device) / sizeof(device[0]));
    add_asked(facts, "Its software", &target, system, sizeof(system) / sizeof(system[0]));
    add_asked(facts, "Serial number", &target, serial, sizeof(serial) / sizeof(serial[0]));
}

static void add_counters(struct own_facts *facts, const struct device_status *status,
                         struct job_queue *queue)
{
    char toner[64];
    uint64_t pages;

    own_fact_toner(status, toner, sizeof(toner));
    add(facts, "Toner", "%s", toner);
    if (status->life_count >= 0)
        add(facts, "Its counter", "%lld", (long long)status->life_count);
    else
        add(facts, "Its counter", NOT_KNOWN);
    jobs_lock(queue->jobs);
    pages = queue->pages;
    jobs_unlock(queue->jobs);
    add(facts, "Printed here", "%llu pages", (unsigned long long)pages);
    add(facts, "Its panel", "%s", status->panel[0] != '\0' ? status->panel : NOT_KNOWN);
}

/* ---- all ---- */

static void add_language(struct own_facts *facts, const struct model *model)
{
    const char *suffix = model != NULL ? model->suffix : "";

    if (suffix[0] == '(')
        add(facts, "Language", "%.*s", (int)strcspn(suffix + 1, ")"), suffix + 1);
    else
        add(facts, "Language", "%s", suffix[0] != '\0' ? suffix : NOT_KNOWN);
}

static void add_date(struct own_facts *facts)
{
    time_t now = time(NULL);
    char text[64] = NOT_KNOWN;
    struct tm local;

    if (localtime_r(&now, &local) != NULL)
        (void)strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &local);
    add(facts, "Date", "%s", text);
}

static void add_address(struct own_facts *facts, pappl_printer_t *printer, const char *address)
{
    pappl_system_t *system = papplPrinterGetSystem(printer);
    char host[256] = "localhost", path[256] = "";

    if (address != NULL) {
        add(facts, "Print to", "%s", address);
        return;
    }
    papplSystemGetHostName(system, host, sizeof(host));
    papplPrinterGetPath(printer, NULL, path, sizeof(path));
    add(facts, "Print to", "ipp://%s:%d/ipp/print%s", host, papplSystemGetHostPort(system),
        path);
}

void own_facts_collect(struct own_facts *facts, enum own_page_kind kind,
                       pappl_printer_t *printer, struct job_queue *queue, const char *address)
{
    const char *uri = papplPrinterGetDeviceURI(printer);
    pappl_pr_driver_data_t driver;
    struct device_status status;
    char place[256];

    facts->n = 0;
    (void)papplPrinterGetDriverData(printer, &driver);
    queue_status(queue, &status);
    add(facts, "Queue", "%s", papplPrinterGetName(printer));
    if (kind != OWN_PAGE_CALIBRATION)
        add(facts, "Model", "%s", driver.make_and_model);
    if (kind == OWN_PAGE_TEST) {
        own_fact_uri(uri != NULL ? uri : "", place, sizeof(place));
        add(facts, "Connection", "%s", place);
        add_language(facts, printer_model(printer));
        add_identity(facts, uri != NULL ? uri : "", status.answered);
        add_counters(facts, &status, queue);
    }
    if (kind != OWN_PAGE_DEMO)
        add_date(facts);
    if (kind != OWN_PAGE_CALIBRATION)
        add_address(facts, printer, address);
}

void own_facts_link(const struct own_facts *facts, struct own_page *page)
{
    for (size_t i = 0; i < OWN_PAGE_LINES; i++)
        page->lines[i] = i < facts->n ? facts->lines[i] : NULL;
}
