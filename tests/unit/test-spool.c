/*
 * test-spool.c - documents in files: written, read while they are written, noted on, damaged.
 * Effects: a temporary folder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/spools.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

/* ---- one document ---- */

static const struct {
    enum record_kind kind;
    size_t n;
} shape[] = {
    {RECORD_TICKET, 100   },
    {RECORD_PAGE,   0     },
    {RECORD_PAGE,   1     },
    {RECORD_PAGE,   65512 }, /* ends with the writer's buffer */
    {RECORD_RAW,    65536 },
    {RECORD_PAGE,   65537 },
    {RECORD_PAGE,   300000}
};
#define SHAPES (sizeof(shape) / sizeof(shape[0]))

static bool write_shape(struct document *d)
{
    for (size_t i = 0; i < SHAPES; i++)
        if (spools_record(d, shape[i].kind, (unsigned)i, shape[i].n) != RESULT_OK)
            return false;
    return true;
}

static bool is_shape(struct document *d)
{
    for (size_t i = 0; i < SHAPES; i++)
        if (!spools_is(d, i, shape[i].kind, (unsigned)i, shape[i].n))
            return false;
    return document_records(d) == SHAPES;
}

static void test_life(void)
{
    struct spool *spool = spools_open(PLENTY);
    struct document *d = spools_create(spool, 12);
    struct stat info;
    uint64_t bytes;

    ok(d != NULL && write_shape(d) && is_shape(d), "A document is read before it is committed");
    ok(spools_files(".part", &bytes) == 1 && spools_files("", &bytes) == 1 &&
           spools_counts(spool),
       "until then its file has another name, and counts");
    ok(spools_document(spool, 12) == NULL && strstr(spools_why, "12") != NULL,
       "nor can it be opened: %s", spools_why);
    ok(spools_create(spool, 12) == NULL, "No second one has its number");
    ok(document_commit(d) == RESULT_OK && is_shape(d) && spools_counts(spool),
       "It is read after the commit");
    ok(stat(spools_file(12), &info) == 0 && info.st_mode == (S_IFREG | 0600),
       "Only its owner may read the file");
    ok(spools_create(spool, 12) == NULL, "Still no second one has its number");
    document_release(d);
    ok(spools_files(".doc", &bytes) == 1 && spools_counts(spool), "It stays when released");
    spool_close(spool);

    spool = spools_open(PLENTY);
    ok(spools_counts(spool), "It counts after a restart");
    d = spools_document(spool, 12);
    ok(d != NULL && is_shape(d), "It is there after a restart");
    ok(d != NULL && document_begin(d, RECORD_PAGE) == RESULT_FORMAT &&
           document_commit(d) == RESULT_FORMAT,
       "Nothing is added to it");
    document_remove(spool, 12);
    ok(spools_empty(spool) && d != NULL && is_shape(d),
       "Removed it counts no more, and who has it open reads on");
    ok(spools_document(spool, 12) == NULL && strstr(spools_why, "No such file") != NULL,
       "Nobody else opens it: %s", spools_why);
    document_release(d);
    document_remove(spool, 12);
    document_release(NULL);
    spool_close(spool);
    spool_close(NULL);
}

static void test_shared(void)
{
    struct spool *spool = spools_open(PLENTY);
    struct document *d = spools_create(spool, 1), *other;

    ok(write_shape(d) && document_commit(d) == RESULT_OK, "A document is committed");
    other = spools_document(spool, 1);
    ok(other == d, "Who opens it while it is open gets the same");
    ok(document_hold(d) == d, "It can be held");
    document_release(d);
    document_release(d);
    ok(is_shape(d), "It stays until the last reference goes");
    document_release(d);
    document_remove(spool, 1);
    ok(spools_empty(spool), "A document that is not open is removed");
    spool_close(spool);
}

