/*
 * test-jobs-source.c - jobs that are accepted as they come and get their pages later: what is
 * printed when, and what an end of the program at any moment leaves.
 * Effects: a temporary folder; child processes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/queues.h"

#include <sys/wait.h>

static const struct jobs_limits many = MANY;

/* The disk itself is not what is tested. */
int fsync(int fd)
{
    return fcntl(fd, F_GETFD) >= 0 ? 0 : -1;
}

#define SOURCE_BYTES 5000

/* What a client's thread does with a PDF. */
static struct job *put_source(struct jobs *jobs, const char *name)
{
    struct job_request request = queues_request(name);
    struct job *job = queues_create(jobs, &request);
    struct document *document;

    if (job == NULL || !job_begin_document(job, spools_why, sizeof(spools_why)))
        return job;
    job_is_source(job);
    document = job_document(job);
    if (spools_record(document, RECORD_OPTIONS, (unsigned)job->id, 30) != RESULT_OK ||
        spools_record(document, RECORD_SOURCE, (unsigned)job->id + 1, SOURCE_BYTES) !=
            RESULT_OK)
        diag("the source cannot be written");
    document_release(document);
    (void)queues_accept(job);
    return job;
}

/* The job whose pages are to be made now, its pages begun; NULL: none. */
static struct job *take_source(struct jobs *jobs)
{
    struct job *job;

    jobs_lock(jobs);
    job = jobs_next_source(jobs);
    jobs_unlock(jobs);
    if (job != NULL && !job_begin_pages(job, spools_why, sizeof(spools_why)))
        diag("%s", spools_why);
    return job;
}

/* Pages from first to last, if any; before all of them the ticket. */
static void make_pages(struct job *job, unsigned first, unsigned last)
{
    struct document *pages = job_document(job);

    if (pages == NULL)
        return;
    if (document_records(pages) == 0 && spools_record(pages, RECORD_TICKET, 7, 60) == RESULT_OK)
        job_more(job, 0, 0);
    for (unsigned page = first; page <= last; page++)
        if (spools_record(pages, RECORD_PAGE, page + 10, 500) == RESULT_OK)
            job_more(job, page, 0);
    document_release(pages);
}

static bool is_file(const char *name)
{
    return access(spools_path(name), F_OK) == 0;
}

/* The spool's sum is the bytes of its files; beside them are descriptions of jobs. */
static bool counts(struct jobs *jobs)
{
    uint64_t committed, growing;

    spools_files(".doc", &committed);
    spools_files(".part", &growing);
    return committed + growing == spool_used(jobs_spool(jobs));
}

/* ---- the way of one ---- */

static void test_way(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job *job = put_source(jobs, "report"), *next = NULL, *made;
    struct document *d;

    ok(queues_is(job, IPP_JSTATE_PENDING, 0) && is_file("doc-000000001.doc") &&
           is_file("job-000000001.ipp"),
       "A source is accepted when it and its description are on the disk");
    ok(queues_next(jobs, 1, &next) == 0, "It is not printed before it has pages");
    made = take_source(jobs);
    ok(made == job && take_source(jobs) == NULL, "Its pages are made once");
    ok(queues_is(job, IPP_JSTATE_PENDING, JOB_TRANSFORMING), "It says that they are made");
    make_pages(job, 1, 0);
    ok(queues_next(jobs, 1, &next) == 0,
       "A ticket is no page: the machine does not hear of it");
    make_pages(job, 1, 1);
    ok(queues_next(jobs, 1, &next) == 1 &&
           queues_is(job, IPP_JSTATE_PROCESSING, JOB_TRANSFORMING | JOB_PRINTING),
       "It is printed from its first page on, while others are made");
    d = job_open_document(next, spools_why, sizeof(spools_why));
    make_pages(job, 2, 3);
    ok(d != NULL && document_records(d) == 4 && document_kind(d, 0) == RECORD_TICKET &&
           spools_is(d, 3, RECORD_PAGE, 13, 500),
       "What is printed are the pages, those that are made meanwhile, too");
    ok(queues_accept(job) && is_file("pages-000000001.doc") && is_file("doc-000000001.doc"),
       "When all pages are there the source stays: there may be other paper");
    document_release(d);
    d = job_open_document(next, spools_why, sizeof(spools_why));
    if (d == NULL)
        diag("%s", spools_why);
    ok(d != NULL && document_records(d) == 4, "The pages can be opened again");
    document_release(d);
    job_end(job, IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL, "Printed.");
    ok(!is_file("pages-000000001.doc") && spool_used(jobs_spool(jobs)) == 0,
       "Nothing is left of them at the end");
    job_release(next);
    job_release(made);
    job_release(job);
    jobs_close(jobs);
    queues_clear();
}

