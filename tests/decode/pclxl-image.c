/*
 * pclxl-image.c - images of PCL XL: blocks of rows, their compressions, dots on the page.
 * Effects: memory for one row.
 * Source: driver/FORMAT-pclxl.md sections 5 and 6; never the encoder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pclxl-internal.h"

#include <stdlib.h>
#include <string.h>

enum { MODE_NONE, MODE_RLE, MODE_JPEG, MODE_DELTA_ROW };
enum { DELTA_LENGTH_LOW, DELTA_LENGTH_HIGH, DELTA_COMMAND, DELTA_OFFSET, DELTA_BYTES };

/* ---- colours ---- */

static bool is_dark(unsigned r, unsigned g, unsigned b)
{
    return 3 * r + 6 * g + b < 1280;
}

/* Entries as wide as PaletteDepth says, in gray or RGB: which of them are black. */
static void take_palette(struct pclxl_decoder *d, const struct xl_value *data)
{
    static const unsigned depths[] = {1, 4, 8};
    struct xl_graphics *g = &d->graphics;
    uint32_t depth = pclxl_unsigned(d, XL_PALETTE_DEPTH, 2);
    unsigned bits = depths[depth < 3 ? depth : 2], each = g->color_space == 1 ? 1 : 3;
    unsigned most = (1u << bits) - 1;

    for (unsigned i = 0; i < 256 && ((i + 1) * each * bits + 7) / 8 <= data->kept; i++) {
        unsigned level[3] = {0};

        for (unsigned k = 0; k < 3; k++) {
            unsigned at = (i * each + (each == 3 ? k : 0)) * bits;

            level[k] = ((unsigned)d->pool[data->at + at / 8] >> (8 - bits - at % 8) & most) *
                       255 / most;
        }
        g->black[i] = is_dark(level[0], level[1], level[2]);
        g->num_palette = i + 1;
    }
}

bool pclxl_set_color_space(struct pclxl_decoder *d)
{
    const struct xl_value *data = pclxl_find(d, XL_PALETTE_DATA);
    struct xl_graphics *g = &d->graphics;

    g->color_space = pclxl_unsigned(d, XL_COLOR_SPACE, 1);
    g->num_palette = 0;
    g->has_palette = data && data->kind == 0;
    memset(g->black, 0, sizeof g->black);
    if (g->has_palette)
        take_palette(d, data);
    return true;
}

/* ---- dots ---- */

static void put_dot(struct pclxl_decoder *d, uint8_t *line, int64_t x, bool black)
{
    if (x < 0 || x >= d->page.width)
        return;
    if (black)
        line[x / 8] |= (uint8_t)(0x80 >> x % 8);
    else if (!d->graphics.transparent)
        line[x / 8] &= (uint8_t) ~(0x80 >> x % 8);
}

/* n dots, up to eight, MSB first. */
static void put_dots(struct pclxl_decoder *d, uint8_t *line, int64_t x, uint8_t bits,
                     unsigned n)
{
    unsigned shift = (unsigned)(x & 7);
    unsigned mask = 0xFF00u >> shift, wide = (unsigned)bits << 8 >> shift;

    if (n < 8 || x < 0 || x + 16 > d->page.width) {
        for (unsigned i = 0; i < n; i++)
            put_dot(d, line, x + i, bits >> (7 - i) & 1);
        return;
    }
    line += x / 8;
    if (!d->graphics.transparent) {
        line[0] &= (uint8_t) ~(mask >> 8);
        line[1] &= (uint8_t)~mask;
    }
    line[0] |= (uint8_t)(wide >> 8);
    line[1] |= (uint8_t)wide;
}

/* Whether the row's pixel is black. */
static bool is_black(const struct pclxl_decoder *d, uint32_t x)
{
    const struct xl_image *image = &d->image;
    const uint8_t *row = image->line;
    unsigned most, level;
    size_t at = (size_t)x * image->bits;

    if (image->bits == 24)
        return is_dark(row[at / 8], row[at / 8 + 1], row[at / 8 + 2]);
    most = (1u << image->bits) - 1;
    level = (unsigned)row[at / 8] >> (8 - image->bits - at % 8) & most;
    return image->indexed ? d->graphics.black[level] : 2 * level < most + 1;
}

