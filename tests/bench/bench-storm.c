/*
 * bench-storm.c - many clients that print at once: how long until all jobs are accepted, how
 * long until the machine has them, who is refused and who is overtaken.
 * usage: bench-storm [OPTION]... HOST:PORT RESOURCE FILE
 *   -c CLIENTS  a thread and a connection each (1)
 *   -n JOBS     of all clients together; the next free client sends the next job (100)
 *   -m PORT     be the machine there, one that takes every byte at once, and wait for the jobs
 *   -t TITLE    jobs are called this and their number (storm-)
 *   -k          keep on: a client whose connection breaks tries its next job, until none is
 * left -o FILE     write the title of each accepted job there, a line each FILE is PWG raster.
 * A client that is told to come again (server-error-busy and the like) does so half a second
 * later. Prints NAME=VALUE, in one line: accepted, printed  s from the start until the last
 * answer, until the machine had all median, p99        ms for a job, from its first request to
 * its acceptance refused, most      answers that said no; those of the job that had most of
 * them failed             jobs that were given up overtaken          jobs that came out after
 * one that was begun when they were accepted disorder           jobs that came out after one of
 * a higher job-id
 * Effects: network, reads FILE, standard output. SPDX-License-Identifier: Apache-2.0
 */
#include "tests/bench/common.h"
#include "tests/bench/machine.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_CLIENTS  1000u
#define PIECE        65536u
#define PATIENCE     300.0 /* seconds for the machine */
#define PAUSE        0.5   /* after a refusal */
#define MAX_REFUSALS 1000u
#define MAX_TITLE    32u

struct sent {
    double begun, accepted; /* accepted 0: it was not */
    unsigned refused;
    int id;
};

struct plan {
    struct target target;
    unsigned clients, jobs;
    int machine_port;
    const char *title;
    bool keep_on;
    const char *list;
    struct file_bytes document;
    struct sent *sent;
    atomic_uint next;
    atomic_uint errors; /* the first is told */
};

static struct machine machine;

/* One try; the answer, NULL: the connection broke. */
static ipp_t *send_job(const struct plan *plan, http_t *http, unsigned number)
{
    ipp_t *request;
    char title[MAX_TITLE + 16];
    size_t at, n;
    bool good;

    snprintf(title, sizeof title, "%s%05u", plan->title, number);
    request = target_request(&plan->target, IPP_OP_PRINT_JOB, title);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL,
                 "image/pwg-raster");
    good = cupsSendRequest(http, request, plan->target.resource, CUPS_LENGTH_VARIABLE) ==
           HTTP_STATUS_CONTINUE;
    ippDelete(request);
    for (at = 0; good && at < plan->document.n; at += n) {
        n = plan->document.n - at < PIECE ? plan->document.n - at : PIECE;
        good = cupsWriteRequestData(http, (const char *)plan->document.bytes + at, n) ==
               HTTP_STATUS_CONTINUE;
    }
    return cupsGetResponse(http, plan->target.resource);
}

static bool comes_again(ipp_t *answer)
{
    ipp_status_t status = answer ? ippGetStatusCode(answer) : IPP_STATUS_ERROR_INTERNAL;

    return status == IPP_STATUS_ERROR_BUSY || status == IPP_STATUS_ERROR_TEMPORARY ||
           status == IPP_STATUS_ERROR_SERVICE_UNAVAILABLE;
}

/* Until it is accepted or hopeless. False: it was not accepted. */
static bool print(struct plan *plan, http_t **http, unsigned number)
{
    struct sent *sent = &plan->sent[number];

    sent->begun = clock_seconds();
    for (;;) {
        ipp_t *answer = *http || (*http = target_connect(&plan->target))
                            ? send_job(plan, *http, number)
                            : NULL;
        bool good = answer_is_good(answer), again = comes_again(answer);

        if (good) {
            sent->accepted = clock_seconds();
            sent->id = ippGetInteger(ippFindAttribute(answer, "job-id", IPP_TAG_INTEGER), 0);
        } else if (!again && !plan->keep_on && atomic_fetch_add(&plan->errors, 1) == 0)
            fprintf(stderr, "bench-storm: job %u: %s\n", number, cupsLastErrorString());
        ippDelete(answer);
        if (good)
            return true;
        httpClose(*http);
        *http = NULL;
        if (!again || ++sent->refused > MAX_REFUSALS)
            return false;
        sleep_seconds(PAUSE);
    }
}

static void *client_run(void *ctx)
{
    struct plan *plan = ctx;
    http_t *http = NULL;
    unsigned number;

    while ((number = atomic_fetch_add(&plan->next, 1)) < plan->jobs)
        (void)print(plan, &http, number);
    httpClose(http);
    return NULL;
}

/* ---- figures ---- */

