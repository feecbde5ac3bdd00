/*
 * queue-act.c - see queue-parts.h: what the buttons do. Whose a job is, is asked again here.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "queue-parts.h"

#include "server/jobs-guard.h"
#include "server/jobs-quota.h"
#include "server/jobs-release.h"
#include "server/log.h"
#include "server/queue-settings.h"
#include "thumbnail-view.h"

#include <stdlib.h>
#include <string.h>

/* An action's end: NULL: done; else a key of words, why it is not. */
typedef const char *(*job_action)(struct visit *visit, struct job *job);

static const char *too_late(enum job_answer answer)
{
    return answer == JOB_DONE ? NULL : "queue.too-late";
}

/* For the job's story: before the job may end by it. */
static void note(const struct visit *visit, const struct job *job, const char *what)
{
    log_say(LOG_SAY_INFO, "[Job %d] To be %s, says %s at %s.", job->id, what,
            visit->user[0] != '\0' ? visit->user : "a visitor of the web page",
            visit->request->host);
}

static const char *act_cancel(struct visit *visit, struct job *job)
{
    note(visit, job, "canceled");
    return too_late(job_cancel(job));
}

static const char *act_hold(struct visit *visit, struct job *job)
{
    note(visit, job, "held");
    return too_late(job_set_hold(job, JOB_HELD, 0));
}

/* The next time of this hour and minute. */
static bool next_time(const char *text, time_t *when)
{
    int hours = 0, minutes = 0, used = 0;
    time_t now = time(NULL);
    struct tm local;

    if (sscanf(text, "%2d:%2d%n", &hours, &minutes, &used) != 2 || hours < 0 || hours > 23 ||
        minutes < 0 || minutes > 59 || (text[used] != '\0' && text[used] != ':') ||
        localtime_r(&now, &local) == NULL)
        return false;
    local.tm_mday += hours * 60 + minutes <= local.tm_hour * 60 + local.tm_min;
    local.tm_hour = hours;
    local.tm_min = minutes;
    local.tm_sec = 0;
    local.tm_isdst = -1;
    *when = mktime(&local);
    return *when > now;
}

static const char *act_until(struct visit *visit, struct job *job)
{
    time_t when;

    if (!next_time(visit_field(visit, "time"), &when))
        return "queue.bad-time";
    note(visit, job, "held until a time");
    return too_late(job_set_hold(job, JOB_HELD_UNTIL, when));
}

static const char *act_next(struct visit *visit, struct job *job)
{
    note(visit, job, "printed next");
    return too_late(job_promote(job, NULL));
}

struct neighbours {
    int id, before, second; /* numbers of the job, the one before it, the one before that */
    bool found;
};

static bool look_before(void *ctx, struct job *job)
{
    struct neighbours *n = ctx;

    if (job->id == n->id) {
        n->found = true;
        return false;
    }
    n->second = n->before;
    n->before = job->id;
    return true;
}

static const char *act_up(struct visit *visit, struct job *job)
{
    struct neighbours n = {.id = job->id};
    struct job *after;
    enum job_answer answer;

    jobs_lock(site.jobs);
    jobs_each(site.jobs, job->queue, JOBS_ACTIVE, look_before, &n);
    jobs_unlock(site.jobs);
    if (!n.found)
        return "queue.too-late";
    note(visit, job, "moved up");
    after = n.second != 0 ? job_find(site.jobs, 0, n.second) : NULL;
    answer = job_promote(job, after);
    job_release(after);
    return too_late(answer);
}

static const char *act_again(struct visit *visit, struct job *job)
{
    char why[256] = "";
    struct job *again;

    (void)visit;
    again = job_reprint(job, job->user, why, sizeof(why));
    job_release(again);
    return again != NULL ? NULL : "queue.not-kept";
}

