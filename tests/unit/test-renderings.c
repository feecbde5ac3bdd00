/*
 * test-renderings.c - the threads that make pages of documents that were accepted as they came:
 * their order, a stop and a cancel in the middle, and what goes wrong before, in and after the
 * making. The renderer is the test's own.
 * Effects: a temporary folder, a queue without a machine, threads.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/renderings.h"

#include "server/documents.h"
#include "server/intent.h"
#include "server/renderer.h"
#include "tests/unit/ipp-requests.h"
#include "tests/unit/queues.h"

#include <errno.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <time.h>

#define WAIT_S 20

static const struct jobs_limits many = MANY;
static struct jobs *jobs;

/* ---- a renderer that does what the document says ---- */

/* A document is "NAME PAGES", with a gate before its page GATE ("NAME PAGES GATE"), or "NAME
 * PAGES GATE!": damaged there instead. */
struct renderer {
    char name[8];
    unsigned pages, next, last, gate;
    bool damaged;
    uint32_t width, height, y;
    enum renderer_error error;
    struct renderer_limits limits;
};

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    char opened[100]; /* names in order */
    char waiting[20]; /* first letters of those at their gates */
    char open[20];    /* first letters of those that may pass */
    unsigned renderers;
} stage = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static struct timespec soon(long ms)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_nsec += ms * 1000000;
    t.tv_sec += t.tv_nsec / 1000000000;
    t.tv_nsec %= 1000000000;
    return t;
}

static void add_letter(char *text, char letter)
{
    size_t n = strlen(text);

    text[n] = letter;
    text[n + 1] = '\0';
}

static void remove_letter(char *text, char letter)
{
    char *at = strchr(text, letter);

    if (at != NULL)
        memmove(at, at + 1, strlen(at));
}

bool renderer_can(const char *format, char *why, size_t why_size)
{
    (void)format;
    (void)why;
    (void)why_size;
    return true;
}

struct renderer *renderer_open(int fd, const char *format, const struct renderer_paper *paper,
                               const struct renderer_limits *limits)
{
    struct renderer *r = calloc(1, sizeof(*r));
    char text[100] = "", mark = ' ';

    (void)format;
    (void)paper;
    if (r == NULL)
        return NULL;
    r->limits = *limits;
    if (pread(fd, text, sizeof(text) - 1, 0) < 1 ||
        sscanf(text, "%7s %u %u%c", r->name, &r->pages, &r->gate, &mark) < 2)
        r->error = RENDERER_DAMAGED;
    r->damaged = mark == '!';
    pthread_mutex_lock(&stage.mutex);
    add_letter(stage.opened, r->name[0]);
    stage.renderers++;
    pthread_cond_broadcast(&stage.changed);
    pthread_mutex_unlock(&stage.mutex);
    return r;
}

unsigned renderer_pages(const struct renderer *r)
{
    return r->pages;
}

bool renderer_start(struct renderer *r, unsigned first, unsigned last, double dpi)
{
    (void)dpi;
    r->next = first;
    r->last = last;
    return r->error == RENDERER_FINE;
}

/* As a real one: whoever does not want the pages any more is asked while it waits. */
static void pass_gate(struct renderer *r)
{
    pthread_mutex_lock(&stage.mutex);
    add_letter(stage.waiting, r->name[0]);
    pthread_cond_broadcast(&stage.changed);
    while (r->error == RENDERER_FINE && strchr(stage.open, r->name[0]) == NULL) {
        struct timespec until = soon(5);

        (void)pthread_cond_timedwait(&stage.changed, &stage.mutex, &until);
        pthread_mutex_unlock(&stage.mutex);
        if (r->limits.canceled(r->limits.ctx))
            r->error = RENDERER_CANCELED;
        pthread_mutex_lock(&stage.mutex);
    }
    remove_letter(stage.waiting, r->name[0]);
    pthread_mutex_unlock(&stage.mutex);
}

bool renderer_page(struct renderer *r, uint32_t *width, uint32_t *height)
{
    if (r->error != RENDERER_FINE || r->next > r->pages || r->next > r->last)
        return false;
    if (r->next == r->gate && r->damaged)
        r->error = RENDERER_DAMAGED;
    else if (r->next == r->gate)
        pass_gate(r);
    if (r->error != RENDERER_FINE)
        return false;
    r->next++;
    *width = r->width = 4961;
    *height = r->height = 7016;
    r->y = 0;
    return true;
}

