/*
 * escl-xml.h - the documents of eSCL: what a client's settings ask for; what a scanner can do,
 * how it is, what its jobs are.
 *
 * Read by expat: document types are refused (and with them entities), depth, number and length
 * of what is in a document are limited, elements are known by their local names, because
 * clients differ in prefixes. Written in one order, the same bytes for the same facts.
 * Effects: memory.
 * Source: the names and order of elements that clients were seen to read and send:
 * sane-airscan, SANE's escl backend, AirSane's and NAPS2's issues.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_ESCL_XML_H
#define SERVER_SCAN_ESCL_XML_H

#include "scan-job.h"

/* What a document of a client comes to. */
enum escl_format { ESCL_JPEG, ESCL_PNG, ESCL_PDF };

/* escl_format_type - "image/jpeg" ... */
const char *escl_format_type(enum escl_format format);

/* What settings ask for. */
struct escl_request {
    struct scan_settings scan; /* encoding is that of the pages, also of those in a PDF */
    enum escl_format format;
};

enum escl_verdict {
    ESCL_GOOD,
    ESCL_NONSENSE, /* 400: no XML, no settings, no numbers */
    ESCL_CANNOT,   /* 409: a scanner may do it, this one does not */
};

/*
 * escl_read_settings - what is asked by a ScanSettings document.
 *
 * xml       n bytes, untrusted
 * facts     of the scanner: what is not said in the document depends on what it has
 * request   out, with ESCL_GOOD
 * why       out: else a sentence
 *
 * Areas and resolutions are taken as they are, if they are numbers: page_plan clamps them.
 * Ranges of the numbers are those that escl_write_capabilities tells.
 */
enum escl_verdict escl_read_settings(const void *xml, size_t n,
                                     const struct scanner_facts *facts,
                                     struct escl_request *request, char *why, size_t why_size);

/* All below return text of malloc, or NULL without memory. */

/* escl_write_capabilities - what a scanner can do; admin, icon: addresses, "" leaves them out.
 * It is one that was seen (facts->known). */
char *escl_write_capabilities(const struct scanner_facts *facts, const char *admin,
                              const char *icon);

/* What is told of a scanner's state. */
struct escl_status {
    const struct scanner_facts *facts;
    const struct scan_job_info *jobs; /* of this scanner, newest first */
    size_t num_jobs;
    const bool *listed; /* of each, whether this client is told about it */
    time_t now;
    bool old_words; /* for clients that know no ScannerAdfHatchOpen */
};

char *escl_write_status(const struct escl_status *status);

/* The words in it. */
const char *escl_state(const struct escl_status *status);
const char *escl_adf_state(const struct escl_status *status); /* NULL: it has no feeder */
const char *escl_job_state(const struct scan_job_info *job);
const char *escl_job_reason(const struct scan_job_info *job);

/* escl_write_image_info - what a page really is. */
char *escl_write_image_info(const char *job_id, const struct scan_page_facts *page);

/* escl_write_buffer_info - how large the pages of a request would be. */
char *escl_write_buffer_info(const struct escl_request *request, const struct page_plan *plan);

#endif