static void test_drop(void)
{
    struct spool *spool = spools_open(PLENTY);
    struct document *d = spools_create(spool, 1);
    uint64_t before;

    ok(spools_record(d, RECORD_TICKET, 0, 500) == RESULT_OK && spools_counts(spool),
       "A record is written");
    before = spool_used(spool);
    ok(document_begin(d, RECORD_PAGE) == RESULT_OK && spools_bytes(d, 1, 200000) == RESULT_OK &&
           document_records(d) == 1,
       "What is being written is no record yet");
    ok(document_begin(d, RECORD_PAGE) == RESULT_FORMAT && document_commit(d) == RESULT_FORMAT,
       "and is ended or dropped before what comes next");
    document_drop(d);
    ok(spool_used(spool) == before && spools_counts(spool), "Dropped it counts no more");
    ok(document_end(d) == RESULT_FORMAT && document_write(d, "x", 1) == RESULT_FORMAT,
       "and takes no bytes");
    ok(spools_record(d, RECORD_RAW, 2, 70) == RESULT_OK && document_records(d) == 2,
       "Another comes in its place");
    ok(document_begin(d, RECORD_PAGE) == RESULT_OK && spools_bytes(d, 1, 200000) == RESULT_OK,
       "A last one is begun");
    document_drop(d);
    ok(document_commit(d) == RESULT_OK && spools_counts(spool),
       "and dropped before the commit");
    document_release(d);
    d = spools_document(spool, 1);
    ok(d != NULL && document_records(d) == 2 && spools_is(d, 0, RECORD_TICKET, 0, 500) &&
           spools_is(d, 1, RECORD_RAW, 2, 70),
       "What was not dropped is in the file");
    document_release(d);
    document_remove(spool, 1);
    spool_close(spool);
}

static void test_edges(void)
{
    struct spool *spool = spools_open(PLENTY);
    struct document *d = spools_create(spool, 2147483647);
    struct spools_taken t = {.fail_at = 1};
    struct sink sink = {spools_take, &t};

    ok(document_commit(d) == RESULT_OK && document_commit(d) == RESULT_FORMAT,
       "A document without records, with the highest number, is committed once");
    document_release(d);
    d = spools_document(spool, 2147483647);
    ok(d != NULL && document_records(d) == 0 && document_length(d, 0) == 0 &&
           document_send(d, 0, &sink) == RESULT_FORMAT,
       "It has no record to send");
    document_release(d);
    document_remove(spool, 2147483647);
    d = spools_create(spool, 3);
    ok(spools_record(d, RECORD_PAGE, 0, 1000) == RESULT_OK &&
           document_send(d, 0, &sink) == RESULT_IO,
       "What the sink refuses is passed on");
    document_release(d);
    ok(spools_empty(spool), "What is not committed goes with the last reference");
    spool_close(spool);
}

/* A job that is canceled while it comes in. */
static void test_removed_while_written(void)
{
    struct spool *spool = spools_open(PLENTY);
    struct document *d = spools_create(spool, 5), *next;

    ok(spools_record(d, RECORD_PAGE, 0, 1000) == RESULT_OK, "A record is written");
    document_remove(spool, 5);
    ok(spools_empty(spool) && spools_is(d, 0, RECORD_PAGE, 0, 1000),
       "A document is removed while it is written, what it has can be read");
    ok(spools_record(d, RECORD_PAGE, 1, 1000) == RESULT_IO &&
           strstr(document_error(d), "removed") != NULL,
       "Its writer is told: %s", document_error(d));
    document_drop(d);
    next = spools_create(spool, 5);
    ok(document_commit(d) == RESULT_IO && spools_counts(spool), "It is not committed");
    ok(next != NULL && write_shape(next) && document_commit(next) == RESULT_OK,
       "Its number is free");
    document_release(d);
    ok(spools_counts(spool), "Its end changes nothing");
    document_release(next);
    document_remove(spool, 5);
    spool_close(spool);
}

/* ---- limits ---- */

