/*
 * machine-share.c - see machine-share.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "machine-share.h"

#include "server/device-net.h"
#include "server/uri.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* More machines are not printed and scanned on at the same moment. */
#define MAX_MACHINES 64

/* What tells machines apart. */
struct key {
    char serial[128], port[32];
    char model[256]; /* without the language in brackets */
};

struct machine {
    bool used;
    struct key key;
    enum share_user user;
    unsigned holders; /* print jobs that have it, or one scan */
    unsigned prints;  /* print jobs that want it */
    unsigned waiters; /* calls that look at this entry */
    char sentence[512];
};

static struct {
    pthread_once_t once;
    pthread_mutex_t mutex; /* guards all below */
    pthread_cond_t changed;
    struct machine machines[MAX_MACHINES];
    void (*let_go)(void *ctx, const char *uri);
    void *let_go_ctx;
} table = {.once = PTHREAD_ONCE_INIT, .mutex = PTHREAD_MUTEX_INITIALIZER};

static void init(void)
{
    net_cond_init(&table.changed);
}

/* False: not a machine on USB. */
static bool get_key(const char *text, struct key *key)
{
    struct uri uri;
    char *bracket;

    if (!uri_parse(text, &uri, NULL, 0) || uri.scheme != URI_USB)
        return false;
    snprintf(key->serial, sizeof(key->serial), "%s", uri.serial);
    snprintf(key->port, sizeof(key->port), "%s", uri.usb_port);
    snprintf(key->model, sizeof(key->model), "%s", uri.model);
    bracket = strrchr(key->model, '(');
    if (bracket != NULL)
        *bracket = '\0';
    for (size_t n = strlen(key->model); n > 0 && key->model[n - 1] == ' '; n--)
        key->model[n - 1] = '\0';
    return true;
}

/* What one URI does not tell is not held against it: two machines that are taken for one wait
 * for each other, one that is taken for two would be used twice. */
static bool is_same(const struct key *a, const struct key *b)
{
    bool serials = a->serial[0] != '\0' && b->serial[0] != '\0';

    if (serials && strcasecmp(a->serial, b->serial) != 0)
        return false;
    if (a->port[0] != '\0' && b->port[0] != '\0' && strcmp(a->port, b->port) != 0)
        return false;
    return serials || strcasecmp(a->model, b->model) == 0;
}

/* With the mutex. NULL: nobody uses it. */
static struct machine *find(const struct key *key)
{
    for (size_t i = 0; i < MAX_MACHINES; i++)
        if (table.machines[i].used && is_same(&table.machines[i].key, key))
            return &table.machines[i];
    return NULL;
}

/* With the mutex. NULL: the table is full. */
static struct machine *find_or_make(const struct key *key)
{
    struct machine *m = find(key);

    for (size_t i = 0; m == NULL && i < MAX_MACHINES; i++)
        if (!table.machines[i].used) {
            m = &table.machines[i];
            memset(m, 0, sizeof(*m));
            m->used = true;
            m->key = *key;
        }
    return m;
}

/* With the mutex: the entry is given up when nobody needs it. */
static void settle(struct machine *m)
{
    if (m->holders == 0)
        m->user = SHARE_NOBODY;
    m->used = m->holders > 0 || m->waiters > 0;
    pthread_cond_broadcast(&table.changed);
}

static bool may_have(const struct machine *m, enum share_user user)
{
    return user == SHARE_PRINT ? m->user != SHARE_SCAN
                               : m->user == SHARE_NOBODY && m->prints == 0;
}

/* With the mutex, given up meanwhile. Until it may be had, or no longer is waited for. */
static bool await(struct machine *m, enum share_user user, unsigned wait_ms,
                  bool (*canceled)(void *ctx), void *ctx)
{
    const int64_t end = wait_ms == SHARE_FOR_EVER ? INT64_MAX : net_clock_ms() + wait_ms;

    while (!may_have(m, user)) {
        int64_t now = net_clock_ms(), slice = now + NET_SLICE_MS;
        bool stop;

        if (now >= end)
            return false;
        if (slice > end)
            slice = end;
        (void)net_cond_wait(&table.changed, &table.mutex, slice);
        pthread_mutex_unlock(&table.mutex); /* canceled() takes other locks */
        stop = canceled != NULL && canceled(ctx);
        pthread_mutex_lock(&table.mutex);
        if (stop)
            return false;
    }
    return true;
}

