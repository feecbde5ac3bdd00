/*
 * pcl5e-page.c - the page of the decoder of PCL 5e: where rasters lie on it, and their dots.
 * Effects: memory.
 * Source: driver/FORMAT-pcl5e.md sections 3 to 5, never the encoder.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/decode/pcl5e-internal.h"

#include <stdlib.h>
#include <string.h>

#define BAND_ROWS 256u

const struct pcl_paper pcl_papers[] = {
    {2,   "na_letter_8.5x11in",       5100, 6600,  150},
    {1,   "na_executive_7.25x10.5in", 4350, 6300,  150},
    {3,   "na_legal_8.5x14in",        5100, 8400,  150},
    {6,   "na_ledger_11x17in",        6600, 10200, 150},
    {15,  "na_invoice_5.5x8.5in",     3300, 5100,  150},
    {25,  "iso_a5_148x210mm",         3496, 4961,  142},
    {26,  "iso_a4_210x297mm",         4961, 7016,  142},
    {27,  "iso_a3_297x420mm",         7016, 9921,  142},
    {45,  "jis_b5_182x257mm",         4299, 6071,  142},
    {46,  "jis_b4_257x364mm",         6071, 8598,  142},
    {80,  "na_monarch_3.875x7.5in",   2325, 4500,  150},
    {81,  "na_number-10_4.125x9.5in", 2475, 5700,  150},
    {90,  "iso_dl_110x220mm",         2598, 5197,  142},
    {91,  "iso_c5_162x229mm",         3827, 5409,  142},
    {100, "iso_b5_176x250mm",         4157, 5906,  142},
    {0,   NULL,                       0,    0,     0  },
};

/* ---- pages ---- */

bool pcl_page_begin(struct pcl5e_decoder *d)
{
    const struct pcl_paper *paper = &pcl_papers[d->env.size];

    if (d->in_page)
        return true;
    if (!pcl_tell_ticket(d))
        return false;
    d->page = (struct decode_page){
        .number = d->page.number + 1, .width = paper->width, .height = paper->height};
    d->stride = ((size_t)paper->width + 7) / 8;
    d->bits = calloc(d->stride, paper->height);
    if (!d->bits)
        return pcl_fail(d, "no memory for a page");
    d->in_page = true;
    if (d->callbacks.page_start && !d->callbacks.page_start(d->callbacks.ctx, &d->page))
        return pcl_fail(d, "stopped by the caller");
    return true;
}

static bool tell_bands(struct pcl5e_decoder *d)
{
    for (uint32_t y = 0; y < d->page.height; y += BAND_ROWS) {
        uint32_t left = d->page.height - y, rows = left < BAND_ROWS ? left : BAND_ROWS;

        d->page.bands++;
        if (d->callbacks.band && !d->callbacks.band(d->callbacks.ctx, &d->page, y, rows,
                                                    d->stride, d->bits + y * d->stride))
            return false;
    }
    return !d->callbacks.page_end || d->callbacks.page_end(d->callbacks.ctx, &d->page);
}

bool pcl_page_eject(struct pcl5e_decoder *d)
{
    bool goes_on;

    pcl_raster_end(d);
    if (!pcl_page_begin(d))
        return false;
    goes_on = tell_bands(d);
    free(d->bits);
    d->bits = NULL;
    d->in_page = false;
    d->env.x = 0;
    d->env.y = d->env.top_margin + d->env.line * 3 / 4;
    return goes_on || pcl_fail(d, "stopped by the caller");
}

/* ---- rasters ---- */

void pcl_raster_end(struct pcl5e_decoder *d)
{
    struct pcl_raster *r = &d->raster;

    if (!r->open)
        return;
    r->open = false;
    d->env.x = r->x;
    d->env.y = r->y + (int32_t)(r->row * (PCL_INCH / r->resolution));
}

void pcl_raster_start(struct pcl5e_decoder *d, int32_t x)
{
    struct pcl_raster *r = &d->raster;

    if (r->open)
        return;
    r->open = true;
    r->x = x;
    r->y = d->env.y;
    r->row = 0;
    memset(r->seed, 0, sizeof r->seed);
    r->seed_size = 0;
}

/* One row further; no page is so long. */
static bool next_row(struct pcl5e_decoder *d, uint32_t rows)
{
    if (rows > DECODE_MAX_SIDE - d->raster.row)
        return pcl_fail(d, "a raster has more than %u rows", DECODE_MAX_SIDE);
    d->raster.row += rows;
    return true;
}

bool pcl_raster_skip(struct pcl5e_decoder *d, uint32_t rows)
{
    if (!d->raster.open) {
        pcl_remark(d, "rows are skipped outside of a raster");
        return true;
    }
    memset(d->raster.seed, 0, sizeof d->raster.seed);
    d->raster.seed_size = 0;
    return next_row(d, rows);
}