static void test_document_limit(void)
{
    struct spool *spool =
        spools_open((struct spool_limits){UINT64_C(1) << 30, UINT64_C(1) << 20, 0});
    struct document *d = spools_create(spool, 1);

    ok(spools_record(d, RECORD_PAGE, 0, 900000) == RESULT_OK, "A job below its limit is taken");
    ok(spools_record(d, RECORD_PAGE, 1, 900000) == RESULT_IO &&
           strcmp(document_error(d),
                  "The job is larger than the 1 MiB that one job may have.") == 0,
       "One above is told so");
    ok(document_write(d, "x", 1) == RESULT_IO && document_end(d) == RESULT_IO &&
           document_commit(d) == RESULT_IO && document_begin(d, RECORD_RAW) == RESULT_IO,
       "and fails until it drops the record");
    document_drop(d);
    ok(document_error(d)[0] == '\0' && spools_counts(spool) &&
           spools_record(d, RECORD_PAGE, 1, 1000) == RESULT_OK &&
           document_commit(d) == RESULT_OK && document_records(d) == 2,
       "Then it goes on");
    document_release(d);
    document_remove(spool, 1);
    spool_close(spool);
}

static void test_total_limit(void)
{
    struct spool *spool =
        spools_open((struct spool_limits){UINT64_C(3) << 20, UINT64_C(2) << 20, 0});
    struct document *first = spools_create(spool, 1), *second = spools_create(spool, 2);

    ok(spools_record(first, RECORD_PAGE, 0, 2000000) == RESULT_OK &&
           document_commit(first) == RESULT_OK,
       "A job has room");
    ok(spools_record(second, RECORD_PAGE, 1, 2000000) == RESULT_IO &&
           strcmp(document_error(second),
                  "The jobs that wait fill the 3 MiB they may have; try again when some are "
                  "printed.") == 0 &&
           spools_counts(spool),
       "The next has none, and is told so");
    document_drop(second);
    document_remove(spool, 1);
    ok(spools_record(second, RECORD_PAGE, 1, 2000000) == RESULT_OK &&
           document_commit(second) == RESULT_OK && spools_counts(spool),
       "It has when the first is removed, even if that is still open");
    document_release(first);
    document_release(second);
    spool_close(spool);

    spool = spools_open((struct spool_limits){UINT64_C(1) << 20, UINT64_C(2) << 20, 0});
    ok(spools_counts(spool) && spools_create(spool, 3) == NULL && spools_counts(spool),
       "After a restart with less room than is taken nothing is: %s", spools_why);
    first = spools_document(spool, 2);
    ok(first != NULL && spools_is(first, 0, RECORD_PAGE, 1, 2000000),
       "but what is there stays");
    document_release(first);
    document_remove(spool, 2);
    ok(spools_empty(spool), "until it is removed");
    spool_close(spool);
}

static void test_keep_free(void)
{
    struct spool *spool =
        spools_open((struct spool_limits){UINT64_MAX, UINT64_MAX, UINT64_C(1) << 62});

    ok(spools_create(spool, 1) == NULL && strstr(spools_why, "disk is full") != NULL &&
           spools_empty(spool),
       "What must stay free on the disk is not taken: %s", spools_why);
    spool_close(spool);
}

/* ---- the folder ---- */

struct seen {
    unsigned n;
    uint64_t sum;
};

static void see(void *ctx, int id)
{
    struct seen *seen = ctx;

    seen->n++;
    seen->sum += (uint64_t)id;
}

static void make_file(const char *name)
{
    int fd = open(spools_path(name), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0 || pwrite(fd, "1234567", 7, 0) != 7)
        diag("%s could not be made", name);
    if (fd >= 0)
        close(fd);
}

static const char *const others[] = {"doc-1.doc",
                                     "doc-0000000001.doc",
                                     "doc-000000000.doc",
                                     "doc-99999999999999999999.doc",
                                     "doc-000000001.doc.part",
                                     "doc--00000001.doc",
                                     "hold-000000001.part"};