static const char *release_key(enum release_answer answer)
{
    static const char *const keys[] = {
        [RELEASE_ENDED] = "queue.too-late", [RELEASE_NEEDS_CODE] = "queue.needs-code",
        [RELEASE_WRONG] = "queue.wrong",    [RELEASE_LOCKED] = "queue.locked",
        [RELEASE_LOST] = "queue.lost",      [RELEASE_NO_PAPER] = "queue.no-paper",
        [RELEASE_BUSY] = "queue.busy",      [RELEASE_BEYOND] = "queue.beyond",
    };

    return keys[answer];
}

static const char *act_release(struct visit *visit, struct job *job)
{
    const char *typed = visit_field(visit, "code"), *paper = visit_field(visit, "media");
    const struct media *media = media_find(paper);
    struct release_code code;
    enum release_answer answer;
    bool awaits_code, may, beyond, only;

    jobs_lock(site.jobs);
    awaits_code = job_awaits_code(job);
    beyond = (job->gates & GATE_QUOTA) != 0;
    only = job->gates == GATE_QUOTA && job->hold == JOB_NOT_HELD;
    may = awaits_code || queue_may_change(visit, job);
    jobs_unlock(site.jobs);
    if (!may)
        return "queue.not-yours";
    if (beyond && visit->admin && !awaits_code) {
        const char *why = too_late(job_quota_release(job));

        if (why != NULL || only)
            return why;
    }
    if (awaits_code && !code_from_text(typed, &code))
        answer = typed[0] != '\0' ? RELEASE_WRONG : RELEASE_NEEDS_CODE;
    else if (paper[0] != '\0' && media == NULL)
        answer = RELEASE_NO_PAPER;
    else
        answer = job_open_on(job, awaits_code ? &code : NULL, visit->request->host, time(NULL),
                             media);
    if (answer != RELEASE_DONE)
        return release_key(answer);
    log_say(LOG_SAY_INFO, "[Job %d] Released on the web page, at %s.", job->id,
            visit->request->host);
    return NULL;
}

enum whose { OWNERS, ADMINISTRATORS, ACTIONS_OWN }; /* the last: the action asks itself */

static const struct {
    const char *name;
    job_action act;
    enum whose who;
    const char *notice;
} actions[] = {
    {"cancel",  act_cancel,  OWNERS,         "job-canceled"},
    {"hold",    act_hold,    OWNERS,         "job-held"    },
    {"until",   act_until,   OWNERS,         "job-held"    },
    {"release", act_release, ACTIONS_OWN,    "job-released"},
    {"next",    act_next,    ADMINISTRATORS, "job-moved"   },
    {"up",      act_up,      ADMINISTRATORS, "job-moved"   },
    {"again",   act_again,   OWNERS,         "job-again"   },
};

#define NUM(array) (sizeof(array) / sizeof((array)[0]))

/* A page of jobs to go back to; nothing else. */
static const char *way_back(const struct visit *visit)
{
    const char *back = visit_field(visit, "back");

    if (strncmp(back, "/jobs", 5) != 0 || strlen(back) > 600 ||
        strspn(back, "/?&=%-.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") !=
            strlen(back))
        return "/jobs";
    return back;
}

static struct http_answer *refuse(struct visit *visit, unsigned status, int id, const char *why)
{
    const char *back = way_back(visit);

    snprintf(visit->refusal, sizeof(visit->refusal), "%s", visit_word(visit, why));
    return strncmp(back, "/jobs/", 6) == 0 ? queue_job_again(visit, id, status)
                                           : queue_list_again(visit, status);
}

static bool allowed(const struct visit *visit, const struct job *job, enum whose who)
{
    bool may;

    if (who != OWNERS)
        return who == ACTIONS_OWN || visit->admin;
    jobs_lock(site.jobs);
    may = queue_may_change(visit, job);
    jobs_unlock(site.jobs);
    return may;
}

struct http_answer *queue_post_job(struct visit *visit)
{
    int id = visit_id(visit, 0);
    struct job *job = id > 0 ? job_find(site.jobs, 0, id) : NULL;
    const char *why = "queue.not-yours";
    size_t i = 0;

