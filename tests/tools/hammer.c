/*
 * hammer.c - many IPP clients at once that ask a printer for all it can say, over and over.
 * usage: hammer [-c CLIENTS] [-n REQUESTS | -t SECONDS] [-a NAMES] [-r] [-p MS] [-w] HOST:PORT
 *               [RESOURCE]
 *   -c  clients, a thread and a connection each (32)
 *   -n  requests of each client (50)
 *   -t  go on for so long instead
 *   -a  ask for these attributes, with commas between, not for all
 *   -r  a new connection for each request
 *   -p  ask again so long after the last request, not at once
 *   -w  get RESOURCE as a web page
 * Every answer has to be whole: as many attributes, and as many members in each of the
 * media-col-database, as the first one. Prints one line of figures; exit status 1 on an error.
 * HTTP is spoken by hand: libcups' client takes an answer in thousands of reads of a few bytes,
 * and 32 of them would be slower than any server on a small machine.
 * Effects: network, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include <cups/cups.h>
#include <netdb.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define DATABASE "media-col-database"

#define MAX_CLIENTS 1000u
#define MAX_ANSWER  (4u << 20)
#define MAX_REQUEST 4096u
#define PATIENCE    30 /* seconds without a byte */

/* What does not change while the clients run. */
struct plan {
    char host[256];
    int port;
    const char *resource;
    char wanted[512]; /* attributes, with commas between */
    unsigned clients;
    unsigned long requests; /* of each client; 0: until end */
    double seconds;
    double end;
    bool reconnect, web;
    double period; /* seconds from one request to the next; 0: at once */
    int members;   /* attributes of a whole answer, in the database's collections too */
    char request[MAX_REQUEST];
    size_t request_bytes;
};

/* A connection and what was read of the answer: all of it, its head included. */
struct connection {
    int fd;
    uint8_t *bytes; /* MAX_ANSWER of them */
    size_t n;
    size_t at; /* read up to here */
};

/* Bytes that libcups reads or writes as an IPP message. */
struct span {
    uint8_t *bytes;
    size_t n, at;
};

struct client {
    const struct plan *plan;
    pthread_t thread;
    double phase;   /* 0 to 1: so that all do not ask in the same moment */
    float *latency; /* seconds of each answer */
    size_t answers, room;
    unsigned long errors;
    char first_error[256];
    struct connection connection;
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- HTTP -----------------------------------------------------------------------------------
 */

static void hang_up(struct connection *c)
{
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
}

static bool call(const struct plan *plan, struct connection *c)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list = NULL;
    struct timeval patience = {.tv_sec = PATIENCE};
    char port[16];

    snprintf(port, sizeof port, "%d", plan->port);
    if (getaddrinfo(plan->host, port, &hints, &list) != 0)
        return false;
    c->fd = socket(list->ai_family, SOCK_STREAM, 0);
    if (c->fd >= 0 &&
        (setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0 ||
         connect(c->fd, list->ai_addr, list->ai_addrlen) != 0))
        hang_up(c);
    freeaddrinfo(list);
    return c->fd >= 0;
}

/* More of the answer; false when none comes. */
static bool more(struct connection *c)
{
    ssize_t n = c->n < MAX_ANSWER ? recv(c->fd, c->bytes + c->n, MAX_ANSWER - c->n, 0) : 0;

    c->n += n > 0 ? (size_t)n : 0;
    return n > 0;
}

/* The next line, without its end, as a string in place; NULL when none comes. */
static char *next_line(struct connection *c)
{
    uint8_t *end;
    char *line;

    while (!(end = memchr(c->bytes + c->at, '\n', c->n - c->at))) {
        if (!more(c))
            return NULL;
    }
    line = (char *)c->bytes + c->at;
    c->at = (size_t)(end - c->bytes) + 1;
    *end = '\0';
    if (end > (uint8_t *)line && end[-1] == '\r')
        end[-1] = '\0';
    return line;
}

/* Append the next n bytes to the body, which lies before them in the same buffer. */
static bool next_bytes(struct connection *c, struct span *body, size_t n)
{
    if (n > MAX_ANSWER)
        return false;
    while (c->n - c->at < n) {
        if (!more(c))
            return false;
    }
    memmove(body->bytes + body->n, c->bytes + c->at, n);
    body->n += n;
    c->at += n;
    return true;
}

