/*
 * read-png.c - a PNG of ours as lines, through libpng.
 *
 * Only what our writer makes is read: one pass, so that lines come in order.
 * Effects: memory; reads the page.
 * Source: libpng's manual.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "image-parts.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>

/* A chunk of ours is not larger; libpng allocates no more for what says so. */
#define MAX_CHUNK 65536u

struct png_reader {
    png_structp png;
    png_infop info;
    const struct scan_page *page;
    uint64_t at;
    uint32_t width;
    bool dots;
    uint8_t *line; /* the caller's, while it is read */
};

/* Run work; nothing lives in local variables across the jump, all state is in *r. */
static bool guarded(struct png_reader *r, void (*work)(struct png_reader *r))
{
    if (setjmp(png_jmpbuf(r->png)) != 0)
        return false;
    work(r);
    return true;
}

_Noreturn static void on_error(png_structp png, png_const_charp message)
{
    (void)message;
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void on_read(png_structp png, png_bytep bytes, size_t n)
{
    struct png_reader *r = png_get_io_ptr(png);
    long got = scan_page_read(r->page, r->at, bytes, n);

    if (got < 0 || (size_t)got != n)
        png_error(png, "end");
    r->at += n;
}

static void start(struct png_reader *r)
{
    const struct scan_page_facts *facts = scan_page_facts(r->page);
    int type = facts->color == SCAN_COLOR ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY;

    png_set_read_fn(r->png, r, on_read);
    png_set_user_limits(r->png, SCAN_MAX_WIDTH, SCAN_MAX_HEIGHT);
    png_set_chunk_malloc_max(r->png, MAX_CHUNK);
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_read_info(r->png, r->info);
    if (png_get_image_width(r->png, r->info) != facts->width ||
        png_get_image_height(r->png, r->info) != facts->height ||
        png_get_color_type(r->png, r->info) != type ||
        png_get_bit_depth(r->png, r->info) != (r->dots ? 1 : 8) ||
        png_get_interlace_type(r->png, r->info) != PNG_INTERLACE_NONE)
        png_error(r->png, "not what the facts say");
    if (r->dots)
        png_set_invert_mono(r->png); /* 1 is white there */
    png_read_update_info(r->png, r->info);
}

static void png_close(void *reader)
{
    struct png_reader *r = reader;

    png_destroy_read_struct(&r->png, &r->info, NULL);
    free(r);
}

static void *png_open(const struct scan_page *page, unsigned *reduce)
{
    struct png_reader *r = calloc(1, sizeof *r);

    if (!r)
        return NULL;
    *reduce = 1;
    r->page = page;
    r->width = scan_page_facts(page)->width;
    r->dots = scan_page_facts(page)->color == SCAN_BLACK_AND_WHITE;
    r->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, r, on_error, on_warning);
    r->info = r->png ? png_create_info_struct(r->png) : NULL;
    if (r->info && guarded(r, start))
        return r;
    png_close(r);
    return NULL;
}

static void read_line(struct png_reader *r)
{
    png_read_row(r->png, r->line, NULL);
}

static bool png_line(void *reader, uint8_t *line)
{
    struct png_reader *r = reader;

    r->line = line;
    if (!guarded(r, read_line))
        return false;
    if (r->dots && r->width % 8 != 0)
        line[r->width / 8] &= (uint8_t)(0xFF << (8 - r->width % 8));
    return true;
}

const struct image_read_ops image_read_png = {png_open, png_line, png_close};
