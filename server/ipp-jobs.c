/*
 * ipp-jobs.c - see ipp-jobs.h: the way past PAPPL, and what all operations share.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-call.h"

#include "finder.h"
#include "ipp-access.h"
#include "ipp-accounts.h"
#include "ipp-attributes.h"
#include "ipp-events.h"
#include "ipp-finder.h"
#include "ipp-jobs.h"
#include "ipp-pages.h"
#include "ipp-people.h"
#include "ipp-printer.h"
#include "ipp-scan.h"
#include "ipp-secrets.h"
#include "ipp-settings.h"
#include "ipp-system.h"
#include "ipp-uri.h"
#include "jobs-release.h"
#include "log.h"
#include "printer.h"
#include "submission.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Added to an operation's number to hide it from PAPPL: a range for private use. */
#define HIDDEN 0x7000

/* release-within where it cannot be read. */
#define RELEASE_SECONDS (24 * 3600)

/* The name under which job-id goes past PAPPL, which would look for a job of its own. */
#define JOB_ID "x-job-id"

struct jobs *call_jobs; /* set once, before there are clients */

/* ---- the way past PAPPL ---- */

static bool is_ours(ipp_op_t op)
{
    static const ipp_op_t ours[] = {
        IPP_OP_PRINT_JOB,
        IPP_OP_VALIDATE_JOB,
        IPP_OP_CREATE_JOB,
        IPP_OP_SEND_DOCUMENT,
        IPP_OP_CANCEL_JOB,
        IPP_OP_GET_JOB_ATTRIBUTES,
        IPP_OP_GET_JOBS,
        IPP_OP_HOLD_JOB,
        IPP_OP_RELEASE_JOB,
        IPP_OP_RESTART_JOB,
        IPP_OP_PAUSE_PRINTER,
        IPP_OP_RESUME_PRINTER,
        IPP_OP_PURGE_JOBS,
        IPP_OP_SET_JOB_ATTRIBUTES,
        IPP_OP_ENABLE_PRINTER,
        IPP_OP_DISABLE_PRINTER,
        IPP_OP_PAUSE_PRINTER_AFTER_CURRENT_JOB,
        IPP_OP_HOLD_NEW_JOBS,
        IPP_OP_RELEASE_HELD_NEW_JOBS,
        IPP_OP_REPROCESS_JOB,
        IPP_OP_CANCEL_CURRENT_JOB,
        IPP_OP_PROMOTE_JOB,
        IPP_OP_SCHEDULE_JOB_AFTER,
        IPP_OP_CANCEL_JOBS,
        IPP_OP_CANCEL_MY_JOBS,
        IPP_OP_RESUBMIT_JOB,
        IPP_OP_CLOSE_JOB,
    };

    for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
        if (ours[i] == op)
            return true;
    return false;
}

static void rename_attribute(ipp_t *request, const char *from, ipp_tag_t tag, const char *to)
{
    ipp_attribute_t *attr = ippFindAttribute(request, from, tag);

    if (attr != NULL)
        ippSetName(request, &attr, to);
}

/* This thread reads answers now. */
static _Thread_local bool asking;

void ipp_asks(bool asks)
{
    asking = asks;
}

bool ipp_serves(void)
{
    return call_jobs != NULL && !asking;
}

void ipp_take_request(ipp_t *request)
{
    ipp_op_t op = ippGetOperation(request);

    /* A server only: it asks nobody by IPP, so what it reads are requests. */
    if (call_jobs == NULL)
        return;
    ipp_seal_secrets(request);
    ipp_uri_rewrite(request);
    if (!is_ours(op))
        return;
    ippSetOperation(request, (ipp_op_t)((int)op | HIDDEN));
    rename_attribute(request, "job-id", IPP_TAG_INTEGER, JOB_ID);
    if (ippFindAttribute(request, "printer-uri", IPP_TAG_URI) == NULL &&
        ippFindAttribute(request, "system-uri", IPP_TAG_URI) == NULL)
        rename_attribute(request, "job-uri", IPP_TAG_URI, "printer-uri");
}

/* ---- what all share ---- */

bool ipp_is_local(pappl_client_t *client)
{
    return httpAddrLocalhost(httpGetAddress(papplClientGetHTTP(client))) != 0;
}

const char *call_string(ipp_t *request, const char *name, ipp_tag_t tag)
{
    ipp_attribute_t *attr = ippFindAttribute(request, name, tag);

    return attr != NULL ? ippGetString(attr, 0, NULL) : NULL;
}

