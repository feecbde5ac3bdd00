/*
 * g4.c - the fax code of two dimensions, see g4.h.
 * Effects: those of the sink it was given.
 * Source: ITU-T T.6 (the codes of runs: T.4 tables 2 and 3); driver/FORMAT-ufr2lt.md
 * section 11.2.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "g4.h"

#include <stdbool.h>
#include <string.h>

enum { WHITE, BLACK };

/*
 * Codes stand behind a 1 that marks where they begin: 0x47 is 000111. Runs of 0 to 63 dots, T.4
 * table 2.
 */
static const uint16_t white_runs[64] = {
    0x135, 0x47,  0x17,  0x18,  0x1B,  0x1C,  0x1E,  0x1F,  0x33,  0x34,  0x27,  0x28,  0x48,
    0x43,  0x74,  0x75,  0x6A,  0x6B,  0xA7,  0x8C,  0x88,  0x97,  0x83,  0x84,  0xA8,  0xAB,
    0x93,  0xA4,  0x98,  0x102, 0x103, 0x11A, 0x11B, 0x112, 0x113, 0x114, 0x115, 0x116, 0x117,
    0x128, 0x129, 0x12A, 0x12B, 0x12C, 0x12D, 0x104, 0x105, 0x10A, 0x10B, 0x152, 0x153, 0x154,
    0x155, 0x124, 0x125, 0x158, 0x159, 0x15A, 0x15B, 0x14A, 0x14B, 0x132, 0x133, 0x134};
static const uint16_t black_runs[64] = {
    0x437,  0xA,    0x7,    0x6,    0xB,    0x13,   0x12,   0x23,   0x45,   0x44,   0x84,
    0x85,   0x87,   0x104,  0x107,  0x218,  0x417,  0x418,  0x408,  0x867,  0x868,  0x86C,
    0x837,  0x828,  0x817,  0x818,  0x10CA, 0x10CB, 0x10CC, 0x10CD, 0x1068, 0x1069, 0x106A,
    0x106B, 0x10D2, 0x10D3, 0x10D4, 0x10D5, 0x10D6, 0x10D7, 0x106C, 0x106D, 0x10DA, 0x10DB,
    0x1054, 0x1055, 0x1056, 0x1057, 0x1064, 0x1065, 0x1052, 0x1053, 0x1024, 0x1037, 0x1038,
    0x1027, 0x1028, 0x1058, 0x1059, 0x102B, 0x102C, 0x105A, 0x1066, 0x1067};

/* Runs of 64, 128 .. 1728 dots, T.4 table 3a; what is left has a code of its own behind it. */
static const uint16_t long_white_runs[27] = {0x3B,  0x32,  0x57,  0xB7,  0x136, 0x137, 0x164,
                                             0x165, 0x168, 0x167, 0x2CC, 0x2CD, 0x2D2, 0x2D3,
                                             0x2D4, 0x2D5, 0x2D6, 0x2D7, 0x2D8, 0x2D9, 0x2DA,
                                             0x2DB, 0x298, 0x299, 0x29A, 0x58,  0x29B};
static const uint16_t long_black_runs[27] = {
    0x40F,  0x10C8, 0x10C9, 0x105B, 0x1033, 0x1034, 0x1035, 0x206C, 0x206D,
    0x204A, 0x204B, 0x204C, 0x204D, 0x2072, 0x2073, 0x2074, 0x2075, 0x2076,
    0x2077, 0x2052, 0x2053, 0x2054, 0x2055, 0x205A, 0x205B, 0x2064, 0x2065};

/* Runs of 1792, 1856 .. 2560 dots of either colour, T.4 table 3b. */
static const uint16_t longest_runs[13] = {0x808,  0x80C,  0x80D,  0x1012, 0x1013,
                                          0x1014, 0x1015, 0x1016, 0x1017, 0x101C,
                                          0x101D, 0x101E, 0x101F};

#define LONGEST_RUN  2560u
#define FIRST_SHARED 1792u

/* Modes, T.6 table 1. Vertical: the change is 3 left .. 3 right of the one above. */
enum { PASS = 0x11, HORIZONTAL = 0x9, END_OF_LINE = 0x1001, SEVEN_ZEROS = 0x80 };
static const uint16_t vertical_modes[7] = {0x82, 0x42, 0xA, 0x3, 0xB, 0x43, 0x83};

static void flush(struct g4 *g)
{
    if (g->result == RESULT_OK)
        g->result = sink_write(&g->out, g->buffer, g->used);
    g->used = 0;
}

