/*
 * recorder.h - the flight record of each job: what was decided, sent and answered, and when, in
 * a file beside its description. No content of documents. What concerns no job, the state of
 * the queues above all, is kept in memory, the latest lines. Effects: files job-NNNNNNNNN.log
 * in the spool folder, at most RECORD_MAX bytes each.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_RECORDER_H
#define SERVER_RECORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>

/* Of a longer record the beginning and the latest lines are kept. */
#define RECORD_MAX ((size_t)64 << 10)

/* Lines that concern no job: so many, of this length. */
#define RECORD_LINES  256
#define RECORD_LENGTH 240

/* recorder_line - note a line of the log: one that begins with "[Job N] " in the job's file,
 * others in memory. From any thread. */
void recorder_line(const char *folder, const char *text);

/* recorder_remove - a job is forgotten, and its record with it. */
void recorder_remove(const char *folder, int id);

/* recorder_copy - the record of a job, as it is. False: there is none. */
bool recorder_copy(const char *folder, int id, FILE *to);

/* recorder_copy_others - lines of that time that concern no job; those that begin with "Queue "
 * only of this queue. How many. */
unsigned recorder_copy_others(time_t from, time_t to, const char *queue, FILE *out);

/* recorder_sweep - remove the records of jobs that nobody knows: this program was killed
 * between a job's first line and its acceptance. */
void recorder_sweep(const char *folder, bool (*known)(void *ctx, int id), void *ctx);

#endif
