/*
 * ipp-attributes.c - see ipp-attributes.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-attributes.h"

#include "delivery.h"
#include "driver/status.h"

#include <stdio.h>
#include <string.h>

static struct jobs *all_jobs;

void ipp_attributes_setup(struct jobs *jobs)
{
    all_jobs = jobs;
}

static bool wants(cups_array_t *wanted, const char *name)
{
    return wanted == NULL || cupsArrayFind(wanted, (void *)(uintptr_t)name) != NULL;
}

/* ---- jobs ---- */

const char *job_what(const struct job *job)
{
    time_t until;

    if (job->message[0] != '\0')
        return job->message;
    if (job->remarks[0] != '\0' && (job->state == IPP_JSTATE_PROCESSING ||
                                    (job->state == IPP_JSTATE_HELD && job->started)))
        return job->remarks;
    switch (job->state) {
    case IPP_JSTATE_PENDING:
        return job->receiving && !job->accepted ? "Being received."
               : job->queue->paused
                   ? "The queue is paused. The job is printed when it is resumed."
               : queue_is_quiet(job->queue->quiet, time(NULL), &until)
                   ? "Waiting for the end of the quiet hours."
               : job->receiving ? "Its pages are being made."
                                : "Waiting.";
    case IPP_JSTATE_HELD:
        return job->reasons == JOB_DATA_INSUFFICIENT ? "Waiting for its document."
               : job->receiving && !job->accepted    ? "Being received."
               : job->hold == JOB_HELD_UNTIL         ? "Held until its time."
                                                     : "Held until it is released.";
    case IPP_JSTATE_STOPPED:
        return "Waiting for the machine.";
    case IPP_JSTATE_PROCESSING:
        return job->cancel ? "Ending." : "Printing.";
    case IPP_JSTATE_CANCELED:
        return "Canceled.";
    case IPP_JSTATE_ABORTED:
        return "Aborted.";
    case IPP_JSTATE_COMPLETED:
    default:
        return "Printed.";
    }
}

static void add_reasons(ipp_t *response, const struct job *job)
{
    const char *keywords[JOB_NUM_REASONS];
    uint32_t reasons = job->reasons;
    int n = 0;

    if (job->state == IPP_JSTATE_PENDING && job->queue->paused)
        reasons |= JOB_PRINTER_STOPPED;
    for (unsigned i = 0; i < JOB_NUM_REASONS; i++)
        if ((reasons & (1u << i)) != 0)
            keywords[n++] = job_reason_keywords[i];
    if (n == 0)
        keywords[n++] = "none";
    ippAddStrings(response, IPP_TAG_JOB, IPP_TAG_KEYWORD, "job-state-reasons", n, NULL,
                  keywords);
}

/* One moment as time-at-NAME and date-time-at-NAME. */
static void add_time(ipp_t *response, cups_array_t *wanted, const char *what, time_t when)
{
    char name[64];

    snprintf(name, sizeof(name), "time-at-%s", what);
    if (wants(wanted, name)) {
        if (when != 0)
            ippAddInteger(response, IPP_TAG_JOB, IPP_TAG_INTEGER, name,
                          (int)(when - jobs_began(all_jobs)));
        else
            ippAddOutOfBand(response, IPP_TAG_JOB, IPP_TAG_NOVALUE, name);
    }
    snprintf(name, sizeof(name), "date-time-at-%s", what);
    if (wants(wanted, name)) {
        if (when != 0)
            ippAddDate(response, IPP_TAG_JOB, name, ippTimeToDate(when));
        else
            ippAddOutOfBand(response, IPP_TAG_JOB, IPP_TAG_NOVALUE, name);
    }
}

static void add_hold(ipp_t *response, cups_array_t *wanted, const struct job *job)
{
    if (wants(wanted, "job-hold-until") && job->hold != JOB_HELD_UNTIL)
        ippAddString(response, IPP_TAG_JOB, IPP_TAG_KEYWORD, "job-hold-until", NULL,
                     job->hold == JOB_HELD ? "indefinite" : "no-hold");
    if (wants(wanted, "job-hold-until-time") && job->hold == JOB_HELD_UNTIL)
        ippAddDate(response, IPP_TAG_JOB, "job-hold-until-time", ippTimeToDate(job->hold_time));
}

