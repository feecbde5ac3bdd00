/*
 * tap.h - results of a test program in TAP, the Test Anything Protocol.
 * Effects: standard output; the exit status of main by tap_done().
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_TAP_H
#define UNIT_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static unsigned tap_count, tap_failures;

/* One result; the name is a sentence about behaviour. Returns pass. */
__attribute__((format(printf, 2, 3))) static inline bool ok(bool pass, const char *name, ...)
{
    va_list args;

    tap_count++;
    tap_failures += !pass;
    printf("%sok %u - ", pass ? "" : "not ", tap_count);
    va_start(args, name);
    vprintf(name, args);
    va_end(args);
    putchar('\n');
    fflush(stdout);
    return pass;
}

/* Something a reader of a failure wants to know. */
__attribute__((format(printf, 1, 2))) static inline void diag(const char *text, ...)
{
    va_list args;

    printf("# ");
    va_start(args, text);
    vprintf(text, args);
    va_end(args);
    putchar('\n');
    fflush(stdout);
}

/* A test that cannot run here, and why. Not counted as passed. */
__attribute__((format(printf, 1, 2))) static inline void skip(const char *why, ...)
{
    va_list args;

    tap_count++;
    printf("ok %u # SKIP ", tap_count);
    va_start(args, why);
    vprintf(why, args);
    va_end(args);
    putchar('\n');
    fflush(stdout);
}

/* The last line of main: return tap_done(); */
static inline int tap_done(void)
{
    printf("1..%u\n", tap_count);
    return tap_failures == 0 && tap_count > 0 ? 0 : 1;
}

#endif
