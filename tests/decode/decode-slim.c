/*
 * decode-slim.c - the reading side of SLIM, see decode-slim.h.
 * Effects: none.
 * Source: driver/FORMAT-ufr2lt.md, section on SLIM; never the encoder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/decode-slim.h"

#include <string.h>

#define CODE_KEY      0x43u
#define LAST_BYTE     0x80u
#define PREFIX_UNIT   128u
#define LONGEST_CODE  20u /* bits: a prefix code and its number */
#define PAGE_END_BITS 32u /* FE 7F FF FF behind the last band of a page */

/* The two parameter sets the maker's driver uses for these models, and those of their sisters.
 */
static const uint8_t known_parameters[][8] = {
    {3, 6, 1, 1, 0, 0xFA, 80, 0},
    {2, 1, 1, 1, 0, 8,    80, 0},
    {3, 6, 1, 1, 0, 0xFD, 80, 0},
    {2, 1, 1, 1, 0, 0xFB, 80, 0},
};

/* A number that was read: its value and how many bits it took. */
struct number {
    unsigned value;
    unsigned bits;
};

static void fail(struct unslim *u, const char *error)
{
    if (!u->error)
        u->error = error;
}

/* The number at the top of v. Its leading ones tell its class: k of them (1..5) and a 0 stand
 * before k + 1 inverted bits; none or six have their own meaning. */
static struct number read_number(uint32_t v)
{
    unsigned ones = 0;

    while (ones < 6 && v & 0x80000000u >> ones)
        ones++;
    if (ones == 6)
        return (struct number){0, 6};
    if (ones == 0 && !(v & 0x40000000u))
        return (struct number){1, 2};
    if (ones == 0)
        return (struct number){3 - (v >> 29 & 1), 3};
    v = ~(v << (ones + 1)) >> (32 - (ones + 1));
    return (struct number){(1u << (ones + 1)) + v, 2 * (ones + 1)};
}

static void put_byte(struct unslim *u, uint8_t byte)
{
    const uint8_t *found = memchr(u->dictionary, byte, u->dictionary_size);
    size_t ahead;

    if (u->pos == u->size) {
        fail(u, "more bytes than the band's rows have");
        return;
    }
    if (found)
        ahead = (size_t)(found - u->dictionary);
    else if (u->dictionary_size < sizeof u->dictionary)
        ahead = u->dictionary_size++;
    else
        ahead = sizeof u->dictionary - 1;
    memmove(u->dictionary + 1, u->dictionary, ahead);
    u->dictionary[0] = byte;
    u->out[u->pos++] = byte;
}

static void put_entry(struct unslim *u, unsigned entry)
{
    if (entry < u->dictionary_size)
        put_byte(u, u->dictionary[entry]);
    else
        fail(u, "a dictionary code for an entry that is not filled");
}

static void copy(struct unslim *u, long distance, unsigned number)
{
    size_t n = (size_t)u->prefix + number;
    size_t from, i;

    u->prefix = 0;
    if (distance < 1 || (size_t)distance > u->pos) {
        fail(u, "a copy from outside the band");
        return;
    }
    if (n > u->size - u->pos) {
        fail(u, "a copy beyond the band's last row");
        return;
    }
    if (n > u->stride - u->pos % u->stride)
        u->oddities |= UNSLIM_ROW_END;
    from = u->pos - (size_t)distance;
    if ((size_t)distance >= n)
        memcpy(u->out + u->pos, u->out + from, n);
    else
        for (i = 0; i < n; i++)
            u->out[u->pos + i] = u->out[from + i];
    u->pos += n;
}

/*
 * One code at the top of v; returns its bits. When fewer are there (bits), nothing is done and
 * the result is greater than bits.
 */
static unsigned decode_code(struct unslim *u, uint32_t v, unsigned bits)
{
    struct number n;
    unsigned length;

    if (v >> 31 == 0) {
        n = read_number(v << 1);
        if ((length = 1 + n.bits) <= bits)
            copy(u, u->line[u->line_selected], n.value);
        return length;
    }
    if (v >> 30 == 2) {
        if (bits >= 6)
            put_entry(u, 15 - (v >> 26 & 15));
        return 6;
    }
    switch (v >> 28) {
    case 0xC:
        /* 110 and the 0 of the line code that follows */
        if (bits >= 3)
            u->line_selected ^= 1;
        return 3;
    case 0xD:
        if (bits >= 12)
            put_byte(u, (uint8_t)(v >> 20));
        return 12;
    case 0xE:
        n = read_number(v << 4);
        if ((length = 4 + n.bits) <= bits)
            copy(u, u->run[u->run_selected], n.value);
        return length;
    default:
        break;
    }
    if (v >> 27 == 0x1E) {
        n = read_number(v << 5);
        if ((length = 5 + n.bits) <= bits)
            copy(u, u->far, n.value);
        return length;
    }
    if (v >> 26 == 0x3E) {
        /* 11 and the 1110 of the run code that follows */
        if (bits >= 2)
            u->run_selected ^= 1;
        return 2;
    }
    if (bits < 8)
        return 8;
    switch (v >> 24) {
    case 0xFC:
        n = read_number(v << 8);
        if ((length = 8 + n.bits) <= bits)
            u->prefix = PREFIX_UNIT * n.value;
        return length;
    case 0xFD:
        put_byte(u, 0);
        return 8;
    case 0xFE:
        u->ended = true;
        return 8;
    default:
        fail(u, "the code 11111111, which has no meaning");
        return 8;
    }
}

