/*
 * picture-files.h - makes picture files for tests, plain and awkward ones.
 * Effects: memory; files in TMPDIR or /tmp. A failure in here ends the program.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_PICTURE_FILES_H
#define UNIT_PICTURE_FILES_H

#include "driver/bytes.h"

#include <stdio.h>
#include <jpeglib.h>
#include <png.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

/* Bytes that grow. */
struct blob {
    uint8_t *bytes;
    size_t n, room;
};

static inline void *pictures_alloc(size_t n)
{
    void *memory = calloc(1, n ? n : 1);

    if (!memory) {
        fprintf(stderr, "no memory for a test picture\n");
        exit(99);
    }
    return memory;
}

static inline void blob_add(struct blob *blob, const void *bytes, size_t n)
{
    if (blob->n + n > blob->room) {
        uint8_t *larger = pictures_alloc(2 * (blob->n + n));

        if (blob->n)
            memcpy(larger, blob->bytes, blob->n);
        free(blob->bytes);
        blob->bytes = larger;
        blob->room = 2 * (blob->n + n);
    }
    if (n)
        memcpy(blob->bytes + blob->n, bytes, n);
    blob->n += n;
}

static inline void blob_byte(struct blob *blob, unsigned byte)
{
    uint8_t b = (uint8_t)byte;

    blob_add(blob, &b, 1);
}

static inline void blob_free(struct blob *blob)
{
    free(blob->bytes);
    *blob = (struct blob){NULL, 0, 0};
}

static inline const char *pictures_folder(void)
{
    const char *folder = getenv("TMPDIR");

    return folder && *folder ? folder : "/tmp";
}

/* A file with these bytes; path has 256 bytes. The caller unlinks it. */
static inline void pictures_save(const struct blob *blob, char *path)
{
    FILE *file;
    int fd;

    snprintf(path, 256, "%s/picture-XXXXXX", pictures_folder());
    fd = mkstemp(path);
    file = fd < 0 ? NULL : fdopen(fd, "wb");
    if (!file || (blob->n && fwrite(blob->bytes, 1, blob->n, file) != blob->n) ||
        fclose(file) != 0) {
        fprintf(stderr, "cannot write %s\n", path);
        exit(99);
    }
}

/* EXIF data without its "Exif" name: one directory, in the byte order asked for. */
static inline void exif_entry(struct blob *tiff, bool big, unsigned tag, unsigned type,
                              uint32_t count, uint32_t value)
{
    uint8_t e[12];

    (big ? put_be16 : put_le16)(e, tag);
    (big ? put_be16 : put_le16)(e + 2, type);
    (big ? put_be32 : put_le32)(e + 4, count);
    (big ? put_be32 : put_le32)(e + 8, value);
    if (big && type == 3)
        put_be32(e + 8, value << 16); /* a SHORT lies at the left of its four bytes */
    blob_add(tiff, e, sizeof e);
}

/* Orientation, and where dpi > 0 also the resolution in dots per inch, y twice that of x. */
static inline struct blob make_exif(bool big, unsigned orientation, unsigned dpi)
{
    struct blob tiff = {NULL, 0, 0};
    uint8_t b[16] = {'I', 'I'};
    unsigned count = dpi ? 4 : 1;

    if (big)
        b[0] = b[1] = 'M';
    (big ? put_be16 : put_le16)(b + 2, 42);
    (big ? put_be32 : put_le32)(b + 4, 8);
    (big ? put_be16 : put_le16)(b + 8, count);
    blob_add(&tiff, b, 10);
    exif_entry(&tiff, big, 0x0112, 3, 1, orientation);
    if (dpi) {
        exif_entry(&tiff, big, 0x011A, 5, 1, 10 + 12 * 4 + 4);
        exif_entry(&tiff, big, 0x011B, 5, 1, 10 + 12 * 4 + 12);
        exif_entry(&tiff, big, 0x0128, 3, 1, 2);
    }
    memset(b, 0, sizeof b);
    blob_add(&tiff, b, 4); /* no further directory */
    (big ? put_be32 : put_le32)(b, dpi * 10);
    (big ? put_be32 : put_le32)(b + 4, 10);
    (big ? put_be32 : put_le32)(b + 8, dpi * 20);
    (big ? put_be32 : put_le32)(b + 12, 10);
    if (dpi)
        blob_add(&tiff, b, 16);
    return tiff;
}

