/*
 * queue-list.c - see queue-parts.h: the page of all jobs, or those of one printer.
 * SPDX-License-Identifier: Apache-2.0
 */
#define _GNU_SOURCE /* strcasestr */
#include "queue-parts.h"

#include "server/ipp-attributes.h"
#include "thumbnail-view.h"

#include <stdlib.h>
#include <string.h>

#define MAX_PRINTERS 100u
#define MAX_SEARCH   100

/* A printer, for its heading. */
struct printer_row {
    int id;
    char queue[128], name[128]; /* name: for people */
    bool paused, hold_new, refusing;
    unsigned active;
};

/* What the address asks for. */
struct wish {
    int printer; /* 0: all */
    unsigned page;
    char search[MAX_SEARCH];
    char back[700]; /* the same as an address */
};

struct list {
    struct visit *visit;
    const struct wish *wish;
    struct queue_row *rows;
    size_t n;
    unsigned seen; /* that fit */
    unsigned skip;
};

/* ---- what is asked for ---- */

static void add_encoded(char *to, size_t size, const char *text)
{
    size_t used = strlen(to);

    for (; *text != '\0' && used + 4 < size; text++) {
        unsigned char c = (unsigned char)*text;
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');

        used += (size_t)snprintf(to + used, size - used, plain ? "%c" : "%%%02X", c);
    }
}

static unsigned number(const char *text)
{
    return text[0] >= '0' && text[0] <= '9' && strlen(text) <= 7
               ? (unsigned)strtoul(text, NULL, 10)
               : 0;
}

static void address(const struct wish *wish, unsigned page, const char *path, char *to,
                    size_t size)
{
    snprintf(to, size, "%s?printer=%d&page=%u&q=", path, wish->printer, page);
    add_encoded(to, size, wish->search);
}

static void read_wish(const struct visit *visit, struct wish *wish)
{
    memset(wish, 0, sizeof(*wish));
    wish->printer = (int)number(visit_field(visit, "printer"));
    wish->page = number(visit_field(visit, "page"));
    wish->page = wish->page > 0 ? wish->page : 1;
    snprintf(wish->search, sizeof(wish->search), "%s", visit_field(visit, "q"));
    address(wish, wish->page, "/jobs", wish->back, sizeof(wish->back));
}

/* ---- printers ---- */

struct printers {
    struct printer_row rows[MAX_PRINTERS];
    size_t n;
};

static void add_printer(void *ctx, struct job_queue *queue)
{
    struct printers *all = ctx;

    if (queue->gone || queue->strange || queue->name[0] == '\0' || all->n == MAX_PRINTERS)
        return;
    all->rows[all->n] = (struct printer_row){.id = queue->id,
                                             .paused = queue->paused,
                                             .hold_new = queue->hold_new,
                                             .refusing = queue->refusing,
                                             .active = jobs_count(queue->jobs, queue)};
    snprintf(all->rows[all->n].queue, sizeof(all->rows[0].queue), "%s", queue->name);
    all->n++;
}

static int compare_names(const void *a, const void *b)
{
    const struct printer_row *left = a, *right = b;

    return strcmp(left->name, right->name);
}

static void read_printers(struct printers *all)
{
    all->n = 0;
    jobs_each_queue(site.jobs, add_printer, all);
    for (size_t i = 0; i < all->n; i++)
        queue_label(all->rows[i].id, all->rows[i].queue, all->rows[i].name,
                    sizeof(all->rows[i].name));
    qsort(all->rows, all->n, sizeof(all->rows[0]), compare_names);
}

/* ---- jobs ---- */

static bool fits(const struct visit *visit, const struct wish *wish, const struct job *job)
{
    if (wish->search[0] == '\0')
        return true;
    return strcasestr(job->user, wish->search) != NULL ||
           ((!job_is_private(job) || queue_may_change(visit, job)) &&
            strcasestr(job->name, wish->search) != NULL);
}

static bool add_job(void *ctx, struct job *job)
{
    struct list *list = ctx;

    if (!fits(list->visit, list->wish, job))
        return true;
    if (list->seen++ >= list->skip && list->n < QUEUE_PAGE)
        queue_row_read(list->visit, job, &list->rows[list->n++]);
    return list->seen <= list->skip + QUEUE_PAGE;
}

/* The rows of a page; seen is more than that when there are others behind it. */
static void read_jobs(struct list *list, int printer, enum jobs_which which, unsigned page)
{
    struct job_queue *queue = printer != 0 ? jobs_queue(site.jobs, printer) : NULL;

    list->n = 0;
    list->seen = 0;
    list->skip = (page - 1) * QUEUE_PAGE;
    jobs_lock(site.jobs);
    jobs_each(site.jobs, queue, which, add_job, list);
    jobs_unlock(site.jobs);
}

/* ---- a table ---- */

static void put_document(struct visit *visit, const struct queue_row *row)
{
    fputs("<td>", visit->page);
    thumbnail_put(visit, row, 1);
    page_put(visit,
             "<a class=\"job-title\" href=\"/jobs/%d\"><bdi>%s</bdi></a> <span class=\"soft\">"
             "%d</span></td>",
             row->id, queue_title(visit, row), row->id);
}

