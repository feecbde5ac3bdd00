/*
 * test-scan-images.c - pages of scans as JPEG and PNG: their bytes, read back by libpng and
 * libjpeg themselves and by our reader, whole, smaller and damaged; files that fill up.
 * Effects: temporary files.
 * Source: PNG (third edition) 11.2.1, 11.3.4.3; ITU-T T.871, 10.1.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/scan/image-read.h"
#include "tests/unit/scan-pages.h"
#include "tests/unit/tap.h"

#include "driver/bytes.h"

#include <sys/stat.h>

/* Page n, whose chunk of this name begins with its data here; NULL: there is none. */
static const uint8_t *chunk(const struct buffer *png, const char *name)
{
    size_t at = 8;

    while (at + 12 <= png->n) {
        if (memcmp(png->bytes + at + 4, name, 4) == 0)
            return png->bytes + at + 8;
        at += 12 + get_be32(png->bytes + at);
    }
    return NULL;
}

static bool equal_samples(const uint8_t *got, const struct samples *s, unsigned tolerance)
{
    size_t i, n = s->stride * s->height;

    for (i = 0; got && i < n; i++)
        if (abs(got[i] - s->bytes[i]) > (int)tolerance)
            return false;
    return got != NULL;
}

static bool equal_dots(const uint8_t *gray, const struct samples *s)
{
    uint32_t x, y;

    for (y = 0; gray && y < s->height; y++)
        for (x = 0; x < s->width; x++) {
            bool black = s->bytes[s->stride * y + x / 8] >> (7 - x % 8) & 1;

            if (gray[(size_t)y * s->width + x] != (black ? 0 : 255))
                return false;
        }
    return gray != NULL;
}

static void check_png(enum scan_color color, const char *name)
{
    static const uint8_t depths[] = {1, 8, 8}, types[] = {0, 0, 2};
    struct samples s = samples_pattern(color, 37, 21);
    struct scan_page *page = page_of(&s, SCAN_PNG, 300);
    struct buffer png = encode_bytes(&s, SCAN_PNG, 300);
    uint8_t *back = page_samples(page);
    const uint8_t *head = chunk(&png, "IHDR"), *density = chunk(&png, "pHYs");

    ok(head && get_be32(head) == 37 && get_be32(head + 4) == 21 && head[8] == depths[color] &&
           head[9] == types[color] && head[12] == 0,
       "A PNG of %s has its depth and type, in one pass", name);
    ok(density && get_be32(density) == 11811 && get_be32(density + 4) == 11811 &&
           density[8] == 1,
       "A PNG of %s at 300 dpi says 11811 dots in a metre", name);
    ok(color == SCAN_BLACK_AND_WHITE ? equal_dots(back, &s) : equal_samples(back, &s, 0),
       "libpng reads the same %s samples", name);
    free(back);
    buffer_free(&png);
    samples_free(&s);
    scan_page_release(page);
}

static void test_first_dot(void)
{
    struct samples s = samples_new(SCAN_BLACK_AND_WHITE, 9, 1);
    struct scan_page *page;
    uint8_t *back;

    s.bytes[0] = 0x80;
    s.bytes[1] = 0x7F; /* spare bits; the ninth dot is white */
    page = page_of(&s, SCAN_PNG, 75);
    back = page_samples(page);
    ok(back && memcmp(back, "\0\377\377\377\377\377\377\377\377", 9) == 0,
       "The left dot is the highest bit, 1 is black, spare bits do not count");
    free(back);
    scan_page_release(page);
    samples_free(&s);
}

