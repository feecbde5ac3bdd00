/*
 * test-spool-faults.c - the spool's documents when each call of the system fails in turn, or is
 * the last thing the program did.
 * Effects: a temporary folder; child processes.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/spools.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/wait.h>

#define PAGE_BYTES 150000
#define DIED       77

/* What becomes of call number `at`. */
enum fault {
    FAULT_NONE,
    FAULT_ERROR,
    FAULT_SHORT,       /* a write takes half */
    FAULT_INTERRUPTED, /* a write is to be tried again */
    FAULT_DIE_BEFORE,
    FAULT_DIE_HALF, /* a write has taken half */
    FAULT_DIE_AFTER,
};

/* What a child did before it died, in memory that the parent sees. */
struct report {
    bool named[3];   /* documents 0 and 1 have their final name, number 2 never */
    bool removed[3]; /* their name was removed */
    unsigned note;   /* of document 0, the last one that was set */
};

static struct {
    enum fault fault;
    unsigned at; /* counts from 1 */
    unsigned calls;
    char log[100]; /* a letter per call */
    struct report *report;
} script;

static struct spool_calls real;

static enum fault next_call(char letter)
{
    if (script.calls < sizeof(script.log) - 1) {
        script.log[script.calls] = letter;
        script.log[script.calls + 1] = '\0';
    }
    if (++script.calls != script.at)
        return FAULT_NONE;
    if (script.fault == FAULT_DIE_BEFORE || (script.fault == FAULT_DIE_HALF && letter != 'w'))
        _exit(DIED);
    return script.fault;
}

static ssize_t test_pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    enum fault fault = next_call('w');
    ssize_t put;

    if (fault == FAULT_ERROR || fault == FAULT_INTERRUPTED) {
        errno = fault == FAULT_ERROR ? ENOSPC : EINTR;
        return -1;
    }
    put = real.pwrite(fd, bytes, fault == FAULT_NONE || n < 2 ? n : n / 2, at);
    if (fault == FAULT_DIE_AFTER)
        put += real.pwrite(fd, (const char *)bytes + put, n - (size_t)put, at + put);
    if (fault == FAULT_DIE_AFTER || fault == FAULT_DIE_HALF)
        _exit(DIED);
    return put;
}

/* The result of a call that has no halves. */
static int result_of(enum fault fault, int error, int result)
{
    if (fault == FAULT_DIE_AFTER)
        _exit(DIED);
    if (fault != FAULT_ERROR)
        return result;
    errno = error;
    return -1;
}

static int test_ftruncate(int fd, off_t size)
{
    enum fault fault = next_call('t');

    return result_of(fault, EIO, fault == FAULT_ERROR ? 0 : real.ftruncate(fd, size));
}

/* The disk itself is not what is tested, so nothing is synced; d: a folder. */
static int test_fsync(int fd)
{
    struct stat info;

    return result_of(next_call(fstat(fd, &info) == 0 && S_ISDIR(info.st_mode) ? 'd' : 'f'), EIO,
                     0);
}

static int test_fdatasync(int fd)
{
    (void)fd;
    return result_of(next_call('s'), EIO, 0);
}

static int test_renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    enum fault fault = next_call('r');
    int id = atoi(to + strlen("doc-"));

    if (fault == FAULT_ERROR)
        return result_of(fault, EROFS, 0);
    if (real.renameat(from_folder, from, to_folder, to) != 0)
        return -1;
    if (script.report != NULL && id >= 1 && id <= 3)
        script.report->named[id - 1] = true;
    return result_of(fault, 0, 0);
}

static int test_unlinkat(int folder, const char *name, int flags)
{
    enum fault fault = next_call('u');
    int id = atoi(name + strlen("doc-"));

    if (fault == FAULT_ERROR)
        return result_of(fault, EACCES, 0);
    if (real.unlinkat(folder, name, flags) != 0)
        return -1;
    if (script.report != NULL && id >= 1 && id <= 3)
        script.report->removed[id - 1] = true;
    return result_of(fault, 0, 0);
}

static void start_script(enum fault fault, unsigned at)
{
    static const struct spool_calls calls = {test_pwrite,    test_ftruncate, test_fsync,
                                             test_fdatasync, test_renameat,  test_unlinkat};

    script.fault = fault;
    script.at = at;
    script.calls = 0;
    script.log[0] = '\0';
    script.report = NULL;
    spool_calls = calls;
}

