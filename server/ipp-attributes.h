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
 * the lock of jobs. client NULL: without addresses of its own, and with its title. */
void ipp_add_job(pappl_client_t *client, ipp_t *response, struct job *job,
                 cups_array_t *wanted);

/* What strangers read in place of the title of a job that is private. */
#define PRIVATE_TITLE "Private"

/* job_is_private - whether its title is for its owner only: it has, or had, a code, or waits
 * for a release. With the lock. */
bool job_is_private(const struct job *job);

/* job_what - what a job does, for people: its message or a word for its state. With the lock.
 */
const char *job_what(const struct job *job);

#endif