static void check_jpeg(enum scan_color color, unsigned dpi, unsigned sampling)
{
    struct samples s = samples_pattern(color, 45, 30);
    struct scan_page *page = page_of(&s, SCAN_JPEG, dpi);
    struct buffer jpeg = encode_bytes(&s, SCAN_JPEG, dpi);
    uint8_t *back = page_samples(page);
    size_t i;

    ok(jpeg.n > 20 && memcmp(jpeg.bytes + 6, "JFIF", 5) == 0 && jpeg.bytes[13] == 1 &&
           get_be16(jpeg.bytes + 14) == dpi && get_be16(jpeg.bytes + 16) == dpi,
       "A JPEG says its %u dots in an inch", dpi);
    for (i = 0; i + 12 < jpeg.n && (jpeg.bytes[i] != 0xFF || jpeg.bytes[i + 1] != 0xC0); i++)
        ;
    ok(i + 12 < jpeg.n && jpeg.bytes[i + 11] == sampling,
       "The luma of a JPEG of colour %d at %u dpi is sampled by %02x", (int)color, dpi,
       sampling);
    ok(equal_samples(back, &s, color == SCAN_GRAY ? 10 : 40),
       "libjpeg reads about the same samples");
    free(back);
    buffer_free(&jpeg);
    samples_free(&s);
    scan_page_release(page);
}

/* All lines of a page by our reader, or NULL. */
static struct samples read_back(struct scan_page *page, unsigned reduce)
{
    struct image_reader *r = image_reader_new(page, reduce);
    struct samples s = {.bytes = NULL};
    uint32_t y = 0;

    if (!r)
        return s;
    s = samples_new(image_reader_color(r), image_reader_width(r), image_reader_height(r));
    while (y < s.height && image_reader_line(r, s.bytes + s.stride * y))
        y++;
    if (y < s.height || image_reader_line(r, s.bytes))
        samples_free(&s);
    image_reader_free(r);
    return s;
}

static void check_reader(enum scan_color color, enum scan_encoding encoding)
{
    struct samples s = samples_pattern(color, 53, 19), back;
    struct scan_page *page = page_of(&s, encoding, 150);
    uint8_t *theirs = page_samples(page);

    back = read_back(page, 1);
    ok(back.bytes && back.color == color && back.width == 53 && back.height == 19,
       "Our reader gives all lines and no more, colour %d as %s", (int)color,
       scan_encoding_type(encoding));
    ok(back.bytes && (color == SCAN_BLACK_AND_WHITE ? equal_dots(theirs, &back)
                                                    : equal_samples(theirs, &back, 0)),
       "They are what the library gives");
    ok(back.bytes &&
           (encoding == SCAN_JPEG || memcmp(back.bytes, s.bytes, s.stride * s.height) == 0),
       "And, where nothing is lost, what was written");
    free(theirs);
    samples_free(&back);
    samples_free(&s);
    scan_page_release(page);
}

static void test_reduced(void)
{
    struct samples s = samples_new(SCAN_GRAY, 5, 3), back;
    struct samples dots = samples_new(SCAN_BLACK_AND_WHITE, 4, 2);
    static const uint8_t gray[15] = {10, 20, 30, 40, 50, 50, 60, 70, 80, 91, 7, 7, 9, 9, 255};
    struct scan_page *page;

    memcpy(s.bytes, gray, sizeof gray);
    page = page_of(&s, SCAN_PNG, 150);
    back = read_back(page, 2);
    /* (10 + 20 + 50 + 60) / 4, (30 + 40 + 70 + 80) / 4, (50 + 91) / 2; the last line alone */
    ok(back.bytes && back.width == 3 && back.height == 2 &&
           memcmp(back.bytes, "\x23\x37\x47\x07\x09\xFF", 6) == 0,
       "A page read at half its size has the means of four samples, at its edges of fewer");
    samples_free(&back);
    scan_page_release(page);
    dots.bytes[0] = 0x80;
    dots.bytes[1] = 0x30;
    page = page_of(&dots, SCAN_PNG, 150);
    back = read_back(page, 2);
    ok(back.bytes && back.color == SCAN_GRAY && memcmp(back.bytes, "\xBF\x80", 2) == 0,
       "Dots become grays: one of four 191, two of four 128");
    samples_free(&back);
    scan_page_release(page);
    samples_free(&dots);
    samples_free(&s);
}

