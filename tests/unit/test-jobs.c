/*
 * test-jobs.c - the queue of jobs: what a client and an operator can do with them, in which
 * order they are printed, and what a restart finds.
 * Effects: a temporary folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/queues.h"

#include <signal.h>
#include <sys/wait.h>

static const struct jobs_limits many = MANY;

/* A queue with jobs 1..n, accepted. References in list. */
static struct jobs *make_jobs(struct job **list, int n)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");

    for (int i = 0; i < n; i++)
        list[i] = queues_put(jobs, &request);
    return jobs;
}

static void end_jobs(struct jobs *jobs, struct job **list, int n)
{
    for (int i = 0; i < n; i++)
        job_release(list[i]);
    jobs_close(jobs);
    queues_clear();
}

/* ---- a job's way ---- */

static void test_way(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");
    struct job *job = queues_create(jobs, &request), *next;

    ok(job->id == 1 && queues_is(job, IPP_JSTATE_HELD, JOB_DATA_INSUFFICIENT) &&
           queues_next(jobs, 1, &next) == 0,
       "A job without a document waits for it");
    ok(queues_write(job, 1, 500) && queues_is(job, IPP_JSTATE_PENDING, JOB_INCOMING),
       "With a page it is pending while more comes");
    ok(queues_next(jobs, 1, &next) == 1 && next == job &&
           queues_is(job, IPP_JSTATE_PROCESSING, JOB_INCOMING | JOB_PRINTING),
       "and may be printed already");
    ok(queues_accept(job) && queues_is(job, IPP_JSTATE_PROCESSING, JOB_PRINTING),
       "When all has come it is accepted, and still printed");
    job_put_back(next);
    ok(queues_is(job, IPP_JSTATE_PENDING, 0) && queues_print(jobs, 1) == 1 &&
           queues_is(job, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL),
       "Put back it is pending again, and printed later");
    ok(!queues_has_document(jobs, 1), "What was printed is not kept");
    job_release(next);
    end_jobs(jobs, &job, 1);
}

