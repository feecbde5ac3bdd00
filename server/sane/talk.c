/*
 * talk.c - see talk.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "talk.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 500  /* of a cancel, with a call of the driver */
#define QUIT_MS     5000 /* until the process ends, whatever the driver does */
#define CANCEL_S    30   /* for the driver to be canceled by the other thread */

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool waiting; /* a request waits for the owner */
    struct wire_head head;
    uint8_t bytes[WIRE_MAX_SMALL];
    bool quitting;
    unsigned batch, canceled; /* canceled: the number of a batch, 0: none */
    int64_t nudge_at;         /* when the driver is canceled from here; 0: it is not */
    SANE_Handle in_call;      /* NULL: the owner is not in the driver */
} talk = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER, .batch = 1};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- the thread that listens ---- */

static bool receive(uint8_t *bytes, size_t n)
{
    return n == 0 || recv(WIRE_FD, bytes, n, MSG_WAITALL) == (ssize_t)n;
}

/* False: what the server may not send, or it is gone. */
static bool listen_once(void)
{
    uint8_t raw[WIRE_HEAD], bytes[WIRE_MAX_SMALL];
    struct wire_head head;
    bool good = true;

    if (!receive(raw, sizeof raw) || !wire_get_head(raw, &head) || head.n > sizeof bytes ||
        !receive(bytes, head.n) || head.type == WIRE_QUIT)
        return false;
    pthread_mutex_lock(&talk.lock);
    if (head.type == WIRE_CANCEL) {
        if (talk.canceled != head.batch)
            talk.nudge_at = now_ms() + PATIENCE_MS;
        talk.canceled = head.batch;
    } else if (talk.waiting) /* one at a time */
        good = false;
    else {
        talk.waiting = true;
        talk.head = head;
        memcpy(talk.bytes, bytes, head.n);
        pthread_cond_signal(&talk.changed);
    }
    pthread_mutex_unlock(&talk.lock);
    return good;
}

/* With the lock: the owner does not leave the call, and close the device, meanwhile. */
static void nudge(void)
{
    pthread_mutex_lock(&talk.lock);
    if (talk.nudge_at > 0 && now_ms() >= talk.nudge_at) {
        talk.nudge_at = 0;
        if (talk.in_call != NULL && (talk.quitting || talk.canceled == talk.batch)) {
            alarm(CANCEL_S); /* a driver that hangs here is nobody's whose server is gone */
            sane_cancel(talk.in_call);
            alarm(0);
        }
    }
    pthread_mutex_unlock(&talk.lock);
}

static int until_nudge(void)
{
    int64_t left = -1;

    pthread_mutex_lock(&talk.lock);
    if (talk.nudge_at > 0) {
        left = talk.nudge_at - now_ms();
        left = left < 0 ? 0 : left;
    }
    pthread_mutex_unlock(&talk.lock);
    return (int)left;
}

static void quit(void)
{
    int64_t end = now_ms() + QUIT_MS;

    pthread_mutex_lock(&talk.lock);
    talk.quitting = true;
    talk.nudge_at = now_ms() + PATIENCE_MS;
    pthread_cond_signal(&talk.changed);
    pthread_mutex_unlock(&talk.lock);
    while (now_ms() < end) {
        int left = until_nudge();

        poll(NULL, 0, left >= 0 ? left : (int)(end - now_ms()));
        nudge();
    }
    _exit(1);
}

static void *listen_always(void *unused)
{
    for (;;) {
        int n = poll(&(struct pollfd){WIRE_FD, POLLIN, 0}, 1, until_nudge());

        nudge();
        if ((n > 0 && !listen_once()) || (n < 0 && errno != EINTR))
            quit();
    }
    return unused;
}

/* Drivers fork: the child must not keep the server from seeing our end. */
static void in_child(void)
{
    close(WIRE_FD);
}

bool talk_start(void)
{
    pthread_t thread;

    if (fcntl(WIRE_FD, F_SETFD, FD_CLOEXEC) != 0 || pthread_atfork(NULL, NULL, in_child) != 0 ||
        pthread_create(&thread, NULL, listen_always, NULL) != 0)
        return false;
    pthread_detach(thread);
    return true;
}

/* ---- the owner of the device ---- */

bool talk_next(struct wire_head *head, uint8_t bytes[WIRE_MAX_SMALL])
{
    bool more;

    pthread_mutex_lock(&talk.lock);
    while (!talk.waiting && !talk.quitting)
        pthread_cond_wait(&talk.changed, &talk.lock);
    more = !talk.quitting && talk.head.batch == talk.batch;
    if (more) {
        *head = talk.head;
        memcpy(bytes, talk.bytes, head->n);
        talk.waiting = false;
    }
    pthread_mutex_unlock(&talk.lock);
    return more;
}

void talk_send(enum wire_type type, const uint8_t *bytes, size_t n)
{
    static uint8_t frame[WIRE_HEAD + WIRE_MAX_LINES]; /* of the owner alone */
    size_t sent = 0;

    wire_put_head(frame, &(struct wire_head){type, talk.batch, (uint32_t)n});
    if (n > 0)
        memcpy(frame + WIRE_HEAD, bytes, n);
    while (sent < WIRE_HEAD + n) {
        ssize_t taken = send(WIRE_FD, frame + sent, WIRE_HEAD + n - sent, MSG_NOSIGNAL);

        if (taken < 0 && errno != EINTR)
            return;
        sent += taken > 0 ? (size_t)taken : 0;
    }
}

void talk_send_result(const struct wire_result *result)
{
    uint8_t bytes[WIRE_MAX_SMALL];

    talk_send(WIRE_RESULT, bytes, wire_put_result(bytes, result));
}

bool talk_canceled(void)
{
    bool is;

    pthread_mutex_lock(&talk.lock);
    is = talk.quitting || talk.canceled == talk.batch;
    pthread_mutex_unlock(&talk.lock);
    return is;
}

void talk_finished(void)
{
    pthread_mutex_lock(&talk.lock);
    talk.batch = talk.batch % 65535 + 1;
    pthread_mutex_unlock(&talk.lock);
}

void talk_call_begins(SANE_Handle handle)
{
    pthread_mutex_lock(&talk.lock);
    talk.in_call = handle;
    pthread_mutex_unlock(&talk.lock);
}

void talk_call_ends(void)
{
    pthread_mutex_lock(&talk.lock);
    talk.in_call = NULL;
    pthread_mutex_unlock(&talk.lock);
}
