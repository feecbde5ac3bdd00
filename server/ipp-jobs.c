/*
 * ipp-jobs.c - see ipp-jobs.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-jobs.h"

#include "delivery.h"
#include "documents.h"
#include "ipp-attributes.h"
#include "job-options.h"
#include "log.h"
#include "printer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Added to an operation's number to hide it from PAPPL: a range for private use. */
#define HIDDEN 0x7000

/* The name under which job-id goes past PAPPL, which would look for a job of its own. */
#define JOB_ID "x-job-id"

static struct jobs *all_jobs; /* set once, before there are clients */

/* One request. */
struct call {
    pappl_client_t *client;
    ipp_t *request, *response;
    pappl_printer_t *printer;
    struct job_queue *queue;
    const char *user;
};

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

void ipp_take_request(ipp_t *request)
{
    ipp_op_t op = ippGetOperation(request);

    /* A server only: it asks nobody by IPP, so what it reads are requests. */
    if (all_jobs == NULL || !is_ours(op))
        return;
    ippSetOperation(request, (ipp_op_t)((int)op | HIDDEN));
    rename_attribute(request, "job-id", IPP_TAG_INTEGER, JOB_ID);
    if (ippFindAttribute(request, "printer-uri", IPP_TAG_URI) == NULL &&
        ippFindAttribute(request, "system-uri", IPP_TAG_URI) == NULL)
        rename_attribute(request, "job-uri", IPP_TAG_URI, "printer-uri");
}

/* ---- helpers ---- */

bool ipp_is_local(pappl_client_t *client)
{
    return httpAddrLocalhost(httpGetAddress(papplClientGetHTTP(client))) != 0;
}

static const char *string_of(ipp_t *request, const char *name, ipp_tag_t tag)
{
    ipp_attribute_t *attr = ippFindAttribute(request, name, tag);

    return attr != NULL ? ippGetString(attr, 0, NULL) : NULL;
}

static const char *format_text(const char *text)
{
    return text[0] != '\0' ? text : "Not possible now.";
}

static void respond(struct call *c, ipp_status_t status, const char *text)
{
    papplClientRespondIPP(c->client, status, "%s", format_text(text));
}

static void done(struct call *c)
{
    papplClientRespondIPP(c->client, IPP_STATUS_OK, NULL);
}

static bool administrates(struct call *c)
{
    if (ipp_is_local(c->client))
        return true;
    respond(c, IPP_STATUS_ERROR_FORBIDDEN, "This is possible only on the computer of the gateway.");
    return false;
}

/* The job a request is about, a reference; NULL and answered. */
static struct job *wanted_job(struct call *c)
{
    int id = ippGetInteger(ippFindAttribute(c->request, JOB_ID, IPP_TAG_INTEGER), 0);
    struct job *job;

    if (id == 0) {
        const char *uri = string_of(c->request, "printer-uri", IPP_TAG_URI);
        const char *slash = uri != NULL ? strrchr(uri, '/') : NULL;

        id = slash != NULL ? (int)strtol(slash + 1, NULL, 10) : 0;
    }
    job = id > 0 ? job_find(all_jobs, c->queue->id, id) : NULL;
    if (job == NULL)
        papplClientRespondIPP(c->client, IPP_STATUS_ERROR_NOT_FOUND, "There is no job %d.", id);
    return job;
}

/* Who made a job, and whoever sits at the gateway, may change it. */
static bool owns(struct call *c, const struct job *job)
{
    char host[256];

    if (ipp_is_local(c->client) || strcmp(c->user, job->user) == 0)
        return true;
    httpAddrString(httpGetAddress(papplClientGetHTTP(c->client)), host, sizeof(host));
    return strcmp(host, job->host) == 0;
}

static struct job *own_job(struct call *c)
{
    struct job *job = wanted_job(c);

    if (job == NULL || owns(c, job))
        return job;
    papplClientRespondIPP(c->client, IPP_STATUS_ERROR_NOT_AUTHORIZED,
                          "Job %d belongs to %s.", job->id, job->user);
    job_release(job);
    return NULL;
}

