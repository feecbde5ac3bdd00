/*
 * jobs-guard.h - jobs that would waste paper or wait at the machine for ever: they wait here
 * until somebody has said what is to become of them.
 *
 * The gates are opened like others, by job_open (jobs-release.h). What was answered once is
 * kept with the job and not asked again, whatever happens to the program. Decisions about paper
 * are kept as pairs of sizes, so that pages that are made again become the same.
 * Effects: as of jobs.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_JOBS_GUARD_H
#define SERVER_JOBS_GUARD_H

#include "driver/media.h"
#include "jobs.h"
#include "jobs-release.h"

/* job_doubt - a text reads like something else: ask, unless that was done. what: words with
 * article. */
void job_doubt(struct job *job, const char *what);

/* job_lack_paper - a page wants paper that is not loaded: wait for it. */
void job_lack_paper(struct job *job, const struct media *media);

/* job_paper_instead - what was decided to take for a size: itself or another one; NULL: nothing
 * was. */
const struct media *job_paper_instead(struct job *job, const struct media *wanted);

/* job_put_paper - decide it without asking. False: no more can be kept of it. */
bool job_put_paper(struct job *job, const struct media *wanted, const struct media *used);

/*
 * job_open_on - as job_open; for a job that waits for paper: on this paper. Its pages are made
 * again for it, all that were not printed.
 *
 * RELEASE_NO_PAPER: it does not wait for paper, or the document of which pages could be made is
 * not there; RELEASE_BUSY: not just now.
 */
enum release_answer job_open_on(struct job *job, const struct release_code *code,
                                const char *host, time_t now, const struct media *media);

/* job_can_remake - with the lock: whether job_open_on may take other paper. */
bool job_can_remake(const struct job *job);

/* job_is_remade - whether what is being made of the document is of no use any more. Takes the
 * lock. */
bool job_is_remade(struct job *job);

/* job_drop_pages - whoever makes its pages has given up, because of that: from the beginning.
 */
void job_drop_pages(struct job *job);

/* job_paper_came - what it waited for is loaded: let it go. */
void job_paper_came(struct job *job);

/* job_awaits_ink - with the lock: whether its pages so far are white, and it is not known yet
 * whether others are. They are not printed before. */
bool job_awaits_ink(const struct job *job);

#endif
