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

#endif