static void add_uris(pappl_client_t *client, ipp_t *response, cups_array_t *wanted,
                     const struct job *job)
{
    pappl_printer_t *printer = papplClientGetPrinter(client);
    char path[256] = "", uri[1024];
    const char *scheme = httpIsEncrypted(papplClientGetHTTP(client)) ? "ipps" : "ipp";

    if (printer != NULL)
        papplPrinterGetPath(printer, NULL, path, sizeof(path));
    httpAssembleURIf(HTTP_URI_CODING_ALL, uri, sizeof(uri), scheme, NULL,
                     papplClientGetHostName(client), papplClientGetHostPort(client),
                     "/ipp/print%s", path);
    if (wants(wanted, "job-printer-uri"))
        ippAddString(response, IPP_TAG_JOB, IPP_TAG_URI, "job-printer-uri", NULL, uri);
    httpAssembleURIf(HTTP_URI_CODING_ALL, uri, sizeof(uri), scheme, NULL,
                     papplClientGetHostName(client), papplClientGetHostPort(client),
                     "/ipp/print%s/%d", path, job->id);
    if (wants(wanted, "job-uri"))
        ippAddString(response, IPP_TAG_JOB, IPP_TAG_URI, "job-uri", NULL, uri);
}

static void add_integer(ipp_t *response, cups_array_t *wanted, const char *name, int value)
{
    if (wants(wanted, name))
        ippAddInteger(response, IPP_TAG_JOB, IPP_TAG_INTEGER, name, value);
}

static int is_wanted(void *ctx, ipp_t *message, ipp_attribute_t *attr)
{
    const char *name = ippGetName(attr);

    (void)message;
    return name != NULL && strcmp(name, "job-priority") != 0 &&
           strncmp(name, "job-hold-until", 14) != 0 && wants(ctx, name);
}

static void add_template(ipp_t *response, cups_array_t *wanted, const struct job *job)
{
    ippCopyAttributes(response, job->attributes, 0, is_wanted, wanted);
}

void ipp_add_job(pappl_client_t *client, ipp_t *response, struct job *job, cups_array_t *wanted)
{
    add_integer(response, wanted, "job-id", job->id);
    add_uris(client, response, wanted, job);
    if (wants(wanted, "job-name"))
        ippAddString(response, IPP_TAG_JOB, IPP_TAG_NAME, "job-name", NULL, job->name);
    if (wants(wanted, "job-originating-user-name"))
        ippAddString(response, IPP_TAG_JOB, IPP_TAG_NAME, "job-originating-user-name", NULL,
                     job->user);
    if (wants(wanted, "job-state"))
        ippAddInteger(response, IPP_TAG_JOB, IPP_TAG_ENUM, "job-state", (int)job->state);
    if (wants(wanted, "job-state-reasons"))
        add_reasons(response, job);
    if (wants(wanted, "job-state-message"))
        ippAddString(response, IPP_TAG_JOB, IPP_TAG_TEXT, "job-state-message", NULL,
                     job_what(job));
    add_integer(response, wanted, "job-priority", job->priority);
    add_hold(response, wanted, job);
    add_time(response, wanted, "creation", job->created);
    add_time(response, wanted, "processing", job->processing);
    add_time(response, wanted, "completed", job->completed);
    add_integer(response, wanted, "job-printer-up-time",
                (int)(time(NULL) - jobs_began(all_jobs)));
    add_integer(response, wanted, "job-impressions", (int)job->impressions);
    add_integer(response, wanted, "job-impressions-completed", (int)job->impressions_completed);
    add_integer(response, wanted, "number-of-documents", job->format[0] != '\0');
    if (wants(wanted, "document-format-supplied") && job->format[0] != '\0')
        ippAddString(response, IPP_TAG_JOB, IPP_TAG_MIMETYPE, "document-format-supplied", NULL,
                     job->format);
    add_template(response, wanted, job);
}

/* ---- printers ---- */

void queue_status(struct job_queue *queue, struct device_status *status)
{
    struct toner_estimate toner;
    bool machine;

    delivery_status(queue, status);
    jobs_lock(all_jobs);
    toner = queue->toner;
    machine = strncmp(queue->uri, "file:", 5) != 0;
    jobs_unlock(all_jobs);
    for (size_t i = 0; i < status->num_supplies; i++)
        if (status->supplies[i].kind == SUPPLY_TONER)
            return;
    if (machine && toner_level_percent(&toner) >= 0 && status->num_supplies < STATUS_SUPPLIES)
        toner_supply(&toner, &status->supplies[status->num_supplies++]);
}

