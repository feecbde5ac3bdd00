/*
 * hammer.c - many IPP clients at once that ask a printer for all it can say, over and over.
 * usage: hammer [-c CLIENTS] [-n REQUESTS | -t SECONDS] [-r] HOST:PORT [RESOURCE]
 *   -c  clients, a thread and a connection each (32)
 *   -n  requests of each client (50)
 *   -t  go on for so long instead
 *   -r  a new connection for each request
 * Every answer has to be whole: as many attributes, and as many members in each of the
 * media-col-database, as the first one. Prints one line of figures; exit status 1 on an error.
 * Effects: network, standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include <cups/cups.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MAX_CLIENTS 1000u

/* What does not change while the clients run. */
struct plan {
    char host[256];
    int port;
    const char *resource;
    unsigned clients;
    unsigned long requests; /* of each client; 0: until end */
    double seconds;
    double end;
    bool reconnect;
    int members; /* attributes of a whole answer, in the database's collections too */
};

struct client {
    const struct plan *plan;
    pthread_t thread;
    float *latency; /* seconds of each answer */
    size_t answers, room;
    unsigned long errors;
    char first_error[256];
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static http_t *connect_to(const struct plan *plan)
{
    return httpConnect2(plan->host, plan->port, NULL, AF_UNSPEC, HTTP_ENCRYPTION_IF_REQUESTED,
                        1, 30000, NULL);
}

static ipp_t *ask(const struct plan *plan, http_t *http)
{
    static const char *const wanted[] = {"all", "media-col-database"};
    ipp_t *request = ippNewRequest(IPP_OP_GET_PRINTER_ATTRIBUTES);
    char uri[1024];

    httpAssembleURI(HTTP_URI_CODING_ALL, uri, sizeof uri, "ipp", NULL, plan->host, plan->port,
                    plan->resource);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", 2, NULL,
                  wanted);
    return cupsDoRequest(http, request, plan->resource);
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

static void failed(struct client *c, ipp_t *answer)
{
    if (c->errors++ == 0)
        snprintf(c->first_error, sizeof c->first_error, "%s, %d attributes instead of %d",
                 cupsLastErrorString(), answer ? count_members(answer) : 0, c->plan->members);
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

static void *client_run(void *ctx)
{
    struct client *c = ctx;
    const struct plan *plan = c->plan;
    http_t *http = NULL;
    ipp_t *answer;
    unsigned long i;
    double start;

    for (i = 0; plan->requests ? i < plan->requests : now() < plan->end; i++) {
        start = now();
        if (!http && !(http = connect_to(plan))) {
            failed(c, NULL);
            continue;
        }
        answer = ask(plan, http);
        if (!whole(plan, answer) || !remember(c, now() - start))
            failed(c, answer);
        if (plan->reconnect || !answer) {
            httpClose(http);
            http = NULL;
        }
        ippDelete(answer);
    }
    httpClose(http);
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
        if (pthread_create(&clients[started].thread, NULL, client_run, &clients[started]) != 0)
            break;
    }
    for (i = 0; i < started; i++)
        pthread_join(clients[i].thread, NULL);
    if (started == plan->clients)
        errors = report(plan, clients, now() - start);
    for (i = 0; i < started; i++)
        free(clients[i].latency);
    free(clients);
    return errors;
}

/* The measure of a whole answer: one that comes while nobody else asks. */
static bool learn(struct plan *plan)
{
    http_t *http = connect_to(plan);
    ipp_t *answer = http ? ask(plan, http) : NULL;
    bool good = whole(plan, answer) &&
                ippFindAttribute(answer, "media-col-database", IPP_TAG_BEGIN_COLLECTION);

    if (good)
        plan->members = count_members(answer);
    ippDelete(answer);
    httpClose(http);
    return good;
}

static bool read_options(int argc, char **argv, struct plan *plan)
{
    char *colon;
    int c;

    while ((c = getopt(argc, argv, "c:n:t:r")) != -1) {
        if (c == 'c')
            plan->clients = (unsigned)strtoul(optarg, NULL, 10);
        else if (c == 'n')
            plan->requests = strtoul(optarg, NULL, 10);
        else if (c == 't')
            plan->seconds = strtod(optarg, NULL);
        else if (c == 'r')
            plan->reconnect = true;
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
    struct plan plan = {.resource = "/ipp/print", .clients = 32, .requests = 50};

    if (!read_options(argc, argv, &plan)) {
        fprintf(stderr, "usage: hammer [-c CLIENTS] [-n REQUESTS | -t SECONDS] [-r] HOST:PORT "
                        "[RESOURCE]\n");
        return 2;
    }
    if (!learn(&plan)) {
        fprintf(stderr, "hammer: %s:%d%s gives no whole answer even to one client: %s\n",
                plan.host, plan.port, plan.resource, cupsLastErrorString());
        return 1;
    }
    return hammer(&plan) == 0 ? 0 : 1;
}