static void end_script(void)
{
    spool_calls = real;
}

/* ---- failures ---- */

static bool write_records(struct document *d)
{
    return spools_record(d, RECORD_TICKET, 1, 100) == RESULT_OK &&
           spools_record(d, RECORD_PAGE, 2, PAGE_BYTES) == RESULT_OK;
}

static bool has_records(struct document *d)
{
    return document_records(d) == 2 && spools_is(d, 0, RECORD_TICKET, 1, 100) &&
           spools_is(d, 1, RECORD_PAGE, 2, PAGE_BYTES);
}

static bool is_sentence(const char *text)
{
    size_t n = strlen(text);

    return n > 20 && text[0] >= 'A' && text[0] <= 'Z' && text[n - 1] == '.';
}

/* Records are there whole or not at all, whatever failed. */
static bool has_whole_records(struct document *d)
{
    size_t n = document_records(d);

    return n <= 2 && (n < 1 || spools_is(d, 0, RECORD_TICKET, 1, 100)) &&
           (n < 2 || spools_is(d, 1, RECORD_PAGE, 2, PAGE_BYTES));
}

/* One document with this call failing; false: no call of this number was made. */
static bool fail_at(unsigned at)
{
    struct spool *spool = spools_open(PLENTY);
    struct document *d;
    bool committed, told;
    char failed;

    start_script(FAULT_ERROR, at);
    d = spools_create(spool, 1);
    committed = d != NULL && write_records(d) && document_commit(d) == RESULT_OK;
    failed = script.calls >= at ? script.log[at - 1] : '\0';
    told = is_sentence(d != NULL ? document_error(d) : spools_why);
    if (failed != '\0') {
        ok(!committed && told, "Call %u (%c) fails: %s", at, failed,
           d != NULL ? document_error(d) : spools_why);
        ok(d == NULL || (has_whole_records(d) && document_commit(d) == RESULT_IO),
           "What was whole is read, and no commit follows");
        /* with both records it was the commit that failed */
        ok(spools_document(spool, 1) == NULL &&
               (d == NULL || document_records(d) < 2 || spools_empty(spool)),
           "Nobody opens it, and a failed commit leaves no file");
    } else
        ok(committed && has_records(d), "Without a failure all %u calls succeed", script.calls);
    document_release(d);
    ok(failed == '\0' ? spools_counts(spool) : spools_empty(spool),
       "Of a document that failed nothing stays");
    end_script();
    document_remove(spool, 1);
    spool_close(spool);
    return failed != '\0';
}

/* A failed record is dropped and written again; true: the failure was in one. */
static bool write_again(struct document *d)
{
    if (spools_record(d, RECORD_TICKET, 1, 100) != RESULT_OK) {
        document_drop(d);
        return write_records(d);
    }
    if (spools_record(d, RECORD_PAGE, 2, PAGE_BYTES) != RESULT_OK) {
        document_drop(d);
        return spools_record(d, RECORD_PAGE, 2, PAGE_BYTES) == RESULT_OK;
    }
    return false;
}

static bool fail_and_drop(unsigned at)
{
    struct spool *spool = spools_open(PLENTY);
    struct document *d;
    bool again;

    start_script(FAULT_ERROR, at);
    d = spools_create(spool, 1);
    again = d != NULL && write_again(d);
    if (again) {
        ok(spools_counts(spool) && document_commit(d) == RESULT_OK && spools_counts(spool),
           "Call %u fails; the record is dropped and written again", at);
        document_release(d);
        d = spools_document(spool, 1);
        ok(d != NULL && has_records(d), "and all is there");
    }
    end_script();
    document_release(d);
    document_remove(spool, 1);
    spool_close(spool);
    return again;
}

/* A dropped record that could not be cut off is behind the index no more. */
static void test_drop_fails(void)
{
    struct spool *spool = spools_open(PLENTY);
    struct document *d = spools_create(spool, 1);
    bool good;

    good = spools_record(d, RECORD_TICKET, 1, 100) == RESULT_OK &&
           document_begin(d, RECORD_PAGE) == RESULT_OK &&
           spools_bytes(d, 3, 2 * PAGE_BYTES) == RESULT_OK;
    start_script(FAULT_ERROR, 1);
    document_drop(d);
    end_script();
    ok(good && spools_counts(spool), "What cannot be cut off counts");
    ok(spools_record(d, RECORD_PAGE, 2, PAGE_BYTES) == RESULT_OK &&
           document_commit(d) == RESULT_OK && spools_counts(spool),
       "until the commit cuts it off");
    document_release(d);
    d = spools_document(spool, 1);
    ok(d != NULL && has_records(d), "The others are there");
    document_release(d);
    document_remove(spool, 1);
    spool_close(spool);
}

