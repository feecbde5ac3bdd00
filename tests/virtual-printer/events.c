/*
 * events.c - what happens, see events.h.
 * Effects: standard output.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/events.h"

#include "tests/decode/report.h"

#include <stdarg.h>

void event(const char *name, const char *types, ...)
{
    va_list args;

    printf("{\"event\": \"%s\"", name);
    va_start(args, types);
    for (; *types; types++) {
        const char *key = va_arg(args, const char *);
        const char *text;

        if (*types == 'u') {
            printf(", \"%s\": %llu", key, va_arg(args, unsigned long long));
            continue;
        }
        text = va_arg(args, const char *);
        if (!text)
            continue;
        printf(", \"%s\": ", key);
        json_string(stdout, text);
    }
    va_end(args);
    printf("}\n");
    /* nobody may be listening any more; the printer goes on printing */
    fflush(stdout);
}
