/*
 * decode-jbig.c - the reading side of JBIG, see decode-jbig.h.
 * Effects: memory for three rows.
 * Source: driver/FORMAT-ufr2lt.md, section on JBIG; never the encoder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/decode-jbig.h"

#include <stdlib.h>
#include <string.h>

#define PIECE 1024u

static void fail(struct unjbig *u, const char *error)
{
    if (!u->error)
        u->error = error;
}

static uint32_t be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* libjbig has a row. 0: go on. */
static int got_row(const struct jbg85_dec_state *state, unsigned char *start, size_t n,
                   unsigned long y, void *ctx)
{
    struct unjbig *u = ctx;

    (void)state;
    (void)y;
    if (u->row == u->rows || n != u->stride) {
        fail(u, "more rows than the band has");
        return 1;
    }
    memcpy(u->out + u->row * u->stride, start, n);
    u->row++;
    return 0;
}

void unjbig_page(struct unjbig *u)
{
    u->started = u->ended = false;
}

void unjbig_free(struct unjbig *u)
{
    free(u->lines);
    u->lines = NULL;
    u->lines_size = 0;
}

static void start_image(struct unjbig *u, const struct unjbig_image *image)
{
    size_t needed = 3 * u->stride;

    u->started = true;
    u->header_have = 0;
    u->width = image->width;
    u->height = image->height;
    if (needed > u->lines_size) {
        free(u->lines);
        u->lines = malloc(needed);
        u->lines_size = u->lines ? needed : 0;
        if (!u->lines) {
            fail(u, "no memory for three rows");
            return;
        }
    }
    jbg85_dec_init(&u->state, u->lines, u->lines_size, got_row, u);
}

/* The header is complete: only an image of one plane and of the page's size is wanted. */
static void check_header(struct unjbig *u)
{
    static const uint8_t usual[8] = {0, 0, 0, 128, 0, 0, 0, JBG_TPBON | JBG_LRLTWO};
    const uint8_t *h = u->header;

    if (h[0] != 0 || h[1] != 0 || h[2] != 1)
        fail(u, "the JBIG header wants several resolutions or planes");
    else if (be32(h + 4) != u->width || be32(h + 8) != u->height)
        fail(u, "the JBIG header has another size than the page");
    else if (h[19] & ~(JBG_TPBON | JBG_LRLTWO))
        fail(u, "the JBIG header has unknown options");
    else if (memcmp(h + 12, usual, sizeof usual) != 0)
        u->oddities |= UNJBIG_HEADER_DIFFERS;
}

void unjbig_start(struct unjbig *u, uint8_t *out, size_t stride, size_t rows, uint64_t block,
                  const struct unjbig_image *image)
{
    u->out = out;
    u->stride = stride;
    u->rows = rows;
    u->row = 0;
    u->block = block;
    u->seen = 0;
    u->last[0] = u->last[1] = 0;
    u->error = NULL;
    u->oddities = 0;
    if (!u->started)
        start_image(u, image);
}

/* Up to PIECE bytes for libjbig, which wants them where it might write. */
static void decode_piece(struct unjbig *u, const uint8_t *bytes, size_t n)
{
    uint8_t piece[PIECE];
    size_t used = 0;
    int status;

    if (u->ended) {
        u->oddities |= UNJBIG_END;
        return;
    }
    memcpy(piece, bytes, n);
    status = jbg85_dec_in(&u->state, piece, n, &used);
    if (status == JBG_EOK) {
        u->ended = true;
        if (used < n)
            u->oddities |= UNJBIG_END;
    } else if (status != JBG_EAGAIN) {
        fail(u, "the JBIG data are damaged");
    }
}

static size_t feed_header(struct unjbig *u, const uint8_t *bytes, size_t n)
{
    size_t take = UNJBIG_HEADER - u->header_have;

    if (take > n)
        take = n;
    memcpy(u->header + u->header_have, bytes, take);
    u->header_have += (unsigned)take;
    if (u->header_have == UNJBIG_HEADER) {
        check_header(u);
        if (!u->error)
            decode_piece(u, u->header, UNJBIG_HEADER);
    }
    return take;
}

size_t unjbig_feed(struct unjbig *u, const uint8_t *bytes, size_t n)
{
    size_t i = 0, take;

    while (i < n && !u->error) {
        if (u->header_have < UNJBIG_HEADER) {
            take = feed_header(u, bytes + i, n - i);
        } else {
            take = n - i < PIECE ? n - i : PIECE;
            decode_piece(u, bytes + i, take);
        }
        i += take;
    }
    u->seen += i;
    if (i > 1)
        u->last[0] = bytes[i - 2];
    else if (i == 1)
        u->last[0] = u->last[1];
    if (i > 0)
        u->last[1] = bytes[i - 1];
    return i;
}

bool unjbig_finish(struct unjbig *u)
{
    if (u->error)
        return false;
    if (u->seen != u->block || u->row != u->rows)
        fail(u, "the JBIG data end before the band's last row");
    if (u->last[0] != 0xFF || u->last[1] != 0x03)
        u->oddities |= UNJBIG_END;
    return !u->error;
}
