/*
 * client-submit.c - see client-submit.h.
 *
 * PAPPL's own sub-command sends only the options it knows and drops the others without a word.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-submit.h"

#include "client-accounts.h"
#include "client-link.h"
#include "client-say.h"
#include "client-values.h"
#include "client.h"
#include "options.h"
#include "value.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAX_FILES 1000

/* Between two questions whether a job has ended. The server could tell by itself, but then each
 * waiting client would hold a subscription that somebody has to clean up. */
#define ASK_NS 250000000L

/* Of a message, to see whether it is another. */
#define WAIT_TEXT 256

/* What was asked. */
struct order {
    const char *queue, *uri, *title;
    unsigned port;
    int copies; /* 0: not said */
    const char *files[MAX_FILES];
    size_t num_files;
    int num_pairs; /* -o, without those that are for this program */
    cups_option_t *pairs;
    bool wait;
    ipp_t *wishes;
    struct link link;
    const struct link_queue *target;
};

/* ---- arguments; each tells the exit status, -1: go on ---- */

static int take_copies(struct order *o, const char *value)
{
    o->copies = client_number(value, VALUE_MAX_COPIES);
    return o->copies > 0 ? -1
                         : client_complain(EXIT_USAGE, "'%s' is no number of copies: 1 to %d.",
                                           value, VALUE_MAX_COPIES);
}

/* Those of -o that are for this program, and the copies, which -n says as well. */
static int take_pair(struct order *o, const cups_option_t *pair)
{
    if (strcmp(pair->name, "server-port") == 0) {
        o->port = client_port(pair->value);
        return o->port != 0 ? -1 : client_misunderstood("That is no port number:", pair->value);
    }
    if (strcmp(pair->name, "wait") == 0) {
        o->wait = strcmp(pair->value, "yes") == 0 || strcmp(pair->value, "true") == 0;
        return o->wait || strcmp(pair->value, "no") == 0 || strcmp(pair->value, "false") == 0
                   ? -1
                   : client_complain(EXIT_USAGE, "'%s' is no value of wait: yes or no.",
                                     pair->value);
    }
    if (strcmp(pair->name, "copies") == 0)
        return take_copies(o, pair->value);
    o->num_pairs = cupsAddOption(pair->name, pair->value, o->num_pairs, &o->pairs);
    return -1;
}

static int take_pairs(struct order *o, const char *text)
{
    cups_option_t *pairs = NULL;
    int n = cupsParseOptions(text, 0, &pairs), status = -1;

    if (strchr(text, '=') == NULL || n == 0)
        status = client_misunderstood("After -o a NAME=VALUE is wanted, not", text);
    for (int i = 0; status < 0 && i < n; i++)
        status = take_pair(o, &pairs[i]);
    cupsFreeOptions(n, pairs);
    return status;
}

static int take_file(struct order *o, const char *file)
{
    if (o->num_files == MAX_FILES)
        return client_misunderstood("There are too many files before", file);
    o->files[o->num_files++] = file;
    return -1;
}

static int take_letter(struct order *o, char letter, const char *value)
{
    switch (letter) {
    case 'd':
        o->queue = value;
        return -1;
    case 'u':
        o->uri = value;
        return -1;
    case 't':
        o->title = value;
        return -1;
    case 'n':
        return take_copies(o, value);
    default:
        return take_pairs(o, value);
    }
}

static int take_arguments(struct order *o, int argc, char *argv[], const char *name)
{
    bool named = name[0] == '\0', only_files = false;
    int status = -1;

    for (int i = 1; status < 0 && i < argc; i++) {
        const char *word = argv[i];

        if (!named && strcmp(word, name) == 0)
            named = true;
        else if (only_files || word[0] != '-' || word[1] == '\0')
            status = take_file(o, word);
        else if (strcmp(word, "--") == 0)
            only_files = true;
        else if (strlen(word) != 2 || strchr("dnotu", word[1]) == NULL)
            status = client_misunderstood("There is no option", word);
        else if (++i == argc)
            status = client_misunderstood("A value is missing after", word);
        else
            status = take_letter(o, word[1], argv[i]);
    }
    if (status < 0 && o->num_files == 0)
        status =
            name[0] == '\0'
                ? client_misunderstood("There is no sub-command in", argc > 1 ? argv[1] : "")
                : client_complain(EXIT_USAGE, "Say which files: " PROGRAM_NAME
                                              " submit FILE..., or - for standard input.");
    return status;
}

/* ---- before anything is sent ---- */

static bool is_input(const char *file)
{
    return strcmp(file, "-") == 0;
}

static int check_files(const struct order *o, const char *name)
{
    size_t inputs = 0;

    for (size_t i = 0; i < o->num_files; i++) {
        const char *file = o->files[i];
        struct stat about;

        inputs += is_input(file);
        if (is_input(file))
            continue;
        if (name[0] == '\0' && access(file, F_OK) != 0)
            return client_misunderstood("There is no sub-command and no file", file);
        if (stat(file, &about) != 0 || access(file, R_OK) != 0)
            return client_complain(1, "The file '%s' cannot be read: %s.", file,
                                   strerror(errno));
        if (S_ISDIR(about.st_mode))
            return client_complain(1, "'%s' is a folder.", file);
    }
    return inputs <= 1 ? -1 : client_complain(EXIT_USAGE, "Standard input is one file.");
}

