/*
 * intent.h - what a client wants of a job, kept from the moment it is made until its pages are:
 * read, and as bytes for the disk, with the PIN sealed (vault.h) and without the job's code.
 * Effects: none but those of job_options_read.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_INTENT_H
#define SERVER_INTENT_H

#include "job-options.h"

struct intent {
    struct job_options options;
    size_t n;        /* bytes */
    uint8_t bytes[]; /* the attributes, for message_unpack */
};

/*
 * intent_new - of job template attributes; see job_options_read. To be freed by free(), which
 * is why it is one piece. A PIN among them may be sealed or not. NULL without memory. The bytes
 * also have what of the queue's settings the job keeps.
 */
struct intent *intent_new(ipp_t *attributes, pappl_printer_t *printer, const char *title,
                          const char *user);

#endif
