/*
 * people-limits.c - how much people may print in a month, what happens beyond, and the jobs
 * that wait for that.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "people-parts.h"

#include "server/accounting.h"
#include "server/jobs-quota.h"
#include "server/log.h"
#include "server/quota.h"

#include <stdlib.h>
#include <string.h>

/* ---- jobs that wait ---- */

struct waiting {
    int id;
    unsigned sides;
    char user[128], printer[128];
};

struct waitings {
    struct waiting list[PEOPLE_PAGE];
    size_t n, all;
};

static bool note_waiting(void *ctx, struct job *job)
{
    struct waitings *w = ctx;

    if ((job->gates & GATE_QUOTA) == 0)
        return true;
    if (w->n < PEOPLE_PAGE) {
        struct waiting *one = &w->list[w->n++];

        one->id = job->id;
        one->sides = job->impressions;
        snprintf(one->user, sizeof(one->user), "%.127s", job->user);
        snprintf(one->printer, sizeof(one->printer), "%s", job->queue->name);
    }
    w->all++;
    return true;
}

static void put_waiting(struct visit *visit, const struct waiting *job)
{
    char id[16];

    snprintf(id, sizeof(id), "%d", job->id);
    page_put(visit,
             "<tr><td data-label=\"%w\">%s</td><td data-label=\"%w\" dir=\"auto\">%s</td><td "
             "data-label=\"%w\">%s</td><td class=\"number\" data-label=\"%w\">%u</td><td>",
             "people.job", id, "people.person", job->user, "people.printer", job->printer,
             "people.sides", job->sides);
    page_form(visit, "/people/limits/release", "");
    people_put_hidden(visit, "job", id);
    page_put(visit, "<button aria-label=\"%w: %s\">%w</button></form></td></tr>\n",
             "people.release", id, "people.release");
}

static void put_waitings(struct visit *visit)
{
    struct waitings *w = calloc(1, sizeof(*w));

    if (w == NULL)
        return;
    jobs_lock(site.jobs);
    jobs_each(site.jobs, NULL, JOBS_ACTIVE, note_waiting, w);
    jobs_unlock(site.jobs);
    if (w->n > 0) {
        page_put(visit,
                 "<section class=\"panel\"><table class=\"cards\"><caption>%w (%u)</caption>"
                 "<thead><tr><th scope=\"col\">%w</th><th scope=\"col\">%w</th><th "
                 "scope=\"col\">%w</th><th scope=\"col\" class=\"number\">%w</th><th "
                 "scope=\"col\">%w</th></tr></thead><tbody>\n",
                 "people.waiting", (unsigned)w->all, "people.job", "people.person",
                 "people.printer", "people.sides", "people.release");
        for (size_t i = 0; i < w->n; i++)
            put_waiting(visit, &w->list[i]);
        page_put(visit, "</tbody></table></section>\n");
    }
    free(w);
}

/* ---- limits ---- */

struct printers {
    struct people_printer list[PEOPLE_PRINTERS];
    size_t n;
};

static void put_who(struct visit *visit, const struct quota *quota)
{
    if (strcmp(quota->user, "*") == 0)
        page_put(visit, "<i>%w</i>", "people.everybody");
    else
        page_put(visit, "<b dir=\"auto\">%s</b>", quota->user);
}

static void put_used(struct visit *visit, const struct quota *quota)
{
    if (strcmp(quota->user, "*") != 0)
        page_put(visit, "%u", accounting_used(quota->user, quota->queue, (int64_t)time(NULL)));
    else
        page_put(visit, "–");
}

