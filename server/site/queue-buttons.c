/*
 * queue-buttons.c - see queue-parts.h: a job's state and what can be done with it.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "queue-parts.h"

#include "driver/media.h"
#include "server/guards.h"
#include "server/release-code.h"

#include <string.h>

/* ---- state ---- */

/* Pages, and how far they are printed. */
static void put_pages(struct visit *visit, const struct queue_row *row)
{
    char done[16], all[24];

    if (row->all == 0)
        return;
    snprintf(done, sizeof(done), "%u", row->done);
    snprintf(all, sizeof(all), "%u%s", row->all, row->receiving ? "+" : "");
    fputs("<span class=\"soft\">", visit->page);
    page_say(visit, "queue.pages-of", "done", done, "all", all, NULL);
    fputs("</span>", visit->page);
    if (row->delivering && row->all > 0) {
        fputs("<progress aria-label=\"", visit->page);
        page_say(visit, "queue.pages-of", "done", done, "all", all, NULL);
        page_put(visit, "\" value=\"%u\" max=\"%u\"></progress>", row->done, row->all);
    }
}

void queue_put_state(struct visit *visit, const struct queue_row *row)
{
    char text[512], machine[400];
    const char *tone;

    queue_state_text(visit, row, text, sizeof(text), &tone);
    page_put(visit, "<span class=\"state %s\">%s</span> ", tone, text);
    put_pages(visit, row);
    if (row->state == IPP_JSTATE_STOPPED || (row->delivering && row->machine != 0)) {
        queue_machine_text(visit, row->machine, machine, sizeof(machine));
        if (machine[0] != '\0')
            page_put(visit, "<p class=\"why\">%s</p>", machine);
    }
    /* what the core says of it is more exact than our words, in English */
    if (row->state == IPP_JSTATE_STOPPED || row->state == IPP_JSTATE_ABORTED ||
        (row->gates & (GATE_PAPER | GATE_CODE_TEXT)) != 0)
        page_put(visit, "<p class=\"soft\" lang=\"en\" dir=\"ltr\">%s</p>", row->message);
}

/* ---- buttons ---- */

struct button {
    const struct queue_row *row;
    const char *back;
};

/* A form up to its button; fields may follow. */
static void begin(struct visit *visit, const struct button *b, const char *action)
{
    char to[64];

    snprintf(to, sizeof(to), "/jobs/%d/%s", b->row->id, action);
    page_form(visit, to, "class=\"row\"");
    page_put(visit, "<input type=\"hidden\" name=\"back\" value=\"%s\">", b->back);
}

/* The button itself, named after the job for those who do not see the row; id: for a script
 * that keeps the focus. */
static void end(struct visit *visit, const struct button *b, const char *action,
                const char *label, const char *style)
{
    page_put(
        visit,
        "<button id=\"b-%d-%s\" class=\"%s\" aria-label=\"%s: %s (%d)\">%s</button></form>\n",
        b->row->id, action, style, label, queue_title(visit, b->row), b->row->id, label);
}

static void put(struct visit *visit, const struct button *b, const char *action,
                const char *key, const char *style)
{
    begin(visit, b, action);
    end(visit, b, action, visit_word(visit, key), style);
}

static void put_code(struct visit *visit, const struct button *b)
{
    begin(visit, b, "release");
    page_put(visit,
             "<label class=\"row\">%w <input type=\"password\" id=\"c-%d\" name=\"code\" "
             "maxlength=\"%d\" size=\"10\" autocomplete=\"off\" required></label>",
             "queue.code", b->row->id, CODE_MAX);
    end(visit, b, "release", visit_word(visit, "queue.release"), "primary");
}

/* The paper it waits for, and each other one that lies there. */
static void put_papers(struct visit *visit, const struct button *b)
{
    struct job_queue *queue = jobs_queue(site.jobs, b->row->queue);
    struct papers_ready ready = {.n = 0};
    const char *lacks = b->row->lacks;
    const struct media *media = papers_ready_next(&lacks);
    char paper[128], label[256], name[32];

    if (queue != NULL)
        guard_papers(queue, &ready);
    if (media != NULL) {
        queue_paper(visit, media->name, paper, sizeof(paper));
        say_into(visit->language, label, sizeof(label), "queue.print-on", "paper", paper, NULL);
        begin(visit, b, "release");
        end(visit, b, "release", label, "primary");
    }
    for (size_t i = 0; b->row->can_remake && i < ready.n; i++) {
        if (strstr(b->row->lacks, ready.list[i]->name) != NULL)
            continue;
        queue_paper(visit, ready.list[i]->name, paper, sizeof(paper));
        say_into(visit->language, label, sizeof(label), "queue.print-on", "paper", paper, NULL);
        begin(visit, b, "release");
        page_put(visit, "<input type=\"hidden\" name=\"media\" value=\"%s\">",
                 ready.list[i]->name);
        snprintf(name, sizeof(name), "release-%zu", i);
        end(visit, b, name, label, "");
    }
}

/* The question a job waits with, and its answers. True: it waits for somebody. */
static bool put_gate(struct visit *visit, const struct button *b)
{
    const struct queue_row *row = b->row;

    if (!row->ending && visit->admin && (row->gates & GATE_QUOTA) != 0)
        page_put(visit, "<a class=\"button primary\" href=\"/people/limits\">%w</a>\n",
                 "people.release");
    if (row->ending || (!row->awaits_code && !row->awaits_owner))
        return false;
    if (row->awaits_code) { /* whoever knows the code may give it, on any device */
        put_code(visit, b);
        return true;
    }
    if (!row->mine || ((row->gates & GATE_QUOTA) != 0 && !visit->admin))
        return true;
    if ((row->gates & (GATE_OWNER | GATE_PROOF)) != 0)
        put(visit, b, "release", "queue.release", "primary");
    else if ((row->gates & GATE_PAPER) != 0)
        put_papers(visit, b);
    else
        put(visit, b, "release", "queue.print-anyway", "primary");
    return true;
}

/* What is wanted rarely. */
static void put_more(struct visit *visit, const struct button *b)
{
    const struct queue_row *row = b->row;

    page_put(visit,
             "<details class=\"more\" id=\"m-%d\"><summary aria-label=\"%w: %s (%d)\">%w"
             "</summary>\n",
             row->id, "queue.more", queue_title(visit, row), row->id, "queue.more");
    if (visit->admin) {
        put(visit, b, "next", "queue.next", "");
        put(visit, b, "up", "queue.up", "");
    }
    begin(visit, b, "until");
    page_put(visit,
             "<label class=\"row\">%w <input type=\"time\" id=\"t-%d\" name=\"time\" "
             "required></label>",
             "queue.until", row->id);
    end(visit, b, "until", visit_word(visit, "queue.hold"), "");
    fputs("</details>\n", visit->page);
}

void queue_put_buttons(struct visit *visit, const struct queue_row *row, const char *back)
{
    const struct button b = {row, back};
    bool waits;

    fputs("<div class=\"row job-buttons\">", visit->page);
    waits = put_gate(visit, &b);
    if (row->mine && row->active && !row->ending) {
        if (!waits && row->hold != JOB_NOT_HELD)
            put(visit, &b, "release", "queue.release", "primary");
        put(visit, &b, "cancel", "queue.cancel", "danger");
        if (!row->delivering && row->hold == JOB_NOT_HELD)
            put(visit, &b, "hold", "queue.hold", "");
        if (!row->delivering)
            put_more(visit, &b);
    } else if (row->mine && row->kept)
        put(visit, &b, "again", "queue.again", "");
    fputs("</div>\n", visit->page);
}
