/*
 * documents.c - see documents.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "documents.h"

#include "document-parts.h"
#include "driver/pdl.h"

#include <stdio.h>
#include <string.h>

const char *const document_formats[] = {"application/octet-stream",
                                        "image/pwg-raster",
                                        "image/urf",
                                        "image/jpeg",
                                        "image/png",
                                        NULL};

static struct document_limits limits = {"/tmp", (uint64_t)1 << 32};

void documents_set_limits(const struct document_limits *set)
{
    limits = *set;
}

const struct document_limits *document_limits(void)
{
    return &limits;
}

const char *document_sniff(const uint8_t *bytes, size_t n)
{
    static const struct {
        const char *start;
        size_t n;
        const char *format;
    } table[] = {
        {"RaS2PwgR",          8, "image/pwg-raster"            },
        {"UNIRAST",           8, "image/urf"                   },
        {"\377\330\377",      3, "image/jpeg"                  },
        {"\211PNG\r\n\032\n", 8, "image/png"                   },
        {"%PDF-",             5, "application/pdf"             },
        {"%!",                2, "application/postscript"      },
        {"\315\312\020",      3, "application/vnd.canon-ufr2lt"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (n >= table[i].n && memcmp(bytes, table[i].start, table[i].n) == 0)
            return table[i].format;
    return NULL;
}

bool document_format_known(const char *format, const struct model *model)
{
    for (size_t i = 1; document_formats[i] != NULL; i++)
        if (strcmp(format, document_formats[i]) == 0)
            return true;
    return strcmp(format, model->pdl->format) == 0;
}

/* ---- files in the machine's own language ---- */

static bool receive_raw(struct job *job, struct document_input *input, char *why,
                        size_t why_size)
{
    unsigned char piece[16384];
    struct document *document = job_document(job);
    enum result result = document != NULL ? document_begin(document, RECORD_RAW) : RESULT_IO;
    uint64_t total = 0;
    ssize_t n = 0;
    bool accepted = false;

    while (result == RESULT_OK && (n = input_read(input, piece, sizeof(piece))) > 0) {
        result = document_write(document, piece, (size_t)n);
        total += (uint64_t)n;
    }
    if (result == RESULT_OK)
        result = document_end(document);
    if (job_is_canceled(job))
        ;
    else if (result != RESULT_OK)
        snprintf(why, why_size, "%s", document_error(document));
    else if (!input_came_whole(input))
        snprintf(why, why_size, "The document ends too early.");
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

static bool is_canceled(void *ctx)
{
    return job_is_canceled(ctx);
}

bool document_receive(struct job *job, struct document_input *input, const char *format,
                      const struct model *model, const struct job_options *options, char *why,
                      size_t why_size)
{
    struct intake *in;

    why[0] = '\0';
    input_set_canceled(input, is_canceled, job);
    if (strcmp(format, model->pdl->format) == 0)
        return receive_raw(job, input, why, why_size);
    in = intake_open(job, model, options);
    if (in == NULL)
        return !job_is_canceled(job) && intake_close(in, why, why_size);
    if (options->number_up > 1)
        job_remark(job, "Printed one page on a side: several on a side are for documents that "
                        "are rendered here (PDF, PostScript, text).");
    if (strcmp(format, "image/jpeg") == 0 || strcmp(format, "image/png") == 0)
        document_read_picture(in, input, options, is_canceled, job);
    else
        document_read_raster(in, input, options);
    return intake_close(in, why, why_size);
}
