/*
 * ipp-pages.c - see ipp-pages.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-pages.h"

#include "own-page-job.h"

#include <string.h>

static int is_template(void *ctx, ipp_t *message, ipp_attribute_t *attr)
{
    (void)ctx;
    (void)message;
    return ippGetGroupTag(attr) == IPP_TAG_JOB;
}

/* Answered in any case. */
static void answer(struct call *c, enum submission_result result, int id, const char *why)
{
    static const ipp_status_t statuses[] = {
        [SUBMISSION_TAKEN] = IPP_STATUS_OK,
        [SUBMISSION_REFUSED] = IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES,
        [SUBMISSION_BUSY] = IPP_STATUS_ERROR_BUSY,
        [SUBMISSION_FAILED] = IPP_STATUS_ERROR_NOT_POSSIBLE};
    struct job *job = id != 0 ? job_find(call_jobs, c->queue->id, id) : NULL;

    if (result == SUBMISSION_TAKEN || (result == SUBMISSION_FAILED && why[0] == '\0'))
        call_done(c);
    else
        call_respond(c, statuses[result], why);
    if (job != NULL)
        call_add_job(c, job, call_short_attributes);
    job_release(job);
}

void call_own_page(struct call *c)
{
    const char *name = call_string(c->request, "own-page", IPP_TAG_KEYWORD);
    struct own_page_order order = {.printer = c->printer, .kind = OWN_PAGE_TEST};
    char host[256], why[512];
    enum submission_result result;
    int id;

    if (!call_administrates(c))
        return;
    if (c->printer == NULL ||
        (c->queue = jobs_queue(call_jobs, papplPrinterGetID(c->printer))) == NULL) {
        call_respond(c, IPP_STATUS_ERROR_NOT_FOUND, "There is no such queue.");
        return;
    }
    if (name != NULL && !own_page_kind_find(name, &order.kind)) {
        call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES,
                     "There are the pages test, calibration and demo.");
        return;
    }
    order.queue = c->queue;
    order.user = call_string(c->request, "requesting-user-name", IPP_TAG_ZERO);
    order.host =
        httpAddrString(httpGetAddress(papplClientGetHTTP(c->client)), host, sizeof(host));
    order.attributes = ippNew();
    if (order.attributes != NULL)
        ippCopyAttributes(order.attributes, c->request, 0, is_template, NULL);
    result = own_page_order(&order, &id, why, sizeof(why));
    ippDelete(order.attributes);
    answer(c, result, id, why);
}