/* Decode while at least `reserve` bits are there, or until the end code. */
static void decode_window(struct unslim *u, unsigned reserve)
{
    while (!u->ended && !u->error && u->window_bits > 0 && u->window_bits >= reserve) {
        uint32_t v = (uint32_t)(u->window << (64 - u->window_bits) >> 32);
        unsigned length = decode_code(u, v, u->window_bits);

        if (length > u->window_bits) {
            fail(u, "the codes end in the middle of one");
            return;
        }
        u->window_bits -= length;
    }
}

/*
 * What the bit `at` codes bits from the first one is, `k` bits behind the end code: 00, then
 * ones up to a multiple of four bytes, and in the last band of a page four bytes that hold one
 * more end code, FE 7F FF FF. The models with bands of up to 1024 rows end a page differently:
 * 01 instead of 00 there, and FE 7F FF 9F. [captures m01 to m12]
 */
static unsigned tail_bit(uint64_t k, uint64_t at, uint64_t page_end, bool long_bands)
{
    static const uint8_t ends[2][4] = {
        {0xFE, 0x7F, 0xFF, 0xFF},
        {0xFE, 0x7F, 0xFF, 0x9F}
    };

    if (at >= page_end && at - page_end < PAGE_END_BITS)
        return ends[long_bands][(at - page_end) / 8] >> (7 - (at - page_end) % 8) & 1;
    return k >= 2 || (k == 1 && long_bands);
}

static void check_tail(struct unslim *u)
{
    uint64_t code_bits = (u->block - UNSLIM_MIN_BLOCK) * 8;
    uint64_t page_end =
        u->more || code_bits < PAGE_END_BITS ? code_bits : code_bits - PAGE_END_BITS;

    while (u->window_bits > 0) {
        unsigned bit = (unsigned)(u->window >> --u->window_bits) & 1;
        uint64_t k = u->tail_bits++;

        if (bit != tail_bit(k, u->end_bit + k, page_end, false))
            u->tail_differs[0] = true;
        if (bit != tail_bit(k, u->end_bit + k, page_end, true))
            u->tail_differs[1] = true;
    }
}

static void code_byte(struct unslim *u, uint8_t byte)
{
    u->window = u->window << 8 | (byte ^ CODE_KEY);
    u->window_bits += 8;
    if (u->ended) {
        check_tail(u);
        return;
    }
    decode_window(u, LONGEST_CODE);
}

/* The last byte of the block has come: what is in the window is all there will be. */
static void last_byte(struct unslim *u, uint8_t byte)
{
    decode_window(u, 0);
    if (byte != LAST_BYTE)
        u->oddities |= UNSLIM_LAST_BYTE;
}

static void read_header(struct unslim *u)
{
    const uint8_t *h = u->header;
    uint32_t length =
        h[9] | (uint32_t)h[10] << 8 | (uint32_t)h[11] << 16 | (uint32_t)h[12] << 24;
    size_t i;

    u->run[0] = h[0];
    u->run[1] = h[1];
    u->line[0] = (long)h[2] * (long)u->stride + (int8_t)h[4];
    u->line[1] = (long)h[3] * (long)u->stride + (int8_t)h[5];
    u->far = h[6] | h[7] << 8;
    u->more = h[8] != 0;
    if (length != u->block - UNSLIM_MIN_BLOCK + (u->more ? 4 : 0))
        u->oddities |= UNSLIM_LENGTH;
    for (i = 0; i < sizeof known_parameters / sizeof known_parameters[0]; i++)
        if (memcmp(h, known_parameters[i], sizeof known_parameters[i]) == 0)
            return;
    u->oddities |= UNSLIM_PARAMETERS;
}

void unslim_start(struct unslim *u, uint8_t *out, size_t stride, size_t rows, uint64_t block)
{
    memset(u, 0, sizeof *u);
    u->out = out;
    u->stride = stride;
    u->size = stride * rows;
    u->block = block;
    if (block < UNSLIM_MIN_BLOCK)
        fail(u, "the data block is shorter than its header");
}

size_t unslim_feed(struct unslim *u, const uint8_t *bytes, size_t n)
{
    size_t i;

    for (i = 0; i < n && !u->error; i++) {
        bool was_ended = u->ended;

        if (u->seen < UNSLIM_HEADER)
            u->header[u->seen] = bytes[i];
        else if (u->seen + 1 < u->block)
            code_byte(u, bytes[i]);
        else
            last_byte(u, bytes[i]);
        if (++u->seen == UNSLIM_HEADER)
            read_header(u);
        if (u->ended && !was_ended) {
            uint64_t codes = u->seen - UNSLIM_HEADER - (u->seen == u->block ? 1 : 0);

            u->end_bit = codes * 8 - u->window_bits;
            check_tail(u);
        }
    }
    return i;
}

bool unslim_finish(struct unslim *u)
{
    uint64_t code_bits;

    if (u->error)
        return false;
    if (u->seen != u->block || !u->ended)
        fail(u, "the codes end without an end code");
    else if (u->pos != u->size)
        fail(u, "the end code comes before the band's last row is full");
    if (u->error)
        return false;
    /* never longer than the 00, the rest of four bytes, and the end of a page */
    code_bits = (u->block - UNSLIM_MIN_BLOCK) * 8;
    if ((u->tail_differs[0] && (u->more || u->tail_differs[1])) || code_bits % 32 != 0 ||
        code_bits - u->end_bit < (u->more ? 2 : 2 + PAGE_END_BITS) ||
        code_bits - u->end_bit >= (u->more ? 2 + 32 : 2 + 32 + PAGE_END_BITS))
        u->oddities |= UNSLIM_PADDING;
    return true;
}