static void test_texts(void)
{
    struct jobs *jobs = queues_open(&many);
    char name[1000];
    struct job_request request = queues_request(name);
    struct job *job;

    memset(name, 'n', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    request.user = request.host = request.format = name;
    job = queues_create(jobs, &request);
    ok(strlen(job->name) == sizeof(job->name) - 1 &&
           strlen(job->user) == sizeof(job->user) - 1 &&
           strlen(job->host) == sizeof(job->host) - 1 &&
           strlen(job->format) == sizeof(job->format) - 1,
       "Names that are too long are cut");
    for (int i = 0; i < 300; i++) {
        char text[40];

        snprintf(text, sizeof(text), "Remark %d.", i % 200);
        job_remark(job, text);
    }
    job_remark(job, "");
    ok(strncmp(job->remarks, "Remark 0. Remark 1. Remark 2.", 29) == 0 &&
           strlen(job->remarks) < sizeof(job->remarks) &&
           strstr(job->remarks + 9, "Remark 0.") == NULL,
       "Remarks are told once each, as far as there is room");
    end_jobs(jobs, &job, 1);
}

static void test_too_many(void)
{
    const struct jobs_limits few = {PLENTY, 2, 100};
    struct jobs *jobs = queues_open(&few);
    struct job_request request = queues_request("letter");
    struct job *list[2] = {queues_put(jobs, &request), queues_put(jobs, &request)};

    ok(queues_create(jobs, &request) == NULL && strstr(spools_why, "2 jobs") != NULL,
       "A job too many is refused: %s", spools_why);
    queues_print(jobs, 1);
    job_release(list[0]);
    list[0] = queues_create(jobs, &request);
    ok(list[0] != NULL && list[0]->id == 3, "When one was printed there is room again");
    end_jobs(jobs, list, 2);
}

static void test_find(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");
    struct job *list[2], *found;

    list[0] = queues_put(jobs, &request);
    request.queue = 2;
    list[1] = queues_put(jobs, &request);
    ok((found = job_find(jobs, 2, 2)) == list[1], "A job is found in its queue");
    job_release(found);
    ok(job_find(jobs, 1, 2) == NULL && job_find(jobs, 0, 3) == NULL, "and in no other");
    ok((found = job_find(jobs, 0, 2)) == list[1], "or in any");
    job_release(found);
    jobs_lock(jobs);
    ok(jobs_count(jobs, list[0]->queue) == 1 && jobs_count(jobs, NULL) == 2,
       "Active jobs are counted by queue and in all");
    jobs_unlock(jobs);
    ok(queues_print(jobs, 2) == 2 && queues_print(jobs, 2) == 0 && queues_print(jobs, 1) == 1,
       "Each queue prints its own");
    end_jobs(jobs, list, 2);
}

static void test_abort(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");
    struct job *list[2] = {queues_create(jobs, &request), queues_create(jobs, &request)};
    uint64_t bytes;

    queues_write(list[0], 2, 500);
    job_abort(list[0], JOB_FORMAT_ERROR, "The page is damaged");
    ok(queues_is(list[0], IPP_JSTATE_ABORTED, JOB_FORMAT_ERROR | JOB_ABORTED_BY_SYSTEM) &&
           strcmp(list[0]->message, "The page is damaged. Nothing was printed.") == 0 &&
           spools_files(".doc", &bytes) == 0,
       "A document that came to nothing is not kept, and the reason is told");
    jobs_tick(jobs, time(NULL) + 200);
    ok(queues_is(list[1], IPP_JSTATE_HELD, JOB_DATA_INSUFFICIENT),
       "A job without a document may wait for it");
    jobs_tick(jobs, time(NULL) + 1000);
    ok(queues_is(list[1], IPP_JSTATE_ABORTED, JOB_ABORTED_BY_SYSTEM) &&
           list[1]->message[0] != '\0',
       "but not for ever: %s", list[1]->message);
    end_jobs(jobs, list, 2);
}

/* ---- cancel ---- */

static void test_cancel(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");
    struct job *list[3], *next;

    list[0] = queues_create(jobs, &request);
    ok(job_cancel(list[0]) == JOB_DONE &&
           queues_is(list[0], IPP_JSTATE_CANCELED, JOB_CANCELED_BY_USER) &&
           strstr(list[0]->message, "Nothing was printed") != NULL,
       "A job without a document can be canceled: %s", list[0]->message);
    ok(job_cancel(list[0]) == JOB_NOT_POSSIBLE, "but not twice");
    list[1] = queues_put(jobs, &request);
    ok(job_cancel(list[1]) == JOB_DONE && !queues_has_document(jobs, 2) &&
           queues_next(jobs, 1, &next) == 0,
       "A canceled job is not printed, nor its document kept");
    list[2] = queues_put(jobs, &request);
    queues_next(jobs, 1, &next);
    ok(job_cancel(list[2]) == JOB_DONE && list[2]->cancel && list[2]->delivering &&
           queues_is(list[2], IPP_JSTATE_PROCESSING, JOB_PRINTING | JOB_TO_STOP_POINT),
       "One that is printed is told to stop");
    job_end(next, IPP_JSTATE_CANCELED, JOB_CANCELED_BY_USER, "Canceled.");
    ok(queues_are(jobs, JOBS_ENDED, "3 2 1"), "Ended jobs come from the latest");
    job_release(next);
    end_jobs(jobs, list, 3);
}

/* The delivery looks, lets go of the job for another reason, and somebody cancels it between.
 */
static void test_cancel_put_back(void)
{
    struct job *job, *next;
    struct jobs *jobs = make_jobs(&job, 1);

    queues_next(jobs, 1, &next);
    job_cancel(job);
    job_put_back(next);
    ok(queues_is(job, IPP_JSTATE_CANCELED, JOB_CANCELED_BY_USER) &&
           !queues_has_document(jobs, 1),
       "A canceled job that is put back has ended");
    job_release(next);
    end_jobs(jobs, &job, 1);
}

/* What a client's thread does with a job that somebody cancels meanwhile. In a process of its
 * own: it must not fall. */
static bool survives(void (*play)(void))
{
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        alarm(5);
        play();
        _exit(0);
    }
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status))
        diag("signal %d", WTERMSIG(status));
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void accept_canceled(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");
    struct job *job = queues_create(jobs, &request);

    queues_write(job, 1, 500);
    job_cancel(job);
    if (queues_accept(job) || job->state != IPP_JSTATE_CANCELED)
        _exit(1);
}

