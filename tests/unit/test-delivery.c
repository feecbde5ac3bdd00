/*
 * test-delivery.c - jobs on their way to a machine that a script plays, or into a folder:
 * whole, while they come, broken off, canceled, held, moved, stopped and damaged. Effects:
 * loopback sockets, threads, temporary folders, child processes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/delivery.h"
#include "server/ticket-file.h"
#include "tests/decode/ufr2lt-decode.h"
#include "tests/device/peer.h"
#include "tests/unit/queues.h"

#include <netinet/in.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#define PATIENCE_S 20

static const struct jobs_limits many = MANY;
static const struct model *model;
static const struct media *media; /* the smallest */

/* ---- documents: page n has n black lines at its top, and noise that fills packets ---- */

static uint32_t mix(uint32_t h)
{
    h = (h ^ h >> 15) * 0x85EBCA77u;
    h = (h ^ h >> 13) * 0xC2B2AE3Du;
    return h ^ h >> 16;
}

static enum result drop_bytes(void *ctx, const void *bytes, size_t n)
{
    (void)ctx;
    (void)bytes;
    (void)n;
    return RESULT_OK;
}

static enum result keep_bytes(void *ctx, const void *bytes, size_t n)
{
    return document_write(ctx, bytes, n);
}

static struct ticket make_ticket(unsigned host_copies, enum sides sides)
{
    struct wishes wishes;
    struct ticket ticket;

    wishes_init(&wishes);
    wishes.title = "letter";
    wishes.user = "anna";
    ticket_resolve(model, &wishes, &ticket);
    ticket.job.media = media;
    ticket.job.sides = sides;
    ticket.host_copies = host_copies;
    return ticket;
}

/* One job that writes pages into a document, as an intake does. */
struct writer {
    struct job *job;
    struct document *document;
    struct sink nowhere, record;
    struct ticket ticket;
    struct page_params page;
    void *work;
    unsigned pages;
};

static bool writer_open(struct writer *w, struct job *job, const struct ticket *ticket)
{
    char text[TICKET_FILE_MAX];
    size_t n = ticket_file_write(model, ticket, text, sizeof(text));

    if (!job_begin_document(job, spools_why, sizeof(spools_why)))
        return false;
    *w = (struct writer){.job = job, .ticket = *ticket};
    jobs_lock(job->jobs);
    w->document = document_hold(job->document);
    jobs_unlock(job->jobs);
    w->nowhere = (struct sink){drop_bytes, NULL};
    w->record = (struct sink){keep_bytes, w->document};
    w->work = calloc(1, model->pdl->work_size(model));
    if (document_begin(w->document, RECORD_TICKET) != RESULT_OK ||
        document_write(w->document, text, n) != RESULT_OK ||
        document_end(w->document) != RESULT_OK ||
        model->pdl->page_params(model, media, &w->page) != RESULT_OK ||
        model->pdl->start_job(w->work, model, &w->ticket.job, &w->nowhere, &w->record) !=
            RESULT_OK)
        return false;
    job_more(job, 0, 0);
    return true;
}

/* noise: lines of it. */
static bool writer_page(struct writer *w, unsigned noise)
{
    uint8_t *line = malloc(w->page.stride);
    unsigned number = ++w->pages;
    bool good = document_begin(w->document, RECORD_PAGE) == RESULT_OK &&
                model->pdl->start_page(w->work, &w->page) == RESULT_OK;

    for (uint32_t y = 0; good && y < 100 + noise; y++) {
        memset(line, y >= 10 && y < 10 + number ? 0xff : 0, w->page.stride);
        for (size_t i = 0; y >= 100 && i < w->page.stride / 2; i++)
            line[i] = (uint8_t)mix(y * 8192u + (uint32_t)i);
        good = model->pdl->write_line(w->work, line) == RESULT_OK;
    }
    good = good && model->pdl->end_page(w->work) == RESULT_OK &&
           document_end(w->document) == RESULT_OK;
    job_more(w->job, number * w->ticket.host_copies, number * 1000);
    free(line);
    return good;
}

static bool writer_close(struct writer *w)
{
    bool good = job_accept(w->job, spools_why, sizeof(spools_why));

    document_release(w->document);
    free(w->work);
    return good;
}

/* A job with pages, accepted. */
static struct job *put_job(struct jobs *jobs, int queue, unsigned pages, unsigned noise,
                           unsigned host_copies, enum sides sides)
{
    struct job_request request = queues_request("letter");
    struct ticket ticket = make_ticket(host_copies, sides);
    struct job *job;
    struct writer w;
    bool good;

    request.queue = queue;
    job = queues_create(jobs, &request);
    good = job != NULL && writer_open(&w, job, &ticket);
    for (unsigned page = 0; good && page < pages; page++)
        good = writer_page(&w, noise);
    if (!good || !writer_close(&w))
        diag("the job was not made: %s", spools_why);
    return job;
}

/* ---- what came out ---- */

