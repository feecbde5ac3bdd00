/*
 * web-scan-tray.c - see web-scan-tray.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "web-scan-tray.h"

#include "web-scan-words.h"
#include "server/device-net.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards all that follows */
static pthread_cond_t changed;
static struct web_tray trays[TRAYS_MAX];
static uint64_t max_bytes;
static bool running;
static pthread_t forgetter;

static time_t now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

/* ---- forgetting ---- */

static void drop_page(struct tray_page *page)
{
    scan_page_release(page->page);
    free(page->thumb);
    *page = (struct tray_page){0};
}

static void forget(struct web_tray *tray)
{
    for (size_t i = 0; i < tray->n; i++)
        drop_page(&tray->pages[i]);
    scan_page_release(tray->preview);
    scan_page_release(tray->front);
    scan_page_release(tray->back);
    if (tray->job != NULL)
        scan_job_cancel(tray->job, 0);
    scan_job_release(tray->job);
    memset(tray, 0, sizeof(*tray));
}

static void *forget_old(void *ctx)
{
    (void)ctx;
    pthread_mutex_lock(&mutex);
    while (running) {
        time_t soonest = now() + TRAY_IDLE_SECONDS;

        for (size_t i = 0; i < TRAYS_MAX; i++) {
            if (trays[i].scanner != NULL && trays[i].used + TRAY_IDLE_SECONDS <= now())
                forget(&trays[i]);
            if (trays[i].scanner != NULL && trays[i].used + TRAY_IDLE_SECONDS < soonest)
                soonest = trays[i].used + TRAY_IDLE_SECONDS;
        }
        (void)net_cond_wait(&changed, &mutex, ((int64_t)soonest + 1) * 1000);
    }
    pthread_mutex_unlock(&mutex);
    return NULL;
}

void trays_setup(uint64_t bytes)
{
    pthread_mutex_lock(&mutex);
    max_bytes = bytes;
    if (!running) {
        net_cond_init(&changed);
        running = pthread_create(&forgetter, NULL, forget_old, NULL) == 0;
    }
    pthread_mutex_unlock(&mutex);
}

void trays_stop(void)
{
    bool ran;

    pthread_mutex_lock(&mutex);
    ran = running;
    running = false;
    if (ran)
        pthread_cond_broadcast(&changed);
    for (size_t i = 0; i < TRAYS_MAX; i++)
        forget(&trays[i]);
    pthread_mutex_unlock(&mutex);
    if (ran) {
        pthread_join(forgetter, NULL);
        pthread_cond_destroy(&changed);
    }
}

/* ---- whose it is ---- */

/* Cookies do not know ports: scanners of one computer need names of their own. Browsers take
 * the one with the prefix from TLS alone, so that nobody in between can plant one. */
static void cookie_name(const struct http_request *request, char *name, size_t size)
{
    struct scanner_facts facts;

    scanner_facts(request->ctx, &facts);
    snprintf(name, size, "%sscan-%.8s", request->tls ? "__Host-" : "", facts.uuid);
}

void tray_cookie(const struct web_tray *tray, const struct http_request *request, char *field,
                 size_t size)
{
    char name[32];

    cookie_name(request, name, sizeof(name));
    snprintf(field, size, "%s=%s; Path=/; HttpOnly; SameSite=Strict%s", name, tray->id,
             request->tls ? "; Secure" : "");
}

static bool is_id(const char *id)
{
    return strspn(id, "0123456789abcdef") == TRAY_ID_SIZE - 1 && id[TRAY_ID_SIZE - 1] == '\0';
}

/* The cookie's value; false: there is none that could be ours. */
static bool read_cookie(const struct http_request *request, char id[TRAY_ID_SIZE])
{
    const char *at = http_header(request, "Cookie");
    char name[32];
    size_t n;

    cookie_name(request, name, sizeof(name));
    n = strlen(name);
    while (*at != '\0') {
        at += strspn(at, "; ");
        if (strncmp(at, name, n) == 0 && at[n] == '=') {
            snprintf(id, TRAY_ID_SIZE, "%.*s", (int)strcspn(at + n + 1, "; "), at + n + 1);
            return is_id(id);
        }
        at += strcspn(at, ";");
    }
    return false;
}

/* Without telling by its time how much of an id was right. */
static bool same(const char *a, const char *b)
{
    unsigned differs = 0;

    for (size_t i = 0; i < TRAY_ID_SIZE; i++)
        differs |= (unsigned)(a[i] ^ b[i]);
    return differs == 0;
}

