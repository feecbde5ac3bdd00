/*
 * report.c - see report.h.
 *
 * One text, not an archive: whoever passes it on can read first what is in it, and it fits into
 * a mail. What is in it is chosen by kind, not by a list of names: of a job's attributes
 * numbers and keywords are told, and words that a person wrote (title, user, texts) are left
 * out unless asked for. Department ids and PINs are in none.
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE /* dladdr */
#include "report.h"

#include "access-limit.h"
#include "compat.h"
#include "health.h"
#include "ipp-access.h"
#include "ipp-attributes.h"
#include "ipp-printer.h"
#include "ipp-jobs.h"
#include "options.h"
#include "recorder.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>

#define LEFT_OUT "(left out)"

static struct jobs *all_jobs;

struct report {
    FILE *out;
    pappl_system_t *system;
    pappl_client_t *client; /* NULL: of the web page, which asks for itself whose it is */
    struct job *job;
    struct job_queue *queue;
    bool names;
    time_t from, to; /* of the job's life so far */
};

static void head(struct report *r, const char *what)
{
    fprintf(r->out, "\n== %s\n", what);
}

static void put(struct report *r, const char *name, const char *value)
{
    fprintf(r->out, "%s: %s\n", name, value[0] != '\0' ? value : "-");
}

static void put_number(struct report *r, const char *name, long long value)
{
    fprintf(r->out, "%s: %lld\n", name, value);
}

/* -1: not known */
static void put_known(struct report *r, const char *name, long long value)
{
    if (value >= 0)
        put_number(r, name, value);
    else
        put(r, name, "not known");
}

static void put_flag(struct report *r, const char *name, bool value)
{
    put(r, name, value ? "yes" : "no");
}

static void put_time(struct report *r, const char *name, time_t when)
{
    char text[64] = "";
    struct tm local;

    if (when != 0 && localtime_r(&when, &local) != NULL)
        (void)strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S %z", &local);
    put(r, name, text);
}

/* ---- versions ---- */

static void put_versions(struct report *r)
{
    struct utsname kernel;
    Dl_info library;
    char *file = NULL;
    void *place;
    compat_fn function = compat_next("papplSystemRun");

    _Static_assert(sizeof(place) == sizeof(function), "pointers of one size");
    memcpy(&place, &function, sizeof(place));
    head(r, "Versions");
    put(r, "Program", PROGRAM_NAME " " VERSION);
    if (place != NULL && dladdr(place, &library) != 0 && library.dli_fname != NULL)
        file = realpath(library.dli_fname, NULL);
    /* it does not tell its number; this is its newest function that tells versions apart */
    fprintf(r->out, "PAPPL: %s, %s\n",
            compat_optional("papplJobSuspend") != NULL ? "1.4 or later" : "1.3",
            file != NULL ? file : "of unknown place");
    free(file);
    put(r, "libcups", cupsUserAgent());
    if (uname(&kernel) == 0)
        fprintf(r->out, "Kernel: %s %s %s\n", kernel.sysname, kernel.release, kernel.machine);
}

/* ---- the job ---- */

/* What a person wrote, or that tells who it was. */
static bool is_personal(ipp_attribute_t *attr)
{
    switch ((int)ippGetValueTag(attr)) {
    case IPP_TAG_TEXT:
    case IPP_TAG_TEXTLANG:
    case IPP_TAG_NAME:
    case IPP_TAG_NAMELANG:
    case IPP_TAG_STRING:
    case IPP_TAG_URI:
        return strcmp(ippGetName(attr), "job-state-message") != 0;
    case IPP_TAG_BEGIN_COLLECTION:
        /* a sheet's size, mostly; of other ones nobody knows what is in them */
        return strcmp(ippGetName(attr), "media-col") != 0;
    default:
        return false;
    }
}

/* Of a department's account it is told whether there is one. */
static bool is_account(const char *name)
{
    return strstr(name, "-account-") != NULL || strstr(name, "-pin") != NULL ||
           strstr(name, "password") != NULL;
}

static void put_attribute(struct report *r, ipp_attribute_t *attr, bool hide)
{
    const char *name = ippGetName(attr);
    char value[2048] = "";

    if (name == NULL)
        return;
    (void)ippAttributeString(attr, value, sizeof(value));
    if (is_account(name))
        snprintf(value, sizeof(value), "%s", value[0] != '\0' ? "set" : "not set");
    else if (hide)
        snprintf(value, sizeof(value), LEFT_OUT);
    put(r, name, value);
}

