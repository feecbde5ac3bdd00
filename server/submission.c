/*
 * submission.c - see submission.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "submission.h"

#include "documents.h"
#include "intent.h"
#include "ipp-jobs.h"
#include "jobs-quota.h"
#include "message-bytes.h"
#include "printer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static struct jobs *all_jobs;

void submissions_setup(struct jobs *jobs)
{
    all_jobs = jobs;
}

/* ---- the steps ---- */

static const char *refuse(const char *what, char *why, size_t why_size)
{
    char list[256];

    document_formats_list(list, sizeof(list));
    snprintf(why, why_size,
             "This printer takes %s%s%s. Print other documents from the program that shows "
             "them.",
             list, what != NULL ? ", not " : "", what != NULL ? what : "");
    return NULL;
}

/* A word about the format is believed but for the formats that are mixed up by clients: there
 * the bytes decide, so that program code is never printed as text. */
static bool is_believed(const char *said)
{
    return said != NULL && said[0] != '\0' && strcmp(said, "application/octet-stream") != 0 &&
           !document_is_source(said);
}

/* Whether what is said to be a file in the machine's own language begins as one. What goes to
 * the machine as it is must not be anything else: it would print it sign by sign. Of a language
 * whose beginning is not known any that is not known as another one may be right. */
static bool is_own_language(const char *said, struct document_input *input)
{
    const char *found = input_look(input)->document.format;

    if (found == NULL)
        return strcmp(said, "application/vnd.canon-ufr2lt") != 0;
    return strcasecmp(found, said) == 0; /* MIME types are the same in either case */
}

const char *submission_format(pappl_printer_t *printer, const char *said,
                              struct document_input *input, char *why, size_t why_size)
{
    const struct model *model = printer_model(printer);
    const struct unwrap_info *info;

    if (model == NULL)
        return refuse(NULL, why, why_size);
    if (said != NULL && input != NULL && strcasecmp(said, model->pdl->format) == 0 &&
        !is_own_language(said, input)) {
        snprintf(why, why_size,
                 "The document is said to be in the language of the machine, and is not.");
        return NULL;
    }
    if (is_believed(said) || (input == NULL && said != NULL && said[0] != '\0'))
        return document_format_known(said, model) ||
                       strcmp(said, "application/octet-stream") == 0
                   ? said
                   : refuse(said, why, why_size);
    if (input == NULL)
        return "application/octet-stream";
    info = input_look(input);
    if (info->document.format == NULL && said != NULL && document_is_source(said) &&
        strcmp(said, "text/plain") != 0 && document_format_known(said, model))
        return said; /* damaged, perhaps: whoever renders it tells */
    /* What is said to be a program and looks like a text is one without its first line. */
    if (info->document.charset != NULL && said != NULL &&
        strcmp(said, "application/postscript") == 0)
        return refuse("PostScript without its first line", why, why_size);
    if (info->document.format == NULL || !document_format_known(info->document.format, model))
        return refuse(info->document.what, why, why_size);
    return info->document.format;
}

/* Of whom nothing is known. */
static const char *person(const char *user)
{
    return user != NULL ? user : "anonymous";
}

bool submission_is_refused(pappl_printer_t *printer, const char *user)
{
    return jobs_quota_refuses(all_jobs, papplPrinterGetID(printer), person(user));
}

enum job_hold submission_hold(const struct job_options *options)
{
    return options->hold == HOLD_NONE         ? JOB_NOT_HELD
           : options->hold == HOLD_INDEFINITE ? JOB_HELD
                                              : JOB_HELD_UNTIL;
}

/* What the job keeps of the queue's settings (intent.h) is no client's to say. */
static int is_of_job(void *ctx, ipp_t *message, ipp_attribute_t *attr)
{
    const char *name = ippGetName(attr);

    (void)ctx;
    (void)message;
    return name == NULL || strcmp(name, "registration") != 0;
}

struct job *submission_create(const struct submission *s, char *why, size_t why_size)
{
    struct job_request request = {.queue = papplPrinterGetID(s->printer),
                                  .name = s->name != NULL ? s->name : "Untitled",
                                  .user = person(s->user),
                                  .host = s->host != NULL ? s->host : "",
                                  .format = s->format != NULL ? s->format : ""};
    struct intent *intent = NULL;
    struct job *job = NULL;
    char code[VAULT_TEXT_MAX];

