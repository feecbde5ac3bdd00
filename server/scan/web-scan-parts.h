/*
 * web-scan-parts.h - what the files of the page to scan from share. For web-scan*.c only.
 * Effects: those of the functions.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_WEB_SCAN_PARTS_H
#define SERVER_SCAN_WEB_SCAN_PARTS_H

#include "page-change.h"
#include "web-scan-tray.h"
#include "web-scan-words.h"

#include <pappl/pappl.h>
#include <stdio.h>

/* Set before there are clients. */
struct web_scan {
    pappl_system_t *system;
    char folder[1024]; /* of pages and documents */
};
extern struct web_scan web_scan;

/* ---- web-scan-answers.c: texts ---- */

/* What the scanner does, for people. */
struct web_status {
    const char *tone; /* "ok", "busy", "bad" */
    char text[128];
    char hint[600]; /* what to do; "" */
};
void web_status(const struct web_tray *tray, const struct scanner_facts *facts, bool feeder,
                struct web_status *status);

/* web_put_state - JSON of what changes: state, pages, preview, notice. feeder: the feeder is
 * chosen, so that its being empty matters. */
void web_put_state(FILE *out, const struct web_tray *tray, const struct scanner_facts *facts,
                   bool feeder);

/* ---- web-scan.c ---- */

/* A sentence alone. */
struct http_answer *web_say(unsigned status, const char *text);

struct http_answer *web_get_state(const struct http_request *request);

/* ---- web-scan-forms.c: a POST each; their forms have the tray's token ---- */

struct http_answer *web_post_start(const struct http_request *request);
struct http_answer *web_post_cancel(const struct http_request *request);
struct http_answer *web_post_card(const struct http_request *request);
struct http_answer *web_post_profile(const struct http_request *request);
struct http_answer *web_post_change(const struct http_request *request);
struct http_answer *web_post_save(const struct http_request *request);

/* ---- web-scan-page.c: HTML ---- */

/* web_put_page - what the page has below its title. */
void web_put_page(FILE *out, const struct web_tray *tray, const struct scanner_facts *facts);

/* web_put_collected - its list of pages with their buttons (web-scan-list.c). */
void web_put_collected(FILE *out, const struct web_tray *tray);

/* ---- web-scan-export.c ---- */

/* A page with its changes, by a reference of one's own. */
struct web_chosen {
    struct scan_page *page;
    struct page_change change; /* crop and quarters */
};

/* web_choose - those pages of a tray that the request's fields "page" name, or all. With the
 * lock; the number of them. */
size_t web_choose(struct web_tray *tray, const struct http_request *request,
                  struct web_chosen chosen[TRAY_MAX_PAGES]);
void web_let_go(struct web_chosen *chosen, size_t n);

/* web_page_as - a chosen page as a picture, as large as it is or, for reduce > 1, smaller; a
 * reference. NULL and a sentence. */
struct scan_page *web_page_as(const struct web_chosen *chosen, enum scan_encoding encoding,
                              unsigned reduce, unsigned quality, char *why, size_t why_size);

/* web_read_all - the bytes of a page, of malloc. NULL: the disk, or no memory. */
void *web_read_all(const struct scan_page *page, size_t *n);

/* web_download - a file, for GET with the fields "format", "name", "page". */
struct http_answer *web_download(const struct http_request *request);

/* web_print - print pages: fields "copies", "sides", "printer". web_deliver - as the profile of
 * the field "profile" says. False, and what is the sentence on why not; else it is what was
 * done. */
bool web_print(const struct http_request *request, struct web_chosen *chosen, size_t n,
               char *what, size_t what_size);
bool web_deliver(const struct http_request *request, struct web_chosen *chosen, size_t n,
                 char *what, size_t what_size);

/* ---- web-scan-card.c ---- */

/* web_card - front and back on one page as large as the paper, 1:1. A reference; NULL and a
 * sentence. */
struct scan_page *web_card(struct scan_page *front, struct scan_page *back, bool letter,
                           char *why, size_t why_size);

#endif
