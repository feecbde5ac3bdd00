/*
 * people-usage.c - who has printed how much: by person, printer and month; the records as a
 * file; how long they are kept.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "people-parts.h"

#include "server/accounting-export.h"
#include "server/accounting.h"
#include "server/log.h"
#include "server/quota.h"

#include <stdlib.h>
#include <string.h>

#define CHART_MONTHS 12
#define CHART_HEIGHT 100u

/* What is asked, and what was found. */
struct view {
    char from[8], to[8]; /* months, both included */
    int queue;           /* 0: all */
    int64_t begin, end;
    struct usage_sums people, printers;
    char first[8];                 /* of the chart */
    unsigned months[CHART_MONTHS]; /* sides */
    bool unknown;                  /* a job without a number of sides is among them */
};

/* ---- what is asked ---- */

static void read_month(const struct visit *visit, const char *name, const char *otherwise,
                       char month[8])
{
    const char *text = visit_field(visit, name);

    memcpy(month, usage_month_ok(text) ? text : otherwise, 8);
}

static void read_view(const struct visit *visit, struct view *view)
{
    int64_t rest;
    char now[8];
    long queue;

    memset(view, 0, sizeof(*view));
    usage_month((int64_t)time(NULL), now);
    read_month(visit, "from", now, view->from);
    read_month(visit, "to", view->from, view->to);
    if (strcmp(view->from, view->to) > 0)
        memcpy(view->to, view->from, sizeof(view->to));
    if (people_number(visit, "printer", 1, 1000000, &queue))
        view->queue = (int)queue;
    usage_month_range(view->from, &view->begin, &rest);
    usage_month_range(view->to, &rest, &view->end);
    usage_month_step(view->to, 1 - CHART_MONTHS, view->first);
}

static void add_to_chart(struct view *view, const struct usage *usage)
{
    char month[8], at[8];

    usage_month(usage->time, month);
    memcpy(at, view->first, sizeof(at));
    for (size_t i = 0; i < CHART_MONTHS; i++) {
        if (strcmp(at, month) == 0)
            view->months[i] = usage_add(view->months[i], usage->sides);
        usage_month_step(at, 1, at);
    }
}

static bool take(void *ctx, const struct usage *usage)
{
    struct view *view = ctx;

    if (view->queue != 0 && usage->queue != view->queue)
        return true;
    add_to_chart(view, usage);
    if (usage->time < view->begin || usage->time >= view->end)
        return true;
    view->unknown = view->unknown || usage->sides == 0;
    return usage_sums_add(&view->people, usage->user, usage) &&
           usage_sums_add(&view->printers, usage->printer, usage);
}

static void look(struct view *view)
{
    int64_t first, rest;

    usage_month_range(view->first, &first, &rest);
    accounting_each(first < view->begin ? first : view->begin, view->end, take, view);
    usage_sums_sort(&view->people);
    usage_sums_sort(&view->printers);
}

/* ---- the form of the period ---- */

static void put_months(struct visit *visit, const char *name, const char *chosen)
{
    char months[ACCOUNTING_MONTHS_MAX][8], now[8];
    size_t n = accounting_months(months, ACCOUNTING_MONTHS_MAX);
    bool found = false;

    usage_month((int64_t)time(NULL), now);
    page_put(visit, "<select name=\"%s\" id=\"usage-%s\">\n", name, name);
    if (n == 0 || strcmp(months[0], now) < 0) {
        found = strcmp(now, chosen) == 0;
        page_put(visit, "<option%s>%s</option>\n", found ? " selected" : "", now);
    }
    for (size_t i = 0; i < n; i++) {
        bool is = strcmp(months[i], chosen) == 0;

        found = found || is;
        page_put(visit, "<option%s>%s</option>\n", is ? " selected" : "", months[i]);
    }
    if (!found)
        page_put(visit, "<option selected>%s</option>\n", chosen);
    page_put(visit, "</select>\n");
}

static void put_period(struct visit *visit, const struct view *view)
{
    page_put(visit,
             "<form method=\"get\" action=\"/people\" class=\"panel people-line\">\n"
             "<div class=\"field\"><label for=\"usage-from\">%w</label>",
             "people.from");
    put_months(visit, "from", view->from);
    page_put(visit, "</div><div class=\"field\"><label for=\"usage-to\">%w</label>",
             "people.to");
    put_months(visit, "to", view->to);
    page_put(visit, "</div><div class=\"field\"><label for=\"usage-printer\">%w</label>",
             "people.printer");
    people_put_printers(visit, "usage-printer", "people.all-printers", view->queue);
    page_put(visit, "</div><button class=\"primary\">%w</button></form>\n", "people.show");
}

/* ---- tables ---- */

