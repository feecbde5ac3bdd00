/*
 * test-image-jpeg.c - every kind of JPEG, whole and damaged.
 * Effects: temporary files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/pictures.h"
#include "tests/unit/tap.h"

#include <math.h>

#define SIDE ((size_t)64)

/* What libjpeg itself makes of the bytes, in the colour space asked for. */
static uint8_t *reference(const struct blob *blob, J_COLOR_SPACE space)
{
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    uint8_t *samples;
    size_t stride;

    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, blob->bytes, (unsigned long)blob->n);
    jpeg_read_header(&jpeg, TRUE);
    jpeg.out_color_space = space;
    jpeg.do_block_smoothing = FALSE;
    jpeg_start_decompress(&jpeg);
    stride = (size_t)jpeg.output_width * (size_t)jpeg.output_components;
    samples = pictures_alloc(stride * jpeg.output_height);
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = samples + stride * jpeg.output_scanline;

        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_destroy_decompress(&jpeg);
    return samples;
}

/* Something with edges, slopes and colours. */
static uint8_t *make_samples(uint32_t width, uint32_t height, int components)
{
    uint8_t *samples = pictures_alloc((size_t)width * height * (size_t)components);
    size_t i;
    int c;

    for (i = 0; i < (size_t)width * height; i++) {
        uint32_t x = (uint32_t)(i % width), y = (uint32_t)(i / width);

        for (c = 0; c < components; c++)
            samples[i * (size_t)components + (size_t)c] =
                (uint8_t)((x / 9 + y / 7) % 3 == (uint32_t)c % 3 ? x * 3 + y
                                                                 : 255 - y * 2 - x / 4);
    }
    return samples;
}

static struct jpeg_wish wish_of(uint32_t width, uint32_t height, const uint8_t *samples,
                                int components)
{
    struct jpeg_wish wish = {.width = width,
                             .height = height,
                             .samples = samples,
                             .components = components,
                             .space = JCS_GRAYSCALE,
                             .stored = JCS_GRAYSCALE,
                             .quality = 90};

    if (components == 3) {
        wish.space = JCS_RGB;
        wish.stored = JCS_YCbCr;
    } else if (components == 4) {
        wish.space = JCS_CMYK;
        wish.stored = JCS_CMYK;
    }
    return wish;
}

/* 0.2126 R + 0.7152 G + 0.0722 B of what libjpeg gives, rounded. */
static void check_gray(const struct jpeg_wish *wish, const char *name)
{
    struct blob blob = make_jpeg(wish);
    bool colour = wish->components == 3;
    uint8_t *rgb = reference(&blob, colour ? JCS_RGB : JCS_GRAYSCALE);
    struct seen seen = read_blob(&blob, NULL, 0);
    size_t i, wrong = 0;

    for (i = 0; seen_all(&seen) && i < (size_t)wish->width * wish->height; i++) {
        const uint8_t *c = rgb + i * 3;
        double expected = colour ? 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2] : rgb[i];

        wrong += fabs(seen.gray[i] - expected) > (colour ? 0.51 : 0.01);
    }
    if (!ok(seen_all(&seen) && seen.info.width == wish->width && wrong == 0,
            "%s gives the file's gray", name))
        diag("%u lines, %zu samples wrong; %s", (unsigned)seen.lines, wrong, seen.why);
    free(rgb);
    seen_free(&seen);
}

static void test_kinds(void)
{
    uint8_t *gray = make_samples(251, 133, 1), *rgb = make_samples(251, 133, 3);
    struct jpeg_wish wish = wish_of(251, 133, gray, 1);
    unsigned colour;

    for (colour = 0; colour < 2; colour++) {
        wish = wish_of(251, 133, colour ? rgb : gray, colour ? 3 : 1);
        check_gray(&wish, colour ? "Baseline colour" : "Baseline gray");
        wish.restart_rows = 1;
        check_gray(&wish, "With restart markers");
        wish.progressive = true;
        check_gray(&wish, colour ? "Progressive colour" : "Progressive gray");
        wish.arithmetic = true;
        check_gray(&wish, "Progressive with arithmetic coding");
        wish.progressive = false;
        check_gray(&wish, "Arithmetic coding");
        wish.arithmetic = false;
        wish.full_colour = true;
        check_gray(&wish, "Without subsampling");
    }
    wish.one_by_one = true;
    check_gray(&wish, "A scan for each component, not subsampled,");
    wish.full_colour = false;
    check_gray(&wish, "A scan for each component");
    wish = wish_of(1, 1, rgb, 3);
    check_gray(&wish, "A single pixel");
    wish.progressive = true;
    check_gray(&wish, "A single progressive pixel");
    free(gray);
    free(rgb);
}

