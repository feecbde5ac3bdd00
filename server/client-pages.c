/*
 * client-pages.c - see client-pages.h.
 *
 * calibrate is one word for what a person does at the machine: without numbers it prints the
 * page on which they are read, with numbers it keeps them.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-pages.h"

#include "client-link.h"
#include "client-say.h"
#include "client-values.h"
#include "client.h"
#include "driver/registration.h"
#include "ipp-pages.h"
#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What was asked. */
struct order {
    const char *queue, *uri;
    unsigned port;
    bool calibrate;
    const char *page;                /* keyword */
    const char *front, *back, *tray; /* offsets to keep; NULL: not said */
    int num_pairs;                   /* -o of the job */
    cups_option_t *pairs;
    ipp_t *wishes;
    struct link link;
};

bool client_pages_knows(const char *name)
{
    return strcmp(name, "test-page") == 0 || strcmp(name, "calibrate") == 0;
}

/* ---- arguments; each tells the exit status, -1: go on ---- */

/* What is copied lives as long as the program. */
static int take_pair(struct order *o, const char *name, const char *value)
{
    if (strcmp(name, "server-port") == 0) {
        o->port = client_port(value);
        return o->port != 0 ? -1 : client_misunderstood("That is no port number:", value);
    }
    if (o->calibrate && strcmp(name, "front") == 0)
        o->front = strdup(value);
    else if (o->calibrate && strcmp(name, "back") == 0)
        o->back = strdup(value);
    else if (!o->calibrate && strcmp(name, "page") == 0)
        o->page = strdup(value);
    else
        o->num_pairs = cupsAddOption(name, value, o->num_pairs, &o->pairs);
    return -1;
}

static int take_pairs(struct order *o, const char *text)
{
    cups_option_t *pairs = NULL;
    int n = cupsParseOptions(text, 0, &pairs), status = -1;

    if (strchr(text, '=') == NULL || n == 0)
        status = client_misunderstood("After -o a NAME=VALUE is wanted, not", text);
    for (int i = 0; status < 0 && i < n; i++)
        status = take_pair(o, pairs[i].name, pairs[i].value);
    cupsFreeOptions(n, pairs);
    return status;
}

static int take_arguments(struct order *o, int argc, char *argv[], const char *name)
{
    bool named = false;
    int status = -1;

    for (int i = 1; status < 0 && i < argc; i++) {
        const char *word = argv[i];

        if (!named && strcmp(word, name) == 0)
            named = true;
        else if (strlen(word) != 2 || word[0] != '-' || strchr("dou", word[1]) == NULL)
            status = client_complain(
                EXIT_USAGE, "%s takes no '%s'. See " PROGRAM_NAME " --help.", name, word);
        else if (++i == argc)
            status = client_misunderstood("A value is missing after", word);
        else if (word[1] == 'd')
            o->queue = argv[i];
        else if (word[1] == 'u')
            o->uri = argv[i];
        else
            status = take_pairs(o, argv[i]);
    }
    return status;
}

static int check_offset(const char *name, const char *value)
{
    struct offset offset;

    if (value == NULL || registration_read_offset(value, &offset))
        return -1;
    return client_complain(
        EXIT_USAGE,
        "'%s' is no value of %s: what scales X and Y show, in mm from -10 to 10, "
        "such as 1.5,-0.8.",
        value, name);
}

static int check_keep(struct order *o)
{
    int status = check_offset("front", o->front);

    if (status < 0)
        status = check_offset("back", o->back);
    if (status >= 0)
        return status;
    o->tray = cupsGetOption("media-source", o->num_pairs, o->pairs);
    if (o->tray == NULL || o->num_pairs != 1)
        return client_complain(EXIT_USAGE,
                               "Say of which tray, and nothing else: -o media-source=TRAY.");
    if (media_source_find(o->tray) == NULL)
        return client_misunderstood("There is no tray", o->tray);
    return -1;
}

