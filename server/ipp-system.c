/*
 * ipp-system.c - see ipp-system.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-system.h"

static struct jobs *all_jobs;

void ipp_system_setup(struct jobs *jobs)
{
    all_jobs = jobs;
}

struct system_state {
    time_t changed;
    bool busy;
};

static void look(void *ctx, struct job_queue *queue)
{
    struct system_state *state = ctx;

    state->busy = state->busy || queue->delivering;
    if (queue->state_time > state->changed)
        state->changed = queue->state_time;
}

/* Only what the answer has: its client may have asked for less. */
static void set_integer(ipp_t *answer, const char *name, ipp_tag_t tag, int value)
{
    ipp_attribute_t *attr = ippFindAttribute(answer, name, tag);

    if (attr != NULL)
        (void)ippSetInteger(answer, &attr, 0, value);
}

void ipp_amend_system(pappl_client_t *client)
{
    ipp_t *request = papplClientGetRequest(client), *answer = papplClientGetResponse(client);
    struct system_state state = {.busy = false};
    ipp_attribute_t *attr;

    if (all_jobs == NULL || request == NULL || answer == NULL ||
        ippGetOperation(request) != IPP_OP_GET_SYSTEM_ATTRIBUTES)
        return;
    state.changed = jobs_began(all_jobs);
    jobs_each_queue(all_jobs, look, &state);
    set_integer(answer, "system-state", IPP_TAG_ENUM,
                state.busy ? IPP_PSTATE_PROCESSING : IPP_PSTATE_IDLE);
    set_integer(answer, "system-state-change-time", IPP_TAG_INTEGER,
                (int)(state.changed - jobs_began(all_jobs)) + 1);
    attr = ippFindAttribute(answer, "system-state-change-date-time", IPP_TAG_DATE);
    if (attr != NULL)
        (void)ippSetDate(answer, &attr, 0, ippTimeToDate(state.changed));
}
