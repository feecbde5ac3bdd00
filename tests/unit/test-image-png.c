/*
 * test-image-png.c - every kind of PNG, whole and damaged.
 * Effects: temporary files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/pictures.h"
#include "tests/unit/tap.h"

#include <math.h>

static const png_color palette[5] = {
    {255, 0,   0  },
    {0,   255, 0  },
    {0,   0,   255},
    {255, 255, 255},
    {0,   0,   0  }
};
static const uint8_t palette_alpha[2] = {0, 128};

/* Sample number i of a packed row. */
static unsigned sample(const uint8_t *row, int depth, uint32_t i)
{
    unsigned per_byte;

    if (depth == 16)
        return get_be16(row + 2 * (size_t)i);
    per_byte = 8 / (unsigned)depth;
    return (unsigned)row[i / per_byte] >> ((per_byte - 1 - i % per_byte) * (unsigned)depth) &
           ((1u << depth) - 1);
}

/* The PNG specification in floating point: luma over white, before rounding. */
static double expected_gray(const struct png_wish *wish, const uint8_t *row, uint32_t x)
{
    double top = (1 << wish->depth) - 1, gray, alpha = 1;
    unsigned n = wish->color_type == PNG_COLOR_TYPE_RGB          ? 3
                 : wish->color_type == PNG_COLOR_TYPE_RGB_ALPHA  ? 4
                 : wish->color_type == PNG_COLOR_TYPE_GRAY_ALPHA ? 2
                                                                 : 1;
    unsigned s[4] = {0}, i;

    for (i = 0; i < n; i++)
        s[i] = sample(row, wish->depth, x * n + i);
    if (wish->palette) {
        png_color c = palette[s[0]];

        gray = (0.2126 * c.red + 0.7152 * c.green + 0.0722 * c.blue) / 255;
        if (wish->palette_alpha && s[0] < 2)
            alpha = palette_alpha[s[0]] / 255.0;
    } else {
        gray = n < 3 ? s[0] / top : (0.2126 * s[0] + 0.7152 * s[1] + 0.0722 * s[2]) / top;
        if (n % 2 == 0)
            alpha = s[n - 1] / top;
        if (wish->transparent &&
            (n == 1 ? s[0] == wish->transparent->gray
                    : s[0] == wish->transparent->red && s[1] == wish->transparent->green &&
                          s[2] == wish->transparent->blue))
            alpha = 0;
    }
    return 255 * (1 - (1 - gray) * alpha);
}

/* Rounding 16 to 8 bits, luma and alpha, half a step each. */
static bool is_near_expected(const struct seen *seen, const struct png_wish *wish)
{
    size_t stride = png_wish_stride(wish);
    uint32_t x, y;

    if (!seen_all(seen) || seen->info.width != wish->width ||
        seen->info.height != wish->height) {
        diag("%u lines: %s", (unsigned)seen->lines, seen->why);
        return false;
    }
    for (y = 0; y < wish->height; y++)
        for (x = 0; x < wish->width; x++) {
            double expected = expected_gray(wish, wish->rows + stride * y, x);
            uint8_t got = seen->gray[(size_t)y * wish->width + x];

            if (fabs(got - expected) > 1.5) {
                diag("%u,%u: got %u, expected %g", (unsigned)x, (unsigned)y, got, expected);
                return false;
            }
        }
    return true;
}

static uint8_t *make_rows(const struct png_wish *wish)
{
    size_t n = png_wish_stride(wish) * wish->height, i;
    uint8_t *rows = pictures_alloc(n);
    uint32_t state = 12345;

    for (i = 0; i < n; i++) {
        state = state * 1664525 + 1013904223;
        rows[i] = (uint8_t)(state >> 24);
        if (wish->palette) /* indexes 0 to 3, or 0 and 1, are all in the palette */
            rows[i] &= wish->depth == 8 ? 0x03 : wish->depth == 4 ? 0x33 : 0xFF;
    }
    return rows;
}

