/*
 * fuzz-text.c - bytes of any kind at what reads plain texts: lines are bounded, valid UTF-8,
 * and without control characters but the tab, whatever encoding the bytes are taken for.
 * Effects: aborts on a broken promise.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/text-pdf/text-decode.h"
#include "server/text-pdf/text-lines.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* By a decoder that has no part in the making of them. */
static void check_line(void *ctx, const char *utf8, size_t n)
{
    size_t *lines = ctx;

    ++*lines;
    if (n > TEXT_LINE_BYTES)
        abort();
    for (size_t i = 0; i < n;) {
        uint8_t first = (uint8_t)utf8[i];
        size_t more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;

        if ((first < 0x20 && first != '\t') || first == 0x7F || first > 0xF4 ||
            (first >= 0x80 && first < 0xC2) || more >= n - i)
            abort();
        for (i++; more > 0; more--, i++)
            if (((uint8_t)utf8[i] & 0xC0u) != 0x80)
                abort();
    }
}

static void count_page(void *ctx)
{
    ++*(size_t *)ctx;
}

static void run(enum text_encoding encoding, const uint8_t *data, size_t size)
{
    struct text_decoder decoder = {.encoding = encoding};
    struct text_lines *lines = calloc(1, sizeof *lines);
    uint32_t characters[2];
    size_t count = 0;

    if (lines == NULL)
        return;
    lines->line = check_line;
    lines->page = count_page;
    lines->ctx = &count;
    for (size_t i = 0; i < size; i++) {
        size_t n = text_decode(&decoder, data + i, 1, characters);

        if (n > 2)
            abort();
        for (size_t k = 0; k < n; k++)
            text_lines_add(lines, characters[k]);
    }
    text_lines_end(lines);
    free(lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum text_encoding encodings[] = {TEXT_UTF8, TEXT_UTF16_LE, TEXT_UTF16_BE,
                                                   TEXT_WINDOWS_1252};

    for (size_t i = 0; i < sizeof encodings / sizeof encodings[0]; i++)
        run(encodings[i], data, size);
    return 0;
}