/* What is typed is not seen in the list of processes: a PIN, a code. */
static int read_typed(struct order *o, const char *name)
{
    const char *value = cupsGetOption(name, o->num_pairs, o->pairs);
    char typed[64];

    if (value == NULL || strcmp(value, "-") != 0)
        return -1;
    for (size_t i = 0; i < o->num_files; i++)
        if (is_input(o->files[i]))
            return client_complain(EXIT_USAGE, "Standard input is the file; %s cannot be, too.",
                                   name);
    if (!client_read_pin(typed, (int)sizeof(typed)))
        return client_complain(1, "Nothing came on standard input for %s.", name);
    o->num_pairs = cupsAddOption(name, typed, o->num_pairs, &o->pairs);
    return -1;
}

static int read_secrets(struct order *o)
{
    static const char *const names[] = {"job-account-pin", "job-password", "code"};
    int status = -1;

    for (size_t i = 0; status < 0 && i < sizeof(names) / sizeof(names[0]); i++)
        status = read_typed(o, names[i]);
    return status;
}

static int check(struct order *o, const char *name)
{
    char why[512];
    int status = check_files(o, name);

    if (status < 0)
        status = read_secrets(o);
    if (status >= 0)
        return status;
    o->wishes = ippNew();
    if (o->copies > 0)
        ippAddInteger(o->wishes, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", o->copies);
    if (client_wishes(o->num_pairs, o->pairs, o->uri == NULL, time(NULL), o->wishes, why,
                      sizeof(why)))
        return -1;
    return client_complain(EXIT_USAGE, "%s", why);
}

/* ---- the queue ---- */

/* The one that was named, else the default one, else the only one. */
static bool choose_queue(struct order *o)
{
    ipp_t *request, *response;
    const char *name;

    o->target = NULL;
    if (o->queue != NULL || o->uri != NULL || o->link.num_queues == 1) {
        o->target = &o->link.queues[0];
        return true;
    }
    if (o->link.num_queues == 0) {
        (void)client_complain(1, "There is no queue yet: add one first.");
        return false;
    }
    request = link_request(IPP_OP_GET_PRINTER_ATTRIBUTES, NULL, 0);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", NULL,
                 "printer-name");
    response = link_ask(&o->link, NULL, request);
    name = ippGetString(ippFindAttribute(response, "printer-name", IPP_TAG_NAME), 0, NULL);
    for (size_t i = 0; name != NULL && i < o->link.num_queues; i++)
        if (strcmp(o->link.queues[i].name, name) == 0)
            o->target = &o->link.queues[i];
    ippDelete(response);
    if (o->target == NULL)
        (void)client_complain(1, "No queue is the default one: say which with -d NAME.");
    return o->target != NULL;
}

/* ---- sending ---- */

static const char *title_of(const struct order *o, const char *file)
{
    const char *slash = strrchr(file, '/');

    return o->title != NULL                    ? o->title
           : is_input(file)                    ? "Standard input"
           : slash != NULL && slash[1] != '\0' ? slash + 1
                                               : file;
}

static void copy_group(ipp_t *to, ipp_t *from, ipp_tag_t group)
{
    for (ipp_attribute_t *attr = ippFirstAttribute(from); attr != NULL;
         attr = ippNextAttribute(from))
        if (ippGetGroupTag(attr) == group)
            (void)ippCopyAttribute(to, attr, 0);
}

static ipp_t *make_request(const struct order *o, const char *file)
{
    ipp_t *request = link_request(IPP_OP_PRINT_JOB, o->target, 0);

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, title_of(o, file));
    copy_group(request, o->wishes, IPP_TAG_OPERATION);
    copy_group(request, o->wishes, IPP_TAG_JOB);
    return request;
}

/* The document. False: it cannot be read. A server that answers before its end has refused it,
 * which the answer tells. */
static bool send_bytes(struct order *o, int fd)
{
    char piece[65536];
    ssize_t n;

    while ((n = read(fd, piece, sizeof(piece))) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        if (cupsWriteRequestData(o->link.http, piece, (size_t)n) != HTTP_STATUS_CONTINUE)
            break;
    }
    return true;
}

/* The answer, to be deleted. NULL and said. */
static ipp_t *send_file(struct order *o, const char *file)
{
    int fd = is_input(file) ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
    ipp_t *request = make_request(o, file), *response = NULL;
    char path[512];
    http_status_t status = HTTP_STATUS_ERROR;
    bool readable = fd >= 0;

    link_path(o->target, path, sizeof(path));
    if (readable)
        status = cupsSendRequest(o->link.http, request, path, CUPS_LENGTH_VARIABLE);
    if (status == HTTP_STATUS_CONTINUE)
        readable = send_bytes(o, fd);
    if (!readable) {
        (void)client_complain(1, "The file '%s' cannot be read: %s.", file, strerror(errno));
        /* what was sent is no document: the server drops it with the connection */
        link_close(&o->link);
    } else {
        if (status == HTTP_STATUS_CONTINUE || status == HTTP_STATUS_OK)
            response = cupsGetResponse(o->link.http, path);
        if (response == NULL)
            (void)client_complain(1, "%s: %s", file, link_error());
    }
    if (fd > STDIN_FILENO)
        close(fd);
    ippDelete(request);
    return response;
}

