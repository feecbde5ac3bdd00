/*
 * job.c - a job the virtual printer received, see job.h.
 * Effects: files, events.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/job.h"

#include "tests/decode/report.h"
#include "tests/decode/words.h"
#include "tests/virtual-printer/events.h"
#include "tests/virtual-printer/page-file.h"
#include "tests/virtual-printer/sheet.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_PATH    4096
#define MAX_PAGES   9999u         /* of a job; a stream with more is taken for damaged */
#define MAX_DAMAGED (64ull << 20) /* bytes kept of a stream behind its fault */
#define MAX_SEARCH  100000u       /* numbers tried before a folder counts as full */

struct job {
    struct job_store *store;
    unsigned number;
    char folder[MAX_PATH]; /* its temporary name */
    FILE *stream, *ticket_file;
    struct any_decoder *decoder;
    struct decode_ticket ticket;
    struct report report;
    struct page_file page;
    struct side side; /* of the page being received */
    bool in_page;     /* the machine knows of it and waits for its end */
    unsigned copies;
    unsigned pages;
    uint64_t bytes; /* received */
    uint64_t kept;  /* in stream.prn */
    bool complete;
    char error[400]; /* why it is not kept whole; "" while all is well */
};

/* The first reason stays. Always false. */
__attribute__((format(printf, 2, 3))) static bool fail(struct job *job, const char *format, ...)
{
    va_list args;

    if (job->error[0])
        return false;
    va_start(args, format);
    vsnprintf(job->error, sizeof job->error, format, args);
    va_end(args);
    return false;
}

/* The disk, not the stream. */
static bool disk_failure(struct job *job, const char *what)
{
    int error = errno;

    if (!job->store->failed)
        fprintf(stderr, "virtual-printer: %s: %s: %s\n", job->folder, what, strerror(error));
    job->store->failed = true;
    return fail(job, "%s: %s", what, strerror(error));
}

/* FOLDER/page-NNN.TYPE. The folder's name left room for it. */
static void page_path(const struct job *job, char path[MAX_PATH + 32], unsigned number,
                      const char *type)
{
    snprintf(path, MAX_PATH + 32, "%s/page-%03u.%s", job->folder, number, type);
}

static bool machine_stopped(struct job *job)
{
    return fail(job, "the machine stopped");
}

static bool got_ticket(void *ctx, const struct decode_ticket *ticket)
{
    struct job *job = ctx;
    unsigned long long copies = (unsigned long long)ticket->sets * ticket->copies;

    job->ticket = *ticket;
    job->copies = copies > 999 ? 999 : copies < 1 ? 1 : (unsigned)copies;
    report_ticket(&job->report, ticket);
    event("ticket", "ussu", "job", (unsigned long long)job->number, "title", ticket->title,
          "user", ticket->user, "copies", copies);
    return true;
}

static struct side describe_side(const struct job *job, unsigned number)
{
    const char *source =
        job->ticket.language[0] ? job->ticket.source_name : word_source(job->ticket.source);

    return (struct side){
        .job = job->number,
        .page = number,
        .copies = job->copies,
        .tray = source && strcmp(source, "by-pass-tray") == 0 ? TRAY_BYPASS : TRAY_DRAWER,
        .back = job->ticket.sides == 2 && number % 2 == 0,
    };
}

static bool got_page(void *ctx, const struct decode_page *page)
{
    struct job *job = ctx;
    char path[MAX_PATH + 32];

    if (page->number > MAX_PAGES)
        return fail(job, "more than %u pages", MAX_PAGES);
    job->side = describe_side(job, page->number);
    job->in_page = true;
    page_path(job, path, page->number, "pbm");
    if (!page_file_open(&job->page, job->store->pictures == PICTURES_NONE ? NULL : path,
                        page->width, page->height))
        return disk_failure(job, "cannot write a page");
    return !job->store->page_started || job->store->page_started(job->store->ctx, &job->side) ||
           machine_stopped(job);
}

static void got_remark(void *ctx, uint64_t offset, const char *text)
{
    struct job *job = ctx;

    report_remark(&job->report, offset, text);
}

static bool got_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                     size_t stride, const uint8_t *bits)
{
    struct job *job = ctx;
    char text[100];

    if (!job->ticket.language[0] && job->store->band_rows && rows > job->store->band_rows) {
        snprintf(text, sizeof text, "page %u, band at row %u has %u rows; this model's has %u",
                 page->number, (unsigned)y, (unsigned)rows, job->store->band_rows);
        got_remark(job, any_decoder_offset(job->decoder), text);
    }
    return page_file_write(&job->page, bits, stride, rows) ||
           disk_failure(job, "cannot write a page");
}

