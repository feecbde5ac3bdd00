/*
 * identify.c - see identify.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "identify.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SHOWN_S    60
#define MAX_QUEUES 32 /* that are looked for at a time; the oldest one goes */

static struct wanted {
    int queue;
    time_t until; /* monotonic; 0: a free row */
    char message[256];
} rows[MAX_QUEUES];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards rows */

static time_t now(void)
{
    struct timespec t = {0, 0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

/* The row of the queue, else the one that ends first. */
static struct wanted *row_for(int queue)
{
    struct wanted *first = &rows[0];

    for (size_t i = 0; i < MAX_QUEUES; i++) {
        if (rows[i].until != 0 && rows[i].queue == queue)
            return &rows[i];
        if (rows[i].until < first->until)
            first = &rows[i];
    }
    return first;
}

/* As much as fits, no character cut. */
static void copy_text(char *to, size_t size, const char *from)
{
    size_t n = strlen(from);

    if (n >= size)
        for (n = size - 1; n > 0 && ((unsigned char)from[n] & 0xC0u) == 0x80u; n--)
            ;
    memcpy(to, from, n);
    to[n] = '\0';
}

void identify_begin(int queue, const char *message)
{
    struct wanted *row;

    pthread_mutex_lock(&mutex);
    row = row_for(queue);
    row->queue = queue;
    row->until = now() + SHOWN_S;
    copy_text(row->message, sizeof(row->message), message != NULL ? message : "");
    pthread_mutex_unlock(&mutex);
}

bool identify_message(int queue, char *text, size_t n)
{
    const struct wanted *row;
    bool shown;

    pthread_mutex_lock(&mutex);
    row = row_for(queue);
    shown = row->until != 0 && row->queue == queue && now() < row->until;
    if (shown)
        snprintf(text, n, "%s", row->message);
    pthread_mutex_unlock(&mutex);
    return shown;
}

bool identify_look(int queue, char *text, size_t n)
{
    char message[sizeof(rows[0].message)];
    bool shown = identify_message(queue, message, sizeof(message));

    if (shown)
        snprintf(text, n, "Somebody looks for this printer%s%s",
                 message[0] != '\0' ? ": " : ".", message);
    return shown;
}
