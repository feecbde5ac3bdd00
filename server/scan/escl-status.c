/*
 * escl-status.c - how a scanner is, and its jobs, as eSCL tells it; see escl-xml.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "escl-parts.h"
#include "escl-xml.h"

#include <stdlib.h>
#include <string.h>

/* How long a jam or an open cover is told after the job that met it, and how long a page waits
 * for its taker as far as others are concerned. Nothing but another attempt finds out whether a
 * jam was cleared, and clients that ask first would never make it. */
#define TELL_SECONDS 60

/* A list of more, or of days ago, confuses clients. */
#define MAX_LISTED 10

static bool is_active(const struct scan_job_info *job)
{
    return job->state == SCAN_JOB_PENDING || job->state == SCAN_JOB_PROCESSING;
}

/* The scanner is done, the client is not. Clients that are told "completed" leave the rest. */
static bool has_more(const struct scan_job_info *job)
{
    return job->state == SCAN_JOB_COMPLETED && job->taken < job->made;
}

static bool is_recent(const struct escl_status *status, const struct scan_job_info *job)
{
    return status->now < job->ended + TELL_SECONDS;
}

/* Whether job i occupies the scanner. Who began another scan does not wait for the pages of the
 * one before. */
static bool occupies(const struct escl_status *status, size_t i)
{
    const struct scan_job_info *job = &status->jobs[i];

    return is_active(job) || (i == 0 && has_more(job) && is_recent(status, job));
}

const char *escl_state(const struct escl_status *status)
{
    bool busy = status->facts->scanning || status->facts->printing;

    for (size_t i = 0; i < status->num_jobs; i++)
        busy = busy || occupies(status, i);
    if (!status->facts->known)
        return "Down";
    return busy ? "Processing" : "Idle";
}

/* The sensor where there is one. Where nobody knows, "loaded": clients refuse to use a feeder
 * that is called empty, and one that is empty is found out by trying. */
const char *escl_adf_state(const struct escl_status *status)
{
    const struct scan_caps *caps = &status->facts->caps;
    const struct scan_job_info *newest = status->num_jobs > 0 ? &status->jobs[0] : NULL;

    if (!caps->has[SCAN_FEEDER] && !caps->has[SCAN_FEEDER_DUPLEX])
        return NULL;
    for (size_t i = 0; i < status->num_jobs; i++)
        if (occupies(status, i) && status->jobs[i].settings.input != SCAN_PLATEN)
            return "ScannerAdfProcessing";
    if (newest != NULL && newest->state == SCAN_JOB_ABORTED && is_recent(status, newest)) {
        if (newest->result == SCAN_JAMMED)
            return "ScannerAdfJam";
        if (newest->result == SCAN_COVER_OPEN)
            return status->old_words ? "ScannerAdfDoorOpen" : "ScannerAdfHatchOpen";
    }
    return status->facts->feeder == SCAN_FEEDER_EMPTY ? "ScannerAdfEmpty" : "ScannerAdfLoaded";
}

const char *escl_job_state(const struct scan_job_info *job)
{
    switch (job->state) {
    case SCAN_JOB_PENDING:
        return "Pending";
    case SCAN_JOB_PROCESSING:
        return "Processing";
    case SCAN_JOB_COMPLETED:
        /* Clients take "completed" for "with pages": a feeder that was empty, or had blank
         * sheets only, gave none. */
        return has_more(job) ? "Processing" : job->made > 0 ? "Completed" : "Aborted";
    case SCAN_JOB_CANCELED:
        return "Canceled";
    case SCAN_JOB_ABORTED:
    default:
        return "Aborted";
    }
}

const char *escl_job_reason(const struct scan_job_info *job)
{
    switch (job->state) {
    case SCAN_JOB_PENDING:
        return "JobQueued";
    case SCAN_JOB_PROCESSING:
        return "JobScanning";
    case SCAN_JOB_COMPLETED:
        return has_more(job)   ? "JobTransferring"
               : job->made > 0 ? "JobCompletedSuccessfully"
                               : "AbortedBySystem";
    case SCAN_JOB_CANCELED:
        return "JobCanceledByUser";
    case SCAN_JOB_ABORTED:
    default:
        return job->result == SCAN_INVALID   ? "InvalidScanTicket"
               : job->result == SCAN_NO_DOCS ? "AbortedBySystem"
                                             : "ResourcesAreNotReady";
    }
}

static void put_job(struct xml *xml, const struct scan_job_info *job, time_t now)
{
    time_t since = is_active(job) ? job->began : job->ended;
    unsigned waiting = job->taken < job->made ? job->made - job->taken : 0;
    char uri[SCAN_JOB_ID_SIZE + 32];

    snprintf(uri, sizeof(uri), "/eSCL/ScanJobs/%s", job->id);
    xml_open(xml, "scan:JobInfo");
    xml_text(xml, "pwg:JobUri", uri);
    xml_text(xml, "pwg:JobUuid", job->id);
    xml_number(xml, "scan:Age", now > since ? (unsigned long long)(now - since) : 0);
    xml_number(xml, "pwg:ImagesCompleted", job->made);
    xml_number(xml, "pwg:ImagesToTransfer", waiting);
    xml_number(xml, "scan:TransferRetryCount", 0);
    xml_text(xml, "pwg:JobState", escl_job_state(job));
    xml_open(xml, "pwg:JobStateReasons");
    xml_text(xml, "pwg:JobStateReason", escl_job_reason(job));
    xml_close(xml, "pwg:JobStateReasons");
    xml_close(xml, "scan:JobInfo");
}

char *escl_write_status(const struct escl_status *status)
{
    const char *adf = escl_adf_state(status);
    size_t listed = 0;
    struct xml xml;

    if (!xml_begin(&xml, "scan:ScannerStatus"))
        return NULL;
    xml_text(&xml, "pwg:Version", ESCL_VERSION);
    xml_text(&xml, "pwg:State", escl_state(status));
    if (adf != NULL)
        xml_text(&xml, "scan:AdfState", adf);
    xml_open(&xml, "scan:Jobs");
    for (size_t i = 0; i < status->num_jobs && listed < MAX_LISTED; i++)
        if (status->listed[i]) {
            put_job(&xml, &status->jobs[i], status->now);
            listed++;
        }
    xml_close(&xml, "scan:Jobs");
    return xml_end(&xml, "scan:ScannerStatus");
}