static void put_row(struct visit *visit, const struct queue_row *row, const struct wish *wish,
                    bool with_printer)
{
    char label[128];

    fputs("<tr>", visit->page);
    put_document(visit, row);
    page_put(visit, "<td data-label=\"%w\"><bdi>%s</bdi></td>", "queue.person", row->user);
    if (with_printer) {
        queue_label(row->queue, row->printer, label, sizeof(label));
        page_put(visit, "<td data-label=\"%w\"><bdi>%s</bdi></td>", "queue.printer", label);
    }
    page_put(visit, "<td data-label=\"%w\">", "queue.when");
    queue_put_time(visit, row->active ? row->created : row->completed);
    page_put(visit, "</td><td data-label=\"%w\">", "queue.state");
    queue_put_state(visit, row);
    fputs("</td><td>", visit->page);
    queue_put_buttons(visit, row, wish->back);
    fputs("</td></tr>\n", visit->page);
}

static void put_head(struct visit *visit, const char *caption, bool with_printer)
{
    page_put(visit,
             "<table class=\"cards jobs\"><caption class=\"unseen\">%s</caption>\n<thead><tr>"
             "<th scope=\"col\">%w</th><th scope=\"col\">%w</th>",
             caption, "queue.document", "queue.person");
    if (with_printer)
        page_put(visit, "<th scope=\"col\">%w</th>", "queue.printer");
    page_put(visit,
             "<th scope=\"col\">%w</th><th scope=\"col\">%w</th><th scope=\"col\">%w</th>"
             "</tr></thead>\n<tbody>\n",
             "queue.when", "queue.state", "queue.actions");
}

static void put_table(struct list *list, const char *caption, bool with_printer)
{
    put_head(list->visit, caption, with_printer);
    for (size_t i = 0; i < list->n; i++)
        put_row(list->visit, &list->rows[i], list->wish, with_printer);
    fputs("</tbody></table>\n", list->visit->page);
}

/* Links to the pages before and behind. */
static void put_pager(struct visit *visit, const struct wish *wish, bool more)
{
    char to[700], page[16];

    if (wish->page == 1 && !more)
        return;
    page_put(visit, "<p class=\"row pager\">");
    if (wish->page > 1) {
        address(wish, wish->page - 1, "/jobs", to, sizeof(to));
        page_put(visit, "<a class=\"button\" href=\"%s#ended\">%w</a> ", to, "queue.newer");
    }
    snprintf(page, sizeof(page), "%u", wish->page);
    fputs("<span>", visit->page);
    page_say(visit, "queue.page", "n", page, NULL);
    fputs("</span>", visit->page);
    if (more) {
        address(wish, wish->page + 1, "/jobs", to, sizeof(to));
        page_put(visit, " <a class=\"button\" href=\"%s#ended\">%w</a>", to, "queue.older");
    }
    fputs("</p>\n", visit->page);
}

/* ---- a printer's part ---- */

static void put_order(struct visit *visit, const struct printer_row *printer,
                      const struct wish *wish, const char *action, const char *key)
{
    char to[64];

    snprintf(to, sizeof(to), "/jobs/printer/%s", action);
    page_form(visit, to, "class=\"row\"");
    page_put(visit,
             "<input type=\"hidden\" name=\"queue\" value=\"%d\"><input type=\"hidden\" "
             "name=\"back\" value=\"%s\">",
             printer->id, wish->back);
    if (strcmp(action, "cancel-all") == 0)
        page_put(visit,
                 "<label class=\"tick\"><input type=\"checkbox\" id=\"s-%d\" name=\"sure\" "
                 "value=\"yes\" required>%w</label>",
                 printer->id, "queue.sure");
    page_put(visit,
             "<button id=\"p-%d-%s\" class=\"%s\" aria-label=\"%w: %s\">%w</button></form>\n",
             printer->id, action, strcmp(action, "cancel-all") == 0 ? "danger" : "", key,
             printer->name, key);
}

static void put_orders(struct visit *visit, const struct printer_row *printer,
                       const struct wish *wish)
{
    bool pictures = thumbnail_allowed(printer->id);

    page_put(visit,
             "<details class=\"more\" id=\"o-%d\"><summary aria-label=\"%w: %s\">%w</summary>\n"
             "<div class=\"row\">",
             printer->id, "queue.whole", printer->name, "queue.whole");
    put_order(visit, printer, wish, printer->paused ? "resume" : "pause",
              printer->paused ? "queue.resume" : "queue.pause");
    put_order(visit, printer, wish, printer->hold_new ? "take-new" : "hold-new",
              printer->hold_new ? "queue.take-new" : "queue.hold-new");
    put_order(visit, printer, wish, printer->refusing ? "accept" : "refuse",
              printer->refusing ? "queue.accept" : "queue.refuse");
    put_order(visit, printer, wish, pictures ? "pictures-off" : "pictures-on",
              pictures ? "queue.pictures-off" : "queue.pictures-on");
    if (printer->active > 0)
        put_order(visit, printer, wish, "cancel-all", "queue.cancel-all");
    fputs("</div></details>\n", visit->page);
}