static void test_same_coefficients(void)
{
    uint8_t *rgb = make_samples(300, 200, 3);
    struct jpeg_wish wish = wish_of(300, 200, rgb, 3);
    struct blob blob = make_jpeg(&wish);
    struct seen baseline = read_blob(&blob, NULL, 0), progressive;

    wish.progressive = true;
    blob = make_jpeg(&wish);
    progressive = read_blob(&blob, NULL, 0);
    ok(seen_all(&baseline) && seen_is(&progressive, 300, 200, baseline.gray),
       "A progressive file looks as the baseline file of the same picture");
    seen_free(&baseline);
    seen_free(&progressive);
    free(rgb);
}

/* One colour all over, so that no compression disturbs it; returns the gray it gives. */
static int flat(int components, J_COLOR_SPACE space, J_COLOR_SPACE stored, const uint8_t *pixel,
                bool no_adobe)
{
    uint8_t *samples = pictures_alloc(SIDE * SIDE * (size_t)components);
    struct jpeg_wish wish = wish_of((uint32_t)SIDE, (uint32_t)SIDE, samples, components);
    struct blob blob;
    struct seen seen;
    int gray = -1;
    size_t i;

    for (i = 0; i < SIDE * SIDE; i++)
        memcpy(samples + i * (size_t)components, pixel, (size_t)components);
    wish.space = space;
    wish.stored = stored;
    wish.no_adobe = no_adobe;
    wish.quality = 100;
    blob = make_jpeg(&wish);
    seen = read_blob(&blob, NULL, 0);
    if (seen_all(&seen))
        gray = seen.gray[SIDE * 17 + 5];
    else
        diag("%s", seen.why);
    seen_free(&seen);
    free(samples);
    return gray;
}

static bool near(int value, int expected)
{
    if (value < expected - 2 || value > expected + 2)
        diag("got %d, expected %d", value, expected);
    return value >= expected - 2 && value <= expected + 2;
}

/* 0.2126 R + 0.7152 G + 0.0722 B, by hand. Adobe's CMYK has 255 for no ink. */
static void test_colours(void)
{
    static const uint8_t red[] = {255, 0, 0}, green[] = {0, 255, 0}, blue[] = {0, 0, 255};
    static const uint8_t no_ink[] = {255, 255, 255, 255}, cyan[] = {0, 255, 255, 255};
    static const uint8_t half_black[] = {255, 255, 255, 128}, all_ink[] = {0, 0, 0, 0};
    static const uint8_t magenta_black[] = {255, 0, 255, 128};

    ok(near(flat(3, JCS_RGB, JCS_YCbCr, red, false), 54), "Red is 54");
    ok(near(flat(3, JCS_RGB, JCS_YCbCr, green, false), 182), "Green is 182");
    ok(near(flat(3, JCS_RGB, JCS_YCbCr, blue, false), 18), "Blue is 18");
    ok(near(flat(3, JCS_RGB, JCS_RGB, red, false), 54), "Red of an RGB file is 54");
    ok(near(flat(3, JCS_RGB, JCS_RGB, blue, false), 18), "Blue of an RGB file is 18");
    ok(near(flat(4, JCS_CMYK, JCS_CMYK, no_ink, false), 255), "No ink is white");
    ok(near(flat(4, JCS_CMYK, JCS_CMYK, all_ink, false), 0), "All ink is black");
    ok(near(flat(4, JCS_CMYK, JCS_CMYK, cyan, false), 201), "Cyan is 201");
    ok(near(flat(4, JCS_CMYK, JCS_CMYK, half_black, false), 128), "Half black is 128");
    ok(near(flat(4, JCS_CMYK, JCS_CMYK, magenta_black, false), 36),
       "Magenta with half black is 36");
    ok(near(flat(4, JCS_CMYK, JCS_YCCK, cyan, false), 201), "Cyan of a YCCK file is 201");
    ok(near(flat(4, JCS_CMYK, JCS_YCCK, half_black, false), 128),
       "Half black of a YCCK file is 128");
    ok(near(flat(4, JCS_CMYK, JCS_CMYK, no_ink, true), 0),
       "Without Adobe's marker 255 is all ink");
    ok(near(flat(4, JCS_CMYK, JCS_CMYK, all_ink, true), 255),
       "Without Adobe's marker 0 is no ink");
}

