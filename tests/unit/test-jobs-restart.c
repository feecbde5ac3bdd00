/*
 * test-jobs-restart.c - the queue of jobs after an end of the program: all that was kept is
 * there, what is damaged harms nothing else, and a thousand jobs need no more than one.
 * Effects: a temporary folder; child processes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/job-file.h"
#include "tests/unit/queues.h"

#include <sys/mman.h>
#include <sys/wait.h>

static const struct jobs_limits many = MANY;

/* The disk itself is not what is tested. */
int fsync(int fd)
{
    return fcntl(fd, F_GETFD) >= 0 ? 0 : -1;
}

/* ---- attributes ---- */

static ipp_t *make_attributes(void)
{
    ipp_t *attributes = ippNew(), *column = ippNew(), *size = ippNew();
    static const char *const sheets[] = {"none", "standard"};

    ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", 21000);
    ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", 29700);
    ippAddCollection(column, IPP_TAG_ZERO, "media-size", size);
    ippAddString(column, IPP_TAG_ZERO, IPP_TAG_KEYWORD, "media-type", NULL, "stationery");
    ippAddCollection(attributes, IPP_TAG_JOB, "media-col", column);
    ippAddInteger(attributes, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 3);
    ippAddString(attributes, IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", NULL,
                 "two-sided-long-edge");
    ippAddStrings(attributes, IPP_TAG_JOB, IPP_TAG_KEYWORD, "job-sheets", 2, NULL, sheets);
    ippAddRange(attributes, IPP_TAG_JOB, "page-ranges", 2, 5);
    ippAddBoolean(attributes, IPP_TAG_JOB, "toner-save", 1);
    ippAddString(attributes, IPP_TAG_JOB, IPP_TAG_TEXT, "job-account-id", NULL, "1234");
    ippAddString(attributes, IPP_TAG_JOB, IPP_TAG_TEXT, "job-account-pin", NULL, "7391846");
    ippAddOctetString(attributes, IPP_TAG_JOB, "job-password", "7391846", 7);
    ippDelete(size);
    ippDelete(column);
    return attributes;
}

static int number(ipp_t *attributes, const char *name)
{
    return ippGetInteger(ippFindAttribute(attributes, name, IPP_TAG_ZERO), 0);
}

static const char *string(ipp_t *attributes, const char *name, int i)
{
    const char *text = ippGetString(ippFindAttribute(attributes, name, IPP_TAG_ZERO), i, NULL);

    return text != NULL ? text : "";
}

/* A word in any file of the folder. */
static bool is_on_disk(const char *word)
{
    DIR *folder = opendir(spools_folder);
    const struct dirent *entry;
    bool found = false;

    while (folder != NULL && !found && (entry = readdir(folder)) != NULL) {
        static char bytes[1 << 16];
        FILE *file = entry->d_name[0] != '.' ? fopen(spools_path(entry->d_name), "rb") : NULL;
        size_t n = file != NULL ? fread(bytes, 1, sizeof(bytes), file) : 0;

        for (size_t i = 0; i + strlen(word) <= n; i++)
            found = found || memcmp(bytes + i, word, strlen(word)) == 0;
        if (file != NULL)
            (void)fclose(file);
    }
    if (folder != NULL)
        closedir(folder);
    return found;
}

