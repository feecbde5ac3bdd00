/*
 * ipp-scan.c - see ipp-scan.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-scan.h"

#include "ipp-scan-profiles.h"
#include "log.h"
#include "scan-words.h"
#include "scan/scanner.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* For a driver to find a scanner and tell what it can do. */
#define SETTLE_MS 10000

/* How long the question about a scan waits for its end. */
#define WAIT_MS 1000

#define LOCALHOST "localhost"

static char reached_at[NI_MAXHOST]; /* "": scanning is off */

void ipp_scan_setup(const struct listen *listen)
{
    const struct listen_address *at = listen != NULL ? &listen->addresses[0] : NULL;

    reached_at[0] = '\0';
    if (listen == NULL)
        return;
    if (listen->everywhere || listen->n == 0 ||
        getnameinfo((const struct sockaddr *)&at->socket, at->size, reached_at,
                    sizeof(reached_at), NULL, 0, NI_NUMERICHOST) != 0)
        snprintf(reached_at, sizeof(reached_at), LOCALHOST);
}

static bool is_true(ipp_t *request, const char *name)
{
    ipp_attribute_t *attr = ippFindAttribute(request, name, IPP_TAG_BOOLEAN);

    return attr != NULL && ippGetBoolean(attr, 0);
}

/* ---- the list of scanners ---- */

struct listing {
    struct call *c;
    struct scanner_facts *all; /* SCANNERS_MAX */
    size_t n;
    int ids[SCANNERS_MAX]; /* of queues whose scanners may be off */
    size_t num_ids;
};

static void note_facts(struct listing *l, struct scanner *scanner)
{
    struct scanner_facts *facts = &l->all[l->n];

    if (l->n == SCANNERS_MAX)
        return;
    scanner_facts(scanner, facts);
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->all[i].name, facts->name) == 0)
            return;
    l->n++;
}

static bool note_scanner(void *ctx, struct scanner *scanner)
{
    note_facts(ctx, scanner);
    return true;
}

/* PAPPL's locks are held: the registry is asked afterwards. */
static void note_queue(pappl_printer_t *printer, void *ctx)
{
    struct listing *l = ctx;

    if (l->num_ids < SCANNERS_MAX)
        l->ids[l->num_ids++] = papplPrinterGetID(printer);
}

static void gather(struct listing *l)
{
    scanners_each(note_scanner, l);
    papplSystemIteratePrinters(papplClientGetSystem(l->c->client), note_queue, l);
    for (size_t i = 0; i < l->num_ids; i++) {
        struct scanner *scanner = scanner_find_printer(l->ids[i]);

        if (scanner != NULL)
            note_facts(l, scanner);
    }
}

void call_add_text(struct call *c, const char *name, size_t i, const char *text)
{
    ipp_attribute_t *attr = ippFindAttribute(c->response, name, IPP_TAG_ZERO);

    if (i == 0 || attr == NULL)
        ippAddString(c->response, IPP_TAG_PRINTER, IPP_TAG_TEXT, name, NULL, text);
    else
        (void)ippSetString(c->response, &attr, (int)i, text);
}

void call_add_integer(struct call *c, const char *name, size_t i, unsigned value)
{
    ipp_attribute_t *attr = ippFindAttribute(c->response, name, IPP_TAG_ZERO);

    if (i == 0 || attr == NULL)
        ippAddInteger(c->response, IPP_TAG_PRINTER, IPP_TAG_INTEGER, name, (int)value);
    else
        (void)ippSetInteger(c->response, &attr, (int)i, (int)value);
}

static void add_scanner(struct call *c, size_t i, const struct scanner_facts *facts)
{
    const bool off = strcmp(facts->settings.device, "off") == 0;
    char text[1000]; /* no text of IPP has more than 1023 bytes */

    call_add_text(c, "scanner-names", i, facts->name);
    scan_words_model(&facts->caps, text, sizeof(text));
    call_add_text(c, "scanner-models", i, text);
    scan_words_state(facts, text, sizeof(text));
    call_add_text(c, "scanner-states", i, off ? "It is switched off." : text);
    scan_words_abilities(&facts->caps, text, sizeof(text));
    call_add_text(c, "scanner-abilities", i, text);
    call_add_text(c, "scanner-devices", i, facts->device);
    call_add_text(c, "scanner-settings", i, facts->settings.device);
    call_add_integer(c, "scanner-ports", i, off ? 0 : facts->port);
}

