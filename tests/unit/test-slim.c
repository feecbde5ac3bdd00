/*
 * test-slim.c - SLIM: codes computed by hand from the format note, bounds, and round trips
 * through the decoder, which shares no code with the encoder.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/slim.h"
#include "tests/decode/decode-slim.h"
#include "tests/unit/buffer.h"
#include "tests/unit/tap.h"

#define NORMAL     "03 06 01 01 00 FA 50 00"
#define COLOR_TONE "02 01 01 01 00 08 50 00"
#define NARROW     "03 06 01 01 00 00 50 00" /* as the normal set, for rows of a few bytes */

static const struct slim_params narrow = {3, 6, 1, 1, 0, 0, 80};

/* An encoder with its memory, each piece exactly as large as it says, for sanitizers to see. */
struct encoder {
    struct slim slim;
    void *history;
    uint8_t *block;
    size_t n; /* bytes of the last band */
};

static bool start(struct encoder *e, const struct slim_params *params, size_t stride,
                  size_t rows)
{
    size_t size = slim_buffer_size(rows, stride);

    memset(e, 0, sizeof *e);
    e->history = malloc(slim_history_size(stride));
    e->block = malloc(size);
    return e->history && e->block &&
           slim_init(&e->slim, params, stride, e->history) == RESULT_OK &&
           slim_start_band(&e->slim, e->block, size) == RESULT_OK;
}

static void finish(struct encoder *e)
{
    free(e->history);
    free(e->block);
}

static bool encode(struct encoder *e, const struct slim_params *params, size_t stride,
                   const uint8_t *rows, size_t num_rows, bool last)
{
    bool fine = start(e, params, stride, num_rows);
    size_t i;

    for (i = 0; fine && i < num_rows; i++)
        fine = slim_row(&e->slim, rows + i * stride) == RESULT_OK;
    e->n = fine ? slim_end_band(&e->slim, last ? SLIM_END_PAGE : SLIM_END_BAND) : 0;
    return fine;
}

/* ---- by hand ---- */

enum set { SET_NORMAL, SET_COLOR_TONE, SET_NARROW };

static const struct {
    const struct slim_params *params;
    const char *hex;
} sets[] = {
    {&slim_params_normal,     NORMAL    },
    {&slim_params_color_tone, COLOR_TONE},
    {&narrow,                 NARROW    }
};

struct hand {
    const char *behaviour;
    enum set set;
    size_t stride;
    size_t num_rows;
    bool last;
    const char *rows;  /* bytes in hexadecimal; the rest is zero */
    const char *codes; /* 6.3 */
};

/* 11 22 .. CC as literals */
#define TWELVE                                                                                 \
    "1101 00010001 1101 00100010 1101 00110011 1101 01000100 1101 01010101 1101 01100110"      \
    "1101 01110111 1101 10001000 1101 10011001 1101 10101010 1101 10111011 1101 11001100"
/* 02 03 .. 11 as literals */
#define SIXTEEN                                                                                \
    "1101 00000010 1101 00000011 1101 00000100 1101 00000101 1101 00000110 1101 00000111"      \
    "1101 00001000 1101 00001001 1101 00001010 1101 00001011 1101 00001100 1101 00001101"      \
    "1101 00001110 1101 00001111 1101 00010000 1101 00010001"
/* a row that begins with zeros: the first, two by the dictionary, then a run */
#define ZEROS "11111101 10 1111 10 1111"

