/*
 * bench-cancel.c - how soon a job that is being printed stops when its owner cancels it.
 * usage: bench-cancel [OPTION]... HOST:PORT RESOURCE SINK_PORT FILE.pwg WRITES
 *   -r RATE   bytes a second the machine takes (11000000, a line of 100 Mbit/s)
 *   -p PAGES  the page of FILE so many times (40)
 *   -b BYTES  cancel when the machine has so many (300000)
 * The queue at RESOURCE has to print to socket://127.0.0.1:SINK_PORT. WRITES is the file that
 * count-writes.so keeps in the server. Prints NAME=VALUE, in one line:
 *   answer  ms until Cancel-Job is answered
 *   last    ms until the last call of the server that gave bytes to the machine's connection
 *   after   bytes given from the cancel on
 *   end     ms until the machine has read the end of the connection
 * Effects: network, reads files, standard output. SPDX-License-Identifier: Apache-2.0
 */
#include "tests/bench/common.h"
#include "tests/bench/machine.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SYNC_BYTES 4u
#define PATIENCE   120.0 /* seconds */

struct plan {
    struct target target;
    int sink_port;
    unsigned pages;
    uint64_t cancel_at;
    struct file_bytes document;
    const char *writes;
    int job;
};

/* What count-writes.so says. */
struct writes {
    unsigned long long bytes;
    double last;
};

static struct machine machine = {.rate = 11e6};

static struct writes read_writes(const char *path)
{
    struct writes writes = {0, 0};
    char line[128];
    FILE *file = fopen(path, "r");

    if (file && fgets(line, sizeof line, file))
        (void)sscanf(line, "%*u %llu %lf", &writes.bytes, &writes.last);
    if (file)
        fclose(file);
    return writes;
}

static int create_job(const struct plan *plan, http_t *http)
{
    ipp_t *answer =
        cupsDoRequest(http, target_request(&plan->target, IPP_OP_CREATE_JOB, "cancel"),
                      plan->target.resource);
    int id = ippGetInteger(ippFindAttribute(answer, "job-id", IPP_TAG_INTEGER), 0);

    ippDelete(answer);
    return id;
}

/* The document, as fast as the server takes it; it may be cut off by the cancel. */
static void *send_document(void *ctx)
{
    const struct plan *plan = ctx;
    http_t *http = target_connect(&plan->target);
    ipp_t *request = target_request(&plan->target, IPP_OP_SEND_DOCUMENT, NULL);
    const char *bytes = (const char *)plan->document.bytes;
    unsigned page;
    bool good;

    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", plan->job);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL,
                 "image/pwg-raster");
    ippAddBoolean(request, IPP_TAG_OPERATION, "last-document", 1);
    good = http && cupsSendRequest(http, request, plan->target.resource,
                                   CUPS_LENGTH_VARIABLE) == HTTP_STATUS_CONTINUE;
    ippDelete(request);
    good = good && cupsWriteRequestData(http, bytes, SYNC_BYTES) == HTTP_STATUS_CONTINUE;
    for (page = 0; good && page < plan->pages; page++)
        good = cupsWriteRequestData(http, bytes + SYNC_BYTES, plan->document.n - SYNC_BYTES) ==
               HTTP_STATUS_CONTINUE;
    if (http)
        ippDelete(cupsGetResponse(http, plan->target.resource));
    httpClose(http);
    return NULL;
}

static bool cancel_job(const struct plan *plan, http_t *http)
{
    ipp_t *request = target_request(&plan->target, IPP_OP_CANCEL_JOB, NULL), *answer;
    bool good;

    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", plan->job);
    answer = cupsDoRequest(http, request, plan->target.resource);
    good = answer_is_good(answer);
    ippDelete(answer);
    return good;
}

static bool measure(const struct plan *plan, http_t *http)
{
    struct writes before, after;
    double asked, answered;

    if (!machine_wait_bytes(&machine, plan->cancel_at, PATIENCE))
        return false;
    before = read_writes(plan->writes);
    asked = clock_seconds();
    if (!cancel_job(plan, http))
        return false;
    answered = clock_seconds();
    if (!machine_wait_jobs(&machine, 1, PATIENCE))
        return false;
    after = read_writes(plan->writes);
    printf("answer=%.1f last=%.1f after=%llu end=%.1f\n", (answered - asked) * 1e3,
           after.last > asked ? (after.last - asked) * 1e3 : 0, after.bytes - before.bytes,
           (machine.ended - asked) * 1e3);
    return true;
}

static bool run(struct plan *plan)
{
    http_t *http = target_connect(&plan->target);
    pthread_t thread;
    bool good = false;

    if (http && (plan->job = create_job(plan, http)) > 0 &&
        pthread_create(&thread, NULL, send_document, plan) == 0) {
        good = measure(plan, http);
        pthread_join(thread, NULL);
    }
    if (!good)
        fprintf(stderr, "bench-cancel: the job was not canceled: %s\n", cupsLastErrorString());
    httpClose(http);
    return good;
}

static bool read_options(int argc, char **argv, struct plan *plan)
{
    int c;

    while ((c = getopt(argc, argv, "r:p:b:")) != -1) {
        if (c == 'r')
            machine.rate = strtod(optarg, NULL);
        else if (c == 'p')
            plan->pages = (unsigned)strtoul(optarg, NULL, 10);
        else if (c == 'b')
            plan->cancel_at = strtoull(optarg, NULL, 10);
        else
            return false;
    }
    if (argc - optind != 5 || !target_parse(&plan->target, argv[optind], argv[optind + 1]))
        return false;
    plan->sink_port = (int)strtol(argv[optind + 2], NULL, 10);
    plan->writes = argv[optind + 4];
    return true;
}

int main(int argc, char **argv)
{
    struct plan plan = {.pages = 40, .cancel_at = 300000};
    int status = 1;

    if (!read_options(argc, argv, &plan)) {
        fprintf(stderr,
                "usage: bench-cancel [-r RATE] [-p PAGES] [-b BYTES] HOST:PORT RESOURCE "
                "SINK_PORT FILE.pwg WRITES\n");
        return 2;
    }
    if (!file_read(&plan.document, argv[optind + 3]) || plan.document.n <= SYNC_BYTES)
        fprintf(stderr, "bench-cancel: %s cannot be read\n", argv[optind + 3]);
    else if (!machine_open(&machine, plan.sink_port))
        perror("bench-cancel: listening");
    else
        status = run(&plan) ? 0 : 1;
    free(plan.document.bytes);
    return status;
}
