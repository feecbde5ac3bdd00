/*
 * keeper.h - what goes on beside requests: the jobs are opened, each queue gets its delivery, a
 * thread looks after time, and all of it is ended in order.
 * Effects: threads, the spool folder, the log.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_KEEPER_H
#define SERVER_KEEPER_H

#include "jobs.h"

#include <pappl/pappl.h>

/* keeper_open - the jobs in the spool folder. NULL and a sentence. */
struct jobs *keeper_open(const char *folder, const struct jobs_limits *limits, char *why,
                         size_t why_size);

/* keeper_start - log to the system's log; begin to look after time. */
void keeper_start(pappl_system_t *system);

/* keeper_serve - a printer was made or read from the state: serve its jobs. */
void keeper_serve(pappl_printer_t *printer);

/* keeper_stop - end deliveries at a page boundary where they can in a moment. */
void keeper_stop(void);

#endif
