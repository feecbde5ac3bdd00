/*
 * image-png.c - PNG files as lines of gray, through libpng.
 *
 * Everything becomes 8 bits gray or RGB with or without alpha by libpng; what is transparent
 * shows white paper, and RGB becomes luma (driver/luma.h).
 *
 * gAMA is followed where no sRGB chunk overrules it: a picture with linear samples would print
 * far too dark. ICC profiles are not applied (see image-jpeg.c) and their chunk is skipped
 * unread, like text: nothing a compressed chunk could blow up. bKGD is a viewer's wish for a
 * window, not for paper.
 *
 * An interlaced file holds seven small pictures one after the other; each goes into a page
 * store of its own, and a line is put together from a line of each that has part in it.
 *
 * Effects: reads the file; nameless temporary files for interlaced ones.
 * Source: PNG specification (ISO/IEC 15948:2003, third edition for eXIf), libpng-manual.txt.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "image-exif.h"
#include "image-reader.h"
#include "page-store.h"

#include "driver/luma.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

static const png_byte exif_name[5] = "eXIf";

#define PASSES 7

/* Adam7: the first column and line of each pass, and the way to the next. */
static const struct {
    uint32_t x, y, x_step, y_step;
} adam7[PASSES] = {
    {0, 0, 8, 8},
    {4, 0, 8, 8},
    {0, 4, 4, 8},
    {2, 0, 4, 4},
    {0, 2, 2, 4},
    {1, 0, 2, 2},
    {0, 1, 1, 2},
};

/* Buffer of the page store of one pass; all together some 2 MiB. */
#define PASS_MEMORY ((size_t)256 << 10)

/*
 * EXIF data is kept as libpng keeps chunks it does not know: up to this size, and of these only
 * a few. libpng's own reader of eXIf takes as much memory as the chunk says it has.
 */
#define MAX_EXIF_BYTES ((png_alloc_size_t)128 << 10)
#define MAX_EXIF       4

#define ASK_BYTES 65536u

/* As file gamma, in 1/100000: from 1/3.3 to slightly above linear. Others are mistakes. */
#define MIN_GAMMA 30000
#define MAX_GAMMA 120000

/* Screen gamma of sRGB, in 1/100000: the inverse of what files of sRGB say, 45455. */
#define SCREEN_GAMMA 220000

struct png_reader {
    png_structp png;
    png_infop info;
    jmp_buf out; /* where errors go; see guarded() */
    FILE *file;
    struct image_env *env;
    uint32_t width, height;
    unsigned channels;
    bool interlaced, started;
    uint32_t lines_read;
    size_t unasked; /* bytes read since canceled was asked */
    struct page_store *passes[PASSES];
    uint8_t *gray;   /* the caller's line, while one is read */
    uint8_t *pixels; /* a line as libpng gives it */
    uint8_t *part;   /* interlaced: a line of one pass */
    char why[320];
};

_Noreturn static void fail(struct png_reader *r, const char *sentence)
{
    snprintf(r->why, sizeof r->why, "%s", sentence);
    longjmp(r->out, 1);
}

/*
 * Run work; false, and r->why set, if it ended in an error. Nothing lives in local variables
 * across the jump: all state is in *r.
 */
static bool guarded(struct png_reader *r, void (*work)(struct png_reader *r))
{
    if (setjmp(r->out) != 0)
        return false;
    work(r);
    return true;
}

static bool report(const struct png_reader *r, char *why, size_t why_size)
{
    snprintf(why, why_size, "%s", r->why);
    return false;
}

_Noreturn static void on_error(png_structp png, png_const_charp message)
{
    struct png_reader *r = png_get_error_ptr(png);

    if (r->started && !r->interlaced)
        snprintf(r->why, sizeof r->why, "The PNG file is damaged after line %u of %u: %s",
                 (unsigned)r->lines_read, (unsigned)r->height, message);
    else
        snprintf(r->why, sizeof r->why, "The PNG file is damaged: %s", message);
    longjmp(r->out, 1);
}

/* Warnings are of things we do not use; nothing of ours goes to standard error from here. */
static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void check_canceled(struct png_reader *r)
{
    if (image_canceled(r->env, r->why, sizeof r->why))
        longjmp(r->out, 1);
}