/* ---- JPEG ------------------------------------------------------------------------------ */

struct jpeg_wish {
    uint32_t width, height;
    const uint8_t *samples; /* components bytes a pixel */
    int components;         /* 1, 3 or 4 */
    J_COLOR_SPACE space;    /* of the samples: JCS_GRAYSCALE, JCS_RGB, JCS_CMYK */
    J_COLOR_SPACE stored;   /* in the file */
    int quality;            /* 0: 100 */
    bool full_colour;       /* no subsampling */
    bool progressive;
    bool one_by_one; /* sequential, a scan for each component */
    bool no_adobe;   /* leave the Adobe marker out */
    bool arithmetic;
    int restart_rows;
    int density_unit; /* -1: no JFIF marker */
    unsigned x_density, y_density;
    const struct blob *exif;
};

static inline void jpeg_wish_scans(struct jpeg_compress_struct *jpeg,
                                   const struct jpeg_wish *wish, jpeg_scan_info *scans)
{
    int i;

    if (wish->progressive) {
        jpeg_simple_progression(jpeg);
        return;
    }
    for (i = 0; i < wish->components; i++)
        scans[i] = (jpeg_scan_info){1, {i}, 0, 63, 0, 0};
    jpeg->scan_info = scans;
    jpeg->num_scans = wish->components;
}

static inline void jpeg_wish_exif(struct jpeg_compress_struct *jpeg, const struct blob *exif)
{
    struct blob marker = {NULL, 0, 0};

    blob_add(&marker, "Exif\0", 6);
    blob_add(&marker, exif->bytes, exif->n);
    jpeg_write_marker(jpeg, JPEG_APP0 + 1, marker.bytes, (unsigned)marker.n);
    blob_free(&marker);
}

static inline struct blob make_jpeg(const struct jpeg_wish *wish)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    jpeg_scan_info scans[4];
    unsigned char *out = NULL;
    unsigned long n = 0;
    struct blob blob = {NULL, 0, 0};
    size_t stride = (size_t)wish->width * (size_t)wish->components;

    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &out, &n);
    jpeg.image_width = wish->width;
    jpeg.image_height = wish->height;
    jpeg.input_components = wish->components;
    jpeg.in_color_space = wish->space;
    jpeg_set_defaults(&jpeg);
    jpeg_set_colorspace(&jpeg, wish->stored);
    jpeg_set_quality(&jpeg, wish->quality ? wish->quality : 100, TRUE);
    if (wish->full_colour)
        jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = 1;
    if (wish->progressive || wish->one_by_one)
        jpeg_wish_scans(&jpeg, wish, scans);
    if (wish->no_adobe)
        jpeg.write_Adobe_marker = FALSE;
    jpeg.arith_code = wish->arithmetic;
    jpeg.restart_in_rows = wish->restart_rows;
    if (wish->density_unit < 0)
        jpeg.write_JFIF_header = FALSE;
    else
        jpeg.density_unit = (UINT8)wish->density_unit;
    jpeg.X_density = (UINT16)(wish->x_density ? wish->x_density : 1);
    jpeg.Y_density = (UINT16)(wish->y_density ? wish->y_density : 1);
    jpeg_start_compress(&jpeg, TRUE);
    if (wish->exif)
        jpeg_wish_exif(&jpeg, wish->exif);
    while (jpeg.next_scanline < jpeg.image_height) {
        JSAMPROW row = (JSAMPROW)(uintptr_t)(wish->samples + stride * jpeg.next_scanline);

        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    blob_add(&blob, out, n);
    free(out);
    return blob;
}

