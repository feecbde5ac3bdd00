/*
 * accounting.h - who has printed how much: a record of each job that has ended.
 *
 * One file for each month, STATE.accounting.YYYY-MM, mode 0600, to which lines are appended
 * (accounting-record.h). A line is on the disk before the job's end is, so none is missing
 * after a crash; a job whose end was recorded and not kept ends again then, and is known by its
 * number and when it came, so none is there twice. A line that was cut off is taken away before
 * the next one is written: its job ends again, too.
 *
 * What is counted is what the machine has acknowledged, as everywhere here: whether paper came
 * out only the machine knows. A person is the name that a client sends, which anybody can
 * choose. Scans are not counted. Effects: the files; any thread. Locks: accounting_count and
 * accounting_used may be called with the lock of jobs, and take a moment; no other may.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_ACCOUNTING_H
#define SERVER_ACCOUNTING_H

#include "accounting-record.h"

/* Files that are looked at: 20 years. */
#define ACCOUNTING_MONTHS_MAX 240

/* accounting_open - the files beside a state file; what this month has is counted. */
void accounting_open(const char *state_file);

/* accounting_count - the job has ended: it counts from now on. False: it is known already.
 * Without accounting_open nothing counts. */
bool accounting_count(const struct usage *usage);

/* accounting_keep - its line is on the disk when this returns; false: it could not be, which
 * the log says. */
bool accounting_keep(const struct usage *usage);

/* accounting_used - sides a person has printed in the month of a time, in a queue or (0) in
 * all. Letters a to z are the same in both cases. */
unsigned accounting_used(const char *user, int queue, int64_t now);

/* accounting_each - all records of a time, from (included) to (left out), by months. Stops when
 * each returns false. */
void accounting_each(int64_t from, int64_t to,
                     bool (*each)(void *ctx, const struct usage *usage), void *ctx);

/* accounting_months - at most max months of which there is a file, the latest first; how many
 * those are. */
size_t accounting_months(char (*months)[8], size_t max);

/*
 * accounting_forget - take out of all records of a person who it was: name, address,
 * department, title. What was printed stays, as nobody's.
 *
 * changed   out: of how many records
 *
 * False and a sentence.
 */
bool accounting_forget(const char *user, unsigned *changed, char *why, size_t why_size);

/* accounting_drop - delete all months before one; how many those were. */
unsigned accounting_drop(const char *month);

/* accounting_keep_months - how many months are kept before this one; older ones are deleted
 * now, and when a month begins. 0: all are kept. */
void accounting_keep_months(unsigned months);

#endif
