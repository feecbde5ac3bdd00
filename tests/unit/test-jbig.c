/*
 * test-jbig.c - JBIG pages cut into bands: how bands are ended, what a code depends on, and
 * read back by jbigkit's own programs and by our decoder. Effects: temporary files; runs
 * jbgtopbm (passed over where it is not installed). Source: ITU-T T.82; driver/FORMAT-ufr2lt.md
 * section 11.3.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/jbig.h"
#include "tests/decode/decode-jbig.h"
#include "tests/unit/buffer.h"
#include "tests/unit/codec-pages.h"
#include "tests/unit/tap.h"

#include <unistd.h>

#define MAX_BANDS 64u

/* The linker puts these before the C library's (see the Makefile): the one that makes the count
 * 0 fails. NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): its names */
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);

static unsigned until_failure;

void *__wrap_calloc(size_t n, size_t size)
{
    return until_failure > 0 && --until_failure == 0 ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return until_failure > 0 && --until_failure == 0 ? NULL : __real_realloc(old, size);
}
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

/* What came out, all bands in a row. */
struct bands {
    struct buffer bytes;
    size_t start[MAX_BANDS + 1]; /* where each begins, and the last one ends */
    uint32_t y[MAX_BANDS], rows[MAX_BANDS];
    unsigned n, stop_at; /* which call fails, from 1; 0: none */
};

static enum result got_band(void *ctx, uint32_t y, uint32_t rows, const uint8_t *bytes,
                            size_t n)
{
    struct bands *b = ctx;

    if (b->n + 1 == b->stop_at || b->n == MAX_BANDS)
        return RESULT_IO;
    b->y[b->n] = y;
    b->rows[b->n] = rows;
    b->start[b->n++] = b->bytes.n;
    buffer_append(&b->bytes, bytes, n);
    b->start[b->n] = b->bytes.n;
    return RESULT_OK;
}

static enum result encode(const struct bitmap *p, uint32_t band_rows, struct bands *out)
{
    struct jbig_bands to = {got_band, out};

    memset(out, 0, sizeof *out);
    return jbig_encode_page(p->bits, p->stride, p->width, p->height, band_rows, &to);
}

static void test_white(void)
{
    static const uint8_t expected[] = {
        0,    0,    1,   0, 0, 0, 0,    100,  0,    0,    1,    0x80, 0,
        0,    0,    128, 0, 0, 0, 0x48, 0xFF, 0x02, 0xFF, 0x03, /* rows 0 to 255, two stripes */
        0xFF, 0x03,                                             /* rows 256 to 383 */
    };
    struct bitmap p = make_bitmap(0, 100, 384);
    struct bands b;

    ok(encode(&p, 256, &b) == RESULT_OK && b.bytes.n == sizeof expected &&
           memcmp(b.bytes.bytes, expected, sizeof expected) == 0,
       "A white page is a header, and for each stripe of 128 rows two bytes");
    ok(b.n == 2 && b.y[0] == 0 && b.rows[0] == 256 && b.y[1] == 256 && b.rows[1] == 128 &&
           b.start[1] == 24,
       "Bands come from the top, the last one with what is left");
    buffer_free(&b.bytes);
    p.height = 257;
    ok(encode(&p, 256, &b) == RESULT_OK && b.n == 2 && b.rows[1] == 1 && b.bytes.n == 26 &&
           memcmp(b.bytes.bytes + 24, "\xFF\x03", 2) == 0,
       "A band of one row has a stripe of its own");
    buffer_free(&b.bytes);
    ok(encode(&p, 1000, &b) == RESULT_OK && b.n == 1 && b.rows[0] == 257,
       "A band may be the whole page");
    buffer_free(&b.bytes);
    free(p.bits);
}

