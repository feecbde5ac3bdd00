/*
 * queue-say.c - see queue-parts.h: jobs in words.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "queue-parts.h"

#include "names.h"

#include "driver/media.h"
#include "driver/status.h"
#include "server/ipp-attributes.h"
#include "server/jobs-guard.h"
#include "server/jobs-release.h"
#include "server/queue-name.h"

#include <string.h>

/* ---- whose it is ---- */

/* The address alone: without brackets, and an IPv4 address as such. */
static void plain_host(const char *host, char *plain, size_t size)
{
    size_t n;

    if (strncmp(host, "[v1.", 4) == 0)
        host += 4;
    else if (host[0] == '[')
        host++;
    if (strncmp(host, "::ffff:", 7) == 0 && strchr(host, '.') != NULL)
        host += 7;
    snprintf(plain, size, "%s", host);
    n = strlen(plain);
    if (n > 0 && plain[n - 1] == ']')
        plain[n - 1] = '\0';
    for (char *p = plain; *p != '\0'; p++)
        if (*p == '+')
            *p = '%';
}

bool queue_same_host(const char *a, const char *b)
{
    char left[128], right[128];

    plain_host(a, left, sizeof(left));
    plain_host(b, right, sizeof(right));
    return left[0] != '\0' && strcmp(left, right) == 0;
}

bool queue_may_change(const struct visit *visit, const struct job *job)
{
    return visit->admin || queue_same_host(visit->request->host, job->host);
}

/* ---- a job as it is now ---- */

static void read_flags(const struct job *job, struct queue_row *row)
{
    row->active = job_is_active(job);
    row->delivering = job->delivering;
    row->started = job->started;
    row->ending = job->cancel;
    row->receiving = job->receiving;
    row->accepted = job->accepted;
    row->kept = job->kept;
    row->awaits_code = row->active && job_awaits_code(job);
    row->awaits_owner = row->active && job_awaits_owner(job);
    row->can_remake = job_can_remake(job);
    row->paused = job->queue->paused;
    row->quiet = queue_is_quiet(job->queue->quiet, time(NULL), &row->quiet_until);
}

void queue_row_read(const struct visit *visit, const struct job *job, struct queue_row *row)
{
    row->id = job->id;
    row->queue = job->queue->id;
    row->mine = queue_may_change(visit, job);
    row->is_secret = job_is_private(job);
    row->hidden = row->is_secret && !row->mine;
    snprintf(row->printer, sizeof(row->printer), "%s", job->queue->name);
    snprintf(row->title, sizeof(row->title), "%s", row->hidden ? "" : job->name);
    snprintf(row->user, sizeof(row->user), "%s", job->user);
    snprintf(row->host, sizeof(row->host), "%s", row->mine ? job->host : "");
    read_flags(job, row);
    row->state = job->state;
    row->reasons = job->reasons;
    row->gates = job->gates;
    row->hold = job->hold;
    row->hold_time = job->hold_time;
    row->created = job->created;
    row->processing = job->processing;
    row->completed = job->completed;
    row->done = job->impressions_completed;
    row->all = job->impressions;
    row->bytes = job->bytes;
    row->breaks = job->breaks.times;
    snprintf(row->lacks, sizeof(row->lacks), "%s", job->lacks);
    snprintf(row->message, sizeof(row->message), "%s", job_what(job));
    snprintf(row->remarks, sizeof(row->remarks), "%s", job->remarks);
    row->machine = job->queue->reasons;
    snprintf(row->machine_says, sizeof(row->machine_says), "%s",
             row->delivering ? job->queue->message : "");
}

struct finding {
    int id;
    unsigned before;
    bool found;
};

static bool count_before(void *ctx, struct job *job)
{
    struct finding *finding = ctx;

    finding->found = job->id == finding->id;
    finding->before += !finding->found;
    return !finding->found;
}

bool queue_row_find(const struct visit *visit, int id, struct queue_row *row)
{
    struct job *job = id > 0 ? job_find(site.jobs, 0, id) : NULL;
    struct finding finding = {.id = id};

    if (job == NULL)
        return false;
    jobs_lock(site.jobs);
    queue_row_read(visit, job, row);
    if (row->active)
        jobs_each(site.jobs, job->queue, JOBS_ACTIVE, count_before, &finding);
    row->before = finding.before;
    jobs_unlock(site.jobs);
    job_release(job);
    return true;
}

/* ---- words ---- */

const char *queue_title(const struct visit *visit, const struct queue_row *row)
{
    if (row->hidden)
        return visit_word(visit, "queue.private");
    return row->title[0] != '\0' ? row->title : visit_word(visit, "queue.untitled");
}

void queue_time(time_t when, char *text, size_t size)
{
    struct tm local;

    text[0] = '\0';
    if (when != 0 && localtime_r(&when, &local) != NULL)
        (void)strftime(text, size, "%Y-%m-%d %H:%M", &local);
}

