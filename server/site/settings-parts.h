/*
 * settings-parts.h - what the files of the site's part "settings" share. For settings-*.c and
 * site-settings.c only.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_SETTINGS_PARTS_H
#define SERVER_SITE_SETTINGS_PARTS_H

#include "site.h"

#include "server/server-settings.h"

/* A page with settings of the server. */
struct settings_page {
    const char *piece;        /* of its address: /settings/PIECE */
    const char *key;          /* of its title; KEY-about is what it is about */
    const char *const *names; /* of options, NULL at the end */
};

/* settings_page_find - NULL: there is none. */
const struct settings_page *settings_page_find(const char *piece);

/* settings_pages - all, in the order of the overview. */
extern const struct settings_page settings_pages[];
extern const size_t num_settings_pages;

/* settings_put_waits - what waits for the next start, with a button for it; nothing when
 * nothing does. */
void settings_put_waits(struct visit *visit);

/* settings_note_certificate - another certificate waits for the next start. */
void settings_note_certificate(void);

/* settings_put_fact - a line of a list of facts: a word, and text as it is; latin: text is of
 * the program and not of the visitor's language. */
void settings_put_fact(struct visit *visit, const char *key, const char *text, bool latin);

/* settings_put_back - a link to the overview. */
void settings_put_back(struct visit *visit);

/* settings_date - a time, for people of any language: 2026-11-27 21:30. */
void settings_date(time_t when, char *text, size_t size);

/* Of settings-form.c. */
struct http_answer *settings_get_page(struct visit *visit);
struct http_answer *settings_post_page(struct visit *visit);

/* Of settings-tls.c. */
struct http_answer *settings_get_tls(struct visit *visit);
struct http_answer *settings_post_tls(struct visit *visit);
struct http_answer *settings_post_tls_new(struct visit *visit);

/* Of settings-log.c: the log, the lines alone, and as a file. */
struct http_answer *settings_get_log(struct visit *visit);
struct http_answer *settings_get_log_lines(struct visit *visit);
struct http_answer *settings_get_log_text(struct visit *visit);

/* Of settings-about.c. */
struct http_answer *settings_get_about(struct visit *visit);

#endif