static bool read_chunks(struct connection *c, struct span *body)
{
    char *line;
    size_t n;

    do {
        if (!(line = next_line(c)))
            return false;
        n = strtoul(line, NULL, 16);
        if (!next_bytes(c, body, n) || !next_line(c))
            return false;
    } while (n > 0);
    return true;
}

static bool read_answer(struct connection *c, struct span *body)
{
    bool chunked = false, good;
    size_t length = 0;
    char *line;

    c->n = c->at = 0;
    good = (line = next_line(c)) && strstr(line, " 200") != NULL;
    while (good && (line = next_line(c)) && *line) {
        if (strncasecmp(line, "Content-Length:", 15) == 0)
            length = strtoul(line + 15, NULL, 10);
        if (strncasecmp(line, "Transfer-Encoding: chunked", 26) == 0)
            chunked = true;
    }
    *body = (struct span){.bytes = c->bytes + c->at};
    return good && line && (chunked ? read_chunks(c, body) : next_bytes(c, body, length));
}

/* --- IPP ------------------------------------------------------------------------------------
 */

static ssize_t span_read(void *ctx, ipp_uchar_t *bytes, size_t n)
{
    struct span *s = ctx;

    n = n < s->n - s->at ? n : s->n - s->at;
    memcpy(bytes, s->bytes + s->at, n);
    s->at += n;
    return (ssize_t)n;
}

static ssize_t span_write(void *ctx, ipp_uchar_t *bytes, size_t n)
{
    struct span *s = ctx;

    if (n > MAX_REQUEST - s->n)
        return -1;
    memcpy(s->bytes + s->n, bytes, n);
    s->n += n;
    return (ssize_t)n;
}

static void add_wanted(ipp_t *request, const struct plan *plan)
{
    char names[sizeof plan->wanted], *rest = names, *name;
    ipp_attribute_t *attr = NULL;

    snprintf(names, sizeof names, "%s", plan->wanted);
    while ((name = strsep(&rest, ",")) != NULL)
        if (attr == NULL)
            attr = ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD,
                                "requested-attributes", NULL, name);
        else
            ippSetString(request, &attr, ippGetCount(attr), name);
}

static bool make_request(struct plan *plan)
{
    ipp_t *request = ippNewRequest(IPP_OP_GET_PRINTER_ATTRIBUTES);
    uint8_t message[MAX_REQUEST];
    struct span body = {.bytes = message};
    char uri[1024];
    int head;

    httpAssembleURI(HTTP_URI_CODING_ALL, uri, sizeof uri, "ipp", NULL, plan->host, plan->port,
                    plan->resource);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
    add_wanted(request, plan);
    head = ippWriteIO(&body, span_write, 1, NULL, request) == IPP_STATE_DATA
               ? snprintf(plan->request, sizeof plan->request,
                          "POST %s HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/ipp\r\n"
                          "Content-Length: %zu\r\n\r\n",
                          plan->resource, plan->host, plan->port, body.n)
               : -1;
    ippDelete(request);
    if (head < 0 || (size_t)head + body.n > sizeof plan->request)
        return false;
    memcpy(plan->request + head, message, body.n);
    plan->request_bytes = (size_t)head + body.n;
    return true;
}

static bool make_get(struct plan *plan)
{
    int n =
        snprintf(plan->request, sizeof plan->request, "GET %s HTTP/1.1\r\nHost: %s:%d\r\n\r\n",
                 plan->resource, plan->host, plan->port);

    plan->request_bytes = n > 0 ? (size_t)n : 0;
    return n > 0 && plan->request_bytes < sizeof plan->request;
}

/* The bytes of one answer; false if they did not all come. */
static bool ask(const struct plan *plan, struct connection *c, struct span *body)
{
    return send(c->fd, plan->request, plan->request_bytes, MSG_NOSIGNAL) ==
               (ssize_t)plan->request_bytes &&
           read_answer(c, body);
}

