/*
 * test-vectors-codecs.c - PackBits, Group 4 and JBIG make the data blocks of the maker's
 * streams from their pictures, byte for byte. Effects: reads $CANON_VECTORS
 * (../shared/vectors), which is not part of the project; skips what is not there.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/bytes.h"
#include "driver/g4.h"
#include "driver/jbig.h"
#include "driver/packbits.h"
#include "tests/unit/buffer.h"
#include "tests/unit/tap.h"
#include "tests/unit/vectors.h"

enum codec { PACKBITS, G4, JBIG };

static const struct vector {
    const char *name;
    unsigned pages;
    enum codec codec;
    uint32_t band_width; /* dots */
    uint32_t band_rows;
    bool two_bits; /* of each dot */
} vectors[] = {
    {"m16-ir3025-a4",         1, PACKBITS, 4992, 375,  false},
    {"m17-ir3025-a5",         1, PACKBITS, 3584, 532,  false},
    {"m18-lbp6670-com10",     1, PACKBITS, 2560, 128,  false},
    {"m19-mf4010-a4",         1, G4,       5120, 7016, false},
    {"m20-ir2320-a3",         2, JBIG,     7040, 256,  false},
    {"m21-mf4350-letter",     1, JBIG,     5120, 256,  false},
    {"m22-mf3010-a4",         1, JBIG,     4992, 256,  false},
    {"m23-mf3010-a5-two-bit", 1, JBIG,     3520, 256,  true },
    {"m24-mf4500-a4",         1, JBIG,     4992, 256,  false},
};

/* The page data of a stream, and how far blocks were found in it. */
struct stream {
    struct buffer data;
    size_t at;
    unsigned blocks, missing;
};

/* The bytes of the packets 1A without their first. */
static void join_page_data(struct stream *s, const uint8_t *bytes, size_t n)
{
    size_t at;

    for (at = 0; at + 20 <= n; at += 20 + get_be16(bytes + at + 8))
        if (get_be16(bytes + at + 4) == 0x1A)
            buffer_append(&s->data, bytes + at + 21, get_be16(bytes + at + 8) - 1);
}

/* A data block of 16-bit length comes next of those that are not found yet. */
static void find_block(struct stream *s, const uint8_t *bytes, size_t n)
{
    uint8_t head[3] = {0x9D, (uint8_t)(n >> 8), (uint8_t)n};
    size_t at;

    s->blocks++;
    for (at = s->at; n <= 0xFFFF && at + sizeof head + n <= s->data.n; at++)
        if (memcmp(s->data.bytes + at, head, sizeof head) == 0 &&
            memcmp(s->data.bytes + at + sizeof head, bytes, n) == 0) {
            s->at = at + sizeof head + n;
            return;
        }
    if (s->missing++ == 0)
        diag("block %u, of %zu bytes, is not there", s->blocks, n);
}

/* A page as wide as its bands. */
struct page {
    uint32_t width, height;
    size_t stride;
    uint8_t *bits;
};

static bool read_page(const struct vector *v, unsigned number, struct page *page)
{
    char name[128];
    unsigned width = 0, height = 0, y, x;
    const uint8_t *first;
    size_t stride;
    uint8_t *picture;

    snprintf(name, sizeof name, "ufr2-models/%s-p%u.pbm", v->name, number);
    picture = vector_picture(name, &width, &height, &stride, &first);
    if (!picture)
        return false;
    page->width = v->band_width * (v->two_bits ? 2 : 1);
    page->height = height;
    page->stride = page->width / 8;
    page->bits = calloc(height, page->stride);
    for (y = 0; y < height; y++)
        for (x = 0; x < width; x++)
            if (first[y * stride + x / 8] >> (7 - x % 8) & 1) {
                if (v->two_bits)
                    page->bits[y * page->stride + x / 4] |= (uint8_t)(0xC0 >> x % 4 * 2);
                else
                    page->bits[y * page->stride + x / 8] |= (uint8_t)(0x80 >> x % 8);
            }
    free(picture);
    return true;
}

static void packbits_page(const struct vector *v, const struct page *p, struct stream *s)
{
    size_t bound = packbits_bound(p->stride), n;
    uint8_t *bytes = malloc(bound * v->band_rows + 1);
    uint32_t y, i;

    for (y = 0; y < p->height; y += v->band_rows) {
        for (n = 0, i = y; i < p->height && i < y + v->band_rows; i++)
            n += packbits_encode(p->bits + i * p->stride, p->stride, bytes + n);
        bytes[n++] = 0x80;
        find_block(s, bytes, n);
    }
    free(bytes);
}

static bool g4_page(const struct page *p, struct stream *s)
{
    struct buffer bytes = {.n = 0};
    struct sink sink = {buffer_write, &bytes};
    uint8_t *reference = malloc(p->stride);
    enum result result = RESULT_OK;
    static struct g4 g;
    uint32_t y;

    g4_init(&g, p->width, reference, &sink);
    for (y = 0; y < p->height && result == RESULT_OK; y++)
        result = g4_row(&g, p->bits + y * p->stride);
    if (result == RESULT_OK)
        result = g4_end(&g);
    find_block(s, bytes.bytes, bytes.n);
    buffer_free(&bytes);
    free(reference);
    return result == RESULT_OK;
}

static enum result got_band(void *ctx, uint32_t y, uint32_t rows, const uint8_t *bytes,
                            size_t n)
{
    (void)y;
    (void)rows;
    find_block(ctx, bytes, n);
    return RESULT_OK;
}

static bool encode_page(const struct vector *v, const struct page *p, struct stream *s)
{
    struct jbig_bands bands = {got_band, s};

    switch (v->codec) {
    case PACKBITS:
        packbits_page(v, p, s);
        return true;
    case G4:
        return g4_page(p, s);
    case JBIG:
        break;
    }
    return jbig_encode_page(p->bits, p->stride, p->width, p->height, v->band_rows, &bands) ==
           RESULT_OK;
}

static void test_vector(const struct vector *v)
{
    struct stream s = {.at = 0};
    struct page page;
    char name[128];
    size_t n = 0;
    unsigned i;
    uint8_t *bytes;
    bool good = true;

    snprintf(name, sizeof name, "ufr2-models/%s.bin", v->name);
    bytes = vector_read(name, &n);
    if (!bytes) {
        skip("%s is not here", name);
        return;
    }
    join_page_data(&s, bytes, n);
    for (i = 1; good && i <= v->pages; i++) {
        page.bits = NULL;
        good = read_page(v, i, &page) && encode_page(v, &page, &s);
        free(page.bits);
    }
    ok(good && s.missing == 0 && s.blocks > 0, "%s: all %u data blocks are the maker's",
       v->name, s.blocks);
    buffer_free(&s.data);
    free(bytes);
}

int main(void)
{
    size_t i;

    for (i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
        test_vector(&vectors[i]);
    return tap_done();
}
