/*
 * web.c - see web.h.
 *
 * PAPPL's own pages are not used: they let everybody change everything. This one only tells.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web.h"

#include "delivery.h"
#include "guards.h"
#include "health.h"
#include "ipp-access.h"
#include "ipp-attributes.h"
#include "ipp-printer.h"
#include "ipp-jobs.h"
#include "jobs-release.h"
#include "report.h"
#include "upload.h"
#include "web-language.h"
#include "web-pages.h"
#include "web-parts.h"
#include "web-scanners.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t icon_48[] = {
#include "icon-48.png.h"
};
static const uint8_t icon_128[] = {
#include "icon-128.png.h"
};
static const uint8_t icon_512[] = {
#include "icon-512.png.h"
};
static const uint8_t style[] = {
#include "style.css.h"
};

static struct jobs *all_jobs;

const char web_footer[] = "canon-printer-app " VERSION;

const void *web_icon(int size, size_t *n)
{
    switch (size) {
    case 0:
        *n = sizeof(icon_48);
        return icon_48;
    case 1:
        *n = sizeof(icon_128);
        return icon_128;
    default:
        *n = sizeof(icon_512);
        return icon_512;
    }
}

/* A button that does something to a job. */
static void put_button(const struct web_drawing *drawing, int id, const char *action,
                       const char *label)
{
    web_begin_form(drawing, "job", id);
    web_end_form(drawing, action, label);
}

static void put_buttons(const struct web_drawing *drawing, const struct job *job)
{
    bool waits = web_put_release(drawing, job);

    if (!web_may_change(drawing, job))
        return;
    if (job_is_active(job)) {
        if (!job->cancel)
            put_button(drawing, job->id, "cancel", "Cancel");
        if (!waits && job->hold != JOB_NOT_HELD)
            put_button(drawing, job->id, "release", "Release");
        else if (!job->delivering)
            put_button(drawing, job->id, "hold", "Hold");
        if (drawing->local && !job->delivering)
            put_button(drawing, job->id, "first", "Print next");
    } else if (job->kept)
        put_button(drawing, job->id, "reprint", "Print again");
}

static bool put_job(void *ctx, struct job *job)
{
    const struct web_drawing *drawing = ctx;
    FILE *page = drawing->page;

    fprintf(page, "<tr><td>%d</td>", job->id);
    web_put(page, "<td>",
            web_may_change(drawing, job) || !job_is_private(job) ? job->name : PRIVATE_TITLE,
            "</td>");
    web_put(page, "<td>", job->user, "</td>");
    fprintf(page, "<td>%u of %u%s</td>", job->impressions_completed, job->impressions,
            job->receiving ? "+" : "");
    web_put(page, "<td>", job_what(job), "</td><td>");
    put_buttons(drawing, job);
    fputs("</td></tr>\n", page);
    return true;
}

struct short_list {
    struct web_drawing *drawing;
    int left;
};

static bool put_some(void *ctx, struct job *job)
{
    struct short_list *list = ctx;

    if (list->left-- <= 0)
        return false;
    return put_job(list->drawing, job);
}

static void put_jobs(struct web_drawing *drawing, struct job_queue *queue,
                     enum jobs_which which, const char *title, int most)
{
    struct short_list list = {drawing, most};

    web_put(drawing->page, "<table>\n<caption>", title, "</caption>\n");
    fputs("<tr><th>Job</th><th>Title</th><th>From</th><th>Pages</th>"
          "<th>What it is doing</th><th></th></tr>\n",
          drawing->page);
    jobs_lock(all_jobs);
    jobs_each(all_jobs, queue, which, put_some, &list);
    jobs_unlock(all_jobs);
    fputs("</table>\n", drawing->page);
}

static bool note_one(void *ctx, struct job *job)
{
    bool *any = ctx;

    (void)job;
    *any = true;
    return false;
}

static bool any_ended(const struct job_queue *queue)
{
    bool any = false;

    jobs_lock(all_jobs);
    jobs_each(all_jobs, queue, JOBS_ENDED, note_one, &any);
    jobs_unlock(all_jobs);
    return any;
}

