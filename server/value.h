/*
 * value.h - values of IPP attributes that come from outside: each reader takes the one value of
 * the right syntax within its limits, or says that there is none.
 *
 * What a job follows and what a request is told to be supported are read by the same functions.
 * An attribute may be NULL everywhere: it was not given. Effects: none but libcups' note, in
 * the message, of what was looked up last: a message belongs to one thread at a time.
 * Source: RFC 8010 and 8011, PWG 5100.3, RFC 2579 (dateTime).
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_VALUE_H
#define SERVER_VALUE_H

#include <cups/ipp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* Sizes of a page and of a sheet that are the same to people: 2.5 mm. */
#define VALUE_SAME_SIZE_HMM 250

/* No sheet is longer than 10 m. */
#define VALUE_MAX_SIDE_HMM 1000000

#define VALUE_MAX_COPIES 999

#define VALUE_MAX_RANGES 64

/* The words of an attribute; a name of NULL ends them. */
struct keyword {
    const char *name;
    int value;
};

extern const struct keyword value_handling[];  /* multiple-document-handling: enum collate */
extern const struct keyword value_scaling[];   /* print-scaling: enum scaling */
extern const struct keyword value_hold[];      /* job-hold-until: enum hold_kind */
extern const struct keyword value_direction[]; /* presentation-direction-number-up */

/* value_find - an attribute, or the member of a collection, by name. */
ipp_attribute_t *value_find(ipp_t *attributes, const char *name);

/* value_one - whether it has one value, of this syntax. */
bool value_one(ipp_attribute_t *attr, ipp_tag_t syntax);

/* value_out_of_band - whether it has no value but a word about it: unknown, no-value, ... */
bool value_out_of_band(ipp_attribute_t *attr);

/* value_keyword, value_word - the value of syntax keyword, of "keyword | name"; else NULL. It
 * belongs to the attribute. */
const char *value_keyword(ipp_attribute_t *attr);
const char *value_word(ipp_attribute_t *attr);

/* The others leave what they were to fill in as it is when they return false. */

/* value_lookup - what a name, NULL for none, stands for. */
bool value_lookup(const struct keyword *keywords, const char *name, int *value);

/* value_number - syntax IPP_TAG_INTEGER or IPP_TAG_ENUM, from min to max. */
bool value_number(ipp_attribute_t *attr, ipp_tag_t syntax, int min, int max, int *number);

/* Pages from 1. */
struct page_range {
    uint32_t first, last;
};

/*
 * value_page_ranges - one or more rangeOfInteger that count pages from 1, ascending and merged
 * where they touch or overlap, however they came: RFC 8011 lets a client send them in ascending
 * order only, and a document printed whole instead helps nobody.
 *
 * ranges   out: *n of them, at most VALUE_MAX_RANGES; more are none
 */
bool value_page_ranges(ipp_attribute_t *attr, struct page_range *ranges, size_t *n);

/* value_date - dateTime. */
bool value_date(ipp_attribute_t *attr, time_t *when);

/*
 * value_text - a value of an option of our own, which clients send as they like (keyword, name,
 * text, integer, enum, boolean), in ASCII.
 *
 * text   out: n bytes with the NUL, n > 0; cut to what fits
 */
bool value_text(ipp_attribute_t *attr, char *text, size_t n);

/* value_number_up - how many pages on a sheet, one that layout_has. */
bool value_number_up(ipp_attribute_t *attr, unsigned *number_up);

/* value_collection - the collection, which belongs to the attribute; else NULL. */
ipp_t *value_collection(ipp_attribute_t *attr);

struct paper {
    const char *name; /* PWG name, lives as long as the program; "": none of those we know */
    uint32_t width_hmm, length_hmm;
};

/* value_paper_of_size - by 1/100 mm. Sheets lie upright, however a client turns them. */
bool value_paper_of_size(int width, int length, struct paper *paper);

/* value_paper_of_name - by a PWG name, also one that tells its own size
 * ("custom_flyer_100x210mm"), or one of IPP's old names ("iso-a4"); NULL is none. */
bool value_paper_of_name(const char *name, struct paper *paper);

/* value_paper - by a media-size collection. */
bool value_paper(ipp_attribute_t *attr, struct paper *paper);

#endif
