/*
 * ipp-release.c - codes of jobs in requests, and Release-Job.
 *
 * PWG 5100.11 has a job with job-password wait until somebody gives the password at the
 * machine, and names no operation for that: there is no panel here, so Release-Job takes
 * job-password and job-password-encryption too, as operation attributes like those of
 * Print-Job. Whoever has the code need not be the owner.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-call.h"

#include "ipp-secrets.h"
#include "jobs-release.h"

#include <string.h>

bool call_read_code(struct call *c)
{
    ipp_attribute_t *way =
        ippFindAttribute(c->request, "job-password-encryption", IPP_TAG_ZERO);
    enum secret_code found = ipp_read_code(c->request, &c->code);

    c->has_code = found == SECRET_CODE;
    if (found != SECRET_WRONG)
        return true;
    /* never ignored: the job would come out for everybody to see */
    papplClientRespondIPP(c->client, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES,
                          "A code has %d to %d characters, as they are or as SHA-256.",
                          CODE_MIN, CODE_MAX);
    ippAddOutOfBand(c->response, IPP_TAG_UNSUPPORTED_GROUP, IPP_TAG_UNSUPPORTED_VALUE,
                    "job-password");
    if (way != NULL)
        call_add_unsupported(c, way);
    return false;
}

static ipp_status_t status_of(enum release_answer answer)
{
    switch (answer) {
    case RELEASE_DONE:
        return IPP_STATUS_OK;
    case RELEASE_NEEDS_CODE:
    case RELEASE_WRONG:
        return IPP_STATUS_ERROR_NOT_AUTHORIZED;
    case RELEASE_LOCKED:
        return IPP_STATUS_ERROR_TEMPORARY;
    case RELEASE_ENDED:
    case RELEASE_LOST:
        break;
    }
    return IPP_STATUS_ERROR_NOT_POSSIBLE;
}

void call_release_job(struct call *c)
{
    struct job *job = call_wanted_job(c);
    enum release_answer answer;
    char host[256];
    bool awaits_code;

    if (job == NULL)
        return;
    jobs_lock(call_jobs);
    awaits_code = job_awaits_code(job);
    jobs_unlock(call_jobs);
    if (!awaits_code) {
        job_release(job);
        if ((job = call_own_job(c)) == NULL)
            return;
    }
    if (call_read_code(c)) {
        httpAddrString(httpGetAddress(papplClientGetHTTP(c->client)), host, sizeof(host));
        call_log(c, job, "released");
        answer = job_open(job, c->has_code ? &c->code : NULL, host, time(NULL));
        if (answer == RELEASE_DONE)
            call_done(c);
        else
            call_respond(c, status_of(answer), release_sentence(answer));
    }
    job_release(job);
}