struct paper {
    unsigned pages[64]; /* numbers by their black lines; 0: white */
    size_t num_pages;
    unsigned jobs_ended;
    unsigned black; /* of the open page */
    bool finished;  /* the stream ends between jobs */
};

static bool on_page_start(void *ctx, const struct decode_page *page)
{
    struct paper *p = ctx;

    (void)page;
    p->black = 0;
    return true;
}

static bool on_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t rows,
                    size_t stride, const uint8_t *bits)
{
    struct paper *p = ctx;

    (void)page;
    for (uint32_t row = 0; row < rows; row++)
        p->black += y + row >= 10 && y + row < 100 && bits[row * stride + stride / 3] == 0xff;
    return true;
}

static bool on_page_end(void *ctx, const struct decode_page *page)
{
    struct paper *p = ctx;

    (void)page;
    if (p->num_pages < sizeof(p->pages) / sizeof(p->pages[0]))
        p->pages[p->num_pages++] = p->black;
    return true;
}

static bool on_job_end(void *ctx)
{
    struct paper *p = ctx;

    p->jobs_ended++;
    return true;
}

static void decode(struct paper *p, const uint8_t *bytes, size_t n)
{
    const struct decode_callbacks callbacks = {.page_start = on_page_start,
                                               .band = on_band,
                                               .page_end = on_page_end,
                                               .job_end = on_job_end,
                                               .ctx = p};
    struct decoder *d = decoder_new(&callbacks);

    memset(p, 0, sizeof(*p));
    p->finished = decoder_feed(d, bytes, n) && decoder_finish(d);
    if (decoder_error(d)[0] != '\0' && decoder_offset(d) < n)
        diag("the stream is damaged at %llu of %zu: %s", (unsigned long long)decoder_offset(d),
             n, decoder_error(d));
    decoder_free(d);
}

/* Whether the pages are those, "1 2 3 "; and with how many ends of jobs. */
static bool paper_is(const struct paper *p, const char *wanted, unsigned ends)
{
    char text[400] = "";
    size_t used = 0;

    for (size_t i = 0; i < p->num_pages; i++)
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%u ", p->pages[i]);
    if (strcmp(text, wanted) == 0 && p->jobs_ended == ends && p->finished == (ends > 0))
        return true;
    diag("pages %s, %u jobs ended, %s", text, p->jobs_ended,
         p->finished ? "complete" : "broken off");
    return false;
}

/* ---- the machine ---- */

#define CONNECTIONS 16

/* A machine that takes connections one after the other. */
struct machine {
    struct peer *peer;
    unsigned connections;       /* it takes before it ends */
    size_t breaks[CONNECTIONS]; /* resets after so many bytes; 0: takes all */
    bool gate[CONNECTIONS];     /* passes a gate before it closes or resets */
    size_t ends[CONNECTIONS];   /* where the bytes of each end */
};

static void play(struct peer *p)
{
    struct machine *m = p->ctx;

    for (unsigned i = 0; i < m->connections && peer_accept(p); i++) {
        (void)peer_read(p, m->breaks[i] > 0 ? m->breaks[i] : SIZE_MAX);
        m->ends[i] = p->n;
        if (m->gate[i] && !peer_pass(p))
            return;
        if (m->breaks[i] > 0)
            peer_reset(p);
        else
            peer_end(p);
    }
}

static void machine_uri(const struct machine *m, char *uri, size_t n)
{
    snprintf(uri, n, "socket://127.0.0.1:%u", (unsigned)m->peer->port);
}

static void machine_decode(const struct machine *m, unsigned connection, struct paper *p)
{
    size_t from = connection > 0 ? m->ends[connection - 1] : 0;

    decode(p, m->peer->data + from, m->ends[connection] - from);
}

/* ---- queues ---- */

static struct job_queue *serve(struct jobs *jobs, int id, const char *uri)
{
    struct job_queue *queue = jobs_queue(jobs, id);

    jobs_lock(jobs);
    snprintf(queue->uri, sizeof(queue->uri), "%s", uri);
    snprintf(queue->name, sizeof(queue->name), "queue-%d", id);
    queue->changed++;
    jobs_unlock(jobs);
    if (!delivery_start(queue))
        diag("no delivery");
    return queue;
}

/* Wait, with the lock, until something is so; looked at on each change and now and then. */
static bool wait_until(struct job_queue *queue, bool (*is)(const struct job *job),
                       struct job *job)
{
    struct timespec end, until;
    bool done;

    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += PATIENCE_S;
    jobs_lock(queue->jobs);
    while (!(done = is(job))) {
        clock_gettime(CLOCK_MONOTONIC, &until);
        if (until.tv_sec >= end.tv_sec)
            break;
        until.tv_nsec += 20000000;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        jobs_wait(queue, &until);
    }
    if (!done)
        diag("job %d: state %d, reasons %x, %u sides, '%s' '%s'", job->id, (int)job->state,
             (unsigned)job->reasons, job->impressions_completed, job->message, job->remarks);
    jobs_unlock(queue->jobs);
    return done;
}

