/*
 * test-delta-row.c - rows as differences from the row above, in methods 3 and 9 of PCL: bytes
 * by hand, limits of their fields, and rows of all kinds through the decoder, which knows
 * nothing of the encoder. Effects: standard output, memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/delta-row.h"
#include "tests/decode/pcl5e-internal.h"
#include "tests/unit/tap.h"

#include <stdlib.h>
#include <string.h>

#define WIDTH 1000u

typedef size_t encoder(const uint8_t *seed, const uint8_t *row, size_t n, uint8_t *out);

static bool gives(encoder *encode, const void *seed, const void *row, size_t n,
                  const void *want, size_t num_want)
{
    uint8_t out[2 * WIDTH];
    size_t got = encode(seed, row, n, out);
    bool right = got == num_want && memcmp(out, want, num_want) == 0;

    for (size_t i = 0; !right && i < got; i++)
        diag("%02X", out[i]);
    return right;
}

/* white is a row of n bytes of 0. */
static const uint8_t white[WIDTH];

#define BYTES(...)                                                                             \
    (const uint8_t[]){__VA_ARGS__}, sizeof(const uint8_t[])                                    \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }

static void test_method_3(void)
{
    uint8_t row[WIDTH] = {0}, want[WIDTH];

    ok(gives(delta_row_encode, "abcd", "abcd", 4, "", 0), "3: a row like the last is nothing");
    ok(gives(delta_row_encode, "\0\0\0", "\0\xFF\0", 3, BYTES(0x01, 0xFF)),
       "3: one byte, one from the left");
    ok(gives(delta_row_encode, "\0\xFF\0\0\0", "\x0F\xFF\xF0\xAA\xAA", 5,
             BYTES(0x00, 0x0F, 0x41, 0xF0, 0xAA, 0xAA)),
       "3: the next place counts from behind the last bytes");
    memset(row, 1, 9);
    memcpy(want, BYTES(0xE0, 1, 1, 1, 1, 1, 1, 1, 1, 0x00, 1));
    ok(gives(delta_row_encode, white, row, 20, want, 11), "3: nine bytes need two commands");
    memset(row, 0, sizeof row);
    row[30] = 5;
    ok(gives(delta_row_encode, white, row, 40, BYTES(0x1E, 5)), "3: an offset of 30 fits");
    row[30] = 0;
    row[31] = 5;
    ok(gives(delta_row_encode, white, row, 40, BYTES(0x1F, 0x00, 5)), "3: one of 31 goes on");
    row[31] = 0;
    row[285] = 5;
    ok(gives(delta_row_encode, white, row, 300, BYTES(0x1F, 0xFE, 5)), "3: 285 is 31 + 254");
    row[285] = 0;
    row[286] = 5;
    ok(gives(delta_row_encode, white, row, 300, BYTES(0x1F, 0xFF, 0x00, 5)),
       "3: 286 is 31 + 255 + 0");
}

static void test_method_9(void)
{
    uint8_t row[WIDTH] = {0};

    ok(gives(delta_row_encode_runs, "abcd", "abcd", 4, "", 0),
       "9: a row like the last is nothing");
    ok(gives(delta_row_encode_runs, "\0\0\0", "\0\xFF\0", 3, BYTES(0x08, 0xFF)),
       "9: one byte, one from the left");
    ok(gives(delta_row_encode_runs, white, "\1\2\3\4\5\6\7\0", 8,
             BYTES(0x06, 1, 2, 3, 4, 5, 6, 7)),
       "9: seven bytes as they are");
    ok(gives(delta_row_encode_runs, white, "\1\2\3\4\5\6\7\10\0", 9,
             BYTES(0x07, 0x00, 1, 2, 3, 4, 5, 6, 7, 8)),
       "9: eight need a second byte for their number");
    ok(gives(delta_row_encode_runs, white, "\7\7\0", 3, BYTES(0x80, 7)),
       "9: a byte twice is a run");
    ok(gives(delta_row_encode_runs, white, "\0\0\0\1\2\2\2\2\0", 9, BYTES(0x18, 1, 0x82, 2)),
       "9: a run of four ends what is as it is");
    ok(gives(delta_row_encode_runs, white, "\1\2\2\2\3\0", 6, BYTES(0x04, 1, 2, 2, 2, 3)),
       "9: one of three does not");
    memset(row, 9, 33);
    ok(gives(delta_row_encode_runs, white, row, 40, BYTES(0x9F, 0x00, 9)),
       "9: a run of 33 needs a second byte");
    memset(row, 9, 288);
    ok(gives(delta_row_encode_runs, white, row, 300, BYTES(0x9F, 0xFF, 0x00, 9)),
       "9: one of 288 a third");
    memset(row, 0, sizeof row);
    memset(row + 3, 9, 2);
    ok(gives(delta_row_encode_runs, white, row, 10, BYTES(0xE0, 0x00, 9)),
       "9: an offset of 3 goes on before a run");
    row[3] = row[4] = 0;
    row[14] = 1;
    ok(gives(delta_row_encode_runs, white, row, 20, BYTES(0x70, 1)),
       "9: one of 14 fits before bytes");
    row[14] = 0;
    row[15] = 1;
    ok(gives(delta_row_encode_runs, white, row, 20, BYTES(0x78, 0x00, 1)),
       "9: one of 15 goes on");
    ok(gives(delta_row_encode_runs, "\7\7\7\7", "\1\1\7\7", 4, BYTES(0x80, 1)),
       "9: what was so before is not said again");
}

