/*
 * people-departments.c - for which department of the machine people print: the table of
 * accounts.h, to be changed one by one or from a file. PINs go in, and never come out.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "people-parts.h"

#include "server/accounting-record.h"
#include "server/accounts.h"
#include "server/log.h"
#include "server/vault.h"

#include <stdlib.h>
#include <string.h>

/* ---- the table ---- */

static struct account *list_all(size_t *n)
{
    size_t room = accounts_list(NULL, 0) + 16;
    struct account *list = calloc(room, sizeof(*list));

    *n = list != NULL ? accounts_list(list, room) : 0;
    if (*n > room) /* it has grown meanwhile */
        *n = room;
    return list;
}

static void put_account(struct visit *visit, const struct account *account)
{
    bool all = strcmp(account->user, "*") == 0;
    const char *name = all ? visit_word(visit, "people.everybody-else") : account->user;

    page_put(visit, "<tr><td data-label=\"%w\">", "people.person");
    page_put(visit, all ? "<i>%s</i>" : "<b dir=\"auto\">%s</b>", name);
    page_put(visit, "</td><td data-label=\"%w\">%s</td><td data-label=\"%w\">%w</td><td>",
             "people.department", account->id, "people.pin",
             account->pin[0] != '\0' ? "people.pin-set" : "people.pin-none");
    page_form(visit, "/people/departments/remove", "");
    people_put_hidden(visit, "user", account->user);
    page_put(visit, "<button aria-label=\"%w: %s\">%w</button></form></td></tr>\n",
             "people.remove", name, "people.remove");
}

static void put_table(struct visit *visit)
{
    size_t n, first;
    struct account *list = list_all(&n);

    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n", "people.departments-set");
    first = people_page(visit, n) * PEOPLE_PAGE;
    if (n == 0)
        page_put(visit, "<p>%w</p>\n", "people.no-departments");
    else
        page_put(visit,
                 "<table class=\"cards\"><thead><tr><th scope=\"col\">%w</th><th "
                 "scope=\"col\">%w</th><th scope=\"col\">%w</th><th scope=\"col\">%w</th></tr>"
                 "</thead><tbody>\n",
                 "people.person", "people.department", "people.pin", "people.remove");
    for (size_t i = first; i < n && i < first + PEOPLE_PAGE; i++)
        put_account(visit, &list[i]);
    if (n > 0)
        page_put(visit, "</tbody></table>\n");
    people_put_pager(visit, "/people/departments", "", first / PEOPLE_PAGE, n);
    page_put(visit, "</section>\n");
    free(list);
}

/* ---- printers with a department of their own ---- */

static void put_printer(pappl_printer_t *printer, void *data)
{
    struct visit *visit = data;
    ipp_t *attributes = papplPrinterGetDriverAttributes(printer);
    ipp_attribute_t *attr =
        ippFindAttribute(attributes, "job-account-id-default", IPP_TAG_ZERO);
    const char *id = attr != NULL ? ippGetString(attr, 0, NULL) : NULL;

    page_put(visit, "<li><b>%s</b>: ", papplPrinterGetName(printer));
    if (id != NULL && id[0] != '\0')
        page_say(visit, "people.printer-department", "id", id, NULL);
    else
        page_put(visit, "%w", "people.printer-no-department");
    page_put(visit, "</li>\n");
    ippDelete(attributes);
}

static void put_printers(struct visit *visit)
{
    page_put(visit, "<section class=\"panel\"><h2>%w</h2><p>%w</p><ul>\n", "people.printers",
             "people.printers-help");
    papplSystemIteratePrinters(site.system, put_printer, visit);
    page_put(visit, "</ul></section>\n");
}

/* ---- forms ---- */

static void put_adding(struct visit *visit)
{
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>", "people.add-department");
    page_form(visit, "/people/departments", "autocomplete=\"off\"");
    page_put(visit,
             "<div class=\"people-line\"><div class=\"field\"><label for=\"dep-user\">%w"
             "</label><input type=\"text\" id=\"dep-user\" name=\"user\" maxlength=\"127\" "
             "value=\"%s\" aria-describedby=\"dep-help\"></div>\n<div class=\"field\"><label "
             "for=\"dep-id\">%w</label><input type=\"text\" id=\"dep-id\" name=\"id\" "
             "inputmode=\"numeric\" pattern=\"[0-9]{1,7}\" maxlength=\"7\" required "
             "value=\"%s\"></div>\n<div class=\"field\"><label for=\"dep-pin\">%w</label>"
             "<input type=\"password\" id=\"dep-pin\" name=\"pin\" inputmode=\"numeric\" "
             "pattern=\"[0-9]{0,7}\" maxlength=\"7\" autocomplete=\"new-password\"></div>"
             "</div>\n<p class=\"help\" id=\"dep-help\">%w</p><button class=\"primary\">%w"
             "</button></form></section>\n",
             "people.person", visit_field(visit, "user"), "people.department",
             visit_field(visit, "id"), "people.pin", "people.department-help", "people.save");
}

static void put_import(struct visit *visit)
{
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>", "people.import");
    page_form(visit, "/people/departments/import", "autocomplete=\"off\"");
    page_put(visit,
             "<div class=\"field\"><label for=\"dep-lines\">%w</label><textarea "
             "id=\"dep-lines\" name=\"lines\" rows=\"6\" spellcheck=\"false\" "
             "aria-describedby=\"lines-help\">%s</textarea><p class=\"help\" "
             "id=\"lines-help\">%w</p></div><button>%w</button></form>\n"
             "<p class=\"people-after\"><a class=\"button\" "
             "href=\"/people/departments.csv\">%w</a></p></section>\n",
             "people.import-lines", visit_field(visit, "lines"), "people.import-help",
             "people.import-button", "people.export");
}

