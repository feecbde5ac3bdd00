/*
 * guards.c - see guards.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "guards.h"

#include "code-text.h"
#include "delivery.h"
#include "driver/status.h"
#include "jobs-guard.h"
#include "sniff.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIECE ((size_t)16384) /* even: a unit of UTF-16 is not divided */

/* ---- texts ---- */

static size_t read_piece(int fd, off_t at, uint8_t *bytes, size_t n)
{
    size_t used = 0;

    while (used < n) {
        ssize_t got = pread(fd, bytes + used, n - used, at + (off_t)used);

        if (got <= 0)
            break;
        used += (size_t)got;
    }
    return used;
}

/* Units of UTF-16 as bytes: what is not ASCII is some letter. */
static size_t narrow(uint8_t *bytes, size_t n, bool little)
{
    size_t used = 0;

    for (size_t i = 0; i + 1 < n; i += 2) {
        uint8_t high = bytes[little ? i + 1 : i], low = bytes[little ? i : i + 1];

        bytes[used++] = high == 0 && low < 0x80 ? low : 0xE9;
    }
    return used;
}

static enum code_text judge(int fd)
{
    struct code_text_look look;
    struct sniffed sniffed;
    uint8_t bytes[PIECE];
    size_t n = read_piece(fd, 0, bytes, sizeof(bytes));
    off_t at = 0;
    bool wide, little;

    memset(&look, 0, sizeof(look));
    sniff(bytes, n < 4096 ? n : 4096, n < 4096, &sniffed);
    wide = sniffed.charset != NULL && strncmp(sniffed.charset, "utf-16", 6) == 0;
    little = wide && strcmp(sniffed.charset, "utf-16le") == 0;
    for (; n > 0; n = read_piece(fd, at, bytes, sizeof(bytes))) {
        at += (off_t)n;
        code_text_feed(&look, bytes, wide ? narrow(bytes, n, little) : n);
    }
    return code_text_judge(&look);
}

bool guard_text(struct job *job, int fd)
{
    enum code_text code = CODE_TEXT_NONE;
    bool ask;

    jobs_lock(job->jobs);
    ask = job->queue->ask_code && (job->asked & GATE_CODE_TEXT) == 0 &&
          strcmp(job->format, "text/plain") == 0;
    jobs_unlock(job->jobs);
    if (ask)
        code = judge(fd);
    if (code != CODE_TEXT_NONE)
        job_doubt(job, code_text_words(code));
    return true;
}

/* ---- paper ---- */

void guard_papers(struct job_queue *queue, struct papers_ready *ready)
{
    struct device_status status;

    delivery_status(queue, &status);
    papers_ready_told(&status, ready);
    if (ready->known)
        return;
    jobs_lock(queue->jobs);
    *ready = queue->ready;
    jobs_unlock(queue->jobs);
}

bool guard_knows_paper(const struct job *job)
{
    struct papers_ready ready;
    bool asks;

    jobs_lock(job->jobs);
    asks = job->queue->other_paper != OTHER_PAPER_MACHINE;
    jobs_unlock(job->jobs);
    guard_papers(job->queue, &ready);
    return asks && ready.known;
}

/* From the bypass tray: that was asked, or no drawer takes the paper. */
static bool is_by_hand(const struct model *model, const struct ticket *ticket)
{
    const struct caps_media *media = caps_find_media(model->caps, ticket->job.media);
    const struct caps_type *type = caps_find_type(model->caps, ticket->job.type);

    return strcmp(ticket->job.source->name, "by-pass-tray") == 0 ||
           (media != NULL && !media->drawer) || (type != NULL && !type->drawer);
}

bool guard_lacks_paper(struct job *job, const struct model *model, const struct ticket *ticket)
{
    struct papers_ready ready;

    if (!guard_knows_paper(job) || is_by_hand(model, ticket) ||
        job_paper_instead(job, ticket->job.media) != NULL)
        return false;
    guard_papers(job->queue, &ready);
    return papers_ready_lacks(&ready, ticket->job.media);
}

const struct media *guard_paper_instead(struct job *job, const struct media *wanted)
{
    return job_paper_instead(job, wanted);
}

