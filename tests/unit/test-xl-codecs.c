/*
 * test-xl-codecs.c - RLE and delta row of PCL XL against codes written by hand, their limits,
 * and rows of all kinds through the independent decoder.
 * Effects: memory.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/xl-codecs.h"
#include "tests/decode/pclxl-decode.h"
#include "tests/unit/buffer.h"
#include "tests/unit/tap.h"

static uint64_t random_state = 1;

static uint32_t next_random(void)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33);
}

static size_t delta_row(const struct xl_rows *rows, uint8_t *out)
{
    static const uint8_t white[1024];

    return xl_delta_row(rows, white, out);
}

/* ---- by hand ---- */

typedef size_t encoder(const struct xl_rows *rows, uint8_t *out);

/* Rows of width bytes, as text, become this code. */
static void becomes(encoder *encode, size_t width, const char *rows_hex, const char *code_hex,
                    const char *name)
{
    struct buffer rows = {.bytes = NULL}, want = {.bytes = NULL};
    struct xl_rows r = {.stride = width, .width = width};
    uint8_t out[4096];
    size_t n;

    buffer_append_hex(&rows, rows_hex);
    buffer_append_hex(&want, code_hex);
    r.bits = rows.bytes;
    r.num_rows = (uint32_t)(rows.n / width);
    n = encode(&r, out);
    ok(n == want.n && memcmp(out, want.bytes, n) == 0, "%s", name);
    buffer_free(&rows);
    buffer_free(&want);
}

#define ZEROS_32  "00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 "
#define ZEROS_256 ZEROS_32 ZEROS_32 ZEROS_32 ZEROS_32 ZEROS_32 ZEROS_32 ZEROS_32 ZEROS_32

static void test_by_hand(void)
{
    becomes(xl_plain, 4, "01020304 05060708", "01020304 05060708", "Plain rows are themselves");
    becomes(xl_rle, 4, "FFFFFFFF 01020304", "FDFF 0301020304",
            "RLE: a run, then bytes as they are");
    becomes(xl_rle, 4, "FFFFFFFF FFFFFFFF", "FDFF FDFF", "RLE: no run goes over a row's end");
    becomes(delta_row, 4, "00000000 00000000", "0000 0000", "Delta row: white is no bytes");
    becomes(delta_row, 4, "A1B2C3D4 A1B2C3D4", "0500 60A1B2C3D4 0000",
            "Delta row: new bytes, then the same row");
    becomes(delta_row, 4, "A1B2C3D4 A1B255D4", "0500 60A1B2C3D4 0200 0255",
            "Delta row: one byte, by its offset");
    becomes(delta_row, 4, "A100C300", "0400 00A1 01C3",
            "Delta row: two changes are two commands");
    becomes(delta_row, 12, "0102030405060708 090A0000", "0C00 E00102030405060708 20090A",
            "Delta row: eight bytes at most in a command");
    becomes(delta_row, 36,
            "00000000 00000000 00000000 00000000 00000000 00000000 00000000 "
            "000001 00 0000 0000",
            "0200 1E01", "Delta row: 30 is a short offset");
    becomes(delta_row, 36, ZEROS_32 "01000000", "0300 1F0101", "Delta row: 32 is a long one");
    becomes(delta_row, 36,
            "00000000 00000000 00000000 00000000 00000000 00000000 00000000 "
            "00000001 00000000",
            "0300 1F0001", "Delta row: so is 31");
    becomes(delta_row, 292, ZEROS_256 ZEROS_32 "00000001", "0400 1FFF0501",
            "Delta row: 291 goes on behind 255");
    becomes(delta_row, 292,
            ZEROS_256 "00000000 00000000 00000000 00000000 00000000 "
                      "00000000 00000000 00000100 00000000",
            "0400 1FFF0001", "Delta row: 286 has a zero behind 255");
}

/* ---- limits and round trips ---- */

enum { MAX_WIDTH = 616 /* of A4: what lies beyond is not seen */, MAX_ROWS = 128 };

/* Rows of a kind, in stride bytes. */
static void fill(uint8_t *rows, size_t stride, unsigned kind)
{
    for (size_t i = 0; i < MAX_ROWS * stride; i++) {
        uint32_t r = next_random();

        switch (kind % 6) {
        case 0:
            rows[i] = (uint8_t)r;
            break;
        case 1:
            rows[i] = r % 40 ? 0 : (uint8_t)(r >> 8);
            break;
        case 2:
            rows[i] = i >= stride && r % 50 ? rows[i - stride] : (uint8_t)(r >> 8);
            break;
        case 3: /* a byte by itself, two alike */
            rows[i] = i % 3 == 0 ? (uint8_t)(r | 1) : 0x55;
            break;
        case 4: /* every other byte changes */
            rows[i] = (uint8_t)(i % 3 == 0 ? r | 1u : 0x55u);
            break;
        default:
            rows[i] = r % 3000 ? i > 0 ? rows[i - 1] : 0 : (uint8_t)(r >> 8);
        }
    }
}