static const char *format_text(const char *text)
{
    return text[0] != '\0' ? text : "Not possible now.";
}

void call_respond(struct call *c, ipp_status_t status, const char *text)
{
    papplClientRespondIPP(c->client, status, "%s", format_text(text));
}

void call_done(struct call *c)
{
    papplClientRespondIPP(c->client, IPP_STATUS_OK, NULL);
}

bool call_administrates(struct call *c)
{
    if (ipp_is_administrator(c->client))
        return true;
    ipp_refuse(c->client, "This is possible only on the computer of the gateway.");
    return false;
}

struct job *call_wanted_job(struct call *c)
{
    int id = ippGetInteger(ippFindAttribute(c->request, JOB_ID, IPP_TAG_INTEGER), 0);
    struct job *job;

    if (id == 0) {
        const char *uri = call_string(c->request, "printer-uri", IPP_TAG_URI);
        const char *slash = uri != NULL ? strrchr(uri, '/') : NULL;

        id = slash != NULL ? (int)strtol(slash + 1, NULL, 10) : 0;
    }
    job = id > 0 ? job_find(call_jobs, c->queue->id, id) : NULL;
    if (job == NULL)
        papplClientRespondIPP(c->client, IPP_STATUS_ERROR_NOT_FOUND, "There is no job %d.", id);
    return job;
}

bool call_owns(struct call *c, const struct job *job)
{
    char host[256];

    if (strcmp(c->user, job->user) == 0 || ipp_is_administrator(c->client))
        return true;
    httpAddrString(httpGetAddress(papplClientGetHTTP(c->client)), host, sizeof(host));
    return strcmp(host, job->host) == 0;
}

struct job *call_own_job(struct call *c)
{
    struct job *job = call_wanted_job(c);

    if (job == NULL || call_owns(c, job))
        return job;
    ipp_refuse(c->client, "");
    papplClientRespondIPP(c->client, IPP_STATUS_ERROR_NOT_AUTHORIZED, "Job %d belongs to %s.",
                          job->id, job->user);
    job_release(job);
    return NULL;
}

void call_add_unsupported(struct call *c, ipp_attribute_t *attr)
{
    ipp_attribute_t *copy = ippCopyAttribute(c->response, attr, 0);

    if (copy != NULL)
        ippSetGroupTag(c->response, &copy, IPP_TAG_UNSUPPORTED_GROUP);
}

void call_answer(struct call *c, enum job_answer result, const char *why_not)
{
    if (result == JOB_DONE)
        call_done(c);
    else
        call_respond(c, IPP_STATUS_ERROR_NOT_POSSIBLE, why_not);
}

const char *const call_short_attributes[] = {
    "job-id", "job-state", "job-state-message", "job-state-reasons", "job-uri", NULL};

int call_compare_names(void *a, void *b, void *ctx)
{
    (void)ctx;
    return strcmp(a, b);
}

void call_add_job(struct call *c, struct job *job, const char *const names[])
{
    cups_array_t *wanted = cupsArrayNew(call_compare_names, NULL);

    for (size_t i = 0; names[i] != NULL; i++)
        cupsArrayAdd(wanted, (void *)(uintptr_t)names[i]);
    jobs_lock(call_jobs);
    ipp_add_job(c->client, c->response, job, wanted);
    jobs_unlock(call_jobs);
    cupsArrayDelete(wanted);
}

void call_log(struct call *c, const struct job *job, const char *what)
{
    char host[256];

    httpAddrString(httpGetAddress(papplClientGetHTTP(c->client)), host, sizeof(host));
    log_say(LOG_SAY_INFO, "[Job %d] To be %s, says %s at %s.", job->id, what, c->user, host);
}

/* ---- dispatch ---- */

