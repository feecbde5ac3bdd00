/*
 * client-say.c - see client-say.h.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "client-say.h"

#include "options.h"

#include <stdarg.h>
#include <stdio.h>

int client_complain(int status, const char *format, ...)
{
    va_list args;

    fputs(PROGRAM_NAME ": ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return status;
}

int client_misunderstood(const char *what, const char *which)
{
    return client_complain(EXIT_USAGE, "%s '%s'. See " PROGRAM_NAME " --help.", what, which);
}