/* Bits as large as dots: eight at a time. */
static void draw_bits(struct pclxl_decoder *d, uint8_t *line)
{
    const struct xl_image *image = &d->image;
    bool zero = image->indexed ? d->graphics.black[0] : true;
    bool one = image->indexed ? d->graphics.black[1] : false;
    uint8_t on = one ? 0xFF : 0, off = zero ? 0xFF : 0;

    for (uint32_t x = 0; x < image->width; x += 8) {
        uint8_t bits = image->line[x / 8];
        uint32_t left = image->width - x;

        put_dots(d, line, image->x + x, (uint8_t)((bits & on) | (~bits & off)),
                 left < 8 ? left : 8);
    }
}

static void draw_line(struct pclxl_decoder *d, uint8_t *line)
{
    const struct xl_image *image = &d->image;
    uint32_t x = image->x < 0 ? (uint32_t)-image->x : 0;

    if (image->bits == 1 && image->to_width == image->width) {
        draw_bits(d, line);
        return;
    }
    for (; x < image->to_width && image->x + x < d->page.width; x++) {
        uint64_t from = (2 * (uint64_t)x + 1) * image->width / (2 * (uint64_t)image->to_width);

        put_dot(d, line, image->x + x, is_black(d, (uint32_t)from));
    }
}

/* The row is complete: onto all lines of the page that it reaches. */
static bool draw_row(struct pclxl_decoder *d)
{
    struct xl_image *image = &d->image;

    while (image->next_line < image->to_height && (2 * (uint64_t)image->next_line + 1) *
                                                          image->height /
                                                          (2 * (uint64_t)image->to_height) <=
                                                      image->row) {
        int64_t y = image->y + image->next_line++;

        if (y < 0 || y >= d->page.height)
            continue;
        if (d->lines_left == 0)
            return pclxl_fail(d, "page %u is drawn over too often", d->page.number);
        d->lines_left--;
        draw_line(d, d->bits + (size_t)y * d->stride);
    }
    image->row++;
    image->rows_left--;
    image->have = 0;
    return true;
}

/* ---- images ---- */

/* Why such an image is not drawn dot for dot; NULL: it is. */
static const char *oddity(const struct pclxl_decoder *d)
{
    const struct xl_image *image = &d->image;

    if (image->bits != 1)
        return "has levels: drawn in black and white";
    if (image->to_width != image->width || image->to_height != image->height)
        return "is scaled";
    if (d->graphics.rop != 204 && d->graphics.rop != 252)
        return "is combined with the page in a way that is not followed";
    return NULL;
}

static void remark_image(struct pclxl_decoder *d)
{
    const char *text = oddity(d);

    if (text)
        pclxl_remark(d, "page %u, image %u %s", d->page.number, d->page.bands + 1, text);
}

static bool get_depth(struct pclxl_decoder *d)
{
    static const unsigned depths[] = {1, 4, 8};
    struct xl_image *image = &d->image;
    uint32_t depth = pclxl_unsigned(d, XL_COLOR_DEPTH, 3);

    if (depth > 2 || !pclxl_find(d, XL_COLOR_MAPPING))
        return pclxl_fail(d, "an image without its colours");
    image->indexed = pclxl_unsigned(d, XL_COLOR_MAPPING, 0) == 1;
    image->bits = depths[depth];
    if (image->indexed &&
        (!d->graphics.has_palette || d->graphics.num_palette < 1u << image->bits))
        return pclxl_fail(d, "an image without its palette");
    if (!image->indexed && d->graphics.color_space != 1) {
        if (image->bits != 8)
            return pclxl_fail(d, "an image in colours of %u bits", image->bits);
        image->bits = 24;
    }
    return true;
}

/* A corner in units, or a size, in whole dots. */
static int64_t whole(double x)
{
    return (int64_t)(x < 0 ? x - 0.5 : x + 0.5);
}