static void test_dependence(void)
{
    /* rows that are alike: they are told apart by what is right of them, if it counts */
    struct bitmap p = make_bitmap(7, 101, 600), wide = {101, 600, 40, NULL};
    struct jbig_bands to = {got_band, NULL};
    struct bands page = {.n = 0}, other = {.n = 0}, band;
    uint32_t y;

    wide.bits = malloc(wide.stride * wide.height);
    memset(wide.bits, 0xC3, wide.stride * wide.height);
    for (y = 0; y < p.height; y++) {
        memcpy(wide.bits + y * wide.stride, p.bits + y * p.stride, p.stride);
        wide.bits[y * wide.stride + p.stride - 1] |= (uint8_t)(y & 0x07);
    }
    ok(encode(&p, 256, &page) == RESULT_OK && encode(&wide, 256, &other) == RESULT_OK &&
           page.bytes.n == other.bytes.n &&
           memcmp(page.bytes.bytes, other.bytes.bytes, page.bytes.n) == 0,
       "The code depends on the dots alone, not on the stride or what is right of them");
    buffer_free(&other.bytes);

    memset(&band, 0, sizeof band);
    to.ctx = &band;
    ok(jbig_encode_band(p.bits + 256 * p.stride, p.stride, p.width, 256, 256, 600, &to) ==
               RESULT_OK &&
           band.bytes.n == page.start[2] - page.start[1] &&
           memcmp(band.bytes.bytes, page.bytes.bytes + page.start[1], band.bytes.n) == 0,
       "A band coded by itself is the band of the page");
    buffer_free(&band.bytes);

    memset(p.bits, 0xFF, 256 * p.stride);
    ok(encode(&p, 256, &other) == RESULT_OK && other.n == 3 &&
           memcmp(other.bytes.bytes + other.start[1], page.bytes.bytes + page.start[1],
                  page.start[3] - page.start[1]) == 0 &&
           other.start[1] != page.start[1],
       "A band does not depend on the one before");
    buffer_free(&other.bytes);
    buffer_free(&page.bytes);
    free(wide.bits);
    free(p.bits);
}

static void test_refused(void)
{
    struct bitmap p = make_bitmap(5, 100, 300);
    struct jbig_bands to = {got_band, NULL};
    struct bands b;
    unsigned stop;
    bool good = true;

    memset(&b, 0, sizeof b);
    to.ctx = &b;
    ok(jbig_encode_page(p.bits, 13, 0, 300, 256, &to) == RESULT_UNSUPPORTED &&
           jbig_encode_page(p.bits, 13, 100, 0, 256, &to) == RESULT_UNSUPPORTED,
       "A page without dots is refused");
    ok(jbig_encode_page(p.bits, 1u << 20, JBIG_MAX_SIDE + 1, 1, 256, &to) ==
               RESULT_UNSUPPORTED &&
           jbig_encode_page(p.bits, 13, 100, JBIG_MAX_SIDE + 1, 256, &to) == RESULT_UNSUPPORTED,
       "A page larger than any paper is refused before it is looked at");
    ok(jbig_encode_page(p.bits, 12, 100, 300, 256, &to) == RESULT_UNSUPPORTED,
       "A stride below the width is refused");
    ok(jbig_encode_page(p.bits, 13, 100, 300, 0, &to) == RESULT_UNSUPPORTED &&
           jbig_encode_page(p.bits, 13, 100, 300, 200, &to) == RESULT_UNSUPPORTED,
       "Bands that are no whole stripes are refused");
    ok(jbig_encode_band(p.bits, 13, 100, 100, 128, 300, &to) == RESULT_UNSUPPORTED &&
           jbig_encode_band(p.bits, 13, 100, 128, 100, 300, &to) == RESULT_UNSUPPORTED &&
           jbig_encode_band(p.bits, 13, 100, 256, 128, 300, &to) == RESULT_UNSUPPORTED &&
           jbig_encode_band(p.bits, 13, 100, 384, 1, 300, &to) == RESULT_UNSUPPORTED &&
           jbig_encode_band(p.bits, 13, 100, 0, 0, 300, &to) == RESULT_UNSUPPORTED,
       "A band between stripes or outside the page is refused");
    ok(b.n == 0, "Nothing comes of what is refused");
    for (stop = 1; stop <= 3; stop++) {
        memset(&b, 0, sizeof b);
        b.stop_at = stop;
        good = good && jbig_encode_page(p.bits, 13, 100, 300, 128, &to) == RESULT_IO &&
               b.n == stop - 1;
        buffer_free(&b.bytes);
    }
    ok(good, "A band that is not taken ends the page");
    free(p.bits);
}

/* Takes a band and keeps nothing, so that only the coder allocates. */
static enum result count_band(void *ctx, uint32_t y, uint32_t rows, const uint8_t *bytes,
                              size_t n)
{
    (void)y;
    (void)rows;
    (void)bytes;
    (void)n;
    ++*(unsigned *)ctx;
    return RESULT_OK;
}

