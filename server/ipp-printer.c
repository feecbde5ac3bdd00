/*
 * ipp-printer.c - see ipp-printer.h: how a queue is, and the answer as a whole.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-printer.h"

#include "delivery.h"
#include "identify.h"
#include "ipp-printer-parts.h"
#include "printer.h"
#include "queue-name.h"

#include <stdio.h>
#include <string.h>

static struct jobs *all_jobs;

void ipp_printer_setup(struct jobs *jobs)
{
    all_jobs = jobs;
}

/* ---- queues ---- */

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
    view->identify = identify_look(queue->id, view->message, sizeof(view->message));
    jobs_lock(all_jobs);
    view->active = jobs_count(all_jobs, queue);
    view->paused = queue->paused;
    view->accepting = !queue->refusing && !queue->gone;
    view->reasons = queue->reasons | status.reasons;
    view->state = queue->delivering
                      ? queue->stopped ? IPP_PSTATE_STOPPED : IPP_PSTATE_PROCESSING
                  : queue->paused ? IPP_PSTATE_STOPPED
                                  : IPP_PSTATE_IDLE;
    if (view->message[0] == '\0')
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

/* ---- the state ---- */

int queue_keywords(const struct queue_view *view, const char *keywords[QUEUE_KEYWORDS])
{
    int n = 0;

    for (unsigned i = 0; i < NUM_REASONS; i++)
        if ((view->reasons & (1u << i)) != 0)
            /* what clients know for a machine that does not answer; no list has it */
            keywords[n++] =
                (1u << i) == REASON_OFFLINE ? "offline-report" : status_reason_keyword(1u << i);
    if (view->paused)
        keywords[n++] = view->state == IPP_PSTATE_PROCESSING ? "moving-to-paused" : "paused";
    if (view->identify)
        keywords[n++] = "identify-printer-requested";
    if (n == 0)
        keywords[n++] = "none";
    return n;
}

static void amend_state(const struct answer *a, const struct queue_view *view)
{
    const char *keywords[QUEUE_KEYWORDS];

    answer_put_enum(a, "printer-state", (int)view->state);
    if (answer_take(a, "printer-state-message"))
        ippAddString(a->response, IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-state-message", NULL,
                     view->message);
    answer_put_boolean(a, "printer-is-accepting-jobs", view->accepting);
    if (answer_take(a, "printer-state-reasons"))
        ippAddStrings(a->response, IPP_TAG_PRINTER, IPP_CONST_TAG(IPP_TAG_KEYWORD),
                      "printer-state-reasons", queue_keywords(view, keywords), NULL, keywords);
}

/* What the machine has told, where anything of it was asked for. */
static void amend_machine(const struct answer *a, struct job_queue *queue, uint32_t reasons)
{
    static const char *const names[] = {
        "marker-names",
        "marker-types",
        "marker-colors",
        "marker-levels",
        "marker-low-levels",
        "marker-high-levels",
        "printer-supply",
        "printer-alert",
        "printer-supply-description",
        "printer-alert-description",
        "printer-input-tray",
    };
    struct device_status status;

    if (!answer_wants_any(a, sizeof(names) / sizeof(names[0]), names))
        return;
    queue_status(queue, &status);
    amend_alerts(a, reasons, status.panel);
    amend_supplies(a, &status);
    amend_trays(a, &status);
}

/* What people call it, which PAPPL knows for the name of its queue. */
static void amend_name(const struct answer *a)
{
    char name[QUEUE_NAME_MAX + 1];

    if (!answer_take(a, "printer-info"))
        return;
    queue_human_name(a->printer, name, sizeof(name));
    ippAddString(a->response, IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-info", NULL, name);
}

static void amend_queue(const struct answer *a, struct job_queue *queue)
{
    struct queue_view view;
    time_t changed;
    uint64_t pages;

    queue_look(queue, &view);
    jobs_lock(all_jobs);
    changed = queue->state_time;
    pages = queue->pages;
    jobs_unlock(all_jobs);
    amend_state(a, &view);
    amend_name(a);
    answer_put_integer(a, "queued-job-count", (int)view.active);
    answer_put_integer(a, "printer-up-time", (int)(time(NULL) - jobs_began(all_jobs)) + 1);
    answer_put_integer(a, "printer-impressions-completed", (int)pages);
    answer_put_integer(a, "printer-state-change-time",
                       changed > jobs_began(all_jobs) ? (int)(changed - jobs_began(all_jobs))
                                                      : 1);
    if (answer_take(a, "printer-state-change-date-time"))
        ippAddDate(a->response, IPP_TAG_PRINTER, "printer-state-change-date-time",
                   ippTimeToDate(changed));
    amend_machine(a, queue, view.reasons);
}

static bool tells_attributes(ipp_op_t op)
{
    return op == IPP_OP_GET_PRINTER_ATTRIBUTES || op == IPP_OP_GET_PRINTER_SUPPORTED_VALUES;
}

void ipp_amend_response(pappl_client_t *client)
{
    struct answer_slot said[ANSWER_SLOTS];
    struct requested wanted;
    struct answer a = {.client = client,
                       .printer = papplClientGetPrinter(client),
                       .request = papplClientGetRequest(client),
                       .response = papplClientGetResponse(client),
                       .said = said,
                       .wanted = &wanted};
    struct job_queue *queue;

    if (all_jobs == NULL || a.request == NULL || a.response == NULL || a.printer == NULL ||
        ippGetStatusCode(a.response) > IPP_STATUS_OK_EVENTS_COMPLETE ||
        !tells_attributes(ippGetOperation(a.request)) ||
        (queue = jobs_queue(all_jobs, papplPrinterGetID(a.printer))) == NULL)
        return;
    answer_begin(&a);
    a.model = printer_model(a.printer);
    amend_queue(&a, queue);
    amend_abilities(&a);
    amend_media(&a);
    amend_places(&a);
    answer_keep_words(&a);
    answer_end(&a);
}