/* After the status: its message belongs to the group before. */
static void add_unsupported(struct call *c, ipp_attribute_t *attr)
{
    ipp_attribute_t *copy = ippCopyAttribute(c->response, attr, 0);

    if (copy != NULL)
        ippSetGroupTag(c->response, &copy, IPP_TAG_UNSUPPORTED_GROUP);
}

static void answer(struct call *c, enum job_answer result, const char *why_not)
{
    if (result == JOB_DONE)
        done(c);
    else
        respond(c, IPP_STATUS_ERROR_NOT_POSSIBLE, why_not);
}

/* ---- printing ---- */

/* What is known of a job before its document. */
struct intent {
    struct job_options options;
};

static const char *const short_attributes[] = {"job-id", "job-state", "job-state-message",
                                               "job-state-reasons", "job-uri", NULL};

static int compare_names(void *a, void *b, void *ctx)
{
    (void)ctx;
    return strcmp(a, b);
}

static void add_job(struct call *c, struct job *job, const char *const names[])
{
    cups_array_t *wanted = cupsArrayNew(compare_names, NULL);

    for (size_t i = 0; names[i] != NULL; i++)
        cupsArrayAdd(wanted, (void *)(uintptr_t)names[i]);
    jobs_lock(all_jobs);
    ipp_add_job(c->client, c->response, job, wanted);
    jobs_unlock(all_jobs);
    cupsArrayDelete(wanted);
}

static bool check_compression(struct call *c)
{
    const char *compression = string_of(c->request, "compression", IPP_TAG_KEYWORD);

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

static void refuse_format(struct call *c, const char *format)
{
    ipp_attribute_t *attr = ippFindAttribute(c->request, "document-format", IPP_TAG_MIMETYPE);

    papplClientRespondIPP(c->client, IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED,
                          "This printer takes PWG raster, Apple raster, JPEG and PNG%s%s. Print "
                          "other documents from the program that shows them.",
                          format != NULL ? ", not " : "", format != NULL ? format : "");
    if (attr != NULL)
        add_unsupported(c, attr);
}

/* The document's format: what is said, else what its first bytes say; NULL and answered. */
static const char *find_format(struct call *c, bool has_document)
{
    const struct model *model = printer_model(c->printer);
    const char *format = string_of(c->request, "document-format", IPP_TAG_MIMETYPE);
    uint8_t start[64];

    if (format != NULL && strcmp(format, "application/octet-stream") != 0) {
        if (model != NULL && document_format_known(format, model))
            return format;
        refuse_format(c, NULL);
        return NULL;
    }
    if (!has_document)
        return "application/octet-stream";
    format = document_sniff(start,
                            document_peek(papplClientGetHTTP(c->client), start, sizeof(start)));
    if (model != NULL && format != NULL && document_format_known(format, model))
        return format;
    refuse_format(c, format);
    return NULL;
}

static void add_all_unsupported(struct call *c, ipp_t *unsupported)
{
    for (ipp_attribute_t *attr = ippFirstAttribute(unsupported); attr != NULL;
         attr = ippNextAttribute(unsupported))
        if (ippGetGroupTag(attr) == IPP_TAG_UNSUPPORTED_GROUP)
            add_unsupported(c, attr);
}

/* Whether the queue takes a job like this. Answered when not; *ignored, to be freed: wishes that
 * are not followed, NULL for none. */
static bool may_print(struct call *c, ipp_t **ignored)
{
    ipp_attribute_t *fidelity =
        ippFindAttribute(c->request, "ipp-attribute-fidelity", IPP_TAG_BOOLEAN);
    bool refusing;

    jobs_lock(all_jobs);
    refusing = c->queue->refusing || c->queue->gone;
    jobs_unlock(all_jobs);
    if (refusing) {
        respond(c, IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS, "This queue takes no jobs now.");
        return false;
    }
    *ignored = ippNew();
    if (*ignored == NULL || job_options_check(c->request, *ignored, c->printer)) {
        ippDelete(*ignored);
        *ignored = NULL;
        return true;
    }
    if (fidelity == NULL || !ippGetBoolean(fidelity, 0))
        return true;
    respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, "The printer cannot do all that was asked.");
    add_all_unsupported(c, *ignored);
    return false;
}

