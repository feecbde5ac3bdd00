/*
 * report.h - a decoded job as one JSON object, written as the job comes, so that its memory
 * does not grow with the job. Effects: writes to a FILE; the caller checks ferror().
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef DECODE_REPORT_H
#define DECODE_REPORT_H

#include "tests/decode/ufr2lt-decode.h"

#include <stdio.h>

#define REPORT_REMARKS 20u

struct report {
    FILE *out;
    bool has_ticket;
    unsigned pages;
    unsigned num_remarks; /* told, of which the first REPORT_REMARKS are kept */
    char remarks[REPORT_REMARKS][240];
};

/* A text in quotes: only ASCII comes out; what is no UTF-8 becomes \ufffd. */
void json_string(FILE *out, const char *text);

void report_start(struct report *r, FILE *out);
void report_ticket(struct report *r, const struct decode_ticket *ticket);
void report_page(struct report *r, const struct decode_page *page);
void report_remark(struct report *r, uint64_t offset, const char *text);

/* report_end - error is NULL or "" for a complete job; else what is wrong, at which offset. */
void report_end(struct report *r, const char *error, uint64_t offset);

#endif
