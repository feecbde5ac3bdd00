/*
 * jobs-parts.h - what the files of the jobs share and nobody else sees.
 *
 * jobs.c has the list, jobs-life.c the way in and the end of a job, jobs-order.c which is next,
 * jobs-release.c what waits for a person, jobs-guard.c what would waste paper, jobs-keep.c what
 * an earlier run left and what time brings. Everything here is called with the lock unless it
 * says otherwise.
 * Effects: see jobs.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_JOBS_PARTS_H
#define SERVER_JOBS_PARTS_H

#include "jobs-release.h"

/* Room between two jobs' places for one that is moved there. */
#define ORDER_STEP ((uint64_t)1 << 20)

/* Room before the first one, too. */
#define FIRST_ORDER ((uint64_t)1 << 40)

/* Addresses that have given wrong codes lately; the oldest one makes room. */
#define MAX_GUESSERS 64

struct guesser {
    char host[64];
    unsigned tries;
    time_t last;
};

struct jobs {
    pthread_mutex_t mutex;
    pthread_mutex_t reserve_mutex; /* one who puts numbers aside; before mutex */
    pthread_cond_t sources;        /* there may be one to make pages of */
    struct spool *spool;
    char folder[1024];
    struct jobs_limits limits;
    struct job *first, *last;
    struct job_queue *queues;
    int next_id, reserved_id;
    uint64_t next_order;
    unsigned num_active, num_ended;
    time_t began;
    time_t counted; /* of jobs_tick: when counts were kept last */
    struct guesser guessers[MAX_GUESSERS];
};

/* The queue of a printer, made if need be; NULL without memory. */
struct job_queue *jobs_need_queue(struct jobs *jobs, int id);

/* Keep a queue's state on the disk. Without the lock. */
bool jobs_save_queue(struct job_queue *queue);

/* A queue whose counts are to be kept; NULL: none. */
struct job_queue *jobs_next_unsaved(struct jobs *jobs);

/* What an ended job took of the toner, by what of it was sent. */
void jobs_count_toner(struct job *job);

/* A job nobody holds any more; NULL is fine. Without the lock. */
void jobs_free_job(struct job *job);

/* A zeroed one; NULL without memory. */
struct job *jobs_new_job(struct jobs *jobs);

/* The list holds a reference. */
void jobs_add_job(struct jobs *jobs, struct job *job);

/* Out of the list. False: somebody still holds it, who will free it. */
bool jobs_take_out(struct jobs *jobs, struct job *job);

/* NULL: none of that number, or not in that queue (0: any). No reference. */
struct job *jobs_find_job(struct jobs *jobs, int queue, int id);

/* Remove the description of a job. Without the lock. */
void jobs_remove_file(const struct jobs *jobs, int id);

/* Remove the documents of a job, its pages, too. Without the lock. */
void jobs_remove_documents(struct jobs *jobs, int id);

/* What a job that has data is. */
void jobs_settle_job(struct job *job);

/* Whether somebody, a time or a code has to let it go first. */
bool jobs_is_held(const struct job *job);

/* job-state-reasons for its gates. */
uint32_t jobs_gate_reasons(const struct job *job);

/* Whether nobody released it in time. */
bool jobs_is_overdue(const struct job *job, time_t now);

/* End one of which jobs_is_overdue was so, and cancel is set. Without the lock. */
void jobs_end_overdue(struct job *job);

/* Jobs of white pages only: close the gate of one that is whole. */
void jobs_guard_blank(struct job *job);

/* What it waits for of paper is decided: this instead, NULL: as it is. */
void jobs_guard_answer(struct job *job, const struct media *media);

/* Make ready for other pages of a job that waits for paper. Without the lock. */
enum release_answer jobs_guard_prepare(struct job *job);

/* Forget ended jobs that are too many. Without the lock. */
void jobs_forget_old(struct jobs *jobs);

/* The jobs of a queue (NULL: all) in order; to be freed. */
struct job **jobs_sorted(struct jobs *jobs, const struct job_queue *queue, bool active,
                         size_t *n);

/* The order jobs are printed in, of two struct job *const, for qsort. */
int jobs_compare_place(const void *a, const void *b);

#endif
