/*
 * sign-in-access.c - /settings/access: who administrates, and from where may be printed.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "sign-in.h"

#include "server/access-print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE      "/settings/access"
#define MAX_SHOWN 50

/* ---- administrators ---- */

static void put_administrator(struct visit *visit, const char *name, bool last)
{
    char label[200];

    page_put(visit, "<tr><td data-label=\"%w\"><bdi>%s</bdi>", "sign-in.name", name);
    if (strcmp(name, visit->user) == 0)
        page_put(visit, " <span class=\"soft\">%w</span>", "sign-in.you");
    fputs("</td><td>", visit->page);
    say_into(visit->language, label, sizeof(label), "sign-in.remove-name", "name", name,
             (const char *)NULL);
    page_form(visit, PAGE "/remove", "");
    page_put(visit, "<input type=\"hidden\" name=\"name\" value=\"%s\">", name);
    if (last)
        page_put(visit,
                 "<label class=\"tick\"><input type=\"checkbox\" name=\"last\" value=\"yes\" "
                 "required> %w</label>",
                 "sign-in.even-last");
    page_put(visit, "<button class=\"danger\" aria-label=\"%s\">%w</button></form></td></tr>\n",
             label, "sign-in.remove");
}

static void put_administrators(struct visit *visit)
{
    char names[ACCESS_PEOPLE_MAX][ACCESS_NAME_SIZE];
    size_t n = access_people_list(names, ACCESS_PEOPLE_MAX);

    n = n < ACCESS_PEOPLE_MAX ? n : ACCESS_PEOPLE_MAX;
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n<p class=\"soft\">%w</p>\n",
             "sign-in.administrators", "sign-in.administrators-help");
    if (n == 0)
        page_put(visit, "<p>%w</p>\n", "sign-in.nobody");
    else {
        page_put(visit,
                 "<table class=\"cards\"><thead><tr><th scope=\"col\">%w</th><th "
                 "scope=\"col\">%w</th></tr></thead><tbody>\n",
                 "sign-in.name", "sign-in.change");
        for (size_t i = 0; i < n; i++)
            put_administrator(visit, names[i], n == 1);
        fputs("</tbody></table>\n", visit->page);
    }
    page_put(visit, "<details%s><summary>%w</summary>\n",
             visit->refusal[0] != '\0' && visit_field(visit, "name")[0] != '\0' ? " open" : "",
             "sign-in.add");
    page_form(visit, PAGE "/add", "");
    sign_in_field(visit, "text", "name", "sign-in.name", "off", NULL,
                  visit_field(visit, "name"));
    sign_in_passwords(visit);
    page_put(visit, "<button class=\"primary\">%w</button></form></details></section>\n",
             "sign-in.add-button");
}

static void put_own_password(struct visit *visit)
{
    char count[16];

    if (visit->user[0] == '\0')
        return;
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n", "sign-in.own");
    page_form(visit, PAGE "/password", "");
    page_put(visit,
             "<input type=\"hidden\" name=\"username\" autocomplete=\"username\" "
             "value=\"%s\">\n",
             visit->user);
    fputs("<div class=\"field\">", visit->page);
    page_put(visit,
             "<label for=\"own-old\">%w</label><input id=\"own-old\" name=\"old\" "
             "type=\"password\" autocomplete=\"current-password\" required></div>\n",
             "sign-in.old-password");
    page_put(visit,
             "<div class=\"field\"><label for=\"own-new\">%w</label><input id=\"own-new\" "
             "name=\"new-password\" type=\"password\" autocomplete=\"new-password\" "
             "required></div>\n",
             "sign-in.new-password");
    page_put(visit,
             "<div class=\"field\"><label for=\"own-again\">%w</label><input "
             "id=\"own-again\" name=\"again\" type=\"password\" "
             "autocomplete=\"new-password\" required></div>\n",
             "sign-in.again");
    page_put(visit, "<button>%w</button></form>\n<h3>%w</h3>\n<p>", "sign-in.own-button",
             "sign-in.sessions");
    snprintf(count, sizeof(count), "%zu", access_count());
    page_say(visit, "sign-in.sessions-count", "count", count, (const char *)NULL);
    fputs("</p>\n", visit->page);
    page_form(visit, PAGE "/others", "");
    page_put(visit, "<button>%w</button></form></section>\n", "sign-in.others");
}