static void put_bar(struct visit *visit, unsigned percent)
{
    page_put(visit,
             "<svg class=\"people-bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" "
             "aria-hidden=\"true\"><rect class=\"back\" width=\"100\" height=\"8\"/>"
             "<rect class=\"front\" width=\"%u\" height=\"8\"/></svg>",
             percent);
}

static void put_number_cell(struct visit *visit, const char *key, unsigned number)
{
    page_put(visit, "<td class=\"number\" data-label=\"%w\">%u</td>", key, number);
}

static void put_sum(struct visit *visit, const struct usage_sum *sum, unsigned all,
                    const char *what)
{
    unsigned percent = usage_percent(sum->sides, all);
    char number[16];

    page_put(visit, "<tr><td data-label=\"%w\">", what);
    if (sum->name[0] != '\0')
        page_put(visit, "<b dir=\"auto\">%s</b>", sum->name);
    else
        page_put(visit, "<i>%w</i>", "people.nobody");
    page_put(visit, "</td>");
    put_number_cell(visit, "people.sides", sum->sides);
    put_number_cell(visit, "people.sheets", sum->sheets);
    put_number_cell(visit, "people.jobs", sum->jobs);
    snprintf(number, sizeof(number), "%u", percent);
    page_put(visit, "<td data-label=\"%w\">", "people.share");
    page_say(visit, "status.percent", "n", number, NULL);
    page_put(visit, " ");
    put_bar(visit, percent);
    page_put(visit, "</td></tr>\n");
}

static void put_sums(struct visit *visit, const struct usage_sums *sums, size_t first,
                     const char *caption, const char *what)
{
    struct usage_sum total = usage_sums_total(sums);

    page_put(visit,
             "<table class=\"cards\"><caption>%w</caption><thead><tr><th scope=\"col\">%w</th>"
             "<th scope=\"col\" class=\"number\">%w</th><th scope=\"col\" "
             "class=\"number\">%w</th><th scope=\"col\" class=\"number\">%w</th>"
             "<th scope=\"col\">%w</th></tr></thead><tbody>\n",
             caption, what, "people.sides", "people.sheets", "people.jobs", "people.share");
    for (size_t i = first; i < sums->n && i < first + PEOPLE_PAGE; i++)
        put_sum(visit, &sums->list[i], total.sides, what);
    page_put(visit, "</tbody></table>\n");
}

static void put_totals(struct visit *visit, const struct view *view)
{
    struct usage_sum total = usage_sums_total(&view->people);

    page_put(visit,
             "<ul class=\"people-totals\"><li><b>%u</b> %w</li><li><b>%u</b> %w</li>"
             "<li><b>%u</b> %w</li></ul>\n",
             total.sides, "people.sides", total.sheets, "people.sheets", total.jobs,
             "people.jobs");
}

/* ---- the chart: sides of each month, as columns and as a table ---- */

static void put_columns(struct visit *visit, const struct view *view, unsigned most)
{
    char month[8];

    memcpy(month, view->first, sizeof(month));
    for (unsigned i = 0; i < CHART_MONTHS; i++) {
        unsigned sides = view->months[i], x = i * 40;
        unsigned height = most > 0 ? (unsigned)((uint64_t)sides * CHART_HEIGHT / most) : 0;

        if (sides > 0 && height == 0) /* not none */
            height = 1;
        page_put(visit,
                 "<rect class=\"back\" x=\"%u\" y=\"%u\" width=\"32\" height=\"1\"/>"
                 "<rect class=\"front\" x=\"%u\" y=\"%u\" width=\"32\" height=\"%u\"/>"
                 "<text x=\"%u\" y=\"%u\">%s</text>\n",
                 x + 4, CHART_HEIGHT + 16, x + 4, CHART_HEIGHT + 16 - height, height, x + 20,
                 CHART_HEIGHT + 32, month + 5);
        if (sides > 0)
            page_put(visit, "<text x=\"%u\" y=\"%u\">%u</text>\n", x + 20,
                     CHART_HEIGHT + 11 - height, sides);
        usage_month_step(month, 1, month);
    }
}

static void put_month_table(struct visit *visit, const struct view *view)
{
    char month[8];

    page_put(visit,
             "<details><summary>%w</summary><table><thead><tr><th scope=\"col\">%w</th><th "
             "scope=\"col\" class=\"number\">%w</th></tr></thead><tbody>\n",
             "people.as-table", "people.month", "people.sides");
    memcpy(month, view->first, sizeof(month));
    for (unsigned i = 0; i < CHART_MONTHS; i++) {
        page_put(visit, "<tr><th scope=\"row\">%s</th><td class=\"number\">%u</td></tr>\n",
                 month, view->months[i]);
        usage_month_step(month, 1, month);
    }
    page_put(visit, "</tbody></table></details>\n");
}

