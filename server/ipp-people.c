/*
 * ipp-people.c - see ipp-people.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "ipp-people.h"

#include "accounting-export.h"
#include "accounting.h"
#include "jobs-quota.h"
#include "log.h"
#include "quota.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An octetString has up to 32767. */
#define LINES_BYTES 30000

static int number_of(struct call *c, const char *name, int otherwise)
{
    ipp_attribute_t *attr = ippFindAttribute(c->request, name, IPP_TAG_INTEGER);

    return attr != NULL ? ippGetInteger(attr, 0) : otherwise;
}

/* ---- accounting ---- */

struct lines {
    int from, at; /* records */
    size_t n;
    bool full;
    char text[LINES_BYTES];
};

static bool add_line(void *ctx, const struct usage *usage)
{
    struct lines *l = ctx;
    char line[USAGE_LINE_MAX];
    size_t n;

    if (l->at++ < l->from)
        return true;
    n = usage_csv(usage, line, sizeof(line));
    l->full = n > sizeof(l->text) - l->n;
    if (l->full) {
        l->at--;
        return false;
    }
    memcpy(l->text + l->n, line, n);
    l->n += n;
    return true;
}

static void accounting(struct call *c)
{
    const char *month = call_string(c->request, "accounting-month", IPP_TAG_KEYWORD);
    struct lines *lines = calloc(1, sizeof(*lines));
    int64_t from, to;

    if (month == NULL || !usage_month_ok(month) || lines == NULL) {
        call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, "Say which month, as 2026-11.");
        free(lines);
        return;
    }
    lines->from = number_of(c, "accounting-offset", 0);
    usage_month_range(month, &from, &to);
    accounting_each(from, to, add_line, lines);
    call_done(c);
    ippAddOctetString(c->response, IPP_TAG_PRINTER, "accounting-lines", lines->text,
                      (int)lines->n);
    ippAddInteger(c->response, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "accounting-next",
                  lines->full ? lines->at : 0);
    free(lines);
}

/* ---- limits ---- */

static void list_quotas(struct call *c)
{
    struct quota *list = calloc(QUOTA_MAX, sizeof(*list));
    size_t n = list != NULL ? quota_list(list, QUOTA_MAX) : 0;
    ipp_attribute_t *users = NULL, *queues = NULL, *sides = NULL;
    struct people_settings settings;

    people_settings_get(&settings);
    call_done(c);
    ippAddString(c->response, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "quota-beyond", NULL,
                 settings.refuse ? "refuse" : "hold");
    for (size_t i = 0; i < n; i++) {
        if (i == 0) {
            users = ippAddString(c->response, IPP_TAG_PRINTER, IPP_TAG_NAME, "quota-users",
                                 NULL, list[i].user);
            queues = ippAddInteger(c->response, IPP_TAG_PRINTER, IPP_TAG_INTEGER,
                                   "quota-printers", list[i].queue);
            sides = ippAddInteger(c->response, IPP_TAG_PRINTER, IPP_TAG_INTEGER, "quota-sides",
                                  (int)list[i].sides);
        } else {
            (void)ippSetString(c->response, &users, (int)i, list[i].user);
            (void)ippSetInteger(c->response, &queues, (int)i, list[i].queue);
            (void)ippSetInteger(c->response, &sides, (int)i, (int)list[i].sides);
        }
    }
    free(list);
}

static void set_quota(struct call *c, const char *user)
{
    struct quota quota = {.queue = number_of(c, "quota-printer", 0),
                          .sides = number_of(c, "quota-sides", QUOTA_NO_LIMIT - 1)};
    char why[256] = "The name is too long.";

    if (strlen(user) <= QUOTA_USER_MAX)
        memcpy(quota.user, user, strlen(user) + 1);
    if (quota.user[0] == '\0' || !quota_set(&quota, why, sizeof(why))) {
        call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, why);
        return;
    }
    log_say(LOG_SAY_INFO, "The limit of the user '%s' was %s.", user,
            quota.sides >= QUOTA_NO_LIMIT ? "set" : "taken out");
    list_quotas(c);
}

static void set_beyond(struct call *c, const char *beyond)
{
    struct people_settings settings;
    char why[256] = "Jobs beyond a limit are held, or refused.";

    people_settings_get(&settings);
    settings.refuse = strcmp(beyond, "refuse") == 0;
    if ((!settings.refuse && strcmp(beyond, "hold") != 0) ||
        !people_settings_set(&settings, why, sizeof(why)))
        call_respond(c, IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES, why);
    else
        list_quotas(c);
}

static void release(struct call *c, int id)
{
    struct job *job = job_find(call_jobs, 0, id);

    if (job == NULL)
        call_respond(c, IPP_STATUS_ERROR_NOT_FOUND, "There is no such job.");
    else if (job_quota_release(job) != JOB_DONE)
        call_respond(c, IPP_STATUS_ERROR_NOT_POSSIBLE,
                     "The job does not wait for what its sender may print.");
    else
        call_done(c);
    job_release(job);
}

static void quota(struct call *c)
{
    const char *user = call_string(c->request, "quota-user", IPP_TAG_ZERO);
    const char *beyond = call_string(c->request, "quota-beyond", IPP_TAG_KEYWORD);
    int job = number_of(c, "quota-job", 0);

    if (user != NULL)
        set_quota(c, user);
    else if (beyond != NULL)
        set_beyond(c, beyond);
    else if (job > 0)
        release(c, job);
    else
        list_quotas(c);
}

bool call_people(struct call *c, int op)
{
    if (op != IPP_OP_ACCOUNTING && op != IPP_OP_QUOTA)
        return false;
    if (!call_administrates(c))
        return true;
    if (op == IPP_OP_ACCOUNTING)
        accounting(c);
    else
        quota(c);
    return true;
}