/* ---- all kinds of rows ---- */

static uint32_t state = 1;

static uint32_t random_below(uint32_t limit)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % limit;
}

/* Runs, noise and bytes kept, in stretches of any length. */
static void change(uint8_t *row, size_t n, unsigned kind)
{
    size_t at = 0;

    while (at < n) {
        size_t length = 1 + random_below(kind % 2 ? 5 : 400);
        unsigned what = random_below(4);
        uint8_t byte = (uint8_t)random_below(3);

        for (; length > 0 && at < n; length--, at++)
            if (what == 1)
                row[at] = (uint8_t)random_below(kind < 2 ? 256 : 2);
            else if (what == 2)
                row[at] = byte;
            else if (what == 3)
                row[at] = (uint8_t)(row[at] + (at & 1));
    }
}

/* The decoder makes the row again, and the bytes kept within their bound. */
static bool comes_back(encoder *encode, unsigned method, const uint8_t *seed,
                       const uint8_t *row, size_t n)
{
    static struct pcl_raster r;
    size_t bound = delta_row_bound(n);
    uint8_t *out = malloc(bound + 1);
    bool right = out != NULL;
    size_t got;

    if (!right)
        return false;
    out[bound] = 0xA5;
    got = encode(seed, row, n, out);
    memset(r.seed, 0, sizeof r.seed);
    memcpy(r.seed, seed, n);
    right = got <= bound && out[bound] == 0xA5 && !pcl_unpack_row(&r, method, out, got) &&
            memcmp(r.seed, row, n) == 0;
    free(out);
    return right;
}

static void test_rows(void)
{
    uint8_t seed[WIDTH] = {0}, row[WIDTH] = {0};
    bool right3 = true, right9 = true;

    for (unsigned i = 0; i < 20000; i++) {
        size_t n = i % 50 == 0 ? 1 + random_below(12) : 1 + random_below(WIDTH);

        memcpy(row, seed, sizeof row);
        change(row, n, i % 4);
        right3 = right3 && comes_back(delta_row_encode, 3, seed, row, n);
        right9 = right9 && comes_back(delta_row_encode_runs, 9, seed, row, n);
        memcpy(seed, row, sizeof row);
    }
    ok(right3, "20000 rows of all kinds come back from method 3, within the bound");
    ok(right9, "and from method 9");
}

static void test_worst(void)
{
    uint8_t seed[WIDTH] = {0}, row[WIDTH];
    bool right = true;

    for (size_t period = 1; period < 12; period++) {
        for (size_t i = 0; i < WIDTH; i++)
            row[i] = i % period == period - 1 ? 0 : (uint8_t)(1 + i % 251);
        right = right && comes_back(delta_row_encode, 3, seed, row, WIDTH) &&
                comes_back(delta_row_encode_runs, 9, seed, row, WIDTH);
        for (size_t i = 0; i < WIDTH; i++)
            row[i] = (uint8_t)(1 + (i % period < 2 ? i / period : i) % 251);
        right = right && comes_back(delta_row_encode, 3, seed, row, WIDTH) &&
                comes_back(delta_row_encode_runs, 9, seed, row, WIDTH);
    }
    ok(right, "Rows that take the most commands are within the bound");
}

int main(void)
{
    test_method_3();
    test_method_9();
    test_rows();
    test_worst();
    return tap_done();
}