static struct image_info info_of(int unit, unsigned x, unsigned y, const struct blob *exif)
{
    uint8_t samples[6] = {0};
    struct jpeg_wish wish = wish_of(3, 2, samples, 1);
    struct blob blob;
    struct seen seen;

    wish.density_unit = unit;
    wish.x_density = x;
    wish.y_density = y;
    wish.exif = exif;
    blob = make_jpeg(&wish);
    seen = read_blob(&blob, NULL, 0);
    ok(seen_all(&seen), "A picture with density %u x %u, unit %d", x, y, unit);
    seen_free(&seen);
    return seen.info;
}

static bool is(double value, double expected)
{
    if (value < expected - 0.01 || value > expected + 0.01)
        diag("got %g, expected %g", value, expected);
    return value >= expected - 0.01 && value <= expected + 0.01;
}

static void test_density(void)
{
    struct blob exif = make_exif(false, 1, 150), turned = make_exif(true, 6, 150);
    struct image_info info = info_of(1, 300, 600, NULL);

    ok(is(info.x_dpi, 300) && is(info.y_dpi, 600) && is(info.pixel_aspect, 2), "Dots per inch");
    info = info_of(2, 118, 118, NULL);
    ok(is(info.x_dpi, 299.72) && is(info.y_dpi, 299.72), "Dots per centimetre");
    info = info_of(0, 1, 2, NULL);
    ok(is(info.x_dpi, 0) && is(info.pixel_aspect, 2), "A ratio alone is no resolution");
    info = info_of(1, 1, 1, NULL);
    ok(is(info.x_dpi, 0), "One dot per inch is a mistake, not a resolution");
    info = info_of(-1, 1, 1, NULL);
    ok(is(info.x_dpi, 0) && is(info.pixel_aspect, 0), "No JFIF marker, no resolution");
    info = info_of(-1, 1, 1, &exif);
    ok(is(info.x_dpi, 150) && is(info.y_dpi, 300), "EXIF gives the resolution");
    info = info_of(0, 1, 1, &exif);
    ok(is(info.x_dpi, 150) && is(info.pixel_aspect, 2), "EXIF before a ratio of JFIF");
    info = info_of(1, 72, 72, &exif);
    ok(is(info.x_dpi, 72) && is(info.pixel_aspect, 1), "JFIF before EXIF");
    info = info_of(-1, 1, 1, &turned);
    ok(is(info.x_dpi, 300) && is(info.y_dpi, 150) && is(info.pixel_aspect, 0.5) &&
           info.width == 2,
       "A turned picture's resolutions are turned");
    blob_free(&exif);
    blob_free(&turned);
}

/* Blocks of one gray come out exactly: a picture of 3 x 2 of them, turned by EXIF. */
static void test_orientation(void)
{
    static const uint8_t expected[6] = {40, 10, 50, 20, 60, 30}; /* orientation 6, see there */
    uint8_t samples[24 * 16];
    struct jpeg_wish wish = wish_of(24, 16, samples, 1);
    struct blob exif = make_exif(true, 6, 0), blob;
    struct seen seen;
    unsigned i, progressive;
    bool same;

    for (i = 0; i < sizeof samples; i++)
        samples[i] = (uint8_t)(10 * (1 + i % 24 / 8 + 3 * (i / 24 / 8)));
    wish.quality = 100;
    wish.exif = &exif;
    for (progressive = 0; progressive < 2; progressive++) {
        wish.progressive = progressive;
        blob = make_jpeg(&wish);
        seen = read_blob(&blob, NULL, 0);
        same = seen_all(&seen) && seen.info.width == 16 && seen.info.height == 24;
        for (i = 0; same && i < sizeof samples; i++)
            same = seen.gray[i] == expected[i % 16 / 8 + 2 * (i / 16 / 8)];
        ok(same, "EXIF orientation of a %s JPEG", progressive ? "progressive" : "baseline");
        seen_free(&seen);
    }
    blob_free(&exif);
}

static void cut(struct blob *blob, size_t n)
{
    blob->n = n < blob->n ? n : blob->n;
}

