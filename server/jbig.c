/*
 * jbig.c - a page as JBIG, see driver/jbig.h.
 * Effects: memory from the heap while it works.
 * Source: ITU-T T.82 and T.85, by libjbig's encoder of T.85, which needs no memory of its own;
 * driver/FORMAT-ufr2lt.md section 11.3.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "driver/jbig.h"

#include "driver/bytes.h"

#include <jbig85.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define HEADER_BYTES  20u
#define HEIGHT_AT     8u /* in the header */
#define STRIPE_ROWS   128u
#define END_AND_RESET 0x03 /* SDRST, in the place of SDNORM */
#define FIRST_ROOM    16384u

/* The code of a band, as far as it has come. */
struct code {
    uint8_t *bytes;
    size_t used, room;
    bool no_memory;
};

static void take(unsigned char *start, size_t n, void *ctx)
{
    struct code *code = ctx;
    size_t room = code->room;
    uint8_t *more;

    if (code->no_memory)
        return;
    while (room - code->used < n)
        room = room ? 2 * room : FIRST_ROOM;
    if (room != code->room) {
        more = realloc(code->bytes, room);
        if (!more) {
            code->no_memory = true;
            return;
        }
        code->bytes = more;
        code->room = room;
    }
    memcpy(code->bytes + code->used, start, n);
    code->used += n;
}

/*
 * rows is three white rows in one piece: the one being coded and the two above it. They are
 * copies because libjbig clears the bits right of the width in the row it is given.
 */
static void encode_rows(struct code *code, const uint8_t *bits, size_t stride, uint32_t width,
                        uint32_t num_rows, uint8_t *rows)
{
    struct jbg85_enc_state encoder;
    size_t n = ((size_t)width + 7) / 8;
    uint32_t i;

    jbg85_enc_init(&encoder, width, num_rows, take, code);
    jbg85_enc_options(&encoder, JBG_TPBON | JBG_LRLTWO, STRIPE_ROWS, 0);
    for (i = 0; i < num_rows && !code->no_memory; i++) {
        uint8_t *row = rows + i % 3 * n;

        memcpy(row, bits + i * stride, n);
        jbg85_enc_lineout(&encoder, row, rows + (i + 2) % 3 * n, rows + (i + 1) % 3 * n);
    }
}

static bool possible_size(uint32_t width, uint32_t height, size_t stride)
{
    return width > 0 && height > 0 && width <= JBIG_MAX_SIDE && height <= JBIG_MAX_SIDE &&
           stride >= ((size_t)width + 7) / 8;
}

/*
 * The last stripe of a band ends in a reset, so the next one begins like a page. Each therefore
 * is coded as an image of its own, and only the first one's header stays, with the page's
 * height in it.
 */
enum result jbig_encode_band(const uint8_t *bits, size_t stride, uint32_t width, uint32_t y,
                             uint32_t rows, uint32_t height, const struct jbig_bands *out)
{
    size_t skip = y == 0 ? 0 : HEADER_BYTES;
    struct code code = {.bytes = NULL};
    enum result result = RESULT_SPACE;
    uint8_t *scratch;

    if (!possible_size(width, height, stride) || y >= height || rows == 0 ||
        rows > height - y || y % STRIPE_ROWS != 0 ||
        (rows % STRIPE_ROWS != 0 && y + rows != height))
        return RESULT_UNSUPPORTED;
    scratch = calloc(3, ((size_t)width + 7) / 8);
    if (scratch)
        encode_rows(&code, bits, stride, width, rows, scratch);
    if (scratch && !code.no_memory) {
        put_be32(code.bytes + HEIGHT_AT, height);
        code.bytes[code.used - 1] = END_AND_RESET; /* it was the end of a stripe */
        result = out->band(out->ctx, y, rows, code.bytes + skip, code.used - skip);
    }
    free(scratch);
    free(code.bytes);
    return result;
}

enum result jbig_encode_page(const uint8_t *bits, size_t stride, uint32_t width,
                             uint32_t height, uint32_t band_rows, const struct jbig_bands *out)
{
    enum result result = RESULT_OK;
    uint32_t y, rows;

    if (!possible_size(width, height, stride) || band_rows == 0 ||
        (band_rows % STRIPE_ROWS != 0 && band_rows < height))
        return RESULT_UNSUPPORTED;
    for (y = 0; y < height && result == RESULT_OK; y += rows) {
        rows = height - y < band_rows ? height - y : band_rows;
        result = jbig_encode_band(bits + y * stride, stride, width, y, rows, height, out);
    }
    return result;
}