static void put_job(struct report *r)
{
    ipp_t *message = ippNew();
    struct job *job = r->job;
    static const char *const holds[] = {"no", "until released", "until its time"};

    head(r, "Job");
    jobs_lock(all_jobs);
    ipp_add_job(r->client, message, job, NULL);
    jobs_unlock(all_jobs);
    for (ipp_attribute_t *attr = ippFirstAttribute(message); attr != NULL;
         attr = ippNextAttribute(message))
        if (ippGetName(attr) != NULL)
            put_attribute(r, attr, is_personal(attr) && !r->names);
    ippDelete(message);

    head(r, "What the queue knows of the job");
    jobs_lock(all_jobs);
    put(r, "Came from", r->names ? job->host : LEFT_OUT);
    put_flag(r, "Accepted", job->accepted);
    put_flag(r, "Being received", job->receiving);
    put_flag(r, "With its machine", job->delivering);
    put_flag(r, "Delivery has begun", job->started);
    put_flag(r, "Asked to be canceled", job->cancel);
    put_flag(r, "Its sender failed", job->failed);
    put(r, "Held", job->hold <= JOB_HELD_UNTIL ? holds[job->hold] : "");
    put_time(r, "Held until", job->hold == JOB_HELD_UNTIL ? job->hold_time : 0);
    put_flag(r, "Kept for a reprint", job->kept);
    put_number(r, "Bytes sent", (long long)job->bytes);
    put(r, "Remarks", job->remarks);
    jobs_unlock(all_jobs);
}

static void put_document(struct report *r)
{
    static const char *const kinds[] = {"?", "tickets", "pages", "raw files"};
    char why[256] = "";
    struct document *document = NULL;
    size_t count[4] = {0}, records = 0;
    uint64_t bytes[4] = {0};

    head(r, "Document");
    jobs_lock(all_jobs);
    if (r->job->document != NULL)
        document = document_hold(r->job->document);
    jobs_unlock(all_jobs);
    if (document == NULL)
        document = job_open_document(r->job, why, sizeof(why));
    if (document == NULL) {
        put(r, "Not there", why);
        return;
    }
    records = document_records(document);
    for (size_t i = 0; i < records; i++) {
        enum record_kind kind = document_kind(document, i);
        size_t at = kind <= RECORD_RAW ? (size_t)kind : 0;

        count[at]++;
        bytes[at] += document_length(document, i);
    }
    for (size_t i = 0; i < 4; i++)
        if (count[i] > 0)
            fprintf(r->out, "%zu %s, %llu bytes\n", count[i], kinds[i],
                    (unsigned long long)bytes[i]);
    document_release(document);
}

static void put_record(struct report *r)
{
    head(r, "What happened");
    if (!recorder_copy(jobs_folder(all_jobs), r->job->id, r->out))
        fputs("There is no record of it.\n", r->out);
}

/* ---- the queue and the machine ---- */

static void put_queue(struct report *r)
{
    pappl_printer_t *printer = papplSystemFindPrinter(r->system, NULL, r->queue->id, NULL);
    ipp_t *attrs = printer != NULL ? papplPrinterGetDriverAttributes(printer) : NULL;
    struct queue_view view;

    head(r, "Queue");
    queue_look(r->queue, &view);
    jobs_lock(all_jobs);
    put(r, "Name", r->queue->name);
    put(r, "Model", r->queue->model);
    put(r, "Machine", r->queue->uri);
    put_flag(r, "Deleted", r->queue->gone);
    put_flag(r, "Paused", r->queue->paused);
    put_flag(r, "Holds new jobs", r->queue->hold_new);
    put_flag(r, "Refuses jobs", r->queue->refusing);
    put_flag(r, "Sends a job now", r->queue->delivering);
    jobs_unlock(all_jobs);
    put(r, "State", ippEnumString("printer-state", (int)view.state));
    put(r, "Message", view.message);
    put_number(r, "Jobs waiting or printing", view.active);
    for (ipp_attribute_t *attr = attrs != NULL ? ippFirstAttribute(attrs) : NULL; attr != NULL;
         attr = ippNextAttribute(attrs)) {
        const char *name = ippGetName(attr);
        size_t n = name != NULL ? strlen(name) : 0;

        if (n > 8 && strcmp(name + n - 8, "-default") == 0)
            put_attribute(r, attr, false);
    }
    ippDelete(attrs);
}