static void test_truncated(void)
{
    uint8_t *rgb = make_samples(200, 200, 3);
    struct jpeg_wish wish = wish_of(200, 200, rgb, 3);
    struct blob whole = make_jpeg(&wish), blob;
    struct seen good, seen;
    size_t n;
    bool silent = false, good_lines = true;
    unsigned progressive;

    good = read_blob(&whole, NULL, 0);
    for (progressive = 0; progressive < 2; progressive++) {
        size_t length;

        wish.progressive = progressive;
        blob = make_jpeg(&wish);
        length = blob.n;
        blob_free(&blob);
        silent = false;
        for (n = 0; n < length - 4; n += 61) {
            blob = make_jpeg(&wish);
            cut(&blob, n);
            seen = read_blob(&blob, NULL, 0);
            silent = silent || seen_all(&seen) || !*seen.why;
            if (seen.lines > 0)
                good_lines =
                    good_lines && memcmp(seen.gray, good.gray, 200 * (size_t)seen.lines) == 0;
            seen_free(&seen);
        }
        ok(!silent, "A %s JPEG cut anywhere is an error",
           progressive ? "progressive" : "baseline");
    }
    ok(good_lines, "Lines before the end of a cut JPEG are good");
    wish.progressive = false;
    blob = make_jpeg(&wish);
    cut(&blob, blob.n - 2);
    seen = read_blob(&blob, NULL, 0);
    ok(seen_is(&seen, 200, 200, good.gray), "A baseline JPEG may lack its end marker");
    seen_free(&seen);
    wish.progressive = true;
    blob = make_jpeg(&wish);
    cut(&blob, blob.n - 2);
    seen = read_blob(&blob, NULL, 0);
    ok(seen.opened && seen.lines == 0, "A progressive one may not: scans may be missing: %s",
       seen.why);
    seen_free(&seen);
    seen_free(&good);
    free(rgb);
}

/* The place behind the n-th marker of this kind, 0 if there is none. */
static size_t find_marker(const struct blob *blob, unsigned marker)
{
    size_t i;

    for (i = 0; i + 4 < blob->n; i++)
        if (blob->bytes[i] == 0xFF && blob->bytes[i + 1] == marker)
            return i + 2;
    return 0;
}

static void expect_refused(struct blob *blob, const char *name)
{
    struct seen seen = read_blob(blob, NULL, 0);

    ok(!seen_all(&seen) && *seen.why, "%s: %s", name, seen.why);
    seen_free(&seen);
}

static void test_lies(void)
{
    uint8_t *rgb = make_samples(64, 64, 3);
    struct jpeg_wish wish = wish_of(64, 64, rgb, 3);
    struct blob blob = make_jpeg(&wish);

    put_be16(blob.bytes + find_marker(&blob, 0xC0) + 3, 640);
    expect_refused(&blob, "Ten times as high as its data");
    blob = make_jpeg(&wish);
    put_be16(blob.bytes + find_marker(&blob, 0xC0) + 5, 0);
    expect_refused(&blob, "Width 0");
    blob = make_jpeg(&wish);
    put_be16(blob.bytes + find_marker(&blob, 0xC0) + 3, 0);
    expect_refused(&blob, "Height 0");
    blob = make_jpeg(&wish);
    blob.bytes[find_marker(&blob, 0xC0) + 2] = 12;
    expect_refused(&blob, "12 bits");
    blob = make_jpeg(&wish);
    blob.bytes[find_marker(&blob, 0xC0) - 1] = 0xC3;
    expect_refused(&blob, "Lossless");
    blob = make_jpeg(&wish);
    memset(blob.bytes + find_marker(&blob, 0xDA) + 40, 0xFF, 40);
    expect_refused(&blob, "Markers inside the data");
    wish.one_by_one = true;
    blob = make_jpeg(&wish);
    cut(&blob, find_marker(&blob, 0xDA) - 2); /* before the first scan, that of luma */
    blob_byte(&blob, 0xFF);
    blob_byte(&blob, 0xD9);
    expect_refused(&blob, "No scan at all");
    free(rgb);
}

/* The scan of luma taken out of a file of single scans. */
static void test_missing_scan(void)
{
    uint8_t *rgb = make_samples(64, 64, 3);
    struct jpeg_wish wish = wish_of(64, 64, rgb, 3);
    struct blob blob, without = {NULL, 0, 0};
    size_t first, second;

    wish.one_by_one = true;
    blob = make_jpeg(&wish);
    first = find_marker(&blob, 0xDA) - 2;
    for (second = first + 2; second + 1 < blob.n; second++)
        if (blob.bytes[second] == 0xFF && blob.bytes[second + 1] != 0)
            break; /* the next marker, of tables or of a scan */
    blob_add(&without, blob.bytes, first);
    blob_add(&without, blob.bytes + second, blob.n - second);
    expect_refused(&without, "No scan of luma");
    blob_free(&blob);
    free(rgb);
}