static void put(struct g4 *g, unsigned code)
{
    unsigned mark = 1u << 13;

    while (!(code & mark))
        mark >>= 1;
    while (mark >>= 1)
        g->bits |= (uint32_t)((code & mark) != 0) << g->num_bits++;
    for (; g->num_bits >= 8; g->num_bits -= 8, g->bits >>= 8) {
        if (g->used == G4_BUFFER)
            flush(g);
        g->buffer[g->used++] = (uint8_t)g->bits;
    }
}

static void put_run(struct g4 *g, int colour, uint32_t n)
{
    for (; n >= LONGEST_RUN + 64; n -= LONGEST_RUN)
        put(g, longest_runs[(LONGEST_RUN - FIRST_SHARED) / 64]);
    if (n >= FIRST_SHARED)
        put(g, longest_runs[(n - FIRST_SHARED) / 64]);
    else if (n >= 64)
        put(g, (colour == BLACK ? long_black_runs : long_white_runs)[n / 64 - 1]);
    put(g, (colour == BLACK ? black_runs : white_runs)[n % 64]);
}

/* The first dot from x on that is not of this colour, or width. */
static uint32_t run_end(const uint8_t *bits, uint32_t x, uint32_t width, int colour)
{
    const uint8_t flip = colour == BLACK ? 0xFF : 0;
    uint8_t byte;

    if (x >= width)
        return width;
    byte = (uint8_t)((bits[x / 8] ^ flip) & 0xFF >> x % 8);
    for (x -= x % 8; byte == 0;) {
        x += 8;
        if (x >= width)
            return width;
        byte = bits[x / 8] ^ flip;
    }
    for (; !(byte & 0x80); byte = (uint8_t)(byte << 1))
        x++;
    return x < width ? x : width;
}

static int colour_at(const uint8_t *bits, uint32_t x)
{
    return bits[x / 8] >> (7 - x % 8) & 1;
}

/*
 * b1 of the standard: the first change to the colour opposite to a0's, right of a0. At the
 * row's start the imaginary white dot before it counts, so that a change at dot 0 is seen.
 */
static uint32_t change_above(const struct g4 *g, uint32_t a0, bool at_start, int colour)
{
    uint32_t x = a0;

    if (at_start)
        return run_end(g->reference, 0, g->width, WHITE);
    if (colour_at(g->reference, a0) != colour)
        x = run_end(g->reference, x, g->width, !colour);
    return run_end(g->reference, x, g->width, colour);
}

/* One mode code and what belongs to it; *a0, *colour and *at_start go on. */
static void encode_mode(struct g4 *g, const uint8_t *bits, uint32_t *a0, int *colour,
                        bool *at_start)
{
    uint32_t b1 = change_above(g, *a0, *at_start, *colour);
    uint32_t b2 = run_end(g->reference, b1, g->width, !*colour);
    uint32_t a1 = run_end(bits, *a0, g->width, *colour);

    if (b2 < a1) {
        put(g, PASS);
        *a0 = b2;
    } else if (a1 + 3 >= b1 && a1 <= b1 + 3) {
        put(g, vertical_modes[a1 + 3 - b1]);
        *a0 = a1;
        *colour = !*colour;
    } else {
        uint32_t a2 = run_end(bits, a1, g->width, !*colour);

        put(g, HORIZONTAL);
        put_run(g, *colour, a1 - *a0);
        put_run(g, !*colour, a2 - a1);
        *a0 = a2;
    }
    *at_start = false;
}

void g4_init(struct g4 *g, uint32_t width, uint8_t *reference, const struct sink *out)
{
    g->out = *out;
    g->width = width;
    g->stride = ((size_t)width + 7) / 8;
    g->reference = reference;
    g->bits = 0;
    g->num_bits = 0;
    g->used = 0;
    g->result = RESULT_OK;
    memset(reference, 0, g->stride);
}

enum result g4_row(struct g4 *g, const uint8_t *bits)
{
    uint32_t a0 = 0;
    int colour = WHITE;
    bool at_start = true;

    while (a0 < g->width && g->result == RESULT_OK)
        encode_mode(g, bits, &a0, &colour, &at_start);
    memcpy(g->reference, bits, g->stride);
    return g->result;
}

enum result g4_end(struct g4 *g)
{
    put(g, END_OF_LINE);
    put(g, END_OF_LINE);
    if (g->num_bits > 0)
        put(g, SEVEN_ZEROS); /* completes the byte; what is too much stays behind */
    flush(g);
    return g->result;
}
