/*
 * test-jobs-faults.c - the queue of jobs when the program dies before or after each call that
 * changes the disk, and when each of them fails.
 * Effects: a temporary folder; child processes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/queues.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define JOBS 7
#define DIED 77

enum fault { FAULT_NONE, FAULT_DIE_BEFORE, FAULT_DIE_AFTER, FAULT_ERROR };

/* How sure something is: begun before a call, done when the call has told so. */
enum told { NOT_BEGUN, BEGUN, DONE, REFUSED };

/* What a child was told before it died, in memory that the parent sees. */
struct report {
    unsigned calls;
    int highest; /* number given to a job */
    enum told accepted[JOBS + 1], held[JOBS + 1], ended[JOBS + 1];
    enum told released, promoted, paused;
};

static struct {
    enum fault fault;
    unsigned at; /* counts from 1; 0: never */
    struct report *report;
} script;

static struct spool_calls real;

/* Whether the call is to fail; behind it after_call(). */
static bool next_call(void)
{
    if (script.report == NULL || ++script.report->calls != script.at)
        return false;
    if (script.fault == FAULT_DIE_BEFORE)
        _exit(DIED);
    return script.fault == FAULT_ERROR;
}

static int after_call(int result)
{
    if (script.report != NULL && script.report->calls == script.at &&
        script.fault == FAULT_DIE_AFTER)
        _exit(DIED);
    return result;
}

static int fail(int error)
{
    errno = error;
    return -1;
}

/* These stand before the C library's for all of this program. Nothing is synced: it is not the
 * disk that is tested. */
int fsync(int fd)
{
    (void)fd;
    return next_call() ? fail(EIO) : after_call(0);
}

