/*
 * ticket.h - wishes of a person become a job the machine accepts.
 * Effects: none.
 * Source: rules 1 to 5 of the maker's PPD, see ticket.c.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DRIVER_TICKET_H
#define DRIVER_TICKET_H

#include "pdl.h"
#include "tone.h"

/* What is printed, IPP print-content-optimize (PWG 5100.7). */
enum content { CONTENT_AUTO, CONTENT_TEXT, CONTENT_GRAPHIC, CONTENT_PHOTO };

/* IPP print-quality. */
enum quality { QUALITY_DEFAULT = 0, QUALITY_DRAFT = 3, QUALITY_NORMAL = 4, QUALITY_HIGH = 5 };

/* -1 in the int fields and NULL in the names mean: not asked, use the model's default. */
struct wishes {
    const char *title; /* NULL is "" */
    const char *user;
    const char *media; /* PWG name, or NULL and width_hmm, length_hmm (0: not asked) */
    uint32_t width_hmm;
    uint32_t length_hmm;
    const char *usual;  /* PWG name of the paper that is put where the model lacks the one asked
                         * for, if it is large enough; NULL: none */
    const char *source; /* IPP keywords */
    const char *type;
    int sides;       /* enum sides or -1 */
    uint32_t copies; /* 0: one */
    int collate;     /* enum collate or -1 */
    enum quality quality;
    enum content content;
    int toner_save; /* enum choice or -1: from the quality */
    int refinement; /* enum choice or -1: from the quality */
    int screen;     /* enum halftone_screen or -1: from the content */
    int binding;    /* enum binding or -1: from sides */
    uint32_t binding_shift_hmm;
    bool account;
    uint32_t department_id;
    uint32_t pin;
    uint32_t pages; /* 0: not known yet */
    struct tone_adjust adjust;
};

/* Nothing asked. */
void wishes_init(struct wishes *wishes);

/*
 * wishes_set - one option by its IPP attribute name, as `ufr2lt encode -o` and PAPPL's vendor
 * options give it.
 *
 * name   media, media-source, media-type, sides, copies, multiple-document-handling,
 *        print-quality (draft, normal, high or 3, 4, 5), print-content-optimize, toner-save,
 *        image-refinement, halftone, brightness, contrast (-100 to 100), binding-edge,
 *        binding-shift (1/100 mm), job-account-id (digits),
 *        job-account-pin (digits), job-pages; also collate (none,
 *        collated, group), since IPP has no word for the machine's own "group", and
 *        copies-order (auto, uncollated, collated, group), the same for clients
 * value  a string; kept by pointer where wishes holds a string
 *
 * RESULT_UNSUPPORTED: unknown name. RESULT_FORMAT: the value is none of that attribute's.
 */
MUST_CHECK enum result wishes_set(struct wishes *wishes, const char *name, const char *value);

/* What ticket_resolve had to change, one bit each. */
enum ticket_change {
    TICKET_MEDIA = 1 << 0, /* unknown size: the usual or the nearest larger one is used */
    TICKET_TYPE = 1 << 1,
    TICKET_SOURCE = 1 << 2,
    TICKET_SIDES = 1 << 3,
    TICKET_COPIES = 1 << 4,
    TICKET_BINDING = 1 << 5,
    TICKET_SHIFT = 1 << 6,
    TICKET_ACCOUNT = 1 << 7, /* id or PIN of more than 7 digits: not sent */
};

struct ticket {
    struct job_params job; /* for pdl_ops.start_job */
    enum content content;
    enum quality quality;
    uint32_t host_copies; /* sets that the HOST has to send, >= 1; see below */
    uint32_t changed;     /* enum ticket_change bits */
    struct tone_adjust adjust;
};

/*
 * ticket_resolve - a job the model accepts, as near to the wishes as it can be.
 *
 * Never refuses because of a combination: the size is kept first, then the type, then the
 * source, then the sides. Copies are made once: either the device makes them (job.copies with
 * job.collate) or the host sends the pages host_copies times (job.copies is then 1), never
 * both. When the host does and sides is not SIDES_ONE, each set starts on a new sheet: the
 * sender adds a white page to a set with an odd number of pages.
 *
 * The strings of wishes must outlive the ticket.
 */
void ticket_resolve(const struct model *model, const struct wishes *wishes,
                    struct ticket *ticket);

/*
 * ticket_explain - in plain English what was changed, such as "Printed one-sided: A5 cannot be
 * printed on both sides. ". Writes at most n - 1 bytes and a NUL; "" when nothing was changed.
 */
void ticket_explain(const struct model *model, const struct wishes *wishes,
                    const struct ticket *ticket, char *text, size_t n);

#endif