static void check_kind(const char *name, int color_type, int depth, unsigned transparency)
{
    png_color_16 transparent = {0, 0, 0, 0, 0};
    struct png_wish wish = {
        .width = 67, .height = 43, .color_type = color_type, .depth = depth};
    uint8_t *rows;

    if (color_type == PNG_COLOR_TYPE_PALETTE) {
        wish.palette = palette;
        wish.palette_size = depth == 1 ? 2 : depth == 2 ? 4 : 5;
        wish.palette_alpha = transparency ? palette_alpha : NULL;
        wish.num_palette_alpha = transparency ? 2 : 0;
    }
    wish.rows = rows = make_rows(&wish);
    if (transparency && !wish.palette) { /* the colour of one pixel is transparent */
        uint32_t at = color_type == PNG_COLOR_TYPE_RGB ? 15 : 5;

        transparent.gray = transparent.red = (png_uint_16)sample(rows, depth, at);
        transparent.green = (png_uint_16)sample(rows, depth, at + 1);
        transparent.blue = (png_uint_16)sample(rows, depth, at + 2);
        wish.transparent = &transparent;
    }
    for (wish.interlaced = false;; wish.interlaced = true) {
        struct blob blob = make_png(&wish);
        struct seen seen = read_blob(&blob, NULL, 0);

        ok(is_near_expected(&seen, &wish), "%s, %d bits%s%s", name, depth,
           transparency ? ", with tRNS" : "", wish.interlaced ? ", interlaced" : "");
        seen_free(&seen);
        if (wish.interlaced)
            break;
    }
    free(rows);
}

static void test_kinds(void)
{
    unsigned t;
    int depth;

    for (t = 0; t < 2; t++) {
        for (depth = 1; depth <= 16; depth *= 2)
            check_kind("Gray", PNG_COLOR_TYPE_GRAY, depth, t);
        for (depth = 1; depth <= 8; depth *= 2)
            check_kind("Palette", PNG_COLOR_TYPE_PALETTE, depth, t);
        for (depth = 8; depth <= 16; depth *= 2)
            check_kind("RGB", PNG_COLOR_TYPE_RGB, depth, t);
    }
    for (depth = 8; depth <= 16; depth *= 2) {
        check_kind("Gray and alpha", PNG_COLOR_TYPE_GRAY_ALPHA, depth, 0);
        check_kind("RGB and alpha", PNG_COLOR_TYPE_RGB_ALPHA, depth, 0);
    }
}

static int one_pixel(int color_type, int depth, const uint8_t *row)
{
    struct png_wish wish = {
        .width = 1, .height = 1, .rows = row, .color_type = color_type, .depth = depth};
    struct blob blob = make_png(&wish);
    struct seen seen = read_blob(&blob, NULL, 0);
    int gray = seen_all(&seen) ? seen.gray[0] : -1;

    seen_free(&seen);
    return gray;
}

/* By hand. PAPPL 1.3 and 1.4 print the red channel alone, and too dark below 8 bits. */
static void test_values(void)
{
    ok(one_pixel(PNG_COLOR_TYPE_RGB, 8, (const uint8_t[]){255, 0, 0}) == 54, "Red is 54");
    ok(one_pixel(PNG_COLOR_TYPE_RGB, 8, (const uint8_t[]){0, 255, 0}) == 182, "Green is 182");
    ok(one_pixel(PNG_COLOR_TYPE_RGB, 8, (const uint8_t[]){0, 0, 255}) == 18, "Blue is 18");
    ok(one_pixel(PNG_COLOR_TYPE_RGB, 8, (const uint8_t[]){255, 255, 255}) == 255, "White");
    ok(one_pixel(PNG_COLOR_TYPE_RGB, 8, (const uint8_t[]){7, 7, 7}) == 7,
       "Gray as RGB stays what it is");
    ok(one_pixel(PNG_COLOR_TYPE_GRAY, 1, (const uint8_t[]){0x80}) == 255, "1 bit white");
    ok(one_pixel(PNG_COLOR_TYPE_GRAY, 2, (const uint8_t[]){0x80}) == 170, "2 bits, 2 of 3");
    ok(one_pixel(PNG_COLOR_TYPE_GRAY, 4, (const uint8_t[]){0x80}) == 136, "4 bits, 8 of 15");
    ok(one_pixel(PNG_COLOR_TYPE_GRAY, 16, (const uint8_t[]){0x7F, 0xFF}) == 127,
       "16 bits are rounded, not cut: 32767");
    ok(one_pixel(PNG_COLOR_TYPE_GRAY, 16, (const uint8_t[]){0x80, 0x7F}) == 128,
       "16 bits are rounded, not cut: 32895");
    ok(one_pixel(PNG_COLOR_TYPE_GRAY_ALPHA, 8, (const uint8_t[]){0, 0}) == 255,
       "Transparent black is white paper");
    ok(one_pixel(PNG_COLOR_TYPE_GRAY_ALPHA, 8, (const uint8_t[]){0, 51}) == 204,
       "Black of one fifth is 204");
    ok(one_pixel(PNG_COLOR_TYPE_RGB_ALPHA, 8, (const uint8_t[]){0, 0, 255, 255}) == 18,
       "Opaque blue is blue");
}