    if (s->code != NULL && !code_keep(s->code, code)) {
        snprintf(why, why_size,
                 "The code of the job cannot be kept: this computer has no key "
                 "to encrypt it with.");
        return NULL;
    }
    request.code = s->code != NULL ? code : NULL;
    snprintf(why, why_size, "There is no memory left for the job.");
    request.attributes = ippNew();
    if (request.attributes != NULL && s->attributes != NULL)
        ippCopyAttributes(request.attributes, s->attributes, 0, is_of_job, NULL);
    if (request.attributes != NULL)
        intent = intent_new(request.attributes, s->printer, request.name, request.user);
    if (intent != NULL) {
        request.priority = intent->options.priority;
        request.hold = submission_hold(&intent->options);
        request.hold_time = intent->options.hold_time;
        request.proof = intent->options.proof;
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

/* What the wrapper of a document asks, where the client has said nothing. */
static void follow_wrapper(pappl_printer_t *printer, struct job *job,
                           const struct unwrap_wishes *wishes)
{
    const struct intent *said = job->intent;
    ipp_t *attributes = message_unpack(said->bytes, said->n);
    struct intent *intent;

    if (attributes == NULL)
        return;
    unwrap_apply(wishes, attributes);
    intent = intent_new(attributes, printer, job->name, job->user);
    if (intent != NULL) {
        free(job->intent);
        job->intent = intent;
    }
    ippDelete(attributes);
}

/* A document that is in a wrapper comes out of it. */
static void unwrap(pappl_printer_t *printer, struct job *job, struct document_input *input)
{
    const struct unwrap_info *info = input_look(input);

    if (info->document.format == NULL || !unwrap_needed(info))
        return;
    follow_wrapper(printer, job, &info->wishes);
    input_unwrap(input, info);
}

bool submission_receive(pappl_printer_t *printer, struct job *job, const char *format,
                        struct document_input *input, char *why, size_t why_size)
{
    why[0] = '\0';
    if (job->intent == NULL || !job_begin_document(job, why, why_size)) {
        if (why[0] == '\0')
            snprintf(why, why_size, "The job has its document already.");
        job_abort(job, 0, why);
        return false;
    }
    unwrap(printer, job, input);
    jobs_lock(all_jobs);
    snprintf(job->format, sizeof(job->format), "%s", format);
    jobs_unlock(all_jobs);
    return document_receive(job, input, format, printer_model(printer), job->intent, why,
                            why_size);
}

/* ---- all of them ---- */

bool submission_can(pappl_printer_t *printer, ipp_t *attributes, char *why, size_t why_size)
{
    ipp_t *lacking = attributes != NULL ? ippNew() : NULL;
    ipp_attribute_t *attr = NULL;
    char value[128] = "";

    if (lacking == NULL || job_options_check(attributes, lacking, printer)) {
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
           : (reasons & JOB_ACCOUNT_LIMIT) != 0                    ? SUBMISSION_REFUSED
           : job_is_canceled(job)                                  ? SUBMISSION_FAILED
                                                                   : SUBMISSION_BUSY;
}

enum submission_result submission_print(const struct submission *s,
                                        struct document_input *input, int *job_id, char *why,
                                        size_t why_size)
{
    enum submission_result result = SUBMISSION_BUSY;
    struct submission known = *s;
    const struct unwrap_wishes *wrapper;
    struct job *job;

    why[0] = '\0';
    if (job_id != NULL)
        *job_id = 0;
    if (queue_is_refusing(all_jobs, papplPrinterGetID(s->printer))) {
        snprintf(why, why_size, "This queue takes no jobs now.");
        return SUBMISSION_BUSY;
    }
    known.format = submission_format(s->printer, s->format, input, why, why_size);
    if (known.format == NULL || !submission_can(s->printer, s->attributes, why, why_size))
        return SUBMISSION_REFUSED;
    wrapper = &input_look(input)->wishes;
    if (known.name == NULL && wrapper->name[0] != '\0')
        known.name = wrapper->name;
    if (known.user == NULL && wrapper->user[0] != '\0')
        known.user = wrapper->user;
    if (submission_is_refused(s->printer, known.user)) {
        snprintf(why, why_size, QUOTA_REFUSED_SENTENCE);
        return SUBMISSION_REFUSED;
    }
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

enum submission_result submission_made(const struct submission *s,
                                       bool (*make)(void *ctx, struct job *job, char *why,
                                                    size_t why_size),
                                       void *ctx, int *job_id, char *why, size_t why_size)
{
    enum submission_result result;
    struct job *job;
    bool accepted;

    why[0] = '\0';
    *job_id = 0;
    if (queue_is_refusing(all_jobs, papplPrinterGetID(s->printer))) {
        snprintf(why, why_size, "This queue takes no jobs now.");
        return SUBMISSION_BUSY;
    }
    if (!submission_can(s->printer, s->attributes, why, why_size))
        return SUBMISSION_REFUSED;
    job = submission_create(s, why, why_size);
    if (job == NULL)
        return SUBMISSION_BUSY;
    *job_id = job->id;
    accepted = job->intent != NULL && job_begin_document(job, why, why_size);
    if (!accepted)
        job_abort(job, 0, why);
    accepted = accepted && make(ctx, job, why, why_size);
    result = outcome_of(job, accepted);
    job_release(job);
    return result;
}
