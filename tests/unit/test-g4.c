/*
 * test-g4.c - CCITT Group 4 by bits worked out by hand, and beside libtiff: its decoder reads
 * what ours wrote, our decoder reads what its encoder wrote, and both encoders write the same.
 * Effects: temporary files.
 * Source: ITU-T T.4 and T.6; driver/FORMAT-ufr2lt.md section 11.2.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/g4.h"
#include "tests/decode/decode-g4.h"
#include "tests/unit/tap.h"
#include "tests/unit/tiff-strips.h"

#define ROOM (4u << 20)
#define EOFB "000000000001 000000000001"

static uint8_t coded[ROOM];

/* A sink into `coded` that may stop. */
struct counter {
    size_t n, calls, largest, stop_at; /* stop_at: which call fails; 0: none */
};

static enum result count(void *ctx, const void *bytes, size_t n)
{
    struct counter *c = ctx;

    if (++c->calls == c->stop_at || n == 0)
        return RESULT_IO;
    if (n > c->largest)
        c->largest = n;
    if (c->n + n <= ROOM)
        memcpy(coded + c->n, bytes, n);
    c->n += n;
    return RESULT_OK;
}

static enum result encode(const struct bitmap *b, struct counter *c)
{
    struct sink sink = {count, c};
    static struct g4 g;
    uint8_t *reference = malloc(b->stride), *row = malloc(b->stride);
    enum result result = RESULT_OK;
    uint32_t y;

    memset(reference, 0xA5, b->stride); /* it is g4_init's to clear */
    g4_init(&g, b->width, reference, &sink);
    for (y = 0; y < b->height && result == RESULT_OK; y++) {
        /* in memory of exactly its size, and gone afterwards */
        memcpy(row, b->bits + y * b->stride, b->stride);
        result = g4_row(&g, row);
        memset(row, 0x5A, b->stride);
    }
    if (result == RESULT_OK)
        result = g4_end(&g);
    else
        result = g4_end(&g) == result ? result : RESULT_FORMAT;
    free(reference);
    free(row);
    return result;
}

/* The dots, rows of text of '#' and '.' divided by '/', become these bits, the first lowest. */
static void gives(const char *dots, const char *bits, const char *name)
{
    struct bitmap b = {.height = 0};
    struct counter c = {.n = 0};
    uint8_t expected[200] = {0};
    const char *p = dots;
    unsigned have = 0;

    b.width = (uint32_t)strcspn(dots, "/");
    b.height = (uint32_t)((strlen(dots) + 1) / (b.width + 1));
    b.stride = (b.width + 7) / 8;
    b.bits = calloc(b.height, b.stride);
    for (; *p; p++)
        if (*p == '#')
            set_dot(&b, (uint32_t)((size_t)(p - dots) % (b.width + 1)),
                    (uint32_t)((size_t)(p - dots) / (b.width + 1)));
    for (; *bits; bits++)
        if (*bits == '0' || *bits == '1') {
            expected[have / 8] |= (uint8_t)((*bits == '1') << have % 8);
            have++;
        }
    if (!ok(encode(&b, &c) == RESULT_OK && c.n == (have + 7) / 8 &&
                memcmp(coded, expected, c.n) == 0,
            "%s", name))
        diag("%zu bytes instead of %u", c.n, (have + 7) / 8);
    free(b.bits);
}

static void test_bits(void)
{
    gives("........", "1" EOFB, "A white row is one bit");
    gives("........./.........", "1 1" EOFB, "Two white rows are two");
    gives("########", "001 00110101 000101" EOFB,
          "A black row begins with a white run of no dots; its end needs no code");
    gives("...##...........", "001 1000 11 1" EOFB, "A bar is a white run and a black one");
    gives("...##.../...##...", "001 1000 11 1  1 1 1" EOFB, "A row like the one above");
    gives("...##.../....###.", "001 1000 11 1  011 000011 1" EOFB,
          "Changes one and two dots to the right");
    gives("...##.../####....", "001 1000 11 1  0000010 010 1" EOFB,
          "Changes three dots and one to the left");
    gives("...##.../.######.", "001 1000 11 1  000010 000011 1" EOFB,
          "Changes two dots to the left and to the right");
    gives("...##.../...#####", "001 1000 11 1  1 0000011" EOFB, "A change three dots right");
    gives("...##..../...######", "001 1000 11 1  1 001 0010 00110101" EOFB,
          "Four dots are too far: runs again, the last one of no dots");
    gives("...##.../........", "001 1000 11 1  0001 1" EOFB, "A bar above is passed");
}

/* One row: white, then black dots to the end. */
static void test_run(uint32_t white, uint32_t black, const char *bits, const char *name)
{
    char *dots = malloc(white + black + 1);

    memset(dots, '.', white);
    memset(dots + white, '#', black);
    dots[white + black] = '\0';
    gives(dots, bits, name);
    free(dots);
}