static bool run_call(struct call *c, ipp_op_t op)
{
    switch ((int)op) {
    case IPP_OP_PRINT_JOB:
        call_print_job(c);
        return true;
    case IPP_OP_VALIDATE_JOB:
        call_validate_job(c);
        return true;
    case IPP_OP_CREATE_JOB:
        call_create_job(c);
        return true;
    case IPP_OP_SEND_DOCUMENT:
        call_send_document(c);
        return true;
    case IPP_OP_CLOSE_JOB:
        call_close_job(c);
        return true;
    case IPP_OP_CANCEL_JOB:
        call_cancel_job(c);
        return true;
    case IPP_OP_GET_JOB_ATTRIBUTES:
        call_get_job_attributes(c);
        return true;
    case IPP_OP_GET_JOBS:
        call_get_jobs(c);
        return true;
    case IPP_OP_HOLD_JOB:
        call_hold_job(c);
        return true;
    case IPP_OP_RELEASE_JOB:
        call_release_job(c);
        return true;
    case IPP_OP_SET_JOB_ATTRIBUTES:
        call_set_job_attributes(c);
        return true;
    case IPP_OP_RESTART_JOB:
    case IPP_OP_REPROCESS_JOB:
    case IPP_OP_RESUBMIT_JOB:
        call_reprint_job(c);
        return true;
    case IPP_OP_PROMOTE_JOB:
        call_promote_job(c);
        return true;
    case IPP_OP_SCHEDULE_JOB_AFTER:
        call_schedule_job(c);
        return true;
    case IPP_OP_CANCEL_CURRENT_JOB:
        call_cancel_some(c, false, true);
        return true;
    case IPP_OP_CANCEL_JOBS:
    case IPP_OP_PURGE_JOBS:
        if (call_administrates(c))
            call_cancel_some(c, false, false);
        return true;
    case IPP_OP_CANCEL_MY_JOBS:
        call_cancel_some(c, true, false);
        return true;
    case IPP_OP_PAUSE_PRINTER:
    case IPP_OP_PAUSE_PRINTER_AFTER_CURRENT_JOB:
        call_set_queue(c, queue_set_paused, true);
        return true;
    case IPP_OP_RESUME_PRINTER:
        call_set_queue(c, queue_set_paused, false);
        return true;
    case IPP_OP_DISABLE_PRINTER:
        call_set_queue(c, queue_set_refusing, true);
        return true;
    case IPP_OP_ENABLE_PRINTER:
        call_set_queue(c, queue_set_refusing, false);
        return true;
    case IPP_OP_HOLD_NEW_JOBS:
        call_set_queue(c, queue_set_hold_new, true);
        return true;
    case IPP_OP_RELEASE_HELD_NEW_JOBS:
        call_release_new_jobs(c);
        return true;
    default:
        return false;
    }
}

/* PAPPL's callback for operations it does not know. */
static bool operate(pappl_client_t *client, void *data)
{
    struct call c = {.client = client,
                     .request = papplClientGetRequest(client),
                     .response = papplClientGetResponse(client),
                     .printer = papplClientGetPrinter(client)};
    int op = (int)ippGetOperation(c.request);

    (void)data;
    if (op == IPP_OP_ACCOUNTS) {
        call_accounts(&c);
        return true;
    }
    if (op == IPP_OP_SETTINGS) {
        call_settings(&c);
        return true;
    }
    if (op == IPP_OP_FINDER && c.printer != NULL) {
        call_finder(&c);
        return true;
    }
    if (op == IPP_OP_ADMINISTRATORS) {
        call_administrators(&c);
        return true;
    }
    if (op == IPP_OP_REFUSED) {
        call_refused(&c);
        return true;
    }
    if (op == IPP_OP_OWN_PAGE) {
        call_own_page(&c);
        return true;
    }
    if (call_people(&c, op))
        return true;
    if (call_scan(&c, op))
        return true;
    if ((op & HIDDEN) != HIDDEN || !is_ours((ipp_op_t)(op & ~HIDDEN)))
        return false;
    ippSetOperation(c.request, (ipp_op_t)(op & ~HIDDEN));
    if (c.printer == NULL ||
        (c.queue = jobs_queue(call_jobs, papplPrinterGetID(c.printer))) == NULL)
        return false;
    c.user = call_string(c.request, "requesting-user-name", IPP_TAG_ZERO);
    if (c.user == NULL || c.user[0] == '\0')
        c.user = "anonymous";
    return run_call(&c, (ipp_op_t)(op & ~HIDDEN));
}

void ipp_jobs_setup(pappl_system_t *system, struct jobs *jobs)
{
    call_jobs = jobs;
    ipp_attributes_setup(jobs);
    ipp_printer_setup(jobs);
    ipp_system_setup(jobs);
    ipp_events_setup(system, jobs);
    ipp_serve_strings(system);
    submissions_setup(jobs);
    finder_setup(jobs);
    papplSystemSetOperationCallback(system, operate, NULL);
}