#define OTHERS (sizeof(others) / sizeof(others[0]))

static void test_folder(void)
{
    struct spool *spool;
    struct document *d;
    struct seen seen = {0};

    for (size_t i = 0; i < OTHERS; i++)
        make_file(others[i]);
    make_file("doc-000000007.part");
    make_file("doc-000000008.doc");
    mkdir(spools_path("doc-000000009.doc"), 0700);
    if (symlink("doc-000000008.doc", spools_path("doc-000000010.doc")) != 0 ||
        mkfifo(spools_path("doc-000000011.doc"), 0600) != 0)
        diag("%s", strerror(errno));
    spool = spools_open(PLENTY);
    ok(access(spools_path("doc-000000007.part"), F_OK) != 0,
       "What was not committed is removed at the start");
    d = spools_create(spool, 12);
    spool_list(spool, see, &seen);
    ok(seen.n == 1 && seen.sum == 8, "Of files with other names only documents are listed");
    document_release(d);
    ok(spool_used(spool) == 7, "and counted");
    ok(spools_document(spool, 8) == NULL && strstr(spools_why, "damaged") != NULL,
       "One that is none is told: %s", spools_why);
    ok(spools_document(spool, 9) == NULL && spools_document(spool, 10) == NULL &&
           spools_document(spool, 11) == NULL,
       "A folder, a link or a pipe is none");
    document_remove(spool, 8);
    ok(spool_used(spool) == 0, "A damaged document is removed");
    rmdir(spools_path("doc-000000009.doc"));
    unlink(spools_path("doc-000000010.doc"));
    unlink(spools_path("doc-000000011.doc"));
    for (size_t i = 0; i < OTHERS; i++)
        ok(unlink(spools_path(others[i])) == 0, "%s is left alone", others[i]);
    ok(spools_empty(spool), "Nothing else is there");
    spool_close(spool);
}

static void test_wrong_folder(void)
{
    struct spool_limits limits = PLENTY;
    char why[300] = "";

    ok(spool_open("/nowhere/at/all", &limits, why, sizeof(why)) == NULL && why[0] != '\0',
       "A folder that is not there is told: %s", why);
    chmod(spools_folder, 0770);
    ok(spool_open(spools_folder, &limits, why, sizeof(why)) == NULL &&
           strstr(why, "Others") != NULL,
       "So is one that others may write to: %s", why);
    chmod(spools_folder, 0700);
}

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

static int no_sync(int fd)
{
    (void)fd;
    return 0;
}

static bool make_document(struct spool *spool, int id)
{
    struct document *d = spools_create(spool, id);
    bool made = d != NULL && spools_record(d, RECORD_TICKET, 1, 300) == RESULT_OK &&
                spools_record(d, RECORD_PAGE, 2, 3000) == RESULT_OK &&
                document_commit(d) == RESULT_OK;

    document_release(d);
    return made;
}

#define MANY 1000

static void test_many(void)
{
    unsigned before = descriptors(), good = 0;
    struct spool *spool = spools_open(PLENTY);
    struct spool_calls calls = spool_calls;
    struct seen seen = {0};

    spool_calls.fsync = no_sync; /* two thousand of them take long and show nothing */
    for (int id = 1; id <= MANY; id++)
        good += make_document(spool, id);
    spool_calls = calls;
    spool_close(spool);
    ok(good == MANY, "A thousand documents are written");
    spool = spools_open(PLENTY);
    spool_list(spool, see, &seen);
    ok(seen.n == MANY && seen.sum == MANY * (MANY + 1) / 2 && spools_counts(spool),
       "A thousand documents are listed and counted");
    good = 0;
    for (int id = 1; id <= MANY; id++) {
        struct document *d = spools_document(spool, id);

        good += d != NULL && spools_is(d, 1, RECORD_PAGE, 2, 3000);
        document_release(d);
    }
    ok(good == MANY && descriptors() == before + 1,
       "A thousand documents are opened; the spool has one descriptor");
    for (int id = 1; id <= MANY; id++)
        document_remove(spool, id);
    ok(spools_empty(spool), "A thousand documents are removed");
    spool_close(spool);
    ok(descriptors() == before, "Nothing stays open");
}

