/*
 * test-scan-job.c - scan jobs with a scripted scanner: pages, ends, limits, cancel, patience.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/log.h"
#include "server/scan/machine-share.h"
#include "server/scan/page-change.h"
#include "server/scan/scan-run.h"
#include "server/scratch.h"
#include "tests/unit/scan-doubles.h"
#include "tests/unit/tap.h"

#include <dirent.h>
#include <math.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#define URI    "usb://Canon/iR1020/1024/1025%20(UFRII%20LT)?serial=ABC1"
#define DEVICE "pixma:04A926E6_ABC1"
#define LONG   10000u

static char folder[200];
static struct fake_scanner *fake;
static struct scanner *scanner;
static char last_begin[1100], last_end[1100];

static void take_line(void *ctx, enum log_level level, const char *text)
{
    (void)ctx;
    if (level != LOG_SAY_INFO || strncmp(text, "[Scan ", 6) != 0)
        return;
    fake_lock();
    snprintf(strstr(text, ": begins") != NULL ? last_begin : last_end, sizeof(last_end), "%s",
             text);
    fake_unlock();
}

static void begin_with(uint64_t max_page, uint64_t max_pages)
{
    struct scanners_options options = {.max_page = max_page, .max_pages = max_pages};
    struct scanner_facts facts = {.known = false};
    char why[512] = "";

    fake = fake_make(0, DEVICE);
    fake_queue(0, 1, "office", URI);
    snprintf(options.state_file, sizeof(options.state_file), "%s/state", folder);
    snprintf(options.folder, sizeof(options.folder), "%s/scans", folder);
    if (!scanners_start(NULL, &options, why, sizeof(why)))
        diag("%s", why);
    scanner = scanner_find("office");
    for (int i = 0; i < 2000 && scanner != NULL && !facts.known; i++) {
        scanner_facts(scanner, &facts);
        poll(NULL, 0, 5);
    }
}

static void begin(void)
{
    begin_with(1 << 20, 8 << 20);
}

static void end(void)
{
    scanners_stop();
    FAKE_AWAIT(fake->open == 0);
}

static const struct scan_asker asker = {"escl", "192.0.2.7", "scan-app/1"};

static struct scan_settings settings_of(enum scan_input input)
{
    return (struct scan_settings){
        .input = input,
        .color = SCAN_GRAY,
        .dpi = 75,
        .area = {0, 0, 300, 160},
        .encoding = SCAN_PNG,
    };
}

static struct scan_job *start(enum scan_input input, unsigned ahead, unsigned patience)
{
    struct scan_settings settings = settings_of(input);
    struct scan_handover handover = {ahead, patience};
    struct scan_job *job = NULL;
    char why[512] = "";
    enum scan_result result =
        scan_job_start(scanner, &settings, &handover, &asker, &job, why, sizeof(why));

    if (result != SCAN_OK)
        diag("%s: %s", scan_result_keyword(result), why);
    return job;
}

/* The result of an attempt to start another one, which does not start. */
static enum scan_result refused(const struct scan_settings *settings, char *why, size_t n)
{
    struct scan_handover handover = {0, 0};
    struct scan_job *job = NULL;
    enum scan_result result =
        scan_job_start(scanner, settings, &handover, &asker, &job, why, n);

    scan_job_release(job);
    return result;
}

static enum scan_result page_result(struct scan_job *job, unsigned n)
{
    struct scan_page *page;
    enum scan_result result = scan_job_page(job, n, LONG, &page);

    scan_page_release(page);
    return result;
}

static struct scan_job_info ended(struct scan_job *job)
{
    struct scan_job_info info;

    (void)scan_job_wait(job, LONG);
    scan_job_info(job, &info);
    return info;
}

/* Put paper in, some time after the feeder ran out. */
static void refill(unsigned sheets, uint32_t blank)
{
    registry_lock();
    scanner->empty_at = 0;
    registry_unlock();
    fake_lock();
    fake->sheets = sheets;
    fake->blank = blank;
    fake_unlock();
}

/* ---- pages ---- */

