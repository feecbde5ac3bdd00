/*
 * jobs-release.h - jobs that wait for a person: for their code, for their owner's release at
 * the machine, for a look at their proof.
 *
 * A gate is opened here and nowhere else: releasing held jobs (job_set_hold) leaves it closed.
 * Who may ask for it is the caller's to know; a code, though, is asked for whoever it is. Wrong
 * ones are limited for each job, whose count survives, and for each address.
 * Effects: as of jobs.h; the time that checking a code takes.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_JOBS_RELEASE_H
#define SERVER_JOBS_RELEASE_H

#include "jobs.h"
#include "release-code.h"

/* After so many wrong codes none is taken for so long: for a job, from an address. */
#define RELEASE_TRIES        5
#define RELEASE_HOST_TRIES   10
#define RELEASE_LOCK_SECONDS 600

enum release_answer {
    RELEASE_DONE,
    RELEASE_ENDED,      /* the job has ended, or is about to */
    RELEASE_NEEDS_CODE, /* none was given */
    RELEASE_WRONG,
    RELEASE_LOCKED, /* too many wrong ones */
    RELEASE_LOST,   /* it cannot be checked any more */
    RELEASE_NO_PAPER,
    RELEASE_BUSY,   /* see job_open_on */
    RELEASE_BEYOND, /* only an administrator may, see jobs-quota.h */
};

/*
 * job_open - open the gates of a job, and release it if it is held. Kept before it returns.
 *
 * code   that somebody gives; NULL: none
 * host   the address it comes from, for counting wrong ones
 */
enum release_answer job_open(struct job *job, const struct release_code *code, const char *host,
                             time_t now);

/* release_sentence - what an answer other than RELEASE_DONE means, for a person. */
const char *release_sentence(enum release_answer answer);

/* job_awaits_code, job_awaits_owner - whether it waits for the one; for the other (a release or
 * a look at its proof). With the lock. */
bool job_awaits_code(const struct job *job);
bool job_awaits_owner(const struct job *job);

/* job_proof_printed - the delivery: the proof has come out, the rest waits for its owner. Kept
 * before it returns; false: it could not be. */
bool job_proof_printed(struct job *job);

/* release_seconds_of - "24h", "90m", "20s", "0": a number of seconds. False: it is none, or
 * more than 30 days. */
bool release_seconds_of(const char *text, unsigned *seconds);

#endif
