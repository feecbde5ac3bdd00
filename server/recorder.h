/*
 * recorder.h - the flight record of each job: what was decided, sent and answered, and when, in a
 * file beside its description. No content of documents.
 * Effects: files job-NNNNNNNNN.log in the spool folder, at most RECORD_MAX bytes each.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_RECORDER_H
#define SERVER_RECORDER_H

#include <stdbool.h>
#include <stddef.h>

#define RECORD_MAX ((size_t)64 << 10)

/* recorder_line - note a line of the log that begins with "[Job N] "; others are left out. */
void recorder_line(const char *folder, const char *text);

/* recorder_remove - a job is forgotten, and its record with it. */
void recorder_remove(const char *folder, int id);

#endif
