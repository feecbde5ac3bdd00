/*
 * scanner-registry.c - the registry of scanners: its lock, its threads, its file, begin and
 * end.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "scanner-parts.h"

#include "machine-share.h"

#include "server/device-net.h"
#include "server/log.h"
#include "server/scratch.h"
#include "server/whole-file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A device that is just being opened or listed cannot be called off. Its process ends by itself
 * when ours does. */
#define STOP_MS 8000

struct registry registry = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t save_mutex = PTHREAD_MUTEX_INITIALIZER; /* one at a time writes */

/* ---- the lock ---- */

static void init(void)
{
    net_cond_init(&registry.changed);
}

void registry_lock(void)
{
    pthread_once(&once, init);
    pthread_mutex_lock(&registry.mutex);
}

void registry_unlock(void)
{
    pthread_mutex_unlock(&registry.mutex);
}

void registry_wait(int64_t ms)
{
    if (ms > 0)
        (void)net_cond_wait(&registry.changed, &registry.mutex, net_clock_ms() + ms);
}

void registry_tell(void)
{
    pthread_cond_broadcast(&registry.changed);
}

bool registry_is_stopping(void)
{
    bool stopping;

    registry_lock();
    stopping = registry.stopping;
    registry_unlock();
    return stopping;
}

bool registry_thread(void *(*run)(void *ctx), void *ctx)
{
    pthread_attr_t attributes;
    pthread_t thread;
    bool started;

    registry_lock();
    registry.threads++;
    registry_unlock();
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    started = pthread_create(&thread, &attributes, run, ctx) == 0;
    pthread_attr_destroy(&attributes);
    if (!started)
        registry_thread_ends();
    return started;
}

void registry_thread_ends(void)
{
    registry_lock();
    registry.threads--;
    registry_tell();
    registry_unlock();
}

/* ---- the file ---- */

static void file_path(char *path, size_t n)
{
    snprintf(path, n, "%s.scanners", registry.options.state_file);
}

/* With the lock: an entry whose scanner was never seen and that nobody set need not be kept. */
static bool is_kept(const struct scanner *s)
{
    return !s->deleted &&
           (strcmp(s->record.settings.device, "auto") != 0 || s->record.device[0] != '\0');
}

/* With the lock. NULL without memory. */
static struct scanner_record *copy_records(size_t *n)
{
    struct scanner_record *records;
    size_t num = 0;

    for (struct scanner *s = registry.scanners; s != NULL; s = s->next)
        num += is_kept(s);
    records = calloc(num + 1, sizeof(*records));
    *n = 0;
    for (struct scanner *s = registry.scanners; records != NULL && s != NULL; s = s->next)
        if (is_kept(s))
            records[(*n)++] = s->record;
    return records;
}

void registry_save(void)
{
    struct scanner_record *records;
    char path[1100], *text = NULL;
    size_t n;

    pthread_mutex_lock(&save_mutex); /* so that an older state never comes last */
    registry_lock();
    records = copy_records(&n);
    file_path(path, sizeof(path));
    registry_unlock();
    if (records != NULL)
        text = scanner_file_format(records, n);
    if (text == NULL || !whole_file_replace(path, text))
        log_say(LOG_SAY_ERROR, "What is known of the scanners cannot be kept in %s: %s.", path,
                text == NULL ? "no memory" : strerror(errno));
    pthread_mutex_unlock(&save_mutex);
    free(records);
    free(text);
}

static void load(void)
{
    struct scanner_record *records = calloc(SCANNERS_MAX, sizeof(*records));
    char path[1100], *text;
    size_t n = 0;

    file_path(path, sizeof(path));
    text = whole_file_read(path, SCANNER_FILE_MAX, &n);
    n = text != NULL && records != NULL ? scanner_file_parse(text, n, records, SCANNERS_MAX)
                                        : 0;
    registry_lock();
    for (size_t i = 0; i < n; i++) {
        struct scanner *s = scanner_new(records[i].name);

        if (s != NULL)
            s->record = records[i];
    }
    registry_unlock();
    free(records);
    free(text);
}

/* ---- life ---- */

/* Those who want to know of changes, and the time of jobs. */
static void *keep_time(void *ctx)
{
    (void)ctx;
    registry_lock();
    while (!registry.stopping) {
        if (registry.notify) {
            registry.notify = false;
            for (size_t i = 0; i < SCANNER_WATCHERS && registry.watchers[i].changed; i++) {
                void (*changed)(void *) = registry.watchers[i].changed;
                void *of = registry.watchers[i].ctx;

                registry_unlock();
                changed(of);
                registry_lock();
            }
            continue;
        }
        registry_wait(scan_jobs_tick());
    }
    registry_unlock();
    registry_thread_ends();
    return NULL;
}

static bool make_folder(const char *path, char *why, size_t n)
{
    scratch_remove_folder(path);
    if (mkdir(path, 0700) == 0)
        return true;
    snprintf(why, n, "The folder '%s' for scanned pages cannot be made: %s.", path,
             strerror(errno));
    return false;
}

bool scanners_start(pappl_system_t *system, const struct scanners_options *options, char *why,
                    size_t why_size)
{
    if (!make_folder(options->folder, why, why_size))
        return false;
    registry_lock();
    registry.system = system;
    registry.options = *options;
    registry.ending = registry.stopping = false;
    registry.search_now = true;
    registry_unlock();
    load();
    scanner_follow_queues();
    share_on_print(scanner_make_way, NULL);
    registry_lock();
    registry.running = true;
    registry_unlock();
    if (registry_thread(keep_time, NULL) && registry_thread(scanner_search, NULL))
        return true;
    scanners_stop();
    snprintf(why, why_size, "There is no thread for the scanners.");
    return false;
}

/* With the lock. Entries stay: clients that are still served may have a pointer. */
static void clear(void)
{
    for (struct scanner *s = registry.scanners; s != NULL; s = s->next) {
        s->deleted = true;
        s->pressed = NULL;
    }
    memset(registry.watchers, 0, sizeof(registry.watchers));
}

void scanners_end_scans(void)
{
    registry_lock();
    registry.ending = true;
    registry_unlock();
    scan_jobs_cancel_all();
}

void scanners_stop(void)
{
    int64_t end = net_clock_ms() + STOP_MS;

    registry_lock();
    if (!registry.running) {
        registry_unlock();
        return;
    }
    registry.stopping = true;
    registry_tell();
    registry_unlock();
    share_on_print(NULL, NULL);
    scanners_end_scans();
    registry_lock();
    while (registry.threads > 0 && net_clock_ms() < end)
        registry_wait(end - net_clock_ms());
    registry_unlock();
    scan_jobs_forget();
    registry_lock();
    registry.running = false;
    registry.num_queues = 0;
    clear();
    registry_unlock();
}
