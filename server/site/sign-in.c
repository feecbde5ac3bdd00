/*
 * sign-in.c - who a visitor is: an administrator by a session's cookie, or, as long as there
 * is none, whoever sits at this computer; and which browser, by a cookie that each gets.
 *
 * What a form proves itself with is made of both with a secret of this run of the program: a
 * page of somebody else knows neither. Cookies of encrypted connections have names of their
 * own that nothing unencrypted can set ("__Host-"). Effects: random bytes, once.
 * Source: RFC 6265bis.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "sign-in.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/access-limit.h"
#include "server/log.h"

#define VISITOR_BYTES ((size_t)16)
#define YEAR_SECONDS  31536000

static uint8_t secret[32];

static void start(void)
{
    char code[ACCESS_CODE_SIZE];

    if (gnutls_rnd(GNUTLS_RND_KEY, secret, sizeof(secret)) != 0)
        log_say(LOG_SAY_ERROR, "There are no random bytes for the web page.");
    (void)access_code(code); /* the log tells it */
}

/* ---- cookies ---- */

static const char *cookie_name(const struct visit *visit, bool session)
{
    if (visit->request->tls)
        return session ? "__Host-session" : "__Host-visitor";
    return session ? "session" : "visitor";
}

static bool is_hex(const char *text, size_t n)
{
    return strlen(text) == n && strspn(text, "0123456789abcdef") == n;
}

void sign_in_session(const struct visit *visit, char id[ACCESS_SESSION_ID])
{
    if (!visit_cookie(visit, cookie_name(visit, true), id, ACCESS_SESSION_ID) ||
        !is_hex(id, ACCESS_SESSION_ID - 1))
        id[0] = '\0';
}

static void set_session(struct visit *visit, const char *id, int seconds)
{
    snprintf(visit->cookie, sizeof(visit->cookie),
             "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s", cookie_name(visit, true),
             id, seconds, visit->request->tls ? "; Secure" : "");
}

bool sign_in_begin(struct visit *visit, const char *user)
{
    char id[ACCESS_SESSION_ID];

    sign_in_session(visit, id);
    if (id[0] != '\0')
        access_end(id, visit->request->host);
    if (!access_begin(user, visit->request->host, id))
        return false;
    set_session(visit, id, ACCESS_SESSION_LIFE);
    return true;
}

void sign_in_forget(struct visit *visit)
{
    char id[ACCESS_SESSION_ID];

    sign_in_session(visit, id);
    access_end(id, visit->request->host);
    set_session(visit, "", 0);
}

/* The browser's number; a new one goes out with the answer. Not Strict: a link from another
 * page would make it a new browser. */
static void know_browser(struct visit *visit, char visitor[2 * VISITOR_BYTES + 1])
{
    uint8_t hash[32];

    if (visit_cookie(visit, cookie_name(visit, false), visitor, 2 * VISITOR_BYTES + 1) &&
        is_hex(visitor, 2 * VISITOR_BYTES)) {
        /* a part of its hash: what pages and files remember is no cookie */
        if (gnutls_hash_fast(GNUTLS_DIG_SHA256, visitor, strlen(visitor), hash) == 0)
            for (size_t i = 0; i < 16; i++)
                snprintf(visit->browser + 2 * i, 3, "%02x", hash[i]);
        return;
    }
    if (access_random_text(visitor, VISITOR_BYTES))
        snprintf(visit->cookie, sizeof(visit->cookie),
                 "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s",
                 cookie_name(visit, false), visitor, YEAR_SECONDS,
                 visit->request->tls ? "; Secure" : "");
}

/* ---- who it is ---- */

bool sign_in_is_here(const struct visit *visit)
{
    static const char *const of_proxies[] = {"Forwarded", "X-Forwarded-For", "X-Real-IP",
                                             "Via"};

    for (size_t i = 0; i < sizeof(of_proxies) / sizeof(of_proxies[0]); i++)
        if (http_header(visit->request, of_proxies[i])[0] != '\0')
            return false;
    return access_is_loopback(visit->request->host);
}

bool sign_in_plain(const struct visit *visit)
{
    return !visit->request->tls && !sign_in_is_here(visit);
}

void sign_in_by(const struct visit *visit, char *by, size_t size)
{
    snprintf(by, size, "%s%s%s", visit->user, visit->user[0] != '\0' ? " at " : "",
             visit->request->host);
}

void sign_in_look(struct visit *visit)
{
    char visitor[2 * VISITOR_BYTES + 1] = "", id[ACCESS_SESSION_ID];
    char said[sizeof(visitor) + sizeof(id) + 8], user[ACCESS_NAME_SIZE];
    uint8_t mac[32];

    know_browser(visit, visitor);
    sign_in_session(visit, id);
    if (id[0] != '\0' && access_people_any() && access_user(id, user)) {
        visit->admin = true;
        snprintf(visit->user, sizeof(visit->user), "%s", user);
    } else if (!access_people_any())
        visit->admin = visit->unclaimed = sign_in_is_here(visit);
    snprintf(said, sizeof(said), "%s/%s", visitor, visit->user[0] != '\0' ? id : "");
    if (visitor[0] == '\0' || gnutls_hmac_fast(GNUTLS_MAC_SHA256, secret, sizeof(secret), said,
                                               strlen(said), mac) != 0)
        return; /* without a token no form is taken */
    for (size_t i = 0; i < sizeof(mac); i++)
        snprintf(visit->token + 2 * i, 3, "%02x", mac[i]);
}

bool sign_in_token_ok(const struct visit *visit, const char *token)
{
    size_t n = strlen(visit->token);

    return n > 0 && strlen(token) == n && gnutls_memcmp(visit->token, token, n) == 0;
}

static const struct site_route routes[] = {
    {"GET",  "/sign-in",                    0, SITE_EVERYBODY,     sign_in_get,          NULL},
    {"POST", "/sign-in",                    0, SITE_EVERYBODY,     sign_in_post,         NULL},
    {"POST", "/sign-out",                   0, SITE_EVERYBODY,     sign_in_out,          NULL},
    {"GET",  "/first-visit",                0, SITE_EVERYBODY,     first_visit_get,      NULL},
    {"POST", "/first-visit",                0, SITE_EVERYBODY,     first_visit_post,     NULL},
    {"GET",  "/settings/access",            0, SITE_ADMINISTRATOR, access_get,           NULL},
    {"POST", "/settings/access/add",        0, SITE_ADMINISTRATOR, access_post_add,      NULL},
    {"POST", "/settings/access/remove",     0, SITE_ADMINISTRATOR, access_post_remove,   NULL},
    {"POST", "/settings/access/password",   0, SITE_ADMINISTRATOR, access_post_password, NULL},
    {"POST", "/settings/access/others",     0, SITE_ADMINISTRATOR, access_post_others,   NULL},
    {"POST", "/settings/access/printers/*", 0, SITE_ADMINISTRATOR, access_post_printer,  NULL},
};

const struct site_part site_sign_in = {routes, sizeof(routes) / sizeof(routes[0]), start, NULL};
