/*
 * print-tray.c - documents that are kept for the browsers that sent them, and the thread that
 * makes their previews, one at a time.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "print-parts.h"

#include "server/document-parts.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How often it is looked for what is too old. */
#define TICK_SECONDS 5

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t work; /* a preview is wanted, or the end */
    pthread_cond_t idle; /* the thread has left an item */
    pthread_t thread;
    bool running, stopping;
    struct print_item *items; /* the newest first */
} tray = {.mutex = PTHREAD_MUTEX_INITIALIZER,
          .work = PTHREAD_COND_INITIALIZER,
          .idle = PTHREAD_COND_INITIALIZER};

static time_t now_monotonic(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

void tray_lock(void)
{
    pthread_mutex_lock(&tray.mutex);
}

void tray_unlock(void)
{
    pthread_mutex_unlock(&tray.mutex);
}

void tray_random_id(char id[TRAY_ID_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[(TRAY_ID_SIZE - 1) / 2];

    if (getentropy(bytes, sizeof(bytes)) != 0) /* never, for so few bytes */
        abort();
    for (size_t i = 0; i < sizeof(bytes); i++) {
        id[2 * i] = digits[bytes[i] >> 4];
        id[2 * i + 1] = digits[bytes[i] & 15];
    }
    id[TRAY_ID_SIZE - 1] = '\0';
}

/* ---- items ---- */

struct print_item *print_item_new(void)
{
    struct print_item *item = calloc(1, sizeof(*item));

    if (item != NULL)
        item->refs = 1;
    return item;
}

static void drop_pages(struct print_item *item)
{
    for (size_t i = 0; i < item->num_pages; i++)
        free(item->pages[i].png);
    item->num_pages = 0;
}

/* With the lock. */
static void release(struct print_item *item)
{
    if (--item->refs > 0)
        return;
    drop_pages(item);
    free(item->intent);
    upload_form_clear(&item->form);
    free(item);
}

void print_item_release(struct print_item *item)
{
    if (item == NULL)
        return;
    tray_lock();
    release(item);
    tray_unlock();
}

/* With the lock: out of the list; its reference is the caller's. A preview of it is given up.
 */
static void unlink_item(struct print_item *item)
{
    struct print_item **at = &tray.items;

    while (*at != NULL && *at != item)
        at = &(*at)->next;
    if (*at != NULL)
        *at = item->next;
    item->kept = false;
    item->version++;
    if (item->look == LOOK_WAITS || item->look == LOOK_MAKING)
        item->look = LOOK_NONE;
}

static struct print_item *oldest_of(const char *browser, size_t *n)
{
    struct print_item *oldest = NULL;

    *n = 0;
    for (struct print_item *item = tray.items; item != NULL; item = item->next)
        if (browser == NULL || strcmp(item->browser, browser) == 0) {
            ++*n;
            oldest = item;
        }
    return oldest;
}

bool tray_put(struct print_item *item, const char *browser)
{
    struct print_item *oldest;
    size_t n;
    bool room;

    tray_lock();
    oldest = oldest_of(browser, &n);
    if (n >= TRAY_MAX_OF_ONE) {
        unlink_item(oldest);
        release(oldest);
    }
    (void)oldest_of(NULL, &n);
    room = n < TRAY_MAX_ITEMS && !tray.stopping;
    if (room) {
        if (browser != item->browser)
            snprintf(item->browser, sizeof(item->browser), "%s", browser);
        if (item->id[0] == '\0')
            tray_random_id(item->id);
        item->refs++;
        item->kept = true;
        item->used = now_monotonic();
        item->next = tray.items;
        tray.items = item;
        pthread_cond_signal(&tray.work);
    }
    tray_unlock();
    return room;
}

/* With the lock. Ids are not guessed, so that how long a comparison takes tells nothing. */
static struct print_item *find(const char *id, const char *browser)
{
    struct print_item *item = tray.items;

    while (item != NULL && (strcmp(item->id, id) != 0 || strcmp(item->browser, browser) != 0))
        item = item->next;
    return item;
}

struct print_item *tray_watch(const char *id, const char *browser)
{
    struct print_item *item;

    tray_lock();
    item = find(id, browser);
    if (item != NULL)
        item->refs++;
    tray_unlock();
    return item;
}

struct print_item *tray_find(const char *id, const char *browser)
{
    struct print_item *item;

    tray_lock();
    item = find(id, browser);
    if (item != NULL) {
        item->used = now_monotonic();
        item->refs++;
    }
    tray_unlock();
    return item;
}

struct print_item *tray_take(const char *id, const char *browser)
{
    struct print_item *item;

    tray_lock();
    item = find(id, browser);
    if (item != NULL)
        unlink_item(item);
    /* a renderer is ended at once; the file is read from one place at a time */
    while (item != NULL && item->worked_on)
        pthread_cond_wait(&tray.idle, &tray.mutex);
    tray_unlock();
    return item;
}

void tray_look(struct print_item *item, struct intent *intent, const struct model *model,
               const char *format)
{
    tray_lock();
    free(item->intent);
    item->intent = intent;
    item->model = model;
    snprintf(item->format, sizeof(item->format), "%s", format);
    item->version++;
    item->look = LOOK_WAITS;
    item->why[0] = '\0';
    drop_pages(item);
    pthread_cond_signal(&tray.work);
    tray_unlock();
}

void tray_tick(time_t now)
{
    struct print_item *item, *next;

    tray_lock();
    for (item = tray.items; item != NULL; item = next) {
        next = item->next;
        if (now - item->used > TRAY_KEEP_SECONDS) {
            unlink_item(item);
            release(item);
        }
    }
    tray_unlock();
}

/* ---- previews ---- */

struct looking {
    struct print_item *item;
    unsigned version;
    time_t end;
    bool late, full;
};

static bool keep_page(void *ctx, const struct preview_page *page)
{
    struct looking *l = ctx;
    bool wanted;

    tray_lock();
    wanted = l->item->version == l->version && l->item->num_pages < TRAY_MAX_PAGES;
    if (wanted)
        l->item->pages[l->item->num_pages++] = *page;
    l->full = l->item->num_pages == TRAY_MAX_PAGES;
    tray_unlock();
    if (!wanted)
        free(page->png);
    return wanted;
}

static bool is_canceled(void *ctx)
{
    struct looking *l = ctx;
    bool canceled;

    l->late = l->late || now_monotonic() > l->end;
    tray_lock();
    canceled = l->item->version != l->version || tray.stopping;
    tray_unlock();
    return canceled || l->late;
}

/* Without the lock. */
static void make(struct looking *l, struct intent *intent)
{
    const struct preview_taker taker = {keep_page, is_canceled, l};
    struct print_item *item = l->item;
    char why[512] = "";
    bool good =
        intent != NULL && preview_make(item->form.files[0].file.fd, item->format, item->model,
                                       &intent->options, &taker, why, sizeof(why));

    tray_lock();
    if (item->version == l->version) {
        snprintf(item->why, sizeof(item->why), "%s", l->late ? "" : why);
        item->look = !good ? LOOK_FAILED : l->full ? LOOK_MORE : LOOK_DONE;
    }
    tray_unlock();
    free(intent);
}

/* With the lock; the one that waits longest. */
static struct print_item *next_work(void)
{
    struct print_item *found = NULL;

    for (struct print_item *item = tray.items; item != NULL; item = item->next)
        if (item->look == LOOK_WAITS)
            found = item;
    return found;
}

/* With the lock, which is given away meanwhile. */
static void work_on(struct print_item *item)
{
    struct looking l = {
        .item = item, .version = item->version, .end = now_monotonic() + TRAY_LOOK_SECONDS};
    struct intent *intent = item->intent;

    item->intent = NULL;
    item->look = LOOK_MAKING;
    item->worked_on = true;
    item->refs++;
    tray_unlock();
    make(&l, intent);
    tray_lock();
    item->worked_on = false;
    release(item);
    pthread_cond_broadcast(&tray.idle);
}

static void *run(void *ctx)
{
    tray_lock();
    while (!tray.stopping) {
        struct print_item *item = next_work();
        struct timespec until;

        if (item != NULL) {
            work_on(item);
            continue;
        }
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += TICK_SECONDS;
        pthread_cond_timedwait(&tray.work, &tray.mutex, &until);
        tray_unlock();
        tray_tick(now_monotonic());
        tray_lock();
    }
    tray_unlock();
    return ctx;
}

void tray_start(void)
{
    tray.stopping = false;
    tray.running = pthread_create(&tray.thread, NULL, run, NULL) == 0;
}

void tray_stop(void)
{
    tray_lock();
    tray.stopping = true;
    pthread_cond_signal(&tray.work);
    tray_unlock();
    if (tray.running)
        pthread_join(tray.thread, NULL);
    tray.running = false;
    tray_lock();
    while (tray.items != NULL) {
        struct print_item *item = tray.items;

        unlink_item(item);
        release(item);
    }
    tray_unlock();
}
