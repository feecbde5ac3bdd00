/*
 * ipp-preferred.c - Validate-Job tells what would be printed in place of what was asked.
 *
 * No combination is refused (ticket.h): the size is kept, then the type, the source, the sides.
 * A client that validates first hears of it before the person sends the job, and can offer what
 * comes out instead. Nothing is said where nothing would change.
 * Source: PWG 5100.13, Validate-Job and preferred-attributes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-call.h"

#include "printer.h"

#include <string.h>

static void add_keyword(ipp_t *to, const char *name, const char *value)
{
    ippAddString(to, IPP_TAG_ZERO, IPP_TAG_KEYWORD, name, NULL, value);
}

/* What lies where, as media-col: the size itself, and what was changed beside it. */
static void add_media_col(ipp_t *to, const struct ticket *ticket)
{
    const struct media *media = ticket->job.media;
    ipp_t *column = ippNew(), *size = ippNew();

    ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", (int)media->width_hmm);
    ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", (int)media->length_hmm);
    ippAddCollection(column, IPP_TAG_ZERO, "media-size", size);
    add_keyword(column, "media-size-name", media->name);
    add_keyword(column, "media-source", ticket->job.source->name);
    add_keyword(column, "media-type", ticket->job.type->name);
    ippAddCollection(to, IPP_TAG_ZERO, "media-col", column);
    ippDelete(size);
    ippDelete(column);
}

static const char *sides_keyword(enum sides sides)
{
    return sides == SIDES_LONG_EDGE    ? "two-sided-long-edge"
           : sides == SIDES_SHORT_EDGE ? "two-sided-short-edge"
                                       : "one-sided";
}

static void add_changes(ipp_t *to, const struct ticket *ticket)
{
    if ((ticket->changed & (TICKET_MEDIA | TICKET_TYPE | TICKET_SOURCE)) != 0)
        add_media_col(to, ticket);
    if ((ticket->changed & TICKET_SIDES) != 0)
        add_keyword(to, "sides", sides_keyword(ticket->job.sides));
    if ((ticket->changed & TICKET_COPIES) != 0)
        ippAddInteger(to, IPP_TAG_ZERO, IPP_TAG_INTEGER, "copies",
                      (int)(ticket->job.copies * ticket->host_copies));
    if ((ticket->changed & TICKET_SHIFT) != 0)
        ippAddInteger(to, IPP_TAG_ZERO, IPP_TAG_INTEGER, "binding-shift",
                      (int)ticket->job.binding_shift_hmm);
}

void call_add_preferred(struct call *c)
{
    const struct model *model = printer_model(c->printer);
    const struct page_wish page = {.sides = -1};
    struct job_options options;
    struct wishes wishes;
    struct ticket ticket;
    ipp_t *preferred;

    if (model == NULL)
        return;
    job_options_read(&options, c->request, c->printer, NULL, c->user, time(NULL));
    job_options_wishes(&options, &page, &wishes);
    ticket_resolve(model, &wishes, &ticket);
    if ((preferred = ippNew()) == NULL)
        return;
    add_changes(preferred, &ticket);
    if (ippFirstAttribute(preferred) != NULL)
        ippAddCollection(c->response, IPP_TAG_OPERATION, "preferred-attributes", preferred);
    ippDelete(preferred);
}