static void put_chart(struct visit *visit, const struct view *view)
{
    unsigned most = 0;

    for (size_t i = 0; i < CHART_MONTHS; i++)
        most = view->months[i] > most ? view->months[i] : most;
    page_put(visit,
             "<section class=\"panel\"><h2>%w</h2>\n"
             "<svg class=\"people-chart\" role=\"img\" aria-label=\"%w\" "
             "viewBox=\"0 0 480 138\">\n",
             "people.by-month", "people.by-month");
    put_columns(visit, view, most);
    page_put(visit, "</svg>\n");
    put_month_table(visit, view);
    page_put(visit, "</section>\n");
}

/* ---- the file ---- */

static void put_download(struct visit *visit, const struct view *view)
{
    char queue[16];

    snprintf(queue, sizeof(queue), "%d", view->queue);
    page_put(visit,
             "<section class=\"panel\"><h2>%w</h2><form method=\"get\" "
             "action=\"/people/usage.csv\" class=\"people-line\">",
             "people.download");
    people_put_hidden(visit, "from", view->from);
    people_put_hidden(visit, "to", view->to);
    people_put_hidden(visit, "printer", queue);
    page_put(visit,
             "<fieldset class=\"row\"><legend>%w</legend><label class=\"tick\"><input "
             "type=\"radio\" name=\"what\" value=\"jobs\" checked> %w</label><label "
             "class=\"tick\"><input type=\"radio\" name=\"what\" value=\"people\"> "
             "%w</label></fieldset>\n",
             "people.lines", "people.line-job", "people.line-person");
    page_put(visit,
             "<label class=\"tick\"><input type=\"checkbox\" name=\"bom\" value=\"yes\"> "
             "%w</label><button>%w</button></form></section>\n",
             "people.bom", "people.download-button");
}

struct file {
    const struct view *view;
    FILE *out;
};

static bool write_job(void *ctx, const struct usage *usage)
{
    struct file *file = ctx;
    char line[USAGE_LINE_MAX];
    size_t n = 0;

    if (file->view->queue == 0 || usage->queue == file->view->queue)
        n = usage_csv(usage, line, sizeof(line));
    return n == 0 || fwrite(line, 1, n, file->out) == n;
}

static void write_people(struct view *view, FILE *out)
{
    char line[USAGE_LINE_MAX];

    look(view);
    fwrite(line, 1, usage_sum_csv(NULL, line, sizeof(line)), out);
    for (size_t i = 0; i < view->people.n; i++)
        fwrite(line, 1, usage_sum_csv(&view->people.list[i], line, sizeof(line)), out);
}

struct http_answer *people_get_usage_csv(struct visit *visit)
{
    char *text = NULL, name[64];
    size_t n = 0;
    struct view view;
    struct file file = {&view, open_memstream(&text, &n)};
    bool good = file.out != NULL;

    read_view(visit, &view);
    if (good && strcmp(visit_field(visit, "bom"), "yes") == 0)
        fputs("\xEF\xBB\xBF", file.out);
    if (good && strcmp(visit_field(visit, "what"), "people") == 0)
        write_people(&view, file.out);
    else if (good) {
        fputs(USAGE_CSV_HEAD, file.out);
        accounting_each(view.begin, view.end, write_job, &file);
    }
    usage_sums_free(&view.people);
    usage_sums_free(&view.printers);
    if (!good || fclose(file.out) != 0) {
        free(text);
        return NULL;
    }
    snprintf(name, sizeof(name), "printed-%s-%s.csv", view.from, view.to);
    return people_file(text, n, name);
}

/* ---- what is kept ---- */

static void put_settings(struct visit *visit)
{
    struct people_settings settings;

    people_settings_get(&settings);
    page_put(visit, "<section class=\"panel\"><h2>%w</h2><p>%w</p>", "people.kept",
             "people.kept-help");
    page_form(visit, "/people/settings", "");
    page_put(visit,
             "<div class=\"field\"><label for=\"keep-months\">%w</label><input type=\"number\" "
             "id=\"keep-months\" name=\"keep-months\" min=\"0\" max=\"240\" value=\"%u\" "
             "aria-describedby=\"keep-help\"><p class=\"help\" id=\"keep-help\">%w</p></div>\n"
             "<label class=\"tick\"><input type=\"checkbox\" name=\"titles\" value=\"yes\"%s> "
             "%w</label><button class=\"primary\">%w</button></form></section>\n",
             "people.keep-months", settings.keep_months, "people.keep-months-help",
             settings.titles ? " checked" : "", "people.titles", "people.save");
}

