/*
 * queue-why.c - see queue-parts.h: "Why did it not print?": which job, or, when it is not even
 * in the list, what to look at, with what is known now.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "queue-parts.h"

#include "server/ipp-printer.h"
#include "server/recorder.h"

#include <stdlib.h>
#include <string.h>

#define MAX_CHOICES 15u

/* ---- which one ---- */

struct choices {
    const struct visit *visit;
    struct queue_row *rows;
    size_t n;
};

static bool add_choice(void *ctx, struct job *job)
{
    struct choices *c = ctx;

    if (queue_may_change(c->visit, job))
        queue_row_read(c->visit, job, &c->rows[c->n++]);
    return c->n < MAX_CHOICES;
}

/* Of the printer that the address names; NULL: of all. */
static struct job_queue *wanted_queue(const struct visit *visit)
{
    const char *text = visit_field(visit, "printer");
    int id = strlen(text) < 9 ? (int)strtol(text, NULL, 10) : 0;

    return id > 0 && papplSystemFindPrinter(site.system, NULL, id, NULL) != NULL
               ? jobs_queue(site.jobs, id)
               : NULL;
}

static void put_choices(struct visit *visit)
{
    struct choices c = {visit, calloc(MAX_CHOICES, sizeof(struct queue_row)), 0};
    struct job_queue *queue = wanted_queue(visit);

    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n", "why.choose");
    if (c.rows != NULL) {
        jobs_lock(site.jobs);
        jobs_each(site.jobs, queue, JOBS_ALL, add_choice, &c);
        jobs_unlock(site.jobs);
    }
    fputs(c.n > 0 ? "<ul class=\"choices\">\n" : "", visit->page);
    for (size_t i = 0; i < c.n; i++) {
        const struct queue_row *row = &c.rows[i];
        char text[512];
        const char *tone;

        queue_state_text(visit, row, text, sizeof(text), &tone);
        page_put(
            visit,
            "<li><a href=\"/jobs/%d\"><bdi>%s</bdi></a> <span class=\"soft\"><bdi>%s</bdi>, ",
            row->id, queue_title(visit, row), row->printer);
        queue_put_time(visit, row->created);
        page_put(visit, "</span> <span class=\"state %s\">%s</span></li>\n", tone, text);
    }
    fputs(c.n > 0 ? "</ul>\n" : "", visit->page);
    if (c.n == 0)
        page_put(visit, "<p class=\"soft\">%w</p>\n", "why.none");
    fputs("</section>\n", visit->page);
    free(c.rows);
}

/* ---- what was refused ---- */

static bool is_refusal(const char *line)
{
    static const char *const marks[] = {
        "was not taken",        "may not",    "refused", "not allowed",
        "too many connections", "is no queue"};

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (strstr(line, marks[i]) != NULL)
            return true;
    return false;
}

/* Whether a line names an address, and no longer one that begins or ends with it. */
static bool names(const char *line, const char *host)
{
    static const char part[] = "0123456789abcdefABCDEF.:";
    size_t n = strlen(host);

    for (const char *at = strstr(line, host); n > 0 && at != NULL; at = strstr(at + 1, host))
        if ((at == line || strchr(part, at[-1]) == NULL) &&
            (at[n] == '\0' || at[n] == ':' || strchr(part, at[n]) == NULL ||
             (at[n] == '.' && (at[n + 1] == '\0' || at[n + 1] == ' '))))
            return true;
    return false;
}

/* Lines of the server's memory about the visitor's own address. */
static void put_refusals(struct visit *visit)
{
    char *text = NULL, *rest = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    bool any = false;

    if (out == NULL)
        return;
    (void)recorder_copy_others(0, time(NULL) + 1, "", out);
    if (fclose(out) != 0)
        text = NULL;
    for (char *line = text != NULL ? strtok_r(text, "\n", &rest) : NULL; line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        if (!is_refusal(line) || !names(line, visit->request->host))
            continue;
        if (!any)
            page_put(visit, "<p>%w</p>\n<ul lang=\"en\" dir=\"ltr\">\n", "why.refused-here");
        any = true;
        page_put(visit, "<li>%s</li>\n", line);
    }
    fputs(any ? "</ul>\n" : "", visit->page);
    free(text);
}