static void on_read(png_structp png, png_bytep bytes, size_t n)
{
    struct png_reader *r = png_get_io_ptr(png);

    r->unasked += n;
    if (r->unasked > ASK_BYTES) { /* a long file before or behind the picture, too */
        r->unasked = 0;
        check_canceled(r);
    }
    if (fread(bytes, 1, n, r->file) == n)
        return;
    if (ferror(r->file))
        fail(r, "Reading the PNG file failed");
    on_error(png, "it ends before its end mark");
}

/* Skip unread what does not matter for printing, known to libpng or not. */
static void skip_chunks(struct png_reader *r)
{
    static const png_byte names[] = "bKGD\0cHRM\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0sBIT\0sCAL\0"
                                    "sPLT\0sTER\0tEXt\0tIME\0zTXt";

    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, names, sizeof names / 5);
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_ALWAYS, exif_name, 1);
    png_set_chunk_malloc_max(r->png, MAX_EXIF_BYTES);
    png_set_chunk_cache_max(r->png, MAX_EXIF);
}

static void read_header(struct png_reader *r)
{
    png_set_read_fn(r->png, r, on_read);
    png_set_user_limits(r->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX); /* we say it better */
    skip_chunks(r);
    png_read_info(r->png, r->info);
    r->width = png_get_image_width(r->png, r->info);
    r->height = png_get_image_height(r->png, r->info);
    r->interlaced = png_get_interlace_type(r->png, r->info) != PNG_INTERLACE_NONE;
}

static void set_orientation(const struct png_reader *r, struct image_facts *facts)
{
    png_unknown_chunkp chunks = NULL;
    int i, n = png_get_unknown_chunks(r->png, r->info, &chunks);
    struct exif exif;

    for (i = 0; i < n; i++)
        if (memcmp(chunks[i].name, exif_name, sizeof exif_name) == 0 &&
            exif_parse(chunks[i].data, chunks[i].size, &exif))
            facts->orientation = exif.orientation;
}

static void set_facts(const struct png_reader *r, struct image_facts *facts)
{
    png_uint_32 x = 0, y = 0;
    int unit = PNG_RESOLUTION_UNKNOWN;

    facts->width = r->width;
    facts->height = r->height;
    set_orientation(r, facts);
    if (png_get_pHYs(r->png, r->info, &x, &y, &unit))
        image_set_density(facts, x, y, unit == PNG_RESOLUTION_METER ? 0.0254 : 0);
}

static void png_close(void *reader)
{
    struct png_reader *r = reader;
    unsigned i;

    for (i = 0; i < PASSES; i++)
        page_store_free(r->passes[i]);
    png_destroy_read_struct(&r->png, &r->info, NULL);
    free(r->pixels);
    free(r->part);
    free(r);
}

static void *png_open(FILE *file, struct image_env *env, struct image_facts *facts, char *why,
                      size_t why_size)
{
    struct png_reader *r = calloc(1, sizeof *r);

    if (!r) {
        snprintf(why, why_size, "Not enough memory");
        return NULL;
    }
    r->file = file;
    r->env = env;
    r->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, r, on_error, on_warning);
    r->info = r->png ? png_create_info_struct(r->png) : NULL;
    if (!r->info) {
        snprintf(why, why_size, "Not enough memory");
        goto failed;
    }
    if (!guarded(r, read_header)) {
        report(r, why, why_size);
        goto failed;
    }
    set_facts(r, facts);
    if (image_size_allowed(env, r->width, r->height, why, why_size))
        return r;
failed:
    png_close(r);
    return NULL;
}

static void follow_gamma(struct png_reader *r)
{
    png_fixed_point gamma = 0;

    if (png_get_gAMA_fixed(r->png, r->info, &gamma) &&
        !png_get_valid(r->png, r->info, PNG_INFO_sRGB) && gamma >= MIN_GAMMA &&
        gamma <= MAX_GAMMA)
        png_set_gamma_fixed(r->png, SCREEN_GAMMA, gamma);
}

/* Gray, gray and alpha, RGB or RGBA, 8 bits each. */
static void choose_output(struct png_reader *r)
{
    png_set_expand(r->png); /* palettes, fewer than 8 bits, tRNS */
    png_set_scale_16(r->png);
    follow_gamma(r);
    png_read_update_info(r->png, r->info);
    r->channels = png_get_channels(r->png, r->info);
    if (png_get_bit_depth(r->png, r->info) != 8 || r->channels < 1 || r->channels > 4)
        fail(r, "This kind of PNG is not supported");
}

