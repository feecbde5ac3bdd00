/*
 * documents.c - see documents.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "documents.h"

#include "document-parts.h"
#include "driver/pdl.h"
#include "guards.h"
#include "renderer.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#define MAX_FORMATS 16 /* of document_formats, for what is remembered of them */

const char *const document_formats[] = {"application/octet-stream",
                                        "image/pwg-raster",
                                        "image/urf",
                                        "application/pdf",
                                        "application/postscript",
                                        "text/plain",
                                        "image/jpeg",
                                        "image/png",
                                        NULL};

bool document_is_source(const char *format)
{
    return strcmp(format, "application/pdf") == 0 ||
           strcmp(format, "application/postscript") == 0 || strcmp(format, "text/plain") == 0;
}

static struct document_limits limits = {"/tmp", (uint64_t)1 << 32, 0};

void documents_set_limits(const struct document_limits *set)
{
    limits = *set;
}

const struct document_limits *document_limits(void)
{
    return &limits;
}

/* Whether a format can be rendered now. That looks at the disk, and each answer to a client
 * asks for several formats several times: once a second is enough. */
static bool can_render(size_t i)
{
    static _Atomic(time_t) looked[MAX_FORMATS];
    static atomic_bool can[MAX_FORMATS];
    time_t now = time(NULL);

    if (i >= MAX_FORMATS)
        return false;
    if (looked[i] != now) {
        can[i] = renderer_can(document_formats[i], NULL, 0);
        looked[i] = now;
    }
    return can[i];
}

bool document_format_usable(const char *format)
{
    for (size_t i = 1; document_formats[i] != NULL; i++)
        if (strcmp(format, document_formats[i]) == 0)
            return !document_is_source(format) || can_render(i);
    return false;
}

bool document_format_known(const char *format, const struct model *model)
{
    return document_format_usable(format) || strcasecmp(format, model->pdl->format) == 0;
}

void document_formats_list(char *text, size_t n)
{
    static const struct {
        const char *format, *name;
    } names[] = {
        {"application/pdf",        "PDF"         },
        {"application/postscript", "PostScript"  },
        {"text/plain",             "plain text"  },
        {"image/pwg-raster",       "PWG raster"  },
        {"image/urf",              "Apple raster"},
        {"image/jpeg",             "JPEG"        },
    };
    size_t used = 0;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && used < n; i++)
        if (document_format_usable(names[i].format))
            used += (size_t)snprintf(text + used, n - used, "%s%s", used > 0 ? ", " : "",
                                     names[i].name);
    if (used < n)
        snprintf(text + used, n - used, " and PNG");
}

/* ---- documents of which pages are made later ---- */

/* All that comes, into the open record. */
static enum result copy_input(struct document *document, struct document_input *input,
                              uint64_t *total)
{
    unsigned char piece[16384];
    enum result result = RESULT_OK;
    ssize_t n;

    *total = 0;
    while (result == RESULT_OK && (n = input_read(input, piece, sizeof(piece))) > 0) {
        result = document_write(document, piece, (size_t)n);
        *total += (uint64_t)n;
    }
    return result;
}

/* Accept a job whose document was written, or abort it. */
static bool settle(struct job *job, struct document *document, struct document_input *input,
                   enum result result, uint64_t total, char *why, size_t why_size)
{
    bool accepted = false;

    if (job_is_canceled(job))
        ;
    else if (document == NULL)
        snprintf(why, why_size, "The job was canceled.");
    else if (result != RESULT_OK)
        snprintf(why, why_size, "%s", document_error(document));
    else if (!input_came_whole(input))
        snprintf(why, why_size,
                 input->silent ? "The sender stopped in the middle of the document."
                               : "The document ends too early.");
    else if (total == 0)
        snprintf(why, why_size, "The document is empty.");
    else
        accepted = job_accept(job, why, why_size);
    if (!accepted && document != NULL)
        document_drop(document);
    if (!accepted && why[0] != '\0')
        job_abort(job, result == RESULT_OK ? JOB_FORMAT_ERROR : 0, why);
    document_release(document);
    return accepted;
}