bool renderer_line(struct renderer *r, uint8_t *gray)
{
    if (r->error != RENDERER_FINE || r->y == r->height)
        return false;
    memset(gray, r->y++ % 64 < 8 ? 0 : 255, r->width);
    return true;
}

enum renderer_error renderer_error(const struct renderer *r)
{
    return r->error;
}

const char *renderer_why(const struct renderer *r)
{
    return r->error == RENDERER_FINE ? "" : "The script says so.";
}

struct renderer_asked renderer_asked(const struct renderer *r)
{
    (void)r;
    return (struct renderer_asked){.sides = -1};
}

const char *renderer_warning(const struct renderer *r)
{
    (void)r;
    return "";
}

void renderer_close(struct renderer *r)
{
    pthread_mutex_lock(&stage.mutex);
    stage.renderers -= r != NULL;
    pthread_mutex_unlock(&stage.mutex);
    free(r);
}

/* ---- calls that fail ---- */

/* Guarded by the mutex of the stage. */
static struct {
    bool write;       /* to temporary files */
    unsigned pwrites; /* the n-th and all after it fail; 0: none */
} fails;

static struct spool_calls real;

static const struct document_limits room = {spools_folder, (uint64_t)1 << 30, 0};
static const struct document_limits nowhere = {"/nowhere", (uint64_t)1 << 30, 0};

/* The disk itself is not what is tested. */
int fsync(int fd)
{
    return fcntl(fd, F_GETFD) >= 0 ? 0 : -1;
}

/* Temporary files: what the spool writes comes by test_pwrite. */
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    bool fail;

    pthread_mutex_lock(&stage.mutex);
    fail = fails.write;
    pthread_mutex_unlock(&stage.mutex);
    if (fail) {
        errno = ENOSPC;
        return -1;
    }
    return (ssize_t)syscall(SYS_pwrite64, fd, bytes, n, at);
}

static ssize_t test_pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    unsigned left;

    pthread_mutex_lock(&stage.mutex);
    left = fails.pwrites;
    fails.pwrites -= left > 1;
    pthread_mutex_unlock(&stage.mutex);
    if (left == 1) {
        errno = ENOSPC;
        return -1;
    }
    return real.pwrite(fd, bytes, n, at);
}

/* ---- jobs ---- */

/* What a client's thread does with a PDF. options, n: what it keeps of the request. */
static struct job *put_bytes(int queue, const char *text, const void *options, size_t n)
{
    struct job_request request = queues_request("report");
    struct document *document;
    struct job *job;

    request.queue = queue;
    request.format = "application/pdf";
    job = queues_create(jobs, &request);
    if (job == NULL || !job_begin_document(job, spools_why, sizeof(spools_why)))
        return job;
    job_is_source(job);
    document = job_document(job);
    if (document_begin(document, RECORD_OPTIONS) != RESULT_OK ||
        document_write(document, options, n) != RESULT_OK ||
        document_end(document) != RESULT_OK ||
        document_begin(document, RECORD_SOURCE) != RESULT_OK ||
        document_write(document, text, strlen(text)) != RESULT_OK ||
        document_end(document) != RESULT_OK)
        diag("the source cannot be written");
    document_release(document);
    (void)queues_accept(job);
    return job;
}

/* What was understood of a request for copies. */
static struct intent *make_intent(int copies)
{
    ipp_t *attributes = ippNew();
    struct intent *intent;

    ippAddInteger(attributes, IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", copies);
    intent = intent_new(attributes, printer, "report", "anna");
    ippDelete(attributes);
    return intent;
}

/* As after a restart: what was asked is only on the disk. */
static struct job *put(int queue, const char *text)
{
    struct intent *intent = make_intent(1);
    struct job *job = intent != NULL ? put_bytes(queue, text, intent->bytes, intent->n) : NULL;