static int is_template(void *ctx, ipp_t *message, ipp_attribute_t *attr)
{
    (void)ctx;
    (void)message;
    return ippGetGroupTag(attr) == IPP_TAG_JOB;
}

static enum job_hold hold_of(const struct job_options *options)
{
    return options->hold == HOLD_NONE         ? JOB_NOT_HELD
           : options->hold == HOLD_INDEFINITE ? JOB_HELD
                                              : JOB_HELD_UNTIL;
}

static struct job *create_job(struct call *c, const char *format)
{
    const char *name = string_of(c->request, "job-name", IPP_TAG_ZERO);
    struct intent *intent = calloc(1, sizeof(*intent));
    struct job_request request = {.queue = c->queue->id, .user = c->user, .format = format};
    char host[256], why[256] = "There is no memory left for the job.";
    struct job *job = NULL;

    if (name == NULL || name[0] == '\0')
        name = string_of(c->request, "document-name", IPP_TAG_ZERO);
    request.name = name != NULL && name[0] != '\0' ? name : "Untitled";
    request.host = httpAddrString(httpGetAddress(papplClientGetHTTP(c->client)), host,
                                  sizeof(host));
    request.attributes = ippNew();
    if (intent != NULL && request.attributes != NULL) {
        ippCopyAttributes(request.attributes, c->request, 0, is_template, NULL);
        job_options_read(&intent->options, request.attributes, c->printer, request.name,
                         request.user, time(NULL));
        request.priority = intent->options.priority;
        request.hold = hold_of(&intent->options);
        request.hold_time = intent->options.hold_time;
        ipp_follow_printer(c->printer);
        job = job_create(all_jobs, &request, why, sizeof(why));
    }
    ippDelete(request.attributes);
    if (job != NULL)
        job->intent = intent; /* nobody else knows the job yet who would look */
    else {
        respond(c, IPP_STATUS_ERROR_BUSY, why);
        free(intent);
    }
    return job;
}

static void respond_taken(struct call *c, ipp_t *ignored)
{
    papplClientRespondIPP(
        c->client, ignored != NULL ? IPP_STATUS_OK_IGNORED_OR_SUBSTITUTED : IPP_STATUS_OK, NULL);
    if (ignored != NULL)
        add_all_unsupported(c, ignored);
}

/* The document of a job. Answered in any case. */
static void receive(struct call *c, struct job *job, const char *format, ipp_t *ignored)
{
    http_t *http = papplClientGetHTTP(c->client);
    const struct intent *intent = job->intent;
    char why[512] = "";
    bool begun = intent != NULL && job_begin_document(job, why, sizeof(why));
    uint32_t reasons;
    bool accepted;

    if (!begun)
        job_abort(job, 0, why[0] != '\0' ? why : "The job has its document already.");
    else {
        jobs_lock(all_jobs);
        snprintf(job->format, sizeof(job->format), "%s", format);
        jobs_unlock(all_jobs);
    }
    accepted = begun && document_receive(job, http, format, printer_model(c->printer),
                                         &intent->options, why, sizeof(why));
    jobs_lock(all_jobs);
    reasons = job->reasons;
    jobs_unlock(all_jobs);
    if (accepted || why[0] == '\0')
        respond_taken(c, ignored);
    else
        papplClientRespondIPP(c->client,
                              (reasons & (JOB_FORMAT_ERROR | JOB_UNPRINTABLE)) != 0
                                  ? IPP_STATUS_ERROR_DOCUMENT_FORMAT_ERROR
                                  : IPP_STATUS_ERROR_TEMPORARY,
                              "%s", why);
    add_job(c, job, short_attributes);
}