static const char *three_ways(uint32_t reasons, uint32_t known, uint32_t bit)
{
    return (reasons & bit) != 0 ? "yes" : (known & bit) != 0 ? "no" : "not known";
}

static void put_supplies(struct report *r, const struct device_status *status)
{
    for (size_t i = 0; i < status->num_supplies; i++) {
        const struct supply *s = &status->supplies[i];

        if (s->level_percent >= 0)
            fprintf(r->out, "Supply %s: %d %%%s\n", s->description, s->level_percent,
                    s->estimate ? " (estimate)" : "");
        else
            fprintf(r->out, "Supply %s: %s\n", s->description,
                    s->some_left ? "some left" : "not known");
    }
    for (size_t i = 0; i < status->num_trays; i++) {
        const struct tray *t = &status->trays[i];

        fprintf(r->out, "Tray %s: %s, level %d of %d, %u x %u hmm, %s\n", t->name,
                !t->known  ? "not known whether empty"
                : t->empty ? "empty"
                           : "not empty",
                t->level, t->capacity, (unsigned)t->width_hmm, (unsigned)t->length_hmm,
                t->media[0] != '\0' ? t->media : "paper not known");
    }
}

static void put_machine(struct report *r)
{
    static const char *const states[] = {"not known", "other (it stands, or sleeps)", "idle",
                                         "printing", "warming up"};
    struct device_status status;

    queue_status(r->queue, &status);
    head(r, "Machine, as last heard");
    put_flag(r, "Answers", status.answered);
    put(r, "State", status.state <= MACHINE_WARMUP ? states[status.state] : "");
    put_flag(r, "Asleep", status.asleep);
    put(r, "Panel", status.panel);
    for (unsigned i = 0; i < NUM_REASONS; i++)
        if (((status.reasons | status.known) & (1u << i)) != 0)
            put(r, status_reason_keyword(1u << i),
                three_ways(status.reasons, status.known, 1u << i));
    put_supplies(r, &status);
    put_known(r, "Sides or sheets it ever printed", status.life_count);
    put_known(r, "Up for, 1/100 s", status.uptime_ticks);
}

/* ---- the server ---- */

static void put_server(struct report *r)
{
    struct statvfs disk;

    head(r, "Server's log, as far as it is remembered");
    if (recorder_copy_others(r->from, r->to, r->queue->name, r->out) == 0)
        fputs("Nothing in the job's time.\n", r->out);
    head(r, "Server");
    put_time(r, "Running since", jobs_began(all_jobs));
    put(r, "Spool folder", jobs_folder(all_jobs));
    if (statvfs(jobs_folder(all_jobs), &disk) == 0)
        fprintf(r->out, "Disk free: %llu of %llu MiB\n",
                (unsigned long long)disk.f_bavail * disk.f_frsize >> 20,
                (unsigned long long)disk.f_blocks * disk.f_frsize >> 20);
    head(r, "Metrics");
    health_put_metrics(r->out);
}

static void put_all(struct report *r)
{
    jobs_lock(all_jobs);
    r->queue = r->job->queue;
    r->from = r->job->created - 60;
    r->to = job_is_active(r->job) ? time(NULL) : r->job->completed + 60;
    jobs_unlock(all_jobs);
    fprintf(r->out, "Report of job %d. It has nothing of the document in it%s.\n", r->job->id,
            r->names ? "; it names title and user" : ", and no title and no user");
    put_time(r, "Made", time(NULL));
    put_versions(r);
    put_job(r);
    put_record(r);
    put_document(r);
    put_queue(r);
    put_machine(r);
    put_server(r);
}

/* ---- HTTP ---- */

static bool refuse(pappl_client_t *client, http_status_t status)
{
    return papplClientRespond(client, status, NULL, NULL, 0, 0);
}

/* The machine's SNMP community is in its address, and that in lines of the record. */
static void hide_community(char *text)
{
    static const char name[] = "snmp-community=";

    while ((text = strstr(text, name)) != NULL)
        for (text += sizeof(name) - 1; *text != '\0' && strchr("& \n", *text) == NULL; text++)
            *text = '*';
}

