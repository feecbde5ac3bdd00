/*
 * ipp-print.c - Print-Job, Validate-Job, Create-Job, Send-Document, Close-Job.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-call.h"

#include "access-print.h"
#include "ipp-access.h"
#include "ipp-attributes.h"
#include "ipp-jobs.h"
#include "log.h"
#include "jobs-quota.h"
#include "submission.h"

#include <stdlib.h>
#include <string.h>

static bool check_compression(struct call *c)
{
    const char *compression = call_string(c->request, "compression", IPP_TAG_KEYWORD);

    if (compression == NULL || strcmp(compression, "none") == 0)
        return true;
    if (strcmp(compression, "gzip") != 0 && strcmp(compression, "deflate") != 0) {
        papplClientRespondIPP(c->client, IPP_STATUS_ERROR_COMPRESSION_NOT_SUPPORTED,
                              "The compression '%s' is not known.", compression);
        return false;
    }
    httpSetField(papplClientGetHTTP(c->client), HTTP_FIELD_CONTENT_ENCODING, compression);
    return true;
}

/* NULL and answered when it is not printed. input: NULL when there is no document yet. */
static const char *find_format(struct call *c, struct document_input *input)
{
    const char *said = call_string(c->request, "document-format", IPP_TAG_MIMETYPE);
    ipp_attribute_t *attr = ippFindAttribute(c->request, "document-format", IPP_TAG_MIMETYPE);
    char why[512] = "";
    const char *format = submission_format(c->printer, said, input, why, sizeof(why));

    if (format == NULL) {
        call_respond(c, IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED, why);
        if (attr != NULL)
            call_add_unsupported(c, attr);
    }
    return format;
}

static void add_all_unsupported(struct call *c, ipp_t *unsupported)
{
    for (ipp_attribute_t *attr = ippFirstAttribute(unsupported); attr != NULL;
         attr = ippNextAttribute(unsupported))
        if (ippGetGroupTag(attr) == IPP_TAG_UNSUPPORTED_GROUP)
            call_add_unsupported(c, attr);
}

bool call_may_print(struct call *c)
{
    char by[320];

    if (ipp_may_print(c->client, c->queue->id))
        return true;
    ipp_by(c->client, by, sizeof(by));
    log_say(LOG_SAY_WARN, "[Access] %s may not print on %s.", by,
            papplPrinterGetName(c->printer));
    call_respond(c, IPP_STATUS_ERROR_NOT_AUTHORIZED, ACCESS_PRINT_REFUSAL);
    return false;
}

/* Whether the queue takes a job like this. Answered when not; *ignored, to be freed: wishes
 * that are not followed, NULL for none. */
static bool may_print(struct call *c, ipp_t **ignored)
{
    ipp_attribute_t *fidelity =
        ippFindAttribute(c->request, "ipp-attribute-fidelity", IPP_TAG_BOOLEAN);
    bool refusing;

    if (!call_may_print(c))
        return false;
    jobs_lock(call_jobs);
    refusing = c->queue->refusing || c->queue->gone;
    jobs_unlock(call_jobs);
    if (refusing) {
        call_respond(c, IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS, "This queue takes no jobs now.");
        return false;
    }
    if (submission_is_refused(c->printer, c->user)) {
        call_respond(c, IPP_STATUS_ERROR_ACCOUNT_LIMIT_REACHED, QUOTA_REFUSED_SENTENCE);
        return false;
    }
    if (!call_read_code(c))
        return false;
    *ignored = ippNew();
    if (*ignored == NULL || job_options_check(c->request, *ignored, c->printer)) {
        ippDelete(*ignored);
        *ignored = NULL;
        return true;
    }
    if (fidelity == NULL || !ippGetBoolean(fidelity, 0))
        return true;
    call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES,
                 "The printer cannot do all that was asked.");
    add_all_unsupported(c, *ignored);
    return false;
}

static int is_template(void *ctx, ipp_t *message, ipp_attribute_t *attr)
{
    (void)ctx;
    (void)message;
    return ippGetGroupTag(attr) == IPP_TAG_JOB;
}

static struct job *create_job(struct call *c, const char *format)
{
    const char *name = call_string(c->request, "job-name", IPP_TAG_ZERO);
    struct submission s = {.printer = c->printer,
                           .user = c->user,
                           .format = format,
                           .code = c->has_code ? &c->code : NULL};
    char host[256], why[256] = "There is no memory left for the job.";
    struct job *job = NULL;

    if (name == NULL || name[0] == '\0')
        name = call_string(c->request, "document-name", IPP_TAG_ZERO);
    s.name = name != NULL && name[0] != '\0' ? name : NULL;
    s.host = httpAddrString(httpGetAddress(papplClientGetHTTP(c->client)), host, sizeof(host));
    s.attributes = ippNew();
    if (s.attributes != NULL) {
        ippCopyAttributes(s.attributes, c->request, 0, is_template, NULL);
        job = submission_create(&s, why, sizeof(why));
    }
    ippDelete(s.attributes);
    if (job == NULL)
        call_respond(c, IPP_STATUS_ERROR_BUSY, why);
    return job;
}