static void test_runs(void)
{
    test_run(63, 5, "001 00110100 0011" EOFB, "63 is the longest run of one code");
    test_run(64, 64, "001 11011 00110101 0000001111 0000110111" EOFB,
             "64 dots are a long run and one of no dots");
    test_run(1728, 1728, "001 010011011 00110101 0000001100101 0000110111" EOFB,
             "1728 is the longest run with a code of its colour");
    test_run(1792, 1792, "001 00000001000 00110101 00000001000 0000110111" EOFB,
             "1792 has the same code in both colours");
    test_run(2623, 2560, "001 000000011111 00110100 000000011111 0000110111" EOFB,
             "2560 is the longest run of all");
    test_run(2624, 5120,
             "001 000000011111 11011 00110101 000000011111 000000011111 0000110111" EOFB,
             "Longer ones repeat it");
}

static void test_widths(void)
{
    static const uint32_t widths[] = {1, 7, 8, 9, 64, 5120};
    struct counter c, other;
    bool good = true;
    size_t i;

    for (i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        struct bitmap b = make_bitmap(4, widths[i], 9);
        uint32_t y;

        c = other = (struct counter){.n = 0};
        good = good && encode(&b, &c) == RESULT_OK;
        for (y = 0; y < b.height && widths[i] % 8; y++)
            b.bits[(y + 1) * b.stride - 1] |= (uint8_t)(0xFF >> widths[i] % 8);
        good = good && encode(&b, &other) == RESULT_OK && c.n == other.n;
        free(b.bits);
    }
    ok(good, "Bits right of the width do not count");
}

static void test_sinks(void)
{
    struct bitmap b = make_bitmap(4, 800, 400);
    struct counter c = {.n = 0}, bad;
    size_t calls, i;
    bool good;

    good = encode(&b, &c) == RESULT_OK;
    calls = c.calls;
    ok(good && c.largest == G4_BUFFER && calls == (c.n + G4_BUFFER - 1) / G4_BUFFER,
       "The sink gets buffers, not bytes");
    for (i = 1; i <= calls; i++) {
        bad = (struct counter){.stop_at = i};
        good = good && encode(&b, &bad) == RESULT_IO && bad.calls == i;
    }
    ok(good, "After a sink that fails, whichever time, it is not called again");
    bad = (struct counter){.n = 0};
    ok(encode(&b, &bad) == RESULT_OK && bad.n == c.n,
       "The same rows have the same length again");
    free(b.bits);
}

static bool ours_reads(const struct bitmap *b, const uint8_t *bytes, size_t n, size_t piece)
{
    static struct ung4 u;
    uint8_t *out = malloc(b->stride * b->height);
    bool good = true;
    size_t at;

    ung4_start(&u, out, b->stride, b->height, n);
    for (at = 0; good && at < n; at += piece)
        good = ung4_feed(&u, bytes + at, n - at < piece ? n - at : piece) > 0;
    good = good && ung4_finish(&u) && u.oddities == 0 &&
           memcmp(out, b->bits, b->stride * b->height) == 0;
    free(out);
    return good;
}

static void test_libtiff(const struct bitmap *b, const char *name)
{
    static uint8_t theirs[ROOM];
    struct counter c = {.n = 0};
    struct bitmap got = *b;
    size_t n = tiff_encode(COMPRESSION_CCITTFAX4, b, theirs, sizeof theirs);

    got.bits = calloc(b->height, b->stride);
    ok(encode(b, &c) == RESULT_OK && tiff_decode(COMPRESSION_CCITTFAX4, coded, c.n, &got) &&
           memcmp(got.bits, b->bits, b->stride * b->height) == 0,
       "libtiff reads %s back", name);
    ok(n > 0 && ours_reads(b, theirs, n, 1) && ours_reads(b, coded, c.n, 1013),
       "Our decoder reads %s back from both encoders", name);
    ok(n == c.n && memcmp(theirs, coded, n) == 0, "Both encoders write the same for %s", name);
    free(got.bits);
}

int main(void)
{
    struct bitmap text = text_bitmap();
    unsigned kind;
    char name[64];

    test_bits();
    test_runs();
    test_widths();
    test_sinks();
    for (kind = 0; kind < PAGE_KINDS; kind++) {
        struct bitmap b = make_bitmap(kind, 1664, 80), wide = make_bitmap(kind, 5120, 30);

        snprintf(name, sizeof name, "a page of kind %u", kind);
        test_libtiff(&b, name);
        snprintf(name, sizeof name, "a wide page of kind %u", kind);
        test_libtiff(&wide, name);
        free(b.bits);
        free(wide.bits);
    }
    if (ok(text.bits != NULL, "There is a page of text"))
        test_libtiff(&text, "a page of text");
    free(text.bits);
    return tap_done();
}