/* clang-format off */ /* one band a paragraph */
static const struct hand by_hand[] = {
    {"a band without rows is an end code",                                                SET_NORMAL,     16,  0, false, "",   ""                                                                    },
    {"the last band of a page ends in four bytes more",                                   SET_NORMAL,     16,  0, true,  "",   ""                                                                    },
    {"one zero byte is a zero code",                                                      SET_NARROW,     1,   1, true,  "",   "11111101"                                                            },
    {"one other byte is a literal",                                                       SET_NARROW,     1,   1, true,  "AA", "1101 10101010"                                                       },
    {"a second zero is in the dictionary",                                                SET_NARROW,     2,   1, true,  "",   "11111101 10 1111"                                                    },
    {"a run may overlap what it makes",                                                   SET_NORMAL,     16,  1, true,  "",   ZEROS "1110 110 010"                                                  },
    {"a row like the one above is a line copy",                                           SET_NORMAL,     16,  2, true,  "",
     ZEROS "1110 110 010  0 1110 1111"                                                                                                                                                               },
    {"127 bytes need no prefix",                                                          SET_NORMAL,     127, 2, false, "",
     ZEROS "1110 111110 000011  0 111110 000000"                                                                                                                                                     },
    {"128 bytes are a prefix and a copy of 0",                                            SET_NORMAL,     128, 2, false, "",
     ZEROS "1110 111110 000010  11111100 00  0 111111"                                                                                                                                               },
    {"129 bytes are a prefix and a copy of 1",                                            SET_NORMAL,     129, 2, false, "",
     ZEROS "1110 111110 000001  11111100 00  0 00"                                                                                                                                                   },
    {"a run of 128 takes a prefix as well",                                               SET_NORMAL,     131, 1, false, "",
     ZEROS "11111100 00  1110 111111"                                                                                                                                                                },
    {"a row moved to the left is copied from the other line; the next one switches back",
     SET_NORMAL,                                                                                          12,  3, false,
     "11 22 33 44 55 66 77 88 99 AA BB CC  77 88 99 AA BB CC 77 88 99 AA BB CC"
     "77 88 99 AA BB CC 77 88 99 AA BB CC",                                                                                    TWELVE "110 0 110 011  110 0 110 011"                                 },
    {"with the other parameters the other line lies to the left",                         SET_COLOR_TONE, 20,  2, false,
     "11 22 33 44 55 66 77 88 99 AA BB CC 00 00 00 00 00 00 00 00"
     "00 00 00 00 00 00 00 00 11 22 33 44 55 66 77 88 99 AA BB CC",                                                            TWELVE "11111101 11 1110 10 00  1110 110 111  110 0 110 011"          },
    {"a period of six is the other run",                                                  SET_NORMAL,     16,  1, true,
     "11 22 33 44 55 66 11 22 33 44 55 66 11 22 33 44",                                                                        "1101 00010001 1101 00100010 1101 00110011 1101 01000100 1101 01010101 1101 01100110"
     "11 1110 110 101"                                                                                                                        },
    {"a run that was switched to stays",                                                  SET_NORMAL,     13,  1, true,
     "11 22 33 44 55 66 11 22 33 77 55 66 11",                                                                                 "1101 00010001 1101 00100010 1101 00110011 1101 01000100 1101 01010101 1101 01100110"
     "11 1110 01 0  1101 01110111  1110 01 0"                                                                                                          },
    {"the dictionary has sixteen entries and forgets the oldest",                         SET_NORMAL,     19,  1, true,
     "01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 01 03",                                                               "1101 00000001" SIXTEEN "1101 00000001  10 0000"                      },
    {"a zero that the dictionary has forgotten is a zero code again",                     SET_NORMAL,     19,  1, true,
     "00 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 00 12",                                                               "11111101" SIXTEEN "11111101  1101 00010010"                          },
    {"a dictionary code moves its entry to the front",                                    SET_NARROW,     6,   1, true,
     "11 22 33 22 11 33",                                                                                                      "1101 00010001 1101 00100010 1101 00110011  10 1110  10 1101  10 1101"},
    {"bytes from eighty back are a far copy",                                             SET_NORMAL,     92,  1, false,
     "11 22 33 44 55 66 77 88 99 AA BB CC 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"
     "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00"
     "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 11 22 33 44 55 66 77 88 99 AA"
     "BB CC",                                                                                                                  TWELVE ZEROS "1110 111110 111110  11110 110 011"                      },
    {"a copy takes over the end of the one before where that is cheaper",                 SET_NORMAL,     12,  2,
     true,                                                                                                               /* 5 bytes by the run of three, 6 from the line above, which reaches back two of the 5 */
     "01 02 03 01 02 03 01 02 21 22 23 24  05 06 07 05 06 07 05 02 21 22 23 24",                                     "1101 00000001 1101 00000010 1101 00000011  1110 10 10"
     "1101 00100001 1101 00100010 1101 00100011 1101 00100100"
     "1101 00000101 1101 00000110 1101 00000111  1110 10 11  0 10 10"                                      },
};
/* clang-format on */

