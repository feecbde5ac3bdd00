/*
 * ipp-attributes.c - see ipp-attributes.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-attributes.h"

#include "ipp-access.h"

#include "ipp-jobs.h"

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

/* What keeps a job from wasting paper. */
static const char *guard_sentence(const struct job *job)
{
    if ((job->gates & GATE_PAPER) != 0)
        return job->paper_hint[0] != '\0' ? job->paper_hint
                                          : "Waits for paper that is not loaded.";
    if ((job->gates & GATE_CODE_TEXT) != 0)
        return job->doubt;
    if ((job->gates & GATE_BLANK) == 0)
        return "Waits: it has more pages than its sender may still print this month. An "
               "administrator can release it.";
    return "Waits: all its pages are white. Release it to print them anyway, or cancel it.";
}

/* What a job that waits for a person waits for; NULL: for nobody. */
static const char *gate_sentence(const struct job *job)
{
    if (job->state != IPP_JSTATE_HELD || job->gates == 0 ||
        job->reasons == JOB_DATA_INSUFFICIENT)
        return NULL;
    if ((job->gates & GATE_PROOF) != 0)
        return (job->gates & GATE_CODE) != 0
                   ? "The proof is printed. Give the code of the job for the other copies, or "
                     "cancel it."
                   : "The proof is printed. Release the job for the other copies, or cancel "
                     "it.";
    if ((job->gates & GATE_CODE) != 0)
        return "Waiting for its code, on the web page of the printers.";
    if ((job->gates & GATE_OWNER) != 0)
        return "Waiting until whoever sent it releases it, on the web page of the printers.";
    return guard_sentence(job);
}

bool job_is_private(const struct job *job)
{
    return job->secret ||
           (job_is_active(job) && (job->gates & (GATE_CODE | GATE_OWNER | GATE_PROOF)) != 0);
}

const char *job_what(const struct job *job)
{
    const char *sentence = gate_sentence(job);
    time_t until;

    if (job->message[0] != '\0')
        return job->message;
    if (sentence != NULL)
        return sentence;
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

/* Whether a client may read the title: that of a job somebody keeps private is its owner's. */
static bool may_read(pappl_client_t *client, const struct job *job)
{
    ipp_attribute_t *attr =
        ippFindAttribute(papplClientGetRequest(client), "requesting-user-name", IPP_TAG_ZERO);
    const char *user = attr != NULL ? ippGetString(attr, 0, NULL) : NULL;
    const http_addr_t *address = httpGetAddress(papplClientGetHTTP(client));
    char host[256];

    if (!job_is_private(job) || ipp_is_administrator(client) ||
        (user != NULL && strcmp(user, job->user) == 0))
        return true;
    httpAddrString(address, host, sizeof(host));
    return strcmp(host, job->host) == 0;
}

void ipp_add_job(pappl_client_t *client, ipp_t *response, struct job *job, cups_array_t *wanted)
{
    add_integer(response, wanted, "job-id", job->id);
    if (client != NULL)
        add_uris(client, response, wanted, job);
    if (wants(wanted, "job-name"))
        ippAddString(response, IPP_TAG_JOB, IPP_TAG_NAME, "job-name", NULL,
                     client == NULL || may_read(client, job) ? job->name : PRIVATE_TITLE);
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
