/*
 * settings-log.c - the log: its latest lines, by what a person looks for.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "log-lines.h"
#include "settings-parts.h"

#include "server/log-file.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_LINES 200
#define MAX_NAMES  100

static const struct {
    char mark;
    const char *value, *key, *state;
} levels[] = {
    {'E', "error", "log.errors",   "bad" },
    {'W', "warn",  "log.warnings", "busy"},
    {'I', "info",  "log.info",     "ok"  },
    {'D', "debug", "log.all",      ""    },
};
#define NUM_LEVELS (sizeof(levels) / sizeof(levels[0]))

static struct log_wish wish_of(const struct visit *visit, size_t max)
{
    const char *job = visit_field(visit, "job"), *level = visit_field(visit, "level");
    struct log_wish wish = {.printer = visit_field(visit, "printer"),
                            .search = visit_field(visit, "search"),
                            .max = max};

    if (isdigit((unsigned char)job[0]) && strlen(job) < 10)
        wish.job = (int)strtol(job, NULL, 10);
    for (size_t i = 0; i < NUM_LEVELS; i++)
        if (strcmp(levels[i].value, level) == 0)
            wish.level = levels[i].mark;
    if (wish.level == 'D')
        wish.level = 0;
    return wish;
}

/* The file; NULL: it goes elsewhere, and there are the lines in memory. */
static const char *log_file(void)
{
    const char *name = server_options()->log_file;

    return log_file_name(name) ? name : NULL;
}

static bool pick(const struct visit *visit, size_t max, struct log_lines **lines)
{
    struct log_wish wish = wish_of(visit, max);

    *lines = calloc(1, sizeof(**lines));
    return *lines != NULL && log_lines_pick(log_file(), &wish, *lines);
}

static void let_go(struct log_lines *lines)
{
    if (lines != NULL)
        log_lines_free(lines);
    free(lines);
}

/* ---- lines ---- */

static void put_line(struct visit *visit, const struct log_line *line)
{
    size_t i = 0;

    while (i < NUM_LEVELS && levels[i].mark != (line->level == 'F' ? 'E' : line->level))
        i++;
    page_put(visit, "<li class=\"log-line\"><span class=\"soft\" dir=\"ltr\">%s</span> ",
             line->time);
    if (i < NUM_LEVELS && levels[i].mark != 'I' && levels[i].mark != 'D')
        page_put(visit, "<span class=\"state %s\">%w</span> ", levels[i].state,
                 levels[i].mark == 'E' ? "log.error" : "log.warning");
    page_put(visit, "<span lang=\"en\" dir=\"ltr\">%s</span></li>\n", line->text);
}

/* The latest first. */
static void put_lines(struct visit *visit)
{
    struct log_lines *lines;

    if (!pick(visit, PAGE_LINES, &lines))
        page_put(visit, "<p>%w</p>\n", "log.unreadable");
    else if (lines->n == 0)
        page_put(visit, "<p>%w</p>\n", "log.none");
    else {
        fputs("<ol class=\"log\" reversed>\n", visit->page);
        for (size_t i = lines->n; i-- > 0;)
            put_line(visit, &lines->list[i]);
        fputs("</ol>\n", visit->page);
    }
    let_go(lines);
}

struct http_answer *settings_get_log_lines(struct visit *visit)
{
    if (!page_fragment_begin(visit))
        return NULL;
    put_lines(visit);
    return page_fragment_end(visit);
}

/* ---- the page ---- */

static void put_encoded(struct visit *visit, const char *text)
{
    for (; *text != '\0'; text++)
        if (isalnum((unsigned char)*text))
            fputc(*text, visit->page);
        else
            fprintf(visit->page, "%%%02X", (unsigned char)*text);
}

/* What was asked for, as a query. */
static void put_query(struct visit *visit)
{
    static const char *const names[] = {"level", "printer", "job", "search"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        page_put(visit, "%s%s=", i > 0 ? "&" : "?", names[i]);
        put_encoded(visit, visit_field(visit, names[i]));
    }
}

static void put_levels(struct visit *visit)
{
    const char *level = visit_field(visit, "level");

    page_put(visit,
             "<div class=\"field\"><label for=\"level\">%w</label>"
             "<select id=\"level\" name=\"level\">",
             "log.level");
    for (size_t i = NUM_LEVELS; i-- > 0;) {
        page_put(visit, "<option value=\"%s\"", levels[i].value);
        fputs(strcmp(levels[i].value, level) == 0 ? " selected" : "", visit->page);
        page_put(visit, ">%w</option>", levels[i].key);
    }
    fputs("</select></div>\n", visit->page);
}