void queue_put_time(struct visit *visit, time_t when)
{
    char text[64], exact[64] = "";
    struct tm utc;

    queue_time(when, text, sizeof(text));
    if (gmtime_r(&when, &utc) != NULL)
        (void)strftime(exact, sizeof(exact), "%Y-%m-%dT%H:%M:%SZ", &utc);
    page_put(visit, "<time datetime=\"%s\" dir=\"ltr\">%s</time>", exact, text);
}

void queue_machine_text(const struct visit *visit, uint32_t reasons, char *text, size_t size)
{
    size_t used = 0;

    text[0] = '\0';
    for (unsigned i = 0; i < NUM_REASONS; i++) {
        char one[160];

        if ((reasons & (1u << i)) == 0)
            continue;
        if (name_find(visit->language, "printer-state-reasons", status_reason_keyword(1u << i),
                      one, sizeof(one)) &&
            used + strlen(one) + 3 < size)
            used +=
                (size_t)snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : "", one);
    }
}

void queue_paper(const struct visit *visit, const char *pwg, char *text, size_t size)
{
    const struct media *media = media_find(pwg);

    if (name_find(visit->language, "media", pwg, text, size))
        return;
    snprintf(text, size, "%s", media != NULL ? media->label : pwg);
}

void queue_label(int queue, const char *name, char *text, size_t size)
{
    pappl_printer_t *printer = papplSystemFindPrinter(site.system, NULL, queue, NULL);

    if (printer != NULL)
        queue_human_name(printer, text, size);
    else
        snprintf(text, size, "%s", name);
}

/* ---- states ---- */

static const char *held_key(const struct queue_row *row)
{
    if (row->reasons == JOB_DATA_INSUFFICIENT)
        return "queue.state-no-document";
    if (row->receiving && !row->accepted)
        return "queue.state-incoming";
    if ((row->gates & GATE_QUOTA) != 0)
        return "queue.state-quota";
    if ((row->gates & GATE_PROOF) != 0)
        return "queue.state-proof";
    if ((row->gates & GATE_CODE) != 0)
        return "queue.state-code";
    if ((row->gates & GATE_OWNER) != 0)
        return "queue.state-owner";
    if ((row->gates & GATE_PAPER) != 0)
        return "queue.state-paper";
    if ((row->gates & GATE_CODE_TEXT) != 0)
        return "queue.state-text";
    if ((row->gates & GATE_BLANK) != 0)
        return "queue.state-blank";
    if ((row->gates & GATE_QUOTA) != 0)
        return "people.state-beyond";
    return row->hold == JOB_HELD_UNTIL ? "queue.state-held-until" : "queue.state-held";
}

static const char *pending_key(const struct queue_row *row)
{
    return row->receiving && !row->accepted ? "queue.state-incoming"
           : row->paused                    ? "queue.state-paused"
           : row->quiet                     ? "queue.state-quiet"
           : row->receiving                 ? "queue.state-making"
                                            : "queue.state-waiting";
}

static const char *state_key(const struct queue_row *row)
{
    switch (row->state) {
    case IPP_JSTATE_PENDING:
        return pending_key(row);
    case IPP_JSTATE_HELD:
        return held_key(row);
    case IPP_JSTATE_STOPPED:
        return row->ending ? "queue.state-ending" : "queue.state-stopped";
    case IPP_JSTATE_PROCESSING:
        return row->ending ? "queue.state-ending" : "queue.state-printing";
    case IPP_JSTATE_CANCELED:
        return (row->reasons & JOB_TIMED_OUT) != 0 ? "queue.state-timed-out"
                                                   : "queue.state-canceled";
    case IPP_JSTATE_ABORTED:
        return "queue.state-failed";
    case IPP_JSTATE_COMPLETED:
    default:
        return "queue.state-printed";
    }
}

static const char *state_tone(const struct queue_row *row)
{
    ipp_jstate_t state = row->state;

    return state == IPP_JSTATE_STOPPED || state == IPP_JSTATE_ABORTED        ? "bad"
           : state == IPP_JSTATE_HELD                                        ? "busy"
           : state == IPP_JSTATE_PROCESSING || state == IPP_JSTATE_COMPLETED ? "ok"
                                                                             : "";
}

void queue_state_text(const struct visit *visit, const struct queue_row *row, char *text,
                      size_t size, const char **tone)
{
    char when[64];

    queue_time(row->hold == JOB_HELD_UNTIL && row->state == IPP_JSTATE_HELD ? row->hold_time
                                                                            : row->quiet_until,
               when, sizeof(when));
    say_into(visit->language, text, size, state_key(row), "time", when, NULL);
    *tone = state_tone(row);
}
