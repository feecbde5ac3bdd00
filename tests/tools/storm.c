/*
 * storm.c - many clients at once that send jobs to a printer, each with Print-Job by libcups.
 * usage: storm [-c CLIENTS] [-n JOBS] [-f FORMAT] [-o NAME=VALUE]... [-u USER] [-r TIMES] [-k]
 * [-w]
 *              [-q] HOST:PORT[/RESOURCE] FILE...
 *   -c  clients, a thread and a connection each (1); all are connected before the first sends
 *   -n  jobs of all clients together (1 for each client); a client that is free takes the next
 *       one. The n-th job is the n-th FILE, from the first one again after the last; its name
 * is that of the file -f  document-format (image/pwg-raster) -o  a job attribute -u
 * requesting-user-name (tester) -r  send a job again when it is refused as the server is busy,
 * so many times at most (0) -k  keep the connection for the client's next job (else each has
 * its own) -w  wait until all accepted jobs have ended -q  the figures alone; else each job has
 * a line before them, when it was answered: "job ID STATUS SECONDS REFUSALS FILE", ID 0 if
 * there is none The last line has the figures. Exit status 1 unless all jobs were accepted.
 * Effects: network, standard output. SPDX-License-Identifier: Apache-2.0
 */
#include <cups/cups.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MAX_CLIENTS 1000u
#define MAX_JOBS    100000u
#define CONNECT_MS  30000
#define REFUSED_MS  100 /* until the next attempt after a refusal */

/* What does not change while the clients run. */
struct plan {
    char host[256];
    int port;
    const char *resource, *format, *user;
    char uri[1024];
    unsigned clients, jobs, patience;
    bool keep, wait, quiet;
    char **files;
    unsigned num_files;
    cups_option_t *options;
    int num_options;
};

struct sent {
    int id; /* 0: the answer has none */
    ipp_status_t status;
    double seconds;    /* from the request to the answer, of the last attempt */
    unsigned refusals; /* busy */
};

struct storm {
    const struct plan *plan;
    pthread_barrier_t all_are_there;
    pthread_mutex_t mutex; /* guards the rest, and standard output */
    unsigned next;
    struct sent *sent;
    double start;
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void pause_ms(unsigned ms)
{
    const struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};

    nanosleep(&t, NULL);
}

static http_t *call(const struct plan *plan)
{
    return httpConnect2(plan->host, plan->port, NULL, AF_UNSPEC, HTTP_ENCRYPTION_IF_REQUESTED,
                        1, CONNECT_MS, NULL);
}

static const char *name_of(const char *file)
{
    const char *slash = strrchr(file, '/');

    return slash != NULL ? slash + 1 : file;
}

static ipp_t *new_request(const struct plan *plan, ipp_op_t op)
{
    ipp_t *request = ippNewRequest(op);

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, plan->uri);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL,
                 plan->user);
    return request;
}

/* One Print-Job. */
static void print_once(const struct plan *plan, http_t *http, const char *file,
                       struct sent *sent)
{
    ipp_t *request = new_request(plan, IPP_OP_PRINT_JOB), *response;
    double start = now();

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, name_of(file));
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL,
                 plan->format);
    cupsEncodeOptions2(request, plan->num_options, plan->options, IPP_TAG_JOB);
    response = cupsDoFileRequest(http, request, plan->resource, file);
    sent->seconds = now() - start;
    sent->status = cupsLastError();
    sent->id = ippGetInteger(ippFindAttribute(response, "job-id", IPP_TAG_INTEGER), 0);
    ippDelete(response);
}

static bool is_busy(ipp_status_t status)
{
    return status == IPP_STATUS_ERROR_BUSY || status == IPP_STATUS_ERROR_TEMPORARY ||
           status == IPP_STATUS_ERROR_TOO_MANY_JOBS;
}

static bool is_accepted(const struct sent *sent)
{
    return sent->status <= IPP_STATUS_OK_EVENTS_COMPLETE && sent->id > 0;
}

