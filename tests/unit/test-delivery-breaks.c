/*
 * test-delivery-breaks.c - jobs that break off on their way: the connection with and without a
 * machine that counts, again and again, and this program.
 * Effects: loopback sockets, threads, temporary folders, child processes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/deliveries.h"

#include <netinet/in.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/wait.h>

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
    static const uint8_t status[] = {0x2B, 6, 1, 2, 1, 25, 3, 5, 1, 1, 1, 5, 0};
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
        bool is_status =
            n > sizeof(status) && !memcmp(bytes + n - sizeof(status), status, sizeof(status));

        bytes[pdu] = 0xA2;
        if (is_life || is_status ||
            (n > sizeof(uptime) &&
             !memcmp(bytes + n - sizeof(uptime), uptime, sizeof(uptime)))) {
            /* hrPrinterStatus is idle: what was sent before has been printed */
            put_number(bytes + n - 2,
                       is_life     ? 0x41
                       : is_status ? 0x02
                                   : 0x43,
                       is_life     ? counter->life
                       : is_status ? 3
                                   : counter->uptime);
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
    size_t size;

    if (!peer_accept(p))
        return;
    (void)read_size(p); /* the queue */
    peer_send(p, "", 1);
    size = read_size(p); /* the control file, and the zero behind it */
    peer_send(p, "", 1);
    (void)peer_read(p, size + 1);
    peer_send(p, "", 1);
    size = read_size(p);
    peer_send(p, "", 1);
    (void)peer_read(p, size);
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
    (void)shutdown(good->listener, SHUT_RDWR); /* in case nobody comes */
    peer_join(good);
    ok(good->connections == 1, "by sending it again: the server had not confirmed it");
    ok(job != NULL && strstr(job->message, "There may be two of") != NULL,
       "and that it may have come twice is told: '%s'", job != NULL ? job->message : "");
    job_release(job);
    jobs_close(jobs);
    queues_clear();
    peer_free(good);
    peer_free(deaf);
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
    test_break();
    test_counted(true);
    test_counted(false);
    test_killed_unconfirmed();
    ok(spools_remove_folder(), "Nothing else is left in the folder");
    test_break_often(often);
    return tap_done();
}