static void put_supplies(FILE *page, const struct device_status *status)
{
    for (size_t i = 0; i < status->num_supplies; i++) {
        const struct supply *s = &status->supplies[i];

        web_put(page, "<tr><th>", s->description[0] != '\0' ? s->description : "Supply",
                "</th><td>");
        if (s->level_percent >= 0)
            fprintf(page, "%d %%%s", s->level_percent, s->estimate ? " (estimate)" : "");
        else
            fputs(s->some_left ? "some left" : "not known", page);
        fputs("</td></tr>\n", page);
    }
    for (size_t i = 0; i < status->num_trays; i++) {
        const struct tray *t = &status->trays[i];

        web_put(page, "<tr><th>", t->name[0] != '\0' ? t->name : "Tray", "</th><td>");
        if (t->known && t->empty)
            fputs("empty", page);
        else if (t->level >= 0)
            fprintf(page, "%d sheets", t->level);
        else
            fputs(t->level == -3 ? "some paper" : "not known", page);
        web_put(page, " ", t->media, "</td></tr>\n");
    }
}

static void put_printer(pappl_printer_t *printer, void *data)
{
    struct web_drawing *drawing = data;
    FILE *page = drawing->page;
    struct job_queue *queue = jobs_queue(all_jobs, papplPrinterGetID(printer));
    pappl_pr_driver_data_t driver;
    struct device_status status;
    struct queue_view view;
    char path[256] = "";
    uint64_t pages, done;

    if (queue == NULL)
        return;
    queue_look(queue, &view);
    queue_status(queue, &status);
    guard_papers(queue, &drawing->ready);
    jobs_lock(all_jobs);
    pages = queue->pages;
    done = queue->completed;
    jobs_unlock(all_jobs);
    papplPrinterGetDriverData(printer, &driver);
    papplPrinterGetPath(printer, NULL, path, sizeof(path));
    web_put(page, "<h2><img src=\"", path,
            "/icon-sm.png\" width=\"48\" height=\"48\" alt=\"\">");
    web_put(page, "", papplPrinterGetName(printer), "</h2>\n<table>\n");
    web_put(page, "<tr><th>Model</th><td>", driver.make_and_model, "</td></tr>\n");
    web_put(page, "<tr><th>State</th><td>", view.message, "</td></tr>\n");
    web_put(page, "<tr><th>Machine</th><td><code>", papplPrinterGetDeviceURI(printer),
            "</code></td></tr>\n");
    put_supplies(page, &status);
    web_put(page, "<tr><th>Print to</th><td><code>ipp://",
            papplClientGetHostName(drawing->client), "");
    fprintf(page, ":%d/ipp/print", papplClientGetHostPort(drawing->client));
    web_put(page, "", path, "</code></td></tr>\n");
    fprintf(page, "<tr><th>Jobs</th><td>%u waiting or printing, %llu done</td></tr>\n",
            view.active, (unsigned long long)done);
    fprintf(page, "<tr><th>Pages printed</th><td>%llu</td></tr>\n</table>\n",
            (unsigned long long)pages);
    if (upload_is_open(drawing->client))
        web_put(page, "<p><a href=\"/print", path, "\">Print a file &hellip;</a></p>\n");
    web_put_language(drawing, queue);
    web_put_pages(drawing, printer);
    if (view.active > 20)
        fprintf(page, "<p>The first 20 of %u jobs:</p>\n", view.active);
    if (view.active > 0)
        put_jobs(drawing, queue, JOBS_ACTIVE, "Waiting and printing", 20);
    if (any_ended(queue))
        put_jobs(drawing, queue, JOBS_ENDED, "Ended", 10);
}

/* ---- forms ---- */

/* What the buttons ask for. False: it is not allowed or not possible. */

static bool act_cancel(struct web_drawing *drawing, struct job *job,
                       const struct web_form *form)
{
    (void)drawing;
    (void)form;
    return job_cancel(job) == JOB_DONE;
}

static bool act_hold(struct web_drawing *drawing, struct job *job, const struct web_form *form)
{
    (void)drawing;
    (void)form;
    return job_set_hold(job, JOB_HELD, 0) == JOB_DONE;
}