    free(intent);
    return job;
}

static bool is_ready(struct job *job)
{
    return !job->source && job->committed;
}

static bool has_ended(struct job *job)
{
    return !job_is_active(job);
}

/* Wait, but not for ever. */
static bool until(struct job *job, bool (*so)(struct job *job))
{
    time_t end = time(NULL) + WAIT_S;
    bool good;

    jobs_lock(jobs);
    while (!(good = so(job)) && time(NULL) < end) {
        struct timespec soon_mono;

        clock_gettime(CLOCK_MONOTONIC, &soon_mono);
        soon_mono.tv_sec++;
        jobs_wait(job->queue, &soon_mono);
    }
    if (!good)
        diag("job %d: state %d, %s", job->id, (int)job->state, job->message);
    jobs_unlock(jobs);
    return good;
}

/* Wait until these are at their gates, in any order. */
static bool at_gates(const char *letters)
{
    time_t end = time(NULL) + WAIT_S;
    bool good = false;

    pthread_mutex_lock(&stage.mutex);
    while (!good && time(NULL) < end) {
        struct timespec t = soon(100);

        good = strlen(stage.waiting) == strlen(letters) &&
               strspn(stage.waiting, letters) == strlen(letters);
        if (!good)
            (void)pthread_cond_timedwait(&stage.changed, &stage.mutex, &t);
    }
    if (!good)
        diag("'%s' wait, not '%s'", stage.waiting, letters);
    pthread_mutex_unlock(&stage.mutex);
    return good;
}

static void open_gates(const char *letters)
{
    pthread_mutex_lock(&stage.mutex);
    snprintf(stage.open, sizeof(stage.open), "%s", letters);
    pthread_cond_broadcast(&stage.changed);
    pthread_mutex_unlock(&stage.mutex);
}

static void begin(void)
{
    struct job_queue *queue;

    stage.opened[0] = stage.waiting[0] = stage.open[0] = '\0';
    if (jobs == NULL)
        jobs = queues_open(&many);
    queue = jobs_queue(jobs, 1);
    snprintf(queue->model, sizeof(queue->model), "canon_ir1020_ufr2lt");
}

/* The program ends, and what it knew. */
static void end(void)
{
    renderings_stop();
    jobs_close(jobs);
    jobs = NULL;
    ok(stage.renderers == 0, "Each renderer is closed");
}

/* Files of documents, pages and temporary ones that are left. */
static unsigned files_left(void)
{
    DIR *folder = opendir(spools_folder);
    const struct dirent *entry;
    unsigned n = 0;

    while (folder != NULL && (entry = readdir(folder)) != NULL)
        if (strncmp(entry->d_name, "doc-", 4) == 0 ||
            strncmp(entry->d_name, "pages-", 6) == 0 || strncmp(entry->d_name, "in-", 3) == 0)
            n++;
    if (folder != NULL)
        closedir(folder);
    return n;
}

static bool is_file(const char *name)
{
    return access(spools_path(name), F_OK) == 0;
}

static bool says(struct job *job, ipp_jstate_t state, uint32_t reasons, const char *text)
{
    bool same;

    jobs_lock(jobs);
    same = job->state == state && (job->reasons & reasons) == reasons &&
           strstr(job->message, text) != NULL;
    if (!same)
        diag("state %d, reasons %x: %s", (int)job->state, (unsigned)job->reasons, job->message);
    jobs_unlock(jobs);
    return same;
}

static bool has_pages(struct job *job, size_t pages)
{
    struct document *d = job_open_document(job, spools_why, sizeof(spools_why));
    size_t records = d != NULL ? document_records(d) : 0;

    document_release(d);
    if (records != pages + 1)
        diag("%zu records", records);
    return records == pages + 1;
}

/* ---- the way and the order ---- */

static void test_way(void)
{
    struct job *job;

    begin();
    job = put(1, "a 3");
    ok(is_file("doc-000000001.doc") && !is_file("pages-000000001.doc"),
       "A document is accepted before it has pages");
    renderings_start(test_system, jobs);
    ok(until(job, is_ready) && has_pages(job, 3), "Its pages are made");
    job_release(job);
    job = put(1, "b 1");
    ok(until(job, is_ready) && has_pages(job, 1),
       "Those of one that comes later are made, too");
    job_release(job);
    end();
    ok(is_file("doc-000000001.doc") && files_left() == 4,
       "What came is kept, too: there may be other paper to make pages for");
    queues_clear();
}

static void test_intent(void)
{
    struct job *job;

    begin();
    job = put(1, "a 2");
    job->intent = make_intent(3);
    renderings_start(test_system, jobs);
    ok(until(job, is_ready) && job->impressions == 6,
       "They are made as was understood when the job came");
    job_release(job);
    end();
    queues_clear();
}

static void test_order(void)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int threads = processors > 4 ? 4 : processors > 2 ? (int)processors : 2;
    struct job *list[6] = {NULL};
    char gated[5] = "";

