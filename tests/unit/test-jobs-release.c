/*
 * test-jobs-release.c - jobs that wait for their code, their owner or a look at their proof.
 * Effects: a temporary folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/jobs-release.h"
#include "tests/unit/queues.h"

#include <errno.h>
#include <sys/syscall.h>

#define NOW ((time_t)2000000000)

static bool full; /* nothing can be kept any more */

/* It stands before the C library's for all of this program. */
int rename(const char *from, const char *to)
{
    if (full) {
        errno = ENOSPC;
        return -1;
    }
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

static struct jobs *jobs;
static struct release_code right, wrong;
static char kept[VAULT_TEXT_MAX];

static void begin(void)
{
    const struct jobs_limits limits = MANY;

    jobs = queues_open(&limits);
}

/* The program ends and is started again. */
static void restart(void)
{
    struct job_queue *queue;

    jobs_close(jobs);
    begin();
    queue = jobs_queue(jobs, 1);
    queue->strange = false;
}

static struct job *put(bool coded)
{
    struct job_request request = queues_request("report");

    request.code = coded ? kept : NULL;
    return queues_put(jobs, &request);
}

static uint32_t reasons(const struct job *job)
{
    return job->state == IPP_JSTATE_HELD ? job->reasons : 0;
}

static enum release_answer give(struct job *job, const struct release_code *code,
                                const char *host, time_t now)
{
    return job_open(job, code, host, now);
}

static void test_code(void)
{
    struct job *job = put(true);
    int id = job->id;

    ok(reasons(job) == JOB_CODE_WAIT && queues_print(jobs, 1) == 0, "a job waits for its code");
    ok(job_set_hold(job, JOB_NOT_HELD, 0) == JOB_DONE && reasons(job) == JOB_CODE_WAIT,
       "releasing held jobs does not let it go");
    ok(job_set_hold(job, JOB_HELD, 0) == JOB_DONE &&
           reasons(job) == (JOB_CODE_WAIT | JOB_HOLD_UNTIL_SPECIFIED),
       "it can be held, too");
    ok(give(job, NULL, "192.0.2.9", NOW) == RELEASE_NEEDS_CODE &&
           give(job, &wrong, "192.0.2.9", NOW) == RELEASE_WRONG && job->tries == 1,
       "no code, or a wrong one, does not");
    job_release(job);
    restart();
    job = job_find(jobs, 1, id);
    ok(reasons(job) == (JOB_CODE_WAIT | JOB_HOLD_UNTIL_SPECIFIED) && job->tries == 1 &&
           job->secret,
       "after a restart it waits still, and the wrong code counts");
    ok(give(job, &right, "192.0.2.9", NOW) == RELEASE_DONE &&
           job->state == IPP_JSTATE_PENDING && job->tries == 0,
       "the code lets it go");
    jobs_queue(jobs, 1)->keep_printed = 5;
    ok(queues_print(jobs, 1) == id && !job->kept && job->code[0] == '\0',
       "printed, it is not kept for another print, nor is its code");
    ok(give(job, &right, "192.0.2.9", NOW) == RELEASE_ENDED,
       "one that has ended is not opened");
    job_release(job);
}

static void test_guessing(void)
{
    struct job *job = put(true), *others[3];
    int id = job->id, wrongs = 0;

    for (int i = 0; i < RELEASE_TRIES; i++)
        wrongs += give(job, &wrong, "192.0.2.10", NOW) == RELEASE_WRONG;
    ok(wrongs == RELEASE_TRIES && give(job, &right, "192.0.2.11", NOW) == RELEASE_LOCKED,
       "after some wrong codes not even the right one is taken, from anywhere");
    job_release(job);
    restart();
    job = job_find(jobs, 1, id);
    ok(give(job, &right, "192.0.2.11", NOW + RELEASE_LOCK_SECONDS - 1) == RELEASE_LOCKED,
       "nor after a restart, for a while");
    ok(give(job, &right, "192.0.2.11", NOW + RELEASE_LOCK_SECONDS) == RELEASE_DONE,
       "then it is");
    job_release(job);
    wrongs = 0;
    for (int i = 0; i < 3; i++)
        others[i] = put(true);
    for (int i = 0; i < RELEASE_HOST_TRIES; i++)
        wrongs += give(others[i / 4], &wrong, "192.0.2.12", NOW) == RELEASE_WRONG;
    ok(wrongs == RELEASE_HOST_TRIES &&
           give(others[2], &right, "192.0.2.12", NOW) == RELEASE_LOCKED,
       "an address that guesses at several jobs is refused");
    ok(give(others[2], &right, "192.0.2.13", NOW) == RELEASE_DONE, "others are not");
    ok(give(others[1], &right, "192.0.2.12", NOW + RELEASE_LOCK_SECONDS) == RELEASE_DONE,
       "nor it after a while");
    ok(give(others[0], &right, "", NOW) == RELEASE_DONE, "one that is not known counts not");
    for (int i = 0; i < 3; i++)
        job_release(others[i]);
    while (queues_print(jobs, 1) != 0)
        ;
}

static void test_lost_key(void)
{
    static const uint8_t other[VAULT_KEY_BYTES] = {9}, own[VAULT_KEY_BYTES] = {1};
    struct job *job = put(true);

    vault_use(other);
    ok(give(job, &right, "192.0.2.9", NOW) == RELEASE_LOST && reasons(job) == JOB_CODE_WAIT,
       "with another key the code cannot be checked, and the job waits");
    ok(job_cancel(job) == JOB_DONE, "it can be canceled");
    vault_use(own);
    job_release(job);
}

static void test_owner(void)
{
    struct job_queue *queue = jobs_queue(jobs, 1);
    struct job *job, *again;
    char why[200];

    queue->release_all = true;
    queue->keep_printed = 5;
    job = put(false);
    ok(reasons(job) == JOB_RELEASE_WAIT && queues_print(jobs, 1) == 0,
       "where all jobs wait for a release, one does");
    ok(give(job, NULL, "192.0.2.7", NOW) == RELEASE_DONE && queues_print(jobs, 1) == job->id,
       "its owner lets it go");
    again = job_reprint(job, "anna", why, sizeof(why));
    ok(again != NULL && queues_print(jobs, 1) == again->id, "printed again it does not wait");
    job_release(again);
    job_release(job);
    queue->release_all = false;
    queue->keep_printed = 0;
    jobs_tick(jobs, time(NULL));
}

static void test_time(void)
{
    struct job_queue *queue = jobs_queue(jobs, 1);
    struct job *coded, *held;

    queue->release_seconds = 3600;
    coded = put(true);
    held = put(true);
    (void)job_set_hold(held, JOB_HELD_UNTIL, held->created + 7000);
    jobs_tick(jobs, coded->created + 3600);
    ok(reasons(coded) == JOB_CODE_WAIT, "a job waits as long as it may");
    jobs_tick(jobs, coded->created + 3601);
    ok(coded->state == IPP_JSTATE_CANCELED && coded->reasons == JOB_TIMED_OUT &&
           strstr(coded->message, "within 1 hour. Nothing was printed") != NULL,
       "then it is canceled, and says why");
    ok(held->state == IPP_JSTATE_HELD, "one that is held has its time afterwards");
    jobs_tick(jobs, held->created + 7000);
    ok(reasons(held) == JOB_CODE_WAIT, "when its time has come it waits for the code");
    queue->release_seconds = 0;
    jobs_tick(jobs, held->created + 100000);
    ok(reasons(held) == JOB_CODE_WAIT, "without a limit it waits for ever");
    queue->release_seconds = 1;
    queue->strange = true;
    jobs_tick(jobs, held->created + 100000);
    ok(reasons(held) == JOB_CODE_WAIT, "also while its queue's limit is not known yet");
    (void)job_cancel(held);
    queue->strange = false;
    queue->release_seconds = 0;
    job_release(coded);
    job_release(held);
}

static void test_proof(void)
{
    struct job_request request = queues_request("report");
    struct job *job;
    int id;

    request.proof = 1;
    job = queues_put(jobs, &request);
    id = job->id;
    job_release(job);
    ok(queues_next(jobs, 1, &job) == id && job_proof_printed(job), "a proof is printed");
    job_put_back(job);
    ok(reasons(job) == JOB_REVIEW_WAIT, "the job waits for a look at it");
    job_release(job);
    restart();
    job = job_find(jobs, 1, id);
    ok(reasons(job) == JOB_REVIEW_WAIT && job->proof_copies == 1, "after a restart, too");
    ok(give(job, NULL, "192.0.2.7", NOW) == RELEASE_DONE && job->proof == PROOF_RELEASED,
       "its owner lets it go");
    ok(queues_print(jobs, 1) == id, "and it is printed");
    job_release(job);
}

/* The disk is full just then: after a restart it waits again. */
static void test_full_disk(void)
{
    struct job *job = put(true);
    int id = job->id;

    full = true;
    ok(give(job, &right, "192.0.2.9", NOW) == RELEASE_DONE, "a code is taken with a full disk");
    job_release(job);
    jobs_close(jobs);
    full = false;
    begin();
    job = job_find(jobs, 1, id);
    ok(job != NULL && reasons(job) == JOB_CODE_WAIT, "what was not kept is asked for again");
    ok(job_open(job, &right, "192.0.2.9", NOW) == RELEASE_DONE, "and can be given");
    job_release(job);
}

static void test_times(void)
{
    static const struct {
        const char *text;
        bool good;
        unsigned seconds;
    } times[] = {
        {"24h",                   true,  86400  },
        {"90m",                   true,  5400   },
        {"20s",                   true,  20     },
        {"2",                     true,  7200   },
        {"0",                     true,  0      },
        {"720h",                  true,  2592000},
        {"721h",                  false, 0      },
        {"",                      false, 0      },
        {"h",                     false, 0      },
        {"-1h",                   false, 0      },
        {"1d",                    false, 0      },
        {"1h30m",                 false, 0      },
        {"99999999999999999999h", false, 0      },
    };

    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        unsigned seconds = 0;

        ok(release_seconds_of(times[i].text, &seconds) == times[i].good &&
               (!times[i].good || seconds == times[i].seconds),
           "'%s' is %s", times[i].text, times[i].good ? "a time" : "none");
    }
}

static void remove_files(void)
{
    DIR *folder = opendir(spools_folder);
    const struct dirent *entry;

    while (folder != NULL && (entry = readdir(folder)) != NULL)
        (void)unlinkat(dirfd(folder), entry->d_name, 0);
    if (folder != NULL)
        closedir(folder);
}

int main(void)
{
    static const uint8_t key[VAULT_KEY_BYTES] = {1};

    vault_use(key);
    if (mkdtemp(spools_folder) == NULL || !code_from_text("1234", &right) ||
        !code_from_text("4321", &wrong) || !code_keep(&right, kept))
        return 1;
    begin();
    test_code();
    test_guessing();
    test_lost_key();
    test_owner();
    test_time();
    test_proof();
    test_full_disk();
    test_times();
    jobs_close(jobs);
    remove_files();
    (void)spools_remove_folder();
    return tap_done();
}
