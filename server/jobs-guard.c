/*
 * jobs-guard.c - see jobs-guard.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "jobs-guard.h"

#include "jobs-parts.h"
#include "log.h"

#include <stdio.h>
#include <string.h>

/* ---- asking ---- */

/* With the lock, given up: kept if the job is. */
static void unlock_and_keep(struct job *job)
{
    bool saved = job->saved_once;

    jobs_settle_job(job);
    jobs_wake(job->queue);
    jobs_unlock(job->jobs);
    if (saved)
        (void)job_save(job);
}

void job_doubt(struct job *job, const char *what)
{
    jobs_lock(job->jobs);
    if (!job_is_active(job) || (job->asked & GATE_CODE_TEXT) != 0) {
        jobs_unlock(job->jobs);
        return;
    }
    job->gates |= GATE_CODE_TEXT;
    job->asked |= GATE_CODE_TEXT;
    snprintf(
        job->doubt, sizeof(job->doubt),
        "Waits: it reads like %s, not like a text. Release it to print it anyway, or cancel "
        "it.",
        what);
    unlock_and_keep(job);
    log_say(LOG_SAY_WARN, "[Job %d] Waits: it reads like %s.", job->id, what);
}

/* A white job asks when it is whole: with the lock, before it can be begun. */
void jobs_guard_blank(struct job *job)
{
    if (!job->queue->ask_blank || job->impressions == 0 || job->dots > 0 ||
        (job->asked & GATE_BLANK) != 0)
        return;
    job->gates |= GATE_BLANK;
    job->asked |= GATE_BLANK;
}

bool job_awaits_ink(const struct job *job)
{
    return job->queue->ask_blank && job->receiving && job->dots == 0 &&
           (job->asked & GATE_BLANK) == 0;
}

/* ---- paper ---- */

static bool has_word(const char *list, const char *word)
{
    size_t n = strlen(word);

    for (const char *at = strstr(list, word); at != NULL; at = strstr(at + 1, word))
        if ((at == list || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

/* One more word of a list; false: it has no room. */
static bool add_word(char *list, size_t size, const char *word)
{
    size_t used = strlen(list), n = strlen(word) + (used > 0);

    if (used + n >= size)
        return false;
    snprintf(list + used, size - used, "%s%s", used > 0 ? " " : "", word);
    return true;
}

void job_lack_paper(struct job *job, const struct media *media)
{
    jobs_lock(job->jobs);
    if (!job_is_active(job) || has_word(job->lacks, media->name) ||
        !add_word(job->lacks, sizeof(job->lacks), media->name)) {
        jobs_unlock(job->jobs);
        return;
    }
    job->gates |= GATE_PAPER;
    job->paper_hint[0] = '\0';
    unlock_and_keep(job);
    log_say(LOG_SAY_WARN, "[Job %d] Waits for %s, which is not loaded.", job->id, media->label);
}

/* With the lock. */
static const struct media *find_instead(const struct job *job, const struct media *wanted)
{
    const char *at = job->instead;
    size_t n = strlen(wanted->name);

    while (*at != '\0') {
        if (strncmp(at, wanted->name, n) == 0 && at[n] == '=') {
            at += n + 1;
            return papers_ready_next(&at);
        }
        at += strcspn(at, " ");
        at += strspn(at, " ");
    }
    return NULL;
}

const struct media *job_paper_instead(struct job *job, const struct media *wanted)
{
    const struct media *used;

    jobs_lock(job->jobs);
    used = find_instead(job, wanted);
    jobs_unlock(job->jobs);
    return used;
}

/* With the lock. */
static bool put_paper(struct job *job, const struct media *wanted, const struct media *used)
{
    char pair[160];

    snprintf(pair, sizeof(pair), "%s=%s", wanted->name, used->name);
    return find_instead(job, wanted) != NULL ||
           add_word(job->instead, sizeof(job->instead), pair);
}

bool job_put_paper(struct job *job, const struct media *wanted, const struct media *used)
{
    bool put;

    jobs_lock(job->jobs);
    put = put_paper(job, wanted, used);
    unlock_and_keep(job);
    return put;
}

/* With the lock: all that it lacks is taken from this, NULL: as it is. */
void jobs_guard_answer(struct job *job, const struct media *media)
{
    const char *lacks = job->lacks;
    const struct media *wanted;

    while ((job->gates & GATE_PAPER) != 0 && (wanted = papers_ready_next(&lacks)) != NULL)
        (void)put_paper(job, wanted, media != NULL ? media : wanted);
    job->lacks[0] = job->paper_hint[0] = '\0';
}

void job_paper_came(struct job *job)
{
    jobs_lock(job->jobs);
    if ((job->gates & GATE_PAPER) == 0) {
        jobs_unlock(job->jobs);
        return;
    }
    jobs_guard_answer(job, NULL);
    job->gates &= ~(uint32_t)GATE_PAPER;
    unlock_and_keep(job);
    log_say(LOG_SAY_INFO, "[Job %d] Its paper is loaded now.", job->id);
}

/* ---- other pages ---- */

bool job_can_remake(const struct job *job)
{
    return job->has_source && job->queue->other_paper != OTHER_PAPER_WAIT;
}

bool job_is_remade(struct job *job)
{
    bool remade;

    jobs_lock(job->jobs);
    remade = job->remake;
    jobs_unlock(job->jobs);
    return remade;
}

void job_drop_pages(struct job *job)
{
    struct document *pages;

    jobs_lock(job->jobs);
    pages = job->document;
    job->document = NULL;
    jobs_unlock(job->jobs);
    document_release(pages);
    (void)spool_reopen_pages(job->jobs->spool, job->id); /* if they had become whole */
    jobs_lock(job->jobs);
    job->receiving = job->making = job->remake = false;
    job->patient = job->started;
    job->impressions = 0;
    job->dots = 0;
    jobs_settle_job(job);
    jobs_wake_sources(job->jobs);
    jobs_unlock(job->jobs);
}

/* Whether the document is there of which pages are made. */
static bool has_document(const struct job *job)
{
    char why[256];
    struct document *document = document_open(job->jobs->spool, job->id, why, sizeof(why));

    document_release(document);
    return document != NULL;
}

/*
 * Pages that are whole are not whole any more: first on the disk, so that after a crash they
 * are made again, for whatever paper the description names then. What was printed stays known
 * by their note. The job is nobody's meanwhile. False: somebody reads them just now.
 */
static bool take_pages_back(struct job *job)
{
    bool taken = spool_reopen_pages(job->jobs->spool, job->id);

    jobs_lock(job->jobs);
    job->making = false;
    job->source = taken;
    job->patient = job->started;
    if (taken) {
        job->impressions = 0;
        job->dots = 0;
    }
    jobs_unlock(job->jobs);
    return taken;
}

static enum release_answer prepare(struct job *job)
{
    bool whole;

    jobs_lock(job->jobs);
    if ((job->gates & GATE_PAPER) == 0 || !job_can_remake(job)) {
        jobs_unlock(job->jobs);
        return RELEASE_NO_PAPER;
    }
    if (job->delivering || job->cancel) {
        jobs_unlock(job->jobs);
        return RELEASE_BUSY;
    }
    whole = !job->source;
    if (whole)
        job->source = job->making = true; /* neither printed nor made now */
    jobs_unlock(job->jobs);
    if (!whole)
        return RELEASE_DONE; /* whoever makes them begins anew, when the answer is there */
    return take_pages_back(job) ? RELEASE_DONE : RELEASE_BUSY;
}

enum release_answer jobs_guard_prepare(struct job *job)
{
    return has_document(job) ? prepare(job) : RELEASE_NO_PAPER;
}