static void print_job(struct call *c)
{
    const char *format;
    struct job *job = NULL;
    ipp_t *ignored = NULL;

    if (check_compression(c) && may_print(c, &ignored) &&
        (format = find_format(c, true)) != NULL && (job = create_job(c, format)) != NULL)
        receive(c, job, format, ignored);
    job_release(job);
    ippDelete(ignored);
}

static void validate_job(struct call *c)
{
    ipp_t *ignored = NULL;

    if (check_compression(c) && may_print(c, &ignored) && find_format(c, false) != NULL)
        respond_taken(c, ignored);
    ippDelete(ignored);
}

static void create_only(struct call *c)
{
    struct job *job = NULL;
    ipp_t *ignored = NULL;

    if (may_print(c, &ignored) && (job = create_job(c, "")) != NULL) {
        respond_taken(c, ignored);
        add_job(c, job, short_attributes);
    }
    job_release(job);
    ippDelete(ignored);
}

static bool is_empty(struct call *c)
{
    uint8_t byte;

    return document_peek(papplClientGetHTTP(c->client), &byte, 1) == 0;
}

static void send_document(struct call *c)
{
    ipp_attribute_t *last = ippFindAttribute(c->request, "last-document", IPP_TAG_BOOLEAN);
    struct job *job = own_job(c);
    const char *format;
    bool has_document, active;

    if (job == NULL)
        return;
    jobs_lock(all_jobs);
    has_document = job->document != NULL || job->accepted;
    active = job_is_active(job);
    jobs_unlock(all_jobs);
    if (last == NULL)
        respond(c, IPP_STATUS_ERROR_BAD_REQUEST, "The attribute last-document is missing.");
    else if (!check_compression(c))
        ;
    else if (!has_document && !active)
        respond(c, IPP_STATUS_ERROR_NOT_POSSIBLE, "The job has ended already.");
    else if (is_empty(c)) {
        if (ippGetBoolean(last, 0) && !has_document)
            job_abort(job, JOB_FORMAT_ERROR, "The job came without a document.");
        done(c);
        add_job(c, job, short_attributes);
    } else if (has_document)
        respond(c, IPP_STATUS_ERROR_MULTIPLE_JOBS_NOT_SUPPORTED,
                "A job of this printer has one document.");
    else if ((format = find_format(c, true)) != NULL)
        receive(c, job, format, NULL);
    job_release(job);
}

static void close_job(struct call *c)
{
    struct job *job = own_job(c);
    bool nothing;

    if (job == NULL)
        return;
    jobs_lock(all_jobs);
    nothing = job_is_active(job) && job->document == NULL;
    jobs_unlock(all_jobs);
    if (nothing)
        job_abort(job, JOB_FORMAT_ERROR, "The job came without a document.");
    done(c);
    job_release(job);
}

/* ---- looking ---- */

static void get_job_attributes(struct call *c)
{
    cups_array_t *wanted = ippCreateRequestedArray(c->request);
    struct job *job = wanted_job(c);

    if (job != NULL) {
        done(c);
        jobs_lock(all_jobs);
        ipp_add_job(c->client, c->response, job, wanted);
        jobs_unlock(all_jobs);
    }
    job_release(job);
    cupsArrayDelete(wanted);
}

struct listing {
    struct call *c;
    cups_array_t *wanted;
    uint32_t states; /* 1 << job-state */
    bool mine;
    int limit, count, first_id;
};

static bool list_job(void *ctx, struct job *job)
{
    struct listing *l = ctx;

    if ((l->states & (1u << job->state)) == 0 || job->id < l->first_id ||
        (l->mine && strcmp(l->c->user, job->user) != 0))
        return true;
    if (l->count++ > 0)
        ippAddSeparator(l->c->response);
    ipp_add_job(l->c->client, l->c->response, job, l->wanted);
    return l->limit == 0 || l->count < l->limit;
}