static void respond_taken(struct call *c, ipp_t *ignored)
{
    papplClientRespondIPP(
        c->client, ignored != NULL ? IPP_STATUS_OK_IGNORED_OR_SUBSTITUTED : IPP_STATUS_OK,
        NULL);
    if (ippGetOperation(c->request) == IPP_OP_VALIDATE_JOB)
        call_add_preferred(c);
    if (ignored != NULL)
        add_all_unsupported(c, ignored);
}

/* The document of a job. Answered in any case. */
static void receive(struct call *c, struct job *job, struct document_input *input,
                    const char *format, ipp_t *ignored)
{
    char why[512] = "";
    uint32_t reasons;
    bool accepted = submission_receive(c->printer, job, format, input, why, sizeof(why));

    jobs_lock(call_jobs);
    reasons = job->reasons;
    jobs_unlock(call_jobs);
    if (accepted || why[0] == '\0')
        respond_taken(c, ignored);
    else
        papplClientRespondIPP(c->client,
                              (reasons & (JOB_FORMAT_ERROR | JOB_UNPRINTABLE)) != 0
                                  ? IPP_STATUS_ERROR_DOCUMENT_FORMAT_ERROR
                              : (reasons & JOB_ACCOUNT_LIMIT) != 0
                                  ? IPP_STATUS_ERROR_ACCOUNT_LIMIT_REACHED
                                  : IPP_STATUS_ERROR_TEMPORARY,
                              "%s", why);
    call_add_job(c, job, call_short_attributes);
}

void call_print_job(struct call *c)
{
    struct document_input input;
    const char *format;
    struct job *job = NULL;
    ipp_t *ignored = NULL;

    input_from_http(&input, papplClientGetHTTP(c->client));
    if (check_compression(c) && may_print(c, &ignored) &&
        (format = find_format(c, &input)) != NULL && (job = create_job(c, format)) != NULL)
        receive(c, job, &input, format, ignored);
    job_release(job);
    ippDelete(ignored);
}

void call_validate_job(struct call *c)
{
    ipp_t *ignored = NULL;

    if (check_compression(c) && may_print(c, &ignored) && find_format(c, NULL) != NULL)
        respond_taken(c, ignored);
    ippDelete(ignored);
}

void call_create_job(struct call *c)
{
    struct job *job = NULL;
    ipp_t *ignored = NULL;

    if (may_print(c, &ignored) && (job = create_job(c, "")) != NULL) {
        respond_taken(c, ignored);
        call_add_job(c, job, call_short_attributes);
    }
    job_release(job);
    ippDelete(ignored);
}

static bool is_empty(struct document_input *input)
{
    uint8_t byte;

    return input_peek(input, &byte, 1) == 0;
}

void call_send_document(struct call *c)
{
    ipp_attribute_t *last = ippFindAttribute(c->request, "last-document", IPP_TAG_BOOLEAN);
    struct job *job = call_own_job(c);
    struct document_input input;
    const char *format;
    bool has_document, active;

    if (job != NULL && !call_may_print(c)) {
        job_release(job);
        job = NULL;
    }
    if (job == NULL)
        return;
    input_from_http(&input, papplClientGetHTTP(c->client));
    jobs_lock(call_jobs);
    has_document = job->document != NULL || job->accepted;
    active = job_is_active(job);
    jobs_unlock(call_jobs);
    if (last == NULL)
        call_respond(c, IPP_STATUS_ERROR_BAD_REQUEST,
                     "The attribute last-document is missing.");
    else if (!check_compression(c))
        ;
    else if (!has_document && !active)
        call_respond(c, IPP_STATUS_ERROR_NOT_POSSIBLE, "The job has ended already.");
    else if (is_empty(&input)) {
        if (ippGetBoolean(last, 0) && !has_document)
            job_abort(job, JOB_FORMAT_ERROR, "The job came without a document.");
        call_done(c);
        call_add_job(c, job, call_short_attributes);
    } else if (has_document)
        call_respond(c, IPP_STATUS_ERROR_MULTIPLE_JOBS_NOT_SUPPORTED,
                     "A job of this printer has one document.");
    else if ((format = find_format(c, &input)) != NULL)
        receive(c, job, &input, format, NULL);
    job_release(job);
}

void call_close_job(struct call *c)
{
    struct job *job = call_own_job(c);
    bool nothing;

    if (job == NULL)
        return;
    jobs_lock(call_jobs);
    nothing = job_is_active(job) && job->document == NULL;
    jobs_unlock(call_jobs);
    if (nothing)
        job_abort(job, JOB_FORMAT_ERROR, "The job came without a document.");
    call_done(c);
    job_release(job);
}
