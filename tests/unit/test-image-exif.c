/*
 * test-image-exif.c - EXIF data, right and hostile.
 * Effects: none.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "server/image-exif.h"
#include "tests/unit/pictures.h"
#include "tests/unit/tap.h"

static bool is_double(double value, double expected)
{
    return value > expected - 0.001 && value < expected + 0.001;
}

static void test_byte_orders(void)
{
    unsigned big, o;

    for (big = 0; big < 2; big++)
        for (o = 0; o <= 9; o++) {
            struct blob tiff = make_exif(big, o, 240);
            struct exif exif;

            ok(exif_parse(tiff.bytes, tiff.n, &exif) &&
                   exif.orientation == (o >= 1 && o <= 8 ? o : 1) && is_double(exif.x, 240) &&
                   is_double(exif.y, 480) && exif.unit == EXIF_UNIT_INCH,
               "Orientation %u and resolution, %s endian", o, big ? "big" : "little");
            blob_free(&tiff);
        }
}

/* Every length: an exact copy on the heap lets a sanitizer see a byte too many. */
static void test_cut(void)
{
    struct blob tiff = make_exif(false, 6, 240);
    unsigned oriented = 0;
    size_t n;

    for (n = 0; n <= tiff.n; n++) {
        uint8_t *copy = pictures_alloc(n);
        struct exif exif;

        memcpy(copy, tiff.bytes, n);
        exif_parse(copy, n, &exif);
        oriented += exif.orientation == 6;
        free(copy);
    }
    ok(oriented == tiff.n + 1 - 22, "An orientation counts as soon as its entry is whole (%u)",
       oriented);
    blob_free(&tiff);
}

static void test_all_values(void)
{
    struct blob tiff = make_exif(true, 6, 240);
    uint8_t *bytes = pictures_alloc(tiff.n);
    bool good = true;
    size_t i;
    unsigned v;

    for (i = 0; i < tiff.n; i++)
        for (v = 0; v < 256; v++) {
            struct exif exif;

            memcpy(bytes, tiff.bytes, tiff.n);
            bytes[i] = (uint8_t)v;
            exif_parse(bytes, tiff.n, &exif);
            good = good && exif.orientation >= 1 && exif.orientation <= 8 && exif.x >= 0 &&
                   exif.y >= 0 && exif.unit >= EXIF_UNIT_NONE && exif.unit <= EXIF_UNIT_CM;
        }
    ok(good, "Whatever a byte is, the facts are within their range");
    free(bytes);
    blob_free(&tiff);
}

static bool says_nothing(const char *bytes, size_t n)
{
    struct exif exif;

    return !exif_parse((const uint8_t *)bytes, n, &exif) && exif.orientation == 1 &&
           is_double(exif.x, 0);
}

static void test_none(void)
{
    struct blob tiff = make_exif(true, 6, 0);
    struct exif exif;

    ok(says_nothing(NULL, 0), "No bytes");
    ok(says_nothing("II*\0\x08\0\0", 7), "Half a header");
    ok(says_nothing("II*\0\x08\0\0\0", 8), "No directory");
    ok(says_nothing("IM*\0\x08\0\0\0\0\0", 10), "Neither byte order");
    ok(says_nothing("II+\0\x08\0\0\0\0\0", 10), "BigTIFF");
    ok(says_nothing("II*\0\xFF\xFF\xFF\xFF\0\0", 10), "A directory far away");
    put_be16(tiff.bytes + 12, 5); /* RATIONAL */
    ok(exif_parse(tiff.bytes, tiff.n, &exif) && exif.orientation == 1,
       "An orientation of a wrong type is left out");
    put_be16(tiff.bytes + 12, 4); /* LONG */
    put_be32(tiff.bytes + 18, 6);
    ok(exif_parse(tiff.bytes, tiff.n, &exif) && exif.orientation == 6,
       "An orientation that is a LONG counts");
    put_be32(tiff.bytes + 14, 2);
    ok(exif_parse(tiff.bytes, tiff.n, &exif) && exif.orientation == 1,
       "Two orientations in one are left out");
    put_be16(tiff.bytes + 8, 0xFFFF);
    ok(exif_parse(tiff.bytes, tiff.n, &exif), "More entries announced than there are");
    blob_free(&tiff);
}

int main(void)
{
    test_byte_orders();
    test_cut();
    test_all_values();
    test_none();
    return tap_done();
}
