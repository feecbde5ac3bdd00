/*
 * log-ring.h - the latest lines that the program has logged, in memory: for the page that shows
 * the log where it goes to no file.
 * Effects: memory; any thread.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_LOG_RING_H
#define SERVER_LOG_RING_H

#include "log.h"

#include <stddef.h>
#include <time.h>

#define LOG_RING_LINES  1000
#define LOG_RING_LENGTH 400 /* longer ones are cut */

/* log_ring_add - one line. */
void log_ring_add(enum log_level level, const char *text);

/* log_ring_each - all of them, the oldest first; copies. Stops when each returns 0. */
void log_ring_each(int (*each)(void *ctx, time_t when, enum log_level level, const char *text),
                   void *ctx);

#endif
