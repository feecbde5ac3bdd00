/*
 * jobs-release.c - see jobs-release.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "jobs-release.h"

#include "jobs-guard.h"
#include "jobs-parts.h"
#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SECONDS (30ul * 86400)

_Static_assert(JOB_CODE_MAX >= VAULT_TEXT_MAX, "a code has no room in a job");

/* ---- what is known of a job; with the lock ---- */

bool jobs_is_held(const struct job *job)
{
    return job->hold != JOB_NOT_HELD || job->gates != 0;
}

uint32_t jobs_gate_reasons(const struct job *job)
{
    return ((job->gates & GATE_CODE) != 0 ? (uint32_t)JOB_CODE_WAIT : 0) |
           ((job->gates & GATE_OWNER) != 0 ? (uint32_t)JOB_RELEASE_WAIT : 0) |
           ((job->gates & (GATE_PROOF | GATE_CODE_TEXT | GATE_BLANK)) != 0
                ? (uint32_t)JOB_REVIEW_WAIT
                : 0) |
           ((job->gates & GATE_PAPER) != 0 ? (uint32_t)JOB_PAPER_WAIT : 0) |
           ((job->gates & GATE_QUOTA) != 0 ? (uint32_t)JOB_ACCOUNT_LIMIT : 0);
}

bool job_awaits_code(const struct job *job)
{
    return job_is_active(job) && (job->gates & GATE_CODE) != 0;
}

bool job_awaits_owner(const struct job *job)
{
    return job_is_active(job) && (job->gates & ~(uint32_t)GATE_QUOTA) != 0 &&
           (job->gates & GATE_CODE) == 0;
}

/* Time is counted from when it could have been released first: not while it is held. One whose
 * proof is printed waits as long as its owner likes, unless for a code. */
bool jobs_is_overdue(const struct job *job, time_t now)
{
    const struct job_queue *queue = job->queue;
    time_t since = job->hold_time > job->created ? job->hold_time : job->created;

    if (job->processing > since) /* its proof */
        since = job->processing;
    return job_is_active(job) && !job->delivering && !queue->strange &&
           job->hold == JOB_NOT_HELD && (job->gates & (GATE_CODE | GATE_OWNER)) != 0 &&
           queue->release_seconds > 0 && now - since > (time_t)queue->release_seconds;
}

/* ---- guessing; with the lock ---- */

static bool is_locked(unsigned tries, unsigned most, time_t until, time_t now)
{
    /* a clock that was put back does not lock for longer */
    return tries >= most && until > now && until - now <= RELEASE_LOCK_SECONDS;
}

/* The entry of an address, another one's if there is none; NULL: an address that is not known
 * counts for the job only. */
static struct guesser *guesser_of(struct jobs *jobs, const char *host, time_t now)
{
    struct guesser *oldest = &jobs->guessers[0];

    if (host[0] == '\0')
        return NULL;
    for (size_t i = 0; i < MAX_GUESSERS; i++) {
        struct guesser *g = &jobs->guessers[i];

        if (strcmp(g->host, host) == 0) {
            if (now - g->last >= RELEASE_LOCK_SECONDS)
                g->tries = 0;
            return g;
        }
        if (g->last < oldest->last)
            oldest = g;
    }
    memset(oldest, 0, sizeof(*oldest));
    snprintf(oldest->host, sizeof(oldest->host), "%s", host);
    return oldest;
}

/* Each guess is counted before it is looked at, so that many at once are not more. False: it is
 * one too many. */
static bool count_guess(struct job *job, const char *host, time_t now)
{
    struct guesser *g = guesser_of(job->jobs, host, now);

    if (is_locked(job->tries, RELEASE_TRIES, job->locked_until, now) ||
        (g != NULL &&
         is_locked(g->tries, RELEASE_HOST_TRIES, g->last + RELEASE_LOCK_SECONDS, now)))
        return false;
    if (job->tries >= RELEASE_TRIES) /* its time is over */
        job->tries = 0;
    job->locked_until = ++job->tries >= RELEASE_TRIES ? now + RELEASE_LOCK_SECONDS : 0;
    if (g != NULL) {
        g->tries++;
        g->last = now;
    }
    return true;
}

static void forgive(struct job *job, const char *host, time_t now)
{
    struct guesser *g = guesser_of(job->jobs, host, now);

    job->tries = 0;
    job->locked_until = 0;
    if (g != NULL)
        g->tries = 0;
}

/* ---- opening ---- */

/* Whether the code is the job's. Without the lock: it takes a moment. */
static enum release_answer try_code(struct job *job, const struct release_code *code,
                                    const char *host, time_t now)
{
    char kept[JOB_CODE_MAX];
    enum code_answer answer;
    bool counted, saved;

    if (code == NULL)
        return RELEASE_NEEDS_CODE;
    jobs_lock(job->jobs);
    counted = count_guess(job, host, now);
    memcpy(kept, job->code, sizeof(kept));
    saved = job->saved_once;
    jobs_unlock(job->jobs);
    if (!counted)
        return RELEASE_LOCKED;
    if (saved)
        (void)job_save(job); /* a guess counts, whatever happens to this program */
    answer = code_check(code, kept);
    jobs_lock(job->jobs);
    if (answer != CODE_WRONG)
        forgive(job, host, now);
    jobs_unlock(job->jobs);
    if (answer == CODE_WRONG)
        log_say(LOG_SAY_WARN, "[Job %d] A wrong code was given at %s.", job->id, host);
    return answer == CODE_RIGHT   ? RELEASE_DONE
           : answer == CODE_WRONG ? RELEASE_WRONG
                                  : RELEASE_LOST;
}