/* The side of the sheet as it is seen when the sheet is turned over like a book's page. */
static struct sheet describe_sheet(const struct job *job, const struct decode_page *page)
{
    return (struct sheet){
        .width = page->width,
        .height = page->height,
        .paper_width = paper_width(job->ticket.size),
        .paper_height = paper_height(job->ticket.size),
        .x_dpi = page->x_dpi,
        .y_dpi = page->y_dpi,
        .turned = page->orientation == 1,
        .upside_down = job->side.back && job->ticket.edge == 3,
    };
}

static bool write_picture(struct job *job, const struct decode_page *page)
{
    struct sheet sheet = describe_sheet(job, page);
    char pbm_path[MAX_PATH + 32], png_path[MAX_PATH + 32], why[MAX_PATH + 200];

    page_path(job, pbm_path, page->number, "pbm");
    page_path(job, png_path, page->number, "png");
    if (sheet_write(&sheet, pbm_path, png_path, why, sizeof why))
        return true;
    fprintf(stderr, "virtual-printer: %s\n", why);
    job->store->failed = true;
    return fail(job, "%.300s", why);
}

/* The machine has all it will get of the page. False when it stops there. */
static bool hand_on_page(struct job *job)
{
    job->in_page = false;
    job->side.crc = job->page.crc;
    return !job->store->page_ended || job->store->page_ended(job->store->ctx, &job->side) ||
           machine_stopped(job);
}

static bool got_page_end(void *ctx, const struct decode_page *page)
{
    struct job *job = ctx;

    if (!page_file_close(&job->page))
        return disk_failure(job, "cannot write a page");
    if (job->store->pictures == PICTURES_BOTH && !write_picture(job, page))
        return false;
    job->pages++;
    report_page(&job->report, page);
    event("page", "uu", "job", (unsigned long long)job->number, "page",
          (unsigned long long)page->number);
    return hand_on_page(job);
}

/* The stream breaks off, or is damaged, inside a page. */
static void end_half_page(struct job *job)
{
    char path[MAX_PATH + 32];
    unsigned rows = job->page.rows;

    if (!job->in_page)
        return;
    snprintf(path, sizeof path, "%s/half-%03u.pbm", job->folder, job->side.page);
    if (job->page.open && !page_file_close_half(&job->page, path))
        disk_failure(job, "cannot write half a page");
    event("half-page", "uuu", "job", (unsigned long long)job->number, "page",
          (unsigned long long)job->side.page, "rows", (unsigned long long)rows);
    job->side.half = true;
    job->side.copies = 1;
    hand_on_page(job);
}

/* Stops the decoder, so that its offset tells where the next job begins. */
static bool got_job_end(void *ctx)
{
    struct job *job = ctx;

    job->complete = true;
    return false;
}

/* What is in the name of a job's folder; 0 for other names. */
static unsigned job_number(const char *name)
{
    unsigned long n;
    char *end;

    if (*name == '.')
        name++;
    if (strncmp(name, "job-", 4) != 0 || name[4] < '0' || name[4] > '9')
        return 0;
    n = strtoul(name + 4, &end, 10);
    return (*end == '\0' || *end == '.') && n < 1000000000 ? (unsigned)n : 0;
}

bool job_store_open(struct job_store *store, const char *folder, char *why, size_t why_size)
{
    DIR *dir;
    const struct dirent *entry;

    store->folder = folder;
    store->next = 1;
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
        snprintf(why, why_size, "%s: %s", folder, strerror(errno));
        return false;
    }
    dir = opendir(folder);
    if (!dir || access(folder, W_OK | X_OK) != 0) {
        snprintf(why, why_size, "%s: %s", folder, strerror(errno));
        if (dir)
            closedir(dir);
        return false;
    }
    while ((entry = readdir(dir)) != NULL) /* NOLINT(concurrency-mt-unsafe): one thread */
        if (job_number(entry->d_name) >= store->next)
            store->next = job_number(entry->d_name) + 1;
    closedir(dir);
    return true;
}

/* A folder with a name that says that it is not complete. */
static bool make_folder(struct job *job)
{
    unsigned tries;

    for (tries = 0; tries < MAX_SEARCH; tries++) {
        struct stat info;
        char path[MAX_PATH];

        job->number = job->store->next++;
        if (snprintf(path, sizeof path, "%s/job-%04u", job->store->folder, job->number) >=
                (int)sizeof path ||
            snprintf(job->folder, sizeof job->folder, "%s/.job-%04u.part", job->store->folder,
                     job->number) >= (int)sizeof job->folder) {
            errno = ENAMETOOLONG;
            return false;
        }
        /* another printer may use the same folder */
        if (stat(path, &info) == 0)
            continue;
        if (mkdir(job->folder, 0777) == 0)
            return true;
        if (errno != EEXIST)
            return false;
    }
    errno = ENOSPC;
    return false;
}

