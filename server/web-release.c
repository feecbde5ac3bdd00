/*
 * web-release.c - jobs that are released on the status page; see web-parts.h.
 *
 * People stand at the machine with a phone, which is not what they printed from: a code is
 * taken from any device. Without one a job is released where it came from, or on this computer.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-parts.h"

#include "guards.h"
#include "jobs-guard.h"
#include "log.h"

#include <stdio.h>
#include <string.h>

bool web_may_change(const struct web_drawing *drawing, const struct job *job)
{
    return drawing->local || strcmp(drawing->host, job->host) == 0;
}

/* What the button says that lets a job go. */
static void put_label(const struct job *job, char *label, size_t n)
{
    const char *lacks = job->lacks;
    const struct media *media = papers_ready_next(&lacks);

    if ((job->gates & (GATE_CODE | GATE_OWNER | GATE_PROOF)) != 0 || job->gates == 0)
        snprintf(label, n, "Release");
    else if ((job->gates & GATE_PAPER) != 0 && media != NULL)
        snprintf(label, n, "Print on %s", media->label);
    else
        snprintf(label, n, "Print it anyway");
}

/* A button for each paper that lies there. */
static void put_papers(const struct web_drawing *drawing, const struct job *job)
{
    for (size_t i = 0; i < drawing->ready.n; i++) {
        const struct media *media = drawing->ready.list[i];
        char label[64];

        if (strstr(job->lacks, media->name) != NULL)
            continue;
        web_begin_form(drawing, "job", job->id);
        fprintf(drawing->page, "<input type=\"hidden\" name=\"media\" value=\"%s\">",
                media->name);
        snprintf(label, sizeof(label), "Print on %s", media->label);
        web_end_form(drawing, "release", label);
    }
}

bool web_put_release(const struct web_drawing *drawing, const struct job *job)
{
    char label[64];

    if (job->cancel || (!job_awaits_code(job) && !job_awaits_owner(job)))
        return false;
    if (!job_awaits_code(job) && !web_may_change(drawing, job))
        return true;
    web_begin_form(drawing, "job", job->id);
    if (job_awaits_code(job))
        fprintf(drawing->page,
                "<input name=\"code\" type=\"password\" size=\"8\" "
                "maxlength=\"%d\" autocomplete=\"off\" placeholder=\"Code\" "
                "aria-label=\"Code of job %d\" required> ",
                CODE_MAX, job->id);
    put_label(job, label, sizeof(label));
    web_end_form(drawing, "release", label);
    if ((job->gates & GATE_PAPER) != 0 && !job_awaits_code(job) && job_can_remake(job))
        put_papers(drawing, job);
    return true;
}

bool web_release(struct web_drawing *drawing, struct job *job, const struct web_form *form)
{
    struct release_code code;
    enum release_answer answer;
    const char *typed = web_field(form, "code"), *paper = web_field(form, "media");
    const struct media *media = media_find(paper);
    bool awaits_code, allowed;

    jobs_lock(job->jobs);
    awaits_code = job_awaits_code(job);
    allowed = awaits_code || web_may_change(drawing, job);
    jobs_unlock(job->jobs);
    if (!allowed)
        return false;
    if (awaits_code && !code_from_text(typed, &code))
        answer = typed[0] != '\0' ? RELEASE_WRONG : RELEASE_NEEDS_CODE;
    else if (paper[0] != '\0' && media == NULL)
        answer = RELEASE_NO_PAPER;
    else
        answer = job_open_on(job, awaits_code ? &code : NULL, drawing->host, time(NULL), media);
    if (answer == RELEASE_DONE)
        log_say(LOG_SAY_INFO, "[Job %d] Released on the web page, at %s.", job->id,
                drawing->host);
    else
        snprintf(drawing->notice, sizeof(drawing->notice), "Job %d: %s", job->id,
                 release_sentence(answer));
    return answer == RELEASE_DONE;
}
