/*
 * documents.h - what clients send as a document: which format it is, and its way into the
 * spool. Effects: reads the client's connection; the job and its document; temporary files.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_DOCUMENTS_H
#define SERVER_DOCUMENTS_H

#include "document-input.h"
#include "driver/models.h"
#include "intent.h"
#include "jobs.h"

/* The formats that are printed, for document-format-supported; NULL at the end. The machine's
 * own come with its model. */
extern const char *const document_formats[];

/* document_format_known - whether a queue of the model prints the format; what the system has
 * no renderer for is not known. */
bool document_format_known(const char *format, const struct model *model);

/* document_format_usable - the same without the model's own. */
bool document_format_usable(const char *format);

/* document_is_source - whether documents of the format are accepted as they come, and their
 * pages made later. */
bool document_is_source(const char *format);

/* document_formats_list - "PDF, PostScript, ... and PNG", those that are usable. */
void document_formats_list(char *text, size_t n);

/* A limit for pictures, which are read out of order. */
struct document_limits {
    const char *folder; /* for temporary files; kept by pointer */
    uint64_t max_temporary;
    uint64_t keep_free; /* of their disk, by files that come in; 0: nothing */
};
void documents_set_limits(const struct document_limits *limits);
const struct document_limits *document_limits(void); /* as it was set */

/*
 * document_receive - read a document to its end and accept the job, or abort it. Raster and
 * pictures become pages as they come in; of others the pages are made later (renderings.h).
 *
 * input    from its first byte
 * format   one that document_format_known() knows
 *
 * False and a sentence in why; "" when the job was canceled meanwhile.
 */
bool document_receive(struct job *job, struct document_input *input, const char *format,
                      const struct model *model, const struct intent *intent, char *why,
                      size_t why_size);

#endif