static void test_attributes(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("Gr\303\274\303\237e \"<&>\n\001");
    struct job *job;

    request.attributes = make_attributes();
    job = queues_put(jobs, &request);
    ippDelete(request.attributes);
    job_release(job);
    jobs_close(jobs);
    ok(is_on_disk("two-sided-long-edge") && !is_on_disk("7391846"),
       "What was asked is kept on the disk, but no PIN or password");
    jobs = queues_open(&many);
    job = job_find(jobs, 1, 1);
    ok(number(job->attributes, "copies") == 3 &&
           strcmp(string(job->attributes, "sides", 0), "two-sided-long-edge") == 0 &&
           strcmp(string(job->attributes, "job-sheets", 1), "standard") == 0 &&
           strcmp(string(job->attributes, "job-account-id", 0), "1234") == 0 &&
           ippGetBoolean(ippFindAttribute(job->attributes, "toner-save", IPP_TAG_BOOLEAN), 0),
       "It is there after a restart");
    ok(number(job->attributes, "media-col/media-size/y-dimension") == 29700 &&
           strcmp(string(job->attributes, "media-col/media-type", 0), "stationery") == 0,
       "with collections in collections");
    ok(ippFindAttribute(job->attributes, "job-account-pin", IPP_TAG_ZERO) == NULL &&
           ippFindAttribute(job->attributes, "job-password", IPP_TAG_ZERO) == NULL &&
           ippFindAttribute(job->attributes, "queue", IPP_TAG_ZERO) == NULL &&
           ippGetGroupTag(ippFindAttribute(job->attributes, "copies", IPP_TAG_ZERO)) ==
               IPP_TAG_JOB,
       "and nothing else");
    ok(strcmp(job->name, "Gr\303\274\303\237e \"<&>\n\001") == 0 &&
           strcmp(job->user, "anna") == 0 && strcmp(job->host, "192.0.2.7") == 0 &&
           strcmp(job->format, "image/pwg-raster") == 0 && job->priority == 50 &&
           job->impressions == 2 && job->created > time(NULL) - 100,
       "So is what the job is");
    job_release(job);
    jobs_close(jobs);
    queues_clear();
}

/* A request whose attributes are named like what a description holds. */
static void test_names_of_ours(void)
{
    static const char *const names[] = {"id",   "queue",  "state", "reasons", "order", "name",
                                        "user", "format", "hold",  "kept",    "dots"};
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");
    struct job *job;

    request.attributes = ippNew();
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        ippAddString(request.attributes, IPP_TAG_JOB, IPP_TAG_NAME, names[i], NULL, "77");
        ippAddString(request.attributes, IPP_TAG_JOB, IPP_TAG_TEXT, names[i], NULL, "77");
    }
    job = queues_put(jobs, &request);
    ippDelete(request.attributes);
    job_release(job);
    jobs_close(jobs);
    jobs = queues_open(&many);
    job = job_find(jobs, 1, 1);
    ok(job != NULL && strcmp(job->name, "letter") == 0 && strcmp(job->user, "anna") == 0 &&
           job->state == IPP_JSTATE_PENDING && job->queue->id == 1 && !job->kept,
       "Attributes of a client that are named like ours change nothing");
    job_release(job);
    jobs_close(jobs);
    queues_clear();
}

/* ---- states and order ---- */