static void put_deleting(struct visit *visit)
{
    page_put(visit, "<section class=\"panel\"><h2>%w</h2><div class=\"grid\"><div>",
             "people.delete");
    page_form(visit, "/people/forget", "");
    page_put(visit,
             "<div class=\"field\"><label for=\"forget\">%w</label><input type=\"text\" "
             "id=\"forget\" name=\"user\" maxlength=\"127\" autocomplete=\"off\" required "
             "value=\"%s\" aria-describedby=\"forget-help\"><p class=\"help\" "
             "id=\"forget-help\">%w</p></div><button class=\"danger\">%w</button></form></div>"
             "<div>",
             "people.forget", visit_field(visit, "user"), "people.forget-help",
             "people.forget-button");
    page_form(visit, "/people/drop", "");
    page_put(visit,
             "<div class=\"field\"><label for=\"drop\">%w</label><input type=\"text\" "
             "id=\"drop\" name=\"month\" placeholder=\"2026-01\" pattern=\"[0-9]{4}-[0-9]{2}\" "
             "maxlength=\"7\" autocomplete=\"off\" required value=\"%s\" "
             "aria-describedby=\"drop-help\"><p class=\"help\" id=\"drop-help\">%w</p></div>"
             "<button class=\"danger\">%w</button></form></div></div></section>\n",
             "people.drop", visit_field(visit, "month"), "people.drop-help",
             "people.drop-button");
}

struct http_answer *people_get_usage(struct visit *visit)
{
    struct view view;
    char query[80];
    size_t page;

    read_view(visit, &view);
    if (!people_begin(visit, PEOPLE_USAGE))
        return NULL;
    look(&view);
    page = people_page(visit, view.people.n);
    snprintf(query, sizeof(query), "from=%s&to=%s&printer=%d&", view.from, view.to, view.queue);
    page_put(visit, "<p class=\"soft\">%w</p>\n", "people.measured");
    put_period(visit, &view);
    page_put(visit, "<section class=\"panel\"><h2>%s%s%s</h2>\n", view.from,
             strcmp(view.from, view.to) != 0 ? " – " : "",
             strcmp(view.from, view.to) != 0 ? view.to : "");
    if (view.people.n == 0)
        page_put(visit, "<p>%w</p>\n", "people.nothing");
    else {
        put_totals(visit, &view);
        put_sums(visit, &view.people, page * PEOPLE_PAGE, "people.by-person", "people.person");
        people_put_pager(visit, "/people", query, page, view.people.n);
        put_sums(visit, &view.printers, 0, "people.by-printer", "people.printer");
    }
    if (view.unknown)
        page_put(visit, "<p class=\"soft\">%w</p>\n", "people.unknown-sides");
    page_put(visit, "</section>\n");
    put_chart(visit, &view);
    put_download(visit, &view);
    put_settings(visit);
    put_deleting(visit);
    usage_sums_free(&view.people);
    usage_sums_free(&view.printers);
    return page_end(visit, visit->refusal[0] != '\0' ? 422 : 200);
}

/* ---- changes ---- */

struct http_answer *people_post_settings(struct visit *visit)
{
    struct people_settings settings;
    char why[256] = "";
    long months;

    people_settings_get(&settings);
    if (!people_number(visit, "keep-months", 0, ACCOUNTING_MONTHS_MAX, &months))
        return people_refuse(visit, "people.bad-months", people_get_usage);
    settings.keep_months = (unsigned)months;
    settings.titles = strcmp(visit_field(visit, "titles"), "yes") == 0;
    if (!people_settings_set(&settings, why, sizeof(why)))
        return people_refuse(visit, why, people_get_usage);
    accounting_keep_months(settings.keep_months);
    return visit_go(visit, "/people", "people-saved");
}

struct http_answer *people_post_forget(struct visit *visit)
{
    const char *user = visit_field(visit, "user");
    char why[256] = "";
    unsigned changed = 0;

    if (user[0] == '\0')
        return people_refuse(visit, "people.bad-person", people_get_usage);
    if (!accounting_forget(user, &changed, why, sizeof(why)))
        return people_refuse(visit, why, people_get_usage);
    if (changed == 0)
        return people_refuse(visit, "people.no-records", people_get_usage);
    log_say(LOG_SAY_INFO, "A person was taken out of %u records of the accounting.", changed);
    return visit_go(visit, "/people", "people-forgotten");
}

struct http_answer *people_post_drop(struct visit *visit)
{
    const char *month = visit_field(visit, "month");

    if (!usage_month_ok(month))
        return people_refuse(visit, "people.bad-month", people_get_usage);
    if (accounting_drop(month) == 0)
        return people_refuse(visit, "people.no-records", people_get_usage);
    log_say(LOG_SAY_INFO, "The accounting of months before %s was deleted.", month);
    return visit_go(visit, "/people", "people-dropped");
}
