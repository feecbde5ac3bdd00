/*
 * log.c - see log.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "log.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

static void (*take_line)(void *ctx, enum log_level level, const char *text);
static void *take_ctx;

void log_to(void (*line)(void *ctx, enum log_level level, const char *text), void *ctx)
{
    take_ctx = ctx;
    take_line = line;
}

void log_say(enum log_level level, const char *format, ...)
{
    char text[1024];
    va_list args;

    if (take_line == NULL)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    take_line(take_ctx, level, text);
}
