/*
 * client.c - see client.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client.h"

#include "client-accounts.h"
#include "client-language.h"
#include "client-link.h"
#include "client-list.h"
#include "client-options.h"
#include "client-people.h"
#include "client-say.h"
#include "client-values.h"
#include "options.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAX_JOBS 1000

static const char *release_code; /* of check_release; NULL: none */

/* What was asked. */
struct order {
    const char *name; /* of the sub-command */
    const char *queue, *uri;
    const char *machine; /* -v */
    char uri_text[1100]; /* for it */
    unsigned port;
    bool all;
    int jobs[MAX_JOBS];
    size_t num_jobs;
    int num_pairs; /* -o */
    cups_option_t *pairs;
    struct link link;
};

static const char *option(const struct order *o, const char *name)
{
    return cupsGetOption(name, o->num_pairs, o->pairs);
}

unsigned client_port(const char *text)
{
    return (unsigned)client_number(text, 65535);
}

/* ---- asking ---- */

/* Send a request about a job. The answer, to be deleted; NULL and said. */
static ipp_t *ask_job(struct order *o, const struct link_queue *queue, int job, ipp_t *request)
{
    ipp_t *response = link_ask(&o->link, queue, request);

    if (response == NULL)
        (void)client_complain(1, "Job %d: %s", job, link_error());
    return response;
}

static int ask_and_say(struct order *o, const struct link_queue *queue, int job, ipp_t *request,
                       const char *done)
{
    ipp_t *response = ask_job(o, queue, job, request);

    if (response == NULL)
        return 1;
    ippDelete(response);
    printf("Job %d %s.\n", job, done);
    return 0;
}

/* ---- one job ---- */

static int cancel(struct order *o, const struct link_queue *queue, int job)
{
    return ask_and_say(o, queue, job, link_request(IPP_OP_CANCEL_JOB, queue, job),
                       "is canceled");
}

static int check_hold(const struct order *o)
{
    const char *until = option(o, "job-hold-until");

    if (until == NULL || client_is_period(until) || client_next_time(until, time(NULL)) != 0)
        return -1;
    return client_complain(
        EXIT_USAGE,
        "'%s' is no value of job-hold-until: HH:MM, indefinite, day-time, evening, "
        "night, second-shift, third-shift or weekend.",
        until);
}

static int hold(struct order *o, const struct link_queue *queue, int job)
{
    const char *until = option(o, "job-hold-until");
    time_t when = until != NULL ? client_next_time(until, time(NULL)) : 0;
    ipp_t *request = link_request(IPP_OP_HOLD_JOB, queue, job);
    char done[64] = "is held until it is released", text[32];
    struct tm local;

    if (when != 0) {
        ippAddDate(request, IPP_TAG_OPERATION, "job-hold-until-time", ippTimeToDate(when));
        if (localtime_r(&when, &local) != NULL &&
            strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &local) > 0)
            snprintf(done, sizeof(done), "is held until %s", text);
    } else if (until != NULL) {
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "job-hold-until", NULL,
                     until);
        if (strcmp(until, "indefinite") != 0)
            snprintf(done, sizeof(done), "is held until the next %s", until);
    }
    return ask_and_say(o, queue, job, request, done);
}

/* A code that is typed is not seen in the list of processes; asked for once, for all jobs. */
static int check_release(const struct order *o)
{
    static char typed[64];
    const char *code = option(o, "code");
    char why[128] = "No code came on standard input.";
    ipp_t *request = ippNew();
    bool good = code == NULL;

    release_code = code;
    if (code != NULL && strcmp(code, "-") == 0)
        release_code = client_read_pin(typed, (int)sizeof(typed)) ? typed : NULL;
    if (release_code != NULL)
        good = client_put_code(request, release_code, why, sizeof(why));
    if (good && option(o, "media") != NULL)
        good = client_put_paper(request, option(o, "media"), why, sizeof(why));
    ippDelete(request);
    return good ? -1 : client_complain(EXIT_USAGE, "%s", why);
}

static int release(struct order *o, const struct link_queue *queue, int job)
{
    ipp_t *request = link_request(IPP_OP_RELEASE_JOB, queue, job);
    char why[128];

    if (release_code != NULL)
        (void)client_put_code(request, release_code, why, sizeof(why));
    if (option(o, "media") != NULL)
        (void)client_put_paper(request, option(o, "media"), why, sizeof(why));
    return ask_and_say(o, queue, job, request, "is released");
}

static int reprint(struct order *o, const struct link_queue *queue, int job)
{
    ipp_t *response = ask_job(o, queue, job, link_request(IPP_OP_REPROCESS_JOB, queue, job));

    if (response == NULL)
        return 1;
    printf("Job %d is printed again as job %d.\n", job,
           ippGetInteger(ippFindAttribute(response, "job-id", IPP_TAG_INTEGER), 0));
    ippDelete(response);
    return 0;
}