static bool receive_source(struct job *job, struct document_input *input,
                           const struct intent *intent, char *why, size_t why_size)
{
    struct document *document;
    enum result result = RESULT_IO;
    uint64_t total = 0;

    job_is_source(job);
    document = job_document(job);
    if (document != NULL && (result = document_begin(document, RECORD_OPTIONS)) == RESULT_OK &&
        (result = document_write(document, intent->bytes, intent->n)) == RESULT_OK &&
        (result = document_end(document)) == RESULT_OK &&
        (result = document_begin(document, RECORD_SOURCE)) == RESULT_OK &&
        (result = copy_input(document, input, &total)) == RESULT_OK)
        result = document_end(document);
    return settle(job, document, input, result, total, why, why_size);
}

/* ---- files in the machine's own language ---- */

static bool receive_raw(struct job *job, const struct intent *intent,
                        struct document_input *input, char *why, size_t why_size)
{
    struct document *document = job_document(job);
    enum result result = RESULT_IO;
    uint64_t total = 0;

    if (intent->options.proof > 0)
        job_remark(job, "Printed without a proof: a file in the machine's language has its "
                        "copies in it.");
    if (document != NULL && (result = document_begin(document, RECORD_RAW)) == RESULT_OK &&
        (result = copy_input(document, input, &total)) == RESULT_OK)
        result = document_end(document);
    return settle(job, document, input, result, total, why, why_size);
}

/* ---- raster and pictures ---- */

static bool is_canceled(void *ctx)
{
    return job_is_canceled(ctx);
}

static void read_pages(struct intake *in, struct document_input *input, const char *format,
                       const struct job_options *options, bool (*canceled)(void *ctx),
                       void *ctx)
{
    if (strcmp(format, "image/jpeg") == 0 || strcmp(format, "image/png") == 0)
        document_read_picture(in, input, options, canceled, ctx);
    else
        document_read_raster(in, input, options);
}

void document_make_pages(struct intake *in, int fd, const char *format,
                         const struct job_options *options, bool (*canceled)(void *ctx),
                         void *ctx)
{
    struct document_input input;

    if (document_is_source(format)) {
        document_print_pages(in, fd, format, options, canceled, ctx);
        return;
    }
    if (lseek(fd, 0, SEEK_SET) != 0) {
        intake_fail(in, JOB_ERRORS, "What was kept of the job on the disk cannot be read.");
        return;
    }
    input_from_fd(&input, fd, INPUT_UNKNOWN);
    input_set_canceled(&input, canceled, ctx);
    read_pages(in, &input, format, options, canceled, ctx);
}

/* The first page wants paper that is known not to be loaded: the document is kept as it came,
 * so that its pages can be made for other paper. */
static bool lacks_paper(struct job *job, struct document_input *input, const char *format,
                        const struct model *model, const struct intent *intent)
{
    struct page_wish wish = {.sides = -1};
    struct wishes wishes;
    struct ticket ticket;

    if (!guard_knows_paper(job) ||
        (strncmp(format, "image/jpeg", 10) != 0 && strncmp(format, "image/png", 9) != 0 &&
         !document_first_page(input, &wish)))
        return false;
    job_options_wishes(&intent->options, &wish, &wishes);
    ticket_resolve(model, &wishes, &ticket);
    return guard_lacks_paper(job, model, &ticket);
}

bool document_receive(struct job *job, struct document_input *input, const char *format,
                      const struct model *model, const struct intent *intent, char *why,
                      size_t why_size)
{
    struct intake *in;

    why[0] = '\0';
    input_set_canceled(input, is_canceled, job);
    if (strcasecmp(format, model->pdl->format) == 0) /* "vnd.hp-PCL" has many spellings */
        return receive_raw(job, intent, input, why, why_size);
    if (document_is_source(format) || lacks_paper(job, input, format, model, intent))
        return receive_source(job, input, intent, why, why_size);
    in = intake_open(job, model, &intent->options);
    if (in == NULL)
        return !job_is_canceled(job) && intake_close(in, why, why_size);
    read_pages(in, input, format, &intent->options, is_canceled, job);
    return intake_close(in, why, why_size);
}
