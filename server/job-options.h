/*
 * job-options.h - what a client asks of a job by IPP attributes, with the queue's defaults put
 * in, and whether the queue has what is asked.
 *
 * PAPPL's own reading of job attributes is tied to its own jobs; this program has its own.
 * Effects: reads a PAPPL printer's driver data and attributes.
 * Source: RFC 8011, PWG 5100.2, 5100.3, 5100.7, 5100.11, 5100.13, 5100.16.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_JOB_OPTIONS_H
#define SERVER_JOB_OPTIONS_H

#include "driver/layout.h"
#include "driver/registration.h"
#include "driver/ticket.h"
#include "page-options.h"
#include "value.h"

#include <cups/ipp.h>
#include <pappl/pappl.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define JOB_VENDOR_MAX 32

/* A page that is to come, as its own header tells. */
struct page_wish {
    uint32_t width_hmm; /* of the sheet, 0: as the job says */
    uint32_t length_hmm;
    int sides;      /* as the page's own header says, enum sides; -1: it says nothing */
    uint32_t pages; /* of the document, where it is sure; 0: not known. A header may lie. */

    /* These hold where the request said nothing; NULL or 0: nothing said here either. */
    const char *source, *type; /* keywords that live as long as the program */
    enum quality quality;
    enum content content;
    uint32_t copies;
};

/* When a job may begin. */
enum hold_kind {
    HOLD_NONE,
    HOLD_INDEFINITE,
    HOLD_UNTIL, /* hold_time */
};

struct job_options {
    char title[256], user[256]; /* ASCII, for the machine */
    char media[64];             /* PWG name, "": by width_hmm and length_hmm */
    uint32_t width_hmm, length_hmm;
    char usual[64];            /* PWG name of the queue's own */
    bool media_asked;          /* the client said the size; else it is the queue's default */
    char source[64], type[64]; /* keywords */
    int sides;                 /* enum sides */
    bool sides_asked;          /* the client said so; else it is the queue's default */
    bool source_asked, type_asked, quality_asked, content_asked, copies_asked; /* the same */
    uint32_t copies;                                                           /* >= 1 */
    int collate; /* enum collate */
    enum quality quality;
    enum content content;
    enum scaling scaling;
    enum orientation orientation;
    unsigned number_up; /* 1, 2, 4, 6, 9, 16 */
    enum direction direction;
    struct page_range ranges[VALUE_MAX_RANGES]; /* ascending, they do not touch; one without
                                                 * an end where no pages were named */
    size_t num_ranges;                          /* >= 1 */
    int priority;                               /* 1..100, 50 without */
    enum hold_kind hold;
    time_t hold_time;
    char vendor[JOB_VENDOR_MAX][128]; /* values in the order of printer_vendor_options */
    struct page_options page;         /* of those: what is done here, not by the machine */
    struct registration registration; /* of the queue when the job was made */
    char refused[256];                /* sentences: values that are none; "" */
    bool pin_lost;  /* a PIN was asked for that cannot be read: the job cannot be printed */
    unsigned proof; /* copies to be looked at before the others are printed; 0: none */
};

/*
 * job_options_read - what the job's attributes ask, else the queue's defaults.
 *
 * attributes  job template attributes; the rest is ignored. Looking something up writes to an
 *             ipp_t: no other thread may use it meanwhile. May be freed afterwards
 * title, user UTF-8 names of the job and its owner; NULL is ""
 * now         the time that job-hold-until keywords count from (local time)
 *
 * Values of wrong syntax or unknown are treated as not given, just those that job_options_check
 * reports; vendor options that are none are told in refused. A size, source or type that the
 * machine lacks is kept: ticket_resolve finds another one and ticket_explain tells it.
 */
void job_options_read(struct job_options *o, ipp_t *attributes, pappl_printer_t *printer,
                      const char *title, const char *user, time_t now);

/* job_options_wishes - the wishes for a page of the job; they point into o. */
void job_options_wishes(const struct job_options *o, const struct page_wish *page,
                        struct wishes *wishes);

/* job_options_wants_page - whether a page of the document, from 1, is to be printed. */
bool job_options_wants_page(const struct job_options *o, uint32_t page);

/* job_options_count_pages - how many are, of a document of so many. */
uint32_t job_options_count_pages(const struct job_options *o, uint32_t pages);

/*
 * job_hold_time - the moment a job-hold-until keyword names, counted from now in local time:
 * day-time (6 to 18 h), evening and second-shift (18 to 24 h), night and third-shift (0 to 6
 * h), weekend (Saturday and Sunday). HOLD_NONE when it is that time now, for "no-hold", for a
 * word that is none, and for NULL. until is set for HOLD_UNTIL only. Pure but for the time
 * zone.
 */
enum hold_kind job_hold_time(const char *keyword, time_t now, time_t *until);

/*
 * job_options_check - whether a request to print asks only for what the queue has.
 *
 * Each job template attribute of the request whose syntax or value the queue does not support
 * is copied to the unsupported group of the response (PWG and RFC rules: with
 * ipp-attribute-fidelity true this refuses the job; without it the job is taken and the values
 * are ignored). Unknown attributes, and a PIN, come without their value. Attributes of the
 * operation group count where their name is one of a job's.
 *
 * response   has its operation attributes, and no group after them, already
 *
 * True when all is supported.
 */
bool job_options_check(ipp_t *request, ipp_t *response, pappl_printer_t *printer);

#endif