/* "Quiet until 07:00: ..."; false when it is not. With the lock. */
static bool say_quiet(const struct job_queue *queue, char *text, size_t n)
{
    time_t until;
    struct tm local;

    if (!queue_is_quiet(queue->quiet, time(NULL), &until) ||
        localtime_r(&until, &local) == NULL)
        return false;
    snprintf(text, n, "Quiet hours: printing goes on at %02d:%02d.", local.tm_hour,
             local.tm_min);
    return true;
}

void queue_look(struct job_queue *queue, struct queue_view *view)
{
    struct device_status status;
    struct status_words words = {NULL, NULL, NULL};

    delivery_status(queue, &status);
    memset(view, 0, sizeof(*view));
    jobs_lock(all_jobs);
    view->active = jobs_count(all_jobs, queue);
    view->paused = queue->paused;
    view->accepting = !queue->refusing && !queue->gone;
    view->reasons = queue->reasons | status.reasons;
    view->state = queue->delivering
                      ? queue->stopped ? IPP_PSTATE_STOPPED : IPP_PSTATE_PROCESSING
                  : queue->paused ? IPP_PSTATE_STOPPED
                                  : IPP_PSTATE_IDLE;
    snprintf(view->message, sizeof(view->message), "%s", queue->message);
    if (view->message[0] == '\0' && view->active > 0 && view->state == IPP_PSTATE_IDLE)
        (void)say_quiet(queue, view->message, sizeof(view->message));
    jobs_unlock(all_jobs);
    if (view->message[0] != '\0')
        return;
    words.panel = status.panel;
    status_sentence(view->reasons, &words, view->message, sizeof(view->message));
    if (view->message[0] == '\0')
        snprintf(view->message, sizeof(view->message), "%s",
                 view->paused                           ? "Paused."
                 : view->state == IPP_PSTATE_PROCESSING ? "Printing."
                                                        : "Ready.");
}

/* Take an attribute out of an answer; true when it was there. */
static bool take_out(ipp_t *response, const char *name)
{
    ipp_attribute_t *attr = ippFindAttribute(response, name, IPP_TAG_ZERO);

    if (attr == NULL)
        return false;
    ippDeleteAttribute(response, attr);
    return true;
}

static void amend_state(ipp_t *response, const struct queue_view *view)
{
    const char *keywords[NUM_REASONS + 2];
    int n = 0;

    if (take_out(response, "printer-state"))
        ippAddInteger(response, IPP_TAG_PRINTER, IPP_TAG_ENUM, "printer-state",
                      (int)view->state);
    if (take_out(response, "printer-state-message"))
        ippAddString(response, IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-state-message", NULL,
                     view->message);
    if (take_out(response, "printer-is-accepting-jobs"))
        ippAddBoolean(response, IPP_TAG_PRINTER, "printer-is-accepting-jobs", view->accepting);
    if (!take_out(response, "printer-state-reasons"))
        return;
    for (unsigned i = 0; i < NUM_REASONS; i++)
        if ((view->reasons & (1u << i)) != 0)
            /* what clients know for a machine that does not answer; no list has it */
            keywords[n++] =
                (1u << i) == REASON_OFFLINE ? "offline-report" : status_reason_keyword(1u << i);
    if (view->paused)
        keywords[n++] = view->state == IPP_PSTATE_PROCESSING ? "moving-to-paused" : "paused";
    if (n == 0)
        keywords[n++] = "none";
    ippAddStrings(response, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "printer-state-reasons", n, NULL,
                  keywords);
}

static void put_integer(ipp_t *response, cups_array_t *wanted, const char *name, int value)
{
    (void)take_out(response, name);
    if (wants(wanted, name))
        ippAddInteger(response, IPP_TAG_PRINTER, IPP_TAG_INTEGER, name, value);
}

static void put_keywords(ipp_t *response, cups_array_t *wanted, const char *name, int n,
                         const char *const values[])
{
    (void)take_out(response, name);
    if (wants(wanted, name))
        ippAddStrings(response, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, name, n, NULL, values);
}

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