static void test_states(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");
    struct job *list[9], *next;
    time_t later = time(NULL) + 5000;

    for (int i = 0; i < 9; i++)
        list[i] = i == 8 ? queues_create(jobs, &request) : queues_put(jobs, &request);
    queues_print(jobs, 1);                        /* 1 */
    job_cancel(list[1]);                          /* 2 */
    job_set_hold(list[2], JOB_HELD, 0);           /* 3 */
    job_set_hold(list[3], JOB_HELD_UNTIL, later); /* 4 */
    queues_next(jobs, 1, &next);                  /* 5 */
    job_remark(list[4], "Printed one-sided.");
    job_save(list[4]);
    job_set_priority(list[6], 90); /* 7 */
    job_promote(list[7], list[5]); /* 8 behind 6 */
    queue_set_paused(jobs_queue(jobs, 1), true);
    queue_set_refusing(jobs_queue(jobs, 2), true);
    ok(queues_are(jobs, JOBS_ACTIVE, "5 7 3 4 6 8 9"), "Jobs in all states");
    for (int i = 0; i < 9; i++)
        job_release(list[i]);
    job_release(next);
    jobs_close(jobs);

    jobs = queues_open(&many);
    ok(queues_are(jobs, JOBS_ACTIVE, "7 3 4 5 6 8") && queues_are(jobs, JOBS_ENDED, "2 1"),
       "A restart keeps their order, and forgets what has no document");
    for (int i = 0; i < 8; i++)
        list[i] = job_find(jobs, 1, i + 1);
    ok(queues_is(list[0], IPP_JSTATE_COMPLETED, JOB_SUCCESSFUL) &&
           strcmp(list[0]->message, "Printed.") == 0 && list[0]->completed > 0 &&
           queues_is(list[1], IPP_JSTATE_CANCELED, JOB_CANCELED_BY_USER),
       "Ended jobs have ended as they did");
    ok(queues_is(list[2], IPP_JSTATE_HELD, JOB_HOLD_UNTIL_SPECIFIED) &&
           list[2]->hold == JOB_HELD &&
           queues_is(list[3], IPP_JSTATE_HELD, JOB_HOLD_UNTIL_SPECIFIED) &&
           list[3]->hold == JOB_HELD_UNTIL && list[3]->hold_time == later,
       "Held jobs are held, until the same time");
    ok(queues_is(list[4], IPP_JSTATE_PENDING, 0) && list[4]->message[0] == '\0' &&
           strcmp(list[4]->remarks, "Printed one-sided.") == 0 && list[4]->processing > 0,
       "One that was printed is pending, with its remarks");
    ok(list[6]->priority == 90, "Priorities are the same");
    ok(jobs_queue(jobs, 1)->paused && !jobs_queue(jobs, 1)->refusing &&
           jobs_queue(jobs, 2)->refusing && queues_next(jobs, 1, &next) == 0,
       "A paused queue is paused, and one that refuses does");
    queue_set_paused(jobs_queue(jobs, 1), false);
    for (int i = 0; i < 8; i++) {
        job_set_hold(list[i], JOB_NOT_HELD, 0);
        if (job_is_active(list[i]) && !queues_has_document(jobs, i + 1))
            ok(false, "The document of job %d is there", i + 1);
        job_release(list[i]);
    }
    ok(queues_print(jobs, 1) == 7 && queues_print(jobs, 1) == 3 && queues_print(jobs, 1) == 4 &&
           queues_print(jobs, 1) == 5 && queues_print(jobs, 1) == 6 &&
           queues_print(jobs, 1) == 8 && queues_print(jobs, 1) == 0,
       "Each is printed in its order");
    jobs_close(jobs);
    queues_clear();
}

static void test_new_after_restart(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");

    for (int i = 0; i < 3; i++)
        job_release(queues_put(jobs, &request));
    jobs_settle(jobs);
    jobs_close(jobs);
    jobs = queues_open(&many);
    job_release(queues_put(jobs, &request));
    ok(queues_are(jobs, JOBS_ACTIVE, "1 2 3 4"),
       "A new job comes behind those from before the restart, and no number is skipped");
    jobs_close(jobs);
    queues_clear();
}

/* Make n jobs in a child that dies then. The lowest and highest number they had. */
static void die_after(int n, bool accept, int *numbers)
{
    pid_t child = fork();

    if (child == 0) {
        struct jobs *jobs = queues_open(&many);
        struct job_request request = queues_request("letter");

        for (int i = 0; i < n; i++) {
            struct job *job =
                accept ? queues_put(jobs, &request) : queues_create(jobs, &request);

            numbers[1] = job->id;
            numbers[0] = i == 0 ? job->id : numbers[0];
        }
        _exit(0);
    }
    waitpid(child, NULL, 0);
}