static ipp_t *parse(struct span *body)
{
    ipp_t *answer = ippNew();

    if (ippReadIO(body, span_read, 1, NULL, answer) != IPP_STATE_DATA || body->at != body->n) {
        ippDelete(answer);
        answer = NULL;
    }
    return answer;
}

/* Attributes of a message and of all collections in it. */
/* NOLINTNEXTLINE(misc-no-recursion): collections nest as deep as the attributes of IPP do */
static int count_members(ipp_t *message)
{
    ipp_attribute_t *a;
    int count = 0, i;

    for (a = ippFirstAttribute(message); a; a = ippNextAttribute(message)) {
        count++;
        for (i = 0; ippGetValueTag(a) == IPP_TAG_BEGIN_COLLECTION && i < ippGetCount(a); i++)
            count += count_members(ippGetCollection(a, i));
    }
    return count;
}

static bool whole(const struct plan *plan, ipp_t *answer)
{
    return answer && ippGetStatusCode(answer) < IPP_STATUS_REDIRECTION_OTHER_SITE &&
           (plan->members == 0 || count_members(answer) == plan->members);
}

static void failed(struct client *c, const char *what, int members)
{
    if (c->errors++ == 0)
        snprintf(c->first_error, sizeof c->first_error, "%s, %d attributes instead of %d", what,
                 members, c->plan->members);
}

static bool remember(struct client *c, double seconds)
{
    float *more;

    if (c->answers == c->room) {
        c->room = c->room ? 2 * c->room : 1024;
        if (!(more = realloc(c->latency, c->room * sizeof *more)))
            return false;
        c->latency = more;
    }
    c->latency[c->answers++] = (float)seconds;
    return true;
}

static void client_ask(struct client *c)
{
    struct span body;
    ipp_t *answer = NULL;
    double start = now();

    if (c->connection.fd < 0 && !call(c->plan, &c->connection)) {
        failed(c, "no connection", 0);
        return;
    }
    if (!ask(c->plan, &c->connection, &body)) {
        failed(c, "the answer did not come", 0);
        hang_up(&c->connection);
        return;
    }
    start = now() - start;
    answer = c->plan->web ? NULL : parse(&body);
    if (!(c->plan->web ? body.n > 0 : whole(c->plan, answer)) || !remember(c, start))
        failed(c, "the answer is damaged", answer ? count_members(answer) : 0);
    ippDelete(answer);
    if (c->plan->reconnect)
        hang_up(&c->connection);
}

static void wait_until(double when)
{
    double left = when - now();
    struct timespec t = {(time_t)left, (long)((left - (double)(time_t)left) * 1e9)};

    if (left > 0)
        nanosleep(&t, NULL);
}

static void *client_run(void *ctx)
{
    struct client *c = ctx;
    double next = now() + c->phase * c->plan->period;
    unsigned long i;

    for (i = 0; c->plan->requests ? i < c->plan->requests : now() < c->plan->end; i++) {
        wait_until(next);
        client_ask(c);
        next = now() > next + c->plan->period ? now() : next + c->plan->period;
    }
    hang_up(&c->connection);
    return NULL;
}