/* Which states a value of which-jobs means; 0: none we know. */
static uint32_t states_of(const char *which)
{
    static const struct {
        const char *keyword;
        uint32_t states;
    } table[] = {
        {"not-completed", 1u << 3 | 1u << 4 | 1u << 5 | 1u << 6},
        {"completed", 1u << 7 | 1u << 8 | 1u << 9},
        {"all", ~0u},
        {"pending", 1u << 3},
        {"pending-held", 1u << 4},
        {"processing", 1u << 5},
        {"processing-stopped", 1u << 6},
        {"canceled", 1u << 7},
        {"aborted", 1u << 8},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (which == NULL || strcmp(which, table[i].keyword) == 0)
            return table[i].states;
    return 0;
}

static void get_jobs(struct call *c)
{
    ipp_attribute_t *which = ippFindAttribute(c->request, "which-jobs", IPP_TAG_KEYWORD);
    ipp_attribute_t *mine = ippFindAttribute(c->request, "my-jobs", IPP_TAG_BOOLEAN);
    struct listing l = {
        .c = c,
        .states = states_of(which != NULL ? ippGetString(which, 0, NULL) : NULL),
        .mine = mine != NULL && ippGetBoolean(mine, 0),
        .limit = ippGetInteger(ippFindAttribute(c->request, "limit", IPP_TAG_INTEGER), 0),
        .first_id =
            ippGetInteger(ippFindAttribute(c->request, "first-job-id", IPP_TAG_INTEGER), 0),
    };

    if (l.states == 0) {
        respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, "That value of which-jobs is not known.");
        add_unsupported(c, which);
        return;
    }
    if (ippFindAttribute(c->request, "requested-attributes", IPP_TAG_ZERO) != NULL)
        l.wanted = ippCreateRequestedArray(c->request);
    else {
        l.wanted = cupsArrayNew(compare_names, NULL);
        cupsArrayAdd(l.wanted, (void *)(uintptr_t)"job-id");
        cupsArrayAdd(l.wanted, (void *)(uintptr_t)"job-uri");
    }
    done(c);
    jobs_lock(all_jobs);
    jobs_each(all_jobs, c->queue, JOBS_ALL, list_job, &l);
    jobs_unlock(all_jobs);
    cupsArrayDelete(l.wanted);
}

/* ---- changing ---- */

/* Who did what, for the record of the job. */
static void log_call(struct call *c, const struct job *job, const char *what)
{
    char host[256];

    httpAddrString(httpGetAddress(papplClientGetHTTP(c->client)), host, sizeof(host));
    log_say(LOG_SAY_INFO, "[Job %d] To be %s, says %s at %s.", job->id, what, c->user, host);
}

static void cancel_job(struct call *c)
{
    struct job *job = own_job(c);

    if (job != NULL) {
        log_call(c, job, "canceled");
        answer(c, job_cancel(job), "The job has ended already.");
    }
    job_release(job);
}

static void release_job(struct call *c)
{
    struct job *job = own_job(c);

    if (job != NULL) {
        log_call(c, job, "released");
        answer(c, job_set_hold(job, JOB_NOT_HELD, 0), "The job has ended already.");
    }
    job_release(job);
}

/* Whether Set-Job-Attributes knows an attribute of the job group. */
static bool is_settable(ipp_attribute_t *attr)
{
    const char *name = ippGetName(attr);

    return name == NULL || ippGetGroupTag(attr) != IPP_TAG_JOB ||
           strcmp(name, "job-priority") == 0 || strcmp(name, "job-hold-until") == 0 ||
           strcmp(name, "job-hold-until-time") == 0;
}

static bool refuse_unsettable(struct call *c)
{
    bool refused = false;

    for (ipp_attribute_t *attr = ippFirstAttribute(c->request); attr != NULL;
         attr = ippNextAttribute(c->request)) {
        if (is_settable(attr))
            continue;
        if (!refused)
            respond(c, IPP_STATUS_ERROR_ATTRIBUTES_NOT_SETTABLE,
                    "Only the priority and the time of a job can be changed.");
        refused = true;
        add_unsupported(c, attr);
    }
    return refused;
}