/* What our jobs can do and PAPPL's cannot. */
static void amend_abilities(ipp_t *response, cups_array_t *wanted)
{
    static const char *const holds[] = {
        "no-hold", "indefinite",   "day-time",    "evening",
        "night",   "second-shift", "third-shift", "weekend",
    };
    static const char *const which[] = {
        "completed",  "not-completed",      "all",      "pending", "pending-held",
        "processing", "processing-stopped", "canceled", "aborted",
    };
    static const char *const settable[] = {"job-hold-until", "job-hold-until-time",
                                           "job-priority"};
    static const int more_operations[] = {
        IPP_OP_RESTART_JOB, IPP_OP_SET_JOB_ATTRIBUTES, IPP_OP_REPROCESS_JOB,
        IPP_OP_PROMOTE_JOB, IPP_OP_SCHEDULE_JOB_AFTER, IPP_OP_RESUBMIT_JOB,
        IPP_OP_PURGE_JOBS,  IPP_OP_CANCEL_MY_JOBS,     IPP_OP_CANCEL_CURRENT_JOB,
        IPP_OP_CLOSE_JOB,
    };
    ipp_attribute_t *operations =
        ippFindAttribute(response, "operations-supported", IPP_TAG_ENUM);

    put_keywords(response, wanted, "job-hold-until-supported", COUNT(holds), holds);
    put_keywords(response, wanted, "job-hold-until-default", 1, holds);
    put_keywords(response, wanted, "which-jobs-supported", COUNT(which), which);
    put_keywords(response, wanted, "job-settable-attributes-supported", COUNT(settable),
                 settable);
    put_integer(response, wanted, "multiple-operation-time-out", 300);
    put_integer(response, wanted, "job-priority-supported", 100);
    put_integer(response, wanted, "job-priority-default", 50);
    if (take_out(response, "copies-supported"))
        ippAddRange(response, IPP_TAG_PRINTER, "copies-supported", 1, 999);
    for (int i = 0; operations != NULL && i < COUNT(more_operations); i++)
        if (!ippContainsInteger(operations, more_operations[i]))
            ippSetInteger(response, &operations, ippGetCount(operations), more_operations[i]);
}

/* ---- supplies ---- */

static const char *marker_type(const struct supply *supply)
{
    return supply->kind == SUPPLY_TONER   ? "toner"
           : supply->kind == SUPPLY_WASTE ? "waste-toner"
           : supply->kind == SUPPLY_DRUM  ? "opc"
                                          : "other";
}

static const char *supply_type(const struct supply *supply)
{
    return supply->kind == SUPPLY_TONER   ? "toner"
           : supply->kind == SUPPLY_WASTE ? "wasteToner"
           : supply->kind == SUPPLY_DRUM  ? "opc"
                                          : "other";
}

/* -1 not known, -3 some, by the Printer MIB and CUPS alike. */
static int level_of(const struct supply *supply)
{
    return supply->level_percent >= 0 ? supply->level_percent : supply->some_left ? -3 : -1;
}

static void amend_supplies(ipp_t *response, cups_array_t *wanted,
                           const struct device_status *status)
{
    char names[STATUS_SUPPLIES][96], text[256];
    const char *name[STATUS_SUPPLIES], *type[STATUS_SUPPLIES], *color[STATUS_SUPPLIES];
    int level[STATUS_SUPPLIES], low[STATUS_SUPPLIES], high[STATUS_SUPPLIES];
    ipp_attribute_t *supplies = NULL;
    int n = (int)status->num_supplies;

    if (n == 0)
        return;
    for (int i = 0; i < n; i++) {
        const struct supply *s = &status->supplies[i];

        snprintf(names[i], sizeof(names[i]), "%s%s",
                 s->description[0] != '\0' ? s->description : marker_type(s),
                 s->estimate ? " (estimate)" : "");
        name[i] = names[i];
        type[i] = marker_type(s);
        color[i] = s->kind == SUPPLY_TONER ? "#000000" : "none";
        level[i] = level_of(s);
        low[i] = s->kind == SUPPLY_WASTE ? 0 : 10;
        high[i] = s->kind == SUPPLY_WASTE ? 90 : 100;
    }
    if (wants(wanted, "marker-names"))
        ippAddStrings(response, IPP_TAG_PRINTER, IPP_TAG_NAME, "marker-names", n, NULL, name);
    if (wants(wanted, "marker-types"))
        ippAddStrings(response, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "marker-types", n, NULL,
                      type);
    if (wants(wanted, "marker-colors"))
        ippAddStrings(response, IPP_TAG_PRINTER, IPP_TAG_NAME, "marker-colors", n, NULL, color);
    if (wants(wanted, "marker-levels"))
        ippAddIntegers(response, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "marker-levels", n, level);
    if (wants(wanted, "marker-low-levels"))
        ippAddIntegers(response, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "marker-low-levels", n, low);
    if (wants(wanted, "marker-high-levels"))
        ippAddIntegers(response, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "marker-high-levels", n,
                       high);
    if (wants(wanted, "printer-supply-description"))
        ippAddStrings(response, IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-supply-description", n,
                      NULL, name);
    for (int i = 0; wants(wanted, "printer-supply") && i < n; i++) {
        int size = snprintf(text, sizeof(text),
                            "index=%d;class=%s;type=%s;unit=percent;maxcapacity=100;level=%d;"
                            "colorantname=black;",
                            i + 1,
                            status->supplies[i].kind == SUPPLY_WASTE ? "receptacleThatIsFilled"
                                                                     : "supplyThatIsConsumed",
                            supply_type(&status->supplies[i]), level[i]);

        if (supplies == NULL)
            supplies =
                ippAddOctetString(response, IPP_TAG_PRINTER, "printer-supply", text, size);
        else
            ippSetOctetString(response, &supplies, i, text, size);
    }
}

