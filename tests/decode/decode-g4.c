/*
 * decode-g4.c - the reading side of CCITT Group 4, see decode-g4.h.
 * Effects: none.
 * Source: ITU-T T.6 and T.4; driver/FORMAT-ufr2lt.md, section on Group 4; never the encoder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/decode-g4.h"

#include <string.h>

#define FIRST_LONG    64u
#define FIRST_LONGEST 1792u
#define EOFB_BITS     24u /* 000000000001, twice */
#define CODE_BITS     UNG4_LONGEST_CODE

/* The codes of T.4, tables 2 and 3, as it prints them: runs of 0, 1 .. 63 dots, then 64, 128
 * ... */
static const char white_codes[] =
    "00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 "
    "000011 110100 110101 101010 101011 0100111 0001100 0001000 0010111 0000011 0000100 "
    "0101000 0101011 0010011 0100100 0011000 00000010 00000011 00011010 00011011 "
    "00010010 00010011 00010100 00010101 00010110 00010111 00101000 00101001 00101010 "
    "00101011 00101100 00101101 00000100 00000101 00001010 00001011 01010010 01010011 "
    "01010100 01010101 00100100 00100101 01011000 01011001 01011010 01011011 01001010 "
    "01001011 00110010 00110011 00110100";
static const char black_codes[] =
    "0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 "
    "00000100 00000111 000011000 0000010111 0000011000 0000001000 00001100111 "
    "00001101000 00001101100 00000110111 00000101000 00000010111 00000011000 "
    "000011001010 000011001011 000011001100 000011001101 000001101000 000001101001 "
    "000001101010 000001101011 000011010010 000011010011 000011010100 000011010101 "
    "000011010110 000011010111 000001101100 000001101101 000011011010 000011011011 "
    "000001010100 000001010101 000001010110 000001010111 000001100100 000001100101 "
    "000001010010 000001010011 000000100100 000000110111 000000111000 000000100111 "
    "000000101000 000001011000 000001011001 000000101011 000000101100 000001011010 "
    "000001100110 000001100111";
static const char long_white_codes[] =
    "11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 "
    "011001100 011001101 011010010 011010011 011010100 011010101 011010110 011010111 "
    "011011000 011011001 011011010 011011011 010011000 010011001 010011010 011000 "
    "010011011";
static const char long_black_codes[] =
    "0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 "
    "000000110101 0000001101100 0000001101101 0000001001010 0000001001011 0000001001100 "
    "0000001001101 0000001110010 0000001110011 0000001110100 0000001110101 0000001110110 "
    "0000001110111 0000001010010 0000001010011 0000001010100 0000001010101 0000001011010 "
    "0000001011011 0000001100100 0000001100101";
/* 1792, 1856 .. 2560, of either colour */
static const char longest_codes[] =
    "00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 "
    "000000010101 000000010110 000000010111 000000011100 000000011101 000000011110 "
    "000000011111";

static void fail(struct ung4 *u, const char *error)
{
    if (!u->error)
        u->error = error;
}

/* Enter codes of runs of first, first + step .. dots into one colour's table. */
static void add_codes(uint16_t *runs, const char *codes, unsigned first, unsigned step)
{
    unsigned dots = first, code = 0, bits = 0, i;

    for (;; codes++) {
        if (*codes == '0' || *codes == '1') {
            code = code << 1 | (*codes == '1');
            bits++;
            continue;
        }
        for (i = 0; i < 1u << (CODE_BITS - bits); i++)
            runs[code << (CODE_BITS - bits) | i] = (uint16_t)(dots << 4 | bits);
        dots += step;
        code = bits = 0;
        if (*codes == '\0')
            return;
    }
}

static void make_tables(struct ung4 *u)
{
    unsigned colour;

    if (u->has_tables)
        return;
    u->has_tables = true;
    memset(u->runs, 0, sizeof u->runs);
    add_codes(u->runs[0], white_codes, 0, 1);
    add_codes(u->runs[0], long_white_codes, FIRST_LONG, FIRST_LONG);
    add_codes(u->runs[1], black_codes, 0, 1);
    add_codes(u->runs[1], long_black_codes, FIRST_LONG, FIRST_LONG);
    for (colour = 0; colour < 2; colour++)
        add_codes(u->runs[colour], longest_codes, FIRST_LONGEST, FIRST_LONG);
}

static bool dot_above(const struct ung4 *u, uint32_t x)
{
    return u->has_above && (u->row - u->stride)[x / 8] >> (7 - x % 8) & 1;
}

/* The first dot from x on in the row above that is black, or white; the width if none is. */
static uint32_t find_above(const struct ung4 *u, uint32_t x, bool black)
{
    const uint8_t *above = u->row - u->stride;
    uint8_t passed = black ? 0 : 0xFF;

    if (!u->has_above)
        return black ? u->width : x;
    while (x < u->width && dot_above(u, x) != black) {
        x++;
        while (x % 8 == 0 && x < u->width && above[x / 8] == passed)
            x += 8;
    }
    return x < u->width ? x : u->width;
}

/* b1: the first change above to the colour that the open run has not, right of where it began.
 */
static uint32_t change_above(const struct ung4 *u)
{
    if (u->at_start)
        return find_above(u, 0, true);
    if (u->x >= u->width)
        return u->width;
    /* the change must lie right of x, so what x itself has is passed first if it is a change */
    return find_above(u, dot_above(u, u->x) == u->black ? u->x : find_above(u, u->x, u->black),
                      !u->black);
}

static void end_row(struct ung4 *u)
{
    u->row += u->stride;
    u->has_above = true;
    u->x = 0;
    u->at_start = true;
    u->black = false;
    u->state = --u->rows_left > 0 ? UNG4_MODE : UNG4_TAIL;
}

