/*
 * test-jobs-guard.c - jobs that would waste paper wait, are let go or put on other paper, and
 * what an end of the program at any moment leaves of that.
 * Effects: a temporary folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/jobs-guard.h"
#include "tests/unit/queues.h"

#define NOW ((time_t)2000000000)

static struct jobs *jobs;

static void begin(void)
{
    const struct jobs_limits limits = MANY;
    struct job_queue *queue;

    jobs = queues_open(&limits);
    queue = jobs_queue(jobs, 1);
    queue->strange = false;
    queue->ask_blank = true;
}

/* The program ends and is started again. */
static struct job *restart(struct job *job)
{
    int id = job->id;

    job_release(job);
    jobs_close(jobs);
    begin();
    return job_find(jobs, 0, id);
}

static void end(struct job *job)
{
    job_release(job);
    jobs_close(jobs);
    queues_clear();
}

static const struct media *size(const char *name)
{
    return media_find(name);
}
#define LETTER size("na_letter_8.5x11in")
#define LEGAL  size("na_legal_8.5x14in")
#define A4     size("iso_a4_210x297mm")
#define A5     size("iso_a5_148x210mm")

/* Whether it is held, for these reasons. */
static bool waits(const struct job *job, uint32_t reasons)
{
    if (job->state != IPP_JSTATE_HELD || job->reasons != reasons)
        diag("state %d, reasons %x", (int)job->state, (unsigned)job->reasons);
    return job->state == IPP_JSTATE_HELD && job->reasons == reasons;
}

/* Whether a number of a job that may be printed now is this. */
static bool next_is(int id)
{
    struct job *next = NULL;
    int found = queues_next(jobs, 1, &next);

    if (next != NULL)
        job_put_back(next);
    job_release(next);
    return found == id;
}

/* ---- white pages ---- */

/* What a client sends: pages, each with so many dots. False when it was not accepted. */
static struct job *put_white(unsigned pages, uint64_t dots)
{
    struct job_request request = queues_request("white");
    struct job *job = queues_create(jobs, &request);

    if (job != NULL && queues_write(job, pages, 100)) {
        job_more(job, pages, dots);
        (void)queues_accept(job);
    }
    return job;
}

static void test_white(void)
{
    struct job *job;

    begin();
    job = put_white(2, 0);
    ok(waits(job, JOB_REVIEW_WAIT) && next_is(0), "White pages wait");
    job = restart(job);
    ok(waits(job, JOB_REVIEW_WAIT), "After a restart, too");
    ok(job_set_hold(job, JOB_NOT_HELD, 0) == JOB_DONE && waits(job, JOB_REVIEW_WAIT),
       "The release of held jobs does not let them go");
    ok(job_open(job, NULL, "", NOW) == RELEASE_DONE && next_is(job->id), "Somebody does");
    job = restart(job);
    ok(next_is(job->id), "That is not asked again");
    end(job);

    begin();
    job = put_white(2, 1);
    ok(next_is(job->id), "One dot is enough");
    end(job);

    begin();
    jobs_queue(jobs, 1)->ask_blank = false;
    job = put_white(2, 0);
    ok(next_is(job->id), "A queue may print white pages");
    end(job);
}

static void test_ink(void)
{
    struct job_request request = queues_request("half white");
    struct job *job, *next = NULL;

    begin();
    job = queues_create(jobs, &request);
    (void)queues_write(job, 1, 100);
    job_more(job, 1, 0);
    ok(queues_next(jobs, 1, &next) == job->id && job_awaits_ink(job),
       "The head of a job goes out before it is known that it is not white");
    job_more(job, 2, 5);
    ok(!job_awaits_ink(job), "With the first dot its pages do");
    (void)queues_accept(job);
    ok(job->gates == 0, "It is not asked for");
    job_release(next);
    end(job);
}

/* ---- texts ---- */

