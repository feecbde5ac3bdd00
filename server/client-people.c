/*
 * client-people.c - see client-people.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-people.h"

#include "accounting-export.h"
#include "client-say.h"
#include "ipp-people.h"
#include "options.h"
#include "quota.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- accounting ---- */

struct list {
    bool csv;
    struct usage_sums people;
};

/* Lines that came, each with its CR LF. */
static void take_lines(struct list *list, const char *text, size_t n)
{
    char line[USAGE_LINE_MAX];
    struct usage usage;

    if (list->csv) {
        fwrite(text, 1, n, stdout);
        return;
    }
    while (n > 0) {
        const char *end = memchr(text, '\r', n);
        size_t length = end != NULL ? (size_t)(end - text) : n;

        if (length < sizeof(line)) {
            memcpy(line, text, length);
            line[length] = '\0';
            if (usage_csv_read(line, &usage))
                (void)usage_sums_add(&list->people, usage.user, &usage);
        }
        length += length + 2 <= n ? 2 : n - length;
        text += length;
        n -= length;
    }
}

/* Some records of a month from an offset on, which becomes that of the next ones; 0: these were
 * the last. */
static bool fetch(struct link *link, const char *month, int *offset, struct list *list)
{
    const struct link_queue *queue = &link->queues[0];
    ipp_t *request = link_request((ipp_op_t)IPP_OP_ACCOUNTING, queue, 0), *response;
    ipp_attribute_t *lines;
    int n = 0;
    const void *bytes;

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "accounting-month", NULL, month);
    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "accounting-offset", *offset);
    response = link_ask(link, queue, request);
    if (response == NULL)
        return false;
    lines = ippFindAttribute(response, "accounting-lines", IPP_TAG_STRING);
    *offset = ippGetInteger(ippFindAttribute(response, "accounting-next", IPP_TAG_INTEGER), 0);
    bytes = lines != NULL ? ippGetOctetString(lines, 0, &n) : NULL;
    if (bytes != NULL && n > 0)
        take_lines(list, bytes, (size_t)n);
    ippDelete(response);
    return true;
}

static bool fetch_months(struct link *link, const char *from, const char *to, struct list *list)
{
    char month[8];
    int offset;

    memcpy(month, from, sizeof(month));
    while (strcmp(month, to) <= 0) {
        offset = 0;
        do
            if (!fetch(link, month, &offset, list))
                return false;
        while (offset > 0);
        usage_month_step(month, 1, month);
    }
    return true;
}

static void print_people(struct usage_sums *people)
{
    struct usage_sum total = usage_sums_total(people);

    usage_sums_sort(people);
    if (people->n == 0)
        printf("Nothing was printed.\n");
    else
        printf("%-24s %8s %8s %8s\n", "PERSON", "JOBS", "SIDES", "SHEETS");
    for (size_t i = 0; i < people->n; i++)
        printf("%-24s %8u %8u %8u\n",
               people->list[i].name[0] != '\0' ? people->list[i].name : "-",
               people->list[i].jobs, people->list[i].sides, people->list[i].sheets);
    if (people->n > 1)
        printf("%-24s %8u %8u %8u\n", "(all)", total.jobs, total.sides, total.sheets);
}

int client_accounting(struct link *link, const char *from, const char *to, bool csv)
{
    struct list list = {.csv = csv};
    char now[8];
    bool good;

    usage_month((int64_t)time(NULL), now);
    from = from != NULL ? from : to != NULL ? to : now;
    to = to != NULL ? to : from;
    if (!usage_month_ok(from) || !usage_month_ok(to) || strcmp(from, to) > 0)
        return client_complain(EXIT_USAGE, "%s",
                               "Months are written as 2026-11, the first before the last.");
    if (link->num_queues == 0)
        return client_complain(1, "%s", "There is no queue yet: add one first.");
    if (csv)
        fputs(USAGE_CSV_HEAD, stdout);
    good = fetch_months(link, from, to, &list);
    if (good && !csv)
        print_people(&list.people);
    usage_sums_free(&list.people);
    return good ? 0 : client_complain(1, "%s", link_error());
}