/* The row goes on to dot `to` in the open run's colour. Dots are white until they are made. */
static void make_dots(struct ung4 *u, uint32_t to)
{
    uint32_t x;

    for (x = u->x; u->black && x < to; x++) {
        if (x % 8 == 0 && to - x >= 8) {
            u->row[x / 8] = 0xFF;
            x += 7;
        } else {
            u->row[x / 8] |= (uint8_t)(0x80 >> x % 8);
        }
    }
    u->x = to;
    u->at_start = false;
}

static void vertical(struct ung4 *u, int offset)
{
    int64_t to = (int64_t)change_above(u) + offset;

    if (to > u->width) {
        fail(u, "a change beyond the end of the row");
    } else if (to < u->x || (to == u->x && !u->at_start)) {
        fail(u, "a change left of the one before");
    } else {
        make_dots(u, (uint32_t)to);
        u->black = !u->black;
        if (u->x == u->width)
            end_row(u);
    }
}

static void pass(struct ung4 *u)
{
    uint32_t b2 = find_above(u, change_above(u), u->black);

    if (b2 >= u->width)
        fail(u, "a change is passed that is not there");
    else
        make_dots(u, b2);
}

/* The code of a mode at the top of the 13 bits; returns its bits. */
static unsigned read_mode(struct ung4 *u, unsigned v)
{
    if (v >> 12 == 1) {
        vertical(u, 0);
        return 1;
    }
    switch (v >> 10) {
    case 1:
        u->state = UNG4_FIRST_RUN;
        u->length = 0;
        return 3;
    case 2:
    case 3:
        vertical(u, v >> 10 == 3 ? 1 : -1);
        return 3;
    default:
        break;
    }
    if (v >> 9 == 1) {
        pass(u);
        return 4;
    }
    if (v >> 8 == 1) {
        vertical(u, v >> 7 & 1 ? 2 : -2);
        return 6;
    }
    if (v >> 7 == 1) {
        vertical(u, v >> 6 & 1 ? 3 : -3);
        return 7;
    }
    fail(u, v >> 1 == 1 ? "the end of the block comes before the band's last row"
                        : "a code that has no meaning");
    return 12;
}

/* A code of a run. Those of 64 dots and more go on with another. */
static unsigned read_run(struct ung4 *u, unsigned v)
{
    unsigned entry = u->runs[u->black][v], dots = entry >> 4;

    if (entry == 0) {
        fail(u, "a run's code that has no meaning");
        return CODE_BITS;
    }
    u->length += dots;
    if (u->length > u->width - u->x) {
        fail(u, "a run beyond the end of the row");
    } else if (dots < FIRST_LONG) {
        make_dots(u, u->x + u->length);
        u->black = !u->black;
        u->length = 0;
        u->state = u->state == UNG4_FIRST_RUN ? UNG4_SECOND_RUN : UNG4_MODE;
        if (u->x == u->width && u->state == UNG4_MODE)
            end_row(u);
    }
    return entry & 15;
}

static void read_tail(struct ung4 *u)
{
    bool bit = u->window >> --u->window_bits & 1;

    if (bit != (u->tail_bits == EOFB_BITS / 2 - 1 || u->tail_bits == EOFB_BITS - 1))
        u->oddities |= UNG4_END;
    if (u->tail_bits < EOFB_BITS + 8)
        u->tail_bits++;
}

/* Decode while at least `reserve` bits are there; what is missing of 13 reads as zeros. */
static void decode_window(struct ung4 *u, unsigned reserve)
{
    while (!u->error && u->window_bits > 0 && u->window_bits >= reserve) {
        unsigned v = (unsigned)(u->window << (64 - u->window_bits) >> (64 - CODE_BITS));
        unsigned length;

        if (u->state == UNG4_TAIL) {
            read_tail(u);
            continue;
        }
        length = u->state == UNG4_MODE ? read_mode(u, v) : read_run(u, v);
        if (length > u->window_bits) {
            fail(u, "the codes end in the middle of one");
            return;
        }
        u->window_bits -= length;
    }
}

/* The first bit is the lowest of its byte. */
static uint8_t turn_byte(uint8_t byte)
{
    uint8_t turned = 0;
    unsigned i;

    for (i = 0; i < 8; i++)
        turned = (uint8_t)(turned << 1 | (byte >> i & 1));
    return turned;
}

void ung4_start(struct ung4 *u, uint8_t *out, size_t stride, size_t rows, uint64_t block)
{
    make_tables(u);
    memset(out, 0, stride * rows);
    u->row = out;
    u->stride = stride;
    u->width = (uint32_t)(8 * stride);
    u->rows_left = rows;
    u->has_above = false;
    u->state = UNG4_MODE;
    u->at_start = true;
    u->x = u->length = 0;
    u->black = false;
    u->window_bits = u->tail_bits = 0;
    u->block = block;
    u->seen = 0;
    u->error = NULL;
    u->oddities = 0;
}

size_t ung4_feed(struct ung4 *u, const uint8_t *bytes, size_t n)
{
    size_t i;

    for (i = 0; i < n && !u->error; i++) {
        u->window = u->window << 8 | turn_byte(bytes[i]);
        u->window_bits += 8;
        decode_window(u, ++u->seen == u->block ? 0 : CODE_BITS);
    }
    return i;
}

bool ung4_finish(struct ung4 *u)
{
    if (u->error)
        return false;
    if (u->seen != u->block || u->rows_left > 0)
        fail(u, "the codes end before the band's last row");
    if (u->tail_bits < EOFB_BITS || u->tail_bits >= EOFB_BITS + 8)
        u->oddities |= UNG4_END;
    return !u->error;
}