    begin();
    for (int i = 0; i < threads; i++) {
        char text[20];

        add_letter(gated, (char)('a' + i));
        snprintf(text, sizeof(text), "%c 2 2", 'a' + i);
        list[i] = put(1, text);
    }
    renderings_start(test_system, jobs);
    ok(at_gates(gated), "Two documents at least are made at a time");
    list[4] = put(1, "x 1");
    list[5] = put(1, "y 1");
    job_set_priority(list[5], 90);
    open_gates("a");
    ok(until(list[4], is_ready) && until(list[5], is_ready),
       "One that does not come to its end holds up no other");
    ok(strcmp(stage.opened + threads, "yx") == 0, "They are made in the order of printing");
    open_gates("abcd");
    for (int i = 0; i < threads; i++)
        ok(until(list[i], is_ready) && has_pages(list[i], 2), "Document %d is whole", i + 1);
    for (int i = 0; i < 6; i++)
        job_release(list[i]);
    end();
    queues_clear();
}

/* ---- in the middle ---- */

static void test_stop(void)
{
    uint8_t note[NOTE_BYTES];
    struct document *d;
    struct job *job;

    begin();
    job = put(1, "a 4 3");
    renderings_start(test_system, jobs);
    ok(at_gates("a"), "Two of four pages are made");
    d = job_document(job);
    ok(document_records(d) == 3 && document_set_note(d, spools_note(5)),
       "and something was noted of what was printed");
    document_release(d);
    renderings_stop();
    ok(job_is_active(job) && !job->failed && job->message[0] == '\0',
       "When the program ends meanwhile the job has not failed");
    ok(is_file("doc-000000001.doc") && is_file("pages-000000001.part"),
       "What it was made of is kept, and what there is of it");
    job_release(job);
    end();
    begin();
    open_gates("a");
    job = job_find(jobs, 1, 1);
    ok(job != NULL && job->patient, "The next program has the job");
    renderings_start(test_system, jobs);
    ok(job != NULL && until(job, is_ready) && has_pages(job, 4), "and makes all its pages");
    d = job_open_document(job, spools_why, sizeof(spools_why));
    document_get_note(d, note);
    ok(memcmp(note, spools_note(5), NOTE_BYTES) == 0, "with the note");
    document_release(d);
    job_release(job);
    end();
    queues_clear();
}

static void test_cancel(void)
{
    struct job *job, *next;

    begin();
    job = put(1, "a 4 3");
    renderings_start(test_system, jobs);
    (void)at_gates("a");
    ok(job_cancel(job) == JOB_DONE && queues_is(job, IPP_JSTATE_CANCELED, JOB_CANCELED_BY_USER),
       "A job is canceled while its pages are made");
    next = put(1, "b 1");
    ok(until(next, is_ready) && at_gates(""), "They are not made any more");
    job_release(job);
    job_release(next);
    end();
    ok(files_left() == 2, "Nothing is left of it");
    queues_clear();
}

/* ---- what goes wrong ---- */

/* A job that comes to nothing, and one behind it that does not. */
static void test_failure(struct job *job, uint32_t reasons, const char *text, const char *what)
{
    struct job *next;

    renderings_start(test_system, jobs);
    ok(until(job, has_ended) &&
           says(job, IPP_JSTATE_ABORTED, JOB_ABORTED_BY_SYSTEM | reasons, text) &&
           says(job, IPP_JSTATE_ABORTED, 0, "Nothing was printed."),
       "%s: the job is aborted with a sentence", what);
    pthread_mutex_lock(&stage.mutex);
    fails.write = false;
    fails.pwrites = 0;
    pthread_mutex_unlock(&stage.mutex);
    documents_set_limits(&room); /* who makes pages waits for the next document */
    next = put(1, "z 1");
    ok(until(next, is_ready) && has_pages(next, 1), "The next one is made");
    job_release(job);
    job_release(next);
    end();
    ok(files_left() == 2, "Its document and its pages are all that is left");
    queues_clear();
}

