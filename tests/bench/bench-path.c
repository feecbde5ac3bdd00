/*
 * bench-path.c - one job from the client's first byte to the machine's last one: sends a raster
 * by IPP at a given pace and is the machine itself, a listener that takes every byte at once.
 * usage: bench-path [OPTION]... HOST:PORT RESOURCE SINK_PORT FILE.pwg
 *   -r BYTES  a second, the pace of the client (5000000); 0: as fast as the server takes them
 *   -p PAGES  the page of FILE so many times (1)
 *   -b ROWS   lines that the first answer to the machine may wait for (256)
 * The queue at RESOURCE has to print to socket://127.0.0.1:SINK_PORT. Prints NAME=VALUE, in one
 * line:
 *   first     ms from the moment the first ROWS lines were sent to the machine's first byte
 *   page      the same to the first bytes that are of a page
 *   last      ms from the moment the last byte was sent to the machine's last byte
 *   seconds, in, out    the whole job, bytes sent, bytes for the machine
 * Effects: network, reads FILE, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/bench/common.h"
#include "tests/bench/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SYNC_BYTES   4u
#define HEADER_BYTES 1796u
#define PIECE        8192u

struct plan {
    struct target target;
    int sink_port;
    double rate;
    unsigned pages;
    unsigned rows;
};

struct document {
    struct file_bytes file;
    size_t band; /* bytes up to the end of the first rows */
};

static struct machine machine;

/* --- the document ---------------------------------------------------------------------------
 */

/* PWG 5102.4 section 4.3: where the rows-th line of the page ends. 0 if the file ends before.
 */
static size_t end_of_rows(const uint8_t *bytes, size_t n, unsigned rows)
{
    const uint8_t *header = bytes + SYNC_BYTES;
    size_t at = SYNC_BYTES + HEADER_BYTES, width, x;
    unsigned y = 0;

    width = (size_t)header[372] << 24 | (size_t)header[373] << 16 | (size_t)header[374] << 8 |
            header[375];
    while (y < rows && at < n) {
        y += bytes[at++] + 1u;
        for (x = 0; x < width && at < n;) {
            unsigned code = bytes[at++];

            x += code < 128 ? code + 1 : 257 - code;
            at += code < 128 ? 1 : 257 - code;
        }
    }
    return at <= n ? at : 0;
}

static bool document_read(struct document *d, const char *path, unsigned rows)
{
    if (file_read(&d->file, path) && d->file.n > SYNC_BYTES + HEADER_BYTES)
        d->band = end_of_rows(d->file.bytes, d->file.n, rows);
    return d->band > 0;
}

/* --- the client -----------------------------------------------------------------------------
 */

struct sender {
    const struct plan *plan;
    http_t *http;
    double start;
    uint64_t sent;
    double band_sent; /* when the first rows had gone */
    size_t band;
};

static void wait_for_pace(const struct sender *s)
{
    if (s->plan->rate > 0)
        sleep_seconds(s->start + (double)s->sent / s->plan->rate - clock_seconds());
}

static bool send_bytes(struct sender *s, const uint8_t *bytes, size_t n)
{
    size_t piece;

    for (; n > 0; n -= piece, bytes += piece) {
        piece = n < PIECE ? n : PIECE;
        /* The band's last byte ends a piece, so that its time is known. */
        if (s->sent < s->band && s->sent + piece > s->band)
            piece = s->band - (size_t)s->sent;
        wait_for_pace(s);
        if (cupsWriteRequestData(s->http, (const char *)bytes, piece) != HTTP_STATUS_CONTINUE ||
            (s->plan->rate > 0 && httpFlushWrite(s->http) < 0))
            return false;
        s->sent += piece;
        if (s->band_sent <= 0 && s->sent >= s->band)
            s->band_sent = clock_seconds();
    }
    return true;
}

static bool send_job(struct sender *s, const struct document *d)
{
    ipp_t *request = target_request(&s->plan->target, IPP_OP_PRINT_JOB, "bench");
    unsigned page;
    bool good;

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL,
                 "image/pwg-raster");
    good = cupsSendRequest(s->http, request, s->plan->target.resource, CUPS_LENGTH_VARIABLE) ==
           HTTP_STATUS_CONTINUE;
    ippDelete(request);
    s->start = clock_seconds();
    s->band = d->band;
    good = good && send_bytes(s, d->file.bytes, SYNC_BYTES);
    for (page = 0; good && page < s->plan->pages; page++)
        good = send_bytes(s, d->file.bytes + SYNC_BYTES, d->file.n - SYNC_BYTES);
    return good && httpFlushWrite(s->http) >= 0;
}

static bool run(const struct plan *plan, const struct document *d)
{
    struct sender s = {.plan = plan};
    double last_sent;
    ipp_t *answer;
    bool good;

    s.http = target_connect(&plan->target);
    good = s.http && send_job(&s, d);
    last_sent = clock_seconds();
    answer = s.http ? cupsGetResponse(s.http, plan->target.resource) : NULL;
    good = good && answer_is_good(answer) && machine_wait_jobs(&machine, 1, 60);
    if (good)
        printf("first=%.2f page=%.2f last=%.2f seconds=%.3f in=%llu out=%llu\n",
               (machine.first - s.band_sent) * 1e3, (machine.page - s.band_sent) * 1e3,
               (machine.last - last_sent) * 1e3, machine.last - s.start,
               (unsigned long long)s.sent, (unsigned long long)machine.bytes);
    else
        fprintf(stderr, "bench-path: the job was not printed: %s\n", cupsLastErrorString());
    ippDelete(answer);
    httpClose(s.http);
    return good;
}

static bool read_options(int argc, char **argv, struct plan *plan)
{
    int c;

    while ((c = getopt(argc, argv, "r:p:b:")) != -1) {
        if (c == 'r')
            plan->rate = strtod(optarg, NULL);
        else if (c == 'p')
            plan->pages = (unsigned)strtoul(optarg, NULL, 10);
        else if (c == 'b')
            plan->rows = (unsigned)strtoul(optarg, NULL, 10);
        else
            return false;
    }
    if (argc - optind != 4 || !target_parse(&plan->target, argv[optind], argv[optind + 1]))
        return false;
    plan->sink_port = (int)strtol(argv[optind + 2], NULL, 10);
    return plan->sink_port > 0 && plan->pages > 0 && plan->rows > 0;
}

int main(int argc, char **argv)
{
    struct plan plan = {.rate = 5e6, .pages = 1, .rows = 256};
    struct document document = {0};
    int status = 1;

    if (!read_options(argc, argv, &plan)) {
        fprintf(stderr,
                "usage: bench-path [-r BYTES_PER_SECOND] [-p PAGES] [-b ROWS] HOST:PORT "
                "RESOURCE SINK_PORT FILE.pwg\n");
        return 2;
    }
    if (!document_read(&document, argv[optind + 3], plan.rows))
        fprintf(stderr, "bench-path: %s is no PWG raster\n", argv[optind + 3]);
    else if (!machine_open(&machine, plan.sink_port))
        perror("bench-path: listening");
    else
        status = run(&plan, &document) ? 0 : 1;
    free(document.file.bytes);
    return status;
}
