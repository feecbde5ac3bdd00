/*
 * ipp-accounts.c - see ipp-accounts.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-accounts.h"

#include "accounts.h"
#include "ipp-secrets.h"
#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A text of the request, as it is, too long or not: accounts_set looks at it. "" without. */
static void copy_text(struct call *c, const char *name, char *to, size_t n)
{
    const char *text = call_string(c->request, name, IPP_TAG_ZERO);

    snprintf(to, n, "%s", text != NULL ? text : "");
}

static void set_account(struct call *c, const char *user)
{
    struct account account;
    char why[512] = "";

    memset(&account, 0, sizeof(account));
    if (strlen(user) > ACCOUNT_USER_MAX) {
        call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, "The name is too long.");
        return;
    }
    snprintf(account.user, sizeof(account.user), "%s", user);
    copy_text(c, "account-id", account.id, sizeof(account.id));
    if (!ipp_read_account_pin(c->request, account.pin, sizeof(account.pin)))
        snprintf(account.pin, sizeof(account.pin), "-"); /* none */
    if (accounts_set(&account, why, sizeof(why))) {
        log_say(LOG_SAY_INFO, "The department of the user '%s' was %s.", user,
                account.id[0] != '\0' ? "set" : "taken out");
        call_done(c);
    } else
        call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, why);
}

static void add_texts(struct call *c, ipp_tag_t syntax, const char *name,
                      const struct account *list, size_t n, size_t offset)
{
    ipp_attribute_t *attr = NULL;

    for (size_t i = 0; i < n; i++) {
        const char *text = (const char *)&list[i] + offset;

        if (attr == NULL)
            attr = ippAddString(c->response, IPP_TAG_PRINTER, syntax, name, NULL, text);
        else
            (void)ippSetString(c->response, &attr, (int)i, text);
    }
}

static void list_accounts(struct call *c)
{
    size_t n = accounts_list(NULL, 0), more = n;
    struct account *list = calloc(n + 1, sizeof(*list));
    ipp_attribute_t *pins = NULL;

    if (list != NULL)
        more = accounts_list(list, n);
    if (list == NULL) {
        call_respond(c, IPP_STATUS_ERROR_INTERNAL, "There is no memory left.");
        return;
    }
    n = more < n ? more : n; /* it may have changed meanwhile */
    call_done(c);
    add_texts(c, IPP_TAG_NAME, "account-users", list, n, offsetof(struct account, user));
    add_texts(c, IPP_TAG_TEXT, "account-ids", list, n, offsetof(struct account, id));
    for (size_t i = 0; i < n; i++) {
        if (pins == NULL)
            pins = ippAddBoolean(c->response, IPP_TAG_PRINTER, "account-pins",
                                 list[i].pin[0] != '\0');
        else
            (void)ippSetBoolean(c->response, &pins, (int)i, list[i].pin[0] != '\0');
    }
    free(list);
}

void call_accounts(struct call *c)
{
    const char *user = call_string(c->request, "account-user", IPP_TAG_ZERO);

    if (!call_administrates(c))
        return;
    if (user != NULL)
        set_account(c, user);
    else
        list_accounts(c);
}