static struct web_tray *find(const struct scanner *scanner, const char *id)
{
    for (size_t i = 0; i < TRAYS_MAX; i++)
        if (trays[i].scanner == scanner && same(trays[i].id, id))
            return &trays[i];
    return NULL;
}

struct web_tray *tray_again(const struct scanner *scanner, const char *id)
{
    struct web_tray *tray;

    pthread_mutex_lock(&mutex);
    tray = find(scanner, id);
    if (tray == NULL)
        pthread_mutex_unlock(&mutex);
    return tray;
}

void tray_close(struct web_tray *tray)
{
    if (tray != NULL)
        pthread_mutex_unlock(&mutex);
}

static bool make_id(char id[TRAY_ID_SIZE])
{
    uint8_t bytes[(TRAY_ID_SIZE - 1) / 2];

    if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
        return false;
    for (size_t i = 0; i < sizeof(bytes); i++)
        snprintf(id + 2 * i, 3, "%02x", bytes[i]);
    return true;
}

/* An empty place, else that of the tray without pages that was not used for the longest time.
 */
static struct web_tray *place(void)
{
    struct web_tray *oldest = NULL;

    for (size_t i = 0; i < TRAYS_MAX; i++) {
        struct web_tray *tray = &trays[i];

        if (tray->scanner == NULL)
            return tray;
        if (tray->n == 0 && !tray_busy(tray) && !tray->making &&
            (oldest == NULL || tray->used < oldest->used))
            oldest = tray;
    }
    if (oldest != NULL)
        forget(oldest);
    return oldest;
}

/* ---- pages ---- */

bool tray_busy(const struct web_tray *tray)
{
    return tray->beginning || tray->job != NULL;
}

size_t tray_count(const struct web_tray *tray)
{
    size_t count = 0;

    for (size_t i = 0; i < tray->n; i++)
        count += !tray->pages[i].gone;
    return count;
}

unsigned tray_room(const struct web_tray *tray)
{
    size_t own = tray_count(tray), all = own, room = TRAY_MAX_PAGES - own;

    for (size_t i = 0; i < TRAYS_MAX; i++)
        all += &trays[i] == tray ? 0 : trays[i].n;
    if (all >= TRAYS_MAX_PAGES)
        return 0;
    return (unsigned)(room < TRAYS_MAX_PAGES - all ? room : TRAYS_MAX_PAGES - all);
}

static uint64_t bytes_left(void)
{
    uint64_t used = 0;

    for (size_t i = 0; i < TRAYS_MAX; i++)
        for (size_t p = 0; p < trays[i].n; p++)
            used += scan_page_facts(trays[i].pages[p].page)->bytes;
    return used < max_bytes ? max_bytes - used : 0;
}

uint64_t tray_bytes_left(void)
{
    uint64_t left;

    pthread_mutex_lock(&mutex);
    left = bytes_left();
    pthread_mutex_unlock(&mutex);
    return left;
}

/* What is gone goes for good. */
static void drop_gone(struct web_tray *tray)
{
    size_t kept = 0;

    for (size_t i = 0; i < tray->n; i++) {
        if (tray->pages[i].gone)
            drop_page(&tray->pages[i]);
        else
            tray->pages[kept++] = tray->pages[i];
    }
    tray->n = kept;
}

bool tray_add(struct web_tray *tray, struct scan_page *page)
{
    uint64_t bytes = scan_page_facts(page)->bytes;

    if (tray->n >= tray_count(tray) + tray_room(tray) || bytes > bytes_left())
        drop_gone(tray);
    if (tray_room(tray) == 0 || bytes > bytes_left()) {
        scan_page_release(page);
        return false;
    }
    tray->pages[tray->n++] =
        (struct tray_page){.number = ++tray->last_number, .version = 1, .page = page};
    tray->version++;
    return true;
}

struct tray_page *tray_page(struct web_tray *tray, unsigned number)
{
    for (size_t i = 0; i < tray->n; i++)
        if (tray->pages[i].number == number && !tray->pages[i].gone)
            return &tray->pages[i];
    return NULL;
}