/* Nearest dot, also of what is left of the paper. */
static int32_t dots(double place_7200)
{
    double dot = place_7200 / PCL_DOT;

    return (int32_t)(dot < 0 ? dot - 0.5 : dot + 0.5);
}

/* Where the raster's dots go: columns first..end - 1 of the paper are in the logical page. */
struct frame {
    int32_t x, y; /* the row's first dot */
    int32_t first, end;
    unsigned scale; /* dots of the paper to one of the raster */
};

static struct frame frame_of(const struct pcl5e_decoder *d)
{
    const struct pcl_paper *paper = &pcl_papers[d->env.size];
    const struct pcl_raster *r = &d->raster;
    /* 3.4: the back of a sheet is moved the other way. */
    bool back = d->page.number % 2 == 0;
    double shift = d->env.left_shift * (back && d->env.duplex == 1 ? -10 : 10);
    double down = d->env.top_shift * (back && d->env.duplex == 2 ? -10 : 10);
    int32_t left = (int32_t)paper->left + dots(shift);
    int32_t end = left + (int32_t)paper->width - 2 * (int32_t)paper->left;
    struct frame f = {.scale = 600 / r->resolution};

    f.x = dots((double)r->x + shift) + (int32_t)paper->left;
    f.y = dots((double)r->y + down) + (int32_t)(r->row * f.scale);
    f.first = left > 0 ? left : 0;
    f.end = end < (int32_t)paper->width ? end : (int32_t)paper->width;
    return f;
}

static void set_dots(uint8_t *line, int32_t x, int32_t first, int32_t end, unsigned n)
{
    for (; n > 0; n--, x++)
        if (x >= first && x < end)
            line[x / 8] |= (uint8_t)(0x80u >> x % 8);
}

/* The seed row onto one line of the page. True where anything would have lain outside. */
static bool draw_line(struct pcl5e_decoder *d, const struct frame *f, uint8_t *line)
{
    const struct pcl_raster *r = &d->raster;
    size_t end = r->seed_size * 8;
    bool outside = false;

    if (r->width > 0 && r->width < end)
        end = r->width;
    for (size_t i = 0; i < end; i++) {
        int32_t x = f->x + (int32_t)(i * f->scale);

        if (i % 8 == 0 && r->seed[i / 8] == 0) {
            i += 7;
            continue;
        }
        if (!(r->seed[i / 8] & 0x80u >> i % 8))
            continue;
        outside = outside || x < f->first || x + (int32_t)f->scale > f->end;
        set_dots(line, x, f->first, f->end, f->scale);
    }
    return outside;
}

/* The seed row is the next row. */
static bool draw_row(struct pcl5e_decoder *d)
{
    struct frame f;
    bool outside = false;

    if (!pcl_page_begin(d))
        return false;
    f = frame_of(d);
    for (unsigned i = 0; i < f.scale; i++) {
        int32_t y = f.y + (int32_t)i;

        if (d->raster.height > 0 && d->raster.row >= d->raster.height)
            break;
        if (y >= 0 && y < (int32_t)d->page.height)
            outside = draw_line(d, &f, d->bits + (size_t)y * d->stride) || outside;
        else
            outside = outside || d->raster.seed_size > 0;
    }
    if (outside)
        pcl_remark(d, "row %u has dots outside of the logical page",
                   (unsigned)d->raster.row + 1);
    return next_row(d, 1);
}

static bool one_row(struct pcl5e_decoder *d, unsigned method, const uint8_t *data, size_t n)
{
    const char *wrong = pcl_unpack_row(&d->raster, method, data, n);

    return wrong ? pcl_fail(d, "%s", wrong) : draw_row(d);
}

static bool same_rows(struct pcl5e_decoder *d, unsigned n)
{
    bool fine = true;

    while (fine && n-- > 0)
        fine = draw_row(d);
    return fine;
}

/* Method 5: a block of rows, each with a method of its own. */
static bool adaptive(struct pcl5e_decoder *d, const uint8_t *data, size_t n)
{
    bool fine = true;

    while (fine && n > 0) {
        unsigned method = data[0], count;

        if (n < 3)
            return pcl_fail(d, "a block of rows ends inside a command");
        count = (unsigned)data[1] << 8 | data[2];
        data += 3;
        n -= 3;
        if (method == 4)
            fine = pcl_raster_skip(d, count);
        else if (method == 5)
            fine = same_rows(d, count);
        else if (method > 3 || count > n)
            return pcl_fail(d, "a block of rows is damaged");
        else {
            fine = one_row(d, method, data, count);
            data += count;
            n -= count;
        }
    }
    return fine;
}

bool pcl_raster_data(struct pcl5e_decoder *d)
{
    pcl_raster_start(d, 0);
    if (!pcl_page_begin(d))
        return false;
    d->page.bytes += d->data_size;
    if (d->raster.method == 5)
        return adaptive(d, d->data, d->data_size);
    return one_row(d, d->raster.method, d->data, d->data_size);
}