static bool act_first(struct web_drawing *drawing, struct job *job, const struct web_form *form)
{
    (void)form;
    return drawing->local && job_promote(job, NULL) == JOB_DONE;
}

static bool act_reprint(struct web_drawing *drawing, struct job *job,
                        const struct web_form *form)
{
    char why[256];
    struct job *again = job_reprint(job, job->user, why, sizeof(why));

    (void)drawing;
    (void)form;
    job_release(again);
    return again != NULL;
}

static const struct {
    const char *name;
    bool (*act)(struct web_drawing *drawing, struct job *job, const struct web_form *form);
    bool anybody; /* who may is the action's to say; else whose job it is */
} job_actions[] = {
    {"cancel",  act_cancel,  false},
    {"hold",    act_hold,    false},
    {"release", web_release, true },
    {"first",   act_first,   false},
    {"reprint", act_reprint, false},
};

/* Nobody but this computer changes queues. */
static const struct {
    const char *name;
    bool (*act)(struct web_drawing *drawing, struct job_queue *queue,
                const struct web_form *form);
} queue_actions[] = {
    {"find-language",    web_find_language    },
    {"language-is",      web_answer_language  },
    {"test-page",        web_print_test       },
    {"calibration-page", web_print_calibration},
    {"demo-page",        web_print_demo       },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool act_on_job(struct web_drawing *drawing, int id, const struct web_form *form)
{
    const char *action = web_field(form, "action");
    struct job *job = job_find(all_jobs, 0, id);
    bool owned = false, good = false;

    if (job == NULL)
        return false;
    jobs_lock(all_jobs);
    owned = web_may_change(drawing, job);
    jobs_unlock(all_jobs);
    for (size_t i = 0; i < COUNT(job_actions); i++)
        if (strcmp(job_actions[i].name, action) == 0 && (owned || job_actions[i].anybody))
            good = job_actions[i].act(drawing, job, form);
    job_release(job);
    return good;
}

static bool act_on_queue(struct web_drawing *drawing, int id, const struct web_form *form)
{
    const char *action = web_field(form, "action");
    pappl_printer_t *printer =
        papplSystemFindPrinter(papplClientGetSystem(drawing->client), NULL, id, NULL);
    struct job_queue *queue = printer != NULL ? jobs_queue(all_jobs, id) : NULL;

    for (size_t i = 0; drawing->local && queue != NULL && i < COUNT(queue_actions); i++)
        if (strcmp(queue_actions[i].name, action) == 0)
            return queue_actions[i].act(drawing, queue, form);
    return false;
}

/* A form was sent: do what it says and have the page shown again. False: it is to be shown now,
 * with a notice. */
static bool take_form(struct web_drawing *drawing, bool *sent)
{
    pappl_client_t *client = drawing->client;
    struct web_form form = {0, NULL};
    const char *job, *queue;
    bool good = false;

    form.n = papplClientGetForm(client, &form.fields);
    job = cupsGetOption("job", form.n, form.fields);
    queue = cupsGetOption("queue", form.n, form.fields);
    if (papplClientIsValidForm(client, form.n, form.fields)) {
        if (job != NULL)
            good = act_on_job(drawing, (int)strtol(job, NULL, 10), &form);
        else if (queue != NULL)
            good = act_on_queue(drawing, (int)strtol(queue, NULL, 10), &form);
    }
    cupsFreeOptions(form.n, form.fields);
    if (good)
        *sent = papplClientRespondRedirect(client, HTTP_STATUS_SEE_OTHER, "/");
    else if (drawing->notice[0] == '\0')
        *sent = papplClientRespond(client, HTTP_STATUS_FORBIDDEN, NULL, NULL, 0, 0);
    return good || drawing->notice[0] == '\0';
}

/* Not while somebody may be typing. */
static const char refresh[] = "<meta http-equiv=\"refresh\" content=\"10\">\n";

static bool note_code(void *ctx, struct job *job)
{
    bool *any = ctx;

    *any = *any || job_awaits_code(job);
    return !*any;
}

static void put_head(const struct web_drawing *drawing)
{
    bool typing = false;

    jobs_lock(all_jobs);
    jobs_each(all_jobs, NULL, JOBS_ACTIVE, note_code, &typing);
    jobs_unlock(all_jobs);
    web_put_head(drawing->page, "Canon printers", typing ? "" : refresh);
    fputs("<h1>Canon printers</h1>\n", drawing->page);
    if (drawing->notice[0] != '\0')
        web_put(drawing->page, "<p role=\"alert\"><strong>", drawing->notice,
                "</strong></p>\n");
}

static const char how_to[] =
    "<h2>How to print</h2>\n"
    "<p>Phones, tablets and computers in this network find the queues by themselves "
    "(AirPrint, IPP Everywhere). Where they do not, add a printer by its address above. "
    "On a computer with CUPS:</p>\n"
    "<p><code>lpadmin -p NAME -E -m everywhere -v ipp://&hellip;/ipp/print/NAME</code></p>\n"
    "<p>Queues are added and changed on this computer only:</p>\n"
    "<p><code>canon-printer-app add -d office -v socket://192.0.2.7 -m auto</code></p>\n";

static bool show_page(pappl_client_t *client, void *data)
{
    char *text = NULL;
    size_t n = 0;
    struct web_drawing drawing = {.client = client};
    bool sent = false;

    (void)data;
    drawing.local = ipp_is_administrator(client);
    httpAddrString(httpGetAddress(papplClientGetHTTP(client)), drawing.host,
                   sizeof(drawing.host));
    if (papplClientGetMethod(client) == HTTP_STATE_POST && take_form(&drawing, &sent))
        return sent;
    papplClientGetCSRFToken(client, drawing.token, sizeof(drawing.token));
    drawing.page = open_memstream(&text, &n);
    /* The page is made whole before a byte of it goes out: the queues are locked meanwhile, and
     * a client that reads slowly must not keep them so. */
    if (drawing.page != NULL) {
        put_head(&drawing);
        papplSystemIteratePrinters(papplClientGetSystem(client), put_printer, &drawing);
        web_put_scanners(&drawing);
        fputs(how_to, drawing.page);
        fprintf(drawing.page, "<footer>%s</footer>\n</body>\n</html>\n", web_footer);
    }
    if (drawing.page != NULL && fclose(drawing.page) == 0)
        sent = papplClientRespond(client, HTTP_STATUS_OK, NULL, "text/html", 0, n) &&
               httpWrite2(papplClientGetHTTP(client), text, n) == (ssize_t)n &&
               httpFlushWrite(papplClientGetHTTP(client)) >= 0;
    free(text);
    return sent;
}

void web_setup(pappl_system_t *system, struct jobs *jobs)
{
    all_jobs = jobs;
    health_setup(system, jobs);
    report_setup(system, jobs);
    papplSystemAddResourceCallback(system, "/", "text/html", show_page, NULL);
    /* the default queue's, as a Windows browser may look for it */
    papplSystemAddResourceCallback(system, "/.printer", "text/html", show_page, NULL);
    papplSystemAddResourceData(system, "/style.css", "text/css", style, sizeof(style));
    papplSystemAddResourceData(system, "/favicon.png", "image/png", icon_128, sizeof(icon_128));
    papplSystemAddResourceData(system, "/navicon.png", "image/png", icon_48, sizeof(icon_48));
    papplSystemSetFooterHTML(system, web_footer);
}

void web_add_printer(pappl_printer_t *printer)
{
    /* Also where a person looks who was given an address to print to. */
    static const char *const around[][2] = {
        {"",           "/"        },
        {"/ipp/print", ""         },
        {"/printers",  ""         },
        {"/printers",  "/.printer"},
        {"",           "/.printer"},
    };
    char path[256] = "", full[300];

    papplPrinterGetPath(printer, NULL, path, sizeof(path));
    for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
        snprintf(full, sizeof(full), "%s%s%s", around[i][0], path, around[i][1]);
        papplSystemAddResourceCallback(papplPrinterGetSystem(printer), full, "text/html",
                                       show_page, NULL);
    }
}