void tray_move(struct web_tray *tray, unsigned number, size_t target)
{
    struct tray_page *from = tray_page(tray, number), moved;
    size_t to = 0, i;

    if (from == NULL)
        return;
    i = (size_t)(from - tray->pages);
    moved = *from;
    memmove(&tray->pages[i], &tray->pages[i + 1], (--tray->n - i) * sizeof(moved));
    for (size_t seen = 0; to < tray->n && seen < target; to++)
        seen += !tray->pages[to].gone;
    memmove(&tray->pages[to + 1], &tray->pages[to], (tray->n++ - to) * sizeof(moved));
    tray->pages[to] = moved;
    tray->version++;
}

size_t tray_delete(struct web_tray *tray, unsigned number)
{
    size_t count = 0;

    if (number != 0 && tray_page(tray, number) == NULL)
        return 0;
    drop_gone(tray);
    for (size_t i = 0; i < tray->n; i++)
        if (number == 0 || tray->pages[i].number == number) {
            tray->pages[i].gone = true;
            count++;
        }
    tray->version++;
    return count;
}

size_t tray_restore(struct web_tray *tray)
{
    size_t count = 0;

    for (size_t i = 0; i < tray->n; i++)
        if (tray->pages[i].gone) {
            tray->pages[i].gone = false;
            count++;
        }
    tray->version++;
    return count;
}

const char *tray_trouble(enum scan_result result, const char *why)
{
    static const enum web_word sentences[] = {
        [SCAN_OK] = WORD_result_ok,
        [SCAN_NO_DOCS] = WORD_result_no_docs,
        [SCAN_JAMMED] = WORD_result_jammed,
        [SCAN_COVER_OPEN] = WORD_result_cover_open,
        [SCAN_BUSY] = WORD_result_busy,
        [SCAN_INVALID] = WORD_result_invalid,
        [SCAN_CANCELED] = WORD_result_canceled,
        [SCAN_IO] = WORD_result_io,
        [SCAN_NO_MEMORY] = WORD_result_no_memory,
        [SCAN_DENIED] = WORD_result_denied,
        [SCAN_GONE] = WORD_result_gone,
        [SCAN_CRASHED] = WORD_result_crashed,
        [SCAN_TIMEOUT] = WORD_result_timeout,
    };
    bool ours = result == SCAN_JAMMED || result == SCAN_COVER_OPEN || result == SCAN_NO_DOCS ||
                strcmp(why, scan_result_text(result)) == 0;

    if (!ours && why[0] != '\0')
        return why;
    return (size_t)result < sizeof(sentences) / sizeof(sentences[0])
               ? web_word(sentences[result])
               : scan_result_text(result);
}

void tray_say(struct web_tray *tray, bool bad, const char *text)
{
    snprintf(tray->notice, sizeof(tray->notice), "%s", text);
    tray->bad = bad;
    tray->notice_version++;
}

/* ---- the scan ---- */

static void keep(struct scan_page **where, struct scan_page *page)
{
    scan_page_release(*where);
    *where = page;
}

static void take(struct web_tray *tray, struct scan_page *page)
{
    switch (tray->aim) {
    case AIM_PREVIEW:
        keep(&tray->preview, page);
        tray->preview_version++;
        break;
    case AIM_CARD_FRONT:
        keep(&tray->front, page);
        break;
    case AIM_CARD_BACK:
        keep(&tray->back, page);
        break;
    case AIM_PAGES:
        tray->full = !tray_add(tray, page);
        break;
    case AIM_PROFILE:
        scan_page_release(page);
        break;
    }
}

/* How it ended, in a sentence, where it is not what everybody sees. */
static void tell_end(struct web_tray *tray)
{
    struct scan_job_info info;
    char text[sizeof(tray->notice)];

    scan_job_info(tray->job, &info);
    if (tray->full)
        tray_say(tray, true, WORD(no_room));
    else if (info.state == SCAN_JOB_CANCELED)
        tray_say(tray, false, WORD(was_canceled));
    else if (tray->aim == AIM_PROFILE && info.made == 0 && info.result == SCAN_NO_DOCS)
        tray_say(tray, false, WORD(one_press_empty));
    else if (info.state == SCAN_JOB_ABORTED)
        tray_say(tray, true, tray_trouble(info.result, info.why));
    else if (tray->aim == AIM_PROFILE && info.made > 0) {
        web_word_fill(text, sizeof(text), WORD_one_press_done, info.made);
        tray_say(tray, false, text);
    } else if (tray->taken == 0 && info.blank > 0)
        tray_say(tray, false, WORD(all_blank));
    else if (tray->taken == 0)
        tray_say(tray, true, WORD(result_no_docs));
    else if (info.blank > 0) {
        web_word_fill(text, sizeof(text), WORD_some_blank, info.blank);
        tray_say(tray, false, text);
    }
}