static int check_move(const struct order *o)
{
    const char *after = option(o, "after");

    if (after == NULL || client_number(after, INT32_MAX) > 0)
        return -1;
    return client_complain(EXIT_USAGE, "'%s' is no job to be placed after.", after);
}

static int move(struct order *o, const struct link_queue *queue, int job)
{
    int after = client_number(option(o, "after"), INT32_MAX);
    ipp_t *request =
        link_request(after > 0 ? IPP_OP_SCHEDULE_JOB_AFTER : IPP_OP_PROMOTE_JOB, queue, job);
    char done[64] = "is the next one";

    if (after > 0) {
        ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "predecessor-job-id", after);
        snprintf(done, sizeof(done), "comes after job %d", after);
    }
    return ask_and_say(o, queue, job, request, done);
}

static int check_priority(const struct order *o)
{
    if (client_number(option(o, "job-priority"), 100) > 0)
        return -1;
    return client_complain(EXIT_USAGE, "Say which priority: -o job-priority=N, from 1 to 100.");
}

static int priority(struct order *o, const struct link_queue *queue, int job)
{
    int value = client_number(option(o, "job-priority"), 100);
    ipp_t *request = link_request(IPP_OP_SET_JOB_ATTRIBUTES, queue, job);
    char done[64];

    ippAddInteger(request, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-priority", value);
    snprintf(done, sizeof(done), "has priority %d", value);
    return ask_and_say(o, queue, job, request, done);
}

/* ---- the report ---- */

static bool copy_answer(http_t *http, FILE *to)
{
    char piece[8192];
    ssize_t n;

    while ((n = httpRead2(http, piece, sizeof(piece))) > 0)
        if (fwrite(piece, 1, (size_t)n, to) != (size_t)n)
            return false;
    return n == 0;
}

static http_status_t get(http_t *http, const char *path)
{
    http_status_t status;

    httpClearFields(http);
    httpSetField(http, HTTP_FIELD_HOST, "localhost");
    if (httpGet(http, path) != 0)
        return HTTP_STATUS_ERROR;
    do
        status = httpUpdate(http);
    while (status == HTTP_STATUS_CONTINUE);
    return status;
}

static int save_report(struct order *o, int job, FILE *to)
{
    const char *names = option(o, "names");
    char path[64];
    http_status_t status;

    snprintf(path, sizeof(path), "/report?job=%d%s", job,
             names != NULL && strcmp(names, "yes") == 0 ? "&names=yes" : "");
    status = get(o->link.http, path);
    if (status == HTTP_STATUS_FORBIDDEN)
        return client_complain(1, "Reports are given on the computer of the server only.");
    if (status == HTTP_STATUS_NOT_FOUND)
        return client_complain(1, "There is no job %d.", job);
    if (status != HTTP_STATUS_OK)
        return client_complain(1, "The report of job %d did not come: %s.", job,
                               httpStatus(status));
    fprintf(to, "Server: %s\n", httpGetField(o->link.http, HTTP_FIELD_SERVER));
    if (copy_answer(o->link.http, to))
        return 0;
    return client_complain(1, "The report of job %d was cut off: %s.", job, strerror(errno));
}

static int check_report(const struct order *o)
{
    const char *names = option(o, "names");

    if (o->num_jobs > 1)
        return client_complain(EXIT_USAGE, "A report is about one job.");
    if (names == NULL || strcmp(names, "yes") == 0 || strcmp(names, "no") == 0)
        return -1;
    return client_complain(EXIT_USAGE, "'%s' is no value of names: yes or no.", names);
}

static int report(struct order *o, const struct link_queue *queue, int job)
{
    const char *name = option(o, "file");
    FILE *file = stdout;
    int fd, status;

    (void)queue;
    if (name == NULL || strcmp(name, "-") == 0)
        return save_report(o, job, file);
    fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (file == NULL) {
        if (fd >= 0)
            close(fd);
        return client_complain(1, "The file '%s' cannot be written: %s.", name,
                               strerror(errno));
    }
    status = save_report(o, job, file);
    if (fclose(file) != 0 && status == 0)
        status =
            client_complain(1, "The file '%s' cannot be written: %s.", name, strerror(errno));
    if (status == 0)
        printf("The report of job %d is in %s.\n", job, name);
    else
        (void)unlink(name);
    return status;
}

/* ---- all jobs ---- */

static int list(struct order *o, const char *which)
{
    const char *asked = option(o, "which-jobs");

    return client_list(&o->link, asked != NULL ? asked : which) ? 0 : 1;
}

static int list_active(struct order *o)
{
    return list(o, "not-completed");
}

static int list_ended(struct order *o)
{
    return list(o, "completed");
}

static int options(struct order *o)
{
    return client_options(&o->link);
}

static int check_accounts(const struct order *o)
{
    if (option(o, "user") != NULL ||
        (option(o, "job-account-id") == NULL && option(o, "job-account-pin") == NULL))
        return -1;
    return client_complain(EXIT_USAGE, "Say whose department: -o user=NAME.");
}

static int accounts(struct order *o)
{
    return client_accounts(&o->link, option(o, "user"), option(o, "job-account-id"),
                           option(o, "job-account-pin"));
}

static int accounting(struct order *o)
{
    const char *csv = option(o, "csv");

    return client_accounting(&o->link, option(o, "from"), option(o, "to"),
                             csv != NULL && strcmp(csv, "yes") == 0);
}

static int check_quota(const struct order *o)
{
    int n = (option(o, "user") != NULL) + (option(o, "beyond") != NULL) +
            (option(o, "release") != NULL);

    if (n > 1 || (option(o, "sides") != NULL && option(o, "user") == NULL))
        return client_complain(EXIT_USAGE, "Say whose limit: -o user=NAME -o sides=N; or one "
                                           "of -o beyond=hold|refuse, -o release=ID.");
    return -1;
}

static int quota(struct order *o)
{
    const struct quota_order order = {.user = option(o, "user"),
                                      .sides = option(o, "sides"),
                                      .beyond = option(o, "beyond"),
                                      .release = option(o, "release"),
                                      .queue = o->queue};

    return client_quota(&o->link, &order);
}

static int check_language(const struct order *o)
{
    if (o->uri != NULL)
        return client_complain(EXIT_USAGE,
                               "The language of a machine is found on its own computer.");
    if (o->queue == NULL && o->machine != NULL)
        return client_complain(EXIT_USAGE,
                               "Say how the queue for the machine is to be called: -d NAME.");
    if (option(o, "answer") != NULL && (o->machine != NULL || option(o, "models") != NULL))
        return client_complain(EXIT_USAGE,
                               "An answer ends a search, and goes with no machine or models.");
    return -1;
}

static int find_language(struct order *o)
{
    const struct language_order order = {
        .answer = option(o, "answer"), .models = option(o, "models"), .machine = o->machine};

    if (o->queue == NULL && o->link.num_queues > 1)
        return client_complain(EXIT_USAGE, "Say of which queue's machine: -d NAME.");
    return client_language(&o->link, o->queue, &order);
}

/* All of the queues, or with neither -a nor a number what the one queue prints now. */
static int cancel_many(struct order *o)
{
    int status = 0;

    if (!o->all && o->queue == NULL && o->uri == NULL && o->link.num_queues > 1)
        return client_complain(
            EXIT_USAGE, "Say which job (a number or -j ID), or which queue (-d NAME) is to "
                        "end what it prints, or -a for all jobs.");
    for (size_t i = 0; i < o->link.num_queues; i++) {
        const struct link_queue *queue = &o->link.queues[i];
        ipp_t *request =
            link_request(o->all ? IPP_OP_CANCEL_JOBS : IPP_OP_CANCEL_CURRENT_JOB, queue, 0);
        ipp_t *response = link_ask(&o->link, queue, request);

        if (response == NULL)
            status = client_complain(1, "%s: %s", queue->name, link_error());
        ippDelete(response);
    }
    return status;
}

/* ---- which ---- */

static const struct command {
    const char *name;
    /* for each job; and when no job is named, NULL: one has to be */
    int (*one)(struct order *o, const struct link_queue *queue, int job);
    int (*all)(struct order *o);
    int (*check)(const struct order *o); /* of its options; -1: good, else the exit status */
    const char *options[4];              /* names it takes with -o, beside server-port */
} commands[] = {
    {"accounting",    NULL,     accounting,    NULL,           {"from", "to", "csv"}                        },
    {"accounts",      NULL,     accounts,      check_accounts, {"user", "job-account-id", "job-account-pin"}},
    {"cancel",        cancel,   cancel_many,   NULL,           {NULL}                                       },
    {"find-language", NULL,     find_language, check_language, {"answer", "models"}                         },
    {"history",       NULL,     list_ended,    NULL,           {NULL}                                       },
    {"hold",          hold,     NULL,          check_hold,     {"job-hold-until"}                           },
    {"jobs",          NULL,     list_active,   NULL,           {"which-jobs"}                               },
    {"move",          move,     NULL,          check_move,     {"after"}                                    },
    {"options",       NULL,     options,       NULL,           {NULL}                                       },
    {"priority",      priority, NULL,          check_priority, {"job-priority"}                             },
    {"quota",         NULL,     quota,         check_quota,    {"user", "sides", "beyond", "release"}       },
    {"release",       release,  NULL,          check_release,  {"code", "media"}                            },
    {"report",        report,   NULL,          check_report,   {"file", "names"}                            },
    {"reprint",       reprint,  NULL,          NULL,           {NULL}                                       },
};

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

bool client_knows(const char *name)
{
    return find_command(name) != NULL;
}

/* ---- arguments ---- */

static bool has_option(const struct command *command, const char *name)
{
    for (size_t i = 0; i < sizeof(command->options) / sizeof(command->options[0]); i++)
        if (command->options[i] != NULL && strcmp(command->options[i], name) == 0)
            return true;
    return false;
}

static int take_pairs(struct order *o, const struct command *command, const char *text)
{
    if (strchr(text, '=') == NULL)
        return client_misunderstood("After -o a NAME=VALUE is wanted, not", text);
    o->num_pairs = cupsParseOptions(text, o->num_pairs, &o->pairs);
    for (int i = 0; i < o->num_pairs; i++) {
        const char *name = o->pairs[i].name, *value = o->pairs[i].value;

        if (strcmp(name, "server-port") == 0) {
            o->port = client_port(value);
            if (o->port == 0)
                return client_misunderstood("That is no port number:", value);
        } else if (!has_option(command, name))
            return client_complain(EXIT_USAGE,
                                   "%s takes no option '%s'. See " PROGRAM_NAME " --help.",
                                   command->name, name);
    }
    return -1;
}

static int take_job(struct order *o, const char *text)
{
    int job = client_number(text, INT32_MAX);

    if (job == 0)
        return client_misunderstood("That is no job number:", text);
    if (o->num_jobs == MAX_JOBS)
        return client_misunderstood("There are too many jobs before", text);
    o->jobs[o->num_jobs++] = job;
    return -1;
}

static int take_letter(struct order *o, const struct command *command, char letter,
                       const char *value)
{
    switch (letter) {
    case 'd':
        o->queue = value;
        return -1;
    case 'u':
        o->uri = value;
        return -1;
    case 'v':
        o->machine = client_complete_uri(value, o->uri_text, sizeof(o->uri_text));
        return -1;
    case 'j':
        return take_job(o, value);
    default:
        return take_pairs(o, command, value);
    }
}

static int take_arguments(struct order *o, const struct command *command, int argc,
                          char *argv[])
{
    bool named = false;

    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        int status;

        if (!named && strcmp(word, command->name) == 0) {
            named = true;
            continue;
        }
        if (strcmp(word, "-a") == 0 && strcmp(command->name, "cancel") == 0) {
            o->all = true;
            continue;
        }
        if (word[0] != '-')
            status = take_job(o, word);
        else if (strlen(word) != 2 ||
                 strchr(command->all == find_language ? "dov" : "djou", word[1]) == NULL)
            status = client_complain(EXIT_USAGE,
                                     "%s takes no option '%s'. See " PROGRAM_NAME " --help.",
                                     command->name, word);
        else if (++i == argc)
            status = client_misunderstood("A value is missing after", word);
        else
            status = take_letter(o, command, word[1], argv[i]);
        if (status >= 0)
            return status;
    }
    if (o->num_jobs > 0 && (command->one == NULL || o->all))
        return client_complain(EXIT_USAGE, "%s%s takes no job number.", command->name,
                               o->all ? " -a" : "");
    if (o->num_jobs == 0 && command->all == NULL)
        return client_complain(EXIT_USAGE, "Say which job: " PROGRAM_NAME " %s ID.",
                               command->name);
    return command->check != NULL ? command->check(o) : -1;
}

static int run_each(struct order *o, const struct command *command)
{
    int status = 0;

    for (size_t i = 0; i < o->num_jobs; i++) {
        const struct link_queue *queue = link_find_job(&o->link, o->jobs[i]);

        if (queue == NULL || command->one(o, queue, o->jobs[i]) != 0)
            status = 1;
    }
    return status;
}

int client_run(int argc, char *argv[], const char *name)
{
    static struct order order;
    struct order *o = &order;
    const struct command *command = find_command(name);
    int status = take_arguments(o, command, argc, argv);

    if (status < 0) {
        status = 1;
        /* the queue of a machine is yet to be made */
        if (link_open(&o->link, o->port, o->uri, o->machine == NULL ? o->queue : NULL))
            status = o->num_jobs > 0 ? run_each(o, command) : command->all(o);
        link_close(&o->link);
    }
    cupsFreeOptions(o->num_pairs, o->pairs);
    if (fflush(stdout) != 0 && status == 0)
        status = client_complain(1, "The output cannot be written: %s.", strerror(errno));
    return status;
}
