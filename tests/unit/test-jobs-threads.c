/*
 * test-jobs-threads.c - the queue of jobs in the hands of many threads: clients that send,
 * cancel and look, operators, deliveries, the clock. Each accepted job ends once. Most useful
 * with SANITIZE=thread and SANITIZE=address.
 * Effects: a temporary folder, threads.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/queues.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#define SENDERS    4
#define EACH       60 /* jobs of one sender */
#define QUEUES     2
#define DELIVERIES QUEUES

/* The disk itself is not what is tested. */
int fsync(int fd)
{
    return fcntl(fd, F_GETFD) >= 0 ? 0 : -1;
}

static struct jobs *jobs;
static atomic_uint accepted, refused, canceled, printed, not_printed, aborted;
static atomic_uint highest; /* number of a job, or nearly */
static atomic_bool sent, ending;
static atomic_uint ended[SENDERS * EACH * 2 + 100]; /* by id */

struct dice {
    uint64_t state;
};

static unsigned below(struct dice *dice, unsigned n)
{
    dice->state ^= dice->state << 13;
    dice->state ^= dice->state >> 7;
    dice->state ^= dice->state << 17;
    return (unsigned)(dice->state >> 33) % n;
}

static struct dice new_dice(void)
{
    static atomic_uint seed = 1;

    return (struct dice){0x9E3779B97F4A7C15u * atomic_fetch_add(&seed, 1)};
}

/* ---- clients ---- */

/* As intake.c does it: looks whether somebody canceled the job, which may happen after the look
 * as well. */
static void finish(struct job *job, bool written)
{
    char why[300];
    bool gone;

    jobs_lock(jobs);
    gone = job->cancel;
    jobs_unlock(jobs);
    if (gone)
        atomic_fetch_add(&refused, 1);
    else if (!written) {
        job_abort(job, 0, "It was not written.");
        atomic_fetch_add(&refused, 1);
    } else if (job_accept(job, why, sizeof(why)))
        atomic_fetch_add(&accepted, 1);
    else
        atomic_fetch_add(&refused, 1);
}

static bool send_pages(struct job *job, unsigned pages)
{
    struct document *document;
    char why[300];
    bool good = job_begin_document(job, why, sizeof(why));

    if (!good)
        return false;
    jobs_lock(jobs);
    document = job->document != NULL ? document_hold(job->document) : NULL;
    jobs_unlock(jobs);
    if (document == NULL)
        return false;
    good = spools_record(document, RECORD_TICKET, (unsigned)job->id, 60) == RESULT_OK;
    job_more(job, 0, 0);
    for (unsigned page = 0; good && page < pages; page++) {
        good = spools_record(document, RECORD_PAGE, (unsigned)job->id + page + 1, 500) ==
               RESULT_OK;
        job_more(job, page + 1, 1000);
        sched_yield();
    }
    document_release(document);
    return good;
}

static void *send_jobs(void *ctx)
{
    struct dice dice = new_dice();

    (void)ctx;
    for (unsigned i = 0; i < EACH; i++) {
        struct job_request request = queues_request("letter");
        struct job *job;
        char why[300];

        request.queue = 1 + (int)below(&dice, QUEUES);
        request.hold = below(&dice, 5) == 0 ? JOB_HELD : JOB_NOT_HELD;
        job = job_create(jobs, &request, why, sizeof(why));
        if (job == NULL)
            continue;
        atomic_store(&highest, (unsigned)job->id);
        finish(job, send_pages(job, 1 + below(&dice, 3)));
        job_remark(job, "Printed one-sided.");
        job_release(job);
    }
    return NULL;
}

/* ---- those who control jobs ---- */

/* Most often one that came just now. */
static struct job *any_job(struct dice *dice)
{
    unsigned newest = atomic_load(&highest) + 1;
    unsigned behind = below(dice, below(dice, 4) == 0 ? newest : 2 * SENDERS);

    return job_find(jobs, 0, behind < newest ? (int)(newest - behind) : 1);
}

static void *control(void *ctx)
{
    struct dice dice = new_dice();

    (void)ctx;
    while (!atomic_load(&sent)) {
        struct job *job = any_job(&dice), *other = any_job(&dice), *again;
        struct job_queue *queue = jobs_queue(jobs, 1 + (int)below(&dice, QUEUES));
        char why[300];

        if (job != NULL && other != NULL)
            switch (below(&dice, 12)) {
            case 0:
            case 10:
            case 11:
                if (job_cancel(job) == JOB_DONE)
                    atomic_fetch_add(&canceled, 1);
                break;
            case 1:
                (void)job_set_hold(job, JOB_HELD, 0);
                break;
            case 2:
                (void)job_set_hold(job, JOB_HELD_UNTIL, time(NULL) - 1);
                break;
            case 3:
                (void)job_set_priority(job, 1 + (int)below(&dice, 100));
                break;
            case 4:
                (void)job_promote(job, below(&dice, 2) ? other : NULL);
                break;
            case 5:
                if (below(&dice, 8) == 0 &&
                    (again = job_reprint(job, "berta", why, sizeof(why))) != NULL) {
                    atomic_fetch_add(&accepted, 1);
                    job_release(again);
                }
                break;
            case 6:
                queue_set_paused(queue, true);
                queue_set_paused(queue, false);
                break;
            case 7:
                queue_set_hold_new(queue, below(&dice, 4) == 0);
                break;
            default:
                (void)job_set_hold(job, JOB_NOT_HELD, 0);
                break;
            }
        job_release(job);
        job_release(other);
        jobs_tick(jobs, time(NULL));
    }
    return NULL;
}