static void put_printer(struct list *list, const struct printer_row *printer)
{
    struct visit *visit = list->visit;

    page_put(visit,
             "<section class=\"panel\" aria-labelledby=\"h-%d\"><h2 id=\"h-%d\"><bdi>%s</bdi>"
             "</h2>\n",
             printer->id, printer->id, printer->name);
    if (printer->paused)
        page_put(visit, "<p><span class=\"state busy\">%w</span></p>", "queue.is-paused");
    if (printer->hold_new)
        page_put(visit, "<p><span class=\"state busy\">%w</span></p>", "queue.is-holding");
    if (printer->refusing)
        page_put(visit, "<p><span class=\"state bad\">%w</span></p>", "queue.is-refusing");
    read_jobs(list, printer->id, JOBS_ACTIVE, 1);
    if (list->n > 0)
        put_table(list, printer->name, false);
    else
        page_put(visit, "<p class=\"soft\">%w</p>\n", "queue.none-waiting");
    if (list->seen > QUEUE_PAGE)
        page_put(visit, "<p class=\"soft\">%w</p>\n", "queue.only-first");
    if (visit->admin)
        put_orders(visit, printer, list->wish);
    fputs("</section>\n", visit->page);
}

static void put_ended(struct list *list)
{
    struct visit *visit = list->visit;

    page_put(visit, "<section class=\"panel\" id=\"ended\"><h2>%w</h2>\n", "queue.ended");
    read_jobs(list, list->wish->printer, JOBS_ENDED, list->wish->page);
    if (list->n > 0)
        put_table(list, visit_word(visit, "queue.ended"), list->wish->printer == 0);
    else
        page_put(visit, "<p class=\"soft\">%w</p>\n", "queue.none-ended");
    put_pager(visit, list->wish, list->seen > list->skip + QUEUE_PAGE);
    fputs("</section>\n", visit->page);
}

/* All that changes by itself. */
static void put_lists(struct visit *visit, const struct wish *wish, const struct printers *all)
{
    struct list list = {.visit = visit, .wish = wish};

    list.rows = calloc(QUEUE_PAGE, sizeof(*list.rows));
    if (list.rows == NULL)
        return;
    for (size_t i = 0; i < all->n; i++)
        if (wish->printer == 0 || wish->printer == all->rows[i].id)
            put_printer(&list, &all->rows[i]);
    put_ended(&list);
    free(list.rows);
}

/* ---- the page ---- */

static void put_filter(struct visit *visit, const struct wish *wish, const struct printers *all)
{
    page_put(visit,
             "<form method=\"get\" action=\"/jobs\" class=\"panel row\" role=\"search\">"
             "<label>%w <select name=\"printer\"><option value=\"0\">%w</option>",
             "queue.printer", "queue.all-printers");
    for (size_t i = 0; i < all->n; i++) {
        page_put(visit, "<option value=\"%d\"", all->rows[i].id);
        fputs(all->rows[i].id == wish->printer ? " selected" : "", visit->page);
        page_put(visit, ">%s</option>", all->rows[i].name);
    }
    page_put(visit,
             "</select></label><label>%w <input type=\"search\" name=\"q\" value=\"%s\" "
             "maxlength=\"90\"></label><button>%w</button></form>\n",
             "queue.search", wish->search, "queue.show");
}

static struct http_answer *show_list(struct visit *visit, unsigned status)
{
    struct printers *all = malloc(sizeof(*all));
    struct wish wish;
    char to[700];

    if (all == NULL || !page_begin(visit, "nav.jobs", SECTION_JOBS, "queue.js")) {
        free(all);
        return NULL;
    }
    read_wish(visit, &wish);
    read_printers(all);
    page_put(visit,
             "<p class=\"row\"><a class=\"button\" href=\"/why\">%w</a> "
             "<a class=\"button\" href=\"%s\">%w</a></p>\n",
             "why.title", wish.back, "queue.refresh");
    put_filter(visit, &wish, all);
    if (all->n == 0)
        page_put(visit, "<p>%w</p>\n", "queue.no-printers");
    address(&wish, wish.page, "/jobs/list", to, sizeof(to));
    page_put(visit, "<div data-jobs=\"%s\">\n", to);
    put_lists(visit, &wish, all);
    fputs("</div>\n", visit->page);
    free(all);
    return page_end(visit, status);
}

struct http_answer *queue_get_list(struct visit *visit)
{
    return show_list(visit, 200);
}

struct http_answer *queue_list_again(struct visit *visit, unsigned status)
{
    return show_list(visit, status);
}

struct http_answer *queue_get_renewed(struct visit *visit)
{
    struct printers *all = malloc(sizeof(*all));
    struct wish wish;

    if (all == NULL || !page_fragment_begin(visit)) {
        free(all);
        return NULL;
    }
    read_wish(visit, &wish);
    read_printers(all);
    put_lists(visit, &wish, all);
    free(all);
    return page_fragment_end(visit);
}
