/*
 * own-page-job.c - see own-page-job.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "own-page-job.h"

#include "intent.h"
#include "own-page-facts.h"
#include "printer.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    enum own_page_kind kind;
    const char *name, *title;
} kinds[] = {
    {OWN_PAGE_TEST,        "test",        "Test page"       },
    {OWN_PAGE_CALIBRATION, "calibration", "Calibration page"},
    {OWN_PAGE_DEMO,        "demo",        "Demonstration"   },
};

bool own_page_kind_find(const char *name, enum own_page_kind *kind)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (strcmp(kinds[i].name, name) == 0) {
            *kind = kinds[i].kind;
            return true;
        }
    return false;
}

static const char *title_of(enum own_page_kind kind)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (kinds[i].kind == kind)
            return kinds[i].title;
    return NULL;
}

/* The job's document. */
static bool draw(void *ctx, struct job *job, char *why, size_t why_size)
{
    const struct own_page_order *order = ctx;
    const struct intent *intent = job->intent;
    struct own_facts *facts = calloc(1, sizeof(*facts));
    struct own_page page = {.kind = order->kind};
    /* the calibration page is two where the job has two sides */
    const struct page_wish wish = {.sides = -1,
                                   .pages = order->kind == OWN_PAGE_CALIBRATION ? 0 : 1};
    struct intake *in = intake_open(job, printer_model(order->printer), &intent->options);
    bool accepted;

    if (in != NULL && facts == NULL)
        intake_fail(in, 0, "There is not enough memory for the page.");
    if (in != NULL && facts != NULL) {
        own_facts_collect(facts, order->kind, order->printer, order->queue, order->address);
        own_facts_link(facts, &page);
        (void)own_page_print(in, &page, &wish);
    }
    accepted = (in != NULL || !job_is_canceled(job)) && intake_close(in, why, why_size);
    free(facts);
    return accepted;
}

enum submission_result own_page_order(const struct own_page_order *order, int *job_id,
                                      char *why, size_t why_size)
{
    const struct submission s = {.printer = order->printer,
                                 .name = title_of(order->kind),
                                 .user = order->user,
                                 .host = order->host,
                                 .attributes = order->attributes};
    struct own_page_order copy = *order;

    return submission_made(&s, draw, &copy, job_id, why, why_size);
}
