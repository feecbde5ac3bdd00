/*
 * parts.h - the parts of the site: a table of routes each, and what begins and ends with it.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_PARTS_H
#define SERVER_SITE_PARTS_H

#include "site.h"

struct site_part {
    const struct site_route *routes;
    size_t num_routes;
    void (*start)(void); /* before there are visits; NULL: nothing to do */
    void (*stop)(void);  /* after the last one */
};

extern const struct site_part site_shell; /* language, theme, files */
extern const struct site_part
    site_sign_in; /* /sign-in, /sign-out, /first-visit, /settings/access */
extern const struct site_part site_status;   /* / */
extern const struct site_part site_queue;    /* /jobs, /why */
extern const struct site_part site_print;    /* /print */
extern const struct site_part site_help;     /* /help: how do I print from ... */
extern const struct site_part site_printers; /* /printers */
extern const struct site_part site_people;   /* /people: departments, quotas, accounting */
extern const struct site_part site_settings; /* /settings, /log, /about */
extern const struct site_part site_migrate;  /* /migrate: printers of CUPS */
extern const struct site_part site_move;     /* /settings/move: export, import */
extern const struct site_part site_scan;     /* /scan */

/* Who a visitor is: sets admin, user, token and, for a new browser, cookie. Called for each
 * request before its handler. (sign-in.c) */
void sign_in_look(struct visit *visit);

/* Whether a token that a form brought is the visit's. (sign-in.c) */
bool sign_in_token_ok(const struct visit *visit, const char *token);

/* A page that asks to sign in, and goes on to where the visitor wanted. (sign-in.c) */
struct http_answer *sign_in_ask(struct visit *visit);

#endif
