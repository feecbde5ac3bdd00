/*
 * profiles.c - see profiles.h: runs and buttons. The list is in profile-store.c, what becomes
 * of pages in profile-deliver.c.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profile-parts.h"

#include "server/log.h"
#include "server/device-net.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAX_RUNS     16
#define MAX_PAGES    2000 /* of a run */
#define MAX_PRESSES  8    /* that wait for the thread */
#define LOOK_SECONDS 10   /* between two looks whether a person changed the file */
#define WAIT_MS      500  /* between two looks whether the program ends */
#define CANCEL_MS    5000
#define MAX_WAITS    60u /* for room on the disk */

struct press {
    struct scanner *scanner;
    unsigned button;
};

struct run {
    struct run *next;
    struct scan_profile profile;
    struct scanner *scanner;
    char scanner_name[SCANNER_NAME_SIZE];
    struct scan_asker asker;
    struct scan_job *job;
    struct scan_page *pages[MAX_PAGES];
    size_t n;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static pthread_t thread;
static bool running;
/* Guarded by mutex. */
static bool stop, look;
static struct press presses[MAX_PRESSES];
static size_t num_presses;
static struct run *runs;
static unsigned num_runs;

/* Of the thread: scanners whose buttons are watched. */
static struct scanner *watched[SCANNERS_MAX];
static size_t num_watched;

static bool is_stopping(void *ctx)
{
    bool stopping;

    (void)ctx;
    pthread_mutex_lock(&mutex);
    stopping = stop;
    pthread_mutex_unlock(&mutex);
    return stopping;
}

void profiles_changed(void)
{
    pthread_mutex_lock(&mutex);
    look = true;
    if (running)
        pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
}

/* ---- runs ---- */

static void fit_settings(const struct run *run, struct scan_settings *settings)
{
    const struct scan_profile *profile = &run->profile;
    bool lossless = profile->format == PROFILE_PNG ||
                    (profile->format == PROFILE_PDF && settings->color == SCAN_BLACK_AND_WHITE);
    struct scanner_facts facts;

    settings->encoding = lossless ? SCAN_PNG : SCAN_JPEG;
    if (!lossless && settings->color == SCAN_BLACK_AND_WHITE)
        settings->color = SCAN_GRAY;
    settings->measure_blank = settings->drop_blank;
    if (!profile->glass_if_empty)
        return;
    scanner_facts(run->scanner, &facts);
    if (settings->input == SCAN_FEEDER_DUPLEX && !facts.caps.has[SCAN_FEEDER_DUPLEX])
        settings->input = SCAN_FEEDER;
    if (facts.known && !facts.caps.has[settings->input])
        settings->input = SCAN_PLATEN;
}

/* The profile's settings, or, glass, the same from there. */
static enum scan_result start_job(const struct run *run, bool glass, struct scan_job **job,
                                  char *why, size_t why_size)
{
    static const struct scan_handover all = {.ahead = 0, .patience_s = 0};
    struct scan_settings settings = run->profile.settings;

    fit_settings(run, &settings);
    if (glass)
        settings.input = SCAN_PLATEN;
    why[0] = '\0';
    return scan_job_start(run->scanner, &settings, &all, &run->asker, job, why, why_size);
}

/* Pages of the job up to its end, or a failure. */
static enum scan_result gather(struct run *run)
{
    enum scan_result result = SCAN_OK;

    while (result == SCAN_OK || result == SCAN_TIMEOUT) {
        struct scan_page *page = NULL;

        if (run->n == MAX_PAGES || is_stopping(NULL)) {
            scan_job_cancel(run->job, CANCEL_MS);
            return run->n == MAX_PAGES ? SCAN_NO_MEMORY : SCAN_CANCELED;
        }
        result = scan_job_page(run->job, (unsigned)run->n, WAIT_MS, &page);
        if (result == SCAN_OK) {
            run->pages[run->n++] = page;
            scan_job_take(run->job, (unsigned)run->n);
        }
    }
    return result;
}

static bool ran_empty(const struct run *run, enum scan_result result)
{
    struct scan_job_info info;

    scan_job_info(run->job, &info);
    return result == SCAN_NO_DOCS && run->n == 0 && info.blank == 0 &&
           run->profile.glass_if_empty && info.settings.input != SCAN_PLATEN;
}

/* The feeder was empty: have the glass instead. */
static enum scan_result gather_from_glass(struct run *run, char *why, size_t why_size)
{
    struct scan_job *job = NULL;
    enum scan_result result;

