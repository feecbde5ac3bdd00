/*
 * queue-job.c - see queue-parts.h: the page of one job: what it does and why, in a sentence,
 * and step by step.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "queue-parts.h"

#include "names.h"
#include "story.h"
#include "thumbnail-view.h"

#include "driver/status.h"
#include "server/recorder.h"

#include <stdlib.h>
#include <string.h>

#define MAX_STEPS 400u

/* ---- the record ---- */

/* To be freed; NULL: there is none, or no memory. */
static char *read_record(int id, size_t *n)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, n);
    bool there = out != NULL && recorder_copy(jobs_folder(site.jobs), id, out);

    if (out == NULL || fclose(out) != 0 || !there) {
        free(text);
        return NULL;
    }
    return text;
}

/* ---- the summary ---- */

static bool note_canceler(void *ctx, const struct story_event *event)
{
    char *who = ctx;

    if (event->kind == STORY_ASKED_CANCEL)
        snprintf(who, sizeof(event->who), "%s", event->who);
    return true;
}

static const char *said_by(const struct visit *visit, const char *who)
{
    return strcmp(who, "a visitor of the web page") == 0 ? visit_word(visit, "story.visitor")
                                                         : who;
}

static const char *gate_key(const struct queue_row *row)
{
    static const struct {
        uint32_t gate;
        const char *key;
    } keys[] = {
        {GATE_QUOTA,     "sum.quota"},
        {GATE_PROOF,     "sum.proof"},
        {GATE_CODE,      "sum.code" },
        {GATE_OWNER,     "sum.owner"},
        {GATE_PAPER,     "sum.paper"},
        {GATE_CODE_TEXT, "sum.text" },
        {GATE_BLANK,     "sum.blank"},
    };

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        if ((row->gates & keys[i].gate) != 0)
            return keys[i].key;
    return row->hold == JOB_HELD_UNTIL ? "sum.held-until" : "sum.held";
}

static const char *waiting_key(const struct queue_row *row)
{
    if (row->ending)
        return "sum.ending";
    if (row->state == IPP_JSTATE_HELD && row->reasons == JOB_DATA_INSUFFICIENT)
        return "sum.no-document";
    if (row->receiving && !row->accepted)
        return "sum.incoming";
    if (row->state == IPP_JSTATE_HELD)
        return gate_key(row);
    if (row->state == IPP_JSTATE_STOPPED || (row->delivering && row->machine_says[0] != '\0'))
        return (row->machine & REASON_OFFLINE) != 0 ? "sum.off"
               : row->machine != 0                  ? "sum.machine"
                                                    : "sum.stopped";
    if (row->delivering)
        return "sum.printing";
    return row->paused       ? "sum.paused"
           : row->quiet      ? "sum.quiet"
           : row->receiving  ? "sum.making"
           : row->before > 0 ? "sum.turn"
                             : "sum.soon";
}

static const char *ended_key(const struct queue_row *row, const char *who)
{
    if (row->state == IPP_JSTATE_CANCELED)
        return (row->reasons & JOB_TIMED_OUT) != 0 ? "sum.timed-out"
               : who[0] != '\0'                    ? "sum.canceled-by"
                                                   : "sum.canceled";
    if (row->state == IPP_JSTATE_ABORTED)
        return (row->reasons & JOB_PASSWORD) != 0       ? "sum.password"
               : (row->reasons & JOB_FORMAT_ERROR) != 0 ? "sum.damaged"
               : (row->reasons & JOB_UNPRINTABLE) != 0  ? "sum.unprintable"
                                                        : "sum.failed";
    return row->breaks > 0           ? "sum.printed-breaks"
           : row->remarks[0] != '\0' ? "sum.printed-remarks"
                                     : "sum.printed";
}

static void put_summary(struct visit *visit, const struct queue_row *row, const char *record,
                        size_t n)
{
    char who[160] = "", number[16], when[64], machine[400], paper[256] = "", first[128];
    const char *key, *end = strchr(row->lacks, ' ');

    if (record != NULL)
        story_each(record, n, note_canceler, who);
    key = row->active ? waiting_key(row) : ended_key(row, who);
    snprintf(number, sizeof(number), "%u", row->active ? row->before : row->breaks);
    queue_time(row->state == IPP_JSTATE_HELD ? row->hold_time : row->quiet_until, when,
               sizeof(when));
    queue_machine_text(visit, row->machine, machine, sizeof(machine));
    snprintf(first, sizeof(first), "%.*s",
             end != NULL ? (int)(end - row->lacks) : (int)sizeof(first) - 1, row->lacks);
    queue_paper(visit, first, paper, sizeof(paper));
    page_put(visit, "<p class=\"summary\">");
    page_say(visit, key, "who", said_by(visit, who), "n", number, "time", when, "what", machine,
             "paper", paper, NULL);
    fputs("</p>\n", visit->page);
    /* of those that were stopped or aborted it stands beside the state already */
    if (row->message[0] != '\0' && row->state != IPP_JSTATE_ABORTED &&
        row->state != IPP_JSTATE_STOPPED &&
        (row->breaks > 0 || (row->delivering && row->machine_says[0] != '\0')))
        page_put(visit, "<p class=\"soft\">%w: <span lang=\"en\" dir=\"ltr\">%s</span></p>\n",
                 "job.said", row->message);
}

