/*
 * test-image.c - opening, turning, limits and cancelling of pictures of any format.
 * Effects: temporary files.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/unit/pictures.h"
#include "tests/unit/tap.h"

#include <sys/stat.h>

/* 3 x 2: 10 20 30 / 40 50 60 */
static const uint8_t small[6] = {10, 20, 30, 40, 50, 60};

/* By hand: what each orientation of the EXIF standard means for it. */
static const struct {
    uint32_t width, height;
    uint8_t gray[6];
} upright[9] = {
    [1] = {3, 2, {10, 20, 30, 40, 50, 60}}, /* as it is */
    [2] = {3, 2, {30, 20, 10, 60, 50, 40}}, /* left and right exchanged */
    [3] = {3, 2, {60, 50, 40, 30, 20, 10}}, /* upside down */
    [4] = {3, 2, {40, 50, 60, 10, 20, 30}}, /* top and bottom exchanged */
    [5] = {2, 3, {10, 40, 20, 50, 30, 60}}, /* stored rows are the columns */
    [6] = {2, 3, {40, 10, 50, 20, 60, 30}}, /* to be turned clockwise */
    [7] = {2, 3, {60, 30, 50, 20, 40, 10}}, /* 5, upside down */
    [8] = {2, 3, {30, 60, 20, 50, 10, 40}}, /* to be turned anti-clockwise */
};

static struct blob small_png(unsigned orientation, bool interlaced)
{
    struct blob exif = make_exif(orientation % 2, orientation, 0);
    struct png_wish wish = {.width = 3,
                            .height = 2,
                            .rows = small,
                            .depth = 8,
                            .interlaced = interlaced,
                            .x_per_unit = 11811,
                            .y_per_unit = 5906,
                            .per_metre = true,
                            .exif = orientation ? &exif : NULL};
    struct blob blob = make_png(&wish);

    blob_free(&exif);
    return blob;
}

static void test_orientations(void)
{
    unsigned o, interlaced;

    for (interlaced = 0; interlaced < 2; interlaced++)
        for (o = 1; o <= 8; o++) {
            struct blob blob = small_png(o, interlaced);
            struct seen seen = read_blob(&blob, NULL, 0);

            ok(seen_is(&seen, upright[o].width, upright[o].height, upright[o].gray),
               "EXIF orientation %u of %s PNG comes upright", o,
               interlaced ? "an interlaced" : "a");
            ok(o < 5 ? seen.info.x_dpi > 299 && seen.info.y_dpi < 151
                     : seen.info.x_dpi < 151 && seen.info.y_dpi > 299,
               "Resolutions follow EXIF orientation %u", o);
            seen_free(&seen);
        }
}

static void test_turns(void)
{
    /* Clockwise from each: by hand from the orientations above. */
    static const unsigned clockwise[9] = {0, 6, 7, 8, 5, 2, 3, 4, 1};
    unsigned o, quarters, expected;

    for (o = 1; o <= 8; o++)
        for (quarters = 0, expected = o; quarters <= 4; quarters++) {
            struct blob blob = small_png(o, false);
            struct seen seen = read_blob(&blob, NULL, quarters);

            ok(seen_is(&seen, upright[expected].width, upright[expected].height,
                       upright[expected].gray),
               "EXIF orientation %u and %u quarters clockwise are joined", o, quarters);
            seen_free(&seen);
            expected = clockwise[expected];
        }
}

/* Sample x, y of the picture turned by quarters, from the unturned one. */
static uint8_t turned_sample(const uint8_t *gray, uint32_t w, uint32_t h, unsigned quarters,
                             uint32_t x, uint32_t y)
{
    switch (quarters) {
    case 1:
        return gray[(size_t)(h - 1 - x) * w + y];
    case 2:
        return gray[(size_t)(h - 1 - y) * w + (w - 1 - x)];
    case 3:
        return gray[(size_t)x * w + (w - 1 - y)];
    default:
        return gray[(size_t)y * w + x];
    }
}

