/*
 * renderings.h - the threads that make pages of documents that were accepted as they came (PDF,
 * PostScript, text): in the order the jobs will be printed, some at a time, beside the sending
 * and the printing.
 * Effects: threads; the jobs' documents; what renderer.h does.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_RENDERINGS_H
#define SERVER_RENDERINGS_H

#include "jobs.h"

#include <pappl/pappl.h>

/* renderings_start - when the printers are there. */
void renderings_start(pappl_system_t *system, struct jobs *jobs);

/* renderings_stop - the program ends: what is being made is given up, and made again at the
 * next start. Waits for the threads. */
void renderings_stop(void);

#endif