static void test_platen(void)
{
    struct scan_job *job;
    struct scan_page *page = NULL;
    struct scan_job_info info;

    begin();
    job = start(SCAN_PLATEN, 0, 0);
    ok(job != NULL && scan_job_page(job, 0, LONG, &page) == SCAN_OK && page != NULL &&
           scan_page_facts(page)->width == 75 && scan_page_facts(page)->height == 40 &&
           !scan_page_facts(page)->back,
       "The glass gives one page, of the asked size");
    scan_page_release(page);
    ok(page_result(job, 1) == SCAN_NO_DOCS, "and no second one");
    info = ended(job);
    ok(info.state == SCAN_JOB_COMPLETED && info.result == SCAN_OK && info.made == 1 &&
           info.taken == 0 && info.why[0] == '\0' && info.ended >= info.began,
       "The job is completed");
    ok(strlen(info.id) == 32 && strspn(info.id, "0123456789abcdef") == 32,
       "Its id is 128 bits by chance: %s", info.id);
    ok(page_result(job, 0) == SCAN_OK, "Its page can be had again after its end");
    scan_job_take(job, 5);
    scan_job_info(job, &info);
    ok(info.taken == 1 && page_result(job, 0) == SCAN_NO_DOCS, "until it was taken");
    scan_job_release(job);
    end();
    ok(fake->finished == 1 && fake->open == 0, "The device is at rest and closed");
}

static void test_feeder(void)
{
    struct scan_job *job;
    unsigned good = 0;
    struct scan_job_info info;

    begin();
    fake->sheets = 5;
    job = start(SCAN_FEEDER_DUPLEX, 0, 0);
    for (unsigned i = 0; i < 5; i++) {
        struct scan_page *page = NULL;

        good += scan_job_page(job, i, LONG, &page) == SCAN_OK &&
                scan_page_facts(page)->back == (i % 2 == 1);
        scan_page_release(page);
    }
    ok(good == 5, "Both sides of a stack come in order, backs known as such");
    ok(page_result(job, 5) == SCAN_NO_DOCS, "Then there is no more");
    info = ended(job);
    ok(info.state == SCAN_JOB_COMPLETED && info.result == SCAN_OK && info.made == 5,
       "The end of a stack is no trouble");
    scan_job_release(job);
    end();
}

static void test_blank(void)
{
    struct scan_settings settings = settings_of(SCAN_FEEDER_DUPLEX);
    struct scan_handover handover = {0, 0};
    struct scan_job *job = NULL;
    struct scan_job_info info;
    char why[512];

    begin();
    fake->sheets = 6;
    fake->blank = 0x2A; /* all backs */
    settings.drop_blank = true;
    (void)scan_job_start(scanner, &settings, &handover, &asker, &job, why, sizeof(why));
    info = ended(job);
    ok(info.made == 3 && info.blank == 3 && info.state == SCAN_JOB_COMPLETED,
       "White backs are left out and counted");
    scan_job_release(job);
    refill(2, 3);
    (void)scan_job_start(scanner, &settings, &handover, &asker, &job, why, sizeof(why));
    info = ended(job);
    ok(info.made == 0 && info.blank == 2 && info.state == SCAN_JOB_COMPLETED,
       "A stack of white sheets leaves nothing, but is no empty feeder");
    scan_job_release(job);
    settings.input = SCAN_PLATEN;
    (void)scan_job_start(scanner, &settings, &handover, &asker, &job, why, sizeof(why));
    info = ended(job);
    ok(info.made == 1 && info.blank == 0, "What lies on the glass is scanned, white or not");
    scan_job_release(job);
    end();
}

static void test_max_pages(void)
{
    struct scan_settings settings = settings_of(SCAN_FEEDER);
    struct scan_handover handover = {0, 0};
    struct scan_job *job = NULL;
    struct scan_job_info info;
    char why[512];

    begin();
    fake->sheets = 5;
    settings.max_pages = 2;
    (void)scan_job_start(scanner, &settings, &handover, &asker, &job, why, sizeof(why));
    info = ended(job);
    ok(info.made == 2 && info.state == SCAN_JOB_COMPLETED && fake->sheets == 3,
       "A job that wants two pages leaves the others in the feeder");
    scan_job_release(job);
    end();
}

/* The skew of a page of crooked lines. */
static double skew_of(bool straighten)
{
    struct scan_settings settings = settings_of(SCAN_FEEDER_DUPLEX);
    struct scan_handover handover = {0, 0};
    struct scan_page *page = NULL;
    struct scan_job *job = NULL;
    char why[512];
    double skew = 90;

    begin();
    fake->sheets = 2;
    fake->height = 600;
    fake->slant = 0.05;
    settings.area = (struct scan_area){0, 0, 2400, 2400};
    settings.straighten = straighten;
    (void)scan_job_start(scanner, &settings, &handover, &asker, &job, why, sizeof(why));
    if (scan_job_page(job, 1, LONG, &page) == SCAN_OK && scan_page_facts(page)->back &&
        scan_page_facts(page)->width == 600 && scan_page_facts(page)->height == 600 &&
        scan_page_facts(page)->dpi == 75 && scan_page_facts(page)->color == SCAN_GRAY)
        skew = page_skew(page);
    scan_page_release(page);
    scan_job_release(job);
    end();
    return skew;
}

