/*
 * common.h - what the measuring programs share: the clock, files, figures, and jobs by IPP.
 * Effects: network, reads files. SPDX-License-Identifier: Apache-2.0
 */
#ifndef BENCH_COMMON_H
#define BENCH_COMMON_H

#include <cups/cups.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A queue of a server. */
struct target {
    char host[256];
    int port;
    const char *resource;
};

struct file_bytes {
    uint8_t *bytes; /* malloc */
    size_t n;
};

double clock_seconds(void); /* monotonic */
void sleep_seconds(double seconds);

/* target_parse - "HOST:PORT" and a resource, which is not copied. */
bool target_parse(struct target *target, const char *text, const char *resource);
http_t *target_connect(const struct target *target);

/* target_request - with printer-uri, requesting-user-name and, if it is not NULL, job-name. */
ipp_t *target_request(const struct target *target, ipp_op_t op, const char *job_name);

bool answer_is_good(ipp_t *answer);

/* file_read - false: it cannot be read, or is empty. */
bool file_read(struct file_bytes *file, const char *path);

/* sort_figures, percentile - of n figures; percentile wants them sorted. 0 of none. */
void sort_figures(double *figures, size_t n);
double percentile(const double *figures, size_t n, double percent);

#endif
