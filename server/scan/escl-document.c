/*
 * escl-document.c - pages and PDFs on their way to a client of eSCL; see escl-calls.h.
 *
 * A page is taken when all of it arrived: a download that breaks off can be repeated. A PDF is
 * put together while it is sent, by a thread of its own, because the one who makes it pushes
 * and the one who sends it pulls; between them is a socket, so that neither holds a page in
 * memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "escl-calls.h"
#include "image-pdf.h"

#include "server/device-net.h"
#include "server/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* So often a thread that waits looks whether it is to end. */
#define SLICE_MS 500

/* So often the scan job hears that its client is still there, while a slow one reads. */
#define TOUCH_MS 5000

static atomic_bool stopping;

bool escl_stopping(void)
{
    return atomic_load(&stopping);
}

void escl_stop_waiting(bool stop)
{
    atomic_store(&stopping, stop);
}

static bool has_ended(struct scan_job *job)
{
    struct scan_job_info info;

    scan_job_info(job, &info);
    return info.state != SCAN_JOB_PENDING && info.state != SCAN_JOB_PROCESSING;
}

enum scan_result escl_await_page(struct scan_job *job, unsigned n, unsigned wait_ms,
                                 const atomic_bool *over, struct scan_page **page)
{
    int64_t end = net_clock_ms() + wait_ms;

    for (;;) {
        int64_t left = end - net_clock_ms();
        enum scan_result result;

        *page = NULL;
        if (escl_stopping() || (over != NULL && atomic_load(over)))
            return SCAN_CANCELED;
        result = scan_job_page(job, n,
                               left <= 0         ? 0
                               : left < SLICE_MS ? (unsigned)left
                                                 : SLICE_MS,
                               page);
        /* a scan that timed out says so by the word for "not yet" */
        if (result != SCAN_TIMEOUT || left <= 0 || has_ended(job))
            return result;
    }
}

/* Tell the job of a client that reads slowly, now and then. */
static void touch(struct scan_job *job, unsigned n, int64_t *last)
{
    struct scan_page *page = NULL;
    int64_t now = net_clock_ms();

    if (now - *last < TOUCH_MS)
        return;
    *last = now;
    (void)scan_job_page(job, n, 0, &page);
    scan_page_release(page);
}

/* All bytes of a document went to the HTTP server: the client may ask for the next one before
 * we hear that this one arrived. */
static void hand_over(struct escl_job *job, bool *handed)
{
    if (*handed)
        return;
    *handed = true;
    escl_lock();
    job->handed++;
    escl_unlock();
}

/* With the lock. */
static void take_back(struct escl_job *job, bool handed)
{
    if (handed)
        job->handed--;
    escl_tell();
}

/* ---- one page ---- */

struct page_stream {
    struct escl_job *job;
    struct scan_page *page;
    unsigned n;
    uint64_t bytes;
    int64_t touched;
    bool handed;
};

static long page_read(void *ctx, uint64_t at, void *bytes, size_t n)
{
    struct page_stream *stream = ctx;
    long got = scan_page_read(stream->page, at, bytes, n);

    touch(stream->job->job, stream->n, &stream->touched);
    if (got > 0 && at + (uint64_t)got >= stream->bytes)
        hand_over(stream->job, &stream->handed);
    return got;
}

static void page_done(void *ctx, bool all_sent)
{
    struct page_stream *stream = ctx;
    struct escl_job *job = stream->job;

    if (all_sent)
        scan_job_take(job->job, stream->n + 1);
    escl_lock();
    if (all_sent && job->next_page <= stream->n)
        job->next_page = stream->n + 1;
    take_back(job, stream->handed);
    escl_unlock();
    scan_page_release(stream->page);
    escl_job_release(job);
    free(stream);
}

struct http_answer *escl_send_page(struct escl_job *job, unsigned n, struct scan_page *page)
{
    struct page_stream *stream = calloc(1, sizeof(*stream));
    const struct scan_page_facts *facts = scan_page_facts(page);

    if (stream == NULL) {
        scan_page_release(page);
        return NULL;
    }
    stream->job = escl_job_hold(job);
    stream->page = page;
    stream->n = n;
    stream->bytes = facts->bytes;
    stream->touched = net_clock_ms();
    return http_stream(200, scan_encoding_type(facts->encoding), facts->bytes, page_read,
                       page_done, stream);
}

/* ---- a PDF ---- */

struct pdf_stream {
    struct escl_job *job;
    int in, out; /* the maker's end, the sender's end */
    pthread_t maker;
    atomic_bool over;  /* nobody wants more of it */
    atomic_bool whole; /* it was made to its end */
    atomic_uint pages; /* that it has */
    int64_t touched;
    bool handed;
};

static enum result push(void *ctx, const void *bytes, size_t n)
{
    const struct pdf_stream *stream = ctx;
    const uint8_t *at = bytes;

