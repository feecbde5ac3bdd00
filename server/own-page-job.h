/*
 * own-page-job.h - a page of our own as a job of a queue, which can be held, canceled and
 * resumed as any.
 * Effects: makes a job; see own-page-facts.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_OWN_PAGE_JOB_H
#define SERVER_OWN_PAGE_JOB_H

#include "own-page.h"
#include "submission.h"

struct own_page_order {
    pappl_printer_t *printer;
    struct job_queue *queue;
    enum own_page_kind kind; /* TEST, CALIBRATION, DEMO */
    const char *user, *host; /* who asked, as in struct submission */
    const char *address;     /* to print to; NULL: made from the system's name */
    ipp_t *attributes;       /* job template attributes; NULL: none. The caller's */
};

/* own_page_order - as submission_print. */
enum submission_result own_page_order(const struct own_page_order *order, int *job_id,
                                      char *why, size_t why_size);

/* own_page_kind_find - by the name people write: test, calibration, demo. False: none. */
bool own_page_kind_find(const char *name, enum own_page_kind *kind);

#endif
