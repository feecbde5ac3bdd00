/*
 * write-png.c - lines become a PNG, through libpng.
 *
 * Effects: none of its own; bytes go to the sink.
 * Source: PNG (third edition), 11.2.2, 11.3.4.3; libpng's manual.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "image-parts.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <zlib.h>

/*
 * Dots of letters are compressed well by anything. The low bits of scanned grays are noise, in
 * which no effort finds repetitions: the differences to the neighbours' mean, with nothing but
 * runs and Huffman codes (zlib's Z_RLE), were as small as level 6 makes them, in a twelfth of
 * its time (A4, 300 dpi, text with a scanner's noise: 4.15 MB in 0.08 s; level 6: 4.23 MB in
 * 1.46 s).
 */
#define LEVEL_DOTS 6

struct png_writer {
    png_structp png;
    png_infop info;
    struct sink sink;
    enum result result;
    struct image_params params;
    const uint8_t *line; /* the caller's, while it is written */
};

/* Run work; nothing lives in local variables across the jump, all state is in *w. */
static enum result guarded(struct png_writer *w, void (*work)(struct png_writer *w))
{
    if (setjmp(png_jmpbuf(w->png)) == 0)
        work(w);
    return w->result;
}

/* Memory, but for the sink, is the one thing that it can lack. */
_Noreturn static void on_error(png_structp png, png_const_charp message)
{
    struct png_writer *w = png_get_error_ptr(png);

    (void)message;
    if (w->result == RESULT_OK)
        w->result = RESULT_SPACE;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void on_write(png_structp png, png_bytep bytes, size_t n)
{
    struct png_writer *w = png_get_io_ptr(png);

    w->result = sink_write(&w->sink, bytes, n);
    if (w->result != RESULT_OK)
        png_error(png, "sink");
}

static void on_flush(png_structp png)
{
    (void)png; /* there is nothing behind the sink to flush */
}

static uint32_t dots_per_metre(unsigned dpi)
{
    return (uint32_t)(((uint64_t)dpi * 10000 + 127) / 254);
}

static void start(struct png_writer *w)
{
    const struct image_params *p = &w->params;
    bool dots = p->color == SCAN_BLACK_AND_WHITE;

    png_set_write_fn(w->png, w, on_write, on_flush);
    png_set_IHDR(w->png, w->info, p->width, p->height, dots ? 1 : 8,
                 p->color == SCAN_COLOR ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_pHYs(w->png, w->info, dots_per_metre(p->dpi), dots_per_metre(p->dpi),
                 PNG_RESOLUTION_METER);
    if (dots)
        png_set_compression_level(w->png, LEVEL_DOTS);
    else
        png_set_compression_strategy(w->png, Z_RLE);
    png_set_filter(w->png, 0, dots ? PNG_FILTER_NONE : PNG_FILTER_AVG);
    png_write_info(w->png, w->info);
    if (dots)
        png_set_invert_mono(w->png); /* 1 is white there */
}

static void png_close(void *writer)
{
    struct png_writer *w = writer;

    png_destroy_write_struct(&w->png, &w->info);
    free(w);
}

static void *png_open(const struct image_params *params, const struct sink *out)
{
    struct png_writer *w = calloc(1, sizeof *w);

    if (!w)
        return NULL;
    w->sink = *out;
    w->params = *params;
    w->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, w, on_error, on_warning);
    w->info = w->png ? png_create_info_struct(w->png) : NULL;
    if (w->info && guarded(w, start) == RESULT_OK)
        return w;
    png_close(w);
    return NULL;
}

static void write_line(struct png_writer *w)
{
    png_write_row(w->png, w->line);
}

static enum result png_line(void *writer, const uint8_t *line)
{
    struct png_writer *w = writer;

    w->line = line;
    return guarded(w, write_line);
}

static void finish(struct png_writer *w)
{
    png_write_end(w->png, NULL);
}

static enum result png_end(void *writer)
{
    return guarded(writer, finish);
}

const struct image_write_ops image_write_png = {png_open, png_line, png_end, png_close};