static void test_by_hand(const struct hand *h)
{
    struct buffer rows = {.bytes = NULL}, expected = {.bytes = NULL};
    struct bits codes = {.pending = 0};
    struct encoder e;
    const uint8_t zero = 0;

    buffer_append_hex(&rows, h->rows);
    while (rows.n < h->stride * h->num_rows + 1)
        buffer_append(&rows, &zero, 1);
    bits_append(&codes, h->codes);
    buffer_append_block(&expected, sets[h->set].hex, h->last, &codes);
    if (!ok(encode(&e, sets[h->set].params, h->stride, rows.bytes, h->num_rows, h->last) &&
                buffer_equals(&expected, e.block, e.n),
            "%s", h->behaviour)) {
        size_t i;

        for (i = 13; i < e.n && i < expected.n; i++)
            if (e.block[i] != expected.bytes[i])
                break;
        diag("%zu bytes instead of %zu, first different at %zu", e.n, expected.n, i);
    }
    finish(&e);
    buffer_free(&rows);
    buffer_free(&expected);
}

/* ---- round trips ---- */

static uint64_t random_state = 1;

static uint32_t next_random(void)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33);
}

/* The band decodes to its rows, and has nothing the maker's driver would not write (6.5). */
static bool decodes(const struct encoder *e, const uint8_t *rows, size_t stride,
                    size_t num_rows, unsigned allowed)
{
    uint8_t *out = malloc(stride * num_rows);
    struct unslim u;
    bool same;

    if (!out)
        return false;
    unslim_start(&u, out, stride, num_rows, e->n);
    same = unslim_feed(&u, e->block, e->n) == e->n && unslim_finish(&u) &&
           memcmp(out, rows, stride * num_rows) == 0 && (u.oddities & ~allowed) == 0;
    if (!same)
        diag("stride %zu, %zu rows: %s, oddities %x", stride, num_rows, u.error ? u.error : "",
             u.oddities);
    free(out);
    return same;
}

static uint8_t awkward_byte(unsigned kind, size_t x, size_t y, const uint8_t *p, size_t stride)
{
    switch (kind) {
    case 0: /* white */
        return 0;
    case 1: /* black */
        return 0xFF;
    case 2: /* a checkerboard of dots */
        return y % 2 ? 0x55 : 0xAA;
    case 3: /* a line one dot wide down the page */
        return x == stride / 2 ? 0x10 : 0;
    case 4: /* noise */
        return (uint8_t)next_random();
    case 5: /* a slope one dot wide */
        return (uint8_t)(x == y / 8 % stride ? 0x80 >> y % 8 : 0);
    case 6: /* few values */
        return (uint8_t)(next_random() % 3 ? 0 : next_random() % 4);
    case 7: /* mostly like the row above, moved by some bytes */
        return (uint8_t)(y > 0 && next_random() % 16
                             ? *(p - stride + (x + 6 < stride ? y % 3 * 3 : 0))
                             : next_random());
    case 8: /* mostly like the byte some before, with switches between the distances */
        return (uint8_t)(x > 80 && next_random() % 24
                             ? p[-(long)(next_random() % 64 ? 1 + x / 16 % 6 : 80)]
                             : next_random() % 5);
    default: /* a zigzag */
        return (uint8_t)((x + y) % 7 * 37);
    }
}

#define NUM_AWKWARD 10

static bool round_trip(const struct slim_params *params, size_t stride, size_t num_rows,
                       unsigned kind)
{
    const bool known = params == &slim_params_normal || params == &slim_params_color_tone;
    uint8_t *rows = malloc(stride * num_rows);
    struct encoder e;
    bool fine;
    size_t x, y;

    if (!rows)
        return false;
    for (y = 0; y < num_rows; y++)
        for (x = 0; x < stride; x++)
            rows[y * stride + x] = awkward_byte(kind, x, y, rows + y * stride + x, stride);
    fine = encode(&e, params, stride, rows, num_rows, kind % 2) &&
           e.n <= slim_bound(num_rows, stride) &&
           decodes(&e, rows, stride, num_rows, known ? 0 : UNSLIM_PARAMETERS);
    finish(&e);
    free(rows);
    return fine;
}

