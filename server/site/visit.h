/*
 * visit.h - one request to the web site: who asks, in which language, and the page that is made
 * for it.
 *
 * A page is made whole before a byte of it goes out. page_put writes text into it: everything
 * is escaped but what stands in the format itself. Effects: memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_VISIT_H
#define SERVER_SITE_VISIT_H

#include "words.h"

#include "server/http/http-server.h"

#include <stdbool.h>
#include <stdio.h>

/* A visit's members are set before a handler is called. */
struct visit {
    const struct http_request *request;
    enum words_language language;
    char theme[8];          /* "light", "dark"; "": as the device has it */
    bool admin;             /* may change things */
    bool unclaimed;         /* because nobody administrates yet, and this computer asks */
    char user[128];         /* who has signed in; "": nobody */
    char browser[36];       /* the same for all visits of a browser, and of no other; "": new */
    char token[72];         /* proves that a form was made here, for this browser */
    char cookie[320];       /* a Set-Cookie that is to go out with the answer; "" */
    unsigned again_seconds; /* until a page is loaded again where there is no script; 0: never.
                             * Set before page_begin */
    FILE *page;             /* while one is made */
    char *text;
    size_t n;
    char
        refusal[600]; /* what is told first on the page: why a form could not be followed; "" */
};

/* The parts of the site, for the navigation. */
enum site_section {
    SECTION_NONE,
    SECTION_STATUS,
    SECTION_JOBS,
    SECTION_PRINT,
    SECTION_SCAN,
    SECTION_PRINTERS,
    SECTION_HELP,
    SECTION_PEOPLE, /* accounts, quotas: administrators only */
    SECTION_SETTINGS,
};

/* ---- pages ---- */

/*
 * page_begin - a page up to where its content begins: head, navigation, what the query's
 * "notice" says (a key of words, "notice." is put before), refusal.
 *
 * title   a key of words
 * script  a file of /files/ for this page ("queue.js"), or NULL. Pages work without.
 *
 * False: no memory; the handler returns NULL.
 */
bool page_begin(struct visit *visit, const char *title, enum site_section section,
                const char *script);

/* page_end - the answer, with its footer. status 200, or that of a refusal. */
struct http_answer *page_end(struct visit *visit, unsigned status);

/* page_fragment_begin, page_fragment_end - a piece of HTML without head and foot, for scripts
 * that renew a part of a page. */
bool page_fragment_begin(struct visit *visit);
struct http_answer *page_fragment_end(struct visit *visit);

/*
 * page_put - HTML.
 *
 *   %s  const char *, escaped for elements and attributes; NULL is nothing
 *   %w  const char *: a key of words, its text escaped
 *   %d  int    %u  unsigned    %l  long long    %%  a percent sign
 *
 * Nothing else; no flags.
 */
void page_put(struct visit *visit, const char *format, ...);

/* page_say - the text of a key, escaped, with "{name}" replaced by values: pairs of name and
 * const char *, a NULL at the end. */
void page_say(struct visit *visit, const char *key, ...);

/* say_into - the same as plain text, for scripts and files. */
void say_into(enum words_language language, char *text, size_t size, const char *key, ...);

/* page_form - "<form method=post action=...>" with the visit's token; fields and "</form>" are
 * the caller's. attributes: more of them ("enctype=..."), as they are; "". For a multipart form
 * the token is in the address, as page_form puts it. */
void page_form(struct visit *visit, const char *action, const char *attributes);

/* ---- answers that are no pages ---- */

/* visit_go - 303 to another page of the site; notice: what it says first, a key without
 * "notice.";
 * "" for nothing. For the end of a POST. */
struct http_answer *visit_go(struct visit *visit, const char *path, const char *notice);

/* visit_refuse - a page that says a sentence: one of ours in the visit's language (a key of
 * words), or, where there is none, as it is. */
struct http_answer *visit_refuse(struct visit *visit, unsigned status, const char *sentence);

/* visit_word - short for word() in its language. */
const char *visit_word(const struct visit *visit, const char *key);

/* visit_field - a field of the query or the form; "" where there is none. */
const char *visit_field(const struct visit *visit, const char *name);

/* visit_cookie - a cookie's value in n bytes; false: it has none, or it does not fit. */
bool visit_cookie(const struct visit *visit, const char *name, char *value, size_t n);

/* visit_way_on - where the field "to" leads: a path of ours alone, or the first page. */
const char *visit_way_on(const struct visit *visit);

/* visit_id - a piece of the route as a number, 0: it is none. */
int visit_id(const struct visit *visit, size_t piece);

#endif
