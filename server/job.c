/*
 * job.c - see job.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "job.h"

#include "ascii.h"
#include "compat.h"
#include "device.h"
#include "driver/pdl.h"
#include "hold.h"
#include "printer.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Sizes of a page and of a sheet that are the same to people: 2.5 mm. */
#define SIZE_TOLERANCE_HMM 250

/* Of a page's bytes, what waits in memory; more goes to a file. */
#define HOLD_MEMORY ((size_t)128 << 10)

/* What a canceled job may still take to end properly at a machine that takes data. */
#define CANCELED_MS 3000

/* The same for one that failed: nobody is waiting, but the queue is. */
#define FAILED_MS 60000

/* Enough for a job without pages. */
#define EMPTY_JOB_BYTES ((size_t)8 << 10)

static char storage_folder[1024] = "/tmp";
static uint64_t storage_max = (uint64_t)1 << 32;

struct print_job {
    pappl_job_t *job;
    pappl_printer_t *printer;
    const struct model *model;

    /* the ticket: wishes point into the strings */
    char title[256], user[256], media[64], source[64], type[64];
    char vendor[16][128];
    struct wishes wishes;
    struct ticket ticket;
    char refused[256]; /* values of options that are none */
    char explained[768];

    /* the machine's job */
    bool begun;
    struct device *device;
    void *work;   /* of the language, work_size bytes */
    void *before; /* its copy from before the open page */
    size_t work_size;
    struct hold *page_bytes; /* of the open page, not sent yet */
    struct hold *empty_job;  /* what a job of this ticket without pages sends */
    uint64_t early;          /* bytes of page_bytes, and of empty_job, that were sent already */
    struct hold *set_bytes;  /* of the pages of a set, when the computer sends several */
    uint64_t *set_ends;      /* where each of its pages ends in set_bytes */
    size_t num_ends, room_ends;
    uint64_t page_before; /* page_bytes before the open page */
    uint64_t set_before;  /* set_bytes before it */
    struct sink out, record;
    bool holding;        /* bytes go to page_bytes instead of the device */
    unsigned part_pages; /* of this machine's job */

    /* the open page */
    bool page_open;
    struct page_params page;
    struct pipeline *pipeline;
    void *pipeline_work;
    size_t pipeline_size;
    uint32_t lines, lines_wanted;

    unsigned pages; /* sent */
    bool failed;
    bool canceled;
    bool told;            /* the person knows why */
    int64_t ending_since; /* ms: canceled or failed while the machine kept us waiting */
    bool waiting;         /* the person was told so */
};

void job_limits(const char *folder, uint64_t max_storage)
{
    snprintf(storage_folder, sizeof(storage_folder), "%s", folder);
    storage_max = max_storage;
}

const char *job_folder(void)
{
    return storage_folder;
}

