/*
 * test-packbits.c - PackBits by bytes worked out by hand, its worst case, and read back by
 * libtiff and by our decoder.
 * Effects: temporary files.
 * Source: TIFF 6.0 section 9; driver/FORMAT-ufr2lt.md section 11.1.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/packbits.h"
#include "tests/decode/decode-packbits.h"
#include "tests/unit/tap.h"
#include "tests/unit/tiff-strips.h"

/* The n bytes become these. */
static void gives(const uint8_t *bytes, size_t n, const char *expected, size_t num_expected,
                  const char *name)
{
    uint8_t *in = malloc(n + 1), *out = malloc(packbits_bound(n) + 1);
    size_t written;

    memcpy(in, bytes, n);
    written = packbits_encode(in, n, out);
    if (!ok(written == num_expected && memcmp(out, expected, written) == 0, "%s", name))
        diag("%zu bytes instead of %zu", written, num_expected);
    free(in);
    free(out);
}

#define GIVES(text, expected, name)                                                            \
    gives((const uint8_t *)(text), sizeof(text) - 1, expected, sizeof(expected) - 1, name)

static void test_small(void)
{
    GIVES("", "", "No bytes become none");
    GIVES("a", "\0a", "One byte is a packet of one literal");
    GIVES("aa",
          "\xFF"
          "a",
          "Two bytes alike are a run");
    GIVES("ab", "\1ab", "Two bytes that differ are literals");
    GIVES("aaa",
          "\xFE"
          "a",
          "Three bytes alike are a run of three");
    GIVES("abb",
          "\0a\xFF"
          "b",
          "A run of two ends the literals before it");
    GIVES("abba",
          "\0a\xFF"
          "b\0a",
          "Literals begin again behind a run");
    GIVES("abcc",
          "\1ab\xFF"
          "c",
          "A literal is not taken from the run behind it");
}

static void test_limits(void)
{
    uint8_t same[300], different[300];
    char expected[400];
    size_t i;

    memset(same, 'x', sizeof same);
    for (i = 0; i < sizeof different; i++)
        different[i] = (uint8_t)(i % 251);
    gives(same, 128, "\x81x", 2, "A run has at most 128 bytes");
    gives(same, 129, "\x81x\0x", 4, "The 129th is a literal");
    gives(same, 130, "\x81x\xFFx", 4, "Two more are a run again");
    gives(same, 257, "\x81x\x81x\0x", 6, "Long runs are several");
    expected[0] = 127;
    memcpy(expected + 1, different, 128);
    gives(different, 128, expected, 129, "A packet has at most 128 literals");
    expected[129] = 0;
    expected[130] = (char)different[128];
    gives(different, 129, expected, 131, "The 129th literal begins another");
    ok(packbits_bound(0) == 0 && packbits_bound(1) == 2 && packbits_bound(2) == 3 &&
           packbits_bound(3) == 4 && packbits_bound(4) == 6 && packbits_bound(624) == 832,
       "The bound is four bytes for every three");
}

static void test_worst(void)
{
    static const uint8_t worst[] = "abbcddeffghhijjkll";
    uint8_t out[64];
    size_t n;
    bool reached = true;

    for (n = 1; n < sizeof worst; n += 3)
        reached = reached && packbits_encode(worst, n, out) == packbits_bound(n);
    ok(reached && packbits_encode(worst, 3, out) == packbits_bound(3),
       "The bound is reached by single bytes and pairs in turn");
}

/* Each row by itself, as in a band. */
static size_t encode(const struct bitmap *b, uint8_t *out)
{
    size_t n = 0;
    uint32_t y;

    for (y = 0; y < b->height; y++)
        n += packbits_encode(b->bits + y * b->stride, b->stride, out + n);
    return n;
}

static bool ours_agrees(const struct bitmap *b, uint8_t *bytes, size_t n)
{
    uint8_t *out = malloc(b->stride * b->height + 1);
    static struct unpackbits u;
    bool same;

    bytes[n++] = 0x80;
    unpackbits_start(&u, out, b->stride, b->height, n);
    same = unpackbits_feed(&u, bytes, n) == n && unpackbits_finish(&u) && u.oddities == 0 &&
           memcmp(out, b->bits, b->stride * b->height) == 0;
    free(out);
    return same;
}

static void test_round_trip(const struct bitmap *b, const char *name)
{
    size_t bound = packbits_bound(b->stride) * b->height, n;
    uint8_t *bytes = malloc(bound + 1);
    struct bitmap got = *b;

    got.bits = calloc(b->height, b->stride);
    n = encode(b, bytes);
    ok(n <= bound && tiff_decode(COMPRESSION_PACKBITS, bytes, n, &got) &&
           memcmp(got.bits, b->bits, b->stride * b->height) == 0 && ours_agrees(b, bytes, n),
       "libtiff and our decoder read %s back", name);
    free(got.bits);
    free(bytes);
}

int main(void)
{
    struct bitmap text = text_bitmap();
    unsigned kind;
    char name[64];

    test_small();
    test_limits();
    test_worst();
    for (kind = 0; kind < PAGE_KINDS; kind++) {
        struct bitmap b = make_bitmap(kind, 1111, 60);

        snprintf(name, sizeof name, "a page of kind %u", kind);
        test_round_trip(&b, name);
        free(b.bits);
    }
    if (ok(text.bits != NULL, "There is a page of text"))
        test_round_trip(&text, "a page of text");
    free(text.bits);
    return tap_done();
}