/* Jobs that come out after one which was begun when they were accepted already. */
static unsigned count_overtaken(const struct plan *plan)
{
    double latest = 0; /* begin of what has come out so far */
    unsigned i, count = 0;

    for (i = 0; i < machine.num_order; i++) {
        const struct sent *sent = &plan->sent[machine.order[i] % plan->jobs];

        count += sent->accepted > 0 && sent->accepted < latest;
        if (sent->begun > latest)
            latest = sent->begun;
    }
    return count;
}

static unsigned count_disorder(const struct plan *plan)
{
    unsigned i, count = 0;
    int highest = 0;

    for (i = 0; i < machine.num_order; i++) {
        int id = plan->sent[machine.order[i] % plan->jobs].id;

        count += id < highest;
        if (id > highest)
            highest = id;
    }
    return count;
}

static bool write_list(const struct plan *plan)
{
    FILE *file = fopen(plan->list, "w");
    unsigned i;

    for (i = 0; file && i < plan->jobs; i++) {
        if (plan->sent[i].accepted > 0)
            fprintf(file, "%s%05u\n", plan->title, i);
    }
    return file && fclose(file) == 0;
}

static bool report(const struct plan *plan, double start)
{
    double *took = calloc(plan->jobs, sizeof *took), last = start;
    unsigned i, n = 0, refused = 0, most = 0;
    bool printed;

    for (i = 0; took && i < plan->jobs; i++) {
        const struct sent *sent = &plan->sent[i];

        refused += sent->refused;
        most = sent->refused > most ? sent->refused : most;
        if (sent->accepted > 0)
            took[n++] = sent->accepted - sent->begun;
        last = sent->accepted > last ? sent->accepted : last;
    }
    printed = plan->machine_port == 0 || machine_wait_jobs(&machine, n, PATIENCE);
    if (!took)
        return false;
    sort_figures(took, n);
    printf("accepted=%.3f printed=%.3f median=%.1f p99=%.1f refused=%u most=%u failed=%u "
           "overtaken=%u disorder=%u\n",
           last - start, plan->machine_port ? machine.ended - start : 0,
           percentile(took, n, 50) * 1e3, percentile(took, n, 99) * 1e3, refused, most,
           plan->jobs - n, count_overtaken(plan), count_disorder(plan));
    free(took);
    if (!printed)
        fprintf(stderr, "bench-storm: the machine got %u jobs of %u\n", machine.jobs, n);
    return printed && n > 0 && (!plan->list || write_list(plan));
}

static bool storm(struct plan *plan)
{
    pthread_t *threads = calloc(plan->clients, sizeof *threads);
    double start = clock_seconds();
    unsigned i, started = 0;
    bool good;

    while (threads && started < plan->clients &&
           pthread_create(&threads[started], NULL, client_run, plan) == 0)
        started++;
    for (i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    good = started == plan->clients && report(plan, start);
    free(threads);
    return good;
}

static bool read_options(int argc, char **argv, struct plan *plan)
{
    int c;

    while ((c = getopt(argc, argv, "c:n:m:t:ko:")) != -1) {
        if (c == 'c')
            plan->clients = (unsigned)strtoul(optarg, NULL, 10);
        else if (c == 'n')
            plan->jobs = (unsigned)strtoul(optarg, NULL, 10);
        else if (c == 'm')
            plan->machine_port = (int)strtol(optarg, NULL, 10);
        else if (c == 't')
            plan->title = optarg;
        else if (c == 'k')
            plan->keep_on = true;
        else if (c == 'o')
            plan->list = optarg;
        else
            return false;
    }
    return argc - optind == 3 && plan->clients >= 1 && plan->clients <= MAX_CLIENTS &&
           plan->jobs >= 1 && plan->jobs <= MACHINE_MAX_ORDER &&
           strlen(plan->title) <= MAX_TITLE &&
           target_parse(&plan->target, argv[optind], argv[optind + 1]);
}

int main(int argc, char **argv)
{
    static struct plan plan = {.clients = 1, .jobs = 100, .title = "storm-"};
    int status = 1;

    if (!read_options(argc, argv, &plan)) {
        fprintf(stderr, "usage: bench-storm [-c CLIENTS] [-n JOBS] [-m PORT] [-t TITLE] [-k] "
                        "[-o FILE] HOST:PORT RESOURCE FILE\n");
        return 2;
    }
    machine.mark = plan.title;
    plan.sent = calloc(plan.jobs, sizeof *plan.sent);
    if (!plan.sent || !file_read(&plan.document, argv[optind + 2]))
        fprintf(stderr, "bench-storm: %s cannot be read\n", argv[optind + 2]);
    else if (plan.machine_port && !machine_open(&machine, plan.machine_port))
        perror("bench-storm: listening");
    else
        status = storm(&plan) ? 0 : 1;
    free(plan.sent);
    free(plan.document.bytes);
    return status;
}