/* Change the first byte of a text in what was kept of job 1. */
static bool spoil(const char *text)
{
    char file[8192] = "";
    int fd = open(spools_file(1), O_RDONLY | O_CLOEXEC);
    ssize_t size = fd >= 0 ? read(fd, file, sizeof(file)) : -1;
    size_t n = strlen(text), at = 0;

    if (fd >= 0)
        close(fd);
    while (size > 0 && at + n <= (size_t)size && memcmp(file + at, text, n) != 0)
        at++;
    return size > 0 && at + n <= (size_t)size && spools_flip(spools_file(1), at);
}

static void test_damage(void)
{
    static const char options[] = "these are no attributes";
    struct stat info;
    struct job *job;

    begin();
    job = put(1, "a 3");
    ok(spoil("a 3"), "A document is damaged on the disk");
    test_failure(job, JOB_ERRORS, "damaged", "A damaged source");
    begin();
    job = put(1, "a 3");
    ok(spoil("copies"), "What was asked is damaged on it");
    test_failure(job, JOB_ERRORS, "damaged", "Damaged options");
    begin();
    job = put_bytes(1, "a 3", options, sizeof(options));
    test_failure(job, JOB_ERRORS, "damaged", "Options that are none");
    begin();
    job = put(1, "a 3");
    ok(stat(spools_file(1), &info) == 0 && truncate(spools_file(1), info.st_size - 8) == 0,
       "The end of the file is missing");
    test_failure(job, JOB_ERRORS, "is damaged", "A file without its end");
    begin();
    job = put(1, "a 3");
    ok(unlink(spools_file(1)) == 0, "The file is missing");
    test_failure(job, JOB_ERRORS, "cannot be read", "No file");
}

static void test_no_room(void)
{
    struct job *job;

    begin();
    job = put(1, "a 3");
    documents_set_limits(&nowhere);
    test_failure(job, JOB_ERRORS, "cannot be kept in", "No temporary file can be made");
    begin();
    job = put(1, "a 3");
    fails.write = true;
    test_failure(job, JOB_ERRORS, "no room", "It cannot be written");
    begin();
    job = put(1, "a 3");
    fails.pwrites = 1;
    test_failure(job, JOB_ERRORS, "disk is full", "The pages cannot be begun");
    begin();
    job = put(1, "a 3");
    fails.pwrites = 4;
    test_failure(job, 0, "disk is full", "The disk is full in a page");
}

static void test_document(void)
{
    begin();
    test_failure(put(1, "nothing"), JOB_FORMAT_ERROR, "The script says so.",
                 "A document that is none");
    begin();
    test_failure(put(1, "a 3 1!"), JOB_FORMAT_ERROR, "The script says so.",
                 "One whose first page is damaged");
    begin();
    test_failure(put(1, "a 0"), JOB_FORMAT_ERROR, "no pages", "One without pages");
}

static void test_no_printer(void)
{
    struct job *job, *next;

    begin();
    job = put(77, "a 3");
    renderings_start(test_system, jobs);
    next = put(1, "b 1");
    ok(until(next, is_ready), "A job whose printer is gone does not hold up others");
    ok(job_is_active(job) && !job->failed && strchr(stage.opened, 'a') == NULL,
       "Its pages are not made; who deletes the printer ends it");
    job_release(job);
    job_release(next);
    end();
    queues_clear();
}

int main(void)
{
    if (mkdtemp(spools_folder) == NULL || !make_queue())
        return 1;
    real = spool_calls;
    spool_calls.pwrite = test_pwrite;
    documents_set_limits(&room);
    test_way();
    test_intent();
    test_order();
    test_stop();
    test_cancel();
    test_damage();
    test_no_room();
    test_document();
    test_no_printer();
    remove_queue();
    ok(spools_remove_folder(), "Nothing else is left in the folder");
    return tap_done();
}