static bool asks_for_time(ipp_t *request)
{
    return ippFindAttribute(request, "job-hold-until", IPP_TAG_ZERO) != NULL ||
           ippFindAttribute(request, "job-hold-until-time", IPP_TAG_ZERO) != NULL;
}

static void set_job_attributes(struct call *c)
{
    struct job *job = own_job(c);
    struct job_options *options = malloc(sizeof(*options));
    enum job_answer result = JOB_DONE;

    if (job != NULL && options != NULL && !refuse_unsettable(c)) {
        job_options_read(options, c->request, c->printer, NULL, NULL, time(NULL));
        if (ippFindAttribute(c->request, "job-priority", IPP_TAG_INTEGER) != NULL)
            result = job_set_priority(job, options->priority);
        if (result == JOB_DONE && asks_for_time(c->request))
            result = job_set_hold(job, hold_of(options), options->hold_time);
        log_call(c, job, "changed");
        answer(c, result, "The job is printed already, or has ended.");
    }
    free(options);
    job_release(job);
}

static void hold_job(struct call *c)
{
    struct job *job = own_job(c);
    struct job_options *options = malloc(sizeof(*options));
    enum job_hold hold = JOB_HELD;

    if (job != NULL && options != NULL) {
        /* job-hold-until is an operation attribute here; "night" at night holds nothing */
        job_options_read(options, c->request, c->printer, NULL, NULL, time(NULL));
        if (asks_for_time(c->request))
            hold = hold_of(options);
        log_call(c, job, "held");
        answer(c, job_set_hold(job, hold, options->hold_time),
               "The job is printed already, or has ended.");
    }
    free(options);
    job_release(job);
}

static void reprint_job(struct call *c)
{
    struct job *job = own_job(c), *again;
    char why[256] = "";

    if (job == NULL)
        return;
    again = job_reprint(job, c->user, why, sizeof(why));
    if (again != NULL) {
        done(c);
        add_job(c, again, short_attributes);
    } else
        respond(c, IPP_STATUS_ERROR_NOT_POSSIBLE, why);
    job_release(again);
    job_release(job);
}

static void promote_job(struct call *c)
{
    struct job *job = administrates(c) ? wanted_job(c) : NULL;

    if (job != NULL)
        log_call(c, job, "printed next");
    if (job != NULL)
        answer(c, job_promote(job, NULL), "The job is printed already, or has ended.");
    job_release(job);
}

static void schedule_job(struct call *c)
{
    int id =
        ippGetInteger(ippFindAttribute(c->request, "predecessor-job-id", IPP_TAG_INTEGER), 0);
    struct job *job = administrates(c) ? wanted_job(c) : NULL;
    struct job *after = job != NULL ? job_find(all_jobs, c->queue->id, id) : NULL;

    if (job != NULL && id != 0 && after == NULL)
        papplClientRespondIPP(c->client, IPP_STATUS_ERROR_NOT_FOUND, "There is no job %d.", id);
    else if (job != NULL) {
        log_call(c, job, "moved");
        answer(c, job_promote(job, after), "One of the jobs is printed already, or has ended.");
    }
    job_release(after);
    job_release(job);
}

struct picked {
    struct job **list;
    size_t n, room;
    struct call *c;
    const ipp_attribute_t *ids;
    bool mine, current;
};

static bool has_id(const ipp_attribute_t *ids, int id)
{
    ipp_attribute_t *attr;

    memcpy(&attr, &ids, sizeof(attr)); /* libcups' readers take no const */
    for (int i = 0; attr != NULL && i < ippGetCount(attr); i++)
        if (ippGetInteger(attr, i) == id)
            return true;
    return attr == NULL;
}

static bool pick(void *ctx, struct job *job)
{
    struct picked *p = ctx;

    if (!has_id(p->ids, job->id) || (p->mine && strcmp(p->c->user, job->user) != 0) ||
        (p->current && !job->delivering))
        return true;
    if (p->n == p->room) {
        size_t room = 2 * p->room + 32;
        struct job **larger = realloc(p->list, room * sizeof(struct job *));

        if (larger == NULL)
            return false;
        p->list = larger;
        p->room = room;
    }
    job->holders++;
    p->list[p->n++] = job;
    return !p->current;
}

