/*
 * common.c - see common.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/bench/common.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double clock_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void sleep_seconds(double seconds)
{
    struct timespec t = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};

    if (seconds > 0)
        nanosleep(&t, NULL);
}

bool target_parse(struct target *target, const char *text, const char *resource)
{
    char *colon;

    target->resource = resource;
    snprintf(target->host, sizeof target->host, "%s", text);
    if (!(colon = strrchr(target->host, ':')))
        return false;
    *colon = '\0';
    target->port = (int)strtol(colon + 1, NULL, 10);
    return target->port > 0 && target->port < 65536;
}

http_t *target_connect(const struct target *target)
{
    return httpConnect2(target->host, target->port, NULL, AF_UNSPEC,
                        HTTP_ENCRYPTION_IF_REQUESTED, 1, 30000, NULL);
}

ipp_t *target_request(const struct target *target, ipp_op_t op, const char *job_name)
{
    ipp_t *request = ippNewRequest(op);
    char uri[1024];

    httpAssembleURI(HTTP_URI_CODING_ALL, uri, sizeof uri, "ipp", NULL, target->host,
                    target->port, target->resource);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL,
                 "bench");
    if (job_name)
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, job_name);
    return request;
}

bool answer_is_good(ipp_t *answer)
{
    return answer && ippGetStatusCode(answer) < IPP_STATUS_REDIRECTION_OTHER_SITE;
}

bool file_read(struct file_bytes *file, const char *path)
{
    FILE *from = fopen(path, "rb");
    long end = -1;
    bool good;

    if (from && fseek(from, 0, SEEK_END) == 0 && (end = ftell(from)) > 0)
        rewind(from);
    file->n = end > 0 ? (size_t)end : 0;
    file->bytes = malloc(file->n + 1);
    good =
        from && file->bytes && file->n > 0 && fread(file->bytes, 1, file->n, from) == file->n;
    if (from)
        fclose(from);
    return good;
}

static int compare(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

void sort_figures(double *figures, size_t n)
{
    if (n > 0)
        qsort(figures, n, sizeof *figures, compare);
}

double percentile(const double *figures, size_t n, double percent)
{
    size_t i = (size_t)((double)n * percent / 100);

    return n == 0 ? 0 : figures[i < n ? i : n - 1];
}