/* ---- step by step ---- */

struct steps {
    struct visit *visit;
    unsigned n;
};

static bool put_step(void *ctx, const struct story_event *event)
{
    struct steps *steps = ctx;
    struct visit *visit = steps->visit;
    bool told = strcmp(event->text, "Printed.") != 0 && event->kind != STORY_CAME &&
                event->kind != STORY_PAPER_CAME && event->kind != STORY_PROOF &&
                event->kind != STORY_LEFT_OUT;

    if (event->kind == STORY_DEBUG)
        return true;
    fputs("<li>", visit->page);
    if (event->when != 0)
        queue_put_time(visit, event->when);
    fputs(" <span>", visit->page);
    page_say(visit, story_key(event->kind), "who", said_by(visit, event->who), NULL);
    fputs("</span>", visit->page);
    if (told)
        page_put(visit, " <span class=\"soft\" lang=\"en\" dir=\"ltr\">%s</span>", event->text);
    fputs("</li>\n", visit->page);
    return ++steps->n < MAX_STEPS;
}

static void put_steps(struct visit *visit, const char *record, size_t n)
{
    struct steps steps = {.visit = visit};

    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n", "job.steps");
    if (record == NULL)
        page_put(visit, "<p class=\"soft\">%w</p>\n", "job.no-steps");
    else {
        fputs("<ol class=\"steps\">\n", visit->page);
        story_each(record, n, put_step, &steps);
        fputs("</ol>\n", visit->page);
    }
    fputs("</section>\n", visit->page);
}

/* ---- details ---- */

static void put_moment(struct visit *visit, const char *key, time_t when)
{
    page_put(visit, "<dt>%w</dt><dd>", key);
    if (when != 0)
        queue_put_time(visit, when);
    else
        page_put(visit, "%w", "job.not-yet");
    fputs("</dd>\n", visit->page);
}

static void put_details(struct visit *visit, const struct queue_row *row)
{
    char label[128];

    page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n<dl>\n", "job.details");
    queue_label(row->queue, row->printer, label, sizeof(label));
    page_put(visit, "<dt>%w</dt><dd><bdi>%s</bdi></dd>\n", "queue.printer", label);
    page_put(visit, "<dt>%w</dt><dd><bdi>%s</bdi></dd>\n", "queue.person", row->user);
    page_put(visit, "<dt>%w</dt><dd dir=\"ltr\">%s</dd>\n", "job.from", row->host);
    put_moment(visit, "job.sent", row->created);
    put_moment(visit, "job.began", row->processing);
    put_moment(visit, "job.ended", row->completed);
    page_put(visit, "<dt>%w</dt><dd>%u / ", "job.pages", row->done);
    if (row->all > 0)
        page_put(visit, "%u%s", row->all, row->receiving ? "+" : "");
    else
        page_put(visit, "%w", "job.unknown");
    page_put(visit, "</dd>\n<dt>%w</dt><dd>%l kB</dd>\n", "job.bytes",
             (long long)((row->bytes + 1023) / 1024));
    if (row->breaks > 0)
        page_put(visit, "<dt>%w</dt><dd>%u</dd>\n", "job.breaks", row->breaks);
    if (row->remarks[0] != '\0')
        page_put(visit, "<dt>%w</dt><dd lang=\"en\" dir=\"ltr\">%s</dd>\n", "job.remarks",
                 row->remarks);
    fputs("</dl></section>\n", visit->page);
}

/* A value in the words of strings.h; as it is where they have none. */
static void put_value(struct visit *visit, const char *name, const char *value)
{
    char text[256];

    if (name_find(visit->language, name, value, text, sizeof(text)))
        page_put(visit, "%s", text);
    else
        page_put(visit, "<bdi>%s</bdi>", value);
}

