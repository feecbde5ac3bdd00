/*
 * client-language.c - see client-language.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-language.h"

#include "client-say.h"
#include "client-values.h"
#include "ipp-finder.h"
#include "options.h"
#include "printer.h"
#include "scheme.h"

#include <stdio.h>
#include <string.h>

/* ---- a queue for a machine that has none ---- */

/* What it says it is, else the first model of the table: the answer will tell. */
static const char *first_guess(const char *machine)
{
    char why[1024];
    const struct model *model = printer_identify(machine, why, sizeof(why));

    return model != NULL ? model->name : models[0].name;
}

static bool has_queue(const struct link *link, const char *name)
{
    for (size_t i = 0; i < link->num_queues; i++)
        if (strcmp(link->queues[i].name, name) == 0)
            return true;
    return false;
}

static int add_queue(struct link *link, const char *name, const char *machine)
{
    char why[600] = "";
    ipp_t *request, *response;

    if (has_queue(link, name))
        return client_complain(
            1, "%s", "There is such a queue already: leave -v out, or choose another name.");
    scheme_register();
    if (!printer_accept_uri(machine, why, sizeof(why)))
        return client_complain(1, "%s", why);
    request = ippNewRequest(IPP_OP_CREATE_PRINTER);
    link_add_system_uri(request);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "printer-service-type", NULL,
                 "print");
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "smi55357-driver", NULL,
                 first_guess(machine));
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "smi55357-device-uri", NULL, machine);
    ippAddString(request, IPP_TAG_PRINTER, IPP_TAG_NAME, "printer-name", NULL, name);
    response = link_ask_system(link, request);
    if (response == NULL)
        return client_complain(1, "%s", link_error());
    ippDelete(response);
    printf("The queue %s is there, its model is yet to be found.\n", name);
    return link_list(link, name) ? 0 : 1;
}

/* ---- pages and answers ---- */

static void say_pages(ipp_t *response, const char *queue)
{
    ipp_attribute_t *languages = ippFindAttribute(response, "finder-languages", IPP_TAG_TEXT);
    ipp_attribute_t *names = ippFindAttribute(response, "finder-models", IPP_TAG_KEYWORD);
    ipp_attribute_t *jobs = ippFindAttribute(response, "finder-jobs", IPP_TAG_INTEGER);

    for (int i = 0; i < ippGetCount(languages); i++)
        printf("Page %d: %-10s job %d, %s\n", i + 1, ippGetString(languages, i, NULL),
               ippGetInteger(jobs, i), ippGetString(names, i, NULL));
    printf("Which number came out? The machine throws away what it does not understand.\n"
           "Answer with: " PROGRAM_NAME " find-language -d %s -o answer=N   (0: none)\n",
           queue);
}

static void say_model(ipp_t *response, const char *queue)
{
    const char *name =
        ippGetString(ippFindAttribute(response, "finder-model", IPP_TAG_KEYWORD), 0, NULL);
    const char *whole = ippGetString(
        ippFindAttribute(response, "finder-make-and-model", IPP_TAG_TEXT), 0, NULL);

    printf("The model of %s is %s, %s.\n", queue, name != NULL ? name : "not known",
           whole != NULL ? whole : "");
}

/* Whether text is a number of a page, or 0 for none. */
static bool read_answer(const char *text, int *number)
{
    *number = client_number(text, 99);
    return *number > 0 || strcmp(text, "0") == 0 || strcmp(text, "none") == 0;
}

int client_language(struct link *link, const char *name, const struct language_order *order)
{
    const struct link_queue *queue;
    ipp_t *request, *response;
    int number = 0;

    if (order->answer != NULL && !read_answer(order->answer, &number))
        return client_complain(
            1, "%s", "The answer is the number of the page that came out, or 0 for none.");
    if (order->machine != NULL && add_queue(link, name, order->machine) != 0)
        return 1;
    if (link->num_queues == 0)
        return client_complain(
            1, "%s", "There is no queue yet: name the machine with -v, and a queue with -d.");
    queue = &link->queues[0];
    request = link_request((ipp_op_t)IPP_OP_FINDER, queue, 0);
    if (order->answer != NULL)
        ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "finder-answer", number);
    if (order->models != NULL)
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_TEXT, "finder-models", NULL,
                     order->models);
    response = link_ask(link, queue, request);
    if (response == NULL)
        return client_complain(1, "%s", link_error());
    if (order->answer != NULL)
        say_model(response, queue->name);
    else
        say_pages(response, queue->name);
    ippDelete(response);
    return 0;
}