static void print_job(const struct plan *plan, http_t **http, const char *file,
                      struct sent *sent)
{
    for (;;) {
        if (*http == NULL && (*http = call(plan)) == NULL) {
            sent->status = IPP_STATUS_ERROR_SERVICE_UNAVAILABLE;
            return;
        }
        print_once(plan, *http, file, sent);
        if (!plan->keep || !is_accepted(sent)) {
            httpClose(*http);
            *http = NULL;
        }
        if (!is_busy(sent->status) || sent->refusals >= plan->patience)
            return;
        sent->refusals++;
        pause_ms(REFUSED_MS);
    }
}

static void *client_run(void *ctx)
{
    struct storm *storm = ctx;
    const struct plan *plan = storm->plan;
    http_t *http = call(plan);

    pthread_barrier_wait(&storm->all_are_there);
    pthread_mutex_lock(&storm->mutex);
    if (storm->start <= 0)
        storm->start = now();
    while (storm->next < plan->jobs) {
        unsigned i = storm->next++;
        const char *file = plan->files[i % plan->num_files];
        struct sent *sent = &storm->sent[i];

        pthread_mutex_unlock(&storm->mutex);
        print_job(plan, &http, file, sent);
        pthread_mutex_lock(&storm->mutex);
        if (!plan->quiet) {
            printf("job %d %s %.3f %u %s\n", sent->id, ippErrorString(sent->status),
                   sent->seconds, sent->refusals, name_of(file));
            fflush(stdout);
        }
    }
    pthread_mutex_unlock(&storm->mutex);
    httpClose(http);
    return NULL;
}

static bool has_ended(const struct plan *plan, http_t *http, int id)
{
    ipp_t *request = new_request(plan, IPP_OP_GET_JOB_ATTRIBUTES), *response;
    int state;

    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", id);
    response = cupsDoRequest(http, request, plan->resource);
    state = ippGetInteger(ippFindAttribute(response, "job-state", IPP_TAG_ENUM), 0);
    ippDelete(response);
    /* one that is not known any more has ended and was forgotten */
    return state >= (int)IPP_JSTATE_CANCELED || cupsLastError() == IPP_STATUS_ERROR_NOT_FOUND;
}

/* The last one first: when it has ended most have. */
static void wait_for_jobs(const struct storm *storm)
{
    const struct plan *plan = storm->plan;
    http_t *http = call(plan);

    for (unsigned i = plan->jobs; http != NULL && i-- > 0;)
        while (is_accepted(&storm->sent[i]) && !has_ended(plan, http, storm->sent[i].id))
            pause_ms(20);
    httpClose(http);
}