static void test_reduced_jpeg(void)
{
    struct samples s = samples_new(SCAN_COLOR, 101, 67), back;
    struct scan_page *page;
    size_t i;
    bool good = true;

    for (i = 0; i < s.stride * s.height; i++)
        s.bytes[i] = i % 3 == 0 ? 200 : i % 3 == 1 ? 100 : 50;
    page = page_of(&s, SCAN_JPEG, 300);
    back = read_back(page, 6);
    ok(back.bytes && back.width == 17 && back.height == 12,
       "A JPEG read at a sixth is rounded up in both directions");
    for (i = 0; back.bytes && i < back.stride * back.height; i++)
        good = good && abs(back.bytes[i] - (i % 3 == 0 ? 200 : i % 3 == 1 ? 100 : 50)) <= 3;
    ok(good, "Its one colour stays");
    samples_free(&back);
    samples_free(&s);
    scan_page_release(page);
}

/* Every sink write failing: the result is the sink's, and stays. */
static void check_failing_sink(enum scan_encoding encoding)
{
    struct samples s = samples_pattern(SCAN_GRAY, 700, 300);
    bool reported = true;
    unsigned fail = 0, all;
    struct buffer whole = {.fail_write = 0};
    const struct sink counting = {buffer_write, &whole};

    if (encode(&s, encoding, 300, &counting) != RESULT_OK)
        exit(99);
    all = whole.writes;
    for (fail = 1; fail <= all; fail++) {
        struct buffer out = {.fail_write = fail};
        const struct sink sink = {buffer_write, &out};
        const struct image_params params = {encoding, SCAN_GRAY, s.width, s.height, 300, 90};
        struct image_writer *w = image_writer_new(&params, &sink);
        enum result first = RESULT_IO, again = RESULT_IO;
        uint32_t y;

        for (y = 0; w && y < s.height; y++)
            first = image_writer_line(w, s.bytes + s.stride * y);
        if (w) {
            first = image_writer_end(w);
            again = image_writer_end(w);
        }
        reported = reported && first == RESULT_IO && again == RESULT_IO && out.writes == fail;
        image_writer_free(w);
        buffer_free(&out);
    }
    ok(reported && all > 1,
       "A sink that refuses any of its %u writes is told, and not written to again, %s", all,
       scan_encoding_type(encoding));
    buffer_free(&whole);
    samples_free(&s);
}

static void test_lines_count(void)
{
    struct samples s = samples_pattern(SCAN_GRAY, 8, 2);
    const struct image_params params = {SCAN_PNG, SCAN_GRAY, 8, 2, 300, 90};
    struct image_params odd = params;
    struct buffer out = {.fail_write = 0};
    const struct sink sink = {buffer_write, &out};
    struct image_writer *w = image_writer_new(&params, &sink);

    ok(image_writer_line(w, s.bytes) == RESULT_OK && image_writer_end(w) == RESULT_FORMAT,
       "A page that lacks a line is none");
    image_writer_free(w);
    w = image_writer_new(&params, &sink);
    ok(image_writer_line(w, s.bytes) == RESULT_OK &&
           image_writer_line(w, s.bytes) == RESULT_OK &&
           image_writer_line(w, s.bytes) == RESULT_FORMAT,
       "A line too many is refused");
    image_writer_free(w);
    odd.color = SCAN_BLACK_AND_WHITE;
    odd.encoding = SCAN_JPEG;
    ok(!image_writer_new(&odd, &sink), "A JPEG of bits cannot be begun");
    odd = params;
    odd.width = 65501;
    odd.encoding = SCAN_JPEG;
    ok(!image_writer_new(&odd, &sink), "Nor one wider than a JPEG can be");
    buffer_free(&out);
    samples_free(&s);
}

/* Pages whose bytes end early, or are other ones, are damaged: read_back says so and no more.
 */