    while (n > 0) {
        ssize_t sent = send(stream->in, at, n, MSG_NOSIGNAL);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return RESULT_IO;
        at += sent;
        n -= (size_t)sent;
    }
    return RESULT_OK;
}

/* The page before is let go only when there is another one, so that a document of one page can
 * be sent again. More cannot be kept: stacks have no limit, the disk has. */
static void let_go(struct pdf_stream *stream, unsigned n)
{
    if (n > 0)
        scan_job_take(stream->job->job, n);
    escl_lock();
    stream->job->next_page = n;
    escl_unlock();
}

static void note_page(struct escl_job *job, const struct scan_page *page)
{
    escl_lock();
    job->last = *scan_page_facts(page);
    job->has_last = true;
    escl_unlock();
}

/* Pages of a deleted job are missing as those behind the end are. */
static bool is_gone(struct escl_job *job)
{
    bool gone;

    escl_lock();
    gone = job->gone;
    escl_unlock();
    return gone;
}

/* Pages up to the end of the scan. A scan that fails in the middle leaves its whole pages in a
 * whole document. */
static bool make_pages(struct pdf_stream *stream, struct pdf_writer *writer)
{
    struct scan_page *page = NULL;
    enum scan_result result;

    for (unsigned n = 0;; n++) {
        enum result written;

        do
            result = escl_await_page(stream->job->job, n, 60000, &stream->over, &page);
        while (result == SCAN_TIMEOUT && !has_ended(stream->job->job));
        if (result != SCAN_OK)
            break;
        let_go(stream, n);
        note_page(stream->job, page);
        written = pdf_writer_page(writer, page, 0);
        scan_page_release(page);
        if (written != RESULT_OK) {
            if (!atomic_load(&stream->over))
                log_say(LOG_SAY_WARN, "Page %u of a scan cannot be put into a PDF.", n + 1);
            return false;
        }
        atomic_store(&stream->pages, n + 1);
    }
    return result != SCAN_CANCELED && atomic_load(&stream->pages) > 0 && !is_gone(stream->job);
}

static void *make_pdf(void *ctx)
{
    struct pdf_stream *stream = ctx;
    struct pdf_facts facts = {.creator = stream->job->creator, .made = time(NULL)};
    struct sink sink = {push, stream};
    struct pdf_writer *writer = pdf_writer_new(&facts, &sink);

    if (writer != NULL && make_pages(stream, writer) && pdf_writer_end(writer) == RESULT_OK)
        atomic_store(&stream->whole, true);
    pdf_writer_free(writer);
    (void)shutdown(stream->in, SHUT_RDWR);
    return NULL;
}

static long pdf_read(void *ctx, uint64_t at, void *bytes, size_t n)
{
    struct pdf_stream *stream = ctx;
    ssize_t got;

    (void)at;
    touch(stream->job->job, atomic_load(&stream->pages), &stream->touched);
    do
        got = recv(stream->out, bytes, n, 0);
    while (got < 0 && errno == EINTR);
    if (got > 0)
        return (long)got;
    if (!atomic_load(&stream->whole))
        return -1;
    hand_over(stream->job, &stream->handed);
    return 0;
}

/* A document of which pages were let go cannot be begun again, and its scan is of no use. */
static void pdf_done(void *ctx, bool all_sent)
{
    struct pdf_stream *stream = ctx;
    struct escl_job *job = stream->job;
    unsigned pages;
    bool lost;

    atomic_store(&stream->over, true);
    (void)shutdown(stream->out, SHUT_RDWR);
    (void)pthread_join(stream->maker, NULL);
    pages = atomic_load(&stream->pages);
    if (all_sent)
        scan_job_take(job->job, pages);
    escl_lock();
    job->streaming = false;
    lost = !all_sent && job->next_page > 0;
    job->next_page = all_sent ? pages : 0;
    job->gone = job->gone || lost;
    take_back(job, stream->handed);
    escl_unlock();
    if (lost)
        scan_job_cancel(job->job, 0);
    close(stream->in);
    close(stream->out);
    escl_job_release(job);
    free(stream);
}

/* The job is marked as streaming. */
struct http_answer *escl_send_pdf(struct escl_job *job)
{
    struct pdf_stream *stream = calloc(1, sizeof(*stream));
    int fds[2];

    if (stream == NULL)
        return NULL;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
        free(stream);
        return NULL;
    }
    stream->in = fds[0];
    stream->out = fds[1];
    stream->job = escl_job_hold(job);
    stream->touched = net_clock_ms();
    if (pthread_create(&stream->maker, NULL, make_pdf, stream) != 0) {
        close(fds[0]);
        close(fds[1]);
        escl_job_release(job);
        free(stream);
        return NULL;
    }
    return http_stream(200, "application/pdf", UINT64_MAX, pdf_read, pdf_done, stream);
}