/* ---- what the queue needs to know of its printer ---- */

static void read_setting(ipp_t *attrs, const char *name, char *value, size_t n)
{
    value[0] = '\0';
    (void)ippAttributeString(ippFindAttribute(attrs, name, IPP_TAG_ZERO), value, n);
}

/* What a person has set of the trays. A new queue has its first size in the first drawer; that
 * nobody has said. */
static void read_trays(pappl_printer_t *printer, const struct model *model,
                       struct papers_ready *ready)
{
    pappl_pr_driver_data_t data;
    bool said = false;

    *ready = (struct papers_ready){.n = 0};
    if (model == NULL || papplPrinterGetDriverData(printer, &data) == NULL)
        return;
    for (int i = 0; i < data.num_source; i++) {
        const struct media *media = media_find(data.media_ready[i].size_name);
        bool first = strcmp(data.source[i], "tray-1") == 0;

        papers_ready_add(ready, media);
        said = said || media != (first ? model->caps->media[0].media : NULL);
    }
    ready->known = said && ready->n > 0;
}

/* What keeps paper from being wasted. With the lock. */
static void follow_guards(struct job_queue *queue, const char *paper, const char *blank,
                          const char *code)
{
    queue->other_paper = strcmp(paper, "print") == 0     ? OTHER_PAPER_PRINT
                         : strcmp(paper, "wait") == 0    ? OTHER_PAPER_WAIT
                         : strcmp(paper, "machine") == 0 ? OTHER_PAPER_MACHINE
                                                         : OTHER_PAPER_ASK;
    queue->ask_blank = strcmp(blank, "print") != 0;
    queue->ask_code = strcmp(code, "off") != 0;
}

void ipp_follow_printer(pappl_printer_t *printer)
{
    struct job_queue *queue = jobs_queue(call_jobs, papplPrinterGetID(printer));
    const struct model *model = printer_model(printer);
    ipp_t *attrs = papplPrinterGetDriverAttributes(printer);
    const char *uri = papplPrinterGetDeviceURI(printer);
    char quiet[32], keep[32], hours[32], cartridge[64], pages[32], who[32], within[32];
    char paper[32], blank[32], code[32];
    struct papers_ready ready;
    unsigned seconds = RELEASE_SECONDS;

    if (queue == NULL) {
        ippDelete(attrs);
        return;
    }
    read_setting(attrs, "quiet-hours-default", quiet, sizeof(quiet));
    read_setting(attrs, "keep-printed-default", keep, sizeof(keep));
    read_setting(attrs, "keep-printed-hours-default", hours, sizeof(hours));
    read_setting(attrs, "release-jobs-default", who, sizeof(who));
    read_setting(attrs, "release-within-default", within, sizeof(within));
    (void)release_seconds_of(within, &seconds);
    read_setting(attrs, "toner-changed-default", cartridge, sizeof(cartridge));
    read_setting(attrs, "toner-pages-default", pages, sizeof(pages));
    read_setting(attrs, "other-paper-default", paper, sizeof(paper));
    read_setting(attrs, "blank-jobs-default", blank, sizeof(blank));
    read_setting(attrs, "stop-program-code-default", code, sizeof(code));
    ippDelete(attrs);
    read_trays(printer, model, &ready);
    jobs_lock(call_jobs);
    queue->strange = false;
    queue->ready = ready;
    follow_guards(queue, paper, blank, code);
    queue_set_cartridge(queue, cartridge, (unsigned)strtoul(pages, NULL, 10));
    if (strcmp(queue->name, papplPrinterGetName(printer)) != 0)
        snprintf(queue->name, sizeof(queue->name), "%s", papplPrinterGetName(printer));
    snprintf(queue->quiet, sizeof(queue->quiet), "%s", quiet);
    queue->keep_printed = (unsigned)strtoul(keep, NULL, 10);
    queue->keep_hours = (unsigned)strtoul(hours, NULL, 10);
    queue->release_all = strcmp(who, "all") == 0;
    queue->release_seconds = seconds;
    if (model != NULL && strcmp(queue->model, model->name) != 0)
        snprintf(queue->model, sizeof(queue->model), "%s", model->name);
    if (uri != NULL && strcmp(queue->uri, uri) != 0) {
        snprintf(queue->uri, sizeof(queue->uri), "%s", uri);
        queue->changed++;
    }
    jobs_wake(queue);
    jobs_unlock(call_jobs);
}