static void test_straighten(void)
{
    double before = fabs(skew_of(false)), after = fabs(skew_of(true));

    ok(before > 2 && before < 4 && after < 0.3,
       "A crooked sheet comes level when that is asked: %.1f, then %.1f degrees", before,
       after);
}

static void test_ahead(void)
{
    struct scan_job *job;
    struct scan_job_info info;
    unsigned most = 0;

    begin();
    fake->sheets = 6;
    job = start(SCAN_FEEDER, 2, 60);
    for (unsigned i = 0; page_result(job, i) == SCAN_OK; i++) {
        scan_job_info(job, &info);
        most = info.made - info.taken > most ? info.made - info.taken : most;
        scan_job_take(job, i + 1);
    }
    info = ended(job);
    ok(info.made == 6 && info.taken == 6 && most <= 2,
       "No more pages wait for their taker than asked");
    scan_job_release(job);
    end();
}

/* ---- ends ---- */

static void test_empty(void)
{
    struct scan_settings settings = settings_of(SCAN_FEEDER);
    struct scanner_facts facts;
    struct scan_job_info info;
    struct scan_job *job;
    char why[512] = "";
    unsigned opened;

    begin();
    job = start(SCAN_FEEDER, 0, 0);
    ok(page_result(job, 0) == SCAN_NO_DOCS, "An empty feeder has no page");
    info = ended(job);
    ok(info.state == SCAN_JOB_ABORTED && info.result == SCAN_NO_DOCS && info.why[0] != '\0',
       "Such a job is aborted: %s", info.why);
    scanner_facts(scanner, &facts);
    ok(facts.feeder == SCAN_FEEDER_EMPTY && facts.trouble == SCAN_OK,
       "The feeder is known to be empty; that is no trouble");
    opened = fake->opened;
    ok(refused(&settings, why, sizeof(why)) == SCAN_NO_DOCS && fake->opened == opened,
       "The next attempt at once is refused without the machine: %s", why);
    settings.input = SCAN_PLATEN;
    ok(refused(&settings, why, sizeof(why)) == SCAN_OK, "The glass can be used");
    scan_job_release(job);
    end();
}

static void test_fails(enum scan_result with, unsigned line)
{
    struct scanner_facts facts;
    struct scan_job_info info;
    struct scan_job *job;

    begin();
    fake->sheets = 5;
    fake->fails_at = 2;
    fake->fails_line = line;
    fake->fails_with = with;
    job = start(SCAN_FEEDER, 0, 0);
    info = ended(job);
    ok(info.state == SCAN_JOB_ABORTED && info.result == with && info.made == 2,
       "%s %s a page: the job is aborted", scan_result_keyword(with),
       line == FAKE_NONE ? "before" : "within");
    ok(page_result(job, 1) == SCAN_OK &&
           page_result(job, 2) == (with == SCAN_TIMEOUT ? SCAN_IO : with),
       "The two pages before it are good, then comes the reason");
    scanner_facts(scanner, &facts);
    ok(facts.trouble == with && strcmp(facts.why, info.why) == 0 && facts.why[0] != '\0' &&
           fake->open == 0,
       "The scanner has trouble: %s", facts.why);
    scan_job_release(job);
    fake_lock();
    fake->fails_at = FAKE_NONE;
    fake_unlock();
    job = start(SCAN_PLATEN, 0, 0);
    info = ended(job);
    scanner_facts(scanner, &facts);
    ok(info.result == SCAN_OK && facts.trouble == SCAN_OK, "until the next success");
    scan_job_release(job);
    end();
}

static void test_not_opened(void)
{
    struct scan_job_info info;
    struct scan_job *job;

    begin();
    fake_lock();
    fake->open_result = SCAN_DENIED;
    fake_unlock();
    job = start(SCAN_PLATEN, 0, 0);
    info = ended(job);
    ok(info.state == SCAN_JOB_ABORTED && info.result == SCAN_DENIED,
       "A device that cannot be opened ends the job: %s", info.why);
    scan_job_release(job);
    fake_lock();
    fake->there = false;
    fake_unlock();
    job = start(SCAN_PLATEN, 0, 0);
    info = ended(job);
    ok(info.result == SCAN_GONE, "One that was unplugged, too: %s", info.why);
    scan_job_release(job);
    end();
}