static void cancel_picked(struct call *c, bool mine, bool current)
{
    struct picked p = {.c = c,
                       .ids = ippFindAttribute(c->request, "job-ids", IPP_TAG_INTEGER),
                       .mine = mine,
                       .current = current};
    size_t refused = 0;

    jobs_lock(all_jobs);
    jobs_each(all_jobs, c->queue, JOBS_ACTIVE, pick, &p);
    jobs_unlock(all_jobs);
    for (size_t i = 0; i < p.n; i++) {
        if (owns(c, p.list[i])) {
            log_call(c, p.list[i], "canceled");
            (void)job_cancel(p.list[i]);
        } else
            refused++;
        job_release(p.list[i]);
    }
    free(p.list);
    if (p.ids != NULL && p.n == 0)
        respond(c, IPP_STATUS_ERROR_NOT_FOUND, "None of these jobs waits.");
    else if (current && p.n == 0)
        respond(c, IPP_STATUS_ERROR_NOT_POSSIBLE, "No job is printed now.");
    else if (refused > 0)
        respond(c, IPP_STATUS_ERROR_NOT_AUTHORIZED, "Some jobs belong to others.");
    else
        done(c);
}

static void set_queue(struct call *c, void (*set)(struct job_queue *, bool), bool value)
{
    if (!administrates(c))
        return;
    set(c->queue, value);
    done(c);
}

static bool is_held(void *ctx, struct job *job)
{
    struct picked *p = ctx;

    return job->hold == JOB_HELD ? pick(p, job) : true;
}

/* What was held only because new jobs were. */
static void release_new(struct call *c)
{
    struct picked p = {.c = c};

    if (!administrates(c))
        return;
    queue_set_hold_new(c->queue, false);
    jobs_lock(all_jobs);
    jobs_each(all_jobs, c->queue, JOBS_ACTIVE, is_held, &p);
    jobs_unlock(all_jobs);
    for (size_t i = 0; i < p.n; i++) {
        (void)job_set_hold(p.list[i], JOB_NOT_HELD, 0);
        job_release(p.list[i]);
    }
    free(p.list);
    done(c);
}

/* ---- dispatch ---- */