static uint8_t over_white(uint8_t sample, uint8_t alpha)
{
    return (uint8_t)(255 - image_scale((uint8_t)(255 - sample), alpha));
}

/* Put n pixels of samples and alpha on white, in place; the alpha vanishes. */
static void flatten(uint8_t *pixels, uint32_t n, unsigned samples)
{
    const uint8_t *from = pixels;
    unsigned i;

    for (; n > 0; n--, from += samples + 1)
        for (i = 0; i < samples; i++)
            *pixels++ = over_white(from[i], from[samples]);
}

/* n pixels of r->pixels, which are used up. */
static void to_gray(const struct png_reader *r, uint32_t n, uint8_t *gray)
{
    bool colour = r->channels >= 3;

    if (r->channels % 2 == 0)
        flatten(r->pixels, n, r->channels - 1);
    luma_line(colour ? PIXEL_RGB8 : PIXEL_GRAY8, r->pixels, 0, n, gray);
}

/* How many steps lead from start to below end. */
static uint32_t count_steps(uint32_t start, uint32_t step, uint32_t end)
{
    return end > start ? (end - start - 1) / step + 1 : 0;
}

static void read_pass(struct png_reader *r, unsigned pass)
{
    uint32_t width = count_steps(adam7[pass].x, adam7[pass].x_step, r->width);
    uint32_t height = count_steps(adam7[pass].y, adam7[pass].y_step, r->height);
    uint32_t y;

    if (width == 0 || height == 0)
        return; /* libpng leaves such passes out as well */
    r->passes[pass] = page_store_new(width, height, PAGE_STORE_ROWS, PASS_MEMORY,
                                     &r->env->space, r->why, sizeof r->why);
    if (!r->passes[pass])
        longjmp(r->out, 1);
    for (y = 0; y < height; y++) {
        check_canceled(r);
        png_read_row(r->png, r->pixels, NULL);
        to_gray(r, width, r->part);
        if (!page_store_put_row(r->passes[pass], r->part, r->why, sizeof r->why))
            longjmp(r->out, 1);
    }
}

static void start(struct png_reader *r)
{
    unsigned pass;

    if (r->started)
        return;
    choose_output(r);
    r->pixels = malloc(png_get_rowbytes(r->png, r->info));
    r->part = malloc(r->width);
    if (!r->pixels || !r->part)
        fail(r, "Not enough memory");
    r->started = true;
    for (pass = 0; r->interlaced && pass < PASSES; pass++)
        read_pass(r, pass);
    if (r->interlaced)
        png_read_end(r->png, NULL);
}

/* Put together line y from the passes it lies in. */
static void assemble(struct png_reader *r, uint32_t y)
{
    unsigned pass;

    for (pass = 0; pass < PASSES; pass++) {
        const uint8_t *from = r->part;
        uint32_t x;

        if (!r->passes[pass] || y < adam7[pass].y || (y - adam7[pass].y) % adam7[pass].y_step)
            continue;
        if (!page_store_read_row(r->passes[pass], y / adam7[pass].y_step, r->part, r->why,
                                 sizeof r->why))
            longjmp(r->out, 1);
        for (x = adam7[pass].x; x < r->width; x += adam7[pass].x_step)
            r->gray[x] = *from++;
    }
}

static void next_line(struct png_reader *r)
{
    start(r);
    if (r->interlaced) {
        assemble(r, r->lines_read);
    } else {
        png_read_row(r->png, r->pixels, NULL);
        to_gray(r, r->width, r->gray);
        /* What follows tells whether the data was whole: checksum and end mark. */
        if (r->lines_read + 1 == r->height)
            png_read_end(r->png, NULL);
    }
    r->lines_read++;
}

static bool png_read_line(void *reader, uint8_t *gray, char *why, size_t why_size)
{
    struct png_reader *r = reader;

    r->gray = gray;
    return guarded(r, next_line) || report(r, why, why_size);
}

const struct image_reader_ops image_reader_png = {png_open, png_read_line, png_close};