/* Adam7 leaves out passes of small pictures: each size up to 9 x 9, and some wide ones. */
static void test_interlaced_sizes(void)
{
    uint32_t w, h;
    unsigned wrong = 0;

    for (w = 1; w <= 18; w++)
        for (h = 1; h <= 9; h++) {
            struct png_wish wish = {.width = w == 18 ? 3001 : w, .height = h, .depth = 8};
            uint8_t *rows = make_rows(&wish);
            struct blob blob;
            struct seen seen;

            wish.rows = rows;
            wish.interlaced = true;
            blob = make_png(&wish);
            seen = read_blob(&blob, NULL, 0);
            wrong += !seen_is(&seen, wish.width, h, rows);
            seen_free(&seen);
            free(rows);
        }
    ok(wrong == 0, "Interlaced pictures of all small sizes are as stored");
}

static struct image_info density_of(uint32_t x, uint32_t y, bool per_metre)
{
    static const uint8_t rows[2] = {0};
    struct png_wish wish = {.width = 2,
                            .height = 1,
                            .rows = rows,
                            .depth = 8,
                            .x_per_unit = x,
                            .y_per_unit = y,
                            .per_metre = per_metre};
    struct blob blob = make_png(&wish);
    struct seen seen = read_blob(&blob, NULL, 0);

    seen_free(&seen);
    return seen.info;
}

static void test_density(void)
{
    struct image_info info = density_of(11811, 23622, true);

    ok(fabs(info.x_dpi - 300) < 0.01 && fabs(info.y_dpi - 600) < 0.01, "Pixels per metre");
    info = density_of(3, 6, false);
    ok(info.x_dpi <= 0 && fabs(info.pixel_aspect - 2) < 0.01,
       "Without a unit there is a ratio only");
    info = density_of(0, 0, false);
    ok(info.x_dpi <= 0 && info.pixel_aspect <= 0, "Without pHYs nothing is known");
    info = density_of(1, 2147483647, true);
    ok(info.x_dpi <= 0 && info.pixel_aspect <= 0, "An impossible ratio is left aside");
}

static struct blob usual_png(bool interlaced, uint8_t *rows)
{
    struct png_wish wish = {
        .width = 120, .height = 80, .rows = rows, .depth = 8, .interlaced = interlaced};
    unsigned i;

    for (i = 0; i < 120 * 80; i++)
        rows[i] = (uint8_t)(i * 7 + i * i % 101);
    return make_png(&wish);
}

static void test_truncated(void)
{
    uint8_t *rows = pictures_alloc((size_t)120 * 80);
    unsigned interlaced;

    for (interlaced = 0; interlaced < 2; interlaced++) {
        struct blob whole = usual_png(interlaced, rows);
        bool silent = false, good = true;
        size_t n, length = whole.n;

        blob_free(&whole);
        for (n = 0; n < length; n += n < 60 || n + 60 > length ? 1 : 37) {
            struct blob blob = usual_png(interlaced, rows);
            struct seen seen;

            blob.n = n;
            seen = read_blob(&blob, NULL, 0);
            silent = silent || seen_all(&seen) || !*seen.why;
            if (seen.lines)
                good = good && memcmp(seen.gray, rows, 120 * (size_t)seen.lines) == 0;
            seen_free(&seen);
        }
        ok(!silent, "%s PNG cut anywhere is an error", interlaced ? "An interlaced" : "A");
        ok(good, "Lines before the cut are good");
    }
    free(rows);
}

