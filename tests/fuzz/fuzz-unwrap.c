/*
 * fuzz-unwrap.c - any bytes as a document: the look at it stays in its bounds, and what is
 * passed through is the same in pieces of any size.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/charset.h"
#include "server/unwrap.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t pass(const struct unwrap_info *info, const uint8_t *data, size_t size,
                   size_t piece, uint8_t *out)
{
    struct unwrap u;
    size_t used = 0;

    unwrap_begin(&u, info);
    for (size_t at = 0; at < size; at += piece)
        used += unwrap_pass(&u, data + at, size - at < piece ? size - at : piece, out + used);
    return used + unwrap_finish(&u, out + used);
}

static bool is_utf8(const char *text)
{
    return charset_utf8_length((const uint8_t *)text, strlen(text)) == strlen(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = size < 4096 ? size : 4096, piece, whole, parts;
    uint8_t *start = malloc(n > 0 ? n : 1), *one = malloc(UNWRAP_ROOM(size)),
            *two = malloc(UNWRAP_ROOM(size));
    struct unwrap_info info;

    if (start == NULL || one == NULL || two == NULL)
        abort();
    if (n > 0)
        memcpy(start, data, n); /* exact, for the sanitizer */
    if (unwrap_look(start, n, n == size, &info) != (info.document.format != NULL) ||
        info.document.what == NULL || info.document.offset > n || !is_utf8(info.wishes.name) ||
        !is_utf8(info.wishes.user) || info.wishes.copies < 0 || info.wishes.copies > 999)
        abort();
    piece = size > 0 ? 1 + data[size - 1] % 17u : 1;
    whole = pass(&info, data, size, size > 0 ? size : 1, one);
    parts = pass(&info, data, size, piece, two);
    if (whole != parts || whole > size || memcmp(one, two, whole) != 0)
        abort();
    free(start);
    free(one);
    free(two);
    return 0;
}