static void test_order(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job *list[4], *next = NULL;

    for (int i = 0; i < 4; i++)
        list[i] = put_source(jobs, "report");
    job_set_hold(list[0], JOB_HELD, 0);
    job_set_priority(list[2], 90);
    for (int i = 0; i < 4; i++) {
        static const int order[] = {3, 2, 4, 1};

        next = take_source(jobs);
        ok(next != NULL && next->id == order[i], "Pages of job %d are made next", order[i]);
        job_release(next);
    }
    for (int i = 0; i < 4; i++)
        job_release(list[i]);
    jobs_close(jobs);
    queues_clear();
}

/* ---- what goes wrong ---- */

static void test_cancel(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job *waiting = put_source(jobs, "report"), *making = put_source(jobs, "letter");
    struct job *taken, *next;

    job_set_priority(making, 90);
    taken = take_source(jobs);
    make_pages(making, 1, 1);
    ok(job_cancel(waiting) == JOB_DONE && !is_file("doc-000000001.doc") &&
           take_source(jobs) == NULL,
       "A source that is canceled is removed, and gets no pages");
    ok(job_cancel(making) == JOB_DONE && !is_file("doc-000000002.doc") &&
           !is_file("pages-000000002.part"),
       "One whose pages are made, too");
    ok(queues_next(jobs, 1, &next) == 0, "Nothing of it is printed, while they still are made");
    make_pages(making, 2, 2);
    ok(!queues_accept(making) && queues_is(making, IPP_JSTATE_CANCELED, JOB_CANCELED_BY_USER) &&
           spool_used(jobs_spool(jobs)) == 0,
       "Who made them finds that out, and nothing is left");
    job_release(taken);
    job_release(making);
    job_release(waiting);
    jobs_close(jobs);
    queues_clear();
}

static void test_failure(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job *job = put_source(jobs, "report"), *taken = take_source(jobs), *next = NULL;

    make_pages(job, 1, 2);
    (void)queues_next(jobs, 1, &next);
    job_abort(job, JOB_FORMAT_ERROR, "The document is damaged.");
    ok(job_is_active(job) && job->failed && take_source(jobs) == NULL,
       "A failure after the first page is left to who prints; pages are not made again");
    job_end(job, IPP_JSTATE_ABORTED, JOB_ABORTED_BY_SYSTEM | JOB_FORMAT_ERROR, "Damaged.");
    ok(spool_used(jobs_spool(jobs)) == 0, "Nothing is left of it");
    job_release(next);
    job_release(taken);
    job_release(job);
    jobs_close(jobs);
    queues_clear();
}

/* ---- the program ends ---- */

/* In a child that dies: a source, and how far its pages came. */
static void die(unsigned pages, bool commit, const char *note)
{
    pid_t child = fork();

    if (child == 0) {
        struct jobs *jobs = queues_open(&many);
        struct job *job = put_source(jobs, "report");
        uint8_t bytes[NOTE_BYTES] = {0};
        struct document *d;

        if (pages > 0) {
            job_release(take_source(jobs));
            make_pages(job, 1, pages);
            d = job_document(job);
            memcpy(bytes, note, strlen(note));
            if (!document_set_note(d, bytes))
                _exit(1);
            if (commit && document_commit(d) != RESULT_OK)
                _exit(1);
        }
        _exit(0);
    }
    waitpid(child, NULL, 0);
}

