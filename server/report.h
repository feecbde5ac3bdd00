/*
 * report.h - why a job did or did not print, as one text without the document: for its owner to
 * read, and to pass on.
 * Effects: answers HTTP requests.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_REPORT_H
#define SERVER_REPORT_H

#include "jobs.h"

#include <pappl/pappl.h>

/*
 * report_setup - add /report?job=ID[&names=yes]; before the system runs. For clients on this
 * computer only. Also removes records of jobs nobody knows.
 */
void report_setup(pappl_system_t *system, struct jobs *jobs);

/*
 * report_text - the same report as text, for a caller who has asked whose job it is. names:
 * title, person and address are told. To be freed; NULL: no memory.
 */
char *report_text(pappl_system_t *system, struct job *job, bool names);

/* report_without_names - a text of malloc without what names the job's document, person and
 * address, and whoever said what about any job; it is freed. To be freed; NULL: no memory. */
char *report_without_names(struct job *job, char *text);

#endif
