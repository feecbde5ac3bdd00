/*
 * fuzz-multipart.c - any bytes as a form: the same parts in pieces of any size.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/multipart.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the parts were, as two numbers that depend on every byte of them. */
struct sum {
    uint64_t bytes, hash;
};

static void add(struct sum *s, const void *bytes, size_t n)
{
    const uint8_t *at = bytes;

    s->bytes += n;
    for (size_t i = 0; i < n; i++)
        s->hash = (s->hash ^ at[i]) * 0x100000001B3u;
}

static bool begin(void *ctx, const char *name, const char *file)
{
    add(ctx, name, strlen(name) + 1);
    add(ctx, file, strlen(file) + 1);
    return true;
}

static bool take(void *ctx, const uint8_t *bytes, size_t n)
{
    add(ctx, bytes, n);
    return true;
}

static bool run(const uint8_t *data, size_t size, size_t piece, struct sum *s)
{
    const struct multipart_taker taker = {begin, take, s};
    struct multipart m;
    bool good = multipart_begin(&m, "multipart/form-data; boundary=XX", &taker);

    for (size_t at = 0; good && at < size; at += piece)
        good = multipart_take(&m, data + at, size - at < piece ? size - at : piece);
    return good && multipart_ended(&m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sum whole = {0, 0}, parts = {0, 0};
    bool one = run(data, size, size > 0 ? size : 1, &whole);
    bool two = run(data, size, size > 0 ? 1 + data[0] % 13u : 1, &parts);

    if (one != two || (one && (whole.bytes != parts.bytes || whole.hash != parts.hash)))
        abort();
    return 0;
}