/* ---- cancel ---- */

static void test_cancel(unsigned page, unsigned line, const char *where)
{
    struct scan_job_info info;
    struct scan_job *job;

    begin();
    fake->sheets = 3;
    fake->hangs_at = page;
    fake->hangs_line = line;
    job = start(SCAN_FEEDER, 0, 0);
    FAKE_AWAIT(fake->hanging);
    scan_job_cancel(job, LONG);
    scan_job_info(job, &info);
    ok(info.state == SCAN_JOB_CANCELED && info.result == SCAN_CANCELED && info.made == page &&
           fake->finished == 1,
       "Canceled %s, it ends at once", where);
    ok(page_result(job, 2) == SCAN_CANCELED, "Who waits for a page hears it");
    scan_job_cancel(job, LONG);
    scan_job_release(job);
    end();
}

static void test_cancel_open(void)
{
    struct scan_settings settings = settings_of(SCAN_PLATEN);
    struct scan_job_info info;
    struct scan_job *job;
    unsigned opened;
    char why[512];

    begin();
    fake_lock();
    fake->hangs_open = true;
    opened = fake->opened;
    fake_unlock();
    job = start(SCAN_PLATEN, 0, 0);
    FAKE_AWAIT(fake->hanging);
    scan_job_cancel(job, LONG);
    scan_job_info(job, &info);
    ok(info.state == SCAN_JOB_CANCELED, "A job whose device is being opened ends at once, too");
    ok(refused(&settings, why, sizeof(why)) == SCAN_BUSY,
       "though the scanner is not free before that is over");
    fake_lock();
    fake->hangs_open = false;
    fake_unlock();
    scan_job_release(job);
    FAKE_AWAIT(fake->open == 0 && fake->opened == opened + 1);
    end();
    ok(fake->finished == 0, "Nothing is scanned then");
}

static void test_cancel_waiting(void)
{
    struct scan_job_info info;
    struct scan_job *job;

    begin();
    fake->sheets = 3;
    job = start(SCAN_FEEDER, 1, 60);
    (void)page_result(job, 0);
    scan_job_cancel(job, LONG);
    scan_job_info(job, &info);
    ok(info.state == SCAN_JOB_CANCELED && info.made == 1,
       "A job that waits for its page to be taken can be canceled");
    scan_job_release(job);
    end();
}

static void test_patience(void)
{
    struct scan_job_info info;
    struct scan_job *job;

    begin();
    fake->sheets = 3;
    job = start(SCAN_FEEDER, 1, 1);
    info = ended(job);
    ok(info.state == SCAN_JOB_CANCELED && strcmp(info.why, "Nobody fetched the pages.") == 0 &&
           page_result(job, 0) == SCAN_CANCELED,
       "A job whose pages nobody fetches is canceled, its pages are gone");
    scan_job_release(job);
    job = start(SCAN_PLATEN, 1, 1);
    info = ended(job);
    ok(info.state == SCAN_JOB_COMPLETED, "One that is complete stays so");
    for (int i = 0; i < 2000; i++) {
        bool gone;

        poll(NULL, 0, 5);
        pthread_mutex_lock(&job->mutex);
        gone = job->dropped == 1;
        pthread_mutex_unlock(&job->mutex);
        if (gone)
            break;
    }
    ok(page_result(job, 0) == SCAN_CANCELED, "but its page goes all the same");
    scan_job_release(job);
    end();
}

static void test_stop(void)
{
    struct scan_job_info info;
    struct scan_job *job;

    begin();
    fake->sheets = 3;
    fake->hangs_at = 1;
    fake->hangs_line = 10;
    job = start(SCAN_FEEDER, 0, 0);
    FAKE_AWAIT(fake->hanging);
    scanners_stop();
    scan_job_info(job, &info);
    ok(info.state == SCAN_JOB_CANCELED && fake->open == 0,
       "The end of the program cancels a scan and closes its device");
    ok(page_result(job, 0) == SCAN_OK, "A page that somebody holds stays good");
    scan_job_release(job);
}

/* ---- who else ---- */