/* ---- the printers ---- */

#define MAX_QUEUES 100u

struct queues {
    struct job_queue *list[MAX_QUEUES];
    char names[MAX_QUEUES][128];
    size_t n;
};

static void add_queue(void *ctx, struct job_queue *queue)
{
    struct queues *queues = ctx;

    if (queue->gone || queue->strange || queue->name[0] == '\0' || queues->n == MAX_QUEUES)
        return;
    snprintf(queues->names[queues->n], sizeof(queues->names[0]), "%s", queue->name);
    queues->list[queues->n++] = queue; /* queues live until the program ends */
}

static void put_fact(struct visit *visit, const char *tone, const char *key)
{
    page_put(visit, "<li><span class=\"state %s\">%w</span></li>\n", tone, key);
}

static void put_queue(struct visit *visit, struct job_queue *queue, const char *name)
{
    struct device_status status;
    struct queue_view view;
    char what[400];
    bool holding;

    queue_look(queue, &view);
    queue_status(queue, &status);
    jobs_lock(site.jobs);
    holding = queue->hold_new;
    jobs_unlock(site.jobs);
    page_put(visit, "<h3><bdi>%s</bdi></h3>\n<ul class=\"choices\">\n", name);
    if (((view.reasons | status.reasons) & REASON_OFFLINE) != 0)
        put_fact(visit, "bad", "why.no-answer");
    else
        put_fact(visit, status.answered ? "ok" : "",
                 status.answered ? "why.answers" : "why.not-heard");
    queue_machine_text(visit, (view.reasons | status.reasons) & ~(uint32_t)REASON_OFFLINE, what,
                       sizeof(what));
    if (what[0] != '\0') {
        fputs("<li><span class=\"state busy\">", visit->page);
        page_say(visit, "why.needs", "what", what, NULL);
        fputs("</span></li>\n", visit->page);
    }
    if (view.paused)
        put_fact(visit, "busy", "queue.is-paused");
    if (holding)
        put_fact(visit, "busy", "queue.is-holding");
    if (!view.accepting)
        put_fact(visit, "bad", "queue.is-refusing");
    fputs("</ul>\n", visit->page);
}

static void put_printers(struct visit *visit)
{
    struct queues *queues = calloc(1, sizeof(*queues));

    if (queues == NULL)
        return;
    jobs_each_queue(site.jobs, add_queue, queues);
    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n", "why.printers");
    if (queues->n == 0)
        page_put(visit, "<p>%w</p>\n", "queue.no-printers");
    for (size_t i = 0; i < queues->n; i++) {
        char label[128];

        queue_label(queues->list[i]->id, queues->names[i], label, sizeof(label));
        put_queue(visit, queues->list[i], label);
    }
    fputs("</section>\n", visit->page);
    free(queues);
}

struct http_answer *queue_get_why(struct visit *visit)
{
    static const char *const checks[] = {"why.check-queue", "why.check-own",
                                         "why.check-network", "why.check-old"};

    if (!page_begin(visit, "why.title", SECTION_JOBS, NULL))
        return NULL;
    put_choices(visit);
    page_put(visit, "<section class=\"panel\"><h2>%w</h2><p>%w</p>\n<ol>\n", "why.not-listed",
             "why.not-arrived");
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        fputs("<li>", visit->page);
        page_say(visit, checks[i], "address", visit->request->host, NULL);
        fputs("</li>\n", visit->page);
    }
    fputs("</ol>\n", visit->page);
    put_refusals(visit);
    fputs("</section>\n", visit->page);
    put_printers(visit);
    return page_end(visit, 200);
}
