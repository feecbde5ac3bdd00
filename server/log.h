/*
 * log.h - lines of the log from code that knows no PAPPL.
 * Effects: those of the function that takes the lines.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef SERVER_LOG_H
#define SERVER_LOG_H

enum log_level { LOG_SAY_DEBUG, LOG_SAY_INFO, LOG_SAY_WARN, LOG_SAY_ERROR };

/* log_to - where lines go from now on; before other threads run. NULL: nowhere. */
void log_to(void (*line)(void *ctx, enum log_level level, const char *text), void *ctx);

/* log_say - one line, without its end. From any thread; text of clients as an argument only. */
void log_say(enum log_level level, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
