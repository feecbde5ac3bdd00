/*
 * guards.h - whether a job is to wait because it would waste paper: what is asked of a document
 * while its pages are made. How it waits is in jobs-guard.h.
 * Effects: the job; asks the queue's status; reads files.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_GUARDS_H
#define SERVER_GUARDS_H

#include "driver/ticket.h"
#include "jobs.h"

/* guard_text - look at a text before its pages are made: one that reads like a program or data
 * waits, if the queue wants that. fd: of the document, all of it. Always true. */
bool guard_text(struct job *job, int fd);

/* guard_papers - what lies in a queue's machine. Takes the lock. */
void guard_papers(struct job_queue *queue, struct papers_ready *ready);

/* guard_knows_paper - whether it is known at all, and the queue looks at it. */
bool guard_knows_paper(const struct job *job);

/* guard_lacks_paper - whether a ticket's paper is known not to be loaded, and nothing was
 * decided about it. What is to come from the bypass tray is put there by hand. */
bool guard_lacks_paper(struct job *job, const struct model *model, const struct ticket *ticket);

/*
 * guard_paper - the paper for a part of a job.
 *
 * usual   PWG name of the queue's usual paper
 *
 * The ticket's own: it is loaded, or nobody knows, or the job waits for it from now on.
 * Another one: that was decided, by a person or by the queue's settings.
 */
const struct media *guard_paper(struct job *job, const struct model *model,
                                const struct ticket *ticket, const char *usual);

/* guard_paper_instead - what was decided to take for a size; NULL: nothing was. */
const struct media *guard_paper_instead(struct job *job, const struct media *wanted);

/* guards_tick - each second: jobs whose paper was loaded go on, others say what they wait for.
 */
void guards_tick(struct jobs *jobs);

#endif