/* ---- devices that no scanner uses ---- */

static bool add_unused(void *ctx, const char *name, const char *maker, const char *model)
{
    struct listing *l = ctx;
    ipp_attribute_t *there = ippFindAttribute(l->c->response, "unused-devices", IPP_TAG_TEXT);
    const size_t n = (size_t)ippGetCount(there);
    char text[256];

    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->all[i].device, name) == 0)
            return true;
    snprintf(text, sizeof(text), "%.100s %.140s", maker, model);
    call_add_text(l->c, "unused-devices", n, name);
    call_add_text(l->c, "unused-models", n, text);
    return n < 100;
}

static void list_scanners(struct call *c)
{
    struct listing l = {.c = c, .all = calloc(SCANNERS_MAX, sizeof(*l.all))};
    char why[512] = "";

    if (l.all == NULL) {
        call_respond(c, IPP_STATUS_ERROR_INTERNAL, "There is no memory left.");
        return;
    }
    gather(&l);
    call_done(c);
    ippAddString(c->response, IPP_TAG_PRINTER, IPP_TAG_TEXT, "scanner-host", NULL, reached_at);
    for (size_t i = 0; i < l.n; i++)
        add_scanner(c, i, &l.all[i]);
    if (is_true(c->request, "unused") &&
        scan_process_list(NULL, add_unused, &l, why, sizeof(why)) != SCAN_OK)
        ippAddString(c->response, IPP_TAG_PRINTER, IPP_TAG_TEXT, "unused-trouble", NULL, why);
    free(l.all);
}

static void set_scanner(struct call *c, const char *name, const char *device)
{
    struct scanner_settings settings;
    char why[512] = "";

    if (strlen(device) >= sizeof(settings.device) || strlen(name) >= SCANNER_NAME_SIZE) {
        call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES,
                     "The name of the scanner or its device is too long.");
        return;
    }
    memset(&settings, 0, sizeof(settings));
    snprintf(settings.device, sizeof(settings.device), "%s", device);
    if (scanner_set(name, &settings, why, sizeof(why))) {
        log_say(LOG_SAY_INFO, "The scanner '%s' was %s%s.", name,
                device[0] != '\0' ? "set to " : "taken out", device);
        if (device[0] != '\0') /* whoever set it scans next */
            scanner_settle(name, SETTLE_MS);
        call_done(c);
    } else
        call_respond(c, IPP_STATUS_ERROR_NOT_POSSIBLE, why);
}

static void call_scanners(struct call *c)
{
    const char *name = call_string(c->request, "scanner-name", IPP_TAG_ZERO);
    const char *device = call_string(c->request, "scanner-device", IPP_TAG_ZERO);
    bool gone = is_true(c->request, "scanner-delete");

    if (name == NULL)
        list_scanners(c);
    else if (gone || (device != NULL && device[0] != '\0'))
        set_scanner(c, name, gone ? "" : device);
    else
        call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES,
                     "There is no device: auto, off or one of SANE.");
}

/* ---- scans ---- */

static bool find_any(void *ctx, struct scanner *scanner)
{
    struct scanner **any = ctx;

    if (*any != NULL) { /* a second one: which is meant has to be said */
        *any = NULL;
        return false;
    }
    *any = scanner;
    return true;
}

/* Answered, and NULL, when there is none. */
static struct scanner *wanted_scanner(struct call *c, const char *name)
{
    struct scanner *scanner = NULL;

    if (name != NULL && name[0] != '\0')
        scanner = scanner_find(name);
    else
        scanners_each(find_any, &scanner);
    if (scanner == NULL && name != NULL && name[0] != '\0')
        papplClientRespondIPP(c->client, IPP_STATUS_ERROR_NOT_FOUND,
                              "There is no scanner '%s'.", name);
    else if (scanner == NULL)
        call_respond(c, IPP_STATUS_ERROR_NOT_FOUND,
                     "Say which scanner; `scanners` lists those there are.");
    return scanner;
}