static void put_limit(struct visit *visit, const struct printers *printers,
                      const struct quota *quota)
{
    const char *name = people_printer_name(printers->list, printers->n, quota->queue);
    char queue[16];

    snprintf(queue, sizeof(queue), "%d", quota->queue);
    page_put(visit, "<tr><td data-label=\"%w\">", "people.person");
    put_who(visit, quota);
    page_put(visit, "</td><td data-label=\"%w\">%s</td><td class=\"number\" data-label=\"%w\">",
             "people.printer",
             quota->queue == 0 ? visit_word(visit, "people.all-printers")
             : name[0] != '\0' ? name
                               : queue,
             "people.a-month");
    if (quota->sides == QUOTA_NO_LIMIT)
        page_put(visit, "%w", "people.no-limit");
    else
        page_put(visit, "%l", (long long)quota->sides);
    page_put(visit, "</td><td class=\"number\" data-label=\"%w\">", "people.used");
    put_used(visit, quota);
    page_put(visit, "</td><td>");
    page_form(visit, "/people/limits/remove", "");
    people_put_hidden(visit, "user", quota->user);
    people_put_hidden(visit, "printer", queue);
    page_put(
        visit, "<button aria-label=\"%w: %s, %s\">%w</button></form></td></tr>\n",
        "people.remove",
        strcmp(quota->user, "*") == 0 ? visit_word(visit, "people.everybody") : quota->user,
        quota->queue == 0 ? visit_word(visit, "people.all-printers") : name, "people.remove");
}

static void put_table(struct visit *visit, const struct quota *list, size_t n)
{
    struct printers *printers = calloc(1, sizeof(*printers));
    size_t first = people_page(visit, n) * PEOPLE_PAGE;

    if (printers == NULL)
        return;
    printers->n = people_printers(printers->list, PEOPLE_PRINTERS);
    page_put(visit,
             "<table class=\"cards\"><thead><tr><th scope=\"col\">%w</th><th "
             "scope=\"col\">%w</th><th scope=\"col\" class=\"number\">%w</th><th scope=\"col\" "
             "class=\"number\">%w</th><th scope=\"col\">%w</th></tr></thead><tbody>\n",
             "people.person", "people.printer", "people.a-month", "people.used",
             "people.remove");
    for (size_t i = first; i < n && i < first + PEOPLE_PAGE; i++)
        put_limit(visit, printers, &list[i]);
    page_put(visit, "</tbody></table>\n");
    people_put_pager(visit, "/people/limits", "", first / PEOPLE_PAGE, n);
    free(printers);
}

static void put_limits(struct visit *visit)
{
    struct quota *list = calloc(QUOTA_MAX, sizeof(*list));
    size_t n = list != NULL ? quota_list(list, QUOTA_MAX) : 0;

    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n", "people.limits-set");
    if (n == 0)
        page_put(visit, "<p>%w</p>\n", "people.no-limits");
    else
        put_table(visit, list, n);
    page_put(visit, "</section>\n");
    free(list);
}

/* ---- forms ---- */

static void put_adding(struct visit *visit)
{
    long printer = 0;

    (void)people_number(visit, "printer", 0, 1000000, &printer);
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>", "people.add-limit");
    page_form(visit, "/people/limits", "");
    page_put(visit,
             "<div class=\"people-line\"><div class=\"field\"><label "
             "for=\"limit-user\">%w</label><input type=\"text\" id=\"limit-user\" "
             "name=\"user\" maxlength=\"127\" autocomplete=\"off\" value=\"%s\" "
             "aria-describedby=\"limit-help\"></div>\n<div class=\"field\"><label "
             "for=\"limit-printer\">%w</label>",
             "people.person", visit_field(visit, "user"), "people.printer");
    people_put_printers(visit, "limit-printer", "people.all-printers", (int)printer);
    page_put(visit,
             "</div><div class=\"field\"><label for=\"limit-sides\">%w</label><input "
             "type=\"number\" id=\"limit-sides\" name=\"sides\" min=\"0\" max=\"%d\" "
             "value=\"%s\"></div></div>\n<p class=\"help\" id=\"limit-help\">%w</p>\n"
             "<label class=\"tick\"><input type=\"checkbox\" name=\"none\" value=\"yes\"%s> "
             "%w</label><button class=\"primary\">%w</button></form></section>\n",
             "people.a-month", QUOTA_SIDES_MAX, visit_field(visit, "sides"),
             "people.limit-help", visit_field(visit, "none")[0] != '\0' ? " checked" : "",
             "people.no-limit", "people.save");
}

static void put_choice(struct visit *visit, const char *value, bool chosen, const char *key)
{
    page_put(visit,
             "<label class=\"tick\"><input type=\"radio\" name=\"beyond\" value=\"%s\"%s> "
             "%w</label>\n",
             value, chosen ? " checked" : "", key);
}

