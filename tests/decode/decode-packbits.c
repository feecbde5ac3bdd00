/*
 * decode-packbits.c - the reading side of PackBits, see decode-packbits.h.
 * Effects: none.
 * Source: driver/FORMAT-ufr2lt.md, section on PackBits; never the encoder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/decode-packbits.h"

#include <string.h>

#define NOTHING 0x80u

void unpackbits_start(struct unpackbits *u, uint8_t *out, size_t stride, size_t rows,
                      uint64_t block)
{
    memset(u, 0, sizeof *u);
    u->out = out;
    u->stride = stride;
    u->size = stride * rows;
    u->block = block;
}

/* The count of a packet. */
static void start_packet(struct unpackbits *u, uint8_t count)
{
    if (count == NOTHING) {
        if (u->seen + 1 == u->block)
            u->has_end = true;
        else
            u->oddities |= UNPACKBITS_NOTHING;
        return;
    }
    u->is_run = count > NOTHING;
    u->left = u->is_run ? 257u - count : count + 1u;
    if (u->left > u->size - u->pos)
        u->error = "more bytes than the band's rows have";
    else if (u->left > u->stride - u->pos % u->stride)
        u->oddities |= UNPACKBITS_ROW_END;
}

/* The byte of a run, or the first n of a packet of literals. Returns how many were taken. */
static size_t packet_bytes(struct unpackbits *u, const uint8_t *bytes, size_t n)
{
    size_t made = u->left, taken = 1;

    if (u->is_run) {
        memset(u->out + u->pos, bytes[0], made);
    } else {
        made = taken = n < u->left ? n : u->left;
        memcpy(u->out + u->pos, bytes, taken);
    }
    u->pos += made;
    u->left -= made;
    return taken;
}

size_t unpackbits_feed(struct unpackbits *u, const uint8_t *bytes, size_t n)
{
    size_t i = 0, taken;

    while (i < n && !u->error) {
        taken = 1;
        if (u->left == 0)
            start_packet(u, bytes[i]);
        else
            taken = packet_bytes(u, bytes + i, n - i);
        u->seen += taken;
        i += taken;
    }
    return i;
}

bool unpackbits_finish(struct unpackbits *u)
{
    if (u->error)
        return false;
    if (u->seen != u->block || u->left > 0)
        u->error = "the data end in the middle of a packet";
    else if (u->pos != u->size)
        u->error = "the data end before the band's last row is full";
    if (!u->has_end)
        u->oddities |= UNPACKBITS_END;
    return !u->error;
}
