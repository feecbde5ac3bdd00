/*
 * profile-deliver.c - documents go where their profile says, now or later (profile-parts.h).
 * SPDX-License-Identifier: Apache-2.0
 */
#include "profile-parts.h"

#include "server/device-net.h"
#include "server/log.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RETRY_LAST_MS 3600000u

unsigned profile_retry_first_ms = 60000;

/* Set before there are threads. */
static pappl_system_t *queues;
static struct profile_place where;

void profile_delivery_setup(pappl_system_t *system, const struct profile_place *place)
{
    queues = system;
    where = *place;
}

const struct profile_place *profile_delivery_place(void)
{
    return &where;
}

bool profile_send(const struct profile_document *document, const struct scan_profile *profile,
                  char *what, size_t what_size)
{
    struct profile_mail mail;
    bool good;

    switch (profile->target) {
    case PROFILE_FOLDER:
        return profile_to_folder(document, profile, what, what_size);
    case PROFILE_MAIL:
        profile_store_mail(&mail);
        good = profile_to_mail(document, profile, &mail, &where, what, what_size);
        vault_wipe(&mail, sizeof(mail));
        return good;
    case PROFILE_COMMAND:
        return profile_to_command(document, profile, &where, what, what_size);
    case PROFILE_PRINT:
        break;
    }
    return profile_to_printer(queues, document, profile, what, what_size);
}

/* Pages that are printed are one job, which is taken whole or not at all. */
static void fit_format(struct scan_profile *profile, size_t n)
{
    if (profile->target == PROFILE_PRINT && n > 1)
        profile->format = PROFILE_PDF;
}

bool profile_deliver(const struct scan_profile *profile, struct scan_page *const *pages,
                     const unsigned *quarters, size_t n, char *what, size_t what_size)
{
    struct scan_profile used = *profile;
    struct profile_document document;
    bool good;

    fit_format(&used, n);
    good = profile_document_make(&used, profile->scanner, pages, quarters, n, &where, &document,
                                 what, what_size) &&
           profile_send(&document, &used, what, what_size);
    log_say(good ? LOG_SAY_INFO : LOG_SAY_ERROR, "Profile %s, %zu page%s: %s", profile->name, n,
            n == 1 ? "" : "s", what);
    profile_document_remove(&document);
    return good;
}

/* A name that says that there should be more. */
static void mark_incomplete(struct scan_profile *profile)
{
    const char *pattern =
        profile->pattern[0] != '\0' ? profile->pattern : PROFILE_DEFAULT_PATTERN;
    char marked[sizeof(profile->pattern)];

    if ((size_t)snprintf(marked, sizeof(marked), "%s incomplete", pattern) < sizeof(marked))
        memcpy(profile->pattern, marked, sizeof(marked));
}

static void keep(struct profile_document *document, const struct scan_profile *profile,
                 const char *what)
{
    char folder[sizeof(document->folder)], why[500] = "";

    snprintf(folder, sizeof(folder), "%s", document->folder);
    if (profile_keep(document, profile, why, sizeof(why))) {
        log_say(LOG_SAY_ERROR, "Profile %s: %s The scan is kept in %s%s.", profile->name, what,
                folder,
                profile->target == PROFILE_COMMAND ? "" : ", and delivery is tried again");
        profile_retry_wake();
    } else
        log_say(LOG_SAY_ERROR, "Profile %s: %s The scan is lost. %s", profile->name, what, why);
}

bool profile_run_end(const struct scan_profile *profile, const char *scanner,
                     struct scan_page *const *pages, size_t n, bool incomplete, char *why,
                     size_t why_size)
{
    struct scan_profile used = *profile;
    struct profile_document document;
    char what[1600] = "";

    if (incomplete)
        mark_incomplete(&used);
    fit_format(&used, n);
    if (!profile_document_make(&used, scanner, pages, NULL, n, &where, &document, why,
                               why_size))
        return false;
    if (profile_send(&document, &used, what, sizeof(what)))
        log_say(LOG_SAY_INFO, "Profile %s, %zu page%s of %s: %s", profile->name, n,
                n == 1 ? "" : "s", scanner, what);
    else
        keep(&document, &used, what);
    profile_document_remove(&document);
    return true;
}

/* ---- once more ---- */