/* Each byte of the picture's data has a checksum. */
static void test_changed(void)
{
    uint8_t *rows = pictures_alloc((size_t)120 * 80);
    struct blob blob = usual_png(false, rows);
    size_t at, length = blob.n;
    unsigned silent = 0;

    blob_free(&blob);
    for (at = 8; at < length; at += 13) {
        struct seen seen;

        blob = usual_png(false, rows);
        blob.bytes[at] ^= 0x10;
        seen = read_blob(&blob, NULL, 0);
        silent += seen_all(&seen) && memcmp(seen.gray, rows, (size_t)120 * 80) != 0;
        seen_free(&seen);
    }
    ok(silent == 0, "No changed byte changes the picture unnoticed");
    free(rows);
}

static void start_png(struct blob *blob, uint32_t width, uint32_t height, unsigned depth,
                      unsigned color_type, unsigned interlace)
{
    uint8_t header[13] = {0};

    put_be32(header, width);
    put_be32(header + 4, height);
    header[8] = (uint8_t)depth;
    header[9] = (uint8_t)color_type;
    header[12] = (uint8_t)interlace;
    blob_add(blob, "\x89PNG\r\n\x1A\n", 8);
    png_chunk(blob, "IHDR", header, sizeof header);
}

/* n bytes of the same value, deflated. */
static struct blob deflated(size_t n, int value)
{
    struct blob blob = {NULL, 0, 0};
    uLongf length = compressBound(n);
    uint8_t *plain = pictures_alloc(n);

    memset(plain, value, n);
    blob.bytes = pictures_alloc(length);
    compress2(blob.bytes, &length, plain, n, 9);
    blob.n = blob.room = length;
    free(plain);
    return blob;
}

static struct blob flat_png(uint32_t announced_height, uint32_t rows, const char *chunk,
                            const struct blob *content)
{
    struct blob blob = {NULL, 0, 0}, data = deflated((size_t)rows * 101, 0);

    start_png(&blob, 100, announced_height, 8, PNG_COLOR_TYPE_GRAY, 0);
    if (chunk)
        png_chunk(&blob, chunk, content->bytes, content->n);
    png_chunk(&blob, "IDAT", data.bytes, data.n);
    png_chunk(&blob, "IEND", NULL, 0);
    blob_free(&data);
    return blob;
}

static int gray_with_gamma(double gamma, int depth)
{
    static const uint8_t rows[2] = {0x37, 0x37}; /* 55 of 255, or 14135 of 65535 */
    struct png_wish wish = {
        .width = 1, .height = 1, .rows = rows, .depth = depth, .gamma = gamma};
    struct blob blob = make_png(&wish);
    struct seen seen = read_blob(&blob, NULL, 0);
    int gray = seen_all(&seen) ? seen.gray[0] : -1;

    seen_free(&seen);
    return gray;
}

/* libpng writes no gAMA that contradicts sRGB, others do. */
static int gray_of_srgb(void)
{
    static const uint8_t line[2] = {0, 55}; /* no filter, one sample */
    struct blob blob = {NULL, 0, 0};
    uint8_t linear[4], data[64];
    uLongf n = sizeof data;
    struct seen seen;
    int gray;

    compress(data, &n, line, sizeof line);
    put_be32(linear, 100000);
    start_png(&blob, 1, 1, 8, PNG_COLOR_TYPE_GRAY, 0);
    png_chunk(&blob, "gAMA", linear, sizeof linear);
    png_chunk(&blob, "sRGB", "", 1);
    png_chunk(&blob, "IDAT", data, n);
    png_chunk(&blob, "IEND", NULL, 0);
    seen = read_blob(&blob, NULL, 0);
    gray = seen_all(&seen) ? seen.gray[0] : -1;
    seen_free(&seen);
    return gray;
}

static void test_gamma(void)
{
    int linear = gray_with_gamma(1.0, 8), deep = gray_with_gamma(1.0, 16);

    ok(gray_with_gamma(0.45455, 8) == 55, "The gamma of sRGB changes nothing");
    /* 255 * (55 / 255) ^ (1 / 2.2) = 127 */
    ok(linear >= 126 && linear <= 128, "Linear samples become lighter (%d)", linear);
    ok(deep >= 126 && deep <= 128, "Linear samples of 16 bits too (%d)", deep);
    ok(gray_of_srgb() == 55, "An sRGB chunk overrules gAMA");
    ok(gray_with_gamma(0.01, 8) == 55, "A gamma no file has is left aside");
}

