/*
 * bench-document.c - one document that is rendered here, from the client's first byte to the
 * machine's last one: sends a file by IPP and is the machine itself, a listener that takes
 * every byte at once. usage: bench-document HOST:PORT RESOURCE SINK_PORT FORMAT FILE The queue
 * at RESOURCE has to print to socket://127.0.0.1:SINK_PORT. Prints NAME=VALUE, in one line, ms
 * from the moment the request was begun: accepted     the answer is there first, page  the
 * machine's first byte; the first one that is of a page last         the machine's last byte
 *   in, out      bytes sent, bytes for the machine
 * Effects: network, reads FILE, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/bench/common.h"
#include "tests/bench/machine.h"

#include <stdio.h>
#include <stdlib.h>

#define LONGEST 3600.0 /* seconds */

static struct machine machine;

static ipp_t *send_document(http_t *http, const struct target *target, const char *format,
                            const struct file_bytes *file)
{
    ipp_t *request = target_request(target, IPP_OP_PRINT_JOB, "bench");
    bool good;

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL, format);
    good =
        cupsSendRequest(http, request, target->resource, CUPS_LENGTH_VARIABLE) ==
            HTTP_STATUS_CONTINUE &&
        cupsWriteRequestData(http, (const char *)file->bytes, file->n) == HTTP_STATUS_CONTINUE;
    ippDelete(request);
    return good ? cupsGetResponse(http, target->resource) : NULL;
}

static bool run(const struct target *target, const char *format, const struct file_bytes *file)
{
    http_t *http = target_connect(target);
    double start = clock_seconds(), accepted;
    ipp_t *answer = http != NULL ? send_document(http, target, format, file) : NULL;
    bool good;

    accepted = clock_seconds();
    good = answer_is_good(answer) && machine_wait_jobs(&machine, 1, LONGEST);
    if (good)
        printf("accepted=%.1f first=%.1f page=%.1f last=%.1f in=%zu out=%llu\n",
               (accepted - start) * 1e3, (machine.first - start) * 1e3,
               (machine.page - start) * 1e3, (machine.last - start) * 1e3, file->n,
               (unsigned long long)machine.bytes);
    else
        fprintf(stderr, "bench-document: it was not printed: %s\n", cupsLastErrorString());
    ippDelete(answer);
    httpClose(http);
    return good;
}

int main(int argc, char **argv)
{
    struct target target;
    struct file_bytes file = {0};
    int port, status = 1;

    if (argc != 6 || !target_parse(&target, argv[1], argv[2]) ||
        (port = (int)strtol(argv[3], NULL, 10)) <= 0) {
        fprintf(stderr, "usage: bench-document HOST:PORT RESOURCE SINK_PORT FORMAT FILE\n");
        return 2;
    }
    if (!file_read(&file, argv[5]))
        fprintf(stderr, "bench-document: %s cannot be read\n", argv[5]);
    else if (!machine_open(&machine, port))
        perror("bench-document: listening");
    else
        status = run(&target, argv[4], &file) ? 0 : 1;
    free(file.bytes);
    return status;
}
