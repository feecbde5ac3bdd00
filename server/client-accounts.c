/*
 * client-accounts.c - see client-accounts.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-accounts.h"

#include "client-say.h"
#include "ipp-accounts.h"
#include "options.h"

#include <stdio.h>
#include <string.h>

static int list(struct link *link, const struct link_queue *queue)
{
    ipp_t *response = link_ask(link, queue, link_request((ipp_op_t)IPP_OP_ACCOUNTS, queue, 0));
    ipp_attribute_t *users, *ids, *pins;

    if (response == NULL)
        return client_complain(1, "%s", link_error());
    users = ippFindAttribute(response, "account-users", IPP_TAG_NAME);
    ids = ippFindAttribute(response, "account-ids", IPP_TAG_TEXT);
    pins = ippFindAttribute(response, "account-pins", IPP_TAG_BOOLEAN);
    if (users == NULL)
        printf("No user has a department.\n");
    for (int i = 0; i < ippGetCount(users); i++)
        printf("%-24s %-8s%s\n", ippGetString(users, i, NULL), ippGetString(ids, i, NULL),
               ippGetBoolean(pins, i) ? " with PIN" : "");
    ippDelete(response);
    return 0;
}

bool client_read_pin(char *pin, int n)
{
    if (fgets(pin, n, stdin) == NULL)
        return false;
    pin[strcspn(pin, "\r\n")] = '\0';
    return true;
}

int client_accounts(struct link *link, const char *user, const char *id, const char *pin)
{
    const struct link_queue *queue = link->num_queues > 0 ? &link->queues[0] : NULL;
    ipp_t *request, *response;
    char typed[64];

    if (queue == NULL)
        return client_complain(1, "%s", "There is no queue yet: add one first.");
    if (user == NULL)
        return list(link, queue);
    if (pin != NULL && strcmp(pin, "-") == 0) {
        if (!client_read_pin(typed, (int)sizeof(typed)))
            return client_complain(1, "%s", "No PIN came on standard input.");
        pin = typed;
    }
    request = link_request((ipp_op_t)IPP_OP_ACCOUNTS, queue, 0);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "account-user", NULL, user);
    if (id != NULL && id[0] != '\0') {
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_TEXT, "account-id", NULL, id);
        if (pin != NULL && pin[0] != '\0')
            ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_TEXT, "account-pin", NULL, pin);
    }
    response = link_ask(link, queue, request);
    if (response == NULL)
        return client_complain(1, "%s", link_error());
    ippDelete(response);
    if (id != NULL && id[0] != '\0')
        printf("%s prints for department %s.\n", user, id);
    else
        printf("%s has no department of their own now.\n", user);
    return 0;
}