static void test_numbers(void)
{
    struct job_request request = queues_request("letter");
    int *numbers =
        mmap(NULL, 2 * sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    bool good = true, near = true;

    numbers[1] = 0;
    for (int n = 1; n < 20; n++) {
        int before = numbers[1];

        die_after(n, n % 3 == 0, numbers);
        good = good && numbers[0] > before;
        near = near && numbers[0] <= before + 16;
    }
    ok(good,
       "A number that was told to a client is not given again, whenever the program dies");
    ok(near, "and not many are skipped");
    (void)unlink(spools_path("next-id"));
    for (int i = 0; i < 3; i++) {
        struct jobs *jobs = queues_open(&many);
        struct job *job = queues_put(jobs, &request);

        good = good && (i == 0 || job->id > numbers[1]);
        numbers[1] = job->id;
        job_release(job);
        jobs_close(jobs);
        (void)unlink(spools_path("next-id"));
    }
    ok(good, "Jobs keep their number when the file with the next one is lost");
    munmap(numbers, 2 * sizeof(int));
    queues_clear();
}

/* ---- damage ---- */

static bool write_bytes(const char *name, const void *bytes, size_t n)
{
    FILE *file = fopen(spools_path(name), "wb");
    bool good = file != NULL && fwrite(bytes, 1, n, file) == n;

    if (file != NULL)
        good = fclose(file) == 0 && good;
    return good;
}

static size_t read_bytes(const char *name, void *bytes, size_t n)
{
    FILE *file = fopen(spools_path(name), "rb");
    size_t got = file != NULL ? fread(bytes, 1, n, file) : 0;

    if (file != NULL)
        (void)fclose(file);
    return got;
}

static bool exists(const char *name)
{
    return access(spools_path(name), F_OK) == 0;
}

#define SECOND "job-000000002.ipp"

/* Three jobs; the description of the second is these bytes. */
static void damage(const char *what, const void *bytes, size_t n)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");

    for (int i = 0; i < 3; i++)
        job_release(queues_put(jobs, &request));
    jobs_close(jobs);
    write_bytes(SECOND, bytes, n);
    jobs = queues_open(&many);
    ok(jobs != NULL && queues_are(jobs, JOBS_ALL, "1 3") && !exists(SECOND) &&
           exists(SECOND ".damaged") && queues_has_document(jobs, 1) &&
           queues_has_document(jobs, 3),
       "A description that is %s is set aside, and the others are there", what);
    ok(queues_print(jobs, 1) == 1 && queues_print(jobs, 1) == 3, "and are printed");
    job_release(queues_put(jobs, &request));
    ok(queues_are(jobs, JOBS_ACTIVE, "4"), "and its number is not given again");
    jobs_close(jobs);
    queues_clear();
}

static void test_damage(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");
    uint8_t good[8192], bytes[8192];
    char *large = calloc(1, 3 << 20);
    size_t n;

    job_release(queues_put(jobs, &request));
    job_release(queues_put(jobs, &request));
    jobs_close(jobs);
    n = read_bytes(SECOND, good, sizeof(good));
    queues_clear();
    damage("empty", "", 0);
    damage("cut off", good, n / 2);
    damage("cut off at its last byte", good, n - 1);
    damage("something else", "Not a description of a job at all, but a letter.", 48);
    memset(bytes, 0, sizeof(bytes));
    damage("full of zeros", bytes, n);
    damage("much too large", large, 3 << 20);
    free(large);
}

/* A file under another job's name: somebody's copy. */
static void test_copied(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");
    uint8_t bytes[8192];
    size_t n;

    job_release(queues_put(jobs, &request));
    job_release(queues_put(jobs, &request));
    jobs_close(jobs);
    n = read_bytes(SECOND, bytes, sizeof(bytes));
    write_bytes("job-000000007.ipp", bytes, n);
    write_bytes("job-000000002 (copy).ipp", bytes, n);
    jobs = queues_open(&many);
    ok(queues_are(jobs, JOBS_ACTIVE, "1 2"), "A copy of a description is not a second job");
    jobs_close(jobs);
    queues_clear();
}

