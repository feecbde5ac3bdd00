/*
 * submission.c - see submission.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "submission.h"

#include "documents.h"
#include "intent.h"
#include "ipp-jobs.h"
#include "printer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct jobs *all_jobs;

void submissions_setup(struct jobs *jobs)
{
    all_jobs = jobs;
}

/* ---- the steps ---- */

static void refuse_format(const char *format, char *why, size_t why_size)
{
    char list[256];

    document_formats_list(list, sizeof(list));
    snprintf(why, why_size,
             "This printer takes %s%s%s. Print other documents from the program that shows "
             "them.",
             list, format != NULL ? ", not " : "", format != NULL ? format : "");
}

const char *submission_format(pappl_printer_t *printer, const char *said,
                              struct document_input *input, char *why, size_t why_size)
{
    const struct model *model = printer_model(printer);
    const char *format = said;
    uint8_t start[INPUT_PEEK_MAX];

    if (said == NULL || said[0] == '\0' || strcmp(said, "application/octet-stream") == 0) {
        if (input == NULL)
            return "application/octet-stream";
        format = document_sniff(start, input_peek(input, start, sizeof(start)));
    }
    if (model != NULL && format != NULL && document_format_known(format, model))
        return format;
    refuse_format(format, why, why_size);
    return NULL;
}

enum job_hold submission_hold(const struct job_options *options)
{
    return options->hold == HOLD_NONE         ? JOB_NOT_HELD
           : options->hold == HOLD_INDEFINITE ? JOB_HELD
                                              : JOB_HELD_UNTIL;
}

struct job *submission_create(const struct submission *s, char *why, size_t why_size)
{
    struct job_request request = {.queue = papplPrinterGetID(s->printer),
                                  .name = s->name != NULL ? s->name : "Untitled",
                                  .user = s->user != NULL ? s->user : "anonymous",
                                  .host = s->host != NULL ? s->host : "",
                                  .format = s->format != NULL ? s->format : ""};
    struct intent *intent = NULL;
    struct job *job = NULL;

    snprintf(why, why_size, "There is no memory left for the job.");
    request.attributes = ippNew();
    if (request.attributes != NULL && s->attributes != NULL)
        ippCopyAttributes(request.attributes, s->attributes, 0, NULL, NULL);
    if (request.attributes != NULL)
        intent = intent_new(request.attributes, s->printer, request.name, request.user);
    if (intent != NULL) {
        request.priority = intent->options.priority;
        request.hold = submission_hold(&intent->options);
        request.hold_time = intent->options.hold_time;
        ipp_follow_printer(s->printer);
        job = job_create(all_jobs, &request, why, why_size);
    }
    ippDelete(request.attributes);
    if (job != NULL)
        job->intent = intent; /* nobody else knows the job yet who would look */
    else
        free(intent);
    return job;
}

bool submission_receive(pappl_printer_t *printer, struct job *job, const char *format,
                        struct document_input *input, char *why, size_t why_size)
{
    const struct intent *intent = job->intent;

    why[0] = '\0';
    if (intent == NULL || !job_begin_document(job, why, why_size)) {
        if (why[0] == '\0')
            snprintf(why, why_size, "The job has its document already.");
        job_abort(job, 0, why);
        return false;
    }
    jobs_lock(all_jobs);
    snprintf(job->format, sizeof(job->format), "%s", format);
    jobs_unlock(all_jobs);
    return document_receive(job, input, format, printer_model(printer), intent, why, why_size);
}

/* ---- all of them ---- */

static bool is_refusing(pappl_printer_t *printer)
{
    struct job_queue *queue = jobs_queue(all_jobs, papplPrinterGetID(printer));
    bool refusing = true;

    jobs_lock(all_jobs);
    if (queue != NULL)
        refusing = queue->refusing || queue->gone;
    jobs_unlock(all_jobs);
    return refusing;
}

/* Whether the queue has what is asked. False and a sentence with the first thing it has not. */
static bool can_all(const struct submission *s, char *why, size_t why_size)
{
    ipp_t *lacking = s->attributes != NULL ? ippNew() : NULL;
    ipp_attribute_t *attr = NULL;
    char value[128] = "";

    if (lacking == NULL || job_options_check(s->attributes, lacking, s->printer)) {
        ippDelete(lacking);
        return true;
    }
    attr = ippFirstAttribute(lacking);
    if (attr != NULL && ippGetValueTag(attr) != IPP_TAG_UNSUPPORTED_VALUE)
        (void)ippAttributeString(attr, value, sizeof(value));
    snprintf(why, why_size, "The printer has no %s%s%s.",
             attr != NULL ? ippGetName(attr) : "such option", value[0] != '\0' ? " " : "",
             value);
    ippDelete(lacking);
    return false;
}

/* A job's document that did not become pages or was not kept. */
static enum submission_result outcome_of(struct job *job, bool accepted)
{
    uint32_t reasons;

    jobs_lock(all_jobs);
    reasons = job->reasons;
    jobs_unlock(all_jobs);
    return accepted                                                ? SUBMISSION_TAKEN
           : (reasons & (JOB_FORMAT_ERROR | JOB_UNPRINTABLE)) != 0 ? SUBMISSION_FAILED
           : job_is_canceled(job)                                  ? SUBMISSION_FAILED
                                                                   : SUBMISSION_BUSY;
}

enum submission_result submission_print(const struct submission *s,
                                        struct document_input *input, int *job_id, char *why,
                                        size_t why_size)
{
    enum submission_result result = SUBMISSION_BUSY;
    struct submission known = *s;
    struct job *job;

    why[0] = '\0';
    if (job_id != NULL)
        *job_id = 0;
    if (is_refusing(s->printer)) {
        snprintf(why, why_size, "This queue takes no jobs now.");
        return SUBMISSION_BUSY;
    }
    known.format = submission_format(s->printer, s->format, input, why, why_size);
    if (known.format == NULL || !can_all(s, why, why_size))
        return SUBMISSION_REFUSED;
    job = submission_create(&known, why, why_size);
    if (job == NULL)
        return SUBMISSION_BUSY;
    if (job_id != NULL)
        *job_id = job->id;
    result = outcome_of(
        job, submission_receive(s->printer, job, known.format, input, why, why_size));
    job_release(job);
    return result;
}