/* ---- damage ---- */

/* Whether record i is refused, with nothing handed on. */
static bool is_refused(struct document *d, size_t i)
{
    struct spools_taken t = {0};
    struct sink sink = {spools_take, &t};

    return document_send(d, i, &sink) == RESULT_FORMAT && t.n == 0;
}

struct damage {
    unsigned records; /* changes of records that are told, and nothing but that record */
    unsigned index;   /* changes behind the records that make the document damaged */
    uint64_t records_end, size;
};

static void damage_byte(struct spool *spool, uint64_t at, uint64_t split, struct damage *damage)
{
    struct document *d;
    size_t hit = at < split ? 0 : 1;

    spools_flip(spools_file(1), at);
    d = spools_document(spool, 1);
    if (d == NULL)
        damage->index += at >= damage->records_end && strstr(spools_why, "damaged") != NULL;
    else
        damage->records += at < damage->records_end && is_refused(d, hit) &&
                           spools_is(d, 1 - hit, RECORD_PAGE, 1 + (unsigned)(1 - hit), 100);
    document_release(d);
    spools_flip(spools_file(1), at);
}

static void test_damage(void)
{
    struct spool *spool = spools_open(PLENTY);
    struct document *d = spools_create(spool, 1);
    struct damage damage = {.records_end = SPOOL_BLOCK + 2 * (SPOOL_HEADER + 100)};
    unsigned head = 0;

    ok(spools_record(d, RECORD_PAGE, 1, 100) == RESULT_OK &&
           spools_record(d, RECORD_PAGE, 2, 100) == RESULT_OK &&
           document_commit(d) == RESULT_OK,
       "A document of two records is written");
    damage.size = damage.records_end + 2 * SPOOL_ENTRY + SPOOL_TRAILER;
    ok(spool_used(spool) == damage.size, "Its size is as the format says");
    document_release(d);
    for (uint64_t at = SPOOL_BLOCK; at < damage.size; at++)
        damage_byte(spool, at, SPOOL_BLOCK + SPOOL_HEADER + 100, &damage);
    ok(damage.records == 2 * (SPOOL_HEADER + 100),
       "Each byte of a record that changed is noticed before one is sent (%u)", damage.records);
    ok(damage.index == 2 * SPOOL_ENTRY + SPOOL_TRAILER,
       "Each byte of the index that changed is noticed (%u)", damage.index);
    for (uint64_t at = 0; at < SPOOL_HEAD; at++) {
        spools_flip(spools_file(1), at);
        head += (d = spools_document(spool, 1)) == NULL;
        document_release(d);
        spools_flip(spools_file(1), at);
    }
    ok(head == SPOOL_HEAD, "Each byte of the head that changed is noticed (%u)", head);
    d = spools_document(spool, 1);
    ok(d != NULL && spools_is(d, 0, RECORD_PAGE, 1, 100), "Undone, all is well");
    document_release(d);
    document_remove(spool, 1);
    spool_close(spool);
}

/* Damage far behind the first piece that is read. */
static void test_late_damage(void)
{
    struct spool *spool = spools_open(PLENTY);
    struct document *d = spools_create(spool, 1);

    ok(spools_record(d, RECORD_PAGE, 1, 300000) == RESULT_OK &&
           document_commit(d) == RESULT_OK &&
           spools_flip(spools_file(1), SPOOL_BLOCK + SPOOL_HEADER + 299999) && is_refused(d, 0),
       "Nothing of a page is sent if its last byte changed");
    ok(truncate(spools_file(1), SPOOL_BLOCK + 1000) == 0 && is_refused(d, 0),
       "nor if its end is missing");
    document_release(d);
    ok(spools_document(spool, 1) == NULL && strstr(spools_why, "damaged") != NULL,
       "A document without its end is damaged: %s", spools_why);
    document_remove(spool, 1);
    spool_close(spool);
}

