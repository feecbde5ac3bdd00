/*
 * delivery-proof.c - between the proof of a job and its other copies.
 *
 * The account of what was sent says which of the two it is about; the job's description, that
 * it waits. The description is kept first: whenever the program ends, the job waits, or its
 * proof is known to be printed and it will.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "delivery-parts.h"

#include "jobs-release.h"
#include "log.h"

static void count_parts(struct run *run, uint32_t parts)
{
    for (uint32_t part = 0; part < parts && run_find_part(run, part); part++) {
        bool all;

        if (run_read_ticket(run) && run_has_copies(run)) {
            unsigned sides =
                run_set_sides(run, run_part_pages(run, &all)) * run->stored.ticket.host_copies;

            run->earlier += sides * run->stored.ticket.job.copies;
            run_sum(run, sides, &run->earlier_sides, &run->earlier_sheets);
        }
    }
}

void run_count_earlier(struct run *run)
{
    uint32_t rest = run->account.rest;

    run->earlier = run->earlier_sides = run->earlier_sheets = 0;
    if (rest != 0) {
        run->account.rest = 0;
        count_parts(run, UINT32_MAX);
        run->account.rest = rest;
    }
    count_parts(run, run->account.part);
}

/* Whether any part has more copies than the proof. */
static bool has_rest(struct run *run)
{
    bool any = false;

    if (run->job->proof_copies == 0 || run->account.rest != 0)
        return false;
    run->account.rest = 1;
    for (uint32_t part = 0; !any && run_find_part(run, part); part++)
        any = run_read_ticket(run) && run_has_copies(run);
    run->account.rest = 0;
    return any;
}

static void begin_rest(struct run *run)
{
    run->account.rest = 1;
    run->account.part = 0;
    run->account.base = 0;
    run->account.begun = 0;
    run->account.fails = 0;
    run->account.last_side = UINT32_MAX;
    run->num_ends = 0;
    run_count_earlier(run);
    run_keep_account(run);
    (void)document_sync_note(run->document);
}

bool run_end_pass(struct run *run)
{
    bool released;

    run->sides_arrived = 0; /* they are among the earlier ones */
    run_count_impressions(run);
    if (!has_rest(run)) {
        run_finish(run);
        return false;
    }
    jobs_lock(run->job->jobs);
    released = run->job->proof == PROOF_RELEASED;
    jobs_unlock(run->job->jobs);
    if (released) { /* an earlier run ended before it took note */
        begin_rest(run);
        return true;
    }
    (void)document_sync_note(run->document);
    if (job_proof_printed(run->job)) {
        begin_rest(run);
        log_say(LOG_SAY_INFO, "[Job %d] The proof is printed.", run->job->id);
    }
    job_put_back(run->job);
    return false;
}
