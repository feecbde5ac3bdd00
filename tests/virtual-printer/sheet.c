/*
 * sheet.c - a picture of a sheet's side, see sheet.h.
 * Effects: files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/virtual-printer/sheet.h"

#include <errno.h>
#include <fcntl.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define DOTS_PER_METER 23622 /* 600 dpi */

/* A PBM in memory. */
struct bitmap {
    void *map;
    size_t size;
    const uint8_t *bits;
    size_t stride;
};

static bool open_bitmap(struct bitmap *b, const struct sheet *sheet, const char *path)
{
    char head[64];
    int n = snprintf(head, sizeof head, "P4\n%lu %lu\n", (unsigned long)sheet->width,
                     (unsigned long)sheet->height);
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    b->map = MAP_FAILED;
    b->stride = (sheet->width + 7) / 8;
    b->size = (size_t)n + b->stride * sheet->height;
    if (fd >= 0 && fstat(fd, &info) == 0 && (uint64_t)info.st_size == b->size)
        b->map = mmap(NULL, b->size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (fd >= 0)
        close(fd);
    if (b->map == MAP_FAILED)
        return false;
    b->bits = (const uint8_t *)b->map + n;
    return true;
}

static bool bitmap_dot(const struct bitmap *b, uint32_t x, uint32_t y)
{
    return b->bits[y * b->stride + x / 8] >> (7 - x % 8) & 1;
}

static uint32_t smaller(uint32_t paper, uint32_t bitmap)
{
    return paper && paper < bitmap ? paper : bitmap;
}

/* How high n rows of the bitmap are, in rows of the picture; and back. */
static uint32_t to_picture(const struct sheet *s, uint32_t n)
{
    return s->y_dpi == s->x_dpi ? n : (uint32_t)((uint64_t)n * s->x_dpi / s->y_dpi);
}

static uint32_t to_bitmap(const struct sheet *s, uint32_t n)
{
    return s->y_dpi == s->x_dpi ? n : (uint32_t)((uint64_t)n * s->y_dpi / s->x_dpi);
}

/* Row y of the upright picture. A clockwise turn has brought the top row to the right side. */
static void turned_row(const struct sheet *s, const struct bitmap *b, uint32_t width,
                       uint32_t height, uint32_t y, uint8_t *row)
{
    uint32_t x;

    memset(row, 0, (width + 7) / 8);
    for (x = 0; x < width; x++) {
        uint32_t ux = s->upside_down ? width - 1 - x : x;
        uint32_t uy = s->upside_down ? height - 1 - y : y;
        bool dot = s->turned ? bitmap_dot(b, height - 1 - uy, ux)
                             : bitmap_dot(b, ux, to_bitmap(s, uy));

        if (dot)
            row[x / 8] |= (uint8_t)(0x80 >> x % 8);
    }
}

/* What stays the same when libpng jumps back: all of it is set before. */
struct writer {
    png_structp png;
    png_infop info;
    uint8_t *row;
};

static void write_png(struct writer *w, const struct sheet *s, const struct bitmap *b,
                      FILE *file)
{
    uint32_t width = smaller(s->paper_width, s->turned ? s->height : s->width);
    uint32_t height = smaller(s->paper_height, s->turned ? s->width : to_picture(s, s->height));
    uint32_t y;

    png_init_io(w->png, file);
    /* pages are mostly white: more effort costs much time and saves little */
    png_set_compression_level(w->png, 3);
    png_set_filter(w->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_IHDR(w->png, w->info, width, height, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_pHYs(w->png, w->info, DOTS_PER_METER, DOTS_PER_METER, PNG_RESOLUTION_METER);
    png_write_info(w->png, w->info);
    png_set_invert_mono(w->png);
    for (y = 0; y < height; y++) {
        if (s->turned || s->upside_down)
            turned_row(s, b, width, height, y, w->row);
        else
            memcpy(w->row, b->bits + to_bitmap(s, y) * b->stride, (width + 7) / 8);
        png_write_row(w->png, w->row);
    }
    png_write_end(w->png, NULL);
}

/* libpng's errors come back here instead of ending the program. */
static bool try_png(struct writer *w, const struct sheet *s, const struct bitmap *b, FILE *file)
{
    if (setjmp(png_jmpbuf(w->png))) /* NOLINT(cert-err52-cpp): libpng's way */
        return false;
    write_png(w, s, b, file);
    return true;
}

bool sheet_write(const struct sheet *sheet, const char *pbm_path, const char *png_path,
                 char *why, size_t why_size)
{
    struct bitmap bitmap = {.map = MAP_FAILED};
    struct writer w = {.png = NULL};
    FILE *file = NULL;
    bool good = false;

    if (!open_bitmap(&bitmap, sheet, pbm_path)) {
        snprintf(why, why_size, "cannot read %s back: %s", pbm_path, strerror(errno));
        return false;
    }
    w.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    if (w.png)
        w.info = png_create_info_struct(w.png);
    w.row = malloc((sheet->width > sheet->height ? sheet->width : sheet->height) / 8 + 1);
    file = fopen(png_path, "wb");
    if (w.info && w.row && file)
        good = try_png(&w, sheet, &bitmap, file);
    if (file && fclose(file) != 0)
        good = false;
    if (!good) {
        snprintf(why, why_size, "cannot write %s: %s", png_path,
                 errno ? strerror(errno) : "out of memory");
        remove(png_path);
    }
    free(w.row);
    png_destroy_write_struct(&w.png, &w.info);
    munmap(bitmap.map, bitmap.size);
    return good;
}
