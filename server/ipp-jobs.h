/*
 * ipp-jobs.h - the IPP operations on jobs and queues, answered by this program's own jobs.
 *
 * PAPPL knows jobs of its own, which refuse raster while another job prints and are lost in a
 * crash. So requests about jobs never reach it: as soon as one has been read its operation is
 * replaced by a number PAPPL does not know, and PAPPL hands it to the callback set here. Its
 * answers about printers are amended with what our jobs and the machine say. Effects: answers
 * clients, changes jobs. Source: RFC 8011, RFC 3380, RFC 3998, PWG 5100.7, 5100.11.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_IPP_JOBS_H
#define SERVER_IPP_JOBS_H

#include "jobs.h"

#include <pappl/pappl.h>

/* ipp_jobs_setup - take the operations on jobs over; before the system runs. */
void ipp_jobs_setup(pappl_system_t *system, struct jobs *jobs);

/* ipp_serves - whether ipp_jobs_setup was called: this is the server, not a sub-command, and
 * this thread does not ask. */
bool ipp_serves(void);

/* ipp_asks - whether what this thread reads from now on are answers: it asks this server itself
 * (site/ask.h). */
void ipp_asks(bool asks);

/* ipp_take_request - a request was read from a client: see above. Called by the guard of
 * ippRead. Does nothing before ipp_jobs_setup. */
void ipp_take_request(ipp_t *request);

/* ipp_is_local - whether a client is on this computer; who administrates ipp-access.h knows. */
bool ipp_is_local(pappl_client_t *client);

/* ipp_follow_printer - note what a printer's jobs need to know of it: address, model, settings.
 * After it was made or changed; from a thread that holds none of PAPPL's locks. */
void ipp_follow_printer(pappl_printer_t *printer);

#endif