/* ---- printing ---- */

void access_put_form(struct visit *visit, int queue, const char *back)
{
    char list[ACCESS_PRINT_LIST], action[80];
    pappl_printer_t *printer = papplSystemFindPrinter(site.system, NULL, queue, NULL);
    const char *name = printer != NULL ? papplPrinterGetName(printer) : "";

    access_queue_list(queue, list);
    if (strcmp(visit_field(visit, "queue"), name) == 0 && visit->refusal[0] != '\0')
        snprintf(list, sizeof(list), "%s", visit_field(visit, "allow"));
    snprintf(action, sizeof(action), PAGE "/printers/%d", queue);
    page_form(visit, action, "");
    page_put(visit,
             "<input type=\"hidden\" name=\"back\" value=\"%s\"><input type=\"hidden\" "
             "name=\"queue\" value=\"%s\">\n<div class=\"field\"><label "
             "for=\"allow-%d\">",
             back, name, queue);
    page_say(visit, "sign-in.allow-label", "name", name, (const char *)NULL);
    page_put(
        visit,
        "</label><input id=\"allow-%d\" name=\"allow\" type=\"text\" value=\"%s\" "
        "placeholder=\"192.0.2.0/24, local\" dir=\"ltr\" spellcheck=\"false\" "
        "autocapitalize=\"none\" autocomplete=\"off\" aria-describedby=\"allow-help-%d\">\n"
        "<p class=\"help\" id=\"allow-help-%d\">%w</p></div>\n",
        queue, list, queue, queue, "sign-in.allow-help");
    say_into(visit->language, list, sizeof(list), "sign-in.keep-name", "name", name,
             (const char *)NULL);
    page_put(visit, "<button aria-label=\"%s\">%w</button></form>\n", list, "sign-in.keep");
}

struct printers {
    int ids[MAX_SHOWN];
    size_t n;
};

static void note_printer(pappl_printer_t *printer, void *data)
{
    struct printers *printers = data;

    if (printers->n < MAX_SHOWN)
        printers->ids[printers->n++] = papplPrinterGetID(printer);
}

static void put_printing(struct visit *visit)
{
    struct printers printers = {.n = 0};
    char list[ACCESS_PRINT_LIST];

    access_print_list(list);
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n<p>", "sign-in.printing");
    page_say(visit, "sign-in.print-allow", "list", list, (const char *)NULL);
    page_put(visit, "</p>\n<p class=\"soft\">%w</p>\n", "sign-in.networks-help");
    fputs("<p>", visit->page);
    page_say(visit, "sign-in.web-allow", "list",
             site.allow != NULL && site.allow[0] != '\0' ? site.allow : "local",
             (const char *)NULL);
    page_put(visit, "</p>\n<p><a href=\"/settings/network\">%w</a></p></section>\n",
             "sign-in.networks-change");
    papplSystemIteratePrinters(site.system, note_printer, &printers);
    if (printers.n == 0)
        return;
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n", "sign-in.printers");
    for (size_t i = 0; i < printers.n; i++)
        access_put_form(visit, printers.ids[i], PAGE);
    fputs("</section>\n", visit->page);
}

/* ---- the page, and what it sends ---- */

static struct http_answer *show(struct visit *visit, unsigned status)
{
    if (!page_begin(visit, "sign-in.access-title", SECTION_SETTINGS, NULL))
        return NULL;
    put_administrators(visit);
    put_own_password(visit);
    put_printing(visit);
    page_put(visit, "<p><a class=\"button\" href=\"/settings\">%w</a></p>\n", "settings.back");
    return page_end(visit, status);
}

struct http_answer *access_get(struct visit *visit)
{
    return show(visit, 200);
}