static bool is_ended(const struct job *job)
{
    return !job_is_active(job) && !job->delivering;
}

static bool is_connecting(const struct job *job)
{
    return job->delivering && job->state == IPP_JSTATE_STOPPED;
}

static bool has_message(const struct job *job)
{
    return job->delivering && job->message[0] != '\0';
}

static bool is_held(const struct job *job)
{
    return !job->delivering && job->state == IPP_JSTATE_HELD;
}

static bool is_pending(const struct job *job)
{
    return !job->delivering && job->state == IPP_JSTATE_PENDING;
}

static bool has_side(const struct job *job)
{
    return job->impressions_completed > 0;
}

static bool is_started(const struct job *job)
{
    return job->started;
}

static bool ended_as(struct job_queue *queue, struct job *job, ipp_jstate_t state,
                     uint32_t reasons, const char *message)
{
    bool same = wait_until(queue, is_ended, job);

    jobs_lock(queue->jobs);
    same = same && job->state == state && job->reasons == reasons &&
           strstr(job->message, message) != NULL;
    if (!same)
        diag("job %d: state %d, reasons %x, '%s'", job->id, (int)job->state,
             (unsigned)job->reasons, job->message);
    jobs_unlock(queue->jobs);
    return same;
}

static void stop(struct job_queue *queue)
{
    if (!delivery_stop(queue, PATIENCE_S * 1000))
        ok(false, "The delivery ends");
}

/* ---- whole jobs ---- */