/* Each place where a text names somebody; text is freed. NULL: no memory. */
static char *leave_out(char *text, const char *name)
{
    char *made = NULL, *rest = text;
    size_t length = strlen(name), n;
    FILE *out;

    if (text == NULL || length < 3) /* "a" would be everywhere */
        return text;
    if ((out = open_memstream(&made, &n)) == NULL) {
        free(text);
        return NULL;
    }
    for (char *at; (at = strstr(rest, name)) != NULL; rest = at + length)
        fprintf(out, "%.*s" LEFT_OUT, (int)(at - rest), rest);
    fputs(rest, out);
    free(text);
    return fclose(out) == 0 ? made : NULL;
}

/* "To be held, says NAME at ADDRESS." as the log has it of any job: up to the end of the line.
 */
static char *leave_sayers_out(char *text)
{
    static const char says[] = ", says ";
    char *made = NULL, *rest = text;
    size_t n;
    FILE *out = text != NULL ? open_memstream(&made, &n) : NULL;

    if (out == NULL) {
        free(text);
        return NULL;
    }
    for (char *at; (at = strstr(rest, says)) != NULL;) {
        fprintf(out, "%.*s%s" LEFT_OUT, (int)(at - rest), rest, says);
        rest = at + strcspn(at, "\n");
    }
    fputs(rest, out);
    free(text);
    return fclose(out) == 0 ? made : NULL;
}

char *report_without_names(struct job *job, char *text)
{
    char name[sizeof(job->name)], user[sizeof(job->user)], host[sizeof(job->host)];

    jobs_lock(all_jobs);
    snprintf(name, sizeof(name), "%s", job->name);
    snprintf(user, sizeof(user), "%s", job->user);
    snprintf(host, sizeof(host), "%s", job->host);
    jobs_unlock(all_jobs);
    text = leave_sayers_out(text);
    text = leave_out(text, name);
    /* one that names nobody, and may be a machine's, too */
    if (strcmp(host, "localhost") != 0 && !access_is_loopback(host))
        text = leave_out(text, host);
    return leave_out(text, user);
}

/* Of one that is filled in but for out. To be freed; NULL: no memory. */
static char *make_text(struct report *r)
{
    char *text = NULL;
    size_t n = 0;

    r->out = open_memstream(&text, &n);
    if (r->out == NULL)
        return NULL;
    put_all(r);
    if (fclose(r->out) != 0) {
        free(text);
        return NULL;
    }
    hide_community(text);
    return r->names ? text : report_without_names(r->job, text);
}

char *report_text(pappl_system_t *system, struct job *job, bool names)
{
    struct report r = {.system = system, .job = job, .names = names};

    return make_text(&r);
}

static bool send_report(struct report *r)
{
    char *text = make_text(r);
    size_t n = text != NULL ? strlen(text) : 0;
    bool sent = text != NULL &&
                papplClientRespond(r->client, HTTP_STATUS_OK, NULL, "text/plain; charset=utf-8",
                                   0, n) &&
                httpWrite2(papplClientGetHTTP(r->client), text, n) == (ssize_t)n &&
                httpFlushWrite(papplClientGetHTTP(r->client)) >= 0;

    free(text);
    return sent;
}

static bool show_report(pappl_client_t *client, void *data)
{
    struct report report = {.client = client, .system = papplClientGetSystem(client)};
    cups_option_t *form = NULL;
    const char *names, *number;
    int n;
    bool sent;

    (void)data;
    if (!ipp_is_administrator(client))
        return refuse(client, ipp_refusal(client));
    if (papplClientGetMethod(client) != HTTP_STATE_GET)
        return refuse(client, HTTP_STATUS_METHOD_NOT_ALLOWED);
    n = papplClientGetForm(client, &form);
    number = cupsGetOption("job", n, form);
    names = cupsGetOption("names", n, form);
    report.names = names != NULL && strcmp(names, "yes") == 0;
    if (number != NULL)
        report.job = job_find(all_jobs, 0, (int)strtol(number, NULL, 10));
    cupsFreeOptions(n, form);
    sent = report.job != NULL ? send_report(&report) : refuse(client, HTTP_STATUS_NOT_FOUND);
    job_release(report.job);
    return sent;
}

static bool is_known(void *ctx, int id)
{
    struct job *job = job_find(ctx, 0, id);

    job_release(job);
    return job != NULL;
}

void report_setup(pappl_system_t *system, struct jobs *jobs)
{
    all_jobs = jobs;
    recorder_sweep(jobs_folder(jobs), is_known, jobs);
    papplSystemAddResourceCallback(system, "/report", "text/plain", show_report, NULL);
}
