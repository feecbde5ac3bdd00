/*
 * web-parts.h - what the files share that draw the status page and take its forms. For web*.c
 * only.
 *
 * A form is about a job ("job") or a queue ("queue"): its hidden field names which, its button
 * the action. web.c has the tables of actions, and checks that a form was made here and what
 * it names is there; who may do it is the action's to say.
 * Effects: writes HTML.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_WEB_PARTS_H
#define SERVER_WEB_PARTS_H

#include "jobs.h"

#include <cups/cups.h>
#include <pappl/pappl.h>
#include <stdio.h>

/* One answer that is made. */
struct web_drawing {
    FILE *page;
    pappl_client_t *client;
    char token[256];           /* proves that a form was made here */
    char host[256];            /* the client's address */
    bool local;                /* it is this computer */
    struct papers_ready ready; /* in the machine of the queue that is drawn */
    char notice[256];          /* what is told first: why a form could not be followed; "" */
};

/* What a form brought. */
struct web_form {
    int n;
    cups_option_t *fields;
};

/* web_field - the value of a field, "" where it has none. */
const char *web_field(const struct web_form *form, const char *name);

/* web_put_head - all of a page up to what its body begins with. more: elements of the head that
 * only some pages have; "" */
void web_put_head(FILE *page, const char *title, const char *more);

/* web_put_text - escaped, for elements and for attributes. NULL is nothing. */
void web_put_text(FILE *page, const char *text);

/* web_put - before, text, after; only text is escaped. */
void web_put(FILE *page, const char *before, const char *text, const char *after);

/* web_may_change - whether a job is the client's: it came from there, or this is the computer
 * of the gateway. With the lock. */
bool web_may_change(const struct web_drawing *drawing, const struct job *job);

/* web_put_release - with the lock: the form for the code of a job that waits for one, which
 * anybody may fill in; a button for whoever may release it without. False: it waits for nobody.
 */
bool web_put_release(const struct web_drawing *drawing, const struct job *job);

/* web_release - what that form asks for. False, and a notice. */
bool web_release(struct web_drawing *drawing, struct job *job, const struct web_form *form);

/* web_begin_form - a form about a "job" or "queue" of this number; fields may follow, and
 * web_end_form with the button. */
void web_begin_form(const struct web_drawing *drawing, const char *what, int id);
void web_end_form(const struct web_drawing *drawing, const char *action, const char *label);

#endif