static bool get_place(struct pclxl_decoder *d)
{
    const struct xl_value *to = pclxl_find(d, XL_DESTINATION_SIZE);
    struct xl_image *image = &d->image;
    double width, height;

    image->width = pclxl_unsigned(d, XL_SOURCE_WIDTH, 0);
    image->height = pclxl_unsigned(d, XL_SOURCE_HEIGHT, 0);
    if (!to || image->width == 0 || image->width > 65535 || image->height == 0 ||
        image->height > 65535)
        return pclxl_fail(d, "an image without its size");
    width = pclxl_number(d, to, 0);
    height = pclxl_number(d, to, 1);
    if (!(width > 0 && width < 65536 && height > 0 && height < 65536))
        return pclxl_fail(d, "an image of an impossible size");
    image->to_width = (uint32_t)whole(width);
    image->to_height = (uint32_t)whole(height);
    image->x = whole(d->graphics.origin_x + d->graphics.cursor_x);
    image->y = whole(d->graphics.origin_y + d->graphics.cursor_y);
    return true;
}

bool pclxl_begin_image(struct pclxl_decoder *d)
{
    uint8_t *line = d->image.line;

    if (!d->in_page || d->image.open)
        return pclxl_fail(d, "an image %s", d->in_page ? "inside another" : "outside a page");
    memset(&d->image, 0, sizeof d->image);
    d->image.line = line ? line : malloc(XL_MAX_ROW);
    if (!d->image.line)
        return pclxl_fail(d, "no memory for a row");
    if (!get_depth(d) || !get_place(d))
        return false;
    d->image.data_bytes = ((size_t)d->image.width * d->image.bits + 7) / 8;
    memset(d->image.line, 0, d->image.data_bytes);
    d->image.open = true;
    remark_image(d);
    return true;
}

bool pclxl_end_image(struct pclxl_decoder *d)
{
    struct xl_image *image = &d->image;

    if (!image->open)
        return pclxl_fail(d, "an image ends that has not begun");
    if (!image->jpeg && image->row != image->height)
        return pclxl_fail(d, "page %u, image %u ends after %u of %u rows", d->page.number,
                          d->page.bands + 1, (unsigned)image->row, (unsigned)image->height);
    image->open = false;
    d->page.bands++;
    return true;
}

/* ---- blocks ---- */

bool pclxl_begin_block(struct pclxl_decoder *d)
{
    struct xl_image *image = &d->image;
    uint32_t pad = pclxl_unsigned(d, XL_PAD_BYTES, 4);

    if (!image->open)
        return pclxl_fail(d, "an image block outside an image");
    image->mode = pclxl_unsigned(d, XL_COMPRESS_MODE, MODE_NONE);
    image->rows_left = pclxl_unsigned(d, XL_BLOCK_HEIGHT, 0);
    if (image->mode > MODE_DELTA_ROW || pad == 0 || pad > 255)
        return pclxl_fail(d, "an image block of an unknown kind");
    if (image->mode == MODE_JPEG && !image->jpeg) {
        image->jpeg = true;
        pclxl_remark(d, "page %u, image %u is a JPEG: not drawn", d->page.number,
                     d->page.bands + 1);
    }
    if (image->jpeg)
        return true;
    if (pclxl_unsigned(d, XL_START_LINE, image->row) != image->row ||
        image->rows_left > image->height - image->row)
        return pclxl_fail(d, "an image block that does not follow the one before");
    image->row_bytes = image->data_bytes;
    if (image->mode != MODE_DELTA_ROW)
        image->row_bytes = (image->data_bytes + pad - 1) / pad * pad;
    image->have = 0;
    image->run = 0;
    image->delta_state = DELTA_LENGTH_LOW;
    image->in_block = image->rows_left > 0;
    return true;
}

bool pclxl_end_block(struct pclxl_decoder *d)
{
    struct xl_image *image = &d->image;

    if (!image->open || image->jpeg)
        return true;
    image->in_block = false;
    if (image->rows_left > 0)
        return pclxl_fail(d, "page %u, image %u: %u rows are missing in a block",
                          d->page.number, d->page.bands + 1, (unsigned)image->rows_left);
    return true;
}