static void test_large_turns(uint32_t w, uint32_t h)
{
    uint8_t *gray = pictures_alloc((size_t)w * h);
    struct png_wish wish = {.width = w, .height = h, .rows = gray, .depth = 8};
    unsigned quarters;
    uint32_t x, y;

    for (y = 0; y < h; y++)
        for (x = 0; x < w; x++)
            gray[(size_t)y * w + x] = (uint8_t)(x * 7 + y * 13 + x * y % 251);
    for (quarters = 0; quarters < 4; quarters++) {
        struct blob blob = make_png(&wish);
        struct seen seen = read_blob(&blob, NULL, quarters);
        bool same = seen_all(&seen) && seen.info.width == (quarters % 2 ? h : w);

        for (y = 0; same && y < seen.info.height; y++)
            for (x = 0; same && x < seen.info.width; x++)
                same = seen.gray[(size_t)y * seen.info.width + x] ==
                       turned_sample(gray, w, h, quarters, x, y);
        ok(same, "%u x %u turned by %u quarters", (unsigned)w, (unsigned)h, quarters);
        seen_free(&seen);
    }
    free(gray);
}

static void test_turn_late(void)
{
    struct blob blob = small_png(0, false);
    const struct image_limits limits = pictures_limits();
    struct image_info info, after = {0};
    char path[256], why[400] = "";
    uint8_t line[3];
    struct image *image;

    pictures_save(&blob, path);
    image = image_open(path, &limits, &info, why, sizeof why);
    ok(image && image_turn(image, 5, &after, why, sizeof why) && after.width == 2 &&
           after.height == 3,
       "image_turn tells the new size, and five quarters are one");
    ok(image && image_turn(image, 3, NULL, why, sizeof why) &&
           image_read_line(image, line, why, sizeof why) && memcmp(line, small, 3) == 0,
       "Turns add up");
    ok(image && !image_turn(image, 1, NULL, why, sizeof why) && *why,
       "A picture that was begun cannot be turned");
    ok(image && image_read_line(image, line, why, sizeof why) &&
           !image_read_line(image, line, why, sizeof why) && *why,
       "There is no line after the last");
    image_close(image);
    image_close(NULL);
    unlink(path);
    blob_free(&blob);
}

/* The lines that come, UINT32_MAX if one is not as expected; *told: why no more came. */
static uint32_t read_lines(struct blob *blob, unsigned quarters, const uint8_t *expected,
                           bool *told)
{
    const struct image_limits limits = pictures_limits();
    struct image_info info;
    char path[256], why[400] = "";
    uint8_t line[256];
    struct image *image;
    uint32_t lines = 0;
    bool same = true;

    pictures_save(blob, path);
    image = image_open(path, &limits, &info, why, sizeof why);
    if (image && quarters)
        image_turn(image, quarters, &info, why, sizeof why);
    while (image && lines < info.height && image_read_line(image, line, why, sizeof why))
        same = memcmp(line, expected + (size_t)info.width * lines++, info.width) == 0 && same;
    *told = why[0] != '\0';
    image_close(image);
    unlink(path);
    blob_free(blob);
    return same ? lines : UINT32_MAX;
}

static struct blob kind_of_picture(unsigned kind, const uint8_t *gray)
{
    struct jpeg_wish jpeg = {.width = 64,
                             .height = 64,
                             .samples = gray,
                             .components = 1,
                             .space = JCS_GRAYSCALE,
                             .stored = JCS_GRAYSCALE,
                             .progressive = kind == 1};
    struct png_wish png = {
        .width = 64, .height = 64, .rows = gray, .depth = 8, .interlaced = kind == 3};

    return kind < 2 ? make_jpeg(&jpeg) : make_png(&png);
}

static void test_cut(void)
{
    static const char *const names[] = {"baseline JPEG", "progressive JPEG", "PNG",
                                        "interlaced PNG"};
    uint8_t *gray = pictures_alloc((size_t)64 * 64);
    unsigned kind, quarters;
    bool told;

    for (kind = 0; kind < 4; kind++)
        for (quarters = 0; quarters < 4; quarters++) {
            struct blob blob = kind_of_picture(kind, gray);
            struct seen seen = read_blob(&blob, NULL, quarters);
            uint32_t lines;

            blob = kind_of_picture(kind, gray);
            lines = read_lines(&blob, quarters, seen.gray, &told);
            ok(lines == 64 && !told, "A whole %s can be read, %u quarters turned", names[kind],
               quarters);
            blob = kind_of_picture(kind, gray);
            blob.n = blob.n * 3 / 4;
            lines = read_lines(&blob, quarters, seen.gray, &told);
            ok(lines < 64 && told, "A %s cut short says so, %u quarters turned", names[kind],
               quarters);
            seen_free(&seen);
            gray[kind * 700 + quarters * 99] = 200; /* another picture each time */
        }
    free(gray);
}

static bool refused(const char *path, const struct image_limits *limits, char *why)
{
    struct image_info info;
    struct image *image = image_open(path, limits, &info, why, 400);

    image_close(image);
    return !image && *why;
}

