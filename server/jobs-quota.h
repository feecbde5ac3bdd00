/*
 * jobs-quota.h - jobs that are counted, and those beyond what their sender may print.
 *
 * Whether a job is beyond a limit (quota.h) is known when all its pages are: so jobs of people
 * who have a limit are not begun before. What counts as printed is what this month's accounting
 * has of a person, and all sides of the jobs that wait or print and have been let through:
 * however many are sent at once, together they do not exceed the limit. A job beyond it gets
 * GATE_QUOTA, which an administrator opens, or is aborted, as is set. A file in the machine's
 * own language has no pages that can be counted: it is let through as long as one side is left.
 * Effects: see jobs.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_JOBS_QUOTA_H
#define SERVER_JOBS_QUOTA_H

#include "accounting-record.h"
#include "jobs.h"

#define QUOTA_REFUSED_SENTENCE "The sides that this person may print this month are used up."

/* jobs_quota_refuses - whether a job of a person is to be refused before its document comes:
 * jobs beyond the limit are refused, and nothing is left. Takes the lock. */
bool jobs_quota_refuses(struct jobs *jobs, int queue, const char *user);

/* jobs_quota_left - what is left to a person in a queue, less what waits; QUOTA_NO_LIMIT. With
 * the lock. */
long jobs_quota_left(struct jobs *jobs, int queue, const char *user);

/* jobs_quota_check - with the lock: all pages of a job are known; close its gate if they are
 * too many. jobs_quota_is_refused - whether it is to be aborted then. */
void jobs_quota_check(struct job *job);
bool jobs_quota_is_refused(const struct job *job);

/* jobs_quota_waits - with the lock: not to be begun yet, since its pages are not known. */
bool jobs_quota_waits(const struct job *job);

/* job_quota_release - an administrator lets a job go that is beyond the limit. It may wait for
 * something else still. Kept before it returns. */
enum job_answer job_quota_release(struct job *job);

/* jobs_account - with the lock: what a job took that has ended; it counts from now on. False:
 * nothing, or it is recorded already. accounting_keep is to follow, without the lock. */
bool jobs_account(const struct job *job, struct usage *usage);

#endif
