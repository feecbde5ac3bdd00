/*
 * client-people.h - the sub-commands accounting and quota: who has printed how much, and how
 * much they may.
 * Effects: asks the server; standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_CLIENT_PEOPLE_H
#define SERVER_CLIENT_PEOPLE_H

#include "client-link.h"

/*
 * client_accounting - what each person has printed, the most first; or all jobs as a file for
 * other programs.
 *
 * from, to   months ("2026-11"), both included; NULL: this month, and the same as from
 *
 * The exit status; what is wrong is said.
 */
int client_accounting(struct link *link, const char *from, const char *to, bool csv);

/* Each NULL: not asked. */
struct quota_order {
    const char *user;    /* whose limit to set; "*": everybody else's */
    const char *sides;   /* a number, "none"; NULL: take the limit out */
    const char *beyond;  /* "hold", "refuse" */
    const char *release; /* number of a job */
    const char *queue;   /* whose limit: of one printer alone */
};

/* client_quota - set what is asked, or list the limits. */
int client_quota(struct link *link, const struct quota_order *order);

#endif