static bool run_call(struct call *c, ipp_op_t op)
{
    switch ((int)op) {
    case IPP_OP_PRINT_JOB:
        print_job(c);
        return true;
    case IPP_OP_VALIDATE_JOB:
        validate_job(c);
        return true;
    case IPP_OP_CREATE_JOB:
        create_only(c);
        return true;
    case IPP_OP_SEND_DOCUMENT:
        send_document(c);
        return true;
    case IPP_OP_CLOSE_JOB:
        close_job(c);
        return true;
    case IPP_OP_CANCEL_JOB:
        cancel_job(c);
        return true;
    case IPP_OP_GET_JOB_ATTRIBUTES:
        get_job_attributes(c);
        return true;
    case IPP_OP_GET_JOBS:
        get_jobs(c);
        return true;
    case IPP_OP_HOLD_JOB:
        hold_job(c);
        return true;
    case IPP_OP_RELEASE_JOB:
        release_job(c);
        return true;
    case IPP_OP_SET_JOB_ATTRIBUTES:
        set_job_attributes(c);
        return true;
    case IPP_OP_RESTART_JOB:
    case IPP_OP_REPROCESS_JOB:
    case IPP_OP_RESUBMIT_JOB:
        reprint_job(c);
        return true;
    case IPP_OP_PROMOTE_JOB:
        promote_job(c);
        return true;
    case IPP_OP_SCHEDULE_JOB_AFTER:
        schedule_job(c);
        return true;
    case IPP_OP_CANCEL_CURRENT_JOB:
        cancel_picked(c, false, true);
        return true;
    case IPP_OP_CANCEL_JOBS:
    case IPP_OP_PURGE_JOBS:
        if (administrates(c))
            cancel_picked(c, false, false);
        return true;
    case IPP_OP_CANCEL_MY_JOBS:
        cancel_picked(c, true, false);
        return true;
    case IPP_OP_PAUSE_PRINTER:
    case IPP_OP_PAUSE_PRINTER_AFTER_CURRENT_JOB:
        set_queue(c, queue_set_paused, true);
        return true;
    case IPP_OP_RESUME_PRINTER:
        set_queue(c, queue_set_paused, false);
        return true;
    case IPP_OP_DISABLE_PRINTER:
        set_queue(c, queue_set_refusing, true);
        return true;
    case IPP_OP_ENABLE_PRINTER:
        set_queue(c, queue_set_refusing, false);
        return true;
    case IPP_OP_HOLD_NEW_JOBS:
        set_queue(c, queue_set_hold_new, true);
        return true;
    case IPP_OP_RELEASE_HELD_NEW_JOBS:
        release_new(c);
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
    if ((op & HIDDEN) != HIDDEN || !is_ours((ipp_op_t)(op & ~HIDDEN)))
        return false;
    ippSetOperation(c.request, (ipp_op_t)(op & ~HIDDEN));
    if (c.printer == NULL || (c.queue = jobs_queue(all_jobs, papplPrinterGetID(c.printer))) == NULL)
        return false;
    c.user = string_of(c.request, "requesting-user-name", IPP_TAG_ZERO);
    if (c.user == NULL || c.user[0] == '\0')
        c.user = "anonymous";
    return run_call(&c, (ipp_op_t)(op & ~HIDDEN));
}

void ipp_jobs_setup(pappl_system_t *system, struct jobs *jobs)
{
    all_jobs = jobs;
    ipp_attributes_setup(jobs);
    papplSystemSetOperationCallback(system, operate, NULL);
}

/* ---- what the queue needs to know of its printer ---- */

static void read_setting(ipp_t *attrs, const char *name, char *value, size_t n)
{
    value[0] = '\0';
    (void)ippAttributeString(ippFindAttribute(attrs, name, IPP_TAG_ZERO), value, n);
}

void ipp_follow_printer(pappl_printer_t *printer)
{
    struct job_queue *queue = jobs_queue(all_jobs, papplPrinterGetID(printer));
    const struct model *model = printer_model(printer);
    ipp_t *attrs = papplPrinterGetDriverAttributes(printer);
    const char *uri = papplPrinterGetDeviceURI(printer);
    char quiet[32], keep[32], hours[32], cartridge[64], pages[32];

    if (queue == NULL) {
        ippDelete(attrs);
        return;
    }
    read_setting(attrs, "quiet-hours-default", quiet, sizeof(quiet));
    read_setting(attrs, "keep-printed-default", keep, sizeof(keep));
    read_setting(attrs, "keep-printed-hours-default", hours, sizeof(hours));
    read_setting(attrs, "toner-changed-default", cartridge, sizeof(cartridge));
    read_setting(attrs, "toner-pages-default", pages, sizeof(pages));
    ippDelete(attrs);
    jobs_lock(all_jobs);
    queue_set_cartridge(queue, cartridge, (unsigned)strtoul(pages, NULL, 10));
    snprintf(queue->name, sizeof(queue->name), "%s", papplPrinterGetName(printer));
    snprintf(queue->quiet, sizeof(queue->quiet), "%s", quiet);
    queue->keep_printed = (unsigned)strtoul(keep, NULL, 10);
    queue->keep_hours = (unsigned)strtoul(hours, NULL, 10);
    if (model != NULL && strcmp(queue->model, model->name) != 0)
        snprintf(queue->model, sizeof(queue->model), "%s", model->name);
    if (uri != NULL && strcmp(queue->uri, uri) != 0) {
        snprintf(queue->uri, sizeof(queue->uri), "%s", uri);
        queue->changed++;
    }
    jobs_wake(queue);
    jobs_unlock(all_jobs);
}