/* Reads of a job what a client is told. */
static bool look(void *ctx, struct job *job)
{
    size_t *sum = ctx;

    *sum += strlen(job->name) + strlen(job->message) + strlen(job->remarks) + job->reasons +
            (size_t)job->state + job->impressions + (job->document != NULL);
    return true;
}

static void add_pages(void *ctx, struct job_queue *queue)
{
    size_t *sum = ctx;

    *sum += queue->pages + strlen(queue->message) + queue->completed;
}

static void *list_jobs(void *ctx)
{
    size_t sum = 0;

    (void)ctx;
    while (!atomic_load(&ending)) {
        jobs_lock(jobs);
        jobs_each(jobs, NULL, JOBS_ALL, look, &sum);
        sum += jobs_count(jobs, NULL);
        jobs_unlock(jobs);
        jobs_each_queue(jobs, add_pages, &sum);
        sum += (size_t)spool_used(jobs_spool(jobs));
    }
    return sum == 0 ? jobs : NULL;
}

/* ---- deliveries ---- */

/* With the lock: until another record is there, or none is to come. */
static bool wait_for_record(struct job *job, struct document *document, size_t record)
{
    bool there;

    jobs_lock(jobs);
    while (!(there = document_records(document) > record) && job->receiving && !job->cancel &&
           !job->failed) {
        struct timespec until;

        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += 1;
        jobs_wait(job->queue, &until);
    }
    jobs_unlock(jobs);
    return there;
}

