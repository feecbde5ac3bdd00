/*
 * accounting-export.h - records as other programs read them (RFC 4180), and their sums.
 * Effects: memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_ACCOUNTING_EXPORT_H
#define SERVER_ACCOUNTING_EXPORT_H

#include "accounting-record.h"

/* The first line, and that of a job, with its CR LF, in size bytes (USAGE_LINE_MAX is enough).
 * Times are those of the local clock, with their distance from UTC. */
#define USAGE_CSV_HEAD                                                                         \
    "time,printer,job,person,address,department,sides,sheets,copies,paper,printed-on,bytes,"   \
    "state,title\r\n"
size_t usage_csv(const struct usage *usage, char *line, size_t size);

/* A line of that back to what sums need: person, printer, sides, sheets. False: it is none. */
bool usage_csv_read(const char *line, struct usage *usage);

/* What somebody, or something, has printed. */
struct usage_sum {
    char name[128];
    unsigned jobs, sides, sheets;
};

struct usage_sums {
    struct usage_sum *list; /* of malloc */
    size_t n, size;
};

/* usage_sums_add - a record more of a name; names differ but by a to z's case. False: there is
 * no memory. */
bool usage_sums_add(struct usage_sums *sums, const char *name, const struct usage *usage);

/* usage_sums_sort - the most sides first. */
void usage_sums_sort(struct usage_sums *sums);

void usage_sums_free(struct usage_sums *sums);

/* usage_sums_total - all of them. */
struct usage_sum usage_sums_total(const struct usage_sums *sums);

/* usage_sum_csv - the first line (sum NULL) or that of a person, as usage_csv. */
size_t usage_sum_csv(const struct usage_sum *sum, char *line, size_t size);

/* usage_percent - the share of a sum in the total, in whole percent; 0 of none. */
unsigned usage_percent(unsigned sides, unsigned total);

#endif
