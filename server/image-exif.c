/*
 * image-exif.c - a bounded reader of the first TIFF directory of EXIF data.
 * Effects: none.
 * Source: CIPA DC-008 (Exif 2.32) sections 4.5 and 4.6, TIFF 6.0 section 2.
 * SPDX-License-Identifier: Apache-2.0
 */
#include "image-exif.h"

#include "driver/bytes.h"

#define ENTRY_SIZE 12u

enum tag {
    TAG_ORIENTATION = 0x0112,
    TAG_X_RESOLUTION = 0x011A,
    TAG_Y_RESOLUTION = 0x011B,
    TAG_RESOLUTION_UNIT = 0x0128,
};

enum type { TYPE_SHORT = 3, TYPE_LONG = 4, TYPE_RATIONAL = 5 };

struct tiff {
    const uint8_t *bytes;
    size_t n;
    bool big_endian;
};

/* Callers have checked that the bytes are there. */
static uint32_t get16(const struct tiff *tiff, size_t at)
{
    return tiff->big_endian ? get_be16(tiff->bytes + at) : get_le16(tiff->bytes + at);
}

static uint32_t get32(const struct tiff *tiff, size_t at)
{
    return tiff->big_endian ? get_be32(tiff->bytes + at) : get_le32(tiff->bytes + at);
}

static bool inside(const struct tiff *tiff, size_t at, size_t n)
{
    return at <= tiff->n && n <= tiff->n - at;
}

/* The only value of an entry that holds a small number; 0 for anything else. */
static uint32_t number(const struct tiff *tiff, size_t entry)
{
    uint32_t type = get16(tiff, entry + 2);

    if (get32(tiff, entry + 4) != 1)
        return 0;
    if (type == TYPE_SHORT)
        return get16(tiff, entry + 8);
    return type == TYPE_LONG ? get32(tiff, entry + 8) : 0;
}

static double rational(const struct tiff *tiff, size_t entry)
{
    size_t at = get32(tiff, entry + 8);
    uint32_t below;

    if (get16(tiff, entry + 2) != TYPE_RATIONAL || get32(tiff, entry + 4) != 1 ||
        !inside(tiff, at, 8))
        return 0;
    below = get32(tiff, at + 4);
    return below ? (double)get32(tiff, at) / below : 0;
}

static void take_entry(const struct tiff *tiff, size_t entry, struct exif *exif)
{
    uint32_t value;

    switch (get16(tiff, entry)) {
    case TAG_ORIENTATION:
        value = number(tiff, entry);
        if (value >= 1 && value <= 8)
            exif->orientation = value;
        break;
    case TAG_X_RESOLUTION:
        exif->x = rational(tiff, entry);
        break;
    case TAG_Y_RESOLUTION:
        exif->y = rational(tiff, entry);
        break;
    case TAG_RESOLUTION_UNIT:
        value = number(tiff, entry);
        if (value >= EXIF_UNIT_NONE && value <= EXIF_UNIT_CM)
            exif->unit = (enum exif_unit)value;
        break;
    default:
        break;
    }
}

bool exif_parse(const uint8_t *bytes, size_t n, struct exif *exif)
{
    struct tiff tiff = {bytes, n, false};
    size_t entry;
    uint32_t count;

    *exif = (struct exif){.orientation = 1, .unit = EXIF_UNIT_INCH};
    if (n < 8 || bytes[0] != bytes[1] || (bytes[0] != 'I' && bytes[0] != 'M'))
        return false;
    tiff.big_endian = bytes[0] == 'M';
    entry = get32(&tiff, 4);
    if (get16(&tiff, 2) != 42 || !inside(&tiff, entry, 2))
        return false;
    count = get16(&tiff, entry);
    for (entry += 2; count > 0 && inside(&tiff, entry, ENTRY_SIZE); count--) {
        take_entry(&tiff, entry, exif);
        entry += ENTRY_SIZE;
    }
    return true;
}
