/*
 * drawing-pictures.c - see drawing-pictures.h.
 *
 * Pictures are PNGs, and libpng, which reads those of clients, reads these too. They come from
 * the build, but a program with a broken picture must say so and not end.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "drawing-pictures.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "pages/letters.h"

static const uint8_t emblem[] = {
#include "pages/emblem.png.h"
};
static const uint8_t lines[] = {
#include "pages/lines.png.h"
};
static const uint8_t small_text[] = {
#include "pages/small-text.png.h"
};
static const uint8_t rosette[] = {
#include "pages/rosette.png.h"
};
static const uint8_t specimen[] = {
#include "pages/specimen.png.h"
};
static const uint8_t digits[] = {
#include "pages/digits.png.h"
};
static const uint8_t photo[] = {
#include "pages/photo.png.h"
};

#define PICTURE(array)                                                                         \
    {                                                                                          \
        array, sizeof(array)                                                                   \
    }
#define FACE(name)                                                                             \
    {                                                                                          \
        letters_##name, sizeof(letters_##name) / sizeof(struct letter), bits_##name            \
    }

static const struct {
    const uint8_t *bytes;
    size_t n;
} pictures[NUM_PICTURES] = {
    [PICTURE_EMBLEM] = PICTURE(emblem),         [PICTURE_LINES] = PICTURE(lines),
    [PICTURE_SMALL_TEXT] = PICTURE(small_text), [PICTURE_ROSETTE] = PICTURE(rosette),
    [PICTURE_SPECIMEN] = PICTURE(specimen),     [PICTURE_DIGITS] = PICTURE(digits),
    [PICTURE_PHOTO] = PICTURE(photo),
};

static const struct {
    const struct letter *letters;
    size_t n;
    const uint8_t *bits;
} faces[] = {
    [FACE_TINY] = FACE(tiny),
    [FACE_TEXT] = FACE(text),
    [FACE_STRONG] = FACE(strong),
    [FACE_HEADING] = FACE(heading),
};

/* ---- letters ---- */

const struct letter *letter_find(enum drawing_face face, uint32_t code)
{
    size_t low = 0, high = faces[face].n;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (faces[face].letters[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < faces[face].n && faces[face].letters[low].code == code
               ? &faces[face].letters[low]
               : NULL;
}

const uint8_t *letter_row(enum drawing_face face, const struct letter *letter, uint32_t y)
{
    return faces[face].bits + letter->bits + (size_t)y * ((letter->width + 7u) / 8);
}

/* ---- pictures ---- */

#define PNG_SIZE_AT 16 /* width and height stand there in every PNG */

static uint32_t get_number(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
           bytes[3];
}

void drawing_picture_size(enum drawing_picture picture, int32_t *width, int32_t *height)
{
    *width = (int32_t)get_number(pictures[picture].bytes + PNG_SIZE_AT);
    *height = (int32_t)get_number(pictures[picture].bytes + PNG_SIZE_AT + 4);
}

struct picture_reader {
    enum drawing_picture picture;
    size_t at;
    png_structp png;
    png_infop info;
    jmp_buf out;
    bool failed;
    uint32_t height, rows; /* rows: read so far */
    uint8_t *row;
};

_Noreturn static void on_error(png_structp png, png_const_charp message)
{
    struct picture_reader *r = png_get_error_ptr(png);

    (void)message;
    longjmp(r->out, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void on_read(png_structp png, png_bytep bytes, size_t n)
{
    struct picture_reader *r = png_get_io_ptr(png);

    if (n > pictures[r->picture].n - r->at)
        png_error(png, "too short");
    memcpy(bytes, pictures[r->picture].bytes + r->at, n);
    r->at += n;
}

static void begin(struct picture_reader *r)
{
    int32_t width, height;

    png_set_read_fn(r->png, r, on_read);
    png_read_info(r->png, r->info);
    png_set_expand_gray_1_2_4_to_8(r->png);
    png_read_update_info(r->png, r->info);
    drawing_picture_size(r->picture, &width, &height);
    r->height = (uint32_t)height;
    r->row = png_get_rowbytes(r->png, r->info) == (size_t)width ? malloc((size_t)width) : NULL;
    if (r->row == NULL)
        png_error(r->png, "no memory");
}

static void read_row(struct picture_reader *r)
{
    png_read_row(r->png, r->row, NULL);
}

/* Nothing lives in local variables across the jump. */
static bool guarded(struct picture_reader *r, void (*work)(struct picture_reader *r))
{
    if (setjmp(r->out) != 0) {
        r->failed = true;
        return false;
    }
    work(r);
    return true;
}

struct picture_reader *picture_open(enum drawing_picture picture)
{
    struct picture_reader *r = calloc(1, sizeof(*r));

    if (r == NULL)
        return NULL;
    r->picture = picture;
    r->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, r, on_error, on_warning);
    if (r->png != NULL)
        r->info = png_create_info_struct(r->png);
    if (r->info == NULL || !guarded(r, begin)) {
        picture_close(r);
        return NULL;
    }
    return r;
}

const uint8_t *picture_row(struct picture_reader *r, uint32_t y)
{
    while (!r->failed && r->rows <= y && r->rows < r->height)
        if (guarded(r, read_row))
            r->rows++;
    return r->failed ? NULL : r->row;
}

void picture_close(struct picture_reader *r)
{
    if (r == NULL)
        return;
    if (r->png != NULL)
        png_destroy_read_struct(&r->png, &r->info, NULL);
    free(r->row);
    free(r);
}