static void put_beyond(struct visit *visit)
{
    struct people_settings settings;

    people_settings_get(&settings);
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>", "people.beyond");
    page_form(visit, "/people/limits/beyond", "");
    page_put(visit, "<fieldset><legend>%w</legend>\n", "people.beyond-legend");
    put_choice(visit, "hold", !settings.refuse, "people.beyond-hold");
    put_choice(visit, "refuse", settings.refuse, "people.beyond-refuse");
    page_put(visit,
             "</fieldset><button class=\"primary\">%w</button></form>\n"
             "<p class=\"help people-after\">%w</p></section>\n",
             "people.save", "people.beyond-help");
}

struct http_answer *people_get_limits(struct visit *visit)
{
    if (!people_begin(visit, PEOPLE_LIMITS))
        return NULL;
    page_put(visit, "<p>%w</p><p class=\"notice busy\">%w</p>\n", "people.limits-intro",
             "people.names-help");
    put_waitings(visit);
    put_limits(visit);
    put_adding(visit);
    put_beyond(visit);
    return page_end(visit, visit->refusal[0] != '\0' ? 422 : 200);
}

/* ---- changes ---- */

static bool read_quota(const struct visit *visit, struct quota *quota)
{
    const char *user = visit_field(visit, "user");
    long queue;

    memset(quota, 0, sizeof(*quota));
    if (strlen(user) > QUOTA_USER_MAX || !people_number(visit, "printer", 0, 1000000, &queue))
        return false;
    snprintf(quota->user, sizeof(quota->user), "%s", user[0] != '\0' ? user : "*");
    quota->queue = (int)queue;
    return true;
}

static bool has_printer(int id)
{
    struct people_printer *list = calloc(PEOPLE_PRINTERS, sizeof(*list));
    size_t n = list != NULL ? people_printers(list, PEOPLE_PRINTERS) : 0;
    bool has = id == 0 || people_printer_name(list, n, id)[0] != '\0';

    free(list);
    return has;
}

struct http_answer *people_post_limit(struct visit *visit)
{
    bool none = strcmp(visit_field(visit, "none"), "yes") == 0;
    struct quota quota;
    char why[256] = "";

    if (!read_quota(visit, &quota) || !has_printer(quota.queue))
        return people_refuse(visit, "people.bad-limit", people_get_limits);
    quota.sides = QUOTA_NO_LIMIT;
    if (!none && !people_number(visit, "sides", 0, QUOTA_SIDES_MAX, &quota.sides))
        return people_refuse(visit, "people.bad-sides", people_get_limits);
    if (!quota_set(&quota, why, sizeof(why)))
        return people_refuse(visit, why, people_get_limits);
    log_say(LOG_SAY_INFO, "The limit of the user '%s' was set.", quota.user);
    return visit_go(visit, "/people/limits", "people-saved");
}

struct http_answer *people_post_limit_remove(struct visit *visit)
{
    struct quota quota;
    char why[256] = "";

    if (!read_quota(visit, &quota))
        return people_refuse(visit, "people.bad-limit", people_get_limits);
    quota.sides = QUOTA_NO_LIMIT - 1;
    if (!quota_set(&quota, why, sizeof(why)))
        return people_refuse(visit, why, people_get_limits);
    log_say(LOG_SAY_INFO, "The limit of the user '%s' was taken out.", quota.user);
    return visit_go(visit, "/people/limits", "people-removed");
}

struct http_answer *people_post_beyond(struct visit *visit)
{
    const char *beyond = visit_field(visit, "beyond");
    struct people_settings settings;
    char why[256] = "";

    people_settings_get(&settings);
    settings.refuse = strcmp(beyond, "refuse") == 0;
    if (!settings.refuse && strcmp(beyond, "hold") != 0)
        return people_refuse(visit, "people.bad-limit", people_get_limits);
    if (!people_settings_set(&settings, why, sizeof(why)))
        return people_refuse(visit, why, people_get_limits);
    return visit_go(visit, "/people/limits", "people-saved");
}

struct http_answer *people_post_release(struct visit *visit)
{
    struct job *job = NULL;
    bool released;
    long id;

    if (people_number(visit, "job", 1, 999999999, &id))
        job = job_find(site.jobs, 0, (int)id);
    released = job != NULL && job_quota_release(job) == JOB_DONE;
    job_release(job);
    return released ? visit_go(visit, "/people/limits", "people-released")
                    : people_refuse(visit, "people.bad-job", people_get_limits);
}