/* The queue's usual paper, where jobs are to go on with it; NULL: not this one. */
static const struct media *find_usual(struct job *job, const struct model *model,
                                      const char *usual)
{
    const struct media *media = media_find(usual);
    struct papers_ready ready;
    bool print;

    jobs_lock(job->jobs);
    print = job->queue->other_paper == OTHER_PAPER_PRINT;
    jobs_unlock(job->jobs);
    guard_papers(job->queue, &ready);
    return print && media != NULL && caps_find_media(model->caps, media) != NULL &&
                   papers_ready_has(&ready, media)
               ? media
               : NULL;
}

const struct media *guard_paper(struct job *job, const struct model *model,
                                const struct ticket *ticket, const char *usual)
{
    const struct media *wanted = ticket->job.media, *used = job_paper_instead(job, wanted);

    if (used != NULL && caps_find_media(model->caps, used) != NULL)
        return used;
    if (!guard_lacks_paper(job, model, ticket))
        return wanted;
    used = find_usual(job, model, usual);
    if (used != NULL && job_put_paper(job, wanted, used))
        return used;
    job_lack_paper(job, wanted);
    return wanted;
}

/* ---- time ---- */

/* Where paper can be put of all sizes that a job lacks. */
static size_t find_sources(const struct caps *caps, const char *lacks,
                           const struct media_source *sources[], size_t max)
{
    const struct media *media;
    bool drawers = true;
    size_t n = 0;

    while ((media = papers_ready_next(&lacks)) != NULL) {
        const struct caps_media *row = caps_find_media(caps, media);

        drawers = drawers && row != NULL && row->drawer;
    }
    for (int drawer = drawers; drawer >= 0; drawer--)
        for (size_t i = 0; i < caps->num_sources && n < max; i++)
            if (strcmp(caps->sources[i]->name, "auto") != 0 &&
                caps->sources[i]->drawer == (drawer != 0))
                sources[n++] = caps->sources[i];
    return n;
}

/* Whether the machine has all that the job lacks now. */
static bool has_all(const struct papers_ready *ready, const char *lacks)
{
    const struct media *media;
    bool all = true;

    while ((media = papers_ready_next(&lacks)) != NULL)
        all = all && papers_ready_has(ready, media);
    return all;
}

static void look_after(struct job *job)
{
    const struct media_source *sources[8];
    struct papers_ready ready;
    const struct model *model;
    char lacks[sizeof(job->lacks)], text[sizeof(job->paper_hint)];
    bool offer;
    size_t n;

    guard_papers(job->queue, &ready);
    jobs_lock(job->jobs);
    memcpy(lacks, job->lacks, sizeof(lacks));
    model = model_find(job->queue->model);
    offer = job_can_remake(job);
    jobs_unlock(job->jobs);
    if (model == NULL)
        return;
    if (has_all(&ready, lacks)) {
        job_paper_came(job);
        return;
    }
    n = find_sources(model->caps, lacks, sources, sizeof(sources) / sizeof(sources[0]));
    papers_ready_hint(&ready, lacks, sources, n, offer, text, sizeof(text));
    jobs_lock(job->jobs);
    memcpy(job->paper_hint, text, sizeof(text));
    jobs_unlock(job->jobs);
}

/* Those that wait for paper, a reference to each. */
struct waiting {
    struct job **list;
    size_t n, room;
};

static bool note_waiting(void *ctx, struct job *job)
{
    struct waiting *w = ctx;

    if ((job->gates & GATE_PAPER) == 0 || job->queue->strange)
        return true;
    if (w->n == w->room) {
        size_t room = 2 * w->room + 16;
        struct job **larger = realloc(w->list, room * sizeof(struct job *));

        if (larger == NULL)
            return false;
        w->list = larger;
        w->room = room;
    }
    job->holders++;
    w->list[w->n++] = job;
    return true;
}

void guards_tick(struct jobs *jobs)
{
    struct waiting w = {.n = 0};

    jobs_lock(jobs);
    jobs_each(jobs, NULL, JOBS_ACTIVE, note_waiting, &w);
    jobs_unlock(jobs);
    for (size_t i = 0; i < w.n; i++) {
        look_after(w.list[i]);
        job_release(w.list[i]);
    }
    free(w.list);
}