    (void)scan_job_wait(run->job, CANCEL_MS);
    result = start_job(run, true, &job, why, why_size);
    if (result != SCAN_OK)
        return result;
    scan_job_release(run->job);
    run->job = job;
    return gather(run);
}

static void forget_run(struct run *run)
{
    struct run **link = &runs;

    pthread_mutex_lock(&mutex);
    while (*link != run)
        link = &(*link)->next;
    *link = run->next;
    num_runs--;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
}

static void end_run(struct run *run)
{
    for (size_t i = 0; i < run->n; i++)
        scan_page_release(run->pages[i]);
    scan_job_release(run->job);
    forget_run(run);
    free(run);
}

/* Wait before another attempt; false: the program ends. */
static bool wait_for_room(void)
{
    int64_t until = net_clock_ms() + (int64_t)profile_retry_first_ms;
    bool stopping;

    pthread_mutex_lock(&mutex);
    while (!stop && net_cond_wait(&changed, &mutex, until))
        ;
    stopping = stop;
    pthread_mutex_unlock(&mutex);
    return !stopping;
}

/* The pages have no names on the disk and go with the program: as long as there is hope that
 * somebody makes room, they are held. */
static void deliver(const struct run *run, bool incomplete)
{
    char why[600] = "";

    for (unsigned i = 0; i < MAX_WAITS; i++) {
        if (profile_run_end(&run->profile, run->scanner_name, run->pages, run->n, incomplete,
                            why, sizeof(why)))
            return;
        if (i == 0)
            log_say(LOG_SAY_ERROR,
                    "Profile %s: %s Make room on the disk: the scan waits for it.",
                    run->profile.name, why);
        if (!wait_for_room())
            break;
    }
    log_say(LOG_SAY_ERROR, "Profile %s: the scan is lost. %s", run->profile.name, why);
}

/* What is to be told when a run has ended; why: of what came last, "" for none. */
static void end_scan(const struct run *run, enum scan_result result, const char *why)
{
    struct scan_job_info info;

    scan_job_info(run->job, &info);
    if (result == SCAN_CANCELED) {
        log_say(LOG_SAY_INFO, "Profile %s: the scan was canceled.", run->profile.name);
        return;
    }
    if (result == SCAN_NO_DOCS && run->n == 0) {
        log_say(LOG_SAY_WARN, "Profile %s: there was nothing to scan in %s%s.",
                run->profile.name, run->scanner_name,
                info.blank > 0 ? ": all pages were blank" : "");
        return;
    }
    if (result != SCAN_NO_DOCS)
        log_say(LOG_SAY_WARN, "Profile %s: only %zu page%s of %s came: %s", run->profile.name,
                run->n, run->n == 1 ? "" : "s", run->scanner_name,
                why[0] != '\0'        ? why
                : info.why[0] != '\0' ? info.why
                                      : scan_result_text(result));
    if (run->n > 0)
        deliver(run, result != SCAN_NO_DOCS);
}

static void *scan(void *ctx)
{
    struct run *run = ctx;
    enum scan_result result = gather(run);
    char why[512] = "";

    if (ran_empty(run, result))
        result = gather_from_glass(run, why, sizeof(why));
    end_scan(run, result, why);
    end_run(run);
    return NULL;
}

static struct run *new_run(const struct scan_profile *profile, struct scanner *scanner,
                           const struct scan_asker *asker)
{
    struct run *run = calloc(1, sizeof(*run));
    struct scanner_facts facts;

    if (run == NULL)
        return NULL;
    scanner_facts(scanner, &facts);
    run->profile = *profile;
    run->scanner = scanner;
    run->asker = *asker;
    snprintf(run->scanner_name, sizeof(run->scanner_name), "%s", facts.name);
    return run;
}

static bool begin_thread(struct run *run)
{
    pthread_attr_t detached;
    pthread_t of_run;
    bool good;

    pthread_mutex_lock(&mutex);
    good = running && !stop && num_runs < MAX_RUNS;
    if (good) {
        run->next = runs;
        runs = run;
        num_runs++;
    }
    pthread_mutex_unlock(&mutex);
    if (!good)
        return false;
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    good = pthread_create(&of_run, &detached, scan, run) == 0;
    pthread_attr_destroy(&detached);
    if (!good)
        forget_run(run);
    return good;
}

bool profile_run(const struct scan_profile *profile, struct scanner *scanner,
                 const struct scan_asker *asker, struct scan_job **job, char *why,
                 size_t why_size)
{
    struct run *run = new_run(profile, scanner, asker);
    struct scan_job *copy;
    enum scan_result result;

    if (run == NULL) {
        snprintf(why, why_size, "There is no memory.");
        return false;
    }
    result = start_job(run, false, &run->job, why, why_size);
    if (result == SCAN_NO_DOCS && profile->glass_if_empty)
        result = start_job(run, true, &run->job, why, why_size);
    if (result != SCAN_OK) {
        if (why[0] == '\0')
            snprintf(why, why_size, "%s", scan_result_text(result));
        free(run);
        return false;
    }
    copy = scan_job_hold(run->job);
    log_say(LOG_SAY_INFO, "Profile %s: scanning on %s.", profile->name, run->scanner_name);
    if (!begin_thread(run)) {
        snprintf(why, why_size, "There are too many scans on their way.");
        scan_job_cancel(copy, CANCEL_MS);
        scan_job_release(copy);
        scan_job_release(run->job);
        free(run);
        return false;
    }
    if (job != NULL)
        *job = copy;
    else
        scan_job_release(copy);
    return true;
}

/* ---- buttons ---- */

struct of_button {
    const char *scanner;
    unsigned button; /* 0: any */
    struct scan_profile profile;
    bool found;
};

/* One of this very scanner before one of any. */
static bool take_better(void *ctx, const struct scan_profile *profile)
{
    struct of_button *of = ctx;
    bool own = strcmp(profile->scanner, of->scanner) == 0;

    if (profile->button == 0 || (of->button != 0 && profile->button != of->button) ||
        (!own && profile->scanner[0] != '\0'))
        return true;
    if (!of->found || own) {
        of->profile = *profile;
        of->found = true;
    }
    return !own;
}

static bool find_by_button(const char *scanner, unsigned button, struct scan_profile *profile)
{
    struct of_button of = {.scanner = scanner, .button = button, .found = false};

    profiles_each(take_better, &of);
    if (of.found)
        *profile = of.profile;
    return of.found;
}

/* In a thread of the scanner's, which a scan may have to wait for: so it is only noted. */
static void on_press(void *ctx, struct scanner *scanner, unsigned button)
{
    (void)ctx;
    pthread_mutex_lock(&mutex);
    if (num_presses < MAX_PRESSES)
        presses[num_presses++] = (struct press){scanner, button};
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
}

static void answer_press(const struct press *press)
{
    struct scan_asker asker = {.way = "profile"};
    struct scan_profile profile;
    struct scanner_facts facts;
    char why[600] = "";

    scanner_facts(press->scanner, &facts);
    snprintf(asker.agent, sizeof(asker.agent), "button %u", press->button);
    if (!find_by_button(facts.name, press->button, &profile))
        log_say(LOG_SAY_INFO, "Button %u of %s has no profile.", press->button, facts.name);
    else if (!profile_run(&profile, press->scanner, &asker, NULL, why, sizeof(why)))
        log_say(LOG_SAY_WARN, "Button %u of %s did nothing: %s", press->button, facts.name,
                why);
}

/* Whether a scanner's buttons are watched; set to what is wanted now. */
static void watch(struct scanner *scanner, bool wanted)
{
    size_t i = 0;

    while (i < num_watched && watched[i] != scanner)
        i++;
    if (wanted && i == num_watched && num_watched < SCANNERS_MAX) {
        watched[num_watched++] = scanner;
        scanner_watch_buttons(scanner, on_press, NULL);
    } else if (!wanted && i < num_watched) {
        watched[i] = watched[--num_watched];
        scanner_watch_buttons(scanner, NULL, NULL);
    }
}

/* The device is held open for its buttons, so only where a press does something. */
static bool watch_if_wanted(void *ctx, struct scanner *scanner)
{
    struct scanner_facts facts;
    struct scan_profile profile;

    (void)ctx;
    scanner_facts(scanner, &facts);
    watch(scanner, facts.caps.num_buttons > 0 && find_by_button(facts.name, 0, &profile));
    return true;
}

static void on_scanners_changed(void *ctx)
{
    (void)ctx;
    profiles_changed();
}

/* With the mutex, which is given away meanwhile. */
static void work_once(void)
{
    struct press taken[MAX_PRESSES];
    size_t n = num_presses;
    bool looking = look;

    memcpy(taken, presses, n * sizeof(taken[0]));
    num_presses = 0;
    look = false;
    pthread_mutex_unlock(&mutex);
    for (size_t i = 0; i < n; i++)
        answer_press(&taken[i]);
    if (profile_store_refresh() || looking)
        scanners_each(watch_if_wanted, NULL);
    pthread_mutex_lock(&mutex);
}

static void *work(void *ctx)
{
    (void)ctx;
    pthread_mutex_lock(&mutex);
    while (!stop) {
        int64_t until;

        work_once();
        until = net_clock_ms() + (int64_t)LOOK_SECONDS * 1000;
        while (!stop && !look && num_presses == 0 && net_cond_wait(&changed, &mutex, until))
            ;
    }
    pthread_mutex_unlock(&mutex);
    for (size_t i = 0; i < num_watched; i++)
        scanner_watch_buttons(watched[i], NULL, NULL);
    num_watched = 0;
    return NULL;
}

/* ---- start, stop ---- */

static bool start_threads(void)
{
    net_cond_init(&changed);
    stop = false;
    look = true;
    num_presses = 0;
    running = true;
    if (pthread_create(&thread, NULL, work, NULL) == 0 && profile_retry_start())
        return true;
    running = false;
    return false;
}

/* Of this user alone, also where it was there. */
static bool make_private(const char *folder)
{
    struct stat info;

    if (mkdir(folder, 0700) == 0)
        return true;
    if (errno != EEXIST || lstat(folder, &info) != 0)
        return false;
    errno = EPERM;
    return S_ISDIR(info.st_mode) && info.st_uid == geteuid() &&
           ((info.st_mode & 077) == 0 || chmod(folder, 0700) == 0);
}

bool profiles_start(pappl_system_t *system, const char *state_file, const char *folder,
                    uint64_t max_bytes, char *why, size_t why_size)
{
    static char kept[1100];
    static bool watching;
    struct profile_place place = {kept, max_bytes, is_stopping, NULL};
    char path[1100];

    (void)folder; /* of pages, which are emptied at each start: not for documents */
    if ((size_t)snprintf(kept, sizeof(kept), "%s.undelivered", state_file) >= sizeof(kept) ||
        !make_private(kept)) {
        snprintf(why, why_size, "The folder '%s' for scans cannot be made: %s.", kept,
                 strerror(errno));
        return false;
    }
    snprintf(path, sizeof(path), "%.1080s.profiles", state_file);
    profile_kept_tidy(kept);
    profile_store_open(path);
    profile_delivery_setup(system, &place);
    if (!start_threads()) {
        snprintf(why, why_size, "There is no thread for profiles.");
        return false;
    }
    if (!watching)
        scanners_watch(on_scanners_changed, NULL);
    watching = true;
    return true;
}

void profiles_cancel(void)
{
    pthread_mutex_lock(&mutex);
    stop = true;
    if (running)
        pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
}

void profiles_stop(void)
{
    if (!running)
        return;
    profiles_cancel();
    pthread_mutex_lock(&mutex);
    while (num_runs > 0)
        pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
    profile_retry_stop();
    pthread_mutex_lock(&mutex);
    running = false;
    pthread_mutex_unlock(&mutex);
}
