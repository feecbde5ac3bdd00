/*
 * escl-calls.h - what the files that answer eSCL's requests share; for them alone.
 *
 *   escl-http.c       listeners, abilities, status
 *   escl-jobs.c       jobs of clients: made, asked for, canceled
 *   escl-document.c   pages and PDFs on their way to a client
 *
 * Effects: those of scan-job.h and http-server.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_SCAN_ESCL_CALLS_H
#define SERVER_SCAN_ESCL_CALLS_H

#include "escl-xml.h"
#include "server/http/http-server.h"

#include <pthread.h>
#include <stdatomic.h>

/* A job that a client of eSCL asked for: the scan, and how far the client has got. */
struct escl_job {
    atomic_uint references;
    struct escl_job *next; /* guarded by the lock, as all below up to last */
    unsigned next_page;    /* that the client gets next */
    unsigned handed;       /* documents of which all bytes went to the HTTP server, but of which
                            * it is not known whether they arrived */
    bool streaming;        /* a PDF is on its way */
    bool gone;             /* deleted, or a PDF broke off that cannot be begun again */
    bool has_last;         /* last is good */
    struct scan_page_facts last; /* the page that was asked for last */

    struct scan_job *job;
    struct scanner *scanner;
    char id[SCAN_JOB_ID_SIZE];
    enum escl_format format;
    char creator[200]; /* of PDFs */
    char host[64];     /* who asked */
    bool local;
};

void escl_lock(void);
void escl_unlock(void);
void escl_tell(void); /* with the lock: something changed */

/* escl_wait - with the lock, for a change, at most up to a time of net_clock_ms. */
void escl_wait(int64_t until);

/* Spans of time in milliseconds. */
struct escl_times {
    unsigned begin;  /* a new job is watched, unless its device is open and paper is there: an
                      * empty feeder, and a device that somebody else uses, are told by the
                      * answer  to the job itself, as clients expect it */
    unsigned page;   /* a page is waited for; then the client is asked to ask again */
    unsigned arrive; /* a client that asks for the next document waits to hear what became of
                      * the last one, when all of it was sent */
    unsigned cancel; /* a job is waited for that was canceled */
};

/* escl_set_times - other ones, before there are clients; for tests. NULL: the default ones. */
void escl_set_times(const struct escl_times *times);

/* References. NULL is fine for release. */
struct escl_job *escl_job_hold(struct escl_job *job);
void escl_job_release(struct escl_job *job);

/* escl_say - an answer in words. Some clients look for "409 Conflict" in what comes. */
struct http_answer *escl_say(unsigned status, const char *sentence);

/*
 * escl_await_page - as scan_job_page, but it returns soon (SCAN_CANCELED) when *over becomes
 * true, or when the program ends. over may be NULL.
 */
enum scan_result escl_await_page(struct scan_job *job, unsigned n, unsigned wait_ms,
                                 const atomic_bool *over, struct scan_page **page);

/* escl_stopping - handlers are to return. escl_stop_waiting - make it so, or not. */
bool escl_stopping(void);
void escl_stop_waiting(bool stop);

/* escl_send_page - page n, which is taken over. escl_send_pdf - all pages as one document. */
struct http_answer *escl_send_page(struct escl_job *job, unsigned n, struct scan_page *page);
struct http_answer *escl_send_pdf(struct escl_job *job);

/* escl_gamma - for pages of this client; 1: as they are. */
double escl_gamma(const struct http_request *request);

/* Handlers, the scanner being the request's ctx. */
struct http_answer *escl_post_job(const struct http_request *request);
struct http_answer *escl_next_document(const struct http_request *request);
struct http_answer *escl_image_info(const struct http_request *request);
struct http_answer *escl_delete_job(const struct http_request *request);
struct http_answer *escl_buffer_info(const struct http_request *request);

/* escl_job_is_told - whether a client is told of a job: its own jobs. Who knows an id may fetch
 * the pages. */
bool escl_job_is_told(const struct scanner *scanner, const char *id,
                      const struct http_request *request);

/* escl_jobs_cancel - all of a scanner. escl_jobs_forget - all there are, at the end. */
void escl_jobs_cancel(const struct scanner *scanner);
void escl_jobs_forget(void);

#endif
