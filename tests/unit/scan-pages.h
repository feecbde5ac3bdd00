/*
 * scan-pages.h - scanned pages for tests: made of samples, read back by other readers than
 * ours; sources of lines; sinks that fail.
 * Effects: memory; files in TMPDIR or /tmp. A failure in here ends the program.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_SCAN_PAGES_H
#define UNIT_SCAN_PAGES_H

#include "server/scan/image-write.h"
#include "server/scan/page-make.h"
#include "tests/unit/buffer.h"
#include "tests/unit/picture-files.h"

#include <png.h>

/* Samples as image_writer_line has them, one line behind the other. */
struct samples {
    enum scan_color color;
    uint32_t width, height;
    size_t stride;
    uint8_t *bytes;
};

static inline struct samples samples_new(enum scan_color color, uint32_t width, uint32_t height)
{
    struct samples s = {color, width, height, 0, NULL};

    s.stride = color == SCAN_BLACK_AND_WHITE ? ((size_t)width + 7) / 8
                                             : (size_t)width * (color == SCAN_COLOR ? 3 : 1);
    s.bytes = pictures_alloc(s.stride * height);
    return s;
}

/* Slopes with edges; dots without spare bits. */
static inline struct samples samples_pattern(enum scan_color color, uint32_t width,
                                             uint32_t height)
{
    struct samples s = samples_new(color, width, height);
    uint32_t x, y;

    for (y = 0; y < height; y++)
        for (x = 0; x < width; x++) {
            uint8_t *line = s.bytes + s.stride * y;

            if (color == SCAN_BLACK_AND_WHITE) {
                if ((x * x / 7 + y * 3) % 11 < 4)
                    line[x / 8] |= (uint8_t)(0x80 >> x % 8);
            } else if (color == SCAN_GRAY) {
                line[x] = (uint8_t)(x * 2 + y);
            } else {
                line[(size_t)3 * x] = (uint8_t)(x * 2);
                line[(size_t)3 * x + 1] = (uint8_t)(y * 2);
                line[(size_t)3 * x + 2] = (uint8_t)(x + y);
            }
        }
    return s;
}

static inline void samples_free(struct samples *s)
{
    free(s->bytes);
    s->bytes = NULL;
}

/* Samples through a writer; the first result that is not RESULT_OK. */
static inline enum result encode(const struct samples *s, enum scan_encoding encoding,
                                 unsigned dpi, const struct sink *sink)
{
    const struct image_params params = {encoding, s->color, s->width, s->height, dpi, 90};
    struct image_writer *w = image_writer_new(&params, sink);
    enum result result = w ? RESULT_OK : RESULT_SPACE;
    uint32_t y;

    for (y = 0; w && result == RESULT_OK && y < s->height; y++)
        result = image_writer_line(w, s->bytes + s->stride * y);
    if (w && result == RESULT_OK)
        result = image_writer_end(w);
    image_writer_free(w);
    return result;
}

static inline struct buffer encode_bytes(const struct samples *s, enum scan_encoding encoding,
                                         unsigned dpi)
{
    struct buffer out = {.fail_write = 0};
    const struct sink sink = {buffer_write, &out};

    if (encode(s, encoding, dpi, &sink) != RESULT_OK) {
        fprintf(stderr, "a test page cannot be encoded\n");
        exit(99);
    }
    return out;
}

/* A complete page of any bytes. */
static inline struct scan_page *page_of_bytes(const void *bytes, size_t n,
                                              const struct scan_page_facts *facts)
{
    char why[200];
    struct scan_page *page = scan_page_new(pictures_folder(), UINT64_C(1) << 40, why, 200);
    struct sink sink;

    if (!page) {
        fprintf(stderr, "%s\n", why);
        exit(99);
    }
    sink = scan_page_sink(page);
    if (sink_write(&sink, bytes, n) != RESULT_OK)
        exit(99);
    scan_page_complete(page, facts);
    return page;
}

