/*
 * log-ring.c - see log-ring.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "log-ring.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct line {
    time_t when;
    enum log_level level;
    char text[LOG_RING_LENGTH];
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards these */
static struct line lines[LOG_RING_LINES];
static size_t num_lines; /* ever */

void log_ring_add(enum log_level level, const char *text)
{
    struct line *line;

    pthread_mutex_lock(&mutex);
    line = &lines[num_lines++ % LOG_RING_LINES];
    line->when = time(NULL);
    line->level = level;
    snprintf(line->text, sizeof(line->text), "%s", text);
    pthread_mutex_unlock(&mutex);
}

/* Not with the mutex: whoever takes a line may log one. */
void log_ring_each(int (*each)(void *ctx, time_t when, enum log_level level, const char *text),
                   void *ctx)
{
    struct line *copy = malloc(sizeof(lines));
    size_t n, first;

    if (copy == NULL)
        return;
    pthread_mutex_lock(&mutex);
    memcpy(copy, lines, sizeof(lines));
    n = num_lines;
    pthread_mutex_unlock(&mutex);
    first = n > LOG_RING_LINES ? n - LOG_RING_LINES : 0;
    for (size_t i = first; i < n; i++) {
        const struct line *line = &copy[i % LOG_RING_LINES];

        if (!each(ctx, line->when, line->level, line->text))
            break;
    }
    free(copy);
}
