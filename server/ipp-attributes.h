/*
 * ipp-attributes.h - jobs and the state of queues as IPP attributes.
 * Effects: adds to messages.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_ATTRIBUTES_H
#define SERVER_IPP_ATTRIBUTES_H

#include "driver/status.h"
#include "jobs.h"

#include <pappl/pappl.h>

void ipp_attributes_setup(struct jobs *jobs); /* before there are clients */

/* ipp_add_job - a job's attributes, those that are wanted (NULL: all), in the job group. With
 * the lock of jobs. */
void ipp_add_job(pappl_client_t *client, ipp_t *response, struct job *job,
                 cups_array_t *wanted);

/*
 * ipp_amend_response - put what our jobs and the machine say in place of what PAPPL says of a
 * printer. Called before each answer is sent; does something for Get-Printer-Attributes only.
 */
void ipp_amend_response(pappl_client_t *client);

/* How a queue is, for people and for printer-state. */
struct queue_view {
    ipp_pstate_t state;
    uint32_t reasons; /* REASON_ bits */
    bool paused, accepting;
    char message[1024];
    unsigned active; /* jobs */
};

/* queue_status - what the machine last told, and our estimate of the toner where it tells none.
 * Without the lock. */
void queue_status(struct job_queue *queue, struct device_status *status);

/* queue_look - now. Without the lock. */
void queue_look(struct job_queue *queue, struct queue_view *view);

/* job_what - what a job does, for people: its message or a word for its state. With the lock.
 */
const char *job_what(const struct job *job);

#endif