struct http_answer *people_get_departments(struct visit *visit)
{
    if (!people_begin(visit, PEOPLE_DEPARTMENTS))
        return NULL;
    page_put(visit, "<p>%w</p><p class=\"notice busy\">%w</p>\n", "people.departments-intro",
             "people.names-help");
    put_table(visit);
    put_adding(visit);
    put_printers(visit);
    put_import(visit);
    return page_end(visit, visit->refusal[0] != '\0' ? 422 : 200);
}

/* ---- the file ---- */

struct http_answer *people_get_departments_csv(struct visit *visit)
{
    char *text = NULL, line[512];
    size_t size = 0, n;
    struct account *list = list_all(&n);
    FILE *out = open_memstream(&text, &size);

    (void)visit;
    if (out != NULL) {
        fputs("person,department\r\n", out);
        for (size_t i = 0; i < n; i++) {
            line[0] = '\0';
            if (csv_put(line, sizeof(line), list[i].user, true) &&
                csv_put(line, sizeof(line), list[i].id, false))
                fprintf(out, "%s\r\n", line);
        }
    }
    free(list);
    if (out == NULL || fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return people_file(text, size, "departments.csv");
}

/* ---- changes ---- */

static bool set(const char *user, const char *id, const char *pin, char *why, size_t why_size)
{
    struct account account;
    bool good;

    memset(&account, 0, sizeof(account));
    snprintf(why, why_size, "The name, or a number, is too long.");
    if (strlen(user) > ACCOUNT_USER_MAX || strlen(id) >= sizeof(account.id) ||
        strlen(pin) >= sizeof(account.pin))
        return false;
    snprintf(account.user, sizeof(account.user), "%s", user[0] != '\0' ? user : "*");
    snprintf(account.id, sizeof(account.id), "%s", id);
    snprintf(account.pin, sizeof(account.pin), "%s", pin);
    good = accounts_set(&account, why, why_size);
    vault_wipe(&account, sizeof(account));
    if (good)
        log_say(LOG_SAY_INFO, "The department of the user '%s' was %s.",
                user[0] != '\0' ? user : "*", id[0] != '\0' ? "set" : "taken out");
    return good;
}

static bool is_digits(const char *text, size_t least)
{
    size_t n = strlen(text);

    return n >= least && n <= ACCOUNT_ID_MAX && strspn(text, "0123456789") == n;
}

struct http_answer *people_post_department(struct visit *visit)
{
    const char *id = visit_field(visit, "id"), *pin = visit_field(visit, "pin");
    char why[512];

    if (!is_digits(id, 1) || !is_digits(pin, 0))
        return people_refuse(visit, "people.bad-department", people_get_departments);
    if (!set(visit_field(visit, "user"), id, pin, why, sizeof(why)))
        return people_refuse(visit, why, people_get_departments);
    return visit_go(visit, "/people/departments", "people-saved");
}

struct http_answer *people_post_department_remove(struct visit *visit)
{
    char why[512];

    if (!set(visit_field(visit, "user"), "", "", why, sizeof(why)))
        return people_refuse(visit, why, people_get_departments);
    return visit_go(visit, "/people/departments", "people-removed");
}

/* A line "person,department,PIN"; the PIN may be missing. The first one may have names. */
struct import_line {
    char user[256], id[32], pin[32];
};

static bool read_line(const char *text, struct import_line *line)
{
    memset(line, 0, sizeof(*line));
    if (!csv_take(&text, line->user, sizeof(line->user)) ||
        !csv_take(&text, line->id, sizeof(line->id)))
        return false;
    (void)csv_take(&text, line->pin, sizeof(line->pin));
    csv_plain(line->user);
    return line->user[0] != '\0' && strlen(line->user) <= ACCOUNT_USER_MAX &&
           is_digits(line->id, 1) && is_digits(line->pin, 0);
}

/* All lines of the text; the number of the first that is none, 0: all are. keep: they are
 * kept. */
static unsigned each_line(const char *text, bool keep, char *why, size_t why_size)
{
    struct import_line line;
    unsigned number = 0, bad = 0;
    char one[512];

    while (bad == 0 && *text != '\0') {
        size_t n = strcspn(text, "\r\n");

        number++;
        snprintf(one, sizeof(one), "%.*s", (int)(n < sizeof(one) ? n : sizeof(one) - 1), text);
        text += n;
        text += *text == '\r' && text[1] == '\n' ? 2 : *text != '\0';
        if (one[0] == '\0' || (number == 1 && strncmp(one, "person,", 7) == 0))
            continue;
        if (!read_line(one, &line) ||
            (keep && !set(line.user, line.id, line.pin, why, why_size)))
            bad = number;
    }
    vault_wipe(&line, sizeof(line));
    vault_wipe(one, sizeof(one));
    return bad;
}

struct http_answer *people_post_import(struct visit *visit)
{
    const char *lines = visit_field(visit, "lines");
    char why[512] = "", number[16];
    unsigned bad = each_line(lines, false, why, sizeof(why));

    if (lines[0] == '\0')
        return people_refuse(visit, "people.bad-person", people_get_departments);
    if (bad != 0) {
        snprintf(number, sizeof(number), "%u", bad);
        say_into(visit->language, visit->refusal, sizeof(visit->refusal), "people.bad-line",
                 "line", number, NULL);
        return people_get_departments(visit);
    }
    if (each_line(lines, true, why, sizeof(why)) != 0)
        return people_refuse(visit, why, people_get_departments);
    return visit_go(visit, "/people/departments", "people-saved");
}