uint64_t job_max_storage(void)
{
    return storage_max;
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool print_job_canceled(struct print_job *p)
{
    /* To PAPPL a job that failed is canceled as well: what is seen before that counts. */
    if (!p->failed && papplJobIsCanceled(p->job))
        p->canceled = true;
    return p->canceled;
}

/* The device asks whether to go on. A job whose page is on its way gets some time to end
 * properly; one that never reached the machine ends at once. */
static bool device_canceled(void *ctx)
{
    struct print_job *p = ctx;

    if (papplSystemIsShutdown(papplPrinterGetSystem(p->printer)) &&
        device_bytes(p->device) == 0)
        return true; /* nothing has begun: the server need not wait for the machine */
    if (!p->told && !print_job_canceled(p))
        return false;
    if (p->ending_since == 0)
        p->ending_since = now_ms();
    return device_bytes(p->device) == 0 ||
           now_ms() - p->ending_since > (p->told ? FAILED_MS : CANCELED_MS);
}

void job_set_offline(pappl_printer_t *printer, bool offline)
{
    papplPrinterSetReasons(printer, offline ? PAPPL_PREASON_OFFLINE : PAPPL_PREASON_NONE,
                           offline ? PAPPL_PREASON_NONE : PAPPL_PREASON_OFFLINE);
}

static void device_waiting(void *ctx, enum device_wait why, const char *message)
{
    struct print_job *p = ctx;

    job_set_offline(p->printer, why == DEVICE_CONNECTING);
    papplJobSetReasons(
        p->job, why == DEVICE_READY ? PAPPL_JREASON_NONE : PAPPL_JREASON_PRINTER_STOPPED,
        why == DEVICE_READY ? PAPPL_JREASON_PRINTER_STOPPED : PAPPL_JREASON_NONE);
    if (why == DEVICE_READY) {
        if (p->waiting)
            compat_set_message(p->job, "%s",
                               p->explained[0] != '\0' ? p->explained : "Printing.");
        p->waiting = false;
        return;
    }
    p->waiting = true;
    compat_set_message(p->job, "%s", message);
    papplLogJob(p->job, PAPPL_LOGLEVEL_WARN, "%s", message);
}

/* What a reason lacks to be a sentence that another one may follow. */
static const char *full_stop(const char *why)
{
    size_t n = strlen(why);

    return n > 0 && strchr(".!?", why[n - 1]) != NULL ? "" : ".";
}

void print_job_fail(struct print_job *p, pappl_jreason_t reason, const char *why)
{
    if (p->failed)
        return;
    p->failed = p->told = true;
    papplJobSetReasons(p->job, reason, PAPPL_JREASON_NONE);
    if (p->pages == 0)
        compat_set_message(p->job, "%s%s Nothing was printed.", why, full_stop(why));
    else
        compat_set_message(p->job, "%s%s %u page%s had been sent before.", why, full_stop(why),
                           p->pages, p->pages == 1 ? "" : "s");
    papplLogJob(p->job, PAPPL_LOGLEVEL_ERROR, "Page %u: %s", p->pages + 1, why);
}

/* What a result of the language, the sink or the pipeline means to the person. */
static bool check(struct print_job *p, enum result result)
{
    const char *device = p->device != NULL ? device_error(p->device) : "";

    if (result == RESULT_OK)
        return true;
    if (print_job_canceled(p))
        p->failed = true;
    else if (papplSystemIsShutdown(papplPrinterGetSystem(p->printer)) && p->device != NULL &&
             device_bytes(p->device) == 0)
        print_job_fail(p, PAPPL_JREASON_ABORTED_BY_SYSTEM,
                       "The server was ended while the job waited for the machine.");
    else if (result == RESULT_IO && device[0] != '\0')
        print_job_fail(p, PAPPL_JREASON_ERRORS_DETECTED, device);
    else if (result == RESULT_IO)
        print_job_fail(p, PAPPL_JREASON_ABORTED_BY_SYSTEM,
                       hold_error(p->page_bytes, p->set_bytes));
    else if (result == RESULT_FORMAT)
        print_job_fail(p, PAPPL_JREASON_DOCUMENT_FORMAT_ERROR,
                       "The page does not have the size it announces.");
    else
        print_job_fail(p, PAPPL_JREASON_DOCUMENT_UNPRINTABLE_ERROR,
                       "This printer cannot print the page.");
    return false;
}

/* ---- sinks ---- */

static enum result out_write(void *ctx, const void *bytes, size_t n)
{
    struct print_job *p = ctx;

    return p->holding ? hold_write(p->page_bytes, bytes, n) : device_write(p->device, bytes, n);
}

static enum result record_write(void *ctx, const void *bytes, size_t n)
{
    struct print_job *p = ctx;

    return hold_write(p->set_bytes, bytes, n);
}

/* Held bytes go on to the device. */
static enum result to_device(void *ctx, const void *bytes, size_t n)
{
    struct print_job *p = ctx;

    return device_write(p->device, bytes, n);
}

static enum result to_replay(void *ctx, const void *bytes, size_t n)
{
    struct print_job *p = ctx;

    return p->model->pdl->replay(p->work, bytes, n);
}

/* ---- wishes ---- */

static enum content content_of(pappl_content_t content)
{
    switch (content) {
    case PAPPL_CONTENT_TEXT:
        return CONTENT_TEXT;
    case PAPPL_CONTENT_GRAPHIC:
    case PAPPL_CONTENT_TEXT_AND_GRAPHIC:
        return CONTENT_GRAPHIC;
    case PAPPL_CONTENT_PHOTO:
        return CONTENT_PHOTO;
    default:
        return CONTENT_AUTO;
    }
}

static int sides_of(pappl_sides_t sides)
{
    return sides == PAPPL_SIDES_TWO_SIDED_LONG_EDGE    ? (int)SIDES_LONG_EDGE
           : sides == PAPPL_SIDES_TWO_SIDED_SHORT_EDGE ? (int)SIDES_SHORT_EDGE
                                                       : (int)SIDES_ONE;
}

/* The source the person named. PAPPL puts the drawer it believes to hold the size where nobody
 * asked for one; the machine knows better, so that is not taken. */
static void wish_source(struct print_job *p, const pappl_pr_options_t *options,
                        const pappl_pr_driver_data_t *data)
{
    ipp_attribute_t *column = papplJobGetAttribute(p->job, "media-col");
    bool asked = column != NULL && ippGetValueTag(column) == IPP_TAG_BEGIN_COLLECTION &&
                 ippFindAttribute(ippGetCollection(column, 0), "media-source", IPP_TAG_ZERO);

    papplCopyString(p->source, asked ? options->media.source : data->media_default.source,
                    sizeof(p->source));
    p->wishes.source = p->source;
}

/* The size of the page itself first, else that of the job. */
static void wish_size(struct print_job *p, const pappl_pr_options_t *options,
                      const struct page_wish *wish)
{
    const struct media *media =
        media_find_size(wish->width_hmm, wish->length_hmm, SIZE_TOLERANCE_HMM);

    if (wish->width_hmm > 0 && media == NULL) {
        p->wishes.width_hmm = wish->width_hmm;
        p->wishes.length_hmm = wish->length_hmm;
        return;
    }
    papplCopyString(p->media, media != NULL ? media->name : options->media.size_name,
                    sizeof(p->media));
    p->wishes.media = p->media;
}

/* The queue's own value of an option, "" for none. */
static void stored_option(ipp_t *stored, const char *name, char *value, size_t n)
{
    char full[64];

    snprintf(full, sizeof(full), "%s-default", name);
    value[0] = '\0';
    (void)ippAttributeString(ippFindAttribute(stored, full, IPP_TAG_ZERO), value, n);
}

/* A value that cannot be followed is told to the person; the queue's is taken. */
static void refuse_option(struct print_job *p, const char *name, const char *value)
{
    size_t used = strlen(p->refused);
    bool hidden = strcmp(name, "job-account-pin") == 0;

    snprintf(p->refused + used, sizeof(p->refused) - used, "%s'%.40s' is no value of %s.",
             used > 0 ? " " : "", hidden ? "(hidden)" : value, name);
}

static void wish_vendor(struct print_job *p, const pappl_pr_options_t *options)
{
    ipp_t *stored = papplPrinterGetDriverAttributes(p->printer);

    p->refused[0] = '\0';
    for (size_t i = 0; printer_vendor_options[i] != NULL && i < 16; i++) {
        const char *name = printer_vendor_options[i];
        const char *value = cupsGetOption(name, options->num_vendor, options->vendor);

        if (value != NULL && value[0] != '\0') {
            ascii_from_utf8(value, p->vendor[i], sizeof(p->vendor[i]));
            if (wishes_set(&p->wishes, name, p->vendor[i]) == RESULT_OK)
                continue;
            refuse_option(p, name, p->vendor[i]);
        }
        /* PAPPL looks for the default in the job only */
        stored_option(stored, name, p->vendor[i], sizeof(p->vendor[i]));
        if (p->vendor[i][0] != '\0' && wishes_set(&p->wishes, name, p->vendor[i]) != RESULT_OK)
            refuse_option(p, name, p->vendor[i]);
    }
    ippDelete(stored);
}

/* Two-sided as the job says, else as the page's header, else as the queue's default. */
static int wish_sides(struct print_job *p, const pappl_pr_options_t *options,
                      const struct page_wish *wish)
{
    if (papplJobGetAttribute(p->job, "sides") == NULL && wish->sides >= 0)
        return wish->sides;
    return sides_of(options->sides);
}

static void make_wishes(struct print_job *p, const pappl_pr_options_t *options,
                        const struct page_wish *wish)
{
    ipp_attribute_t *handling = papplJobGetAttribute(p->job, "multiple-document-handling");
    const char *collate = handling != NULL ? ippGetString(handling, 0, NULL) : NULL;
    pappl_pr_driver_data_t data;

    wishes_init(&p->wishes);
    papplPrinterGetDriverData(p->printer, &data);
    ascii_from_utf8(papplJobGetName(p->job), p->title, sizeof(p->title));
    ascii_from_utf8(papplJobGetUsername(p->job), p->user, sizeof(p->user));
    p->wishes.title = p->title;
    p->wishes.user = p->user;
    wish_size(p, options, wish);
    wish_source(p, options, &data);
    papplCopyString(p->type, options->media.type, sizeof(p->type));
    p->wishes.type = p->type[0] != '\0' ? p->type : NULL;
    p->wishes.sides = wish_sides(p, options, wish);
    p->wishes.copies = options->copies > 0 ? (uint32_t)options->copies : 1;
    /* collated is the default that PAPPL announces */
    p->wishes.collate =
        collate != NULL && strcmp(collate, "separate-documents-uncollated-copies") == 0
            ? (int)COLLATE_UNCOLLATED
            : (int)COLLATE_COLLATED;
    p->wishes.quality = options->print_quality == IPP_QUALITY_DRAFT  ? QUALITY_DRAFT
                        : options->print_quality == IPP_QUALITY_HIGH ? QUALITY_HIGH
                                                                     : QUALITY_NORMAL;
    p->wishes.content = content_of(options->print_content_optimize);
    p->wishes.pages = wish->pages;
    wish_vendor(p, options);
}

/* ---- the machine's job ---- */

struct print_job *print_job_open(pappl_job_t *job)
{
    struct print_job *p = calloc(1, sizeof(*p));

    if (p != NULL) {
        p->job = job;
        p->printer = papplJobGetPrinter(job);
        p->model = printer_model(p->printer);
        p->out = (struct sink){out_write, p};
        p->record = (struct sink){record_write, p};
        p->page_bytes = hold_new(HOLD_MEMORY, storage_max, storage_folder);
    }
    if (p == NULL || p->model == NULL || p->page_bytes == NULL) {
        compat_set_message(job, "There is not enough memory for the job.");
        papplJobSetReasons(job, PAPPL_JREASON_ABORTED_BY_SYSTEM, PAPPL_JREASON_NONE);
        if (p != NULL)
            hold_free(p->page_bytes);
        free(p);
        return NULL;
    }
    papplJobSetData(job, p);
    return p;
}

static void free_part(struct print_job *p)
{
    device_close(p->device);
    p->device = NULL;
    free(p->work);
    free(p->before);
    p->work = p->before = NULL;
    hold_free(p->set_bytes);
    hold_free(p->empty_job);
    free(p->set_ends);
    p->set_ends = NULL;
    p->num_ends = p->room_ends = 0;
    p->set_bytes = p->empty_job = NULL;
    p->early = 0;
    p->begun = false;
    p->part_pages = 0;
}

/* What differs from the wishes of any part is told once, and until the end. */
static void explain(struct print_job *p, const char *sentences)
{
    size_t used = strlen(p->explained);

    if (sentences[0] == '\0' || strstr(p->explained, sentences) != NULL)
        return;
    snprintf(p->explained + used, sizeof(p->explained) - used, "%s%s", used > 0 ? " " : "",
             sentences);
    compat_set_message(p->job, "%s", p->explained);
    papplJobSetReasons(p->job, PAPPL_JREASON_WARNINGS_DETECTED, PAPPL_JREASON_NONE);
    papplLogJob(p->job, PAPPL_LOGLEVEL_WARN, "%s", sentences);
}

static void tell_changes(struct print_job *p)
{
    char changes[512];

    ticket_explain(p->model, &p->wishes, &p->ticket, changes, sizeof(changes));
    explain(p, changes);
    explain(p, p->refused);
}

static enum result empty_write(void *ctx, const void *bytes, size_t n)
{
    struct print_job *p = ctx;

    return hold_write(p->empty_job, bytes, n);
}

/*
 * Write down what a job of this ticket sends when it has no page. Encoding is deterministic:
 * as far as the real job begins with the same bytes, these can go to the machine at once, which
 * then warms up; and should the first page come to nothing, the rest of them ends the job
 * properly. Without them (an encoder that refuses) the machine hears of the job a page later.
 */
static void write_empty_job(struct print_job *p)
{
    const struct pdl_ops *pdl = p->model->pdl;
    struct sink sink = {empty_write, p};
    void *work = calloc(1, p->work_size);

    p->empty_job = hold_new(EMPTY_JOB_BYTES, EMPTY_JOB_BYTES, storage_folder);
    if (work == NULL || p->empty_job == NULL ||
        pdl->start_job(work, p->model, &p->ticket.job, &sink, NULL) != RESULT_OK ||
        pdl->end_job(work, false) != RESULT_OK)
        hold_cut(p->empty_job, 0);
    free(work);
}

/* Begin a job of the machine with the ticket that is resolved. */
static bool begin_part(struct print_job *p)
{
    const struct device_events events = {
        .canceled = device_canceled, .waiting = device_waiting, .ctx = p};
    const struct pdl_ops *pdl = p->model->pdl;
    char why[256] = "The address of the printer cannot be used.";
    bool several = p->ticket.host_copies > 1;

    tell_changes(p);
    p->device = device_open(papplPrinterGetDeviceURI(p->printer), &events, why, sizeof(why));
    if (p->device == NULL) {
        print_job_fail(p, PAPPL_JREASON_ABORTED_BY_SYSTEM, why);
        return false;
    }
    p->work_size = pdl->work_size(p->model);
    p->work = calloc(1, p->work_size);
    p->before = malloc(p->work_size);
    if (several)
        p->set_bytes = hold_new(0, storage_max, storage_folder);
    if (p->work == NULL || p->before == NULL || (several && p->set_bytes == NULL)) {
        print_job_fail(p, PAPPL_JREASON_ABORTED_BY_SYSTEM,
                       "There is not enough memory for the job.");
        return false;
    }
    p->begun = true;
    write_empty_job(p);
    p->holding = true; /* the beginning too: see send_early */
    return check(p, pdl->start_job(p->work, p->model, &p->ticket.job, &p->out,
                                   several ? &p->record : NULL));
}

/* Everything the language does from here on can be taken back until keep_page. */
static void mark_page(struct print_job *p)
{
    memcpy(p->before, p->work, p->work_size);
    p->page_before = hold_bytes(p->page_bytes);
    p->set_before = hold_bytes(p->set_bytes);
    p->holding = true;
}

static void drop_page(struct print_job *p)
{
    if (p->page_open) {
        memcpy(p->work, p->before, p->work_size);
        hold_cut(p->page_bytes, p->page_before);
        hold_cut(p->set_bytes, p->set_before);
    }
    p->page_open = false;
}

/* As soon as the first page's bytes begin to come: the beginning of the job goes out. */
static bool send_early(struct print_job *p)
{
    struct sink device = {to_device, p};
    uint64_t same;

    if (p->part_pages > 0 || p->early > 0 || hold_bytes(p->page_bytes) == 0 ||
        (same = hold_common(p->page_bytes, p->empty_job)) == 0)
        return true;
    p->early = same;
    return check(p, hold_send(p->page_bytes, 0, same, &device)) &&
           check(p, device_flush(p->device));
}

/* Note where the page ends in the record of the set. */
static bool note_end(struct print_job *p)
{
    if (p->set_bytes == NULL)
        return true;
    if (p->num_ends == p->room_ends) {
        size_t room = 2 * p->room_ends + 64;
        uint64_t *larger = realloc(p->set_ends, room * sizeof(*larger));

        if (larger == NULL) {
            print_job_fail(p, PAPPL_JREASON_ABORTED_BY_SYSTEM,
                           "There is not enough memory for the job.");
            return false;
        }
        p->set_ends = larger;
        p->room_ends = room;
    }
    p->set_ends[p->num_ends++] = hold_bytes(p->set_bytes);
    return true;
}

/* The page is whole: its bytes go to the machine. */
static bool keep_page(struct print_job *p)
{
    struct sink device = {to_device, p};

    p->holding = false;
    p->page_open = false;
    if (!check(p, hold_send(p->page_bytes, p->early, hold_bytes(p->page_bytes), &device)) ||
        !check(p, device_flush(p->device)))
        return false;
    hold_cut(p->page_bytes, 0);
    p->early = 0;
    p->part_pages++;
    return note_end(p);
}

/* A white back for the last sheet of a set, so that the next set begins on a new one. */
static bool fill_last_sheet(struct print_job *p)
{
    const struct pdl_ops *pdl = p->model->pdl;

    if (p->ticket.job.sides == SIDES_ONE || p->part_pages % 2 == 0)
        return true;
    mark_page(p);
    p->page_open = true;
    if (check(p, pdl->start_page(p->work, &p->page)) && check(p, pdl->end_page(p->work)))
        return keep_page(p);
    drop_page(p);
    return false;
}

/* The pages of a set once more; between two of them a job can be canceled. */
static bool send_set(struct print_job *p)
{
    struct sink replay = {to_replay, p};
    uint64_t from = 0;

    for (size_t i = 0; i < p->num_ends; i++) {
        if (print_job_canceled(p) ||
            !check(p, hold_send(p->set_bytes, from, p->set_ends[i], &replay)))
            return false;
        from = p->set_ends[i];
    }
    return true;
}

static bool send_other_sets(struct print_job *p)
{
    if (p->ticket.host_copies <= 1)
        return true;
    if (!fill_last_sheet(p))
        return false;
    for (uint32_t set = 1; set < p->ticket.host_copies; set++)
        if (!send_set(p))
            return false;
    return true;
}

/* The first page came to nothing after the job's beginning had gone out. */
static enum result send_empty_job(struct print_job *p)
{
    struct sink device = {to_device, p};

    return hold_send(p->empty_job, p->early, hold_bytes(p->empty_job), &device);
}

/* End the machine's job. After a failure with nothing sent, nothing is. */
static bool end_part(struct print_job *p)
{
    const struct pdl_ops *pdl = p->model->pdl;
    uint32_t copies = p->ticket.host_copies > 1 ? p->ticket.host_copies : p->ticket.job.copies;
    bool io_failed = p->device != NULL && device_error(p->device)[0] != '\0';
    bool good = !p->failed && !print_job_canceled(p) && p->part_pages > 0;

    if (good)
        good = send_other_sets(p);
    io_failed = io_failed || (p->device != NULL && device_error(p->device)[0] != '\0');
    if (!p->begun || io_failed || (!good && device_bytes(p->device) == 0)) {
        free_part(p);
        return false;
    }
    p->holding = false;
    if (check(p, p->part_pages > 0 ? pdl->end_job(p->work, !good) : send_empty_job(p)) &&
        check(p, device_finish(p->device))) {
        if (good && copies > 1)
            papplJobSetImpressionsCompleted(p->job, (int)(p->part_pages * (copies - 1)));
    } else
        good = false;
    free_part(p);
    return good;
}

/* ---- pages ---- */

bool print_job_page(struct print_job *p, const pappl_pr_options_t *options,
                    const struct page_wish *wish, struct page_params *page)
{
    const struct media *media =
        media_find_size(wish->width_hmm, wish->length_hmm, SIZE_TOLERANCE_HMM);

    if (p->failed || print_job_canceled(p))
        return false;
    /* Another size is another job of the machine: a ticket has one size. */
    if (p->begun && media != NULL && media != p->ticket.job.media) {
        if (p->wishes.copies > 1 && p->wishes.collate == (int)COLLATE_COLLATED)
            explain(p, "The document has paper of several sizes: the copies of each size come "
                       "together.");
        if (!end_part(p))
            return false;
    }
    if (!p->begun) {
        make_wishes(p, options, wish);
        ticket_resolve(p->model, &p->wishes, &p->ticket);
        if (!begin_part(p))
            return false;
    }
    if (!check(p, p->model->pdl->page_params(p->model, p->ticket.job.media, &p->page)))
        return false;
    *page = p->page;
    return true;
}

bool print_job_source(struct print_job *p, const struct page_source *source)
{
    size_t size = pipeline_work_size(&p->page, source);

    if (p->failed)
        return false;
    if (size > p->pipeline_size) {
        free(p->pipeline_work);
        p->pipeline_work = malloc(size);
        p->pipeline_size = p->pipeline_work != NULL ? size : 0;
    }
    if (p->pipeline_work == NULL) {
        print_job_fail(p, PAPPL_JREASON_ABORTED_BY_SYSTEM,
                       "There is not enough memory for the page.");
        return false;
    }
    mark_page(p);
    p->page_open = true;
    p->lines = 0;
    p->lines_wanted = source->height;
    return check(p, pipeline_start_page(p->pipeline_work, p->model->pdl, p->work, &p->page,
                                        &p->ticket, source, &p->pipeline));
}

bool print_job_line(struct print_job *p, const uint8_t *line)
{
    if (p->failed || !p->page_open || print_job_canceled(p))
        return false;
    p->lines++;
    if (!check(p, pipeline_write_line(p->pipeline, line)))
        return false;
    return send_early(p);
}

bool print_job_end_page(struct print_job *p)
{
    if (p->page_open && !p->failed && !print_job_canceled(p) && p->lines < p->lines_wanted)
        print_job_fail(p, PAPPL_JREASON_DOCUMENT_FORMAT_ERROR, "The document ends too early.");
    if (p->failed || !p->page_open || print_job_canceled(p) ||
        !check(p, pipeline_end_page(p->pipeline))) {
        drop_page(p);
        return false;
    }
    if (!keep_page(p))
        return false;
    p->pages++;
    papplJobSetImpressionsCompleted(p->job, 1);
    return true;
}

/* What the person reads in the end; a failure has been told already. */
static void tell_end(struct print_job *p, bool good)
{
    if (good) {
        papplJobSetReasons(p->job,
                           p->explained[0] != '\0' ? PAPPL_JREASON_JOB_COMPLETED_WITH_WARNINGS
                                                   : PAPPL_JREASON_JOB_COMPLETED_SUCCESSFULLY,
                           PAPPL_JREASON_PRINTER_STOPPED);
        compat_set_message(p->job, "%s", p->explained[0] != '\0' ? p->explained : "Printed.");
    } else if (p->told)
        ; /* print_job_fail did it */
    else if (print_job_canceled(p) && p->pages == 0)
        compat_set_message(p->job, "Canceled. Nothing was printed.");
    else if (print_job_canceled(p))
        compat_set_message(p->job, "Canceled. %u page%s had been sent before.", p->pages,
                           p->pages == 1 ? "" : "s");
    else if (!p->failed)
        compat_set_message(p->job, "The document has no pages. Nothing was printed.");
    papplJobSetReasons(p->job, PAPPL_JREASON_NONE, PAPPL_JREASON_PRINTER_STOPPED);
    job_set_offline(p->printer, false);
}

bool print_job_close(struct print_job *p)
{
    bool good;

    if (p == NULL)
        return false;
    drop_page(p);
    good = p->begun && end_part(p) && !p->failed;
    free_part(p);
    tell_end(p, good);
    papplJobSetData(p->job, NULL);
    free(p->pipeline_work);
    hold_free(p->page_bytes);
    free(p);
    return good;
}
