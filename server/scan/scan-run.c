/*
 * scan-run.c - the thread of a scan job: opens the device, makes page after page, and closes it
 * again.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scan-run.h"

#include "page-change.h"

#include "server/log.h"

#include <math.h>
#include <string.h>

/* Crooked by less than this nobody sees; each turning costs sharpness. */
#define LEVEL_DEGREES 0.15

/* A job under way. */
struct run {
    struct scan_job *job;
    struct scanner *scanner;
    struct scan_process *process;
    struct scan_source source;
    struct scan_settings settings;
    struct page_plan plan;
    char folder[1024];
    uint64_t max_page, max_pages;
    unsigned sides; /* that were scanned, blank ones among them */
    char why[512];
};

/* Where the process is canceled; NULL before it is closed. False: canceled already. */
static bool show_process(struct run *run, struct scan_process *process)
{
    struct scan_job *job = run->job;
    bool canceled;

    pthread_mutex_lock(&job->mutex);
    canceled = job->cancel;
    job->process = process;
    pthread_mutex_unlock(&job->mutex);
    return !canceled;
}

/* What the device says of itself now counts, not what it said when the job was made. */
static bool make_plan(struct run *run, struct scan_caps *caps)
{
    struct scan_job *job = run->job;

    if (!scanner_caps_sane(caps) || !page_plan(caps, &run->settings, &run->plan))
        return false;
    pthread_mutex_lock(&job->mutex);
    job->info.plan = run->plan;
    if (job->info.state == SCAN_JOB_PENDING)
        job->info.state = SCAN_JOB_PROCESSING;
    job->opening = false;
    pthread_mutex_unlock(&job->mutex);
    return true;
}

static enum scan_result open_device(struct run *run, const char *device)
{
    struct scan_caps caps;
    enum scan_result result =
        scan_process_open(device, &run->process, &caps, run->why, sizeof(run->why));

    if (result != SCAN_OK)
        return result;
    (void)scanner_learn(run->scanner, &caps);
    if (!make_plan(run, &caps))
        return SCAN_INVALID;
    run->source = scan_process_source(run->process);
    return show_process(run, run->process) ? SCAN_OK : SCAN_CANCELED;
}

static void close_device(struct run *run, enum scan_result result)
{
    struct scan_sensors sensors = {.feeder = SCAN_FEEDER_UNKNOWN};

    if (run->process == NULL)
        return;
    if (result == SCAN_OK && run->settings.input != SCAN_PLATEN &&
        scan_process_sensors(run->process, &sensors) == SCAN_OK &&
        sensors.feeder != SCAN_FEEDER_UNKNOWN)
        scanner_note_feeder(run->scanner, sensors.feeder);
    (void)show_process(run, NULL);
    scan_process_close(run->process);
}

/* ---- pages ---- */

/* The page with its lines level, where it is crooked; a page that cannot be turned stays as it
 * is. */
static struct scan_page *straighten(struct run *run, struct scan_page *page)
{
    const struct scan_page_facts *facts = scan_page_facts(page);
    struct page_change change = {.encoding = facts->encoding, .color = facts->color};
    struct scan_page *level;
    char why[512] = "";

    change.quality = run->settings.quality;
    change.degrees = page_skew(page);
    if (fabs(change.degrees) < LEVEL_DEGREES)
        return page;
    level = page_change(page, &change, run->folder, run->max_page, why, sizeof(why));
    if (level == NULL) {
        log_say(LOG_SAY_WARN, "A page of the scanner %s stays crooked: %s", run->job->name,
                why);
        return page;
    }
    scan_page_release(page);
    return level;
}

static bool is_left_out(const struct run *run, const struct scan_page *page)
{
    return run->settings.drop_blank && run->settings.input != SCAN_PLATEN &&
           scan_page_facts(page)->blank;
}

static void count_blank(struct run *run)
{
    pthread_mutex_lock(&run->job->mutex);
    run->job->info.blank++;
    pthread_mutex_unlock(&run->job->mutex);
}

/* The page is whole; reserved bytes were put aside for it. */
static enum scan_result keep_page(struct run *run, struct scan_page *page, uint64_t reserved)
{
    uint64_t bytes;

    if (is_left_out(run, page)) {
        scan_page_release(page);
        scan_bytes_return(reserved);
        count_blank(run);
        return SCAN_OK;
    }
    if (run->settings.straighten)
        page = straighten(run, page);
    bytes = scan_page_facts(page)->bytes;
    if (bytes > reserved) /* straight pages may be larger; it is there already */
        (void)scan_bytes_reserve(bytes - reserved, UINT64_MAX);
    else
        scan_bytes_return(reserved - bytes);
    return scan_job_add(run->job, page) ? SCAN_OK : SCAN_NO_MEMORY;
}

