/*
 * sign-in-page.c - signing in and out, and the first visit, which sets the first administrator.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "sign-in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- pieces ---- */

void sign_in_say(struct visit *visit, enum access_answer answer, unsigned wait)
{
    char seconds[16];

    snprintf(seconds, sizeof(seconds), "%u", wait);
    say_into(visit->language, visit->refusal, sizeof(visit->refusal), access_answer_key(answer),
             "seconds", seconds, (const char *)NULL);
}

void sign_in_field(struct visit *visit, const char *type, const char *name, const char *label,
                   const char *autocomplete, const char *help, const char *value)
{
    page_put(visit, "<div class=\"field\"><label for=\"in-%s\">%w</label>\n", name, label);
    page_put(visit,
             "<input id=\"in-%s\" name=\"%s\" type=\"%s\" value=\"%s\" autocomplete=\"%s\" "
             "spellcheck=\"false\" autocapitalize=\"none\" dir=\"auto\" required",
             name, name, type, value, autocomplete);
    if (help != NULL)
        page_put(visit, " aria-describedby=\"help-%s\"", name);
    fputs(">\n", visit->page);
    if (help != NULL)
        page_put(visit, "<p class=\"help\" id=\"help-%s\">%w</p>\n", name, help);
    fputs("</div>\n", visit->page);
}

void sign_in_passwords(struct visit *visit)
{
    sign_in_field(visit, "password", "new-password", "sign-in.new-password", "new-password",
                  "sign-in.password-help", "");
    sign_in_field(visit, "password", "again", "sign-in.again", "new-password", NULL, "");
}

const char *sign_in_new_password(struct visit *visit)
{
    const char *password = visit_field(visit, "new-password");

    if (strcmp(password, visit_field(visit, "again")) == 0)
        return password;
    snprintf(visit->refusal, sizeof(visit->refusal), "%s",
             visit_word(visit, "sign-in.different"));
    return NULL;
}

/* The name that the visitor has called, without its port; where there is none that of this
 * computer. */
static void called(const struct visit *visit, char *host, size_t size)
{
    const char *said = http_header(visit->request, "Host");
    size_t n = said[0] == '[' ? strcspn(said, "]") + 1 : strcspn(said, ":");

    if (n == 0 || n > strlen(said) || n >= size)
        snprintf(host, size, "%s", site.host);
    else
        snprintf(host, size, "%.*s", (int)n, said);
}

/* Instead of a form: no password goes over the network for everybody to read. */
static struct http_answer *ask_for_encryption(struct visit *visit, const char *path)
{
    char host[256], port[16];

    if (!page_begin(visit, "sign-in.title", SECTION_NONE, NULL))
        return NULL;
    called(visit, host, sizeof(host));
    snprintf(port, sizeof(port), "%u", site_tls_port());
    fputs("<section class=\"panel\">\n", visit->page);
    if (site_tls_port() == 0)
        page_put(visit, "<p>%w</p>\n", "sign-in.no-tls");
    else
        page_put(visit,
                 "<p>%w</p>\n<p>%w</p>\n<p><a class=\"button primary\" "
                 "href=\"https://%s:%s%s\">%w</a></p>\n",
                 "sign-in.plain", "sign-in.certificate", host, port, path, "sign-in.go-on");
    fputs("</section>\n", visit->page);
    return page_end(visit, 403);
}

static bool refuses_plain(const struct visit *visit)
{
    return sign_in_plain(visit) && !site.plain_sign_in;
}

static void warn_of_plain(struct visit *visit)
{
    if (sign_in_plain(visit))
        page_put(visit, "<p class=\"notice bad\">%w</p>\n", "sign-in.plain-warning");
}

/* ---- sign in ---- */

static struct http_answer *sign_in_page(struct visit *visit, unsigned status, const char *to)
{
    if (refuses_plain(visit))
        return ask_for_encryption(visit, "/sign-in");
    if (!page_begin(visit, "sign-in.title", SECTION_NONE, NULL))
        return NULL;
    warn_of_plain(visit);
    page_form(visit, "/sign-in", "class=\"panel\"");
    page_put(visit, "\n<p class=\"soft\">%w</p>\n", "sign-in.who");
    page_put(visit, "<input type=\"hidden\" name=\"to\" value=\"%s\">\n", to);
    sign_in_field(visit, "text", "name", "sign-in.name", "username", NULL,
                  visit_field(visit, "name"));
    sign_in_field(visit, "password", "password", "sign-in.password", "current-password", NULL,
                  "");
    page_put(visit, "<button class=\"primary\">%w</button></form>\n", "sign-in.button");
    page_put(visit, "<p class=\"soft\">%w</p>\n", "sign-in.lost");
    return page_end(visit, status);
}

