/*
 * test-delivery.c - jobs on their way to a machine that a script plays, or into a folder:
 * whole, while they come, canceled, held, moved, stopped and damaged. Effects: loopback
 * sockets, threads, temporary folders.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/deliveries.h"

#include <signal.h>

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

#define INK_ROWS 2100

/* Takes a part of a page, waits at the gate, and then takes the rest. */
static void play_slow(struct peer *p)
{
    struct machine *m = p->ctx;

    if (!peer_accept(p))
        return;
    (void)peer_read(p, m->breaks[0]);
    if (!peer_pass(p))
        return;
    (void)peer_read(p, SIZE_MAX);
    m->ends[0] = p->n;
    peer_end(p);
}

static void test_cancel_inside(unsigned host_copies, enum sides sides)
{
    struct jobs *jobs = queues_open(&many);
    struct machine m = {.peer = peer_new(4096)};
    struct job *job = put_job(jobs, 1, 3, INK_ROWS - 100, host_copies, sides);
    struct job_queue *queue;
    struct paper p;
    char uri[64];

    m.breaks[0] = 20000;
    machine_uri(&m, uri, sizeof(uri));
    peer_start(m.peer, play_slow, &m);
    queue = serve(jobs, 1, uri);
    ok(wait_until(queue, has_message, job) && job_cancel(job) == JOB_DONE,
       "A job is canceled in the middle of a page that the machine takes slowly");
    peer_open(m.peer);
    ok(ended_as(queue, job, IPP_JSTATE_CANCELED, JOB_CANCELED_BY_USER,
                "Canceled. 1 page had been sent before. It ends in white."),
       "It ends when the machine takes data again: %s", job->message);
    stop(queue);
    peer_join(m.peer);
    machine_decode(&m, 0, &p);
    ok(paper_is(&p, "1 ", 1), "The machine has a whole job of a whole page");
    ok(p.last_ink > 100 && p.last_ink < INK_ROWS - 1,
       "Its lower part is white: %u rows of %u have ink", p.last_ink + 1, (unsigned)INK_ROWS);
    ok(spool_used(jobs_spool(jobs)) == 0 && queue->pages == 1, "It counts as a page");
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

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    find_smallest();
    if (mkdtemp(spools_folder) == NULL)
        return 1;
    test_whole();
    test_folder();
    test_streams();
    test_sender_fails();
    test_cancel_connecting();
    test_cancel_stalled();
    test_cancel_inside(1, SIDES_ONE);
    test_cancel_inside(2, SIDES_LONG_EDGE);
    test_cancel_between();
    test_back();
    test_stop();
    test_damaged();
    test_lost();
    ok(spools_remove_folder(), "Nothing else is left in the folder");
    return tap_done();
}