static void test_round_trips(const char *name, const struct slim_params *params)
{
    static const size_t strides[] = {16, 17, 63, 64, 65, 127, 128, 304, 448, 624, 640, 1280};
    unsigned kind, i;
    bool fine = true;

    for (kind = 0; kind < NUM_AWKWARD; kind++)
        for (i = 0; i < sizeof strides / sizeof strides[0]; i++)
            fine = fine && round_trip(params, strides[i], 1 + 7 * (i + kind) % 50, kind);
    ok(fine, "Awkward bands of all widths decode to what they were: %s", name);
}

static void test_parameters(void)
{
    static const struct slim_params others[] = {
        {1,   2, 1, 1, 0,    0,  80   },
        {3,   6, 1, 1, 0,    -3, 80   },
        {2,   1, 1, 1, 0,    -5, 80   },
        {1,   4, 2, 1, 0,    15, 16   },
        {255, 7, 1, 2, -128, 0,  1    },
        {5,   5, 1, 1, 8,    8,  65535},
    };
    size_t i;
    unsigned kind;
    bool fine = true;

    for (i = 0; i < sizeof others / sizeof others[0]; i++)
        for (kind = 0; kind < NUM_AWKWARD; kind++)
            fine = fine && round_trip(&others[i], 200, 40, kind);
    ok(fine, "Other parameters decode as well");
}

/* clang-format off */
static const struct {
    struct slim_params params;
    size_t stride;
} refused[] = {
    {{3, 6, 1, 1, 0, -6, 80}, 0},  {{3, 6, 1, 1, 0, -6, 80}, SLIM_MAX_STRIDE + 1},
    {{0, 6, 1, 1, 0, -6, 80}, 64}, {{3, 0, 1, 1, 0, -6, 80}, 64},
    {{3, 6, 0, 1, 0, -6, 80}, 64}, {{3, 6, 1, 3, 0, -6, 80}, 64},
    {{3, 6, 1, 1, 0, -6, 0}, 64},  {{3, 6, 1, 1, 0, -6, 80}, 6},
    {{3, 6, 2, 1, 1, 0, 80}, 64},  {{3, 6, 1, 1, -64, 0, 80}, 64},
};
/* clang-format on */

static void test_refusals(void)
{
    uint8_t *history = malloc(slim_history_size(SLIM_MAX_STRIDE + 1));
    struct slim slim;
    size_t i;
    bool all = history != NULL;

    for (i = 0; i < sizeof refused / sizeof refused[0]; i++)
        all = all && slim_init(&slim, &refused[i].params, refused[i].stride, history) ==
                         RESULT_UNSUPPORTED;
    ok(all, "Distances of 0 and beyond the two rows above are refused");
    free(history);
}

/* ---- limits ---- */

/* No byte twice within 255, so that nothing can be copied and nothing is in the dictionary. */
static void fill_with_literals(uint8_t *rows, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        rows[i] = (uint8_t)(i % 251 + 1);
}

static void test_bound(void)
{
    uint8_t rows[40 * 128];
    struct encoder e;

    fill_with_literals(rows, sizeof rows);
    ok(encode(&e, &slim_params_normal, 128, rows, 40, true) && e.n == slim_bound(40, 128) &&
           e.n == 40 * 128 * 3 / 2 + 22 && decodes(&e, rows, 128, 40, 0),
       "A band of literals alone takes the bound to the byte");
    finish(&e);
}

static void test_small_buffer(void)
{
    uint8_t rows[40 * 128];
    struct encoder e;
    size_t i = 0;
    uint8_t *small = malloc(slim_buffer_size(10, 128));

    fill_with_literals(rows, sizeof rows);
    if (!small || !start(&e, &slim_params_normal, 128, 40))
        return;
    ok(slim_start_band(&e.slim, small, 20) == RESULT_SPACE,
       "A buffer too small for an empty band is refused");
    if (slim_start_band(&e.slim, small, slim_buffer_size(10, 128)) == RESULT_OK)
        while (i < 40 && slim_row(&e.slim, rows + i * 128) == RESULT_OK)
            i++;
    ok(i >= 9 && i <= 10 && slim_row(&e.slim, rows) == RESULT_SPACE,
       "A row for which there is no room is refused, and a second time");
    free(e.block);
    e.block = small;
    e.n = slim_end_band(&e.slim, SLIM_END_BAND);
    ok(decodes(&e, rows, 128, i, 0), "The rows before it can still be ended and decode");
    finish(&e);
}