/* Whether an attribute has a name for people, in n bytes of label. */
static bool has_label(const struct visit *visit, ipp_attribute_t *attr, char *label, size_t n)
{
    const char *name = ippGetName(attr);

    if (name == NULL || strstr(name, "-account-") != NULL || strstr(name, "-pin") != NULL ||
        strstr(name, "password") != NULL || ippGetValueTag(attr) == IPP_TAG_BEGIN_COLLECTION)
        return false;
    if (strcmp(name, "media") != 0 && strcmp(name, "copies") != 0)
        return name_find(visit->language, name, "", label, n);
    snprintf(label, n, "%s", visit_word(visit, name[0] == 'm' ? "job.paper" : "job.copies"));
    return true;
}

static void put_attribute(struct visit *visit, ipp_attribute_t *attr)
{
    char value[300] = "", label[200];

    if (!has_label(visit, attr, label, sizeof(label)))
        return;
    page_put(visit, "<dt>%s</dt><dd>", label);
    if (ippGetValueTag(attr) == IPP_TAG_ENUM)
        snprintf(value, sizeof(value), "%d", ippGetInteger(attr, 0));
    else
        (void)ippAttributeString(attr, value, sizeof(value));
    put_value(visit, ippGetName(attr), value);
    fputs("</dd>\n", visit->page);
}

/* A copy, because drawing takes longer than the lock may be held. */
static ipp_t *read_ticket(int id)
{
    struct job *job = job_find(site.jobs, 0, id);
    ipp_t *ticket = job != NULL ? ippNew() : NULL;

    if (ticket != NULL) {
        jobs_lock(site.jobs);
        ippCopyAttributes(ticket, job->attributes, 0, NULL, NULL);
        jobs_unlock(site.jobs);
    }
    job_release(job);
    return ticket;
}

static void put_ticket(struct visit *visit, int id)
{
    ipp_t *ticket = read_ticket(id);
    char label[200];
    bool any = false;

    for (ipp_attribute_t *attr = ippFirstAttribute(ticket); attr != NULL;
         attr = ippNextAttribute(ticket))
        any = any || has_label(visit, attr, label, sizeof(label));
    if (any) {
        page_put(visit, "<section class=\"panel\"><h2>%w</h2>\n<dl>\n", "job.asked");
        for (ipp_attribute_t *attr = ippFirstAttribute(ticket); attr != NULL;
             attr = ippNextAttribute(ticket))
            put_attribute(visit, attr);
        fputs("</dl></section>\n", visit->page);
    }
    ippDelete(ticket);
}

static void put_report(struct visit *visit, int id)
{
    page_put(visit,
             "<section class=\"panel\"><h2>%w</h2><p>%w</p>\n"
             "<form method=\"get\" action=\"/jobs/%d/report.zip\" class=\"row\">"
             "<label class=\"tick\"><input type=\"checkbox\" name=\"names\" value=\"yes\">%w"
             "</label><button>%w</button></form></section>\n",
             "job.report", "job.report-help", id, "job.report-names", "job.download");
}

/* ---- the page ---- */

static void put_job(struct visit *visit, const struct queue_row *row)
{
    char back[32];
    size_t n = 0;
    char *record = row->mine ? read_record(row->id, &n) : NULL;

    snprintf(back, sizeof(back), "/jobs/%d", row->id);
    page_put(visit, "<p><a href=\"/jobs\">%w</a></p>\n", "job.back");
    page_put(visit,
             "<section class=\"panel\"><h2><bdi>%s</bdi> <span class=\"soft\">%d</span>"
             "</h2>\n<div data-jobs=\"\">",
             queue_title(visit, row), row->id);
    queue_put_state(visit, row);
    put_summary(visit, row, record, n);
    queue_put_buttons(visit, row, back);
    fputs("</div></section>\n", visit->page);
    if (row->mine) {
        thumbnail_put_all(visit, row);
        put_steps(visit, record, n);
        put_details(visit, row);
        put_ticket(visit, row->id);
        put_report(visit, row->id);
    } else
        page_put(visit, "<p class=\"soft\">%w</p>\n", "job.not-yours");
    free(record);
}

struct http_answer *queue_job_again(struct visit *visit, int id, unsigned status)
{
    struct queue_row *row = calloc(1, sizeof(*row));
    struct http_answer *answer = NULL;

    if (row != NULL && !queue_row_find(visit, id, row))
        answer = visit_refuse(visit, 404, "queue.gone");
    else if (row != NULL && page_begin(visit, "job.title", SECTION_JOBS, "queue.js")) {
        put_job(visit, row);
        answer = page_end(visit, status);
    }
    free(row);
    return answer;
}

struct http_answer *queue_get_job(struct visit *visit)
{
    return queue_job_again(visit, visit_id(visit, 0), 200);
}