int rename(const char *from, const char *to)
{
    return next_call()
               ? fail(ENOSPC)
               : after_call((int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int unlink(const char *path)
{
    return next_call() ? fail(EACCES)
                       : after_call((int)syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}

static ssize_t test_pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    if (next_call())
        return fail(ENOSPC);
    n = (size_t)real.pwrite(fd, bytes, n, at);
    (void)after_call(0);
    return (ssize_t)n;
}

static int test_renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    return next_call() ? fail(EROFS)
                       : after_call(real.renameat(from_folder, from, to_folder, to));
}

static int test_unlinkat(int folder, const char *name, int flags)
{
    return next_call() ? fail(EACCES) : after_call(real.unlinkat(folder, name, flags));
}

/* ---- the child ---- */

static void put(struct jobs *jobs, struct job **list, int id, enum job_hold hold)
{
    struct report *report = script.report;
    struct job_request request = queues_request("letter");
    struct job *job;

    request.hold = hold;
    job = queues_create(jobs, &request);
    list[id] = job;
    if (job == NULL)
        return;
    report->highest = job->id;
    report->accepted[id] = BEGUN;
    report->held[id] = hold == JOB_HELD ? BEGUN : NOT_BEGUN;
    if (queues_write(job, 1 + (unsigned)id % 2, 500))
        report->accepted[id] = queues_accept(job) ? DONE : REFUSED;
    else {
        job_abort(job, 0, "It could not be written.");
        report->accepted[id] = REFUSED;
    }
    if (report->accepted[id] == DONE && hold == JOB_HELD)
        report->held[id] = DONE;
}

static void cancel(struct job *job, int id)
{
    script.report->ended[id] = BEGUN;
    if (job_cancel(job) == JOB_DONE)
        script.report->ended[id] = DONE;
}

static void print(struct jobs *jobs, int id)
{
    struct job *job;

    if (queues_next(jobs, 1, &job) != id) {
        if (job != NULL)
            job_put_back(job);
        return;
    }
    script.report->ended[id] = BEGUN;
    job_end(job, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed.");
    script.report->ended[id] = DONE;
}

static void play(void)
{
    const struct jobs_limits limits = {PLENTY, 100, 2};
    struct jobs *jobs = queues_open(&limits);
    struct report *report = script.report;
    struct job *list[JOBS + 1] = {NULL};

    if (jobs == NULL)
        _exit(1);
    for (int id = 1; id <= 5; id++)
        put(jobs, list, id, id == 3 ? JOB_HELD : JOB_NOT_HELD);
    print(jobs, 1);
    if (report->accepted[2] == DONE)
        cancel(list[2], 2);
    if (report->accepted[3] == DONE) {
        report->held[3] = BEGUN;
        report->released = BEGUN;
        if (job_set_hold(list[3], JOB_NOT_HELD, 0) == JOB_DONE)
            report->released = DONE;
    }
    if (report->accepted[4] == DONE && report->accepted[5] == DONE) {
        report->promoted = BEGUN;
        if (job_promote(list[5], list[3]) == JOB_DONE)
            report->promoted = DONE;
    }
    report->paused = BEGUN;
    queue_set_paused(jobs_queue(jobs, 1), true);
    report->paused = DONE;
    put(jobs, list, 6, JOB_NOT_HELD);
    put(jobs, list, 7, JOB_NOT_HELD);
    if (report->accepted[7] == DONE)
        cancel(list[7], 7);
    _exit(0);
}

/* ---- the parent ---- */

static bool is_active(const struct job *job)
{
    return job != NULL && job_is_active(job);
}

static bool check_job(struct jobs *jobs, const struct report *report, int id, bool died)
{
    struct job *job = job_find(jobs, 1, id);
    bool whole = is_active(job) && queues_has_document(jobs, id), good = true;

    if (report->accepted[id] == DONE && report->ended[id] == NOT_BEGUN)
        good = whole; /* nothing is lost */
    if (report->ended[id] == DONE || report->accepted[id] == NOT_BEGUN ||
        report->accepted[id] == REFUSED)
        good = good && !whole; /* nothing is printed that is not to be */
    if (died && (report->ended[id] == DONE || report->accepted[id] == NOT_BEGUN))
        good = good && !is_active(job);
    if (died && is_active(job) && report->accepted[id] != DONE)
        good = good && whole;
    if (died && is_active(job) && report->held[id] == DONE)
        good = good && job->hold == JOB_HELD;
    if (died && id == 3 && is_active(job) && report->released == DONE)
        good = good && job->hold == JOB_NOT_HELD;
    if (!good)
        diag("job %d: accepted %d, ended %d, held %d; %s, %s", id, (int)report->accepted[id],
             (int)report->ended[id], (int)report->held[id],
             job == NULL      ? "unknown"
             : is_active(job) ? "active"
                              : "ended",
             whole ? "with its document" : "without document");
    job_release(job);
    return good;
}

static unsigned active_documents(struct jobs *jobs)
{
    unsigned n = 0;

    for (int id = 1; id <= JOBS; id++) {
        struct job *job = job_find(jobs, 1, id);

        n += is_active(job);
        job_release(job);
    }
    return n;
}

static bool check_order(struct jobs *jobs)
{
    struct job *job4 = job_find(jobs, 1, 4), *job5 = job_find(jobs, 1, 5);
    bool good = !is_active(job4) || !is_active(job5) || job5->order < job4->order;

    job_release(job4);
    job_release(job5);
    return good;
}

/* What a new start finds. */
static bool check(const struct report *report, bool died)
{
    const struct jobs_limits limits = {PLENTY, 100, 100};
    struct job_request request = queues_request("letter");
    struct jobs *jobs = queues_open(&limits);
    struct job *job;
    uint64_t bytes;
    bool good = jobs != NULL;

    for (int id = 1; good && id <= JOBS; id++)
        good = check_job(jobs, report, id, died);
    if (!good)
        return false;
    if (died && report->promoted == DONE && !check_order(jobs)) {
        diag("a job that was moved is not in its place");
        good = false;
    }
    if (died &&
        (jobs_queue(jobs, 1)->paused ? report->paused == NOT_BEGUN : report->paused == DONE)) {
        diag("the queue forgot that it was paused");
        good = false;
    }
    if (died && spools_files(".doc", &bytes) != active_documents(jobs)) {
        diag("%u documents, %u jobs", spools_files(".doc", &bytes), active_documents(jobs));
        good = false;
    }
    if (died && spools_files(".new", &bytes) + spools_files(".part", &bytes) != 0) {
        diag("halves of files stay");
        good = false;
    }
    job = queues_create(jobs, &request);
    if (job == NULL || job->id <= report->highest) {
        diag("number %d is given again", report->highest);
        good = false;
    }
    job_release(job);
    jobs_close(jobs);
    return good;
}

/* False: no call of this number was made. */
static bool play_and_check(enum fault fault, unsigned at, bool *good)
{
    struct report *report = script.report;
    pid_t child;
    int status = 0;

    memset(report, 0, sizeof(*report));
    child = fork();
    if (child == 0) {
        script.fault = fault;
        script.at = at;
        spool_calls.pwrite = test_pwrite;
        spool_calls.renameat = test_renameat;
        spool_calls.unlinkat = test_unlinkat;
        alarm(20);
        play();
    }
    waitpid(child, &status, 0);
    script.report = NULL;
    *good = WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == DIED) &&
            check(report, fault != FAULT_ERROR);
    if (!*good)
        diag("fault %d at call %u of %u, status %x", (int)fault, at, report->calls, status);
    script.report = report;
    queues_clear();
    return report->calls >= at;
}

static void test_faults(enum fault fault, const char *name)
{
    unsigned wrong = 0, at = 1;
    bool good;

    while (play_and_check(fault, at, &good)) {
        wrong += !good;
        at++;
    }
    ok(wrong == 0 && at > 50, "%s of %u calls nothing is lost, doubled or forgotten (%u wrong)",
       name, at - 1, wrong);
}

static void test_none(void)
{
    bool good;

    play_and_check(FAULT_NONE, 0, &good);
    ok(good && script.report->accepted[6] == DONE && script.report->ended[7] == DONE &&
           script.report->promoted == DONE && script.report->released == DONE &&
           script.report->ended[1] == DONE,
       "All that was told is there without a fault");
}

int main(void)
{
    if (mkdtemp(spools_folder) == NULL)
        return 1;
    real = spool_calls;
    script.report = mmap(NULL, sizeof(struct report), PROT_READ | PROT_WRITE,
                         MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    test_none();
    test_faults(FAULT_DIE_BEFORE, "Killed before each");
    test_faults(FAULT_DIE_AFTER, "Killed after each");
    test_faults(FAULT_ERROR, "With a failure of each");
    ok(spools_remove_folder(), "Nothing else is left in the folder");
    return tap_done();
}