static FILE *open_in(const struct job *job, const char *name)
{
    char path[MAX_PATH + 32];

    if (snprintf(path, sizeof path, "%s/%s", job->folder, name) >= (int)sizeof path)
        return NULL;
    return fopen(path, "wb");
}

struct job *job_start(struct job_store *store, enum any_language language)
{
    struct decode_callbacks callbacks = {got_ticket,  got_page, got_band, got_page_end,
                                         got_job_end, NULL,     NULL};
    struct job *job = calloc(1, sizeof *job);

    if (!job)
        return NULL;
    job->store = store;
    job->copies = 1;
    callbacks.remark = got_remark;
    callbacks.ctx = job;
    job->decoder = any_decoder_new(language, &callbacks);
    if (!job->decoder) {
        free(job);
        return NULL;
    }
    if (!make_folder(job) || !(job->stream = open_in(job, "stream.prn")) ||
        !(job->ticket_file = open_in(job, "ticket.json.part")))
        disk_failure(job, "cannot keep the job");
    report_start(&job->report, job->ticket_file);
    event("job-start", "us", "job", (unsigned long long)job->number, "language",
          any_language_name(language));
    if (store->job_started && !store->job_started(store->ctx))
        machine_stopped(job);
    return job;
}

/* The raw stream, or of a damaged one as much as is worth keeping. */
static void keep(struct job *job, const uint8_t *bytes, size_t n)
{
    job->bytes += n;
    if (!job->stream || (job->error[0] && job->kept > MAX_DAMAGED))
        return;
    job->kept += n;
    if (fwrite(bytes, 1, n, job->stream) != n)
        disk_failure(job, "cannot write stream.prn");
}

size_t job_feed(struct job *job, const uint8_t *bytes, size_t n)
{
    uint64_t before = any_decoder_offset(job->decoder);

    if (!job->error[0] && !any_decoder_feed(job->decoder, bytes, n)) {
        if (job->complete)
            n = (size_t)(any_decoder_offset(job->decoder) - before);
        else
            fail(job, "%s", any_decoder_error(job->decoder));
    }
    keep(job, bytes, n);
    return n;
}

bool job_complete(const struct job *job)
{
    return job->complete;
}

static bool close_file(struct job *job, FILE *file)
{
    bool bad;

    if (!file)
        return false;
    bad = ferror(file) != 0;
    if (fclose(file) == 0 && !bad)
        return true;
    return disk_failure(job, "cannot write");
}

/* Nobody who looks for tickets shall find one that is still being written. */
static bool name_ticket(struct job *job)
{
    char part[MAX_PATH + 32], path[MAX_PATH + 32];

    snprintf(part, sizeof part, "%s/ticket.json.part", job->folder);
    snprintf(path, sizeof path, "%s/ticket.json", job->folder);
    return rename(part, path) == 0 || disk_failure(job, "cannot rename ticket.json");
}

/* The folder's name at the end. Number and name are ours unless another printer took them. */
static bool name_folder(struct job *job, char path[MAX_PATH], bool good)
{
    snprintf(path, MAX_PATH, "%s/job-%04u%s", job->store->folder, job->number,
             good ? "" : ".broken");
    if (rename(job->folder, path) == 0)
        return true;
    return disk_failure(job, "cannot rename the folder");
}

bool job_finish(struct job *job, const char *aborted)
{
    char path[MAX_PATH];
    bool good = true, written;

    if (!job->complete) {
        /* the end may be all that was missing: a job in PCL without PJL has no other */
        if (!any_decoder_finish(job->decoder) && !job->complete)
            fail(job, "%s%s%s", any_decoder_error(job->decoder), aborted ? ": " : "",
                 aborted ? aborted : "");
    }
    if (!job->complete || job->error[0])
        good = fail(job, "the job has no end");
    end_half_page(job);
    written = close_file(job, job->stream);
    if (job->ticket_file) {
        report_end(&job->report, good && written ? "" : job->error,
                   any_decoder_offset(job->decoder));
        written &= close_file(job, job->ticket_file) && name_ticket(job);
    }
    good &= written;
    if (!job->folder[0] || !name_folder(job, path, good))
        path[0] = '\0';
    event(good && path[0] ? "job-complete" : "job-broken", "uuusss", "job",
          (unsigned long long)job->number, "pages", (unsigned long long)job->pages, "bytes",
          (unsigned long long)job->bytes, "path", path[0] ? path : NULL, "error",
          good ? NULL : job->error, "title", job->ticket.title);
    good &= path[0] != '\0';
    if (job->store->job_ended)
        job->store->job_ended(job->store->ctx);
    any_decoder_free(job->decoder);
    free(job);
    return good;
}
