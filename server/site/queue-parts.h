/*
 * queue-parts.h - what the files share that show jobs and take their forms. For site-queue.c,
 * queue-*.c only.
 *
 * What is shown of jobs is copied with the lock held (struct queue_row) and drawn without it.
 * Effects: the jobs; writes HTML.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SITE_QUEUE_PARTS_H
#define SERVER_SITE_QUEUE_PARTS_H

#include "site.h"

#include "server/jobs.h"

#define QUEUE_PAGE 50u /* jobs on a page */

/* A job as a visitor may see it. */
struct queue_row {
    int id, queue;
    char printer[128];
    char title[256]; /* "": it is not told, or it has none */
    char user[256], host[64];
    bool mine;      /* the visitor may change it */
    bool is_secret; /* its title is for its owner only */
    bool hidden;    /* and the visitor is not its owner */
    bool active, delivering, started, ending, receiving, accepted, kept, awaits_code,
        awaits_owner, can_remake;
    bool paused, quiet; /* its printer */
    time_t quiet_until;
    ipp_jstate_t state;
    uint32_t reasons, gates;
    enum job_hold hold;
    time_t hold_time, created, processing, completed;
    unsigned done, all; /* sides */
    uint64_t bytes;
    unsigned before;    /* jobs that are printed before it */
    unsigned breaks;    /* how often its printing broke off */
    char lacks[256];    /* PWG names of paper that is not loaded */
    char message[1024]; /* job_what(), in English */
    char remarks[1024];
    uint32_t machine;       /* REASON_ bits of its printer */
    char machine_says[512]; /* what the delivery waits for, in English; "" */
};

/* queue_row_read - with the lock. before is left as it is. */
void queue_row_read(const struct visit *visit, const struct job *job, struct queue_row *row);

/* queue_row_find - one job; false: there is none of that number. Takes the lock. */
bool queue_row_find(const struct visit *visit, int id, struct queue_row *row);

/* queue_may_change - with the lock: whether a job is the visitor's. */
bool queue_may_change(const struct visit *visit, const struct job *job);

/* queue_same_host - whether two texts are the same address, however they are written (libcups
 * writes "[v1.fe80::1+eth0]"). */
bool queue_same_host(const char *a, const char *b);

/* ---- words ---- */

/* queue_title - what the job is called for this visitor. */
const char *queue_title(const struct visit *visit, const struct queue_row *row);

/* queue_state_text - what it does or waits for, in the visitor's language. tone: "ok", "busy",
 * "bad" or "". */
void queue_state_text(const struct visit *visit, const struct queue_row *row, char *text,
                      size_t size, const char **tone);

/* queue_time - a moment by the computer's clock; "" for 0. */
void queue_time(time_t when, char *text, size_t size);

/* queue_put_time - the same as <time>. */
void queue_put_time(struct visit *visit, time_t when);

/* queue_machine_text - the reasons of a machine in words, with ", " between; "": none. */
void queue_machine_text(const struct visit *visit, uint32_t reasons, char *text, size_t size);

/* queue_paper - a size of paper in the visitor's language. */
void queue_paper(const struct visit *visit, const char *pwg, char *text, size_t size);

/* queue_label - what people call a printer; name: its queue's, where nobody knows it any
 * more. Without the lock. */
void queue_label(int queue, const char *name, char *text, size_t size);

/* ---- pieces of pages ---- */

/* queue_put_state - the state, progress and remarks. */
void queue_put_state(struct visit *visit, const struct queue_row *row);

/* queue_put_buttons - what the visitor may do with the job. back: the page to come back to. */
void queue_put_buttons(struct visit *visit, const struct queue_row *row, const char *back);

/* ---- pages and forms ---- */

struct http_answer *queue_get_list(struct visit *visit);     /* /jobs */
struct http_answer *queue_get_renewed(struct visit *visit);  /* /jobs/list */
struct http_answer *queue_get_job(struct visit *visit);      /* /jobs/ID */
struct http_answer *queue_get_report(struct visit *visit);   /* /jobs/ID/report.zip */
struct http_answer *queue_get_picture(struct visit *visit);  /* /jobs/ID/page/N.png */
struct http_answer *queue_get_why(struct visit *visit);      /* /why */
struct http_answer *queue_post_job(struct visit *visit);     /* /jobs/ID/ACTION */
struct http_answer *queue_post_printer(struct visit *visit); /* /jobs/printer/ACTION */

/* queue_list_again - the list with visit->refusal on top. */
struct http_answer *queue_list_again(struct visit *visit, unsigned status);

/* queue_job_again - the page of a job, the same. */
struct http_answer *queue_job_again(struct visit *visit, int id, unsigned status);

#endif