static void test_short_writes(enum fault fault, const char *name)
{
    unsigned good = 0, at = 0, calls;

    do {
        struct spool *spool = spools_open(PLENTY);
        struct document *d;

        start_script(fault, ++at);
        d = spools_create(spool, 1);
        good += d != NULL && write_records(d) && document_commit(d) == RESULT_OK &&
                document_set_note(d, spools_note(1)) && document_sync_note(d);
        calls = script.calls;
        end_script();
        document_release(d);
        d = spools_document(spool, 1);
        good += d != NULL && has_records(d) && spools_note_is(d, 1);
        document_release(d);
        document_remove(spool, 1);
        spool_close(spool);
    } while (at < calls);
    ok(good == 2 * at, "Each write in turn is %s, and goes on", name);
}

/* A file that cannot be deleted. */
static void test_unlink_fails(void)
{
    struct spool *spool = spools_open(PLENTY);
    struct document *d = spools_create(spool, 1);
    struct spool_limits limits = PLENTY;

    ok(write_records(d), "A document is written");
    start_script(FAULT_ERROR, 1);
    document_release(d);
    ok(!spools_empty(spool) && spools_counts(spool), "If it cannot be deleted it counts");
    spool_close(spool);
    start_script(FAULT_ERROR, 1);
    ok(spool_open(spools_folder, &limits, spools_why, sizeof(spools_why)) == NULL &&
           is_sentence(spools_why),
       "The next start needs to delete it: %s", spools_why);
    end_script();
    spool = spools_open(PLENTY);
    ok(spool != NULL && spools_empty(spool), "and can do so later");

    d = spools_create(spool, 1);
    ok(write_records(d) && document_commit(d) == RESULT_OK, "A document is committed");
    document_release(d);
    start_script(FAULT_ERROR, 1);
    document_remove(spool, 1);
    end_script();
    ok(!spools_empty(spool) && spools_counts(spool), "If it cannot be removed it counts");
    document_remove(spool, 1);
    ok(spools_empty(spool), "until it is");
    spool_close(spool);
}

static void test_note_fails(void)
{
    struct spool *spool = spools_open(PLENTY);
    struct document *d = spools_create(spool, 1);
    bool good = write_records(d) && document_set_note(d, spools_note(1)) &&
                document_commit(d) == RESULT_OK;

    start_script(FAULT_ERROR, 1);
    ok(good && !document_set_note(d, spools_note(2)) && spools_note_is(d, 1),
       "A note that cannot be written is told, and the one before stays");
    start_script(FAULT_ERROR, 1);
    ok(!document_sync_note(d), "So is one that cannot be synced");
    end_script();
    ok(document_set_note(d, spools_note(3)) && document_sync_note(d) && spools_note_is(d, 3),
       "The next one can");
    document_release(d);
    document_remove(spool, 1);
    spool_close(spool);
}

static void test_order(void)
{
    struct spool *spool = spools_open(PLENTY);
    struct document *d = spools_create(spool, 1);
    bool good = spools_record(d, RECORD_TICKET, 1, 100) == RESULT_OK;

    start_script(FAULT_NONE, 0);
    ok(good && document_commit(d) == RESULT_OK && strcmp(script.log, "wtfrd") == 0,
       "A commit writes, cuts, syncs, renames and syncs the folder: %s", script.log);
    start_script(FAULT_NONE, 0);
    ok(document_set_note(d, spools_note(1)) && strcmp(script.log, "w") == 0,
       "A note is one write: %s", script.log);
    end_script();
    document_release(d);
    document_remove(spool, 1);
    spool_close(spool);
}

/* ---- a kill at each step ---- */

static bool set_note(struct document *d, unsigned seed)
{
    bool set = document_set_note(d, spools_note(seed));

    script.report->note = seed;
    return set;
}