static void test_busy(void)
{
    struct scan_settings settings = settings_of(SCAN_PLATEN);
    struct scan_job *job;
    char why[512] = "";

    begin();
    fake->hangs_at = 0;
    job = start(SCAN_PLATEN, 0, 0);
    FAKE_AWAIT(fake->hanging);
    ok(refused(&settings, why, sizeof(why)) == SCAN_BUSY, "One scan at a time: %s", why);
    ok(!share_take(URI, SHARE_PRINT, 0, NULL, NULL), "A print job has to wait");
    fake_lock();
    fake->hangs_at = FAKE_NONE;
    fake_unlock();
    ok(share_take(URI, SHARE_PRINT, LONG, NULL, NULL), "It gets the machine after the scan");
    share_tell(URI, "Load A4 in drawer 1.");
    (void)ended(job);
    ok(refused(&settings, why, sizeof(why)) == SCAN_BUSY &&
           strstr(why, "Load A4 in drawer 1.") != NULL,
       "While it prints no scan begins: %s", why);
    share_release(URI, SHARE_PRINT);
    scan_job_release(job);
    job = start(SCAN_PLATEN, 0, 0);
    ok(ended(job).result == SCAN_OK, "Then it scans again");
    scan_job_release(job);
    end();
}

static void test_invalid(void)
{
    struct scan_settings settings = settings_of(SCAN_FEEDER);
    char why[512] = "";

    begin();
    fake_lock();
    fake->caps.has[SCAN_FEEDER] = false;
    fake_unlock();
    {
        struct scan_job *job = start(SCAN_PLATEN, 0, 0); /* it learns that */

        (void)ended(job);
        scan_job_release(job);
    }
    ok(refused(&settings, why, sizeof(why)) == SCAN_INVALID, "No feeder, no job: %s", why);
    settings.input = (enum scan_input)7;
    ok(refused(&settings, why, sizeof(why)) == SCAN_INVALID, "Nor an input that is none");
    end();
}

/* ---- limits ---- */

static void test_limits(void)
{
    struct scan_settings settings = settings_of(SCAN_PLATEN);
    struct scan_job_info info;
    struct scan_job *job;
    char why[512] = "";

    begin_with(60, 8 << 20);
    job = start(SCAN_PLATEN, 0, 0);
    info = ended(job);
    ok(info.result == SCAN_NO_MEMORY && info.made == 0, "A page larger than allowed: %s",
       info.why);
    scan_job_release(job);
    end();
    begin_with(1 << 20, 300);
    fake->sheets = 100;
    job = start(SCAN_FEEDER, 0, 0);
    info = ended(job);
    ok(info.result == SCAN_NO_MEMORY && info.made > 0 && info.made < 100,
       "More pages than may wait, after %u of them: %s", info.made, info.why);
    scan_job_take(job, info.made);
    ok(refused(&settings, why, sizeof(why)) == SCAN_OK, "When they are taken there is room");
    scan_job_release(job);
    end();
}

/* Files cannot grow: what a full disk looks like to a program. */
static void test_disk_full(void)
{
    struct rlimit before, none;
    struct scan_job_info info;
    struct scan_job *job;

    begin();
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    none = (struct rlimit){40, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &none);
    job = start(SCAN_PLATEN, 0, 0);
    info = ended(job);
    setrlimit(RLIMIT_FSIZE, &before);
    ok(info.state == SCAN_JOB_ABORTED && info.result == SCAN_NO_MEMORY && info.made == 0 &&
           info.why[0] != '\0',
       "A full disk ends the job: %s", info.why);
    scan_job_release(job);
    job = start(SCAN_PLATEN, 0, 0);
    ok(ended(job).result == SCAN_OK, "With room again it scans again");
    scan_job_release(job);
    end();
}

static void test_recent(void)
{
    struct scan_job_info infos[20];
    char first[SCAN_JOB_ID_SIZE] = "", last[SCAN_JOB_ID_SIZE] = "";
    struct scan_job *found;
    size_t n;

    begin();
    for (int i = 0; i < 12; i++) {
        struct scan_job *job = start(SCAN_PLATEN, 0, 0);
        struct scan_job_info info = ended(job);

        memcpy(i == 0 ? first : last, info.id, sizeof(info.id));
        scan_job_release(job);
    }
    for (int i = 0; i < 2000 && (n = scan_jobs_recent(scanner, infos, 20)) > 10; i++)
        poll(NULL, 0, 5);
    ok(n == 10 && strcmp(infos[0].id, last) == 0, "The last ten jobs are known, newest first");
    found = scan_job_find(scanner, last);
    ok(found != NULL, "They are found by their ids");
    scan_job_release(found);
    ok(scan_job_find(scanner, first) == NULL && scan_job_find(scanner, "") == NULL &&
           scan_job_find(scanner, "../../etc/passwd") == NULL,
       "Older ones, and nonsense, are not");
    end();
}

