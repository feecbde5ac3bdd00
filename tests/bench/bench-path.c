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
 *   last      ms from the moment the last byte was sent to the machine's last byte
 *   seconds, in, out    the whole job, bytes sent, bytes for the machine
 * Effects: network, reads FILE, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include <arpa/inet.h>
#include <cups/cups.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SYNC_BYTES   4u
#define HEADER_BYTES 1796u
#define PIECE        8192u

struct plan {
    char host[256];
    int port;
    const char *resource;
    int sink_port;
    double rate;
    unsigned pages;
    unsigned rows;
};

/* The machine: what came, and when. */
struct sink {
    int listener;
    pthread_mutex_t lock; /* guards all below */
    double first, last;
    uint64_t bytes;
    unsigned closed; /* connections that brought bytes and ended */
    pthread_cond_t changed;
};

struct document {
    uint8_t *bytes;
    size_t n;
    size_t band; /* bytes up to the end of the first rows */
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- the machine ----------------------------------------------------------------------------
 */

static void sink_take(struct sink *s, int connection)
{
    static uint8_t bytes[1 << 18];
    bool brought = false;
    ssize_t n;

    while ((n = recv(connection, bytes, sizeof bytes, 0)) > 0) {
        double at = now();

        pthread_mutex_lock(&s->lock);
        if (s->bytes == 0)
            s->first = at;
        s->last = at;
        s->bytes += (uint64_t)n;
        pthread_mutex_unlock(&s->lock);
        brought = true;
    }
    close(connection);
    pthread_mutex_lock(&s->lock);
    s->closed += brought;
    pthread_cond_signal(&s->changed);
    pthread_mutex_unlock(&s->lock);
}

static void *sink_run(void *ctx)
{
    struct sink *s = ctx;
    int connection;

    while ((connection = accept(s->listener, NULL, NULL)) >= 0)
        sink_take(s, connection);
    return NULL;
}

static bool sink_open(struct sink *s, int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    pthread_t thread;
    int yes = 1;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    s->listener = socket(AF_INET, SOCK_STREAM, 0);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->changed, NULL);
    return s->listener >= 0 &&
           setsockopt(s->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
           bind(s->listener, (struct sockaddr *)&address, sizeof address) == 0 &&
           listen(s->listener, 4) == 0 && pthread_create(&thread, NULL, sink_run, s) == 0 &&
           pthread_detach(thread) == 0;
}

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
    FILE *file = fopen(path, "rb");
    long end = -1;

    if (file && fseek(file, 0, SEEK_END) == 0 && (end = ftell(file)) > 0)
        rewind(file);
    d->n = end > 0 ? (size_t)end : 0;
    d->bytes = malloc(d->n + 1);
    if (!file || !d->bytes || fread(d->bytes, 1, d->n, file) != d->n)
        d->n = 0;
    if (file)
        fclose(file);
    d->band = d->n > SYNC_BYTES + HEADER_BYTES ? end_of_rows(d->bytes, d->n, rows) : 0;
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
    double early = s->plan->rate > 0 ? s->start + (double)s->sent / s->plan->rate - now() : 0;
    struct timespec t = {(time_t)early, (long)((early - (double)(time_t)early) * 1e9)};

    if (early > 0)
        nanosleep(&t, NULL);
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
            s->band_sent = now();
    }
    return true;
}

static bool send_job(struct sender *s, const struct document *d)
{
    ipp_t *request = ippNewRequest(IPP_OP_PRINT_JOB);
    char uri[1024];
    unsigned page;
    bool good;

    httpAssembleURI(HTTP_URI_CODING_ALL, uri, sizeof uri, "ipp", NULL, s->plan->host,
                    s->plan->port, s->plan->resource);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL,
                 "bench");
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, "bench");
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL,
                 "image/pwg-raster");
    good = cupsSendRequest(s->http, request, s->plan->resource, CUPS_LENGTH_VARIABLE) ==
           HTTP_STATUS_CONTINUE;
    ippDelete(request);
    s->start = now();
    s->band = d->band;
    good = good && send_bytes(s, d->bytes, SYNC_BYTES);
    for (page = 0; good && page < s->plan->pages; page++)
        good = send_bytes(s, d->bytes + SYNC_BYTES, d->n - SYNC_BYTES);
    return good && httpFlushWrite(s->http) >= 0;
}

static bool wait_for_end(struct sink *s)
{
    struct timespec limit;
    bool ended;

    clock_gettime(CLOCK_REALTIME, &limit);
    limit.tv_sec += 60;
    pthread_mutex_lock(&s->lock);
    while (s->closed == 0 && pthread_cond_timedwait(&s->changed, &s->lock, &limit) == 0)
        continue;
    ended = s->closed > 0;
    pthread_mutex_unlock(&s->lock);
    return ended;
}

static bool run(const struct plan *plan, const struct document *d, struct sink *sink)
{
    struct sender s = {.plan = plan};
    double last_sent;
    ipp_t *answer;
    bool good;

    s.http = httpConnect2(plan->host, plan->port, NULL, AF_UNSPEC, HTTP_ENCRYPTION_IF_REQUESTED,
                          1, 30000, NULL);
    good = s.http && send_job(&s, d);
    last_sent = now();
    answer = s.http ? cupsGetResponse(s.http, plan->resource) : NULL;
    good = good && answer && ippGetStatusCode(answer) < IPP_STATUS_REDIRECTION_OTHER_SITE &&
           wait_for_end(sink);
    if (good)
        printf("first=%.2f last=%.2f seconds=%.3f in=%llu out=%llu\n",
               (sink->first - s.band_sent) * 1e3, (sink->last - last_sent) * 1e3,
               sink->last - s.start, (unsigned long long)s.sent,
               (unsigned long long)sink->bytes);
    else
        fprintf(stderr, "bench-path: the job was not printed: %s\n", cupsLastErrorString());
    ippDelete(answer);
    httpClose(s.http);
    return good;
}

static bool read_options(int argc, char **argv, struct plan *plan)
{
    char *colon;
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
    if (argc - optind != 4)
        return false;
    snprintf(plan->host, sizeof plan->host, "%s", argv[optind]);
    if (!(colon = strrchr(plan->host, ':')))
        return false;
    *colon = '\0';
    plan->port = (int)strtol(colon + 1, NULL, 10);
    plan->resource = argv[optind + 1];
    plan->sink_port = (int)strtol(argv[optind + 2], NULL, 10);
    return plan->port > 0 && plan->sink_port > 0 && plan->pages > 0 && plan->rows > 0;
}

int main(int argc, char **argv)
{
    static struct sink sink;
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
    else if (!sink_open(&sink, plan.sink_port))
        perror("bench-path: listening");
    else
        status = run(&plan, &document, &sink) ? 0 : 1;
    free(document.bytes);
    return status;
}