static void check_damaged(enum scan_encoding encoding)
{
    struct samples s = samples_pattern(SCAN_COLOR, 64, 48), back;
    struct scan_page *page = page_of(&s, encoding, 300);
    struct scan_page_facts facts = *scan_page_facts(page);
    struct blob blob = page_bytes(page);
    bool refused = true;
    size_t n;

    scan_page_release(page);
    for (n = 0; n + 60 < blob.n; n += 7) {
        page = page_of_bytes(blob.bytes, n, &facts);
        back = read_back(page, 1);
        refused = refused && !back.bytes;
        samples_free(&back);
        scan_page_release(page);
    }
    ok(refused, "A page that ends anywhere is found damaged, %s", scan_encoding_type(encoding));
    facts.width++;
    page = page_of_bytes(blob.bytes, blob.n, &facts);
    back = read_back(page, 1);
    ok(!back.bytes, "So is one of another width than its facts say");
    samples_free(&back);
    scan_page_release(page);
    facts.width--;
    facts.color = SCAN_GRAY;
    page = page_of_bytes(blob.bytes, blob.n, &facts);
    back = read_back(page, 1);
    ok(!back.bytes, "And one of other colours");
    samples_free(&back);
    scan_page_release(page);
    blob_free(&blob);
    samples_free(&s);
}

static void test_files(void)
{
    char why[300] = "";
    struct scan_page *page = scan_page_new(pictures_folder(), 10, why, sizeof why);
    const struct scan_page_facts facts = {.width = 3, .height = 4, .bytes = 77};
    struct sink sink = scan_page_sink(page);
    uint8_t bytes[8] = {0};

    ok(sink_write(&sink, "0123456", 7) == RESULT_OK && scan_page_read(page, 0, bytes, 4) == -1,
       "A page cannot be read before it is complete");
    ok(sink_write(&sink, "789a", 4) == RESULT_IO && strstr(scan_page_why(page), "space"),
       "More bytes than a page may have are refused with a sentence");
    scan_page_complete(page, &facts);
    ok(scan_page_facts(page)->bytes == 7 && scan_page_facts(page)->height == 4,
       "A page has the bytes that were taken, whatever the facts said");
    ok(scan_page_read(page, 5, bytes, 8) == 2 && memcmp(bytes, "56", 2) == 0 &&
           scan_page_read(page, 7, bytes, 8) == 0 &&
           scan_page_read(page, UINT64_MAX, bytes, 8) == 0,
       "Reading gives what is there from an offset on, and nothing behind the end");
    ok(sink_write(&sink, "7", 1) == RESULT_IO, "A complete page takes no more");
    scan_page_release(scan_page_hold(page));
    ok(scan_page_read(page, 0, bytes, 1) == 1, "A page lives while somebody holds it");
    scan_page_release(page);
    ok(!scan_page_new("/nonexistent", 10, why, sizeof why) && strstr(why, "/nonexistent"),
       "A folder that is not there is named");
}

int main(void)
{
    check_png(SCAN_BLACK_AND_WHITE, "black and white");
    check_png(SCAN_GRAY, "gray");
    check_png(SCAN_COLOR, "colour");
    test_first_dot();
    check_jpeg(SCAN_GRAY, 300, 0x11);
    check_jpeg(SCAN_COLOR, 150, 0x11);
    check_jpeg(SCAN_COLOR, 600, 0x22);
    check_reader(SCAN_BLACK_AND_WHITE, SCAN_PNG);
    check_reader(SCAN_GRAY, SCAN_PNG);
    check_reader(SCAN_COLOR, SCAN_PNG);
    check_reader(SCAN_GRAY, SCAN_JPEG);
    check_reader(SCAN_COLOR, SCAN_JPEG);
    test_reduced();
    test_reduced_jpeg();
    check_failing_sink(SCAN_JPEG);
    check_failing_sink(SCAN_PNG);
    test_lines_count();
    check_damaged(SCAN_JPEG);
    check_damaged(SCAN_PNG);
    test_files();
    return tap_done();
}