/* ---- what came back ---- */

/* What the queue has not, of what was asked: a sentence for each. */
static void tell_unsupported(ipp_t *response, const char *file)
{
    for (ipp_attribute_t *attr = ippFirstAttribute(response); attr != NULL;
         attr = ippNextAttribute(response)) {
        const char *name = ippGetName(attr);
        char value[256] = "";

        if (ippGetGroupTag(attr) != IPP_TAG_UNSUPPORTED_GROUP || name == NULL)
            continue;
        if (value_out_of_band(attr))
            (void)client_complain(0, "%s: The queue has not what was asked by %s.", file, name);
        else {
            (void)ippAttributeString(attr, value, sizeof(value));
            (void)client_complain(0, "%s: The queue has no %s of %s.", file, name, value);
        }
    }
}

/* What a job waits for that somebody has to see to: once, and when it becomes another. */
static void tell_wait(int state, const char *message, int job, char told[WAIT_TEXT])
{
    bool waits = state == (int)IPP_JSTATE_HELD || state == (int)IPP_JSTATE_STOPPED;

    if (!waits || message == NULL || strncmp(message, told, WAIT_TEXT - 1) == 0)
        return;
    snprintf(told, WAIT_TEXT, "%s", message);
    printf("Job %d: %s\n", job, message);
    (void)fflush(stdout);
}

static int tell_end(ipp_t *response, int job, char told[WAIT_TEXT])
{
    int state = ippGetInteger(ippFindAttribute(response, "job-state", IPP_TAG_ENUM), 0);
    ipp_attribute_t *attr = ippFindAttribute(response, "job-state-message", IPP_TAG_TEXT);
    const char *message = ippGetString(attr, 0, NULL);

    if (state < (int)IPP_JSTATE_CANCELED) {
        tell_wait(state, message, job, told);
        return -1;
    }
    printf("Job %d is %s. %s\n", job, ippEnumString("job-state", state),
           message != NULL ? message : "");
    return state == (int)IPP_JSTATE_COMPLETED ? 0 : 1;
}

/* Until the job has ended. */
static int wait_for(struct order *o, int job)
{
    static const char *const names[] = {"job-state", "job-state-message"};
    const struct timespec pause = {.tv_nsec = ASK_NS};
    char told[WAIT_TEXT] = "";
    int status = -1;

    (void)fflush(stdout);
    for (;;) {
        ipp_t *request = link_request(IPP_OP_GET_JOB_ATTRIBUTES, o->target, job), *response;

        ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", 2,
                      NULL, names);
        response = link_ask(&o->link, o->target, request);
        if (response == NULL)
            return client_complain(1, "Job %d: %s", job, link_error());
        status = tell_end(response, job, told);
        ippDelete(response);
        if (status >= 0)
            return status;
        nanosleep(&pause, NULL);
    }
}

static int submit_file(struct order *o, const char *file)
{
    ipp_t *response = send_file(o, file);
    int job = ippGetInteger(ippFindAttribute(response, "job-id", IPP_TAG_INTEGER), 0);
    bool good = response != NULL && ippGetStatusCode(response) <= IPP_STATUS_OK_EVENTS_COMPLETE;

    if (response == NULL)
        return 1;
    tell_unsupported(response, file);
    if (!good)
        (void)client_complain(1, "%s: %s", file, link_error());
    ippDelete(response);
    if (!good)
        return 1;
    printf("Job %d.\n", job);
    return o->wait ? wait_for(o, job) : 0;
}

static bool open_link(struct order *o)
{
    return link_open(&o->link, o->port, o->uri, o->queue) && choose_queue(o);
}

static int submit_all(struct order *o)
{
    int status = 0;

    for (size_t i = 0; i < o->num_files; i++) {
        if (o->link.http == NULL && !open_link(o))
            return 1;
        if (submit_file(o, o->files[i]) != 0)
            status = 1;
    }
    return status;
}

int client_submit(int argc, char *argv[], const char *name)
{
    static struct order order;
    struct order *o = &order;
    int status = take_arguments(o, argc, argv, name);

    if (status < 0)
        status = check(o, name);
    if (status < 0) {
        status = 1;
        if (open_link(o))
            status = submit_all(o);
        link_close(&o->link);
    }
    ippDelete(o->wishes);
    cupsFreeOptions(o->num_pairs, o->pairs);
    if (fflush(stdout) != 0 && status == 0)
        status = client_complain(1, "The output cannot be written: %s.", strerror(errno));
    return status;
}