/* ---- limits ---- */

static const char *queue_name(const struct link *link, int id, char *text, size_t n)
{
    (void)link;
    snprintf(text, n, id == 0 ? "all printers" : "printer %d", id);
    return text;
}

static void print_quotas(const struct link *link, ipp_t *response)
{
    ipp_attribute_t *users = ippFindAttribute(response, "quota-users", IPP_TAG_NAME);
    ipp_attribute_t *queues = ippFindAttribute(response, "quota-printers", IPP_TAG_INTEGER);
    ipp_attribute_t *sides = ippFindAttribute(response, "quota-sides", IPP_TAG_INTEGER);
    ipp_attribute_t *beyond = ippFindAttribute(response, "quota-beyond", IPP_TAG_KEYWORD);
    char name[40], number[24];

    if (users == NULL)
        printf("Everybody may print as much as they like.\n");
    for (int i = 0; i < ippGetCount(users); i++) {
        int n = ippGetInteger(sides, i);

        snprintf(number, sizeof(number), n == QUOTA_NO_LIMIT ? "no limit" : "%d sides", n);
        printf("%-24s %-16s %s a month\n", ippGetString(users, i, NULL),
               queue_name(link, ippGetInteger(queues, i), name, sizeof(name)), number);
    }
    if (users != NULL && beyond != NULL)
        printf("Jobs beyond that %s.\n", strcmp(ippGetString(beyond, 0, NULL), "refuse") == 0
                                             ? "are refused"
                                             : "wait for an administrator");
}

/* The printer-id of a queue; 0: it does not tell. */
static int id_of(struct link *link, const struct link_queue *queue)
{
    ipp_t *request = link_request(IPP_OP_GET_PRINTER_ATTRIBUTES, queue, 0), *response;
    int id;

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", NULL,
                 "printer-id");
    response = link_ask(link, queue, request);
    id = ippGetInteger(ippFindAttribute(response, "printer-id", IPP_TAG_INTEGER), 0);
    ippDelete(response);
    return id;
}

/* False and said: a number that is none. */
static bool add_limit(struct link *link, ipp_t *request, const struct quota_order *order)
{
    char *end = NULL;
    long sides = QUOTA_NO_LIMIT;
    int id = order->queue != NULL ? id_of(link, &link->queues[0]) : 0;

    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "quota-user", NULL, order->user);
    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "quota-printer", id);
    if (order->sides == NULL)
        return true;
    if (strcmp(order->sides, "none") != 0)
        sides = strtol(order->sides, &end, 10);
    if (end != NULL &&
        (end == order->sides || *end != '\0' || sides < 0 || sides > QUOTA_SIDES_MAX)) {
        (void)client_complain(EXIT_USAGE, "sides=%s is no number of sides, nor none.",
                              order->sides);
        return false;
    }
    ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "quota-sides", (int)sides);
    return true;
}

int client_quota(struct link *link, const struct quota_order *order)
{
    const struct link_queue *queue = link->num_queues > 0 ? &link->queues[0] : NULL;
    ipp_t *request, *response;

    if (queue == NULL)
        return client_complain(1, "%s", "There is no queue yet: add one first.");
    request = link_request((ipp_op_t)IPP_OP_QUOTA, queue, 0);
    if (order->user != NULL && !add_limit(link, request, order)) {
        ippDelete(request);
        return EXIT_USAGE;
    }
    if (order->beyond != NULL)
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "quota-beyond", NULL,
                     order->beyond);
    if (order->release != NULL)
        ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "quota-job",
                      (int)strtol(order->release, NULL, 10));
    response = link_ask(link, queue, request);
    if (response == NULL)
        return client_complain(1, "%s", link_error());
    if (order->release == NULL)
        print_quotas(link, response);
    ippDelete(response);
    return 0;
}