static void expect_refused(struct blob blob, const char *name)
{
    struct seen seen = read_blob(&blob, NULL, 0);

    ok(!seen_all(&seen) && *seen.why, "%s: %s", name, seen.why);
    seen_free(&seen);
}

static void test_lies(void)
{
    struct blob blob = {NULL, 0, 0};
    struct seen seen;

    expect_refused(flat_png(50, 49, NULL, NULL), "A line less than announced");
    blob = flat_png(50, 51, NULL, NULL);
    seen = read_blob(&blob, NULL, 0);
    ok(seen_all(&seen), "A line more than announced is left out");
    seen_free(&seen);
    start_png(&blob, 0, 5, 8, 0, 0);
    expect_refused(blob, "Width 0");
    blob = (struct blob){NULL, 0, 0};
    start_png(&blob, 0x80000000u, 5, 8, 0, 0);
    expect_refused(blob, "A width of 2^31");
    blob = (struct blob){NULL, 0, 0};
    start_png(&blob, 5, 5, 3, 0, 0);
    expect_refused(blob, "3 bits");
    blob = (struct blob){NULL, 0, 0};
    start_png(&blob, 5, 5, 8, 3, 0);
    png_chunk(&blob, "IDAT", "", 0);
    expect_refused(blob, "A palette picture without palette");
    blob = (struct blob){NULL, 0, 0};
    start_png(&blob, 60000, 60000, 16, 6, 1);
    png_chunk(&blob, "IDAT", "", 0);
    expect_refused(blob, "More pixels than allowed");
    blob = (struct blob){NULL, 0, 0};
    start_png(&blob, 5, 5, 8, 0, 0);
    blob_add(&blob, "\x7F\xFF\xFF\xFFtEXt", 8);
    expect_refused(blob, "A chunk longer than any");
    blob = (struct blob){NULL, 0, 0};
    start_png(&blob, 5, 5, 8, 0, 0);
    blob_add(&blob, "\0\0\0\1ABCDx", 9);
    expect_refused(blob, "An unknown chunk that must be understood");
}

/* Of EXIF data libpng itself would take as much memory as it has. */
static void test_long_exif(void)
{
    struct blob exif = make_exif(true, 6, 0), padding = deflated((size_t)1 << 20, 1), blob;
    struct seen seen;

    blob = flat_png(50, 50, "eXIf", &exif);
    seen = read_blob(&blob, NULL, 0);
    ok(seen_all(&seen) && seen.info.width == 50, "EXIF data turns a picture");
    seen_free(&seen);
    while (exif.n < (size_t)20 << 20)
        blob_add(&exif, padding.bytes, padding.n);
    blob = flat_png(50, 50, "eXIf", &exif);
    seen = read_blob(&blob, NULL, 0);
    ok(seen_all(&seen) && seen.info.width == 100, "20 MB of it are left aside");
    seen_free(&seen);
    blob_free(&exif);
    blob_free(&padding);
}

/* 100 MB of text or profile in 100 KB: never unpacked. */
static void test_zip_bombs(void)
{
    static const char *const names[] = {"zTXt", "iCCP"};
    struct blob zeros = deflated((size_t)100 << 20, 'x'), content = {NULL, 0, 0}, blob;
    struct seen seen;
    unsigned i;

    blob_add(&content, "Comment\0", 9); /* name, its end, method 0 */
    blob_add(&content, zeros.bytes, zeros.n);
    for (i = 0; i < 2; i++) {
        blob = flat_png(50, 50, names[i], &content);
        seen = read_blob(&blob, NULL, 0);
        ok(seen_all(&seen), "A %s chunk of 100 MiB does no harm %s", names[i], seen.why);
        seen_free(&seen);
    }
    blob_free(&content);
    blob_free(&zeros);
}

int main(void)
{
    test_kinds();
    test_values();
    test_interlaced_sizes();
    test_density();
    test_truncated();
    test_changed();
    test_gamma();
    test_lies();
    test_long_exif();
    test_zip_bombs();
    return tap_done();
}
