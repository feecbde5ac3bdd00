/*
 * ipp-events.c - see ipp-events.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-events.h"

#include "ipp-printer.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A queue as it was when it was last looked at. */
struct seen {
    int queue;
    struct queue_view view;
    struct seen *next;
};

static pappl_system_t *all_printers;
static struct jobs *all_jobs;
static struct seen *list;
static pthread_mutex_t mutex =
    PTHREAD_MUTEX_INITIALIZER; /* guards list; the last to be taken */

void ipp_events_setup(pappl_system_t *system, struct jobs *jobs)
{
    all_jobs = jobs;
    all_printers = system;
}

static bool differs(const struct queue_view *a, const struct queue_view *b)
{
    return a->state != b->state || a->reasons != b->reasons || a->paused != b->paused ||
           a->accepting != b->accepting || a->identify != b->identify;
}

/* Note how a queue is now; whether that differs from the last time, and whether it stopped. A
 * queue that was never seen before has not changed. */
static bool note_view(int queue, const struct queue_view *view, bool *stopped)
{
    struct seen *seen;
    bool changed = false;

    pthread_mutex_lock(&mutex);
    for (seen = list; seen != NULL && seen->queue != queue; seen = seen->next)
        ;
    if (seen == NULL && (seen = calloc(1, sizeof(*seen))) != NULL) {
        seen->queue = queue;
        seen->next = list;
        list = seen;
    } else if (seen != NULL) {
        changed = differs(&seen->view, view);
        *stopped = view->state == IPP_PSTATE_STOPPED && seen->view.state != IPP_PSTATE_STOPPED;
    }
    if (seen != NULL)
        seen->view = *view;
    pthread_mutex_unlock(&mutex);
    return changed;
}

void ipp_events_watch(struct job_queue *queue)
{
    struct queue_view view;
    bool stopped;

    queue_look(queue, &view);
    (void)note_view(queue->id, &view, &stopped);
}

/* Called by PAPPL with its lock for reading, which papplSystemAddEvent takes once more. */
static void look_at(pappl_printer_t *printer, void *data)
{
    struct job_queue *queue = jobs_queue(all_jobs, papplPrinterGetID(printer));
    struct queue_view view;
    bool stopped = false;

    (void)data;
    if (queue == NULL)
        return;
    queue_look(queue, &view);
    if (!note_view(queue->id, &view, &stopped))
        return;
    papplSystemAddEvent(all_printers, printer, NULL, PAPPL_EVENT_PRINTER_STATE_CHANGED, "%s",
                        view.message);
    if (stopped) /* one after the other: PAPPL has no name for both */
        papplSystemAddEvent(all_printers, printer, NULL, PAPPL_EVENT_PRINTER_STOPPED, "%s",
                            view.message);
}

void ipp_events_look(void)
{
    if (all_printers != NULL)
        papplSystemIteratePrinters(all_printers, look_at, NULL);
}

/* ---- what is asked for ---- */

void ipp_events_take_request(ipp_t *request)
{
    if (all_jobs != NULL && ippGetOperation(request) == IPP_OP_CREATE_PRINTER_SUBSCRIPTIONS &&
        ippFindAttribute(request, "notify-events", IPP_TAG_KEYWORD) == NULL)
        ippAddString(request, IPP_TAG_SUBSCRIPTION, IPP_CONST_TAG(IPP_TAG_KEYWORD),
                     "notify-events", NULL, IPP_EVENTS_DEFAULT);
}

/* ---- what is fetched ---- */

static void amend_event(ipp_t *response, ipp_attribute_t *attr, const struct queue_view *view)
{
    const char *name = ippGetName(attr), *keywords[QUEUE_KEYWORDS];
    int n;

    if (name == NULL || ippGetGroupTag(attr) != IPP_TAG_EVENT_NOTIFICATION)
        return;
    if (strcmp(name, "printer-state") == 0)
        (void)ippSetInteger(response, &attr, 0, (int)view->state);
    else if (strcmp(name, "printer-state-message") == 0)
        (void)ippSetString(response, &attr, 0, view->message);
    else if (strcmp(name, "printer-is-accepting-jobs") == 0)
        (void)ippSetBoolean(response, &attr, 0, view->accepting);
    else if (strcmp(name, "printer-state-reasons") == 0) {
        n = queue_keywords(view, keywords);
        for (int i = 0; i < n; i++)
            (void)ippSetString(response, &attr, i, keywords[i]);
        if (ippGetCount(attr) > n)
            (void)ippDeleteValues(response, &attr, n, ippGetCount(attr) - n);
    }
}

static bool is_empty_uuid(ipp_attribute_t *attr)
{
    const char *name = ippGetName(attr), *value;

    if (name == NULL || strcmp(name, "notify-subscription-uuid") != 0)
        return false;
    value = ippGetString(attr, 0, NULL);
    return value == NULL || value[0] == '\0';
}

/* PAPPL 1.3 knows no UUID of a subscription in its events, and says so with an empty URI, which
 * is none. */
static void remove_empty_uuids(ipp_t *response)
{
    ipp_attribute_t *empty;

    do {
        empty = NULL;
        for (ipp_attribute_t *attr = ippFirstAttribute(response); attr != NULL && empty == NULL;
             attr = ippNextAttribute(response))
            if (is_empty_uuid(attr))
                empty = attr;
        if (empty != NULL)
            ippDeleteAttribute(response, empty);
    } while (empty != NULL);
}

static bool is_about_events(ipp_op_t op)
{
    return op == IPP_OP_GET_NOTIFICATIONS || op == IPP_OP_GET_SUBSCRIPTIONS ||
           op == IPP_OP_GET_SUBSCRIPTION_ATTRIBUTES;
}

void ipp_amend_events(pappl_client_t *client)
{
    ipp_t *request = papplClientGetRequest(client), *response = papplClientGetResponse(client);
    pappl_printer_t *printer = papplClientGetPrinter(client);
    struct job_queue *queue;
    struct queue_view view;

    if (all_jobs == NULL || request == NULL || response == NULL || printer == NULL ||
        !is_about_events(ippGetOperation(request)) ||
        (queue = jobs_queue(all_jobs, papplPrinterGetID(printer))) == NULL)
        return;
    remove_empty_uuids(response);
    queue_look(queue, &view);
    for (ipp_attribute_t *attr = ippFirstAttribute(response); attr != NULL;
         attr = ippNextAttribute(response))
        amend_event(response, attr, &view);
}