static unsigned count(const char *path)
{
    DIR *dir = opendir(path);
    unsigned n = 0;

    while (dir != NULL && readdir(dir) != NULL)
        n++;
    if (dir != NULL)
        closedir(dir);
    return n;
}

static void test_thousand(void)
{
    unsigned fds, threads, opened, good = 0;

    begin();
    opened = fake->opened;
    fds = count("/proc/self/fd");
    threads = count("/proc/self/task");
    for (int i = 0; i < 1000; i++) {
        struct scan_job *job = start(SCAN_PLATEN, 0, 0);

        good += page_result(job, 0) == SCAN_OK;
        scan_job_take(job, 1);
        (void)ended(job);
        scan_job_release(job);
    }
    ok(good == 1000, "A thousand scans succeed");
    for (int i = 0; i < 2000 && count("/proc/self/task") > threads; i++)
        poll(NULL, 0, 5);
    ok(count("/proc/self/fd") <= fds && count("/proc/self/task") <= threads,
       "They leave no file and no thread");
    ok(fake->opened == opened + 1000 && fake->open == 0, "and no open device");
    ok(scan_bytes_reserve(1000, 1000) == 1000, "Nothing counts as waiting any more");
    scan_bytes_return(1000);
    end();
}

/* ---- the log ---- */

static void test_log(void)
{
    struct scan_settings settings = settings_of(SCAN_FEEDER);
    struct scan_handover handover = {0, 0};
    struct scan_asker who = {"escl", "192.0.2.7", "evil\n[Scan] \"x\" \x1b[31m"};
    struct scan_job *job = NULL;
    char why[512], begun[1100], finished[1100];

    begin();
    fake->sheets = 2;
    (void)scan_job_start(scanner, &settings, &handover, &who, &job, why, sizeof(why));
    (void)ended(job);
    FAKE_AWAIT(strstr(last_end, "2 pages") != NULL);
    fake_lock();
    memcpy(begun, last_begin, sizeof(begun));
    memcpy(finished, last_end, sizeof(finished));
    fake_unlock();
    ok(strstr(begun, "office: begins, for escl from 192.0.2.7 \"evil[Scan] 'x'") != NULL &&
           strchr(begun, '\n') == NULL && strchr(begun, '\x1b') == NULL,
       "A line tells who scans, whatever they call themselves: %s", begun);
    ok(strstr(begun, "the feeder, gray, 75 dpi, 75 x 40 dots") != NULL, "and what");
    ok(strstr(finished, "office: ended (ok), for escl from 192.0.2.7") != NULL,
       "Another how it ended: %s", finished);
    scan_job_release(job);
    end();
}

static void test_counts(void)
{
    struct scan_counts counts;
    char text[4000] = "";
    FILE *out = fmemopen(text, sizeof(text), "w");

    scan_counts_get(&counts);
    ok(counts.begun > 1000 && counts.ended[SCAN_JAMMED] == 2 && counts.pages > 1000,
       "Scans are counted by their ends");
    scan_put_metrics(out);
    fclose(out);
    ok(strstr(text, "canon_scans_total{result=\"jammed\"} 2\n") != NULL &&
           strstr(text, "canon_scans_active 0\n") != NULL,
       "and shown to programs");
}

int main(void)
{
    const char *tmp = getenv("TMPDIR");

    snprintf(folder, sizeof(folder), "%s/scan-job-XXXXXX", tmp != NULL ? tmp : "/tmp");
    if (mkdtemp(folder) == NULL)
        return 1;
    log_to(take_line, NULL);
    test_platen();
    test_feeder();
    test_blank();
    test_max_pages();
    test_straighten();
    test_ahead();
    test_empty();
    test_fails(SCAN_JAMMED, FAKE_NONE);
    test_fails(SCAN_JAMMED, 20);
    test_fails(SCAN_CRASHED, 20);
    test_fails(SCAN_TIMEOUT, 0);
    test_not_opened();
    test_cancel(0, FAKE_NONE, "before the first page begins");
    test_cancel(1, 12, "in the middle of a page");
    test_cancel_open();
    test_cancel_waiting();
    test_patience();
    test_stop();
    test_busy();
    test_invalid();
    test_limits();
    test_disk_full();
    test_recent();
    test_thousand();
    test_log();
    test_counts();
    scratch_remove_folder(folder);
    return tap_done();
}