/* ---- PNG ------------------------------------------------------------------------------- */

struct png_wish {
    uint32_t width, height;
    const uint8_t *rows; /* as the file has them: packed, 16 bits big endian */
    int color_type;
    int depth;
    bool interlaced;
    const png_color *palette;
    int palette_size;
    const uint8_t *palette_alpha;
    int num_palette_alpha;
    const png_color_16 *transparent; /* of gray and RGB */
    double gamma;                    /* 0: no chunk */
    uint32_t x_per_unit, y_per_unit; /* 0: no pHYs */
    bool per_metre;
    const struct blob *exif;
    const char *text; /* compressed, NULL: none */
};

static inline void png_to_blob(png_structp png, png_bytep bytes, size_t n)
{
    blob_add(png_get_io_ptr(png), bytes, n);
}

static inline void png_flush_blob(png_structp png)
{
    (void)png;
}

static inline void png_wish_chunks(png_structp png, png_infop info, const struct png_wish *wish)
{
    png_text text = {.compression = PNG_TEXT_COMPRESSION_zTXt};

    if (wish->palette)
        png_set_PLTE(png, info, wish->palette, wish->palette_size);
    if (wish->palette_alpha || wish->transparent)
        png_set_tRNS(png, info, wish->palette_alpha, wish->num_palette_alpha,
                     wish->transparent);
    if (wish->gamma > 0)
        png_set_gAMA(png, info, wish->gamma);
    if (wish->x_per_unit)
        png_set_pHYs(png, info, wish->x_per_unit, wish->y_per_unit, wish->per_metre);
    if (wish->exif)
        png_set_eXIf_1(png, info, (png_uint_32)wish->exif->n, wish->exif->bytes);
    if (wish->text) {
        char key[] = "Comment";

        text.key = key;
        text.text = (png_charp)(uintptr_t)wish->text;
        text.text_length = strlen(wish->text);
        png_set_text(png, info, &text, 1);
    }
}

static inline size_t png_wish_stride(const struct png_wish *wish)
{
    static const unsigned channels[7] = {[PNG_COLOR_TYPE_GRAY] = 1,
                                         [PNG_COLOR_TYPE_RGB] = 3,
                                         [PNG_COLOR_TYPE_PALETTE] = 1,
                                         [PNG_COLOR_TYPE_GRAY_ALPHA] = 2,
                                         [PNG_COLOR_TYPE_RGB_ALPHA] = 4};

    return ((size_t)wish->width * channels[wish->color_type] * (size_t)wish->depth + 7) / 8;
}

static inline struct blob make_png(const struct png_wish *wish)
{
    struct blob blob = {NULL, 0, 0};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    size_t stride = png_wish_stride(wish);
    int pass, passes;
    uint32_t y;

    png_set_write_fn(png, &blob, png_to_blob, png_flush_blob);
    png_set_IHDR(png, info, wish->width, wish->height, wish->depth, wish->color_type,
                 wish->interlaced, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_wish_chunks(png, info, wish);
    png_write_info(png, info);
    passes = png_set_interlace_handling(png);
    for (pass = 0; pass < passes; pass++)
        for (y = 0; y < wish->height; y++)
            png_write_row(png, (png_bytep)(uintptr_t)(wish->rows + stride * y));
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return blob;
}

/* One chunk by hand, with the right checksum. */
static inline void png_chunk(struct blob *blob, const char *name, const void *data, size_t n)
{
    struct blob chunk = {NULL, 0, 0};
    uint8_t word[4];

    put_be32(word, (uint32_t)n);
    blob_add(blob, word, 4);
    blob_add(&chunk, name, 4);
    blob_add(&chunk, data, n);
    blob_add(blob, chunk.bytes, chunk.n);
    put_be32(word, (uint32_t)crc32(0, chunk.bytes, (uInt)chunk.n));
    blob_add(blob, word, 4);
    blob_free(&chunk);
}

#endif
