/*
 * ipp-release.c - codes of jobs in requests, and Release-Job.
 *
 * PWG 5100.11 has a job with job-password wait until somebody gives the password at the
 * machine, and names no operation for that: there is no panel here, so Release-Job takes
 * job-password and job-password-encryption too, as operation attributes like those of
 * Print-Job. Whoever has the code need not be the owner. Nor is there one that tells what a job
 * is to be printed on for want of its paper: Release-Job takes media.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-call.h"

#include "ipp-secrets.h"
#include "jobs-guard.h"
#include "printer.h"
#include "value.h"

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
    case RELEASE_NO_PAPER:
    case RELEASE_BUSY:
    case RELEASE_BEYOND:
        break;
    }
    return IPP_STATUS_ERROR_NOT_POSSIBLE;
}

/* The paper that is named, NULL: none is. False: the printer has no such, and answered. */
static bool read_paper(struct call *c, const struct media **media)
{
    ipp_attribute_t *attr = ippFindAttribute(c->request, "media", IPP_TAG_ZERO);
    const struct model *model = printer_model(c->printer);
    const char *name = value_word(attr);

    *media = media_find(name);
    if (attr == NULL ||
        (*media != NULL && model != NULL && caps_find_media(model->caps, *media) != NULL))
        return true;
    call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, "The printer has no such paper.");
    call_add_unsupported(c, attr);
    return false;
}

void call_release_job(struct call *c)
{
    struct job *job = call_wanted_job(c);
    const struct media *media;
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
    if (call_read_code(c) && read_paper(c, &media)) {
        httpAddrString(httpGetAddress(papplClientGetHTTP(c->client)), host, sizeof(host));
        call_log(c, job, "released");
        answer = job_open_on(job, c->has_code ? &c->code : NULL, host, time(NULL), media);
        if (answer == RELEASE_DONE)
            call_done(c);
        else
            call_respond(c, status_of(answer), release_sentence(answer));
    }
    job_release(job);
}
