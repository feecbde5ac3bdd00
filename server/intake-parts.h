/*
 * intake-parts.h - what the files of the intake share and nobody else sees.
 *
 * intake.c takes the pages and keeps them in the document; intake-order.c keeps them aside, and
 * gives them to it in another order when all have come.
 *
 * A page's dots go from the pipeline to page_finish_ops, and from there to side_ops, which keep
 * them in the document, or to aside_ops.
 * Effects: see intake.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_INTAKE_PARTS_H
#define SERVER_INTAKE_PARTS_H

#include "dot-store.h"
#include "driver/page-order.h"
#include "intake.h"
#include "thumbnail.h"

struct intake {
    struct job *job;           /* NULL: eye */
    struct document *document; /* NULL: the same */
    const struct pdl_ops *eye; /* who gets the sides instead of a document */
    void *eye_work;
    bool (*canceled)(void *ctx);
    void *ctx;
    const struct model *model;
    const struct job_options *options;
    struct page_wish wish; /* that the ticket is made for */
    struct wishes wishes;
    struct ticket ticket;
    const struct media *wanted; /* the ticket's paper, before it was put on other */
    bool planned;               /* there is a ticket for the page that comes */

    /* the part: pages of one size */
    bool begun;
    void *work; /* of the language */
    unsigned part_pages, pages;
    unsigned impressions; /* of the parts before */
    unsigned left_out;    /* blank pages */
    uint64_t dots;        /* black ones on them and on the part's pages, see side_line */
    uint64_t page_dots;

    /* the open page */
    bool page_open, record_open;
    struct page_params page;
    struct page_finish finish;
    struct pipeline *pipeline;
    void *pipeline_work;
    size_t pipeline_size;
    uint32_t lines, lines_wanted;
    struct thumbnail *thumbnail; /* NULL: nobody wants small pictures of the pages */

    struct scratch_space space;
    struct watermark *watermark;
    struct dot_store *aside; /* NULL: pages go to the document as they come */
    struct page_order order;
    unsigned sizes; /* runs of pages of one size that are aside */

    bool failed;
    uint32_t reasons;
    char why[512];
};

/* A side of paper into the document; work is the intake. */
extern const struct pdl_ops side_ops;

/* The same, aside. */
extern const struct pdl_ops aside_ops;

/* What a result of the language, the spool or the pipeline means to the person. */
bool intake_check(struct intake *in, enum result result);

/* Whether nobody wants the pages any more. */
bool intake_is_canceled(const struct intake *in);

/* The ticket for a page. */
void intake_plan(struct intake *in, const struct page_wish *wish);

/* What follows has a ticket of its own. */
void intake_end_part(struct intake *in);

/* A side has been written: keep it. */
bool intake_keep_side(struct intake *in);

/* Whether pages of the job are to be kept aside. */
bool intake_orders(const struct intake *in);

/* Begin to keep pages aside. False: the intake has failed. */
bool intake_begin_order(struct intake *in);

/* All pages have come: they go to the document. False: the intake has failed, or the job was
 * canceled. */
bool intake_end_order(struct intake *in);

#endif