    if (job == NULL)
        return visit_refuse(visit, 404, "queue.gone");
    while (i < NUM(actions) && strcmp(actions[i].name, visit->request->piece[1]) != 0)
        i++;
    if (i == NUM(actions)) {
        job_release(job);
        return visit_refuse(visit, 404, "site.no-page");
    }
    if (allowed(visit, job, actions[i].who))
        why = actions[i].act(visit, job);
    job_release(job);
    if (why != NULL)
        return refuse(visit, strcmp(why, "queue.not-yours") == 0 ? 403 : 409, id, why);
    return visit_go(visit, way_back(visit), actions[i].notice);
}

/* ---- whole printers ---- */

static const char *kept(bool done)
{
    return done ? NULL : "queue.not-saved";
}

static const char *set_pictures(int queue, bool on)
{
    char why[256];

    if (!queue_setting_set(queue, THUMBNAIL_SETTING, on ? "yes" : "", why, sizeof(why)))
        return "queue.not-saved";
    if (!on)
        thumbnail_remove_all(queue);
    return NULL;
}

struct gathered {
    struct job *list[QUEUE_PAGE];
    size_t n;
};

static bool gather(void *ctx, struct job *job)
{
    struct gathered *all = ctx;

    if (!job->cancel) {
        job->holders++;
        all->list[all->n++] = job;
    }
    return all->n < QUEUE_PAGE;
}

static const char *cancel_all(struct visit *visit, struct job_queue *queue)
{
    struct gathered all;

    if (strcmp(visit_field(visit, "sure"), "yes") != 0)
        return "queue.tick";
    do {
        all.n = 0;
        jobs_lock(site.jobs);
        jobs_each(site.jobs, queue, JOBS_ACTIVE, gather, &all);
        jobs_unlock(site.jobs);
        for (size_t i = 0; i < all.n; i++) {
            note(visit, all.list[i], "canceled");
            (void)job_cancel(all.list[i]);
            job_release(all.list[i]);
        }
    } while (all.n == QUEUE_PAGE);
    return NULL;
}

static const char *change_printer(struct visit *visit, struct job_queue *queue,
                                  const char *action)
{
    static const struct {
        const char *name;
        bool (*set)(struct job_queue *queue, bool value);
        bool value;
    } switches[] = {
        {"pause",    queue_set_paused,   true },
        {"resume",   queue_set_paused,   false},
        {"hold-new", queue_set_hold_new, true },
        {"take-new", queue_set_hold_new, false},
        {"refuse",   queue_set_refusing, true },
        {"accept",   queue_set_refusing, false},
    };

    for (size_t i = 0; i < NUM(switches); i++)
        if (strcmp(switches[i].name, action) == 0) {
            char name[sizeof(queue->name)];

            jobs_lock(site.jobs);
            snprintf(name, sizeof(name), "%s", queue->name);
            jobs_unlock(site.jobs);
            log_say(LOG_SAY_INFO, "Queue %s: '%s' on the web page, at %s.", name, action,
                    visit->request->host);
            return kept(switches[i].set(queue, switches[i].value));
        }
    if (strcmp(action, "pictures-on") == 0 || strcmp(action, "pictures-off") == 0)
        return set_pictures(queue->id, strcmp(action, "pictures-on") == 0);
    if (strcmp(action, "cancel-all") == 0)
        return cancel_all(visit, queue);
    return "site.no-page";
}

struct http_answer *queue_post_printer(struct visit *visit)
{
    const char *text = visit_field(visit, "queue"), *why;
    int id = strlen(text) < 9 ? (int)strtol(text, NULL, 10) : 0;
    pappl_printer_t *printer =
        id > 0 ? papplSystemFindPrinter(site.system, NULL, id, NULL) : NULL;
    struct job_queue *queue = printer != NULL ? jobs_queue(site.jobs, id) : NULL;

    if (queue == NULL)
        return visit_refuse(visit, 404, "queue.no-printer");
    why = change_printer(visit, queue, visit->request->piece[0]);
    if (why != NULL)
        return refuse(visit, 409, 0, why);
    return visit_go(visit, way_back(visit), "printer-changed");
}
