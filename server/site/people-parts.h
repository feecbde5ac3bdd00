/*
 * people-parts.h - what the files of the site's part about people share: people-usage.c who has
 * printed how much, people-limits.c how much they may, people-departments.c for which
 * department of the machine they print, people-quiet.c when nothing is printed. All of it is
 * for administrators. Effects: see visit.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_PEOPLE_PARTS_H
#define SERVER_SITE_PEOPLE_PARTS_H

#include "site.h"

#define PEOPLE_PRINTERS 256
#define PEOPLE_PAGE     50 /* lines of a table */

enum people_tab { PEOPLE_USAGE, PEOPLE_LIMITS, PEOPLE_DEPARTMENTS, PEOPLE_QUIET };

struct people_printer {
    int id;
    char name[128];
    char quiet[32];
};

/* people_begin - page_begin with the links to the pages about people. */
bool people_begin(struct visit *visit, enum people_tab tab);

/* people_printers - those that there are, by their names; how many. */
size_t people_printers(struct people_printer *list, size_t max);

/* people_printer_name - of the list; "": it is none of it any more. */
const char *people_printer_name(const struct people_printer *list, size_t n, int id);

/* people_put_printers - a field "printer" to choose one, or (0) all. all: a key of words. */
void people_put_printers(struct visit *visit, const char *id, const char *all, int chosen);

/* people_number - a field as a number within bounds. False: it is none. */
bool people_number(const struct visit *visit, const char *name, long least, long most,
                   long *number);

/* people_put_hidden - a hidden field. */
void people_put_hidden(struct visit *visit, const char *name, const char *value);

/* people_put_pager - links to the pages of a table before and after this one; query: what their
 * addresses have beside page, with "&" at its end, or "". */
void people_put_pager(struct visit *visit, const char *path, const char *query, size_t page,
                      size_t n);

/* people_page - of the field "page", from 0; within what n lines have. */
size_t people_page(const struct visit *visit, size_t n);

/* people_file - a file to be kept, of malloc. */
struct http_answer *people_file(char *text, size_t n, const char *name);

/* people_refuse - the page again, with a sentence; what was typed is still in the request. */
struct http_answer *people_refuse(struct visit *visit, const char *sentence,
                                  struct http_answer *(*page)(struct visit *visit));

struct http_answer *people_get_usage(struct visit *visit);
struct http_answer *people_get_usage_csv(struct visit *visit);
struct http_answer *people_post_settings(struct visit *visit);
struct http_answer *people_post_forget(struct visit *visit);
struct http_answer *people_post_drop(struct visit *visit);
struct http_answer *people_get_limits(struct visit *visit);
struct http_answer *people_post_limit(struct visit *visit);
struct http_answer *people_post_limit_remove(struct visit *visit);
struct http_answer *people_post_beyond(struct visit *visit);
struct http_answer *people_post_release(struct visit *visit);
struct http_answer *people_get_departments(struct visit *visit);
struct http_answer *people_get_departments_csv(struct visit *visit);
struct http_answer *people_post_department(struct visit *visit);
struct http_answer *people_post_department_remove(struct visit *visit);
struct http_answer *people_post_import(struct visit *visit);
struct http_answer *people_get_quiet(struct visit *visit);
struct http_answer *people_post_quiet(struct visit *visit);

#endif