/* Two documents and the beginning of a third; the first one is delivered and removed. */
static bool live(struct spool *spool)
{
    struct document *first = spools_create(spool, 1), *second, *third;
    bool good = first != NULL && write_records(first) && set_note(first, 1) &&
                document_commit(first) == RESULT_OK && set_note(first, 2) &&
                set_note(first, 3) && document_sync_note(first);

    second = spools_create(spool, 2);
    third = spools_create(spool, 3);
    good = good && second != NULL && third != NULL && write_records(second) &&
           document_begin(third, RECORD_PAGE) == RESULT_OK &&
           spools_bytes(third, 4, PAGE_BYTES) == RESULT_OK && set_note(first, 4);
    if (good)
        document_drop(third);
    good = good && write_records(third) && document_commit(second) == RESULT_OK &&
           set_note(first, 5);
    document_remove(spool, 1);
    document_release(first);
    document_release(second);
    document_release(third);
    return good;
}

/* 0: lived to its end; DIED. */
static int run_child(enum fault fault, unsigned at, struct report *report)
{
    pid_t child = fork();
    int status = -1;

    if (child == 0) {
        struct spool *spool = spools_open(PLENTY);
        bool good;

        start_script(fault, at);
        script.report = report;
        good = spool != NULL && live(spool);
        spool_close(spool);
        _exit(good ? 0 : 1);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool is_as_reported(struct spool *spool, int id, const struct report *report,
                           enum fault fault)
{
    struct document *d = spools_document(spool, id);
    bool there = report->named[id - 1] && !report->removed[id - 1];
    bool good = there == (d != NULL) && (d == NULL || has_records(d));

    if (d != NULL && id == 1)
        good = good && (spools_note_is(d, report->note) ||
                        (fault == FAULT_DIE_AFTER && spools_note_is(d, report->note + 1)));
    document_release(d);
    if (!good)
        diag("document %d: named %d, removed %d, note %u: %s", id, report->named[id - 1],
             report->removed[id - 1], report->note, spools_why);
    return good;
}

static bool die_at(enum fault fault, unsigned at, struct report *report)
{
    struct spool *spool;
    uint64_t bytes;
    int status;
    bool good;

    memset(report, 0, sizeof(*report));
    status = run_child(fault, at, report);
    spool = spools_open(PLENTY);
    good = (status == DIED || status == 0) && spool != NULL &&
           spools_files(".part", &bytes) == 0 && spools_counts(spool);
    for (int id = 1; good && id <= 3; id++)
        good = is_as_reported(spool, id, report, fault);
    ok(good && spools_document(spool, 3) == NULL,
       "Killed %s call %u: what was committed is there, nothing else",
       fault == FAULT_DIE_BEFORE ? "before"
       : fault == FAULT_DIE_HALF ? "in the middle of"
                                 : "after",
       at);
    for (int id = 1; id <= 3; id++)
        document_remove(spool, id);
    ok(spools_empty(spool), "and can be removed");
    spool_close(spool);
    return status == DIED;
}

static void test_kills(void)
{
    struct report *report =
        mmap(NULL, sizeof(*report), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    unsigned deaths = 0;

    if (report == MAP_FAILED) {
        ok(false, "No memory to share: %s", strerror(errno));
        return;
    }
    for (enum fault fault = FAULT_DIE_BEFORE; fault <= FAULT_DIE_AFTER; fault++)
        for (unsigned at = 1; die_at(fault, at, report); at++)
            deaths++;
    ok(deaths > 60 && report->removed[0] && report->named[1],
       "It was killed %u times, then lived to its end", deaths);
    munmap(report, sizeof(*report));
}

int main(void)
{
    unsigned at;

    real = spool_calls;
    if (!ok(mkdtemp(spools_folder) != NULL, "A folder for the test is made"))
        return tap_done();
    test_kills(); /* forks: before anything else */
    for (at = 1; fail_at(at); at++)
        ;
    ok(at > 8, "Each of %u calls failed once", at - 1);
    for (at = 2; fail_and_drop(at); at++)
        ;
    ok(at > 5, "Each of %u writes of records failed once", at - 2);
    test_drop_fails();
    test_short_writes(FAULT_SHORT, "short");
    test_short_writes(FAULT_INTERRUPTED, "interrupted");
    test_unlink_fails();
    test_note_fails();
    test_order();
    ok(spools_remove_folder(), "Nothing is left in the folder");
    return tap_done();
}