static int check(struct order *o)
{
    char why[512];

    if (o->front != NULL || o->back != NULL)
        return check_keep(o);
    if (strcmp(o->page, "test") != 0 && strcmp(o->page, "calibration") != 0 &&
        strcmp(o->page, "demo") != 0)
        return client_complain(EXIT_USAGE, "'%s' is no page: test, calibration or demo.",
                               o->page);
    o->wishes = ippNew();
    if (client_wishes(o->num_pairs, o->pairs, o->uri == NULL, time(NULL), o->wishes, why,
                      sizeof(why)))
        return -1;
    return client_complain(EXIT_USAGE, "%s", why);
}

/* ---- asking ---- */

/* NULL: the default one. */
static const struct link_queue *target(const struct order *o)
{
    return o->queue != NULL || o->uri != NULL || o->link.num_queues == 1 ? &o->link.queues[0]
                                                                         : NULL;
}

static int print_page(struct order *o)
{
    ipp_t *request = link_request((ipp_op_t)IPP_OP_OWN_PAGE, target(o), 0), *response;

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "own-page", NULL, o->page);
    for (ipp_attribute_t *attr = ippFirstAttribute(o->wishes); attr != NULL;
         attr = ippNextAttribute(o->wishes))
        (void)ippCopyAttribute(request, attr, 0);
    response = link_ask(&o->link, target(o), request);
    if (response == NULL)
        return client_complain(1, "%s", link_error());
    printf("Job %d.\n",
           ippGetInteger(ippFindAttribute(response, "job-id", IPP_TAG_INTEGER), 0));
    ippDelete(response);
    return 0;
}

/* What is set now. False and said. */
static bool get_registration(struct order *o, struct registration *r)
{
    ipp_t *request = link_request(IPP_OP_GET_PRINTER_ATTRIBUTES, target(o), 0), *response;
    const char *text;

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", NULL,
                 "registration-default");
    response = link_ask(&o->link, target(o), request);
    if (response == NULL) {
        (void)client_complain(1, "%s", link_error());
        return false;
    }
    text =
        ippGetString(ippFindAttribute(response, "registration-default", IPP_TAG_TEXT), 0, NULL);
    /* one that cannot be read moves nothing, and is replaced */
    (void)registration_read(text != NULL ? text : "", r);
    ippDelete(response);
    return true;
}

static int keep(struct order *o)
{
    struct registration r;
    struct offset front, back;
    char text[REGISTRATION_TEXT];
    ipp_t *request, *response;

    if (!get_registration(o, &r))
        return 1;
    if (o->front != NULL)
        (void)registration_read_offset(o->front, &front);
    if (o->back != NULL)
        (void)registration_read_offset(o->back, &back);
    if (!registration_set(&r, media_source_find(o->tray), o->front != NULL ? &front : NULL,
                          o->back != NULL ? &back : NULL))
        return client_complain(1, "There are too many trays.");
    registration_write(&r, text);
    request = link_request(IPP_OP_SET_PRINTER_ATTRIBUTES, target(o), 0);
    ippAddString(request, IPP_TAG_PRINTER, IPP_TAG_TEXT, "registration-default", NULL, text);
    response = link_ask(&o->link, target(o), request);
    if (response == NULL)
        return client_complain(1, "%s", link_error());
    ippDelete(response);
    printf("Pages are moved now by: %s\n", text[0] != '\0' ? text : "nothing");
    return 0;
}

int client_pages(int argc, char *argv[], const char *name)
{
    static struct order order;
    struct order *o = &order;
    int status;

    o->calibrate = strcmp(name, "calibrate") == 0;
    o->page = o->calibrate ? "calibration" : "test";
    status = take_arguments(o, argc, argv, name);
    if (status < 0)
        status = check(o);
    if (status < 0) {
        status = 1;
        if (link_open(&o->link, o->port, o->uri, o->queue)) {
            if (o->link.num_queues == 0)
                (void)client_complain(1, "There is no queue yet: add one first.");
            else
                status = o->tray != NULL ? keep(o) : print_page(o);
        }
        link_close(&o->link);
    }
    ippDelete(o->wishes);
    cupsFreeOptions(o->num_pairs, o->pairs);
    if (fflush(stdout) != 0 && status == 0)
        status = client_complain(1, "The output cannot be written.");
    return status;
}