static bool in_bounds(const struct xl_rows *r, uint8_t *out)
{
    size_t rle = xl_rle_bound(r->width, r->num_rows);
    size_t delta = xl_delta_row_bound(r->width, r->num_rows);
    bool good;

    memset(out, 0xA5, rle + delta);
    good = xl_rle(r, out) <= rle && out[rle] == 0xA5;
    memset(out, 0xA5, rle + delta);
    return good && delta_row(r, out) <= delta && out[delta] == 0xA5;
}

struct expected {
    const struct xl_rows *rows;
    bool same;
};

static bool got_band(void *ctx, const struct decode_page *page, uint32_t y, uint32_t num_rows,
                     size_t stride, const uint8_t *bits)
{
    struct expected *e = ctx;

    (void)page;
    (void)y;
    for (uint32_t i = 0; i < e->rows->num_rows && i < num_rows; i++)
        e->same = e->same && memcmp(bits + i * stride, e->rows->bits + i * e->rows->stride,
                                    e->rows->width) == 0;
    return true;
}

/* A page of A4 with one image in the compression, at the top left. */
static bool comes_back(const struct xl_rows *r, encoder *encode, uint8_t mode, uint8_t *out)
{
    struct expected e = {r, true};
    const struct decode_callbacks callbacks = {.band = got_band, .ctx = &e};
    struct pclxl_decoder *d = pclxl_decoder_new(&callbacks);
    const unsigned w = (unsigned)r->width * 8, h = r->num_rows;
    const uint8_t w0 = (uint8_t)w, w1 = (uint8_t)(w >> 8), h0 = (uint8_t)h;
    const size_t n = encode(r, out);
    const uint8_t image[] = {0xC0,
                             0,
                             0xF8,
                             40,
                             0xC0,
                             2,
                             0xF8,
                             37,
                             0x43, /* A4 */
                             0xC0,
                             1,
                             0xF8,
                             3,
                             0xC0,
                             2,
                             0xF8,
                             2, /* gray */
                             0xC8,
                             0xC0,
                             2,
                             0xFF,
                             0,
                             0xF8,
                             6,
                             0x6A, /* 1 is black */
                             0xC0,
                             1,
                             0xF8,
                             100,
                             0xC0,
                             0,
                             0xF8,
                             98,
                             0xC1,
                             w0,
                             w1,
                             0xF8,
                             108,
                             0xC1,
                             h0,
                             0,
                             0xF8,
                             107,
                             0xD1,
                             w0,
                             w1,
                             h0,
                             0,
                             0xF8,
                             103,
                             0xB0,
                             0xC1,
                             0,
                             0,
                             0xF8,
                             109,
                             0xC1,
                             h0,
                             0,
                             0xF8,
                             99,
                             0xC0,
                             mode,
                             0xF8,
                             101,
                             0xB1,
                             0xFA,
                             (uint8_t)n,
                             (uint8_t)(n >> 8),
                             (uint8_t)(n >> 16),
                             0};
    static const char begin[] = ") HP-PCL XL;3;0\n\xD1\x58\x02\x58\x02\xF8\x89\x41";
    static const char end[] = "\xB2\x44\x42\033%-12345X";
    bool good = d && pclxl_decoder_feed(d, begin, sizeof begin - 1) &&
                pclxl_decoder_feed(d, image, sizeof image) && pclxl_decoder_feed(d, out, n) &&
                pclxl_decoder_feed(d, end, sizeof end - 1) && pclxl_decoder_finish(d);

    if (d && !good)
        diag("%s", pclxl_decoder_error(d));
    pclxl_decoder_free(d);
    return good && e.same;
}

static void test_round_trips(void)
{
    uint8_t *rows = malloc((size_t)MAX_ROWS * MAX_WIDTH);
    uint8_t *out = malloc((size_t)4 * MAX_ROWS * MAX_WIDTH);
    unsigned bounds = 0, rle = 0, delta = 0, plain = 0;

    for (unsigned i = 0; rows && out && i < 30; i++) {
        size_t stride = 4 + next_random() % (MAX_WIDTH / 4 - 1) * 4;
        struct xl_rows r = {rows, stride, stride, 1 + next_random() % MAX_ROWS};

        if (i % 3 == 0)
            r.width = 4 + (next_random() % (stride / 4)) * 4;
        fill(rows, stride, i);
        bounds += in_bounds(&r, out);
        plain += comes_back(&r, xl_plain, 0, out);
        rle += comes_back(&r, xl_rle, 1, out);
        delta += comes_back(&r, delta_row, 3, out);
    }
    ok(bounds == 30, "The codes of rows of all kinds are within their bounds");
    ok(plain == 30, "Plain rows come back from the decoder");
    ok(rle == 30, "So do rows in RLE");
    ok(delta == 30, "So do rows in delta row");
    free(rows);
    free(out);
}

int main(void)
{
    test_by_hand();
    test_round_trips();
    return tap_done();
}