static enum scan_result no_room(struct run *run)
{
    snprintf(run->why, sizeof(run->why), "Too many scanned pages wait to be fetched.");
    return SCAN_NO_MEMORY;
}

static enum scan_result scan_page(struct run *run)
{
    bool back = run->settings.input == SCAN_FEEDER_DUPLEX && run->sides % 2 == 1;
    uint64_t reserved = scan_bytes_reserve(run->max_page, run->max_pages);
    struct scan_page *page = NULL;
    enum scan_result result;

    run->why[0] = '\0';
    if (reserved == 0)
        return no_room(run);
    result = page_make(&run->source, &run->plan, &run->settings, back, run->folder, reserved,
                       &page, run->why, sizeof(run->why));
    if (result != SCAN_OK) {
        scan_bytes_return(reserved);
        if (result == SCAN_NO_MEMORY && reserved < run->max_page)
            return no_room(run);
        if (run->why[0] == '\0' && result != SCAN_NO_DOCS)
            snprintf(run->why, sizeof(run->why), "%s", scan_process_why(run->process));
        return result;
    }
    run->sides++;
    return keep_page(run, page, reserved);
}

static unsigned pages_made(struct run *run)
{
    unsigned made;

    pthread_mutex_lock(&run->job->mutex);
    made = run->job->info.made;
    pthread_mutex_unlock(&run->job->mutex);
    return made;
}

/* All pages. The end of a stack is SCAN_OK when there was one. */
static enum scan_result scan_pages(struct run *run)
{
    unsigned max = run->settings.input == SCAN_PLATEN ? 1 : run->settings.max_pages;
    enum scan_result result = SCAN_OK;

    if (max == 0 || max > SCAN_MAX_PAGES)
        max = SCAN_MAX_PAGES;
    while (result == SCAN_OK && pages_made(run) < max)
        result = scan_job_await_room(run->job) ? scan_page(run) : SCAN_CANCELED;
    if (scan_job_is_canceled(run->job) && result != SCAN_OK)
        result = SCAN_CANCELED; /* whatever the driver made of it */
    if (result == SCAN_NO_DOCS) {
        scanner_note_empty(run->scanner);
        if (run->sides > 0)
            result = SCAN_OK;
    }
    run->source.finish(run->source.ctx);
    return result;
}

static enum scan_result use_device(struct run *run)
{
    char device[SCAN_DEVICE_SIZE], uri[sizeof(run->scanner->uri)];
    enum scan_result result =
        scanner_await_use(run->scanner, device, scan_job_is_canceled, run->job);

    if (result == SCAN_BUSY) {
        registry_lock();
        memcpy(uri, run->scanner->uri, sizeof(uri));
        registry_unlock();
        scanner_why_busy(uri, run->why, sizeof(run->why));
    }
    if (result != SCAN_OK)
        return result;
    result = open_device(run, device);
    if (result == SCAN_OK)
        result = scan_pages(run);
    close_device(run, result);
    scanner_end_use(run->scanner);
    scanner_note(run->scanner, result, run->why);
    return result;
}

static void prepare(struct run *run)
{
    struct scan_job *job = run->job;

    run->scanner = job->scanner;
    run->settings = job->info.settings;
    if (run->settings.drop_blank)
        run->settings.measure_blank = true;
    registry_lock();
    memcpy(run->folder, registry.options.folder, sizeof(run->folder));
    run->max_page = registry.options.max_page;
    run->max_pages = registry.options.max_pages;
    registry_unlock();
}

void *scan_job_run(void *ctx)
{
    struct run run = {.job = ctx};
    struct scan_job_info info;
    enum scan_result result;

    prepare(&run);
    scan_job_info(run.job, &info);
    scan_log_begin(&info, run.job->name);
    result = use_device(&run);
    /* the scanner is free before somebody hears of the end and asks for the next scan */
    registry_lock();
    run.scanner->active = NULL;
    registry_tell();
    registry_unlock();
    scan_job_end(run.job, result, run.why);
    scan_job_info(run.job, &info);
    scan_log_end(&info, run.job->name);
    scan_job_release(run.job); /* the registry's, while it was active */
    scan_job_release(run.job);
    registry_thread_ends();
    return NULL;
}