static int compare(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* The figures in one line; how many were not accepted. */
static unsigned report(const struct storm *storm, double sent_after, double ended_after)
{
    const struct plan *plan = storm->plan;
    unsigned accepted = 0, refusals = 0, most = 0;
    double *times = malloc((plan->jobs + 1) * sizeof(*times));

    for (unsigned i = 0; times != NULL && i < plan->jobs; i++) {
        const struct sent *sent = &storm->sent[i];

        refusals += sent->refusals;
        most = sent->refusals > most ? sent->refusals : most;
        if (is_accepted(sent))
            times[accepted++] = sent->seconds;
    }
    if (times == NULL)
        return plan->jobs;
    qsort(times, accepted, sizeof(*times), compare);
    times[accepted] = 0;
    printf("%u clients, %u jobs: %u accepted, %u not, %u refusals (%u of one job) in %.2f s; "
           "acceptance ms: median %.1f, 99 %% %.1f, worst %.1f",
           plan->clients, plan->jobs, accepted, plan->jobs - accepted, refusals, most,
           sent_after, times[accepted / 2] * 1e3, times[accepted * 99 / 100] * 1e3,
           times[accepted > 0 ? accepted - 1 : 0] * 1e3);
    if (plan->wait)
        printf("; all ended after %.2f s", ended_after);
    putchar('\n');
    free(times);
    return plan->jobs - accepted;
}

static unsigned run(const struct plan *plan)
{
    struct storm storm = {.plan = plan};
    pthread_t *threads = calloc(plan->clients, sizeof(*threads));
    unsigned started = 0, failed;
    double sent_after;

    storm.sent = calloc(plan->jobs, sizeof(*storm.sent));
    if (threads == NULL || storm.sent == NULL) {
        free(threads);
        free(storm.sent);
        return plan->jobs;
    }
    pthread_mutex_init(&storm.mutex, NULL);
    pthread_barrier_init(&storm.all_are_there, NULL, plan->clients);
    while (started < plan->clients) {
        if (pthread_create(&threads[started], NULL, client_run, &storm) != 0) {
            fputs("storm: no thread\n", stderr);
            exit(1); /* the others wait for it */
        }
        started++;
    }
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    sent_after = now() - storm.start;
    if (plan->wait)
        wait_for_jobs(&storm);
    failed = report(&storm, sent_after, now() - storm.start);
    pthread_barrier_destroy(&storm.all_are_there);
    pthread_mutex_destroy(&storm.mutex);
    free(storm.sent);
    free(threads);
    return failed;
}

static bool read_place(struct plan *plan, const char *place)
{
    const char *slash = strchr(place, '/');
    char *colon;

    snprintf(plan->host, sizeof(plan->host), "%.*s",
             (int)(slash != NULL ? slash - place : (long)strlen(place)), place);
    if (slash != NULL)
        plan->resource = slash;
    colon = strrchr(plan->host, ':');
    if (colon == NULL)
        return false;
    *colon = '\0';
    plan->port = (int)strtol(colon + 1, NULL, 10);
    httpAssembleURI(HTTP_URI_CODING_ALL, plan->uri, sizeof(plan->uri), "ipp", NULL, plan->host,
                    plan->port, plan->resource);
    return plan->port > 0 && plan->port < 65536;
}

static bool read_options(int argc, char **argv, struct plan *plan)
{
    int c;

    while ((c = getopt(argc, argv, "c:n:f:o:u:r:kwq")) != -1) {
        if (c == 'c')
            plan->clients = (unsigned)strtoul(optarg, NULL, 10);
        else if (c == 'n')
            plan->jobs = (unsigned)strtoul(optarg, NULL, 10);
        else if (c == 'f')
            plan->format = optarg;
        else if (c == 'o')
            plan->num_options = cupsParseOptions(optarg, plan->num_options, &plan->options);
        else if (c == 'u')
            plan->user = optarg;
        else if (c == 'r')
            plan->patience = (unsigned)strtoul(optarg, NULL, 10);
        else if (c == 'k')
            plan->keep = true;
        else if (c == 'w')
            plan->wait = true;
        else if (c == 'q')
            plan->quiet = true;
        else
            return false;
    }
    if (plan->jobs == 0)
        plan->jobs = plan->clients;
    if (argc - optind < 2 || plan->clients < 1 || plan->clients > MAX_CLIENTS ||
        plan->jobs > MAX_JOBS || !read_place(plan, argv[optind]))
        return false;
    plan->files = argv + optind + 1;
    plan->num_files = (unsigned)(argc - optind - 1);
    return true;
}

int main(int argc, char **argv)
{
    struct plan plan = {
        .resource = "/ipp/print", .format = "image/pwg-raster", .user = "tester", .clients = 1};
    unsigned failed;

    if (!read_options(argc, argv, &plan)) {
        fputs("usage: storm [-c CLIENTS] [-n JOBS] [-f FORMAT] [-o NAME=VALUE]... [-u USER]\n"
              "             [-r TIMES] [-k] [-w] [-q] HOST:PORT[/RESOURCE] FILE...\n",
              stderr);
        return 2;
    }
    failed = run(&plan);
    cupsFreeOptions(plan.num_options, plan.options);
    return failed == 0 ? 0 : 1;
}