static void answer_scan(struct call *c, struct scanner *scanner, struct scan_job *job)
{
    struct scan_job_info *info = malloc(sizeof(*info));
    struct scanner_facts *facts = malloc(sizeof(*facts));
    char text[1000];

    if (info != NULL && facts != NULL) {
        scan_job_info(job, info);
        scanner_facts(scanner, facts);
        scan_words_job(info, text, sizeof(text));
        call_done(c);
        ippAddString(c->response, IPP_TAG_PRINTER, IPP_TAG_TEXT, "scan-id", NULL, info->id);
        ippAddString(c->response, IPP_TAG_PRINTER, IPP_TAG_NAME, "scanner-name", NULL,
                     facts->name);
        call_add_integer(c, "scan-state", 0, (unsigned)info->state);
        call_add_integer(c, "scan-pages", 0, info->made);
        call_add_text(c, "scan-words", 0, text);
    } else
        call_respond(c, IPP_STATUS_ERROR_INTERNAL, "There is no memory left.");
    free(info);
    free(facts);
}

static void follow_scan(struct call *c, struct scanner *scanner, const char *id)
{
    struct scan_job *job = scan_job_find(scanner, id);

    if (job == NULL) {
        call_respond(c, IPP_STATUS_ERROR_NOT_FOUND, "There is no such scan any more.");
        return;
    }
    if (is_true(c->request, "scan-cancel"))
        scan_job_cancel(job, WAIT_MS);
    else
        (void)scan_job_wait(job, WAIT_MS);
    answer_scan(c, scanner, job);
    scan_job_release(job);
}

static void begin_scan(struct call *c, const char *name)
{
    const struct scan_asker asker = {.way = "profile", .host = "localhost"};
    struct scan_profile *profile = malloc(sizeof(*profile));
    const char *asked = call_string(c->request, "scanner-name", IPP_TAG_ZERO);
    struct scanner *scanner = NULL;
    struct scan_job *job = NULL;
    char why[512] = "";

    if (profile == NULL)
        call_respond(c, IPP_STATUS_ERROR_INTERNAL, "There is no memory left.");
    else if (!profile_find(name, profile))
        papplClientRespondIPP(c->client, IPP_STATUS_ERROR_NOT_FOUND,
                              "There is no profile '%s'.", name);
    else
        scanner = wanted_scanner(c, asked != NULL ? asked : profile->scanner);
    if (scanner != NULL) {
        if (profile_run(profile, scanner, &asker, &job, why, sizeof(why)))
            answer_scan(c, scanner, job);
        else
            call_respond(c, IPP_STATUS_ERROR_NOT_POSSIBLE, why);
    }
    scan_job_release(job);
    free(profile);
}

static void call_one_scan(struct call *c)
{
    const char *id = call_string(c->request, "scan-id", IPP_TAG_ZERO);
    const char *profile = call_string(c->request, "profile-name", IPP_TAG_ZERO);
    const char *name = call_string(c->request, "scanner-name", IPP_TAG_ZERO);

    if (id != NULL) {
        struct scanner *scanner = wanted_scanner(c, name);

        if (scanner != NULL)
            follow_scan(c, scanner, id);
    } else if (profile != NULL)
        begin_scan(c, profile);
    else
        call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, "Say by which profile.");
}

/* ---- which ---- */

bool call_scan(struct call *c, int op)
{
    if (op != IPP_OP_SCANNERS && op != IPP_OP_PROFILES && op != IPP_OP_SCAN)
        return false;
    if (!call_administrates(c))
        return true;
    if (reached_at[0] == '\0')
        call_respond(c, IPP_STATUS_ERROR_NOT_POSSIBLE,
                     "Scanning is switched off: the server was started with scan=no, or "
                     "is private.");
    else if (op == IPP_OP_SCANNERS)
        call_scanners(c);
    else if (op == IPP_OP_PROFILES)
        call_profiles(c);
    else
        call_one_scan(c);
    return true;
}