static void test_text(void)
{
    struct job_request request = queues_request("text");
    struct job *job;

    begin();
    job = queues_put(jobs, &request);
    job_doubt(job, "a PostScript program");
    ok(waits(job, JOB_REVIEW_WAIT) && strstr(job->doubt, "a PostScript program") != NULL,
       "A doubtful text waits");
    job = restart(job);
    ok(waits(job, JOB_REVIEW_WAIT) && strstr(job->doubt, "a PostScript program") != NULL,
       "After a restart, too, and says why");
    ok(job_open(job, NULL, "", NOW) == RELEASE_DONE, "It is let go");
    job = restart(job);
    job_doubt(job, "a PostScript program");
    ok(next_is(job->id), "When its pages are made again it is not asked again");
    end(job);
}

/* ---- paper ---- */

/* A document that is kept as it came. */
static struct job *put_source(void)
{
    struct job_request request = queues_request("letter");
    struct job *job = queues_create(jobs, &request);
    struct document *document;

    if (job == NULL || !job_begin_document(job, spools_why, sizeof(spools_why)))
        return job;
    job_is_source(job);
    document = job_document(job);
    if (spools_record(document, RECORD_OPTIONS, 1, 30) != RESULT_OK ||
        spools_record(document, RECORD_SOURCE, 2, 500) != RESULT_OK)
        diag("the source cannot be written");
    document_release(document);
    (void)queues_accept(job);
    return job;
}

/* The one whose pages are to be made, begun; false: none. */
static bool begin_pages(struct job *job)
{
    struct job *taken;

    jobs_lock(jobs);
    taken = jobs_next_source(jobs);
    jobs_unlock(jobs);
    if (taken == job)
        (void)job_begin_pages(job, spools_why, sizeof(spools_why));
    job_release(taken);
    return taken == job;
}

static bool write_pages(struct job *job)
{
    struct document *d = job_document(job);
    bool good = d != NULL && spools_record(d, RECORD_TICKET, 9, 60) == RESULT_OK &&
                spools_record(d, RECORD_PAGE, 10, 500) == RESULT_OK;

    document_release(d);
    job_more(job, 1, 1000);
    return good;
}

static enum release_answer put_on(struct job *job, const struct media *media)
{
    return job_open_on(job, NULL, "", NOW, media);
}

static bool has_pages(const struct job *job)
{
    return spool_has_pages(jobs_spool(jobs), job->id);
}

static void test_paper(void)
{
    struct job *job, *other;
    struct job_request request = queues_request("other");

    begin();
    job = put_source();
    ok(begin_pages(job), "Its pages are made");
    job_lack_paper(job, LETTER);
    (void)write_pages(job);
    ok(queues_accept(job) && waits(job, JOB_PAPER_WAIT),
       "A job whose paper is not loaded waits");
    other = queues_put(jobs, &request);
    ok(next_is(other->id), "Another one is printed meanwhile");
    (void)job_cancel(other);
    job_release(other);
    job = restart(job);
    ok(waits(job, JOB_PAPER_WAIT) && has_pages(job), "After a restart it waits still");
    ok(put_on(job, A4) == RELEASE_DONE && next_is(0) && !has_pages(job),
       "On other paper: what was made is not printed");
    job = restart(job);
    ok(job_paper_instead(job, LETTER) == A4 && job_paper_instead(job, A4) == NULL,
       "The decision survives a restart");
    ok(begin_pages(job) && write_pages(job) && queues_accept(job), "Its pages are made again");
    ok(job->gates == 0, "It waits no more");
    ok(next_is(job->id), "and is printed");
    ok(put_on(job, A5) == RELEASE_NO_PAPER, "That it is put on other paper again is refused");
    end(job);
}

