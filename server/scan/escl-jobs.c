/*
 * escl-jobs.c - jobs of clients of eSCL: made, asked for, canceled; see escl-calls.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "escl-calls.h"

#include "server/device-net.h"
#include "server/scan-words.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct escl_times default_times = {
    .begin = 3000, .page = 20000, .arrive = 5000, .cancel = 5000};
static struct escl_times times = {.begin = 3000, .page = 20000, .arrive = 5000, .cancel = 5000};

/* A page or two may wait for their taker; who does not come at all gives the scanner free. */
static const struct scan_handover handover = {.ahead = 2, .patience_s = 90};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct escl_job *all; /* newest first; guarded by mutex */

void escl_set_times(const struct escl_times *other)
{
    times = other != NULL ? *other : default_times;
}

static void init(void)
{
    net_cond_init(&changed);
}

void escl_lock(void)
{
    pthread_once(&once, init);
    pthread_mutex_lock(&mutex);
}

void escl_unlock(void)
{
    pthread_mutex_unlock(&mutex);
}

void escl_tell(void)
{
    pthread_once(&once, init);
    pthread_cond_broadcast(&changed);
}

void escl_wait(int64_t until)
{
    if (until > net_clock_ms())
        (void)net_cond_wait(&changed, &mutex, until);
}

struct escl_job *escl_job_hold(struct escl_job *job)
{
    atomic_fetch_add(&job->references, 1);
    return job;
}

void escl_job_release(struct escl_job *job)
{
    if (job == NULL || atomic_fetch_sub(&job->references, 1) != 1)
        return;
    scan_job_release(job->job);
    free(job);
}

/* ---- the list ---- */

/* A reference; NULL. */
static struct escl_job *find(const struct scanner *scanner, const char *id)
{
    struct escl_job *job;

    escl_lock();
    for (job = all; job != NULL; job = job->next)
        if (job->scanner == scanner && strcmp(job->id, id) == 0)
            break;
    if (job != NULL)
        (void)escl_job_hold(job);
    escl_unlock();
    return job;
}

static bool is_known(struct escl_job *job)
{
    struct scan_job *known = scan_job_find(job->scanner, job->id);

    scan_job_release(known);
    return known != NULL;
}

/* Those that the scanner has forgotten go. Each is asked about without the lock; one that went
 * meanwhile ends the search, because what it pointed to may be gone too. */
static void forget_old(void)
{
    struct escl_job *job, **at;

    escl_lock();
    job = all != NULL ? escl_job_hold(all) : NULL;
    escl_unlock();
    while (job != NULL) {
        bool known = is_known(job);
        struct escl_job *next;

        escl_lock();
        for (at = &all; *at != NULL && *at != job; at = &(*at)->next)
            ;
        next = *at == job && job->next != NULL ? escl_job_hold(job->next) : NULL;
        if (*at == job && !known) {
            *at = job->next;
            atomic_fetch_sub(&job->references, 1); /* the list's; not the last one */
        }
        escl_unlock();
        escl_job_release(job);
        job = next;
    }
}

bool escl_job_is_told(const struct scanner *scanner, const char *id,
                      const struct http_request *request)
{
    struct escl_job *job = find(scanner, id);
    bool told = job != NULL &&
                ((job->local && request->local) || strcmp(job->host, request->host) == 0);

    escl_job_release(job);
    return told;
}

void escl_jobs_cancel(const struct scanner *scanner)
{
    escl_lock();
    for (struct escl_job *job = all; job != NULL; job = job->next)
        if (job->scanner == scanner)
            scan_job_cancel(job->job, 0);
    escl_unlock();
}

void escl_jobs_forget(void)
{
    struct escl_job *job;

    escl_lock();
    while ((job = all) != NULL) {
        all = job->next;
        escl_unlock();
        escl_job_release(job);
        escl_lock();
    }
    escl_unlock();
}

/* ---- answers in words ---- */

