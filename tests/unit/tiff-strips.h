/*
 * tiff-strips.h - coding and decoding by libtiff: a decoder of PackBits and Group 4, and an
 * encoder, that are not ours. Effects: a temporary file. Users of this link libtiff.
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef UNIT_TIFF_STRIPS_H
#define UNIT_TIFF_STRIPS_H

#include "tests/unit/codec-pages.h"

#include <tiffio.h>
#include <unistd.h>

/* A TIFF of one strip for a bitmap of this size; Group 4 with the first bit the lowest. */
static inline TIFF *open_strip(const char *path, const char *mode, const struct bitmap *size,
                               unsigned compression)
{
    TIFF *tiff = TIFFOpen(path, mode);

    if (!tiff || *mode == 'r')
        return tiff;
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, size->width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, size->height);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, size->height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 1);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression);
    if (compression == COMPRESSION_CCITTFAX4)
        TIFFSetField(tiff, TIFFTAG_FILLORDER, FILLORDER_LSB2MSB);
    return tiff;
}

static inline bool strip_path(char path[64])
{
    int file;

    snprintf(path, 64, "/tmp/canon-test-strip.XXXXXX");
    file = mkstemp(path);
    return file >= 0 && close(file) == 0;
}

/*
 * tiff_decode - what libtiff makes of n coded bytes. False when it finds them damaged.
 *
 * out   a bitmap's size; its bits are filled in
 */
static inline bool tiff_decode(unsigned compression, const uint8_t *bytes, size_t n,
                               struct bitmap *out)
{
    size_t size = out->stride * out->height;
    uint8_t *copy = malloc(n + 1);
    bool good = false;
    char path[64];
    TIFF *tiff;

    if (!copy || !strip_path(path)) {
        free(copy);
        return false;
    }
    memcpy(copy, bytes, n);
    tiff = open_strip(path, "w", out, compression);
    if (tiff) {
        good = TIFFWriteRawStrip(tiff, 0, copy, (tmsize_t)n) == (tmsize_t)n;
        TIFFClose(tiff);
    }
    tiff = good ? open_strip(path, "r", out, compression) : NULL;
    good = tiff && TIFFReadEncodedStrip(tiff, 0, out->bits, (tmsize_t)size) == (tmsize_t)size;
    if (tiff)
        TIFFClose(tiff);
    unlink(path);
    free(copy);
    return good;
}

/* tiff_encode - the bitmap coded by libtiff, at most room bytes; 0 when that fails. */
static inline size_t tiff_encode(unsigned compression, const struct bitmap *b, uint8_t *out,
                                 size_t room)
{
    size_t size = b->stride * b->height;
    uint8_t *copy = malloc(size);
    tmsize_t n = -1;
    char path[64];
    TIFF *tiff;

    if (!copy || !strip_path(path)) {
        free(copy);
        return 0;
    }
    memcpy(copy, b->bits, size);
    tiff = open_strip(path, "w", b, compression);
    if (tiff) {
        if (TIFFWriteEncodedStrip(tiff, 0, copy, (tmsize_t)size) == (tmsize_t)size)
            n = 0;
        TIFFClose(tiff);
    }
    tiff = n == 0 ? open_strip(path, "r", b, compression) : NULL;
    if (tiff) {
        n = TIFFReadRawStrip(tiff, 0, out, (tmsize_t)room);
        TIFFClose(tiff);
    }
    unlink(path);
    free(copy);
    return n > 0 ? (size_t)n : 0;
}

#endif