/* The machine's own word on its trays in place of PAPPL's "unknown". */
static void amend_trays(ipp_t *response, const struct device_status *status)
{
    ipp_attribute_t *trays = NULL;
    char text[256];

    if (status->num_trays == 0 || !take_out(response, "printer-input-tray"))
        return;
    for (size_t i = 0; i < status->num_trays; i++) {
        const struct tray *t = &status->trays[i];
        int size = snprintf(text, sizeof(text),
                            "type=sheetFeedAutoRemovableTray;mediafeed=%d;mediaxfeed=%d;"
                            "maxcapacity=%d;level=%d;status=0;name=%s;",
                            t->length_hmm > 0 ? (int)t->length_hmm : -2,
                            t->width_hmm > 0 ? (int)t->width_hmm : -2,
                            t->capacity >= 0 ? t->capacity : -2,
                            t->known && t->empty ? 0
                            : t->level >= 0      ? t->level
                            : t->level == -3     ? -3
                                                 : -2,
                            t->name);

        if (trays == NULL)
            trays =
                ippAddOctetString(response, IPP_TAG_PRINTER, "printer-input-tray", text, size);
        else
            ippSetOctetString(response, &trays, (int)i, text, size);
    }
}

static void amend_printer(pappl_client_t *client, struct job_queue *queue)
{
    ipp_t *response = papplClientGetResponse(client);
    cups_array_t *wanted = ippCreateRequestedArray(papplClientGetRequest(client));
    struct device_status status;
    struct queue_view view;
    time_t changed;
    uint64_t pages;

    queue_look(queue, &view);
    queue_status(queue, &status);
    jobs_lock(all_jobs);
    changed = queue->state_time;
    pages = queue->pages;
    jobs_unlock(all_jobs);
    amend_state(response, &view);
    put_integer(response, wanted, "queued-job-count", (int)view.active);
    put_integer(response, wanted, "printer-up-time",
                (int)(time(NULL) - jobs_began(all_jobs)) + 1);
    put_integer(response, wanted, "printer-impressions-completed", (int)pages);
    put_integer(response, wanted, "printer-state-change-time",
                changed > jobs_began(all_jobs) ? (int)(changed - jobs_began(all_jobs)) : 1);
    if (take_out(response, "printer-state-change-date-time"))
        ippAddDate(response, IPP_TAG_PRINTER, "printer-state-change-date-time",
                   ippTimeToDate(changed));
    amend_abilities(response, wanted);
    amend_supplies(response, wanted, &status);
    amend_trays(response, &status);
    cupsArrayDelete(wanted);
}

void ipp_amend_response(pappl_client_t *client)
{
    ipp_t *request = papplClientGetRequest(client), *response = papplClientGetResponse(client);
    pappl_printer_t *printer = papplClientGetPrinter(client);
    struct job_queue *queue;

    if (all_jobs == NULL || request == NULL || response == NULL || printer == NULL ||
        ippGetStatusCode(response) > IPP_STATUS_OK_EVENTS_COMPLETE ||
        ippGetOperation(request) != IPP_OP_GET_PRINTER_ATTRIBUTES ||
        (queue = jobs_queue(all_jobs, papplPrinterGetID(printer))) == NULL)
        return;
    amend_printer(client, queue);
}