static const char *status_word(unsigned status)
{
    static const struct {
        unsigned status;
        const char *word;
    } words[] = {
        {400, "Bad Request"           },
        {404, "Not Found"             },
        {409, "Conflict"              },
        {410, "Gone"                  },
        {415, "Unsupported Media Type"},
        {500, "Internal Server Error" },
        {503, "Service Unavailable"   },
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (words[i].status == status)
            return words[i].word;
    return "";
}

struct http_answer *escl_say(unsigned status, const char *sentence)
{
    char text[700];
    struct http_answer *answer;

    snprintf(text, sizeof(text), "%u %s: %s\n", status, status_word(status), sentence);
    answer = http_text(status, "text/plain; charset=utf-8", text);
    return status == 503 ? http_add(answer, "Retry-After", "2") : answer;
}

/* 409 is shown as a jam by Windows, 404 taken for the end of the stack by all, 503 for "ask
 * again", which is of no use when the job has ended. */
static unsigned status_of(enum scan_result result, bool ended)
{
    switch (result) {
    case SCAN_NO_DOCS:
        return 404;
    case SCAN_JAMMED:
    case SCAN_COVER_OPEN:
    case SCAN_INVALID:
        return 409;
    case SCAN_CANCELED:
        return 410;
    case SCAN_BUSY:
    case SCAN_GONE:
    case SCAN_NO_MEMORY:
        return ended ? 500 : 503;
    case SCAN_OK:
    case SCAN_IO:
    case SCAN_DENIED:
    case SCAN_CRASHED:
    case SCAN_TIMEOUT:
    default:
        return 500;
    }
}

static struct http_answer *say_result(enum scan_result result, bool ended, const char *sentence)
{
    return escl_say(status_of(result, ended),
                    sentence[0] != '\0' ? sentence : scan_result_text(result));
}

/* ---- a new job ---- */

static bool type_is(const char *type, const char *name)
{
    size_t n = strlen(name);

    return strncasecmp(type, name, n) == 0 && (type[n] == '\0' || strchr("; \t", type[n]));
}

static bool is_browser(const struct http_request *request)
{
    return http_header(request, "Origin")[0] != '\0' ||
           http_header(request, "Referer")[0] != '\0' ||
           http_header(request, "Sec-Fetch-Site")[0] != '\0' ||
           strncmp(http_header(request, "User-Agent"), "Mozilla", 7) == 0;
}

/* A page of a stranger can have a browser send text and forms anywhere, but not XML. SANE's
 * escl backend, no browser, leaves the type to its library, which says that it is a form. */
static bool is_xml(const struct http_request *request)
{
    const char *type = http_header(request, "Content-Type");

    if (type_is(type, "text/xml") || type_is(type, "application/xml"))
        return true;
    return (type[0] == '\0' || type_is(type, "application/x-www-form-urlencoded")) &&
           !is_browser(request);
}

/* NULL, and the request; or an answer that says why not. */
static struct http_answer *read_request(const struct http_request *request,
                                        const struct scanner_facts *facts,
                                        struct escl_request *wanted)
{
    char why[256];
    enum escl_verdict verdict;

    if (!is_xml(request))
        return escl_say(415, "Settings are sent as text/xml.");
    if (!facts->known)
        return escl_say(503, "The scanner was never seen: switch it on.");
    verdict =
        escl_read_settings(request->body, request->body_n, facts, wanted, why, sizeof(why));
    if (verdict == ESCL_GOOD)
        return NULL;
    return escl_say(verdict == ESCL_NONSENSE ? 400 : 409, why);
}

static bool is_processing(struct scan_job *job)
{
    struct scan_job_info info;

    scan_job_info(job, &info);
    return info.state == SCAN_JOB_PROCESSING;
}

/* SCAN_OK: it goes on. Else it ended at once, and why. paper: there is some, as far as anybody
 * can know; nothing is learnt by waiting for the first page then. */
static enum scan_result watch_begin(struct scan_job *job, bool paper, char *why,
                                    size_t why_size)
{
    int64_t end = net_clock_ms() + times.begin;
    struct scan_job_info info;
    struct scan_page *page;
    enum scan_result result;

    do {
        result = escl_await_page(job, 0, 100, NULL, &page);
        scan_page_release(page);
    } while (result == SCAN_TIMEOUT && !(paper && is_processing(job)) && net_clock_ms() < end);
    scan_job_info(job, &info);
    if (result == SCAN_OK || (result == SCAN_TIMEOUT && (info.state == SCAN_JOB_PENDING ||
                                                         info.state == SCAN_JOB_PROCESSING)))
        return SCAN_OK;
    snprintf(why, why_size, "%s", info.why);
    return result;
}

/* A reference; takes over the scan. One that ends at once is in the list, too: its client sees
 * what became of it. NULL without memory. */
static struct escl_job *make_job(const struct http_request *request, struct scan_job *scan,
                                 enum escl_format format, const struct scanner_facts *facts)
{
    struct escl_job *job = calloc(1, sizeof(*job));
    struct scan_job_info info;

    if (job == NULL) {
        scan_job_cancel(scan, 0);
        scan_job_release(scan);
        return NULL;
    }
    scan_job_info(scan, &info);
    atomic_init(&job->references, 2); /* one is the list's */
    job->job = scan;
    job->scanner = request->ctx;
    memcpy(job->id, info.id, sizeof(job->id));
    job->format = format;
    job->local = request->local;
    snprintf(job->host, sizeof(job->host), "%s", request->host);
    snprintf(job->creator, sizeof(job->creator), "%s %s", facts->caps.maker, facts->caps.model);
    escl_lock();
    job->next = all;
    all = job;
    escl_unlock();
    return job;
}

static void make_asker(const struct http_request *request, struct scan_asker *asker)
{
    snprintf(asker->way, sizeof(asker->way), "escl");
    snprintf(asker->host, sizeof(asker->host), "%s", request->host);
    snprintf(asker->agent, sizeof(asker->agent), "%s", http_header(request, "User-Agent"));
}

/* No paper is a conflict here, and the end of the stack later. */
static struct http_answer *say_not_begun(enum scan_result result, const char *why)
{
    if (result != SCAN_NO_DOCS)
        return say_result(result, false, why);
    return escl_say(409, why[0] != '\0' ? why : scan_result_text(result));
}

/* The path alone, without a host: clients put in the one by which they reached us. */
static struct http_answer *say_created(const char *id)
{
    char location[SCAN_JOB_ID_SIZE + 32];

    snprintf(location, sizeof(location), "/eSCL/ScanJobs/%s", id);
    return http_add(http_text(201, NULL, ""), "Location", location);
}

struct http_answer *escl_post_job(const struct http_request *request)
{
    struct scanner_facts facts;
    struct escl_request wanted = {.format = ESCL_JPEG};
    struct scan_asker asker;
    struct scan_job *scan = NULL;
    struct escl_job *job;
    struct http_answer *answer;
    enum scan_result result;
    char why[512] = "";

    scanner_facts(request->ctx, &facts);
    answer = read_request(request, &facts, &wanted);
    if (answer != NULL)
        return answer;
    wanted.scan.gamma = escl_gamma(request);
    forget_old();
    make_asker(request, &asker);
    result =
        scan_job_start(request->ctx, &wanted.scan, &handover, &asker, &scan, why, sizeof(why));
    if (result != SCAN_OK)
        return say_not_begun(result, why);
    job = make_job(request, scan, wanted.format, &facts);
    if (job == NULL)
        return NULL;
    result = watch_begin(scan,
                         wanted.scan.input == SCAN_PLATEN || facts.feeder == SCAN_FEEDER_LOADED,
                         why, sizeof(why));
    answer = result == SCAN_OK ? say_created(job->id) : say_not_begun(result, why);
    escl_job_release(job);
    return answer;
}

/* ---- documents ---- */

/* What the client is to get next, when it is known what became of the last one. */
enum next { NEXT_PAGE, NEXT_GONE, NEXT_LATER };

static enum next find_next(struct escl_job *job, unsigned *n)
{
    int64_t end = net_clock_ms() + times.arrive;
    enum next next;

    escl_lock();
    while (job->handed > 0 && net_clock_ms() < end && !escl_stopping())
        escl_wait(end);
    next = job->gone ? NEXT_GONE : job->streaming ? NEXT_LATER : NEXT_PAGE;
    *n = job->next_page;
    escl_unlock();
    return next;
}

/* Whether it is this request that sends the PDF. */
static bool begin_pdf(struct escl_job *job)
{
    bool begins;

    escl_lock();
    begins = !job->streaming && !job->gone && job->next_page == 0;
    job->streaming = job->streaming || begins;
    escl_unlock();
    return begins;
}

static struct http_answer *send_pdf(struct escl_job *job)
{
    struct http_answer *answer;

    if (!begin_pdf(job))
        return escl_say(503, "This document is being fetched already.");
    answer = escl_send_pdf(job);
    if (answer == NULL) {
        escl_lock();
        job->streaming = false;
        escl_unlock();
    }
    return answer;
}

static struct http_answer *send_document(struct escl_job *job, unsigned n,
                                         struct scan_page *page)
{
    escl_lock();
    job->last = *scan_page_facts(page);
    job->has_last = true;
    escl_unlock();
    if (job->format != ESCL_PDF)
        return escl_send_page(job, n, page);
    scan_page_release(page);
    return send_pdf(job);
}

/* A page that is not there: yet, or for ever. */
static struct http_answer *say_no_page(struct escl_job *job, enum scan_result result)
{
    struct scan_job_info info;

    scan_job_info(job->job, &info);
    if (result == SCAN_TIMEOUT &&
        (info.state == SCAN_JOB_PENDING || info.state == SCAN_JOB_PROCESSING))
        return escl_say(503, "The page is not there yet: ask again.");
    if (result == SCAN_CANCELED && escl_stopping())
        return escl_say(503, "The server ends.");
    return say_result(result, true,
                      result == SCAN_NO_DOCS ? "There is no further document." : info.why);
}

static struct http_answer *next_document(struct escl_job *job)
{
    struct scan_page *page = NULL;
    enum scan_result result;
    unsigned n = 0;

    switch (find_next(job, &n)) {
    case NEXT_GONE:
        return escl_say(410, "This job is gone.");
    case NEXT_LATER:
        return escl_say(503, "This document is being fetched already.");
    case NEXT_PAGE:
    default:
        break;
    }
    result = escl_await_page(job->job, n, times.page, NULL, &page);
    return result == SCAN_OK ? send_document(job, n, page) : say_no_page(job, result);
}

static struct http_answer *with_job(const struct http_request *request,
                                    struct http_answer *(*answer)(struct escl_job *job))
{
    struct escl_job *job = find(request->ctx, request->piece[0]);
    struct http_answer *made =
        job != NULL ? answer(job) : escl_say(404, "There is no such job.");

    escl_job_release(job);
    return made;
}

struct http_answer *escl_next_document(const struct http_request *request)
{
    return with_job(request, next_document);
}

/* Of the document that was fetched last, or else of the one that comes next. */
static struct http_answer *image_info(struct escl_job *job)
{
    struct scan_page_facts facts;
    struct scan_page *page = NULL;
    bool known;
    char *text;

    escl_lock();
    known = job->has_last;
    facts = job->last;
    escl_unlock();
    if (!known) {
        enum scan_result result = scan_job_page(job->job, 0, 0, &page);

        if (result != SCAN_OK)
            return say_no_page(job, result);
        facts = *scan_page_facts(page);
        scan_page_release(page);
    }
    text = escl_write_image_info(job->id, &facts);
    return text != NULL ? http_bytes(200, "text/xml", text, strlen(text)) : NULL;
}

struct http_answer *escl_image_info(const struct http_request *request)
{
    return with_job(request, image_info);
}

/* Harmless when the job has ended. Pages that nobody fetched go. */
static struct http_answer *delete_job(struct escl_job *job)
{
    escl_lock();
    job->gone = true;
    escl_unlock();
    scan_job_cancel(job->job, times.cancel);
    scan_job_take(job->job, UINT_MAX);
    return http_text(200, NULL, "");
}

struct http_answer *escl_delete_job(const struct http_request *request)
{
    return with_job(request, delete_job);
}

struct http_answer *escl_buffer_info(const struct http_request *request)
{
    struct scanner_facts facts;
    struct escl_request wanted;
    struct page_plan plan;
    struct http_answer *answer;
    char *text;

    scanner_facts(request->ctx, &facts);
    answer = read_request(request, &facts, &wanted);
    if (answer != NULL)
        return answer;
    if (!page_plan(&facts.caps, &wanted.scan, &plan))
        return escl_say(409, "The scanner has no such place for the paper.");
    text = escl_write_buffer_info(&wanted, &plan);
    return text != NULL ? http_bytes(200, "text/xml", text, strlen(text)) : NULL;
}
