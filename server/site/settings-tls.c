/*
 * settings-tls.c - the page about encryption: the certificate, another one.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "settings-parts.h"

#include "server/log.h"
#include "server/tls-own.h"
#include "server/tls.h"

#include <cups/cups.h>
#include <errno.h>
#include <string.h>

static void put_certificate(struct visit *visit)
{
    struct tls_facts facts;
    char text[64];

    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n", "settings.certificate");
    if (!site.tls || !tls_facts(&facts)) {
        page_put(visit, "<p>%w</p></section>\n", "settings.no-certificate");
        return;
    }
    fputs("<dl>\n", visit->page);
    settings_put_fact(visit, "settings.certificate-names", facts.names, true);
    if (facts.by_itself)
        settings_put_fact(visit, "settings.certificate-issuer",
                          visit_word(visit, "settings.certificate-itself"), false);
    else
        settings_put_fact(visit, "settings.certificate-issuer", facts.issuer, true);
    settings_date(facts.from, text, sizeof(text));
    settings_put_fact(visit, "settings.certificate-from", text, true);
    settings_date(facts.until, text, sizeof(text));
    settings_put_fact(visit, "settings.certificate-until", text, true);
    page_put(visit, "<dt>%w</dt><dd><code class=\"fingerprint\" dir=\"ltr\">%s</code></dd>\n",
             "settings.certificate-fingerprint", facts.fingerprint);
    fputs("</dl></section>\n", visit->page);
}

static void put_area(struct visit *visit, const char *name, const char *key, const char *help,
                     const char *value)
{
    page_put(visit,
             "<div class=\"field\"><label for=\"%s\">%w</label><textarea id=\"%s\" name=\"%s\" "
             "rows=\"6\" dir=\"ltr\" spellcheck=\"false\" autocomplete=\"off\" required "
             "aria-describedby=\"%s-help\">%s</textarea><p class=\"help\" "
             "id=\"%s-help\">%w</p></div>\n",
             name, key, name, name, name, value, name, help);
}

static struct http_answer *show(struct visit *visit, unsigned status)
{
    if (!page_begin(visit, "settings.tls", SECTION_SETTINGS, NULL))
        return NULL;
    settings_put_waits(visit);
    page_put(visit, "<p>%w</p>\n", "settings.tls-about");
    put_certificate(visit);
    if (site.tls) {
        page_form(visit, "/settings/tls", "class=\"panel\"");
        page_put(visit, "<h2>%w</h2>\n", "settings.own-certificate");
        put_area(visit, "certificate", "settings.own-pem", "settings.own-pem-help",
                 visit_field(visit, "certificate"));
        /* a key is not sent back, not even to where it came from */
        put_area(visit, "key", "settings.own-key", "settings.own-key-help", "");
        page_put(visit, "<button class=\"primary\">%w</button></form>\n", "settings.own-use");
        page_form(visit, "/settings/tls/new", "class=\"panel\"");
        page_put(visit, "<h2>%w</h2><p>%w</p><button>%w</button></form>\n",
                 "settings.new-certificate", "settings.new-certificate-help",
                 "settings.new-certificate-make");
    }
    settings_put_back(visit);
    return page_end(visit, status);
}

struct http_answer *settings_get_tls(struct visit *visit)
{
    return show(visit, 200);
}

static const char *const refusals[] = {
    [TLS_OWN_NO_CERTIFICATE] = "settings.own-no-certificate",
    [TLS_OWN_NO_KEY] = "settings.own-no-key",
    [TLS_OWN_MISMATCH] = "settings.own-mismatch",
    [TLS_OWN_EXPIRED] = "settings.own-expired",
    [TLS_OWN_NAME] = "settings.own-name",
    [TLS_OWN_FAILED] = "settings.own-failed",
};

struct http_answer *settings_post_tls(struct visit *visit)
{
    char name[300];
    enum tls_own result = site.tls ? tls_own_keep(visit_field(visit, "certificate"),
                                                  visit_field(visit, "key"), name, sizeof(name))
                                   : TLS_OWN_FAILED;

    if (result != TLS_OWN_GOOD) {
        say_into(visit->language, visit->refusal, sizeof(visit->refusal), refusals[result],
                 "name", result == TLS_OWN_NAME ? name : "", NULL);
        return show(visit, result == TLS_OWN_FAILED ? 500 : 400);
    }
    log_say(LOG_SAY_INFO, "There is another certificate, says %s at %s.",
            visit->user[0] != '\0' ? visit->user : "somebody", visit->request->host);
    settings_note_certificate();
    return visit_go(visit, "/settings/tls", "certificate-kept");
}

struct http_answer *settings_post_tls_new(struct visit *visit)
{
    if (!site.tls || !tls_renew()) {
        snprintf(visit->refusal, sizeof(visit->refusal), "%s",
                 visit_word(visit, "settings.own-failed"));
        return show(visit, 500);
    }
    log_say(LOG_SAY_INFO, "A new certificate was made, says %s at %s.",
            visit->user[0] != '\0' ? visit->user : "somebody", visit->request->host);
    settings_note_certificate();
    return visit_go(visit, "/settings/tls", "certificate-made");
}
