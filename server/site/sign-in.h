/*
 * sign-in.h - what the files of the part "sign-in" share: sign-in.c says who a visitor is,
 * sign-in-page.c signs in and out and serves the first visit, sign-in-access.c sets who
 * administrates and who may print. Effects: those of access.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_SIGN_IN_H
#define SERVER_SITE_SIGN_IN_H

#include "parts.h"

#include "server/access.h"

/* sign_in_session - the number of the session that a browser says it has; "": it says none. */
void sign_in_session(const struct visit *visit, char id[ACCESS_SESSION_ID]);

/* sign_in_begin - of a visitor who has proved to be user: the cookie that goes out with the
 * answer, and the end of the session before. False: there is no randomness. */
bool sign_in_begin(struct visit *visit, const char *user);

/* sign_in_forget - sign out. */
void sign_in_forget(struct visit *visit);

/* sign_in_is_here - whether a visitor sits at this computer, and no proxy brought them. */
bool sign_in_is_here(const struct visit *visit);

/* sign_in_plain - whether a password would come unencrypted from another computer. */
bool sign_in_plain(const struct visit *visit);

/* sign_in_by - who does something, for the log. */
void sign_in_by(const struct visit *visit, char *by, size_t size);

/* sign_in_say - the sentence for an answer, as what is told first on the page. */
void sign_in_say(struct visit *visit, enum access_answer answer, unsigned wait);

/* sign_in_field - a label and its input; type "text" or "password"; words_help: a key or NULL;
 * autocomplete as HTML has it. */
void sign_in_field(struct visit *visit, const char *type, const char *name, const char *label,
                   const char *autocomplete, const char *help, const char *value);

/* sign_in_passwords - a new password, twice. */
void sign_in_passwords(struct visit *visit);
/* sign_in_new_password - what was typed there; NULL: two different ones, and told. */
const char *sign_in_new_password(struct visit *visit);

struct http_answer *sign_in_get(struct visit *visit);
struct http_answer *sign_in_post(struct visit *visit);
struct http_answer *sign_in_out(struct visit *visit);
struct http_answer *first_visit_get(struct visit *visit);
struct http_answer *first_visit_post(struct visit *visit);
struct http_answer *access_get(struct visit *visit);
struct http_answer *access_post_add(struct visit *visit);
struct http_answer *access_post_remove(struct visit *visit);
struct http_answer *access_post_password(struct visit *visit);
struct http_answer *access_post_others(struct visit *visit);
struct http_answer *access_post_printer(struct visit *visit);

/*
 * access_put_form - the form for a printer's own list of networks, for pages about it; for
 * administrators. It comes back to back, a path of the site.
 */
void access_put_form(struct visit *visit, int queue, const char *back);

#endif
