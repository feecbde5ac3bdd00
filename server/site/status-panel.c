/*
 * status-panel.c - a printer's panel: how it is and what to do, its picture, paper and toner,
 * what it prints and how many jobs wait.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "site.h"
#include "status-parts.h"

#include "server/ipp-attributes.h"
#include "server/printer.h"
#include "server/queue-name.h"

#include <stdio.h>
#include <string.h>

/* ---- its jobs ---- */

struct queue_jobs {
    const struct visit *visit;
    unsigned waiting, held;
    bool prints, private, open; /* of the one that prints; open: it still grows */
    char name[256];
    unsigned done, all;
};

static bool note_job(void *ctx, struct job *job)
{
    struct queue_jobs *jobs = ctx;

    if (job->delivering && !jobs->prints) {
        jobs->prints = true;
        jobs->private = job_is_private(job) && !jobs->visit->admin &&
                        strcmp(job->host, jobs->visit->request->host) != 0;
        snprintf(jobs->name, sizeof(jobs->name), "%s", job->name);
        jobs->done = job->impressions_completed;
        jobs->all = job->impressions;
        jobs->open = job->receiving;
    } else {
        jobs->waiting++;
        jobs->held += job->hold == JOB_HELD || job->gates != 0;
    }
    return true;
}

static void look_at_jobs(const struct visit *visit, struct job_queue *queue,
                         struct queue_jobs *jobs)
{
    *jobs = (struct queue_jobs){.visit = visit};
    jobs_lock(site.jobs);
    jobs_each(site.jobs, queue, JOBS_ACTIVE, note_job, jobs);
    jobs_unlock(site.jobs);
}

/* stands: the machine keeps it from going on, so that nobody goes there to fetch it */
static void put_printing(struct visit *visit, const struct queue_jobs *jobs, bool stands)
{
    const char *key = stands ? "status.begun" : "status.prints";
    char done[16], all[16];

    if (!jobs->prints)
        return;
    snprintf(done, sizeof(done), "%u", jobs->done);
    snprintf(all, sizeof(all), "%u", jobs->all);
    page_put(visit, "<div class=\"now\"><p>%w: <strong><bdi>%s</bdi></strong></p>\n", key,
             jobs->private ? visit_word(visit, "status.private") : jobs->name);
    if (jobs->all > 0 && !jobs->open)
        page_put(visit, "<progress max=\"%u\" value=\"%u\" aria-label=\"%w\"></progress>\n",
                 jobs->all, jobs->done < jobs->all ? jobs->done : jobs->all, key);
    page_put(visit, "<p class=\"soft\">");
    page_say(visit, jobs->all > 0 && !jobs->open ? "status.pages" : "status.pages-so-far",
             "done", done, "all", all, NULL);
    page_put(visit, "</p></div>\n");
}

/* ---- paper, toner ---- */

static void put_part(struct visit *visit, const struct machine_part *part)
{
    static const char *const classes[] = {"", "busy", "bad", "soft"};

    page_put(visit, "<div><dt>%s</dt><dd class=\"%s\">%s", part->name, classes[part->mark],
             part->state);
    if (part->percent >= 0)
        page_put(visit,
                 "<meter min=\"0\" max=\"100\" low=\"11\" optimum=\"100\" value=\"%d\" "
                 "aria-label=\"%s\"></meter>",
                 part->percent, part->name);
    page_put(visit, "</dd></div>\n");
}

/* Drum, container of waste toner, what the machine has else. */
static void put_supply(struct visit *visit, const struct supply *supply)
{
    struct machine_part part = {.percent = supply->level_percent};
    char n[16];

    if (supply->kind == SUPPLY_TONER || supply->level_percent < 0)
        return;
    snprintf(part.name, sizeof(part.name), "%s",
             supply->kind == SUPPLY_DRUM      ? visit_word(visit, "status.drum")
             : supply->kind == SUPPLY_WASTE   ? visit_word(visit, "status.waste")
             : supply->description[0] != '\0' ? supply->description
                                              : visit_word(visit, "status.supply"));
    snprintf(n, sizeof(n), "%d", supply->level_percent);
    say_into(visit->language, part.state, sizeof(part.state), "status.percent", "n", n, NULL);
    put_part(visit, &part);
}

static void put_inside(struct visit *visit, const struct state_view *state,
                       const struct machine *machine)
{
    page_put(visit, "<dl class=\"inside\">\n");
    for (size_t i = 0; i < machine->num_trays; i++)
        put_part(visit, &machine->trays[i]);
    put_part(visit, &machine->toner);
    for (size_t i = 0; i < state->status.num_supplies; i++)
        put_supply(visit, &state->status.supplies[i]);
    if (machine->cover.mark == MARK_BAD)
        put_part(visit, &machine->cover);
    if (machine->output.mark == MARK_BAD || machine->output.mark == MARK_WARN)
        put_part(visit, &machine->output);
    page_put(visit, "</dl>\n");
}