static void deliver(struct job *job, struct dice *dice)
{
    struct document *document = NULL;
    char why[300];
    bool stop, failed;

    jobs_lock(jobs);
    if (job->document != NULL)
        document = document_hold(job->document);
    jobs_unlock(jobs);
    if (document == NULL)
        document = document_open(jobs_spool(jobs), job->id, why, sizeof(why));
    if (document == NULL) {
        atomic_fetch_add(&not_printed, 1);
        job_end(job, IPP_JSTATE_ABORTED, JOB_ABORTED_BY_SYSTEM, "It is lost.");
        return;
    }
    for (size_t i = 0; wait_for_record(job, document, i); i++) {
        struct spools_taken taken = {.seed = (unsigned)job->id + (unsigned)i};
        struct sink sink = {spools_take, &taken};

        if (document_send(document, i, &sink) != RESULT_OK)
            break;
        jobs_lock(jobs);
        job->started = true;
        job->impressions_completed = (unsigned)i;
        jobs_unlock(jobs);
        if (below(dice, 20) == 0) {
            document_release(document);
            job_put_back(job);
            return;
        }
    }
    document_release(document);
    jobs_lock(jobs);
    stop = job->cancel;
    failed = job->failed;
    jobs_unlock(jobs);
    if (stop)
        job_end(job, IPP_JSTATE_CANCELED, JOB_CANCELED_BY_USER, "Canceled.");
    else if (failed) {
        atomic_fetch_add(&aborted, 1);
        job_end(job, IPP_JSTATE_ABORTED, JOB_ABORTED_BY_SYSTEM, "Its sender failed.");
    } else {
        atomic_fetch_add(&printed, 1);
        atomic_fetch_add(&ended[job->id], 1);
        job_end(job, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed.");
    }
}

static void *serve(void *ctx)
{
    struct job_queue *queue = ctx;
    struct dice dice = new_dice();

    for (;;) {
        struct job *job;
        time_t until;

        jobs_lock(jobs);
        while ((job = jobs_next(queue, time(NULL), &until)) == NULL && !atomic_load(&ending)) {
            struct timespec at;

            clock_gettime(CLOCK_MONOTONIC, &at);
            at.tv_sec += 1;
            jobs_wait(queue, &at);
        }
        jobs_unlock(jobs);
        if (job == NULL)
            return NULL;
        deliver(job, &dice);
        job_release(job);
    }
}

/* ---- */

/* Let go of all that is held, until nothing is left. Bounded by the patience of the caller. */
static bool hold_nothing(void *ctx, struct job *job)
{
    struct job **found = ctx;

    if (job->hold == JOB_NOT_HELD)
        return true;
    job->holders++;
    *found = job;
    return false;
}

static unsigned active(void)
{
    unsigned n;

    jobs_lock(jobs);
    n = jobs_count(jobs, NULL);
    jobs_unlock(jobs);
    return n;
}

static void release_all(void)
{
    struct job *job;

    do {
        job = NULL;
        jobs_lock(jobs);
        jobs_each(jobs, NULL, JOBS_ACTIVE, hold_nothing, &job);
        jobs_unlock(jobs);
        if (job != NULL)
            (void)job_set_hold(job, JOB_NOT_HELD, 0);
        job_release(job);
    } while (job != NULL);
}

/* Wait for the last job, on each change of a queue. */
static bool wait_until_empty(void)
{
    struct job_queue *queue = jobs_queue(jobs, 1);

    for (unsigned i = 0; i < 300 && active() > 0; i++) {
        struct timespec at;

        release_all();
        clock_gettime(CLOCK_MONOTONIC, &at);
        at.tv_nsec += 100000000;
        at.tv_sec += at.tv_nsec / 1000000000;
        at.tv_nsec %= 1000000000;
        jobs_lock(jobs);
        if (jobs_count(jobs, NULL) > 0)
            jobs_wait(queue, &at);
        jobs_unlock(jobs);
    }
    return active() == 0;
}

static bool tell(void *ctx, struct job *job)
{
    (void)ctx;
    diag("job %d: state %d, reasons %x, hold %d,%s%s%s%s%s", job->id, (int)job->state,
         (unsigned)job->reasons, (int)job->hold, job->accepted ? " accepted" : "",
         job->receiving ? " receiving" : "", job->delivering ? " delivering" : "",
         job->cancel ? " canceled" : "", job->failed ? " failed" : "");
    return true;
}

static void run(void)
{
    pthread_t senders[SENDERS], controls[2], lister, deliveries[DELIVERIES];
    bool good = true;

    for (size_t i = 0; i < DELIVERIES; i++) {
        struct job_queue *queue = jobs_queue(jobs, (int)i + 1);

        jobs_lock(jobs);
        queue->keep_printed = 5;
        jobs_unlock(jobs);
        good = good && pthread_create(&deliveries[i], NULL, serve, queue) == 0;
    }
    good = good && pthread_create(&lister, NULL, list_jobs, NULL) == 0;
    for (size_t i = 0; i < 2; i++)
        good = good && pthread_create(&controls[i], NULL, control, NULL) == 0;
    for (size_t i = 0; i < SENDERS; i++)
        good = good && pthread_create(&senders[i], NULL, send_jobs, NULL) == 0;
    if (!ok(good, "Threads start"))
        return;
    for (size_t i = 0; i < SENDERS; i++)
        pthread_join(senders[i], NULL);
    atomic_store(&sent, true);
    for (size_t i = 0; i < 2; i++)
        pthread_join(controls[i], NULL);
    for (int i = 1; i <= QUEUES; i++)
        queue_set_paused(jobs_queue(jobs, i), false);
    if (!ok(wait_until_empty(), "All jobs come to an end")) {
        jobs_lock(jobs);
        jobs_each(jobs, NULL, JOBS_ACTIVE, tell, NULL);
        jobs_unlock(jobs);
    }
    atomic_store(&ending, true);
    for (int i = 1; i <= QUEUES; i++) {
        struct job_queue *queue = jobs_queue(jobs, i);

        jobs_lock(jobs);
        jobs_wake(queue);
        jobs_unlock(jobs);
    }
    for (size_t i = 0; i < DELIVERIES; i++)
        pthread_join(deliveries[i], NULL);
    pthread_join(lister, NULL);
}

static bool add_kept(void *ctx, struct job *job)
{
    unsigned *n = ctx;

    *n += job->kept;
    return true;
}

static unsigned count_kept(void)
{
    unsigned n = 0;

    jobs_lock(jobs);
    jobs_each(jobs, NULL, JOBS_ENDED, add_kept, &n);
    jobs_unlock(jobs);
    return n;
}

int main(void)
{
    const struct jobs_limits limits = {PLENTY, 100000, 1000};
    unsigned twice = 0, documents;
    uint64_t bytes, kept;

    if (mkdtemp(spools_folder) == NULL || (jobs = queues_open(&limits)) == NULL)
        return 1;
    run();
    for (size_t i = 0; i < sizeof(ended) / sizeof(ended[0]); i++)
        twice += ended[i] > 1;
    diag("%u accepted, %u refused, %u canceled, %u printed, %u aborted", accepted, refused,
         canceled, printed, aborted);
    ok(twice == 0, "No job is printed twice");
    ok(not_printed == 0, "No job that was to be printed had lost its document (%u)",
       not_printed);
    ok(printed > 20 && canceled > 0 && accepted > 20,
       "Jobs were accepted, printed and canceled");
    jobs_tick(jobs, time(NULL));
    kept = spool_used(jobs_spool(jobs));
    documents = spools_files(".doc", &bytes);
    ok(documents == count_kept() && documents <= 5 * QUEUES && bytes == kept,
       "What stays on the disk are the printed ones that are kept (%u files of %llu "
       "bytes, %llu counted, %u kept)",
       documents, (unsigned long long)bytes, (unsigned long long)kept, count_kept());
    jobs_close(jobs);
    queues_clear();
    ok(spools_remove_folder(), "Nothing else is left in the folder");
    return tap_done();
}