static int compare_latency(const void *a, const void *b)
{
    const float *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* All clients' figures in one line; the number of errors. */
static unsigned long report(const struct plan *plan, const struct client *clients,
                            double seconds)
{
    size_t answers = 0, i, n = 0;
    unsigned long errors = 0;
    const char *error = "";
    float *all;

    for (i = 0; i < plan->clients; i++) {
        answers += clients[i].answers;
        errors += clients[i].errors;
        if (clients[i].errors)
            error = clients[i].first_error;
    }
    if (!(all = malloc((answers + 1) * sizeof *all)))
        return errors + 1;
    for (i = 0; i < plan->clients; n += clients[i++].answers) {
        if (clients[i].answers)
            memcpy(all + n, clients[i].latency, clients[i].answers * sizeof *all);
    }
    qsort(all, answers, sizeof *all, compare_latency);
    all[answers] = 0;
    printf("%u clients, %zu answers in %.1f s (%.0f/s), %lu errors, latency ms: median %.1f, "
           "99 %% %.1f, worst %.1f%s%s\n",
           plan->clients, answers, seconds, (double)answers / seconds, errors,
           (double)all[answers / 2] * 1e3, (double)all[answers * 99 / 100] * 1e3,
           (double)all[answers ? answers - 1 : 0] * 1e3, *error ? "; " : "", error);
    free(all);
    return answers ? errors : errors + 1;
}

static unsigned long hammer(struct plan *plan)
{
    struct client *clients = calloc(plan->clients, sizeof *clients);
    unsigned long errors = 1;
    double start = now();
    unsigned i, started;

    if (!clients)
        return 1;
    plan->end = start + plan->seconds;
    for (started = 0; started < plan->clients; started++) {
        clients[started].plan = plan;
        clients[started].phase = (double)started / plan->clients;
        clients[started].connection = (struct connection){-1, malloc(MAX_ANSWER), 0, 0};
        if (!clients[started].connection.bytes ||
            pthread_create(&clients[started].thread, NULL, client_run, &clients[started]) != 0)
            break;
    }
    for (i = 0; i < started; i++)
        pthread_join(clients[i].thread, NULL);
    if (started == plan->clients)
        errors = report(plan, clients, now() - start);
    for (i = 0; i < plan->clients; i++) {
        free(clients[i].latency);
        free(clients[i].connection.bytes);
    }
    free(clients);
    return errors;
}

/* The measure of a whole answer: one that comes while nobody else asks. */
static bool learn(struct plan *plan)
{
    struct connection c = {-1, malloc(MAX_ANSWER), 0, 0};
    struct span body;
    ipp_t *answer = NULL;
    bool good = c.bytes && (plan->web ? make_get(plan) : make_request(plan)) &&
                call(plan, &c) && ask(plan, &c, &body);

    if (good && !plan->web)
        answer = parse(&body);
    if (!plan->web)
        good = whole(plan, answer) &&
               (!strstr(plan->wanted, DATABASE) ||
                ippFindAttribute(answer, DATABASE, IPP_TAG_BEGIN_COLLECTION));
    if (answer)
        plan->members = count_members(answer);
    ippDelete(answer);
    hang_up(&c);
    free(c.bytes);
    return good;
}

static bool read_options(int argc, char **argv, struct plan *plan)
{
    char *colon;
    int c;

    while ((c = getopt(argc, argv, "c:n:t:a:rp:w")) != -1) {
        if (c == 'c')
            plan->clients = (unsigned)strtoul(optarg, NULL, 10);
        else if (c == 'n')
            plan->requests = strtoul(optarg, NULL, 10);
        else if (c == 't')
            plan->seconds = strtod(optarg, NULL);
        else if (c == 'a')
            snprintf(plan->wanted, sizeof plan->wanted, "%s", optarg);
        else if (c == 'r')
            plan->reconnect = true;
        else if (c == 'p')
            plan->period = strtod(optarg, NULL) / 1e3;
        else if (c == 'w')
            plan->web = true;
        else
            return false;
    }
    if (argc - optind < 1 || argc - optind > 2 || plan->clients < 1 ||
        plan->clients > MAX_CLIENTS)
        return false;
    if (plan->seconds > 0)
        plan->requests = 0;
    snprintf(plan->host, sizeof plan->host, "%s", argv[optind]);
    if (argc - optind == 2)
        plan->resource = argv[optind + 1];
    if (!(colon = strrchr(plan->host, ':')))
        return false;
    *colon = '\0';
    plan->port = (int)strtol(colon + 1, NULL, 10);
    return plan->port > 0 && plan->port < 65536;
}

int main(int argc, char **argv)
{
    struct plan plan = {
        .resource = "/ipp/print", .wanted = "all," DATABASE, .clients = 32, .requests = 50};

    if (!read_options(argc, argv, &plan)) {
        fprintf(stderr, "usage: hammer [-c CLIENTS] [-n REQUESTS | -t SECONDS] [-a NAMES] [-r] "
                        "[-p MS] [-w] "
                        "HOST:PORT [RESOURCE]\n");
        return 2;
    }
    if (!learn(&plan)) {
        fprintf(stderr, "hammer: %s:%d%s gives no whole answer even to one client\n", plan.host,
                plan.port, plan.resource);
        return 1;
    }
    return hammer(&plan) == 0 ? 0 : 1;
}
