/*
 * ipp-printer.h - the state of queues, and the answers to Get-Printer-Attributes.
 *
 * PAPPL makes the answers. What our jobs, the machine and this program know better replaces
 * what it says, before the answer is sent: ipp-printer.c has the state, ipp-printer-supplies.c
 * what the machine holds, ipp-printer-alerts.c what is the matter with it,
 * ipp-printer-abilities.c what a job can ask for, ipp-printer-places.c where the queue is
 * found. Effects: adds to messages, reads queues.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_PRINTER_H
#define SERVER_IPP_PRINTER_H

#include "driver/status.h"
#include "jobs.h"

#include <pappl/pappl.h>

void ipp_printer_setup(struct jobs *jobs); /* before there are clients */

/* ipp_serve_strings - the files that printer-strings-uri tells of; before the system runs. */
void ipp_serve_strings(pappl_system_t *system);

/*
 * ipp_amend_response - put what is known here in place of what PAPPL says of a printer. Called
 * before each answer is sent; does something for Get-Printer-Attributes and
 * Get-Printer-Supported-Values only.
 */
void ipp_amend_response(pappl_client_t *client);

/* How a queue is, for people and for printer-state. */
struct queue_view {
    ipp_pstate_t state;
    uint32_t reasons; /* REASON_ bits */
    bool paused, accepting;
    bool identify; /* somebody looks for it (identify.h): the message says so */
    char message[1024];
    unsigned active; /* jobs */
};

/* queue_status - what the machine last told, and our estimate of the toner where it tells none.
 * Without the lock. */
void queue_status(struct job_queue *queue, struct device_status *status);

/* queue_look - now. Without the lock. */
void queue_look(struct job_queue *queue, struct queue_view *view);

/* queue_keywords - printer-state-reasons; they live as long as the program. How many: 1 or
 * more. */
#define QUEUE_KEYWORDS (NUM_REASONS + 3)
int queue_keywords(const struct queue_view *view, const char *keywords[QUEUE_KEYWORDS]);

#endif