/* The pages that have come into the tray; at its end the job is let go. */
static void look_after(struct web_tray *tray)
{
    enum scan_result result = SCAN_OK;
    struct scan_page *page;

    if (tray->job != NULL && tray->aim == AIM_PROFILE)
        result = SCAN_NO_DOCS;
    while (tray->job != NULL && result == SCAN_OK) {
        page = NULL;
        result = scan_job_page(tray->job, tray->taken, 0, &page);
        if (result == SCAN_OK) {
            scan_job_take(tray->job, ++tray->taken);
            take(tray, page);
            if (tray->full) {
                scan_job_cancel(tray->job, 0);
                result = SCAN_CANCELED;
            }
        }
    }
    if (tray->job != NULL && result != SCAN_TIMEOUT && scan_job_wait(tray->job, 0)) {
        tell_end(tray);
        scan_job_release(tray->job);
        tray->job = NULL;
    }
}

struct web_tray *tray_open(const struct http_request *request)
{
    char id[TRAY_ID_SIZE];
    struct web_tray *tray = NULL;

    if (request->route == NULL || request->route->data == NULL) /* the site has set its own */
        web_speak(words_accept(http_header(request, "Accept-Language")));
    if (read_cookie(request, id))
        tray = tray_again(request->ctx, id);
    if (tray != NULL) {
        tray->used = now();
        look_after(tray);
    }
    return tray;
}

struct web_tray *tray_open_or_new(const struct http_request *request, bool *made)
{
    struct web_tray *tray = tray_open(request);

    *made = tray == NULL;
    if (tray != NULL)
        return tray;
    pthread_mutex_lock(&mutex);
    tray = running ? place() : NULL;
    if (tray != NULL && make_id(tray->id) && make_id(tray->token)) {
        tray->scanner = request->ctx;
        tray->used = now();
        return tray;
    }
    pthread_mutex_unlock(&mutex);
    return NULL;
}

bool tray_begin(struct web_tray **tray, enum tray_aim aim, const struct http_request *request,
                bool (*start)(void *ctx, struct scanner *scanner,
                              const struct scan_asker *asker, struct scan_job **job, char *why,
                              size_t why_size),
                void *ctx, char *why, size_t why_size)
{
    struct scan_asker asker = {.way = "web"};
    struct scanner *scanner = (*tray)->scanner;
    struct scan_job *job = NULL;
    char id[TRAY_ID_SIZE];
    bool began;

    snprintf(id, sizeof(id), "%s", (*tray)->id);
    snprintf(asker.host, sizeof(asker.host), "%s", request->host);
    snprintf(asker.agent, sizeof(asker.agent), "%s", http_header(request, "User-Agent"));
    (*tray)->beginning = true;
    (*tray)->canceling = (*tray)->full = false;
    tray_close(*tray);
    why[0] = '\0';
    began = start(ctx, scanner, &asker, &job, why, why_size);
    *tray = tray_again(scanner, id);
    if (*tray != NULL)
        (*tray)->beginning = false;
    if (!began)
        return false;
    if (*tray == NULL || (*tray)->canceling)
        scan_job_cancel(job, 0);
    if (*tray == NULL) {
        scan_job_release(job);
        snprintf(why, why_size, "%s", WORD(forgotten));
        return false;
    }
    (*tray)->job = job;
    (*tray)->aim = aim;
    (*tray)->taken = 0;
    return true;
}

static bool start_scan(void *ctx, struct scanner *scanner, const struct scan_asker *asker,
                       struct scan_job **job, char *why, size_t why_size)
{
    static const struct scan_handover handover = {0};
    enum scan_result result =
        scan_job_start(scanner, ctx, &handover, asker, job, why, why_size);

    if (result != SCAN_OK && why[0] == '\0')
        snprintf(why, why_size, "%s", scan_result_text(result));
    return result == SCAN_OK;
}

bool tray_scan(struct web_tray **tray, const struct scan_settings *settings, enum tray_aim aim,
               const struct http_request *request, char *why, size_t why_size)
{
    struct scan_settings copy = *settings;

    return tray_begin(tray, aim, request, start_scan, &copy, why, why_size);
}

struct scan_job *tray_cancel(struct web_tray *tray)
{
    tray->canceling = tray->beginning;
    return tray->job != NULL ? scan_job_hold(tray->job) : NULL;
}