static void begin_canceled(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");
    struct job *job = queues_create(jobs, &request);

    job_cancel(job);
    if (queues_write(job, 1, 500) && queues_accept(job))
        _exit(1);
    if (job->state != IPP_JSTATE_CANCELED || job->reasons != JOB_CANCELED_BY_USER)
        _exit(1);
    job_release(job);
    jobs_close(jobs);
    jobs = queues_open(&many);
    if (!queues_are(jobs, JOBS_ACTIVE, ""))
        _exit(1);
}

static void tick_canceled(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");
    struct job *job = queues_put(jobs, &request), *next;

    queues_next(jobs, 1, &next);
    job_set_hold(job, JOB_HELD_UNTIL, time(NULL) - 1);
    job_cancel(job);
    jobs_tick(jobs, time(NULL));
}

static void test_cancel_meanwhile(void)
{
    ok(survives(accept_canceled), "A job canceled while its document comes is not accepted");
    queues_clear();
    ok(survives(begin_canceled), "Nor is one canceled before its document comes");
    queues_clear();
    ok(survives(tick_canceled),
       "A job on its way that is held for a time and canceled does not stop the clock");
    queues_clear();
}

/* ---- hold ---- */

static void test_hold(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");
    struct job *list[4], *next;
    time_t now = time(NULL);

    request.hold = JOB_HELD;
    list[0] = queues_put(jobs, &request);
    ok(queues_is(list[0], IPP_JSTATE_HELD, JOB_HOLD_UNTIL_SPECIFIED) &&
           queues_next(jobs, 1, &next) == 0,
       "A job that is to be held is");
    ok(job_set_hold(list[0], JOB_NOT_HELD, 0) == JOB_DONE &&
           queues_is(list[0], IPP_JSTATE_PENDING, 0) && queues_print(jobs, 1) == 1,
       "Released it is printed");
    ok(job_set_hold(list[0], JOB_HELD, 0) == JOB_NOT_POSSIBLE, "An ended one cannot be held");

    request.hold = JOB_HELD_UNTIL;
    request.hold_time = now + 100;
    list[1] = queues_put(jobs, &request);
    jobs_tick(jobs, now + 99);
    ok(queues_is(list[1], IPP_JSTATE_HELD, JOB_HOLD_UNTIL_SPECIFIED),
       "A job that is held until a time is held before it");
    jobs_tick(jobs, now + 100);
    ok(queues_is(list[1], IPP_JSTATE_PENDING, 0) && list[1]->hold == JOB_NOT_HELD,
       "and released then");
    queues_next(jobs, 1, &next);
    ok(job_set_hold(list[1], JOB_HELD, 0) == JOB_DONE,
       "A job of which nothing went can be held");
    job_put_back(next);
    ok(queues_is(list[1], IPP_JSTATE_HELD, JOB_HOLD_UNTIL_SPECIFIED),
       "and is, once it is back");
    job_release(next);
    job_set_hold(list[1], JOB_NOT_HELD, 0);
    queues_next(jobs, 1, &next);
    jobs_lock(jobs);
    next->started = true;
    jobs_unlock(jobs);
    ok(job_set_hold(list[1], JOB_HELD, 0) == JOB_NOT_POSSIBLE,
       "One of which something went cannot");
    job_end(next, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed.");
    job_release(next);

    queue_set_hold_new(jobs_queue(jobs, 1), true);
    request.hold = JOB_NOT_HELD;
    list[2] = queues_put(jobs, &request);
    ok(queues_is(list[2], IPP_JSTATE_HELD, JOB_HOLD_UNTIL_SPECIFIED),
       "A queue that holds new jobs does");
    list[3] = queues_create(jobs, &request);
    job_set_hold(list[3], JOB_NOT_HELD, 0);
    ok(queues_is(list[3], IPP_JSTATE_HELD, JOB_DATA_INSUFFICIENT),
       "To release a job that has no document does not make one");
    end_jobs(jobs, list, 4);
}

static void test_pause(void)
{
    struct job *job, *next;
    struct jobs *jobs = make_jobs(&job, 1);
    struct job_queue *queue = jobs_queue(jobs, 1);

    queue_set_paused(queue, true);
    ok(queues_next(jobs, 1, &next) == 0, "A paused queue prints nothing");
    queue_set_paused(queue, false);
    ok(queues_print(jobs, 1) == 1, "until it is resumed");
    jobs_lock(jobs);
    queue->gone = true;
    jobs_unlock(jobs);
    job_release(job);
    job = queues_put(
        jobs,
        &(struct job_request){
            .queue = 1, .name = "x", .user = "y", .host = "z", .format = "", .priority = 50});
    ok(queues_next(jobs, 1, &next) == 0, "Nor does one whose printer is deleted");
    end_jobs(jobs, &job, 1);
}

/* ---- order ---- */

static void test_order(void)
{
    struct job *list[5], *next;
    struct jobs *jobs = make_jobs(list, 5);

    ok(queues_are(jobs, JOBS_ACTIVE, "1 2 3 4 5"), "Jobs are printed in the order they came");
    job_set_priority(list[3], 80);
    job_set_priority(list[0], 20);
    ok(queues_are(jobs, JOBS_ACTIVE, "4 2 3 5 1"), "but higher priority first");
    job_set_priority(list[3], 50);
    job_set_priority(list[0], 50);
    ok(job_promote(list[4], NULL) == JOB_DONE && queues_are(jobs, JOBS_ACTIVE, "5 1 2 3 4"),
       "A promoted job is the next");
    ok(job_promote(list[1], list[2]) == JOB_DONE && queues_are(jobs, JOBS_ACTIVE, "5 1 3 2 4"),
       "or follows another one");
    ok(job_promote(list[4], list[3]) == JOB_DONE && queues_are(jobs, JOBS_ACTIVE, "1 3 2 4 5"),
       "also to the end");
    ok(job_promote(list[0], list[0]) == JOB_NOT_POSSIBLE, "but not itself");
    ok(queues_next(jobs, 1, &next) == 1 && job_promote(list[4], NULL) == JOB_DONE &&
           queues_are(jobs, JOBS_ACTIVE, "1 5 3 2 4"),
       "The next is behind the one that is printed");
    ok(job_promote(list[0], NULL) == JOB_NOT_POSSIBLE &&
           job_set_priority(list[0], 1) == JOB_NOT_POSSIBLE,
       "which keeps its place");
    ok(job_promote(list[3], list[0]) == JOB_DONE && queues_are(jobs, JOBS_ACTIVE, "1 4 5 3 2"),
       "A job can follow the one that is printed");
    job_end(next, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed.");
    job_release(next);
    ok(job_promote(list[1], list[0]) == JOB_NOT_POSSIBLE, "but not one that has ended");
    end_jobs(jobs, list, 5);
}

static void test_promote_often(void)
{
    enum { N = 40 };
    struct job *list[N];
    struct jobs *jobs = make_jobs(list, N);
    char wanted[400] = "";
    size_t used = 0;

    for (int i = 0; i < N; i++)
        job_promote(list[i], NULL);
    for (int id = N; id > 0; id--)
        used +=
            (size_t)snprintf(wanted + used, sizeof(wanted) - used, "%s%d", used ? " " : "", id);
    ok(queues_are(jobs, JOBS_ACTIVE, wanted), "%d jobs promoted in turn: each is the next", N);
    end_jobs(jobs, list, N);

    jobs = make_jobs(list, N);
    for (int i = 1; i < N; i++)
        job_promote(list[i], list[0]);
    used = (size_t)snprintf(wanted, sizeof(wanted), "1");
    for (int id = N; id > 1; id--)
        used += (size_t)snprintf(wanted + used, sizeof(wanted) - used, " %d", id);
    ok(queues_are(jobs, JOBS_ACTIVE, wanted), "%d jobs put behind the first: each follows it",
       N);
    end_jobs(jobs, list, N);
}

static void test_promote_class(void)
{
    struct job *list[4], *next;
    struct jobs *jobs = make_jobs(list, 4);

    queues_next(jobs, 1, &next);
    job_set_priority(list[2], 90);
    ok(queues_are(jobs, JOBS_ACTIVE, "1 3 2 4"), "An urgent job waits behind the one printed");
    ok(job_promote(list[3], list[0]) == JOB_DONE && queues_are(jobs, JOBS_ACTIVE, "1 4 3 2"),
       "A job put behind the one printed is the next, whatever waits");
    job_put_back(next);
    job_release(next);
    end_jobs(jobs, list, 4);
}

/* A job of which no page came yet must not block those that are whole. */
static void test_slow_sender(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("slow");
    struct job *list[2], *next;

    list[0] = queues_create(jobs, &request);
    queues_write(list[0], 0, 0);
    list[1] = queues_put(jobs, &request);
    ok(queues_next(jobs, 1, &next) == 2, "A whole job goes before one that has no page yet");
    job_end(next, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed.");
    job_release(next);
    ok(queues_next(jobs, 1, &next) == 1, "which is begun early when nothing else waits");
    job_put_back(next);
    job_release(next);
    end_jobs(jobs, list, 2);
}

/* ---- printed ones ---- */

static void keep(struct jobs *jobs, unsigned n, unsigned hours)
{
    struct job_queue *queue = jobs_queue(jobs, 1);

    jobs_lock(jobs);
    queue->keep_printed = n;
    queue->strange = false; /* as when its printer is known */
    queue->keep_hours = hours;
    jobs_unlock(jobs);
}

static bool same_records(struct jobs *jobs, int a, int b)
{
    struct document *x = document_open(jobs_spool(jobs), a, spools_why, sizeof(spools_why));
    struct document *y = document_open(jobs_spool(jobs), b, spools_why, sizeof(spools_why));
    bool same = x != NULL && y != NULL && document_records(x) == document_records(y);

    for (size_t i = 0; same && i < document_records(x); i++)
        same = document_kind(x, i) == document_kind(y, i) &&
               document_length(x, i) == document_length(y, i) &&
               (i == 0 ? spools_is(y, 0, RECORD_TICKET, (unsigned)a, 60)
                       : spools_is(y, i, RECORD_PAGE, (unsigned)a + (unsigned)i, 500));
    document_release(x);
    document_release(y);
    return same;
}

static void test_reprint(void)
{
    struct job *list[3], *again;
    struct jobs *jobs = make_jobs(list, 1);

    keep(jobs, 2, 1);
    queues_print(jobs, 1);
    ok(queues_is(list[0], IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL | JOB_RESTARTABLE) &&
           queues_has_document(jobs, 1),
       "A printed job is kept when that is wanted");
    again = job_reprint(list[0], "berta", spools_why, sizeof(spools_why));
    ok(again != NULL && again->id == 2 && strcmp(again->user, "berta") == 0 &&
           strcmp(again->name, "letter") == 0 && again->impressions == list[0]->impressions &&
           queues_is(again, IPP_JSTATE_PENDING, 0) && same_records(jobs, 1, 2),
       "and can be printed again, as a job of who wants it");
    jobs_close(jobs); /* references of an earlier run are none */
    jobs = queues_open(&many);
    ok(queues_are(jobs, JOBS_ALL, "2 1") && queues_has_document(jobs, 1),
       "Both survive a restart");
    keep(jobs, 2, 1);
    ok(queues_print(jobs, 1) == 2, "The reprint is printed");
    list[0] = job_find(jobs, 1, 1);
    list[1] = job_find(jobs, 1, 2);
    list[2] = queues_put(
        jobs,
        &(struct job_request){
            .queue = 1, .name = "x", .user = "y", .host = "z", .format = "", .priority = 50});
    jobs_lock(jobs);
    list[0]->completed -= 60;
    jobs_unlock(jobs);
    queues_print(jobs, 1);
    jobs_tick(jobs, time(NULL));
    ok(!list[0]->kept && list[1]->kept && list[2]->kept && !queues_has_document(jobs, 1) &&
           queues_is(list[0], IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL),
       "No more are kept than wanted");
    ok(job_reprint(list[0], "berta", spools_why, sizeof(spools_why)) == NULL &&
           spools_why[0] != '\0',
       "and what is not kept cannot be printed again: %s", spools_why);
    jobs_tick(jobs, time(NULL) + 3601);
    ok(!list[1]->kept && !list[2]->kept, "nor longer than wanted");
    end_jobs(jobs, list, 3);
}

static void test_history(void)
{
    const struct jobs_limits few = {PLENTY, 100, 3};
    struct jobs *jobs = queues_open(&few);
    struct job_request request = queues_request("letter");
    struct job *held, *list[6];
    uint64_t bytes;

    request.hold = JOB_HELD;
    held = queues_put(jobs, &request);
    request.hold = JOB_NOT_HELD;
    for (int i = 0; i < 6; i++) {
        list[i] = queues_put(jobs, &request);
        queues_print(jobs, 1);
        jobs_lock(jobs);
        list[i]->completed += i - 100;
        jobs_unlock(jobs);
        (void)job_save(list[i]);
    }
    ok(queues_are(jobs, JOBS_ENDED, "7 6 5") && spools_files(".ipp", &bytes) == 4,
       "Of ended jobs the last three are remembered");
    job_set_hold(held, JOB_NOT_HELD, 0);
    ok(queues_print(jobs, 1) == 1 && queues_are(jobs, JOBS_ENDED, "1 7 6"),
       "They are those that ended last, not those that came last");
    for (int i = 0; i < 6; i++)
        job_release(list[i]);
    job_release(held);
    jobs_close(jobs);
    jobs = queues_open(&few);
    ok(queues_are(jobs, JOBS_ENDED, "1 7 6"), "the same after a restart");
    jobs_close(jobs);
    queues_clear();
}

/* ---- quiet hours ---- */

static time_t local_time(int year, int month, int day, int hour, int minute, int second)
{
    struct tm tm = {.tm_year = year - 1900,
                    .tm_mon = month - 1,
                    .tm_mday = day,
                    .tm_hour = hour,
                    .tm_min = minute,
                    .tm_sec = second,
                    .tm_isdst = -1};

    return mktime(&tm);
}

static void test_quiet(void)
{
    static const struct {
        const char *quiet;
        int hour, minute, second;
        bool is;
        int day, until_hour, until_minute;
    } cases[] = {
        {"22:00-07:00", 21, 59, 59, false, 0,  0,  0 },
        {"22:00-07:00", 22, 0,  0,  true,  11, 7,  0 },
        {"22:00-07:00", 23, 59, 59, true,  11, 7,  0 },
        {"22:00-07:00", 0,  0,  0,  true,  10, 7,  0 },
        {"22:00-07:00", 6,  59, 59, true,  10, 7,  0 },
        {"22:00-07:00", 7,  0,  0,  false, 0,  0,  0 },
        {"12:30-13:15", 12, 29, 59, false, 0,  0,  0 },
        {"12:30-13:15", 12, 30, 0,  true,  10, 13, 15},
        {"12:30-13:15", 13, 14, 59, true,  10, 13, 15},
        {"12:30-13:15", 13, 15, 0,  false, 0,  0,  0 },
        {"22:00-24:00", 23, 59, 59, true,  11, 0,  0 },
        {"22:00-24:00", 0,  0,  0,  false, 0,  0,  0 },
        {"00:00-06:00", 0,  0,  0,  true,  10, 6,  0 },
        {"00:00-06:00", 23, 59, 59, false, 0,  0,  0 },
        {"06:00-05:59", 5,  59, 30, false, 0,  0,  0 },
        {"06:00-05:59", 5,  58, 30, true,  10, 5,  59},
        {"",            3,  0,  0,  false, 0,  0,  0 },
        {"nonsense",    3,  0,  0,  false, 0,  0,  0 },
    };
    static const char *const wrong[] = {"",
                                        "22:00",
                                        "22-7",
                                        "25:00-7:00",
                                        "22:60-07:00",
                                        "22:00-22:00",
                                        "-1:00-7:00",
                                        "22:00-07:00x",
                                        "22:00/07:00",
                                        "00:00-24:00",
                                        "22:00-07",
                                        "x22:00-07:00"};
    time_t until;
    bool all = true;

    setenv("TZ", "Europe/Berlin", 1);
    tzset();
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        bool is = queue_is_quiet(
            cases[i].quiet,
            local_time(2024, 5, 10, cases[i].hour, cases[i].minute, cases[i].second), &until);

        ok(is == cases[i].is &&
               (!is || until == local_time(2024, 5, cases[i].day, cases[i].until_hour,
                                           cases[i].until_minute, 0)),
           "'%s' at %02d:%02d:%02d", cases[i].quiet, cases[i].hour, cases[i].minute,
           cases[i].second);
    }
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        all = all && !queue_quiet_hours_ok(wrong[i]);
    ok(all && queue_quiet_hours_ok("22:00-07:00") && queue_quiet_hours_ok("0:00-6:30"),
       "What is no span of hours is told from what is");
    ok(queue_is_quiet("22:00-07:00", local_time(2024, 3, 30, 23, 0, 0), &until) &&
           until == local_time(2024, 3, 31, 7, 0, 0),
       "A night in which the clock is put forward ends at seven");
    ok(queue_is_quiet("22:00-07:00", local_time(2024, 10, 26, 23, 0, 0), &until) &&
           until == local_time(2024, 10, 27, 7, 0, 0),
       "and so does one in which it is put back");
    unsetenv("TZ");
    tzset();
}

static void test_quiet_queue(void)
{
    struct job *job, *next;
    struct jobs *jobs = make_jobs(&job, 1);
    struct job_queue *queue = jobs_queue(jobs, 1);
    time_t night = local_time(2024, 5, 10, 3, 0, 0), until;

    jobs_lock(jobs);
    snprintf(queue->quiet, sizeof(queue->quiet), "22:00-07:00");
    next = jobs_next(queue, night, &until);
    ok(next == NULL && until == local_time(2024, 5, 10, 7, 0, 0),
       "In quiet hours nothing is printed, and when to ask again is told");
    next = jobs_next(queue, until, &until);
    ok(next == job && until == 0, "Then it is");
    jobs_unlock(jobs);
    job_put_back(job);
    job_release(next);
    end_jobs(jobs, &job, 1);
}

int main(void)
{
    if (mkdtemp(spools_folder) == NULL)
        return 1;
    test_way();
    test_texts();
    test_too_many();
    test_find();
    test_abort();
    test_cancel();
    test_cancel_put_back();
    test_cancel_meanwhile();
    test_hold();
    test_pause();
    test_order();
    test_promote_often();
    test_promote_class();
    test_slow_sender();
    test_reprint();
    test_history();
    test_quiet();
    test_quiet_queue();
    ok(spools_remove_folder(), "Nothing else is left in the folder");
    return tap_done();
}