static void test_rewind(void)
{
    uint8_t rows[40 * 128];
    struct encoder e, once;
    struct slim_state mark;
    size_t i, size;
    bool fine;

    for (i = 0; i < sizeof rows; i++)
        rows[i] = (uint8_t)(next_random() % 4 ? 0 : next_random());
    fine = start(&e, &slim_params_normal, 128, 40);
    for (i = 0; fine && i < 12; i++)
        fine = slim_row(&e.slim, rows + i * 128) == RESULT_OK;
    slim_mark(&e.slim, &mark);
    size = slim_size(&e.slim);
    for (; fine && i < 30; i++)
        fine = slim_row(&e.slim, rows + i * 128) == RESULT_OK;
    slim_rewind(&e.slim, &mark);
    ok(fine && slim_size(&e.slim) == size, "A band taken back has the size it had");
    e.n = slim_end_band(&e.slim, SLIM_END_PAGE);
    ok(encode(&once, &slim_params_normal, 128, rows, 12, true) && once.n == e.n &&
           memcmp(once.block, e.block, e.n) == 0,
       "Rows taken back leave no trace");
    ok(size == e.n, "The size told before the end is the size of the page's last band");
    e.n = slim_start_band(&e.slim, e.block, slim_buffer_size(40, 128)) == RESULT_OK &&
                  slim_row(&e.slim, rows + 12 * 128) == RESULT_OK
              ? slim_end_band(&e.slim, SLIM_END_BAND)
              : 0;
    ok(decodes(&e, rows + 12 * 128, 128, 1, 0), "The band after it stands by itself");
    finish(&e);
    finish(&once);
}

/* FORMAT-ufr2lt.md 6.4, as the last bytes of a captured blank page of an iR1023 have it. */
static void test_end_of_class_sl1024(void)
{
    static const uint8_t codes[] = {0xFE, 0x7F, 0xFF, 0xFF, 0xFE, 0x7F, 0xFF, 0x9F};
    struct encoder e;
    bool same;
    size_t i;

    if (!start(&e, &slim_params_normal, 16, 1))
        return;
    e.n = slim_end_band(&e.slim, SLIM_END_PAGE_TWICE);
    same = e.n == 13 + sizeof codes + 1 && e.block[8] == 0 && e.block[9] == sizeof codes &&
           e.block[e.n - 1] == 0x80;
    for (i = 0; same && i < sizeof codes; i++)
        same = e.block[13 + i] == (codes[i] ^ 0x43);
    ok(same, "In class SL1024 the end code of a page's last band says so too");
    finish(&e);
}

static void test_long_band(void)
{
    const size_t stride = 304, num_rows = 1024;
    uint8_t *rows = calloc(num_rows, stride);
    struct encoder a, b;
    size_t i;

    if (!rows)
        return;
    for (i = 0; i < num_rows * stride / 9; i++)
        rows[next_random() % (num_rows * stride)] = (uint8_t)next_random();
    ok(encode(&a, &slim_params_color_tone, stride, rows, num_rows, true) &&
           decodes(&a, rows, stride, num_rows, 0),
       "A band of 1024 rows decodes");
    ok(encode(&b, &slim_params_color_tone, stride, rows, num_rows, true) && a.n == b.n &&
           memcmp(a.block, b.block, a.n) == 0,
       "The same rows give the same bytes");
    finish(&a);
    finish(&b);
    free(rows);
}

int main(void)
{
    size_t i;

    for (i = 0; i < sizeof by_hand / sizeof by_hand[0]; i++)
        test_by_hand(&by_hand[i]);
    test_bound();
    test_small_buffer();
    test_rewind();
    test_refusals();
    test_round_trips("the normal set", &slim_params_normal);
    test_round_trips("the set for ColorTone", &slim_params_color_tone);
    test_parameters();
    test_end_of_class_sl1024();
    test_long_band();
    return tap_done();
}