static inline struct scan_page *page_of(const struct samples *s, enum scan_encoding encoding,
                                        unsigned dpi)
{
    const struct scan_page_facts facts = {.encoding = encoding,
                                          .color = s->color,
                                          .width = s->width,
                                          .height = s->height,
                                          .dpi = dpi};
    struct buffer blob = encode_bytes(s, encoding, dpi);
    struct scan_page *page = page_of_bytes(blob.bytes, blob.n, &facts);

    buffer_free(&blob);
    return page;
}

static inline struct blob page_bytes(const struct scan_page *page)
{
    struct blob blob = {NULL, 0, 0};
    uint8_t part[1000];
    long n;

    while ((n = scan_page_read(page, blob.n, part, sizeof part)) > 0)
        blob_add(&blob, part, (size_t)n);
    return blob;
}

/* What libpng makes of a PNG: gray or RGB of 8 bits, NULL when it finds it damaged. */
static inline uint8_t *png_samples(const struct blob *blob, bool color, uint32_t width,
                                   uint32_t height)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    uint8_t *samples = NULL;

    if (png_image_begin_read_from_memory(&image, blob->bytes, blob->n) &&
        image.width == width && image.height == height) {
        image.format = color ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
        samples = pictures_alloc((size_t)width * height * (color ? 3 : 1));
        if (!png_image_finish_read(&image, NULL, samples, 0, NULL)) {
            free(samples);
            samples = NULL;
        }
    }
    png_image_free(&image);
    return samples;
}

/* What libpng, or libjpeg, makes of a page. */
static inline uint8_t *jpeg_samples(const struct blob *blob, bool color, uint32_t width,
                                    uint32_t height)
{
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    size_t stride = (size_t)width * (color ? 3 : 1);
    uint8_t *samples = pictures_alloc(stride * height);

    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, blob->bytes, (unsigned long)blob->n);
    jpeg_read_header(&jpeg, TRUE);
    jpeg_start_decompress(&jpeg);
    while (jpeg.output_width == width && jpeg.output_height == height &&
           jpeg.output_scanline < height) {
        JSAMPROW row = samples + stride * jpeg.output_scanline;

        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_destroy_decompress(&jpeg);
    return samples;
}

/* A page as gray or RGB of 8 bits. */
static inline uint8_t *page_samples(const struct scan_page *page)
{
    const struct scan_page_facts *f = scan_page_facts(page);
    struct blob blob = page_bytes(page);
    bool color = f->color == SCAN_COLOR;
    uint8_t *samples = (f->encoding == SCAN_JPEG ? jpeg_samples : png_samples)(
        &blob, color, f->width, f->height);

    blob_free(&blob);
    return samples;
}

/* A source of the lines of samples, gray or colour. */
struct lines_source {
    const struct samples *samples;
    uint32_t y;
    uint32_t fail_at; /* after so many lines, unless result is SCAN_OK */
    enum scan_result result;
    bool hide_height;
    bool endless;
    struct scan_params asked;
};

static inline enum scan_result lines_start(void *ctx, const struct scan_params *want,
                                           struct scan_image *got)
{
    struct lines_source *s = ctx;

    s->asked = *want;
    s->y = 0;
    *got = (struct scan_image){s->samples->width, s->hide_height ? 0 : s->samples->height,
                               s->samples->color == SCAN_COLOR};
    return SCAN_OK;
}

static inline enum scan_result lines_read(void *ctx, uint8_t *line, bool *end)
{
    struct lines_source *s = ctx;

    *end = s->y == s->samples->height && !s->endless;
    if (s->result != SCAN_OK && s->y == s->fail_at)
        return s->result;
    if (*end)
        return SCAN_OK;
    memcpy(line, s->samples->bytes + s->samples->stride * (s->y % s->samples->height),
           s->samples->stride);
    s->y++;
    return SCAN_OK;
}

static inline void lines_nothing(void *ctx)
{
    (void)ctx;
}

static inline struct scan_source lines_scan_source(struct lines_source *s)
{
    return (struct scan_source){lines_start, lines_read, lines_nothing, lines_nothing, s};
}

#endif