/* A document that was made from the description of the format, not by our writer. */
static void test_foreign_file(void)
{
    static const char from[] = "tests/fuzz/corpus/spool/whole";
    struct spool *spool = spools_open(PLENTY);
    struct document *d;
    uint8_t bytes[8192], note[NOTE_BYTES];
    int fd = open(from, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, bytes, sizeof(bytes)) : -1;

    if (fd >= 0)
        close(fd);
    fd = open(spools_file(1), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    ok(n > 0 && write(fd, bytes, (size_t)n) == n, "%s is a document of the spool", from);
    close(fd);
    d = spools_document(spool, 1);
    document_get_note(d, note);
    ok(strcmp((const char *)note, "note") == 0 && document_records(d) == 4 &&
           document_kind(d, 0) == RECORD_TICKET && document_length(d, 0) == 6 &&
           document_kind(d, 3) == RECORD_RAW && document_length(d, 3) == 90,
       "Its note and its records are as they were made");
    for (size_t i = 0; i < 4; i++) {
        struct spools_taken t = {0};
        struct sink sink = {spools_take, &t};

        ok(document_send(d, i, &sink) == RESULT_OK && t.n == document_length(d, i),
           "Its record %zu can be sent", i);
    }
    document_release(d);
    unlink(spools_file(1));
    spool_close(spool);
}

/* A file of a version that is to come. */
static void test_version(void)
{
    struct spool *spool = spools_open(PLENTY);
    uint8_t sum[4];
    uint8_t head[SPOOL_HEAD];
    uint32_t crc;
    int fd;

    ok(make_document(spool, 1), "A document is written");
    spool_put_head(head, 1);
    head[8] = 2;
    crc = spool_sum(0, head, SPOOL_HEAD - 4);
    for (unsigned i = 0; i < 4; i++)
        sum[i] = (uint8_t)(crc >> 8 * i);
    fd = open(spools_file(1), O_WRONLY | O_CLOEXEC);
    ok(pwrite(fd, head, sizeof(head), 0) == sizeof(head) &&
           pwrite(fd, sum, sizeof(sum), SPOOL_HEAD - 4) == sizeof(sum) &&
           spools_document(spool, 1) == NULL && strstr(spools_why, "later version") != NULL,
       "One of a later version is told: %s", spools_why);
    close(fd);
    document_remove(spool, 1);
    spool_close(spool);
}

/* ---- notes ---- */

static struct document *reopen(struct spool **spool, struct document *d)
{
    document_release(d);
    spool_close(*spool);
    *spool = spools_open(PLENTY);
    return spools_document(*spool, 1);
}

static void test_note(void)
{
    static const uint8_t zeros[NOTE_BYTES];
    struct spool *spool = spools_open(PLENTY);
    struct document *d = spools_create(spool, 1);
    uint8_t note[NOTE_BYTES];

    document_get_note(d, note);
    ok(memcmp(note, zeros, NOTE_BYTES) == 0, "A note is zeros at first");
    ok(document_set_note(d, spools_note(1)) && spools_note_is(d, 1), "A note is set");
    ok(write_shape(d) && document_set_note(d, spools_note(2)) &&
           document_commit(d) == RESULT_OK && document_set_note(d, spools_note(3)),
       "while the document is written and after it");
    d = reopen(&spool, d);
    ok(d != NULL && spools_note_is(d, 3) && is_shape(d), "The last one is in the file");
    for (unsigned i = 4; d != NULL && i < 24; i++) {
        bool set = document_set_note(d, spools_note(i)) && (i % 3 || document_sync_note(d));

        d = reopen(&spool, d);
        ok(set && d != NULL && spools_note_is(d, i), "Note %u follows", i);
    }
    document_release(d);
    ok(spools_counts(spool), "Notes take no room");
    document_remove(spool, 1);
    spool_close(spool);
}

static uint64_t slot_of(unsigned seed)
{
    uint8_t block[SPOOL_BLOCK], note[NOTE_BYTES];
    uint64_t sequence, at = 0;
    int fd = open(spools_file(1), O_RDONLY | O_CLOEXEC);

    if (fd >= 0 && pread(fd, block, sizeof(block), 0) == (ssize_t)sizeof(block))
        for (int i = 0; i < SPOOL_SLOTS; i++)
            if (spool_get_slot(block + spool_slot_at(i), &sequence, note) &&
                memcmp(note, spools_note(seed), NOTE_BYTES) == 0)
                at = spool_slot_at(i);
    if (fd >= 0)
        close(fd);
    return at;
}

/* What is not on the disk yet when the power fails may be lost, all of it at once. */
static void test_synced_note(void)
{
    struct spool *spool = spools_open(PLENTY);
    struct document *d;
    bool good = make_document(spool, 1);
    uint64_t newest, before;

    d = spools_document(spool, 1);
    good = good && d != NULL;
    for (unsigned i = 1; good && i <= 5; i++)
        good = document_set_note(d, spools_note(i));
    good = good && document_sync_note(d);
    for (unsigned i = 6; good && i <= 12; i++)
        good = document_set_note(d, spools_note(i));
    newest = slot_of(12);
    before = slot_of(11);
    ok(good && newest > 0 && before > 0 && slot_of(5) > 0,
       "The note that was synced, the last and the one before are in the file");
    spools_flip(spools_file(1), newest + 20);
    d = reopen(&spool, d);
    ok(d != NULL && spools_note_is(d, 11),
       "If the last is damaged, the one before is the note");
    spools_flip(spools_file(1), before + 20);
    d = reopen(&spool, d);
    ok(d != NULL && spools_note_is(d, 5), "If both are, the one that was synced is");
    spools_flip(spools_file(1), slot_of(5) + 20);
    d = reopen(&spool, d);
    ok(d == NULL && strstr(spools_why, "damaged") != NULL,
       "A document without any note is damaged: %s", spools_why);
    document_remove(spool, 1);
    spool_close(spool);
}

static int sync_fails(int fd)
{
    (void)fd;
    errno = EIO;
    return -1;
}

static void test_note_failures(void)
{
    struct spool *spool = spools_open(PLENTY);
    struct spool_calls calls = spool_calls;
    struct document *d;

    ok(make_document(spool, 1), "A document is written");
    d = spools_document(spool, 1);
    spool_calls.fdatasync = sync_fails;
    ok(d != NULL && !document_sync_note(d), "A note that cannot be synced is told");
    ok(!document_set_note(d, spools_note(1)) && !spools_note_is(d, 1),
       "nor is one set while it is not known which is safe");
    spool_calls = calls;
    ok(document_set_note(d, spools_note(1)) && document_sync_note(d) && spools_note_is(d, 1),
       "Later it is");
    document_release(d);
    document_remove(spool, 1);
    spool_close(spool);
}

/* ---- threads ---- */

#define RECORDS 300
#define READERS 3

struct shared {
    struct spool *spool;
    struct document *d;
    pthread_mutex_t mutex;
    pthread_cond_t more;
    size_t written;
    bool finished;
    atomic_uint bad;
};

static size_t record_bytes(size_t i)
{
    return i % 17 == 0 ? 70000 + i : i * 37 % 5000;
}

static void tell(struct shared *s, size_t written, bool finished)
{
    pthread_mutex_lock(&s->mutex);
    s->written = written;
    s->finished = finished;
    pthread_cond_broadcast(&s->more);
    pthread_mutex_unlock(&s->mutex);
}

static void *write_thread(void *ctx)
{
    struct shared *s = ctx;

    for (size_t i = 0; i < RECORDS; i++) {
        /* a page that is given up, in between */
        if (i % 5 == 0) {
            s->bad += document_begin(s->d, RECORD_PAGE) != RESULT_OK ||
                      spools_bytes(s->d, 99, record_bytes(i + 13)) != RESULT_OK;
            document_drop(s->d);
        }
        s->bad += spools_record(s->d, RECORD_PAGE, (unsigned)i, record_bytes(i)) != RESULT_OK;
        tell(s, i + 1, false);
    }
    s->bad += document_commit(s->d) != RESULT_OK;
    tell(s, RECORDS, true);
    return NULL;
}

static void *read_thread(void *ctx)
{
    struct shared *s = ctx;

    for (size_t i = 0; i < RECORDS; i++) {
        pthread_mutex_lock(&s->mutex);
        while (s->written <= i)
            pthread_cond_wait(&s->more, &s->mutex);
        pthread_mutex_unlock(&s->mutex);
        s->bad += document_records(s->d) <= i ||
                  !spools_is(s->d, i, RECORD_PAGE, (unsigned)i, record_bytes(i));
        s->bad += !spools_is(s->d, i / 2, RECORD_PAGE, (unsigned)i / 2, record_bytes(i / 2));
    }
    document_release(s->d);
    return NULL;
}

/* Notes, and other documents, until the writer is done. */
static void *busy_thread(void *ctx)
{
    struct shared *s = ctx;
    uint8_t note[NOTE_BYTES];
    char why[200];
    bool finished = false;

    for (unsigned i = 0; !finished; i++) {
        struct document *other = document_create(s->spool, 2, why, sizeof(why));

        memset(note, (int)(i & 0xff), sizeof(note));
        s->bad += !document_set_note(s->d, note);
        document_get_note(s->d, note);
        s->bad += note[0] != (i & 0xff) || note[NOTE_BYTES - 1] != note[0];
        s->bad += other == NULL || spool_used(s->spool) < 2 * (uint64_t)SPOOL_BLOCK;
        document_release(other);
        s->bad += document_open(s->spool, 2, why, sizeof(why)) != NULL;
        pthread_mutex_lock(&s->mutex);
        finished = s->finished;
        pthread_mutex_unlock(&s->mutex);
    }
    document_release(s->d);
    return NULL;
}

static void test_threads(void)
{
    struct shared s = {.spool = spools_open(PLENTY),
                       .mutex = PTHREAD_MUTEX_INITIALIZER,
                       .more = PTHREAD_COND_INITIALIZER};
    pthread_t threads[READERS + 2];

    s.d = spools_create(s.spool, 1);
    for (unsigned i = 0; i < READERS; i++) {
        document_hold(s.d);
        pthread_create(&threads[i], NULL, read_thread, &s);
    }
    document_hold(s.d);
    pthread_create(&threads[READERS], NULL, busy_thread, &s);
    pthread_create(&threads[READERS + 1], NULL, write_thread, &s);
    for (unsigned i = 0; i < READERS + 2; i++)
        pthread_join(threads[i], NULL);
    ok(s.bad == 0, "Three read each record as soon as it is written, a fourth sets notes");
    ok(document_records(s.d) == RECORDS && spools_counts(s.spool),
       "All records are there, and nothing else counts");
    document_release(s.d);
    document_remove(s.spool, 1);
    spool_close(s.spool);
}

int main(void)
{
    if (!ok(mkdtemp(spools_folder) != NULL, "A folder for the test is made"))
        return tap_done();
    test_life();
    test_shared();
    test_drop();
    test_edges();
    test_removed_while_written();
    test_document_limit();
    test_total_limit();
    test_keep_free();
    test_folder();
    test_wrong_folder();
    test_many();
    test_damage();
    test_late_damage();
    test_foreign_file();
    test_version();
    test_note();
    test_synced_note();
    test_note_failures();
    test_threads();
    ok(spools_remove_folder(), "Nothing is left in the folder");
    return tap_done();
}