static struct http_answer *go_or_show(struct visit *visit, enum access_answer answer,
                                      unsigned wait, const char *notice)
{
    if (answer == ACCESS_DONE)
        return visit_go(visit, PAGE, notice);
    sign_in_say(visit, answer, wait);
    return show(visit, answer == ACCESS_WAIT || answer == ACCESS_BUSY ? 429 : 400);
}

/* A password that goes over the network unencrypted is known to whoever listens. */
static bool may_set(struct visit *visit)
{
    if (!sign_in_plain(visit) || site.plain_sign_in)
        return true;
    snprintf(visit->refusal, sizeof(visit->refusal), "%s", visit_word(visit, "sign-in.plain"));
    return false;
}

struct http_answer *access_post_add(struct visit *visit)
{
    const char *password = may_set(visit) ? sign_in_new_password(visit) : NULL;
    const char *name = visit_field(visit, "name");
    bool first = !access_people_any();
    enum access_answer answer;
    char by[300];

    if (password == NULL)
        return show(visit, 400);
    sign_in_by(visit, by, sizeof(by));
    answer = access_add(name, password, first ? ACCESS_FIRST : ACCESS_ANY, by);
    /* who has just made themselves the first one, or given themselves another password, stays
     */
    if (answer == ACCESS_DONE && (first || strcmp(name, visit->user) == 0) &&
        !sign_in_begin(visit, name))
        return NULL;
    return go_or_show(visit, answer, 0, "administrator-set");
}

struct http_answer *access_post_remove(struct visit *visit)
{
    bool last = strcmp(visit_field(visit, "last"), "yes") == 0;
    enum access_answer answer;
    char by[300];

    sign_in_by(visit, by, sizeof(by));
    answer = access_remove(visit_field(visit, "name"), last, by);
    if (answer == ACCESS_DONE && strcmp(visit_field(visit, "name"), visit->user) == 0)
        return visit_go(visit, "/", "administrator-removed");
    return go_or_show(visit, answer, 0, "administrator-removed");
}

struct http_answer *access_post_password(struct visit *visit)
{
    const char *password = may_set(visit) ? sign_in_new_password(visit) : NULL;
    enum access_answer answer;
    unsigned wait = 0;
    char by[300];

    if (password == NULL)
        return show(visit, 400);
    answer = access_password_check(password);
    if (answer == ACCESS_DONE)
        answer =
            access_try(visit->request->host, visit->user, visit_field(visit, "old"), &wait);
    sign_in_by(visit, by, sizeof(by));
    if (answer == ACCESS_DONE)
        answer = access_add(visit->user, password, ACCESS_ANY, by);
    if (answer == ACCESS_DONE && !sign_in_begin(visit, visit->user))
        return NULL;
    return go_or_show(visit, answer, wait, "password-set");
}

struct http_answer *access_post_others(struct visit *visit)
{
    char id[ACCESS_SESSION_ID], by[300];

    sign_in_session(visit, id);
    sign_in_by(visit, by, sizeof(by));
    (void)access_end_others(id, by);
    return visit_go(visit, PAGE, "others-signed-out");
}

struct http_answer *access_post_printer(struct visit *visit)
{
    const char *back = visit_field(visit, "back");
    int queue = visit_id(visit, 0);
    char why[512] = "";

    if (queue == 0 || papplSystemFindPrinter(site.system, NULL, queue, NULL) == NULL)
        return visit_refuse(visit, 404, "site.no-page");
    if (!access_queue_set(queue, visit_field(visit, "allow"), why, sizeof(why))) {
        snprintf(visit->refusal, sizeof(visit->refusal), "%s",
                 visit_word(visit, "sign-in.bad-list"));
        return show(visit, 400);
    }
    /* only a page of ours */
    if (back[0] != '/' || back[1] == '/' || strpbrk(back, "\\\r\n?") != NULL ||
        strlen(back) > 200)
        back = PAGE;
    return visit_go(visit, back, "allow-set");
}