/* ---- the panel ---- */

/* data-say: what is read aloud when it has become something else. */
static void put_state(struct visit *visit, const struct state_view *state, const char *name)
{
    char text[400], todo[400];

    state_say(visit->language, state, text, sizeof(text));
    state_todo(visit->language, state, todo, sizeof(todo));
    page_put(visit, "<p data-say=\"%s: %s. %s\"><span class=\"state %s\">%s</span></p>\n", name,
             text, todo, state_class(state), text);
    if (todo[0] != '\0')
        page_put(visit, "<p class=\"notice %s\">%s</p>\n", state_class(state), todo);
    state_found(visit->language, state, text, sizeof(text));
    if (text[0] != '\0')
        page_put(visit, "<p class=\"notice\">%s</p>\n", text);
    for (int i = 0; i < NUM_REASONS; i++)
        if ((state->warnings & UINT32_C(1) << i) != 0) {
            state_warn(visit->language, UINT32_C(1) << i, text, sizeof(text));
            page_put(visit, "<p class=\"notice busy\">%s</p>\n", text);
        }
}

static void put_waiting(struct visit *visit, const struct queue_jobs *jobs)
{
    page_put(visit, "<p>%w: ", "status.waiting");
    if (jobs->waiting == 0)
        page_put(visit, "%w", "status.none");
    else
        page_put(visit, "<strong>%u</strong>", jobs->waiting);
    if (jobs->held > 0)
        page_put(visit, " (%w: %u)", "status.held", jobs->held);
    page_put(visit, "</p>\n");
}

static void put_link(struct visit *visit, const char *path, int id, const char *key,
                     const char *name)
{
    page_put(visit, "<a class=\"button\" href=\"%s%d\" aria-label=\"", path, id);
    page_say(visit, "status.of", "what", visit_word(visit, key), "name", name, NULL);
    page_put(visit, "\">%w</a>\n", key);
}

static void put_links(struct visit *visit, int id, const char *name, bool brief)
{
    page_put(visit, "<p class=\"row\">\n");
    put_link(visit, "/jobs?printer=", id, "status.to-jobs", name);
    put_link(visit, "/print?printer=", id, "status.to-print", name);
    if (!brief) {
        put_link(visit, "/printers/", id, "status.to-printer", name);
        put_link(visit, "/why?printer=", id, "status.to-why", name);
    }
    page_put(visit, "</p>\n");
}

bool panel_in_order(pappl_printer_t *printer)
{
    struct job_queue *queue = jobs_queue(site.jobs, papplPrinterGetID(printer));
    struct state_view state;

    if (queue == NULL)
        return true;
    state_look(queue, &state);
    return strcmp(state_class(&state), "bad") != 0;
}

void panel_put(struct visit *visit, pappl_printer_t *printer, bool brief)
{
    int id = papplPrinterGetID(printer);
    struct job_queue *queue = jobs_queue(site.jobs, id);
    char name[256];
    pappl_pr_driver_data_t data;
    char place[256] = "";
    struct state_view state;
    struct machine machine;
    struct queue_jobs jobs;
    bool stands;

    if (queue == NULL)
        return;
    queue_human_name(printer, name, sizeof(name));
    state_look(queue, &state);
    look_at_jobs(visit, queue, &jobs);
    stands = strcmp(state_class(&state), "bad") == 0;
    machine_look(visit, &state, printer_model(printer),
                 papplPrinterGetDriverData(printer, &data), &machine);
    (void)papplPrinterGetLocation(printer, place, sizeof(place));
    page_put(visit,
             "<section class=\"panel printer%s\" id=\"printer-%d\" "
             "aria-labelledby=\"printer-%d-name\">\n<div class=\"picture\">\n",
             brief ? " brief" : "", id, id);
    picture_put(visit, &machine, id);
    page_put(visit,
             "</div>\n<div class=\"told\">\n<h2 id=\"printer-%d-name\">"
             "<a href=\"/printers/%d\"><bdi>%s</bdi></a></h2>\n",
             id, id, name);
    if (place[0] != '\0' || !brief)
        page_put(visit, "<p class=\"soft\"><bdi>%s</bdi></p>\n",
                 place[0] != '\0' ? place : data.make_and_model);
    put_state(visit, &state, name);
    put_printing(visit, &jobs, stands);
    jobs.waiting += stands && jobs.prints;
    put_waiting(visit, &jobs);
    if (!brief)
        put_inside(visit, &state, &machine);
    put_links(visit, id, name, brief);
    page_put(visit, "</div>\n</section>\n");
}