struct names {
    char name[MAX_NAMES][128];
    size_t n;
};

/* PAPPL's locks are held: nothing but the name. */
static void note_name(pappl_printer_t *printer, void *ctx)
{
    struct names *names = ctx;

    if (names->n < MAX_NAMES)
        snprintf(names->name[names->n++], sizeof(names->name[0]), "%s",
                 papplPrinterGetName(printer));
}

static void put_printers(struct visit *visit)
{
    const char *printer = visit_field(visit, "printer");
    struct names *names = calloc(1, sizeof(*names));

    if (names == NULL)
        return;
    papplSystemIteratePrinters(site.system, note_name, names);
    page_put(visit,
             "<div class=\"field\"><label for=\"printer\">%w</label>"
             "<select id=\"printer\" name=\"printer\"><option value=\"\">%w</option>",
             "log.printer", "log.any-printer");
    for (size_t i = 0; i < names->n; i++) {
        page_put(visit, "<option value=\"%s\"", names->name[i]);
        fputs(strcmp(names->name[i], printer) == 0 ? " selected" : "", visit->page);
        page_put(visit, ">%s</option>", names->name[i]);
    }
    fputs("</select></div>\n", visit->page);
    free(names);
}

static void put_filter(struct visit *visit)
{
    page_put(visit, "<form method=\"get\" action=\"/log\" class=\"panel log-filter\">\n");
    put_levels(visit);
    put_printers(visit);
    page_put(visit,
             "<div class=\"field\"><label for=\"job\">%w</label><input id=\"job\" name=\"job\" "
             "type=\"number\" min=\"1\" max=\"999999999\" value=\"%s\"></div>\n",
             "log.job", visit_field(visit, "job"));
    page_put(visit,
             "<div class=\"field\"><label for=\"search\">%w</label><input id=\"search\" "
             "name=\"search\" type=\"search\" maxlength=\"100\" value=\"%s\"></div>\n",
             "log.search", visit_field(visit, "search"));
    page_put(visit,
             "<div class=\"row\"><button class=\"primary\">%w</button>"
             "<a class=\"button\" href=\"/log/text",
             "log.show");
    put_query(visit);
    page_put(visit, "\">%w</a></div></form>\n", "log.download");
}

struct http_answer *settings_get_log(struct visit *visit)
{
    if (!page_begin(visit, "log.title", SECTION_SETTINGS, NULL))
        return NULL;
    page_put(visit, "<p>");
    if (log_file() != NULL)
        page_say(visit, "log.from-file", "file", log_file(), NULL);
    else
        page_put(visit, "%w", "log.from-memory");
    page_put(visit, " <a href=\"/settings/log-level\">%w</a></p>\n", "settings.log");
    put_filter(visit);
    page_put(visit, "<section class=\"panel\"><h2>%w</h2><div data-renew=\"/log/lines",
             "log.lines");
    put_query(visit);
    fputs("\" data-every=\"5\">\n", visit->page);
    put_lines(visit);
    fputs("</div></section>\n", visit->page);
    settings_put_back(visit);
    return page_end(visit, 200);
}

/* ---- as a file ---- */

struct http_answer *settings_get_log_text(struct visit *visit)
{
    struct log_lines *lines;
    char *text = NULL;
    size_t n = 0;
    FILE *to = open_memstream(&text, &n);
    struct http_answer *answer;

    if (to == NULL)
        return NULL;
    if (pick(visit, LOG_LINES_MAX, &lines))
        for (size_t i = 0; i < lines->n; i++) {
            const struct log_line *line = &lines->list[i];

            fprintf(to, "%c %s %s\n", line->level != 0 ? line->level : ' ', line->time,
                    line->text);
        }
    let_go(lines);
    if (fclose(to) != 0) {
        free(text);
        return NULL;
    }
    answer = http_bytes(200, "text/plain; charset=utf-8", text, n);
    answer = http_add(answer, "Content-Disposition",
                      "attachment; filename=\"canon-printer-app.log\"");
    answer = http_add(answer, "X-Content-Type-Options", "nosniff");
    return http_add(answer, "Cache-Control", "no-store");
}