enum release_answer job_open(struct job *job, const struct release_code *code, const char *host,
                             time_t now)
{
    return job_open_on(job, code, host, now, NULL);
}

/* With the lock. */
static void open_gates(struct job *job, const struct media *media)
{
    if ((job->gates & GATE_PROOF) != 0)
        job->proof = PROOF_RELEASED;
    if (media != NULL && job->making)
        job->remake = true;
    jobs_guard_answer(job, media);
    job->gates &= GATE_QUOTA;
    job->message[0] = '\0';
}

enum release_answer job_open_on(struct job *job, const struct release_code *code,
                                const char *host, time_t now, const struct media *media)
{
    enum release_answer answer = RELEASE_DONE;
    bool needs_code, possible, beyond;

    jobs_lock(job->jobs);
    possible = job_is_active(job) && !job->cancel;
    needs_code = (job->gates & GATE_CODE) != 0;
    beyond = job->gates == GATE_QUOTA && job->hold == JOB_NOT_HELD;
    jobs_unlock(job->jobs);
    if (!possible)
        return RELEASE_ENDED;
    if (beyond)
        return RELEASE_BEYOND;
    if (needs_code && (answer = try_code(job, code, host, now)) != RELEASE_DONE)
        return answer;
    if (media != NULL && (answer = jobs_guard_prepare(job)) != RELEASE_DONE)
        return answer;
    jobs_lock(job->jobs);
    possible = job_is_active(job) && !job->cancel;
    if (possible && job->gates != 0)
        open_gates(job, media);
    jobs_unlock(job->jobs);
    return possible && job_set_hold(job, JOB_NOT_HELD, 0) == JOB_DONE ? RELEASE_DONE
                                                                      : RELEASE_ENDED;
}

const char *release_sentence(enum release_answer answer)
{
    switch (answer) {
    case RELEASE_DONE:
        return "";
    case RELEASE_ENDED:
        return "The job has ended already.";
    case RELEASE_NEEDS_CODE:
        return "The job waits for its code: it is released with that only.";
    case RELEASE_WRONG:
        return "That is not the code of the job.";
    case RELEASE_LOCKED:
        return "Too many wrong codes were given. Try again in ten minutes.";
    case RELEASE_LOST:
        return "The code of the job cannot be checked any more: the key of this computer was "
               "lost. Cancel the job and send it again.";
    case RELEASE_NO_PAPER:
        return "The job does not wait for paper, or cannot be put on other paper: its document "
               "is not kept, or its queue waits for the paper.";
    case RELEASE_BEYOND:
        return "Its sender has printed as much as they may this month: an administrator can "
               "release it.";
    case RELEASE_BUSY:
        return "The job is being printed. Try again when it waits.";
    }
    return "";
}

bool job_proof_printed(struct job *job)
{
    jobs_lock(job->jobs);
    job->proof = PROOF_PRINTED;
    job->gates |= GATE_PROOF | (job->secret ? (uint32_t)GATE_CODE : 0);
    job->message[0] = '\0';
    jobs_unlock(job->jobs);
    return job_save(job);
}

/* ---- time ---- */

bool release_seconds_of(const char *text, unsigned *seconds)
{
    static const struct {
        const char *unit;
        unsigned long seconds;
    } units[] = {
        {"s", 1   },
        {"m", 60  },
        {"h", 3600},
        {"",  3600}, /* of a number alone */
    };
    char *end;
    unsigned long number;

    if (text[0] < '0' || text[0] > '9')
        return false;
    number = strtoul(text, &end, 10);
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (strcmp(end, units[i].unit) == 0 && number <= MAX_SECONDS / units[i].seconds) {
            *seconds = (unsigned)(number * units[i].seconds);
            return true;
        }
    return false;
}

static void put_time(unsigned seconds, char *text, size_t n)
{
    unsigned unit = seconds % 3600 == 0 ? 3600 : seconds % 60 == 0 ? 60 : 1;
    unsigned number = seconds / unit;

    snprintf(text, n, "%u %s%s", number,
             unit == 3600 ? "hour"
             : unit == 60 ? "minute"
                          : "second",
             number == 1 ? "" : "s");
}

void jobs_end_overdue(struct job *job)
{
    char time[40], text[200];
    unsigned sides;

    jobs_lock(job->jobs);
    put_time(job->queue->release_seconds, time, sizeof(time));
    sides = job->impressions_completed;
    jobs_unlock(job->jobs);
    if (sides == 0)
        snprintf(text, sizeof(text),
                 "Canceled: nobody released it within %s. Nothing was printed.", time);
    else
        snprintf(text, sizeof(text),
                 "Canceled: nobody released it within %s. %u page%s had been printed before.",
                 time, sides, sides == 1 ? "" : "s");
    job_end(job, IPP_JSTATE_CANCELED, JOB_TIMED_OUT, text);
}