static void test_whole(void)
{
    struct jobs *jobs = queues_open(&many);
    struct machine m = {.peer = peer_new(0), .connections = 2};
    struct job_queue *queue;
    struct job *first, *second;
    struct paper p;
    char uri[64];

    machine_uri(&m, uri, sizeof(uri));
    peer_start(m.peer, play, &m);
    first = put_job(jobs, 1, 3, 50, 1, SIDES_ONE);
    second = put_job(jobs, 1, 3, 0, 2, SIDES_LONG_EDGE);
    queue = serve(jobs, 1, uri);
    ok(ended_as(queue, first, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed.") &&
           first->impressions_completed == 3,
       "A job is printed");
    ok(ended_as(queue, second, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed."),
       "and the next one");
    stop(queue);
    peer_join(m.peer);
    machine_decode(&m, 0, &p);
    ok(paper_is(&p, "1 2 3 ", 1), "Its pages come out in order, in one job of the machine");
    machine_decode(&m, 1, &p);
    ok(paper_is(&p, "1 2 3 0 1 2 3 0 ", 1) || paper_is(&p, "1 2 3 0 1 2 3 ", 1),
       "Sets of two-sided pages begin on a front");
    ok(spool_used(jobs_spool(jobs)) == 0 && queue->completed == 2 && queue->pages >= 9,
       "Nothing of them is left, and they are counted");
    job_release(first);
    job_release(second);
    jobs_close(jobs);
    queues_clear();
    peer_free(m.peer);
}

static void test_folder(void)
{
    char folder[] = "/tmp/test-delivery-XXXXXX", uri[80], path[400];
    struct jobs *jobs = queues_open(&many);
    static uint8_t bytes[1 << 20];
    struct job_queue *queue;
    struct job *job;
    struct dirent *entry;
    struct paper p = {.num_pages = 0};
    unsigned files = 0;
    DIR *d;

    if (mkdtemp(folder) == NULL)
        return;
    snprintf(uri, sizeof(uri), "file://%s", folder);
    job = put_job(jobs, 1, 2, 0, 1, SIDES_ONE);
    queue = serve(jobs, 1, uri);
    ok(ended_as(queue, job, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed."),
       "A job is printed into a folder");
    stop(queue);
    d = opendir(folder);
    while (d != NULL && (entry = readdir(d)) != NULL) {
        FILE *file;

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        file = fopen(path, "rb");
        decode(&p, bytes, file != NULL ? fread(bytes, 1, sizeof(bytes), file) : 0);
        if (file != NULL)
            (void)fclose(file);
        (void)unlink(path);
        files++;
    }
    if (d != NULL)
        closedir(d);
    ok(files == 1 && paper_is(&p, "1 2 ", 1), "where it is one whole file");
    ok(rmdir(folder) == 0, "and nothing else");
    job_release(job);
    jobs_close(jobs);
    queues_clear();
}

static void test_streams(void)
{
    struct jobs *jobs = queues_open(&many);
    struct machine m = {.peer = peer_new(0), .connections = 1};
    struct job_request request = queues_request("letter");
    struct ticket ticket = make_ticket(1, SIDES_ONE);
    struct job *job = queues_create(jobs, &request);
    struct job_queue *queue;
    struct writer w;
    struct paper p;
    char uri[64];

    machine_uri(&m, uri, sizeof(uri));
    peer_start(m.peer, play, &m);
    queue = serve(jobs, 1, uri);
    ok(writer_open(&w, job, &ticket) && writer_page(&w, 300) && writer_page(&w, 300) &&
           wait_until(queue, is_started, job) && !is_ended(job),
       "The machine begins before the document has ended");
    ok(wait_until(queue, has_side, job),
       "A page that has arrived is counted while the next one is still to come");
    ok(writer_page(&w, 0) && writer_close(&w) &&
           ended_as(queue, job, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed."),
       "The rest follows as it comes");
    stop(queue);
    peer_join(m.peer);
    machine_decode(&m, 0, &p);
    ok(paper_is(&p, "1 2 3 ", 1), "and is one job of the machine");
    job_release(job);
    jobs_close(jobs);
    queues_clear();
    peer_free(m.peer);
}

/* The sender fails when a page is with the machine. */
static void test_sender_fails(void)
{
    struct jobs *jobs = queues_open(&many);
    struct machine m = {.peer = peer_new(0), .connections = 1};
    struct job_request request = queues_request("letter");
    struct ticket ticket = make_ticket(1, SIDES_ONE);
    struct job *job = queues_create(jobs, &request);
    struct job_queue *queue;
    struct writer w;
    struct paper p;
    char uri[64];

    machine_uri(&m, uri, sizeof(uri));
    peer_start(m.peer, play, &m);
    queue = serve(jobs, 1, uri);
    ok(writer_open(&w, job, &ticket) && writer_page(&w, 300) && writer_page(&w, 300) &&
           wait_until(queue, is_started, job),
       "The machine has begun");
    job_abort(job, JOB_FORMAT_ERROR, "The third page is damaged");
    ok(ended_as(queue, job, IPP_JSTATE_ABORTED, JOB_FORMAT_ERROR | JOB_ABORTED_BY_SYSTEM,
                "The third page is damaged."),
       "When the sender fails then, the job ends and tells why");
    document_release(w.document);
    free(w.work);
    stop(queue);
    peer_join(m.peer);
    machine_decode(&m, 0, &p);
    ok(p.finished && p.jobs_ended == 1, "The machine's job is ended properly");
    job_release(job);
    jobs_close(jobs);
    queues_clear();
    peer_free(m.peer);
}

/* ---- breaks ---- */

/* Bytes of a whole stream of such a job up to behind its page, from a machine that takes all.
 */
static size_t stream_bytes(unsigned pages, unsigned noise)
{
    struct jobs *jobs = queues_open(&many);
    struct machine m = {.peer = peer_new(0), .connections = 1};
    struct job *job = put_job(jobs, 1, pages, noise, 1, SIDES_ONE);
    struct job_queue *queue;
    char uri[64];
    size_t n;

    machine_uri(&m, uri, sizeof(uri));
    peer_start(m.peer, play, &m);
    queue = serve(jobs, 1, uri);
    (void)wait_until(queue, is_ended, job);
    stop(queue);
    peer_join(m.peer);
    n = m.ends[0];
    job_release(job);
    jobs_close(jobs);
    queues_clear();
    peer_free(m.peer);
    return n;
}

static void test_break(void)
{
    size_t whole = stream_bytes(4, 1500);

    for (unsigned eighth = 1; eighth < 8; eighth += 2) {
        struct jobs *jobs = queues_open(&many);
        struct machine m = {.peer = peer_new(4096), .connections = 2};
        struct job_queue *queue;
        struct job *job = put_job(jobs, 1, 4, 1500, 1, SIDES_ONE);
        struct paper p;
        char uri[64];

        m.breaks[0] = whole * eighth / 8;
        machine_uri(&m, uri, sizeof(uri));
        peer_start(m.peer, play, &m);
        queue = serve(jobs, 1, uri);
        ok(ended_as(queue, job, IPP_JSTATE_COMPLETED, JOB_WITH_WARNINGS,
                    "The connection to the machine broke"),
           "A job whose connection breaks after %zu of %zu bytes is printed", m.breaks[0],
           whole);
        ok(strstr(job->message, "went on with page 1.") != NULL &&
               (eighth < 3 || strstr(job->message, "There may be two of page") != NULL),
           "What may have come twice is told: %s", job->message);
        stop(queue);
        peer_join(m.peer);
        machine_decode(&m, 1, &p);
        ok(paper_is(&p, "1 2 3 4 ", 1),
           "Of a machine that tells nothing of itself it is not known what it printed");
        job_release(job);
        jobs_close(jobs);
        queues_clear();
        peer_free(m.peer);
    }
}

/* An agent that tells how long the machine has run and how many sides it has counted. */
struct counter {
    atomic_uint uptime, life;
};

static void put_number(uint8_t *out, uint8_t tag, uint32_t value)
{
    out[0] = tag;
    out[1] = 4;
    for (int i = 0; i < 4; i++)
        out[2 + i] = (uint8_t)(value >> (24 - 8 * i));
}

/* Requests of SNMP version 1 end with the object's name and NULL; lengths are below 128. Ends
 * at a packet of one byte. */
static void count_sides(struct peer *p)
{
    static const uint8_t uptime[] = {0x2B, 6, 1, 2, 1, 1, 3, 0, 5, 0};
    static const uint8_t life[] = {0x2B, 6, 1, 2, 1, 43, 10, 2, 1, 4, 1, 1, 5, 0};
    struct counter *counter = p->ctx;
    struct sockaddr_in from;
    socklen_t size = sizeof(from);
    uint8_t bytes[1000];
    ssize_t got;

    while ((got = recvfrom(p->fd, bytes, sizeof(bytes) - 8, 0, (struct sockaddr *)&from,
                           &size)) > 1) {
        size_t n = (size_t)got, pdu = (size_t)7 + bytes[6], id = bytes[pdu + 3];
        size_t list = pdu + 4 + id + 6;
        bool is_life =
            n > sizeof(life) && !memcmp(bytes + n - sizeof(life), life, sizeof(life));

        bytes[pdu] = 0xA2;
        if (is_life || (n > sizeof(uptime) &&
                        !memcmp(bytes + n - sizeof(uptime), uptime, sizeof(uptime)))) {
            put_number(bytes + n - 2, is_life ? 0x41 : 0x43,
                       is_life ? counter->life : counter->uptime);
            bytes[1] = (uint8_t)(bytes[1] + 4);
            bytes[pdu + 1] = (uint8_t)(bytes[pdu + 1] + 4);
            bytes[list + 1] = (uint8_t)(bytes[list + 1] + 4);
            bytes[list + 3] = (uint8_t)(bytes[list + 3] + 4);
            n += 4;
        } else
            bytes[pdu + 4 + id + 2] = 2; /* noSuchName */
        (void)sendto(p->fd, bytes, n, 0, (struct sockaddr *)&from, size);
    }
}

static void end_agent(struct peer *p)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(p->port)};

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    (void)sendto(p->fd, "", 1, 0, (struct sockaddr *)&to, sizeof(to));
    peer_free(p);
}

static bool is_counting(const struct job *job)
{
    struct device_status status;

    jobs_unlock(job->jobs);
    delivery_status(job->queue, &status);
    jobs_lock(job->jobs);
    return status.answered && status.life_count >= 0 && status.uptime_ticks >= 0;
}

/* A machine that counts breaks off behind page 2 and is restarted, or not. */
static void test_counted(bool restarted)
{
    size_t whole = stream_bytes(4, 1500);
    struct jobs *jobs = queues_open(&many);
    struct machine m = {.peer = peer_new(4096), .connections = 2};
    struct peer *agent = peer_new_datagram();
    struct counter counter = {.uptime = 5000000, .life = 700};
    struct job_queue *queue;
    struct job *job;
    struct paper before, after;
    char uri[100];

    m.breaks[0] = whole * 5 / 8;
    m.gate[0] = true;
    snprintf(uri, sizeof(uri), "socket://127.0.0.1:%u?snmp-port=%u", (unsigned)m.peer->port,
             (unsigned)agent->port);
    peer_start(agent, count_sides, &counter);
    peer_start(m.peer, play, &m);
    queue_set_hold_new(jobs_queue(jobs, 1), true);
    job = put_job(jobs, 1, 4, 1500, 1, SIDES_ONE);
    queue = serve(jobs, 1, uri);
    ok(wait_until(queue, is_counting, job), "The machine tells what it has counted");
    job_set_hold(job, JOB_NOT_HELD, 0);
    ok(wait_until(queue, has_side, job), "It has a page");
    if (restarted) {
        counter.uptime = 100;
        counter.life = 702;
    } else
        counter.uptime = 6000000;
    peer_open(m.peer);
    ok(ended_as(queue, job, IPP_JSTATE_COMPLETED, JOB_WITH_WARNINGS,
                "The connection to the machine broke"),
       "It breaks off, and the job is printed: %s", job->message);
    stop(queue);
    peer_join(m.peer);
    end_agent(agent);
    machine_decode(&m, 0, &before);
    machine_decode(&m, 1, &after);
    if (restarted)
        ok(paper_is(&after, "3 4 ", 1) && strstr(job->message, "went on with page 3") != NULL,
           "A restarted machine goes on behind what it counted");
    else
        ok(after.finished && after.num_pages >= 2 && after.num_pages <= 4 &&
               after.pages[after.num_pages - 1] == 4 && after.pages[0] <= before.num_pages + 1,
           "One that ran on goes on with a page that it may not have");
    job_release(job);
    jobs_close(jobs);
    queues_clear();
    peer_free(m.peer);
}

/* It breaks off at the same page each time. In a process of its own, beside the other tests:
 * the waits between the attempts become long. */
static int break_often(void)
{
    struct machine m = {.peer = peer_new(4096), .connections = CONNECTIONS};
    struct jobs *jobs;
    struct job_queue *queue;
    struct job *job;
    char uri[64];
    bool good;

    if (mkdtemp(spools_folder) == NULL || (jobs = queues_open(&many)) == NULL)
        return 1;
    job = put_job(jobs, 1, 2, 1500, 1, SIDES_ONE);
    for (unsigned i = 0; i < CONNECTIONS; i++)
        m.breaks[i] = 3000;
    machine_uri(&m, uri, sizeof(uri));
    peer_start(m.peer, play, &m);
    queue = serve(jobs, 1, uri);
    good = wait_until(queue, is_held, job) || wait_until(queue, is_held, job);
    good = good && job->hold == JOB_HELD && strstr(job->remarks, "again and again") != NULL;
    good = good && delivery_stop(queue, PATIENCE_S * 1000);
    job_release(job);
    jobs_close(jobs);
    jobs = queues_open(&many);
    job = job_find(jobs, 1, 1);
    good = good && job != NULL && job->hold == JOB_HELD && job->state == IPP_JSTATE_HELD;
    job_release(job);
    jobs_close(jobs);
    queues_clear();
    (void)spools_remove_folder();
    return good ? 0 : 1;
}

static void test_break_often(pid_t child)
{
    int status = 1;

    waitpid(child, &status, 0);
    ok(WIFEXITED(status) && WEXITSTATUS(status) == 0,
       "A job that breaks off again and again at the same page is held, and told so");
}

/* ---- cancel ---- */

static void test_cancel_connecting(void)
{
    struct jobs *jobs = queues_open(&many);
    struct machine m = {.peer = peer_new(0)};
    struct job *job = put_job(jobs, 1, 1, 0, 1, SIDES_ONE);
    struct job_queue *queue;
    char uri[64];

    machine_uri(&m, uri, sizeof(uri)); /* nobody listens */
    queue = serve(jobs, 1, uri);
    ok(wait_until(queue, is_connecting, job) && (queue->reasons & REASON_OFFLINE) != 0 &&
           queue->message[0] != '\0' && job->reasons == JOB_PRINTER_STOPPED,
       "A machine that cannot be reached is told: %s", job->message);
    ok(job_cancel(job) == JOB_DONE && ended_as(queue, job, IPP_JSTATE_CANCELED,
                                               JOB_CANCELED_BY_USER, "Nothing was printed"),
       "A job that waits for it can be canceled");
    stop(queue);
    ok(queue->reasons == 0 && queue->message[0] == '\0', "and then nothing is waited for");
    job_release(job);
    jobs_close(jobs);
    queues_clear();
    peer_free(m.peer);
}

/* The machine takes a part of the first page and no more. */
static void test_cancel_stalled(void)
{
    struct jobs *jobs = queues_open(&many);
    struct machine m = {.peer = peer_new(4096), .connections = 1};
    struct job *job = put_job(jobs, 1, 3, 2000, 1, SIDES_ONE);
    struct job_queue *queue;
    char uri[64];

    m.breaks[0] = 5000;
    m.gate[0] = true;
    machine_uri(&m, uri, sizeof(uri));
    peer_start(m.peer, play, &m);
    queue = serve(jobs, 1, uri);
    ok(wait_until(queue, has_message, job), "A machine that takes nothing is told: %s",
       job->message);
    ok(job_cancel(job) == JOB_DONE &&
           ended_as(queue, job, IPP_JSTATE_CANCELED, JOB_CANCELED_BY_USER, "Canceled."),
       "A job that it does not take to its end can be canceled: %s", job->message);
    peer_open(m.peer);
    stop(queue);
    ok(spool_used(jobs_spool(jobs)) == 0, "and is not kept");
    job_release(job);
    jobs_close(jobs);
    queues_clear();
    peer_free(m.peer);
}

/* Between two pages, while the next is on its way here. */
static void test_cancel_between(void)
{
    struct jobs *jobs = queues_open(&many);
    struct machine m = {.peer = peer_new(0), .connections = 1};
    struct job_request request = queues_request("letter");
    struct ticket ticket = make_ticket(1, SIDES_ONE);
    struct job *job = queues_create(jobs, &request);
    struct job_queue *queue;
    struct writer w;
    struct paper p;
    char uri[64];

    machine_uri(&m, uri, sizeof(uri));
    peer_start(m.peer, play, &m);
    queue = serve(jobs, 1, uri);
    ok(writer_open(&w, job, &ticket) && writer_page(&w, 300) && writer_page(&w, 300) &&
           wait_until(queue, is_started, job) && job_cancel(job) == JOB_DONE &&
           ended_as(queue, job, IPP_JSTATE_CANCELED, JOB_CANCELED_BY_USER, ""),
       "A job that the machine has begun can be canceled: %s", job->message);
    document_release(w.document);
    free(w.work);
    stop(queue);
    peer_join(m.peer);
    machine_decode(&m, 0, &p);
    ok(p.finished && p.jobs_ended == 1 && p.num_pages <= 2,
       "The machine's job is ended properly");
    job_release(job);
    jobs_close(jobs);
    queues_clear();
    peer_free(m.peer);
}

/* ---- held, paused, moved ---- */

static void test_back(void)
{
    struct jobs *jobs = queues_open(&many);
    struct machine m = {.peer = peer_new(0), .connections = 1}, other = {.peer = peer_new(0)};
    struct job *job = put_job(jobs, 1, 1, 0, 1, SIDES_ONE);
    struct job_queue *queue;
    struct paper p;
    char uri[64];

    machine_uri(&other, uri, sizeof(uri)); /* nobody listens */
    queue = serve(jobs, 1, uri);
    ok(wait_until(queue, is_connecting, job) && job_set_hold(job, JOB_HELD, 0) == JOB_DONE &&
           wait_until(queue, is_held, job),
       "A job that waits for its machine can be held");
    ok(job_set_hold(job, JOB_NOT_HELD, 0) == JOB_DONE && wait_until(queue, is_connecting, job),
       "and released");
    queue_set_paused(queue, true);
    ok(wait_until(queue, is_pending, job), "Its queue can be paused");
    queue_set_paused(queue, false);
    ok(wait_until(queue, is_connecting, job), "and resumed");
    machine_uri(&m, uri, sizeof(uri));
    peer_start(m.peer, play, &m);
    jobs_lock(jobs);
    snprintf(queue->uri, sizeof(queue->uri), "%s", uri);
    queue->changed++;
    jobs_wake(queue);
    jobs_unlock(jobs);
    ok(ended_as(queue, job, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed."),
       "With another address it is printed there");
    stop(queue);
    peer_join(m.peer);
    machine_decode(&m, 0, &p);
    ok(paper_is(&p, "1 ", 1), "once");
    job_release(job);
    jobs_close(jobs);
    queues_clear();
    peer_free(m.peer);
    peer_free(other.peer);
}

/* ---- stop ---- */

static void test_stop(void)
{
    struct jobs *jobs = queues_open(&many);
    struct machine m = {.peer = peer_new(0), .connections = 2};
    struct job_request request = queues_request("letter");
    struct ticket ticket = make_ticket(1, SIDES_ONE);
    struct job *job = queues_create(jobs, &request);
    struct job_queue *queue;
    struct writer w;
    struct paper first, second;
    char uri[64];

    machine_uri(&m, uri, sizeof(uri));
    peer_start(m.peer, play, &m);
    queue = serve(jobs, 1, uri);
    ok(writer_open(&w, job, &ticket) && writer_page(&w, 300) && writer_page(&w, 300) &&
           wait_until(queue, is_started, job),
       "The machine has begun");
    stop(queue);
    ok(is_pending(job), "The delivery is stopped between two pages");
    ok(writer_page(&w, 0) && writer_close(&w) && delivery_start(queue) &&
           wait_until(queue, is_ended, job) && job->state == IPP_JSTATE_COMPLETED,
       "Started again it goes on");
    stop(queue);
    peer_join(m.peer);
    machine_decode(&m, 0, &first);
    machine_decode(&m, 1, &second);
    ok(first.finished && first.num_pages + second.num_pages == 3 && second.finished &&
           second.pages[0] == first.num_pages + 1 && second.pages[second.num_pages - 1] == 3,
       "with the next page, in a job of the machine of its own");
    ok(strstr(job->remarks, "two of") == NULL, "and nothing is said to come twice: '%s'",
       job->remarks);
    job_release(job);
    jobs_close(jobs);
    queues_clear();
    peer_free(m.peer);
}

/* The program is killed when all of a job is with a machine that has not confirmed it. A
 * machine that takes whole jobs only then prints nothing of it. */
static size_t read_size(struct peer *p)
{
    size_t from = p->n;
    char line[100] = "";

    while (p->n - from < sizeof(line) - 1 && peer_read(p, 1) == 1 && p->data[p->n - 1] != '\n')
        ;
    memcpy(line, p->data + from, p->n - from);
    return line[0] != '\0' ? strtoul(line + 1, NULL, 10) : 0;
}

static void refuse_to_confirm(struct peer *p)
{
    int *told = p->ctx;

    if (!peer_accept(p))
        return;
    (void)read_size(p); /* the queue */
    peer_send(p, "", 1);
    (void)peer_read(p, read_size(p)); /* the control file, and the zero behind it */
    (void)peer_read(p, 1);
    peer_send(p, "\0", 2);
    (void)peer_read(p, read_size(p));
    (void)!write(*told, "x", 1);
    (void)peer_read(p, SIZE_MAX); /* until the program is dead */
    peer_end(p);
}

static void confirm_all(struct peer *p)
{
    uint8_t zeros[16] = {0};

    if (!peer_accept(p))
        return;
    peer_send(p, zeros, sizeof(zeros));
    (void)peer_read(p, SIZE_MAX);
    peer_end(p);
}

static void test_killed_unconfirmed(void)
{
    struct peer *deaf = peer_new(0), *good = peer_new(0);
    struct jobs *jobs;
    struct job_queue *queue;
    struct job *job;
    char uri[64];
    int pipes[2];
    pid_t child;
    char byte;

    if (pipe(pipes) != 0)
        return;
    child = fork();
    if (child == 0) {
        int all_pipe[2], all;

        alarm(60);
        if (pipe(all_pipe) != 0)
            _exit(1);
        all = all_pipe[1];
        jobs = queues_open(&many);
        job = put_job(jobs, 1, 2, 0, 1, SIDES_ONE);
        snprintf(uri, sizeof(uri), "lpd://127.0.0.1:%u/queue", (unsigned)deaf->port);
        peer_start(deaf, refuse_to_confirm, &all);
        queue = serve(jobs, 1, uri);
        if (read(all_pipe[0], &byte, 1) == 1 && wait_until(queue, has_message, job))
            (void)!write(pipes[1], "x", 1); /* all is sent, and it waits for the answer */
        for (;;)
            pause();
    }
    close(pipes[1]);
    ok(read(pipes[0], &byte, 1) == 1, "All of a job is on its way to a print server");
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(pipes[0]);

    jobs = queues_open(&many);
    job = job_find(jobs, 1, 1);
    snprintf(uri, sizeof(uri), "lpd://127.0.0.1:%u/queue", (unsigned)good->port);
    peer_start(good, confirm_all, NULL);
    queue = serve(jobs, 1, uri);
    ok(job != NULL && wait_until(queue, is_ended, job) && job->state == IPP_JSTATE_COMPLETED,
       "After this program was killed the job is printed");
    stop(queue);
    ok(good->connections == 1 || (shutdown(good->listener, SHUT_RDWR), false),
       "by sending it again: the server had not confirmed it");
    ok(job != NULL && strstr(job->remarks, "There may be two of") != NULL,
       "and that it may have come twice is told: '%s'", job != NULL ? job->remarks : "");
    job_release(job);
    jobs_close(jobs);
    queues_clear();
    peer_free(good);
    peer_free(deaf);
}

/* ---- damage ---- */

static void test_damaged(void)
{
    struct jobs *jobs = queues_open(&many);
    struct machine m = {.peer = peer_new(0), .connections = 2};
    struct job *damaged = put_job(jobs, 1, 3, 100, 1, SIDES_ONE), *sound;
    struct job_queue *queue;
    struct stat info = {.st_size = 0};
    struct paper p;
    char uri[64];

    (void)stat(spools_file(1), &info);
    spools_flip(spools_file(1), (uint64_t)info.st_size / 2); /* in the second page */
    sound = put_job(jobs, 1, 1, 0, 1, SIDES_ONE);
    machine_uri(&m, uri, sizeof(uri));
    peer_start(m.peer, play, &m);
    queue = serve(jobs, 1, uri);
    ok(ended_as(queue, damaged, IPP_JSTATE_ABORTED, JOB_ERRORS | JOB_ABORTED_BY_SYSTEM,
                "damaged"),
       "A job whose document is damaged on the disk ends: %s", damaged->message);
    ok(ended_as(queue, sound, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed."),
       "and the next one is printed");
    stop(queue);
    peer_join(m.peer);
    machine_decode(&m, 0, &p);
    ok(p.finished && p.jobs_ended == 1 && p.num_pages <= 1,
       "Nothing of the damaged page reaches the machine, and its job is ended properly");
    machine_decode(&m, 1, &p);
    ok(paper_is(&p, "1 ", 1), "The next job is whole");
    job_release(damaged);
    job_release(sound);
    jobs_close(jobs);
    queues_clear();
    peer_free(m.peer);
}

static void test_lost(void)
{
    struct jobs *jobs = queues_open(&many);
    struct machine m = {.peer = peer_new(0)};
    struct job *job = put_job(jobs, 1, 1, 0, 1, SIDES_ONE);
    struct job_queue *queue;
    char uri[64];

    (void)unlink(spools_file(1));
    machine_uri(&m, uri, sizeof(uri));
    queue = serve(jobs, 1, uri);
    ok(ended_as(queue, job, IPP_JSTATE_ABORTED, JOB_ABORTED_BY_SYSTEM, "lost"),
       "A job whose document is gone ends: %s", job->message);
    stop(queue);
    job_release(job);
    jobs_close(jobs);
    queues_clear();
    peer_free(m.peer);
}

static void find_smallest(void)
{
    model = &models[0];
    for (size_t i = 0; i < model->caps->num_media; i++) {
        const struct media *each = model->caps->media[i].media;

        if (media == NULL ||
            each->width_hmm * each->length_hmm < media->width_hmm * media->length_hmm)
            media = each;
    }
}

int main(void)
{
    pid_t often;

    signal(SIGPIPE, SIG_IGN);
    find_smallest();
    often = fork();
    if (often == 0)
        _exit(break_often());
    if (mkdtemp(spools_folder) == NULL)
        return 1;
    test_whole();
    test_folder();
    test_streams();
    test_sender_fails();
    test_break();
    test_counted(true);
    test_counted(false);
    test_cancel_connecting();
    test_cancel_stalled();
    test_cancel_between();
    test_back();
    test_stop();
    test_killed_unconfirmed();
    test_damaged();
    test_lost();
    ok(spools_remove_folder(), "Nothing else is left in the folder");
    test_break_often(often);
    return tap_done();
}