struct http_answer *sign_in_get(struct visit *visit)
{
    if (!access_people_any())
        return visit_go(visit, "/first-visit", "");
    if (visit->user[0] != '\0')
        return visit_go(visit, visit_way_on(visit), "");
    return sign_in_page(visit, 200, visit_way_on(visit));
}

struct http_answer *sign_in_ask(struct visit *visit)
{
    if (!access_people_any())
        return first_visit_get(visit);
    return sign_in_page(visit, 403, visit->request->path);
}

struct http_answer *sign_in_post(struct visit *visit)
{
    const char *name = visit_field(visit, "name");
    enum access_answer answer;
    unsigned wait = 0;

    if (refuses_plain(visit))
        return ask_for_encryption(visit, "/sign-in");
    if (!access_people_any())
        return visit_go(visit, "/first-visit", "");
    answer = access_try(visit->request->host, name, visit_field(visit, "password"), &wait);
    if (answer == ACCESS_DONE && sign_in_begin(visit, name))
        return visit_go(visit, visit_way_on(visit), "signed-in");
    if (answer == ACCESS_DONE)
        return NULL;
    sign_in_say(visit, answer, wait);
    return sign_in_page(visit, answer == ACCESS_WRONG ? 403 : 429, visit_way_on(visit));
}

struct http_answer *sign_in_out(struct visit *visit)
{
    sign_in_forget(visit);
    return visit_go(visit, "/", "signed-out");
}

/* ---- the first visit ---- */

static struct http_answer *first_page(struct visit *visit, unsigned status)
{
    bool here = sign_in_is_here(visit);

    if (refuses_plain(visit))
        return ask_for_encryption(visit, "/first-visit");
    if (!page_begin(visit, "sign-in.first-title", SECTION_NONE, NULL))
        return NULL;
    warn_of_plain(visit);
    page_form(visit, "/first-visit", "class=\"panel\"");
    page_put(visit, "\n<p>%w</p>\n", "sign-in.first-what");
    if (!here)
        sign_in_field(visit, "text", "code", "sign-in.code", "off", "sign-in.code-help",
                      visit_field(visit, "code"));
    sign_in_field(visit, "text", "name", "sign-in.name", "username", NULL,
                  visit_field(visit, "name"));
    sign_in_passwords(visit);
    page_put(visit, "<button class=\"primary\">%w</button></form>\n", "sign-in.first-button");
    return page_end(visit, status);
}

struct http_answer *first_visit_get(struct visit *visit)
{
    if (access_people_any())
        return visit_go(visit, "/sign-in", "");
    return first_page(visit, strcmp(visit->request->path, "/first-visit") == 0 ? 200 : 403);
}

struct http_answer *first_visit_post(struct visit *visit)
{
    const char *password = sign_in_new_password(visit), *name = visit_field(visit, "name");
    enum access_answer answer = ACCESS_DONE;
    char by[300];
    unsigned wait = 0;

    if (refuses_plain(visit))
        return ask_for_encryption(visit, "/first-visit");
    if (access_people_any())
        return visit_go(visit, "/sign-in", "");
    if (password == NULL)
        return first_page(visit, 400);
    if (!access_name_check(name))
        answer = ACCESS_BAD_NAME;
    else
        answer = access_password_check(password);
    if (answer == ACCESS_DONE && !sign_in_is_here(visit))
        answer = access_try_code(visit->request->host, visit_field(visit, "code"), &wait);
    if (answer == ACCESS_WRONG) {
        snprintf(visit->refusal, sizeof(visit->refusal), "%s",
                 visit_word(visit, "sign-in.wrong-code"));
        return first_page(visit, 403);
    }
    sign_in_by(visit, by, sizeof(by));
    if (answer == ACCESS_DONE)
        answer = access_add(name, password, ACCESS_FIRST, by);
    if (answer == ACCESS_DONE && sign_in_begin(visit, name))
        return visit_go(visit, "/", "first-administrator");
    sign_in_say(visit, answer, wait);
    return first_page(visit, answer == ACCESS_WAIT ? 429 : 400);
}
