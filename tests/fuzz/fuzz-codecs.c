/*
 * fuzz-codecs.c - rows of any content: what PackBits, Group 4 and JBIG make of them decodes to
 * them, and is nothing the maker's driver would not write. The first byte is the codec, the
 * next two the bytes of a row, the rest are rows. Effects: memory; ends the program when an
 * encoder is wrong.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/bytes.h"
#include "driver/g4.h"
#include "driver/jbig.h"
#include "driver/packbits.h"
#include "tests/decode/decode-g4.h"
#include "tests/decode/decode-jbig.h"
#include "tests/decode/decode-packbits.h"
#include "tests/unit/buffer.h"

#include <stdlib.h>
#include <string.h>

#define HEAD_BYTES 3
#define MAX_STRIDE 700u
#define MAX_ROWS   600u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct rows {
    const uint8_t *bits;
    size_t stride, n;
    uint8_t *out; /* as many, to decode into */
};

static void check(const struct rows *r, bool good)
{
    if (!good || memcmp(r->out, r->bits, r->stride * r->n) != 0)
        abort();
}

static void try_packbits(const struct rows *r)
{
    size_t bound = packbits_bound(r->stride), n = 0, i, more;
    uint8_t *bytes = malloc(bound * r->n + 1);
    static struct unpackbits u;

    for (i = 0; i < r->n; i++, n += more) {
        more = packbits_encode(r->bits + i * r->stride, r->stride, bytes + n);
        if (more > bound)
            abort();
    }
    bytes[n++] = 0x80;
    unpackbits_start(&u, r->out, r->stride, r->n, n);
    check(r, unpackbits_feed(&u, bytes, n) == n && unpackbits_finish(&u) && u.oddities == 0);
    free(bytes);
}

static void try_g4(const struct rows *r)
{
    struct buffer bytes = {.n = 0};
    struct sink sink = {buffer_write, &bytes};
    uint8_t *reference = malloc(r->stride);
    static struct g4 g;
    static struct ung4 u;
    size_t i;

    g4_init(&g, (uint32_t)(8 * r->stride), reference, &sink);
    for (i = 0; i < r->n; i++)
        if (g4_row(&g, r->bits + i * r->stride) != RESULT_OK)
            abort();
    if (g4_end(&g) != RESULT_OK)
        abort();
    ung4_start(&u, r->out, r->stride, r->n, bytes.n);
    check(r,
          ung4_feed(&u, bytes.bytes, bytes.n) == bytes.n && ung4_finish(&u) && u.oddities == 0);
    buffer_free(&bytes);
    free(reference);
}

static struct unjbig jbig;

static enum result decode_band(void *ctx, uint32_t y, uint32_t rows, const uint8_t *bytes,
                               size_t n)
{
    const struct rows *r = ctx;
    struct unjbig_image image = {(uint32_t)(8 * r->stride), (uint32_t)r->n};

    unjbig_start(&jbig, r->out + y * r->stride, r->stride, rows, n, &image);
    if (unjbig_feed(&jbig, bytes, n) != n || !unjbig_finish(&jbig) || jbig.oddities != 0)
        abort();
    return RESULT_OK;
}

static void try_jbig(struct rows *r)
{
    struct jbig_bands bands = {decode_band, r};

    unjbig_page(&jbig);
    check(r, jbig_encode_page(r->bits, r->stride, (uint32_t)(8 * r->stride), (uint32_t)r->n,
                              128, &bands) == RESULT_OK);
    unjbig_free(&jbig);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rows r = {.n = 0};

    if (size < HEAD_BYTES)
        return 0;
    r.stride = get_be16(data + 1) % MAX_STRIDE + 1;
    r.n = (size - HEAD_BYTES) / r.stride;
    if (r.n > MAX_ROWS)
        r.n = MAX_ROWS;
    if (r.n == 0)
        return 0;
    r.bits = data + HEAD_BYTES;
    r.out = malloc(r.stride * r.n);
    if (!r.out)
        return 0;
    if (data[0] % 3 == 0)
        try_packbits(&r);
    else if (data[0] % 3 == 1)
        try_g4(&r);
    else
        try_jbig(&r);
    free(r.out);
    return 0;
}
