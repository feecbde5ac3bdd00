/*
 * ipp-attributes.h - jobs as IPP attributes.
 * Effects: adds to messages.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_ATTRIBUTES_H
#define SERVER_IPP_ATTRIBUTES_H

#include "jobs.h"

#include <pappl/pappl.h>

void ipp_attributes_setup(struct jobs *jobs); /* before there are clients */

/* ipp_add_job - a job's attributes, those that are wanted (NULL: all), in the job group. With
 * the lock of jobs. */
void ipp_add_job(pappl_client_t *client, ipp_t *response, struct job *job,
                 cups_array_t *wanted);

/* job_what - what a job does, for people: its message or a word for its state. With the lock.
 */
const char *job_what(const struct job *job);

#endif