/* Files that are small but ask for much. */
static void test_too_much(void)
{
    uint8_t *gray = make_samples(64, 64, 1);
    struct jpeg_wish wish = wish_of(64, 64, gray, 1);
    struct image_limits limits = pictures_limits();
    struct blob blob, bomb = {NULL, 0, 0};
    struct seen seen;
    size_t scan, end;
    unsigned i;

    wish.progressive = true;
    blob = make_jpeg(&wish);
    scan = find_marker(&blob, 0xDA) - 2;
    for (end = scan + 2; end + 1 < blob.n; end++)
        if (blob.bytes[end] == 0xFF && blob.bytes[end + 1] != 0)
            break;
    blob_add(&bomb, blob.bytes, scan);
    for (i = 0; i < 3000; i++) /* the first scan, as bits of it are allowed to come again */
        blob_add(&bomb, blob.bytes + scan, end - scan);
    blob_add(&bomb, "\xFF\xD9", 2);
    expect_refused(&bomb, "3000 scans");
    limits.max_temporary = 1000;
    seen = read_blob(&blob, &limits, 0);
    ok(seen.opened && seen.lines == 0 && strstr(seen.why, "temporary"),
       "Too little temporary space for a progressive picture: %s", seen.why);
    seen_free(&seen);
    limits.max_temporary = 2 * UINT64_C(4096);
    blob = make_jpeg(&wish);
    seen = read_blob(&blob, &limits, 0);
    ok(seen_all(&seen), "Two bytes a sample are enough for a gray one");
    seen_free(&seen);
    free(gray);
}

static void test_harmless(void)
{
    static const uint8_t extra[4] = {0xFF, 0xFE, 0x00, 0x02}; /* an empty comment */
    uint8_t *gray = make_samples(64, 64, 1);
    struct jpeg_wish wish = wish_of(64, 64, gray, 1);
    struct blob blob = make_jpeg(&wish), many = {NULL, 0, 0};
    struct seen seen, usual;
    unsigned i;

    blob_add(&many, blob.bytes, 2);
    for (i = 0; i < 5000; i++)
        blob_add(&many, extra, sizeof extra);
    blob_add(&many, blob.bytes + 2, blob.n - 2);
    blob_add(&many, "something behind", 16);
    usual = read_blob(&blob, NULL, 0);
    seen = read_blob(&many, NULL, 0);
    ok(seen_all(&usual) && seen_is(&seen, 64, 64, usual.gray),
       "Comments before and bytes behind do no harm");
    seen_free(&usual);
    seen_free(&seen);
    free(gray);
}

/* APP1 of other makers, and broken EXIF data, before the one that counts. */
static void test_odd_exif(void)
{
    uint8_t samples[6] = {0};
    struct jpeg_wish wish = wish_of(3, 2, samples, 1);
    struct blob exif = make_exif(false, 8, 0), broken = {NULL, 0, 0}, whole = {NULL, 0, 0};
    struct blob blob;
    struct seen seen;

    wish.exif = &exif;
    blob = make_jpeg(&wish);
    blob_add(&whole, blob.bytes, 2);
    blob_add(&whole, "\xFF\xE1\x00\x0Chttp://ns/", 14);
    blob_add(&whole, "\xFF\xE1\x00\x02", 4);
    blob_add(&whole, blob.bytes + 2, blob.n - 2);
    seen = read_blob(&whole, NULL, 0);
    ok(seen_all(&seen) && seen.info.width == 2, "EXIF data behind other APP1 markers counts");
    seen_free(&seen);
    blob_free(&blob);
    blob_add(&broken, "II\x2A\0\xFF\xFF\xFF\xFF", 8);
    wish.exif = &broken;
    blob = make_jpeg(&wish);
    seen = read_blob(&blob, NULL, 0);
    ok(seen_all(&seen) && seen.info.width == 3, "Broken EXIF data is left aside");
    seen_free(&seen);
    blob_free(&exif);
    blob_free(&broken);
}

int main(void)
{
    test_kinds();
    test_same_coefficients();
    test_colours();
    test_density();
    test_orientation();
    test_truncated();
    test_lies();
    test_missing_scan();
    test_too_much();
    test_harmless();
    test_odd_exif();
    return tap_done();
}