static void test_damaged_queue(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");

    job_release(queues_put(jobs, &request));
    queue_set_paused(jobs_queue(jobs, 1), true);
    jobs_close(jobs);
    write_bytes("queue-1.ipp", "x", 1);
    write_bytes("queue-.ipp", "", 0);
    write_bytes("next-id", "twelve", 6);
    write_bytes("job-000000009.ipp.new", "half", 4);
    jobs = queues_open(&many);
    ok(jobs != NULL && queues_are(jobs, JOBS_ACTIVE, "1") && queues_print(jobs, 1) == 1,
       "A queue whose state is damaged runs");
    ok(!exists("job-000000009.ipp.new"), "What was written in half is removed");
    jobs_close(jobs);
    queues_clear();
}

static void test_orphans(void)
{
    struct jobs *jobs = queues_open(&many);
    struct job_request request = queues_request("letter");
    struct job *job;
    uint64_t bytes;

    for (int i = 0; i < 3; i++)
        job_release(queues_put(jobs, &request));
    job = queues_create(jobs, &request);
    queues_write(job, 1, 500); /* and never accepted */
    ok(spools_files(".doc", &bytes) == 3, "A document that comes has no name yet");
    job_release(job);
    jobs_close(jobs);
    (void)unlink(spools_path(SECOND));
    (void)unlink(spools_file(3));
    jobs = queues_open(&many);
    ok(queues_are(jobs, JOBS_ACTIVE, "1 3") && !exists("doc-000000002.doc") &&
           exists("doc-000000001.doc"),
       "A document without a description was not accepted, and is removed");
    jobs_close(jobs);
    queues_clear();
}

/* ---- many ---- */

static unsigned descriptors(void)
{
    DIR *folder = opendir("/proc/self/fd");
    unsigned n = 0;

    while (folder != NULL && readdir(folder) != NULL)
        n++;
    if (folder != NULL)
        closedir(folder);
    return n;
}

static bool count_good(void *ctx, struct job *job)
{
    int *last = ctx;

    if (job->id != *last + 1 || job->state != IPP_JSTATE_PENDING)
        return false;
    *last = job->id;
    return true;
}

static void test_thousand(void)
{
    const struct jobs_limits room = {PLENTY, 1000, 10};
    struct jobs *jobs = queues_open(&room);
    struct job_request request = queues_request("letter");
    unsigned before = descriptors(), accepted = 0;
    uint64_t bytes;
    int last = 0;

    for (int i = 0; i < 1000; i++) {
        struct job *job = queues_put(jobs, &request);

        accepted += job != NULL;
        job_release(job);
    }
    ok(accepted == 1000 && descriptors() == before,
       "A thousand jobs wait and hold no file open");
    ok(queues_create(jobs, &request) == NULL, "and one more is refused");
    jobs_close(jobs);
    before = descriptors();
    jobs = queues_open(&room);
    jobs_lock(jobs);
    jobs_each(jobs, NULL, JOBS_ACTIVE, count_good, &last);
    jobs_unlock(jobs);
    ok(last == 1000 && descriptors() == before + 1,
       "All are there in order after a restart, and the folder is all that is open");
    last = 0;
    while (queues_print(jobs, 1) == last + 1)
        last++;
    ok(last == 1000 && spools_files(".doc", &bytes) == 0 &&
           spools_files(".ipp", &bytes) == 10 && spool_used(jobs_spool(jobs)) == 0,
       "Each is printed once, and nothing stays but the last ten descriptions");
    ok(descriptors() == before + 1, "nor an open file");
    jobs_close(jobs);
    queues_clear();
}

int main(void)
{
    if (mkdtemp(spools_folder) == NULL)
        return 1;
    test_attributes();
    test_names_of_ours();
    test_states();
    test_new_after_restart();
    test_numbers();
    test_damage();
    test_copied();
    test_damaged_queue();
    test_orphans();
    test_thousand();
    ok(spools_remove_folder(), "Nothing else is left in the folder");
    return tap_done();
}