/* A byte of a row; the padding is dropped. */
static bool take_byte(struct pclxl_decoder *d, uint8_t byte)
{
    struct xl_image *image = &d->image;

    if (image->rows_left == 0)
        return pclxl_fail(d, "page %u, image %u: a block has more than its rows",
                          d->page.number, d->page.bands + 1);
    if (image->have < image->data_bytes)
        image->line[image->have] = byte;
    return ++image->have < image->row_bytes || draw_row(d);
}

static bool take_rle(struct pclxl_decoder *d, uint8_t byte)
{
    struct xl_image *image = &d->image;

    if (image->run == 0) {
        image->run = byte < 128 ? byte + 1 : byte == 128 ? 0 : (int)byte - 257;
        return true;
    }
    if (image->run > 0) {
        image->run--;
        return take_byte(d, byte);
    }
    for (; image->run < 0; image->run++)
        if (!take_byte(d, byte))
            return false;
    return true;
}

static bool delta_command(struct pclxl_decoder *d, uint8_t byte)
{
    struct xl_image *image = &d->image;

    image->delta_new = (byte >> 5) + 1u;
    image->have += byte & 31u;
    image->delta_state = (byte & 31) == 31 ? DELTA_OFFSET : DELTA_BYTES;
    return true;
}

static bool delta_byte(struct pclxl_decoder *d, uint8_t byte)
{
    struct xl_image *image = &d->image;

    if (image->have >= image->data_bytes)
        return pclxl_fail(d, "page %u, image %u: a change beyond the end of a row",
                          d->page.number, d->page.bands + 1);
    image->line[image->have++] = byte;
    if (--image->delta_new == 0)
        image->delta_state = DELTA_COMMAND;
    return true;
}

/* A byte of the commands of a row. */
static bool delta_in_row(struct pclxl_decoder *d, uint8_t byte)
{
    struct xl_image *image = &d->image;
    bool good = true;

    image->delta_left--;
    if (image->delta_state == DELTA_COMMAND) {
        good = delta_command(d, byte);
    } else if (image->delta_state == DELTA_OFFSET) {
        image->have += byte;
        image->delta_state = byte == 255 ? DELTA_OFFSET : DELTA_BYTES;
    } else {
        good = delta_byte(d, byte);
    }
    if (image->delta_left > 0 || !good)
        return good;
    if (image->delta_state != DELTA_COMMAND)
        return pclxl_fail(d, "page %u, image %u: a row ends inside a command", d->page.number,
                          d->page.bands + 1);
    image->delta_state = DELTA_LENGTH_LOW;
    return draw_row(d);
}

static bool take_delta(struct pclxl_decoder *d, uint8_t byte)
{
    struct xl_image *image = &d->image;

    if (image->rows_left == 0)
        return pclxl_fail(d, "page %u, image %u: a block has more than its rows",
                          d->page.number, d->page.bands + 1);
    if (image->delta_state == DELTA_LENGTH_LOW) {
        image->delta_left = byte;
        image->delta_state = DELTA_LENGTH_HIGH;
        return true;
    }
    if (image->delta_state != DELTA_LENGTH_HIGH)
        return delta_in_row(d, byte);
    image->delta_left |= (uint32_t)byte << 8;
    image->delta_state = image->delta_left > 0 ? DELTA_COMMAND : DELTA_LENGTH_LOW;
    return image->delta_left > 0 || draw_row(d);
}

bool pclxl_block_data(struct pclxl_decoder *d, const uint8_t *bytes, size_t n)
{
    if (!d->image.open || d->image.jpeg)
        return true;
    for (size_t i = 0; i < n; i++) {
        bool good;

        if (d->image.mode == MODE_NONE)
            good = take_byte(d, bytes[i]);
        else if (d->image.mode == MODE_RLE)
            good = take_rle(d, bytes[i]);
        else
            good = take_delta(d, bytes[i]);
        if (!good)
            return false;
    }
    return true;
}