/* When a kept document is tried next; those that are not in here were never tried by this
 * run of the program. */
struct attempt {
    char folder[1100];
    uint64_t next_ms;
    unsigned wait_ms;
    bool given_up;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static pthread_t thread;
static bool running;
/* Guarded by mutex. */
static bool stop, woken;

/* Of the thread. */
static struct attempt attempts[PROFILE_KEPT_MAX];
static size_t num_attempts;

static struct attempt *attempt_of(const char *folder)
{
    struct attempt *a = &attempts[num_attempts % PROFILE_KEPT_MAX];

    for (size_t i = 0; i < num_attempts && i < PROFILE_KEPT_MAX; i++)
        if (strcmp(attempts[i].folder, folder) == 0)
            return &attempts[i];
    num_attempts++;
    snprintf(a->folder, sizeof(a->folder), "%.1099s", folder);
    a->wait_ms = profile_retry_first_ms;
    a->next_ms = (uint64_t)net_clock_ms() + a->wait_ms;
    a->given_up = false;
    return a;
}

static void try_again(const struct profile_kept *kept, struct attempt *a)
{
    struct profile_document document;
    char what[1600] = "Its files are not there.";

    if (profile_document_open(kept->folder, &kept->profile, kept->profile.scanner, kept->when,
                              &document) &&
        profile_send(&document, &kept->profile, what, sizeof(what))) {
        log_say(LOG_SAY_INFO, "Profile %s, kept since a failure: %s", kept->profile.name, what);
        profile_document_remove(&document);
        return;
    }
    a->wait_ms = a->wait_ms > RETRY_LAST_MS / 4 ? RETRY_LAST_MS : a->wait_ms * 4;
    a->next_ms = (uint64_t)net_clock_ms() + a->wait_ms;
    log_say(LOG_SAY_WARN, "Profile %s, again: %s The scan stays in %s.", kept->profile.name,
            what, kept->folder);
}

static bool is_stopping(void)
{
    bool stopping;

    pthread_mutex_lock(&mutex);
    stopping = stop;
    pthread_mutex_unlock(&mutex);
    return stopping;
}

/* Try what is due; when to look next. */
static uint64_t look(void)
{
    static struct profile_kept kept[PROFILE_KEPT_MAX + 1];
    size_t n = profile_kept_list(where.folder, kept, PROFILE_KEPT_MAX + 1);
    uint64_t next = UINT64_MAX;

    profile_kept_limit(kept, n);
    for (size_t i = 0; i < n && !is_stopping(); i++) {
        struct attempt *a = attempt_of(kept[i].folder);

        if (!profile_kept_tried(&kept[i])) {
            if (!a->given_up && kept[i].profile.target != PROFILE_COMMAND)
                log_say(LOG_SAY_ERROR,
                        "Profile %s: a scan is not tried again after some days. It is in %s.",
                        kept[i].profile.name, kept[i].folder);
            a->given_up = true;
            continue;
        }
        if (a->next_ms <= (uint64_t)net_clock_ms())
            try_again(&kept[i], a);
        if (a->next_ms < next)
            next = a->next_ms;
    }
    return next;
}

static void *retry(void *ctx)
{
    (void)ctx;
    pthread_mutex_lock(&mutex);
    while (!stop) {
        uint64_t next;
        bool waits = true;

        woken = false;
        pthread_mutex_unlock(&mutex);
        next = look();
        pthread_mutex_lock(&mutex);
        while (!stop && !woken && waits)
            waits =
                net_cond_wait(&changed, &mutex, next == UINT64_MAX ? INT64_MAX : (int64_t)next);
    }
    pthread_mutex_unlock(&mutex);
    return NULL;
}

bool profile_retry_start(void)
{
    net_cond_init(&changed);
    stop = woken = false;
    num_attempts = 0;
    running = pthread_create(&thread, NULL, retry, NULL) == 0;
    return running;
}

void profile_retry_wake(void)
{
    pthread_mutex_lock(&mutex);
    woken = true;
    if (running)
        pthread_cond_signal(&changed);
    pthread_mutex_unlock(&mutex);
}

void profile_retry_stop(void)
{
    if (!running)
        return;
    pthread_mutex_lock(&mutex);
    stop = true;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
    running = false;
    pthread_cond_destroy(&changed);
}