static void test_killed_before(void)
{
    struct jobs *jobs;
    struct job *job;

    die(0, false, "");
    jobs = queues_open(&many);
    job = take_source(jobs);
    ok(job != NULL && job->id == 1, "A source from before a kill gets its pages");
    job_release(job);
    jobs_close(jobs);
    queues_clear();
}

static void test_killed_meanwhile(void)
{
    struct jobs *jobs;
    struct job *job, *next = NULL;
    struct document *d;
    uint8_t note[NOTE_BYTES];

    die(2, false, "two were printed");
    jobs = queues_open(&many);
    ok(is_file("pages-000000001.part") && counts(jobs),
       "Pages that were begun before a kill count on the disk");
    job = take_source(jobs);
    d = job_document(job);
    document_get_note(d, note);
    ok(document_records(d) == 0 && memcmp(note, "two were printed", 16) == 0 && counts(jobs),
       "They are made again from the first one, with the note of what was printed");
    make_pages(job, 1, 3);
    ok(queues_next(jobs, 1, &next) == 0,
       "It is not printed before all are there: only then it is known where to go on");
    document_release(d);
    ok(queues_accept(job) && queues_next(jobs, 1, &next) == 1, "and then it is");
    d = job_open_document(next, spools_why, sizeof(spools_why));
    document_get_note(d, note);
    ok(document_records(d) == 4 && memcmp(note, "two were printed", 16) == 0,
       "with the same note");
    document_release(d);
    job_release(next);
    job_release(job);
    jobs_close(jobs);
    queues_clear();
}

static void test_killed_after(void)
{
    struct jobs *jobs;
    struct job *next = NULL;

    die(2, true, "");
    ok(is_file("pages-000000001.doc") && is_file("doc-000000001.doc"),
       "Killed when all pages are there");
    jobs = queues_open(&many);
    ok(is_file("doc-000000001.doc") && take_source(jobs) == NULL &&
           queues_next(jobs, 1, &next) == 1,
       "the pages are printed, and not made again");
    job_release(next);
    jobs_close(jobs);
    queues_clear();
}

static void test_orphans(void)
{
    struct jobs *jobs;

    die(2, false, "");
    (void)unlink(spools_path("job-000000001.ipp"));
    jobs = queues_open(&many);
    ok(!is_file("pages-000000001.part") && !is_file("doc-000000001.doc") &&
           spool_used(jobs_spool(jobs)) == 0,
       "Pages of a job that is not there any more are removed");
    jobs_close(jobs);
    queues_clear();
}

/* The file of pages is damaged in its first block: it is begun anew, without a note. */
static void test_damaged_part(void)
{
    struct jobs *jobs;
    struct job *job;
    struct document *d;
    int fd;

    die(2, false, "a note");
    fd = open(spools_path("pages-000000001.part"), O_WRONLY);
    if (pwrite(fd, "damaged", 7, 0) != 7)
        diag("the file cannot be damaged");
    close(fd);
    jobs = queues_open(&many);
    job = take_source(jobs);
    make_pages(job, 1, 1);
    d = job_document(job);
    ok(d != NULL && document_records(d) == 2 && counts(jobs),
       "Pages in a damaged file are made in a new one");
    document_release(d);
    job_release(job);
    jobs_close(jobs);
    queues_clear();
}

int main(void)
{
    if (mkdtemp(spools_folder) == NULL)
        return 1;
    test_way();
    test_order();
    test_cancel();
    test_failure();
    test_killed_before();
    test_killed_meanwhile();
    test_killed_after();
    test_orphans();
    test_damaged_part();
    (void)rmdir(spools_folder);
    return tap_done();
}
