/*
 * fuzz-page-options.c - values of the options about pages, from anybody: what is taken can be
 * drawn, and is taken again.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/charset.h"
#include "server/page-options.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *name, const char *value)
{
    struct page_options o, again;

    memset(&o, 0, sizeof(o));
    memset(&again, 0, sizeof(again));
    if (!page_options_set(&o, name, value))
        return;
    if (o.border > BORDER_DOUBLE_THICK || !own_option_ok(name, value))
        abort();
    if (o.watermark[0] == '\0')
        return;
    if (strcmp(o.watermark, value) != 0 || !page_options_set(&again, name, o.watermark) ||
        charset_utf8_length((const uint8_t *)value, strlen(value)) != strlen(value))
        abort();
}

/* The name, a NUL, the value. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[512];
    size_t n = size < sizeof(text) - 2 ? size : sizeof(text) - 2;
    const char *value;

    memcpy(text, data, n);
    text[n] = text[n + 1] = '\0';
    value = text + strlen(text) + 1;
    check(text, value);
    check("watermark", value);
    return 0;
}