static void test_no_picture(void)
{
    const struct image_limits limits = pictures_limits();
    struct blob text = {NULL, 0, 0};
    char path[256], why[400] = "";

    ok(image_sniff((const uint8_t *)"\xFF\xD8\xFF", 3) == IMAGE_JPEG, "JPEG is known");
    ok(image_sniff((const uint8_t *)"\x89PNG\r\n\x1A\n", 8) == IMAGE_PNG, "PNG is known");
    ok(image_sniff((const uint8_t *)"\x89PNG\r\n\x1A\n", 7) == IMAGE_UNKNOWN &&
           image_sniff((const uint8_t *)"\xFF\xD8", 2) == IMAGE_UNKNOWN &&
           image_sniff(NULL, 0) == IMAGE_UNKNOWN && image_sniff((uint8_t[]){'%'}, 1) == 0,
       "Too few bytes are no picture");
    blob_add(&text, "%PDF-1.7\n", 9);
    pictures_save(&text, path);
    ok(refused(path, &limits, why), "A text is refused: %s", why);
    unlink(path);
    ok(refused(path, &limits, why), "A missing file is refused: %s", why);
    ok(refused(pictures_folder(), &limits, why), "A folder is refused: %s", why);
    ok(mkfifo(path, 0600) == 0 && refused(path, &limits, why),
       "A FIFO is refused and not waited for: %s", why);
    unlink(path);
    text.n = 0;
    pictures_save(&text, path);
    ok(refused(path, &limits, why), "An empty file is refused: %s", why);
    unlink(path);
    blob_free(&text);
}

static void test_limits(void)
{
    struct image_limits limits = pictures_limits();
    struct blob blob = small_png(0, false);
    char path[256], why[400] = "";
    struct seen seen;

    pictures_save(&blob, path);
    limits.max_width = 2;
    ok(refused(path, &limits, why), "Too wide: %s", why);
    limits.max_width = 3;
    limits.max_height = 1;
    ok(refused(path, &limits, why), "Too high: %s", why);
    limits.max_height = 2;
    limits.max_pixels = 5;
    ok(refused(path, &limits, why), "Too many pixels: %s", why);
    limits.max_pixels = 6;
    limits.max_temporary = 5;
    seen = read_file(path, &limits, 0);
    ok(seen_is(&seen, 3, 2, small), "At the limits, and no temporary space needed");
    seen_free(&seen);
    seen = read_file(path, &limits, 1);
    ok(seen.opened && seen.lines == 0 && *seen.why, "Temporary space used up: %s", seen.why);
    seen_free(&seen);
    limits.max_temporary = 6;
    limits.temporary_folder = "/nowhere/at/all";
    seen = read_file(path, &limits, 1);
    ok(seen.opened && seen.lines == 0 && *seen.why, "No temporary folder: %s", seen.why);
    seen_free(&seen);
    unlink(path);
    blob_free(&blob);
}

static bool after_some(void *ctx)
{
    unsigned *left = ctx;

    return *left == 0 || --*left == 0;
}

static void test_cancel(void)
{
    struct image_limits limits = pictures_limits();
    uint8_t *gray = pictures_alloc((size_t)64 * 64);
    struct jpeg_wish jpeg = {.width = 64,
                             .height = 64,
                             .samples = gray,
                             .components = 1,
                             .space = JCS_GRAYSCALE,
                             .stored = JCS_GRAYSCALE};
    struct png_wish png = {.width = 64, .height = 64, .rows = gray, .depth = 8};
    unsigned left, kind;

    limits.canceled = after_some;
    limits.ctx = &left;
    for (kind = 0; kind < 6; kind++) {
        struct blob blob;
        struct seen seen;

        jpeg.progressive = kind == 4;
        png.interlaced = kind == 5;
        blob = kind == 0 || kind == 4 ? make_jpeg(&jpeg) : make_png(&png);
        left = kind == 4 ? 4 : 20;
        seen = read_blob(&blob, &limits, kind < 4 ? kind : 0);
        ok(seen.opened && seen.lines < 20 && strstr(seen.why, "cancel"),
           "Cancelled after %u lines (kind %u): %s", (unsigned)seen.lines, kind, seen.why);
        seen_free(&seen);
    }
    free(gray);
}

int main(void)
{
    test_orientations();
    test_turns();
    test_large_turns(700, 533);
    test_large_turns(1, 1000);
    test_large_turns(2999, 1);
    test_turn_late();
    test_cut();
    test_no_picture();
    test_limits();
    test_cancel();
    return tap_done();
}