static void test_no_memory(void)
{
    struct bitmap p =
        make_bitmap(4, 1600, 300); /* noise: its code outgrows what is taken first */
    unsigned fail, bands = 0;
    struct jbig_bands to = {count_band, &bands};
    enum result result = RESULT_SPACE;
    bool good = true;

    for (fail = 1; result == RESULT_SPACE && fail < 100; fail++) {
        bands = 0;
        until_failure = fail;
        result = jbig_encode_page(p.bits, p.stride, p.width, p.height, 256, &to);
        good = good && (result == RESULT_OK ? bands == 2 : bands < 2);
    }
    until_failure = 0;
    ok(good && result == RESULT_OK && fail > 5,
       "Without memory for its code a band is not told, and the page ends");
    free(p.bits);
}

static bool ours_reads(const struct bitmap *p, const struct bands *b)
{
    static struct unjbig u;
    struct unjbig_image image = {(uint32_t)(8 * p->stride), p->height};
    uint8_t *out = malloc(p->stride * p->height);
    bool good = true;
    unsigned i;

    unjbig_page(&u);
    for (i = 0; good && i < b->n; i++) {
        const uint8_t *bytes = b->bytes.bytes + b->start[i];
        size_t n = b->start[i + 1] - b->start[i], at;

        unjbig_start(&u, out + b->y[i] * p->stride, p->stride, b->rows[i], n, &image);
        for (at = 0; good && at < n; at += 977)
            good = unjbig_feed(&u, bytes + at, n - at < 977 ? n - at : 977) > 0;
        good = good && unjbig_finish(&u) && u.oddities == 0;
    }
    good = good && memcmp(out, p->bits, p->stride * p->height) == 0;
    unjbig_free(&u);
    free(out);
    return good;
}

/* The PBM at path has the page's dots. */
static bool same_picture(const char *path, const struct bitmap *p)
{
    size_t n = p->stride * p->height, size;
    uint8_t *bytes = calloc(1, n + 100);
    FILE *file = fopen(path, "rb");
    unsigned width = 0, height = 0;
    bool same = false;

    if (file) {
        size = fread(bytes, 1, n + 99, file);
        fclose(file);
        same = size > n && sscanf((char *)bytes, "P4 %u %u", &width, &height) == 2 &&
               width == p->width && height == p->height &&
               memcmp(bytes + size - n, p->bits, n) == 0;
    }
    free(bytes);
    return same;
}

/* jbigkit's program reads the page. */
static bool jbigkit_reads(const char *program, const struct bitmap *p, const struct bands *b)
{
    char from[] = "/tmp/canon-test-jbig.XXXXXX", to[64], command[300];
    int file = mkstemp(from);
    bool good;

    snprintf(to, sizeof to, "%s.pbm", from);
    snprintf(command, sizeof command, "%s %s %s", program, from, to);
    good = file >= 0 && write(file, b->bytes.bytes, b->bytes.n) == (ssize_t)b->bytes.n &&
           system(command) == 0 && /* NOLINT(cert-env33-c): all names are made here */
           same_picture(to, p);
    if (file >= 0)
        close(file);
    unlink(from);
    unlink(to);
    return good;
}

static void test_round_trip(const struct bitmap *p, const char *name)
{
    static int has_jbigkit = -1;
    struct bands b;

    if (has_jbigkit < 0)
        /* NOLINTNEXTLINE(cert-env33-c): a constant */
        has_jbigkit = system("command -v jbgtopbm >/dev/null") == 0;
    if (!ok(encode(p, 256, &b) == RESULT_OK && ours_reads(p, &b), "Our decoder reads %s back",
            name))
        diag("%u bands, %zu bytes", b.n, b.bytes.n);
    if (has_jbigkit)
        ok(jbigkit_reads("jbgtopbm", p, &b) && jbigkit_reads("jbgtopbm85", p, &b),
           "jbigkit's programs read %s back", name);
    else
        skip("jbgtopbm is not installed");
    buffer_free(&b.bytes);
}

int main(void)
{
    struct bitmap text = text_bitmap();
    unsigned kind;
    char name[64];

    test_white();
    test_dependence();
    test_refused();
    test_no_memory();
    for (kind = 0; kind < PAGE_KINDS; kind++) {
        struct bitmap b = make_bitmap(kind, 1664, 300);

        snprintf(name, sizeof name, "a page of kind %u", kind);
        test_round_trip(&b, name);
        free(b.bits);
    }
    if (ok(text.bits != NULL, "There is a page of text"))
        test_round_trip(&text, "a page of text");
    free(text.bits);
    return tap_done();
}