/* A print job comes: who watches the machine's buttons lets go. */
static void make_way(const char *uri)
{
    void (*let_go)(void *ctx, const char *uri);
    void *ctx;

    pthread_mutex_lock(&table.mutex);
    let_go = table.let_go;
    ctx = table.let_go_ctx;
    pthread_mutex_unlock(&table.mutex);
    if (let_go != NULL)
        let_go(ctx, uri);
}

bool share_take(const char *uri, enum share_user user, unsigned wait_ms,
                bool (*canceled)(void *ctx), void *ctx)
{
    struct key key;
    struct machine *m;
    bool taken;

    if (!get_key(uri, &key))
        return true;
    pthread_once(&table.once, init);
    pthread_mutex_lock(&table.mutex);
    m = find_or_make(&key);
    if (m == NULL) { /* cannot be with so many ports; nobody shall be kept from printing */
        pthread_mutex_unlock(&table.mutex);
        return user == SHARE_PRINT;
    }
    m->waiters++;
    m->prints += user == SHARE_PRINT;
    if (user == SHARE_PRINT) {
        pthread_mutex_unlock(&table.mutex);
        make_way(uri);
        pthread_mutex_lock(&table.mutex);
    }
    taken = await(m, user, wait_ms, canceled, ctx);
    m->waiters--;
    m->prints -= user == SHARE_PRINT;
    if (taken) {
        m->user = user;
        m->holders++;
    }
    settle(m);
    pthread_mutex_unlock(&table.mutex);
    return taken;
}

void share_release(const char *uri, enum share_user user)
{
    struct key key;
    struct machine *m;

    if (!get_key(uri, &key))
        return;
    pthread_once(&table.once, init);
    pthread_mutex_lock(&table.mutex);
    m = find(&key);
    if (m != NULL && m->user == user && m->holders > 0) {
        m->holders--;
        m->sentence[0] = '\0';
        settle(m);
    }
    pthread_mutex_unlock(&table.mutex);
}

enum share_user share_holder(const char *uri)
{
    enum share_user user = SHARE_NOBODY;
    const struct machine *m;
    struct key key;

    if (!get_key(uri, &key))
        return SHARE_NOBODY;
    pthread_mutex_lock(&table.mutex);
    m = find(&key);
    if (m != NULL)
        user = m->user;
    pthread_mutex_unlock(&table.mutex);
    return user;
}

bool share_wanted(const char *uri)
{
    bool wanted = false;
    const struct machine *m;
    struct key key;

    if (!get_key(uri, &key))
        return false;
    pthread_mutex_lock(&table.mutex);
    m = find(&key);
    if (m != NULL)
        wanted = m->prints > 0;
    pthread_mutex_unlock(&table.mutex);
    return wanted;
}

bool share_same(const char *uri, const char *other)
{
    struct key key, another;

    return get_key(uri, &key) && get_key(other, &another) && is_same(&key, &another);
}

void share_tell(const char *uri, const char *sentence)
{
    struct machine *m;
    struct key key;

    if (!get_key(uri, &key))
        return;
    pthread_mutex_lock(&table.mutex);
    m = find(&key);
    if (m != NULL && m->user == SHARE_PRINT)
        snprintf(m->sentence, sizeof(m->sentence), "%s", sentence);
    pthread_mutex_unlock(&table.mutex);
}

void share_told(const char *uri, char *sentence, size_t n)
{
    const struct machine *m;
    struct key key;

    snprintf(sentence, n, "%s", "");
    if (!get_key(uri, &key))
        return;
    pthread_mutex_lock(&table.mutex);
    m = find(&key);
    if (m != NULL)
        snprintf(sentence, n, "%s", m->sentence);
    pthread_mutex_unlock(&table.mutex);
}

void share_on_print(void (*let_go)(void *ctx, const char *uri), void *ctx)
{
    pthread_mutex_lock(&table.mutex);
    table.let_go = let_go;
    table.let_go_ctx = ctx;
    pthread_mutex_unlock(&table.mutex);
}