static void test_as_it_is(void)
{
    struct job *job;

    begin();
    job = put_source();
    (void)begin_pages(job);
    job_lack_paper(job, LETTER);
    job_lack_paper(job, LEGAL);
    job_lack_paper(job, LETTER);
    (void)write_pages(job);
    (void)queues_accept(job);
    ok(strcmp(job->lacks, "na_letter_8.5x11in na_legal_8.5x14in") == 0, "It lacks two sizes");
    ok(job_open(job, NULL, "", NOW) == RELEASE_DONE && next_is(job->id) && has_pages(job),
       "Let go as it is, its pages are printed");
    ok(job_paper_instead(job, LEGAL) == LEGAL && job_paper_instead(job, LETTER) == LETTER,
       "and neither size is asked for again");
    end(job);

    begin();
    job = put_source();
    (void)begin_pages(job);
    job_lack_paper(job, LETTER);
    (void)write_pages(job);
    (void)queues_accept(job);
    job_paper_came(job);
    ok(next_is(job->id) && job->lacks[0] == '\0', "When its paper comes it goes on");
    end(job);
}

/* Somebody decides while the pages are being made. */
static void test_meanwhile(void)
{
    struct job *job;

    begin();
    job = put_source();
    (void)begin_pages(job);
    job_lack_paper(job, LETTER);
    (void)write_pages(job);
    ok(put_on(job, A4) == RELEASE_DONE && job_is_remade(job), "Whoever makes pages is told");
    ok(next_is(0), "What was made so far is not printed");
    ok(!queues_accept(job), "What becomes whole after that is not accepted");
    job_drop_pages(job);
    ok(!has_pages(job) && !job_is_remade(job) && begin_pages(job),
       "They are made again from the first one");
    ok(write_pages(job) && queues_accept(job) && next_is(job->id), "and printed");
    end(job);

    begin();
    job = put_source();
    (void)begin_pages(job);
    job_lack_paper(job, LETTER);
    (void)put_on(job, A4);
    job = restart(job);
    ok(job_paper_instead(job, LETTER) == A4 && begin_pages(job),
       "Killed in between, they are made again, too");
    end(job);
}

/* Killed between the two steps of a decision. */
static void test_killed(void)
{
    struct job *job;

    begin();
    job = put_source();
    (void)begin_pages(job);
    job_lack_paper(job, LETTER);
    (void)write_pages(job);
    (void)queues_accept(job);
    ok(spool_reopen_pages(jobs_spool(jobs), job->id), "Pages are taken back");
    job = restart(job);
    ok(waits(job, JOB_PAPER_WAIT) && begin_pages(job) && write_pages(job) &&
           queues_accept(job) && waits(job, JOB_PAPER_WAIT),
       "Without a decision the same are made again, and wait");
    end(job);
}

static void test_without(void)
{
    struct job *job;
    struct job_request request = queues_request("raster");
    char many[600];

    begin();
    job = queues_put(jobs, &request);
    job_lack_paper(job, LETTER);
    ok(waits(job, JOB_PAPER_WAIT) && put_on(job, A4) == RELEASE_NO_PAPER &&
           waits(job, JOB_PAPER_WAIT),
       "Without its document a job cannot be put on other paper");
    ok(job_open(job, NULL, "", NOW) == RELEASE_DONE && next_is(job->id), "It can be let go");
    ok(put_on(job, A4) == RELEASE_NO_PAPER, "One that lacks nothing neither");
    end(job);

    begin();
    job = put_source();
    (void)begin_pages(job);
    job_lack_paper(job, LETTER);
    (void)write_pages(job);
    (void)queues_accept(job);
    jobs_queue(jobs, 1)->other_paper = OTHER_PAPER_WAIT;
    ok(put_on(job, A4) == RELEASE_NO_PAPER, "Nor where the queue waits for the paper");
    memset(many, 'x', sizeof(many));
    memcpy(job->instead, many, sizeof(job->instead) - 1);
    ok(!job_put_paper(job, LETTER, A4), "A decision that has no room is not taken");
    end(job);
}

int main(void)
{
    if (mkdtemp(spools_folder) == NULL)
        return 1;
    test_white();
    test_ink();
    test_text();
    test_paper();
    test_as_it_is();
    test_meanwhile();
    test_killed();
    test_without();
    (void)spools_remove_folder();
    return tap_done();
}
